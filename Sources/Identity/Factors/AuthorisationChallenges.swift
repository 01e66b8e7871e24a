internal import Cryptography
public import Kernel
public import Store

/// Asking a person to authorise one act on one document, by any of the person's second factors (potwierdzenie czynności).
///
/// Every function runs inside the caller's transaction. `send` gives the message; the caller hands it to the gateway after the commit.
public struct AuthorisationChallenges: Sendable {
    let keys: IdentityKeys
    public let rules: CodeRules
    let totp: TOTPFactors
    let recovery: RecoveryCodes
    let randomDigits: @Sendable (Int) -> String

    /// - Parameter randomDigits: makes codes; injected so that tests know them.
    public init(
        keys: IdentityKeys, rules: CodeRules = .standard, randomDigits: @escaping @Sendable (Int) -> String = AuthorisationChallenges.secureDigits
    ) {
        self.keys = keys
        self.rules = rules
        totp = TOTPFactors(keys: keys)
        recovery = RecoveryCodes(keys: keys)
        self.randomDigits = randomDigits
    }

    /// Digits nobody can guess, each equally likely.
    public static let secureDigits: @Sendable (Int) -> String = { count in
        var out = ""
        while out.count < count {
            for byte in randomBytes(count * 2) where byte < 250 && out.count < count { out += String(byte % 10) }
        }
        return out
    }

    /// Opens a challenge.
    /// - Parameters:
    ///   - document: the SHA-256 of exactly what the act is about.
    ///   - title: how the person knows it; stands in the message.
    public func open(
        _ c: any SQLConnection, _ owner: FactorOwner, _ act: AuthorisedAct, document: ContentHash, title: String, at now: Instant
    ) throws -> ChallengeID {
        try ChallengeStore.insert(
            c, AuthorisationChallenge(owner: owner, act: act, document: document, title: String(title.trimmedSpace.prefix(80)), at: now))
    }

    /// Opens the challenge that confirms an address; nothing is sent yet.
    @discardableResult
    public func open(_ c: any SQLConnection, confirming address: CodeAddress, of owner: FactorOwner, at now: Instant) throws -> ChallengeID {
        try ChallengeStore.insert(
            c, AuthorisationChallenge(owner: owner, act: .confirmContact, document: address.fingerprint, title: "potwierdzenie", at: now), address: address)
    }

    /// An address on its way to be confirmed.
    public struct PendingContact: Sendable, Hashable {
        public var challenge: ChallengeID
        public var address: CodeAddress
        public var isSent: Bool
        public var isAccepted: Bool
        /// A code can still be asked for and typed.
        public var isOpen: Bool
    }

    /// The addresses being confirmed, the newest of each kind; mail first.
    public func pendingContacts(_ c: any SQLConnection, of owner: FactorOwner, at now: Instant) throws -> [PendingContact] {
        try ChallengeStore.contacts(c, owner).map { id, address in
            let challenge = try kept(c, id, owner, locking: false).challenge
            return PendingContact(
                challenge: id, address: address, isSent: challenge.sentAt != nil, isAccepted: challenge.state == .accepted, isOpen: challenge.isOpen(rules, at: now))
        }.sorted { $0.address.kind == .mailCode && $1.address.kind != .mailCode }
    }

    /// The authorisation of a challenge whose right code was typed and that waits to be used; `nil` otherwise.
    public func accepted(_ c: any SQLConnection, _ id: ChallengeID, of owner: FactorOwner) throws -> Authorisation? {
        let challenge = try kept(c, id, owner, locking: false).challenge
        guard challenge.state == .accepted, let method = challenge.method else { return nil }
        return Authorisation(challenge: id, owner: owner, act: challenge.act, document: challenge.document, method: method, rules: rules)
    }

    public func find(_ c: any SQLConnection, _ id: ChallengeID, of owner: FactorOwner) throws -> AuthorisationChallenge {
        try kept(c, id, owner, locking: false).challenge
    }

    /// The page showed the document and the notice.
    public func shown(_ c: any SQLConnection, _ id: ChallengeID, of owner: FactorOwner, at now: Instant) throws {
        var kept = try kept(c, id, owner)
        try kept.challenge.take(.shown, rules, at: now)
        try ChallengeStore.save(c, kept)
    }

