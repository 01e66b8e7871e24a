import Kernel
@testable import Law
import Store
import StoreTesting
import Testing

/// Notes of a test, one table and one source; the journal tells of them.
private struct Notes: FullTextSource {
    static let migration = Migration("test-note") { d in ["CREATE TABLE note (id \(sql: d.identity), text TEXT NOT NULL)\(sql: d.strict)"] }

    var kind: String { "note" }
    var objectPrefix: String { "note:" }

    func documents(_ db: any Database, objects: [String]) async throws -> [FullTextDocument] {
        let ids = objects.compactMap { Int64($0.dropFirst("note:".count)) }
        return try await db.read { c in
            try c.query("SELECT id, text FROM note WHERE id IN (\(list: ids))") { FullTextDocument(id: try $0.int("id"), text: try $0.text("text")) }
        }
    }

    static func write(_ db: any Database, _ id: Int64, _ text: String) async throws {
        try await db.write { c in
            try c.execute("INSERT INTO note (id, text) VALUES (\(id), \(text)) ON CONFLICT (id) DO UPDATE SET text = excluded.text")
            try Journal.append(c, JournalEntry(actor: "t", act: "written", object: "note:\(id)"), at: noon)
        }
    }

    static func found(_ db: any Database, _ words: String) async throws -> [Int64] {
        try await db.read { c in try FullText.search(c, kind: "note", query: words, limit: 1000) }
    }
}

@Suite struct FullTextIndexerTests {
    private let migrations = StoreMigrations.all + [Notes.migration]

    @Test(arguments: Backend.available) func `more than one round of entries, and long documents, all come into the index`(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: migrations) { db in
            let index = FullTextIndexer(db, sources: [Notes()])
            for id in 1...230 { try await Notes.write(db, Int64(id), id % 50 == 0 ? (0..<6_000).map { "słowo\(id)n\($0)" }.joined(separator: " ") : "notatka \(id)") }
            #expect(try await index.catchUp() == .complete)
            #expect(try await Notes.found(db, "notatki").count == 226)
            #expect(try await Notes.found(db, "slowo200n5999") == [200])
            #expect(try await index.behind() == 0)
        }
    }

    @Test(arguments: Backend.available) func `entries of other objects are passed over, and a changed note has its new words only`(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: migrations) { db in
            let index = FullTextIndexer(db, sources: [Notes()])
            try await Notes.write(db, 1, "stary tekst")
            try await db.write { c in try Journal.append(c, JournalEntry(actor: "t", act: "x", object: "other:1"), at: noon) }
            _ = try await index.catchUp()
            try await Notes.write(db, 1, "nowa treść")
            #expect(try await index.behind() == 1)
            _ = try await index.catchUp()
            #expect(try await Notes.found(db, "stary") == [])
            #expect(try await Notes.found(db, "nowa") == [1])
        }
    }

    @Test(arguments: Backend.available) func `another dictionary makes the index anew, and the old one serves meanwhile`(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: migrations) { db in
            let plain = FullTextIndexer(db, sources: [Notes()], inflection: PolishInflection(dictionary: nil))
            try await Notes.write(db, 1, "umowa")
            _ = try await plain.catchUp()
            #expect(try await plain.behind() == 0)
            var changed = PolishInflection(dictionary: nil)
            changed.version = "endings-of-tomorrow"
            let other = FullTextIndexer(db, sources: [Notes()], inflection: changed)
            #expect(try await other.catchUp(patience: 0) == .behind(1))
            #expect(try await Notes.found(db, "umowa") == [1])
            #expect(try await other.catchUp() == .complete)
            #expect(try await other.behind() == 0)
        }
    }

    @Test func `an index of the first form is thrown away and made anew from the journal`() async throws {
        try await Backend.sqlite.withDatabase(migrations: [Notes.migration] + StoreMigrations.all.prefix { $0.id != "store-0007-full-text-by-kind" }) { db in
            try await Notes.write(db, 1, "umowa najmu")
            try await db.write { c in
                try c.execute("INSERT INTO full_text_kind (number, kind) VALUES (0, 'note')")
                try c.execute("INSERT INTO full_text (id, words) VALUES (64, 'umowa najmu')")
                try c.execute("INSERT INTO full_text_index (rowid, words) VALUES (64, 'umowa najmu')")
                try c.execute("UPDATE full_text_progress SET seq = 1")
            }
            try await Migrator([Notes.migration] + StoreMigrations.all).migrate(db, now: noon)
            let index = FullTextIndexer(db, sources: [Notes()])
            #expect(try await Notes.found(db, "umowa") == [])
            #expect(try await index.catchUp() == .complete)
            #expect(try await Notes.found(db, "umowa") == [1])
            try await Notes.write(db, 1, "inna")
            _ = try await index.catchUp()
            #expect(try await Notes.found(db, "umowa") == [])
            let integrity = try await db.read { c in try c.query("PRAGMA integrity_check") { try $0.text("integrity_check") } }
            #expect(integrity == ["ok"])
        }
    }
}
