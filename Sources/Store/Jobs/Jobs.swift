public import Kernel

/// The queue of work for later, written in the transaction of the fact it follows from.
///
/// A job is done at least once: a worker that vanishes loses its lease and another takes over, so effects on the outside
/// carry the job's idempotency key.
public enum Jobs {
    /// - Parameter key: where a job of the same key was ever put in (and not yet purged), nothing happens.
    /// - Returns: the job's id, or `nil` where the key was known.
    @discardableResult
    public static func enqueue(
        _ c: any SQLConnection, kind: String, payload: String, runAt: Instant, key: String? = nil
    ) throws -> Int64? {
        try c.first(
            """
            INSERT INTO job (kind, payload, idempotency_key, state, run_at, attempts, created_at)
            VALUES (\(kind), \(payload), \(key), 'ready', \(runAt), 0, \(runAt))
            ON CONFLICT (idempotency_key) DO NOTHING RETURNING id
            """
        ) { try $0.int("id") }
    }

    /// Takes the job that has waited longest.
    /// - Parameter leaseSeconds: after that time without `finish`, `fail` or `extend` another worker may take it.
    public static func claim(
        _ c: any SQLConnection, kinds: [String], now: Instant, leaseSeconds: Int, worker: String,
        policy: RetryPolicy = .standard
    ) throws -> Job? {
        let leasedUntil = now.adding(seconds: Int64(leaseSeconds))
        while true {
            let job = try c.first(
                """
                UPDATE job SET run_at = \(leasedUntil), attempts = attempts + 1, worker = \(worker)
                WHERE id = (
                    SELECT id FROM job WHERE state = 'ready' AND run_at <= \(now) AND kind IN (\(list: kinds))
                    ORDER BY run_at \(sql: c.dialect.ascending), id \(sql: c.dialect.ascending) LIMIT 1 \(sql: c.dialect.skippingLocked)
                ) RETURNING id, kind, payload, attempts, created_at
                """
            ) {
                Job(
                    id: try $0.int("id"), kind: try $0.text("kind"), payload: try $0.text("payload"),
                    attempts: Int(try $0.int("attempts")), worker: worker, leasedUntil: leasedUntil,
                    createdAt: try $0.instant("created_at")
                )
            }
            guard let job else { return nil }
            if job.attempts <= policy.attempts { return job }
            // Every try ended without an answer: the work kills its worker.
            try bury(c, job, error: "the lease ended without an answer", now: now)
        }
    }

    public static func finish(_ c: any SQLConnection, _ job: Job, now: Instant) throws {
        let n = try c.execute(
            """
            UPDATE job SET state = 'done', ended_at = \(now), last_error = NULL
            WHERE id = \(job.id) AND attempts = \(job.attempts) AND state = 'ready'
            """
        )
        try expectLease(n, job)
    }

    /// Puts the job back with a growing pause, or, after the last try, among the dead ones.
    /// - Parameter error: for the administrator; no personal data.
    public static func fail(
        _ c: any SQLConnection, _ job: Job, error: String, now: Instant, policy: RetryPolicy = .standard
    ) throws {
        if job.attempts >= policy.attempts { return try bury(c, job, error: error, now: now) }
        let pause = policy.pauseMilliseconds(afterAttempt: job.attempts, chance: Double.random(in: 0..<1))
        let n = try c.execute(
            """
            UPDATE job SET run_at = \(now.milliseconds + pause), last_error = \(error), worker = NULL
            WHERE id = \(job.id) AND attempts = \(job.attempts) AND state = 'ready'
            """
        )
        try expectLease(n, job)
    }

    /// Gives the job up at once, where trying again cannot help.
    public static func bury(_ c: any SQLConnection, _ job: Job, error: String, now: Instant) throws {
        let n = try c.execute(
            """
            UPDATE job SET state = 'dead', ended_at = \(now), last_error = \(error), worker = NULL
            WHERE id = \(job.id) AND attempts = \(job.attempts) AND state = 'ready'
            """
        )
        try expectLease(n, job)
    }

    /// Makes the lease longer.
    public static func extend(_ c: any SQLConnection, _ job: Job, now: Instant, leaseSeconds: Int) throws -> Job {
        var longer = job
        longer.leasedUntil = now.adding(seconds: Int64(leaseSeconds))
        let n = try c.execute(
            """
            UPDATE job SET run_at = \(longer.leasedUntil)
            WHERE id = \(job.id) AND attempts = \(job.attempts) AND worker = \(job.worker) AND state = 'ready'
            """
        )
        try expectLease(n, job)
        return longer
    }

    /// Dead jobs, newest first.
    public static func deadLetters(_ c: any SQLConnection, limit: Int = 100, before: Int64? = nil) throws -> [DeadJob] {
        try c.query(
            """
            SELECT id, kind, payload, attempts, last_error, ended_at FROM job
            WHERE state = 'dead' AND id < \(before ?? .max) ORDER BY id \(sql: c.dialect.descending) LIMIT \(limit)
            """
        ) {
            DeadJob(
                id: try $0.int("id"), kind: try $0.text("kind"), payload: try $0.text("payload"),
                attempts: Int(try $0.int("attempts")), lastError: try $0.textOrNil("last_error") ?? "",
                endedAt: try $0.instant("ended_at")
            )
        }
    }

    /// A person gives a dead job another round of tries.
    public static func retry(_ c: any SQLConnection, id: Int64, now: Instant) throws {
        let n = try c.execute(
            """
            UPDATE job SET state = 'ready', run_at = \(now), attempts = 0, ended_at = NULL, worker = NULL
            WHERE id = \(id) AND state = 'dead'
            """
        )
        guard n == 1 else {
            throw Problem(.notFound, "Tego zadania nie ma już wśród odłożonych. Odśwież listę.", cause: "job \(id) is not dead")
        }
    }

    public static func counts(_ c: any SQLConnection) throws -> [JobCount] {
        try c.query(
            """
            SELECT kind, state, count(*) AS n FROM job GROUP BY kind, state
            ORDER BY kind \(sql: c.dialect.ascending), state \(sql: c.dialect.ascending)
            """
        ) { JobCount(kind: try $0.text("kind"), state: try $0.symbol("state"), count: try $0.int("n")) }
    }

    /// Where the job of a key stands; `nil` where there is none.
    public static func standing(_ c: any SQLConnection, key: String) throws -> JobStanding? {
        try c.first("SELECT state, attempts, last_error, run_at, created_at FROM job WHERE idempotency_key = \(key)") { row in
            JobStanding(
                state: try row.symbol("state"), attempts: Int(try row.int("attempts")), lastError: try row.textOrNil("last_error") ?? "",
                nextRun: try row.instant("run_at"), createdAt: try row.instant("created_at"))
        }
    }

    /// When the next job is due; `nil` where none waits.
    public static func nextDue(_ c: any SQLConnection, kinds: [String]) throws -> Instant? {
        try c.first("SELECT min(run_at) AS due FROM job WHERE state = 'ready' AND kind IN (\(list: kinds))") {
            try $0.instantOrNil("due")
        } ?? nil
    }

    /// Forgets finished jobs; their idempotency keys with them.
    /// - Returns: how many.
    @discardableResult
    public static func purge(_ c: any SQLConnection, doneBefore: Instant) throws -> Int {
        try c.execute("DELETE FROM job WHERE state = 'done' AND ended_at < \(doneBefore)")
    }

    private static func expectLease(_ changed: Int, _ job: Job) throws {
        guard changed == 1 else {
            throw Problem(.conflict, "Zadanie przejął inny proces. Nic nie zmieniono.", cause: "lease of job \(job.id) lost")
        }
    }
}
