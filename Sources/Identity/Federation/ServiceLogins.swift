internal import Cryptography
public import Kernel
internal import Law
public import SAML
public import Store

/// Logins that services ask for: request, proof, artifact, session, logout (epuap.md § 9).
public struct ServiceLogins: Sendable {
    let platform: any Database
    public let provider: IdentityProvider

    /// How long an artifact waits to be resolved, and an assertion to be brought, in seconds.
    static let artifactSeconds: Int64 = 60
    static let assertionSeconds: Int64 = 300

    public init(platform: any Database, provider: IdentityProvider) {
        self.platform = platform
        self.provider = provider
    }

    /// An answer on its way through the browser.
    public struct Answer: Sendable, Hashable {
        public var artifact: Artifact
        public var consumer: String
        public var relayState: String?
        /// The name of the service, for the page in between.
        public var service: String
    }

    public enum Step: Sendable {
        /// The person has to prove who they are; then the way goes on with the same ticket.
        case ask(SignInWish)
        case answer(Answer)
    }

    /// What the login page has to bring about.
    public struct SignInWish: Sendable, Hashable {
        public var ticket: LoginTicket
        public var level: AssuranceLevel
        /// A session is not enough, whatever it is worth.
        public var isFresh: Bool
        /// Who asks, as people know it.
        public var service: String
    }

    public enum Begun: Sendable {
        case waiting(LoginTicket)
        case answer(Answer)
    }

    // ── the request ──

    /// Takes a request for login.
    ///
    /// - Parameters:
    ///   - field: the form field `SAMLRequest`.
    ///   - relayState: given back with the answer, never read.
    /// - Throws: `SAMLError` for what cannot be answered, because nobody vouches for where the answer would go.
    public func begin(field: String, relayState: String?, at now: Instant) async throws -> Begun {
        let message = try SAMLMessage(postField: field)
        let service = try await service(message.issuer)
        let request: AuthnRequest
        let consumer: String
        do {
            request = try AuthnRequest(reading: message.verified(by: service.metadata.signing))
            try RequestRules.checkDestination(request.destination, isOneOf: provider.addresses(IdentityProvider.Path.signOn))
            try RequestRules.checkTime(request.issueInstant, at: now)
            if let name = service.providerName, request.providerName != name { throw SAMLError(.providerName) }
            if let state = relayState, state.utf8.count > 1024 { throw SAMLError(.malformed, "RelayState") }
            consumer = try service.consumer(for: request)
        } catch let error as SAMLError { throw try await noted(error, service, at: now) }
        let format = request.nameFormat ?? NameFormat.unspecified
        var pending = PendingLogin(
            service: service.id, request: request.id, consumer: consumer, relayState: relayState,
            wanted: WantedLogin(level: service.level, isFresh: request.forcesAuthn), nameFormat: format,
            attributes: request.attributes.isEmpty
                ? service.attributes : service.attributes.intersection(request.attributes.compactMap(PersonAttribute.init(name:))), createdAt: now,
            endsAt: now.adding(seconds: PendingLogin.lastsSeconds))
        var refusal: Status?
        do { pending.wanted = try WantedLogin(request, of: service) } catch { refusal = Status(.responder, .noAuthnContext) }
        if format != NameFormat.unspecified, format != NameFormat.transient { refusal = Status(.requester, .requestUnsupported) }
        let ticket = LoginTicket()
        let kept = pending
        guard try await platform.write({ try LoginStore.insert($0, ticket, kept) }) else {
            throw try await noted(SAMLError(.replayed, "AuthnRequest"), service, at: now)
        }
        guard let refusal else { return .waiting(ticket) }
        return .answer(try await refuse(ticket, kept, service, refusal, at: now))
    }

    // ── the person ──

    /// The next step of a login, with whoever is signed in in the browser.
    ///
    /// - Throws: `SAMLError` `.expired` for a login that is over.
    public func advance(_ ticket: LoginTicket, citizen: ProvenCitizen?, at now: Instant) async throws -> Step {
        let (pending, service) = try await pending(ticket, at: now)
        var isUsed = false
        if let citizen {
            isUsed = try await platform.read { try LoginStore.isUsed($0, session: citizen.session, provedAt: citizen.provedAt) }
        }
        switch pending.wanted.decide(level: citizen?.level, provedAt: citizen?.provedAt, askedAt: pending.createdAt, isUsed: isUsed) {
        case .ask: return .ask(wish(ticket, pending, service))
        case .refusePassive: return .answer(try await refuse(ticket, pending, service, Status(.responder, .noPassive), at: now))
        case .answer:
            guard let citizen else { return .ask(wish(ticket, pending, service)) }
            return try await answer(ticket, pending, service, citizen, at: now)
        }
    }

