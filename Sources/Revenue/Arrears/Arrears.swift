public import Kernel
public import Store

/// An account that owes after the day it was due.
public struct AccountArrears: Sendable, Hashable {
    public var account: TaxAccount
    public var holders: [String]
    public var principal: Money
    public var interest: Money
    /// Costs of reminders that are open.
    public var costs: Money
    public var oldest: Day
    /// The last reminder, with the day of its delivery.
    public var reminder: (year: Int, number: Int64, issued: Day, delivered: Day?)?

    public var total: Money { principal + interest + costs }

    public static func == (a: AccountArrears, b: AccountArrears) -> Bool { a.account == b.account && a.total == b.total && a.oldest == b.oldest }
    public func hash(into hasher: inout Hasher) { hasher.combine(account) }
}

public enum Arrears {
    /// Accounts in arrears on a day, in the order of accounts.
    /// - Returns: a page, and where the next begins; `nil` at the end.
    public static func page(
        _ c: any SQLConnection, on day: Day, after: TaxAccountID = TaxAccountID(0), limit: Int = 50, rates: InterestRates = .statutory
    ) throws -> (rows: [AccountArrears], next: TaxAccountID?) {
        var out: [AccountArrears] = []
        var cursor = after
        while out.count < limit {
            let from = cursor
            let owing = try c.query(
                """
                SELECT account_id FROM ledger_entry WHERE account_id > \(from) AND booked_day <= \(day) GROUP BY account_id
                HAVING SUM(CASE WHEN debit = '221' THEN amount ELSE -amount END) > 0 ORDER BY account_id \(sql: c.dialect.ascending) LIMIT \(limit)
                """
            ) { try $0.id("account_id", as: TaxAccountID.self) }
            guard let last = owing.last else { return (out, nil) }
            for id in owing {
                cursor = id
                if let one = try one(c, id, on: day, rates) { out.append(one) }
                if out.count == limit { return (out, id) }
            }
            if owing.count < limit { return (out, nil) }
            cursor = last
        }
        return (out, cursor)
    }

    private static func one(_ c: any SQLConnection, _ id: TaxAccountID, on day: Day, _ rates: InterestRates) throws -> AccountArrears? {
        let standing = try Ledger.standing(c, of: id, on: day)
        let late = standing.arrears.filter { $0.part == .principal }
        guard let oldest = late.map(\.due).min(), let account = try TaxRegister.account(c, id) else { return nil }
        let interest = try standing.interest(rates: rates).values.map(\.charged).sum
        return AccountArrears(
            account: account, holders: try TaxRegister.holders(c, of: id, on: day).map(\.subject.name), principal: late.map(\.open).sum, interest: interest,
            costs: standing.openCosts.map(\.open).sum, oldest: oldest, reminder: try Reminders.last(c, of: id))
    }
}

extension Reminders {
    static func last(_ c: any SQLConnection, of account: TaxAccountID) throws -> (year: Int, number: Int64, issued: Day, delivered: Day?)? {
        try c.first(
            """
            SELECT year, number, issued_day, delivered_day FROM tax_reminder WHERE account_id = \(account)
            ORDER BY year \(sql: c.dialect.descending), number \(sql: c.dialect.descending) LIMIT 1
            """
        ) { (Int(try $0.int("year")), try $0.int("number"), try $0.parsed("issued_day"), try $0.parsedOrNil("delivered_day")) }
    }

    /// A reminder as its letter prints it.
    public struct Content: Sendable {
        public struct Line: Sendable {
            public var levy: Levy
            public var document: String
            public var due: Day
            public var open: Money
            public var interest: Money
        }
        public var year: Int
        public var number: Int64
        public var account: TaxAccountID
        public var issued: Day
        public var delivered: Day?
        public var lines: [Line]

        public var principal: Money { lines.map(\.open).sum }
        public var interest: Money { lines.map(\.interest).sum }
    }

    public static func content(_ c: any SQLConnection, year: Int, number: Int64) throws -> Content? {
        let head = try c.first("SELECT account_id, issued_day, delivered_day FROM tax_reminder WHERE year = \(year) AND number = \(number)") {
            (try $0.id("account_id", as: TaxAccountID.self), try $0.parsed("issued_day", as: Day.self), try $0.parsedOrNil("delivered_day", as: Day.self))
        }
        guard let (account, issued, delivered) = head else { return nil }
        let lines = try c.query(
            """
            SELECT i.open, i.interest, e.levy, e.document, COALESCE((SELECT d.due_day FROM ledger_due d WHERE d.item_id = e.id AND d.booked_day <= \(issued)
                ORDER BY d.id \(sql: c.dialect.descending) LIMIT 1), e.due_day) AS due
            FROM tax_reminder_item i JOIN ledger_entry e ON e.id = i.item_id WHERE i.year = \(year) AND i.number = \(number)
            ORDER BY e.id \(sql: c.dialect.ascending)
            """
        ) {
            Content.Line(
                levy: try $0.symbol("levy"), document: try $0.text("document"), due: try $0.parsed("due"), open: Money(grosze: try $0.int("open")),
                interest: Money(grosze: try $0.int("interest")))
        }
        return Content(year: year, number: number, account: account, issued: issued, delivered: delivered, lines: lines)
    }

    /// Reminders of a year after a number, a page at a time.
    public static func numbers(_ c: any SQLConnection, year: Int, after: Int64 = 0, limit: Int = 100) throws -> [Int64] {
        try c.query(
            "SELECT number FROM tax_reminder WHERE year = \(year) AND number > \(after) ORDER BY number \(sql: c.dialect.ascending) LIMIT \(limit)"
        ) { try $0.int("number") }
    }
}
