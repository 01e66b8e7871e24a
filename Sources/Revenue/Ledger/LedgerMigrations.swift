internal import Store

/// The ledger of taxes and fees. The schema holds its rules, whoever writes.
enum LedgerMigrations {
    static let all: [Migration] = [ledger]

    static let ledger = Migration("revenue-0002-ledger") { d in
        [
            """
            CREATE TABLE ledger_entry (
                id \(sql: d.identity), kind TEXT NOT NULL, account_id \(sql: d.integer) REFERENCES tax_account (id), levy TEXT, part TEXT NOT NULL,
                amount \(sql: d.integer) NOT NULL, debit TEXT NOT NULL, credit TEXT NOT NULL, booked_day TEXT NOT NULL, event_day TEXT NOT NULL,
                month \(sql: d.integer) NOT NULL, due_day TEXT, item_id \(sql: d.integer) REFERENCES ledger_entry (id), document TEXT NOT NULL,
                source_key TEXT NOT NULL UNIQUE, reverses \(sql: d.integer) UNIQUE REFERENCES ledger_entry (id),
                posted_at \(sql: d.integer) NOT NULL, posted_by TEXT NOT NULL,
                CHECK (debit <> credit),
                CHECK ((reverses IS NULL AND amount > 0) OR (reverses IS NOT NULL AND amount < 0)),
                CHECK (month = CAST(replace(substr(booked_day, 1, 7), '-', '') AS \(sql: d.integer))),
                CHECK ((account_id IS NULL) = (kind = 'wplyw_do_wyjasnienia') AND (levy IS NULL) = (account_id IS NULL)),
                CHECK (kind NOT IN ('przypis', 'bo_zaleglosc', 'zwrot', 'przeksiegowanie_z') OR debit = '221'),
                CHECK (kind NOT IN ('odpis', 'bo_nadplata', 'wplata', 'przeksiegowanie_na') OR credit = '221'),
                CHECK (kind <> 'wplyw_do_wyjasnienia' OR credit = '245'),
                CHECK (kind IN ('przypis', 'bo_zaleglosc', 'zwrot', 'przeksiegowanie_z', 'odpis', 'bo_nadplata', 'wplata', 'przeksiegowanie_na',
                    'wplyw_do_wyjasnienia'))
            )\(sql: d.strict)
            """,
            "CREATE INDEX ledger_entry_account ON ledger_entry (account_id, id)",
            "CREATE INDEX ledger_entry_item ON ledger_entry (item_id) WHERE item_id IS NOT NULL",
            """
            CREATE TABLE ledger_month (
                month \(sql: d.integer) NOT NULL PRIMARY KEY, closed_at \(sql: d.integer) NOT NULL, closed_by TEXT NOT NULL,
                debit \(sql: d.integer) NOT NULL, credit \(sql: d.integer) NOT NULL CHECK (debit = credit)
            )\(sql: d.strict)
            """,
            """
            CREATE TABLE ledger_due (
                id \(sql: d.identity), item_id \(sql: d.integer) NOT NULL REFERENCES ledger_entry (id), due_day TEXT NOT NULL, booked_day TEXT NOT NULL,
                reason TEXT NOT NULL, source_key TEXT NOT NULL UNIQUE, posted_at \(sql: d.integer) NOT NULL, posted_by TEXT NOT NULL
            )\(sql: d.strict)
            """,
            "CREATE INDEX ledger_due_item ON ledger_due (item_id, id)",
        ]
            + d.appendOnly("ledger_entry") + d.appendOnly("ledger_month") + d.appendOnly("ledger_due")
            + SchemaGuard.refuse(
                d, "ledger_entry_closed", .insert, on: "ledger_entry",
                when: "EXISTS (SELECT 1 FROM ledger_month m WHERE m.month >= NEW.month)", saying: "the month is closed")
            + SchemaGuard.refuse(
                d, "ledger_entry_reversal", .insert, on: "ledger_entry",
                when: """
                    NEW.reverses IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.id = NEW.reverses AND e.reverses IS NULL
                    AND e.amount = -NEW.amount AND e.kind = NEW.kind AND e.part = NEW.part AND e.debit = NEW.debit AND e.credit = NEW.credit
                    AND COALESCE(e.account_id, 0) = COALESCE(NEW.account_id, 0) AND COALESCE(e.levy, '') = COALESCE(NEW.levy, ''))
                    """, saying: "a reversal takes back one whole entry")
            + SchemaGuard.refuse(
                d, "ledger_entry_of_item", .insert, on: "ledger_entry",
                when: """
                    NEW.item_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.id = NEW.item_id AND e.account_id = NEW.account_id
                    AND e.levy = NEW.levy AND e.kind IN ('przypis', 'bo_zaleglosc') AND e.due_day IS NOT NULL)
                    """, saying: "an entry belongs to a charge of its account and levy")
    }
}
