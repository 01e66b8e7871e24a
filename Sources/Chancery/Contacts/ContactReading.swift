public import Kernel
public import Store

/// A card as it was before a change, with who changed it and when.
public struct ContactRevision: Sendable, Hashable {
    public var number: Int
    public var card: ContactCard
    public var until: Instant
    public var changedBy: String
}

extension Contacts {
    /// How a person or a body is named in the journal.
    public static func journalObject(_ id: ContactID) -> String { object(id) }

    /// Somebody looked at what is known of a person; kept because it is personal data (R1.19).
    public static func noteReading(_ c: any SQLConnection, _ id: ContactID, by performer: Performer, at now: Instant) throws {
        try Journal.append(c, JournalEntry(actor: performer.id, act: "podmiot-odczyt", object: object(id)), at: now)
    }

    /// Somebody had the whole PESEL shown.
    public static func noteReveal(_ c: any SQLConnection, _ id: ContactID, by performer: Performer, at now: Instant) throws {
        try Journal.append(c, JournalEntry(actor: performer.id, act: "podmiot-odczyt-pesel", object: object(id)), at: now)
    }

    /// Cards as they were, newest first, with the changes that ended them.
    public static func history(_ c: any SQLConnection, _ id: ContactID) throws -> [ContactRevision] {
        try c.query(
            "SELECT revision, card, until, changed_by FROM contact_revision WHERE contact_id = \(id) ORDER BY revision \(sql: c.dialect.descending) LIMIT 100"
        ) { row in
            ContactRevision(
                number: Int(try row.int("revision")), card: try decoded(try row.text("card")), until: try row.instant("until"),
                changedBy: try row.text("changed_by"))
        }
    }

    /// Names of the fields in which two cards differ, in Polish.
    public static func difference(_ a: ContactCard, _ b: ContactCard) -> String { changedFields(a, b) }

    /// How many pairs wait for somebody to look at them, at most `limit`.
    public static func suspicionCount(_ c: any SQLConnection, limit: Int = 100) throws -> Int {
        Int(
            try c.first("SELECT COUNT(*) AS n FROM (SELECT 1 FROM contact_suspect WHERE different_at IS NULL LIMIT \(limit)) AS found") { try $0.int("n") } ?? 0)
    }
}
