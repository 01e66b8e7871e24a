internal import Store

/// Tables of sending: registers, what went to whom, and the evidence that came back.
///
/// A dispatch needs a final version and a channel; the engine holds both (I5).
enum DispatchMigrations {
    static let all: [Migration] = [registers, dispatches, evidence]

    private static let registers = Migration("chancery-0062-dispatch-register") { d in
        [
            """
            CREATE TABLE outgoing_register (
                id \(sql: d.identity),
                book TEXT NOT NULL CHECK (book IN ('wychodzace', 'wewnetrzne')),
                year \(sql: d.integer) NOT NULL CHECK (year BETWEEN 1900 AND 9999),
                number \(sql: d.integer) NOT NULL CHECK (number > 0),
                letter_id \(sql: d.integer) NOT NULL REFERENCES outgoing_final (letter_id),
                handed_day TEXT NOT NULL,
                is_group \(sql: d.integer) NOT NULL CHECK (is_group IN (0, 1)),
                addressee_label TEXT NOT NULL,
                addressee_sort TEXT NOT NULL,
                sign TEXT NOT NULL,
                sign_sort TEXT NOT NULL,
                channel TEXT NOT NULL,
                manner_sort TEXT NOT NULL,
                title TEXT NOT NULL,
                kinds TEXT NOT NULL,
                sender TEXT NOT NULL,
                registered_at \(sql: d.integer) NOT NULL,
                registered_by TEXT NOT NULL,
                cancelled_at \(sql: d.integer),
                cancel_reason TEXT,
                CHECK ((cancelled_at IS NULL) = (cancel_reason IS NULL)),
                UNIQUE (book, year, number)
            )\(sql: d.strict)
            """,
            "CREATE INDEX outgoing_register_number ON outgoing_register (book, id)",
            "CREATE INDEX outgoing_register_day ON outgoing_register (book, handed_day, id)",
            "CREATE INDEX outgoing_register_addressee ON outgoing_register (book, addressee_sort, id)",
            "CREATE INDEX outgoing_register_sign ON outgoing_register (book, sign_sort, id)",
            "CREATE INDEX outgoing_register_year ON outgoing_register (book, year, id)",
            "CREATE INDEX outgoing_register_manner ON outgoing_register (book, manner_sort, id)",
            "CREATE INDEX outgoing_register_letter ON outgoing_register (letter_id)",
        ]
            + SchemaGuard.refuse(d, "outgoing_register_stays", .delete, on: "outgoing_register", saying: "a number of the register is never deleted")
            + SchemaGuard.refuse(
                d, "outgoing_register_number_stays", .update, on: "outgoing_register",
                when: "NEW.book <> OLD.book OR NEW.year <> OLD.year OR NEW.number <> OLD.number OR NEW.letter_id <> OLD.letter_id",
                saying: "a number of the register is permanent")
    }

