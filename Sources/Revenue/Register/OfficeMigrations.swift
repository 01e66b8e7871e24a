internal import Store

/// What the office's desk adds: declarations taken in, and the pool of individual account numbers.
enum OfficeMigrations {
    static let all: [Migration] = [office]

    static let office = Migration("revenue-0006-office") { d in
        [
            """
            CREATE TABLE tax_declaration (
                id \(sql: d.identity), account_id \(sql: d.integer) NOT NULL REFERENCES tax_account (id), form TEXT NOT NULL, from_month \(sql: d.integer) NOT NULL,
                received_day TEXT NOT NULL, source TEXT NOT NULL, changes \(sql: d.integer) NOT NULL CHECK (changes >= 0), posted_at \(sql: d.integer) NOT NULL,
                posted_by TEXT NOT NULL
            )\(sql: d.strict)
            """,
            "CREATE INDEX tax_declaration_account ON tax_declaration (account_id, id)",
            """
            CREATE TABLE tax_pool (
                one \(sql: d.integer) NOT NULL PRIMARY KEY CHECK (one = 1), bank TEXT NOT NULL, pool TEXT NOT NULL
            )\(sql: d.strict)
            """,
        ] + d.appendOnly("tax_declaration")
    }
}
