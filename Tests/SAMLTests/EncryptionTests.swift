import Cryptography
import Foundation
import Kernel
import SAML
import Testing

@Suite struct AssertionEncryptionTests {
    static let rsa = try! Parties.identity("Odbiorca RSA", .generateRSA())

    @Test("Every cipher opens for its owner and for nobody else", arguments: ContentCipher.allCases, [false, true])
    func ciphers(_ cipher: ContentCipher, withRSA: Bool) throws {
        let owner = withRSA ? Self.rsa : Parties.serviceKey
        let answer = try Parties.answer(to: owner, cipher: cipher)
        #expect(!Parties.text(answer).contains("44051401359"))
        #expect(try Parties.accept(answer, keys: [Parties.stranger, owner]).identifier == "44051401359")
        #expect(Parties.refusal { try Parties.accept(answer, keys: [Parties.stranger, Parties.rsaKey]) } == .encryption)
    }

    @Test("xmlsec1 opens what we hide with RSA", .enabled(if: Parties.hasXMLSec || ProcessInfo.processInfo.environment["CI"] != nil), arguments: ContentCipher.allCases)
    func oracle(_ cipher: ContentCipher) throws {
        let key = try Parties.file(Self.rsa.key.pem)
        defer { try? FileManager.default.removeItem(atPath: key) }
        let assertion = Parties.assertion()
        let hidden = try Recipient(certificate: Self.rsa.certificate, cipher: cipher, sender: "a", recipient: "b").encrypt(assertion.unsigned)
        let opened = try #require(try Parties.xmlsec(["--decrypt", "--privkey-pem", key], hidden))
        #expect(Parties.text(opened).contains("PersonIdentifierType\">44051401359<"))
    }

    @Test(
        "We open what xmlsec1 hides", .enabled(if: Parties.hasXMLSec || ProcessInfo.processInfo.environment["CI"] != nil), arguments: ["aes-128", "aes-256"],
        [true, false])
    func foreign(_ key: String, gcm: Bool) throws {
        let certificate = try Parties.file(Self.rsa.certificate.pem)
        let plain = try Parties.file(Parties.text(Parties.assertion().unsigned))
        defer { for f in [certificate, plain] { try? FileManager.default.removeItem(atPath: f) } }
        let bits = key.dropFirst(4)
        let uri = gcm ? "http://www.w3.org/2009/xmlenc11#aes\(bits)-gcm" : "http://www.w3.org/2001/04/xmlenc#aes\(bits)-cbc"
        let template = """
            <xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" Type="http://www.w3.org/2001/04/xmlenc#Element">
            <xenc:EncryptionMethod Algorithm="\(uri)"/><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><xenc:EncryptedKey>
            <xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"/><ds:KeyInfo/><xenc:CipherData><xenc:CipherValue/></xenc:CipherData>
            </xenc:EncryptedKey></ds:KeyInfo><xenc:CipherData><xenc:CipherValue/></xenc:CipherData></xenc:EncryptedData>
            """
        let made = try #require(
            try Parties.xmlsec(["--encrypt", "--pubkey-cert-pem", certificate, "--session-key", key, "--xml-data", plain], Array(template.utf8)))
        let data = Parties.text(made).replacingOccurrences(of: "<?xml version=\"1.0\"?>", with: "")
        let holder = Array("<saml2:EncryptedAssertion xmlns:saml2=\"urn:oasis:names:tc:SAML:2.0:assertion\">\(data)</saml2:EncryptedAssertion>".utf8)
        let answer = try Parties.answer(to: nil) { $0.assertion = holder }
        #expect(try Parties.accept(answer, keys: [Self.rsa]).familyName == "Zażółć-Gęślą")
    }

    @Test("Vectors of the key wrap (RFC 3394 § 4.1, § 4.6)") func wrap() throws {
        let kek = (0..<32).map { UInt8($0) }
        let data: [UInt8] = [0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF]
        let short = try KeyWrap.wrap(data, under: Array(kek.prefix(16)))
        #expect(Hex.encode(short) == "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5")
        let long = try KeyWrap.wrap(data + (0..<16).map { UInt8($0) }, under: kek)
        #expect(Hex.encode(long) == "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21")
        #expect(try KeyWrap.unwrap(short, under: Array(kek.prefix(16))) == data)
        #expect(throws: Problem.self) { try KeyWrap.unwrap(short, under: Array(kek.suffix(16))) }
        #expect(throws: Problem.self) { try KeyWrap.unwrap(Array(short.dropLast()), under: Array(kek.prefix(16))) }
    }

    @Test("A node that sends a shorter key than it says is understood") func shortKey() throws {
        let answer = try Parties.answer(cipher: .aes128GCM) {
            let changed = Parties.replacing("xmlenc11#aes128-gcm", "xmlenc11#aes256-gcm", in: $0.assertion ?? [])
            $0.assertion = changed
        }
        #expect(try Parties.accept(answer).givenNames == "Jan")
    }

    @Test("RSA with the old padding, references to values elsewhere, unknown ciphers and points off the curve are refused") func refused() throws {
        let rsa = try Parties.answer(to: Self.rsa) { r in
            r.assertion = Parties.replacing("xmlenc#rsa-oaep-mgf1p", "xmlenc#rsa-1_5", in: r.assertion ?? [])
        }
        #expect(Parties.refusal { try Parties.accept(rsa, keys: [Self.rsa]) } == .encryption)
        for (old, new) in [
            ("<xenc:CipherValue>", "<xenc:CipherReference URI=\"file:///etc/passwd\"/><xenc:CipherValue2>"), ("aes256-gcm", "tripledes-cbc"),
            ("<dsig11:PublicKey>B", "<dsig11:PublicKey>C"), ("ECDH-ES", "DH-ES"), ("PartyUInfo=\"0", "PartyUInfo=\"x"),
        ] {
            let broken = try Parties.answer { r in
                let text = Parties.text(r.assertion ?? []).replacingOccurrences(of: old, with: new)
                r.assertion = Array(
                    text.replacingOccurrences(of: "<xenc:CipherValue2>", with: "<xenc:X>").replacingOccurrences(
                        of: old == "<xenc:CipherValue>" ? "</xenc:CipherValue>" : "\u{1}", with: "</xenc:X>"
                    ).utf8)
            }
            #expect(Parties.refusal { try Parties.accept(broken) } == .encryption, "\(new)")
        }
    }

    @Test("A changed box never opens") func tampering() throws {
        var generator = SeededGenerator(seed: 4)
        for cipher in ContentCipher.allCases where cipher.isAuthenticated {
            let key = randomBytes(cipher.keyLength)
            for length in [0, 1, 15, 16, 17, 1000] {
                let plain = randomBytes(length)
                let box = try cipher.seal(plain, key: key)
                #expect(try cipher.open(box, key: key) == plain)
                var changed = box
                changed[Int.random(in: 0..<box.count, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                #expect(throws: Problem.self) { try cipher.open(changed, key: key) }
            }
        }
        for cipher in ContentCipher.allCases where !cipher.isAuthenticated {
            for length in [0, 1, 15, 16, 17, 1000] {
                let key = randomBytes(cipher.keyLength), plain = randomBytes(length)
                #expect(try cipher.open(cipher.seal(plain, key: key), key: key) == plain)
            }
        }
    }
}
