internal import Store

enum ContactMigrations {
    static let all: [Migration] = [
        Migration("chancery-0030-contacts") { d in
            [
                """
                CREATE TABLE contact (
                    id \(sql: d.identity),
                    is_person \(sql: d.integer) NOT NULL CHECK (is_person IN (0, 1)),
                    label TEXT NOT NULL,
                    sort TEXT NOT NULL,
                    folded TEXT NOT NULL,
                    name_key TEXT NOT NULL,
                    skeleton TEXT NOT NULL,
                    town_folded TEXT NOT NULL,
                    card TEXT NOT NULL,
                    revision \(sql: d.integer) NOT NULL,
                    merged_into \(sql: d.integer) REFERENCES contact (id),
                    created_at \(sql: d.integer) NOT NULL,
                    changed_at \(sql: d.integer) NOT NULL,
                    CHECK (merged_into IS NULL OR merged_into <> id)
                )\(sql: d.strict)
                """,
                "CREATE INDEX contact_sort ON contact (sort, id) WHERE merged_into IS NULL",
                "CREATE INDEX contact_folded ON contact (folded, id) WHERE merged_into IS NULL",
                "CREATE INDEX contact_name_key ON contact (name_key, id) WHERE merged_into IS NULL",
                "CREATE INDEX contact_skeleton ON contact (skeleton, id) WHERE merged_into IS NULL",
                "CREATE INDEX contact_town ON contact (town_folded, folded, id) WHERE merged_into IS NULL",
                "CREATE INDEX contact_alias ON contact (merged_into, id) WHERE merged_into IS NOT NULL",
                """
                CREATE TABLE contact_identifier (
                    kind TEXT NOT NULL,
                    value TEXT NOT NULL,
                    contact_id \(sql: d.integer) NOT NULL REFERENCES contact (id),
                    PRIMARY KEY (contact_id, kind)
                )\(sql: d.strict)
                """,
                "CREATE INDEX contact_identifier_value ON contact_identifier (kind, value, contact_id)",
                """
                CREATE TABLE contact_channel (
                    contact_id \(sql: d.integer) NOT NULL REFERENCES contact (id),
                    kind TEXT NOT NULL,
                    value_folded TEXT NOT NULL,
                    PRIMARY KEY (contact_id, kind, value_folded)
                )\(sql: d.strict)
                """,
                "CREATE INDEX contact_channel_value ON contact_channel (kind, value_folded, contact_id)",
                """
                CREATE TABLE contact_name (
                    start TEXT NOT NULL,
                    contact_id \(sql: d.integer) NOT NULL REFERENCES contact (id),
                    PRIMARY KEY (start, contact_id)
                )\(sql: d.strict)
                """,
                "CREATE INDEX contact_name_contact ON contact_name (contact_id)",
                // Cards as they were before each change.
                """
                CREATE TABLE contact_revision (
                    contact_id \(sql: d.integer) NOT NULL REFERENCES contact (id),
                    revision \(sql: d.integer) NOT NULL,
                    card TEXT NOT NULL,
                    until \(sql: d.integer) NOT NULL,
                    changed_by TEXT NOT NULL,
                    PRIMARY KEY (contact_id, revision)
                )\(sql: d.strict)
                """,
                """
                CREATE TABLE contact_suspect (
                    low_id \(sql: d.integer) NOT NULL REFERENCES contact (id),
                    high_id \(sql: d.integer) NOT NULL REFERENCES contact (id),
                    strength \(sql: d.integer) NOT NULL,
                    different_by TEXT,
                    different_at \(sql: d.integer),
                    PRIMARY KEY (low_id, high_id),
                    CHECK (low_id < high_id)
                )\(sql: d.strict)
                """,
                "CREATE INDEX contact_suspect_open ON contact_suspect (strength, low_id, high_id) WHERE different_at IS NULL",
                "CREATE INDEX contact_suspect_high ON contact_suspect (high_id)",
                """
                CREATE TABLE contact_merge (
                    id \(sql: d.identity),
                    survivor_id \(sql: d.integer) NOT NULL REFERENCES contact (id),
                    merged_id \(sql: d.integer) NOT NULL REFERENCES contact (id),
                    gained TEXT NOT NULL,
                    merged_by TEXT NOT NULL,
                    merged_at \(sql: d.integer) NOT NULL,
                    undone_by TEXT,
                    undone_at \(sql: d.integer),
                    CHECK (survivor_id <> merged_id)
                )\(sql: d.strict)
                """,
                "CREATE UNIQUE INDEX contact_merge_open ON contact_merge (merged_id) WHERE undone_at IS NULL",
                "CREATE INDEX contact_merge_survivor ON contact_merge (survivor_id, id)",
            ]
        }
    ]
}
