internal import Kernel

/// The index as a contentless FTS5 table; the words of a document stand beside it, to be taken out again.
///
/// FTS5 answers in the order of its row numbers, so the number is made of the document's id and, in its lowest six bits, the
/// kind: newest first needs no sorting, and the next page starts where the last one ended.
enum SQLiteFullText {
    private static let kinds: Int64 = 64

    static var tables: [SQL] {
        [
            "CREATE TABLE full_text_kind (number INTEGER PRIMARY KEY CHECK (number BETWEEN 0 AND 63), kind TEXT NOT NULL UNIQUE) STRICT",
            "CREATE TABLE full_text (id INTEGER PRIMARY KEY, words TEXT NOT NULL) STRICT",
            """
            CREATE VIRTUAL TABLE full_text_index USING fts5(
                words, content = '', detail = none, columnsize = 0, tokenize = "ascii tokenchars '_'"
            )
            """,
        ]
    }

    static func index(_ c: any SQLConnection, document: Int64, kind: String, words: [String]) throws {
        guard (0..<(Int64.max / kinds)).contains(document) else { throw SQLError.decoding("document") }
        let number: Int64
        if let known = try kindNumber(c, kind) { number = known } else { number = try addKind(c, kind) }
        let id = document * kinds + number
        try remove(c, id: id)
        let text = words.joined(separator: " ")
        try c.execute("INSERT INTO full_text (id, words) VALUES (\(id), \(text))")
        try c.execute("INSERT INTO full_text_index (rowid, words) VALUES (\(id), \(text))")
    }

    static func remove(_ c: any SQLConnection, document: Int64, kind: String) throws {
        guard (0..<(Int64.max / kinds)).contains(document), let number = try kindNumber(c, kind) else { return }
        try remove(c, id: document * kinds + number)
    }

    static func search(
        _ c: any SQLConnection, kind: String, terms: [Words.Term], limit: Int, before: Int64?
    ) throws -> [Int64] {
        guard let number = try kindNumber(c, kind) else { return [] }
        let query = terms.map { term in
            "(" + term.alternatives.map { $0.isPrefix ? "\"\($0.word)\" *" : "\"\($0.word)\"" }.joined(separator: " OR ") + ")"
        }.joined(separator: " AND ")
        let end = before.map { $0 < Int64.max / kinds ? $0 * kinds : .max } ?? .max
        return try c.query(
            """
            SELECT rowid AS id FROM full_text_index
            WHERE full_text_index MATCH \(query) AND rowid < \(end) AND (rowid & 63) = \(number)
            ORDER BY rowid DESC NULLS LAST LIMIT \(limit)
            """
        ) { try $0.int("id") / kinds }
    }

    private static func kindNumber(_ c: any SQLConnection, _ kind: String) throws -> Int64? {
        try c.first("SELECT number FROM full_text_kind WHERE kind = \(kind)") { try $0.int("number") }
    }

    private static func addKind(_ c: any SQLConnection, _ kind: String) throws -> Int64 {
        let number = try c.first(
            "INSERT INTO full_text_kind (number, kind) SELECT count(*), \(kind) FROM full_text_kind RETURNING number"
        ) { try $0.int("number") }
        guard let number else { throw SQLError.decoding("number") }
        return number
    }

    private static func remove(_ c: any SQLConnection, id: Int64) throws {
        guard let old = try c.first("SELECT words FROM full_text WHERE id = \(id)", { try $0.text("words") }) else { return }
        try c.execute("INSERT INTO full_text_index (full_text_index, rowid, words) VALUES ('delete', \(id), \(old))")
        try c.execute("DELETE FROM full_text WHERE id = \(id)")
    }
}
