public import Kernel

/// The amount up to which no interest is charged: three times the postal operator's charge for treating a letter as registered.
///
/// Not a constant of law; a dated parameter. Source: Ordynacja podatkowa art. 54 § 1 pkt 5; charge 2.90 zł from 1 February 2014, 2.20 before.
/// No later change was found.
public enum InterestThreshold {
    public static let steps: [(from: Day, amount: Money)] = [
        (InterestRates.day(2006_03_01), Money(grosze: 6_60)), (InterestRates.day(2014_02_01), Money(grosze: 8_70)),
    ]

    /// The amount on the day of payment.
    public static func amount(on day: Day) -> Money { steps.last { $0.from <= day }?.amount ?? steps[0].amount }
}
