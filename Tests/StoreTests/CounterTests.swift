import Kernel
import Store
import StoreTesting
import Testing

@Suite struct CounterTests {
    @Test(arguments: Backend.available) func `numbers have no holes under 64 writers that fail at random`(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: StoreMigrations.all + [caseFiles]) { db in
            let given = await withTaskGroup(of: [Int64].self) { group in
                for writer in 0..<64 {
                    group.addTask {
                        var random = SeededGenerator(seed: UInt64(writer))
                        var mine: [Int64] = []
                        for _ in 0..<8 {
                            let fails = UInt64.random(in: 0..<3, using: &random) == 0
                            do {
                                let n = try await db.write { c in
                                    let n = try Counter.next(c, "RPW", year: 2026)
                                    try addCase(c, "RPW/\(n)")
                                    if fails { throw Refused() }
                                    return n
                                }
                                mine.append(n)
                            } catch is Refused {} catch { Issue.record(error) }
                        }
                        return mine
                    }
                }
                return await group.reduce([], +)
            }
            #expect(given.sorted() == Array(1...Int64(given.count)))
            let stored = try await signs(db).count
            #expect(stored == given.count)
        }
    }

    @Test(arguments: Backend.available) func `each name and year counts by itself`(_ backend: Backend) async throws {
        try await backend.withDatabase { db in
            try await db.write { c in
                let given = [
                    try Counter.next(c, "RPW", year: 2026), try Counter.next(c, "RPW", year: 2026),
                    try Counter.next(c, "RPW", year: 2027), try Counter.next(c, "OR.1431", year: 2026),
                    try Counter.current(c, "RPW", year: 2026), try Counter.current(c, "none", year: 2026),
                ]
                #expect(given == [1, 2, 1, 1, 2, 0])
            }
        }
    }

    @Test(arguments: Backend.available) func `a counter goes forward from a number of paper and never back`(_ backend: Backend) async throws {
        try await backend.withDatabase { db in
            try await db.write { c in
                try Counter.advance(c, "RPW", year: 2026, to: 120)
                #expect(try Counter.next(c, "RPW", year: 2026) == 121)
            }
            await #expect(throws: Problem.self) { try await db.write { c in try Counter.advance(c, "RPW", year: 2026, to: 5) } }
        }
    }
}
