public import Kernel
public import Store

/// The daily counts of one office, in that office's database.
public enum DailyCounts {
    public static let migrations: [Migration] = [
        Migration("programme-0001-daily-count") { d in
            [
                """
                CREATE TABLE daily_count (
                    day TEXT NOT NULL, measure TEXT NOT NULL, bucket \(sql: d.integer) NOT NULL, value \(sql: d.integer) NOT NULL CHECK (value >= 0),
                    PRIMARY KEY (day, measure, bucket)
                )\(sql: d.strict)
                """,
                """
                CREATE TABLE daily_counted (
                    day TEXT NOT NULL PRIMARY KEY, measures TEXT NOT NULL, counted_at \(sql: d.integer) NOT NULL
                )\(sql: d.strict)
                """,
                """
                CREATE TABLE count_difference (
                    id \(sql: d.identity), day TEXT NOT NULL, measure TEXT NOT NULL, value_before \(sql: d.integer) NOT NULL, value_after \(sql: d.integer) NOT NULL,
                    found_at \(sql: d.integer) NOT NULL
                )\(sql: d.strict)
                """,
                "CREATE INDEX count_difference_found ON count_difference (found_at, id)",
            ]
        }
    ]

    /// A count that a later recount found otherwise: something of that day was cancelled or corrected afterwards.
    public struct Difference: Sendable, Hashable {
        public var day: Day
        public var measure: Measure
        public var before: Int64
        public var after: Int64
    }

    /// Writes the counts of a span of days in place of those that stood there.
    ///
    /// - Parameter measures: everything that was counted; a measure without a row is zero on that day.
    /// - Returns: what differs from an earlier count of the same days, sums over buckets.
    @discardableResult
    public static func replace(
        _ c: any SQLConnection, _ days: ClosedRange<Day>, _ counts: [DailyCount], measures: [Measure], at now: Instant
    ) throws -> [Difference] {
        let known = Set(
            try c.query("SELECT day FROM daily_counted WHERE day >= \(days.lowerBound) AND day <= \(days.upperBound)") { try $0.parsed("day", as: Day.self) })
        let before = sums(try rows(c, days))
        let after = sums(counts)
        try c.execute("DELETE FROM daily_count WHERE day >= \(days.lowerBound) AND day <= \(days.upperBound)")
        for count in counts where count.value > 0 {
            try c.execute(
                "INSERT INTO daily_count (day, measure, bucket, value) VALUES (\(count.day), \(count.measure.rawValue), \(count.bucket), \(count.value))")
        }
        let list = measures.map(\.rawValue).sorted().joined(separator: " ")
        var day = days.lowerBound
        while day <= days.upperBound {
            try c.execute(
                """
                INSERT INTO daily_counted (day, measures, counted_at) VALUES (\(day), \(list), \(now))
                ON CONFLICT (day) DO UPDATE SET measures = excluded.measures, counted_at = excluded.counted_at
                """)
            day = day.adding(days: 1)
        }
        return Set(before.keys).union(after.keys).filter { known.contains($0.day) && before[$0, default: 0] != after[$0, default: 0] }
            .sorted { ($0.day, $0.measure.rawValue) < ($1.day, $1.measure.rawValue) }
            .map { Difference(day: $0.day, measure: $0.measure, before: before[$0, default: 0], after: after[$0, default: 0]) }
    }

    /// Keeps what a recount found, so that a change of the past is never silent.
    public static func note(_ c: any SQLConnection, _ differences: [Difference], at now: Instant) throws {
        for d in differences {
            try c.execute(
                """
                INSERT INTO count_difference (day, measure, value_before, value_after, found_at)
                VALUES (\(d.day), \(d.measure.rawValue), \(d.before), \(d.after), \(now))
                """)
        }
        guard !differences.isEmpty else { return }
        try Journal.append(
            c, JournalEntry(actor: "system:program", act: "program-przeliczenie", object: "program", after: "różnic \(differences.count)"), at: now)
    }

    /// What recounts found, newest first.
    public static func differences(_ c: any SQLConnection, limit: Int = 50) throws -> [Difference] {
        try c.query(
            """
            SELECT day, measure, value_before, value_after FROM count_difference
            ORDER BY found_at \(sql: c.dialect.descending), id \(sql: c.dialect.descending) LIMIT \(limit)
            """
        ) { Difference(day: try $0.parsed("day"), measure: try $0.symbol("measure"), before: try $0.int("value_before"), after: try $0.int("value_after")) }
    }

    static func rows(_ c: any SQLConnection, _ days: ClosedRange<Day>) throws -> [DailyCount] {
        try c.query(
            """
            SELECT day, measure, bucket, value FROM daily_count WHERE day >= \(days.lowerBound) AND day <= \(days.upperBound)
            ORDER BY day \(sql: c.dialect.ascending), measure \(sql: c.dialect.ascending), bucket \(sql: c.dialect.ascending)
            """
        ) { row in
            // A measure of a newer version is passed over.
            guard let measure = Measure(rawValue: try row.text("measure")) else { return nil }
            return DailyCount(measure, on: try row.parsed("day"), bucket: try row.int("bucket"), value: try row.int("value"))
        }.compactMap(\.self)
    }

    private struct Key: Hashable {
        var day: Day
        var measure: Measure
    }

    private static func sums(_ counts: [DailyCount]) -> [Key: Int64] {
        counts.reduce(into: [:]) { $0[Key(day: $1.day, measure: $1.measure), default: 0] += $1.value }
    }

    /// The first day that was ever counted; `nil` where nothing was.
    public static func firstDay(_ c: any SQLConnection) throws -> Day? {
        try c.first("SELECT day FROM daily_counted ORDER BY day \(sql: c.dialect.ascending) LIMIT 1") { try $0.parsed("day") }
    }

    public static func lastDay(_ c: any SQLConnection) throws -> Day? {
        try c.first("SELECT day FROM daily_counted ORDER BY day \(sql: c.dialect.descending) LIMIT 1") { try $0.parsed("day") }
    }

    /// The counts of a quarter put together; `nil` where none of its days was counted.
    public static func tally(_ c: any SQLConnection, _ quarter: Quarter) throws -> (tally: Tally, from: Day, to: Day)? {
        let counted = try c.query(
            """
            SELECT day, measures FROM daily_counted WHERE day >= \(quarter.firstDay) AND day <= \(quarter.lastDay) ORDER BY day \(sql: c.dialect.ascending)
            """
        ) { (try $0.parsed("day", as: Day.self), try $0.text("measures")) }
        guard let first = counted.first, let last = counted.last else { return nil }
        // Of what the last day counted, everything is known.
        let known = last.1.split(separator: " ").compactMap { Measure(rawValue: String($0)) }
        var tally = Tally(uniqueKeysWithValues: known.map { ($0, [:]) })
        for row in try rows(c, first.0...last.0) where tally[row.measure] != nil {
            if row.measure.isStock {
                if row.day == last.0 { tally[row.measure]?[row.bucket] = row.value }
            } else {
                tally[row.measure]?[row.bucket, default: 0] += row.value
            }
        }
        return (tally, first.0, last.0)
    }
}
