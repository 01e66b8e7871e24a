public import Kernel
public import Store

/// Remembers which forms have been carried out and where their results are.
///
/// The key is claimed in the transaction of the act itself, in the act's own database. So there is no moment between
/// the two: if the act fails the key is free again and the corrected form may use it; if the act is kept, so is the key.
/// Of two copies sent at once one writes and the other waits for it (SQLite has one writer; PostgreSQL holds the second
/// at the key's row and runs its body again), then finds the result. A table in `platform` could not give this, because
/// no transaction spans two databases.
public enum OneTimeKeys {
    public enum Claim: Sendable, Hashable {
        /// Not used yet; it is now, if the transaction is kept.
        case fresh
        /// Carried out before; the address where the result is shown.
        case done(location: String)
    }

    /// Carries the act out once; a second submission gets the address of the first one's result.
    ///
    /// - Parameter act: does the work on the connection and returns the address to show afterwards.
    public static func once(
        _ c: any SQLConnection, key: OneTimeKey, account: AccountID, at now: Instant, act: (any SQLConnection) throws -> String
    ) throws -> String {
        switch try claim(c, key: key, account: account, at: now) {
        case .done(let location): return location
        case .fresh:
            let location = try act(c)
            try settle(c, key: key, account: account, location: location)
            return location
        }
    }

    /// The same for a citizen's form. Officers and citizens are counted apart: a citizen's number stands below zero.
    public static func once(
        _ c: any SQLConnection, key: OneTimeKey, citizen: CitizenAccountID, at now: Instant, act: (any SQLConnection) throws -> String
    ) throws -> String {
        try once(c, key: key, account: AccountID(-citizen.number), at: now, act: act)
    }

    /// Where the act of a key led, if it was done before; for acts that take long before they write.
    public static func location(_ c: any SQLConnection, key: OneTimeKey, account: AccountID) throws -> String? {
        try c.first("SELECT location FROM post_key WHERE account = \(account) AND form_key = \(key.description)") { try $0.textOrNil("location") } ?? nil
    }

    /// Claims a key for the transaction; after `.fresh`, call `settle` before the transaction ends.
    ///
    /// - Throws: `Problem` `.conflict` when the key was used without a result being noted.
    public static func claim(_ c: any SQLConnection, key: OneTimeKey, account: AccountID, at now: Instant) throws -> Claim {
        let inserted = try c.execute(
            """
            INSERT INTO post_key (account, form_key, used_at) VALUES (\(account), \(key.description), \(now))
            ON CONFLICT (account, form_key) DO NOTHING
            """
        )
        if inserted == 1 { return .fresh }
        let location = try c.first(
            "SELECT location FROM post_key WHERE account = \(account) AND form_key = \(key.description)"
        ) { try $0.textOrNil("location") }
        guard let location = location ?? nil else {
            throw Problem(.conflict, "Ten formularz już wysłano. Sprawdź wynik na liście.", cause: "form key used without a result")
        }
        return .done(location: location)
    }

    public static func settle(_ c: any SQLConnection, key: OneTimeKey, account: AccountID, location: String) throws {
        try c.execute(
            "UPDATE post_key SET location = \(location) WHERE account = \(account) AND form_key = \(key.description)"
        )
    }

    /// Forgets keys used before an instant. Keys must outlive the longest session (10 hours): an older form is already
    /// refused for its session.
    @discardableResult
    public static func sweep(_ c: any SQLConnection, usedBefore instant: Instant) throws -> Int {
        try c.execute("DELETE FROM post_key WHERE used_at < \(instant)")
    }
}
