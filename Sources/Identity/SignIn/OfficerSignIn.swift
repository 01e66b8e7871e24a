internal import Cryptography
public import Kernel
internal import Law
internal import Store

/// Signing in of officers in as many steps as their roles ask (`FactorPolicy`).
public struct OfficerSignIn: Sendable {
    public let first: SignIn
    let policy: @Sendable (any SQLConnection, Account, Instant) throws -> FactorPolicy
    let second: SecondStep

    /// By the rule of each officer's office.
    public init(first: SignIn, challenges: AuthorisationChallenges) {
        self.first = first
        policy = Self.policy
        second = SecondStep(challenges)
    }

    init(first: SignIn, policy: FactorPolicy, challenges: AuthorisationChallenges) {
        self.first = first
        self.policy = { _, _, _ in policy }
        second = SecondStep(challenges)
    }

    /// What the officer's office asks on this day.
    @Sendable static func policy(_ c: any SQLConnection, _ account: Account, at now: Instant) throws -> FactorPolicy {
        try OfficeSignInRule.of(account.office, c).policy(on: PolishTime.day(of: now))
    }

    public enum Outcome: Sendable {
        case signedIn(SessionToken, Account)
        /// The first step is right; one of these has to follow. The token goes into a short-lived cookie and opens nothing else.
        case secondFactor(SessionToken, Set<FactorKind>)
        /// The first step is right, the role asks for two factors and the account has one: an app has to be added first.
        case addApp(SessionToken)
        case refused
        case locked(minutes: Int)
    }

    /// The first step, by login and password.
    /// - Parameter previous: the token the browser holds; once somebody is signed in, it opens nothing.
    /// - Throws: `Problem` `.unavailable` while the directory does not answer, `.forbidden` where a right password opens no account.
    public func begin(
        login: String, password: String, address: String, agent: String = "", previous: SessionToken? = nil, at now: Instant
    ) async throws -> Outcome {
        let checked = try await first.check(login: login, password: password, address: address, at: now) { c, account, factor in
            try enter(c, account, first: factor, address: address, agent: agent, previous: previous, at: now)
        }
        switch checked {
        case .right(let outcome): return outcome
        case .refused: return .refused
        case .locked(let minutes): return .locked(minutes: minutes)
        case .barred(let problem): throw problem
        }
    }

    /// What follows a first step that was right.
    func enter(
        _ c: any SQLConnection, _ account: Account, first factor: FactorKind, address: String, agent: String, previous: SessionToken?, at now: Instant
    ) throws -> Outcome {
        let token = SessionToken()
        let requirement = try policy(c, account, now).requirement(for: account.roles)
        let owner = FactorOwner.officer(account.id)
        let held = try FactorChange.held(c, owner).intersection(requirement.second)
        // Who has a second factor uses it, whatever the policy asks; a provider that proved two of its own has done so.
        if factor == .openIDStrong || (requirement.level == .low && held.isEmpty) {
            if let previous { try SessionStore.end(c, token: previous) }
            try open(c, account, token: token, factors: [factor], address: address, agent: agent, at: now)
            return .signedIn(token, account)
        }
        // An account whose factors the policy does not allow now still shows one of them before it gets another.
        let usable = held.isEmpty ? try FactorChange.held(c, owner) : held
        try second.begin(c, token, owner, first: factor, factors: usable, mayEnrol: usable.isEmpty, address: address, agent: agent, at: now)
        return usable.isEmpty ? .addApp(token) : .secondFactor(token, usable)
    }

    /// What a sign-in that waits for its second step may be finished by, and where codes would go.
    public struct Waiting: Sendable, Hashable {
        public var account: Account
        public var factors: Set<FactorKind>
        public var addresses: [CodeAddress]
        /// The account has no second factor yet and adds an app now.
        public var mayEnrol: Bool

        public init(account: Account, factors: Set<FactorKind>, addresses: [CodeAddress], mayEnrol: Bool) {
            self.account = account
            self.factors = factors
            self.addresses = addresses
            self.mayEnrol = mayEnrol
        }
    }

    /// - Throws: `Problem` `.unauthenticated` where nothing waits any more.
    public func waiting(_ pending: SessionToken, at now: Instant) async throws -> Waiting {
        try await first.platform.read { c in
            let found = try second.find(c, pending, at: now)
            let account = try account(c, found)
            let addresses = try ContactFactors.list(c, found.owner).map(\.address).filter { found.factors.contains($0.kind) }
            return Waiting(account: account, factors: found.factors, addresses: addresses, mayEnrol: found.mayEnrol)
        }
    }

    /// Sends a code for the second step; hand the message to the gateway after this returns.
    public func send(_ pending: SessionToken, by kind: FactorKind, at now: Instant) async throws -> CodeMessage {
        try await first.platform.write { c in try second.send(c, pending, by: kind, at: now) }.get()
    }

