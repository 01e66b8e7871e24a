internal import Store

/// Reminders, reliefs and events of limitation.
enum ArrearsMigrations {
    static let all: [Migration] = [arrears]

    static let arrears = Migration("revenue-0005-arrears") { d in
        [
            """
            CREATE TABLE tax_reminder (
                year \(sql: d.integer) NOT NULL, number \(sql: d.integer) NOT NULL CHECK (number > 0), account_id \(sql: d.integer) NOT NULL REFERENCES tax_account (id),
                issued_day TEXT NOT NULL, principal \(sql: d.integer) NOT NULL CHECK (principal > 0), interest \(sql: d.integer) NOT NULL CHECK (interest >= 0),
                delivered_day TEXT CHECK (delivered_day IS NULL OR delivered_day >= issued_day), PRIMARY KEY (year, number)
            )\(sql: d.strict)
            """,
            "CREATE INDEX tax_reminder_account ON tax_reminder (account_id)",
            """
            CREATE TABLE tax_reminder_item (
                item_id \(sql: d.integer) NOT NULL PRIMARY KEY REFERENCES ledger_entry (id), year \(sql: d.integer) NOT NULL, number \(sql: d.integer) NOT NULL,
                open \(sql: d.integer) NOT NULL, interest \(sql: d.integer) NOT NULL, FOREIGN KEY (year, number) REFERENCES tax_reminder (year, number)
            )\(sql: d.strict)
            """,
            """
            CREATE TABLE limitation_event (
                id \(sql: d.identity), item_id \(sql: d.integer) NOT NULL REFERENCES ledger_entry (id),
                kind TEXT NOT NULL CHECK (kind IN ('przerwanie', 'zawieszenie')), from_day TEXT NOT NULL, to_day TEXT, reason TEXT NOT NULL,
                source_key TEXT NOT NULL UNIQUE, posted_at \(sql: d.integer) NOT NULL, posted_by TEXT NOT NULL,
                CHECK (to_day IS NULL OR (kind = 'zawieszenie' AND to_day >= from_day))
            )\(sql: d.strict)
            """,
            "CREATE INDEX limitation_event_item ON limitation_event (item_id, id)",
        ]
            + d.appendOnly("limitation_event") + d.appendOnly("tax_reminder_item")
            + SchemaGuard.refuse(
                d, "tax_reminder_fixed", .update, on: "tax_reminder", columns: ["year", "number", "account_id", "issued_day", "principal", "interest"],
                saying: "a reminder is not changed")
            + SchemaGuard.refuse(d, "tax_reminder_kept", .delete, on: "tax_reminder", saying: "a number given stays given")
    }
}
