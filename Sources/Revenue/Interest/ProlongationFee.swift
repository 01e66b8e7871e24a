public import Kernel
import Law

/// The fee for postponing a tax or letting it be paid in instalments (opłata prolongacyjna), where the council introduced it.
public enum ProlongationFee {
    public struct Result: Sendable, Hashable {
        public let days: Int
        /// Hundredths of a per cent a year.
        public let rate: Int
        /// Ten-thousandths of a złoty.
        public let raw: Int64
        public let fee: Money
    }

    public static let basis = ["Ordynacja podatkowa art. 57, art. 63 § 1"]

    /// Amount × days × half of the interest rate / 365, to whole złote.
    ///
    /// Source: Ordynacja podatkowa art. 57 § 1–2; up to half of the rate on the day of the decision (from memory), of which the whole is
    /// taken unless the council set less.
    /// - Parameters:
    ///   - start: the day of the decision, or the statutory due date that is put off.
    ///   - end: the new due date.
    ///   - share: the part of the interest rate; 1/2 at most.
    public static func on(_ amount: Money, from start: Day, to end: Day, share: Share = .half, rates: InterestRates = .statutory) throws(Problem) -> Result {
        guard end >= start else { throw Problem(.invalidInput, "Nowy termin nie może być wcześniejszy niż dotychczasowy. Popraw daty.", field: "end") }
        guard amount >= .zero, amount <= .largest else {
            throw Problem(.invalidInput, "Kwota musi być od 0 zł do 10 mld zł.", field: "amount")
        }
        guard 2 * share.numerator <= share.denominator else {
            throw Problem(.invalidInput, "Stawka opłaty to najwyżej połowa stawki odsetek.", field: "share")
        }
        let days = end.daysSince1970 - start.daysSince1970
        let tenths = try rates.rate(on: start, field: "start")
        let exact = Int128(amount.grosze) * Int128(tenths * days) * Int128(share.numerator)
        let unit = Int128(1_000 * LateInterest.year) * Int128(share.denominator)
        return Result(
            days: days, rate: Int(Rounding.halfUp.quotient(Int64(tenths) * 10 * share.numerator, by: share.denominator)),
            raw: Int64(Rounding.halfUp.quotient(exact * 100, by: unit)), fee: Money(grosze: Int64(Rounding.halfUp.quotient(exact, by: unit * 100) * 100)))
    }
}
