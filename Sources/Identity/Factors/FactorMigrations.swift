internal import Store

/// Tables of factors, challenges and citizens' accounts; the `platform` database.
enum FactorMigrations {
    static let all: [Migration] = [
        Migration("identity-0012-factor") { d in
            let id: SQL = d == .sqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT" : d.identity
            return [
                """
                CREATE TABLE totp_factor (
                    id \(sql: id), owner TEXT NOT NULL, secret_box \(sql: d.bytes) NOT NULL, label TEXT NOT NULL, last_step \(sql: d.integer),
                    created_at \(sql: d.integer) NOT NULL, confirmed_at \(sql: d.integer), removed_at \(sql: d.integer)
                )\(sql: d.strict)
                """,
                "CREATE INDEX totp_factor_of_owner ON totp_factor (owner)",
                """
                CREATE TABLE recovery_code (
                    owner TEXT NOT NULL, code_hash TEXT NOT NULL, made_at \(sql: d.integer) NOT NULL, used_at \(sql: d.integer),
                    PRIMARY KEY (owner, code_hash)
                )\(sql: d.strict)
                """,
                """
                CREATE TABLE certificate_factor (
                    id \(sql: id), owner TEXT NOT NULL, fingerprint TEXT NOT NULL, subject TEXT NOT NULL, not_before \(sql: d.integer) NOT NULL,
                    not_after \(sql: d.integer) NOT NULL, added_at \(sql: d.integer) NOT NULL, removed_at \(sql: d.integer)
                )\(sql: d.strict)
                """,
                "CREATE INDEX certificate_factor_of_owner ON certificate_factor (owner)",
                "CREATE UNIQUE INDEX certificate_factor_in_force ON certificate_factor (fingerprint) WHERE removed_at IS NULL",
                """
                CREATE TABLE contact_factor (
                    id \(sql: id), owner TEXT NOT NULL, kind TEXT NOT NULL, address TEXT NOT NULL, verified_at \(sql: d.integer) NOT NULL,
                    removed_at \(sql: d.integer)
                )\(sql: d.strict)
                """,
                "CREATE UNIQUE INDEX contact_factor_in_force ON contact_factor (owner, kind) WHERE removed_at IS NULL",
                "CREATE INDEX contact_factor_by_address ON contact_factor (address) WHERE removed_at IS NULL",
                """
                CREATE TABLE authorisation_challenge (
                    id \(sql: id), owner TEXT NOT NULL, act TEXT NOT NULL, document TEXT NOT NULL, title TEXT NOT NULL, state TEXT NOT NULL,
                    opened_at \(sql: d.integer) NOT NULL, shown_at \(sql: d.integer), sent_at \(sql: d.integer), ends_at \(sql: d.integer),
                    wrong \(sql: d.integer) NOT NULL, method TEXT, accepted_at \(sql: d.integer), code_salt \(sql: d.bytes), code_hash TEXT,
                    code_kind TEXT
                )\(sql: d.strict)
                """,
                "CREATE INDEX authorisation_challenge_by_time ON authorisation_challenge (opened_at)",
            ]
        }
    ]

    /// Later than the tables above, since those were laid out without it.
    static let addresses = Migration("identity-0022-challenge-address") { _ in
        [
            "ALTER TABLE authorisation_challenge ADD COLUMN address TEXT", "CREATE INDEX authorisation_challenge_of_owner ON authorisation_challenge (owner, id)",
        ]
    }
}
