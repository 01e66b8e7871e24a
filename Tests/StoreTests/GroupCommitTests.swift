import Store
import StoreSQLite
import StoreTesting
import Testing

@Suite struct GroupCommitTests {
    @Test func `concurrent writers share commits, and a lone one has its own`() async throws {
        try await Backend.sqlite.withDatabase(migrations: [caseFiles]) { db in
            let sqlite = try #require(db as? SQLiteDatabase)
            let before = sqlite.commitStatistics
            for i in 0..<10 { try await db.write { c in _ = try addCase(c, "alone-\(i)") } }
            let between = sqlite.commitStatistics
            #expect(between.commits - before.commits == 10)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for i in 0..<2000 {
                    group.addTask { try await db.write { c in _ = try addCase(c, "S\(i)") } }
                }
                for try await _ in group {}
            }
            let after = sqlite.commitStatistics
            #expect(after.units - between.units == 2000)
            #expect(after.commits - between.commits < 1000)
            let n = try await signs(db).count
            #expect(n == 2010)
        }
    }

    @Test func `the writer syncs every commit`() async throws {
        try await Backend.sqlite.withDatabase(migrations: []) { db in
            let settings = try await db.write { c in
                [
                    try c.first("PRAGMA synchronous") { try $0.int("synchronous") }, try c.first("PRAGMA foreign_keys") { try $0.int("foreign_keys") },
                    try c.first("PRAGMA wal_autocheckpoint") { try $0.int("wal_autocheckpoint") },
                ]
            }
            #expect(settings == [2, 1, 0])
            let mode = try await db.write { c in try c.first("PRAGMA journal_mode") { try $0.text("journal_mode") } }
            #expect(mode == "wal")
        }
    }

    @Test func `an answer means that another connection sees the row`() async throws {
        try await withTemporaryDirectory { directory in
            let provider = SQLiteProvider(directory: directory)
            let writer = try await provider.open(.platform)
            let other = try await provider.open(.platform)
            try await Migrator([caseFiles]).migrate(writer, now: noon)
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for i in 0..<200 {
                    group.addTask {
                        try await writer.write { c in _ = try addCase(c, "S\(i)") }
                        return try await other.read { c in
                            try c.first("SELECT id FROM case_file WHERE sign = \("S\(i)")") { try $0.int("id") } != nil
                        }
                    }
                }
                for try await isSeen in group { #expect(isSeen) }
            }
            try await writer.close()
            try await other.close()
        }
    }

    @Test func `failing units in the middle of a shared commit are undone alone`() async throws {
        try await Backend.sqlite.withDatabase(migrations: [caseFiles]) { db in
            let outcome = await withTaskGroup(of: (Int, Bool).self) { group in
                for i in 0..<1000 {
                    group.addTask {
                        do {
                            try await db.write { c in
                                try addCase(c, "S\(i)")
                                // Two of five collide with a row of their own: a statement fails inside the unit.
                                if i % 5 < 2 { _ = try? addCase(c, "S\(i)") }
                            }
                            return (i, true)
                        } catch { return (i, false) }
                    }
                }
                return await group.reduce(into: [Int: Bool]()) { $0[$1.0] = $1.1 }
            }
            let stored = Set(try await signs(db))
            for (i, isDone) in outcome {
                #expect(isDone == (i % 5 >= 2))
                #expect(stored.contains("S\(i)") == isDone)
            }
        }
    }

    @Test func `a closed database refuses and the log is back in the file`() async throws {
        try await withTemporaryDirectory { directory in
            let provider = SQLiteProvider(directory: directory)
            let db = try await provider.open(.platform)
            try await Migrator([caseFiles]).migrate(db, now: noon)
            try await db.close()
            await #expect(throws: (any Error).self) { try await db.write { c in _ = try addCase(c, "A") } }
            let again = try await provider.open(.platform)
            let left = try await signs(again)
            #expect(left.isEmpty)
            try await again.close()
        }
    }
}
