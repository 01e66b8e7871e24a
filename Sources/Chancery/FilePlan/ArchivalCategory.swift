public import Kernel

/// How long the files of a class are kept (kategoria archiwalna).
///
/// Source: `ezd.md` § 1.13; regulation of 20.10.2015 (Dz.U. 2019 poz. 246).
public enum ArchivalCategory: Sendable, Hashable, LosslessStringConvertible {
    /// For ever; handed over to the state archive.
    case permanent
    /// So many full calendar years.
    case years(Int)
    /// So many full calendar years, then an expert's opinion of the state archive, which may make it permanent.
    case yearsThenExpert(Int)
    /// Of short practical use, or copies of what is kept elsewhere.
    case brief
    /// As a special act says: its basis, trigger and length stand with the case (R2.5).
    case special

    public init?(_ text: String) {
        switch text.filter({ !$0.isWhitespace }).uppercased() {
        case "A": self = .permanent
        case "BC": self = .brief
        case "B*": self = .special
        case let t where t.hasPrefix("BE"):
            guard let n = Self.number(t.dropFirst(2)) else { return nil }
            self = .yearsThenExpert(n)
        case let t where t.hasPrefix("B"):
            guard let n = Self.number(t.dropFirst()) else { return nil }
            self = .years(n)
        default: return nil
        }
    }

    private static func number(_ text: Substring) -> Int? {
        guard text.utf8.allSatisfy({ (48...57).contains($0) }), let n = Int(text), (1...100).contains(n) else { return nil }
        return n
    }

    public var description: String {
        switch self {
        case .permanent: "A"
        case .years(let n): "B\(n)"
        case .yearsThenExpert(let n): "BE\(n)"
        case .brief: "Bc"
        case .special: "B*"
        }
    }

    /// The first of January after the year in which the case was completed; counting starts there.
    ///
    /// A case that was taken up again counts from its last completion (R1.24).
    public func countingStarts(completed: Day) -> Day? {
        switch self {
        case .permanent, .years, .yearsThenExpert: Day(year: completed.year + 1, month: 1, day: 1)
        case .brief, .special: nil
        }
    }

    /// What may be done with the files, and from when.
    public func retention(completed: Day) -> Retention {
        switch self {
        case .permanent: .keptForEver
        case .years(let n): Day(year: completed.year + n + 1, month: 1, day: 1).map { .destructible(from: $0) } ?? .keptForEver
        case .yearsThenExpert(let n): Day(year: completed.year + n + 1, month: 1, day: 1).map { .destructibleAfterOpinion(from: $0) } ?? .keptForEver
        case .brief: .afterUse
        case .special: .bySpecialAct
        }
    }
}

/// What the category of a completed case means. Holds and lost appeals are looked at elsewhere (R1.22).
///
/// Source: `ezd.md` § 1.13: the first year is the year of completion + n + 1.
public enum Retention: Sendable, Hashable {
    /// Handed over to the state archive, never destroyed.
    case keptForEver
    case destructible(from: Day)
    case destructibleAfterOpinion(from: Day)
    /// Bc: after use, without counting.
    case afterUse
    /// B*: by the basis, the trigger day and the length kept with the case.
    case bySpecialAct
}
