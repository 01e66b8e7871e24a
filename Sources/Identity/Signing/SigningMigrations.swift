internal import Store

/// Tables of signing for other systems; the `platform` database.
enum SigningMigrations {
    static let all: [Migration] = [
        Migration("identity-signing-0001-act") { d in
            let id: SQL = d == .sqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT" : d.identity
            return [
                """
                CREATE TABLE signing_act (
                    id \(sql: id), ticket_sha256 TEXT NOT NULL UNIQUE, system \(sql: d.integer) NOT NULL, system_name TEXT NOT NULL,
                    success_address TEXT NOT NULL, failure_address TEXT NOT NULL, note TEXT NOT NULL,
                    opened_at \(sql: d.integer) NOT NULL, ends_at \(sql: d.integer) NOT NULL,
                    state TEXT NOT NULL CHECK (state IN ('czeka', 'podpisany', 'odmowa')),
                    account \(sql: d.integer) REFERENCES citizen_account (id), challenge \(sql: d.integer),
                    profile \(sql: d.integer) REFERENCES trusted_profile (id), ended_at \(sql: d.integer),
                    kept_until \(sql: d.integer) NOT NULL, wiped_at \(sql: d.integer),
                    CHECK ((state = 'podpisany') = (profile IS NOT NULL)), CHECK ((state = 'czeka') = (ended_at IS NULL))
                )\(sql: d.strict)
                """,
                "CREATE INDEX signing_act_kept ON signing_act (kept_until) WHERE wiped_at IS NULL",
                "CREATE INDEX signing_act_of_account ON signing_act (account, id) WHERE account IS NOT NULL",
                """
                CREATE TABLE signing_document (
                    act \(sql: d.integer) NOT NULL REFERENCES signing_act (id), position \(sql: d.integer) NOT NULL, title TEXT NOT NULL,
                    size \(sql: d.integer) NOT NULL, document_sha256 TEXT NOT NULL, signed_sha256 TEXT,
                    content \(sql: d.bytes), signed_content \(sql: d.bytes),
                    PRIMARY KEY (act, position)
                )\(sql: d.strict)
                """,
            ]
        }
    ]
}
