internal import Cryptography
public import Kernel
internal import Law
public import Store

/// A new password for who forgot the old one (nowe hasło).
///
/// Two codes to two confirmed addresses stand in for the password, so that one stolen mailbox opens nothing and the second factor of the next
/// sign-in is not bypassed. What is answered never tells whether the account exists. Who has lost one of the addresses comes to the counter.
/// Source: ASVS 5.0, 6.4.3–6.4.4, 6.6.2.
public struct PasswordResets: Sendable {
    let platform: any Database
    let challenges: AuthorisationChallenges
    let accounts: CitizenAccounts
    /// From one network address.
    public var placeLimit: RateLimit
    /// For one account; keeps a stranger from using up the codes its holder needs for signing in.
    public var accountLimit: RateLimit
    /// From asking to setting, in seconds.
    public var lastsSeconds: Int64

    public init(
        platform: any Database, challenges: AuthorisationChallenges, accounts: CitizenAccounts,
        placeLimit: RateLimit = RateLimit([.init(10, inSeconds: 3600), .init(40, inSeconds: 86_400)]),
        accountLimit: RateLimit = RateLimit([.init(2, inSeconds: 86_400)]), lastsSeconds: Int64 = 900
    ) {
        self.platform = platform
        self.challenges = challenges
        self.accounts = accounts
        self.placeLimit = placeLimit
        self.accountLimit = accountLimit
        self.lastsSeconds = lastsSeconds
    }

    /// The two codes, as they were typed.
    public struct Codes: Sendable, CustomStringConvertible {
        public var mail: String
        public var phone: String
        public init(mail: String, phone: String) {
            self.mail = mail
            self.phone = phone
        }
        public var description: String { "Codes" }
    }

    /// Begins for whatever was typed: a user id, a confirmed address.
    ///
    /// - Returns: a token to go on with, the same for accounts that exist and that do not; the messages of those that do.
    /// - Throws: `Problem` `.forbidden` where too many asked from one place.
    public func begin(_ typed: String, address: String, at now: Instant) async throws -> (token: SessionToken, messages: [CodeMessage]) {
        guard !typed.trimmedSpace.isEmpty else {
            throw Problem(.invalidInput, "Wpisz identyfikator, e-mail albo numer telefonu.", field: "login")
        }
        let wait = try await platform.write { [placeLimit] c in try RateLimitStore.take(c, placeLimit, subject: "nowe-haslo:\(address)", at: now) }
        guard wait == 0 else {
            throw Problem(.forbidden, "Z tego miejsca przyszło już kilka próśb o hasło. Następną wyślesz za \(wait.polishPause).", field: "login", cause: "reset limit")
        }
        let token = SessionToken(), document = try Self.document(token)
        let messages = try await platform.write { c in
            try PasswordResetStore.sweep(c, at: now)
            var kept = PasswordResetStore.Kept(account: nil, mail: nil, phone: nil, endsAt: now.adding(seconds: lastsSeconds))
            var messages: [CodeMessage] = []
            if let account = try CitizenAccountStore.keyed(c, typed: typed)?.account, account.state.opens,
                try RateLimitStore.take(c, accountLimit, subject: "nowe-haslo:\(account.owner)", at: now) == 0
            {
                let addresses = try ContactFactors.list(c, account.owner).map(\.address)
                if let mail = addresses.first(where: { $0.kind == .mailCode }), let phone = addresses.first(where: { $0.kind == .phoneCode }) {
                    kept.account = account.id
                    let (mailCode, first) = try ask(c, account, mail, document, at: now)
                    let (phoneCode, second) = try ask(c, account, phone, document, at: now)
                    kept.mail = mailCode
                    kept.phone = phoneCode
                    messages = [first.problem == nil ? try first.get() : nil, second.problem == nil ? try second.get() : nil].compactMap(\.self)
                }
                try Self.note(c, account, "password-reset-asked", after: "adres:\(address)", at: now)
            }
            try PasswordResetStore.insert(c, token, kept)
            return messages
        }
        return (token, messages)
    }

