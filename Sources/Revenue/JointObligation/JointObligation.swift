public import Kernel
public import Law

/// The joint obligation of a natural person for agricultural or forest tax and others in one municipality (łączne zobowiązanie pieniężne).
///
/// One decision (nakaz płatniczy), one sum, four dates. Each tax is rounded on its own, then added; the ledger keeps them apart.
/// Source: UPR art. 6c.
public struct JointObligation: Sendable, Hashable {
    public let parts: [LocalTax: Money]
    public let total: Money
    public let instalments: [Instalment]

    public static let basis = ["UPR art. 6c", "UPOL art. 6 ust. 7 i 11a"]

    /// - Parameters:
    ///   - parts: each in whole złote.
    ///   - span: the months in which any of the taxes is owed.
    /// - Throws: `Problem` when a part is negative, not whole or no tax of a joint obligation.
    public init(
        _ parts: [LocalTax: Money], year: Int, delivered: Day? = nil, span: MonthSpan = .wholeYear, settings: TaxSettings = .standard,
        calendar: OfficialCalendar = .statutory
    ) throws(Problem) {
        for (tax, amount) in parts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            guard tax != .transport else {
                throw Problem(.invalidInput, "Podatek od środków transportowych nie wchodzi do łącznego zobowiązania.", field: tax.rawValue)
            }
            guard amount >= .zero, amount <= .largest, amount == amount.wholeZlotys else {
                throw Problem(.invalidInput, "Każdy podatek łącznego zobowiązania podaj w pełnych złotych.", field: tax.rawValue)
            }
        }
        self.parts = parts
        total = parts.values.sum
        instalments = try Instalments.decision(total, year: year, delivered: delivered, span: span, settings: settings, calendar: calendar)
    }

    /// How much of each instalment belongs to each tax, so that the sum over a year is each tax and over a day the instalment.
    ///
    /// Whole złote by what is left of each tax to what is left of all, rounded down; what is missing then goes in the order of the
    /// largest rest. The split is ours: the law fixes only the sum.
    public var byTax: [[LocalTax: Money]] {
        // Products of two amounts need more than 64 bits.
        var left = parts.mapValues { Int128($0.grosze / 100) }
        return instalments.map { instalment in
            let all = left.values.reduce(0, +), wanted = Int128(instalment.amount.grosze / 100)
            guard all > 0 else { return [:] }
            var share = left.mapValues { $0 * wanted / all }
            var missing = wanted - share.values.reduce(0, +)
            let order = left.keys.sorted {
                let a = left[$0, default: 0] * wanted % all, b = left[$1, default: 0] * wanted % all
                return a != b ? a > b : $0.rawValue < $1.rawValue
            }
            for tax in order where missing > 0 && share[tax, default: 0] < left[tax, default: 0] {
                share[tax, default: 0] += 1
                missing -= 1
            }
            for (tax, amount) in share { left[tax, default: 0] -= amount }
            return share.filter { $0.value > 0 }.mapValues { Money(zlotys: Int64($0)) }
        }
    }
}
