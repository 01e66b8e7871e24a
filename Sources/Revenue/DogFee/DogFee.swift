public import Kernel

/// The dog fee of one owner for one year (opłata od posiadania psów), where the council introduced it.
public enum DogFee {
    public static let basis = ["UPOL art. 18a, 19 pkt 1 lit. f"]

    /// The highest yearly fee for a dog. From memory; the chain of indexation holds.
    public static let ceilings: [Int: Money] = [2024: Money(grosze: 173_57), 2025: Money(grosze: 178_26), 2026: Money(grosze: 186_29)]

    /// Rate × taxed dogs, to the grosz: fees of UPOL are not rounded (Ordynacja podatkowa art. 63 § 2).
    ///
    /// - Parameters:
    ///   - dogs: without those that are free, such as guide dogs and, for people over 65 alone and tax payers of the agricultural tax, those of
    ///     art. 18a ust. 2 (from memory).
    public static func fee(rate: Money, dogs: Int, year: Int) throws(Problem) -> Money {
        guard (0...1_000).contains(dogs) else { throw Problem(.invalidInput, "Liczba psów musi być od 0 do 1000.", field: "dogs") }
        guard let ceiling = ceilings[year] else {
            throw Problem(.invalidInput, "Nie ma stawki maksymalnej opłaty od psów na rok \(year). Wprowadź obwieszczenie.", field: "year")
        }
        guard rate >= .zero, rate <= ceiling else {
            throw Problem(.invalidInput, "Stawka opłaty od psa musi być od 0 do \(ceiling) zł. Popraw ją.", field: "rate")
        }
        return Money(grosze: rate.grosze * Int64(dogs))
    }
}
