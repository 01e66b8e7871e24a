public import Kernel

/// An area in ten-thousandths of a hectare, the precision of the land register (EGiB).
public struct Hectares: Sendable, Hashable, Comparable {
    public let tenThousandths: Int64

    /// 70 000 ha.
    public static let largest: Int64 = 700_000_000
    public static let zero = Hectares(unchecked: 0)

    public init(tenThousandths: Int64, field: String = "ha") throws(Problem) {
        guard (0...Hectares.largest).contains(tenThousandths) else {
            throw Problem(.invalidInput, "Powierzchnia musi być od 0 do 70 000 ha.", field: field)
        }
        self.tenThousandths = tenThousandths
    }

    init(unchecked: Int64) { tenThousandths = unchecked }

    /// - Throws: `Problem` with the field when the number has more than four digits after the point or is out of range.
    public init(_ number: ExactDecimal, field: String = "ha") throws(Problem) {
        guard let units = number.units(scale: 4) else {
            throw Problem(.invalidInput, "Podaj powierzchnię w hektarach z dokładnością do 0,0001.", field: field)
        }
        try self.init(tenThousandths: units, field: field)
    }

    public static func < (a: Hectares, b: Hectares) -> Bool { a.tenThousandths < b.tenThousandths }
}

extension Hectares: CustomStringConvertible {
    /// With four digits: `2.3500`.
    public var description: String { ExactDecimal(digits: tenThousandths, scale: 4).description }
}
