public import Kernel
public import Store

extension IndividualAccounts {
    /// The pool of the office; `nil` where none was agreed with its bank yet.
    public static func load(_ c: any SQLConnection) throws -> IndividualAccounts? {
        guard let (bank, pool) = try c.first("SELECT bank, pool FROM tax_pool WHERE one = 1", { (try $0.text("bank"), try $0.text("pool")) }) else { return nil }
        return try IndividualAccounts(bank: bank, pool: pool)
    }

    /// Sets the pool; numbers given from another one stay valid at the bank but are no longer printed.
    public func save(_ c: any SQLConnection, by performer: Performer, at now: Instant) throws {
        try c.execute(
            "INSERT INTO tax_pool (one, bank, pool) VALUES (1, \(bank), \(pool)) ON CONFLICT (one) DO UPDATE SET bank = excluded.bank, pool = excluded.pool")
        try Journal.append(c, JournalEntry(actor: performer.id, act: "podatki-pula", object: "pula:\(pool)", after: bank), at: now)
    }
}
