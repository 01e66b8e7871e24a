public import Kernel
internal import Law
public import Store

/// What came of posting one thing.
public enum PostingOutcome: Sendable, Hashable {
    case posted(LedgerEntryID)
    /// It was booked before; nothing was written.
    case already(LedgerEntryID)
}

/// The ledger of an office: entries are added and never changed; what was wrong is taken back by an entry of its own.
///
/// Source: Dz.U. 2010 nr 208 poz. 1375 (accounting of tax authorities); act on accounting art. 25 for corrections.
public enum Ledger {
    /// Books one thing. The same source twice books nothing.
    ///
    /// - Throws: `Problem` for an amount that is none, a closed month, a source that booked something else.
    @discardableResult
    public static func post(_ c: any SQLConnection, _ p: Posting, by performer: Performer, at now: Instant) throws -> PostingOutcome {
        try check(p)
        if let known = try entry(c, source: p.source) {
            guard known.posting == p else {
                throw Problem(.conflict, "Pod tym samym źródłem („\(p.document)”) jest już inny zapis. Sprawdź dokument.", field: "source")
            }
            return .already(known.id)
        }
        try checkOpen(c, p.booked)
        return .posted(try insert(c, p, reverses: nil, by: performer, at: now))
    }

    static func check(_ p: Posting) throws(Problem) {
        guard p.amount > .zero, p.amount <= .largest else {
            throw Problem(.invalidInput, "Kwota zapisu musi być większa od zera i najwyżej 10 mld zł.", field: "amount")
        }
        guard !p.source.isEmpty, !p.document.isEmpty else { throw Problem(.invalidInput, "Zapis musi mieć dokument.", field: "document") }
        guard (p.account == nil) == (p.kind == .unexplained), (p.levy == nil) == (p.account == nil) else {
            throw Problem(.invalidInput, "Zapis musi mieć konto podatkowe i podatek.", field: "account")
        }
        if let due = p.due, !p.kind.makesItem || p.item != nil {
            throw Problem(.invalidInput, "Termin płatności \(due) może mieć tylko przypis.", field: "due")
        }
        if let money = p.money {
            let allowed: Set<BookAccount> = p.kind == .payment ? [.bank, .cash, .unexplained] : [.bank, .cash]
            guard [.payment, .refund, .unexplained].contains(p.kind), allowed.contains(money) else {
                throw Problem(.invalidInput, "Pieniądze mogą przejść przez bank albo kasę.", field: "money")
            }
        }
    }

    static func checkOpen(_ c: any SQLConnection, _ day: Day) throws {
        let month = TaxMonth(of: day)
        if let closed = try closedThrough(c), month <= closed {
            throw Problem(.conflict, "Miesiąc \(month) jest zamknięty (zamknięto do \(closed)). Zaksięguj w następnym otwartym miesiącu.", field: "booked")
        }
    }

    static func insert(_ c: any SQLConnection, _ p: Posting, reverses: LedgerEntryID?, by performer: Performer, at now: Instant) throws -> LedgerEntryID {
        let sides = p.sides
        let amount = reverses == nil ? p.amount : -p.amount
        let rows = try c.query(
            """
            INSERT INTO ledger_entry (kind, account_id, levy, part, amount, debit, credit, booked_day, event_day, month, due_day, item_id, document,
            source_key, reverses, posted_at, posted_by) VALUES (\(p.kind.rawValue), \(p.account), \(p.levy?.rawValue), \(p.part.rawValue), \(amount.grosze),
            \(sides.debit.rawValue), \(sides.credit.rawValue), \(p.booked), \(p.event), \(TaxMonth(of: p.booked)), \(p.due), \(p.item), \(p.document),
            \(p.source), \(reverses), \(now), \(performer.id)) RETURNING id
            """
        ) { try $0.id("id", as: LedgerEntryID.self) }
        return try TaxRegister.one(rows)
    }

    /// Many charges with their due days, five to a statement; those booked before are left alone.
    ///
    /// For runs over all accounts, which have checked them: whole positive amounts, one open month.
    /// - Returns: how many were written.
    static func charge(_ c: any SQLConnection, _ all: [Posting], by performer: Performer, at now: Instant) throws -> Int {
        var written = 0
        var start = 0
        while start < all.count {
            let end = min(start + 5, all.count)
            var sql: SQL =
                "INSERT INTO ledger_entry (account_id, levy, amount, booked_day, event_day, month, due_day, document, source_key, posted_at, posted_by, kind, part, debit, credit) VALUES "
            for index in start..<end {
                let p = all[index]
                if index > start { sql += ", " }
                sql +=
                    "(\(p.account), \(p.levy?.rawValue), \(p.amount.grosze), \(p.booked), \(p.event), \(TaxMonth(of: p.booked)), \(p.due), \(p.document), \(p.source), \(now), \(performer.id), 'przypis', 'naleznosc', '221', '720')"
            }
            sql += " ON CONFLICT (source_key) DO NOTHING"
            written += try c.execute(sql)
            start = end
        }
        return written
    }

