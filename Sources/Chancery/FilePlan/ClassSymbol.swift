public import Store

/// The symbol of a class in the file plan (JRWA): decimal digits, one for each level, at most ten.
///
/// Source: `ezd.md` § 2.
public struct ClassSymbol: Sendable, Hashable, Comparable, LosslessStringConvertible, SQLBindable {
    public static let deepest = 10
    public let description: String

    public init?(_ text: String) {
        guard (1...Self.deepest).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        description = text
    }
    private init(digits: Substring) { description = String(digits) }

    public var sqlValue: SQLValue { .text(description) }
    public var level: Int { description.utf8.count }
    /// `nil` for a class of the first order.
    public var parent: ClassSymbol? { level > 1 ? ClassSymbol(digits: description.dropLast()) : nil }
    /// From the class of the first order down to the one above this.
    public var ancestors: [ClassSymbol] { (1..<max(level, 1)).map { ClassSymbol(digits: description.prefix($0)) } }
    func isUnder(_ other: ClassSymbol) -> Bool { level > other.level && description.hasPrefix(other.description) }

    /// The order of the plan: a class stands right before its sub-classes.
    public static func < (a: ClassSymbol, b: ClassSymbol) -> Bool { a.description.utf8.lexicographicallyPrecedes(b.description.utf8) }
}

public struct PlanVersionID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// A class as one version of the plan has it; cases keep it, so that they stay with their version (R2.2, R1.21).
public struct PlanClassID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}
