public import Kernel
internal import Law
public import Store

/// An account of a list, with the names of those who hold it.
public struct TaxAccountLine: Sendable, Hashable {
    public var account: TaxAccount
    public var holders: [String]
}

/// An object with its states, as the account's page shows it.
public struct HeldObject: Sendable, Hashable {
    public var object: TaxObject
    public var states: [ObjectState]
}

extension TaxRegister {
    /// Accounts by their number, by PESEL or NIP, or by the beginning of a holder's name; all of them for no words. A page at a time.
    public static func search(_ c: any SQLConnection, _ words: String, after: TaxAccountID = TaxAccountID(0), limit: Int = 50) throws -> [TaxAccountLine] {
        let words = words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let accounts: [TaxAccount]
        if words.isEmpty {
            accounts = try c.query(
                "SELECT id, number, kind FROM tax_account WHERE id > \(after) ORDER BY id \(sql: c.dialect.ascending) LIMIT \(limit)", decodeAccount)
        } else {
            let identifier = words.filter { $0.isASCII && $0.isNumber }
            let low = PolishText.sortKey(words)
            // An empty identifier must not find those who have none.
            accounts = try c.query(
                """
                SELECT id, number, kind FROM tax_account WHERE id > \(after) AND (number = \(words) OR id IN (
                    SELECT s.account_id FROM tax_share s JOIN tax_subject p ON p.id = s.subject_id WHERE s.until IS NULL
                    AND ((p.identifier = \(identifier) AND p.identifier <> '') OR (p.name_sort >= \(low) AND p.name_sort < \(low + "\u{7E}"))))
                ) ORDER BY id \(sql: c.dialect.ascending) LIMIT \(limit)
                """, decodeAccount)
        }
        return try accounts.map { TaxAccountLine(account: $0, holders: try shares(c, of: $0.id).map(\.subject.name)) }
    }

    /// The accounts in which a person holds a share, also shares that have ended.
    public static func accounts(_ c: any SQLConnection, ofIdentifier identifier: String) throws -> [TaxAccount] {
        guard let subject = try subject(c, identifier: identifier) else { return [] }
        return try c.query(
            """
            SELECT id, number, kind FROM tax_account WHERE id IN (SELECT account_id FROM tax_share WHERE subject_id = \(subject.id) AND until IS NULL)
            ORDER BY id \(sql: c.dialect.ascending)
            """, decodeAccount)
    }

    /// Everything that is or was taxed on an account, in the order it came in.
    public static func objects(_ c: any SQLConnection, of account: TaxAccountID) throws -> [HeldObject] {
        let objects = try c.query(
            "SELECT id, kind, mark, land_register FROM tax_object WHERE account_id = \(account) ORDER BY id \(sql: c.dialect.ascending)"
        ) {
            TaxObject(id: try $0.id("id"), account: account, kind: try $0.symbol("kind"), mark: try $0.text("mark"), landRegister: try $0.text("land_register"))
        }
        return try objects.map { HeldObject(object: $0, states: try states(c, of: $0.id).map(\.state)) }
    }

    public static func count(_ c: any SQLConnection) throws -> Int { Int(try c.first("SELECT COUNT(*) AS n FROM tax_account") { try $0.int("n") } ?? 0) }

    /// Joins a taxpayer with the card that keeps his addresses.
    public static func setContact(_ c: any SQLConnection, identifier: String, contact: Int64, by performer: Performer, at now: Instant) throws {
        guard try c.execute("UPDATE tax_subject SET contact_id = \(contact) WHERE identifier = \(identifier) AND identifier <> ''") == 1 else {
            throw Problem(.notFound, "Nie ma podatnika o tym numerze w ewidencji.", field: "identyfikator")
        }
        try Journal.append(c, JournalEntry(actor: performer.id, act: "podatki-podmiot", object: "podmiot:\(contact)"), at: now)
    }

    /// Notes that a person looked at an account.
    public static func noteReading(_ c: any SQLConnection, _ account: TaxAccountID, by performer: Performer, at now: Instant) throws {
        try Journal.append(c, JournalEntry(actor: performer.id, act: "podatki-odczyt", object: object(account)), at: now)
    }
}