    // MARK: reading

    static let columns: SQL =
        "id, kind, account_id, levy, part, amount, debit, credit, booked_day, event_day, due_day, item_id, document, source_key, reverses, posted_by"

    static func decode(_ row: any SQLRow) throws -> LedgerEntry {
        let kind: LedgerKind = try row.symbol("kind")
        let debit: BookAccount = try row.symbol("debit"), credit: BookAccount = try row.symbol("credit")
        let money: BookAccount? =
            switch kind {
            case .payment, .unexplained: debit
            case .refund: credit
            default: nil
            }
        let levy: Levy? = try row.textOrNil("levy").flatMap(Levy.init(rawValue:))
        return LedgerEntry(
            id: try row.id("id"),
            posting: Posting(
                kind, Money(grosze: try row.int("amount")), account: try row.intOrNil("account_id").map(TaxAccountID.init), levy: levy,
                part: try row.symbol("part"), booked: try row.parsed("booked_day"), event: try row.parsed("event_day"), due: try row.parsedOrNil("due_day"),
                item: try row.intOrNil("item_id").map(LedgerEntryID.init), money: money, document: try row.text("document"), source: try row.text("source_key")),
            debit: debit, credit: credit, reverses: try row.intOrNil("reverses").map(LedgerEntryID.init), by: try row.text("posted_by"))
    }

    static func entry(_ c: any SQLConnection, source: String) throws -> LedgerEntry? {
        try c.first("SELECT \(sql: columns) FROM ledger_entry WHERE source_key = \(source)", decode)
    }

    public static func entry(_ c: any SQLConnection, _ id: LedgerEntryID) throws -> LedgerEntry? {
        try c.first("SELECT \(sql: columns) FROM ledger_entry WHERE id = \(id)", decode)
    }

    /// All entries of an account, oldest first.
    public static func entries(_ c: any SQLConnection, of account: TaxAccountID) throws -> [LedgerEntry] {
        try c.query("SELECT \(sql: columns) FROM ledger_entry WHERE account_id = \(account) ORDER BY id \(sql: c.dialect.ascending)", decode)
    }

    /// Changes of due days of an account's charges, oldest first.
    static func dueChanges(_ c: any SQLConnection, of account: TaxAccountID) throws -> [DueChange] {
        try c.query(
            """
            SELECT d.item_id, d.due_day, d.booked_day, d.reason FROM ledger_due d JOIN ledger_entry e ON e.id = d.item_id
            WHERE e.account_id = \(account) ORDER BY d.id \(sql: c.dialect.ascending)
            """
        ) { DueChange(item: try $0.id("item_id"), due: try $0.parsed("due_day"), booked: try $0.parsed("booked_day"), reason: try $0.text("reason")) }
    }

    /// What an account came to on a day, by what was booked until then.
    public static func standing(_ c: any SQLConnection, of account: TaxAccountID, on day: Day) throws -> AccountStanding {
        try AccountStanding(entries(c, of: account), dueChanges: dueChanges(c, of: account), on: day)
    }

    // MARK: corrections

    /// Takes an entry back by one of its own; the books keep both.
    ///
    /// - Throws: `Problem` where it was taken back before, or other entries stand on it: those are taken back first.
    @discardableResult
    public static func reverse(_ c: any SQLConnection, _ id: LedgerEntryID, booked: Day, reason: String, by performer: Performer, at now: Instant) throws -> LedgerEntryID
    {
        guard let entry = try entry(c, id) else { throw Problem(.notFound, "Nie ma takiego zapisu w księdze.") }
        guard entry.reverses == nil else { throw Problem(.conflict, "Storna nie można wystornować. Zaksięguj właściwy zapis na nowo.") }
        guard !reason.isEmpty else { throw Problem(.invalidInput, "Podaj powód storna.", field: "reason") }
        guard try c.first("SELECT id FROM ledger_entry WHERE reverses = \(id)", { try $0.int("id") }) == nil else {
            throw Problem(.conflict, "Ten zapis już wystornowano.")
        }
        if entry.posting.kind.makesItem {
            let held = try c.first(
                """
                SELECT SUM(CASE WHEN credit = '221' THEN amount ELSE -amount END) AS held FROM ledger_entry WHERE item_id = \(id) AND part <> 'odsetki'
                """
            ) { try $0.sum("held") }
            guard held ?? 0 == 0 else {
                throw Problem(.conflict, "Do tego przypisu są wpłaty albo odpisy. Najpierw je wystornuj albo przeksięguj.")
            }
        }
        guard booked >= entry.posting.booked else { throw Problem(.invalidInput, "Storno nie może być wcześniejsze niż zapis.", field: "booked") }
        try checkOpen(c, booked)
        var p = entry.posting
        p.booked = booked
        p.due = nil
        p.item = entry.posting.kind.makesItem && entry.posting.due != nil ? id : entry.posting.item
        p.source = "storno:\(id)"
        p.document = "storno: \(entry.posting.document)"
        let made = try insert(c, p, reverses: id, by: performer, at: now)
        try Journal.append(
            c, JournalEntry(actor: performer.id, act: "ksiega-storno", object: "zapis:\(id)", after: "zapis:\(made)", reason: reason), at: now)
        return made
    }

