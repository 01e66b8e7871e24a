public import Kernel
internal import Law
public import Store

/// Another contact that may be the same person or body, and why.
public struct ContactDuplicate: Sendable, Hashable {
    public var contact: Contact
    /// Higher is surer: 3 the same number, 2 the same name and town, 1 a near name.
    public var strength: Int
    /// In Polish: `ten sam PESEL`, `to samo nazwisko i miejscowość`.
    public var reasons: [String]
}

/// Two contacts to be looked at side by side.
public struct ContactSuspicion: Sendable, Hashable {
    public var first: Contact
    public var second: Contact
    public var strength: Int
    public var reasons: [String]
}

extension Contacts {
    /// How many rows each way of looking may bring.
    private static let most = 50

    /// Who may be the same as a contact; those that a person declared different are left out.
    public static func duplicates(_ c: any SQLConnection, of id: ContactID) throws -> [ContactDuplicate] {
        guard let contact = try find(c, id) else { throw missing }
        let different = Set(
            try c.query("SELECT low_id, high_id FROM contact_suspect WHERE (low_id = \(contact.id) OR high_id = \(contact.id)) AND different_at IS NOT NULL") {
                try $0.id("low_id", as: ContactID.self) == contact.id ? try $0.id("high_id", as: ContactID.self) : try $0.id("low_id")
            })
        return try candidates(c, contact.card).filter { $0.contact.id != contact.id && !different.contains($0.contact.id) }
    }

    /// Who may be the same as somebody about to be entered.
    public static func duplicates(_ c: any SQLConnection, of card: ContactCard) throws -> [ContactDuplicate] {
        try candidates(c, ContactRules.cleaned(card))
    }

    private static func candidates(_ c: any SQLConnection, _ card: ContactCard) throws -> [ContactDuplicate] {
        var ids: Set<ContactID> = []
        for (kind, value) in card.identifiers.all { ids.formUnion(try withIdentifier(c, kind, value).map(\.id)) }
        let key = ContactNames.key(card), skeleton = ContactNames.skeleton(card)
        // Whole cards are read of those only whose names are near.
        func add(_ condition: SQL, order: SQL, limit: Int) throws {
            let rows = try c.query(
                """
                SELECT id, name_key FROM contact WHERE \(sql: condition) AND merged_into IS NULL
                ORDER BY \(sql: order) \(sql: c.dialect.ascending), id \(sql: c.dialect.ascending) LIMIT \(limit)
                """
            ) { (try $0.id("id", as: ContactID.self), try $0.text("name_key")) }
            for (id, other) in rows where other == key || ContactNames.areNear(other, key) { ids.insert(id) }
        }
        try add("name_key = \(key)", order: "name_key", limit: most)
        if !skeleton.isEmpty { try add("skeleton = \(skeleton)", order: "skeleton", limit: 4 * most) }
        // A slip in a consonant: the same town, the same first letters.
        let town = ContactNames.folded(card.addresses.first?.address.town ?? ""), start = String(ContactNames.folded(card.label).prefix(3))
        if !town.isEmpty, !start.isEmpty {
            try add("town_folded = \(town) AND folded >= \(start) AND folded < \(start + highest)", order: "folded", limit: 10 * most)
        }
        guard !ids.isEmpty else { return [] }
        let found = try live(c, where: "id IN (\(list: ids.sorted()))", limit: ids.count)
        return found.compactMap { other in
            let (strength, reasons) = likeness(card, other.card)
            return strength == 0 ? nil : ContactDuplicate(contact: other, strength: strength, reasons: reasons)
        }
        .sorted { ($1.strength, $0.contact.id) < ($0.strength, $1.contact.id) }
    }

    /// How alike two cards are; 0 where they are not, or where their numbers tell them apart.
    static func likeness(_ a: ContactCard, _ b: ContactCard) -> (strength: Int, reasons: [String]) {
        var reasons: [String] = []
        for kind in ContactIdentifiers.Kind.allCases {
            if let x = a.identifiers[kind], x == b.identifiers[kind] { reasons.append("ten sam \(kind.polishName)") }
        }
        if !reasons.isEmpty { return (3, reasons) }
        guard a.isPerson == b.isPerson, !contradicts(a, b) else { return (0, []) }
        func towns(_ card: ContactCard) -> Set<String> { Set(card.addresses.map { ContactNames.folded($0.address.town) }.filter { !$0.isEmpty }) }
        let sameTown = !towns(a).isDisjoint(with: towns(b))
        let (x, y) = (ContactNames.key(a), ContactNames.key(b))
        if x == y {
            if sameTown { return (2, [a.isPerson ? "to samo nazwisko, imiona i miejscowość" : "ta sama nazwa i miejscowość"]) }
            // The same name in two other towns is no reason for people; there are many Kowalskis.
            return a.isPerson && !towns(a).isEmpty && !towns(b).isEmpty ? (0, []) : (1, [a.isPerson ? "to samo nazwisko i imiona" : "ta sama nazwa"])
        }
        let elsewhere = !towns(a).isEmpty && !towns(b).isEmpty && !sameTown
        return ContactNames.areNear(x, y) && !elsewhere ? (1, ["podobna nazwa: różnica jednej lub dwóch liter"]) : (0, [])
    }

    // MARK: pairs to be looked at

    /// Keeps the pairs that a new or changed card makes, for the list of possible duplicates.
    static func noteSuspects(_ c: any SQLConnection, _ id: ContactID, _ card: ContactCard) throws {
        try c.execute("DELETE FROM contact_suspect WHERE (low_id = \(id) OR high_id = \(id)) AND different_at IS NULL")
        for one in try candidates(c, card).prefix(20) where one.contact.id != id {
            try c.execute(
                """
                INSERT INTO contact_suspect (low_id, high_id, strength) VALUES (\(min(id, one.contact.id)), \(max(id, one.contact.id)), \(one.strength))
                ON CONFLICT (low_id, high_id) DO NOTHING
                """)
        }
    }

    /// Pairs nobody has decided about, surest first.
    public static func suspicions(_ c: any SQLConnection, limit: Int = 50) throws -> [ContactSuspicion] {
        let pairs = try c.query(
            """
            SELECT low_id, high_id FROM contact_suspect WHERE different_at IS NULL
            ORDER BY strength \(sql: c.dialect.descending), low_id \(sql: c.dialect.descending), high_id \(sql: c.dialect.descending) LIMIT \(limit)
            """
        ) { (try $0.id("low_id", as: ContactID.self), try $0.id("high_id", as: ContactID.self)) }
        return try pairs.compactMap { low, high in
            guard let first = try stored(c, low), let second = try stored(c, high) else { return nil }
            let (strength, reasons) = likeness(first.card, second.card)
            return ContactSuspicion(first: first, second: second, strength: strength, reasons: reasons)
        }
    }

    /// A person looked at both: they are not the same. The pair is not shown again.
    public static func declareDifferent(_ c: any SQLConnection, _ a: ContactID, _ b: ContactID, by performer: Performer, at now: Instant) throws {
        guard a != b, try stored(c, a) != nil, try stored(c, b) != nil else { throw missing }
        try c.execute(
            """
            INSERT INTO contact_suspect (low_id, high_id, strength, different_by, different_at)
            VALUES (\(min(a, b)), \(max(a, b)), 0, \(performer.name), \(now))
            ON CONFLICT (low_id, high_id) DO UPDATE SET different_by = excluded.different_by, different_at = excluded.different_at
            """)
        try Journal.append(c, JournalEntry(actor: performer.id, act: "podmioty-rozne", object: object(min(a, b)), after: object(max(a, b))), at: now)
    }
}
