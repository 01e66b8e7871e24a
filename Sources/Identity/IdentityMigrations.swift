public import Store

/// Tables of the `platform` database: accounts, sessions, people, their factors, profiles and powers.
///
/// They follow `StoreMigrations.all`, whose journal the acts of this room are written to.
public enum IdentityMigrations {
    public static let all: [Migration] =
        accounts + PeopleMigrations.all + FactorMigrations.all + CitizenMigrations.all + ProfileMigrations.all
        + PointMigrations.all + PowerMigrations.all + FederationMigrations.all + [FactorMigrations.addresses]
        + OfficerMigrations.all + SigningMigrations.all + [CitizenMigrations.resets, PointMigrations.visits, ProfileMigrations.register]

    private static let accounts: [Migration] = [
        Migration("identity-0001-account") { d in
            // AUTOINCREMENT, so that SQLite like PostgreSQL never gives a number twice.
            let id: SQL = d == .sqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT" : d.identity
            return [
                """
                CREATE TABLE account (
                    id \(sql: id),
                    office TEXT NOT NULL,
                    login TEXT NOT NULL UNIQUE,
                    display_name TEXT NOT NULL,
                    sort_key TEXT NOT NULL,
                    post TEXT NOT NULL,
                    roles TEXT NOT NULL,
                    password_hash TEXT NOT NULL,
                    password_at \(sql: d.integer) NOT NULL,
                    created_at \(sql: d.integer) NOT NULL,
                    closed_at \(sql: d.integer)
                )\(sql: d.strict)
                """,
                "CREATE INDEX account_of_office ON account (office, sort_key)",
            ]
        },
        Migration("identity-0002-session") { d in
            [
                """
                CREATE TABLE session (
                    id \(sql: d.identity),
                    token_sha256 TEXT NOT NULL UNIQUE,
                    account \(sql: d.integer) REFERENCES account (id),
                    form_key \(sql: d.bytes) NOT NULL,
                    created_at \(sql: d.integer) NOT NULL,
                    seen_at \(sql: d.integer) NOT NULL,
                    idle_seconds \(sql: d.integer) NOT NULL,
                    ends_at \(sql: d.integer) NOT NULL,
                    address TEXT NOT NULL,
                    agent TEXT NOT NULL
                )\(sql: d.strict)
                """,
                "CREATE INDEX session_of_account ON session (account)",
                "CREATE INDEX session_by_end ON session (ends_at)",
            ]
        },
        Migration("identity-0003-sign-in-failure") { d in
            [
                """
                CREATE TABLE sign_in_failure (
                    subject TEXT PRIMARY KEY,
                    failures \(sql: d.integer) NOT NULL,
                    last_at \(sql: d.integer) NOT NULL
                )\(sql: d.strict)
                """,
                "CREATE INDEX sign_in_failure_by_time ON sign_in_failure (last_at)",
            ]
        },
    ]
}
