internal import Kernel
internal import Store

/// The SQL of counted doings; the `platform` database.
enum RateLimitStore {
    /// Counts one doing, unless the subject has to wait.
    /// - Returns: seconds to wait; 0 when it was counted.
    static func take(_ c: any SQLConnection, _ limit: RateLimit, subject: String, at now: Instant) throws -> Int64 {
        let tallies = try tallies(c, limit, subject: subject)
        let wait = limit.wait(tallies, at: now)
        guard wait == 0 else { return wait }
        for (window, tally) in zip(limit.windows, limit.counted(tallies, at: now)) {
            let ends = tally.startedAt.adding(seconds: window.seconds)
            try c.execute(
                """
                INSERT INTO rate_window (subject, seconds, started_at, count, ends_at)
                VALUES (\(subject), \(window.seconds), \(tally.startedAt), \(tally.count), \(ends))
                ON CONFLICT (subject, seconds) DO UPDATE SET started_at = excluded.started_at, count = excluded.count, ends_at = excluded.ends_at
                """
            )
        }
        return 0
    }

    /// Seconds to wait, without counting.
    static func wait(_ c: any SQLConnection, _ limit: RateLimit, subject: String, at now: Instant) throws -> Int64 {
        limit.wait(try tallies(c, limit, subject: subject), at: now)
    }

    static func clear(_ c: any SQLConnection, subject: String) throws {
        try c.execute("DELETE FROM rate_window WHERE subject = \(subject)")
    }

    @discardableResult
    static func sweep(_ c: any SQLConnection, at now: Instant) throws -> Int {
        try c.execute("DELETE FROM rate_window WHERE ends_at <= \(now)")
    }

    private static func tallies(_ c: any SQLConnection, _ limit: RateLimit, subject: String) throws -> [RateLimit.Tally?] {
        let rows = try c.query("SELECT seconds, started_at, count FROM rate_window WHERE subject = \(subject)") {
            (try $0.int("seconds"), RateLimit.Tally(startedAt: try $0.instant("started_at"), count: Int(try $0.int("count"))))
        }
        return limit.windows.map { window in rows.first { $0.0 == window.seconds }?.1 }
    }
}
