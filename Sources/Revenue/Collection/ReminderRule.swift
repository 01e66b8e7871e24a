public import Kernel

/// Costs of a reminder by the day of its delivery, and when one is sent.
public enum ReminderRule {
    /// Source: UPEA art. 15 § 2 and regulations on the cost of a reminder; 8.80 before 2014 as its table has it.
    public static let costs: [(from: Day, amount: Money)] = [
        (InterestRates.day(2001_01_01), Money(grosze: 8_80)), (InterestRates.day(2014_02_01), Money(grosze: 11_60)),
        (InterestRates.day(2021_10_13), Money(grosze: 16_00)),
    ]

    public static let latestCost = Money(grosze: 16_00)

    public static func cost(on day: Day) -> Money { costs.last { $0.from <= day }?.amount ?? costs[0].amount }

    public enum Moment: String, Sendable, Hashable {
        case atOnce = "at_once"
        /// Before the last six months in which the tax can be collected.
        case beforeLastSixMonths = "before_last_6_months_of_limitation"
    }

    /// At once when the arrears with interest are above ten times the cost of a reminder.
    ///
    /// Source: regulation of the Minister of Finance of 23 February 2024 on creditors; the threshold is read from its predecessor of 2020
    /// (Dz.U. 2020 poz. 1294).
    public static func moment(total: Money, cost: Money = latestCost) throws(Problem) -> Moment {
        guard total >= .zero else { throw Problem(.invalidInput, "Kwota musi być od 0 zł.", field: "total") }
        return total > Money(grosze: cost.grosze * 10) ? .atOnce : .beforeLastSixMonths
    }
}
