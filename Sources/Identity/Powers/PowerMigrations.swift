internal import Store

/// The table of powers; the `platform` database.
enum PowerMigrations {
    static let all: [Migration] = [
        Migration("identity-0019-power") { d in
            let id: SQL = d == .sqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT" : d.identity
            return [
                """
                CREATE TABLE power (
                    id \(sql: id), kind TEXT NOT NULL, person \(sql: d.integer) REFERENCES person (id), organisation TEXT, nip TEXT, krs TEXT,
                    agent \(sql: d.integer) NOT NULL REFERENCES person (id), scope TEXT NOT NULL, proof_kind TEXT NOT NULL, proof_sha256 TEXT,
                    proof TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT, state TEXT NOT NULL, made_at \(sql: d.integer) NOT NULL, made_by TEXT NOT NULL,
                    decided_at \(sql: d.integer), decided_by TEXT, reason TEXT,
                    CHECK ((person IS NULL) <> (nip IS NULL)), CHECK (person IS NULL OR person <> agent)
                )\(sql: d.strict)
                """,
                "CREATE INDEX power_of_agent ON power (agent, id)",
                "CREATE INDEX power_of_person ON power (person, id)",
                "CREATE INDEX power_of_organisation ON power (nip, id)",
                "CREATE INDEX power_requested ON power (id) WHERE state = 'zgloszone'",
            ]
        }
    ]
}
