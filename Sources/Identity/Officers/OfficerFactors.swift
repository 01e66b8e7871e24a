internal import Cryptography
public import Kernel
internal import Store

/// Changing one's own means of signing in, in an open session. An open session alone changes nothing: whoever has a second factor proves
/// it anew, whoever has none types the password.
///
/// Source: ASVS 5.0, 7.5.1; `FactorChange`.
public struct OfficerFactors: Sendable {
    let first: SignIn
    let challenges: AuthorisationChallenges
    let totp: TOTPFactors
    let recovery: RecoveryCodes

    public init(first: SignIn, challenges: AuthorisationChallenges) {
        self.first = first
        self.challenges = challenges
        totp = challenges.totp
        recovery = challenges.recovery
    }

    private var platform: any Database { first.platform }

    /// By what the person proves a change.
    public enum Proof: Sendable {
        case password(String)
        /// - Parameter challenge: the one a code was sent for; `nil` for a code of an app or a list.
        case code(String, by: FactorKind, challenge: ChallengeID?)
    }

    /// What an account has.
    public struct Held: Sendable, Hashable {
        public var factors: Set<FactorKind>
        public var apps: [TOTPFactors.App]
        public var recoveryCodes: Int
        public var addresses: [CodeAddress]
        public var pending: [AuthorisationChallenges.PendingContact]

        public init(
            factors: Set<FactorKind>, apps: [TOTPFactors.App] = [], recoveryCodes: Int = 0, addresses: [CodeAddress] = [],
            pending: [AuthorisationChallenges.PendingContact] = []
        ) {
            self.factors = factors
            self.apps = apps
            self.recoveryCodes = recoveryCodes
            self.addresses = addresses
            self.pending = pending
        }
    }

    public func held(_ account: Account, at now: Instant) async throws -> Held {
        let owner = FactorOwner.officer(account.id)
        return try await platform.read { c in
            Held(
                factors: try FactorChange.held(c, owner), apps: try totp.list(c, owner), recoveryCodes: try RecoveryCodes.left(c, owner),
                addresses: try ContactFactors.list(c, owner).map(\.address), pending: try challenges.pendingContacts(c, of: owner, at: now))
        }
    }

    /// Sends a code for a change to a confirmed address; hand the message to the gateway after this returns.
    public func send(_ account: Account, for change: FactorChange, about thing: String = "", by kind: FactorKind, at now: Instant) async throws -> (
        ChallengeID, CodeMessage
    ) {
        let owner = FactorOwner.officer(account.id)
        return try await platform.write { c -> Ruling<(ChallengeID, CodeMessage)> in
            guard let address = try ContactFactors.list(c, owner).first(where: { $0.address.kind == kind })?.address else {
                throw Problem(.forbidden, "Tego sposobu nie można tu użyć. Wybierz inny.", cause: "no such address")
            }
            let id = try challenges.open(c, owner, .changeFactors, document: change.document(owner, thing), title: "zmiana logowania", at: now)
            switch try challenges.send(c, id, of: owner, to: address, at: now) {
            case .done(let message): return .done((id, message))
            case .refused(let problem): return .refused(problem)
            }
        }.get()
    }

    /// Begins adding an app.
    public func beginApp(_ account: Account, label: String, proof: Proof, address: String, at now: Instant) async throws -> (id: Int64, secret: TOTPSecret) {
        let stepUp = try await prove(account, .addApp, proof: proof, address: address, at: now)
        return try await platform.write { c in try totp.enrol(c, .officer(account.id), label: label, stepUp: stepUp, at: now) }
    }

    /// Ends adding an app by its first code.
    ///
    /// - Returns: recovery codes, where the account had none left.
    public func confirmApp(_ account: Account, _ id: Int64, code: String, at now: Instant) async throws -> [String] {
        try await platform.write { c in
            let owner = FactorOwner.officer(account.id)
            try totp.confirm(c, owner, id, code: code, by: account.performer, at: now)
            return try RecoveryCodes.left(c, owner) > 0 ? [] : recovery.replace(c, owner, by: account.performer, at: now)
        }
    }

