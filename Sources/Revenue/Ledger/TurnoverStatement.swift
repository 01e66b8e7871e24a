public import Kernel
public import Store

/// Turnover and balances of the ledger's accounts (zestawienie obrotów i sald).
///
/// Each entry moves one amount from one account to another, so the sums of both sides are the same by construction; a test and the closing of
/// a month hold it all the same.
public struct TurnoverStatement: Sendable, Hashable {
    public struct Row: Sendable, Hashable {
        public var account: BookAccount
        public var debit: Money
        public var credit: Money
        /// All turnover up to the end, from the beginning of the books.
        public var debitBalance: Money
        public var creditBalance: Money
    }

    public let from: TaxMonth
    public let through: TaxMonth
    public let rows: [Row]

    public var debit: Money { rows.map(\.debit).sum }
    public var credit: Money { rows.map(\.credit).sum }
    public var debitBalance: Money { rows.map(\.debitBalance).sum }
    public var creditBalance: Money { rows.map(\.creditBalance).sum }
    public var isBalanced: Bool { debit == credit && debitBalance == creditBalance }

    public static func of(_ c: any SQLConnection, from: TaxMonth, through: TaxMonth) throws -> TurnoverStatement {
        let pairs = try c.query(
            """
            SELECT debit, credit, SUM(CASE WHEN month >= \(from) THEN amount ELSE 0 END) AS turnover, SUM(amount) AS total
            FROM ledger_entry WHERE month <= \(through) GROUP BY debit, credit
            """
        ) { row in
            (
                try row.symbol("debit", as: BookAccount.self), try row.symbol("credit", as: BookAccount.self), Money(grosze: try row.sum("turnover")),
                Money(grosze: try row.sum("total"))
            )
        }
        let rows = BookAccount.allCases.compactMap { account -> Row? in
            let debits = pairs.filter { $0.0 == account }, credits = pairs.filter { $0.1 == account }
            guard !debits.isEmpty || !credits.isEmpty else { return nil }
            let balance = debits.map(\.3).sum - credits.map(\.3).sum
            return Row(
                account: account, debit: debits.map(\.2).sum, credit: credits.map(\.2).sum, debitBalance: max(.zero, balance), creditBalance: max(.zero, -balance))
        }
        return TurnoverStatement(from: from, through: through, rows: rows)
    }

    /// Whether the subledger of taxpayers comes to the account of the ledger, by levy and part.
    ///
    /// Source: taxes §10: Σ of the subledger = account of the ledger. Both are read from the same rows by other columns.
    public static func subledgerDifference(_ c: any SQLConnection) throws -> Money {
        let ledger =
            try c.first(
                """
                SELECT SUM(CASE WHEN debit = '221' THEN amount ELSE 0 END) - SUM(CASE WHEN credit = '221' THEN amount ELSE 0 END) AS total FROM ledger_entry
                """
            ) { try $0.sum("total") } ?? 0
        let accounts =
            try c.first(
                """
                SELECT SUM(balance) AS total FROM (SELECT account_id, levy, SUM(CASE WHEN kind IN ('przypis', 'bo_zaleglosc', 'zwrot', 'przeksiegowanie_z')
                THEN amount ELSE -amount END) AS balance FROM ledger_entry WHERE account_id IS NOT NULL GROUP BY account_id, levy) AS b
                """
            ) { try $0.sum("total") } ?? 0
        return Money(grosze: ledger - accounts)
    }
}

extension SQLRow {
    /// A sum over rows; NULL where there are none.
    func sum(_ column: String) throws(SQLError) -> Int64 { try intOrNil(column) ?? 0 }
}
