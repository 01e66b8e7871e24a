public import Cryptography
public import Kernel
public import Law
public import SAML
public import Store

/// This house as a service of Węzeł Krajowy (epuap.md § 9.2).
public struct NodeService: Sendable {
    public var entityID: String
    /// As it stands in the application to the node; since 2025 the node refuses others.
    public var providerName: String
    public var signing: SigningIdentity
    /// Keys for which the node may encrypt, the current one first.
    public var decryption: [SigningIdentity]
    /// Where the node sends the browser back.
    public var consumer: String
    /// What the node says of itself.
    public var node: EntityDescriptor
    public var level: AssuranceLevel
    /// Whether an assertion in the clear is refused; the national node always encrypts.
    public var requiresEncryption: Bool

    /// - Throws: `Problem` where the node's metadata lack something.
    public init(
        entityID: String, providerName: String, signing: SigningIdentity, decryption: [SigningIdentity], consumer: String, node: EntityDescriptor,
        level: AssuranceLevel = .substantial, requiresEncryption: Bool = true
    ) throws {
        guard EntityDescriptor.location(node.singleSignOn, .post) != nil, EntityDescriptor.location(node.artifactResolution, .soap) != nil,
            !node.signing.isEmpty
        else {
            throw Problem(.invalidInput, "Metadane węzła nie mają adresu logowania, adresu artefaktów albo certyfikatu. Pobierz je jeszcze raz.")
        }
        self.entityID = entityID
        self.providerName = providerName
        self.signing = signing
        self.decryption = decryption
        self.consumer = consumer
        self.node = node
        self.level = level
        self.requiresEncryption = requiresEncryption
    }

    /// What is handed to the node when the service is registered there.
    public var metadata: [UInt8] {
        var descriptor = EntityDescriptor(
            entityID: entityID, role: .serviceProvider, signing: [signing.certificate], encryption: decryption.map(\.certificate))
        descriptor.consumers = [.init(.artifact, consumer, index: 0, isDefault: true)]
        descriptor.nameFormats = [NameFormat.unspecified]
        return descriptor.document
    }

    var signOn: String { EntityDescriptor.location(node.singleSignOn, .post) ?? "" }

    /// By the number that stands in the artifact, else the first (SAML 2.0 Bindings § 3.6.4).
    func resolution(_ artifact: Artifact) -> String {
        let bySoap = node.artifactResolution.filter { $0.binding == .soap }
        return (bySoap.first { $0.index == artifact.endpoint } ?? bySoap.first)?.location ?? ""
    }
}

/// A person whom the node vouches for.
public struct NodePerson: Sendable, Hashable, CustomStringConvertible {
    public var givenNames: String
    public var surname: String
    public var birthday: Day
    public var pesel: PESEL
    public var level: AssuranceLevel
    public var provedAt: Instant
    /// The node's name for the person and number of the session, for logging out there.
    public var name: NameID
    public var sessionIndex: String?
    /// Who proved the person's identity behind the node.
    public var authorities: [String]

    /// Nothing of the person, so that no log tells it.
    public var description: String { "NodePerson" }
}

/// Logins of ours at the node.
public struct NodeLogins: Sendable {
    let platform: any Database
    public let service: NodeService

    /// How long a person may take at the node, in seconds.
    static let lastsSeconds: Int64 = 1200

    public init(platform: any Database, service: NodeService) {
        self.platform = platform
        self.service = service
    }

    /// What the browser is to carry to the node.
    public struct Departure: Sendable {
        public var address: String
        /// Form field `SAMLRequest`.
        public var request: String
        /// Form field `RelayState`.
        public var relayState: String
        /// Stays in the browser as a cookie, so that an answer counts only in the browser that left.
        public var browser: LoginTicket
    }

    /// Starts a login.
    ///
    /// - Parameter returnTo: where the person wanted to go; an address of this server.
    public func begin(returnTo: String?, at now: Instant) async throws -> Departure {
        let context = AuthnRequest.Context(.minimum, [service.level.uri])
        let request = AuthnRequest(
            issueInstant: now, issuer: service.entityID, destination: service.signOn, consumerAddress: service.consumer,
            // A session at the node is no proof for us where the level asks for one.
            forcesAuthn: service.level >= .substantial, providerName: service.providerName, context: context,
            attributes: [PersonAttribute.firstName, .familyName, .dateOfBirth, .personIdentifier].map(\.name))
        let bytes = try request.signed(by: service.signing)
        let state = LoginTicket(), browser = LoginTicket()
        try await platform.write { c in
            try c.execute(
                """
                INSERT INTO saml_node_login (state_sha256, browser_sha256, request_id, return_to, created_at, ends_at)
                VALUES (\(state.fingerprint), \(browser.fingerprint), \(request.id.description), \(returnTo), \(now),
                    \(now.adding(seconds: Self.lastsSeconds)))
                """)
        }
        return Departure(address: service.signOn, request: Base64.encode(bytes), relayState: state.description, browser: browser)
    }

    struct Waiting: Sendable {
        var request: MessageID
        var returnTo: String?
        var createdAt: Instant
    }

