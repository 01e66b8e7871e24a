/// A change that the engine itself may refuse.
public enum RowChange: String, Sendable {
    case insert = "INSERT", update = "UPDATE", delete = "DELETE"
}

extension Dialect {
    /// Statements that make the engine refuse a change of a row under a condition, whoever asks for it.
    ///
    /// - Parameters:
    ///   - table: a name the program chose, letters and `_` only.
    ///   - name: of the trigger, unique in the database; same letters.
    ///   - condition: over `OLD` and `NEW`, without queries (PostgreSQL allows none there).
    ///   - message: English, for the log; no quotes and no `%`.
    public func refusing(_ change: RowChange, on table: String, named name: String, when condition: SQL = "1 = 1", message: String) -> [SQL] {
        switch self {
        case .sqlite:
            [
                """
                CREATE TRIGGER \(identifier: name) BEFORE \(literal: change.rawValue) ON \(identifier: table) WHEN \(sql: condition)
                BEGIN SELECT RAISE(ABORT, '\(literal: message)'); END
                """
            ]
        case .postgres:
            [
                """
                CREATE FUNCTION \(identifier: "\(name)_refuse")() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN RAISE EXCEPTION ''\(literal: message)''; END'
                """,
                """
                CREATE TRIGGER \(identifier: name) BEFORE \(literal: change.rawValue) ON \(identifier: table)
                FOR EACH ROW WHEN (\(sql: condition)) EXECUTE FUNCTION \(identifier: "\(name)_refuse")()
                """,
            ]
        }
    }
}
