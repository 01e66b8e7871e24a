import Foundation
import Store
@testable import StoreSQLite
import StoreTesting
import Testing

/// What a commit costs the disk.
@Suite struct LogSyncTests {
    @Test func `a lone writer syncs once a commit, and many writers share one`() async throws {
        try await withTemporaryDirectory { directory in
            let db = try await SQLiteProvider(directory: directory).open(.platform)
            try await Migrator([caseFiles]).migrate(db, now: noon)
            func syncs() -> Int { GatheredLog.syncs(database: directory + "/platform.sqlite") }
            let start = syncs()
            for i in 0..<20 { try await db.write { c in _ = try addCase(c, "alone-\(i)") } }
            let between = syncs()
            #expect(between - start == 20)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for i in 0..<2000 { group.addTask { try await db.write { c in _ = try addCase(c, "S\(i)") } } }
                try await group.waitForAll()
            }
            // Two may come when the log is begun anew.
            #expect(syncs() - between < 500)
            #expect(syncs() > between)
            #expect(try await signs(db).count == 2020)
            try await db.close()
        }
    }

    @Test func `what another process reads after an answer is in the file, page by page and whole`() async throws {
        try await withTemporaryDirectory { directory in
            let db = try await SQLiteProvider(directory: directory).open(.platform)
            try await Migrator([caseFiles]).migrate(db, now: noon)
            // Commits below, at and above what the layer passes on at once, and rows rewritten in the same commit.
            for (i, size) in [10, 4_000, 120_000, 131_072, 262_144, 900_000, 1_048_576, 3_000_000].enumerated() {
                let seal = [UInt8](repeating: UInt8(i), count: size)
                try await db.write { c in
                    try addCase(c, "S\(i)", seal: seal)
                    for _ in 0..<3 { try c.execute("UPDATE case_file SET title = title || 'x' WHERE sign = \("S\(i)")") }
                }
                let copy = directory + "/copy-\(i)"
                try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
                for end in ["", "-wal"] {
                    try FileManager.default.copyItem(atPath: directory + "/platform.sqlite\(end)", toPath: copy + "/platform.sqlite\(end)")
                }
                let other = try await SQLiteProvider(directory: copy).open(.platform)
                let read = try await other.read { c in
                    try c.first("SELECT title, seal FROM case_file WHERE sign = \("S\(i)")") { (try $0.text("title"), try $0.bytes("seal")) }
                }
                #expect(read?.0 == "txxx" && read?.1 == seal, "\(size)")
                let integrity = try await other.read { c in try c.query("PRAGMA integrity_check") { try $0.text("integrity_check") } }
                #expect(integrity == ["ok"])
                try await other.close()
                try FileManager.default.removeItem(atPath: copy)
            }
            try await db.close()
        }
    }

    @Test func `a unit larger than the cache spills into the log and is undone without a trace`() async throws {
        try await withTemporaryDirectory { directory in
            let db = try await SQLiteProvider(directory: directory).open(.platform)
            try await Migrator([caseFiles]).migrate(db, now: noon)
            for round in 0..<2 {
                await #expect(throws: Refused.self) {
                    try await db.write { c in
                        for i in 0..<45 { try addCase(c, "S\(i)", seal: [UInt8](repeating: 7, count: 1_000_000)) }
                        throw Refused()
                    }
                }
                try await db.write { c in _ = try addCase(c, "kept-\(round)") }
            }
            #expect(try await signs(db) == ["kept-0", "kept-1"])
            let integrity = try await db.read { c in try c.query("PRAGMA integrity_check") { try $0.text("integrity_check") } }
            #expect(integrity == ["ok"])
            try await db.close()
        }
    }
}
