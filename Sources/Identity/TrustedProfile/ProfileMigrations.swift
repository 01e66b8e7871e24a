internal import Store

/// Tables of applications and profiles; the `platform` database.
enum ProfileMigrations {
    /// Since when the population register has not answered, and whose PESEL is restricted there.
    static let register = Migration("identity-0026-register-standing") { d in
        [
            """
            CREATE TABLE register_outage (
                one \(sql: d.integer) NOT NULL PRIMARY KEY CHECK (one = 1), since \(sql: d.integer) NOT NULL, problem TEXT NOT NULL
            )\(sql: d.strict)
            """,
            """
            CREATE TABLE pesel_restriction (
                person \(sql: d.integer) NOT NULL PRIMARY KEY REFERENCES person (id), since TEXT NOT NULL
            )\(sql: d.strict)
            """,
        ]
    }

    static let all: [Migration] = [
        Migration("identity-0015-trusted-profile") { d in
            let id: SQL = d == .sqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT" : d.identity
            return [
                """
                CREATE TABLE trusted_profile (
                    id \(sql: id), designation TEXT NOT NULL UNIQUE, account \(sql: d.integer) NOT NULL REFERENCES citizen_account (id),
                    user_id TEXT NOT NULL, person \(sql: d.integer) NOT NULL REFERENCES person (id), given_names TEXT NOT NULL, surname TEXT NOT NULL,
                    birthday TEXT NOT NULL, pesel_box \(sql: d.bytes) NOT NULL, pesel_hash TEXT NOT NULL, mail TEXT, phone TEXT, factors TEXT NOT NULL,
                    method TEXT NOT NULL, confirmed_at \(sql: d.integer) NOT NULL, point TEXT, operator_name TEXT, seal TEXT,
                    valid_from \(sql: d.integer) NOT NULL, valid_to \(sql: d.integer) NOT NULL,
                    state TEXT NOT NULL CHECK (state IN ('active', 'expired', 'invalidated', 'replaced')), reason TEXT,
                    replaced_by \(sql: d.integer) REFERENCES trusted_profile (id),
                    noticed_days \(sql: d.integer),
                    CHECK (valid_from < valid_to), CHECK ((state = 'invalidated') = (reason IS NOT NULL)),
                    CHECK ((state = 'replaced') = (replaced_by IS NOT NULL))
                )\(sql: d.strict)
                """,
                // One person, one active profile: what no code above may break.
                "CREATE UNIQUE INDEX trusted_profile_active ON trusted_profile (pesel_hash) WHERE state = 'active'",
                "CREATE INDEX trusted_profile_by_pesel ON trusted_profile (pesel_hash, id)",
                "CREATE INDEX trusted_profile_of_person ON trusted_profile (person, id)",
                "CREATE INDEX trusted_profile_of_account ON trusted_profile (account, id)",
                "CREATE INDEX trusted_profile_by_end ON trusted_profile (valid_to, id) WHERE state = 'active'",
                """
                CREATE TABLE trusted_profile_event (
                    id \(sql: id), profile \(sql: d.integer) NOT NULL REFERENCES trusted_profile (id), kind TEXT NOT NULL, at \(sql: d.integer) NOT NULL,
                    actor TEXT NOT NULL, way TEXT NOT NULL, is_active \(sql: d.integer) NOT NULL, valid_to \(sql: d.integer) NOT NULL,
                    given_names TEXT NOT NULL, surname TEXT NOT NULL, mail TEXT, phone TEXT
                )\(sql: d.strict)
                """,
                "CREATE INDEX trusted_profile_event_of_profile ON trusted_profile_event (profile, at, id)",
            ] + d.appendOnly("trusted_profile_event")
        },
        Migration("identity-0016-profile-application") { d in
            let id: SQL = d == .sqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT" : d.identity
            return [
                """
                CREATE TABLE profile_application (
                    id \(sql: id), number TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, account \(sql: d.integer) REFERENCES citizen_account (id),
                    person \(sql: d.integer) REFERENCES person (id), user_id TEXT, given_names TEXT, surname TEXT, birthday TEXT,
                    pesel_box \(sql: d.bytes), pesel_hash TEXT, mail TEXT, phone TEXT, factors TEXT, wording TEXT,
                    profile \(sql: d.integer) REFERENCES trusted_profile (id), submitted_at \(sql: d.integer) NOT NULL, last_day TEXT NOT NULL,
                    state TEXT NOT NULL, state_at \(sql: d.integer) NOT NULL, reason TEXT, claimed_by \(sql: d.integer), claimed_name TEXT,
                    claimed_until \(sql: d.integer)
                )\(sql: d.strict)
                """,
                "CREATE INDEX profile_application_by_pesel ON profile_application (pesel_hash, id)",
                "CREATE INDEX profile_application_by_user ON profile_application (user_id, id)",
                "CREATE INDEX profile_application_of_account ON profile_application (account, id)",
                "CREATE INDEX profile_application_by_state ON profile_application (state, last_day, id)",
                """
                CREATE TABLE register_cursor (
                    one \(sql: d.integer) NOT NULL PRIMARY KEY CHECK (one = 1), seen \(sql: d.integer) NOT NULL
                )\(sql: d.strict)
                """,
            ]
        },
    ]
}
