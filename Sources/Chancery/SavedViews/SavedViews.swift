public import Kernel
public import Store

/// A search or list that an officer keeps under a name of his own.
public struct SavedView: Sendable, Hashable {
    public var id: Int64
    public var name: String
    /// What was typed into the search.
    public var query: String
}

/// Views that officers keep; each sees his own.
public enum SavedViews {
    public static let most = 50

    public static func list(_ c: any SQLConnection, of officer: OfficerID) throws -> [SavedView] {
        try c.query("SELECT id, name, query FROM saved_view WHERE officer_id = \(officer) ORDER BY id \(sql: c.dialect.ascending) LIMIT \(most)") {
            SavedView(id: try $0.int("id"), name: try $0.text("name"), query: try $0.text("query"))
        }
    }

    /// Keeps a view; one of the same name takes the place of the old one.
    public static func keep(_ c: any SQLConnection, name: String, query: String, of officer: OfficerID, at now: Instant) throws {
        let name = FormText.trimmed(name), query = FormText.trimmed(query)
        guard !name.isEmpty, name.count <= 80 else { throw Problems([Problem(.invalidInput, "Nazwij widok, najwyżej 80 znaków", field: "nazwa")]) }
        guard !query.isEmpty, query.count <= 1_000 else { throw Problems([Problem(.invalidInput, "Najpierw czegoś poszukaj", field: "q")]) }
        let known = try list(c, of: officer)
        guard known.count < most || known.contains(where: { $0.name == name }) else {
            throw Problems([Problem(.conflict, "Masz już \(most) widoków. Usuń któryś", field: "nazwa")])
        }
        try c.execute(
            """
            INSERT INTO saved_view (officer_id, name, query, kept_at) VALUES (\(officer), \(name), \(query), \(now))
            ON CONFLICT (officer_id, name) DO UPDATE SET query = excluded.query, kept_at = excluded.kept_at
            """)
    }

    public static func forget(_ c: any SQLConnection, _ id: Int64, of officer: OfficerID) throws {
        try c.execute("DELETE FROM saved_view WHERE id = \(id) AND officer_id = \(officer)")
    }
}

enum SavedViewMigrations {
    static let all: [Migration] = [
        Migration("chancery-0080-saved-views") { d in
            [
                """
                CREATE TABLE saved_view (
                    id \(sql: d.identity),
                    officer_id \(sql: d.integer) NOT NULL,
                    name TEXT NOT NULL,
                    query TEXT NOT NULL,
                    kept_at \(sql: d.integer) NOT NULL,
                    UNIQUE (officer_id, name)
                )\(sql: d.strict)
                """
            ]
        }
    ]
}
