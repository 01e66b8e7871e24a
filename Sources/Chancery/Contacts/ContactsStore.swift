internal import Foundation
internal import Kernel
internal import Law
public import Store

/// What of the people and bodies is asked for.
public struct ContactQuery: Sendable, Hashable {
    /// Only people, or only bodies.
    public var isPerson: Bool?
    /// Beginning of the name, in any case and without marks.
    public var prefix = ""
    /// Where the last page ended.
    public var after: RegisterQuery.Position?
    public var limit = 50

    public init() {}
}

public struct ContactPage: Sendable {
    public var contacts: [Contact]
    /// Where the next page starts; `nil` on the last one.
    public var next: RegisterQuery.Position?
}

extension Contacts {
    /// A contact; of one that was merged, the survivor.
    public static func find(_ c: any SQLConnection, _ id: ContactID) throws -> Contact? {
        var next = try stored(c, id)
        // Merges join live entries only, so that aliases form no circle; the bound is for a damaged database.
        for _ in 0..<50 {
            guard let found = next, let survivor = found.mergedInto else { return next }
            next = try stored(c, survivor)
        }
        return nil
    }

    /// As it stands, also when it is only an alias.
    public static func stored(_ c: any SQLConnection, _ id: ContactID) throws -> Contact? { try contacts(c, "id = \(id)").first }

    /// Cards as they were before, newest first.
    public static func revisions(_ c: any SQLConnection, _ id: ContactID) throws -> [ContactCard] {
        try c.query("SELECT card FROM contact_revision WHERE contact_id = \(id) ORDER BY revision \(sql: c.dialect.descending)") {
            try decoded(try $0.text("card"))
        }
    }

    /// Live contacts with a number.
    public static func withIdentifier(_ c: any SQLConnection, _ kind: ContactIdentifiers.Kind, _ value: String) throws -> [Contact] {
        let clean = value.filter { !$0.isWhitespace && $0 != "-" }
        let ids = try c.query(
            "SELECT contact_id FROM contact_identifier WHERE kind = \(kind.rawValue) AND value = \(clean) ORDER BY contact_id \(sql: c.dialect.ascending) LIMIT 50"
        ) { try $0.id("contact_id", as: ContactID.self) }
        guard !ids.isEmpty else { return [] }
        return try live(c, where: "id IN (\(list: ids))", limit: 50)
    }

    /// A page of the list in the Polish order of names; with a prefix in the order of names without marks.
    public static func page(_ c: any SQLConnection, _ q: ContactQuery) throws -> ContactPage {
        let prefix = ContactNames.folded(q.prefix)
        let key: SQL = prefix.isEmpty ? "sort" : "folded"
        var condition: SQL = "merged_into IS NULL"
        if !prefix.isEmpty { condition += " AND folded >= \(prefix) AND folded < \(prefix + highest)" }
        if let isPerson = q.isPerson { condition += " AND is_person = \(isPerson)" }
        if let after = q.after { condition += " AND (\(sql: key), id) > (\(after.key), \(after.id))" }
        var rows = try c.query(
            """
            SELECT id, card, revision, merged_into, created_at, changed_at, \(sql: key) AS position_key FROM contact WHERE \(sql: condition)
            ORDER BY \(sql: key) \(sql: c.dialect.ascending), id \(sql: c.dialect.ascending) LIMIT \(q.limit + 1)
            """
        ) { (try contact($0), try $0.text("position_key")) }
        let more = rows.count > q.limit
        if more { rows.removeLast() }
        return ContactPage(
            contacts: rows.map(\.0), next: more ? rows.last.map { RegisterQuery.Position(key: $0.1, id: $0.0.id.number) } : nil)
    }

    /// For a field that completes names: by the beginning of any word of a name, given names first as well.
    public static func search(_ c: any SQLConnection, _ words: String, limit: Int = 20) throws -> [Contact] {
        let prefix = ContactNames.folded(words)
        guard !prefix.isEmpty else { return [] }
        // A name may begin so at two of its words.
        let ids = try c.query(
            """
            SELECT n.contact_id FROM contact_name AS n JOIN contact AS k ON k.id = n.contact_id
            WHERE n.start >= \(prefix) AND n.start < \(prefix + highest) AND k.merged_into IS NULL
            ORDER BY n.start \(sql: c.dialect.ascending), n.contact_id \(sql: c.dialect.ascending) LIMIT \(limit * 3)
            """
        ) { try $0.id("contact_id", as: ContactID.self) }
        var known: Set<ContactID> = []
        let wanted = Array(ids.filter { known.insert($0).inserted }.prefix(limit))
        guard !wanted.isEmpty else { return [] }
        let found = Dictionary(try live(c, where: "id IN (\(list: wanted))", limit: limit).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return wanted.compactMap { found[$0] }
    }

    /// Live contacts whose whole name is one of these, surname first or given names first; for names read on paper.
    public static func named(_ c: any SQLConnection, _ names: [String], limit: Int = 10) throws -> [Contact] {
        let wanted = Set(names.prefix(40).map { String(ContactNames.folded($0).prefix(100)) }.filter { !$0.isEmpty })
        guard !wanted.isEmpty else { return [] }
        let ids = try c.query(
            "SELECT DISTINCT contact_id FROM contact_name WHERE start IN (\(list: wanted.sorted())) ORDER BY contact_id \(sql: c.dialect.ascending) LIMIT 100"
        ) { try $0.id("contact_id", as: ContactID.self) }
        guard !ids.isEmpty else { return [] }
        // A start may be a part of a name only: "Kowalik" is not "Nowak Kowalik".
        let whole = try live(c, where: "id IN (\(list: ids))", limit: 100).filter { one in
            var forms = [ContactNames.folded(one.card.label)]
            if case .person(let surname, let givenNames) = one.card.name { forms.append(ContactNames.folded("\(givenNames) \(surname)")) }
            return forms.contains { wanted.contains($0) }
        }
        return Array(whole.prefix(limit))
    }

    /// Sorts after every letter and digit that a folded name may hold.
    static let highest = "\u{FFFD}"

    static func live(_ c: any SQLConnection, where condition: SQL, limit: Int) throws -> [Contact] {
        try contacts(c, "\(sql: condition) AND merged_into IS NULL ORDER BY id \(sql: c.dialect.ascending) LIMIT \(limit)")
    }

    private static func contacts(_ c: any SQLConnection, _ condition: SQL) throws -> [Contact] {
        try c.query("SELECT id, card, revision, merged_into, created_at, changed_at FROM contact WHERE \(sql: condition)", contact)
    }

    private static func contact(_ row: any SQLRow) throws -> Contact {
        Contact(
            id: try row.id("id"), card: try decoded(try row.text("card")), revision: Int(try row.int("revision")), mergedInto: try row.idOrNil("merged_into"),
            createdAt: try row.instant("created_at"), changedAt: try row.instant("changed_at"))
    }

    static func decoded(_ json: String) throws -> ContactCard {
        guard let card = try? JSONDecoder().decode(ContactCard.self, from: Data(json.utf8)) else { throw SQLError.decoding("card") }
        return card
    }
}
