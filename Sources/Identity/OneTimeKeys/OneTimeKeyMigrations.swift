public import Store

/// The table of used form keys; belongs to every database that forms write to: the one of the office, and `platform`.
public enum OneTimeKeyMigrations {
    public static let all: [Migration] = [
        Migration("post-key-0001-post-key") { d in
            [
                """
                CREATE TABLE post_key (
                    account \(sql: d.integer) NOT NULL,
                    form_key TEXT NOT NULL,
                    used_at \(sql: d.integer) NOT NULL,
                    location TEXT,
                    PRIMARY KEY (account, form_key)
                )\(sql: d.strict)
                """,
                "CREATE INDEX post_key_by_time ON post_key (used_at)",
            ]
        }
    ]
}
