public import Kernel
public import Store

/// A reminder (upomnienie) of one account: the arrears it names, with interest to the day of issue.
public struct Reminder: Sendable, Hashable {
    public struct Item: Sendable, Hashable {
        public var item: AccountStanding.Item
        public var interest: Money
    }
    public var year: Int
    public var number: Int64
    public var account: TaxAccountID
    public var issued: Day
    public var items: [Item]

    public var principal: Money { items.map(\.item.open).sum }
    public var interest: Money { items.map(\.interest).sum }
}

/// What a run of reminders came to.
public struct ReminderSummary: Sendable, Hashable {
    public var accounts = 0
    public var reminders = 0
    /// Accounts whose arrears are too small to be reminded of yet.
    public var waiting = 0
    public var principal = Money.zero
    public var interest = Money.zero

    public init() {}
}

/// Reminders before enforcement. Source: UPEA art. 15; regulation of 23 February 2024 on creditors; costs by `ReminderRule`.
public struct Reminders: Sendable {
    public var rates: InterestRates
    public var settings: TaxSettings
    /// Accounts in one transaction.
    public var batch: Int

    public init(rates: InterestRates = .statutory, settings: TaxSettings = .standard, batch: Int = 500) {
        self.rates = rates
        self.settings = settings
        self.batch = max(batch, 1)
    }

    /// Whether arrears are reminded of now: above ten times the cost at once, smaller ones in the last year before they lapse.
    ///
    /// "Before the last six months of limitation" is read as: from 1 January of the last year.
    func isDue(_ items: [Reminder.Item], on day: Day) throws(Problem) -> Bool {
        let total = items.map { $0.item.open + $0.interest }.sum
        switch try ReminderRule.moment(total: total, cost: ReminderRule.cost(on: day)) {
        case .atOnce: return true
        case .beforeLastSixMonths:
            for one in items where try Limitation.collectionEnd(due: one.item.due).year <= day.year { return true }
            return false
        }
    }

    /// Issues reminders for all arrears of a day that were not reminded of before; a run that stopped goes on, and twice does nothing twice.
    public func issue(_ db: any Database, on day: Day, by performer: Performer, at now: Instant, progress: (Int) -> Void = { _ in }) async throws -> ReminderSummary {
        var out = ReminderSummary()
        var cursor = TaxAccountID(0)
        let limit = batch
        while true {
            let from = cursor
            let done = try await db.write { c in
                // Only accounts that owe; a page at a time, so that no page reads the whole ledger.
                let accounts = try c.query(
                    "SELECT id FROM tax_account WHERE id > \(from) ORDER BY id \(sql: c.dialect.ascending) LIMIT \(limit)", { try $0.id("id", as: TaxAccountID.self) })
                var part = ReminderSummary()
                guard let first = accounts.first, let last = accounts.last else { return (part, TaxAccountID?.none) }
                let owing = try c.query(
                    """
                    SELECT account_id FROM ledger_entry WHERE account_id BETWEEN \(first) AND \(last) AND booked_day <= \(day)
                    GROUP BY account_id HAVING SUM(CASE WHEN debit = '221' THEN amount ELSE -amount END) > 0 ORDER BY account_id \(sql: c.dialect.ascending)
                    """
                ) { try $0.id("account_id", as: TaxAccountID.self) }
                for account in owing { try one(c, account, on: day, &part, by: performer, at: now) }
                return (part, last)
            }
            out.accounts += done.0.accounts
            out.reminders += done.0.reminders
            out.waiting += done.0.waiting
            out.principal += done.0.principal
            out.interest += done.0.interest
            progress(out.reminders)
            guard let next = done.1 else { break }
            cursor = next
        }
        let (count, sum) = (out.reminders, out.principal)
        if count > 0 {
            try await db.write {
                _ = try Journal.append($0, JournalEntry(actor: performer.id, act: "upomnienia", object: "dzien:\(day)", after: "\(count) na \(sum) zł"), at: now)
            }
        }
        return out
    }

