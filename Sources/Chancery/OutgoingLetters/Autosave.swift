public import Kernel
public import Store

/// What somebody was typing and has not kept as a version yet.
public struct UnsavedWords: Sendable, Hashable {
    /// The version the person was changing; where the letter has gone on, the two are to be compared.
    public var baseVersion: Int
    public var title: String
    public var body: String
    public var at: Instant

    public init(baseVersion: Int, title: String, body: String, at: Instant) {
        self.baseVersion = baseVersion
        self.title = title
        self.body = body
        self.at = at
    }
}

extension OutgoingLetters {
    /// Keeps what an officer is typing, in place of what was kept before; no version, no journal. Keeping a version forgets it.
    public static func keepWords(
        _ c: any SQLConnection, _ id: OutgoingLetterID, baseVersion: Int, title: String, body: String, of officer: OfficerID, at now: Instant
    ) throws {
        guard body.utf8.count <= OutgoingRules.maximumBody, title.count <= RegistrationRules.maximumTitle else {
            throw Problem(.tooLarge, "Treść jest za długa. Przenieś jej część do załącznika.")
        }
        try c.execute(
            """
            INSERT INTO outgoing_autosave (letter_id, officer_id, base_version, title, body, at)
            VALUES (\(id), \(officer), \(baseVersion), \(title), \(body), \(now))
            ON CONFLICT (letter_id, officer_id) DO UPDATE SET base_version = excluded.base_version, title = excluded.title, body = excluded.body, at = excluded.at
            """)
    }

    public static func keptWords(_ c: any SQLConnection, _ id: OutgoingLetterID, of officer: OfficerID) throws -> UnsavedWords? {
        try c.first("SELECT base_version, title, body, at FROM outgoing_autosave WHERE letter_id = \(id) AND officer_id = \(officer)") { row in
            UnsavedWords(
                baseVersion: Int(try row.int("base_version")), title: try row.text("title"), body: try row.text("body"), at: try row.instant("at"))
        }
    }

    /// The person gave up what was kept.
    public static func forgetWords(_ c: any SQLConnection, _ id: OutgoingLetterID, of officer: OfficerID) throws {
        try c.execute("DELETE FROM outgoing_autosave WHERE letter_id = \(id) AND officer_id = \(officer)")
    }
}
