/// The places where the engines differ beyond types; each fork has a name.
extension Dialect {
    /// Ascending order of a column that is never NULL, in the order of an ordinary index on it.
    public var ascending: SQL {
        switch self {
        case .sqlite: "ASC NULLS FIRST"
        case .postgres: "ASC NULLS LAST"
        }
    }
    /// Descending order of a column that is never NULL, in the order of an ordinary index on it.
    public var descending: SQL {
        switch self {
        case .sqlite: "DESC NULLS LAST"
        case .postgres: "DESC NULLS FIRST"
        }
    }
    /// Ends a `SELECT` that picks rows to change, so that several workers never wait for one row.
    public var skippingLocked: SQL {
        switch self {
        case .sqlite: ""
        case .postgres: "FOR UPDATE SKIP LOCKED"
        }
    }
    /// Ends a `SELECT` whose row the transaction goes on to change: a second writer waits and is run again, instead of
    /// counting on from what it saw and meeting a unique index.
    public var forUpdate: SQL {
        switch self {
        case .sqlite: ""
        case .postgres: "FOR UPDATE"
        }
    }
    /// Statements that make the engine itself refuse `UPDATE` and `DELETE` on a table.
    ///
    /// - Parameter table: a name the program chose, letters and `_` only.
    public func appendOnly(_ table: String) -> [SQL] {
        switch self {
        case .sqlite:
            ["UPDATE", "DELETE"].map { act in
                """
                CREATE TRIGGER \(identifier: "\(table)_no_\(act.lowercased())") BEFORE \(literal: act) ON \(identifier: table)
                BEGIN SELECT RAISE(ABORT, 'the table is append-only'); END
                """
            }
        case .postgres:
            [
                """
                CREATE FUNCTION \(identifier: "\(table)_refuse")() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN RAISE EXCEPTION ''the table is append-only''; END'
                """,
                """
                CREATE TRIGGER \(identifier: "\(table)_append_only") BEFORE UPDATE OR DELETE OR TRUNCATE ON \(identifier: table)
                FOR EACH STATEMENT EXECUTE FUNCTION \(identifier: "\(table)_refuse")()
                """,
            ]
        }
    }
}

extension SQL.StringInterpolation {
    /// A key word; never anything that came from outside.
    mutating func appendInterpolation(literal word: String) { appendLiteral(word) }
}
