internal import Store

/// Tables of officers' second factors, links to other houses and logins by OpenID; the `platform` database.
enum OfficerMigrations {
    static let all: [Migration] = [
        Migration("identity-0023-officer-factors") { d in
            let id: SQL = d == .sqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT" : d.identity
            return [
                "ALTER TABLE pending_sign_in ADD COLUMN first_factor TEXT NOT NULL DEFAULT 'haslo'",
                "ALTER TABLE account ADD COLUMN password_by TEXT",
                """
                CREATE TABLE office_sign_in_rule (
                    office TEXT PRIMARY KEY, demanded TEXT NOT NULL, sent_codes \(sql: d.integer) NOT NULL, changed_at \(sql: d.integer) NOT NULL,
                    changed_by TEXT NOT NULL
                )\(sql: d.strict)
                """,
                """
                CREATE TABLE factor_reset (
                    id \(sql: id), account \(sql: d.integer) NOT NULL REFERENCES account (id), office TEXT NOT NULL, requested_by TEXT NOT NULL,
                    reason TEXT NOT NULL, requested_at \(sql: d.integer) NOT NULL, ends_at \(sql: d.integer) NOT NULL, closed_by TEXT,
                    closed_at \(sql: d.integer), is_done \(sql: d.integer)
                )\(sql: d.strict)
                """,
                "CREATE UNIQUE INDEX factor_reset_open ON factor_reset (account) WHERE closed_at IS NULL",
                "CREATE INDEX factor_reset_of_office ON factor_reset (office, id)",
                """
                CREATE TABLE account_link (
                    id \(sql: id), account \(sql: d.integer) NOT NULL REFERENCES account (id), provider TEXT NOT NULL, name TEXT NOT NULL,
                    subject TEXT, linked_at \(sql: d.integer) NOT NULL, linked_by TEXT NOT NULL, ended_at \(sql: d.integer)
                )\(sql: d.strict)
                """,
                "CREATE INDEX account_link_of_account ON account_link (account)",
                "CREATE UNIQUE INDEX account_link_name ON account_link (provider, name) WHERE ended_at IS NULL",
                "CREATE UNIQUE INDEX account_link_subject ON account_link (provider, subject) WHERE ended_at IS NULL AND subject IS NOT NULL",
                """
                CREATE TABLE openid_login (
                    state_sha256 TEXT NOT NULL PRIMARY KEY, browser_sha256 TEXT NOT NULL, issuer TEXT NOT NULL, nonce_sha256 TEXT NOT NULL,
                    verifier_box \(sql: d.bytes) NOT NULL, return_to TEXT, created_at \(sql: d.integer) NOT NULL, ends_at \(sql: d.integer) NOT NULL,
                    used_at \(sql: d.integer)
                )\(sql: d.strict)
                """,
                "CREATE INDEX openid_login_by_time ON openid_login (created_at)",
            ]
        }
    ]
}
