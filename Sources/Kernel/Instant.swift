/// A point on the time line, in whole milliseconds since 1970-01-01T00:00:00Z.
///
/// Everything the house stores is in UTC; a Polish day is made from it by `PolishTime` in `Law`.
public struct Instant: Sendable, Hashable, Comparable, Codable {
    public var milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }

    public func adding(seconds: Int64) -> Instant { Instant(milliseconds: milliseconds + seconds * 1000) }

    public init(from decoder: any Decoder) throws { milliseconds = try decoder.singleValueContainer().decode(Int64.self) }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }
}

extension Instant: CustomStringConvertible {
    /// RFC 3339 in UTC with milliseconds, for example `2026-03-12T13:41:00.120Z`.
    public var description: String { iso8601(offsetMinutes: 0) }

    /// RFC 3339 with an offset from UTC; `Z` where the offset is zero.
    public func iso8601(offsetMinutes: Int) -> String {
        let shifted = milliseconds + Int64(offsetMinutes) * 60_000
        let days = shifted.flooredDivision(by: 86_400_000)
        let rest = shifted - days * 86_400_000
        let day = Day(daysSince1970: Int(days))
        let ms = rest % 1000, s = rest / 1000 % 60, m = rest / 60_000 % 60, h = rest / 3_600_000
        let zone: String
        if offsetMinutes == 0 {
            zone = "Z"
        } else {
            let magnitude = abs(offsetMinutes)
            zone = (offsetMinutes < 0 ? "-" : "+") + padded(magnitude / 60, 2) + ":" + padded(magnitude % 60, 2)
        }
        return "\(day)T\(padded(Int(h), 2)):\(padded(Int(m), 2)):\(padded(Int(s), 2)).\(padded(Int(ms), 3))\(zone)"
    }

    /// Reads `xs:dateTime` and RFC 3339: zone optional (then `defaultOffsetMinutes`), up to any number of fraction digits.
    public init?(iso8601 text: String, defaultOffsetMinutes: Int = 0) {
        let b = Array(text.utf8)
        guard b.count >= 19, b[10] == UInt8(ascii: "T"), let day = Day(String(decoding: b[0..<10], as: UTF8.self)) else { return nil }
        func two(_ i: Int) -> Int? {
            guard (48...57).contains(b[i]), (48...57).contains(b[i + 1]) else { return nil }
            return Int(b[i] - 48) * 10 + Int(b[i + 1] - 48)
        }
        guard b[13] == UInt8(ascii: ":"), b[16] == UInt8(ascii: ":"), let h = two(11), let m = two(14), let s = two(17),
            h <= 24, m < 60, s <= 60, h < 24 || (m == 0 && s == 0)
        else { return nil }
        var i = 19
        var fraction = 0
        if i < b.count, b[i] == UInt8(ascii: ".") {
            i += 1
            var digits = 0
            while i < b.count, (48...57).contains(b[i]) {
                if digits < 3 { fraction = fraction * 10 + Int(b[i] - 48) }
                digits += 1
                i += 1
            }
            guard digits > 0 else { return nil }
            for _ in min(digits, 3)..<3 { fraction *= 10 }
        }
        var offset = defaultOffsetMinutes
        if i < b.count {
            if b[i] == UInt8(ascii: "Z"), i + 1 == b.count {
                offset = 0
            } else {
                guard b.count == i + 6, b[i] == UInt8(ascii: "+") || b[i] == UInt8(ascii: "-"), b[i + 3] == UInt8(ascii: ":"),
                    let oh = two(i + 1), let om = two(i + 4), oh <= 14, om < 60
                else { return nil }
                offset = (oh * 60 + om) * (b[i] == UInt8(ascii: "-") ? -1 : 1)
            }
        }
        let seconds = Int64(day.daysSince1970) * 86_400 + Int64(h * 3600 + m * 60 + s - offset * 60)
        self.init(milliseconds: seconds * 1000 + Int64(fraction))
    }
}

func padded(_ n: Int, _ width: Int) -> String {
    let s = String(n)
    return s.count >= width ? s : String(repeating: "0", count: width - s.count) + s
}

extension Int64 {
    func flooredDivision(by d: Int64) -> Int64 { self >= 0 ? self / d : -((-self + d - 1) / d) }
}
