internal import Kernel
internal import Store

/// A sign-in between the password and the second factor; the `platform` database.
struct PendingSignIn {
    var owner: FactorOwner
    /// What the first step was proved by.
    var first: FactorKind = .password
    var challenge: ChallengeID
    /// What the person may finish with.
    var factors: Set<FactorKind>
    /// The account has no second factor yet and may add an app now.
    var mayEnrol: Bool
    var address: String
    var agent: String
    var endsAt: Instant

    /// How long a person may look for the telephone, in seconds.
    static let lastsSeconds: Int64 = 600

    /// What the codes of this sign-in are bound to.
    static func document(_ token: SessionToken) -> ContentHash? { ContentHash(token.fingerprint) }

    static func insert(_ c: any SQLConnection, _ token: SessionToken, _ p: PendingSignIn) throws {
        try c.execute(
            """
            INSERT INTO pending_sign_in (token_sha256, owner, challenge, factors, may_enrol, address, agent, ends_at, first_factor)
            VALUES (\(token.fingerprint), \(p.owner.description), \(p.challenge), \(SessionStore.text(p.factors)), \(p.mayEnrol), \(p.address), \(p.agent),
                \(p.endsAt), \(p.first.rawValue))
            """
        )
    }

    /// `nil` for an unknown token and one that is over.
    static func find(_ c: any SQLConnection, _ token: SessionToken, at now: Instant) throws -> PendingSignIn? {
        let found = try c.first(
            """
            SELECT owner, challenge, factors, may_enrol, address, agent, ends_at, first_factor FROM pending_sign_in
            WHERE token_sha256 = \(token.fingerprint)
            """
        ) {
            PendingSignIn(
                owner: try $0.parsed("owner"), first: try $0.symbol("first_factor"), challenge: try $0.id("challenge"),
                factors: SessionStore.factors(try $0.text("factors")),
                mayEnrol: try $0.bool("may_enrol"), address: try $0.text("address"), agent: try $0.text("agent"), endsAt: try $0.instant("ends_at"))
        }
        guard let found, now < found.endsAt else { return nil }
        return found
    }

    static func end(_ c: any SQLConnection, _ token: SessionToken) throws {
        try c.execute("DELETE FROM pending_sign_in WHERE token_sha256 = \(token.fingerprint)")
    }

    static func endAll(_ c: any SQLConnection, _ owner: FactorOwner) throws {
        try c.execute("DELETE FROM pending_sign_in WHERE owner = \(owner.description)")
    }

    @discardableResult
    static func sweep(_ c: any SQLConnection, at now: Instant) throws -> Int {
        try c.execute("DELETE FROM pending_sign_in WHERE ends_at <= \(now)")
    }
}

/// The second step, the same for officers and citizens.
struct SecondStep: Sendable {
    let challenges: AuthorisationChallenges
    let totp: TOTPFactors

    init(_ challenges: AuthorisationChallenges) {
        self.challenges = challenges
        totp = challenges.totp
    }

    func begin(
        _ c: any SQLConnection, _ token: SessionToken, _ owner: FactorOwner, first: FactorKind = .password, factors: Set<FactorKind>, mayEnrol: Bool,
        address: String, agent: String, at now: Instant
    ) throws {
        guard let document = PendingSignIn.document(token) else { return }
        let challenge = try challenges.open(c, owner, .signIn, document: document, title: "logowanie", at: now)
        try PendingSignIn.sweep(c, at: now)
        try PendingSignIn.insert(
            c, token,
            PendingSignIn(
                owner: owner, first: first, challenge: challenge, factors: factors, mayEnrol: mayEnrol, address: address, agent: String(agent.prefix(200)),
                endsAt: now.adding(seconds: PendingSignIn.lastsSeconds)))
    }

    func find(_ c: any SQLConnection, _ token: SessionToken, at now: Instant) throws -> PendingSignIn {
        guard let pending = try PendingSignIn.find(c, token, at: now) else {
            throw Problem(.unauthenticated, "Logowanie trwało za długo. Zacznij jeszcze raz.", cause: "no pending sign-in")
        }
        return pending
    }

    func send(_ c: any SQLConnection, _ token: SessionToken, by kind: FactorKind, at now: Instant) throws -> Ruling<CodeMessage> {
        let pending = try find(c, token, at: now)
        guard pending.factors.contains(kind), let address = try ContactFactors.list(c, pending.owner).first(where: { $0.address.kind == kind })?.address
        else { throw Problem(.forbidden, "Tego sposobu nie można tu użyć. Wybierz inny.", cause: "factor not allowed") }
        return try challenges.send(c, pending.challenge, of: pending.owner, to: address, at: now)
    }

    /// Checks the code; where it is right, the pending sign-in is over and may be turned into a session.
    func enter(_ c: any SQLConnection, _ token: SessionToken, code: String, by kind: FactorKind, at now: Instant) throws -> Ruling<PendingSignIn> {
        let pending = try find(c, token, at: now)
        guard pending.factors.contains(kind), kind != .certificate, let document = PendingSignIn.document(token) else {
            throw Problem(.forbidden, "Tego sposobu nie można tu użyć. Wybierz inny.", cause: "factor not allowed")
        }
        switch try challenges.enter(c, pending.challenge, of: pending.owner, code: code, by: kind, act: .signIn, document: document, at: now) {
        case .refused(let problem): return .refused(problem)
        case .done(let authorisation):
            try finish(c, token, authorisation, document, at: now)
            return .done(pending)
        }
    }

    func present(_ c: any SQLConnection, _ token: SessionToken, certificate: ContentHash, at now: Instant) throws -> PendingSignIn {
        let pending = try find(c, token, at: now)
        guard pending.factors.contains(.certificate), let document = PendingSignIn.document(token) else {
            throw Problem(.forbidden, "Tego sposobu nie można tu użyć. Wybierz inny.", cause: "factor not allowed")
        }
        let authorisation = try challenges.present(
            c, pending.challenge, of: pending.owner, certificate: certificate, act: .signIn, document: document, at: now)
        try finish(c, token, authorisation, document, at: now)
        return pending
    }

    private func finish(_ c: any SQLConnection, _ token: SessionToken, _ authorisation: Authorisation, _ document: ContentHash, at now: Instant) throws {
        try authorisation.spend(c, for: .signIn, document: document, at: now)
        try PendingSignIn.end(c, token)
    }
}
