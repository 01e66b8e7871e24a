internal import Cryptography
public import Kernel
public import Store

/// The sessions of all browsers, kept in the `platform` database, so that any node answers and a restart signs nobody out.
public struct Sessions: Sendable {
    let platform: any Database
    public let rules: SessionRules

    public init(platform: any Database, rules: SessionRules = .standard) {
        self.platform = platform
        self.rules = rules
    }

    /// A session with the account it opens.
    public struct Found: Sendable, Hashable {
        public var session: Session
        public var account: Account?
    }

    /// The living session of a token. Notes that it was seen, at most once in `touchSeconds`.
    ///
    /// Gives `nil` for an unknown token, an ended session and a closed account.
    public func find(_ token: SessionToken, at now: Instant) async throws -> Found? {
        let found = try await platform.read { c in try SessionStore.find(c, token: token).map { Found(session: $0.0, account: $0.1) } }
        guard let found, found.session.isAlive(at: now), found.account?.isClosed != true else { return nil }
        if now >= found.session.seenAt.adding(seconds: rules.touchSeconds) || now < found.session.seenAt {
            try await SessionStore.touch(platform, found.session.id, at: now)
        }
        return found
    }

    /// A short session for the sign-in form, so that it too has a form token.
    public func openForm(address: String, at now: Instant) async throws -> (token: SessionToken, session: Session) {
        let token = SessionToken()
        let key = randomBytes(32)
        let session = try await platform.write { [rules] c in
            try SessionStore.insert(
                c, token: token, account: nil, formKey: key, idleSeconds: rules.formSeconds, lastsSeconds: rules.formSeconds,
                address: address, agent: "", at: now
            )
        }
        return (token, session)
    }

    public func list(of account: AccountID, at now: Instant) async throws -> [Session] {
        try await platform.read { c in try SessionStore.list(c, account: account).filter { $0.isAlive(at: now) } }
    }

    /// Signs out; harmless for a token that opens nothing.
    public func end(_ token: SessionToken, by account: Account?, at now: Instant) async throws {
        try await platform.write { c in
            guard try SessionStore.end(c, token: token), let account else { return }
            try Journal.append(
                c, JournalEntry(actor: account.performer.id, act: "sign-out", object: account.performer.id, before: nil, after: nil, reason: nil), at: now)
        }
    }

    /// Ends one session from the owner's list.
    /// - Returns: false when the account has no such session.
    @discardableResult
    public func end(id: Int64, of account: AccountID, by performer: Performer, at now: Instant) async throws -> Bool {
        try await platform.write { c in
            guard try SessionStore.end(c, id: id, account: account) else { return false }
            try Journal.append(
                c, JournalEntry(actor: performer.id, act: "session-ended", object: "konto:\(account)", before: nil, after: nil, reason: nil), at: now)
            return true
        }
    }

    @discardableResult
    public func endAll(of account: AccountID, by performer: Performer, at now: Instant) async throws -> Int {
        try await platform.write { c in
            let ended = try SessionStore.endAll(c, account: account)
            if ended > 0 {
                try Journal.append(
                    c, JournalEntry(actor: performer.id, act: "sessions-ended", object: "konto:\(account)", before: nil, after: String(ended), reason: nil),
                    at: now)
            }
            return ended
        }
    }

    /// Ends every session of an account but the one in which it is asked.
    public func endOthers(of account: AccountID, but session: Int64, by performer: Performer, at now: Instant) async throws {
        try await platform.write { c in
            let ended = try SessionStore.endAll(c, account: account, except: session)
            guard ended > 0 else { return }
            try Journal.append(c, JournalEntry(actor: performer.id, act: "sessions-ended", object: "konto:\(account)", after: String(ended)), at: now)
        }
    }

    /// Removes what has ended; to be called every few minutes.
    @discardableResult
    public func sweep(at now: Instant) async throws -> Int {
        try await platform.write { c in
            try SignInFailureStore.sweep(c, before: now.adding(seconds: -86_400))
            return try SessionStore.sweep(c, at: now)
        }
    }
}