    /// Sets the new password where both codes are right; ends every session of the account.
    ///
    /// - Returns: notices to both addresses.
    /// - Throws: `Problems` for the fields `mailCode`, `phoneCode` and `password`; `Problem` `.unauthenticated` where it took too long.
    public func finish(_ token: SessionToken, _ codes: Codes, password: String, at now: Instant) async throws -> [CodeMessage] {
        guard let kept = try await platform.read({ c in try PasswordResetStore.find(c, token, at: now) }) else {
            throw Problem(.unauthenticated, "Ustawianie hasła trwało za długo. Zacznij jeszcze raz.", cause: "no reset under way")
        }
        var problems = PasswordPolicy.problem(password, avoiding: []).map { [$0] } ?? []
        let document = try Self.document(token)
        for (field, code, challenge, kind) in [
            ("mailCode", codes.mail, kept.mail, FactorKind.mailCode), ("phoneCode", codes.phone, kept.phone, .phoneCode),
        ] where try await !isRight(kept.account, challenge, code, kind, document, at: now) {
            problems.append(Problem(.invalidInput, "Kod się nie zgadza albo stracił ważność. Sprawdź go albo zacznij jeszcze raz.", field: field))
        }
        guard problems.isEmpty, let id = kept.account, let mail = kept.mail, let phone = kept.phone else { throw Problems(problems) }
        let words = try await platform.read { c in
            guard let account = try CitizenAccountStore.find(c, id), let person = try PersonStore.find(c, account.person) else { return [String]() }
            return [account.userID.description, person.name.surname, person.name.givenNames]
        }
        let hashed = try await accounts.hash(password, avoiding: words)
        return try await platform.write { c in
            guard let account = try CitizenAccountStore.find(c, id), account.state.opens else {
                throw Problem(.unauthenticated, "To konto jest zablokowane. Przyjdź do punktu potwierdzającego.", cause: "shut meanwhile")
            }
            for challenge in [mail, phone] {
                guard let authorisation = try challenges.accepted(c, challenge, of: account.owner) else {
                    throw Problem(.conflict, "Te kody już wykorzystano. Zacznij jeszcze raz.", field: "mailCode", cause: "not accepted")
                }
                try authorisation.spend(c, for: .resetPassword, document: document, at: now)
            }
            try PasswordResetStore.end(c, token)
            try accounts.setPassword(c, id, hashed, by: account.performer, at: now)
            try Self.note(c, account, "password-reset", at: now)
            let notice =
                "Na koncie \(account.userID) ustawiono nowe hasło. Jeżeli to nie Ty, od razu przyjdź do punktu potwierdzającego z dokumentem."
            return try ContactFactors.list(c, account.owner).map { CodeMessage(to: $0.address, text: notice, madeAt: now) }
        }
    }

    private func ask(
        _ c: any SQLConnection, _ account: CitizenAccount, _ address: CodeAddress, _ document: ContentHash, at now: Instant
    ) throws -> (ChallengeID, Ruling<CodeMessage>) {
        let id = try challenges.open(c, account.owner, .resetPassword, document: document, title: "nowe hasło", at: now)
        try challenges.shown(c, id, of: account.owner, at: now)
        return (id, try challenges.send(c, id, of: account.owner, to: address, at: now))
    }

    /// A code right once stays right, so that a mistake in the other field costs nothing.
    private func isRight(
        _ account: CitizenAccountID?, _ challenge: ChallengeID?, _ code: String, _ kind: FactorKind, _ document: ContentHash, at now: Instant
    ) async throws -> Bool {
        guard let account, let challenge else { return false }
        let owner = FactorOwner.citizen(account)
        return try await platform.write { c in
            if try challenges.accepted(c, challenge, of: owner) != nil { return true }
            return try challenges.enter(c, challenge, of: owner, code: code, by: kind, act: .resetPassword, document: document, at: now).problem == nil
        }
    }

    private static func document(_ token: SessionToken) throws -> ContentHash {
        guard let hash = ContentHash(token.fingerprint) else {
            throw Problem(.internalFault, "Nie udało się zacząć. Spróbuj jeszcze raz.", cause: "fingerprint is no hash")
        }
        return hash
    }

    private static func note(_ c: any SQLConnection, _ account: CitizenAccount, _ act: String, after: String? = nil, at now: Instant) throws {
        let owner = account.owner.description
        try Journal.append(c, JournalEntry(actor: owner, act: act, object: owner, after: after), at: now)
    }
}

/// The SQL of resets under way; the `platform` database.
enum PasswordResetStore {
    struct Kept: Sendable {
        /// `nil` where nobody was found; the page of codes looks the same.
        var account: CitizenAccountID?
        var mail: ChallengeID?
        var phone: ChallengeID?
        var endsAt: Instant
    }

    static func insert(_ c: any SQLConnection, _ token: SessionToken, _ kept: Kept) throws {
        try c.execute(
            """
            INSERT INTO password_reset (token_sha256, account, mail_challenge, phone_challenge, ends_at)
            VALUES (\(token.fingerprint), \(kept.account), \(kept.mail), \(kept.phone), \(kept.endsAt))
            """
        )
    }

    static func find(_ c: any SQLConnection, _ token: SessionToken, at now: Instant) throws -> Kept? {
        let found = try c.first(
            "SELECT account, mail_challenge, phone_challenge, ends_at FROM password_reset WHERE token_sha256 = \(token.fingerprint)"
        ) {
            Kept(
                account: try $0.idOrNil("account"), mail: try $0.idOrNil("mail_challenge"), phone: try $0.idOrNil("phone_challenge"),
                endsAt: try $0.instant("ends_at"))
        }
        guard let found, now < found.endsAt else { return nil }
        return found
    }

    static func end(_ c: any SQLConnection, _ token: SessionToken) throws {
        try c.execute("DELETE FROM password_reset WHERE token_sha256 = \(token.fingerprint)")
    }

    static func sweep(_ c: any SQLConnection, at now: Instant) throws {
        try c.execute("DELETE FROM password_reset WHERE ends_at <= \(now)")
    }
}
