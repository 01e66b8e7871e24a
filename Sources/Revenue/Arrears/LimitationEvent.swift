public import Kernel

/// What stops or breaks the running of limitation (zawieszenie, przerwanie biegu przedawnienia).
///
/// Source: Ordynacja podatkowa art. 70 § 2–8 (from memory).
public enum LimitationEvent: Sendable, Hashable {
    /// An enforcement measure that the taxpayer was told of, or a declaration of bankruptcy: the five years run anew from the next day (§ 3 and 4).
    case interrupted(Day)
    /// Days that do not count, both included; `nil` while it goes on: postponement, instalments, a complaint to a court (§ 2 and 6).
    case suspended(from: Day, to: Day?)

    var day: Day {
        switch self {
        case .interrupted(let day): day
        case .suspended(let from, _): from
        }
    }
}

extension Limitation {
    /// The last day on which a payment can be collected, after what stopped or broke its running.
    ///
    /// Derived from the events and never typed; those after the end change nothing. Suspensions that overlap count once.
    /// Source: Ordynacja podatkowa art. 70 § 1–8.
    /// - Returns: `nil` while a suspension goes on.
    public static func collectionEnd(due: Day, events: [LimitationEvent]) throws(Problem) -> Day? {
        var end = try collectionEnd(due: due)
        var counted: Day?
        for event in events.sorted(by: { $0.day < $1.day }) where event.day <= end {
            switch event {
            case .interrupted(let day):
                let c = day.components
                guard let same = Day(year: c.year + 5, month: c.month, day: min(c.day, Day.length(ofMonth: c.month, year: c.year + 5))) else {
                    throw Problem(.invalidInput, "Data jest poza kalendarzem. Popraw ją.", field: "day")
                }
                end = same
                // Days of a suspension that still goes on after the measure stay suspended.
                if let through = counted, through > day { end = end.adding(days: through.daysSince1970 - day.daysSince1970) }
            case .suspended(let from, let to):
                guard let to else { return nil }
                guard to >= from else { throw Problem(.invalidInput, "Zawieszenie nie może kończyć się przed początkiem.", field: "to") }
                let first = max(from, counted.map { $0.adding(days: 1) } ?? from)
                if to >= first { end = end.adding(days: to.daysSince1970 - first.daysSince1970 + 1) }
                counted = max(to, counted ?? to)
            }
        }
        return end
    }
}
