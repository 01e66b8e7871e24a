internal import Store

/// The tables of cases.
enum CaseMigrations {
    static let all: [Migration] = [cases, file, parties, terms, without]

    /// Columns that say what a case is; they are written once.
    private static let identity = ["id", "kind", "sign", "unit_id", "unit_code", "symbol", "year", "parent_number", "parent_id", "number", "opened_at", "founder_id"]
    /// Columns that a locked case keeps; state, closing and archive are moved by their own procedures.
    private static let content = [
        "class_title", "class_is_leaf", "class_mode", "category", "title", "description", "remarks", "access", "officer_id", "officer_name", "founder_name",
        "founder_post", "origin_kind", "origin_id", "start_day", "term",
    ]
    private static let procedureRuns = "EXISTS (SELECT 1 FROM case_procedure p WHERE p.case_id = OLD.id AND p.ended_at IS NULL)"

    static let cases = Migration("chancery-0050-cases") { d in
        [
            """
            CREATE TABLE case_file (
                id \(sql: d.identity),
                kind TEXT NOT NULL CHECK (kind IN ('sprawa', 'podteczka')),
                sign TEXT NOT NULL UNIQUE,
                sign_key TEXT NOT NULL,
                unit_id \(sql: d.integer) NOT NULL,
                unit_code TEXT NOT NULL,
                symbol TEXT NOT NULL,
                year \(sql: d.integer) NOT NULL CHECK (year BETWEEN 1000 AND 9999),
                parent_id \(sql: d.integer) REFERENCES case_file (id),
                parent_number \(sql: d.integer) NOT NULL CHECK (parent_number >= 0),
                number \(sql: d.integer) NOT NULL CHECK (number > 0),
                class_title TEXT NOT NULL,
                class_is_leaf \(sql: d.integer) NOT NULL CHECK (class_is_leaf = 1),
                class_mode TEXT NOT NULL CHECK (class_mode IN ('EZD', 'PAPIER')),
                category TEXT,
                title TEXT NOT NULL,
                description TEXT NOT NULL,
                remarks TEXT NOT NULL,
                access TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('nowa', 'w-toku', 'zawieszona', 'zalatwiona', 'zakonczona', 'polaczona', 'kontynuowana',
                    'omylkowa', 'przekazana-wg-wlasciwosci', 'w-archiwum', 'przekazana-do-ap', 'wybrakowana')),
                locked \(sql: d.integer) NOT NULL,
                founder_id \(sql: d.integer) NOT NULL,
                founder_name TEXT NOT NULL,
                founder_post TEXT NOT NULL,
                officer_id \(sql: d.integer),
                officer_name TEXT NOT NULL,
                origin_kind TEXT,
                origin_id \(sql: d.integer),
                opened_at \(sql: d.integer) NOT NULL,
                start_day TEXT NOT NULL,
                term TEXT,
                extended_to TEXT,
                due TEXT NOT NULL,
                settled_day TEXT,
                closed_day TEXT,
                last_act_at \(sql: d.integer) NOT NULL,
                reopenings \(sql: d.integer) NOT NULL,
                version \(sql: d.integer) NOT NULL,
                changed_at \(sql: d.integer) NOT NULL,
                changed_by TEXT NOT NULL,
                UNIQUE (unit_code, symbol, year, parent_number, number),
                CHECK ((origin_kind IS NULL) = (origin_id IS NULL)),
                CHECK ((parent_id IS NULL) = (parent_number = 0)),
                CHECK (kind = 'sprawa' OR parent_id IS NULL),
                CHECK (locked = CASE WHEN state IN ('nowa', 'w-toku', 'zawieszona', 'zalatwiona') THEN 0 ELSE 1 END),
                CHECK (state <> 'zakonczona' OR closed_day IS NOT NULL)
            )\(sql: d.strict)
            """,
            "CREATE INDEX case_file_by_sign_key ON case_file (sign_key)",
            "CREATE INDEX case_file_parent ON case_file (parent_id) WHERE parent_id IS NOT NULL",
            "CREATE INDEX case_file_origin ON case_file (origin_id, origin_kind) WHERE origin_id IS NOT NULL",
            "CREATE INDEX case_file_unit ON case_file (unit_id, id)",
            "CREATE INDEX case_file_unit_state ON case_file (unit_id, state, id)",
            "CREATE INDEX case_file_state ON case_file (state, id)",
            "CREATE INDEX case_file_unit_class ON case_file (unit_id, symbol, year, id)",
            "CREATE INDEX case_file_class ON case_file (symbol, year, id)",
            "CREATE INDEX case_file_sub_files ON case_file (unit_code, symbol, year, number) WHERE kind = 'podteczka'",
            "CREATE INDEX case_file_officer ON case_file (officer_id, id)",
            "CREATE INDEX case_file_officer_state ON case_file (officer_id, state, id)",
            "CREATE INDEX case_file_officer_due ON case_file (officer_id, due, id) WHERE locked = 0",
            "CREATE INDEX case_file_unit_due ON case_file (unit_id, due, id) WHERE locked = 0",
            "CREATE INDEX case_file_due ON case_file (due, id) WHERE locked = 0",
            "CREATE INDEX case_file_age ON case_file (start_day, id) WHERE locked = 0",
            "CREATE INDEX case_file_unit_age ON case_file (unit_id, start_day, id) WHERE locked = 0",
            "CREATE INDEX case_file_quiet ON case_file (last_act_at, id) WHERE locked = 0",
            "CREATE INDEX case_file_unit_quiet ON case_file (unit_id, last_act_at, id) WHERE locked = 0",
            """
            CREATE TABLE case_state_change (
                case_id \(sql: d.integer) NOT NULL REFERENCES case_file (id),
                position \(sql: d.integer) NOT NULL,
                at \(sql: d.integer) NOT NULL,
                event TEXT NOT NULL,
                state_before TEXT NOT NULL,
                state_after TEXT NOT NULL,
                day TEXT,
                basis TEXT NOT NULL,
                reason TEXT NOT NULL,
                officer_id \(sql: d.integer),
                by_name TEXT NOT NULL,
                PRIMARY KEY (case_id, position)
            )\(sql: d.strict)
            """,
            """
            CREATE TABLE case_procedure (
                id \(sql: d.identity),
                case_id \(sql: d.integer) NOT NULL REFERENCES case_file (id),
                reason TEXT NOT NULL,
                by_name TEXT NOT NULL,
                account TEXT NOT NULL,
                started_at \(sql: d.integer) NOT NULL,
                ended_at \(sql: d.integer)
            )\(sql: d.strict)
            """,
            "CREATE INDEX case_procedure_case ON case_procedure (case_id, id)",
        ]
            + SchemaGuard.refuse(d, "case_file_identity_stays", .update, on: "case_file", columns: identity, saying: "a case keeps its sign for ever")
            + SchemaGuard.refuse(
                d, "case_file_locked", .update, on: "case_file", columns: content, when: "OLD.locked = 1 AND NOT \(procedureRuns)",
                saying: "a locked case changes only by a logged procedure")
            + SchemaGuard.refuse(
                d, "case_file_unlocked", .update, on: "case_file", columns: ["state", "locked", "closed_day", "settled_day"],
                when: """
                    OLD.locked = 1 AND (NEW.locked = 0 OR COALESCE(NEW.closed_day, '') <> COALESCE(OLD.closed_day, '')
                        OR COALESCE(NEW.settled_day, '') <> COALESCE(OLD.settled_day, '')) AND NOT \(procedureRuns)
                    """,
                saying: "a locked case is opened again only by a logged procedure")
            + SchemaGuard.refuse(d, "case_file_stays", .delete, on: "case_file", saying: "a case is never deleted")
            + d.appendOnly("case_state_change")
    }

