public import Kernel

/// A quarter of a year (kwartał), the period in which the programme is accounted for.
///
/// Written `2026-1`; people read „1. kwartał 2026”.
public struct Quarter: Sendable, Hashable, Comparable, LosslessStringConvertible {
    public let year: Int
    /// 1…4.
    public let number: Int

    public init(of day: Day) {
        year = day.year
        number = (day.month - 1) / 3 + 1
    }

    public init?(year: Int, number: Int) {
        guard (1...4).contains(number), (1900...9999).contains(year) else { return nil }
        self.year = year
        self.number = number
    }

    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 4, parts[1].utf8.count == 1, let year = Int(parts[0]), let number = Int(parts[1]) else { return nil }
        self.init(year: year, number: number)
    }

    public var description: String { "\(year)-\(number)" }
    public var polishName: String { "\(number). kwartał \(year)" }
    public var shortName: String { "\(number). kw. \(year)" }

    public var firstDay: Day { Day(year: year, month: number * 3 - 2, day: 1) ?? Day(daysSince1970: 0) }
    public var lastDay: Day { next.firstDay.adding(days: -1) }
    public var days: ClosedRange<Day> { firstDay...lastDay }
    public var next: Quarter { self + 1 }
    public var previous: Quarter { self + -1 }

    public static func + (quarter: Quarter, count: Int) -> Quarter {
        let index = quarter.year * 4 + quarter.number - 1 + count
        return Quarter(index: index)
    }

    private init(index: Int) {
        year = index / 4
        number = index % 4 + 1
    }

    public static func < (a: Quarter, b: Quarter) -> Bool { (a.year, a.number) < (b.year, b.number) }
}
