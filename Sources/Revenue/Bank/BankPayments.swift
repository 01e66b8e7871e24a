internal import Cryptography
public import Kernel
internal import Law
public import Store

public struct BankPaymentID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// What an import came to.
public struct StatementOutcome: Sendable, Hashable {
    /// The file was imported before; nothing was written.
    public var isRepeated = false
    public var booked = 0
    public var proposed = 0
    public var unexplained = 0
    /// Money that went, and lines of nothing.
    public var skipped = 0
    public var amount = Money.zero
    public var toCosts = Money.zero
    public var toPrincipal = Money.zero
    public var toInterest = Money.zero
    public var overpaid = Money.zero

    public init() {}

    init(isRepeated: Bool) { self.isRepeated = isRepeated }
}

/// A payment that waits for a person.
public struct WaitingPayment: Sendable, Hashable {
    public var id: BankPaymentID
    public var credited: Day
    public var amount: Money
    public var payer: String
    public var title: String
    public var reason: String
    public var proposal: TaxAccountID?
}

/// Payments of bank statements: imported once, matched with reasons, allocated by law, booked.
///
/// Source: Ordynacja podatkowa art. 55, 60, 62, 72; Dz.U. 2010 nr 208 poz. 1375.
public struct BankPayments: Sendable {
    public var accounts: IndividualAccounts
    public var rates: InterestRates
    public var settings: TaxSettings

    public init(_ accounts: IndividualAccounts, rates: InterestRates = .statutory, settings: TaxSettings = .standard) {
        self.accounts = accounts
        self.rates = rates
        self.settings = settings
    }

    /// Reads a file and books what it holds, all or nothing.
    ///
    /// Within a statement payments are booked by the day of credit and the line. The same file again books nothing.
    /// - Throws: `Problem` for a file that cannot be read, a control sum that is wrong, a statement that does not follow the last one, a closed month.
    public func take(
        _ c: any SQLConnection, _ bytes: [UInt8], _ format: BankStatement.Format, encoding: BankEncoding = .utf8, by performer: Performer, at now: Instant
    ) throws -> StatementOutcome {
        let hash = ContentHash(of: bytes)
        if try c.first("SELECT id FROM bank_statement WHERE hash = \(hash.description + ":0")", { try $0.int("id") }) != nil {
            return StatementOutcome(isRepeated: true)
        }
        var out = StatementOutcome()
        for (n, statement) in try BankStatement.read(bytes, format, encoding: encoding).enumerated() {
            try take(c, statement, key: "\(hash):\(n)", &out, by: performer, at: now)
        }
        try Journal.append(
            c,
            JournalEntry(
                actor: performer.id, act: "wyciag-import", object: "wyciag:\(hash)", after: "zaksięgowano \(out.booked) z \(out.booked + out.proposed + out.unexplained)"),
            at: now)
        return out
    }

    private func take(
        _ c: any SQLConnection, _ statement: BankStatement, key: String, _ out: inout StatementOutcome, by performer: Performer, at now: Instant
    ) throws {
        try checkOrder(c, statement)
        let ids = try c.query(
            """
            INSERT INTO bank_statement (format, account, number, day, opening, closing, lines, hash, imported_at, imported_by) VALUES
            (\(statement.format.rawValue), \(statement.account), \(statement.number), \(statement.day), \(statement.opening?.grosze), \(statement.closing?.grosze),
            \(statement.lines.count), \(key), \(now), \(performer.id)) RETURNING id
            """
        ) { try $0.int("id") }
        let id = try TaxRegister.one(ids)
        for line in statement.lines.sorted(by: { ($0.credited, $0.number) < ($1.credited, $1.number) }) {
            let document = "wyciąg \(statement.number)/\(line.number)", source = "wyciag:\(id):\(line.number)"
            guard line.amount > .zero else {
                out.skipped += 1
                try keep(c, id, line, "pominieta", .unknown(line.amount == .zero ? "kwota zero" : "wypłata z rachunku"), overpaid: .zero)
                continue
            }
            out.amount += line.amount
            let match = try PaymentMatch.of(line, accounts, c)
            guard match.certainty == .certain, let account = match.account else {
                let isProposed = match.certainty == .proposed
                if isProposed { out.proposed += 1 } else { out.unexplained += 1 }
                try Ledger.post(
                    c,
                    Posting(
                        .unexplained, line.amount, account: nil, levy: nil, booked: line.credited, event: line.paid, money: .bank, document: document, source: source),
                    by: performer, at: now)
                try keep(c, id, line, isProposed ? "proponowana" : "do-wyjasnienia", match, overpaid: .zero)
                continue
            }
            let allocation = try book(
                c, line.amount, account: account, named: match.levy, paid: line.paid ?? line.credited, booked: line.credited, money: .bank, document: document,
                source: source, by: performer, at: now)
            out.booked += 1
            out.toCosts += allocation.costs
            out.toPrincipal += allocation.parts.map(\.principal).sum
            out.toInterest += allocation.parts.map(\.interest).sum
            out.overpaid += allocation.overpayment
            try keep(c, id, line, "zaksiegowana", match, overpaid: allocation.overpayment)
        }
    }

