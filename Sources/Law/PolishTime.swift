public import Kernel

/// Poland's civil time: UTC+1, in summer UTC+2.
///
/// Summer time runs from the last Sunday of March to the last Sunday of October, changing at 01:00 UTC. Source: directive
/// 2000/84/EC, art. 2–3; the yearly regulations of the Prime Minister repeat it. Before 1996 the October date differed;
/// the house counts no such instants.
public enum PolishTime {
    /// Minutes to add to UTC.
    public static func offsetMinutes(at instant: Instant) -> Int {
        let utcDay = Day(daysSince1970: Int((instant.milliseconds >= 0 ? instant.milliseconds : instant.milliseconds - 86_399_999) / 86_400_000))
        let year = utcDay.year
        guard let start = change(year: year, month: 3), let end = change(year: year, month: 10) else { return 60 }
        return instant >= start && instant < end ? 120 : 60
    }

    private static func change(year: Int, month: Int) -> Instant? {
        guard let last = Day(year: year, month: month, day: 31) else { return nil }
        let sunday = last.adding(days: -(last.weekday % 7))
        return Instant(milliseconds: Int64(sunday.daysSince1970) * 86_400_000 + 3_600_000)
    }

    private static func shifted(_ instant: Instant) -> Int64 { instant.milliseconds + Int64(offsetMinutes(at: instant)) * 60_000 }

    /// The Polish day an instant falls on.
    public static func day(of instant: Instant) -> Day {
        let ms = shifted(instant)
        return Day(daysSince1970: Int((ms >= 0 ? ms : ms - 86_399_999) / 86_400_000))
    }

    /// Hour and minute on a Polish clock.
    public static func clock(_ instant: Instant) -> (hour: Int, minute: Int) {
        let ms = shifted(instant)
        let inDay = ((ms % 86_400_000) + 86_400_000) % 86_400_000
        return (Int(inDay / 3_600_000), Int(inDay / 60_000 % 60))
    }

    /// For example `2026-03-12T14:41:00.120+01:00`; the form documents and receipts use.
    public static func iso8601(_ instant: Instant) -> String { instant.iso8601(offsetMinutes: offsetMinutes(at: instant)) }

    /// Reads `xs:dateTime`; a time without a zone is taken as Polish civil time.
    public static func instant(_ text: String) -> Instant? {
        guard let asUTC = Instant(iso8601: text) else { return nil }
        guard let explicit = Instant(iso8601: text, defaultOffsetMinutes: 60), explicit != asUTC else { return asUTC }
        // Without a zone the two differ; the offset in force is the one an hour before, which settles all but the change itself.
        let offset = offsetMinutes(at: Instant(milliseconds: asUTC.milliseconds - 3_600_000))
        return Instant(milliseconds: asUTC.milliseconds - Int64(offset) * 60_000)
    }

    /// The first instant of a Polish day.
    public static func start(of day: Day) -> Instant {
        let midnightUTC = Int64(day.daysSince1970) * 86_400_000
        // The clocks never change at midnight, so the offset an hour before midnight UTC is that of the Polish midnight.
        let offset = offsetMinutes(at: Instant(milliseconds: midnightUTC - 3_600_000))
        return Instant(milliseconds: midnightUTC - Int64(offset) * 60_000)
    }
}
