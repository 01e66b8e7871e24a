public import Kernel

/// Counting terms forward from an event.
///
/// Terms counted backward from an event and terms in hours are not covered by KPA art. 57 and have no function here.
public enum TermRules {
    /// More than any term of law and little enough that no count overflows.
    public static let longestCount = 100_000

    /// The last day of a term, moved past Saturdays and days off.
    ///
    /// The day of the event is not counted. Weeks end on the day of the same name; months on the day of the same number, or on the
    /// last of the month when there is none; years on the same date, or on the last of February. A last day that is a Saturday or
    /// a statutory day off gives way to the next that is neither. Source: KPA art. 57 § 1–4.
    /// - Parameter event: the day on which the term's cause happened, in Poland.
    /// - Throws: `Problem` when the term is not positive or leaves the calendar.
    public static func end(of term: Term, from event: Day, calendar: OfficialCalendar = .statutory) throws(Problem) -> TermEnd {
        moved(try rawEnd(of: term, from: event), calendar: calendar)
    }

    /// The last day of a term as counted, wherever it falls.
    public static func rawEnd(of term: Term, from event: Day) throws(Problem) -> Day {
        guard (1...longestCount).contains(term.count) else {
            throw Problem(.invalidInput, "Termin musi być liczbą od 1 do \(longestCount).", field: "count")
        }
        let raw: Day? =
            switch term.unit {
            case .day: event.adding(days: term.count)
            case .week: event.adding(days: 7 * term.count)
            case .month: monthsLater(event, term.count)
            case .year: monthsLater(event, 12 * term.count)
            }
        // Room is left for moving the end.
        guard let raw, raw.year < 9999 else {
            throw Problem(.invalidInput, "Termin kończy się po roku 9998. Podaj krótszy.", field: "count")
        }
        return raw
    }

    /// Passes over the days on which no term ends.
    public static func moved(_ raw: Day, calendar: OfficialCalendar) -> TermEnd {
        var end = raw
        var skipped: [SkippedDay] = []
        while let reason = calendar.dayOff(end) {
            skipped.append(SkippedDay(day: end, reason: reason))
            end = end.adding(days: 1)
        }
        return TermEnd(rawEnd: raw, end: end, skipped: skipped)
    }

    private static func monthsLater(_ day: Day, _ months: Int) -> Day? {
        let c = day.components
        let month = c.year * 12 + c.month - 1 + months
        let (y, m) = (month / 12, month % 12 + 1)
        return Day(year: y, month: m, day: min(c.day, Day.length(ofMonth: m, year: y)))
    }
}
