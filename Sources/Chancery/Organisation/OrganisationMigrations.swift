internal import Store

enum OrganisationMigrations {
    static let all: [Migration] = [
        Migration("chancery-0010-organisation") { d in
            [
                "CREATE TABLE office_unit (id \(sql: d.identity), opened_at \(sql: d.integer) NOT NULL)\(sql: d.strict)",
                // What a unit was called and where it stood, one row for each span of days.
                """
                CREATE TABLE unit_designation (
                    unit_id \(sql: d.integer) NOT NULL REFERENCES office_unit (id),
                    valid_from TEXT NOT NULL,
                    valid_to TEXT,
                    code TEXT NOT NULL,
                    code_folded TEXT NOT NULL,
                    first_year \(sql: d.integer) NOT NULL,
                    last_year \(sql: d.integer) NOT NULL,
                    name TEXT NOT NULL,
                    parent_id \(sql: d.integer) REFERENCES office_unit (id),
                    PRIMARY KEY (unit_id, valid_from),
                    CHECK (valid_to IS NULL OR valid_to >= valid_from),
                    CHECK (first_year <= last_year)
                )\(sql: d.strict)
                """,
                "CREATE INDEX unit_designation_code ON unit_designation (code_folded, first_year)",
                """
                CREATE TABLE officer (
                    id \(sql: d.identity),
                    given_names TEXT NOT NULL,
                    surname TEXT NOT NULL,
                    sort TEXT NOT NULL,
                    account TEXT UNIQUE,
                    active_from TEXT NOT NULL,
                    active_to TEXT,
                    CHECK (active_to IS NULL OR active_to >= active_from)
                )\(sql: d.strict)
                """,
                "CREATE INDEX officer_sort ON officer (sort, id)",
                """
                CREATE TABLE officer_post (
                    id \(sql: d.identity),
                    officer_id \(sql: d.integer) NOT NULL REFERENCES officer (id),
                    unit_id \(sql: d.integer) NOT NULL REFERENCES office_unit (id),
                    title TEXT NOT NULL,
                    is_head \(sql: d.integer) NOT NULL CHECK (is_head IN (0, 1)),
                    valid_from TEXT NOT NULL,
                    valid_to TEXT,
                    CHECK (valid_to IS NULL OR valid_to >= valid_from)
                )\(sql: d.strict)
                """,
                "CREATE INDEX officer_post_officer ON officer_post (officer_id, id)",
                "CREATE INDEX officer_post_unit ON officer_post (unit_id, id)",
                """
                CREATE TABLE role_grant (
                    id \(sql: d.identity),
                    officer_id \(sql: d.integer) NOT NULL REFERENCES officer (id),
                    role TEXT NOT NULL,
                    scope TEXT NOT NULL,
                    unit_id \(sql: d.integer) REFERENCES office_unit (id),
                    classes TEXT NOT NULL,
                    highest_access TEXT NOT NULL,
                    sees_confidential \(sql: d.integer) NOT NULL CHECK (sees_confidential IN (0, 1)),
                    valid_from TEXT NOT NULL,
                    valid_to TEXT,
                    granted_by TEXT NOT NULL,
                    granted_at \(sql: d.integer) NOT NULL,
                    CHECK (valid_to IS NULL OR valid_to >= valid_from)
                )\(sql: d.strict)
                """,
                "CREATE INDEX role_grant_officer ON role_grant (officer_id, id)",
                """
                CREATE TABLE substitution (
                    id \(sql: d.identity),
                    absent_id \(sql: d.integer) NOT NULL REFERENCES officer (id),
                    substitute_id \(sql: d.integer) NOT NULL REFERENCES officer (id),
                    valid_from TEXT NOT NULL,
                    valid_to TEXT NOT NULL,
                    reason TEXT NOT NULL,
                    recorded_by TEXT NOT NULL,
                    recorded_at \(sql: d.integer) NOT NULL,
                    CHECK (absent_id <> substitute_id),
                    CHECK (valid_to >= valid_from)
                )\(sql: d.strict)
                """,
                "CREATE INDEX substitution_substitute ON substitution (substitute_id, valid_to)",
                "CREATE INDEX substitution_absent ON substitution (absent_id, valid_to)",
                """
                CREATE TABLE case_hand_over (
                    id \(sql: d.identity),
                    from_unit_id \(sql: d.integer) NOT NULL REFERENCES office_unit (id),
                    to_unit_id \(sql: d.integer) NOT NULL REFERENCES office_unit (id),
                    on_day TEXT NOT NULL,
                    classes TEXT NOT NULL,
                    reason TEXT NOT NULL,
                    recorded_by TEXT NOT NULL,
                    recorded_at \(sql: d.integer) NOT NULL,
                    done_at \(sql: d.integer),
                    cases \(sql: d.integer),
                    CHECK (from_unit_id <> to_unit_id),
                    CHECK ((done_at IS NULL) = (cases IS NULL))
                )\(sql: d.strict)
                """,
                "CREATE INDEX case_hand_over_pending ON case_hand_over (on_day, id) WHERE done_at IS NULL",
                "CREATE INDEX case_hand_over_from ON case_hand_over (from_unit_id, id)",
            ] + d.unitCodeOncePerYear
        }
    ]

    /// Stands for "no end" where years are compared.
    static let noEndYear = 9_999
}

extension Dialect {
    /// The engine itself refuses a code that another unit uses in one of the same calendar years (invariant I11).
    fileprivate var unitCodeOncePerYear: [SQL] {
        let clash: SQL = """
            SELECT 1 FROM unit_designation AS other WHERE other.code_folded = NEW.code_folded AND other.unit_id <> NEW.unit_id
            AND other.first_year <= NEW.last_year AND other.last_year >= NEW.first_year
            """
        switch self {
        case .sqlite:
            return [
                """
                CREATE TRIGGER unit_code_once_insert BEFORE INSERT ON unit_designation WHEN EXISTS (\(sql: clash))
                BEGIN SELECT RAISE(ABORT, 'a unit code is used once in a calendar year'); END
                """,
                """
                CREATE TRIGGER unit_code_once_update BEFORE UPDATE ON unit_designation WHEN EXISTS (\(sql: clash))
                BEGIN SELECT RAISE(ABORT, 'a unit code is used once in a calendar year'); END
                """,
            ]
        case .postgres:
            return [
                """
                CREATE FUNCTION unit_code_once() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN IF EXISTS (\(sql: clash)) THEN RAISE EXCEPTION ''a unit code is used once in a calendar year''; END IF; RETURN NEW; END'
                """,
                "CREATE TRIGGER unit_code_once BEFORE INSERT OR UPDATE ON unit_designation FOR EACH ROW EXECUTE FUNCTION unit_code_once()",
            ]
        }
    }
}