    /// Moves an overpayment to another levy or account (przeksięgowanie): two entries, booked together or not at all.
    ///
    /// - Throws: `Problem` where there is not so much to move.
    public static func transfer(
        _ c: any SQLConnection, _ amount: Money, from: (account: TaxAccountID, levy: Levy), to: (account: TaxAccountID, levy: Levy, item: LedgerEntryID?),
        part: ChargePart = .principal, booked: Day, event: Day? = nil, document: String, source: String, by performer: Performer, at now: Instant
    ) throws {
        if try entry(c, source: source + ":z") == nil {
            let there = try standing(c, of: from.account, on: Day(daysSince1970: 2_000_000)).overpayments[from.levy] ?? .zero
            guard amount <= there else {
                throw Problem(.conflict, "Nadpłata na koncie to \(there) zł, nie można przeksięgować \(amount) zł.", field: "amount")
            }
        }
        let out = Posting(
            .transferOut, amount, account: from.account, levy: from.levy, booked: booked, event: event, document: document, source: source + ":z")
        let into = Posting(
            .transferIn, amount, account: to.account, levy: to.levy, part: part, booked: booked, event: event, item: to.item, document: document, source: source + ":na")
        try post(c, out, by: performer, at: now)
        try post(c, into, by: performer, at: now)
    }

    /// Gives a charge another due day: a decision delivered late, a payment put off (odroczenie).
    public static func moveDue(
        _ c: any SQLConnection, of item: LedgerEntryID, to due: Day, booked: Day, reason: String, source: String, by performer: Performer, at now: Instant
    ) throws {
        guard let entry = try entry(c, item), entry.posting.due != nil, entry.reverses == nil else { throw Problem(.notFound, "Nie ma takiej należności w księdze.") }
        try checkOpen(c, booked)
        try c.execute(
            """
            INSERT INTO ledger_due (item_id, due_day, booked_day, reason, source_key, posted_at, posted_by)
            VALUES (\(item), \(due), \(booked), \(reason), \(source), \(now), \(performer.id)) ON CONFLICT (source_key) DO NOTHING
            """)
    }

    // MARK: months

    /// The last month that is closed.
    public static func closedThrough(_ c: any SQLConnection) throws -> TaxMonth? {
        try c.first("SELECT MAX(month) AS month FROM ledger_month") { try $0.taxMonthOrNil("month") } ?? nil
    }

    /// Closes a month and all before it: nothing is booked there any more.
    ///
    /// - Throws: `Problem` where it is closed, is not over, or the one before is open and has entries.
    public static func close(_ c: any SQLConnection, _ month: TaxMonth, today: Day, by performer: Performer, at now: Instant) throws {
        if let closed = try closedThrough(c), month <= closed { throw Problem(.conflict, "Miesiąc \(month) jest już zamknięty.", field: "month") }
        guard month.lastDay < today else { throw Problem(.conflict, "Miesiąc \(month) jeszcze trwa. Zamknij go po jego końcu.", field: "month") }
        let statement = try TurnoverStatement.of(c, from: month, through: month)
        try c.execute(
            """
            INSERT INTO ledger_month (month, closed_at, closed_by, debit, credit)
            VALUES (\(month), \(now), \(performer.id), \(statement.debit.grosze), \(statement.credit.grosze))
            """)
        try Journal.append(
            c, JournalEntry(actor: performer.id, act: "ksiega-zamkniecie", object: "miesiac:\(month)", after: "obroty \(statement.debit)"), at: now)
    }
}
