import Cryptography
import Foundation
import Kernel
import Testing

@Suite struct DigestTests {
    @Test("Known answers (FIPS 180-4)") func digests() {
        let abc = Array("abc".utf8)
        #expect(Hex.encode(DigestAlgorithm.sha1.hash(abc)) == "a9993e364706816aba3e25717850c26c9cd0d89d")
        #expect(Hex.encode(DigestAlgorithm.sha256.hash(abc)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(Hex.encode(DigestAlgorithm.sha384.hash(abc)).hasPrefix("cb00753f45a35e8bb5a03d699ac65007"))
        #expect(Hex.encode(DigestAlgorithm.sha512.hash(abc)).hasPrefix("ddaf35a193617abacc417349ae204131"))
        #expect(ContentHash(of: []).description == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test("A running digest equals one over the whole") func running() {
        var d = RunningDigest(.sha256)
        d.update(Array("ab".utf8))
        d.update([])
        d.update(Array("c".utf8)[...])
        #expect(d.finish() == DigestAlgorithm.sha256.hash(Array("abc".utf8)))
    }

    @Test("HMAC (RFC 4231 case 2) and scrypt (RFC 7914 § 12)") func keyed() throws {
        #expect(
            Hex.encode(Cryptography.HMAC.sha256(key: Array("Jefe".utf8), Array("what do ya want for nothing?".utf8)))
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        let key = try Scrypt.derive(password: Array("password".utf8), salt: Array("NaCl".utf8), n: 1024, r: 8, p: 16, length: 64)
        #expect(Hex.encode(key).hasPrefix("fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"))
    }
}

@Suite struct KeyTests {
    static let now = Instant(iso8601: "2026-03-12T12:00:00Z")!

    @Test("Keys sign and verify, survive PEM, and refuse what was changed") func signing() throws {
        for key in [try PrivateKey.generateRSA(), try PrivateKey.generateP256()] {
            let again = try PrivateKey(pem: key.pem)
            let message = Array("treść".utf8)
            let signature = try again.sign(message, digest: .sha256)
            #expect(key.publicKey.verify(signature, of: message, digest: .sha256))
            #expect(!key.publicKey.verify(signature, of: message + [0], digest: .sha256))
            #expect(!key.publicKey.verify(Array(signature.dropLast()), of: message, digest: .sha256))
            #expect(!key.publicKey.verify([], of: message, digest: .sha256))
            if key.kind == .p256 { #expect(signature.count == 64) }
        }
    }

    @Test("Certificates carry Polish letters, validity and a chain") func certificates() throws {
        let authorityKey = try PrivateKey.generateRSA()
        let authority = try CertificateIssuer.selfSigned(subject: [("CN", "Urząd Łódź")], key: authorityKey, notBefore: Self.now, days: 100, isAuthority: true)
        let key = try PrivateKey.generateP256()
        let leaf = try CertificateIssuer.issue(
            subject: [("CN", "Żółta, Gęś"), ("serialNumber", "PNOPL-1")], publicKey: key.publicKey,
            issuer: SigningIdentity(key: authorityKey, certificate: authority), notBefore: Self.now, days: 10)
        #expect(leaf.subject.contains("Gęś") && leaf.issuer == authority.subject)
        #expect(leaf.notAfter == Self.now.adding(seconds: 864_000))
        #expect(try Certificate(pem: leaf.pem) == leaf)
        let trust = TrustStore(lists: [TrustList(name: "lista", anchors: [authority])])
        func isTrusted(_ at: Instant) -> String {
            switch trust.chain(for: leaf, intermediates: [], at: at) {
            case .trusted(let list, let path): "\(list) \(path.count)"
            case .expired: "expired"
            case .notYetValid: "early"
            case .revoked: "revoked"
            case .untrusted: "untrusted"
            }
        }
        #expect(isTrusted(Self.now.adding(seconds: 60)) == "lista 2")
        #expect(isTrusted(Self.now.adding(seconds: 20 * 86_400)) == "expired")
        #expect(isTrusted(Self.now.adding(seconds: -60)) == "early")
        if case .trusted = TrustStore().chain(for: leaf, intermediates: [authority], at: Self.now.adding(seconds: 60)) {
            Issue.record("trusted without an anchor")
        }
    }

    @Test("A leaf that issues a certificate makes nobody trusted") func notAnAuthority() throws {
        let rootKey = try PrivateKey.generateP256(), middleKey = try PrivateKey.generateP256(), leafKey = try PrivateKey.generateP256()
        let root = try CertificateIssuer.selfSigned(subject: [("CN", "R")], key: rootKey, notBefore: Self.now, days: 10, isAuthority: true)
        let middle = try CertificateIssuer.issue(
            subject: [("CN", "M")], publicKey: middleKey.publicKey, issuer: SigningIdentity(key: rootKey, certificate: root), notBefore: Self.now, days: 10)
        let leaf = try CertificateIssuer.issue(
            subject: [("CN", "L")], publicKey: leafKey.publicKey, issuer: SigningIdentity(key: middleKey, certificate: middle), notBefore: Self.now, days: 10)
        if case .trusted = TrustStore(lists: [TrustList(name: "x", anchors: [root])]).chain(for: leaf, intermediates: [middle], at: Self.now.adding(seconds: 9)) {
            Issue.record("a certificate that may not issue was believed")
        }
    }

    @Test("Key files are the owner's alone and are never overwritten") func files() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "klucz-\(UUID().uuidString).pem").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let key = try PrivateKey.generateP256()
        let identity = SigningIdentity(
            key: key, certificate: try CertificateIssuer.selfSigned(subject: [("CN", "x")], key: key, notBefore: Self.now, days: 1, isAuthority: false))
        try identity.writePEM(to: path)
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        #expect(try SigningIdentity(pemFile: path).certificate == identity.certificate)
        #expect(throws: Problem.self) { try identity.writePEM(to: path) }
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        #expect(throws: Problem.self) { try SigningIdentity(pemFile: path) }
        let container = try identity.pkcs12(password: "tajne", name: "x")
        #expect(try SigningIdentity(pkcs12: container, password: "tajne").certificate == identity.certificate)
        #expect(throws: Problem.self) { try SigningIdentity(pkcs12: container, password: "zle") }
    }

    @Test("Garbage is no certificate and no key") func garbage() {
        #expect(throws: Problem.self) { try Certificate(der: [1, 2, 3]) }
        #expect(throws: Problem.self) { try Certificate(pem: "x") }
        #expect(throws: Problem.self) { try PrivateKey(pem: "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n") }
    }
}
