internal import Foundation
public import Kernel
internal import Law
public import Store

/// The office's people and bodies: the acts that change them.
///
/// The journal keeps which fields changed, not their values: what was known before lies in the revisions, which can be
/// taken out when a person has the right to it.
public enum Contacts {
    @discardableResult
    public static func create(_ c: any SQLConnection, _ card: ContactCard, by performer: Performer, at now: Instant) throws -> ContactID {
        let card = try checked(card)
        let row = Columns(card)
        let ids = try c.query(
            """
            INSERT INTO contact (is_person, label, sort, folded, name_key, skeleton, town_folded, card, revision, created_at, changed_at)
            VALUES (\(card.isPerson), \(card.label), \(row.sort), \(row.folded), \(row.key), \(row.skeleton), \(row.town), \(try encoded(card)), 1,
                \(now), \(now)) RETURNING id
            """
        ) { try $0.id("id", as: ContactID.self) }
        guard let id = ids.first else { throw Problem(.internalFault, "Nie udało się zapisać. Spróbuj ponownie.", cause: "no id of contact") }
        try writeIndexes(c, id, card)
        try Journal.append(c, JournalEntry(actor: performer.id, act: "podmiot-dodanie", object: object(id)), at: now)
        try noteSuspects(c, id, card)
        return id
    }

    /// Changes what is known about a person or a body; the card before stays as a revision.
    ///
    /// - Parameter revision: the one the form showed.
    /// - Throws: `Problem` when somebody else changed it meanwhile, or it was merged into another.
    public static func change(
        _ c: any SQLConnection, _ id: ContactID, to card: ContactCard, revision: Int, by performer: Performer, at now: Instant
    ) throws {
        guard let before = try stored(c, id) else { throw missing }
        if before.mergedInto != nil { throw Problem(.conflict, "Ten wpis połączono z innym. Otwórz tamten i popraw go.") }
        guard before.revision == revision else {
            throw Problem(.conflict, "Ktoś zmienił ten wpis w międzyczasie. Otwórz go ponownie i wpisz zmiany jeszcze raz.")
        }
        let card = try checked(card)
        guard card != before.card else { return }
        try replace(c, before, with: card, by: performer, at: now)
        try Journal.append(
            c, JournalEntry(actor: performer.id, act: "podmiot-zmiana", object: object(id), after: changedFields(before.card, card)), at: now)
        try noteSuspects(c, id, card)
    }

    /// The contact for a letter's sender: the one already known, or a new one.
    ///
    /// Known is who has the same identifier and is of the same kind, the same name and ePUAP box, or the same name and whole
    /// address. Less than that makes a new entry, and the two are shown as possible duplicates.
    /// - Returns: `nil` for a sender that could not be established.
    public static func fromLetter(_ c: any SQLConnection, _ sender: Correspondent, by performer: Performer, at now: Instant) throws -> ContactID? {
        guard let card = ContactCard(sender) else { return nil }
        if let known = try known(c, card) { return known }
        return try create(c, withoutFaults(card), by: performer, at: now)
    }

    /// Who a sender is, without writing anything.
    public static func known(_ c: any SQLConnection, _ sender: Correspondent) throws -> ContactID? { try ContactCard(sender).flatMap { try known(c, $0) } }

    private static func known(_ c: any SQLConnection, _ card: ContactCard) throws -> ContactID? {
        for (kind, value) in card.identifiers.all {
            for found in try withIdentifier(c, kind, value) where found.card.isPerson == card.isPerson { return found.id }
        }
        let key = ContactNames.key(card)
        let sameName = try live(c, where: "name_key = \(key)", limit: 50).filter { $0.card.isPerson == card.isPerson && !contradicts($0.card, card) }
        let boxes = Set(card.channels.filter { $0.kind == .epuap || $0.kind == .eDelivery }.map(folded))
        if let same = sameName.first(where: { !boxes.isDisjoint(with: Set($0.card.channels.map(folded))) }) { return same.id }
        guard let address = card.addresses.first?.address, !address.town.isEmpty, !address.building.isEmpty || !address.postOfficeBox.isEmpty else { return nil }
        return sameName.first { $0.card.addresses.contains { folded($0.address) == folded(address) } }?.id
    }

    // MARK: helpers

    static var missing: Problem { Problem(.notFound, "Nie ma takiego wpisu w bazie osób i instytucji.") }
    static func object(_ id: ContactID) -> String { "podmiot:\(id)" }

    static func checked(_ card: ContactCard) throws -> ContactCard {
        let card = ContactRules.cleaned(card)
        let problems = ContactRules.problems(card)
        guard problems.isEmpty else { throw Problems(problems) }
        return card
    }

