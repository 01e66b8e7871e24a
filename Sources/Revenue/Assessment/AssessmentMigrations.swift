internal import Store

/// Runs of assessment (wymiar), what they counted, and the decisions that came of them.
enum AssessmentMigrations {
    static let all: [Migration] = [assessment]

    static let assessment = Migration("revenue-0003-assessment") { d in
        [
            """
            CREATE TABLE tax_rates (
                id \(sql: d.identity), year \(sql: d.integer) NOT NULL, name TEXT NOT NULL, content TEXT NOT NULL, hash TEXT NOT NULL UNIQUE,
                created_at \(sql: d.integer) NOT NULL
            )\(sql: d.strict)
            """,
            """
            CREATE TABLE tax_run (
                id \(sql: d.identity), year \(sql: d.integer) NOT NULL, rates_id \(sql: d.integer) NOT NULL REFERENCES tax_rates (id),
                revision \(sql: d.integer) NOT NULL, state TEXT NOT NULL CHECK (state IN ('liczenie', 'policzony', 'zatwierdzanie', 'zatwierdzony', 'porzucony')),
                cursor \(sql: d.integer) NOT NULL, accounts \(sql: d.integer) NOT NULL, failures \(sql: d.integer) NOT NULL, odd \(sql: d.integer) NOT NULL,
                waived \(sql: d.integer) NOT NULL, total \(sql: d.integer) NOT NULL, lowered \(sql: d.integer) NOT NULL, sums TEXT NOT NULL, digest TEXT NOT NULL,
                approve_cursor \(sql: d.integer) NOT NULL, booked_day TEXT, started_at \(sql: d.integer) NOT NULL, started_by TEXT NOT NULL,
                ended_at \(sql: d.integer), approved_at \(sql: d.integer), approved_by TEXT
            )\(sql: d.strict)
            """,
            "CREATE UNIQUE INDEX tax_run_approved ON tax_run (year) WHERE state IN ('zatwierdzanie', 'zatwierdzony')",
            """
            CREATE TABLE tax_assessment (
                run_id \(sql: d.integer) NOT NULL REFERENCES tax_run (id), account_id \(sql: d.integer) NOT NULL REFERENCES tax_account (id),
                taxpayer TEXT NOT NULL, total \(sql: d.integer) NOT NULL CHECK (total >= 0), taxes TEXT NOT NULL, lines TEXT NOT NULL, instalments TEXT NOT NULL,
                previous \(sql: d.integer), is_odd \(sql: d.integer) NOT NULL, is_waived \(sql: d.integer) NOT NULL, PRIMARY KEY (run_id, account_id)
            )\(sql: d.strict)
            """,
            "CREATE INDEX tax_assessment_odd ON tax_assessment (run_id, account_id) WHERE is_odd = 1",
            """
            CREATE TABLE tax_assessment_failure (
                run_id \(sql: d.integer) NOT NULL REFERENCES tax_run (id), account_id \(sql: d.integer) NOT NULL REFERENCES tax_account (id),
                reason TEXT NOT NULL, field TEXT, PRIMARY KEY (run_id, account_id)
            )\(sql: d.strict)
            """,
            """
            CREATE TABLE tax_decision (
                year \(sql: d.integer) NOT NULL, number \(sql: d.integer) NOT NULL CHECK (number > 0), account_id \(sql: d.integer) NOT NULL REFERENCES tax_account (id),
                run_id \(sql: d.integer) NOT NULL REFERENCES tax_run (id), total \(sql: d.integer) NOT NULL, issued_day TEXT NOT NULL,
                delivered_day TEXT CHECK (delivered_day IS NULL OR delivered_day >= issued_day), change \(sql: d.integer) NOT NULL CHECK (change >= 0),
                PRIMARY KEY (year, number), UNIQUE (run_id, account_id, change)
            )\(sql: d.strict)
            """,
        ]
            + SchemaGuard.refuse(d, "tax_assessment_fixed", .update, on: "tax_assessment", saying: "an assessment is not changed")
            + SchemaGuard.refuse(d, "tax_assessment_kept", .delete, on: "tax_assessment", saying: "an assessment is not deleted")
            + SchemaGuard.refuse(
                d, "tax_decision_fixed", .update, on: "tax_decision", columns: ["year", "number", "account_id", "run_id", "total", "issued_day", "change"],
                saying: "a decision is changed by another decision")
            + SchemaGuard.refuse(d, "tax_decision_kept", .delete, on: "tax_decision", saying: "a number given stays given")
    }
}
