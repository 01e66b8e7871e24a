internal import Store

/// The tables of assignments and of the work on letters.
enum AssignmentMigrations {
    static let all: [Migration] = [work, assignments, rules, traces]

    /// For the register's list of letters in one state.
    static let byState = Migration("chancery-0093-letter-work-by-state") { _ in
        ["CREATE INDEX letter_work_state ON letter_work (state, letter_id) WHERE letter_kind = 'wplywajaca'"]
    }

    static let work = Migration("chancery-0040-letter-work") { d in
        [
            """
            CREATE TABLE letter_work (
                letter_kind TEXT NOT NULL CHECK (letter_kind IN ('wplywajaca', 'wewnetrzna')),
                letter_id \(sql: d.integer) NOT NULL,
                reference TEXT NOT NULL,
                counterpart TEXT NOT NULL,
                title TEXT NOT NULL,
                arrival_day TEXT NOT NULL,
                state TEXT NOT NULL CHECK (
                    state IN ('nowe', 'zadekretowane', 'zwrocone', 'w-sprawie', 'bez-sprawy', 'zalatwione', 'anulowane')),
                holder_unit \(sql: d.integer),
                holder_officer \(sql: d.integer),
                assignment_id \(sql: d.integer),
                due TEXT NOT NULL,
                priority \(sql: d.integer) NOT NULL CHECK (priority BETWEEN 0 AND 2),
                version \(sql: d.integer) NOT NULL CHECK (version > 0),
                changed_at \(sql: d.integer) NOT NULL,
                changed_by TEXT NOT NULL,
                PRIMARY KEY (letter_kind, letter_id),
                CHECK (holder_officer IS NULL OR holder_unit IS NOT NULL),
                CHECK (state <> 'zadekretowane' OR (holder_unit IS NOT NULL AND assignment_id IS NOT NULL))
            )\(sql: d.strict)
            """,
            "CREATE INDEX letter_work_to_assign ON letter_work (letter_id, letter_kind) WHERE state IN ('nowe', 'zwrocone')",
            "CREATE INDEX letter_work_due ON letter_work (due, letter_id, letter_kind) WHERE state = 'zadekretowane'",
            "CREATE INDEX letter_work_waiting ON letter_work (arrival_day, letter_id, letter_kind) WHERE state IN ('nowe', 'zwrocone', 'zadekretowane')",
            """
            INSERT INTO letter_work (letter_kind, letter_id, reference, counterpart, title, arrival_day, state, due, priority, version,
                changed_at, changed_by)
            SELECT 'wplywajaca', id, 'RPW/' || CAST(number AS TEXT) || '/' || CAST(year AS TEXT), sender_label, title, arrival_day,
                CASE WHEN cancelled_at IS NULL THEN 'nowe' ELSE 'anulowane' END, '9999-12-31', 0, 1, registered_at, registered_by
            FROM incoming_letter
            """,
        ]
    }

