public import Kernel
import Law

/// What several owners mean for the tax.
public enum CoOwnership {
    /// The land and common parts that fall to the owner of a separate flat: by the share in the common property.
    ///
    /// Source: UPOL art. 3 ust. 5, wording from 2016 (from memory). Until the end of 2015 the ratio of the flat's usable area to that of
    /// the building counted; give that ratio as the share for those years. To 0.01 m², a half up.
    public static func commonPart(of area: Area, share: Share) -> Area {
        let exact = Int128(area.thousandths) * Int128(share.numerator)
        let hundredths = Rounding.halfUp.quotient(exact, by: Int128(share.denominator) * 10)
        return Area(unchecked: Int64(hundredths) * 10)
    }

    /// Who owes how much: each of the owners the whole, jointly and severally; paid once.
    ///
    /// A joint object is one separate object of taxation and is never divided by shares. Source: UPOL art. 3 ust. 4.
    public static func owed(_ tax: Money, by owners: Int) -> [Money] { Array(repeating: tax, count: max(owners, 0)) }
}
