internal import Cryptography
public import Kernel
internal import Law
public import Store

/// Signing in of citizens: user id, or a confirmed e-mail address or telephone of one account, with a password and a second factor.
///
/// Source: regulation on the Trusted Profile (t.j. Dz.U. 2023 poz. 2551) § 10 ust. 4–6.
public struct CitizenSignIn: Sendable {
    let platform: any Database
    let passwords: PasswordHasher
    let sessions: CitizenSessions
    let second: SecondStep
    let rule: LockOutRule
    let addressRule: LockOutRule
    /// What may stand beside the password.
    let allowed: Set<FactorKind>

    public init(
        platform: any Database, passwords: PasswordHasher, sessions: CitizenSessions, challenges: AuthorisationChallenges,
        rule: LockOutRule = .citizen, addressRule: LockOutRule = .address,
        allowed: Set<FactorKind> = [.totp, .phoneCode, .mailCode, .recoveryCode, .certificate]
    ) {
        self.platform = platform
        self.passwords = passwords
        self.sessions = sessions
        second = SecondStep(challenges)
        self.rule = rule
        self.addressRule = addressRule
        self.allowed = allowed
    }

    public enum Outcome: Sendable {
        case signedIn(SessionToken, CitizenAccount)
        /// The password is right; one of these has to follow.
        case secondFactor(SessionToken, Set<FactorKind>)
        case refused
        case locked(minutes: Int)

        /// What the person reads; `nil` where the way goes on.
        public var message: String? {
            switch self {
            case .signedIn, .secondFactor: nil
            case .refused: "Identyfikator lub hasło się nie zgadza. Sprawdź i wpisz jeszcze raz."
            case .locked(let minutes):
                "Za dużo nieudanych prób. Spróbuj za \((Int64(minutes) * 60).polishPause) albo przyjdź do punktu potwierdzającego."
            }
        }
    }

    /// The first step.
    /// - Parameter level: what the service asks; `low` is content with the password.
    public func begin(
        _ typed: String, password: String, level: AssuranceLevel = .substantial, address: String, agent: String = "", at now: Instant
    ) async throws -> Outcome {
        // Counted for the name together with the address, so that a stranger cannot lock the person out from elsewhere.
        let name = SignInFailureStore.subject(login: "obywatel|\(typed.trimmedSpace.lowercased())|\(address)")
        let subjects: [(String, LockOutRule)] = [(name, rule), (SignInFailureStore.subject(address: address), addressRule)]
        let opening = try await platform.write { c in try count(c, subjects, typed: typed, at: now) }
        guard opening.minutes == 0 else { return .locked(minutes: opening.minutes) }
        let kept = opening.found
        let usable = password.utf8.count <= PasswordPolicy.maximumBytes && kept?.account.state.opens == true
        let verdict = try await passwords.verify(usable ? password : "", against: usable ? kept?.passwordHash : nil)
        let token = SessionToken()
        return try await platform.write { c in
            guard verdict.matches, let kept, let present = try CitizenAccountStore.keyed(c, kept.account.id), present.account.state.opens,
                present.passwordHash == kept.passwordHash
            else { return try refuse(c, subjects, kept?.account, address: address, at: now) }
            try SignInFailureStore.clear(c, name)
            try SignInFailureStore.forgive(c, subjects[1].0)
            let account = present.account
            if let renewed = verdict.renewed { try CitizenAccountStore.rehash(c, account.id, from: kept.passwordHash, to: renewed) }
            let held = try FactorChange.held(c, account.owner).intersection(allowed)
            if level == .low || held.isEmpty {
                // Without a second factor the session is of the low level, and says so.
                return .signedIn(try welcome(c, account, factors: [.password], address: address, agent: agent, at: now), account)
            }
            try second.begin(c, token, account.owner, factors: held, mayEnrol: false, address: address, agent: agent, at: now)
            return .secondFactor(token, held)
        }
    }

    /// What a sign-in that waits for its second step may be finished by, and where codes would go.
    public struct Waiting: Sendable, Hashable {
        public var factors: Set<FactorKind>
        public var addresses: [CodeAddress]
    }

    /// - Throws: `Problem` `.unauthenticated` where nothing waits any more.
    public func waiting(_ pending: SessionToken, at now: Instant) async throws -> Waiting {
        try await platform.read { c in
            let found = try second.find(c, pending, at: now)
            return Waiting(factors: found.factors, addresses: try ContactFactors.list(c, found.owner).map(\.address).filter { found.factors.contains($0.kind) })
        }
    }

    /// Sends a code for the second step; hand the message to the gateway after this returns.
    public func send(_ pending: SessionToken, by kind: FactorKind, at now: Instant) async throws -> CodeMessage {
        try await platform.write { c in try second.send(c, pending, by: kind, at: now) }.get()
    }

    /// The second step by a code.
    /// - Throws: `Problem` with the words for the person; the try is counted all the same.
    public func finish(_ pending: SessionToken, code: String, by kind: FactorKind, at now: Instant) async throws -> (SessionToken, CitizenAccount) {
        try await platform.write { c -> Ruling<(SessionToken, CitizenAccount)> in
            switch try second.enter(c, pending, code: code, by: kind, at: now) {
            case .done(let waiting): return .done(try turn(c, waiting, by: kind, at: now))
            case .refused(let problem): return .refused(problem)
            }
        }.get()
    }

