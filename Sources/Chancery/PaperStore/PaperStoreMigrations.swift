internal import Store

enum PaperStoreMigrations {
    static let places = Migration("chancery-0119-paper-place") { d in
        [
            """
            CREATE TABLE paper_place (
                letter_id \(sql: d.integer) PRIMARY KEY REFERENCES incoming_letter (id),
                place TEXT NOT NULL,
                set_at \(sql: d.integer) NOT NULL,
                set_by TEXT NOT NULL
            )\(sql: d.strict)
            """
        ]
    }

    static let loans = Migration("chancery-0113-paper-loans") { d in
        [
            """
            CREATE TABLE paper_loan (
                id \(sql: d.identity),
                letter_id \(sql: d.integer) NOT NULL REFERENCES incoming_letter (id),
                case_sign TEXT NOT NULL,
                borrower TEXT NOT NULL CHECK (borrower <> ''),
                taken_day TEXT NOT NULL,
                due_day TEXT NOT NULL,
                taken_at \(sql: d.integer) NOT NULL,
                taken_by TEXT NOT NULL,
                returned_day TEXT,
                returned_by TEXT NOT NULL DEFAULT '',
                CHECK (taken_day <= due_day)
            )\(sql: d.strict)
            """,
            // One paper cannot be with two people.
            "CREATE UNIQUE INDEX paper_loan_out ON paper_loan (letter_id) WHERE returned_day IS NULL",
            "CREATE INDEX paper_loan_letter ON paper_loan (letter_id, id)",
            "CREATE INDEX paper_loan_due ON paper_loan (due_day, id) WHERE returned_day IS NULL",
        ]
            + SchemaGuard.refuse(
                d, "paper_loan_stays", .update, on: "paper_loan",
                columns: ["id", "letter_id", "case_sign", "borrower", "taken_day", "due_day", "taken_at", "taken_by"],
                saying: "a taking out of the store is never rewritten, only ended")
            + SchemaGuard.refuse(
                d, "paper_loan_once", .update, on: "paper_loan", columns: ["returned_day", "returned_by"], when: "OLD.returned_day IS NOT NULL",
                saying: "paper comes back once")
            + SchemaGuard.refuse(d, "paper_loan_kept", .delete, on: "paper_loan", saying: "a taking out of the store is never deleted")
    }
}
