import Foundation
import Kernel
import Office
import Store
import StoreTesting
import Synchronization
import Testing

@Suite struct JobRunnerTests {
    final class Seen: Sendable {
        private let list = Mutex<[String]>([])
        var all: [String] { list.withLock { $0 } }
        func add(_ s: String) { list.withLock { $0.append(s) } }
    }

    @Test("The result of an effect is written with the end of the job, once", arguments: Backend.available) func result(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let seen = Seen()
            let runner = JobRunner(
                [
                    JobHandler(kind: "list") { job, _ in
                        seen.add(job.payload)
                        return { c in _ = try Counter.next(c, "wynik", year: 2026) }
                    }
                ], worker: "a")
            let now = clock.now
            try await office.database.write { c in for n in 1...3 { try Jobs.enqueue(c, kind: "list", payload: "\(n)", runAt: now, key: "k\(n)") } }
            #expect(try await runner.run(office) == 3)
            #expect(try await runner.run(office) == 0)
            #expect(seen.all.sorted() == ["1", "2", "3"])
            #expect(try await office.database.read { try Counter.current($0, "wynik", year: 2026) } == 3)
        }
    }

    @Test("A neighbour that is down makes the job wait and come back; a hopeless one waits for a person", arguments: Backend.available)
    func failure(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let seen = Seen()
            let runner = JobRunner(
                [
                    JobHandler(kind: "sieć", policy: RetryPolicy(attempts: 3, firstPauseSeconds: 60, longestPauseSeconds: 600)) { job, _ in
                        seen.add("próba \(job.attempts)")
                        throw Problem(.unavailable, "Platforma nie odpowiada.")
                    },
                    JobHandler(kind: "beznadziejne") { _, _ in throw HopelessJob("nie ma takiej skrytki") },
                ], worker: "a")
            let start = clock.now
            try await office.database.write { c in
                try Jobs.enqueue(c, kind: "sieć", payload: "", runAt: start)
                try Jobs.enqueue(c, kind: "beznadziejne", payload: "", runAt: start)
            }
            #expect(try await runner.run(office) == 2)
            #expect(try await runner.run(office) == 0)
            for _ in 0..<3 {
                clock.now = clock.now.adding(seconds: 700)
                _ = try await runner.run(office)
            }
            #expect(seen.all == ["próba 1", "próba 2", "próba 3"])
            let dead = try await office.database.read { try Jobs.deadLetters($0) }
            #expect(Set(dead.map(\.lastError)) == ["nie ma takiej skrytki", "Platforma nie odpowiada."])
        }
    }
}
