public import Kernel

/// An area in thousandths of a square metre.
///
/// Registers and measurements give hundredths; the half of a low room (UPOL art. 4 ust. 2) may need one digit more.
public struct Area: Sendable, Hashable, Comparable {
    public let thousandths: Int64

    /// 700 km², more than any municipality; products of an area, a rate and twelve months then fit 64 bits.
    public static let largest: Int64 = 700_000_000_000

    public init(thousandths: Int64, field: String = "base") throws(Problem) {
        guard (0...Area.largest).contains(thousandths) else {
            throw Problem(.invalidInput, "Powierzchnia musi być od 0 do 700 000 000 m².", field: field)
        }
        self.thousandths = thousandths
    }

    init(unchecked: Int64) { thousandths = unchecked }

    /// - Throws: `Problem` with the field when the number has more than three digits after the point or is out of range.
    public init(squareMetres number: ExactDecimal, field: String = "base") throws(Problem) {
        guard let thousandths = number.units(scale: 3) else {
            throw Problem(.invalidInput, "Podaj powierzchnię w m² z dokładnością do 0,001.", field: field)
        }
        try self.init(thousandths: thousandths, field: field)
    }

    public static func < (a: Area, b: Area) -> Bool { a.thousandths < b.thousandths }
}

extension Area: CustomStringConvertible {
    /// Square metres without needless zeros: `26.5`.
    public var description: String { ExactDecimal(digits: thousandths, scale: 3).trimmed.description }
}
