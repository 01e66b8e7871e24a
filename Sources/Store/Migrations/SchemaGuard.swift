/// Rules that the schema itself enforces, whoever writes: the program, an integrator or an administrator at a console.
public enum SchemaGuard {
    public enum Event: String { case insert = "INSERT", update = "UPDATE", delete = "DELETE" }

    /// A trigger that refuses a change of rows.
    ///
    /// - Parameters:
    ///   - name: of the trigger; unique in the database.
    ///   - columns: for updates, the columns whose change is refused; all where empty.
    ///   - condition: in terms of `NEW` and `OLD`; without bound values. Always, where absent.
    ///   - message: English, for the log; without quotes.
    public static func refuse(
        _ d: Dialect, _ name: String, _ event: Event, on table: String, columns: [String] = [], when condition: String? = nil, saying message: String
    ) -> [SQL] {
        let act = columns.isEmpty ? event.rawValue : "\(event.rawValue) OF \(columns.joined(separator: ", "))"
        switch d {
        case .sqlite:
            let clause = condition.map { "WHEN \($0) " } ?? ""
            return [SQL(stringLiteral: "CREATE TRIGGER \(name) BEFORE \(act) ON \(table) \(clause)BEGIN SELECT RAISE(ABORT, '\(message)'); END")]
        case .postgres:
            let body = """
                BEGIN IF \(condition ?? "TRUE") THEN RAISE EXCEPTION '\(message)'; END IF; RETURN \(event == .delete ? "OLD" : "NEW"); END
                """
            return [
                SQL(stringLiteral: "CREATE FUNCTION \(name)() RETURNS trigger LANGUAGE plpgsql AS '\(body.replacing("'", with: "''"))'"),
                SQL(stringLiteral: "CREATE TRIGGER \(name) BEFORE \(act) ON \(table) FOR EACH ROW EXECUTE FUNCTION \(name)()"),
            ]
        }
    }
}
