public import Kernel

/// A class of the file plan without a place in a version: a line of an import or of a change.
public struct PlanEntry: Sendable, Hashable {
    public var symbol: ClassSymbol
    /// The heading (hasło klasyfikacyjne).
    public var title: String
    /// Leaf classes only; may be missing there too, as a warning (R1.23).
    public var category: ArchivalCategory?
    public var notes: String
    /// Other names and the words of citizens: `wycinka drzewa`.
    public var synonyms: [String]

    public init(_ symbol: ClassSymbol, _ title: String, category: ArchivalCategory? = nil, notes: String = "", synonyms: [String] = []) {
        self.symbol = symbol
        self.title = title
        self.category = category
        self.notes = notes
        self.synonyms = synonyms
    }
}

/// A class of one version of the file plan.
public struct PlanClass: Sendable, Hashable {
    public var id: PlanClassID
    public var version: PlanVersionID
    public var entry: PlanEntry
    /// Without classes under it: only such a class has a category and takes cases.
    public var isLeaf: Bool

    public var symbol: ClassSymbol { entry.symbol }
    public var title: String { entry.title }
    public var category: ArchivalCategory? { entry.category }
    /// As lists show it: `6131 Usuwanie drzew i krzewów`.
    public var label: String { "\(entry.symbol) \(entry.title)" }
}

/// One version of the file plan, in force from a day until the next one.
public struct PlanVersion: Sendable, Hashable {
    public var id: PlanVersionID
    public var name: String
    public var validFrom: Day
    /// Act or decision the version rests on, with the consent of the state archive where the office added classes.
    public var basis: String
    /// Invented for showing the program; never for real files.
    public var isDemonstration: Bool
    public var appliedBy: String
    public var appliedAt: Instant
    public var classCount: Int
}
