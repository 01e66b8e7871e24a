public import Kernel
public import Law
public import Store

/// Adding, finding and correcting people. Who may do it is decided before.
///
/// Every function runs inside the caller's transaction on the `platform` database.
public struct People: Sendable {
    let keys: IdentityKeys
    let limits: SearchLimits

    /// How often one officer may search by PESEL, so that nobody tries numbers one after another.
    public struct SearchLimits: Sendable, Hashable {
        /// All searches.
        public var all: RateLimit
        /// Searches that found nobody.
        public var misses: RateLimit

        public init(all: RateLimit, misses: RateLimit) {
            self.all = all
            self.misses = misses
        }

        public static let standard = SearchLimits(
            all: RateLimit([.init(60, inSeconds: 600), .init(400, inSeconds: 86_400)]),
            misses: RateLimit([.init(10, inSeconds: 600), .init(50, inSeconds: 86_400)])
        )
    }

    public init(keys: IdentityKeys, limits: SearchLimits = .standard) {
        self.keys = keys
        self.limits = limits
    }

    /// - Throws: `Problem` `.conflict` where a person with this PESEL is known.
    public func add(_ c: any SQLConnection, _ new: NewPerson, by performer: Performer, at now: Instant) throws -> Person {
        let sealed = try new.pesel.map(keys.seal)
        if let sealed, try PersonStore.find(c, hash: sealed.hash) != nil {
            throw Problem(.conflict, "Osoba z tym numerem PESEL już jest. Otwórz jej kartę.", field: "pesel")
        }
        let person = try PersonStore.insert(c, new, pesel: sealed, at: now)
        try Journal.append(c, JournalEntry(actor: performer.id, act: "person-added", object: person.object), at: now)
        return person
    }

    public func find(_ c: any SQLConnection, _ id: PersonID) throws -> Person? { try PersonStore.find(c, id) }

    /// For the house's own acts (signing in, checks); a search by an officer is `search`.
    public func find(_ c: any SQLConnection, pesel: PESEL) throws -> Person? { try PersonStore.find(c, hash: keys.hash(pesel)) }

    /// A search an officer makes: counted, limited, noted for the person found.
    public func search(
        _ c: any SQLConnection, pesel typed: String, by onlooker: Onlooker, why: String, at now: Instant
    ) throws -> Ruling<Person?> {
        let actor = onlooker.performer
        return try .keeping(c, "person-search", object: actor.id, by: actor, at: now) {
            guard let pesel = PESEL(typed) else {
                throw Problem(.invalidInput, PESEL.fault(in: typed) ?? "Sprawdź PESEL", field: "pesel", cause: "not a PESEL")
            }
            // Asked before anything is read, so that a pause tells nothing about the number.
            let wait = max(
                try RateLimitStore.wait(c, limits.misses, subject: Self.misses(actor), at: now),
                try RateLimitStore.take(c, limits.all, subject: "pesel:\(actor.id)", at: now))
            guard wait == 0 else {
                throw Problem(
                    .forbidden, "Za dużo wyszukiwań po numerze PESEL. Następne za \(wait.polishPause).", field: "pesel", cause: "search limit")
            }
            guard let person = try find(c, pesel: pesel) else {
                _ = try RateLimitStore.take(c, limits.misses, subject: Self.misses(actor), at: now)
                try Journal.append(c, JournalEntry(actor: actor.id, act: "person-search-missed", object: actor.id), at: now)
                return nil
            }
            try look(c, person.id, .found, by: onlooker, why: why, at: now)
            return person
        }
    }

    /// Shows the number. The one way a PESEL reaches a page; noted in the journal and for the person.
    ///
    /// - Parameter why: what the officer needs the number for; required.
    public func reveal(_ c: any SQLConnection, _ id: PersonID, by onlooker: Onlooker, why: String, at now: Instant) throws -> PESEL {
        guard !why.trimmedSpace.isEmpty else { throw Problem(.invalidInput, "Napisz, do czego potrzebny jest numer PESEL.", field: "why") }
        guard let sealed = try present(c, id).pesel else { throw Problem(.notFound, "Ta osoba nie ma numeru PESEL.") }
        try look(c, id, .pesel, by: onlooker, why: why, at: now)
        return try keys.open(sealed)
    }

    /// The number for the person's own pages, where it finds what is the person's; it goes to nobody else, so no look is noted.
    public func own(_ c: any SQLConnection, _ id: PersonID) throws -> PESEL? { try present(c, id).pesel.map { try keys.open($0) } }