    /// Takes the browser's way back.
    ///
    /// - Parameters:
    ///   - artifact: form field `SAMLart`.
    ///   - relayState: form field `RelayState`.
    ///   - browser: what the cookie said.
    ///   - send: sends a SOAP message to an address and gives the answer.
    /// - Throws: `SAMLError`, with an entry in the journal.
    public func accept(
        artifact: String?, relayState: String?, browser: LoginTicket?, at now: Instant,
        send: @Sendable (_ address: String, _ envelope: [UInt8]) async throws -> [UInt8]
    ) async throws -> (person: NodePerson, returnTo: String?) {
        do {
            guard let state = relayState.flatMap(LoginTicket.init), let browser, let artifact = artifact.flatMap(Artifact.init) else {
                throw SAMLError(.inResponseTo, "way back")
            }
            guard artifact.isOf(issuer: service.node.entityID) else { throw SAMLError(.issuer, "artifact") }
            guard let waiting = try await platform.write({ try Self.take($0, state, browser, at: now) }) else { throw SAMLError(.inResponseTo, "way back") }
            let address = service.resolution(artifact)
            let resolve = ArtifactResolve(issueInstant: now, issuer: service.entityID, destination: address, artifact: artifact)
            let answer = try await send(address, SoapEnvelope.around(try resolve.signed(by: service.signing)))
            let (assertion, person) = try read(answer, resolve.id, waiting, at: now)
            try await remember(assertion, person, at: now)
            return (person, waiting.returnTo)
        } catch let error as SAMLError {
            try await platform.write { c in
                guard try RateLimitStore.take(c, Self.refusalsNoted, subject: "saml-node-refused", at: now) == 0 else { return }
                try Journal.append(
                    c, JournalEntry(actor: "system", act: "saml-node-login-refused", object: "wezel", after: error.code.rawValue), at: now)
            }
            throw error
        }
    }

    private static let refusalsNoted = RateLimit([.init(120, inSeconds: 3600)])

    /// A login is taken once, in the browser that began it.
    private static func take(_ c: any SQLConnection, _ state: LoginTicket, _ browser: LoginTicket, at now: Instant) throws -> Waiting? {
        let found = try c.first(
            "SELECT request_id, browser_sha256, return_to, created_at, ends_at FROM saml_node_login WHERE state_sha256 = \(state.fingerprint) AND used_at IS NULL"
        ) { row in
            (
                Waiting(request: try row.parsed("request_id"), returnTo: try row.textOrNil("return_to"), createdAt: try row.instant("created_at")),
                try row.text("browser_sha256"), try row.instant("ends_at")
            )
        }
        guard let (waiting, kept, endsAt) = found, constantTimeEqual(Array(kept.utf8), Array(browser.fingerprint.utf8)), now < endsAt else { return nil }
        guard try c.execute("UPDATE saml_node_login SET used_at = \(now) WHERE state_sha256 = \(state.fingerprint) AND used_at IS NULL") == 1 else { return nil }
        return waiting
    }

    private func read(_ answer: [UInt8], _ resolve: MessageID, _ waiting: Waiting, at now: Instant) throws(SAMLError) -> (Assertion, NodePerson) {
        let signers = service.node.signing
        let message = try SAMLMessage(soap: answer)
        let outer = try ArtifactResponse(reading: message.verified(by: signers), signers: signers)
        guard outer.issuer == service.node.entityID else { throw SAMLError(.issuer, "ArtifactResponse") }
        guard outer.inResponseTo == resolve else { throw SAMLError(.inResponseTo, "ArtifactResponse") }
        guard outer.status.isSuccess, let response = outer.response else { throw SAMLError(.unknownArtifact) }
        let expectation = LoginExpectation(
            issuer: service.node.entityID, audience: service.entityID, recipient: service.consumer, inResponseTo: waiting.request,
            levels: Set(AssuranceLevel.allCases.filter { $0 >= service.level }.map(\.uri)),
            authenticatedAfter: service.level >= .substantial ? waiting.createdAt : nil)
        try expectation.check(response, at: now)
        let assertion = try response.assertion(keys: service.decryption.map(\.key), signers: signers, mustBeEncrypted: service.requiresEncryption)
        try expectation.check(assertion, at: now)
        let asserted = try AssertedPerson(assertion)
        guard let pesel = try? PESEL(checking: asserted.identifier), pesel.birthday == asserted.birthday else { throw SAMLError(.noPerson, "PESEL") }
        guard let level = AssuranceLevel.allCases.first(where: { $0.uri == assertion.contextClass }) else { throw SAMLError(.levelTooLow) }
        let person = NodePerson(
            givenNames: asserted.givenNames, surname: asserted.familyName, birthday: asserted.birthday, pesel: pesel, level: level,
            provedAt: assertion.authnInstant, name: assertion.subject, sessionIndex: assertion.sessionIndex, authorities: assertion.authorities)
        return (assertion, person)
    }

    /// An assertion counts once.
    private func remember(_ assertion: Assertion, _ person: NodePerson, at now: Instant) async throws {
        let until = LoginExpectation.rememberUntil(assertion, at: now)
        let isNew = try await platform.write { c -> Bool in
            let inserted = try c.execute(
                """
                INSERT INTO saml_used_assertion (issuer, assertion_id, until_at) VALUES (\(assertion.issuer), \(assertion.id.description), \(until))
                ON CONFLICT (issuer, assertion_id) DO NOTHING
                """)
            guard inserted == 1 else { return false }
            try Journal.append(
                c, JournalEntry(actor: "system", act: "saml-node-login", object: "wezel", after: "\(person.level.polishName) \(assertion.id)"), at: now)
            return true
        }
        guard isNew else { throw SAMLError(.replayed, "Assertion") }
    }
}
