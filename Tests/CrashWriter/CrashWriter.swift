import Glibc
import Kernel
import Store
import StoreSQLite

/// A small process for tests to kill: it writes letters and tells on its output which were acknowledged.
///
/// `crash-writer DIRECTORY write` writes until it is killed or refused; `crash-writer DIRECTORY hold` keeps the writer's lock for some seconds.
@main
struct CrashWriter {
    static func main() async throws {
        // A file that may not grow shall be an error, not a signal.
        signal(SIGXFSZ, SIG_IGN)
        guard CommandLine.arguments.count == 3 else { exit(2) }
        let directory = CommandLine.arguments[1]
        let db = try await SQLiteProvider(directory: directory).open(.platform)
        if CommandLine.arguments[2] == "hold" {
            try await db.write { c in
                _ = try Counter.next(c, "held", year: 2026)
                say("held")
                sleep(7)
            }
            return
        }
        let blobs = BlobStore(directory: directory + "/blobs", inlineLimit: 4096)
        let refused = await withTaskGroup(of: String.self) { group in
            for writer in 0..<8 {
                group.addTask { await write(db, blobs, writer) }
            }
            var reasons: Set<String> = []
            for await reason in group { reasons.insert(reason) }
            return reasons
        }
        for reason in refused.sorted() { say("refused \(reason)") }
    }

    private static func write(_ db: any Database, _ blobs: BlobStore, _ writer: Int) async -> String {
        var round = 0
        while true {
            round += 1
            let text = "pismo \(writer) \(round) \(getpid()) " + String(repeating: "ż", count: round % 4 == 0 ? 6000 : 300)
            do {
                let staged = try await blobs.stage(Array(text.utf8))
                let number = try await db.write { c in
                    let number = try Counter.next(c, "RPW", year: 2026)
                    let hash = try blobs.record(c, staged, mediaType: "text/plain", at: TimeSource.system.now)
                    try c.execute("INSERT INTO letter (number, hash) VALUES (\(number), \(hash))")
                    try Journal.append(
                        c, JournalEntry(actor: "writer", act: "registered", object: "letter:\(number)", after: hash.description),
                        at: TimeSource.system.now)
                    try FullText.index(c, document: number, kind: "letter", text: "pismo numer\(number)")
                    return number
                }
                say("ack \(number) \(staged.hash)")
            } catch let error as SQLError {
                return "\(error.code)"
            } catch let problem as Problem {
                return "\(problem.code)"
            } catch {
                return "\(error)"
            }
        }
    }

    /// One line, at once: what was said before a kill has been said.
    private static func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = bytes.withUnsafeBytes { Glibc.write(1, $0.baseAddress, $0.count) }
    }
}
