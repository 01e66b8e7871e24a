internal import Cryptography
public import Kernel
public import Store

/// Acts of signing for other systems, from the system's call to the result.
///
/// Every function runs inside the caller's transaction on the `platform` database. Who may call is decided before.
public struct SigningActs: Sendable {
    let challenges: AuthorisationChallenges
    let profiles: TrustedProfiles
    public let rules: SigningRules

    public init(challenges: AuthorisationChallenges, profiles: TrustedProfiles, rules: SigningRules = .standard) {
        self.challenges = challenges
        self.profiles = profiles
        self.rules = rules
    }

    // ── the system ──

    /// - Throws: `Problem` for too many documents, too large ones, too many acts.
    public func open(_ c: any SQLConnection, _ new: NewSigningAct, at now: Instant) throws -> SigningTicket {
        try rules.check(sizes: new.documents.map(\.content.count))
        let wait = try RateLimitStore.take(c, rules.openings, subject: "podpis-system:\(new.system)", at: now)
        guard wait == 0 else {
            throw Problem(.unavailable, "System zgłosił za dużo dokumentów naraz. Następny za \(wait.polishPause).", cause: "limit of openings")
        }
        let ticket = SigningTicket(), hashes = new.documents.map { ContentHash(of: $0.content) }
        let id = try SigningActStore.insert(c, ticket, new, hashes, endsAt: now.adding(seconds: rules.lastsSeconds), at: now)
        try Journal.append(
            c,
            JournalEntry(
                actor: "system:\(new.system)", act: "signing-act-opened", object: "czynność-podpisu:\(id)",
                after: hashes.map(\.description).joined(separator: " ")), at: now)
        return ticket
    }

    public func find(_ c: any SQLConnection, _ ticket: SigningTicket) throws -> SigningAct? { try SigningActStore.find(c, ticket) }

    /// The signed documents of an act of the system; another system's act does not exist for it.
    ///
    /// - Throws: `Problem` `.notFound`, and `.conflict` where nothing is signed.
    public func collect(_ c: any SQLConnection, _ ticket: SigningTicket, by system: Int64, at now: Instant) throws -> [[UInt8]] {
        guard let act = try SigningActStore.find(c, ticket), act.system == system else { throw Self.missing }
        switch act.state {
        case .declined: throw Problem(.conflict, "Osoba odmówiła podpisu. Dokument nie jest podpisany.", cause: "declined")
        case .waiting:
            guard now < act.endsAt else { throw Problem(.notFound, "Czas na podpis minął. Dokument nie jest podpisany.", cause: "expired") }
            throw Problem(.conflict, "Dokument nie jest jeszcze podpisany. Poczekaj na powrót przeglądarki.", cause: "waiting")
        case .signed:
            guard now < act.keptUntil else { throw Problem(.notFound, "Czas na odebranie podpisanego dokumentu minął.", cause: "forgotten") }
        }
        let contents = try SigningActStore.contents(c, act.id, signed: true)
        return try act.documents.enumerated().map { i, document in
            guard i < contents.count, let bytes = contents[i], ContentHash(of: bytes) == document.signed else {
                throw Problem(.internalFault, "Podpisany dokument jest uszkodzony. Powiadom operatora platformy.", cause: "signed content differs from its hash")
            }
            return bytes
        }
    }

    // ── the person ──

    /// Opens the act for the account: from now on it is this account's, and the notice counts as shown.
    ///
    /// - Returns: the act with the bytes to be drawn, each the very bytes of its hash.
    public func show(
        _ c: any SQLConnection, _ ticket: SigningTicket, to account: CitizenAccount, provedAt: Instant?, at now: Instant
    ) throws -> (act: SigningAct, contents: [[UInt8]]) {
        var act = try present(c, ticket, locking: true)
        try act.take(.opened(by: account.id, provedAt: provedAt), at: now)
        let contents = try contents(c, act)
        // Without a profile the person reads why nothing can be signed; nothing is asked for then.
        if try profiles.valid(c, of: account.id, at: now) != nil {
            if act.challenge == nil {
                act.challenge = try challenges.open(c, account.owner, .signDocument, document: act.binding, title: act.title, at: now)
            }
            if let challenge = act.challenge { try? challenges.shown(c, challenge, of: account.owner, at: now) }
        }
        try SigningActStore.save(c, act)
        return (act, contents)
    }

    /// The act of an account in any state, for the pages after signing.
    public func own(_ c: any SQLConnection, _ ticket: SigningTicket, of account: CitizenAccountID) throws -> SigningAct {
        let act = try present(c, ticket)
        if let owner = act.account, owner != account { throw SigningAct.Refusal.anotherAccount.problem }
        return act
    }

    /// A signed document for its signer, while it is kept.
    public func signedContent(_ c: any SQLConnection, _ ticket: SigningTicket, _ position: Int, of account: CitizenAccountID) throws -> [UInt8] {
        let act = try present(c, ticket)
        guard act.account == account, act.state == .signed, act.documents.indices.contains(position - 1),
            let bytes = try SigningActStore.contents(c, act.id, signed: true)[position - 1]
        else { throw Problem(.notFound, "Tego pliku już tu nie ma. Zapytaj o niego w usłudze.") }
        return bytes
    }

    public func send(
        _ c: any SQLConnection, _ ticket: SigningTicket, to address: CodeAddress, of account: CitizenAccount, at now: Instant
    ) throws -> Ruling<CodeMessage> {
        let act = try present(c, ticket)
        guard act.account == account.id, let challenge = act.challenge else { throw SigningAct.Refusal.anotherAccount.problem }
        guard act.state == .waiting, now < act.endsAt else { return .refused(SigningAct.Refusal.expired.problem) }
        return try challenges.send(c, challenge, of: account.owner, to: address, at: now)
    }

