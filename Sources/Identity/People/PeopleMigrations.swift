internal import Store

/// Tables of people; the `platform` database.
enum PeopleMigrations {
    static let all: [Migration] = [
        Migration("identity-0010-person") { d in
            let id: SQL = d == .sqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT" : d.identity
            return [
                """
                CREATE TABLE person (
                    id \(sql: id),
                    given_names TEXT NOT NULL,
                    surname TEXT NOT NULL,
                    sort_key TEXT NOT NULL,
                    birthday TEXT NOT NULL,
                    pesel_box \(sql: d.bytes),
                    pesel_hash TEXT UNIQUE,
                    mail TEXT,
                    phone TEXT,
                    died_on TEXT,
                    created_at \(sql: d.integer) NOT NULL,
                    CHECK ((pesel_box IS NULL) = (pesel_hash IS NULL))
                )\(sql: d.strict)
                """,
                """
                CREATE TABLE person_change (
                    id \(sql: d.identity),
                    person \(sql: d.integer) NOT NULL REFERENCES person (id),
                    at \(sql: d.integer) NOT NULL,
                    actor TEXT NOT NULL,
                    field TEXT NOT NULL,
                    before TEXT NOT NULL,
                    after TEXT NOT NULL,
                    source TEXT NOT NULL
                )\(sql: d.strict)
                """,
                "CREATE INDEX person_change_of_person ON person_change (person, id)",
                """
                CREATE TABLE consent (
                    id \(sql: d.identity),
                    person \(sql: d.integer) NOT NULL REFERENCES person (id),
                    kind TEXT NOT NULL,
                    wording TEXT NOT NULL,
                    given_at \(sql: d.integer) NOT NULL,
                    withdrawn_at \(sql: d.integer)
                )\(sql: d.strict)
                """,
                "CREATE INDEX consent_of_person ON consent (person, id)",
                "CREATE UNIQUE INDEX consent_in_force ON consent (person, kind) WHERE withdrawn_at IS NULL",
                """
                CREATE TABLE person_look (
                    id \(sql: d.identity),
                    person \(sql: d.integer) NOT NULL REFERENCES person (id),
                    at \(sql: d.integer) NOT NULL,
                    actor TEXT NOT NULL,
                    office TEXT,
                    post TEXT NOT NULL,
                    what TEXT NOT NULL,
                    why TEXT NOT NULL
                )\(sql: d.strict)
                """,
                "CREATE INDEX person_look_of_person ON person_look (person, id)",
            ]
        },
        Migration("identity-0011-rate-window") { d in
            [
                """
                CREATE TABLE rate_window (
                    subject TEXT NOT NULL,
                    seconds \(sql: d.integer) NOT NULL,
                    started_at \(sql: d.integer) NOT NULL,
                    count \(sql: d.integer) NOT NULL,
                    ends_at \(sql: d.integer) NOT NULL,
                    PRIMARY KEY (subject, seconds)
                )\(sql: d.strict)
                """,
                "CREATE INDEX rate_window_by_end ON rate_window (ends_at)",
            ]
        },
    ]
}
