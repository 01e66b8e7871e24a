public import Kernel
public import Store

/// Addresses that take one-time codes, each confirmed by a code sent to it.
///
/// Source: act on informatisation, art. 20k ust. 4 (the register of contact data confirms addresses by a code).
public enum ContactFactors {
    public struct Verified: Sendable, Hashable {
        public var id: Int64
        public var address: CodeAddress
        public var verifiedAt: Instant
    }

    /// Adds the address that the authorisation confirmed; one of the same kind before it is removed.
    ///
    /// - Parameters:
    ///   - authorisation: the code that came to the address.
    ///   - stepUp: by a factor the account has; needed where it has one.
    /// - Throws: `Problem` where an authorisation is for another address or act, or spent.
    public static func add(
        _ c: any SQLConnection, _ owner: FactorOwner, _ address: CodeAddress, by authorisation: Authorisation, stepUp: Authorisation? = nil, performer: Performer,
        at now: Instant
    ) throws {
        guard authorisation.owner == owner else { throw Authorisation.foreign }
        try FactorChange.setContact.admit(c, owner, about: address.description, stepUp, at: now)
        try keep(c, owner, address, by: authorisation, performer: performer, at: now)
    }

    /// Adds the first addresses of an account, all confirmed at once; an account that has a factor changes it by `add`.
    ///
    /// - Throws: `Problem` `.forbidden` where the account has a second factor.
    public static func addFirst(
        _ c: any SQLConnection, _ owner: FactorOwner, _ confirmed: [(address: CodeAddress, authorisation: Authorisation)], performer: Performer, at now: Instant
    ) throws {
        guard try FactorChange.held(c, owner).isEmpty else {
            throw Problem(.forbidden, "To konto ma już potwierdzony adres lub numer. Zmień go na stronie ustawień.", cause: "has a factor already")
        }
        for (address, authorisation) in confirmed {
            guard authorisation.owner == owner else { throw Authorisation.foreign }
            try keep(c, owner, address, by: authorisation, performer: performer, at: now)
        }
    }

    private static func keep(
        _ c: any SQLConnection, _ owner: FactorOwner, _ address: CodeAddress, by authorisation: Authorisation, performer: Performer, at now: Instant
    ) throws {
        try authorisation.spend(c, for: .confirmContact, document: address.fingerprint, at: now)
        try c.execute(
            """
            UPDATE contact_factor SET removed_at = \(now)
            WHERE owner = \(owner.description) AND kind = \(address.kind.rawValue) AND removed_at IS NULL
            """
        )
        try c.execute(
            """
            INSERT INTO contact_factor (owner, kind, address, verified_at)
            VALUES (\(owner.description), \(address.kind.rawValue), \(address.description), \(now))
            """
        )
        try Journal.append(
            c, JournalEntry(actor: performer.id, act: "contact-verified", object: owner.description, after: address.kind.rawValue), at: now)
    }

    public static func list(_ c: any SQLConnection, _ owner: FactorOwner) throws -> [Verified] {
        try c.query(
            """
            SELECT id, address, verified_at FROM contact_factor
            WHERE owner = \(owner.description) AND removed_at IS NULL ORDER BY id \(sql: c.dialect.ascending)
            """
        ) { Verified(id: try $0.int("id"), address: try $0.parsed("address"), verifiedAt: try $0.instant("verified_at")) }
    }

    /// Every account that takes codes at the address.
    static func owners(_ c: any SQLConnection, of address: CodeAddress) throws -> [FactorOwner] {
        try c.query("SELECT owner FROM contact_factor WHERE address = \(address.description) AND removed_at IS NULL") { try $0.parsed("owner") }
    }

    static func removeAll(_ c: any SQLConnection, _ owner: FactorOwner, at now: Instant) throws {
        try c.execute("UPDATE contact_factor SET removed_at = \(now) WHERE owner = \(owner.description) AND removed_at IS NULL")
    }
}