    /// Refuses every change of a table's rows that belong to a locked case, but in a procedure.
    private static func locked(_ d: Dialect, _ table: String) -> [SQL] {
        func condition(_ row: String) -> String {
            """
            EXISTS (SELECT 1 FROM case_file f WHERE f.id = \(row).case_id AND f.locked = 1) AND NOT EXISTS (\
            SELECT 1 FROM case_procedure p WHERE p.case_id = \(row).case_id AND p.ended_at IS NULL)
            """
        }
        let words = "the file of a locked case changes only by a logged procedure"
        return SchemaGuard.refuse(d, "\(table)_locked_insert", .insert, on: table, when: condition("NEW"), saying: words)
            + SchemaGuard.refuse(d, "\(table)_locked_update", .update, on: table, when: condition("OLD"), saying: words)
    }

    static let file = Migration("chancery-0051-case-file") { d in
        [
            """
            CREATE TABLE case_element (
                id \(sql: d.identity),
                case_id \(sql: d.integer) NOT NULL REFERENCES case_file (id),
                case_unit \(sql: d.integer) NOT NULL,
                cooperating \(sql: d.integer) NOT NULL CHECK (cooperating IN (0, 1)),
                position \(sql: d.integer) NOT NULL CHECK (position > 0),
                kind TEXT NOT NULL,
                letter_kind TEXT,
                letter_id \(sql: d.integer),
                reference TEXT NOT NULL,
                title TEXT NOT NULL,
                date TEXT,
                access TEXT NOT NULL,
                text TEXT NOT NULL,
                hash TEXT,
                file_name TEXT NOT NULL,
                media_type TEXT NOT NULL,
                size \(sql: d.integer) NOT NULL,
                added_at \(sql: d.integer) NOT NULL,
                added_by \(sql: d.integer),
                added_by_name TEXT NOT NULL,
                added_by_post TEXT NOT NULL,
                added_by_unit \(sql: d.integer),
                removed_at \(sql: d.integer),
                removed_by TEXT,
                remove_reason TEXT,
                UNIQUE (case_id, position),
                CHECK ((letter_kind IS NULL) = (letter_id IS NULL)),
                CHECK ((removed_at IS NULL) = (remove_reason IS NULL))
            )\(sql: d.strict)
            """,
            "CREATE UNIQUE INDEX case_element_letter ON case_element (letter_id, letter_kind, case_id) WHERE letter_id IS NOT NULL AND removed_at IS NULL",
            "CREATE INDEX case_element_reference ON case_element (reference) WHERE reference <> ''",
            "CREATE INDEX case_element_hash ON case_element (hash) WHERE hash IS NOT NULL",
            "CREATE INDEX case_element_given ON case_element (added_by_unit, id) WHERE cooperating = 1",
            "CREATE INDEX case_element_received ON case_element (case_unit, id) WHERE cooperating = 1",
            """
            CREATE TABLE case_share (
                id \(sql: d.identity),
                case_id \(sql: d.integer) NOT NULL REFERENCES case_file (id),
                unit_id \(sql: d.integer) NOT NULL,
                officer_id \(sql: d.integer),
                element_id \(sql: d.integer) REFERENCES case_element (id),
                may_add \(sql: d.integer) NOT NULL CHECK (may_add IN (0, 1)),
                until_day TEXT NOT NULL,
                granted_at \(sql: d.integer) NOT NULL,
                granted_by TEXT NOT NULL,
                revoked_at \(sql: d.integer),
                revoked_by TEXT
            )\(sql: d.strict)
            """,
            "CREATE INDEX case_share_case ON case_share (case_id, unit_id)",
            "CREATE INDEX case_share_unit ON case_share (unit_id, id) WHERE revoked_at IS NULL",
            """
            CREATE TABLE case_relation (
                case_id \(sql: d.integer) NOT NULL REFERENCES case_file (id),
                other_id \(sql: d.integer) NOT NULL REFERENCES case_file (id),
                kind TEXT NOT NULL,
                at \(sql: d.integer) NOT NULL,
                by_name TEXT NOT NULL,
                PRIMARY KEY (case_id, other_id, kind),
                CHECK (case_id <> other_id)
            )\(sql: d.strict)
            """,
        ]
            + SchemaGuard.refuse(
                d, "case_element_stays", .update, on: "case_element",
                columns: [
                    "id", "case_id", "case_unit", "cooperating", "position", "kind", "letter_kind", "letter_id", "reference", "text", "hash", "file_name", "media_type",
                    "size", "added_at",
                    "added_by", "added_by_name", "added_by_post", "added_by_unit",
                ],
                saying: "an element of a case file is never rewritten")
            + SchemaGuard.refuse(d, "case_element_kept", .delete, on: "case_element", saying: "an element of a case file is never deleted")
            + locked(d, "case_element")
    }

