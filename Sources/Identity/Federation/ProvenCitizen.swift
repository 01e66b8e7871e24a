internal import Cryptography
public import Kernel
public import Law
internal import Store

/// A citizen signed in at this house, as the login pages know them: what may be told to a service.
public struct ProvenCitizen: Sendable, CustomStringConvertible {
    public var account: CitizenAccountID
    public var person: PersonID
    public var userID: UserID
    /// The number of the browser's session; logging out ends it.
    public var session: Int64
    public var level: AssuranceLevel
    /// When the person last proved to be the one.
    public var provedAt: Instant
    public var name: PersonName
    public var birthday: Day
    public var pesel: PESEL?

    public init(
        account: CitizenAccountID, person: PersonID, userID: UserID, session: Int64, level: AssuranceLevel, provedAt: Instant, name: PersonName, birthday: Day,
        pesel: PESEL?
    ) {
        self.account = account
        self.person = person
        self.userID = userID
        self.session = session
        self.level = level
        self.provedAt = provedAt
        self.name = name
        self.birthday = birthday
        self.pesel = pesel
    }

    /// Nothing of the person, so that no log tells it.
    public var description: String { "ProvenCitizen(\(account))" }
}

extension CitizenSessions {
    /// What the citizen of a session has proved, for a service that asks; `nil` where the session proved nothing.
    public func proven(_ found: Found, people: People) async throws -> ProvenCitizen? { try await proven(found, keys: people.keys) }

    public func proven(_ found: Found, keys: IdentityKeys) async throws -> ProvenCitizen? {
        guard let level = found.session.level, let provedAt = found.session.authenticatedAt else { return nil }
        guard let person = try await platform.read({ try PersonStore.find($0, found.account.person) }), person.diedOn == nil else { return nil }
        return ProvenCitizen(
            account: found.account.id, person: person.id, userID: found.account.userID, session: found.session.id, level: level, provedAt: provedAt,
            name: person.name, birthday: person.birthday, pesel: try person.pesel.map(keys.open))
    }
}

/// The way back to a login that a service asked for: 256 bits nobody can guess. The database knows only their SHA-256.
public struct LoginTicket: Sendable, Hashable, LosslessStringConvertible {
    /// 43 characters of base64url, as they stand in an address.
    public let description: String

    public init() { description = Base64URL.encode(randomBytes(32)) }

    public init?(_ text: String) {
        guard text.utf8.count == 43, Base64URL.decode(text)?.count == 32 else { return nil }
        description = text
    }

    var fingerprint: String { ContentHash(of: Array(description.utf8)).description }
}
