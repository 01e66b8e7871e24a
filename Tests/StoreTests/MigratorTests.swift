import Kernel
import Store
import StoreTesting
import Testing

@Suite struct MigratorTests {
    private let one = Migration("0001-one") { d in ["CREATE TABLE one (id \(sql: d.identity))\(sql: d.strict)"] }
    private let two = Migration("0002-two") { d in ["CREATE TABLE two (id \(sql: d.identity))\(sql: d.strict)"] }

    @Test(arguments: Backend.available) func `what is missing is applied once, in order`(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: []) { db in
            let first = try await Migrator([one]).migrate(db, now: noon)
            #expect(first.applied == ["0001-one"] && first.present.isEmpty)
            let pending = try await Migrator([one, two]).pending(db)
            #expect(pending == ["0002-two"])
            let second = try await Migrator([one, two]).migrate(db, now: noon)
            #expect(second.applied == ["0002-two"] && second.present == ["0001-one"])
            let third = try await Migrator([one, two]).migrate(db, now: noon)
            #expect(third.applied.isEmpty)
        }
    }

    @Test(arguments: Backend.available) func `a migration that fails leaves nothing of itself and keeps those before`(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: []) { db in
            let broken = Migration("0002-broken") { _ in ["CREATE TABLE half (id INTEGER)", "CREATE TABLE one (id INTEGER)"] }
            await #expect(throws: SQLError.self) { try await Migrator([one, broken]).migrate(db, now: noon) }
            let pending = try await Migrator([one, two]).pending(db)
            #expect(pending == ["0002-two"])
            await #expect(throws: SQLError.self) { try await db.read { c in try c.query("SELECT id FROM half") { try $0.int("id") } } }
        }
    }

    @Test(arguments: Backend.available) func `an edited migration stops the start`(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: [one]) { db in
            let edited = Migration("0001-one") { d in ["CREATE TABLE one (id \(sql: d.identity), extra TEXT)\(sql: d.strict)"] }
            let problem = await #expect(throws: Problem.self) { try await Migrator([edited, two]).migrate(db, now: noon) }
            #expect(problem?.message.contains("0001-one") == true)
            let pending = try await Migrator([one, two]).pending(db)
            #expect(pending == ["0002-two"])
        }
    }

    @Test(arguments: Backend.available) func `a database newer than the program stops the start and says so`(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: [one, two]) { db in
            let problem = await #expect(throws: Problem.self) { try await Migrator([one]).migrate(db, now: noon) }
            #expect(problem?.message.contains("nowszej wersji") == true)
        }
    }

    @Test(arguments: Backend.available) func `several processes that start at once migrate once`(_ backend: Backend) async throws {
        try await backend.withProvider { provider in
            let applied = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let db = try await provider.open(.platform)
                        let summary = try await Migrator(StoreMigrations.all).migrate(db, now: noon)
                        try await db.close()
                        return summary.applied.count
                    }
                }
                var sum = 0
                for try await n in group { sum += n }
                return sum
            }
            #expect(applied == StoreMigrations.all.count)
        }
    }
}