    /// The person does not want to go on, or may not.
    public func giveUp(_ ticket: LoginTicket, at now: Instant) async throws -> Answer {
        let (pending, service) = try await pending(ticket, at: now)
        return try await refuse(ticket, pending, service, Status(.responder, .authnFailed), at: now)
    }

    private func wish(_ ticket: LoginTicket, _ pending: PendingLogin, _ service: ServiceProvider) -> SignInWish {
        SignInWish(ticket: ticket, level: pending.wanted.level, isFresh: pending.wanted.isFresh, service: service.name)
    }

    private func pending(_ ticket: LoginTicket, at now: Instant) async throws -> (PendingLogin, ServiceProvider) {
        let found = try await platform.read { c -> (PendingLogin, ServiceProvider)? in
            guard let pending = try LoginStore.find(c, ticket, at: now), let service = try ServiceStore.find(c, pending.service) else { return nil }
            return (pending, service)
        }
        guard let (pending, service) = found, service.closedAt == nil else { throw SAMLError(.expired, "login") }
        return (pending, service)
    }

    private func answer(
        _ ticket: LoginTicket, _ pending: PendingLogin, _ service: ServiceProvider, _ citizen: ProvenCitizen, at now: Instant
    ) async throws -> Step {
        let name = pending.nameFormat == NameFormat.transient ? NameID(MessageID().description, format: NameFormat.transient) : NameID(citizen.userID.description)
        let ends = now.adding(seconds: Self.assertionSeconds)
        let assertion = Assertion(
            issueInstant: now, issuer: provider.entityID, subject: name,
            confirmation: .init(inResponseTo: pending.request, notOnOrAfter: ends, recipient: pending.consumer), notBefore: now.adding(seconds: -30),
            notOnOrAfter: ends, audience: service.entityID, authnInstant: citizen.provedAt,
            contextClass: pending.wanted.contextClass ?? citizen.level.uri, authorities: service.shape == .node ? [provider.entityID] : [],
            attributes: service.shape == .node ? Self.attributes(citizen, pending.attributes) : [])
        let signed = try assertion.signed(by: provider.signing(service))
        let content = try hidden(signed, for: service)
        let (artifact, message) = try make(pending, service, .success, content, at: now)
        let session = ServiceSession(
            index: assertion.id.description, service: service.id, account: citizen.account, session: citizen.session, name: name)
        let needsProof = pending.wanted.isFresh
        let told = assertion.attributes.compactMap { PersonAttribute(name: $0.name)?.rawValue }
        enum Outcome: Sendable { case done, late, usedProof }
        let outcome = try await platform.write { c -> Outcome in
            // A proof that two tabs want to use at once serves one of them.
            if needsProof, try !LoginStore.use(c, session: citizen.session, provedAt: citizen.provedAt, at: now) { return .usedProof }
            guard try LoginStore.answer(c, ticket, at: now) else { return .late }
            try LoginStore.insert(c, artifact, service.id, message: message, endsAt: now.adding(seconds: Self.artifactSeconds), at: now)
            try LoginStore.insert(c, session, at: now)
            let person = FactorOwner.citizen(citizen.account).description
            if !told.isEmpty {
                let onlooker = Onlooker(performer: Performer(id: service.object, name: service.name), office: nil, post: service.name)
                try PersonStore.look(c, citizen.person, .service, by: onlooker, why: "logowanie: \(told.joined(separator: ", "))", at: now)
            }
            try Journal.append(
                c, JournalEntry(actor: person, act: "saml-login", object: service.object, after: "\(citizen.level.polishName) \(session.index)"), at: now)
            return .done
        }
        switch outcome {
        case .done: return .answer(Answer(artifact: artifact, consumer: pending.consumer, relayState: pending.relayState, service: service.name))
        case .late: throw SAMLError(.replayed, "login")
        case .usedProof: return .ask(wish(ticket, pending, service))
        }
    }

    private static func attributes(_ citizen: ProvenCitizen, _ wanted: Set<PersonAttribute>) -> [Assertion.Attribute] {
        PersonAttribute.allCases.filter(wanted.contains).compactMap { attribute in
            let value: String? =
                switch attribute {
                case .familyName: citizen.name.surname
                case .firstName: citizen.name.givenNames
                case .dateOfBirth: "\(citizen.birthday)Z"
                case .personIdentifier: citizen.pesel?.description
                }
            return value.map { Assertion.Attribute(name: attribute.name, values: [$0]) }
        }
    }

    /// What says who a person is leaves encrypted, or does not leave.
    private func hidden(_ assertion: [UInt8], for service: ServiceProvider) throws -> [UInt8] {
        guard let certificate = service.metadata.encryption.first else {
            guard service.shape == .older else { throw SAMLError(.notEncrypted, "service without an encryption certificate") }
            return assertion
        }
        return try Recipient(certificate: certificate, sender: provider.entityID, recipient: service.entityID).encrypt(assertion)
    }

