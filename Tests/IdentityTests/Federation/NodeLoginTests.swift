import Cryptography
import Identity
import Kernel
import Law
import SAML
import Store
import StoreTesting
import Testing

/// This house as a service of the node; the node is played by the test.
@Suite struct NodeLoginTests {
    static let node = "https://wezel.example", own = "https://prusice.example/saml", consumer = "https://prusice.example/logowanie/wezel/powrot"
    static let keys = FederationHouse.nodeKey

    static func service(level: AssuranceLevel = .substantial) throws -> NodeService {
        var descriptor = EntityDescriptor(entityID: node, role: .identityProvider, signing: [keys.certificate])
        descriptor.singleSignOn = [.init(.post, node + "/login/SingleSignOnService")]
        descriptor.singleLogout = [.init(.soap, node + "/slo")]
        descriptor.artifactResolution = [.init(.soap, node + "/art0", index: 0), .init(.soap, node + "/art1", index: 1)]
        return try NodeService(
            entityID: own, providerName: "Prusice", signing: FederationHouse.serviceKey, decryption: [FederationHouse.serviceKey], consumer: consumer,
            node: EntityDescriptor(parsing: descriptor.document, role: .identityProvider), level: level)
    }

    static func assertion(_ request: AuthnRequest, pesel: String = lis.description, at now: Instant = noon) -> Assertion {
        Assertion(
            issueInstant: now, issuer: node, subject: NameID("anna"),
            confirmation: .init(inResponseTo: request.id, notOnOrAfter: now.adding(seconds: 300), recipient: consumer), notBefore: now,
            notOnOrAfter: now.adding(seconds: 300), audience: own, authnInstant: now, contextClass: AssuranceLevel.substantial.uri, authorities: ["pz.gov.pl"],
            attributes: [
                .init(name: PersonAttribute.familyName.name, values: ["Lis"]), .init(name: PersonAttribute.firstName.name, values: ["Anna"]),
                .init(name: PersonAttribute.dateOfBirth.name, values: ["2003-02-28Z"]), .init(name: PersonAttribute.personIdentifier.name, values: [pesel]),
            ])
    }

    /// The node's answer to a resolve message.
    static func answer(_ envelope: [UInt8], _ request: AuthnRequest, _ assertion: Assertion, by signer: SigningIdentity = keys) throws -> [UInt8] {
        let resolve = try ArtifactResolve(reading: SAMLMessage(soap: envelope).verified(by: [FederationHouse.serviceKey.certificate]))
        let hidden = try Recipient(certificate: FederationHouse.serviceKey.certificate, sender: node, recipient: own).encrypt(assertion.signed(by: signer))
        let response = NewResponse(
            inResponseTo: request.id, issueInstant: assertion.issueInstant, issuer: node, destination: consumer, status: .success, assertion: hidden)
        let outer = NewArtifactResponse(
            inResponseTo: resolve.id, issueInstant: assertion.issueInstant, issuer: node, message: try response.signed(by: signer))
        return SoapEnvelope.around(try outer.signed(by: signer))
    }

    private func depart(_ logins: NodeLogins) async throws -> (NodeLogins.Departure, AuthnRequest) {
        let departure = try await logins.begin(returnTo: "/moje", at: noon)
        let message = try SAMLMessage(postField: departure.request)
        return (departure, try AuthnRequest(reading: message.verified(by: [FederationHouse.serviceKey.certificate])))
    }

