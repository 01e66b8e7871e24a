public import Kernel

/// How long a tax can be fixed and collected (przedawnienie).
///
/// From memory. Suspension and interruption are events on the liability and are not counted here.
public enum Limitation {
    /// The last day on which a payment can be collected: the end of the fifth year after the one in which it fell due.
    ///
    /// Not moved past days off. Source: Ordynacja podatkowa art. 70 § 1.
    public static func collectionEnd(due: Day) throws(Problem) -> Day { try endOfYear(due.year + 5, field: "due") }

    /// The last day on which a fixing decision can be delivered: the end of the third year after the one in which the obligation arose,
    /// of the fifth when the taxpayer did not file an information or a false one.
    ///
    /// Source: Ordynacja podatkowa art. 68 § 1–2.
    public static func assessmentEnd(obligationYear: Int, informed: Bool) throws(Problem) -> Day {
        guard (1900...9000).contains(obligationYear) else { throw Problem(.invalidInput, "Rok musi być od 1900 do 9000.", field: "obligation_year") }
        return try endOfYear(obligationYear + (informed ? 3 : 5), field: "obligation_year")
    }

    private static func endOfYear(_ year: Int, field: String) throws(Problem) -> Day {
        guard let day = Day(year: year, month: 12, day: 31) else { throw Problem(.invalidInput, "Data jest poza kalendarzem. Popraw ją.", field: field) }
        return day
    }
}
