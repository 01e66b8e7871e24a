/// The tables the store itself keeps in every database; they come before those of the domains.
public enum StoreMigrations {
    public static let all: [Migration] = [counter, journal, job, blob, fullText, FullTextIndexer.table, fullTextByKind, journalSearch, blobStays]

    static let counter = Migration("store-0001-counter") { d in
        [
            """
            CREATE TABLE counter (
                name TEXT NOT NULL, year \(sql: d.integer) NOT NULL, value \(sql: d.integer) NOT NULL CHECK (value >= 0),
                PRIMARY KEY (name, year)
            )\(sql: d.strict)
            """
        ]
    }

    static let journal = Migration("store-0002-journal") { d in
        [
            """
            CREATE TABLE journal (
                seq \(sql: d.integer) NOT NULL PRIMARY KEY CHECK (seq > 0), at \(sql: d.integer) NOT NULL,
                actor TEXT NOT NULL, act TEXT NOT NULL, object TEXT NOT NULL,
                before TEXT, after TEXT, reason TEXT, hash \(sql: d.bytes) NOT NULL
            )\(sql: d.strict)
            """,
            "CREATE INDEX journal_object ON journal (object, seq)",
            """
            CREATE TABLE journal_head (
                one \(sql: d.integer) NOT NULL PRIMARY KEY CHECK (one = 1),
                seq \(sql: d.integer) NOT NULL, hash \(sql: d.bytes) NOT NULL
            )\(sql: d.strict)
            """,
            "INSERT INTO journal_head (one, seq, hash) VALUES (1, 0, \([UInt8](repeating: 0, count: 32)))",
        ] + d.appendOnly("journal")
    }

    /// For the page that looks entries up by who acted and by day.
    static let journalSearch = Migration("store-0008-journal-search") { d in
        [
            "CREATE INDEX journal_actor ON journal (actor, seq)",
            "CREATE INDEX journal_at ON journal (at, seq)",
        ]
    }

    static let job = Migration("store-0003-job") { d in
        [
            """
            CREATE TABLE job (
                id \(sql: d.identity), kind TEXT NOT NULL, payload TEXT NOT NULL, idempotency_key TEXT UNIQUE,
                state TEXT NOT NULL CHECK (state IN ('ready', 'done', 'dead')),
                run_at \(sql: d.integer) NOT NULL, attempts \(sql: d.integer) NOT NULL, worker TEXT,
                last_error TEXT, created_at \(sql: d.integer) NOT NULL, ended_at \(sql: d.integer)
            )\(sql: d.strict)
            """,
            "CREATE INDEX job_ready ON job (run_at, id) WHERE state = 'ready'",
            "CREATE INDEX job_ended ON job (state, ended_at) WHERE state <> 'ready'",
        ]
    }

    static let blob = Migration("store-0004-blob") { d in
        [
            """
            CREATE TABLE blob (
                hash TEXT NOT NULL PRIMARY KEY, size \(sql: d.integer) NOT NULL CHECK (size >= 0), media_type TEXT NOT NULL,
                bytes \(sql: d.bytes), created_at \(sql: d.integer) NOT NULL
            )\(sql: d.strict)
            """
        ]
    }

    /// A stored file is never overwritten and never deleted (I7).
    static let blobStays = Migration("store-0009-blob-stays") { d in d.appendOnly("blob") }

    static let fullText = Migration("store-0005-full-text") { d in d.fullTextTables }

    static let fullTextByKind = Migration("store-0007-full-text-by-kind") { d in
        switch d {
        case .sqlite: SQLiteFullText.tablesByKind
        // The table there has always had its kinds in the key.
        case .postgres: ["UPDATE full_text_progress SET seq = 0 WHERE one = 1"]
        }
    }
}
