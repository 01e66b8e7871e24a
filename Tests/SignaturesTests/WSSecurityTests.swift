import Cryptography
import Foundation
import Kernel
import Signatures
import Testing
import XML

@Suite struct WSSecurityTests {
    static let body = "<ob:Dokument xmlns:ob=\"http://wsdl.epuap.gov.pl/obiekty/\"><nazwaPliku>Łódź &amp; co.xml</nazwaPliku></ob:Dokument>"

    static func message(_ identity: SigningIdentity = Fixtures.rsa, timestamp: Bool = true) throws -> [UInt8] {
        try WSSecurity.envelope(
            body: body, headers: "<ob:CzyProbne xmlns:ob=\"http://wsdl.epuap.gov.pl/obiekty/\">false</ob:CzyProbne>", identity: identity,
            now: Fixtures.now, timestamp: timestamp)
    }

    private func check(_ message: [UInt8], at instant: Instant = Fixtures.now, allowSHA1: Bool = true) throws -> WSSVerified {
        try WSSecurity.verify(XMLTree(parsing: message), now: instant, allowSHA1: allowSHA1)
    }

    private func refusal(_ message: [UInt8], at instant: Instant = Fixtures.now, allowSHA1: Bool = true) -> WSSError.Code? {
        do {
            _ = try check(message, at: instant, allowSHA1: allowSHA1)
            return nil
        } catch let error as WSSError { return error.code } catch { return nil }
    }

    @Test("A message of ours verifies, with and without a time stamp", arguments: [true, false]) func own(_ timestamp: Bool) throws {
        for identity in [Fixtures.rsa, Fixtures.p256] {
            let verified = try check(Self.message(identity, timestamp: timestamp))
            #expect(verified.certificateDER == identity.certificate.der)
            #expect(verified.hasSignedTimestamp == timestamp && !verified.usedSHA1)
        }
    }

    @Test("xmlsec1 accepts our messages", .enabled(if: Fixtures.hasXMLSec || ProcessInfo.processInfo.environment["CI"] != nil)) func oracle() throws {
        let cert = FileManager.default.temporaryDirectory.appending(path: "c-\(UUID().uuidString).pem")
        try Fixtures.rsa.certificate.pem.write(to: cert, atomically: true, encoding: .utf8)
        let arguments = [
            "--verify", "--pubkey-cert-pem", cert.path(), "--id-attr:Id", "http://schemas.xmlsoap.org/soap/envelope/:Body", "--id-attr:Id",
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd:Timestamp",
        ]
        #expect(try Fixtures.xmlsec(arguments, Self.message()))
        #expect(try !Fixtures.xmlsec(arguments, Fixtures.replacing("Łódź", "Lódź", in: Self.message())))
    }

    @Test("A changed body, a missing signature and a moved body are told apart") func attacks() throws {
        let message = try Self.message()
        #expect(refusal(Fixtures.replacing("Łódź", "Lódź", in: message)) == .digestMismatch)
        let text = Fixtures.text(message)
        let unsigned = text.replacing(/<ds:Signature .*<\/ds:Signature>/.dotMatchesNewlines(), with: "")
        #expect(refusal(Array(unsigned.utf8)) == .missing)
        // Wrapping: the signed body goes to the header, a forged one takes its place.
        let start = try #require(text.range(of: "<soapenv:Body")), end = try #require(text.range(of: "</soapenv:Body>"))
        let signed = String(text[start.lowerBound..<end.upperBound])
        let forged = "<soapenv:Body xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><zle/></soapenv:Body>"
        let wrapped = text.replacingOccurrences(of: signed, with: forged).replacingOccurrences(
            of: "</soapenv:Header>", with: "<x>\(signed)</x></soapenv:Header>")
        #expect(refusal(Array(wrapped.utf8)) == .bodyNotSigned)
        let id = try #require(text.firstMatch(of: /wsu:Id="(id-[0-9a-f]+)"/)).output.1
        let twice = text.replacingOccurrences(of: "</soapenv:Header>", with: "<x Id=\"\(id)\"/></soapenv:Header>")
        #expect(refusal(Array(twice.utf8)) == .duplicateID)
    }

    @Test("Time stamps are held to five minutes and must be signed") func time() throws {
        let message = try Self.message()
        #expect(refusal(message, at: Fixtures.now.adding(seconds: 500)) == nil)
        #expect(refusal(message, at: Fixtures.now.adding(seconds: 700)) == .expired)
        #expect(refusal(message, at: Fixtures.now.adding(seconds: -400)) == .expired)
        let extra = Fixtures.replacing(
            "<wsse:BinarySecurityToken",
            "<wsu:Timestamp xmlns:wsu=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd\"><wsu:Created>2026-03-12T13:41:00Z</wsu:Created></wsu:Timestamp><wsse:BinarySecurityToken",
            in: try Self.message(timestamp: false))
        #expect(refusal(extra) == .timestampNotSigned)
    }

    @Test("A certificate that is only named is found among the registered ones") func named() throws {
        let c = Fixtures.rsa.certificate
        let text = Fixtures.text(try Self.message())
        let direct = try #require(text.firstMatch(of: /<wsse:Reference URI="#X509-[^>]*><\/wsse:Reference>/)).output
        let type = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509SubjectKeyIdentifier"
        let thumbprint = "http://docs.oasis-open.org/wss/oasis-wss-soap-message-security-1.1#ThumbprintSHA1"
        let ds = "http://www.w3.org/2000/09/xmldsig#"
        for reference in [
            "<wsse:KeyIdentifier ValueType=\"\(type)\">\(Base64.encode(try #require(c.subjectKeyIdentifier)))</wsse:KeyIdentifier>",
            "<wsse:KeyIdentifier ValueType=\"\(thumbprint)\">\(Base64.encode(DigestAlgorithm.sha1.hash(c.der)))</wsse:KeyIdentifier>",
            "<x:X509Data xmlns:x=\"\(ds)\"><x:X509IssuerSerial><x:X509IssuerName>\(c.issuer)</x:X509IssuerName><x:X509SerialNumber>\(c.serialDecimal)</x:X509SerialNumber></x:X509IssuerSerial></x:X509Data>",
        ] {
            let tree = try XMLTree(parsing: Array(text.replacingOccurrences(of: direct, with: reference).utf8))
            let verified = try WSSecurity.verify(tree, now: Fixtures.now) { WSSecurity.find($0, among: [Fixtures.p256.certificate, c]) }
            #expect(verified.certificateDER == c.der)
            #expect(throws: WSSError.self) { try WSSecurity.verify(tree, now: Fixtures.now) { WSSecurity.find($0, among: [Fixtures.p256.certificate]) } }
        }
    }

    @Test("Every recorded message of real clients verifies", .enabled(if: Fixtures.shared != nil)) func recorded() throws {
        let folder = try #require(Fixtures.shared).appending(path: "messages")
        var count = 0
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted() where name.hasSuffix(".xml") {
            let tree = try XMLTree(parsing: [UInt8](Data(contentsOf: folder.appending(path: name))))
            guard tree.root.name == "Envelope", tree.root.first("Security") != nil else { continue }
            let stamp = tree.root.first("Created").flatMap { Instant(iso8601: $0.text) } ?? Fixtures.now
            _ = try WSSecurity.verify(tree, now: stamp)
            count += 1
        }
        #expect(count >= 8)
    }
}
