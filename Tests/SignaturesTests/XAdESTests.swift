import Cryptography
import Foundation
import Kernel
import Signatures
import Testing
import XML

@Suite struct XAdESTests {
    static let combinations: [(String, SigningIdentity, XAdESShape, DigestAlgorithm)] = [
        ("RSA", Fixtures.rsa, .trustedProfile, .sha256), ("RSA enveloped", Fixtures.rsa, .enveloped, .sha256),
        ("RSA SHA-384", Fixtures.rsa, .trustedProfile, .sha384), ("RSA SHA-512", Fixtures.rsa, .trustedProfile, .sha512),
        ("P-256", Fixtures.p256, .trustedProfile, .sha256), ("P-256 enveloped", Fixtures.p256, .enveloped, .sha256),
    ]

    @Test("What we sign is valid, covers the whole document and names the person", arguments: combinations.indices)
    func signed(_ index: Int) throws {
        let (_, identity, shape, digest) = Self.combinations[index]
        let signed = try XAdESSigner(identity: identity, shape: shape, digest: digest).sign(Fixtures.letter, at: Fixtures.now, role: Fixtures.role)
        let report = try SignatureVerifier(trust: Fixtures.trust).verify(signed, at: Fixtures.now)
        #expect(report.verdict == .valid)
        let signature = try #require(report.signatures.first)
        #expect(signature.valid && signature.coversWholeDocument && signature.problems.isEmpty)
        #expect(signature.signer.role?.surname == "WRONA" && signature.signer.role?.pesel == "44051401359" && signature.signer.role?.accountID == "lwrona")
        #expect(signature.signer.trustedBy == "test")
        #expect(signature.signedAt == "2026-03-12T13:41:00.000Z")
    }

    @Test("xmlsec1 accepts what we sign", .enabled(if: Fixtures.hasXMLSec || ProcessInfo.processInfo.environment["CI"] != nil), arguments: combinations.indices)
    func oracle(_ index: Int) throws {
        let (_, identity, shape, digest) = Self.combinations[index]
        let signed = try XAdESSigner(identity: identity, shape: shape, digest: digest).sign(Fixtures.letter, at: Fixtures.now, role: Fixtures.role)
        let trust = try Fixtures.trustFile()
        let arguments = [
            "--verify", "--trusted-pem", trust, "--verification-time", "2026-03-12 14:00:00", "--id-attr:Id",
            "http://uri.etsi.org/01903/v1.3.2#:SignedProperties",
        ]
        #expect(try Fixtures.xmlsec(arguments, signed))
        let altered = Fixtures.replacing("gęślą", "gęśla", in: signed)
        #expect(altered != signed)
        #expect(try !Fixtures.xmlsec(arguments, altered))
    }

    @Test("A second signature leaves the first one valid") func parallel() throws {
        let once = try XAdESSigner(identity: Fixtures.rsa).sign(Fixtures.letter, at: Fixtures.now)
        let twice = try XAdESSigner(identity: Fixtures.p256).sign(once, at: Fixtures.now, role: Fixtures.role)
        let report = try SignatureVerifier(trust: Fixtures.trust).verify(twice, at: Fixtures.now)
        #expect(report.signatures.count == 2 && report.verdict == .valid)
        // The bytes before the new signature are the ones that were signed before.
        #expect(twice.starts(with: once.dropLast(20)))
    }

    @Test(
        "A self-closed root, other encodings and a trailing comment are signed too",
        arguments: [
            "<a/>", "<a></a>", "<a>x</a><!-- </a> -->", "<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?><a>x</a>", "<a>x</a >\n\n",
            "<p:a xmlns:p='urn:u'>x</p:a>",
        ])
    func shapes(_ text: String) throws {
        let signed = try XAdESSigner(identity: Fixtures.rsa).sign(Array(text.utf8), at: Fixtures.now)
        #expect(try SignatureVerifier(trust: Fixtures.trust).verify(signed, at: Fixtures.now).verdict == .valid)
    }

