public import Kernel
public import Law

/// The days on which instalments fall due.
public enum InstalmentDates {
    /// 15 March, 15 May, 15 September and 15 November, each moved to the next working day.
    ///
    /// Source: UPOL art. 6 ust. 7, UPR art. 6a ust. 6, UPL art. 6 ust. 3; Ordynacja podatkowa art. 12 § 5 for Saturdays and days off.
    public static func quarterly(_ year: Int, calendar: OfficialCalendar = .statutory) throws(Problem) -> [Day] {
        try dates(year, [(3, 15), (5, 15), (9, 15), (11, 15)], calendar)
    }

    /// The statutory days of a tax and taxpayer before they are moved, with the month each instalment belongs to.
    ///
    /// Legal persons pay property and forest tax by the 15th of each month, property tax for January by 31 January; agricultural tax
    /// on the four days. Source: UPOL art. 6 ust. 9 pkt 3, UPL art. 6 ust. 5 pkt 3, UPR art. 6a ust. 8 pkt 3 (from memory);
    /// UPOL art. 11 ust. 1 for transport.
    static func statutory(_ tax: LocalTax, _ taxpayer: Taxpayer) -> [(month: Int, day: Int)] {
        switch (tax, taxpayer) {
        case (.transport, _): [(2, 15), (9, 15)]
        case (.property, .legalPerson): (1...12).map { ($0, $0 == 1 ? 31 : 15) }
        case (.forest, .legalPerson): (1...12).map { ($0, 15) }
        case (.agricultural, .legalPerson), (_, .naturalPerson): [(3, 15), (5, 15), (9, 15), (11, 15)]
        }
    }

    /// The due days of a tax for the months of its obligation.
    ///
    /// Months before the obligation arose have no date. Four-date taxes keep the dates from the first month of the obligation on; when none
    /// is left, the last one. Source: as above, "in proportion to the duration of the obligation"; which dates that leaves is our reading.
    public static func due(
        _ tax: LocalTax, _ taxpayer: Taxpayer, year: Int, span: MonthSpan = .wholeYear, calendar: OfficialCalendar = .statutory
    ) throws(Problem) -> [Day] {
        guard !span.isEmpty else { return [] }
        let all = statutory(tax, taxpayer)
        var held = all.filter { all.count == 12 ? (span.first...span.last).contains($0.month) : $0.month >= span.first }
        if held.isEmpty { held = all.suffix(1) }
        return try dates(year, held, calendar)
    }

    private static func dates(_ year: Int, _ days: [(month: Int, day: Int)], _ calendar: OfficialCalendar) throws(Problem) -> [Day] {
        // The moved day may fall into the next year, which the calendar must still hold.
        guard (1990...9000).contains(year) else { throw Problem(.invalidInput, "Rok musi być od 1990 do 9000.", field: "year") }
        return days.compactMap { Day(year: year, month: $0.month, day: $0.day) }.map { calendar.workingDay(onOrAfter: $0) }
    }

    /// The earliest day on which an instalment of a decision can be due: the 14th day after its delivery, moved to a working day.
    ///
    /// Source: Ordynacja podatkowa art. 47 § 1 (from memory).
    public static func earliest(after delivery: Day, calendar: OfficialCalendar = .statutory) -> Day {
        calendar.workingDay(onOrAfter: delivery.adding(days: 14))
    }
}
