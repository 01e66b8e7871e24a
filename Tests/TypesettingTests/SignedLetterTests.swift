import Cryptography
import Foundation
import Kernel
import Signatures
import Testing
import Typesetting

/// Letters set, signed, and judged by pyHanko, Poppler and Preflight.
@Suite(.enabled(if: Office.hasWorker)) struct SignedLetterTests {
    struct Verdict: Decodable {
        var field: String, intact: Bool, valid: Bool, trusted: Bool, coverage: String, modification: String?, bottomLine: Bool, subFilter: String
        var attributes: [String], reason: String, name: String
    }
    static let authority = try! authorityIdentity()
    static let mayor = try! issued("Łucja Wrona, Wójt", .generateRSA())
    static let seal = try! issued("Pieczęć Gminy Brzozów", .generateP256())
    static let statement = PAdESStatement(name: "Łucja Wrona", reason: "Zażółć gęślą jaźń (art. 107)", location: "Brzozów")

    private static func authorityIdentity() throws -> SigningIdentity {
        let key = try PrivateKey.generateRSA()
        return SigningIdentity(
            key: key,
            certificate: try CertificateIssuer.selfSigned(
                subject: [("CN", "Testowy urząd certyfikacji")], key: key, notBefore: Office.date.adding(seconds: -86_400), days: 3650, isAuthority: true))
    }
    private static func issued(_ name: String, _ key: PrivateKey) throws -> SigningIdentity {
        SigningIdentity(
            key: key,
            certificate: try CertificateIssuer.issue(
                subject: [("CN", name)], publicKey: key.publicKey, issuer: authority, notBefore: Office.date.adding(seconds: -3600), days: 3000))
    }

    private func pyHanko(_ pdf: [UInt8]) throws -> [Verdict] {
        try Office.files([("ca.pem", Array(Self.authority.certificate.pem.utf8)), ("a.pdf", pdf)]) { paths in
            let said = try Office.run(Office.python, [Office.root.appending(path: "Tests/Instruments/pades.py").path()] + paths)
            return try said.text.split(separator: "\n").map { try JSONDecoder().decode(Verdict.self, from: Data($0.utf8)) }
        }
    }

    private func sign(_ pdf: [UInt8], _ identity: SigningIdentity = mayor, _ statement: PAdESStatement = statement, after seconds: Int64 = 0) throws -> [UInt8] {
        try PAdESSigner(identity: identity).sign(pdf, statement: statement, at: Office.date.adding(seconds: seconds))
    }

    /// A picture for a visible signature, set by the typesetter.
    private func picture() async throws -> [UInt8] {
        try await Office.typesetter.pdf(
            Sheet(
                title: "Podpis", paper: Paper(width: 70, height: 20, margins: .all(1)),
                body: [.boxed([.lines(["Podpisano elektronicznie", "Łucja Wrona, 12.03.2026"], .small)])]), date: Office.date)
    }

    @Test("pyHanko finds our signatures intact, trusted and PAdES; the second leaves the first whole") func independent() async throws {
        let letter = try await Office.typesetter.pdf(Office.letter(printedCopy: false).sheet, date: Office.date)
        let first = try sign(letter)
        let found = try #require(try pyHanko(first).first)
        #expect(found.intact && found.valid && found.trusted && found.bottomLine && found.coverage == "ENTIRE_FILE" && found.subFilter == "/ETSI.CAdES.detached")
        // The signing time stands in the PDF, not among the attributes (EN 319 142-1).
        #expect(found.attributes == ["content_type", "message_digest", "signing_certificate_v2"])
        #expect(found.reason == "Zażółć gęślą jaźń (art. 107)" && found.name == "Łucja Wrona")

        let mark = PAdESMark(left: 300, bottom: 90, width: 198, height: 57, appearance: try await picture())
        let second = try sign(first, Self.seal, PAdESStatement(name: "Gmina Brzozów", mark: mark), after: 60)
        let both = try pyHanko(second)
        #expect(both.map(\.field) == ["Podpis1", "Podpis2"] && both.allSatisfy { $0.intact && $0.valid && $0.trusted && $0.bottomLine })
        #expect(both[0].coverage == "ENTIRE_REVISION" && ["LTA_UPDATES", "FORM_FILLING"].contains(both[0].modification))
        let own = try PAdESVerifier(trust: TrustStore(lists: [TrustList(name: "t", anchors: [Self.authority.certificate])])).verify(second, at: Office.date)
        #expect(own.verdict == .valid)

        var altered = second
        altered[letter.count / 2] ^= 1
        #expect(try pyHanko(altered).allSatisfy { !$0.intact })
        #expect(try PAdESVerifier(trust: TrustStore()).verify(altered, at: Office.date).verdict == .invalid)
    }

    @Test("Documents with streams of cross-references are signed too", .enabled(if: Office.hasTools("qpdf"))) func crossReferenceStreams() async throws {
        let letter = try await Office.typesetter.pdf(Office.letter(printedCopy: false).sheet, date: Office.date)
        let packed = try Office.files([("a.pdf", letter)]) { paths -> [UInt8] in
            _ = try Office.run("/usr/bin/qpdf", ["--object-streams=generate", paths[0], paths[0] + ".out"])
            return [UInt8](try Data(contentsOf: URL(filePath: paths[0] + ".out")))
        }
        #expect(String(decoding: packed, as: UTF8.self).contains("/ObjStm"))
        let signed = try sign(sign(packed), Self.seal, after: 60)
        #expect(try pyHanko(signed).map(\.bottomLine) == [true, true])
        let own = try PAdESVerifier(trust: TrustStore(lists: [TrustList(name: "t", anchors: [Self.authority.certificate])])).verify(signed, at: Office.date)
        #expect(own.verdict == .valid && own.signatures.count == 2)
        let checked = try Office.files([("a.pdf", signed)]) { try Office.run("/usr/bin/qpdf", ["--check", $0[0]]) }
        #expect(checked.code == 0, "\(checked.text)")
        // And the published form of the typesetter.
        let accessible = try await Office.typesetter.pdf(Office.letter().sheet, date: Office.date, profile: .accessible)
        #expect(try pyHanko(sign(accessible)).map(\.bottomLine) == [true])
    }

    @Test("Poppler agrees with pyHanko", .enabled(if: Office.hasTools("pdfsig", "certutil"))) func poppler() async throws {
        let signed = try sign(sign(try await Office.typesetter.pdf(Office.letter().sheet, date: Office.date)), Self.seal, after: 60)
        let said = try Office.files([("ca.pem", Array(Self.authority.certificate.pem.utf8)), ("a.pdf", signed)]) { paths in
            let base = paths[0] + ".nss"
            try FileManager.default.createDirectory(atPath: base, withIntermediateDirectories: true)
            _ = try Office.run("/usr/bin/certutil", ["-N", "-d", "sql:\(base)", "--empty-password"])
            _ = try Office.run("/usr/bin/certutil", ["-A", "-d", "sql:\(base)", "-n", "ca", "-t", "CT,C,C", "-i", paths[0]])
            return try Office.run("/usr/bin/pdfsig", ["-nssdir", "sql:\(base)", paths[1]]).text
        }
        #expect(said.components(separatedBy: "Signature Validation: Signature is Valid.").count == 3, "\(said)")
        #expect(said.contains("Signature Type: ETSI.CAdES.detached"))
    }

    @Test("A signed letter is still PDF/A for Preflight, with and without a visible mark", .enabled(if: Office.hasPreflight)) func archive() async throws {
        let letter = try await Office.typesetter.pdf(Office.letter(printedCopy: false).sheet, date: Office.date)
        let first = try sign(letter)
        let mark = PAdESMark(left: 300, bottom: 90, width: 198, height: 57, appearance: try await picture())
        let second = try sign(first, Self.seal, PAdESStatement(mark: mark), after: 60)
        try Office.files([("first.pdf", first), ("second.pdf", second)]) { paths in
            let verdict = try Office.preflight(paths)
            #expect(verdict.code == 0, "\(verdict.text)")
        }
    }

    @Test("What pyHanko signs verifies here", .enabled(if: Office.hasWorker)) func foreign() async throws {
        let letter = try await Office.typesetter.pdf(Office.letter().sheet, date: Office.date)
        let container = try Self.mayor.pkcs12(password: "haslo", name: "mayor")
        let signed = try Office.files([("id.p12", container), ("a.pdf", letter)]) { paths -> [UInt8] in
            let script = """
                import sys
                from pyhanko.sign import signers, fields
                from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
                signer = signers.SimpleSigner.load_pkcs12(sys.argv[1], passphrase=b'haslo')
                with open(sys.argv[2], 'rb') as f:
                    out = signers.sign_pdf(IncrementalPdfFileWriter(f), signers.PdfSignatureMetadata(field_name='P', subfilter=fields.SigSeedSubFilter.PADES), signer=signer)
                open(sys.argv[2] + '.out', 'wb').write(out.getbuffer())
                """
            _ = try Office.run(Office.python, ["-c", script] + paths)
            return [UInt8](try Data(contentsOf: URL(filePath: paths[1] + ".out")))
        }
        let verifier = PAdESVerifier(trust: TrustStore(lists: [TrustList(name: "t", anchors: [Self.authority.certificate])]))
        let report = try verifier.verify(signed, at: Office.date)
        #expect(report.verdict == .valid && report.signatures.first?.problems == [])
        // Ours on top of theirs.
        let both = try sign(signed, Self.seal)
        #expect(try verifier.verify(both, at: Office.date).verdict == .valid)
    }
}
