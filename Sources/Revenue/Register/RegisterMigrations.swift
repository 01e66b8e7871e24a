internal import Store

/// The register of taxpayers and objects (ewidencja podatników i przedmiotów opodatkowania).
///
/// Rows are never changed but for the revision in which they ended: the register of any revision can be read again, so that an assessment
/// that stopped goes on with what it began with.
enum RegisterMigrations {
    static let all: [Migration] = [register]

    static let register = Migration("revenue-0001-register") { d in
        [
            "CREATE TABLE tax_register (one \(sql: d.integer) NOT NULL PRIMARY KEY CHECK (one = 1), revision \(sql: d.integer) NOT NULL)\(sql: d.strict)",
            "INSERT INTO tax_register (one, revision) VALUES (1, 0)",
            """
            CREATE TABLE tax_subject (
                id \(sql: d.identity), kind TEXT NOT NULL CHECK (kind IN ('osoba-fizyczna', 'osoba-prawna')),
                contact_id \(sql: d.integer), identifier TEXT NOT NULL, name TEXT NOT NULL, name_sort TEXT NOT NULL
            )\(sql: d.strict)
            """,
            "CREATE UNIQUE INDEX tax_subject_identifier ON tax_subject (identifier) WHERE identifier <> ''",
            "CREATE INDEX tax_subject_contact ON tax_subject (contact_id) WHERE contact_id IS NOT NULL",
            "CREATE INDEX tax_subject_name ON tax_subject (name_sort, id)",
            """
            CREATE TABLE tax_account (
                id \(sql: d.identity), number TEXT NOT NULL UNIQUE, kind TEXT NOT NULL CHECK (kind IN ('grunty', 'transport', 'odpady', 'inne')),
                since \(sql: d.integer) NOT NULL
            )\(sql: d.strict)
            """,
            """
            CREATE TABLE tax_share (
                id \(sql: d.identity), account_id \(sql: d.integer) NOT NULL REFERENCES tax_account (id),
                subject_id \(sql: d.integer) NOT NULL REFERENCES tax_subject (id),
                numerator \(sql: d.integer) NOT NULL CHECK (numerator > 0), denominator \(sql: d.integer) NOT NULL CHECK (denominator >= numerator),
                jointly TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT CHECK (to_day IS NULL OR to_day >= from_day),
                since \(sql: d.integer) NOT NULL, until \(sql: d.integer) CHECK (until IS NULL OR until > since)
            )\(sql: d.strict)
            """,
            "CREATE INDEX tax_share_account ON tax_share (account_id, id)",
            "CREATE INDEX tax_share_subject ON tax_share (subject_id, id)",
            """
            CREATE TABLE tax_object (
                id \(sql: d.identity), account_id \(sql: d.integer) NOT NULL REFERENCES tax_account (id), kind TEXT NOT NULL, mark TEXT NOT NULL,
                land_register TEXT NOT NULL, since \(sql: d.integer) NOT NULL, UNIQUE (account_id, kind, mark)
            )\(sql: d.strict)
            """,
            "CREATE INDEX tax_object_mark ON tax_object (mark)",
            """
            CREATE TABLE tax_object_state (
                id \(sql: d.identity), object_id \(sql: d.integer) NOT NULL REFERENCES tax_object (id),
                account_id \(sql: d.integer) NOT NULL REFERENCES tax_account (id),
                levy TEXT NOT NULL, line TEXT NOT NULL, detail TEXT NOT NULL, quantity \(sql: d.integer) NOT NULL CHECK (quantity >= 0),
                exempt_numerator \(sql: d.integer) NOT NULL CHECK (exempt_numerator >= 0),
                exempt_denominator \(sql: d.integer) NOT NULL CHECK (exempt_denominator >= exempt_numerator AND exempt_denominator > 0),
                exempt_basis TEXT NOT NULL, from_month \(sql: d.integer) NOT NULL,
                to_month \(sql: d.integer) CHECK (to_month IS NULL OR to_month >= from_month), source TEXT NOT NULL,
                since \(sql: d.integer) NOT NULL, until \(sql: d.integer) CHECK (until IS NULL OR until > since)
            )\(sql: d.strict)
            """,
            "CREATE INDEX tax_object_state_account ON tax_object_state (account_id, id)",
            "CREATE INDEX tax_object_state_object ON tax_object_state (object_id, levy, line, from_month)",
        ]
            + SchemaGuard.refuse(
                d, "tax_object_state_overlap", .insert, on: "tax_object_state",
                when: """
                    EXISTS (SELECT 1 FROM tax_object_state s WHERE s.object_id = NEW.object_id AND s.levy = NEW.levy AND s.line = NEW.line
                    AND s.detail = NEW.detail AND s.until IS NULL AND NEW.until IS NULL AND s.from_month <= COALESCE(NEW.to_month, 299912)
                    AND NEW.from_month <= COALESCE(s.to_month, 299912))
                    """, saying: "states of one object overlap")
            + SchemaGuard.refuse(
                d, "tax_object_state_fixed", .update, on: "tax_object_state",
                columns: [
                    "object_id", "account_id", "levy", "line", "detail", "quantity", "exempt_numerator", "exempt_denominator", "from_month", "to_month", "since",
                ], saying: "a state is replaced and never changed")
            + SchemaGuard.refuse(d, "tax_object_state_kept", .delete, on: "tax_object_state", saying: "a state is replaced and never deleted")
            + SchemaGuard.refuse(
                d, "tax_share_fixed", .update, on: "tax_share",
                columns: ["account_id", "subject_id", "numerator", "denominator", "jointly", "from_day", "to_day", "since"],
                saying: "a share is replaced and never changed")
            + SchemaGuard.refuse(d, "tax_share_kept", .delete, on: "tax_share", saying: "a share is replaced and never deleted")
    }
}
