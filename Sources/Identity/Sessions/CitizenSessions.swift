internal import Cryptography
public import Kernel
public import Store

/// Sessions of citizens. They share a table with officers' and nothing else: neither door opens the other's.
public struct CitizenSessions: Sendable {
    let platform: any Database
    public let rules: SessionRules

    public init(platform: any Database, rules: SessionRules = .citizen) {
        self.platform = platform
        self.rules = rules
    }

    public struct Found: Sendable, Hashable {
        public var session: Session
        public var account: CitizenAccount
    }

    /// The living session of a token; `nil` for an officer's token, an ended session, a disabled or deleted account.
    public func find(_ token: SessionToken, at now: Instant) async throws -> Found? {
        let found = try await platform.read { c in try SessionStore.findCitizen(c, token: token).map { Found(session: $0.0, account: $0.1) } }
        guard let found, found.session.isAlive(at: now), found.account.state.opens else { return nil }
        if now >= found.session.seenAt.adding(seconds: rules.touchSeconds) || now < found.session.seenAt {
            try await SessionStore.touch(platform, found.session.id, at: now)
        }
        return found
    }

    /// Opens a session in the transaction of signing in.
    func open(
        _ c: any SQLConnection, _ account: CitizenAccountID, factors: Set<FactorKind>, address: String, agent: String, at now: Instant
    ) throws -> (token: SessionToken, session: Session) {
        let token = SessionToken()
        let session = try SessionStore.insert(
            c, token: token, account: nil, formKey: randomBytes(32), idleSeconds: rules.idleSeconds, lastsSeconds: rules.absoluteSeconds, address: address,
            agent: String(agent.prefix(200)), citizen: account, factors: factors, at: now)
        return (token, session)
    }

    /// Notes a fresh proof of identity in a session that goes on, for a service that asks for one. Uses the authorisation up.
    public func proved(_ c: any SQLConnection, _ found: Found, by authorisation: Authorisation, document: ContentHash, at now: Instant) throws {
        guard authorisation.owner == found.account.owner else { throw Authorisation.foreign }
        try authorisation.spend(c, for: .signIn, document: document, at: now)
        try SessionStore.proved(c, found.session.id, factors: found.session.factors.union([authorisation.method]), at: now)
    }

    public func list(of account: CitizenAccountID, at now: Instant) async throws -> [Session] {
        try await platform.read { c in try SessionStore.list(c, citizen: account).filter { $0.isAlive(at: now) } }
    }

    /// Signs out; harmless for a token that opens nothing.
    public func end(_ token: SessionToken, by account: CitizenAccount?, at now: Instant) async throws {
        try await platform.write { c in
            guard try SessionStore.end(c, token: token), let account else { return }
            try Self.note(c, account.id, "sign-out", by: account.performer, at: now)
        }
    }

    /// Ends one session from the owner's list.
    /// - Returns: false when the account has no such session.
    @discardableResult
    public func end(id: Int64, of account: CitizenAccountID, by performer: Performer, at now: Instant) async throws -> Bool {
        try await platform.write { c in
            guard try SessionStore.end(c, id: id, citizen: account) else { return false }
            try Self.note(c, account, "session-ended", by: performer, at: now)
            return true
        }
    }

    /// Ends all sessions of an account in the caller's transaction.
    @discardableResult
    public static func endAll(_ c: any SQLConnection, of account: CitizenAccountID, by performer: Performer, at now: Instant) throws -> Int {
        let ended = try SessionStore.endAll(c, citizen: account)
        if ended > 0 { try note(c, account, "sessions-ended", after: String(ended), by: performer, at: now) }
        return ended
    }

    private static func note(
        _ c: any SQLConnection, _ account: CitizenAccountID, _ act: String, after: String? = nil, by performer: Performer, at now: Instant
    ) throws {
        try Journal.append(c, JournalEntry(actor: performer.id, act: act, object: FactorOwner.citizen(account).description, after: after), at: now)
    }
}