    static let parties = Migration("chancery-0052-case-parties") { d in
        [
            """
            CREATE TABLE case_party (
                id \(sql: d.identity),
                case_id \(sql: d.integer) NOT NULL REFERENCES case_file (id),
                contact_id \(sql: d.integer) NOT NULL,
                role TEXT NOT NULL,
                represents_id \(sql: d.integer) REFERENCES case_party (id),
                label TEXT NOT NULL,
                address TEXT NOT NULL,
                added_at \(sql: d.integer) NOT NULL,
                added_by TEXT NOT NULL,
                removed_at \(sql: d.integer),
                removed_by TEXT,
                remove_reason TEXT,
                CHECK ((removed_at IS NULL) = (remove_reason IS NULL))
            )\(sql: d.strict)
            """,
            "CREATE INDEX case_party_case ON case_party (case_id, id)",
            "CREATE INDEX case_party_contact ON case_party (contact_id, case_id)",
            """
            CREATE TABLE case_finality (
                case_id \(sql: d.integer) NOT NULL REFERENCES case_file (id),
                decision TEXT NOT NULL,
                party_id \(sql: d.integer) NOT NULL REFERENCES case_party (id),
                delivered_day TEXT,
                waived_day TEXT,
                appealed_day TEXT,
                recorded_at \(sql: d.integer) NOT NULL,
                recorded_by TEXT NOT NULL,
                PRIMARY KEY (case_id, decision, party_id)
            )\(sql: d.strict)
            """,
        ] + SchemaGuard.refuse(d, "case_party_kept", .delete, on: "case_party", saying: "a party is never deleted")
            + SchemaGuard.refuse(
                d, "case_party_stays", .update, on: "case_party",
                columns: ["id", "case_id", "contact_id", "role", "represents_id", "label", "address", "added_at", "added_by"],
                saying: "a party is never rewritten")
            + locked(d, "case_party")
    }