    private static let dispatches = Migration("chancery-0062-dispatch") { d in
        [
            """
            CREATE TABLE dispatch_batch (
                id \(sql: d.identity), at \(sql: d.integer) NOT NULL, by_id TEXT NOT NULL, by_name TEXT NOT NULL,
                letters \(sql: d.integer) NOT NULL
            )\(sql: d.strict)
            """,
            """
            CREATE TABLE posting_book (
                id \(sql: d.identity),
                year \(sql: d.integer) NOT NULL, number \(sql: d.integer) NOT NULL,
                handed_day TEXT NOT NULL, closed_at \(sql: d.integer) NOT NULL, closed_by TEXT NOT NULL,
                UNIQUE (year, number)
            )\(sql: d.strict)
            """,
            """
            CREATE TABLE dispatch (
                id \(sql: d.identity),
                letter_id \(sql: d.integer) NOT NULL REFERENCES outgoing_final (letter_id),
                case_id \(sql: d.integer),
                list \(sql: d.integer) NOT NULL,
                position \(sql: d.integer) NOT NULL,
                attempt \(sql: d.integer) NOT NULL CHECK (attempt > 0),
                is_current \(sql: d.integer) NOT NULL CHECK (is_current IN (0, 1)),
                register_id \(sql: d.integer) NOT NULL REFERENCES outgoing_register (id),
                batch_id \(sql: d.integer) REFERENCES dispatch_batch (id),
                content_hash TEXT,
                channel TEXT NOT NULL CHECK (channel <> ''),
                proposed_channel TEXT NOT NULL,
                channel_reason TEXT NOT NULL,
                override_reason TEXT NOT NULL,
                state TEXT NOT NULL,
                state_day TEXT,
                state_words TEXT NOT NULL,
                first_notice TEXT,
                second_notice TEXT,
                phase \(sql: d.integer) NOT NULL,
                message_id TEXT,
                posting_number TEXT,
                book_id \(sql: d.integer) REFERENCES posting_book (id),
                book_position \(sql: d.integer),
                fee \(sql: d.integer),
                ordered_by TEXT NOT NULL,
                ordered_post TEXT NOT NULL,
                created_at \(sql: d.integer) NOT NULL,
                sent_at \(sql: d.integer),
                changed_at \(sql: d.integer) NOT NULL,
                UNIQUE (letter_id, position, attempt),
                FOREIGN KEY (letter_id, list, position) REFERENCES outgoing_addressee (letter_id, list, position),
                CHECK (channel <> 'e-doreczenia' OR content_hash IS NOT NULL)
            )\(sql: d.strict)
            """,
            "CREATE UNIQUE INDEX dispatch_current ON dispatch (letter_id, position) WHERE is_current = 1",
            "CREATE INDEX dispatch_case ON dispatch (case_id, id) WHERE case_id IS NOT NULL",
            "CREATE UNIQUE INDEX dispatch_message ON dispatch (message_id) WHERE message_id IS NOT NULL",
            "CREATE INDEX dispatch_posting ON dispatch (posting_number, id) WHERE posting_number IS NOT NULL",
            "CREATE INDEX dispatch_content ON dispatch (content_hash, id) WHERE content_hash IS NOT NULL",
            "CREATE INDEX dispatch_attention ON dispatch (changed_at, id) WHERE phase = 3 AND is_current = 1",
            "CREATE INDEX dispatch_phase ON dispatch (letter_id, phase) WHERE is_current = 1",
            "CREATE INDEX dispatch_waiting ON dispatch (channel, id) WHERE state = 'oczekuje'",
            "CREATE INDEX dispatch_book ON dispatch (book_id, book_position) WHERE book_id IS NOT NULL",
            "CREATE INDEX dispatch_register ON dispatch (register_id)",
        ]
            + SchemaGuard.refuse(d, "dispatch_stays", .delete, on: "dispatch", saying: "a dispatch is never deleted")
            + SchemaGuard.refuse(
                d, "dispatch_content_stays", .update, on: "dispatch",
                when: """
                    NEW.letter_id <> OLD.letter_id OR NEW.list <> OLD.list OR NEW.position <> OLD.position OR NEW.channel <> OLD.channel
                    OR COALESCE(NEW.content_hash, '') <> COALESCE(OLD.content_hash, '') OR NEW.register_id <> OLD.register_id
                    """, saying: "what was sent is immutable")
    }

    private static let evidence = Migration("chancery-0062-dispatch-evidence") { d in
        [
            """
            CREATE TABLE dispatch_evidence (
                id \(sql: d.identity),
                evidence_key TEXT NOT NULL UNIQUE,
                kind TEXT NOT NULL,
                content TEXT NOT NULL,
                blob_hash TEXT REFERENCES blob (hash),
                received_at \(sql: d.integer) NOT NULL
            )\(sql: d.strict)
            """,
            """
            CREATE TABLE dispatch_evidence_match (
                evidence_id \(sql: d.integer) NOT NULL PRIMARY KEY REFERENCES dispatch_evidence (id),
                dispatch_id \(sql: d.integer) NOT NULL REFERENCES dispatch (id),
                at \(sql: d.integer) NOT NULL,
                by_name TEXT NOT NULL
            )\(sql: d.strict)
            """,
            "CREATE INDEX dispatch_evidence_of ON dispatch_evidence_match (dispatch_id, evidence_id)",
            """
            CREATE TABLE dispatch_evidence_open (
                evidence_id \(sql: d.integer) NOT NULL PRIMARY KEY REFERENCES dispatch_evidence (id)
            )\(sql: d.strict)
            """,
        ] + d.appendOnly("dispatch_evidence") + d.appendOnly("dispatch_evidence_match")
    }
}
