public import Kernel
public import Store

/// The figures of the report Rb-27S for taxes and fees, by chapter and paragraph of the budget.
///
/// Cumulative from 1 January to the end of a month; złote and grosze. The plan comes from the budget, the division (756, 900, 700) from the chapter;
/// both are the finance system's. Source: regulation on budget reporting, Rb-27S; columns as taxes §10 gives them.
public struct Rb27S: Sendable, Hashable {
    public struct Row: Sendable, Hashable {
        public var chapter: String
        public var paragraph: String
        /// Należności: what was open at the beginning and what was charged, less reduced.
        public var receivables = Money.zero
        /// Dochody wykonane: paid less refunded, rebooked money included.
        public var executed = Money.zero
        /// Pozostało do zapłaty, ogółem.
        public var left = Money.zero
        /// W tym zaległości.
        public var arrears = Money.zero
        public var overpayments = Money.zero
        /// Skutki obniżenia górnych stawek, of the year's approved assessment.
        public var loweredRates = Money.zero
        /// Skutki decyzji: umorzenie zaległości.
        public var cancelled = Money.zero

        /// Receivables are executed, left or overpaid.
        public var isConsistent: Bool { receivables == executed + left - overpayments }
    }

    public let year: Int
    public let day: Day
    public let rows: [Row]

    public static func of(_ c: any SQLConnection, through month: TaxMonth) throws -> Rb27S {
        let day = month.lastDay, year = month.year
        struct Key: Hashable {
            var chapter: String
            var paragraph: String
        }
        var rows: [Key: Row] = [:]
        func change(_ levy: Levy, _ part: ChargePart, _ isLegal: Bool, _ body: (inout Row) -> Void) {
            let key = Key(chapter: levy.chapter(isLegal ? .legalPerson : .naturalPerson), paragraph: levy.paragraph(part))
            body(&rows[key, default: Row(chapter: key.chapter, paragraph: key.paragraph)])
        }
        // An account is of legal persons as soon as one holds a share (UPOL art. 6 ust. 11).
        let legal: SQL =
            """
            SELECT DISTINCT s.account_id FROM tax_share s JOIN tax_subject p ON p.id = s.subject_id WHERE p.kind = 'osoba-prawna' AND s.until IS NULL
            """
        let isDebit: SQL = "debit = '221'"
        // What was open or overpaid before the year is brought forward.
        let first = Day(year: year, month: 1, day: 1) ?? day
        for row in try c.query(
            """
            SELECT e.levy, e.part, CASE WHEN l.account_id IS NULL THEN 0 ELSE 1 END AS legal,
            SUM(CASE WHEN booked_day < \(first) THEN CASE WHEN \(sql: isDebit) THEN amount ELSE -amount END
                WHEN kind IN ('przypis', 'bo_zaleglosc') THEN amount WHEN kind IN ('odpis', 'bo_nadplata') THEN -amount ELSE 0 END) AS receivables,
            SUM(CASE WHEN booked_day < \(first) THEN 0 WHEN kind IN ('wplata', 'przeksiegowanie_na') THEN amount
                WHEN kind IN ('zwrot', 'przeksiegowanie_z') THEN -amount ELSE 0 END) AS executed,
            SUM(CASE WHEN booked_day >= \(first) AND kind = 'odpis' AND source_key >= 'umorzenie:' AND source_key < 'umorzenie;' THEN amount ELSE 0 END) AS cancelled
            FROM ledger_entry e LEFT JOIN (\(sql: legal)) AS l ON l.account_id = e.account_id
            WHERE e.account_id IS NOT NULL AND booked_day <= \(day) GROUP BY e.levy, e.part, CASE WHEN l.account_id IS NULL THEN 0 ELSE 1 END
            """,
            { row in
                (
                    try row.symbol("levy", as: Levy.self), try row.symbol("part", as: ChargePart.self), try row.bool("legal"), Money(grosze: try row.sum("receivables")),
                    Money(grosze: try row.sum("executed")), Money(grosze: try row.sum("cancelled"))
                )
            })
        {
            change(row.0, row.1, row.2) {
                $0.receivables += row.3
                $0.executed += row.4
                $0.cancelled += row.5
            }
        }
        // By charge: what is open is left, what is below zero is overpaid; payments without a charge are kept together for each account.
        for row in try c.query(
            """
            SELECT levy, part, legal, SUM(CASE WHEN balance > 0 THEN balance ELSE 0 END) AS open, SUM(CASE WHEN balance < 0 THEN -balance ELSE 0 END) AS over,
            SUM(CASE WHEN balance > 0 AND due < \(day) THEN balance ELSE 0 END) AS late FROM (
                SELECT i.levy, i.part, CASE WHEN l.account_id IS NULL THEN 0 ELSE 1 END AS legal, i.balance, COALESCE((SELECT d.due_day FROM ledger_due d
                    WHERE d.item_id = i.item AND d.booked_day <= \(day) ORDER BY d.id \(sql: c.dialect.descending) LIMIT 1), i.due) AS due
                FROM (SELECT account_id, levy, part, CASE WHEN item_id IS NOT NULL THEN item_id WHEN due_day IS NOT NULL THEN id ELSE -account_id END AS item,
                    SUM(CASE WHEN debit = '221' THEN amount ELSE -amount END) AS balance, MAX(due_day) AS due FROM ledger_entry
                    WHERE account_id IS NOT NULL AND booked_day <= \(day)
                    GROUP BY account_id, levy, part, CASE WHEN item_id IS NOT NULL THEN item_id WHEN due_day IS NOT NULL THEN id ELSE -account_id END) AS i
                LEFT JOIN (\(sql: legal)) AS l ON l.account_id = i.account_id WHERE i.balance <> 0) AS b GROUP BY levy, part, legal
            """,
            { row in
                (
                    try row.symbol("levy", as: Levy.self), try row.symbol("part", as: ChargePart.self), try row.bool("legal"), Money(grosze: try row.sum("open")),
                    Money(grosze: try row.sum("over")), Money(grosze: try row.sum("late"))
                )
            })
        {
            change(row.0, row.1, row.2) {
                $0.left += row.3
                $0.overpayments += row.4
                $0.arrears += row.5
            }
        }
        if let id = try Assessments.approved(c, year) {
            let summary = try Assessments.run(c, id).summary
            let monthsGone = Int64(month.month)
            // The year's effect by the months that are gone.
            func share(_ money: Money) -> Money { Money(grosze: money.grosze * monthsGone / 12) }
            for (isLegal, lowered) in [(true, summary.loweredLegal), (false, summary.lowered - summary.loweredLegal)] where lowered > .zero {
                change(.property, .principal, isLegal) { $0.loweredRates += share(lowered) }
            }
        }
        return Rb27S(year: year, day: day, rows: rows.values.sorted { ($0.chapter, $0.paragraph) < ($1.chapter, $1.paragraph) })
    }
}
