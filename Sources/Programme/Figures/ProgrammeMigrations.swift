public import Store

/// Tables of the programme.
public enum ProgrammeMigrations {
    /// In each office's database.
    public static let office: [Migration] = DailyCounts.migrations
    /// In the `platform` database.
    public static let platform: [Migration] = [figures, decisions] + TrainingRecords.migrations + Budget.migrations + Satisfaction.migrations

    /// What was gathered from the offices, as values.
    private static let figures = Migration("programme-0002-figures") { d in
        [
            """
            CREATE TABLE programme_figure (
                office TEXT NOT NULL, quarter TEXT NOT NULL, measure TEXT NOT NULL, bucket \(sql: d.integer) NOT NULL,
                value \(sql: d.integer) NOT NULL CHECK (value >= 0), PRIMARY KEY (office, quarter, measure, bucket)
            )\(sql: d.strict)
            """,
            """
            CREATE TABLE programme_gathering (
                office TEXT NOT NULL, quarter TEXT NOT NULL, measures TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT NOT NULL,
                gathered_at \(sql: d.integer) NOT NULL, PRIMARY KEY (office, quarter)
            )\(sql: d.strict)
            """,
        ]
    }

    /// What people decided: who leads, aims, figures from outside, closed quarters. Nothing of it is ever changed or deleted.
    private static let decisions = Migration("programme-0003-decisions") { d in
        [
            "CREATE TABLE programme_lead (id \(sql: d.identity), office TEXT NOT NULL, set_at \(sql: d.integer) NOT NULL, set_by TEXT NOT NULL)\(sql: d.strict)",
            """
            CREATE TABLE programme_target (
                id \(sql: d.identity), indicator TEXT NOT NULL, baseline TEXT NOT NULL, target \(sql: d.integer), owner TEXT NOT NULL, reason TEXT NOT NULL,
                set_at \(sql: d.integer) NOT NULL, set_by TEXT NOT NULL
            )\(sql: d.strict)
            """,
            """
            CREATE TABLE programme_outside (
                id \(sql: d.identity), office TEXT NOT NULL, quarter TEXT NOT NULL, indicator TEXT NOT NULL, tenths \(sql: d.integer) NOT NULL,
                numerator \(sql: d.integer), denominator \(sql: d.integer), source TEXT NOT NULL, proof_name TEXT NOT NULL, proof_hash TEXT NOT NULL,
                entered_at \(sql: d.integer) NOT NULL, entered_by TEXT NOT NULL
            )\(sql: d.strict)
            """,
            "CREATE INDEX programme_outside_of ON programme_outside (quarter, office, indicator, id)",
            """
            CREATE TABLE programme_snapshot (
                id \(sql: d.identity), office TEXT NOT NULL, quarter TEXT NOT NULL, indicator TEXT NOT NULL, version \(sql: d.integer) NOT NULL CHECK (version > 0),
                tenths \(sql: d.integer), numerator \(sql: d.integer), denominator \(sql: d.integer), absence TEXT, reason TEXT NOT NULL,
                taken_at \(sql: d.integer) NOT NULL, taken_by TEXT NOT NULL, UNIQUE (quarter, office, indicator, version),
                CHECK (version = 1 OR reason <> '')
            )\(sql: d.strict)
            """,
        ] + ["programme_lead", "programme_target", "programme_outside", "programme_snapshot"].flatMap { d.appendOnly($0) }
    }
}
