import Kernel
import Store
import StoreTesting
import Testing

let noon = Instant(milliseconds: 1_790_000_000_000)

let caseFiles = Migration("test-0001-case-file") { d in
    [
        """
        CREATE TABLE case_file (
            id \(sql: d.identity), sign TEXT NOT NULL UNIQUE, title TEXT NOT NULL, opened_at \(sql: d.integer) NOT NULL,
            seal \(sql: d.bytes)
        )\(sql: d.strict)
        """,
        """
        CREATE TABLE document (
            id \(sql: d.identity), case_id \(sql: d.integer) NOT NULL REFERENCES case_file (id),
            pages \(sql: d.integer) NOT NULL CHECK (pages > 0),
            later \(sql: d.integer) REFERENCES case_file (id) DEFERRABLE INITIALLY DEFERRED
        )\(sql: d.strict)
        """,
        "CREATE TABLE tally (name TEXT NOT NULL PRIMARY KEY, n \(sql: d.integer) NOT NULL)\(sql: d.strict)",
    ]
}

struct Refused: Error, Equatable {}

@discardableResult
func addCase(_ c: any SQLConnection, _ sign: String, title: String = "t", seal: [UInt8]? = nil) throws -> Int64 {
    let ids = try c.query(
        "INSERT INTO case_file (sign, title, opened_at, seal) VALUES (\(sign), \(title), \(noon), \(seal)) RETURNING id"
    ) { try $0.int("id") }
    return try #require(ids.first)
}

func signs(_ db: any Database) async throws -> [String] {
    try await db.read { c in try c.query("SELECT sign FROM case_file ORDER BY sign NULLS LAST") { try $0.text("sign") } }
}

@Suite struct ContractTests {
    let tables = [caseFiles]

