public import Kernel
public import Store

/// An officer's account as another house knows it: an entry of the directory, or the subject of an OpenID provider.
///
/// Only a link opens an account to somebody from outside; a like login or e-mail address never does (ASVS 5.0, 6.8.1).
public struct AccountLink: Sendable, Hashable {
    public var id: Int64
    public var account: AccountID
    /// `AccountLinks.directory`, or the issuer of an OpenID provider.
    public var provider: String
    /// How the administrator named the person there: the login of the directory, the `sub` of OpenID.
    public var name: String
    /// The unchangeable mark there; for a directory `nil` until the first sign-in.
    public var subject: String?
    public var linkedAt: Instant
}

/// Linking accounts; by an administrator, before the person comes.
public enum AccountLinks {
    /// The provider of links to the directory.
    public static let directory = "ldap"

    public static func list(_ c: any SQLConnection, of account: AccountID) throws -> [AccountLink] {
        try c.query(
            """
            SELECT id, account, provider, name, subject, linked_at FROM account_link
            WHERE account = \(account) AND ended_at IS NULL ORDER BY id \(sql: c.dialect.ascending)
            """, decode)
    }

    /// - Throws: `Problem` `.conflict` where the person there opens another account, or the account has a link to that house.
    public static func add(
        _ c: any SQLConnection, _ account: AccountID, provider: String, name typed: String, subject: String? = nil, by performer: Performer, at now: Instant
    ) throws {
        let name = typed.trimmedSpace
        guard (1...255).contains(name.utf8.count), !name.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) else {
            throw Problem(.invalidInput, "Wpisz, jak nazywa tę osobę tamten system: do 255 znaków.", field: "name")
        }
        guard try list(c, of: account).allSatisfy({ $0.provider != provider }) else {
            throw Problem(.conflict, "To konto ma już takie połączenie. Najpierw je odłącz.", field: "name")
        }
        guard try find(c, provider: provider, name: name) == nil, try subject.map({ try find(c, provider: provider, subject: $0) == nil }) ?? true else {
            throw Problem(.conflict, "Ta osoba jest już połączona z innym kontem. Sprawdź, co wpisujesz.", field: "name")
        }
        try c.execute(
            """
            INSERT INTO account_link (account, provider, name, subject, linked_at, linked_by)
            VALUES (\(account), \(provider), \(name), \(subject), \(now), \(performer.id))
            """)
        try Journal.append(c, JournalEntry(actor: performer.id, act: "account-linked", object: "konto:\(account)", after: provider), at: now)
    }

    /// Ends a link and the sessions of the account, for they may have been opened by it.
    public static func end(_ c: any SQLConnection, _ id: Int64, of account: AccountID, by performer: Performer, at now: Instant) throws {
        guard let link = try list(c, of: account).first(where: { $0.id == id }) else { throw Problem(.notFound, "Nie ma takiego połączenia.") }
        try c.execute("UPDATE account_link SET ended_at = \(now) WHERE id = \(id)")
        try SessionStore.endAll(c, account: account)
        try PendingSignIn.endAll(c, .officer(account))
        try Journal.append(c, JournalEntry(actor: performer.id, act: "account-unlinked", object: "konto:\(account)", before: link.provider), at: now)
    }

    static func find(_ c: any SQLConnection, provider: String, name: String) throws -> AccountLink? {
        try c.first(
            """
            SELECT id, account, provider, name, subject, linked_at FROM account_link
            WHERE provider = \(provider) AND name = \(name) AND ended_at IS NULL
            """, decode)
    }

    static func find(_ c: any SQLConnection, provider: String, subject: String) throws -> AccountLink? {
        try c.first(
            """
            SELECT id, account, provider, name, subject, linked_at FROM account_link
            WHERE provider = \(provider) AND subject = \(subject) AND ended_at IS NULL
            """, decode)
    }

    /// The first sign-in ties the link to the entry itself, so that a login given to somebody else opens nothing.
    static func bind(_ c: any SQLConnection, _ id: Int64, subject: String) throws {
        try c.execute("UPDATE account_link SET subject = \(subject) WHERE id = \(id) AND subject IS NULL")
    }

    private static func decode(_ row: any SQLRow) throws -> AccountLink {
        AccountLink(
            id: try row.int("id"), account: AccountID(try row.int("account")), provider: try row.text("provider"), name: try row.text("name"),
            subject: try row.textOrNil("subject"), linkedAt: try row.instant("linked_at"))
    }
}
