/// The index as a `tsvector` made of our own words, without a dictionary of the server's.
enum PostgresFullText {
    static var tables: [SQL] {
        [
            """
            CREATE TABLE full_text (
                kind TEXT NOT NULL, document BIGINT NOT NULL, words TSVECTOR NOT NULL, PRIMARY KEY (kind, document)
            )
            """,
            "CREATE INDEX full_text_words ON full_text USING gin (words)",
        ]
    }

    static func index(_ c: any SQLConnection, document: Int64, kind: String, words: [String]) throws {
        let vector = words.map { "'\($0)'" }.joined(separator: " ")
        try c.execute(
            """
            INSERT INTO full_text (kind, document, words) VALUES (\(kind), \(document), CAST(CAST(\(vector) AS TEXT) AS TSVECTOR))
            ON CONFLICT (kind, document) DO UPDATE SET words = excluded.words
            """
        )
    }

    static func remove(_ c: any SQLConnection, document: Int64, kind: String) throws {
        try c.execute("DELETE FROM full_text WHERE kind = \(kind) AND document = \(document)")
    }

    static func search(
        _ c: any SQLConnection, kind: String, terms: [Words.Term], limit: Int, before: Int64?
    ) throws -> [Int64] {
        let query = terms.map { term in
            "(" + term.alternatives.map { $0.isPrefix ? "'\($0.word)':*" : "'\($0.word)'" }.joined(separator: " | ") + ")"
        }.joined(separator: " & ")
        return try c.query(
            """
            SELECT document FROM full_text
            WHERE kind = \(kind) AND words @@ CAST(CAST(\(query) AS TEXT) AS TSQUERY) AND document < \(before ?? .max)
            ORDER BY document DESC NULLS FIRST LIMIT \(limit)
            """
        ) { try $0.int("document") }
    }
}
