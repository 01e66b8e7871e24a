import Cryptography
import Foundation
import Kernel
import SAML
import Testing

/// Parties and messages made once for a test run.
enum Parties {
    static let now = Instant(iso8601: "2026-03-12T13:41:00Z")!
    static let node = "https://wezel.example", service = "https://urzad.example/saml"
    static let consumer = "https://urzad.example/logowanie/wezel/powrot"
    static let nodeKey = try! identity("Węzeł", .generateP256()), serviceKey = try! identity("Urząd", .generateP256())
    static let rsaKey = try! identity("Węzeł RSA", .generateRSA()), stranger = try! identity("Obcy", .generateP256())
    static let request = MessageID("ID-prosba-1")!

    static func identity(_ name: String, _ key: PrivateKey) throws -> SigningIdentity {
        SigningIdentity(
            key: key,
            certificate: try CertificateIssuer.selfSigned(
                subject: [("CN", name)], key: key, notBefore: now.adding(seconds: -86_400), days: 3650, isAuthority: false))
    }

    static func assertion(_ change: (inout Assertion) -> Void = { _ in }) -> Assertion {
        var assertion = Assertion(
            issueInstant: now, issuer: node, subject: NameID("jan.probny"),
            confirmation: .init(inResponseTo: request, notOnOrAfter: now.adding(seconds: 300), recipient: consumer), notBefore: now.adding(seconds: -30),
            notOnOrAfter: now.adding(seconds: 300), audience: service, authnInstant: now, contextClass: "http://eidas.europa.eu/LoA/substantial",
            authorities: ["pz.example"],
            attributes: [
                .init(name: PersonAttribute.familyName.name, values: ["Zażółć-Gęślą"]), .init(name: PersonAttribute.firstName.name, values: ["Jan"]),
                .init(name: PersonAttribute.dateOfBirth.name, values: ["1944-05-14Z"]),
                .init(name: PersonAttribute.personIdentifier.name, values: ["44051401359"]),
            ])
        change(&assertion)
        return assertion
    }

    /// What the node answers: the assertion, encrypted unless said otherwise, in a signed response in a signed artifact response.
    static func answer(
        _ assertion: Assertion = assertion(), by identity: SigningIdentity = nodeKey, to recipient: SigningIdentity? = serviceKey,
        cipher: ContentCipher = .aes256GCM, change: (inout NewResponse) -> Void = { _ in }
    ) throws -> [UInt8] {
        let plain = try assertion.signed(by: identity)
        let content = try recipient.map {
            try Recipient(certificate: $0.certificate, cipher: cipher, sender: node, recipient: service).encrypt(plain)
        }
        var response = NewResponse(
            inResponseTo: request, issueInstant: now, issuer: node, destination: consumer, status: .success, assertion: content ?? plain)
        change(&response)
        let message = try response.signed(by: identity)
        let outer = NewArtifactResponse(inResponseTo: request, issueInstant: now, issuer: node, message: message)
        return SoapEnvelope.around(try outer.signed(by: identity))
    }

    static let expectation = LoginExpectation(
        issuer: node, audience: service, recipient: consumer, inResponseTo: request,
        levels: ["http://eidas.europa.eu/LoA/substantial", "http://eidas.europa.eu/LoA/high"])

    /// The whole of what a service does with an answer.
    static func accept(
        _ answer: [UInt8], signers: [SigningIdentity] = [nodeKey], keys: [SigningIdentity] = [serviceKey], expectation: LoginExpectation = expectation,
        at now: Instant = now, mustBeEncrypted: Bool = true
    ) throws(SAMLError) -> AssertedPerson {
        let certificates = signers.map(\.certificate)
        let message = try SAMLMessage(soap: answer)
        let outer = try ArtifactResponse(reading: message.verified(by: certificates), signers: certificates)
        guard let response = outer.response else { throw SAMLError(.unknownArtifact) }
        try expectation.check(response, at: now)
        let assertion = try response.assertion(keys: keys.map(\.key), signers: certificates, mustBeEncrypted: mustBeEncrypted)
        try expectation.check(assertion, at: now)
        return try AssertedPerson(assertion)
    }

    static func refusal(_ body: () throws -> Any) -> SAMLError.Code? {
        do {
            _ = try body()
            return nil
        } catch let error as SAMLError { return error.code } catch { return nil }
    }

    static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    static func replacing(_ old: String, _ new: String, in bytes: [UInt8]) -> [UInt8] { Array(text(bytes).replacingOccurrences(of: old, with: new).utf8) }

    static let hasXMLSec = FileManager.default.isExecutableFile(atPath: "/usr/bin/xmlsec1")

    /// Runs xmlsec1 and gives what it printed, or `nil` where it refused.
    static func xmlsec(_ arguments: [String], _ document: [UInt8]) throws -> [UInt8]? {
        let file = FileManager.default.temporaryDirectory.appending(path: "saml-\(UUID().uuidString).xml")
        try Data(document).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        let out = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/xmlsec1")
        process.arguments = arguments + [file.path()]
        process.standardOutput = out
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = [UInt8](out.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        return process.terminationStatus == 0 ? bytes : nil
    }

    static func file(_ text: String) throws -> String {
        let url = FileManager.default.temporaryDirectory.appending(path: "saml-\(UUID().uuidString).pem")
        try text.write(to: url, atomically: true, encoding: .utf8)
        return url.path()
    }

    static var shared: URL? {
        var url = URL(filePath: #filePath)
        for _ in 0..<4 { url.deleteLastPathComponent() }
        url.append(path: "shared/data/epuap/examples/login")
        return FileManager.default.fileExists(atPath: url.path()) ? url : nil
    }
}
