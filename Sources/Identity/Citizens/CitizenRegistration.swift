public import Kernel
internal import Law
public import Store

/// What a person types to open an account (założenie konta).
public struct RegistrationDraft: Sendable, CustomStringConvertible {
    public var givenNames: String
    public var surname: String
    public var pesel: String
    public var userID: String
    public var mail: String
    public var phone: String
    public var password: String

    public init(givenNames: String, surname: String, pesel: String, userID: String, mail: String, phone: String, password: String) {
        self.givenNames = givenNames
        self.surname = surname
        self.pesel = pesel
        self.userID = userID
        self.mail = mail
        self.phone = phone
        self.password = password
    }

    /// Without anything a log must not hold.
    public var description: String { "RegistrationDraft" }
}

/// Opening accounts by the people themselves.
///
/// What is typed here proves nothing: it is compared with the register when a profile is applied for, and with a document at the counter. So
/// the data of a person who never had a profile are whatever was typed last; those of one who had may not be changed from here, and whoever
/// types other names to that number is told only that the data do not fit.
public struct CitizenRegistration: Sendable {
    let platform: any Database
    let people: People
    let accounts: CitizenAccounts
    let sessions: CitizenSessions
    let challenges: AuthorisationChallenges
    /// New accounts from one address; also bounds how many numbers can be tried.
    public var limit: RateLimit

    public init(
        platform: any Database, people: People, accounts: CitizenAccounts, sessions: CitizenSessions, challenges: AuthorisationChallenges,
        limit: RateLimit = RateLimit([.init(10, inSeconds: 3600), .init(40, inSeconds: 86_400)])
    ) {
        self.platform = platform
        self.people = people
        self.accounts = accounts
        self.sessions = sessions
        self.challenges = challenges
        self.limit = limit
    }

    /// The addresses the person has to confirm next, and the session that is open now; its level is low.
    public struct Opened: Sendable {
        public var account: CitizenAccount
        public var token: SessionToken
    }

    private struct Read: Sendable {
        var name: PersonName
        var pesel: PESEL
        var contact: ContactData
        var userID: UserID
    }

    /// - Throws: `Problems`, one for each field to be mended; `Problem` `.conflict` for data that do not fit.
    public func open(_ draft: RegistrationDraft, address: String, agent: String = "", at now: Instant) async throws -> Opened {
        let read = try read(draft, at: now)
        let subject = "nowe-konto:\(address)"
        let wait = try await platform.write { [limit] c in try RateLimitStore.take(c, limit, subject: subject, at: now) }
        guard wait == 0 else {
            throw Problem(.forbidden, "Z tego miejsca założono już kilka kont. Następne można założyć za \(wait.polishPause).", cause: "registration limit")
        }
        let password = try await accounts.hash(draft.password, avoiding: [draft.userID, read.name.surname, read.name.givenNames])
        let ruling = try await platform.write { c in
            try Ruling<Opened>.keeping(c, "citizen-registration", object: "adres:\(address)", by: Self.visitor, at: now) {
                let person = try person(c, read, at: now)
                let account = try accounts.open(c, person, userID: read.userID.description, password: password, by: Self.visitor, at: now)
                for address in [read.contact.mail.map(CodeAddress.mail), read.contact.phone.map(CodeAddress.phone)].compactMap(\.self) {
                    try challenges.open(c, confirming: address, of: account.owner, at: now)
                }
                let opened = try sessions.open(c, account.id, factors: [.password], address: address, agent: agent, at: now)
                return Opened(account: account, token: opened.token)
            }
        }
        return try ruling.get()
    }

    private func read(_ draft: RegistrationDraft, at now: Instant) throws -> Read {
        var problems: [Problem] = []
        func collect<T>(_ body: () throws -> T) throws -> T? {
            do { return try body() } catch let found as Problems {
                problems += found.all
            } catch let found as Problem { problems.append(found) }
            return nil
        }
        let name = try collect { try PersonName(given: draft.givenNames, surname: draft.surname) }
        let pesel = PESEL(draft.pesel)
        if draft.pesel.trimmedSpace.isEmpty {
            problems.append(Problem(.invalidInput, "Wpisz PESEL.", field: "pesel"))
        } else if pesel == nil {
            problems.append(Problem(.invalidInput, PESEL.fault(in: draft.pesel) ?? "Sprawdź PESEL", field: "pesel"))
        }
        let userID = UserID(draft.userID)
        if userID == nil {
            problems.append(
                Problem(.invalidInput, "Identyfikator ma od 3 do 64 znaków: litery bez polskich znaków, cyfry, kropkę, łącznik lub podkreślenie.", field: "userID"))
        }
        let contact = try collect { try ContactData(mail: draft.mail, phone: draft.phone) }
        if let contact, contact.mail == nil { problems.append(Problem(.invalidInput, "Wpisz adres e-mail.", field: "mail")) }
        if let contact, contact.phone == nil { problems.append(Problem(.invalidInput, "Wpisz numer telefonu komórkowego.", field: "phone")) }
        let words = [draft.userID] + (name.map { [$0.surname, $0.givenNames] } ?? [])
        if let problem = PasswordPolicy.problem(draft.password, avoiding: words) { problems.append(problem) }
        guard problems.isEmpty, let name, let pesel, let contact, let userID else { throw Problems(problems) }
        return Read(name: name, pesel: pesel, contact: contact, userID: userID)
    }

    /// The person the number belongs to, made or found.
    private func person(_ c: any SQLConnection, _ read: Read, at now: Instant) throws -> PersonID {
        guard let known = try people.find(c, pesel: read.pesel) else {
            return try people.add(c, try NewPerson(name: read.name, pesel: read.pesel, contact: read.contact), by: Self.visitor, at: now).id
        }
        guard known.diedOn == nil else { throw Self.unfitting }
        if known.name.agrees(with: read.name) { return known.id }
        guard try isUnproved(c, known.id) else { throw Self.unfitting }
        try people.correct(c, known.id, PersonCorrection(name: read.name), source: "założenie konta", by: Self.visitor, at: now)
        return known.id
    }

    /// Nobody has seen a document of this person: no profile, no application on its way, no authorisation at a point.
    private func isUnproved(_ c: any SQLConnection, _ id: PersonID) throws -> Bool {
        guard try ProfileStore.list(c, of: id).isEmpty, let hash = try PersonStore.find(c, id)?.pesel?.hash else { return false }
        guard try !ApplicationStore.list(c, hash).contains(where: { $0.state.isOpen }) else { return false }
        return try c.first("SELECT id FROM operator_authorisation WHERE pesel_hash = \(hash)") { try $0.int("id") } == nil
    }

    /// Whoever comes to the form.
    static let visitor = Performer(id: "system:rejestracja", name: "zakładanie konta")

    private static let unfitting = Problem(
        .conflict, "Z tymi danymi nie można założyć konta. Sprawdź imiona, nazwisko i PESEL albo przyjdź do punktu potwierdzającego.", field: "pesel",
        cause: "data do not fit the person")
}
