public import Kernel
public import Store

/// How many letters came and went and how many cases were settled, day by day; for figures about the work of the office.
public enum ChanceryCounts {
    static let migration = Migration("chancery-0130-counts") { _ in
        [
            "CREATE INDEX case_file_settled ON case_file (settled_day, start_day) WHERE settled_day IS NOT NULL",
            "CREATE INDEX dispatch_ended ON dispatch (state_day, channel) WHERE state_day IS NOT NULL",
        ]
    }

    public struct Letters: Sendable, Hashable {
        public var day: Day
        public var all: Int64
        public var electronic: Int64
    }

    public struct Settled: Sendable, Hashable {
        public var day: Day
        /// Calendar days from the start of the case.
        public var days: Int64
        public var count: Int64
    }

    public struct Deliveries: Sendable, Hashable {
        public var day: Day
        public var ended: Int64
        /// Taken or refused by the addressee, not deemed delivered.
        public var collected: Int64
    }

    /// The register of incoming letters by day of registration; cancelled numbers are left out.
    public static func incoming(_ c: any SQLConnection, _ days: ClosedRange<Day>) throws -> [Letters] {
        try letters(
            c,
            """
            SELECT registered_day AS day, channel, count(*) AS n FROM incoming_letter
            WHERE registered_day >= \(days.lowerBound) AND registered_day <= \(days.upperBound) AND cancelled_at IS NULL GROUP BY registered_day, channel
            """
        ) { Channel(rawValue: $0)?.isElectronic ?? false }
    }

    /// The register of outgoing letters by day of handing over; cancelled entries are left out. A hybrid letter reaches its addressee on paper, and
    /// a notice by e-mail carries no letter.
    public static func outgoing(_ c: any SQLConnection, _ days: ClosedRange<Day>) throws -> [Letters] {
        try letters(
            c,
            """
            SELECT handed_day AS day, channel, count(*) AS n FROM outgoing_register
            WHERE book = 'wychodzace' AND handed_day >= \(days.lowerBound) AND handed_day <= \(days.upperBound) AND cancelled_at IS NULL
            GROUP BY handed_day, channel
            """
        ) { DispatchChannel(rawValue: $0).map { $0.carriesFile && $0 != .hybrid } ?? false }
    }

    private static func letters(_ c: any SQLConnection, _ sql: SQL, _ isElectronic: (String) -> Bool) throws -> [Letters] {
        var out: [Day: Letters] = [:]
        for (day, channel, n) in try c.query(sql, { (try $0.parsed("day", as: Day.self), try $0.text("channel"), try $0.int("n")) }) {
            out[day, default: Letters(day: day, all: 0, electronic: 0)].all += n
            if isElectronic(channel) { out[day, default: Letters(day: day, all: 0, electronic: 0)].electronic += n }
        }
        return out.values.sorted { $0.day < $1.day }
    }

    /// Cases by the day on which they were settled; those opened by mistake are left out.
    public static func settled(_ c: any SQLConnection, _ days: ClosedRange<Day>) throws -> [Settled] {
        try c.query(
            """
            SELECT settled_day, start_day, count(*) AS n FROM case_file
            WHERE settled_day >= \(days.lowerBound) AND settled_day <= \(days.upperBound) AND kind = 'sprawa' AND state <> 'omylkowa'
            GROUP BY settled_day, start_day
            """
        ) { row in
            let day: Day = try row.parsed("settled_day"), start: Day = try row.parsed("start_day")
            return Settled(day: day, days: Int64(max(0, day.daysSince1970 - start.daysSince1970)), count: try row.int("n"))
        }
    }

    /// Deliveries against a signed receipt (UPD) by the day on which they ended.
    public static func deliveries(_ c: any SQLConnection, _ days: ClosedRange<Day>) throws -> [Deliveries] {
        var out: [Day: Deliveries] = [:]
        for (day, state, n) in try c.query(
            """
            SELECT state_day, state, count(*) AS n FROM dispatch
            WHERE state_day >= \(days.lowerBound) AND state_day <= \(days.upperBound) AND channel = \(DispatchChannel.epuapDelivery.rawValue)
                AND state IN ('doreczone', 'odmowa', 'uznane-za-doreczone')
            GROUP BY state_day, state
            """, { (try $0.parsed("state_day", as: Day.self), try $0.text("state"), try $0.int("n")) })
        {
            out[day, default: Deliveries(day: day, ended: 0, collected: 0)].ended += n
            if state != "uznane-za-doreczone" { out[day, default: Deliveries(day: day, ended: 0, collected: 0)].collected += n }
        }
        return out.values.sorted { $0.day < $1.day }
    }

    /// The day of the first letter, from which an office can be counted.
    public static func firstDay(_ c: any SQLConnection) throws -> Day? {
        try c.first("SELECT registered_day FROM incoming_letter ORDER BY registered_day \(sql: c.dialect.ascending) LIMIT 1") { try $0.parsed("registered_day") }
    }
}
