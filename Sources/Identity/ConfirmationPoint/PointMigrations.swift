internal import Store

/// Tables of confirmation points; the `platform` database.
enum PointMigrations {
    /// How a point gives out its time; one open visit for an application; who was reminded.
    static let visits = Migration("identity-0025-visit-plan") { d in
        [
            """
            CREATE TABLE visit_plan (
                point \(sql: d.integer) NOT NULL PRIMARY KEY REFERENCES confirmation_point (id), slot_minutes \(sql: d.integer) NOT NULL,
                desks \(sql: d.integer) NOT NULL, horizon_days \(sql: d.integer) NOT NULL, updated_at \(sql: d.integer) NOT NULL
            )\(sql: d.strict)
            """,
            "ALTER TABLE visit ADD COLUMN reminded_at \(sql: d.integer)",
            """
            CREATE UNIQUE INDEX visit_open_of_application ON visit (application)
            WHERE application IS NOT NULL AND state IN ('booked', 'waiting', 'called')
            """,
            "CREATE INDEX visit_booked_by_day ON visit (day, id) WHERE state = 'booked'",
        ]
    }

    static let all: [Migration] = [
        Migration("identity-0017-confirmation-point") { d in
            let id: SQL = d == .sqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT" : d.identity
            return [
                """
                CREATE TABLE confirmation_point (
                    id \(sql: id), office TEXT NOT NULL, name TEXT NOT NULL, place TEXT NOT NULL, address TEXT NOT NULL, room TEXT NOT NULL,
                    way_there TEXT NOT NULL, accessibility TEXT NOT NULL, phone TEXT NOT NULL, hours TEXT NOT NULL, state TEXT NOT NULL,
                    state_at \(sql: d.integer) NOT NULL, consent_number TEXT, consent_day TEXT, successor TEXT
                )\(sql: d.strict)
                """,
                "CREATE INDEX confirmation_point_of_office ON confirmation_point (office)",
                """
                CREATE TABLE operator_authorisation (
                    id \(sql: id), point \(sql: d.integer) NOT NULL REFERENCES confirmation_point (id),
                    account \(sql: d.integer) NOT NULL REFERENCES account (id), pesel_box \(sql: d.bytes) NOT NULL, pesel_hash TEXT NOT NULL,
                    given_names TEXT NOT NULL, surname TEXT NOT NULL, post TEXT NOT NULL, number TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT NOT NULL,
                    scopes TEXT NOT NULL, no_conviction_on TEXT, trained_on TEXT, signing_until TEXT NOT NULL,
                    requested_by \(sql: d.integer) NOT NULL, requested_at \(sql: d.integer) NOT NULL, approved_by \(sql: d.integer),
                    approved_at \(sql: d.integer), state TEXT NOT NULL, reason TEXT,
                    CHECK (approved_by IS NULL OR approved_by <> requested_by), CHECK (approved_by IS NULL OR approved_by <> account)
                )\(sql: d.strict)
                """,
                "CREATE INDEX operator_authorisation_of_account ON operator_authorisation (point, account)",
                """
                CREATE TABLE service_act (
                    id \(sql: id), application \(sql: d.integer) NOT NULL REFERENCES profile_application (id),
                    point \(sql: d.integer) NOT NULL REFERENCES confirmation_point (id), operator \(sql: d.integer) NOT NULL,
                    operator_name TEXT NOT NULL, post TEXT NOT NULL, case_sign TEXT, started_at \(sql: d.integer) NOT NULL,
                    document_kind TEXT, has_pesel \(sql: d.integer), document_country TEXT, document_number TEXT, document_until TEXT, differing TEXT,
                    printed_at \(sql: d.integer), print_sha256 TEXT, signed_at \(sql: d.integer), result TEXT, reason TEXT, acted_at \(sql: d.integer),
                    acted_day TEXT, signature_sha256 TEXT, notes TEXT,
                    CHECK (has_pesel IS NULL OR (has_pesel = 1 AND document_number IS NULL AND document_country IS NULL)
                        OR (has_pesel = 0 AND document_number IS NOT NULL AND document_country IS NOT NULL))
                )\(sql: d.strict)
                """,
                "CREATE INDEX service_act_of_application ON service_act (application, id)",
                "CREATE INDEX service_act_by_day ON service_act (point, acted_day, id)",
                "CREATE UNIQUE INDEX service_act_under_way ON service_act (application) WHERE result IS NULL",
                """
                CREATE TABLE paper (
                    id \(sql: id), act \(sql: d.integer) NOT NULL UNIQUE REFERENCES service_act (id), point \(sql: d.integer) NOT NULL,
                    box TEXT NOT NULL, folder TEXT NOT NULL, position TEXT NOT NULL, archived_at \(sql: d.integer) NOT NULL, retain_until TEXT NOT NULL,
                    lent_to TEXT, lent_at \(sql: d.integer), destroyed_protocol TEXT, destroyed_on TEXT
                )\(sql: d.strict)
                """,
                "CREATE INDEX paper_by_retention ON paper (point, retain_until, id) WHERE destroyed_on IS NULL",
            ]
        },
        Migration("identity-0018-visit") { d in
            [
                """
                CREATE TABLE visit (
                    id \(sql: d.identity), point \(sql: d.integer) NOT NULL REFERENCES confirmation_point (id), day TEXT NOT NULL,
                    ticket \(sql: d.integer) NOT NULL, minute \(sql: d.integer), desk \(sql: d.integer),
                    application \(sql: d.integer) REFERENCES profile_application (id),
                    state TEXT NOT NULL CHECK (state IN ('booked', 'waiting', 'called', 'served', 'no-show', 'cancelled')),
                    created_at \(sql: d.integer) NOT NULL, arrived_at \(sql: d.integer), called_at \(sql: d.integer), called_by \(sql: d.integer),
                    ended_at \(sql: d.integer),
                    CHECK ((minute IS NULL) = (desk IS NULL))
                )\(sql: d.strict)
                """,
                "CREATE UNIQUE INDEX visit_ticket ON visit (point, day, ticket)",
                "CREATE UNIQUE INDEX visit_slot ON visit (point, day, minute, desk) WHERE minute IS NOT NULL AND state <> 'cancelled'",
                "CREATE INDEX visit_of_application ON visit (application)",
            ]
        },
        Migration("identity-0020-point-role") { d in
            [
                """
                CREATE TABLE point_role (
                    point \(sql: d.integer) NOT NULL REFERENCES confirmation_point (id), account \(sql: d.integer) NOT NULL REFERENCES account (id),
                    role TEXT NOT NULL, granted_at \(sql: d.integer) NOT NULL, PRIMARY KEY (point, account, role)
                )\(sql: d.strict)
                """
            ]
        },
        Migration("identity-0021-point-event") { d in
            [
                """
                CREATE TABLE point_event (
                    id \(sql: d.identity), point \(sql: d.integer) NOT NULL REFERENCES confirmation_point (id), day TEXT NOT NULL,
                    at \(sql: d.integer) NOT NULL, actor TEXT NOT NULL, act TEXT NOT NULL, application \(sql: d.integer), cause TEXT NOT NULL
                )\(sql: d.strict)
                """,
                "CREATE INDEX point_event_by_day ON point_event (point, day, id)",
            ]
        },
    ]
}
