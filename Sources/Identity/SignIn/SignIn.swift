internal import Cryptography
public import Kernel
public import Store

/// Signing in with login and password.
///
/// A try is counted before the password is checked and taken back when it was right. So a burst of tries sent at once
/// gets no more guesses than the rule allows.
public struct SignIn: Sendable {
    let platform: any Database
    let passwords: PasswordHasher
    let sessions: Sessions
    let accountRule: LockOutRule
    let addressRule: LockOutRule
    let directory: DirectoryDoor?

    /// - Parameter directory: where passwords of linked accounts are asked about; `nil` where every password is the house's own.
    public init(
        platform: any Database, passwords: PasswordHasher, sessions: Sessions, accountRule: LockOutRule = .account,
        addressRule: LockOutRule = .address, directory: DirectoryDoor? = nil
    ) {
        self.directory = directory
        self.platform = platform
        self.passwords = passwords
        self.sessions = sessions
        self.accountRule = accountRule
        self.addressRule = addressRule
    }

    /// - Parameters:
    ///   - address: where the try comes from, in the form that is counted.
    ///   - previous: the token the browser holds; it opens nothing afterwards, so that a planted token gains nothing.
    public func attempt(
        login typed: String, password: String, address: String, agent: String = "", previous: SessionToken? = nil, at now: Instant
    ) async throws -> SignInOutcome {
        let token = SessionToken()
        let key = randomBytes(32)
        let rules = sessions.rules
        let checked = try await check(login: typed, password: password, address: address, at: now) { c, account, factor in
            if let previous { try SessionStore.end(c, token: previous) }
            _ = try SessionStore.insert(
                c, token: token, account: account.id, formKey: key, idleSeconds: rules.idleSeconds, lastsSeconds: rules.absoluteSeconds,
                address: address, agent: String(agent.prefix(200)), factors: [factor], at: now
            )
            let entry = JournalEntry(actor: account.performer.id, act: "sign-in", object: account.performer.id, after: "adres:\(address)")
            try Journal.append(c, entry, at: now)
            return account
        }
        return switch checked {
        case .right(let account): .signedIn(token, account)
        case .refused: .refused
        case .locked(let minutes): .locked(minutes: minutes)
        case .barred(let problem): throw problem
        }
    }

    /// What checking a password came to.
    enum Checked<T: Sendable>: Sendable {
        case right(T)
        case refused
        case locked(minutes: Int)
        /// The password is right, and still there is no account to open; words for the person.
        case barred(Problem)
    }

    /// Checks login and password with all that guards them; where they are right, does the rest in the transaction that notes it.
    func check<T: Sendable>(
        login typed: String, password: String, address: String, at now: Instant,
        then: @escaping @Sendable (any SQLConnection, Account, FactorKind) throws -> T
    ) async throws -> Checked<T> {
        let login = Login.tidy(typed)
        let subjects = Subjects(login: login, address: address)
        let opening = try await platform.write { c in try count(c, subjects, login: login, at: now) }
        let kept: AccountStore.Keyed?
        switch opening {
        case .locked(let minutes): return .locked(minutes: minutes)
        case .free(let found, let asked):
            if let directory, let asked {
                return try await ask(directory, asked, login: login, password: password, subjects, account: found?.account, at: now, then: then)
            }
            kept = found
        }
        let usable = password.utf8.count <= PasswordPolicy.maximumBytes && kept?.account.isClosed == false
        let verdict = try await passwords.verify(usable ? password : "", against: usable ? kept?.passwordHash : nil)
        guard verdict.matches, let kept else {
            return try await platform.write { c in try refuse(c, subjects, account: kept?.account, at: now) }
        }
        let result = try await platform.write { c in try welcome(c, kept, subjects, renewed: verdict.renewed, then: then) }
        return result.map { .right($0) } ?? .refused
    }