    /// Notes a look at a person, in the journal and for the person.
    public func look(
        _ c: any SQLConnection, _ id: PersonID, _ what: PersonLook.What, by onlooker: Onlooker, why: String, at now: Instant
    ) throws {
        try PersonStore.look(c, id, what, by: onlooker, why: why.trimmedSpace, at: now)
        try Journal.append(
            c, JournalEntry(actor: onlooker.performer.id, act: "person-looked-at", object: Person.object(id), after: what.rawValue, reason: why), at: now)
    }

    /// Who looked at the person, newest first; for the person's own page.
    public func looks(_ c: any SQLConnection, at id: PersonID, limit: Int = 50, before: Int64? = nil) throws -> [PersonLook] {
        try PersonStore.looks(c, id, limit: limit, before: before)
    }

    /// Changes data of a person and keeps what was before.
    ///
    /// - Parameter source: where the new data came from, for example `wniosek`.
    /// - Throws: `Problem` `.conflict` where the new PESEL is another person's.
    @discardableResult
    public func correct(
        _ c: any SQLConnection, _ id: PersonID, _ correction: PersonCorrection, source: String, by performer: Performer, at now: Instant
    ) throws -> Person {
        let old = try present(c, id)
        var new = old
        var changes: [(PersonChange.Field, String, String)] = []
        func set(_ field: PersonChange.Field, _ before: String, _ after: String) { if before != after { changes.append((field, before, after)) } }
        if let name = correction.name {
            new.name = name
            set(.givenNames, old.name.givenNames, name.givenNames)
            set(.surname, old.name.surname, name.surname)
        }
        if let contact = correction.contact {
            new.contact = contact
            set(.mail, old.contact.mail?.description ?? "", contact.mail?.description ?? "")
            set(.phone, old.contact.phone?.description ?? "", contact.phone?.description ?? "")
        }
        if let day = correction.diedOn {
            new.diedOn = day
            set(.died, old.diedOn?.description ?? "", day.description)
        }
        if let pesel = correction.pesel {
            let sealed = try keys.seal(pesel)
            if sealed.hash != old.pesel?.hash {
                guard try PersonStore.find(c, hash: sealed.hash) == nil else {
                    throw Problem(.conflict, "Ten numer PESEL ma już inna osoba.", field: "pesel", cause: "PESEL of another person")
                }
                new.pesel = sealed
                changes.append((.pesel, old.pesel == nil ? "" : SealedPESEL.mask, SealedPESEL.mask))
                if let birthday = pesel.birthday {
                    new.birthday = birthday
                    set(.birthday, old.birthday.description, birthday.description)
                }
            }
        }
        guard !changes.isEmpty else { return old }
        try PersonStore.save(c, new)
        for (field, before, after) in changes {
            try PersonStore.note(c, id, field, before, after, actor: performer.id, source: source, at: now)
        }
        let fields = changes.map(\.0.rawValue).joined(separator: ",")
        try Journal.append(c, JournalEntry(actor: performer.id, act: "person-corrected", object: old.object, after: fields, reason: source), at: now)
        return new
    }

    /// What changed about the person, newest first.
    public func history(_ c: any SQLConnection, of id: PersonID, limit: Int = 50, before: Int64? = nil) throws -> [PersonChange] {
        try PersonStore.changes(c, id, limit: limit, before: before)
    }

    // ── consents ──

    public func consents(_ c: any SQLConnection, of id: PersonID) throws -> [Consent] { try PersonStore.consents(c, id) }

    /// Gives a consent; one to an older wording is replaced.
    public func give(
        _ c: any SQLConnection, _ kind: Consent.Kind, wording: String, of id: PersonID, by performer: Performer, at now: Instant
    ) throws {
        _ = try PersonStore.withdraw(c, id, kind, at: now)
        try PersonStore.give(c, id, kind, wording: wording, at: now)
        let entry = JournalEntry(actor: performer.id, act: "consent-given", object: Person.object(id), after: "\(kind.rawValue) \(wording)")
        try Journal.append(c, entry, at: now)
    }

    /// - Returns: false where there was none.
    @discardableResult
    public func withdraw(_ c: any SQLConnection, _ kind: Consent.Kind, of id: PersonID, by performer: Performer, at now: Instant) throws -> Bool {
        guard try PersonStore.withdraw(c, id, kind, at: now) else { return false }
        try Journal.append(
            c, JournalEntry(actor: performer.id, act: "consent-withdrawn", object: Person.object(id), before: kind.rawValue), at: now)
        return true
    }

    private static func misses(_ performer: Performer) -> String { "pesel-brak:\(performer.id)" }

    private func present(_ c: any SQLConnection, _ id: PersonID) throws -> Person {
        guard let person = try PersonStore.find(c, id) else { throw Problem(.notFound, "Nie ma takiej osoby. Sprawdź adres.") }
        return person
    }
}
