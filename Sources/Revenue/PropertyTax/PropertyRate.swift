public import Kernel

/// The yearly rate of a line: grosze for a unit of the base; of structures, hundredths of a per cent.
public struct PropertyRate: Sendable, Hashable, Comparable {
    public let hundredths: Int64

    /// 1 000 zł for a unit; the highest of the law is some 40.
    public static let largest: Int64 = 100_000
    /// 100 % of the value of a structure.
    public static let largestPercentage: Int64 = 10_000

    public init(hundredths: Int64, for line: PropertyLine, field: String = "rate") throws(Problem) {
        let most = line.unit == .value ? PropertyRate.largestPercentage : PropertyRate.largest
        guard (0...most).contains(hundredths) else {
            throw Problem(.invalidInput, line.unit == .value ? "Stawka od budowli musi być od 0 do 100%." : "Stawka musi być od 0 do 1000 zł.", field: field)
        }
        self.hundredths = hundredths
    }

    init(unchecked: Int64) { hundredths = unchecked }

    /// Reads `1.25` (zł); for structures a part of the value, `0.02`.
    public init(_ number: ExactDecimal, for line: PropertyLine, field: String = "rate") throws(Problem) {
        guard let hundredths = number.units(scale: line.unit == .value ? 4 : 2) else {
            throw Problem(.invalidInput, "Podaj stawkę w złotych i groszach, a od budowli jako ułamek wartości, na przykład 0,02.", field: field)
        }
        try self.init(hundredths: hundredths, for: line, field: field)
    }

    public static func < (a: PropertyRate, b: PropertyRate) -> Bool { a.hundredths < b.hundredths }

    public func polishText(for line: PropertyLine) -> String {
        let number = ExactDecimal(digits: hundredths, scale: 2)
        return line.unit == .value ? "\(number.trimmed)%" : "\(number) zł"
    }
}
