/// A day of the proleptic Gregorian calendar, without a time and without a zone.
public struct Day: Sendable, Hashable, Comparable, Codable {
    /// Days since 1970-01-01, negative before.
    public let daysSince1970: Int

    public init(daysSince1970: Int) { self.daysSince1970 = daysSince1970 }

    /// `nil` when there is no such day (31 April, 29 February of a common year).
    public init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), (1...Day.length(ofMonth: month, year: year)).contains(day), (1...9999).contains(year) else { return nil }
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        daysSince1970 = era * 146_097 + dayOfEra - 719_468
    }

    public static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    public static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    public var components: (year: Int, month: Int, day: Int) {
        let z = daysSince1970 + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let doe = z - era * 146_097
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100)
        let mp = (5 * doy + 2) / 153
        let month = mp < 10 ? mp + 3 : mp - 9
        return (yoe + era * 400 + (month <= 2 ? 1 : 0), month, doy - (153 * mp + 2) / 5 + 1)
    }
    public var year: Int { components.year }
    public var month: Int { components.month }
    public var day: Int { components.day }

    /// 1 Monday … 7 Sunday (ISO 8601).
    public var weekday: Int { ((daysSince1970 % 7 + 7) % 7 + 3) % 7 + 1 }

    public static func < (a: Day, b: Day) -> Bool { a.daysSince1970 < b.daysSince1970 }
    public func adding(days: Int) -> Day { Day(daysSince1970: daysSince1970 + days) }

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let day = Day(text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not a day: RRRR-MM-DD"))
        }
        self = day
    }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Day: LosslessStringConvertible {
    /// ISO 8601, for example `2026-03-12`.
    public var description: String {
        let c = components
        return "\(padded(c.year, 4))-\(padded(c.month, 2))-\(padded(c.day, 2))"
    }

    public init?(_ text: String) {
        let b = Array(text.utf8)
        guard b.count == 10, b[4] == 45, b[7] == 45 else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var n = 0
            for c in b[range] {
                guard (48...57).contains(c) else { return nil }
                n = n * 10 + Int(c - 48)
            }
            return n
        }
        guard let y = number(0..<4), let m = number(5..<7), let d = number(8..<10) else { return nil }
        self.init(year: y, month: m, day: d)
    }
}

/// A date of which only the year, or the year and the month, may be known.
///
/// Source: chancery instruction, metadata table A items 3 and 4 (`RRRR`, `RRRR-MM`, `RRRR-MM-DD`).
public struct PartialDate: Sendable, Hashable, LosslessStringConvertible, Codable {
    public let description: String

    public init(_ day: Day) { description = day.description }

    public init?(_ text: String) {
        switch text.utf8.count {
        case 4:
            guard let y = Int(text), text.utf8.allSatisfy({ (48...57).contains($0) }), y >= 1 else { return nil }
        case 7: guard Day(text + "-01") != nil else { return nil }
        default: guard Day(text) != nil else { return nil }
        }
        description = text
    }

    public var day: Day? { Day(description) }
    /// The first day the date may mean; for ordering and for "not later than".
    public var earliest: Day? { day ?? Day(description + (description.utf8.count == 4 ? "-01-01" : "-01")) }

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let date = PartialDate(text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not a partial date"))
        }
        self = date
    }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