    /// Permission to seal, given for exactly the bytes that are sealed next.
    public struct Admitted: Sendable {
        public let act: SigningAct
        public let signer: ProfileSigner
        public let contents: [[UInt8]]
        let authorisation: Authorisation
    }

    private struct Checked: Sendable {
        var act: SigningAct
        var signer: ProfileSigner
        var contents: [[UInt8]]
        var challenge: ChallengeID
    }

    /// Checks the code for what was drawn, and gives the bytes to be sealed. A refusal leaves its entry.
    ///
    /// - Parameter shown: the binding that the page was drawn with.
    public func authorise(
        _ c: any SQLConnection, _ ticket: SigningTicket, shown: ContentHash, code: String, by kind: FactorKind, of account: CitizenAccount, provedAt: Instant?,
        at now: Instant
    ) throws -> Ruling<Admitted> {
        let ruling: Ruling<Checked> = try .keeping(c, "signing-act", object: FactorOwner.citizen(account.id).description, by: account.performer, at: now) {
            var act = try present(c, ticket, locking: true)
            try act.take(.authorising(by: account.id, shown: shown, provedAt: provedAt), at: now)
            let contents = try contents(c, act)
            let signer = try profiles.signer(c, of: account.id, at: now)
            guard let challenge = act.challenge, try challenges.find(c, challenge, of: account.owner).document == act.binding else {
                throw SigningAct.Refusal.documentChanged.problem
            }
            return Checked(act: act, signer: signer, contents: contents, challenge: challenge)
        }
        let checked: Checked
        switch ruling {
        case .refused(let problem): return .refused(problem)
        case .done(let value): checked = value
        }
        let act = checked.act
        let entered = try challenges.enter(
            c, checked.challenge, of: account.owner, code: code, by: kind, act: .signDocument, document: act.binding, at: now)
        switch entered {
        case .refused(let problem): return .refused(problem)
        case .done(let authorisation): return .done(Admitted(act: act, signer: checked.signer, contents: checked.contents, authorisation: authorisation))
        }
    }

    /// Keeps what was sealed and uses the authorisation up; all documents or none.
    ///
    /// - Parameter sealed: in the order of `Admitted.contents`.
    @discardableResult
    public func finish(
        _ c: any SQLConnection, _ ticket: SigningTicket, _ admitted: Admitted, sealed: [[UInt8]], of account: CitizenAccount, at now: Instant
    ) throws -> SigningAct {
        var act = try present(c, ticket, locking: true)
        guard act.binding == admitted.act.binding else { throw SigningAct.Refusal.documentChanged.problem }
        let hashes = sealed.map { ContentHash(of: $0) }
        try act.take(.signed(by: account.id, admitted.signer.profile, hashes, keepsSeconds: rules.keepsSeconds), at: now)
        try profiles.signed(
            c, admitted.signer, documents: Array(zip(act.documents.map(\.hash), hashes)), binding: act.binding, by: admitted.authorisation, of: account, at: now)
        for (document, bytes) in zip(act.documents, sealed) {
            try SigningActStore.keepSigned(c, act.id, document.position, bytes, ContentHash(of: bytes))
        }
        try SigningActStore.save(c, act)
        try Journal.append(
            c,
            JournalEntry(actor: account.performer.id, act: "signing-act-signed", object: act.object, after: "system:\(act.system) \(act.documents.count)"), at: now)
        return act
    }

    /// The person does not want to sign.
    @discardableResult
    public func decline(_ c: any SQLConnection, _ ticket: SigningTicket, by account: CitizenAccount, at now: Instant) throws -> SigningAct {
        var act = try present(c, ticket, locking: true)
        try act.take(.declined(by: account.id), at: now)
        try SigningActStore.save(c, act)
        try Journal.append(c, JournalEntry(actor: account.performer.id, act: "signing-act-declined", object: act.object), at: now)
        return act
    }

    /// What an account signed or declined for other systems, newest first.
    public func ended(_ c: any SQLConnection, of account: CitizenAccountID, limit: Int = 50) throws -> [SigningAct] {
        try SigningActStore.ended(c, of: account, limit: limit)
    }

    /// Forgets documents whose time is over.
    /// - Returns: how many acts were wiped; ask again while it is the limit.
    public func wipe(_ c: any SQLConnection, limit: Int = 200, at now: Instant) throws -> Int { try SigningActStore.wipe(c, limit: limit, at: now) }

    private func present(_ c: any SQLConnection, _ ticket: SigningTicket, locking: Bool = false) throws -> SigningAct {
        guard let act = try SigningActStore.find(c, ticket, locking: locking) else { throw Self.missing }
        return act
    }

    /// The bytes as kept, each compared with its hash.
    private func contents(_ c: any SQLConnection, _ act: SigningAct) throws -> [[UInt8]] {
        let kept = try SigningActStore.contents(c, act.id, signed: false)
        guard kept.count == act.documents.count else { throw SigningAct.Refusal.documentChanged.problem }
        return try zip(act.documents, kept).map { document, bytes in
            guard let bytes, ContentHash(of: bytes) == document.hash else { throw SigningAct.Refusal.documentChanged.problem }
            return bytes
        }
    }

    private static let missing = Problem(.notFound, "Nie ma takiej czynności podpisu. Wróć do usługi i zacznij jeszcze raz.", cause: "no such signing act")
}