    static let terms = Migration("chancery-0053-case-terms") { d in
        [
            """
            CREATE TABLE case_exclusion (
                case_id \(sql: d.integer) NOT NULL REFERENCES case_file (id),
                position \(sql: d.integer) NOT NULL,
                kind TEXT NOT NULL,
                from_day TEXT NOT NULL,
                to_day TEXT,
                basis TEXT NOT NULL,
                document TEXT NOT NULL,
                added_at \(sql: d.integer) NOT NULL,
                added_by TEXT NOT NULL,
                PRIMARY KEY (case_id, position),
                CHECK (to_day IS NULL OR from_day <= to_day)
            )\(sql: d.strict)
            """,
            """
            CREATE TABLE case_reminder (
                case_id \(sql: d.integer) NOT NULL REFERENCES case_file (id),
                due TEXT NOT NULL,
                kind TEXT NOT NULL,
                given_at \(sql: d.integer) NOT NULL,
                PRIMARY KEY (case_id, due, kind)
            )\(sql: d.strict)
            """,
        ] + SchemaGuard.refuse(d, "case_exclusion_kept", .delete, on: "case_exclusion", saying: "an exclusion is never deleted")
            + SchemaGuard.refuse(
                d, "case_exclusion_stays", .update, on: "case_exclusion", columns: ["case_id", "position", "kind", "from_day", "basis", "added_at", "added_by"],
                saying: "an exclusion is never rewritten, only ended")
            + locked(d, "case_exclusion")
    }

