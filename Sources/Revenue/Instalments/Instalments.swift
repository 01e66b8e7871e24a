public import Kernel
public import Law

/// One instalment of a tax.
public struct Instalment: Sendable, Hashable {
    public var due: Day
    public var amount: Money

    public init(due: Day, amount: Money) {
        self.due = due
        self.amount = amount
    }
}

/// How a tax is divided into instalments. Their sum is always the tax.
public enum Instalments {
    /// Up to this the whole tax is due on the first date. Source: UPOL art. 6 ust. 11a, UPR art. 6a ust. 6a, UPL art. 6 ust. 3b.
    public static let singlePaymentUpTo = Money(zlotys: 100)

    /// Equal parts in the unit; what does not divide goes to the first (a setting).
    ///
    /// - Parameter unit: whole złote for taxes, grosze for fees. An amount below a unit stays with the remainder.
    public static func split(_ total: Money, into parts: Int, unit: Money = Money(zlotys: 1), settings: TaxSettings = .standard) throws(Problem) -> [Money] {
        guard (1...1_000).contains(parts) else { throw Problem(.invalidInput, "Liczba rat musi być od 1 do 1000.", field: "n") }
        guard total >= .zero, total <= .largest, unit > .zero else {
            throw Problem(.invalidInput, "Kwota do podziału musi być od 0 zł do 10 mld zł.", field: "total")
        }
        let part = Money(grosze: total.grosze / unit.grosze / Int64(parts) * unit.grosze)
        var out = Array(repeating: part, count: parts)
        out[settings.remainder == .first ? 0 : parts - 1] += total - Money(grosze: part.grosze * Int64(parts))
        return out
    }

    /// The instalments of a decision to natural persons for one tax or for the joint obligation.
    ///
    /// No instalment is due before the 14th day after delivery; several may then share a day.
    /// Source: UPOL art. 6 ust. 7 and 11a; Ordynacja podatkowa art. 47 § 1.
    /// - Parameters:
    ///   - delivered: `nil` while the decision is not delivered; the statutory days are shown.
    ///   - span: the months of the obligation.
    public static func decision(
        _ total: Money, year: Int, delivered: Day? = nil, span: MonthSpan = .wholeYear, settings: TaxSettings = .standard,
        calendar: OfficialCalendar = .statutory
    ) throws(Problem) -> [Instalment] {
        let dates = try InstalmentDates.due(.property, .naturalPerson, year: year, span: span, calendar: calendar)
        let earliest = delivered.map { InstalmentDates.earliest(after: $0, calendar: calendar) }
        return try plan(total, on: dates.map { max($0, earliest ?? $0) }, settings: settings)
    }

    /// The instalments of a tax that the taxpayer declares and pays by himself.
    ///
    /// Source: UPOL art. 6 ust. 9 pkt 3, UPL art. 6 ust. 5 pkt 3, UPR art. 6a ust. 8 pkt 3.
    public static func declaration(
        _ total: Money, _ tax: LocalTax, year: Int, span: MonthSpan = .wholeYear, settings: TaxSettings = .standard, calendar: OfficialCalendar = .statutory
    ) throws(Problem) -> [Instalment] {
        let dates = try InstalmentDates.due(tax, .legalPerson, year: year, span: span, calendar: calendar)
        return try plan(total, on: dates, settings: settings)
    }

    private static func plan(_ total: Money, on dates: [Day], settings: TaxSettings) throws(Problem) -> [Instalment] {
        if total < .zero { throw Problem(.invalidInput, "Podatek nie może być ujemny.", field: "total") }
        guard total > .zero else { return [] }
        guard let first = dates.first else {
            throw Problem(.invalidInput, "Podatek bez miesiąca obowiązku nie ma terminu płatności. Popraw miesiące.", field: "months")
        }
        guard total > singlePaymentUpTo else { return [Instalment(due: first, amount: total)] }
        return zip(dates, try split(total, into: dates.count, settings: settings)).map { Instalment(due: $0, amount: $1) }
    }
}
