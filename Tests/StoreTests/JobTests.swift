import Kernel
import Store
import StoreTesting
import Testing

@Suite struct JobTests {
    private let policy = RetryPolicy(attempts: 3, firstPauseSeconds: 10, longestPauseSeconds: 100)

    private func claim(_ db: any Database, at now: Instant = noon, worker: String = "w") async throws -> Job? {
        let policy = policy
        return try await db.write { c in try Jobs.claim(c, kinds: ["upp"], now: now, leaseSeconds: 60, worker: worker, policy: policy) }
    }

    @Test(arguments: Backend.available) func `each job is claimed once by eight workers`(_ backend: Backend) async throws {
        try await backend.withDatabase { db in
            try await db.write { c in for i in 0..<40 { try Jobs.enqueue(c, kind: "upp", payload: "\(i)", runAt: noon) } }
            let claimed = try await withThrowingTaskGroup(of: [String].self) { group in
                for w in 0..<8 {
                    group.addTask {
                        var mine: [String] = []
                        while let job = try await claim(db, worker: "w\(w)") {
                            mine.append(job.payload)
                            try await db.write { c in try Jobs.finish(c, job, now: noon) }
                        }
                        return mine
                    }
                }
                var all: [String] = []
                for try await part in group { all += part }
                return all
            }
            #expect(claimed.count == 40 && Set(claimed).count == 40)
            let counts = try await db.read(Jobs.counts)
            #expect(counts == [JobCount(kind: "upp", state: .done, count: 40)])
        }
    }

    @Test(arguments: Backend.available) func `a job not yet due, or of another kind, waits`(_ backend: Backend) async throws {
        try await backend.withDatabase { db in
            try await db.write { c in
                try Jobs.enqueue(c, kind: "upp", payload: "later", runAt: noon.adding(seconds: 5))
                try Jobs.enqueue(c, kind: "mail", payload: "other", runAt: noon)
            }
            let early = try await claim(db)
            #expect(early == nil)
            let due = try await db.read { c in try Jobs.nextDue(c, kinds: ["upp"]) }
            #expect(due == noon.adding(seconds: 5))
            let job = try await claim(db, at: noon.adding(seconds: 5))
            #expect(job?.payload == "later")
        }
    }

    @Test(arguments: Backend.available) func `a lease that ended passes to another worker, and the first one's answer is refused`(_ backend: Backend)
        async throws
    {
        try await backend.withDatabase { db in
            try await db.write { c in _ = try Jobs.enqueue(c, kind: "upp", payload: "p", runAt: noon) }
            let first = try #require(try await claim(db, worker: "first"))
            let none = try await claim(db, at: noon.adding(seconds: 59))
            #expect(none == nil)
            let second = try #require(try await claim(db, at: noon.adding(seconds: 60), worker: "second"))
            #expect(second.id == first.id && second.attempts == 2)
            await #expect(throws: Problem.self) { try await db.write { c in try Jobs.finish(c, first, now: noon) } }
            let longer = try await db.write { c in try Jobs.extend(c, second, now: noon.adding(seconds: 100), leaseSeconds: 60) }
            #expect(longer.leasedUntil == noon.adding(seconds: 160))
            let still = try await claim(db, at: noon.adding(seconds: 150))
            #expect(still == nil)
            try await db.write { c in try Jobs.finish(c, longer, now: noon) }
        }
    }

    @Test(arguments: Backend.available) func `failures pause longer each time and end among the dead`(_ backend: Backend) async throws {
        try await backend.withDatabase { db in
            let policy = policy
            try await db.write { c in _ = try Jobs.enqueue(c, kind: "upp", payload: "p", runAt: noon) }
            var now = noon
            var pauses: [Int64] = []
            for _ in 0..<3 {
                let job = try #require(try await claim(db, at: now))
                let at = now
                try await db.write { c in try Jobs.fail(c, job, error: "connection refused", now: at, policy: policy) }
                guard let due = try await db.read({ c in try Jobs.nextDue(c, kinds: ["upp"]) }) else { break }
                pauses.append(due.milliseconds - now.milliseconds)
                now = due
            }
            #expect(pauses.count == 2 && (7_500...10_000).contains(pauses[0]) && (15_000...20_000).contains(pauses[1]))
            let dead = try await db.read { c in try Jobs.deadLetters(c) }
            #expect(dead.map(\.lastError) == ["connection refused"])
            let letter = try #require(dead.first)
            try await db.write { c in try Jobs.retry(c, id: letter.id, now: noon) }
            let again = try await claim(db)
            #expect(again?.attempts == 1)
            await #expect(throws: Problem.self) { try await db.write { c in try Jobs.retry(c, id: letter.id, now: noon) } }
        }
    }

    @Test(arguments: Backend.available) func `a job that kills its workers is given up`(_ backend: Backend) async throws {
        try await backend.withDatabase { db in
            try await db.write { c in _ = try Jobs.enqueue(c, kind: "upp", payload: "p", runAt: noon) }
            for i in 0..<3 {
                let job = try await claim(db, at: noon.adding(seconds: Int64(i) * 60))
                #expect(job?.attempts == i + 1)
            }
            let fourth = try await claim(db, at: noon.adding(seconds: 1000))
            #expect(fourth == nil)
            let dead = try await db.read { c in try Jobs.deadLetters(c) }
            #expect(dead.count == 1)
        }
    }

    @Test(arguments: Backend.available) func `the same idempotency key puts a job in once`(_ backend: Backend) async throws {
        try await backend.withDatabase { db in
            let first = try await db.write { c in try Jobs.enqueue(c, kind: "upp", payload: "1", runAt: noon, key: "k") }
            let second = try await db.write { c in try Jobs.enqueue(c, kind: "upp", payload: "2", runAt: noon, key: "k") }
            #expect(first != nil && second == nil)
            let job = try #require(try await claim(db))
            try await db.write { c in try Jobs.finish(c, job, now: noon) }
            let third = try await db.write { c in try Jobs.enqueue(c, kind: "upp", payload: "3", runAt: noon, key: "k") }
            #expect(third == nil)
            try await db.write { c in
                let purged = try Jobs.purge(c, doneBefore: noon.adding(seconds: 1))
                let again = try Jobs.enqueue(c, kind: "upp", payload: "4", runAt: noon, key: "k")
                #expect(purged == 1 && again != nil)
            }
        }
    }
}