    /// A letter may hold what a form would not let through; it never keeps the letter from being taken.
    private static func withoutFaults(_ card: ContactCard) -> ContactCard {
        var card = card
        card.addresses = card.addresses.filter { one in
            var alone = ContactCard(.institution("x"))
            alone.addresses = [one]
            return ContactRules.problems(alone).isEmpty
        }
        card.channels = Array(card.channels.prefix(ContactRules.mostChannels))
        switch card.name {
        case .person(let surname, let givenNames): card.name = .person(surname: String(surname.prefix(200)), givenNames: String(givenNames.prefix(200)))
        case .institution(let name): card.name = .institution(String(name.prefix(1_000)))
        }
        return card
    }

    /// Two numbers of one kind that differ: never one person or body.
    static func contradicts(_ a: ContactCard, _ b: ContactCard) -> Bool {
        ContactIdentifiers.Kind.allCases.contains { kind in
            guard let x = a.identifiers[kind], let y = b.identifiers[kind] else { return false }
            return x != y
        }
    }

    static func folded(_ channel: ContactChannel) -> String { "\(channel.kind.rawValue):\(PolishText.folded(channel.value))" }
    static func folded(_ a: PostalAddress) -> String {
        [a.town, a.street, a.building, a.flat, a.postOfficeBox].map { ContactNames.folded($0) }.joined(separator: "|")
    }

    static func replace(_ c: any SQLConnection, _ before: Contact, with card: ContactCard, by performer: Performer, at now: Instant) throws {
        let row = Columns(card)
        try c.execute(
            """
            INSERT INTO contact_revision (contact_id, revision, card, until, changed_by)
            VALUES (\(before.id), \(before.revision), \(try encoded(before.card)), \(now), \(performer.name))
            """)
        let changed = try c.execute(
            """
            UPDATE contact SET is_person = \(card.isPerson), label = \(card.label), sort = \(row.sort), folded = \(row.folded), name_key = \(row.key),
                skeleton = \(row.skeleton), town_folded = \(row.town), card = \(try encoded(card)), revision = revision + 1, changed_at = \(now)
            WHERE id = \(before.id) AND revision = \(before.revision)
            """)
        guard changed == 1 else { throw Problem(.conflict, "Ktoś zmienił ten wpis w międzyczasie. Otwórz go ponownie.") }
        try writeIndexes(c, before.id, card)
    }

    private static func writeIndexes(_ c: any SQLConnection, _ id: ContactID, _ card: ContactCard) throws {
        for table in ["contact_identifier", "contact_channel", "contact_name"] {
            try c.execute("DELETE FROM \(identifier: table) WHERE contact_id = \(id)")
        }
        for (kind, value) in card.identifiers.all {
            try c.execute("INSERT INTO contact_identifier (kind, value, contact_id) VALUES (\(kind.rawValue), \(value), \(id))")
        }
        for channel in card.channels {
            try c.execute(
                """
                INSERT INTO contact_channel (contact_id, kind, value_folded) VALUES (\(id), \(channel.kind.rawValue), \(PolishText.folded(channel.value)))
                ON CONFLICT (contact_id, kind, value_folded) DO NOTHING
                """)
        }
        for start in ContactNames.starts(card) { try c.execute("INSERT INTO contact_name (start, contact_id) VALUES (\(start), \(id))") }
    }

    /// Names of fields only; the values are personal data.
    static func changedFields(_ a: ContactCard, _ b: ContactCard) -> String {
        var out: [String] = []
        if a.name != b.name { out.append("nazwa") }
        for kind in ContactIdentifiers.Kind.allCases where a.identifiers[kind] != b.identifiers[kind] { out.append(kind.polishName) }
        if a.addresses != b.addresses { out.append("adresy") }
        if a.channels != b.channels { out.append("kanały") }
        if a.note != b.note { out.append("uwagi") }
        return out.joined(separator: ", ")
    }

    static func encoded(_ card: ContactCard) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(card), as: UTF8.self)
    }

    /// What lists sort and search by, made from the card once.
    private struct Columns {
        let sort: String, folded: String, key: String, skeleton: String, town: String
        init(_ card: ContactCard) {
            sort = PolishText.sortKey(String(card.label.prefix(80)))
            folded = String(ContactNames.folded(card.label).prefix(100))
            key = String(ContactNames.key(card).prefix(200))
            skeleton = String(ContactNames.skeleton(card).prefix(60))
            town = ContactNames.folded(card.addresses.first?.address.town ?? "")
        }
    }
}
