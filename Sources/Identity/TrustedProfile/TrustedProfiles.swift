public import Kernel
public import Law
public import Store

/// Issuing, extending, replacing and ending profiles, and proving what was valid when.
///
/// Who may do it is decided before: by the confirmation desk, or by the holder's authorisation.
public struct TrustedProfiles: Sendable {
    let keys: IdentityKeys
    public let rules: ProfileRules

    public init(keys: IdentityKeys, rules: ProfileRules = .standard) {
        self.keys = keys
        self.rules = rules
    }

    /// What stands on every page and print of a profile of this platform.
    public static let label = "Profil platformy regionalnej. Nie jest profilem zaufanym z systemu ministra (pz.gov.pl)."

    /// - Throws: `Problem` `.conflict` where the person has a valid profile.
    func issue(
        _ c: any SQLConnection, account: CitizenAccount, person: Person, contact: ContactData, factors: Set<FactorKind>,
        confirmation: TrustedProfile.Confirmation, validTo: Instant? = nil, by performer: Performer, at now: Instant
    ) throws -> TrustedProfile {
        guard let pesel = person.pesel else { throw Problem(.invalidInput, "Profil może mieć tylko osoba z numerem PESEL.", field: "pesel") }
        guard person.diedOn == nil else { throw Problem(.conflict, "Rejestr podaje zgon tej osoby.", cause: "dead") }
        if let old = try ProfileStore.active(c, pesel.hash) {
            guard !old.isValid(at: now) else {
                throw Problem(.conflict, "Ta osoba ma już ważny profil zaufany. Można go przedłużyć albo unieważnić.", cause: "profile exists")
            }
            try end(c, old, .expired, way: "termin", by: Self.clock, at: now)
        }
        let profile = try ProfileStore.insert(
            c,
            ProfileStore.New(
                account: account, person: person, pesel: pesel, contact: contact, factors: factors, confirmation: confirmation,
                validTo: validTo ?? rules.end(from: now)),
            at: now)
        try ProfileStore.note(c, profile, .issued, actor: performer.id, way: confirmation.method.rawValue, at: now)
        try journal(c, profile, "profile-issued", after: confirmation.method.rawValue, by: performer, at: now)
        return profile
    }

    /// A new period of validity. An ended profile is not revived.
    @discardableResult
    public func extend(
        _ c: any SQLConnection, _ id: ProfileID, way: ExtensionWay, by performer: Performer, at now: Instant
    ) throws -> TrustedProfile {
        var profile = try valid(c, id, at: now)
        let old = profile.validTo
        profile.validTo = rules.extendedEnd(old, at: now)
        try ProfileStore.save(c, profile)
        try ProfileStore.noticed(c, id, days: nil)
        try ProfileStore.note(c, profile, .extended, actor: performer.id, way: way.rawValue, at: now)
        try journal(c, profile, "profile-extended", before: "\(old)", after: "\(profile.validTo)", reason: way.rawValue, by: performer, at: now)
        return profile
    }

    /// Ends the profile before its time; the holder's own act is authorised by the second factor.
    public func invalidate(
        _ c: any SQLConnection, _ id: ProfileID, _ reason: InvalidationReason, by performer: Performer, at now: Instant
    ) throws {
        try end(c, try valid(c, id, at: now), .invalidated(reason), way: reason.rawValue, by: performer, at: now)
    }

    /// The holder's own invalidation; uses the authorisation up.
    public func invalidate(_ c: any SQLConnection, _ id: ProfileID, by authorisation: Authorisation, of account: CitizenAccount, at now: Instant) throws {
        let profile = try own(c, id, authorisation, account, at: now)
        try authorisation.spend(c, for: .invalidateProfile, document: profile.fingerprint, at: now)
        try invalidate(c, id, .holder, by: account.performer, at: now)
    }

    /// The holder's own extension; uses the authorisation up.
    public func extend(_ c: any SQLConnection, _ id: ProfileID, by authorisation: Authorisation, of account: CitizenAccount, at now: Instant) throws {
        let profile = try own(c, id, authorisation, account, at: now)
        try authorisation.spend(c, for: .extendProfile, document: profile.fingerprint, at: now)
        try extend(c, id, way: .itself, by: account.performer, at: now)
    }