    @Test("EPSignature is written and read") func epSignature() throws {
        let role = ClaimedRole.epSignature(
            EPSignature(
                givenName: "JAN", surname: "PRZYKŁADOWY", dateOfBirth: "1944-05-14", personalIdentifier: "44051401359", identityIssuer: "login.gov.pl",
                identityIssuedAt: "2025-03-14T09:00:00.000+01:00"))
        let signed = try XAdESSigner(identity: Fixtures.rsa).sign(Fixtures.letter, at: Fixtures.now, role: role)
        let signature = try #require(try SignatureVerifier(trust: Fixtures.trust).verify(signed, at: Fixtures.now).signatures.first)
        #expect(signature.valid && signature.signer.role?.shape == "EPSignature" && signature.signer.role?.givenName == "JAN")
    }

    @Test("Random documents verify, and any changed byte of their text does not") func property() throws {
        var random = SeededGenerator(seed: 42)
        let signer = XAdESSigner(identity: Fixtures.p256)
        let verifier = SignatureVerifier(trust: Fixtures.trust)
        let letters = Array("abcąćęłńóśźż <&>\"'\n\t0189")
        for _ in 0..<60 {
            var w = XMLWriter(declaration: Bool.random(using: &random))
            var plain = ""
            w.element("r", ["xmlns": "urn:a\(Int.random(in: 0...9, using: &random))"]) { w in
                for _ in 0..<Int.random(in: 1...6, using: &random) {
                    plain = String((0..<Int.random(in: 1...30, using: &random)).map { _ in letters.randomElement(using: &random) ?? "x" })
                    w.element("e", ["a": plain], text: plain + "KONIEC")
                }
            }
            let signed = try signer.sign(w.bytes, at: Fixtures.now)
            #expect(try verifier.verify(signed, at: Fixtures.now).verdict == .valid)
            let altered = Fixtures.replacing("KONIEC", "K0NIEC", in: signed)
            let report = try verifier.verify(altered, at: Fixtures.now)
            #expect(report.verdict == .invalid && report.signatures[0].problems.contains(.digestMismatch))
        }
    }
}

@Suite struct SignatureAttackTests {
    let verifier = SignatureVerifier(trust: Fixtures.trust)

    private func problems(_ document: [UInt8], at instant: Instant = Fixtures.now) throws -> (VerificationReport.Verdict, [SignatureProblem]) {
        let report = try verifier.verify(document, at: instant)
        return (report.verdict, report.signatures.flatMap(\.problems))
    }

    private var signed: [UInt8] {
        get throws { try XAdESSigner(identity: Fixtures.rsa).sign(Fixtures.letter, at: Fixtures.now, role: Fixtures.role) }
    }

    @Test("A changed processing instruction is a changed document") func instruction() throws {
        let (verdict, found) = try problems(Fixtures.replacing("styl.xsl", "zly.xsl", in: signed))
        #expect(verdict == .invalid && found.contains(.digestMismatch))
    }

    @Test("A changed person is told apart from changed content") func role() throws {
        let (verdict, found) = try problems(Fixtures.replacing("WRONA", "SROKA", in: signed))
        #expect(verdict == .invalid && found.contains(.propertiesDigestMismatch) && !found.contains(.digestMismatch))
    }

    @Test("A changed signature value is told apart") func value() throws {
        let text = Fixtures.text(try signed)
        let start = try #require(text.range(of: "<ds:SignatureValue"))
        let open = try #require(text[start.upperBound...].range(of: ">"))
        let first = text[open.upperBound]
        let altered = text.replacingCharacters(in: open.upperBound...open.upperBound, with: first == "A" ? "B" : "A")
        let (verdict, found) = try problems(Array(altered.utf8))
        #expect(verdict == .invalid && found == [.signatureValue])
    }

