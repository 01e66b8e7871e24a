public import Kernel
public import Store

/// What was gathered from the offices: counts of each quarter, as values in the `platform` database.
///
/// An office's own counts are read in its own database and laid down here; nothing ever reads two offices at once.
public enum Figures {
    /// What is known of one office in one quarter.
    public struct Gathered: Sendable, Hashable {
        public var tally: Tally
        /// The days that were counted; a quarter that began before the counting is not whole.
        public var from: Day
        public var to: Day
        public var at: Instant

        public init(tally: Tally, from: Day, to: Day, at: Instant) {
            self.tally = tally
            self.from = from
            self.to = to
            self.at = at
        }
    }

    /// Lays down the counts of an office in place of those gathered before.
    public static func put(_ c: any SQLConnection, _ office: OfficeID, _ quarter: Quarter, _ g: Gathered) throws {
        try c.execute("DELETE FROM programme_figure WHERE office = \(office) AND quarter = \(quarter.description)")
        for (measure, buckets) in g.tally {
            for (bucket, value) in buckets {
                try c.execute(
                    """
                    INSERT INTO programme_figure (office, quarter, measure, bucket, value)
                    VALUES (\(office), \(quarter.description), \(measure.rawValue), \(bucket), \(value))
                    """)
            }
        }
        let measures = g.tally.keys.map(\.rawValue).sorted().joined(separator: " ")
        try c.execute(
            """
            INSERT INTO programme_gathering (office, quarter, measures, from_day, to_day, gathered_at)
            VALUES (\(office), \(quarter.description), \(measures), \(g.from), \(g.to), \(g.at))
            ON CONFLICT (office, quarter) DO UPDATE SET measures = excluded.measures, from_day = excluded.from_day, to_day = excluded.to_day,
                gathered_at = excluded.gathered_at
            """)
    }

    /// The counts of every office in a quarter; an office that gave none is not there.
    public static func of(_ c: any SQLConnection, _ quarter: Quarter) throws -> [OfficeID: Gathered] {
        var out: [OfficeID: Gathered] = [:]
        let gatherings = try c.query(
            "SELECT office, measures, from_day, to_day, gathered_at FROM programme_gathering WHERE quarter = \(quarter.description)"
        ) { row in
            let known = try row.text("measures").split(separator: " ").compactMap { Measure(rawValue: String($0)) }
            let gathered = Gathered(
                tally: Tally(uniqueKeysWithValues: known.map { ($0, [:]) }), from: try row.parsed("from_day"), to: try row.parsed("to_day"),
                at: try row.instant("gathered_at"))
            return (office: try row.parsed("office", as: OfficeID.self), gathered: gathered)
        }
        for g in gatherings { out[g.office] = g.gathered }
        let figures = try c.query("SELECT office, measure, bucket, value FROM programme_figure WHERE quarter = \(quarter.description)") { row in
            (try row.parsed("office", as: OfficeID.self), Measure(rawValue: try row.text("measure")), try row.int("bucket"), try row.int("value"))
        }
        for (office, measure, bucket, value) in figures {
            if let measure { out[office]?.tally[measure, default: [:]][bucket] = value }
        }
        return out
    }

    /// Quarters for which any office gave counts, oldest first.
    public static func quarters(_ c: any SQLConnection) throws -> [Quarter] {
        try c.query("SELECT DISTINCT quarter FROM programme_gathering ORDER BY quarter \(sql: c.dialect.ascending)") { try $0.parsed("quarter") }
    }

    /// The indicator of the partnership as a whole, from the counts of the offices that have them.
    public static func total(_ indicator: Indicator, of tallies: [Tally]) -> IndicatorReading {
        let known = tallies.filter { indicator.reading($0).absence != .missing }
        guard let first = known.first else { return .missing }
        return indicator.reading(known.dropFirst().reduce(first) { $0.adding($1) })
    }
}
