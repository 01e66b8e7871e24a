import Cryptography
import Foundation
import Kernel
import SAML
import Testing

@Suite struct MessageTests {
    @Test("A request keeps everything over the wire", arguments: [Parties.nodeKey, Parties.rsaKey])
    func request(_ identity: SigningIdentity) throws {
        let request = AuthnRequest(
            issueInstant: Parties.now, issuer: Parties.service, destination: "https://wezel.example/sso?a=1&b=2", consumerAddress: Parties.consumer,
            forcesAuthn: true, providerName: "Urząd \"Próbny\" & <syn>", context: .init(.minimum, ["http://eidas.europa.eu/LoA/substantial"]),
            attributes: PersonAttribute.allCases.map(\.name))
        let message = try SAMLMessage(postField: Base64.encode(request.signed(by: identity)))
        #expect(message.kind == .authnRequest && message.issuer == Parties.service)
        #expect(try AuthnRequest(reading: message.verified(by: [identity.certificate])) == request)
        #expect(Parties.refusal { try message.verified(by: [Parties.stranger.certificate]) } == .signature)
        #expect(Parties.refusal { try message.verified(by: []) } == .signature)
    }

    @Test("Any words survive signing, encryption and reading") func anyWords() throws {
        var generator = SeededGenerator(seed: 11)
        let letters: [Character] = ["a", "Ż", "ó", "ł", "<", ">", "&", "\"", "'", "\t", "\n", "\r", " ", "]", "🦊", "\u{301}", "-", "/"]
        func word() -> String {
            let inner = (0..<Int.random(in: 0...24, using: &generator)).compactMap { _ in letters.randomElement(using: &generator) }
            return "x" + String(inner) + "y"
        }
        for _ in 0..<60 {
            let family = word(), given = word(), name = word()
            let assertion = Parties.assertion { a in
                a.subject = NameID(name)
                a.attributes[0].values = [family]
                a.attributes[1].values = [given]
            }
            let person = try Parties.accept(Parties.answer(assertion))
            #expect(Array(person.familyName.unicodeScalars) == Array(family.unicodeScalars) && Array(person.givenNames.utf8) == Array(given.utf8))
            let request = AuthnRequest(
                issueInstant: Parties.now, issuer: word(), destination: word(), consumerAddress: word(), providerName: word(), context: .init(.exact, [word()]))
            let read = try AuthnRequest(reading: SAMLMessage(parsing: request.signed(by: Parties.nodeKey)).verified(by: [Parties.nodeKey.certificate]))
            #expect(read == request)
        }
    }

    @Test("The other messages keep everything") func others() throws {
        let signer = [Parties.nodeKey.certificate]
        let resolve = ArtifactResolve(
            issueInstant: Parties.now, issuer: Parties.service, destination: nil, artifact: Artifact(issuer: Parties.node, endpoint: 258))
        let sent = SoapEnvelope.around(try resolve.signed(by: Parties.nodeKey))
        #expect(try ArtifactResolve(reading: SAMLMessage(soap: sent).verified(by: signer)) == resolve)
        #expect(resolve.artifact.isOf(issuer: Parties.node) && !resolve.artifact.isOf(issuer: Parties.service))
        let logout = LogoutRequest(
            issueInstant: Parties.now, issuer: Parties.service, destination: "https://wezel.example/slo", notOnOrAfter: Parties.now,
            subject: NameID("jan"), sessionIndexes: ["ID-1", "ID-2"])
        #expect(try LogoutRequest(reading: SAMLMessage(parsing: logout.signed(by: Parties.nodeKey)).verified(by: signer)) == logout)
        let response = LogoutResponse(
            inResponseTo: logout.id, issueInstant: Parties.now, issuer: Parties.node, destination: nil, status: Status(.success, .partialLogout))
        #expect(try LogoutResponse(reading: SAMLMessage(parsing: response.signed(by: Parties.nodeKey)).verified(by: signer)) == response)
        let kind = try SAMLMessage(parsing: logout.signed(by: Parties.nodeKey)).verified(by: signer)
        #expect(Parties.refusal { try AuthnRequest(reading: kind) } == .unexpected)
    }

