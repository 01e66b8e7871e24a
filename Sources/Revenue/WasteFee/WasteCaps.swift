public import Kernel
import Law

/// The highest rates of the waste fee, from the average disposable income per head of the year before.
///
/// All rounded down to the grosz, as published. Source: UCPG art. 6k ust. 2a, art. 6j ust. 3f; income announced by the President of GUS.
/// The caps change by themselves with the announcement, in March or April.
public struct WasteCaps: Sendable, Hashable {
    /// For a person: 2 % of the income.
    public let person: Money
    /// For a cubic metre of water: 0.7 %.
    public let cubicMetre: Money
    /// For a square metre of the dwelling: 0.08 %.
    public let squareMetre: Money
    /// For a household: 5.6 %.
    public let household: Money
    /// What a household can owe for a month by the water method: 7.8 %, at once and without a resolution.
    public let waterLimit: Money
    /// For a bag of 120 l of a property without residents: 1.3 %. Which size of bag and container is from memory.
    public let bag120: Money

    public init(income: Money) throws(Problem) {
        guard income >= .zero, income <= Money(zlotys: 1_000_000) else {
            throw Problem(.invalidInput, "Dochód musi być od 0 do 1 000 000 zł.", field: "income")
        }
        func part(_ tenThousandths: Int64) -> Money { Money(grosze: Rounding.down.quotient(income.grosze * tenThousandths, by: 10_000)) }
        person = part(200)
        cubicMetre = part(70)
        squareMetre = part(8)
        household = part(560)
        waterLimit = part(780)
        bag120 = part(130)
    }

    /// The income by its year. Source: announcements of the President of GUS; that of 2023 M.P. 2024 poz. 241. That of 2025 was not found.
    public static let incomes: [Int: Money] = [
        2020: Money(grosze: 1_919_00), 2021: Money(grosze: 2_061_93), 2022: Money(grosze: 2_249_79), 2023: Money(grosze: 2_678_30),
        2024: Money(grosze: 3_167_17),
    ]

    public func cap(_ method: WasteMethod) -> Money {
        switch method {
        case .persons: person
        case .water: cubicMetre
        case .area: squareMetre
        case .household: household
        }
    }

    /// A rate of the council above its cap.
    public func problem(_ rate: Money, _ method: WasteMethod) -> Problem? {
        guard rate > cap(method) else { return nil }
        return Problem(.invalidInput, "Stawka \(rate) zł przekracza maksymalną \(cap(method)) zł. Popraw ją.", field: method.rawValue)
    }
}