    /// Makes a code for the challenge; a code sent before opens nothing any more.
    ///
    /// - Parameter address: a verified address of the owner, or the address that is being confirmed.
    public func send(
        _ c: any SQLConnection, _ id: ChallengeID, of owner: FactorOwner, to address: CodeAddress, at now: Instant
    ) throws -> Ruling<CodeMessage> {
        try .keeping(c, "code-send", object: owner.description, by: Performer(id: owner.description, name: ""), at: now) {
            var kept = try kept(c, id, owner)
            let isConfirming = kept.challenge.act == .confirmContact && kept.challenge.document == address.fingerprint
            guard try isConfirming || ContactFactors.list(c, owner).contains(where: { $0.address == address }) else {
                throw Problem(.forbidden, "Ten adres nie jest potwierdzony. Wybierz inny sposób.", cause: "unverified address")
            }
            try kept.challenge.take(.sent, rules, at: now)
            for subject in [owner.description, address.description] {
                let wait = try RateLimitStore.take(c, rules.sends, subject: "kod:\(subject)", at: now)
                guard wait == 0 else {
                    throw Problem(.forbidden, "Wysłaliśmy już kilka kodów. Następny możesz dostać za \(wait.polishPause).", cause: "send limit")
                }
            }
            let code = randomDigits(rules.digits)
            let salt = randomBytes(16)
            kept.salt = salt
            kept.codeHash = hash(code, salt, kept)
            kept.codeKind = address.kind
            try ChallengeStore.save(c, kept)
            try Journal.append(
                c, JournalEntry(actor: owner.description, act: "code-sent", object: owner.description, after: "\(kept.challenge.act.rawValue) \(address.kind.rawValue)"),
                at: now)
            return CodeMessage(to: address, text: message(code, kept.challenge), madeAt: now)
        }
    }

    /// Checks a code for the act and document the page is about, which must be those of the challenge.
    ///
    /// A wrong code counts, so the refusal is a value; commit, then ask `get()`.
    public func enter(
        _ c: any SQLConnection, _ id: ChallengeID, of owner: FactorOwner, code typed: String, by kind: FactorKind, act: AuthorisedAct,
        document: ContentHash, at now: Instant
    ) throws -> Ruling<Authorisation> {
        var kept = try kept(c, id, owner)
        let subject = Self.guesses(owner)
        let tally = try SignInFailureStore.tally(c, subject)?.current(rules.lockOut, at: now) ?? FailureTally(failures: 0, lastAt: now)
        let pause = rules.lockOut.left(tally, at: now)
        if pause > 0 {
            let help = owner.isOfficer ? "poproś administratora o odblokowanie konta" : "przyjdź do punktu potwierdzającego"
            let words = "Za dużo złych kodów. Spróbuj za \(((pause + 999) / 1000).polishPause) albo \(help)."
            return .refused(Problem(.forbidden, words, field: "code", cause: "locked"))
        }
        do {
            // What could not be accepted anyway must not spend a code of the app or of the list.
            var trial = kept.challenge
            try trial.handle(.entered(kind, isRight: true, act: act, document: document), rules, at: now)
            let isRight = try isRight(c, kept, typed, kind, at: now)
            try kept.challenge.handle(.entered(kind, isRight: isRight, act: act, document: document), rules, at: now)
        } catch let refusal as AuthorisationChallenge.Refusal {
            try ChallengeStore.save(c, kept)
            switch refusal {
            case .wrong, .exhausted:
                try SignInFailureStore.set(c, subject, FailureTally(failures: tally.failures + 1, lastAt: now))
            default: break
            }
            try Journal.append(
                c,
                JournalEntry(actor: owner.description, act: "code-refused", object: owner.description, after: "\(act.rawValue) \(kind.rawValue) \(refusal.word)"),
                at: now)
            return .refused(refusal.problem)
        }
        return .done(try accept(c, kept, by: kind, at: now))
    }