    @Test("Artifacts of another form are none") func artifacts() {
        let good = Artifact(issuer: Parties.node)
        #expect(Artifact(good.description) == good)
        for bad in ["", "AAQ", Base64.encode([0, 1] + [UInt8](repeating: 7, count: 42)), good.description + "AAAA", "żółw"] { #expect(Artifact(bad) == nil) }
    }

    @Test("xmlsec1 verifies our messages", .enabled(if: Parties.hasXMLSec || ProcessInfo.processInfo.environment["CI"] != nil), arguments: [false, true])
    func oracle(rsa: Bool) throws {
        let identity = rsa ? Parties.rsaKey : Parties.nodeKey
        let key = try Parties.file(identity.certificate.pem)
        defer { try? FileManager.default.removeItem(atPath: key) }
        let protocols = "urn:oasis:names:tc:SAML:2.0:protocol"
        let arguments = [
            "--verify", "--pubkey-cert-pem", key, "--id-attr:ID", "\(protocols):ArtifactResponse", "--id-attr:ID", "\(protocols):Response", "--id-attr:ID",
            "urn:oasis:names:tc:SAML:2.0:assertion:Assertion",
        ]
        let answer = try Parties.answer(by: identity, to: nil)
        for name in ["ArtifactResponse", "Response", "Assertion"] {
            let path = "//*[local-name()='\(name)']/*[local-name()='Signature']"
            #expect(try Parties.xmlsec(arguments + ["--node-xpath", path], answer) != nil, "\(name)")
            #expect(try Parties.xmlsec(arguments + ["--node-xpath", path], Parties.replacing("44051401359", "44051401358", in: answer)) == nil)
        }
    }

    @Test("The recorded assertion of an emulator is read", .enabled(if: Parties.shared != nil)) func recorded() throws {
        let bytes = try [UInt8](Data(contentsOf: try #require(Parties.shared).appending(path: "encryptedEC.decrypted.xml")))
        // It carries no signature of its own; ours goes around it.
        let recipient = Recipient(certificate: Parties.serviceKey.certificate, sender: "localhost.wk.gov.pl", recipient: "http://localhost.sp.pl")
        let response = NewResponse(
            inResponseTo: MessageID("ID-d136a4ee-a3a3-4392-a055-2e95d44165bc"), issueInstant: Parties.now, issuer: "localhost.wk.gov.pl",
            destination: "http://localhost:11080/saml-emulator/context", status: .success, assertion: try recipient.encrypt(bytes))
        let read = try Response(reading: SAMLMessage(parsing: response.signed(by: Parties.nodeKey)).verified(by: [Parties.nodeKey.certificate]))
        let assertion = try read.assertion(keys: [Parties.serviceKey.key], signers: [], mustBeEncrypted: true)
        #expect(assertion.sessionIndex == "_ID-6ed12bfb-60f9-41bf-afdd-0ab87aec4150" && assertion.authorities == ["pz.gov.pl"])
        let person = try AssertedPerson(assertion)
        #expect(person.familyName == "Apitz" && person.birthday.description == "1987-02-22" && person.identifier == "87022243734")
        let expectation = LoginExpectation(
            issuer: "localhost.wk.gov.pl", audience: "http://localhost.sp.pl", recipient: "http://localhost:11080/saml-emulator/context",
            inResponseTo: try #require(MessageID("ID-d136a4ee-a3a3-4392-a055-2e95d44165bc")), levels: ["http://eidas.europa.eu/LoA/substantial"])
        let then = try #require(Instant(iso8601: "2018-09-13T13:18:00Z"))
        try expectation.check(assertion, at: then)
        #expect(Parties.refusal { try expectation.check(assertion, at: Parties.now) } == .expired)
    }

    @Test("Values of the national node stand as its clients look for them") func literalTypes() {
        let text = Parties.text(Parties.assertion().unsigned)
        for part in [
            "xmlns:naturalperson=\"http://eidas.europa.eu/attributes/naturalperson\"", "xsi:type=\"naturalperson:CurrentGivenNameType\">Jan<",
            "xsi:type=\"naturalperson:PersonIdentifierType\">44051401359<", "FriendlyName=\"DateOfBirth\"",
        ] { #expect(text.contains(part), "\(part)") }
    }

    @Test("Metadata come back as they were written", arguments: [EntityDescriptor.Role.identityProvider, .serviceProvider])
    func metadata(_ role: EntityDescriptor.Role) throws {
        var descriptor = EntityDescriptor(
            entityID: Parties.service, role: role, signing: [Parties.serviceKey.certificate, Parties.rsaKey.certificate],
            encryption: [Parties.serviceKey.certificate])
        descriptor.artifactResolution = [.init(.soap, "https://urzad.example/art", index: 0, isDefault: true)]
        descriptor.singleLogout = [.init(.soap, "https://urzad.example/slo")]
        descriptor.nameFormats = [NameFormat.unspecified]
        if role == .identityProvider {
            descriptor.singleSignOn = [.init(.post, "https://urzad.example/sso")]
        } else {
            descriptor.consumers = [.init(.artifact, "https://urzad.example/acs?a=1&b=2", index: 3, isDefault: true)]
        }
        let read = try EntityDescriptor(parsing: descriptor.document, role: role)
        #expect(read.entityID == descriptor.entityID && read.signing == descriptor.signing && read.encryption == descriptor.encryption)
        #expect(read.consumers == descriptor.consumers && read.singleSignOn == descriptor.singleSignOn && read.singleLogout == descriptor.singleLogout)
        #expect(read.artifactResolution == descriptor.artifactResolution && read.nameFormats == descriptor.nameFormats)
        let other: EntityDescriptor.Role = role == .identityProvider ? .serviceProvider : .identityProvider
        #expect(Parties.refusal { try EntityDescriptor(parsing: descriptor.document, role: other) } == .malformed)
    }
}
