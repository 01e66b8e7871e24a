public import Cryptography
public import Exchange
public import Identity
public import Kernel
internal import Signatures
internal import Store
internal import XML

/// Signatures with the Trusted Profile under documents of other systems (TpSigning, TpSigning5).
///
/// A registered system gives documents and gets an address for the person's browser. The person reads the very bytes, types a code bound to
/// them, and the platform's seal is put on the very bytes. Source: regulation on the Trusted Profile (t.j. Dz.U. 2023 poz. 2551) § 15;
/// `epuap.md` § 4.8, § 8.1.
public struct SigningService: Sendable {
    let identity: RegionalIdentity
    let acts: SigningActs
    let verifier: SignatureVerifier
    /// The address of an act without its ticket.
    let place: String

    /// - Parameters:
    ///   - trust: whose signatures are judged as trusted, beside the platform's own seal.
    ///   - place: the address that acts open at, with a slash at the end.
    public init(_ identity: RegionalIdentity, trust: TrustStore, place: String, rules: SigningRules = .standard) {
        self.identity = identity
        self.place = place
        acts = SigningActs(challenges: identity.challenges, profiles: identity.profiles, rules: rules)
        var trust = trust
        trust.lists.append(TrustList(name: "pieczęć platformy", anchors: [identity.seal.certificate]))
        verifier = SignatureVerifier(trust: trust)
    }

    // ── the system ──

    /// Takes documents to be signed.
    /// - Returns: the address for the person's browser; it is the number of the act as well.
    public func add(_ order: ProfileCall.Signing, by caller: Platform.Caller, at now: Instant) async throws -> String {
        let permissions = try await permissions(caller)
        try permissions.require(.signing)
        try acts.rules.check(sizes: order.documents.map(\.count))
        for (name, address) in [("successURL", order.successAddress), ("failureURL", order.failureAddress)] where !permissions.allowsReturn(to: address) {
            throw Problem(.forbidden, "Adres \(name) nie leży pod żadnym adresem powrotu zarejestrowanym dla systemu.", cause: "return address")
        }
        guard order.note.count <= 1000 else { throw Problem(.invalidInput, "Tekst additionalInfo ma mieć najwyżej 1000 znaków.") }
        let bodies = try await identity.platform.read { c in
            try caller.system.podmioty.sorted().prefix(3).compactMap { try PlatformDirectory.podmiot(c, $0)?.displayName }
        }
        let asker = bodies.isEmpty ? caller.system.name : "\(caller.system.name) (\(bodies.joined(separator: ", ")))"
        let new = NewSigningAct(
            system: caller.system.id, systemName: asker, returns: .init(success: order.successAddress, failure: order.failureAddress),
            note: order.note, documents: try order.documents.map { (title: try Self.title($0), content: $0) })
        let ticket = try await identity.platform.write { c in try acts.open(c, new, at: now) }
        return place + ticket.description
    }

    public func collect(_ address: String, by caller: Platform.Caller, at now: Instant) async throws -> [[UInt8]] {
        try await permissions(caller).require(.signing)
        guard address.hasPrefix(place), let ticket = SigningTicket(String(address.dropFirst(place.count))) else {
            throw Problem(.notFound, "Identyfikator to adres, który zwróciło dodanie dokumentu.", cause: "not an address of an act")
        }
        return try await identity.platform.read { c in try acts.collect(c, ticket, by: caller.system.id, at: now) }
    }

    /// One signed document, for the call that knows of one.
    public func collectOne(_ address: String, by caller: Platform.Caller, at now: Instant) async throws -> [UInt8] {
        let documents = try await collect(address, by: caller, at: now)
        guard documents.count == 1, let document = documents.first else {
            throw Problem(.conflict, "W tej czynności podpisano kilka dokumentów. Odbierz je przez getSignedDocuments.", cause: "several documents")
        }
        return document
    }

    /// - Returns: VerifyResult as text.
    public func verify(_ document: [UInt8], by caller: Platform.Caller, at now: Instant) async throws -> String {
        try await permissions(caller).require(.signing)
        try acts.rules.check(sizes: [document.count])
        _ = try Self.tree(document)
        return VerifyResult.write(try verifier.verify(document, at: now), of: document, at: now)
    }

    func permissions(_ caller: Platform.Caller) async throws -> SystemPermissions {
        try await identity.platform.read { c in try PlatformDirectory.permissions(c, of: caller.system.id) }
    }

    private static func title(_ document: [UInt8]) throws -> String {
        let tree = try tree(document)
        let title: String
        switch try CorrespondenceDocument.read(tree) {
        case .letter(let letter): title = letter.title
        case .submissionReceipt: title = "Urzędowe poświadczenie przedłożenia (UPP)"
        case .deliveryReceipt: title = "Urzędowe poświadczenie doręczenia (UPD)"
        case .other(let other): title = other.title
        }
        let tidy = title.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return tidy.isEmpty ? "dokument bez tytułu" : String(tidy.prefix(200))
    }

