import Store
import StorePostgres
import StoreTesting
import Testing

@Suite(.enabled(if: Backend.available.contains(.postgres))) struct PostgresTests {
    @Test func `a connection the server ended is replaced without anybody noticing`() async throws {
        try await Backend.postgres.withDatabase(migrations: [caseFiles]) { db in
            try await Backend.postgres.withDatabase(migrations: []) { other in
                for i in 0..<5 {
                    let pid = try await db.read { c in try c.first("SELECT pg_backend_pid() AS pid") { try $0.int("pid") } }
                    _ = try await other.write { c in try c.query("SELECT pg_terminate_backend(CAST(\(pid) AS INTEGER)) AS done") { try $0.int("done") } }
                    // The server ends it a moment later.
                    try await Task.sleep(for: .milliseconds(50))
                    try await db.write { c in _ = try addCase(c, "S\(i)") }
                }
            }
            let left = try await signs(db)
            #expect(left.count == 5)
        }
    }

    @Test func `a connection lost in the middle of a transaction is an error, and nothing is half done`() async throws {
        try await Backend.postgres.withDatabase(migrations: [caseFiles]) { db in
            let error = await #expect(throws: SQLError.self) {
                try await db.write { c in
                    try addCase(c, "A")
                    _ = try c.query("SELECT pg_terminate_backend(pg_backend_pid()) AS done") { try $0.int("done") }
                    try addCase(c, "B")
                }
            }
            #expect(error?.code == .connection)
            let left = try await signs(db)
            #expect(left.isEmpty)
        }
    }

    @Test func `more statements than a connection keeps prepared are all answered`() async throws {
        try await Backend.postgres.withDatabase(migrations: []) { db in
            for round in 0..<2 {
                let sum = try await db.read { c in
                    var sum: Int64 = 0
                    for i in 0..<400 {
                        let column = "c\(i)"
                        sum += try c.first("SELECT CAST(\(i) AS BIGINT) AS \(identifier: column)") { try $0.int(column) } ?? 0
                    }
                    return sum
                }
                #expect(sum == 79_800, "\(round)")
            }
        }
    }

    @Test func `a table that changed shape under a prepared statement is read again`() async throws {
        try await Backend.postgres.withDatabase(migrations: [caseFiles]) { db in
            try await db.write { c in _ = try c.execute("INSERT INTO tally (name, n) VALUES ('a', 7)") }
            for _ in 0..<8 { _ = try await db.read { c in try c.query("SELECT * FROM tally") { try $0.int("n") } } }
            try await db.write { c in try c.execute("ALTER TABLE tally ADD COLUMN extra TEXT DEFAULT 'x'") }
            for _ in 0..<8 {
                let extra = try await db.read { c in try c.query("SELECT * FROM tally") { try $0.text("extra") } }
                #expect(extra == ["x"])
            }
        }
    }

    @Test func `a server that is not there is told without the address`() async throws {
        let provider = PostgresProvider(conninfo: "host=127.0.0.1 port=1 user=secret-user dbname=x", connections: 1)
        let error = await #expect(throws: SQLError.self) { _ = try await provider.open(.platform) }
        #expect(error?.code == .connection)
        #expect(error?.description.contains("secret-user") == false)
        try await provider.close()
    }
}