    /// The second step by a client certificate that TLS has proved.
    public func finish(_ pending: SessionToken, certificate: ContentHash, at now: Instant) async throws -> (SessionToken, CitizenAccount) {
        try await platform.write { c in
            try turn(c, try second.present(c, pending, certificate: certificate, at: now), by: .certificate, at: now)
        }
    }

    /// Signs in a person for whom Węzeł Krajowy vouches, to the account the person has here.
    ///
    /// Anyone can open an account with anybody's PESEL; only one whose holder was identified belongs to the person who arrives.
    ///
    /// - Parameter isIdentified: whether the holder of an account has a confirmed profile.
    /// - Throws: `Problem` `.forbidden` where there is no account to open; the refusal stands in the journal.
    public func arrive(
        _ arrived: NodePerson, people: People, isIdentified: @escaping @Sendable (any SQLConnection, CitizenAccountID) throws -> Bool, address: String,
        agent: String = "", at now: Instant
    ) async throws -> (SessionToken, CitizenAccount) {
        try await platform.write { c -> Ruling<(SessionToken, CitizenAccount)> in
            let person = try people.find(c, pesel: arrived.pesel)
            let account = try person.flatMap { person in
                person.diedOn == nil && person.birthday == arrived.birthday
                    ? try CitizenAccountStore.list(c, of: person.id).first { try $0.state.opens && isIdentified(c, $0.id) } : nil
            }
            guard let account else {
                try Journal.append(
                    c,
                    JournalEntry(
                        actor: "system:wezel", act: "sign-in-refused", object: person.map { "osoba:\($0.id)" } ?? "osoba:nieznana", reason: "brak konta"), at: now)
                return .refused(
                    Problem(
                        .forbidden, "Nie masz tu jeszcze konta z potwierdzonym profilem. Załóż konto i potwierdź profil, a potem loguj się przez login.gov.pl.",
                        cause: "no account"))
            }
            return .done((try welcome(c, account, factors: [.node(arrived.level)], address: address, agent: agent, at: now), account))
        }.get()
    }

    private func turn(_ c: any SQLConnection, _ waiting: PendingSignIn, by kind: FactorKind, at now: Instant) throws -> (SessionToken, CitizenAccount) {
        guard case .citizen(let id) = waiting.owner, let account = try CitizenAccountStore.find(c, id), account.state.opens else {
            throw Problem(.unauthenticated, "To konto jest zablokowane. Przyjdź do punktu potwierdzającego.", cause: "shut meanwhile")
        }
        return (
            try welcome(c, account, factors: [.password, kind], address: waiting.address, agent: waiting.agent, at: now), account
        )
    }

    private func welcome(
        _ c: any SQLConnection, _ account: CitizenAccount, factors: Set<FactorKind>, address: String, agent: String, at now: Instant
    ) throws -> SessionToken {
        try CitizenAccountStore.used(c, account.id, at: now)
        let id = account.owner.description
        try Journal.append(
            c, JournalEntry(actor: id, act: "sign-in", object: id, after: "adres:\(address) \(SessionStore.text(factors))"), at: now)
        return try sessions.open(c, account.id, factors: factors, address: address, agent: agent, at: now).token
    }

    private func count(
        _ c: any SQLConnection, _ subjects: [(String, LockOutRule)], typed: String, at now: Instant
    ) throws -> (minutes: Int, found: CitizenAccountStore.Keyed?) {
        var tallies: [(String, FailureTally)] = []
        var left: Int64 = 0
        for (subject, rule) in subjects {
            let tally = try SignInFailureStore.tally(c, subject)?.current(rule, at: now) ?? FailureTally(failures: 0, lastAt: now)
            left = max(left, rule.left(tally, at: now))
            tallies.append((subject, tally))
        }
        guard left == 0 else { return (Int((left + 59_999) / 60_000), nil) }
        for (subject, tally) in tallies {
            try SignInFailureStore.set(c, subject, FailureTally(failures: tally.failures + 1, lastAt: now))
        }
        return (0, try CitizenAccountStore.keyed(c, typed: typed))
    }

    private func refuse(
        _ c: any SQLConnection, _ subjects: [(String, LockOutRule)], _ account: CitizenAccount?, address: String, at now: Instant
    ) throws -> Outcome {
        let minutes = try subjects.map { subject, rule in rule.pauseMinutes(after: try SignInFailureStore.tally(c, subject)?.failures ?? 0) }.max() ?? 0
        let object = account?.owner.description ?? String(subjects[0].0.prefix(18))
        let act = minutes > 0 ? "sign-in-locked" : "sign-in-failed"
        try Journal.append(c, JournalEntry(actor: "adres:\(address)", act: act, object: object, after: "hasło"), at: now)
        return minutes > 0 ? .locked(minutes: minutes) : .refused
    }
}