    private static func tree(_ document: [UInt8]) throws -> XMLTree {
        do { return try XMLTree(parsing: document) } catch {
            switch error.code {
            case .doctypeForbidden: throw Problem(.malformedDocument, "Dokument ma deklarację DTD. Usuń ją, jest niebezpieczna.", cause: "doctype")
            case .tooLarge, .tooDeep: throw Problem(.tooLarge, "Dokument jest zbyt rozległy.", cause: "\(error.code)")
            default: throw Problem(.malformedDocument, "Dokument nie jest poprawnym XML (wiersz \(error.line)).", cause: "\(error.code)")
            }
        }
    }

    // ── the person ──

    /// Who asks, for the page before signing in; nothing of the documents. `nil` where there is no such act.
    public func asker(_ ticket: SigningTicket) async throws -> SigningAct? { try await identity.platform.read { c in try acts.find(c, ticket) } }

    /// One document as it is drawn.
    public struct Shown: Sendable {
        public var document: SigningAct.Document
        public var content: [UInt8]
        public var readable: ReadableDocument
        /// Everything in the document, also what the readable form leaves out.
        public var outline: ReadableDocument
        public var attachments: [String]
        /// Who signed it before.
        public var signers: [String]
    }

    public struct Showing: Sendable {
        public var act: SigningAct
        public var documents: [Shown]
        /// With whose profile it would be signed; `nil` where there is no valid one.
        public var profile: TrustedProfile?
    }

    /// Opens the act for the account and reads its documents for the page.
    /// - Throws: `Problem` with the word of a `SigningAct.Refusal` as its cause.
    public func show(_ ticket: SigningTicket, to account: CitizenAccount, provedAt: Instant?, at now: Instant) async throws -> Showing {
        let (act, contents, profile) = try await identity.platform.write { c in
            let (act, contents) = try acts.show(c, ticket, to: account, provedAt: provedAt, at: now)
            return (act, contents, try identity.profiles.valid(c, of: account.id, at: now))
        }
        let documents = try zip(act.documents, contents).map { document, content in
            let tree = try Self.tree(content), read = try CorrespondenceDocument.read(tree)
            return Shown(
                document: document, content: content, readable: read.readable, outline: ReadableDocument(everythingIn: tree),
                attachments: read.attachments.map(\.name), signers: try verifier.verify(content, at: now).signatures.map(\.signer.displayName))
        }
        return Showing(act: act, documents: documents, profile: profile)
    }

    public func own(_ ticket: SigningTicket, of account: CitizenAccount) async throws -> SigningAct {
        try await identity.platform.read { c in try acts.own(c, ticket, of: account.id) }
    }

    public func signedContent(_ ticket: SigningTicket, _ position: Int, of account: CitizenAccount) async throws -> [UInt8] {
        try await identity.platform.read { c in try acts.signedContent(c, ticket, position, of: account.id) }
    }

    /// Sends a code for this act.
    public func send(_ ticket: SigningTicket, to address: CodeAddress, of account: CitizenAccount, at now: Instant) async throws {
        let message = try await identity.platform.write { c in try acts.send(c, ticket, to: address, of: account, at: now) }.get()
        try await identity.deliver(message)
    }

    /// Checks the code and seals every document; all of them or none.
    ///
    /// - Parameter shown: the binding that the page was drawn with.
    /// - Returns: the signed act; the same again where it was signed before.
    public func sign(
        _ ticket: SigningTicket, shown: ContentHash, code: String, by kind: FactorKind, of account: CitizenAccount, provedAt: Instant?, at now: Instant
    ) async throws -> SigningAct {
        let before = try await own(ticket, of: account)
        if before.state == .signed { return before }
        let ruling = try await identity.platform.write { c in
            try acts.authorise(c, ticket, shown: shown, code: code, by: kind, of: account, provedAt: provedAt, at: now)
        }
        let admitted: SigningActs.Admitted
        switch ruling {
        case .done(let value): admitted = value
        case .refused(let problem):
            // Two clicks: the second one finds its code used, by the first.
            let after = try await own(ticket, of: account)
            if after.state == .signed { return after }
            throw problem
        }
        let sealed = try admitted.contents.map { try identity.seal($0, of: admitted.signer, at: now) }
        return try await identity.platform.write { c in try acts.finish(c, ticket, admitted, sealed: sealed, of: account, at: now) }
    }

    public func decline(_ ticket: SigningTicket, by account: CitizenAccount, at now: Instant) async throws -> SigningAct {
        try await identity.platform.write { c in try acts.decline(c, ticket, by: account, at: now) }
    }
}