    @Test("A person comes back from the node, once", arguments: Backend.available) func login(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let logins = NodeLogins(platform: db, service: try Self.service())
            let (departure, request) = try await depart(logins)
            #expect(departure.address == Self.node + "/login/SingleSignOnService" && request.forcesAuthn && request.providerName == "Prusice")
            #expect(request.context == .init(.minimum, [AssuranceLevel.substantial.uri]) && request.attributes.count == 4)
            let artifact = Artifact(issuer: Self.node, endpoint: 1).description
            let assertion = Self.assertion(request)
            @Sendable func send(_ address: String, _ envelope: [UInt8]) async throws -> [UInt8] {
                #expect(address == Self.node + "/art1")
                return try Self.answer(envelope, request, assertion)
            }
            let (person, returnTo) = try await logins.accept(
                artifact: artifact, relayState: departure.relayState, browser: departure.browser, at: noon, send: send)
            #expect(person.pesel == lis && person.surname == "Lis" && person.level == .substantial && returnTo == "/moje" && person.authorities == ["pz.gov.pl"])
            let again = await samlRefusal {
                _ = try await logins.accept(artifact: artifact, relayState: departure.relayState, browser: departure.browser, at: noon, send: send)
            }
            #expect(again == .inResponseTo)
            #expect(try await db.acts() == ["saml-node-login", "saml-node-login-refused"])
        }
    }

    @Test("Logging out reaches the node, and only the node's own answer counts", arguments: Backend.available) func logout(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let logins = NodeLogins(platform: db, service: try Self.service())
            @Sendable func leave(_ status: Status, by signer: SigningIdentity = Self.keys, to other: MessageID? = nil) async throws -> Bool {
                try await logins.leave(name: NameID("anna"), sessionIndex: "ID-7", at: noon) { address, envelope in
                    #expect(address == Self.node + "/slo")
                    let request = try LogoutRequest(reading: SAMLMessage(soap: envelope).verified(by: [FederationHouse.serviceKey.certificate]))
                    #expect(request.subject.value == "anna" && request.sessionIndexes == ["ID-7"] && request.destination == address)
                    let response = LogoutResponse(inResponseTo: other ?? request.id, issueInstant: noon, issuer: Self.node, destination: nil, status: status)
                    return SoapEnvelope.around(try response.signed(by: signer))
                }
            }
            #expect(try await leave(.success))
            #expect(try await !leave(Status(.success, .partialLogout)))
            #expect(try await !leave(Status(.responder)))
            #expect(await samlRefusal { _ = try await leave(.success, by: FederationHouse.stranger) } == .signature)
            #expect(await samlRefusal { _ = try await leave(.success, to: MessageID()) } == .inResponseTo)
        }
    }

    @Test("The way back of another browser, login or time is refused", arguments: Backend.available) func ways(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let logins = NodeLogins(platform: db, service: try Self.service())
            func refusal(
                _ artifact: String? = Artifact(issuer: Self.node).description, state: String? = nil, browser: LoginTicket? = nil, at now: Instant = noon
            ) async throws -> SAMLError.Code? {
                let (departure, request) = try await depart(logins)
                return await samlRefusal {
                    _ = try await logins.accept(
                        artifact: artifact, relayState: state ?? departure.relayState, browser: browser ?? departure.browser, at: now
                    ) { try Self.answer($1, request, Self.assertion(request, at: now)) }
                }
            }
            #expect(try await refusal() == nil)
            #expect(try await refusal(nil) == .inResponseTo)
            #expect(try await refusal("AAQA") == .inResponseTo)
            #expect(try await refusal(Artifact(issuer: "https://obcy.example").description) == .issuer)
            #expect(try await refusal(state: LoginTicket().description) == .inResponseTo)
            #expect(try await refusal(browser: LoginTicket()) == .inResponseTo)
            #expect(try await refusal(at: noon.adding(seconds: 1199)) == nil)
            #expect(try await refusal(at: noon.adding(seconds: 1200)) == .inResponseTo)
        }
    }

    @Test("Altered answers of the node are refused by name", arguments: Backend.available) func altered(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let logins = NodeLogins(platform: db, service: try Self.service())
            func refusal(
                by signer: SigningIdentity = Self.keys, _ change: @escaping @Sendable (inout Assertion) -> Void = { _ in },
                _ bytes: @escaping @Sendable ([UInt8]) -> [UInt8] = { $0 }
            ) async throws -> SAMLError.Code? {
                let (departure, request) = try await depart(logins)
                return await samlRefusal {
                    _ = try await logins.accept(
                        artifact: Artifact(issuer: Self.node).description, relayState: departure.relayState, browser: departure.browser, at: noon
                    ) { _, envelope in
                        var assertion = Self.assertion(request)
                        change(&assertion)
                        return bytes(try Self.answer(envelope, request, assertion, by: signer))
                    }
                }
            }
            #expect(try await refusal(by: FederationHouse.stranger) == .signature)
            #expect(try await refusal { $0.audiences = ["https://inny.example"] } == .audience)
            #expect(try await refusal { $0.notOnOrAfter = noon.adding(seconds: -181) } == .expired)
            #expect(try await refusal { $0.authnInstant = noon.adding(seconds: -181) } == .expired)
            #expect(try await refusal { $0.contextClass = AssuranceLevel.low.uri } == .levelTooLow)
            #expect(try await refusal { $0.confirmations[0].inResponseTo = MessageID() } == .inResponseTo)
            #expect(try await refusal { $0.confirmations[0].recipient = "https://inny.example" } == .recipient)
            #expect(try await refusal { $0.attributes[3].values = ["85071299929"] } == .noPerson)
            #expect(try await refusal { $0.attributes[2].values = ["2003-02-27Z"] } == .noPerson)
            #expect(try await refusal({ _ in }, { _ in Array("<html>".utf8) }) == .malformed)
            let wrap: @Sendable ([UInt8]) -> [UInt8] = { bytes in
                // The signed answer goes into the header, a forged one without a signature stands in the body.
                let text = String(decoding: bytes, as: UTF8.self)
                let message = text.replacing(/^.*<soap:Body>|<\/soap:Body>.*$/, with: "")
                let forged = message.replacing(/<ds:Signature .*?<\/ds:Signature>/, with: "").replacing("ID=\"ID-", with: "ID=\"ID-x")
                return Array(text.replacing("<soap:Body>\(message)", with: "<soap:Header>\(message)</soap:Header><soap:Body>\(forged)").utf8)
            }
            #expect(try await refusal({ _ in }, wrap) == .unsigned)
            let fixed = MessageID()
            #expect(try await refusal { $0.id = fixed } == nil)
            #expect(try await refusal { $0.id = fixed } == .replayed)
            #expect(try await db.acts().filter { $0 == "saml-node-login-refused" }.count == 12)
        }
    }
}