    @Test(arguments: Backend.available) func `what is written is read back, value by value`(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: tables) { db in
            let seal: [UInt8] = (0..<300).map { UInt8(truncatingIfNeeded: $0) }
            let id = try await db.write { c in try addCase(c, "OR.0002.1.2026", title: "Uchwała ąęź 'cudzysłów'", seal: seal) }
            try await db.read { c in
                let row = try c.first("SELECT sign, title, opened_at, seal, -5 AS below FROM case_file WHERE id = \(id)") {
                    (try $0.text("sign"), try $0.text("title"), try $0.instant("opened_at"), try $0.bytes("seal"), try $0.int("below"))
                }
                let found = try #require(row)
                #expect(found.0 == "OR.0002.1.2026" && found.1 == "Uchwała ąęź 'cudzysłów'")
                #expect(found.2 == noon && found.3 == seal && found.4 == -5)
            }
            let extremes: [Int64] = [.min, -1, 0, .max]
            for n in extremes {
                let back = try await db.read { c in try c.first("SELECT CAST(\(n) AS BIGINT) AS n") { try $0.int("n") } }
                #expect(back == n)
            }
        }
    }

    @Test(arguments: Backend.available) func `empty bytes and absent bytes differ`(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: tables) { db in
            try await db.write { c in
                try addCase(c, "A", seal: [])
                try addCase(c, "B", seal: nil)
            }
            let seals = try await db.read { c in
                try c.query("SELECT seal FROM case_file ORDER BY sign NULLS LAST") { try $0.bytesOrNil("seal") }
            }
            #expect(seals == [[], nil])
        }
    }

    @Test(arguments: Backend.available) func `nulls stand where the statement says`(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: tables) { db in
            try await db.write { c in
                try addCase(c, "A", seal: [1])
                try addCase(c, "B", seal: nil)
            }
            try await db.read { c in
                let first = try c.query("SELECT sign FROM case_file ORDER BY seal NULLS FIRST") { try $0.text("sign") }
                let last = try c.query("SELECT sign FROM case_file ORDER BY seal NULLS LAST") { try $0.text("sign") }
                #expect(first == ["B", "A"] && last == ["A", "B"])
            }
        }
    }

    @Test(arguments: Backend.available) func `a sum of whole numbers is a whole number`(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: tables) { db in
            try await db.write { c in
                for (i, n) in [Int64(10_000_000_000), 20_000, -3].enumerated() {
                    try c.execute("INSERT INTO tally (name, n) VALUES (\("x\(i)"), \(n))")
                }
            }
            for (condition, sum) in [("x0", Int64(10_000_000_000)), ("x1", 20_000), ("x2", -3)] {
                let got = try await db.read { c in try c.first("SELECT SUM(n) AS s FROM tally WHERE name = \(condition)") { try $0.int("s") } }
                #expect(got == sum)
            }
            let all = try await db.read { c in try c.first("SELECT SUM(n) AS s FROM tally") { try $0.int("s") } }
            #expect(all == 10_000_019_997)
        }
    }

    @Test(arguments: Backend.available) func `a broken constraint is named and holds no data`(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: tables) { db in
            try await db.write { c in _ = try addCase(c, "TAJNE") }
            let unique = await #expect(throws: SQLError.self) { try await db.write { c in _ = try addCase(c, "TAJNE") } }
            #expect(unique?.code == .uniqueViolation)
            #expect(unique?.description.contains("TAJNE") == false)
            #expect(unique?.description.contains("sign") == true)
            let key = await #expect(throws: SQLError.self) {
                try await db.write { c in try c.execute("INSERT INTO document (case_id, pages) VALUES (\(99), \(1))") }
            }
            #expect(key?.code == .foreignKeyViolation)
            let check = await #expect(throws: SQLError.self) {
                try await db.write { c in
                    let id = try addCase(c, "B")
                    try c.execute("INSERT INTO document (case_id, pages) VALUES (\(id), \(0))")
                }
            }
            #expect(check?.code == .checkViolation)
            let left = try await signs(db)
            #expect(left == ["TAJNE"])
        }
    }

    @Test(arguments: Backend.available) func `a deferred foreign key fails only the unit that broke it`(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: tables) { db in
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for i in 0..<20 {
                    group.addTask {
                        do {
                            try await db.write { c in
                                let id = try addCase(c, "S\(i)")
                                try c.execute("INSERT INTO document (case_id, pages, later) VALUES (\(id), 1, \(i % 4 == 0 ? 999_999 : id))")
                            }
                            return true
                        } catch { return false }
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(outcomes == 15)
            let left = try await signs(db)
            #expect(left.count == 15)
        }
    }

    @Test(arguments: Backend.available) func `a hundred increments that read first lose none`(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: tables) { db in
            try await db.write { c in _ = try c.execute("INSERT INTO tally (name, n) VALUES ('a', 0)") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        try await db.write { c in
                            let n = try c.first("SELECT n FROM tally WHERE name = 'a'") { try $0.int("n") } ?? 0
                            try c.execute("UPDATE tally SET n = \(n + 1) WHERE name = 'a'")
                        }
                    }
                }
                for try await _ in group {}
            }
            let n = try await db.read { c in try c.first("SELECT n FROM tally WHERE name = 'a'") { try $0.int("n") } }
            #expect(n == 100)
        }
    }

    @Test(arguments: Backend.available) func `a savepoint undoes itself and nothing else`(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: tables) { db in
            try await db.write { c in
                try addCase(c, "A")
                do {
                    try c.savepoint {
                        try addCase(c, "B")
                        try c.savepoint { _ = try addCase(c, "C") }
                        try addCase(c, "A")
                    }
                } catch let error as SQLError { #expect(error.code == .uniqueViolation) }
                try? c.savepoint {
                    try addCase(c, "D")
                    throw Refused()
                }
                try addCase(c, "E")
            }
            let left = try await signs(db)
            #expect(left == ["A", "E"])
        }
    }

    @Test(arguments: Backend.available) func `a swallowed failure inside a savepoint still undoes it`(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: tables) { db in
            try await db.write { c in
                try addCase(c, "A")
                try? c.savepoint {
                    try addCase(c, "B")
                    _ = try? addCase(c, "A")
                }
                try addCase(c, "C")
            }
            let left = try await signs(db)
            #expect(left == ["A", "C"])
        }
    }

    @Test(arguments: Backend.available) func `a failed statement loses the transaction even when swallowed`(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: tables) { db in
            try await db.write { c in _ = try addCase(c, "A") }
            let error = await #expect(throws: SQLError.self) {
                try await db.write { c in
                    try addCase(c, "B")
                    _ = try? addCase(c, "A")
                }
            }
            #expect(error?.code == .uniqueViolation)
            await #expect(throws: SQLError.self) {
                try await db.write { c in
                    _ = try? addCase(c, "A")
                    try addCase(c, "C")
                }
            }
            let left = try await signs(db)
            #expect(left == ["A"])
        }
    }

    @Test(arguments: Backend.available) func `one that throws takes nobody with it`(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: tables) { db in
            let refused = await withTaskGroup(of: Int.self) { group in
                for i in 0..<90 {
                    group.addTask {
                        do {
                            try await db.write { c in
                                try addCase(c, "S\(i)")
                                if i % 3 == 0 { throw Refused() }
                            }
                            return 0
                        } catch is Refused { return 1 } catch { return 1000 }
                    }
                }
                return await group.reduce(0, +)
            }
            #expect(refused == 30)
            let left = try await signs(db)
            #expect(left.count == 60)
        }
    }

    @Test(arguments: Backend.available) func `a cancelled task does all or nothing`(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: tables) { db in
            let acknowledged = await withTaskGroup(of: String?.self) { group in
                for i in 0..<60 {
                    group.addTask {
                        let task = Task {
                            try await db.write { c in
                                try addCase(c, "S\(i)")
                                try c.execute("INSERT INTO tally (name, n) VALUES (\("S\(i)"), 1)")
                            }
                        }
                        if i % 2 == 0 { task.cancel() }
                        do {
                            try await task.value
                            return "S\(i)"
                        } catch is CancellationError { return nil } catch { return "unexpected \(error)" }
                    }
                }
                return await group.reduce(into: Set<String>()) { if let s = $1 { $0.insert(s) } }
            }
            let cases = Set(try await signs(db))
            let tallies = try await db.read { c in Set(try c.query("SELECT name FROM tally") { try $0.text("name") }) }
            #expect(cases == acknowledged && tallies == acknowledged)
            #expect(acknowledged.count >= 30)
        }
    }

    @Test(arguments: Backend.available) func `a task cancelled before it began writes nothing`(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: tables) { db in
            let task = Task {
                while !Task.isCancelled { await Task.yield() }
                try await db.write { c in _ = try addCase(c, "A") }
            }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            let left = try await signs(db)
            #expect(left.isEmpty)
        }
    }

    @Test(arguments: Backend.available) func `a read cannot write`(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: tables) { db in
            await #expect(throws: SQLError.self) { try await db.read { c in _ = try addCase(c, "A") } }
            let left = try await signs(db)
            #expect(left.isEmpty)
        }
    }

    @Test(arguments: Backend.available) func `text with a NUL is refused, not cut`(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: tables) { db in
            await #expect(throws: SQLError.self) { try await db.write { c in _ = try addCase(c, "A\u{0}B") } }
            let left = try await signs(db)
            #expect(left.isEmpty)
        }
    }

    @Test(arguments: Backend.available) func `a missing or foreign column is an error of decoding`(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: tables) { db in
            let missing = await #expect(throws: SQLError.self) {
                try await db.read { c in try c.query("SELECT 1 AS a") { try $0.int("b") } }
            }
            #expect(missing?.code == .decoding)
            let other = await #expect(throws: SQLError.self) {
                try await db.read { c in try c.query("SELECT 1 AS a") { try $0.text("a") } }
            }
            #expect(other?.code == .decoding)
        }
    }

    @Test(arguments: Backend.available) func `a prepared statement answers from the database it is asked in`(_ backend: Backend) async throws {
        try await backend.withProvider { provider in
            let offices = try ["prusice", "wolow", "zawonia"].map { try #require(OfficeID($0)) }
            var databases: [any Database] = []
            for office in offices {
                let db = try await provider.open(.office(office))
                try await Migrator([caseFiles]).migrate(db, now: noon)
                try await db.write { c in _ = try addCase(c, "A", title: office.description) }
                databases.append(db)
            }
            for round in 0..<30 {
                let i = round % 3
                let title = try await databases[i].read { c in try c.first("SELECT title FROM case_file WHERE sign = \("A")") { try $0.text("title") } }
                #expect(title == offices[i].description)
            }
            for db in databases { try await db.close() }
        }
    }

    @Test(arguments: Backend.available) func `a query inside the decoding of the same query has its own rows`(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: tables) { db in
            try await db.write { c in for s in ["A", "B", "C"] { try addCase(c, s) } }
            let counts = try await db.read { c in
                func all() -> SQL { "SELECT id FROM case_file WHERE id > \(0)" }
                return try c.query(all()) { _ in try c.query(all()) { try $0.int("id") }.count }
            }
            #expect(counts == [3, 3, 3])
        }
    }
}
