public import Kernel

/// A room with one height, or a part of a room under a sloping roof.
public struct RoomPart: Sendable, Hashable {
    /// Centimetres.
    public let height: Int
    public let area: Area

    public init(height: Int, area: Area) throws(Problem) {
        guard (0...100_000).contains(height) else { throw Problem(.invalidInput, "Podaj wysokość w metrach, na przykład 2,50.", field: "rooms") }
        self.height = height
        self.area = area
    }
}

extension Area {
    /// The usable area that is taxed: above 2.20 m whole, from 1.40 m to 2.20 m with both ends half, below nothing.
    ///
    /// Source: UPOL art. 4 ust. 2. The half is kept exactly.
    /// - Throws: `Problem` when the sum is beyond the largest area or a half needs more than 0.001 m².
    public static func usable(_ parts: [RoomPart]) throws(Problem) -> Area {
        var halves: Int64 = 0
        for part in parts {
            let weight: Int64 = part.height < 140 ? 0 : part.height <= 220 ? 1 : 2
            let (sum, overflow) = halves.addingReportingOverflow(weight * part.area.thousandths)
            guard !overflow else { throw Problem(.invalidInput, "Suma powierzchni jest za duża. Popraw pomieszczenia.", field: "rooms") }
            halves = sum
        }
        guard halves % 2 == 0 else {
            throw Problem(.invalidInput, "Podaj powierzchnię pomieszczeń z dokładnością do 0,01 m².", field: "rooms")
        }
        return try Area(thousandths: halves / 2, field: "rooms")
    }
}
