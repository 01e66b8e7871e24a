public import Kernel
public import Store

public struct ContactMergeID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// Two entries of one person or body joined; the one merged stays as an alias.
public struct ContactMerge: Sendable, Hashable {
    public var id: ContactMergeID
    public var survivor: ContactID
    public var merged: ContactID
    public var by: String
    public var at: Instant
    public var undoneAt: Instant?
}

/// What joining two cards gives, shown before it is done.
public struct ContactMergePlan: Sendable, Hashable {
    /// The survivor's card afterwards: its own data first, then what the other adds.
    public var result: ContactCard
    /// What the other adds; taken away again when the merge is undone.
    public var gained: ContactCard
    /// Why the two cannot be one; empty when they may.
    public var obstacles: [String]

    public init(survivor: ContactCard, merged: ContactCard) {
        result = survivor
        gained = ContactCard(survivor.name)
        obstacles = []
        if survivor.isPerson != merged.isPerson { obstacles.append("Jeden wpis to osoba, a drugi instytucja") }
        for kind in ContactIdentifiers.Kind.allCases {
            guard let value = merged.identifiers[kind] else { continue }
            if let own = survivor.identifiers[kind] {
                if own != value { obstacles.append("Mają różne numery \(kind.polishName), więc to nie ta sama \(survivor.isPerson ? "osoba" : "instytucja")") }
            } else {
                result.identifiers[kind] = value
                gained.identifiers[kind] = value
            }
        }
        gained.addresses = merged.addresses.filter { !survivor.addresses.contains($0) }
        result.addresses += gained.addresses
        gained.channels = merged.channels.filter { !survivor.channels.contains($0) }
        result.channels += gained.channels
        if !merged.note.isEmpty, merged.note != survivor.note {
            gained.note = merged.note
            result.note = survivor.note.isEmpty ? merged.note : survivor.note + "\n" + merged.note
        }
        obstacles += ContactRules.problems(result).map(\.message).filter { !obstacles.contains($0) }
    }
}

extension Contacts {
    /// Joins two entries. Everything that names the merged one finds the survivor from then on.
    ///
    /// - Parameters:
    ///   - revisions: those of the survivor and of the merged one that the page showed.
    @discardableResult
    public static func merge(
        _ c: any SQLConnection, _ merged: ContactID, into survivor: ContactID, revisions: (survivor: Int, merged: Int), by performer: Performer, at now: Instant
    ) throws -> ContactMergeID {
        guard let kept = try stored(c, survivor), let gone = try stored(c, merged) else { throw missing }
        guard survivor != merged else { throw Problem(.invalidInput, "To jest ten sam wpis. Wybierz dwa różne.") }
        guard kept.mergedInto == nil, gone.mergedInto == nil else { throw Problem(.conflict, "Jeden z tych wpisów już połączono. Odśwież stronę.") }
        guard kept.revision == revisions.survivor, gone.revision == revisions.merged else {
            throw Problem(.conflict, "Ktoś zmienił jeden z tych wpisów w międzyczasie. Obejrzyj oba jeszcze raz.")
        }
        let plan = ContactMergePlan(survivor: kept.card, merged: gone.card)
        guard plan.obstacles.isEmpty else {
            throw Problem(.conflict, "Tych wpisów nie można połączyć. " + plan.obstacles.map { $0 + "." }.joined(separator: " "))
        }
        if plan.result != kept.card { try replace(c, kept, with: plan.result, by: performer, at: now) }
        try c.execute("UPDATE contact SET merged_into = \(survivor), revision = revision + 1, changed_at = \(now) WHERE id = \(merged)")
        let ids = try c.query(
            """
            INSERT INTO contact_merge (survivor_id, merged_id, gained, merged_by, merged_at)
            VALUES (\(survivor), \(merged), \(try encoded(plan.gained)), \(performer.name), \(now)) RETURNING id
            """
        ) { try $0.id("id", as: ContactMergeID.self) }
        guard let id = ids.first else { throw Problem(.internalFault, "Nie udało się połączyć. Spróbuj ponownie.", cause: "no id of merge") }
        try c.execute("DELETE FROM contact_suspect WHERE (low_id = \(merged) OR high_id = \(merged)) AND different_at IS NULL")
        try noteSuspects(c, survivor, plan.result)
        try Journal.append(c, JournalEntry(actor: performer.id, act: "podmioty-polaczenie", object: object(survivor), after: object(merged)), at: now)
        return id
    }

    /// Parts two entries again: the merged one stands on its own, and the survivor loses what it gained and nothing else.
    ///
    /// - Throws: `Problem` where it was parted already, or the survivor was itself merged later: that is undone first.
    public static func undo(_ c: any SQLConnection, _ id: ContactMergeID, by performer: Performer, at now: Instant) throws {
        let found = try c.first("SELECT survivor_id, merged_id, gained, undone_at FROM contact_merge WHERE id = \(id)") { row in
            (
                try row.id("survivor_id", as: ContactID.self), try row.id("merged_id", as: ContactID.self), try decoded(try row.text("gained")),
                try row.instantOrNil("undone_at")
            )
        }
        guard let (survivor, merged, gained, undone) = found else { throw Problem(.notFound, "Nie ma takiego połączenia.") }
        guard undone == nil else { throw Problem(.conflict, "To połączenie już cofnięto.") }
        guard let kept = try stored(c, survivor), let back = try stored(c, merged) else { throw missing }
        // What was gained went on with the survivor; parting goes backwards, so that nothing is left behind.
        guard kept.mergedInto == nil else { throw Problem(.conflict, "Wpis, który pozostał, połączono później z innym. Najpierw cofnij tamto połączenie.") }
        var card = kept.card
        for kind in ContactIdentifiers.Kind.allCases {
            if let value = gained.identifiers[kind], card.identifiers[kind] == value { card.identifiers[kind] = nil }
        }
        card.addresses.removeAll { gained.addresses.contains($0) }
        card.channels.removeAll { gained.channels.contains($0) }
        if !gained.note.isEmpty {
            if card.note == gained.note { card.note = "" }
            if card.note.hasSuffix("\n" + gained.note) { card.note = String(card.note.dropLast(gained.note.count + 1)) }
        }
        if card != kept.card { try replace(c, kept, with: card, by: performer, at: now) }
        try c.execute("UPDATE contact SET merged_into = NULL, revision = revision + 1, changed_at = \(now) WHERE id = \(merged)")
        try c.execute("UPDATE contact_merge SET undone_by = \(performer.name), undone_at = \(now) WHERE id = \(id)")
        // Whoever parts them has looked at both.
        try declareDifferent(c, survivor, merged, by: performer, at: now)
        try noteSuspects(c, survivor, card)
        try noteSuspects(c, merged, back.card)
        try Journal.append(
            c, JournalEntry(actor: performer.id, act: "podmioty-cofniecie-polaczenia", object: object(survivor), after: object(merged)), at: now)
    }

    /// What was merged into a contact, newest first.
    public static func merges(_ c: any SQLConnection, of survivor: ContactID) throws -> [ContactMerge] {
        try c.query(
            """
            SELECT id, survivor_id, merged_id, merged_by, merged_at, undone_at FROM contact_merge WHERE survivor_id = \(survivor)
            ORDER BY id \(sql: c.dialect.descending)
            """
        ) { row in
            ContactMerge(
                id: try row.id("id"), survivor: try row.id("survivor_id"), merged: try row.id("merged_id"), by: try row.text("merged_by"),
                at: try row.instant("merged_at"), undoneAt: try row.instantOrNil("undone_at"))
        }
    }
}
