internal import Store

/// Statements of banks and their payments, with what became of each.
enum BankMigrations {
    static let all: [Migration] = [bank]

    static let bank = Migration("revenue-0004-bank") { d in
        [
            """
            CREATE TABLE bank_statement (
                id \(sql: d.identity), format TEXT NOT NULL, account TEXT NOT NULL, number TEXT NOT NULL, day TEXT NOT NULL, opening \(sql: d.integer),
                closing \(sql: d.integer), lines \(sql: d.integer) NOT NULL, hash TEXT NOT NULL UNIQUE, imported_at \(sql: d.integer) NOT NULL,
                imported_by TEXT NOT NULL, UNIQUE (format, account, number, day)
            )\(sql: d.strict)
            """,
            "CREATE INDEX bank_statement_day ON bank_statement (format, account, day, id)",
            """
            CREATE TABLE bank_payment (
                id \(sql: d.identity), statement_id \(sql: d.integer) NOT NULL REFERENCES bank_statement (id), line \(sql: d.integer) NOT NULL CHECK (line > 0),
                credited_day TEXT NOT NULL, paid_day TEXT NOT NULL, amount \(sql: d.integer) NOT NULL, target TEXT NOT NULL, payer TEXT NOT NULL, title TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('zaksiegowana', 'proponowana', 'do-wyjasnienia', 'wyjasniona', 'pominieta')), reason TEXT NOT NULL,
                account_id \(sql: d.integer) REFERENCES tax_account (id), levy TEXT, overpaid \(sql: d.integer) NOT NULL, UNIQUE (statement_id, line)
            )\(sql: d.strict)
            """,
            "CREATE INDEX bank_payment_open ON bank_payment (id) WHERE state IN ('proponowana', 'do-wyjasnienia')",
            "CREATE INDEX bank_payment_account ON bank_payment (account_id, id) WHERE account_id IS NOT NULL",
        ]
            + SchemaGuard.refuse(
                d, "bank_payment_fixed", .update, on: "bank_payment",
                columns: ["statement_id", "line", "credited_day", "paid_day", "amount", "target", "payer", "title"], saying: "what the bank wrote is not changed")
            + SchemaGuard.refuse(d, "bank_payment_kept", .delete, on: "bank_payment", saying: "what the bank wrote is not deleted")
    }
}
