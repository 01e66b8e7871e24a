import Foundation
import Glibc
import Kernel
import Store
import StoreSQLite
import StoreTesting
import Testing

private let letters = Migration("test-letter") { d in
    ["CREATE TABLE letter (number \(sql: d.integer) NOT NULL PRIMARY KEY, hash TEXT NOT NULL REFERENCES blob (hash))\(sql: d.strict)"]
}

@Suite(.serialized) struct CrashTests {
    /// Beside the test bundle, where the package manager puts its products.
    static let writer: String? = {
        var buffer = [CChar](repeating: 0, count: 4096)
        let n = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let own = String(decoding: buffer.prefix(max(n, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let candidates = [own, CommandLine.arguments[0]] + CommandLine.arguments.filter { $0.hasSuffix(".xctest") }
        return candidates.map { ($0 as NSString).deletingLastPathComponent + "/crash-writer" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    /// Root alone may mount a file system of a few megabytes, and root in a container often not either: tried once.
    static let mayMount: Bool = {
        let disk = FileManager.default.temporaryDirectory.appending(path: "eurzad-mount-\(getpid())").path()
        guard geteuid() == 0, mkdir(disk, 0o700) == 0 else { return false }
        defer { rmdir(disk) }
        guard mount("tmpfs", disk, "tmpfs", 0, "size=1m") == 0 else { return false }
        umount2(disk, Int32(MNT_DETACH))
        return true
    }()

    private func prepare(_ directory: String) async throws {
        let db = try await SQLiteProvider(directory: directory).open(.platform)
        try await Migrator(StoreMigrations.all + [letters]).migrate(db, now: noon)
        try await db.close()
    }

    /// Runs the writer, kills it after some time, and returns the lines it completed.
    private func run(_ directory: String, killAfter: Duration?, limitFileBlocks: Int? = nil) async throws -> [String] {
        let writer = try #require(Self.writer)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        let limit = limitFileBlocks.map { "ulimit -f \($0); " } ?? ""
        process.arguments = ["-c", "trap '' XFSZ; \(limit)exec \"$0\" \"$1\" write", writer, directory]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let pid = process.processIdentifier
        if let killAfter {
            Task.detached {
                try? await Task.sleep(for: killAfter)
                kill(pid, SIGKILL)
            }
        }
        let handle = output.fileHandleForReading
        let data = await Task.detached { handle.readDataToEndOfFile() }.value
        await Task.detached { process.waitUntilExit() }.value
        let text = String(decoding: data, as: UTF8.self)
        return text.split(separator: "\n", omittingEmptySubsequences: true).dropLast(text.hasSuffix("\n") ? 0 : 1).map(String.init)
    }

    /// Everything acknowledged is there, and everything there is whole.
    private func check(_ directory: String, acknowledged lines: [String]) async throws {
        let db = try await SQLiteProvider(directory: directory).open(.platform)
        let blobs = BlobStore(directory: directory + "/blobs", inlineLimit: 4096)
        let rows = try await db.read { c in
            try c.query("SELECT number, hash FROM letter ORDER BY number NULLS FIRST") { (try $0.int("number"), try $0.text("hash")) }
        }
        let stored = Dictionary(uniqueKeysWithValues: rows)
        for line in lines where line.hasPrefix("ack ") {
            let parts = line.split(separator: " ")
            #expect(stored[try #require(Int64(parts[1]))] == String(parts[2]), "\(line)")
        }
        #expect(rows.map(\.0) == Array(1...Int64(max(rows.count, 1))).prefix(rows.count).map { $0 })
        let damaged = try await blobs.damaged(db)
        #expect(damaged.isEmpty)
        let verdict = try await Journal.verify(db)
        guard case .intact(let entries, _) = verdict else {
            Issue.record("\(verdict.message)")
            return
        }
        #expect(entries == Int64(rows.count))
        try await db.read { c in
            #expect(try Counter.current(c, "RPW", year: 2026) == Int64(rows.count))
            let integrity = try c.query("PRAGMA integrity_check") { try $0.text("integrity_check") }
            #expect(integrity == ["ok"])
            if let last = rows.last?.0 {
                let found = try FullText.search(c, kind: "letter", query: "numer\(last)", limit: 2)
                #expect(found == [last])
            }
        }
        try await db.close()
    }

    @Test(.enabled(if: CrashTests.writer != nil)) func `a process killed at any moment has lost nothing it acknowledged`() async throws {
        try await withTemporaryDirectory { directory in
            try await prepare(directory)
            var random = SeededGenerator(seed: 11)
            var lines: [String] = []
            for _ in 0..<10 {
                lines += try await run(directory, killAfter: .milliseconds(Int.random(in: 60...400, using: &random)))
                try await check(directory, acknowledged: lines)
            }
            #expect(lines.count > 50)
        }
    }

    @Test(.enabled(if: CrashTests.writer != nil)) func `a file that may not grow refuses and keeps what it had`() async throws {
        try await withTemporaryDirectory { directory in
            try await prepare(directory)
            let lines = try await run(directory, killAfter: nil, limitFileBlocks: 4000)
            #expect(lines.contains { $0.hasPrefix("refused ") })
            #expect(lines.contains { $0.hasPrefix("ack ") })
            try await check(directory, acknowledged: lines)
            let more = try await run(directory, killAfter: .milliseconds(200))
            try await check(directory, acknowledged: lines + more)
        }
    }

    @Test(.enabled(if: CrashTests.writer != nil && CrashTests.mayMount)) func `a full disk refuses, and goes on when there is room`() async throws {
        try await withTemporaryDirectory { directory in
            let disk = directory + "/disk"
            try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
            let mounted = mount("tmpfs", disk, "tmpfs", 0, "size=6m")
            try #require(mounted == 0)
            defer { umount2(disk, Int32(MNT_DETACH)) }
            try await prepare(disk)
            let filler = disk + "/filler"
            try Data(count: 2 * 1024 * 1024).write(to: URL(fileURLWithPath: filler))
            let lines = try await run(disk, killAfter: nil)
            #expect(lines.contains("refused diskFull") || lines.contains("refused unavailable"))
            #expect(lines.contains { $0.hasPrefix("ack ") })
            try FileManager.default.removeItem(atPath: filler)
            try await check(disk, acknowledged: lines)
            let more = try await run(disk, killAfter: .milliseconds(150))
            try await check(disk, acknowledged: lines + more)
        }
    }

    @Test(.enabled(if: CrashTests.writer != nil)) func `a database another process keeps locked is busy, readable, and free again afterwards`() async throws {
        try await withTemporaryDirectory { directory in
            try await prepare(directory)
            let process = Process()
            process.executableURL = URL(fileURLWithPath: try #require(Self.writer))
            process.arguments = [directory, "hold"]
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            let handle = output.fileHandleForReading
            let first = await Task.detached { handle.availableData }.value
            #expect(String(decoding: first, as: UTF8.self) == "held\n")
            let db = try await SQLiteProvider(directory: directory).open(.platform)
            let error = await #expect(throws: SQLError.self) { try await db.write { c in _ = try Counter.next(c, "x", year: 2026) } }
            #expect(error?.code == .busy)
            let seen = try await db.read { c in try Counter.current(c, "held", year: 2026) }
            #expect(seen == 0)
            await Task.detached { process.waitUntilExit() }.value
            let n = try await db.write { c in try Counter.next(c, "held", year: 2026) }
            #expect(n == 2)
            try await db.close()
        }
    }

    @Test func `a file that is no database is told as such`() async throws {
        try await withTemporaryDirectory { directory in
            try Data(repeating: 0x41, count: 8192).write(to: URL(fileURLWithPath: directory + "/platform.sqlite"))
            let error = await #expect(throws: SQLError.self) { _ = try await SQLiteProvider(directory: directory).open(.platform) }
            #expect(error?.code == .connection)
        }
    }
}