    private func one(_ c: any SQLConnection, _ account: TaxAccountID, on day: Day, _ out: inout ReminderSummary, by performer: Performer, at now: Instant) throws {
        let standing = try Ledger.standing(c, of: account, on: day)
        let arrears = standing.arrears.filter { $0.part == .principal }
        guard !arrears.isEmpty else { return }
        let known = Set(
            try c.query("SELECT item_id FROM tax_reminder_item WHERE item_id IN (\(list: arrears.map(\.id)))") { try $0.id("item_id", as: LedgerEntryID.self) })
        let interest = try standing.interest(rates: rates, settings: settings)
        let items = arrears.filter { !known.contains($0.id) }.map { Reminder.Item(item: $0, interest: interest[$0.id]?.charged ?? .zero) }
        guard !items.isEmpty else { return }
        out.accounts += 1
        guard try isDue(items, on: day) else {
            out.waiting += 1
            return
        }
        let number = try Counter.next(c, "upomnienie", year: day.year)
        let reminder = Reminder(year: day.year, number: number, account: account, issued: day, items: items)
        try c.execute(
            """
            INSERT INTO tax_reminder (year, number, account_id, issued_day, principal, interest)
            VALUES (\(day.year), \(number), \(account), \(day), \(reminder.principal.grosze), \(reminder.interest.grosze))
            """)
        for item in items {
            try c.execute(
                """
                INSERT INTO tax_reminder_item (item_id, year, number, open, interest)
                VALUES (\(item.item.id), \(day.year), \(number), \(item.item.open.grosze), \(item.interest.grosze))
                """)
        }
        out.reminders += 1
        out.principal += reminder.principal
        out.interest += reminder.interest
    }

    /// A reminder was delivered: its cost is owed from that day (UPEA art. 15 § 2), at the rate of the day.
    ///
    /// The same day twice changes nothing.
    /// - Throws: `Problem` for a day before it was issued, or another day than the one known.
    public func deliver(_ c: any SQLConnection, year: Int, number: Int64, on day: Day, booked: Day, by performer: Performer, at now: Instant) throws {
        let found = try c.first("SELECT account_id, issued_day, delivered_day FROM tax_reminder WHERE year = \(year) AND number = \(number)") {
            (try $0.id("account_id", as: TaxAccountID.self), try $0.parsed("issued_day", as: Day.self), try $0.parsedOrNil("delivered_day", as: Day.self))
        }
        guard let (account, issued, known) = found else { throw Problem(.notFound, "Nie ma upomnienia \(number)/\(year).", field: "number") }
        guard day >= issued else {
            throw Problem(.invalidInput, "Upomnienie \(number)/\(year) wystawiono \(issued), nie mogło być doręczone \(day). Popraw datę.", field: "delivered")
        }
        if let known {
            guard known == day else { throw Problem(.conflict, "Upomnienie \(number)/\(year) ma już datę doręczenia \(known).", field: "delivered") }
            return
        }
        let levy = try c.first(
            """
            SELECT e.levy FROM tax_reminder_item i JOIN ledger_entry e ON e.id = i.item_id WHERE i.year = \(year) AND i.number = \(number)
            ORDER BY e.id \(sql: c.dialect.ascending) LIMIT 1
            """
        ) { try $0.symbol("levy", as: Levy.self) }
        guard let levy else { throw Problem(.internalFault, "Upomnienie nie ma należności. Powiadom administratora.", cause: "reminder \(number)/\(year)") }
        try c.execute("UPDATE tax_reminder SET delivered_day = \(day) WHERE year = \(year) AND number = \(number)")
        let posting = Posting(
            .charge, ReminderRule.cost(on: day), account: account, levy: levy, part: .reminderCosts, booked: booked, event: day, due: day,
            document: "upomnienie \(number)/\(year)", source: "upomnienie:\(year):\(number)")
        try Ledger.post(c, posting, by: performer, at: now)
    }

    /// The first day on which enforcement may begin: seven days after delivery have passed (UPEA art. 15 § 1).
    public static func enforcementFrom(delivered: Day) -> Day { delivered.adding(days: 8) }

    /// Numbers of reminders that nobody told the delivery of.
    public static func undelivered(_ c: any SQLConnection, year: Int, after: Int64 = 0, limit: Int = 1_000) throws -> [Int64] {
        try c.query(
            """
            SELECT number FROM tax_reminder WHERE year = \(year) AND number > \(after) AND delivered_day IS NULL
            ORDER BY number \(sql: c.dialect.ascending) LIMIT \(limit)
            """
        ) { try $0.int("number") }
    }
}