    /// - Throws: `Problem` `.conflict` for the last app of a person whose role needs one.
    public func removeApp(_ account: Account, _ id: Int64, proof: Proof, address: String, at now: Instant) async throws {
        let owner = FactorOwner.officer(account.id)
        try await platform.read { c in
            guard try totp.list(c, owner).contains(where: { $0.id == id }) else { throw Problem(.notFound, "Nie ma takiej aplikacji.") }
            try keepsOne(c, account, without: id, at: now)
        }
        let stepUp = try await prove(account, .removeApp, about: String(id), proof: proof, address: address, at: now)
        try await platform.write { c in
            try keepsOne(c, account, without: id, at: now)
            try FactorChange.removeApp.admit(c, owner, about: String(id), stepUp, at: now)
            guard try TOTPStore.remove(c, owner, id, at: now) else { throw Problem(.notFound, "Nie ma takiej aplikacji.") }
            try Journal.append(c, JournalEntry(actor: account.performer.id, act: "totp-removed", object: owner.description), at: now)
            // Codes for the day the telephone is lost mean nothing without an app.
            if try totp.list(c, owner).isEmpty { try c.execute("DELETE FROM recovery_code WHERE owner = \(owner.description)") }
        }
    }

    private func keepsOne(_ c: any SQLConnection, _ account: Account, without id: Int64, at now: Instant) throws {
        let policy = try OfficerSignIn.policy(c, account, at: now)
        let others = try totp.list(c, .officer(account.id)).contains { $0.id != id }
        guard others || policy.requirement(for: account.roles).level == .low else {
            throw Problem(.conflict, "Twoja rola wymaga drugiego składnika. Najpierw dodaj nową aplikację.", cause: "last factor")
        }
    }

    /// A new list of recovery codes; the old one is void.
    public func makeRecoveryCodes(_ account: Account, proof: Proof, address: String, at now: Instant) async throws -> [String] {
        let stepUp = try await prove(account, .makeRecoveryCodes, proof: proof, address: address, at: now)
        return try await platform.write { c in
            guard try totp.list(c, .officer(account.id)).isEmpty == false else {
                throw Problem(.conflict, "Kody zapasowe zastępują telefon z aplikacją. Najpierw dodaj aplikację.", cause: "no app")
            }
            return try recovery.make(c, .officer(account.id), stepUp: stepUp, by: account.performer, at: now)
        }
    }

    /// Sends a code to an address that is to take codes from now on.
    public func askToConfirm(_ account: Account, _ address: CodeAddress, at now: Instant) async throws -> CodeMessage {
        let owner = FactorOwner.officer(account.id)
        return try await platform.write { c -> Ruling<CodeMessage> in
            let id = try challenges.open(c, confirming: address, of: owner, at: now)
            return try challenges.send(c, id, of: owner, to: address, at: now)
        }.get()
    }

    /// Confirms an address by the code that came to it.
    public func confirm(_ account: Account, code: String, proof: Proof, address: String, at now: Instant) async throws {
        let owner = FactorOwner.officer(account.id)
        guard let open = try await platform.read({ c in try challenges.pendingContacts(c, of: owner, at: now).first { $0.isSent && ($0.isOpen || $0.isAccepted) } })
        else {
            throw Problem(.conflict, "Wyślij kod jeszcze raz.", field: "code")
        }
        let confirmed =
            if let accepted = try await platform.read({ c in try challenges.accepted(c, open.challenge, of: owner) }) {
                accepted
            } else {
                try await platform.write { c in
                    try challenges.enter(
                        c, open.challenge, of: owner, code: code, by: open.address.kind, act: .confirmContact, document: open.address.fingerprint, at: now)
                }.get()
            }
        let stepUp = try await prove(account, .setContact, about: open.address.description, proof: proof, address: address, at: now)
        try await platform.write { c in
            try ContactFactors.add(c, owner, open.address, by: confirmed, stepUp: stepUp, performer: account.performer, at: now)
        }
    }