    /// A statement is not taken twice under one number, nor before one that is missing.
    private func checkOrder(_ c: any SQLConnection, _ s: BankStatement) throws {
        let same = try c.first(
            "SELECT id FROM bank_statement WHERE format = \(s.format.rawValue) AND account = \(s.account) AND number = \(s.number) AND day = \(s.day)",
            { try $0.int("id") })
        guard same == nil else {
            throw Problem(.conflict, "Wyciąg nr \(s.number) z \(s.day) już wczytano, a ten plik ma inną treść. Sprawdź, który jest właściwy.", field: "plik")
        }
        guard let opening = s.opening else { return }
        let last = try c.first(
            """
            SELECT number, day, closing FROM bank_statement WHERE format = \(s.format.rawValue) AND account = \(s.account) AND closing IS NOT NULL
            ORDER BY day \(sql: c.dialect.descending), id \(sql: c.dialect.descending) LIMIT 1
            """
        ) { (try $0.text("number"), try $0.parsed("day", as: Day.self), Money(grosze: try $0.int("closing"))) }
        guard let (number, day, closing) = last else { return }
        guard s.day >= day else {
            throw Problem(.conflict, "Wyciąg nr \(s.number) jest z \(s.day), a wczytano już nr \(number) z \(day). Wczytuj wyciągi po kolei.", field: "plik")
        }
        guard opening == closing else {
            throw Problem(
                .conflict,
                "Wyciąg nr \(s.number) nie następuje po nr \(number): zaczyna się od \(opening) zł, a tamten skończył się na \(closing) zł. Wczytaj brakujący wyciąg.",
                field: "plik")
        }
    }

    private func keep(_ c: any SQLConnection, _ statement: Int64, _ line: StatementLine, _ state: String, _ match: PaymentMatch, overpaid: Money) throws {
        try c.execute(
            """
            INSERT INTO bank_payment (statement_id, line, credited_day, paid_day, amount, target, payer, title, state, reason, account_id, levy, overpaid) VALUES
            (\(statement), \(line.number), \(line.credited), \(line.paid ?? line.credited), \(line.amount.grosze), \(line.target?.description ?? ""), \(line.payer),
            \(line.title), \(state), \(match.reason), \(match.account), \(match.levy?.rawValue), \(overpaid.grosze))
            """)
    }

    /// Allocates a payment over what an account owes and books it.
    ///
    /// Costs of reminders, then arrears by proportion with interest, then what is not due, then an overpayment (art. 62 § 1–1a, 55 § 2, 72). Interest is
    /// charged with its payment.
    /// - Parameters:
    ///   - paid: the payer's day; interest counts to it.
    ///   - source: what must not be booked twice.
    @discardableResult
    public func book(
        _ c: any SQLConnection, _ amount: Money, account: TaxAccountID, named: Levy?, paid: Day, booked: Day, money: BookAccount, document: String, source: String,
        by performer: Performer, at now: Instant
    ) throws -> Allocation {
        let standing = try Ledger.standing(c, of: account, on: BankPayments.everything)
        var byID: [String: AccountStanding.Item] = [:]
        var items: [OpenItem] = []
        let joint = BankPayments.jointDocuments(standing.items)
        // One decision over several taxes is one sum (UPR art. 6c): a number of any of its taxes names them all.
        func label(_ item: AccountStanding.Item) -> String { joint.contains(item.document) ? BankPayments.jointLabel : item.levy.rawValue }
        let isJoint = standing.openItems.contains { $0.levy == named && joint.contains($0.document) }
        for item in standing.openItems where item.part != .reminderCosts {
            let key = BankPayments.key(item.id)
            byID[key] = item
            // A prolongation fee bears no interest.
            items.append(try OpenItem(id: key, tax: label(item), due: item.part == .prolongation ? max(item.due, paid) : item.due, open: item.open))
        }
        let costs = standing.openCosts
        let allocation = try Allocation.of(
            amount, paid: paid, items: items, costs: costs.map(\.open).sum, named: isJoint ? BankPayments.jointLabel : named?.rawValue, rates: rates,
            settings: settings)
        func post(_ kind: LedgerKind, _ amount: Money, _ levy: Levy, _ part: ChargePart, _ item: LedgerEntryID?, _ suffix: String) throws {
            guard amount > .zero else { return }
            let posting = Posting(
                kind, amount, account: account, levy: levy, part: part, booked: booked, event: paid, item: item, money: kind == .payment ? money : nil,
                document: document, source: "\(source):\(suffix)")
            try Ledger.post(c, posting, by: performer, at: now)
        }
        var left = allocation.costs
        for item in costs where left > .zero {
            let part = min(left, item.open)
            try post(.payment, part, item.levy, .reminderCosts, item.id, "k\(item.id)")
            left -= part
        }
        for part in allocation.parts {
            guard let item = byID[part.item.id] else { continue }
            try post(.payment, part.principal, item.levy, item.part, item.id, "n\(item.id)")
            try post(.charge, part.interest, item.levy, .interest, item.id, "p\(item.id)")
            try post(.payment, part.interest, item.levy, .interest, item.id, "o\(item.id)")
        }
        let levy = try named ?? standing.items.last?.levy ?? TaxRegister.account(c, account)?.kind.levies.first ?? .property
        try post(.payment, allocation.overpayment, levy, .principal, nil, "r")
        return allocation
    }