    /// The second step by a code.
    /// - Throws: `Problem` with the words for the person; the try is counted all the same.
    public func finish(
        _ pending: SessionToken, code: String, by kind: FactorKind, previous: SessionToken? = nil, at now: Instant
    ) async throws -> Outcome {
        try await first.platform.write { c -> Ruling<Outcome> in
            switch try second.enter(c, pending, code: code, by: kind, at: now) {
            case .refused(let problem): return .refused(problem)
            case .done(let waiting):
                let account = try account(c, waiting), requirement = try policy(c, account, now).requirement(for: account.roles)
                if requirement.level > .low, !requirement.second.contains(kind) {
                    // Proved, but by something the office does not take any more: now an app is added.
                    try second.begin(
                        c, pending, waiting.owner, first: waiting.first, factors: [], mayEnrol: true, address: waiting.address, agent: waiting.agent, at: now)
                    return .done(.addApp(pending))
                }
                let (token, opened) = try turn(c, waiting, by: kind, previous: previous, at: now)
                return .done(.signedIn(token, opened))
            }
        }.get()
    }

    /// The second step by a client certificate that TLS has proved.
    public func finish(_ pending: SessionToken, certificate: ContentHash, at now: Instant) async throws -> (SessionToken, Account) {
        try await first.platform.write { c in
            try turn(c, try second.present(c, pending, certificate: certificate, at: now), by: .certificate, previous: nil, at: now)
        }
    }

    /// Begins adding the first app of an account that has none.
    public func enrol(_ pending: SessionToken, label: String, at now: Instant) async throws -> (id: Int64, secret: TOTPSecret) {
        try await first.platform.write { c in
            let waiting = try enrolling(c, pending, at: now)
            return try second.totp.begin(c, waiting.owner, label: label, at: now)
        }
    }

    /// Ends adding the first app and signs in.
    ///
    /// - Returns: with the session, recovery codes: the only time they can be read.
    public func finishEnrolling(
        _ pending: SessionToken, app: Int64, code: String, previous: SessionToken? = nil, at now: Instant
    ) async throws -> (token: SessionToken, account: Account, codes: [String]) {
        try await first.platform.write { c in
            let waiting = try enrolling(c, pending, at: now)
            let performer = Performer(id: waiting.owner.description, name: "")
            try second.totp.confirm(c, waiting.owner, app, code: code, by: performer, at: now)
            try PendingSignIn.end(c, pending)
            let codes = try second.challenges.recovery.replace(c, waiting.owner, by: performer, at: now)
            let (token, account) = try turn(c, waiting, by: .totp, previous: previous, at: now)
            return (token, account, codes)
        }
    }

    /// The day from which the person will need a second factor, where it is coming and there is none yet.
    public func grace(of account: Account, at now: Instant) async throws -> Day? {
        try await first.platform.read { c in
            guard let day = try OfficeSignInRule.of(account.office, c).grace(for: account.roles, on: PolishTime.day(of: now)),
                try FactorChange.held(c, .officer(account.id)).isDisjoint(with: try policy(c, account, now).requirement(for: account.roles).second)
            else { return nil }
            return day
        }
    }

    /// The person has none of the factors any more and asks an administrator for help; the first step was right.
    public func askForReset(_ pending: SessionToken, reason: String, at now: Instant) async throws {
        try await first.platform.write { c in
            let account = try account(c, try second.find(c, pending, at: now))
            try FactorResets.ask(c, for: account, by: account.performer, reason: reason, at: now)
        }
    }

    /// Another window may have added an app meanwhile; then that app is asked for.
    private func enrolling(_ c: any SQLConnection, _ pending: SessionToken, at now: Instant) throws -> PendingSignIn {
        let waiting = try second.find(c, pending, at: now)
        let account = try account(c, waiting), taken = try policy(c, account, now).requirement(for: account.roles).second
        guard waiting.mayEnrol, try FactorChange.held(c, waiting.owner).isDisjoint(with: taken) else {
            throw Problem(.forbidden, "Najpierw zaloguj się dotychczasowym sposobem.", cause: "has a factor already")
        }
        return waiting
    }

    private func account(_ c: any SQLConnection, _ waiting: PendingSignIn) throws -> Account {
        guard case .officer(let id) = waiting.owner, let account = try AccountStore.find(c, id: id), !account.isClosed else {
            throw Problem(.unauthenticated, "To konto jest zamknięte. Zapytaj administratora.", cause: "closed meanwhile")
        }
        return account
    }

    /// Turns a finished second step into a session.
    private func turn(
        _ c: any SQLConnection, _ waiting: PendingSignIn, by kind: FactorKind, previous: SessionToken?, at now: Instant
    ) throws -> (SessionToken, Account) {
        let account = try account(c, waiting)
        if let previous { try SessionStore.end(c, token: previous) }
        let token = SessionToken()
        try open(c, account, token: token, factors: [waiting.first, kind], address: waiting.address, agent: waiting.agent, at: now)
        return (token, account)
    }

    private func open(
        _ c: any SQLConnection, _ account: Account, token: SessionToken, factors: Set<FactorKind>, address: String, agent: String, at now: Instant
    ) throws {
        let rules = first.sessions.rules
        _ = try SessionStore.insert(
            c, token: token, account: account.id, formKey: randomBytes(32), idleSeconds: rules.idleSeconds, lastsSeconds: rules.absoluteSeconds,
            address: address, agent: String(agent.prefix(200)), factors: factors, at: now)
        let id = account.performer.id
        try Journal.append(
            c, JournalEntry(actor: id, act: "sign-in", object: id, after: "adres:\(address) \(SessionStore.text(factors))"), at: now)
    }
}
