/// What an indicator came to in an office and a period: the value with the counts it was made of, or why there is none.
public struct IndicatorReading: Sendable, Hashable {
    public enum Absence: String, Sendable, Hashable {
        /// The office has not given the figures, or its program does not count them yet.
        case missing = "brak-danych"
        /// Everything was counted, and there was nothing to divide by.
        case nothingToCount = "nic-nie-bylo"
    }

    /// In tenths of the unit: 486 is 48,6 %; `nil` where there is no value.
    public var tenths: Int64?
    /// The counts behind it; `denominator` only where the indicator divides.
    public var numerator: Int64?
    public var denominator: Int64?
    public var absence: Absence?

    public init(tenths: Int64?, numerator: Int64? = nil, denominator: Int64? = nil, absence: Absence? = nil) {
        self.tenths = tenths
        self.numerator = numerator
        self.denominator = denominator
        self.absence = absence
    }

    public static let missing = IndicatorReading(tenths: nil, absence: .missing)

    /// A part of a hundred, in tenths of a per cent, half up.
    public static func share(_ numerator: Int64?, of denominator: Int64?) -> IndicatorReading {
        guard let numerator, let denominator else { return .missing }
        guard denominator > 0 else { return IndicatorReading(tenths: nil, numerator: numerator, denominator: denominator, absence: .nothingToCount) }
        return IndicatorReading(tenths: (numerator * 2000 + denominator) / (2 * denominator), numerator: numerator, denominator: denominator)
    }

    public static func count(_ number: Int64?) -> IndicatorReading {
        number.map { IndicatorReading(tenths: $0 * 10, numerator: $0) } ?? .missing
    }

    /// The middle value of a distribution (mediana); of an even number the mean of the two in the middle.
    public static func median(_ buckets: [Int64: Int64]?) -> IndicatorReading {
        guard let buckets else { return .missing }
        let count = buckets.values.reduce(0, +)
        guard count > 0 else { return IndicatorReading(tenths: nil, denominator: 0, absence: .nothingToCount) }
        let sorted = buckets.filter { $0.value > 0 }.sorted { $0.key < $1.key }
        func value(at index: Int64) -> Int64 {
            var passed: Int64 = 0
            for (bucket, n) in sorted {
                passed += n
                if index < passed { return bucket }
            }
            return sorted.last?.key ?? 0
        }
        return IndicatorReading(tenths: (value(at: (count - 1) / 2) + value(at: count / 2)) * 5, denominator: count)
    }

    /// The mean of marks, in tenths, half up.
    public static func mean(_ buckets: [Int64: Int64]?) -> IndicatorReading {
        guard let buckets else { return .missing }
        let count = buckets.values.reduce(0, +), sum = buckets.reduce(0) { $0 + $1.key * $1.value }
        guard count > 0 else { return IndicatorReading(tenths: nil, numerator: 0, denominator: 0, absence: .nothingToCount) }
        return IndicatorReading(tenths: (sum * 20 + count) / (2 * count), numerator: sum, denominator: count)
    }
}
