public import Kernel
import Law

/// How ceilings follow prices.
public enum CeilingIndexation {
    /// The ceiling of the next year: this year's times the index of consumer prices of the first half-year, rounded up to the grosz.
    ///
    /// Source: UPOL art. 20 ust. 1–2.
    /// - Parameter index: thousandths; 1.045 is 1 045.
    public static func next(_ ceiling: Money, index: Int) throws(Problem) -> Money {
        guard (500...5_000).contains(index) else {
            throw Problem(.invalidInput, "Wskaźnik cen musi być liczbą od 0,5 do 5, na przykład 1,045.", field: "index")
        }
        guard ceiling >= .zero, ceiling <= .largest else { throw Problem(.invalidInput, "Stawka musi być kwotą od 0 zł.", field: "value") }
        return Money(grosze: Rounding.up.quotient(ceiling.grosze * Int64(index), by: 1_000))
    }

    /// The index by the year of the ceilings it leads to, in thousandths.
    ///
    /// Source: communiqués of the President of GUS on prices in the first half of the year before. That of 2027 is derived from four
    /// published ceilings, those of 2024 and earlier from the table.
    public static let indices: [Int: Int] = [2024: 1_150, 2025: 1_027, 2026: 1_045, 2027: 1_027]
}