    /// When the notice of delay was given (KPA art. 36).
    static let extensionDay = Migration("chancery-0090-case-extension-day") { _ in ["ALTER TABLE case_file ADD COLUMN extended_on TEXT"] }

    /// The legal basis of a case's term; locked with the rest of the case.
    static let termBasis = Migration("chancery-0111-case-term-basis") { d in
        ["ALTER TABLE case_file ADD COLUMN term_basis TEXT NOT NULL DEFAULT ''"]
            + SchemaGuard.refuse(
                d, "case_file_basis_locked", .update, on: "case_file", columns: ["term_basis"], when: "OLD.locked = 1 AND NOT \(procedureRuns)",
                saying: "a locked case changes only by a logged procedure")
    }

    /// Orders beside decisions, and the facts of appeals (R4.6).
    static let rulings = Migration("chancery-0112-case-rulings") { d in
        [
            """
            CREATE TABLE case_ruling (
                case_id \(sql: d.integer) NOT NULL REFERENCES case_file (id),
                name TEXT NOT NULL,
                kind TEXT NOT NULL,
                PRIMARY KEY (case_id, name)
            )\(sql: d.strict)
            """,
            "ALTER TABLE case_finality ADD COLUMN appeal_way TEXT", "ALTER TABLE case_finality ADD COLUMN appeal_handed_in TEXT",
            "ALTER TABLE case_finality ADD COLUMN appeal_received TEXT",
            "ALTER TABLE case_finality ADD COLUMN appeal_has_proof \(sql: d.integer) NOT NULL DEFAULT 0",
            "ALTER TABLE case_finality ADD COLUMN appeal_letter TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE case_finality ADD COLUMN appeal_outcome TEXT NOT NULL DEFAULT 'w-toku'",
            "ALTER TABLE case_finality ADD COLUMN appeal_outcome_day TEXT",
        ]
    }

    /// For the reminders of the start page.
    static let reminderDay = Migration("chancery-0091-case-reminder-day") { _ in ["CREATE INDEX case_reminder_given ON case_reminder (given_at, case_id)"] }

    /// Documents that create no case file (R1.14).
    static let without = Migration("chancery-0054-documents-without-case") { d in
        [
            """
            CREATE TABLE document_without_case (
                id \(sql: d.identity),
                letter_kind TEXT NOT NULL,
                letter_id \(sql: d.integer) NOT NULL,
                reference TEXT NOT NULL,
                title TEXT NOT NULL,
                counterpart TEXT NOT NULL,
                symbol TEXT NOT NULL,
                class_title TEXT NOT NULL,
                class_is_leaf \(sql: d.integer) NOT NULL CHECK (class_is_leaf = 1),
                category TEXT,
                year \(sql: d.integer) NOT NULL,
                unit_id \(sql: d.integer) NOT NULL,
                filed_at \(sql: d.integer) NOT NULL,
                filed_by TEXT NOT NULL,
                moved_case_id \(sql: d.integer) REFERENCES case_file (id),
                moved_at \(sql: d.integer),
                moved_by TEXT,
                FOREIGN KEY (letter_kind, letter_id) REFERENCES letter_work (letter_kind, letter_id),
                CHECK ((moved_case_id IS NULL) = (moved_at IS NULL))
            )\(sql: d.strict)
            """,
            "CREATE UNIQUE INDEX document_without_case_letter ON document_without_case (letter_id, letter_kind) WHERE moved_case_id IS NULL",
            "CREATE INDEX document_without_case_history ON document_without_case (letter_id, letter_kind)",
            "CREATE INDEX document_without_case_class ON document_without_case (symbol, year, id) WHERE moved_case_id IS NULL",
            "CREATE INDEX document_without_case_unit ON document_without_case (unit_id, symbol, year, id) WHERE moved_case_id IS NULL",
        ] + SchemaGuard.refuse(d, "document_without_case_kept", .delete, on: "document_without_case", saying: "a filed document is never deleted")
    }
}
