/// Search by words over documents of several kinds, with Polish folding and inflection, the same on both engines.
public enum FullText {
    /// Puts a document's words into the index, in place of those it had.
    /// - Parameter document: the row's id, at least 0.
    public static func index(_ c: any SQLConnection, document: Int64, kind: String, text: String) throws {
        try index(c, document: document, kind: kind, words: Words.ofDocument(text))
    }

    static func index(_ c: any SQLConnection, document: Int64, kind: String, words: [String]) throws {
        switch c.dialect {
        case .sqlite: try SQLiteFullText.index(c, document: document, kind: kind, words: words)
        case .postgres: try PostgresFullText.index(c, document: document, kind: kind, words: words)
        }
    }

    public static func remove(_ c: any SQLConnection, document: Int64, kind: String) throws {
        switch c.dialect {
        case .sqlite: try SQLiteFullText.remove(c, document: document, kind: kind)
        case .postgres: try PostgresFullText.remove(c, document: document, kind: kind)
        }
    }

    /// Ids of the documents that hold every word of the query, newest (greatest id) first.
    ///
    /// A word matches its other forms (`umowy` finds `umowa`) and, from three letters on, what it is the beginning of; numbers match exactly. Words
    /// that say nothing (`o`, `na`) count only where there is no other. A query without a letter or digit finds nothing.
    /// - Parameter before: the last id of the page before, for the next page.
    public static func search(
        _ c: any SQLConnection, kind: String, query: String, limit: Int, before: Int64? = nil
    ) throws -> [Int64] {
        let terms = Words.ofQuery(query)
        guard !terms.isEmpty else { return [] }
        return switch c.dialect {
        case .sqlite: try SQLiteFullText.search(c, kind: kind, terms: terms, limit: limit, before: before)
        case .postgres: try PostgresFullText.search(c, kind: kind, terms: terms, limit: limit, before: before)
        }
    }
}

extension Dialect {
    var fullTextTables: [SQL] {
        switch self {
        case .sqlite: SQLiteFullText.tables
        case .postgres: PostgresFullText.tables
        }
    }
}
