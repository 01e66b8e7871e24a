public import Kernel

/// When an obligation begins and ends.
public enum Obligation {
    /// The months of a year in which the obligation exists.
    ///
    /// It arises on the first day of the month after the event and ends with the month of the ending event.
    /// Source: UPOL art. 6 ust. 1 and 4, art. 9 ust. 4–5; UPR art. 6a ust. 1–2; UPL art. 5 ust. 1–2.
    /// - Parameters:
    ///   - start: the day of the event that began it; `nil` when it existed before the year.
    ///   - end: the day of the event that ended it; `nil` when it goes on.
    public static func months(from start: Day?, to end: Day?, in year: Int) throws(Problem) -> MonthSpan {
        if let start, let end, end < start {
            throw Problem(.invalidInput, "Obowiązek nie może wygasnąć przed dniem, w którym powstał. Popraw daty.", field: "end")
        }
        var first = 1, last = 12
        if let start {
            if start.year > year { return .none }
            if start.year == year { first = start.month + 1 }
        }
        if let end {
            if end.year < year { return .none }
            if end.year == year { last = end.month }
        }
        return first > last ? .none : MonthSpan(unchecked: first, last)
    }

    /// The day on which the obligation for a new building or structure arises: 1 January of the year after the one in which the
    /// construction ended or use before its end began.
    ///
    /// Source: UPOL art. 6 ust. 2.
    public static func newBuilding(finished: Day?, usedFrom: Day? = nil) throws(Problem) -> Day {
        guard let event = [finished, usedFrom].compactMap({ $0 }).min() else {
            throw Problem(.invalidInput, "Podaj dzień zakończenia budowy albo rozpoczęcia użytkowania.", field: "finished")
        }
        guard let day = Day(year: event.year + 1, month: 1, day: 1) else {
            throw Problem(.invalidInput, "Data jest poza kalendarzem. Popraw ją.", field: "finished")
        }
        return day
    }
}