    /// Authorises by a client certificate that TLS has proved to be the owner's.
    public func present(
        _ c: any SQLConnection, _ id: ChallengeID, of owner: FactorOwner, certificate: ContentHash, act: AuthorisedAct, document: ContentHash,
        at now: Instant
    ) throws -> Authorisation {
        var kept = try kept(c, id, owner)
        guard try CertificateFactors.find(c, certificate, at: now)?.owner == owner else {
            throw Problem(.forbidden, "Ten certyfikat nie należy do konta. Wybierz inny.", cause: "foreign certificate")
        }
        try kept.challenge.take(.entered(.certificate, isRight: true, act: act, document: document), rules, at: now)
        return try accept(c, kept, by: .certificate, at: now)
    }

    /// Ends the pause after wrong codes; at the counter, after the person's identity was checked.
    public func unlock(_ c: any SQLConnection, _ owner: FactorOwner, by performer: Performer, at now: Instant) throws {
        try SignInFailureStore.clear(c, Self.guesses(owner))
        try Journal.append(c, JournalEntry(actor: performer.id, act: "codes-unlocked", object: owner.description), at: now)
    }

    /// Forgets challenges a day old.
    @discardableResult
    public func sweep(_ c: any SQLConnection, at now: Instant) throws -> Int {
        try RateLimitStore.sweep(c, at: now)
        return try ChallengeStore.sweep(c, openedBefore: now.adding(seconds: -86_400))
    }

    private func accept(_ c: any SQLConnection, _ kept: ChallengeStore.Kept, by kind: FactorKind, at now: Instant) throws -> Authorisation {
        let owner = kept.challenge.owner
        try ChallengeStore.save(c, kept)
        try SignInFailureStore.clear(c, Self.guesses(owner))
        try Journal.append(
            c,
            JournalEntry(
                actor: owner.description, act: "authorised", object: owner.description,
                after: "\(kept.challenge.act.rawValue) \(kind.rawValue) \(kept.challenge.document.description.prefix(16))"),
            at: now)
        return Authorisation(
            challenge: kept.id, owner: owner, act: kept.challenge.act, document: kept.challenge.document, method: kind, rules: rules)
    }

    private func isRight(_ c: any SQLConnection, _ kept: ChallengeStore.Kept, _ typed: String, _ kind: FactorKind, at now: Instant) throws -> Bool {
        let owner = kept.challenge.owner
        switch kind {
        case .totp:
            if case .accepted = try totp.verify(c, owner, code: typed, at: now) { return true }
            return false
        case .recoveryCode: return try recovery.use(c, owner, code: typed, at: now)
        case .phoneCode, .mailCode:
            guard kept.codeKind == kind, let salt = kept.salt, let known = kept.codeHash else { return false }
            return constantTimeEqual(Array(hash(TOTPFactors.tidy(typed), salt, kept).utf8), Array(known.utf8))
        case .password, .certificate, .nodeLow, .nodeSubstantial, .nodeHigh, .directory, .openID, .openIDStrong: return false
        }
    }

    /// The code alone has twenty bits; under the house's key, with all it is bound to.
    private func hash(_ code: String, _ salt: [UInt8], _ kept: ChallengeStore.Kept) -> String {
        let a = kept.challenge
        let bound = "\(kept.id)|\(a.owner)|\(a.act.rawValue)|\(a.document)|\(code)"
        return Hex.encode(keys.mac("kod-jednorazowy", salt + Array(bound.utf8)))
    }

    private func message(_ code: String, _ a: AuthorisationChallenge) -> String {
        let about = a.act == .signDocument ? " Dokument: „\(a.title)”, skrót \(a.document.description.prefix(8))." : ""
        return "Kod do \(a.act.polishName): \(code).\(about) Ważny \(rules.lastsSeconds.polishPause). Nie podawaj go nikomu."
    }

    private func kept(_ c: any SQLConnection, _ id: ChallengeID, _ owner: FactorOwner, locking: Bool = true) throws -> ChallengeStore.Kept {
        guard let kept = try ChallengeStore.find(c, id, locking: locking), kept.challenge.owner == owner else {
            throw Problem(.notFound, "Ta czynność już się skończyła. Zacznij jeszcze raz.", cause: "no such challenge of the owner")
        }
        return kept
    }

    static func guesses(_ owner: FactorOwner) -> String { "kod:\(owner)" }
}