    private func make(
        _ pending: PendingLogin, _ service: ServiceProvider, _ status: Status, _ assertion: [UInt8]?, at now: Instant
    ) throws -> (Artifact, [UInt8]) {
        let response = NewResponse(
            inResponseTo: pending.request, issueInstant: now, issuer: provider.entityID, destination: pending.consumer, status: status, assertion: assertion)
        let artifact = Artifact(issuer: provider.entityID, endpoint: service.shape == .node ? 0 : 1)
        return (artifact, try response.signed(by: provider.signing(service)))
    }

    private func refuse(
        _ ticket: LoginTicket, _ pending: PendingLogin, _ service: ServiceProvider, _ status: Status, at now: Instant
    ) async throws -> Answer {
        let (artifact, message) = try make(pending, service, status, nil, at: now)
        let isFirst = try await platform.write { c -> Bool in
            guard try LoginStore.answer(c, ticket, at: now) else { return false }
            try LoginStore.insert(c, artifact, service.id, message: message, endsAt: now.adding(seconds: Self.artifactSeconds), at: now)
            try Journal.append(
                c, JournalEntry(actor: service.object, act: "saml-login-refused", object: service.object, after: status.second.map { "\($0)" }), at: now)
            return true
        }
        guard isFirst else { throw SAMLError(.replayed, "login") }
        return Answer(artifact: artifact, consumer: pending.consumer, relayState: pending.relayState, service: service.name)
    }

    // ── the artifact ──

    /// Answers a request for the message behind an artifact.
    ///
    /// - Parameter envelope: the SOAP message.
    /// - Returns: the SOAP answer; without a message where the artifact is not this service's to resolve, or not any more.
    public func resolve(_ envelope: [UInt8], at now: Instant) async throws -> [UInt8] {
        let message = try SAMLMessage(soap: envelope)
        let service = try await service(message.issuer)
        let request: ArtifactResolve
        do {
            request = try ArtifactResolve(reading: message.verified(by: service.metadata.signing))
            if request.destination != nil {
                try RequestRules.checkDestination(request.destination, isOneOf: provider.addresses(IdentityProvider.Path.artifact))
            }
        } catch { throw try await noted(error, service, at: now) }
        let taken = try await platform.write { c -> LoginStore.Taken in
            let taken = try LoginStore.take(c, request.artifact, for: service.id, at: now)
            let cause: String? =
                switch taken {
                case .message: nil
                case .unknown: "unknown"
                case .foreign: "foreign"
                case .used: "used"
                case .expired: "expired"
                }
            if let cause {
                try Journal.append(c, JournalEntry(actor: service.object, act: "saml-artifact-refused", object: service.object, after: cause), at: now)
            }
            return taken
        }
        var content: [UInt8]?
        if case .message(let bytes) = taken { content = bytes }
        let answer = NewArtifactResponse(inResponseTo: request.id, issueInstant: now, issuer: provider.entityID, message: content)
        return SoapEnvelope.around(try answer.signed(by: provider.signing(service)))
    }

    // ── who is behind a session number ──

    /// The account behind a number of a session (TGSID); `nil` where it is over. Source: epuap.md § 4.9–4.10.
    public func account(sessionIndex: String) async throws -> CitizenAccountID? {
        try await platform.read { try LoginStore.open($0, index: sessionIndex)?.account }
    }

    /// Forgets what is over.
    public static func sweep(_ c: any SQLConnection, at now: Instant) throws { try LoginStore.sweep(c, at: now) }

    // ── refusals ──

    func service(_ entityID: String) async throws -> ServiceProvider {
        guard let service = try await platform.read({ try ServiceStore.find($0, entityID: entityID) }), service.closedAt == nil else {
            throw SAMLError(.unknownIssuer)
        }
        return service
    }

    /// One service's name in a flood of forged messages fills no journal.
    private static let refusalsNoted = RateLimit([.init(60, inSeconds: 3600)])

    /// Notes a refusal in the journal and gives it back.
    func noted(_ error: any Error, _ service: ServiceProvider, at now: Instant) async throws -> any Error {
        guard let refusal = error as? SAMLError else { return error }
        try await platform.write { c in
            guard try RateLimitStore.take(c, Self.refusalsNoted, subject: "saml-refused:\(service.id)", at: now) == 0 else { return }
            try Journal.append(
                c, JournalEntry(actor: service.object, act: "saml-message-refused", object: service.object, after: refusal.code.rawValue), at: now)
        }
        return refusal
    }
}
