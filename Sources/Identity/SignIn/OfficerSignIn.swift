internal import Cryptography
public import Kernel
internal import Store

/// Signing in of officers in as many steps as their roles ask (`FactorPolicy`).
public struct OfficerSignIn: Sendable {
    let first: SignIn
    let policy: FactorPolicy
    let second: SecondStep

    public init(first: SignIn, policy: FactorPolicy, challenges: AuthorisationChallenges) {
        self.first = first
        self.policy = policy
        second = SecondStep(challenges)
    }

    public enum Outcome: Sendable {
        case signedIn(SessionToken, Account)
        /// The password is right; one of these has to follow. The token goes into a short-lived cookie and opens nothing else.
        case secondFactor(SessionToken, Set<FactorKind>)
        /// The password is right, the role asks for two factors and the account has one: an app has to be added first.
        case addApp(SessionToken)
        case refused
        case locked(minutes: Int)
    }

    /// The first step.
    public func begin(
        login: String, password: String, address: String, agent: String = "", previous: SessionToken? = nil, at now: Instant
    ) async throws -> Outcome {
        let token = SessionToken()
        let key = randomBytes(32)
        let checked = try await first.check(login: login, password: password, address: address, at: now) { c, account -> Outcome in
            if let previous { try SessionStore.end(c, token: previous) }
            let requirement = policy.requirement(for: account.roles)
            let owner = FactorOwner.officer(account.id)
            let held = try FactorChange.held(c, owner).intersection(requirement.second)
            // Who has a second factor uses it, whatever the policy asks.
            if requirement.level == .low, held.isEmpty {
                try open(c, account, token: token, key: key, factors: [.password], address: address, agent: agent, at: now)
                return .signedIn(token, account)
            }
            try second.begin(c, token, owner, factors: held, mayEnrol: held.isEmpty, address: address, agent: agent, at: now)
            return held.isEmpty ? .addApp(token) : .secondFactor(token, held)
        }
        return switch checked {
        case .right(let outcome): outcome
        case .refused: .refused
        case .locked(let minutes): .locked(minutes: minutes)
        }
    }

    /// Sends a code for the second step; hand the message to the gateway after this returns.
    public func send(_ pending: SessionToken, by kind: FactorKind, at now: Instant) async throws -> CodeMessage {
        try await first.platform.write { c in try second.send(c, pending, by: kind, at: now) }.get()
    }

    /// The second step by a code.
    /// - Throws: `Problem` with the words for the person; the try is counted all the same.
    public func finish(_ pending: SessionToken, code: String, by kind: FactorKind, at now: Instant) async throws -> (SessionToken, Account) {
        try await first.platform.write { c -> Ruling<(SessionToken, Account)> in
            switch try second.enter(c, pending, code: code, by: kind, at: now) {
            case .done(let waiting): return .done(try turn(c, waiting, by: kind, at: now))
            case .refused(let problem): return .refused(problem)
            }
        }.get()
    }

    /// The second step by a client certificate that TLS has proved.
    public func finish(_ pending: SessionToken, certificate: ContentHash, at now: Instant) async throws -> (SessionToken, Account) {
        try await first.platform.write { c in
            try turn(c, try second.present(c, pending, certificate: certificate, at: now), by: .certificate, at: now)
        }
    }

    /// Begins adding the first app of an account that has none.
    public func enrol(_ pending: SessionToken, label: String, at now: Instant) async throws -> (id: Int64, secret: TOTPSecret) {
        try await first.platform.write { c in
            let waiting = try second.find(c, pending, at: now)
            guard waiting.mayEnrol else { throw Problem(.forbidden, "Najpierw zaloguj się dotychczasowym sposobem.", cause: "has a factor already") }
            return try second.totp.enrol(c, waiting.owner, label: label, at: now)
        }
    }

    /// Ends adding the first app and signs in.
    public func finishEnrolling(_ pending: SessionToken, app: Int64, code: String, at now: Instant) async throws -> (SessionToken, Account) {
        try await first.platform.write { c in
            let waiting = try second.find(c, pending, at: now)
            guard waiting.mayEnrol else { throw Problem(.forbidden, "Najpierw zaloguj się dotychczasowym sposobem.", cause: "has a factor already") }
            try second.totp.confirm(c, waiting.owner, app, code: code, by: Performer(id: waiting.owner.description, name: ""), at: now)
            try PendingSignIn.end(c, pending)
            return try turn(c, waiting, by: .totp, at: now)
        }
    }

    /// Turns a finished second step into a session.
    private func turn(_ c: any SQLConnection, _ waiting: PendingSignIn, by kind: FactorKind, at now: Instant) throws -> (SessionToken, Account) {
        guard case .officer(let id) = waiting.owner, let account = try AccountStore.find(c, id: id), !account.isClosed else {
            throw Problem(.unauthenticated, "To konto jest zamknięte. Zapytaj administratora.", cause: "closed meanwhile")
        }
        let token = SessionToken()
        try open(
            c, account, token: token, key: randomBytes(32), factors: [.password, kind], address: waiting.address, agent: waiting.agent, at: now)
        return (token, account)
    }

    private func open(
        _ c: any SQLConnection, _ account: Account, token: SessionToken, key: [UInt8], factors: Set<FactorKind>, address: String, agent: String,
        at now: Instant
    ) throws {
        let rules = first.sessions.rules
        _ = try SessionStore.insert(
            c, token: token, account: account.id, formKey: key, idleSeconds: rules.idleSeconds, lastsSeconds: rules.absoluteSeconds, address: address,
            agent: String(agent.prefix(200)), factors: factors, at: now)
        let id = account.performer.id
        try Journal.append(
            c, JournalEntry(actor: id, act: "sign-in", object: id, after: "adres:\(address) \(SessionStore.text(factors))"), at: now)
    }
}