    /// Asks the directory instead of the own hash; what is counted and noted is the same.
    private func ask<T: Sendable>(
        _ directory: DirectoryDoor, _ asked: DirectoryDoor.Asked, login: String, password: String, _ subjects: Subjects, account: Account?, at now: Instant,
        then: @escaping @Sendable (any SQLConnection, Account, FactorKind) throws -> T
    ) async throws -> Checked<T> {
        // An empty password is an anonymous bind, which directories answer with yes (RFC 4513 § 5.1.2).
        let isUsable = !password.isEmpty && password.utf8.count <= PasswordPolicy.maximumBytes && !password.utf8.contains(0)
        let person: DirectoryPerson?
        do {
            person = isUsable ? try await directory.service.prove(login: asked.name, password: password) : nil
        } catch let problem as Problem where problem.code == .unavailable {
            // A server that is down is nobody's wrong try.
            try await platform.write { c in
                for subject in [subjects.login, subjects.address] { try SignInFailureStore.forgive(c, subject) }
                try Journal.append(
                    c,
                    JournalEntry(
                        actor: "adres:\(subjects.addressText)", act: "directory-unavailable", object: account?.performer.id ?? String(subjects.login.prefix(18))),
                    at: now)
            }
            throw problem
        }
        guard let person else { return try await platform.write { c in try refuse(c, subjects, account: account, at: now) } }
        return try await platform.write { c in
            switch try directory.rules.account(c, of: person, asked: asked, login: login, at: now) {
            case .refused(let problem):
                try SignInFailureStore.forgive(c, subjects.address)
                return .barred(problem)
            case .done(let account):
                try SignInFailureStore.clear(c, subjects.login)
                try SignInFailureStore.forgive(c, subjects.address)
                return .right(try then(c, account, .directory))
            }
        }
    }

    private struct Subjects: Sendable {
        var login: String
        var address: String
        var addressText: String
        init(login: String, address: String) {
            self.login = SignInFailureStore.subject(login: login)
            self.address = SignInFailureStore.subject(address: address)
            addressText = address
        }
    }

    private enum Opening: Sendable {
        case locked(minutes: Int)
        case free(AccountStore.Keyed?, DirectoryDoor.Asked?)
    }

    private func count(_ c: any SQLConnection, _ subjects: Subjects, login: String, at now: Instant) throws -> Opening {
        var tallies: [(String, FailureTally)] = []
        var left: Int64 = 0
        for (subject, rule) in [(subjects.login, accountRule), (subjects.address, addressRule)] {
            let tally = try SignInFailureStore.tally(c, subject)?.current(rule, at: now) ?? FailureTally(failures: 0, lastAt: now)
            left = max(left, rule.left(tally, at: now))
            tallies.append((subject, tally))
        }
        if left > 0 {
            // Written back, so that a pause begun by a clock that was set back since ends by the present one.
            for (subject, tally) in tallies where tally.failures > 0 { try SignInFailureStore.set(c, subject, tally) }
            return .locked(minutes: Int((left + 59_999) / 60_000))
        }
        for (subject, tally) in tallies {
            try SignInFailureStore.set(c, subject, FailureTally(failures: tally.failures + 1, lastAt: now))
        }
        let found = try AccountStore.find(c, login: login)
        return .free(found, try directory?.rules.asked(c, found?.account, login: login))
    }

    private func refuse<T>(_ c: any SQLConnection, _ subjects: Subjects, account: Account?, at now: Instant) throws -> Checked<T> {
        let failures = try SignInFailureStore.tally(c, subjects.login)?.failures ?? 0
        let atAddress = try SignInFailureStore.tally(c, subjects.address)?.failures ?? 0
        let minutes = max(accountRule.pauseMinutes(after: failures), addressRule.pauseMinutes(after: atAddress))
        // An unknown login is named by the beginning of its hash: enough to see a series, too little to read it.
        let object = account?.performer.id ?? String(subjects.login.prefix(18))
        func note(_ act: String, _ after: String) throws {
            try Journal.append(
                c, JournalEntry(actor: "adres:\(subjects.addressText)", act: act, object: object, before: nil, after: after, reason: nil), at: now)
        }
        try note("sign-in-failed", "próba \(failures)")
        guard minutes > 0 else { return .refused }
        try note("sign-in-locked", "\(minutes) min")
        return .locked(minutes: minutes)
    }

    private func welcome<T>(
        _ c: any SQLConnection, _ kept: AccountStore.Keyed, _ subjects: Subjects, renewed: String?,
        then: (any SQLConnection, Account, FactorKind) throws -> T
    ) throws -> T? {
        // The account may have been closed, or its password changed, while the hash was computed.
        guard let present = try AccountStore.find(c, login: kept.account.login), !present.account.isClosed,
            present.passwordHash == kept.passwordHash
        else { return nil }
        try SignInFailureStore.clear(c, subjects.login)
        try SignInFailureStore.forgive(c, subjects.address)
        if let renewed { try AccountStore.rehash(c, present.account.id, from: kept.passwordHash, to: renewed) }
        return try then(c, present.account, .password)
    }
}