    /// A new password of one's own. Ends every other session of the account.
    ///
    /// - Parameters:
    ///   - current: the present password, whatever else proves the change.
    ///   - proof: a second factor, where the account has one.
    ///   - keeping: the session in which it is done.
    /// - Throws: `Problems` with the fields `current`, `code` and `password`.
    public func changePassword(
        _ account: Account, current: String, proof: Proof, to new: String, keeping session: Int64, address: String, at now: Instant
    ) async throws {
        let owner = FactorOwner.officer(account.id)
        let links = try await platform.read { c in try AccountLinks.list(c, of: account.id) }
        guard !links.contains(where: { $0.provider == AccountLinks.directory }) else {
            throw Problem(.conflict, "Twoje hasło jest w katalogu kont urzędu. Zmień je tam, gdzie zmieniasz hasło do komputera.", cause: "directory")
        }
        if let problem = PasswordPolicy.problem(new, avoiding: [account.login, account.displayName]) { throw Problems([problem]) }
        if current == new { throw Problems([Problem(.invalidInput, "Nowe hasło jest takie jak dotychczasowe. Wpisz inne.", field: "password")]) }
        try await password(account, current, address: address, at: now)
        let stepUp =
            try await platform.read({ c in try FactorChange.held(c, owner) }).isEmpty
            ? nil : try await prove(account, .setPassword, proof: proof, address: address, at: now)
        let hash = try await first.passwords.hash(new)
        try await platform.write { c in
            try FactorChange.setPassword.admit(c, owner, stepUp, at: now)
            try AccountStore.setPassword(c, account.id, hash: hash, by: account.performer, at: now)
            try SessionStore.endAll(c, account: account.id, except: session)
            try PendingSignIn.endAll(c, owner)
            try Journal.append(c, JournalEntry(actor: account.performer.id, act: "password-changed", object: account.performer.id), at: now)
        }
    }

    // ── proofs ──

    /// `nil` where the account has no second factor and the password was right.
    private func prove(
        _ account: Account, _ change: FactorChange, about thing: String = "", proof: Proof, address: String, at now: Instant
    ) async throws -> Authorisation? {
        let owner = FactorOwner.officer(account.id), document = change.document(owner, thing)
        let isBare = try await platform.read { c in try FactorChange.held(c, owner) }.isEmpty
        switch proof {
        case .password(let typed):
            guard isBare else { throw Problem(.forbidden, "Najpierw potwierdź zmianę kodem, którego używasz do logowania.", field: "code", cause: "step-up") }
            try await password(account, typed, address: address, at: now)
            return nil
        case .code(let typed, let kind, let challenge):
            guard !isBare else { throw Problem(.invalidInput, "Wpisz swoje obecne hasło.", field: "current") }
            guard !typed.trimmedSpace.isEmpty else { throw Problem(.invalidInput, "Wpisz kod.", field: "code") }
            return try await platform.write { c -> Ruling<Authorisation> in
                let id = try challenge ?? challenges.open(c, owner, .changeFactors, document: document, title: "zmiana logowania", at: now)
                return try challenges.enter(c, id, of: owner, code: typed, by: kind, act: .changeFactors, document: document, at: now)
            }.get()
        }
    }

    private func password(_ account: Account, _ typed: String, address: String, at now: Instant) async throws {
        guard !typed.isEmpty else { throw Problem(.invalidInput, "Wpisz swoje obecne hasło.", field: "current") }
        switch try await first.check(login: account.login, password: typed, address: address, at: now, then: { _, found, _ in found.id }) {
        case .right(let id):
            guard id == account.id else { throw Problem(.forbidden, "To hasło innego konta.", cause: "another account") }
        case .refused: throw Problem(.invalidInput, "Hasło się nie zgadza. Wpisz je jeszcze raz.", field: "current")
        case .locked(let minutes): throw Problem(.forbidden, SignInOutcome.locked(minutes: minutes).message ?? "", field: "current")
        case .barred(let problem): throw problem
        }
    }
}