    /// New contact data: the old profile is replaced by a new one on the same account. Source: regulation, § 13 ust. 2.
    @discardableResult
    func replace(
        _ c: any SQLConnection, _ id: ProfileID, contact: ContactData, confirmation: TrustedProfile.Confirmation, by performer: Performer, at now: Instant
    ) throws -> TrustedProfile {
        let old = try valid(c, id, at: now)
        guard let account = try CitizenAccountStore.find(c, old.account), let person = try PersonStore.find(c, old.person) else { throw Self.unknown }
        // The index allows one active profile a person, so the old one steps back first; its successor is written in when it is known.
        var stepping = old
        stepping.state = .expired
        try ProfileStore.save(c, stepping)
        let new = try issue(
            c, account: account, person: person, contact: contact, factors: old.factors, confirmation: confirmation,
            validTo: rules.replacementKeepsEnd ? old.validTo : nil, by: performer, at: now)
        try end(c, old, .replaced(by: new.id), way: new.designation, by: performer, at: now)
        return new
    }

    /// The holder's own change; uses the authorisation up. The new addresses have been confirmed by codes.
    @discardableResult
    public func changeContact(
        _ c: any SQLConnection, _ id: ProfileID, to contact: ContactData, by authorisation: Authorisation, of account: CitizenAccount, at now: Instant
    ) throws -> TrustedProfile {
        let profile = try own(c, id, authorisation, account, at: now)
        try authorisation.spend(c, for: .changeProfileContact, document: profile.fingerprint, at: now)
        return try replace(
            c, id, contact: contact, confirmation: .init(method: .replacement, at: now), by: account.performer, at: now)
    }

    /// New identity data from the register; the profile stays the same. Source: act, art. 20ad ust. 3–4.
    func update(_ c: any SQLConnection, person: Person, by performer: Performer, at now: Instant) throws {
        guard let pesel = person.pesel else { return }
        for var profile in try ProfileStore.list(c, of: person.id) where profile.state == .active {
            guard !profile.name.agrees(with: person.name) || profile.pesel.hash != pesel.hash else { continue }
            profile.name = person.name
            profile.pesel = pesel
            profile.birthday = person.birthday
            try ProfileStore.save(c, profile)
            try ProfileStore.note(c, profile, .updated, actor: performer.id, way: "rejestr-PESEL", at: now)
            try journal(c, profile, "profile-updated", reason: "rejestr PESEL", by: performer, at: now)
        }
    }

    /// Ends every active profile of a person or account: death, deletion of the account.
    func endAll(_ c: any SQLConnection, _ profiles: [TrustedProfile], _ reason: InvalidationReason, by performer: Performer, at now: Instant) throws {
        for profile in profiles where profile.state == .active {
            try end(c, profile, profile.isValid(at: now) ? .invalidated(reason) : .expired, way: reason.rawValue, by: performer, at: now)
        }
    }

    /// Invalidates the profiles of an account that is being deleted. Source: regulation, § 13 ust. 1.
    public func accountDeleted(_ c: any SQLConnection, _ account: CitizenAccountID, by performer: Performer, at now: Instant) throws {
        try endAll(c, try ProfileStore.list(c, of: account), .accountDeleted, by: performer, at: now)
    }

    // ── reading ──

    public func find(_ c: any SQLConnection, _ id: ProfileID) throws -> TrustedProfile? { try ProfileStore.find(c, id) }

    public func find(_ c: any SQLConnection, designation: String) throws -> TrustedProfile? { try ProfileStore.find(c, designation: designation) }

    public func list(_ c: any SQLConnection, of person: PersonID) throws -> [TrustedProfile] { try ProfileStore.list(c, of: person) }

    /// Which profile a service asks for. Source: ePUAP object-info service, query modes.
    public enum Query: Sendable, Hashable { case validOnly, mostRecent }

    /// By PESEL, for services of the house.
    public func find(_ c: any SQLConnection, pesel: PESEL, _ query: Query = .validOnly, at now: Instant) throws -> TrustedProfile? {
        let hash = keys.hash(pesel)
        switch query {
        case .validOnly: return try ProfileStore.active(c, hash).flatMap { $0.isValid(at: now) ? $0 : nil }
        case .mostRecent: return try ProfileStore.newest(c, hash)
        }
    }

    /// What happened to the profile, oldest first.
    public func history(_ c: any SQLConnection, of id: ProfileID) throws -> [ProfileEvent] { try ProfileStore.events(c, id) }

    /// A profile as it stood at an instant.
    public struct AsOf: Sendable, Hashable {
        public var profile: ProfileID
        public var designation: String
        public var name: PersonName
        public var contact: ContactData
        public var validTo: Instant
        /// The event that made it so.
        public var event: Int64
    }