    private static let jointLabel = "laczne"

    private static func jointDocuments(_ items: [AccountStanding.Item]) -> Set<String> {
        var levies: [String: Set<Levy>] = [:]
        for item in items where item.part == .principal { levies[item.document, default: []].insert(item.levy) }
        return Set(levies.filter { $0.value.count > 1 }.keys)
    }

    private static let everything = Day(daysSince1970: 2_000_000)
    /// Items of one day go by their number.
    private static func key(_ id: LedgerEntryID) -> String {
        let text = String(id.number)
        return String(repeating: "0", count: max(0, 19 - text.utf8.count)) + text
    }

    // MARK: the queue to explain

    /// Payments that wait for a person, oldest first, a page at a time.
    public static func waiting(_ c: any SQLConnection, after: BankPaymentID = BankPaymentID(0), limit: Int = 100) throws -> [WaitingPayment] {
        try c.query(
            """
            SELECT id, credited_day, amount, payer, title, reason, account_id FROM bank_payment WHERE state IN ('proponowana', 'do-wyjasnienia') AND id > \(after)
            ORDER BY id \(sql: c.dialect.ascending) LIMIT \(limit)
            """
        ) { row in
            WaitingPayment(
                id: try row.id("id"), credited: try row.parsed("credited_day"), amount: Money(grosze: try row.int("amount")), payer: try row.text("payer"),
                title: try row.text("title"), reason: try row.text("reason"), proposal: try row.intOrNil("account_id").map(TaxAccountID.init))
        }
    }

    /// A clerk says whose a payment is; it is booked from the account of unexplained money.
    /// - Throws: `Problem` where somebody was faster.
    @discardableResult
    public func explain(
        _ c: any SQLConnection, _ id: BankPaymentID, account: TaxAccountID, named: Levy?, booked: Day, by performer: Performer, at now: Instant
    ) throws -> Allocation {
        let row = try c.first("SELECT amount, paid_day, state, statement_id, line FROM bank_payment WHERE id = \(id) \(sql: c.dialect.forUpdate)") {
            (
                amount: Money(grosze: try $0.int("amount")), paid: try $0.parsed("paid_day", as: Day.self), state: try $0.text("state"),
                statement: try $0.int("statement_id"), line: try $0.int("line")
            )
        }
        guard let row else { throw Problem(.notFound, "Nie ma takiej wpłaty.") }
        guard row.state == "proponowana" || row.state == "do-wyjasnienia" else { throw Problem(.conflict, "Tę wpłatę już zaksięgowano. Odśwież stronę.") }
        guard try TaxRegister.account(c, account) != nil else { throw Problem(.notFound, "Nie ma takiego konta podatkowego.", field: "konto") }
        let allocation = try book(
            c, row.amount, account: account, named: named, paid: row.paid, booked: booked, money: .unexplained, document: "wyjaśnienie wpłaty \(id)",
            source: "wyciag:\(row.statement):\(row.line)", by: performer, at: now)
        try c.execute(
            """
            UPDATE bank_payment SET state = 'wyjasniona', account_id = \(account), levy = \(named?.rawValue), overpaid = \(allocation.overpayment.grosze),
            reason = \("wyjaśnił(a) \(performer.name)") WHERE id = \(id)
            """)
        try Journal.append(c, JournalEntry(actor: performer.id, act: "wplata-wyjasniona", object: "wplata:\(id)", after: "konto-podatkowe:\(account)"), at: now)
        return allocation
    }

    /// Gives an overpayment back (zwrot, art. 77 and 77b).
    /// - Throws: `Problem` where there is not so much.
    public func refund(
        _ c: any SQLConnection, _ amount: Money, account: TaxAccountID, levy: Levy, booked: Day, document: String, source: String, by performer: Performer,
        at now: Instant
    ) throws {
        let posting = Posting(.refund, amount, account: account, levy: levy, booked: booked, money: .bank, document: document, source: source)
        if try Ledger.entry(c, source: source) == nil {
            let there = try Ledger.standing(c, of: account, on: BankPayments.everything).overpayments[levy] ?? .zero
            guard amount <= there else { throw Problem(.conflict, "Nadpłata na koncie to \(there) zł, nie można zwrócić \(amount) zł.", field: "amount") }
        }
        try Ledger.post(c, posting, by: performer, at: now)
    }
}
