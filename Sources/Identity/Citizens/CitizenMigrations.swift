internal import Store

/// Tables of citizens' accounts; the `platform` database.
enum CitizenMigrations {
    /// Later than the tables of profiles and factors.
    static let resets = Migration("identity-0024-password-reset") { d in
        [
            """
            CREATE TABLE password_reset (
                token_sha256 TEXT NOT NULL PRIMARY KEY, account \(sql: d.integer) REFERENCES citizen_account (id), mail_challenge \(sql: d.integer),
                phone_challenge \(sql: d.integer), ends_at \(sql: d.integer) NOT NULL
            )\(sql: d.strict)
            """,
            "CREATE INDEX password_reset_by_end ON password_reset (ends_at)",
        ]
    }

    static let all: [Migration] = [
        Migration("identity-0013-citizen-account") { d in
            let id: SQL = d == .sqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT" : d.identity
            return [
                """
                CREATE TABLE citizen_account (
                    id \(sql: id), person \(sql: d.integer) NOT NULL REFERENCES person (id), user_id TEXT NOT NULL, user_id_folded TEXT NOT NULL UNIQUE,
                    password_hash TEXT NOT NULL, password_at \(sql: d.integer) NOT NULL, created_at \(sql: d.integer) NOT NULL,
                    used_at \(sql: d.integer) NOT NULL,
                    state TEXT NOT NULL CHECK (state IN ('active', 'disabled', 'noticed', 'noticed-twice', 'deleted')),
                    state_at \(sql: d.integer) NOT NULL
                )\(sql: d.strict)
                """,
                "CREATE INDEX citizen_account_of_person ON citizen_account (person)",
                "CREATE INDEX citizen_account_by_use ON citizen_account (state, used_at, id)",
                "CREATE INDEX citizen_account_by_state ON citizen_account (state, state_at, id)",
            ]
        },
        Migration("identity-0014-citizen-session") { d in
            [
                "ALTER TABLE session ADD COLUMN citizen \(sql: d.integer) REFERENCES citizen_account (id)",
                "ALTER TABLE session ADD COLUMN factors TEXT",
                "ALTER TABLE session ADD COLUMN authenticated_at \(sql: d.integer)",
                "CREATE INDEX session_of_citizen ON session (citizen)",
                """
                CREATE TABLE pending_sign_in (
                    token_sha256 TEXT NOT NULL PRIMARY KEY, owner TEXT NOT NULL, challenge \(sql: d.integer) NOT NULL, factors TEXT NOT NULL,
                    may_enrol \(sql: d.integer) NOT NULL, address TEXT NOT NULL, agent TEXT NOT NULL, ends_at \(sql: d.integer) NOT NULL
                )\(sql: d.strict)
                """,
                "CREATE INDEX pending_sign_in_by_end ON pending_sign_in (ends_at)",
            ]
        },
    ]
}