    @Test("Two elements with the id of the signed properties are an attack") func duplicate() throws {
        let text = Fixtures.text(try signed)
        let id = try #require(text.firstMatch(of: /SignedProps-[0-9a-f-]+/)).output
        let altered = text.replacingOccurrences(of: "<w:Pusty/>", with: "<w:Pusty Id=\"\(id)\"/>")
        let (verdict, found) = try problems(Array(altered.utf8))
        #expect(verdict == .invalid && found.contains(.duplicateID))
    }

    @Test("Signed properties moved out of their signature are wrapping") func wrapping() throws {
        let text = Fixtures.text(try signed)
        let start = try #require(text.range(of: "<xades:SignedProperties")), end = try #require(text.range(of: "</xades:SignedProperties>"))
        let properties = String(text[start.lowerBound..<end.upperBound])
        let moved = text.replacingOccurrences(of: properties, with: "").replacingOccurrences(of: "<w:Pusty/>", with: "<w:Pusty/>" + properties)
        let (verdict, found) = try problems(Array(moved.utf8))
        #expect(verdict == .invalid && found.contains(.wrapping))
    }

    @Test("A reference outside the document is never fetched and makes the signature invalid") func foreign() throws {
        let (verdict, found) = try problems(Fixtures.replacing("<ds:Reference URI=\"\">", "<ds:Reference URI=\"http://127.0.0.1:1/x.xml\">", in: signed))
        #expect(verdict == .invalid && found.contains(.foreignReference))
    }

    @Test("A reference to nothing is told apart") func dangling() throws {
        let (verdict, found) = try problems(Fixtures.replacing("<ds:Reference URI=\"\">", "<ds:Reference URI=\"#nic\">", in: signed))
        #expect(verdict == .invalid && found.contains(.danglingReference))
    }

    @Test("An XPath that leaves out more than signatures is not understood") func xpath() throws {
        let (verdict, found) = try problems(
            Fixtures.replacing("not(ancestor-or-self::ds:Signature)", "not(ancestor-or-self::ds:Signature) and not(self::text())", in: signed))
        #expect(verdict == .invalid && found.contains(.unsupportedTransform))
        let (other, more) = try problems(Fixtures.replacing("ancestor-or-self::ds:Signature", "ancestor-or-self::w:Signature", in: signed))
        #expect(other == .invalid && more.contains(.unsupportedTransform))
    }

    @Test("A certificate nobody vouches for leaves the verdict open") func untrusted() throws {
        let stranger = try Fixtures.identity("Nieznajomy", isAuthority: false)
        let (verdict, found) = try problems(XAdESSigner(identity: stranger).sign(Fixtures.letter, at: Fixtures.now))
        #expect(verdict == .indeterminate && found == [.untrusted])
    }

    @Test("An expired and a future certificate are told apart") func validity() throws {
        let signed = try XAdESSigner(identity: Fixtures.issued("Krótki", key: .generateP256(), days: 1)).sign(Fixtures.letter, at: Fixtures.now)
        #expect(try problems(signed).0 == .valid)
        let late = try problems(signed, at: Fixtures.now.adding(seconds: 5 * 86_400))
        #expect(late.0 == .indeterminate && late.1 == [.certificateExpired])
        let early = try problems(signed, at: Fixtures.now.adding(seconds: -5 * 86_400))
        #expect(early.0 == .indeterminate && early.1 == [.certificateNotYetValid])
    }

    @Test("Another certificate of the same key is not the one that signed") func swapped() throws {
        let other = try CertificateIssuer.issue(
            subject: [("CN", "Podmieniony")], publicKey: Fixtures.rsa.key.publicKey, issuer: Fixtures.authority,
            notBefore: Fixtures.now.adding(seconds: -10), days: 10)
        let (verdict, found) = try problems(
            Fixtures.replacing(Base64.encode(Fixtures.rsa.certificate.der), Base64.encode(other.der), in: signed))
        #expect(verdict == .invalid && found.contains(.signingCertificateMismatch))
    }

