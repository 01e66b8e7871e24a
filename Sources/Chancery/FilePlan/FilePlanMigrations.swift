internal import Store

enum FilePlanMigrations {
    /// What cases of a class are for the law.
    static let termKind = Migration("chancery-0110-class-term-kind") { _ in ["ALTER TABLE file_plan_setting ADD COLUMN term_kind TEXT"] }

    /// The classes an officer keeps at hand for himself; those of a unit stand in `file_plan_favourite`.
    static let ownFavourites = Migration("chancery-0092-own-favourite-classes") { d in
        [
            """
            CREATE TABLE file_plan_own_favourite (
                officer_id \(sql: d.integer) NOT NULL REFERENCES officer (id),
                symbol TEXT NOT NULL,
                PRIMARY KEY (officer_id, symbol)
            )\(sql: d.strict)
            """
        ]
    }

    static let all: [Migration] = [
        Migration("chancery-0020-file-plan") { d in
            [
                """
                CREATE TABLE file_plan_version (
                    id \(sql: d.identity),
                    name TEXT NOT NULL,
                    valid_from TEXT NOT NULL UNIQUE,
                    basis TEXT NOT NULL,
                    is_demonstration \(sql: d.integer) NOT NULL CHECK (is_demonstration IN (0, 1)),
                    applied_by TEXT NOT NULL,
                    applied_at \(sql: d.integer) NOT NULL,
                    class_count \(sql: d.integer) NOT NULL
                )\(sql: d.strict)
                """,
                """
                CREATE TABLE file_plan_class (
                    id \(sql: d.identity),
                    version_id \(sql: d.integer) NOT NULL REFERENCES file_plan_version (id),
                    symbol TEXT NOT NULL,
                    title TEXT NOT NULL,
                    category TEXT,
                    notes TEXT NOT NULL,
                    synonyms TEXT NOT NULL,
                    is_leaf \(sql: d.integer) NOT NULL CHECK (is_leaf IN (0, 1)),
                    CHECK (is_leaf = 1 OR category IS NULL),
                    UNIQUE (version_id, symbol)
                )\(sql: d.strict)
                """,
                // Stems of titles, synonyms and notes, for the search and for suggestions.
                """
                CREATE TABLE file_plan_word (
                    version_id \(sql: d.integer) NOT NULL,
                    word TEXT NOT NULL,
                    class_id \(sql: d.integer) NOT NULL REFERENCES file_plan_class (id),
                    weight \(sql: d.integer) NOT NULL,
                    PRIMARY KEY (version_id, word, class_id)
                )\(sql: d.strict)
                """,
                """
                CREATE TABLE file_plan_mode (
                    symbol TEXT NOT NULL,
                    valid_from TEXT NOT NULL,
                    mode TEXT NOT NULL,
                    reason TEXT,
                    legal_basis TEXT NOT NULL,
                    decided_on TEXT NOT NULL,
                    recorded_by TEXT NOT NULL,
                    recorded_at \(sql: d.integer) NOT NULL,
                    PRIMARY KEY (symbol, valid_from),
                    CHECK (mode = 'EZD' OR (reason IS NOT NULL AND legal_basis <> ''))
                )\(sql: d.strict)
                """,
                """
                CREATE TABLE file_plan_setting (
                    symbol TEXT PRIMARY KEY,
                    term TEXT,
                    access TEXT,
                    is_kpa \(sql: d.integer) NOT NULL CHECK (is_kpa IN (0, 1)),
                    needs_metryka \(sql: d.integer) NOT NULL CHECK (needs_metryka IN (0, 1))
                )\(sql: d.strict)
                """,
                """
                CREATE TABLE file_plan_permit (
                    unit_id \(sql: d.integer) NOT NULL REFERENCES office_unit (id),
                    symbol TEXT NOT NULL,
                    PRIMARY KEY (unit_id, symbol)
                )\(sql: d.strict)
                """,
                "CREATE INDEX file_plan_permit_symbol ON file_plan_permit (symbol, unit_id)",
                """
                CREATE TABLE file_plan_favourite (
                    unit_id \(sql: d.integer) NOT NULL REFERENCES office_unit (id),
                    symbol TEXT NOT NULL,
                    PRIMARY KEY (unit_id, symbol)
                )\(sql: d.strict)
                """,
                """
                CREATE TABLE file_plan_use (
                    officer_id \(sql: d.integer) NOT NULL REFERENCES officer (id),
                    symbol TEXT NOT NULL,
                    used_at \(sql: d.integer) NOT NULL,
                    PRIMARY KEY (officer_id, symbol)
                )\(sql: d.strict)
                """,
                "CREATE INDEX file_plan_use_recent ON file_plan_use (officer_id, used_at)",
                // How often letters with a word (a stem, or `@` with an institution's key) went to a class.
                """
                CREATE TABLE file_plan_habit (
                    word TEXT NOT NULL,
                    symbol TEXT NOT NULL,
                    letters \(sql: d.integer) NOT NULL,
                    PRIMARY KEY (word, symbol)
                )\(sql: d.strict)
                """,
            ]
        }
    ]
}