    /// The profile of a person that was valid at an instant, from the history that nobody can change; `nil` where none was.
    public func valid(_ c: any SQLConnection, of person: PersonID, at instant: Instant) throws -> AsOf? {
        for profile in try ProfileStore.list(c, of: person) {
            if let found = try asOf(c, profile, at: instant) { return found }
        }
        return nil
    }

    /// Whether this profile was valid at an instant: when a signature made with it is verified later.
    public func valid(_ c: any SQLConnection, designation: String, at instant: Instant) throws -> AsOf? {
        guard let profile = try ProfileStore.find(c, designation: designation) else { return nil }
        return try asOf(c, profile, at: instant)
    }

    private func asOf(_ c: any SQLConnection, _ profile: TrustedProfile, at instant: Instant) throws -> AsOf? {
        guard profile.validFrom <= instant, let event = try ProfileStore.event(c, profile.id, at: instant), event.isActive, instant < event.validTo else {
            return nil
        }
        return AsOf(
            profile: profile.id, designation: profile.designation, name: event.name, contact: event.contact, validTo: event.validTo, event: event.id)
    }

    // ── by the clock ──

    /// Marks profiles whose time is over; validity never waits for it.
    @discardableResult
    public func expire(_ c: any SQLConnection, limit: Int = 200, at now: Instant) throws -> Int {
        let over = try ProfileStore.ending(c, before: now, limit: limit)
        for profile in over { try end(c, profile, .expired, way: "termin", by: Self.clock, at: profile.validTo) }
        return over.count
    }

    /// Profiles whose holders are to be told now that they end, with the number of days; call `noticed` when the message left.
    public func toNotice(_ c: any SQLConnection, limit: Int = 100, at now: Instant) throws -> [(profile: TrustedProfile, days: Int)] {
        var out: [(TrustedProfile, Int)] = []
        var seen: Set<ProfileID> = []
        for days in rules.noticeDays.sorted() {
            for profile in try ProfileStore.toNotice(c, before: now.adding(seconds: Int64(days) * 86_400), days: days, limit: limit)
            where profile.isValid(at: now) && seen.insert(profile.id).inserted {
                out.append((profile, days))
            }
        }
        return out
    }

    public func noticed(_ c: any SQLConnection, _ id: ProfileID, days: Int, at now: Instant) throws {
        guard let profile = try ProfileStore.find(c, id) else { throw Self.unknown }
        try ProfileStore.noticed(c, id, days: days)
        try journal(c, profile, "profile-end-noticed", after: "\(days) dni", by: Self.clock, at: now)
    }

    static let clock = Performer(id: "system:terminy", name: "terminy profili")
    private static let unknown = Problem(.notFound, "Nie ma takiego profilu. Sprawdź numer.")

    private func end(_ c: any SQLConnection, _ old: TrustedProfile, _ state: ProfileState, way: String, by performer: Performer, at now: Instant) throws {
        var profile = old
        profile.state = state
        try ProfileStore.save(c, profile)
        let kind: ProfileEvent.Kind =
            switch state {
            case .active: .updated
            case .expired: .expired
            case .invalidated: .invalidated
            case .replaced: .replaced
            }
        try ProfileStore.note(c, profile, kind, actor: performer.id, way: way, at: now)
        try journal(c, profile, "profile-\(kind.rawValue)", reason: way, by: performer, at: now)
    }

    private func valid(_ c: any SQLConnection, _ id: ProfileID, at now: Instant) throws -> TrustedProfile {
        guard let profile = try ProfileStore.find(c, id) else { throw Self.unknown }
        guard profile.isValid(at: now) else {
            throw Problem(.conflict, "Ten profil nie jest już ważny. Trzeba złożyć wniosek o nowy.", cause: "profile not valid")
        }
        return profile
    }

    private func own(
        _ c: any SQLConnection, _ id: ProfileID, _ authorisation: Authorisation, _ account: CitizenAccount, at now: Instant
    ) throws -> TrustedProfile {
        let profile = try valid(c, id, at: now)
        guard profile.account == account.id, authorisation.owner == account.owner else { throw Authorisation.foreign }
        return profile
    }

    private func journal(
        _ c: any SQLConnection, _ profile: TrustedProfile, _ act: String, before: String? = nil, after: String? = nil, reason: String? = nil,
        by performer: Performer, at now: Instant
    ) throws {
        try Journal.append(c, JournalEntry(actor: performer.id, act: act, object: profile.object, before: before, after: after, reason: reason), at: now)
    }
}
