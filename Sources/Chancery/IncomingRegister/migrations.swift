public import Store

/// The tables of the register of incoming letters, in the office's database.
public enum ChanceryMigrations {
    public static let all: [Migration] =
        [incomingRegister, fewerIndexes] + MetrykaMigrations.all + OrganisationMigrations.all + FilePlanMigrations.all + ContactMigrations.all
        + AssignmentMigrations.all + CaseMigrations.all + TemplateMigrations.all + OutgoingLetterMigrations.all + DispatchMigrations.all
        + WorkCalendarMigrations.all + AssignmentAuthorMigrations.all + SavedViewMigrations.all + [CaseMigrations.extensionDay, CaseMigrations.reminderDay]
        + ScanMigrations.all + [scanExtent]
        + [FilePlanMigrations.termKind, CaseMigrations.termBasis, CaseMigrations.rulings, PaperStoreMigrations.loans, RegisterGuards.register, RegisterGuards.archive]
        + [FilePlanMigrations.ownFavourites, AssignmentMigrations.byState] + ArchiveMigrations.all + [PaperStoreMigrations.places, ChanceryCounts.migration]

    /// Letters on paper that were not wholly scanned are found by an index of their own, however few they are (R1.7).
    static let scanExtent = Migration("chancery-0116-scan-extent") { _ in
        [
            "ALTER TABLE incoming_letter ADD COLUMN scan_extent TEXT CHECK (scan_extent IN ('pelne', 'czesciowe', 'brak'))",
            "CREATE INDEX incoming_letter_not_scanned ON incoming_letter (id) WHERE scan_extent IN ('czesciowe', 'brak')",
        ]
    }

    static let incomingRegister = Migration("chancery-0001-incoming-register") { d in
        [
            """
            CREATE TABLE incoming_letter (
                id \(sql: d.identity),
                year \(sql: d.integer) NOT NULL CHECK (year BETWEEN 1900 AND 9999),
                number \(sql: d.integer) NOT NULL CHECK (number > 0),
                arrival_key TEXT UNIQUE,
                channel TEXT NOT NULL,
                arrival_day TEXT NOT NULL,
                arrived_at \(sql: d.integer),
                registered_at \(sql: d.integer) NOT NULL,
                registered_day TEXT NOT NULL,
                registered_by_id TEXT NOT NULL,
                registered_by TEXT NOT NULL,
                sender_label TEXT NOT NULL,
                sender_sort TEXT NOT NULL,
                sender_key TEXT NOT NULL,
                title TEXT NOT NULL,
                title_sort TEXT NOT NULL,
                foreign_sign TEXT NOT NULL,
                foreign_sign_folded TEXT NOT NULL,
                letter_date TEXT,
                metadata TEXT NOT NULL,
                attention TEXT NOT NULL,
                cancelled_at \(sql: d.integer),
                cancelled_by TEXT,
                cancel_reason TEXT,
                CHECK ((cancelled_at IS NULL) = (cancel_reason IS NULL)),
                UNIQUE (year, number)
            )\(sql: d.strict)
            """,
            "CREATE INDEX incoming_letter_day ON incoming_letter (registered_day, id)",
            "CREATE INDEX incoming_letter_sender ON incoming_letter (sender_sort, id)",
            "CREATE INDEX incoming_letter_title ON incoming_letter (title_sort, id)",
            "CREATE INDEX incoming_letter_arrival ON incoming_letter (arrival_day, id)",
            "CREATE INDEX incoming_letter_duplicate ON incoming_letter (sender_key, id)",
            "CREATE INDEX incoming_letter_attention ON incoming_letter (id) WHERE attention <> ''",
            "CREATE INDEX incoming_letter_cancelled ON incoming_letter (id) WHERE cancelled_at IS NOT NULL",
            """
            CREATE TABLE letter_file (
                letter_id \(sql: d.integer) NOT NULL REFERENCES incoming_letter (id),
                position \(sql: d.integer) NOT NULL,
                role TEXT NOT NULL,
                name TEXT NOT NULL,
                media_type TEXT NOT NULL,
                size \(sql: d.integer) NOT NULL,
                hash TEXT,
                note TEXT NOT NULL,
                PRIMARY KEY (letter_id, position)
            )\(sql: d.strict)
            """,
            "CREATE INDEX letter_file_hash ON letter_file (hash)",
            """
            CREATE TABLE signature_check (
                letter_id \(sql: d.integer) NOT NULL,
                position \(sql: d.integer) NOT NULL,
                checked_at \(sql: d.integer) NOT NULL,
                verdict TEXT NOT NULL,
                report TEXT NOT NULL,
                FOREIGN KEY (letter_id, position) REFERENCES letter_file (letter_id, position)
            )\(sql: d.strict)
            """,
            "CREATE INDEX signature_check_letter ON signature_check (letter_id, position)",
            """
            CREATE TABLE letter_correction (
                letter_id \(sql: d.integer) NOT NULL REFERENCES incoming_letter (id),
                position \(sql: d.integer) NOT NULL,
                at \(sql: d.integer) NOT NULL,
                by_name TEXT NOT NULL,
                field TEXT NOT NULL,
                value_before TEXT NOT NULL,
                value_after TEXT NOT NULL,
                reason TEXT NOT NULL,
                PRIMARY KEY (letter_id, position)
            )\(sql: d.strict)
            """,
        ]
    }

    /// Every index is a page more that a registration writes; nothing ever asked for letters by the hash of a file.
    static let fewerIndexes = Migration("chancery-0003-fewer-indexes") { _ in ["DROP INDEX letter_file_hash"] }
}
