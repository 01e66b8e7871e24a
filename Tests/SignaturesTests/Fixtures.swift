import Cryptography
import Foundation
import Kernel
import Signatures
import XML

/// Keys and documents made once for a test run.
enum Fixtures {
    static let now = Instant(iso8601: "2026-03-12T13:41:00Z")!
    static let authority = try! identity("CN=Testowy urząd certyfikacji", isAuthority: true)
    static let rsa = try! issued("Pieczęć Łódź", key: .generateRSA())
    static let p256 = try! issued("Klucz P-256", key: .generateP256())
    static let trust = TrustStore(lists: [TrustList(name: "test", anchors: [authority.certificate])])

    static func identity(_ name: String, isAuthority: Bool) throws -> SigningIdentity {
        let key = try PrivateKey.generateRSA()
        return SigningIdentity(
            key: key,
            certificate: try CertificateIssuer.selfSigned(
                subject: [("CN", name), ("C", "PL")], key: key, notBefore: now.adding(seconds: -86_400), days: 3650, isAuthority: isAuthority))
    }

    static func issued(_ name: String, key: PrivateKey, notBefore: Instant = now.adding(seconds: -3600), days: Int = 3000) throws -> SigningIdentity {
        SigningIdentity(
            key: key,
            certificate: try CertificateIssuer.issue(
                subject: [("CN", name), ("serialNumber", "PNOPL-44051401359")], publicKey: key.publicKey, issuer: authority, notBefore: notBefore,
                days: days))
    }

    static let letter = Array(
        """
        <?xml version="1.0" encoding="UTF-8"?><?xml-stylesheet type="text/xsl" href="http://crd.gov.pl/wzor/2017/10/24/4566/styl.xsl"?>
        <w:Dokument xmlns:w="http://crd.gov.pl/wzor/2017/10/24/4566/" xmlns:x="urn:unused"><!-- uwaga -->
         <w:Tresc rodzaj='wniosek'>Zażółć gęślą jaźń &amp; "cudzysłów" &#13;</w:Tresc><w:Pusty/>
        </w:Dokument>
        """.utf8)

    static let role = ClaimedRole.trustedProfile(
        TrustedProfileSigner(givenName: "ŁUCJA", surname: "WRONA", pesel: "44051401359", accountID: "lwrona"))

    static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    static func replacing(_ old: String, _ new: String, in bytes: [UInt8]) -> [UInt8] { Array(text(bytes).replacingOccurrences(of: old, with: new).utf8) }

    static var shared: URL? {
        let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "shared/data/epuap/examples")
        return FileManager.default.fileExists(atPath: url.path()) ? url : nil
    }

    static let hasXMLSec = FileManager.default.isExecutableFile(atPath: "/usr/bin/xmlsec1")

    /// Runs xmlsec1 over a document; `true` when it says OK.
    static func xmlsec(_ arguments: [String], _ document: [UInt8]) throws -> Bool {
        let file = FileManager.default.temporaryDirectory.appending(path: "sig-\(UUID().uuidString).xml")
        try Data(document).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/xmlsec1")
        process.arguments = arguments + [file.path()]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    static func trustFile() throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "ca-\(UUID().uuidString).pem")
        try authority.certificate.pem.write(to: file, atomically: true, encoding: .utf8)
        return file.path()
    }
}
