internal import Kernel
public import Store

extension Ledger {
    /// What a document charged, by due day, as it was charged.
    public static func instalments(_ c: any SQLConnection, of account: TaxAccountID, document: String) throws -> [Instalment] {
        try c.query(
            """
            SELECT due_day, SUM(amount) AS amount FROM ledger_entry WHERE account_id = \(account) AND document = \(document) AND kind = 'przypis'
            AND part = 'naleznosc' AND due_day IS NOT NULL GROUP BY due_day ORDER BY due_day \(sql: c.dialect.ascending)
            """
        ) { Instalment(due: try $0.parsed("due_day"), amount: Money(grosze: try $0.int("amount"))) }
    }
}
