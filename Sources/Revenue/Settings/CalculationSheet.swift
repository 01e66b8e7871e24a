public import Kernel

/// How an amount came about, line by line, for a person who checks it (arkusz obliczenia).
public struct CalculationSheet: Sendable, Hashable {
    public struct Row: Sendable, Hashable {
        public let label: String
        /// For example `142.5 m² × 1.25 zł`.
        public let working: String
        public let amount: String

        public init(_ label: String, _ working: String, _ amount: String) {
            self.label = label
            self.working = working
            self.amount = amount
        }
    }

    public let title: String
    public let basis: [String]
    public let rows: [Row]
    /// What the rows come to before it is rounded, and after.
    public let sum: String
    public let result: Money
    public let settings: [SettingNote]

    public init(title: String, basis: [String], rows: [Row], sum: String, result: Money, settings: [SettingNote]) {
        self.title = title
        self.basis = basis
        self.rows = rows
        self.sum = sum
        self.result = result
        self.settings = settings
    }

    /// The sheet as lines of plain text.
    public var text: [String] {
        [title] + rows.map { "\($0.label): \($0.working) = \($0.amount)" } + ["Razem: \(sum) zł", "Do zapłaty: \(result) zł"]
            + ["Podstawa prawna: \(basis.joined(separator: "; "))"] + settings.map { "Ustawienie – \($0)" }
    }
}