    /// A child names the term of its parent and is held to it by the schema (I8); its words never change.
    static let assignments = Migration("chancery-0041-assignments") { d in
        [
            """
            CREATE TABLE assignment (
                id \(sql: d.identity),
                letter_kind TEXT NOT NULL,
                letter_id \(sql: d.integer) NOT NULL,
                parent_id \(sql: d.integer),
                parent_term TEXT,
                parent_position \(sql: d.integer),
                replaces_id \(sql: d.integer),
                author_id \(sql: d.integer) NOT NULL,
                author_name TEXT NOT NULL,
                author_post TEXT NOT NULL,
                author_unit \(sql: d.integer) NOT NULL,
                in_place_of \(sql: d.integer),
                disposition TEXT NOT NULL,
                term TEXT NOT NULL,
                priority \(sql: d.integer) NOT NULL CHECK (priority BETWEEN 0 AND 2),
                note TEXT NOT NULL,
                origin TEXT NOT NULL,
                rule_id \(sql: d.integer),
                given_at \(sql: d.integer) NOT NULL,
                before_state TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('wazna', 'cofnieta', 'wycofana', 'poprawiona', 'zwrocona')),
                ended_at \(sql: d.integer),
                end_reason TEXT,
                UNIQUE (id, letter_kind, letter_id, term),
                FOREIGN KEY (letter_kind, letter_id) REFERENCES letter_work (letter_kind, letter_id),
                FOREIGN KEY (parent_id, letter_kind, letter_id, parent_term) REFERENCES assignment (id, letter_kind, letter_id, term),
                CHECK ((parent_id IS NULL) = (parent_term IS NULL)),
                CHECK ((parent_id IS NULL) = (parent_position IS NULL)),
                CHECK (parent_term IS NULL OR term <= parent_term),
                CHECK ((origin = 'regula') = (rule_id IS NOT NULL)),
                CHECK ((state = 'wazna') = (ended_at IS NULL))
            )\(sql: d.strict)
            """,
            "CREATE INDEX assignment_letter ON assignment (letter_kind, letter_id, id)",
            "CREATE INDEX assignment_parent ON assignment (parent_id) WHERE parent_id IS NOT NULL",
            """
            CREATE TABLE assignment_recipient (
                assignment_id \(sql: d.integer) NOT NULL REFERENCES assignment (id),
                position \(sql: d.integer) NOT NULL,
                letter_kind TEXT NOT NULL,
                letter_id \(sql: d.integer) NOT NULL,
                unit_id \(sql: d.integer) NOT NULL,
                officer_id \(sql: d.integer),
                label TEXT NOT NULL,
                manner TEXT NOT NULL,
                is_lead \(sql: d.integer) NOT NULL CHECK (is_lead IN (0, 1)),
                due TEXT NOT NULL,
                is_open \(sql: d.integer) NOT NULL CHECK (is_open IN (0, 1)),
                opened_at \(sql: d.integer),
                done_at \(sql: d.integer),
                returned_at \(sql: d.integer),
                return_reason TEXT,
                PRIMARY KEY (assignment_id, position),
                CHECK ((returned_at IS NULL) = (return_reason IS NULL))
            )\(sql: d.strict)
            """,
            "CREATE UNIQUE INDEX assignment_one_lead ON assignment_recipient (assignment_id) WHERE is_lead = 1",
            "CREATE INDEX assignment_recipient_letter ON assignment_recipient (letter_kind, letter_id)",
            "CREATE INDEX assignment_mine ON assignment_recipient (officer_id, due, assignment_id, position) WHERE is_open = 1",
            "CREATE INDEX assignment_unit ON assignment_recipient (unit_id, due, assignment_id, position) WHERE is_open = 1",
            """
            CREATE INDEX assignment_unit_unclaimed ON assignment_recipient (unit_id, due, assignment_id, position)
            WHERE is_open = 1 AND officer_id IS NULL
            """,
        ]
            + SchemaGuard.refuse(
                d, "assignment_words_stay", .update, on: "assignment",
                columns: [
                    "id", "letter_kind", "letter_id", "parent_id", "parent_term", "parent_position", "replaces_id", "author_id", "author_name", "author_post",
                    "author_unit",
                    "in_place_of", "disposition", "term", "priority", "note", "origin", "rule_id", "given_at", "before_state",
                ],
                saying: "an assignment is never rewritten")
            + SchemaGuard.refuse(d, "assignment_stays", .delete, on: "assignment", saying: "an assignment is never deleted")
            + SchemaGuard.refuse(
                d, "assignment_recipient_words_stay", .update, on: "assignment_recipient",
                columns: ["assignment_id", "position", "letter_kind", "letter_id", "unit_id", "officer_id", "label", "manner", "is_lead", "due"],
                saying: "an assignment is never rewritten")
            + SchemaGuard.refuse(d, "assignment_recipient_stays", .delete, on: "assignment_recipient", saying: "an assignment is never deleted")
    }

    /// What each rule did, for its page.
    static let traces = Migration("chancery-0043-assignment-rule-traces") { _ in
        ["CREATE INDEX assignment_rule_trace ON assignment (rule_id, id) WHERE rule_id IS NOT NULL"]
    }

    static let rules = Migration("chancery-0042-assignment-rules") { d in
        [
            """
            CREATE TABLE assignment_rule (
                id \(sql: d.identity),
                position \(sql: d.integer) NOT NULL,
                name TEXT NOT NULL,
                owner_id \(sql: d.integer) NOT NULL,
                owner_name TEXT NOT NULL,
                owner_post TEXT NOT NULL,
                owner_unit \(sql: d.integer) NOT NULL,
                valid_from TEXT NOT NULL,
                valid_to TEXT NOT NULL,
                condition TEXT NOT NULL,
                recipients TEXT NOT NULL,
                disposition TEXT NOT NULL,
                term_days \(sql: d.integer),
                priority \(sql: d.integer) NOT NULL,
                created_at \(sql: d.integer) NOT NULL,
                CHECK (valid_from <= valid_to)
            )\(sql: d.strict)
            """,
            "CREATE INDEX assignment_rule_validity ON assignment_rule (valid_to, position, id)",
            """
            CREATE TABLE assignment_habit (
                feature TEXT NOT NULL,
                unit_id \(sql: d.integer) NOT NULL,
                officer_id \(sql: d.integer) NOT NULL,
                label TEXT NOT NULL,
                manner TEXT NOT NULL,
                disposition TEXT NOT NULL,
                term_days \(sql: d.integer),
                given \(sql: d.integer) NOT NULL,
                last_day TEXT NOT NULL,
                PRIMARY KEY (feature, unit_id, officer_id)
            )\(sql: d.strict)
            """,
        ]
    }
}
