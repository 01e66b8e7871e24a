internal import Kernel

/// The index as contentless FTS5 tables, one for each kind; the words of a document stand beside it, to be taken out again.
///
/// FTS5 answers in the order of its row numbers, which are the documents' ids: newest first needs no sorting, and the next page starts where the
/// last one ended. What it does badly is a long prefix over many documents: it writes all their postings into memory before it answers. So
/// beginnings of three to five letters have an index of their own, and a longer one is looked up in the list of words and asked for word by
/// word; those postings are read only as far as the page needs, and skipped where another word of the query is rarer.
enum SQLiteFullText {
    /// Beginnings that FTS5 indexes, in letters.
    private static let indexedBeginnings = 3...5
    /// More words than this that begin alike are left to FTS5 to gather.
    private static let mostContinuations = 300
    /// The row of a document's words: its id and, in the lowest six bits, the kind.
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

    /// One index for each kind, made when the kind is first met; what was indexed before is indexed again from the journal.
    static var tablesByKind: [SQL] {
        [
            "DROP TABLE full_text_index",
            "DELETE FROM full_text",
            "DELETE FROM full_text_kind",
            "CREATE TABLE full_text_word (kind INTEGER NOT NULL, word TEXT NOT NULL, PRIMARY KEY (kind, word)) WITHOUT ROWID, STRICT",
            "UPDATE full_text_progress SET seq = 0 WHERE one = 1",
        ]
    }

    static func index(_ c: any SQLConnection, document: Int64, kind: String, words: [String]) throws {
        guard (0..<(Int64.max / kinds)).contains(document) else { throw SQLError.decoding("document") }
        let number: Int64
        if let known = try kindNumber(c, kind) { number = known } else { number = try addKind(c, kind) }
        try remove(c, number, document)
        let text = words.joined(separator: " ")
        try c.execute("INSERT INTO full_text (id, words) VALUES (\(document * kinds + number), \(text))")
        try c.execute("INSERT INTO \(sql: table(number)) (rowid, words) VALUES (\(document), \(text))")
        // Words only: beginnings of numbers, of names in parts and of roots are few or never asked for.
        let list = words.filter { $0.utf8.count > indexedBeginnings.upperBound && !$0.utf8.contains { $0 == 95 || (48...57).contains($0) } }
        guard !list.isEmpty else { return }
        let json = "[\"" + list.joined(separator: "\",\"") + "\"]"
        try c.execute("INSERT OR IGNORE INTO full_text_word (kind, word) SELECT \(number), value FROM json_each(\(json))")
    }

    static func remove(_ c: any SQLConnection, document: Int64, kind: String) throws {
        guard (0..<(Int64.max / kinds)).contains(document), let number = try kindNumber(c, kind) else { return }
        try remove(c, number, document)
    }

    static func search(
        _ c: any SQLConnection, kind: String, terms: [Words.Term], limit: Int, before: Int64?
    ) throws -> [Int64] {
        guard let number = try kindNumber(c, kind) else { return [] }
        var query: [String] = []
        for term in terms { query.append("(" + (try expression(c, number, term)).joined(separator: " OR ") + ")") }
        return try c.query(
            """
            SELECT rowid AS id FROM \(sql: table(number))
            WHERE \(sql: table(number)) MATCH \(query.joined(separator: " AND ")) AND rowid < \(before ?? .max)
            ORDER BY rowid DESC NULLS LAST LIMIT \(limit)
            """
        ) { try $0.int("id") }
    }

    /// The words of which one is enough, in FTS5's own way of writing.
    private static func expression(_ c: any SQLConnection, _ kind: Int64, _ term: Words.Term) throws -> [String] {
        var out: [String] = []
        func add(_ word: String) {
            let quoted = "\"\(word)\""
            if !out.contains(quoted) { out.append(quoted) }
        }
        for (word, isPrefix) in term.alternatives {
            guard isPrefix else {
                add(word)
                continue
            }
            let isWord = !word.utf8.contains { $0 == 95 || (48...57).contains($0) }
            if isWord, !indexedBeginnings.contains(word.unicodeScalars.count) {
                let continuations = try c.query(
                    """
                    SELECT word FROM full_text_word WHERE kind = \(kind) AND word >= \(word) AND word < \(word + "\u{10FFFF}")
                    ORDER BY word ASC NULLS FIRST LIMIT \(mostContinuations + 1)
                    """
                ) { try $0.text("word") }
                if continuations.count <= mostContinuations {
                    add(word)
                    for continuation in continuations { add(continuation) }
                    // Names in parts and numbers that begin with the word.
                    out.append("\"\(word)_\" *")
                    continue
                }
            }
            out.append("\"\(word)\" *")
        }
        return out
    }

    private static func table(_ kind: Int64) -> SQL { "\(identifier: "full_text_index_\(kind)")" }

    private static func kindNumber(_ c: any SQLConnection, _ kind: String) throws -> Int64? {
        try c.first("SELECT number FROM full_text_kind WHERE kind = \(kind)") { try $0.int("number") }
    }

    private static func addKind(_ c: any SQLConnection, _ kind: String) throws -> Int64 {
        let number = try c.first(
            "INSERT INTO full_text_kind (number, kind) SELECT count(*), \(kind) FROM full_text_kind RETURNING number"
        ) { try $0.int("number") }
        guard let number else { throw SQLError.decoding("number") }
        try c.execute(
            """
            CREATE VIRTUAL TABLE \(sql: table(number)) USING fts5(
                words, content = '', detail = none, columnsize = 0, prefix = '3 4 5', tokenize = "ascii tokenchars '_'"
            )
            """)
        return number
    }

    private static func remove(_ c: any SQLConnection, _ kind: Int64, _ document: Int64) throws {
        let id = document * kinds + kind
        guard let old = try c.first("SELECT words FROM full_text WHERE id = \(id)", { try $0.text("words") }) else { return }
        try c.execute("INSERT INTO \(sql: table(kind)) (\(sql: table(kind)), rowid, words) VALUES ('delete', \(document), \(old))")
        try c.execute("DELETE FROM full_text WHERE id = \(id)")
    }
}
