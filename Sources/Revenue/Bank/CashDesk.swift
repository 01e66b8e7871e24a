public import Kernel
public import Store

/// A payment at the desk (kasa) with its receipt (dowód wpłaty KP).
public struct CashReceipt: Sendable, Hashable {
    public var year: Int
    public var number: Int64
    public var account: TaxAccountID
    public var paid: Day
    public var amount: Money
    /// What it was counted on, in words for the receipt.
    public var parts: [Part]

    public struct Part: Sendable, Hashable {
        public var levy: Levy
        public var part: ChargePart
        public var amount: Money
        public var document: String
    }

    public var name: String { "KP \(number)/\(year)" }
}

public enum CashDesk {
    static let counter = "kasa-kp"

    /// Takes cash: the day at the desk is the day of payment (Ordynacja podatkowa art. 60 § 1 pkt 1).
    /// - Returns: year and number of the receipt.
    public static func take(
        _ c: any SQLConnection, _ amount: Money, account: TaxAccountID, named: Levy?, on day: Day, payments: BankPayments, by performer: Performer, at now: Instant
    ) throws -> (year: Int, number: Int64) {
        guard amount > .zero, amount <= Money(zlotys: 1_000_000) else {
            throw Problem(.invalidInput, "Kwota wpłaty musi być większa od zera i najwyżej 1 000 000 zł.", field: "kwota")
        }
        let number = try Counter.next(c, counter, year: day.year)
        try payments.book(
            c, amount, account: account, named: named, paid: day, booked: day, money: .cash, document: "KP \(number)/\(day.year)",
            source: "kasa:\(day.year):\(number)", by: performer, at: now)
        try Journal.append(
            c, JournalEntry(actor: performer.id, act: "kasa-wplata", object: TaxRegister.object(account), after: "KP \(number)/\(day.year): \(amount)"), at: now)
        return (day.year, number)
    }

    public static func receipt(_ c: any SQLConnection, year: Int, number: Int64) throws -> CashReceipt? {
        let from = "kasa:\(year):\(number):", to = "kasa:\(year):\(number);"
        let entries = try c.query(
            """
            SELECT \(sql: Ledger.columns) FROM ledger_entry WHERE source_key >= \(from) AND source_key < \(to) AND kind = 'wplata'
            ORDER BY id \(sql: c.dialect.ascending)
            """, Ledger.decode)
        guard let first = entries.first, let account = first.posting.account else { return nil }
        let parts = try entries.compactMap { entry -> CashReceipt.Part? in
            guard let levy = entry.posting.levy else { return nil }
            let charge = try entry.posting.item.flatMap { try Ledger.entry(c, $0) }
            return CashReceipt.Part(levy: levy, part: entry.posting.part, amount: entry.posting.amount, document: charge?.posting.document ?? "nadpłata")
        }
        return CashReceipt(year: year, number: number, account: account, paid: first.posting.event, amount: parts.map(\.amount).sum, parts: parts)
    }
}
