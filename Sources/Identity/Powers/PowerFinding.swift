public import Kernel
public import Law
public import Store

/// Whom a power is about: found by what a citizen types, without telling the citizen who else there is.
public struct PowerFinding: Sendable {
    let people: People
    let profiles: TrustedProfiles
    /// Tries of one citizen, right ones as well.
    let limit: RateLimit

    public init(people: People, profiles: TrustedProfiles, limit: RateLimit = RateLimit([.init(30, inSeconds: 3600), .init(100, inSeconds: 86_400)])) {
        self.people = people
        self.profiles = profiles
        self.limit = limit
    }

    /// The attorney, by identifier and surname; only somebody whose identity was confirmed.
    ///
    /// One answer for all that does not fit. A refusal is a value, so that the count of tries stays.
    public func attorney(
        _ c: any SQLConnection, userID: String, surname: String, for account: CitizenAccount, at now: Instant
    ) throws -> Ruling<Person> {
        if let wait = try pause(c, account, at: now) { return .refused(wait) }
        guard let userID = UserID(userID), let id = try CitizenAccountStore.id(c, userID), let found = try CitizenAccountStore.find(c, id),
            found.state.opens, let person = try PersonStore.find(c, found.person), person.diedOn == nil,
            try profiles.valid(c, of: found.id, at: now) != nil, let typed = try? PersonName(given: person.name.givenNames, surname: surname),
            person.name.agreesInSurname(with: typed)
        else {
            try Journal.append(c, JournalEntry(actor: account.performer.id, act: "power-agent-missed", object: account.owner.description), at: now)
            return .refused(
                Problem(
                    .conflict, "Nie znaleźliśmy takiej osoby z potwierdzonym profilem. Zapytaj ją o identyfikator i sprawdź nazwisko.", field: "agent",
                    cause: "no such agent"))
        }
        return .done(person)
    }

    /// The person represented by law, by name and PESEL; made where the number is new, as in a registration. What is typed proves nothing: an
    /// officer looks at the proof.
    public func represented(
        _ c: any SQLConnection, _ name: PersonName, _ pesel: PESEL, for account: CitizenAccount, at now: Instant
    ) throws -> Ruling<PersonID> {
        if let wait = try pause(c, account, at: now) { return .refused(wait) }
        guard let known = try people.find(c, pesel: pesel) else {
            return .done(try people.add(c, try NewPerson(name: name, pesel: pesel), by: account.performer, at: now).id)
        }
        guard known.diedOn == nil, known.name.agrees(with: name) else {
            try Journal.append(c, JournalEntry(actor: account.performer.id, act: "power-principal-missed", object: account.owner.description), at: now)
            return .refused(Problem(.conflict, "Imiona, nazwisko i PESEL nie pasują do siebie. Sprawdź je.", field: "pesel", cause: "data do not fit the person"))
        }
        return .done(known.id)
    }

    private func pause(_ c: any SQLConnection, _ account: CitizenAccount, at now: Instant) throws -> Problem? {
        let wait = try RateLimitStore.take(c, limit, subject: "pelnomocnictwo:\(account.owner)", at: now)
        guard wait > 0 else { return nil }
        return Problem(.forbidden, "Za dużo prób. Następna za \(wait.polishPause).", field: "agent", cause: "power limit")
    }
}
