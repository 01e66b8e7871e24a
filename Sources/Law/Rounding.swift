public import Kernel

/// How a quotient becomes whole units.
public enum Rounding: String, Sendable, Hashable, CaseIterable, Codable {
    /// A half and more up; the rule of the Tax Ordinance and of practice.
    case halfUp = "polowa-w-gore"
    /// Any rest up; ceilings of local taxes (UPOL art. 20 ust. 1).
    case up = "w-gore"
    /// Any rest dropped; ceilings of the waste fee.
    case down = "w-dol"

    /// `numerator / denominator` in whole units; of negative numbers the magnitude is rounded.
    /// - Parameter denominator: above zero.
    @inlinable
    public func quotient<N: FixedWidthInteger & SignedInteger>(_ numerator: N, by denominator: N) -> N {
        let (q, r) = numerator.quotientAndRemainder(dividingBy: denominator)
        if r == 0 { return q }
        let away: N = numerator < 0 ? -1 : 1
        switch self {
        case .down: return q
        case .up: return q + away
        // |r| ≥ denominator − |r| says 2|r| ≥ denominator without doubling, which could overflow.
        case .halfUp:
            let magnitude = r < 0 ? -r : r
            return magnitude >= denominator - magnitude ? q + away : q
        }
    }
}

extension Money {
    /// Rounded to whole złote: below 50 grosze dropped, 50 and more up.
    ///
    /// For bases of assessment, taxes, interest on arrears and prolongation fees; not for the fees of UPOL (§ 2) nor for the allocation
    /// of payments (§ 3). Source: Ordynacja podatkowa art. 63 § 1–3.
    @inlinable
    public var wholeZlotys: Money { Money(grosze: Rounding.halfUp.quotient(grosze, by: 100) * 100) }
}
