public import Kernel

/// A length of time as the law counts it.
public struct Term: Sendable, Hashable, Codable {
    public enum Unit: String, Sendable, Hashable, CaseIterable, Codable {
        case day, week, month, year
    }

    public var count: Int
    public var unit: Unit

    public init(_ count: Int, _ unit: Unit) {
        self.count = count
        self.unit = unit
    }

    public static func days(_ n: Int) -> Term { Term(n, .day) }
    public static func weeks(_ n: Int) -> Term { Term(n, .week) }
    public static func months(_ n: Int) -> Term { Term(n, .month) }
    public static func years(_ n: Int) -> Term { Term(n, .year) }
}

/// A day on which a term would have ended, had the law not moved it.
public struct SkippedDay: Sendable, Hashable {
    public var day: Day
    public var reason: DayOffReason
}

/// Where a term ends and how that came.
public struct TermEnd: Sendable, Hashable {
    /// The last day as counted, before it was moved.
    public var rawEnd: Day
    /// The last day on which the act can still be done.
    public var end: Day
    /// The days passed over, in order; empty when the term was not moved.
    public var skipped: [SkippedDay]
}
