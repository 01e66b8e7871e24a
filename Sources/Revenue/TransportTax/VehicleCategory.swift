public import Kernel

/// Vehicles that the transport tax knows, each with the highest rate a council may adopt.
///
/// Source: UPOL art. 8 and art. 10 ust. 1. Masses are the permissible maximum mass, of tractors that of the whole set.
public enum VehicleCategory: String, Sendable, Hashable, CaseIterable, Codable {
    case lorryTo5500 = "ciezarowy_3.5_5.5"
    case lorryTo9000 = "ciezarowy_5.5_9"
    case lorryBelow12000 = "ciezarowy_9_12"
    case lorryFrom12000 = "ciezarowy_12"
    case tractorBelow12000 = "ciagnik_3.5_12"
    case tractorTo36000 = "ciagnik_12_36"
    case tractorAbove36000 = "ciagnik_36"
    case trailerBelow12000 = "przyczepa_7_12"
    case trailerTo36000 = "przyczepa_12_36"
    case trailerAbove36000 = "przyczepa_36"
    case busBelow22Seats = "autobus_22"
    case busFrom22Seats = "autobus_od_22"

    /// From 12 t there are lowest rates too, by axles, mass and suspension. Source: UPOL art. 10 ust. 2, annexes 1–3.
    public var hasMinimum: Bool {
        switch self {
        case .lorryFrom12000, .tractorTo36000, .tractorAbove36000, .trailerTo36000, .trailerAbove36000: true
        default: false
        }
    }
}

/// The highest rates of a year.
public struct TransportCeilings: Sendable {
    public let year: Int
    public let source: String
    private let rates: [VehicleCategory: Money]
    /// Those read in a published text; the others follow from the indexation and are to be checked with the notice.
    public let confirmed: Set<VehicleCategory>

    public subscript(_ category: VehicleCategory) -> Money { rates[category] ?? .zero }

    /// Source: notice M.P. 2025 poz. 726 for 2026; four lines confirmed, the others derived.
    public static let all: [TransportCeilings] = [
        TransportCeilings(
            year: 2026, source: "M.P. 2025 poz. 726",
            rates: [
                .lorryTo5500: Money(grosze: 1_259_09), .lorryTo9000: Money(grosze: 2_100_43), .lorryBelow12000: Money(grosze: 2_520_48),
                .lorryFrom12000: Money(grosze: 4_809_82), .tractorBelow12000: Money(grosze: 2_940_63), .tractorTo36000: Money(grosze: 3_717_75),
                .tractorAbove36000: Money(grosze: 4_809_82), .trailerBelow12000: Money(grosze: 2_520_48), .trailerTo36000: Money(grosze: 2_940_63),
                .trailerAbove36000: Money(grosze: 3_717_75), .busBelow22Seats: Money(grosze: 2_976_21), .busFrom22Seats: Money(grosze: 3_762_73),
            ],
            confirmed: [.lorryTo5500, .lorryBelow12000, .busBelow22Seats, .busFrom22Seats])
    ]

    /// A problem for each way in which a council's rate leaves the law, with the minimum of the year's notice where it is known.
    public static func problem(_ rate: Money, _ category: VehicleCategory, year: Int, minimum: Money? = nil) -> Problem? {
        guard let ceilings = all.first(where: { $0.year == year }) else {
            return Problem(
                .invalidInput, "Nie ma stawek maksymalnych podatku od środków transportowych na rok \(year). Wprowadź obwieszczenie.", field: "year")
        }
        if rate > ceilings[category] {
            return Problem(.invalidInput, "Stawka \(rate) zł przekracza maksymalną \(ceilings[category]) zł. Popraw ją.", field: category.rawValue)
        }
        if let minimum, category.hasMinimum, rate < minimum {
            return Problem(.invalidInput, "Stawka \(rate) zł jest niższa od minimalnej \(minimum) zł. Popraw ją.", field: category.rawValue)
        }
        return nil
    }
}