    @Test("Without a certificate there is nobody to believe") func noCertificate() throws {
        let text = Fixtures.text(try signed)
        let bare = text.replacing(/<ds:KeyInfo>.*<\/ds:KeyInfo>/.dotMatchesNewlines(), with: "")
        let (verdict, found) = try problems(Array(bare.utf8))
        #expect(verdict == .invalid && found.contains(.noCertificate))
    }

    @Test("A signature over one element does not cover the document", .enabled(if: Fixtures.hasXMLSec || ProcessInfo.processInfo.environment["CI"] != nil))
    func partial() throws {
        let key = FileManager.default.temporaryDirectory.appending(path: "k-\(UUID().uuidString).pem")
        try (Fixtures.rsa.key.pem).write(to: key, atomically: true, encoding: .utf8)
        let cert = FileManager.default.temporaryDirectory.appending(path: "c-\(UUID().uuidString).pem")
        try Fixtures.rsa.certificate.pem.write(to: cert, atomically: true, encoding: .utf8)
        let out = FileManager.default.temporaryDirectory.appending(path: "o-\(UUID().uuidString).xml")
        func template(_ uri: String, _ transforms: String) -> [UInt8] {
            Array(
                """
                <a><b Id="czesc">treść</b><c>reszta</c><ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><ds:Reference URI="\(uri)"><ds:Transforms>\(transforms)</ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue/></ds:Reference></ds:SignedInfo><ds:SignatureValue/><ds:KeyInfo><ds:X509Data/></ds:KeyInfo></ds:Signature></a>
                """.utf8)
        }
        let sign = ["--sign", "--privkey-pem", "\(key.path()),\(cert.path())", "--id-attr:Id", "b", "--output", out.path()]
        let c14n = "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>"
        #expect(try Fixtures.xmlsec(sign, template("#czesc", c14n)))
        let part = try problems([UInt8](Data(contentsOf: out)))
        #expect(part.0 == .indeterminate && part.1.contains(.partialCoverage))

        // And one that xmlsec1 signed whole is whole for us.
        #expect(try Fixtures.xmlsec(sign, template("", "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/>" + c14n)))
        let whole = try verifier.verify([UInt8](Data(contentsOf: out)), at: Fixtures.now)
        #expect(whole.verdict == .valid && whole.signatures[0].coversWholeDocument && whole.signatures[0].problems == [.noSignedProperties])
    }

    @Test("A document without a signature says so") func unsigned() throws {
        #expect(try problems(Fixtures.letter).0 == .unsigned)
    }
}

@Suite(.enabled(if: Fixtures.shared != nil)) struct RecordedDocumentTests {
    @Test(
        "Every recorded document's cryptography holds",
        arguments: [
            "pismo_ogolne_4566_podpis_zaufany.xml", "UPP_podpisane_przez_platforme.xml", "UPD_dwa_podpisy.xml",
        ])
    func documents(_ name: String) throws {
        let url = try #require(Fixtures.shared).appending(path: "documents/\(name)")
        let report = try SignatureVerifier(trust: TrustStore()).verify([UInt8](Data(contentsOf: url)), at: TimeSource.system.now)
        #expect(report.verdict == .indeterminate || report.verdict == .invalid)
        for s in report.signatures {
            #expect(s.coversWholeDocument)
            #expect(!s.problems.contains(.digestMismatch) && !s.problems.contains(.signatureValue) && !s.problems.contains(.propertiesDigestMismatch))
        }
    }

    @Test("Documents with blanked digests are invalid", arguments: ["TpSigning5_getSignedDocument_1.xml", "TpSigning5_getSignedDocument_2.xml"])
    func blanked(_ name: String) throws {
        let url = try #require(Fixtures.shared).appending(path: "documents/\(name)")
        #expect(try SignatureVerifier(trust: TrustStore()).verify([UInt8](Data(contentsOf: url)), at: TimeSource.system.now).verdict == .invalid)
    }
}
