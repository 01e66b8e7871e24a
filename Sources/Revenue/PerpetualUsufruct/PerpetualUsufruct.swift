public import Kernel
import Law

/// The yearly fee for perpetual usufruct (opłata roczna za użytkowanie wieczyste): a civil receivable, not a tax.
///
/// Not rounded to whole złote; late payment bears statutory interest of civil law, not the interest of `LateInterest`.
public enum PerpetualUsufruct {
    public static let basis = ["ustawa o gospodarce nieruchomościami art. 71, 72, 77"]

    /// The rates of the act in tenths of a per cent of the land's price. Source: UGN art. 72 ust. 3 (from memory).
    public static let rates: Set<Int64> = [3, 10, 20, 30]

    /// Price × rate, to the grosz. Source: UGN art. 72 ust. 1 and 3.
    /// - Parameter tenths: tenths of a per cent; the council may raise the rate of 3 % (art. 76), therefore up to 100 % is allowed.
    public static func fee(price: Money, tenths: Int64, field: String = "pct") throws(Problem) -> Money {
        guard price >= .zero, price <= .largest else { throw Problem(.invalidInput, "Cena gruntu musi być od 0 zł do 10 mld zł.", field: "value") }
        guard (1...1_000).contains(tenths) else {
            throw Problem(.invalidInput, "Stawka opłaty musi być od 0,1 do 100%, na przykład 0,3, 1, 2 albo 3.", field: field)
        }
        return Money(grosze: Rounding.halfUp.quotient(price.grosze * tenths, by: 1_000))
    }

    /// What is due in the years after the fee was raised.
    ///
    /// A new fee above twice the old is phased in: twice the old in the first year, what is above it added in two equal parts in the
    /// second and third. Source: UGN art. 77 ust. 2a (from memory).
    public static func raised(from old: Money, to new: Money) -> [Money] {
        let double = old + old
        guard new > double else { return [new, new, new] }
        let half = Money(grosze: Rounding.down.quotient((new - double).grosze, by: 2))
        return [double, double + half, new]
    }

    /// The last day for the year's fee. Source: UGN art. 71 ust. 4.
    public static func due(_ year: Int) -> Day? { Day(year: year, month: 3, day: 31) }

    /// How many yearly fees the conversion of housing land into property costs. Source: act of 20 July 2018 on the conversion, art. 7.
    public static let conversionYears = 20
}
