public import Kernel
public import Law

/// The tax on means of transport for one vehicle (podatek od środków transportowych); always declared by the owner (DT-1).
public enum TransportTax {
    public struct Assessment: Sendable, Hashable {
        public let rate: Money
        public let months: Int
        public let beforeRounding: Money
        public let tax: Money
        /// The two parts; the second is nothing when the tax is paid at once.
        public let halves: [Money]
        public let settings: TaxSettings
    }

    public static let basis = ["UPOL art. 8–11", "Ordynacja podatkowa art. 63 § 1"]

    /// Yearly rate × months / 12 in whole złote, in two parts.
    ///
    /// Source: UPOL art. 9 ust. 4–5 and art. 11 ust. 1 and 3. That a total up to 100 zł is still two parts follows from there being no rule
    /// like that of art. 6 ust. 11a.
    public static func assess(rate: Money, months: Int, settings: TaxSettings = .standard) throws(Problem) -> Assessment {
        guard (0...12).contains(months) else { throw Problem(.invalidInput, "Liczba miesięcy musi być od 0 do 12.", field: "months") }
        guard rate >= .zero, rate <= mostRate else { throw Problem(.invalidInput, "Stawka musi być od 0 do 1 000 000 zł.", field: "rate") }
        let exact = rate.grosze * Int64(months)
        let tax = Money(zlotys: Rounding.halfUp.quotient(exact, by: 1_200))
        return Assessment(
            rate: rate, months: months, beforeRounding: Money(grosze: Rounding.halfUp.quotient(exact, by: 12)), tax: tax,
            halves: try Instalments.split(tax, into: 2, settings: settings), settings: settings)
    }

    static let mostRate = Money(zlotys: 1_000_000)

    /// When the parts fall due.
    ///
    /// 15 February and 15 September; an obligation that arose after 1 February and before 1 September: within 14 days and by 15 September;
    /// from 1 September on: the whole within 14 days. Source: UPOL art. 11 ust. 1–2.
    /// - Parameter arose: the first day of the obligation; `nil` when it existed before the year.
    public static func instalments(of assessment: Assessment, year: Int, arose: Day? = nil, calendar: OfficialCalendar = .statutory) throws(Problem) -> [Instalment] {
        guard assessment.tax > .zero else { return [] }
        let dates = try InstalmentDates.due(.transport, .legalPerson, year: year, calendar: calendar)
        guard let arose, arose.year == year, let february = Day(year: year, month: 2, day: 1), let september = Day(year: year, month: 9, day: 1),
            arose > february
        else { return zip(dates, assessment.halves).map { Instalment(due: $0, amount: $1) } }
        let soon = calendar.workingDay(onOrAfter: arose.adding(days: 14))
        if arose >= september { return [Instalment(due: soon, amount: assessment.tax)] }
        return zip([soon, max(soon, dates[1])], assessment.halves).map { Instalment(due: $0, amount: $1) }
    }
}

extension TransportTax.Assessment {
    public var sheet: CalculationSheet {
        CalculationSheet(
            title: "Podatek od środków transportowych", basis: TransportTax.basis,
            rows: [.init("pojazd", "\(rate) zł × \(months)/12", "\(beforeRounding) zł")], sum: beforeRounding.description, result: tax,
            settings: settings.notes([.remainder]))
    }
}
