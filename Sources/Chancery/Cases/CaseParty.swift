public import Kernel
public import Store

public struct CasePartyID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// Somebody whom the case concerns, with the name and address as they were when it mattered.
///
/// Source: KPA art. 28–33 and art. 40 (letters go to the attorney where there is one).
public struct CaseParty: Sendable, Hashable {
    public enum Role: String, Sendable, CaseIterable {
        case party = "strona"
        case attorney = "pelnomocnik"
        /// Statutory representative (art. 30).
        case representative = "przedstawiciel"
        /// Social organisation or prosecutor with the rights of a party (art. 31, 182).
        case participant = "uczestnik"
        case authority = "organ"
        case witness = "swiadek"

        public var polishName: String {
            switch self {
            case .party: "strona"
            case .attorney: "pełnomocnik"
            case .representative: "przedstawiciel ustawowy"
            case .participant: "podmiot na prawach strony"
            case .authority: "organ współdziałający"
            case .witness: "świadek, biegły"
            }
        }
        /// Acts for a party named beside it.
        public var actsForAnother: Bool { self == .attorney || self == .representative }
    }

    /// Stands for somebody who is not among the office's contacts.
    public static let unlisted: Int64 = 0

    public var id: CasePartyID
    /// The entry among the office's contacts, or `unlisted`.
    public var contact: Int64
    public var role: Role
    /// The party for whom an attorney or representative acts.
    public var represents: CasePartyID?
    public var label: String
    /// Lines of the address, one under another.
    public var address: String
    public var addedAt: Instant
    public var removal: Cancellation?

    public init(
        id: CasePartyID, contact: Int64, role: Role, represents: CasePartyID? = nil, label: String, address: String, addedAt: Instant,
        removal: Cancellation? = nil
    ) {
        self.id = id
        self.contact = contact
        self.role = role
        self.represents = represents
        self.label = label
        self.address = address
        self.addedAt = addedAt
        self.removal = removal
    }
}

extension Cases {
    /// Adds a party; name and address are copied, so that the file tells later what was known then.
    @discardableResult
    public static func addParty(
        _ c: any SQLConnection, to id: CaseID, contact: Int64, role: CaseParty.Role, represents: CasePartyID? = nil, label: String, address: String,
        by officer: ActingOfficer, at now: Instant
    ) throws -> CasePartyID {
        let label = try FormText.required(label, field: "strona", ask: "Wskaż, kogo dotyczy sprawa", max: 1_000)
        _ = try writable(c, id)
        if role.actsForAnother {
            guard let represents, try parties(c, id).contains(where: { $0.id == represents && $0.removal == nil && !$0.role.actsForAnother }) else {
                throw Problems([Problem(.invalidInput, "Wskaż stronę, w imieniu której działa \(role.polishName)", field: "reprezentuje")])
            }
        }
        let ids: [CasePartyID] = try c.query(
            """
            INSERT INTO case_party (case_id, contact_id, role, represents_id, label, address, added_at, added_by)
            VALUES (\(id), \(contact), \(role.rawValue), \(role.actsForAnother ? represents : nil), \(label), \(address), \(now), \(officer.signedName))
            RETURNING id
            """
        ) { try $0.id("id") }
        guard let party = ids.first else { throw Problem(.internalFault, "Nie udało się dodać strony. Spróbuj ponownie.", cause: "no id") }
        try touch(c, id, at: now)
        try Journal.append(
            c, JournalEntry(actor: officer.account, act: "strona-sprawy", object: CaseFile.object(id), after: "\(role.rawValue); kontakt \(contact)"), at: now)
        return party
    }

    /// Takes a party out with a reason; the entry stays. Those who act for it go as well.
    public static func removeParty(_ c: any SQLConnection, _ party: CasePartyID, reason: String, by officer: ActingOfficer, at now: Instant) throws {
        let reason = try FormText.reason(reason)
        let found: CaseID? = try c.first("SELECT case_id FROM case_party WHERE id = \(party) AND removed_at IS NULL") { try $0.id("case_id") }
        guard let id = found else { throw Problem(.notFound, "Nie ma takiej strony albo już ją usunięto ze sprawy.") }
        _ = try writable(c, id)
        try c.execute(
            """
            UPDATE case_party SET removed_at = \(now), removed_by = \(officer.signedName), remove_reason = \(reason)
            WHERE case_id = \(id) AND (id = \(party) OR represents_id = \(party)) AND removed_at IS NULL
            """)
        try touch(c, id, at: now)
        try Journal.append(
            c, JournalEntry(actor: officer.account, act: "strona-sprawy-usunięcie", object: CaseFile.object(id), before: "\(party)", reason: reason), at: now)
    }

    public static func parties(_ c: any SQLConnection, _ id: CaseID) throws -> [CaseParty] {
        try c.query(
            """
            SELECT id, contact_id, role, represents_id, label, address, added_at, removed_at, removed_by, remove_reason FROM case_party
            WHERE case_id = \(id) ORDER BY id \(sql: c.dialect.ascending)
            """
        ) { row in
            CaseParty(
                id: try row.id("id"), contact: try row.int("contact_id"), role: try row.symbol("role"), represents: try row.idOrNil("represents_id"),
                label: try row.text("label"), address: try row.text("address"), addedAt: try row.instant("added_at"),
                removal: try row.instantOrNil("removed_at").map { at in
                    Cancellation(at: at, by: try row.textOrNil("removed_by") ?? "", reason: try row.textOrNil("remove_reason") ?? "")
                })
        }
    }

    /// The cases of a contact, newest first.
    public static func cases(_ c: any SQLConnection, ofContact contact: Int64, before id: CaseID? = nil, limit: Int = 50) throws -> [CaseFile] {
        try c.query(
            """
            SELECT \(sql: columns) FROM case_file WHERE id IN (
                SELECT DISTINCT case_id FROM case_party WHERE contact_id = \(contact) AND case_id < \(id?.number ?? .max)
                ORDER BY case_id \(sql: c.dialect.descending) LIMIT \(limit))
            ORDER BY id \(sql: c.dialect.descending)
            """, decode)
    }

    /// Who a party is in the base of people and bodies, whichever case it is in.
    public static func contact(_ c: any SQLConnection, of party: CasePartyID) throws -> Int64? {
        try c.first("SELECT contact_id FROM case_party WHERE id = \(party)") { try $0.int("contact_id") }
    }

    static func copyParties(_ c: any SQLConnection, from id: CaseID, to target: CaseID) throws {
        var copies: [CasePartyID: CasePartyID] = [:]
        for p in try parties(c, id) where p.removal == nil {
            let ids: [CasePartyID] = try c.query(
                """
                INSERT INTO case_party (case_id, contact_id, role, represents_id, label, address, added_at, added_by)
                SELECT \(target), contact_id, role, \(p.represents.flatMap { copies[$0] }), label, address, added_at, added_by FROM case_party WHERE id = \(p.id)
                RETURNING id
                """
            ) { try $0.id("id") }
            copies[p.id] = ids.first
        }
    }
}
