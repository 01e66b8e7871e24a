internal import Store

/// Tables of the templates of letters.
enum TemplateMigrations {
    static let all: [Migration] = [
        Migration("chancery-0060-templates") { d in
            [
                """
                CREATE TABLE letter_template (
                    id \(sql: d.identity),
                    built_in TEXT UNIQUE,
                    name TEXT NOT NULL,
                    name_sort TEXT NOT NULL,
                    kind TEXT NOT NULL,
                    current_version \(sql: d.integer) NOT NULL,
                    changed_at \(sql: d.integer) NOT NULL,
                    changed_by TEXT NOT NULL
                )\(sql: d.strict)
                """,
                "CREATE INDEX letter_template_name ON letter_template (name_sort, id)",
                """
                CREATE TABLE letter_template_version (
                    template_id \(sql: d.integer) NOT NULL REFERENCES letter_template (id),
                    version \(sql: d.integer) NOT NULL CHECK (version > 0),
                    name TEXT NOT NULL,
                    kind TEXT NOT NULL,
                    classes TEXT NOT NULL,
                    title TEXT NOT NULL,
                    body TEXT NOT NULL,
                    demonstration \(sql: d.integer) NOT NULL,
                    valid_from TEXT NOT NULL,
                    valid_to TEXT,
                    at \(sql: d.integer) NOT NULL,
                    by_id TEXT NOT NULL,
                    by_name TEXT NOT NULL,
                    note TEXT NOT NULL,
                    CHECK (valid_to IS NULL OR valid_to >= valid_from),
                    PRIMARY KEY (template_id, version)
                )\(sql: d.strict)
                """,
            ] + d.appendOnly("letter_template_version")
        }
    ]
}
