import Cryptography
import Foundation
import Kernel
import PDF
import Signatures
import Testing

@Suite struct PAdESTests {
    /// A document of one page, written by hand.
    static func document(catalogue: String = "", page: String = "", extra: [String] = []) -> [UInt8] {
        let objects =
            [
                "<</Type /Catalog /Pages 2 0 R\(catalogue)>>", "<</Type /Pages /Kids [3 0 R] /Count 1>>",
                "<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R\(page)>>", "<</Length 12>>\nstream\n0 0 m 9 9 l S\nendstream",
            ] + extra
        var out = Array("%PDF-1.4\n".utf8)
        var table = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for (i, object) in objects.enumerated() {
            table += String(repeating: "0", count: 10 - String(out.count).count) + "\(out.count) 00000 n \n"
            out += Array("\(i + 1) 0 obj\n\(object.replacingOccurrences(of: "/Length 12", with: "/Length 13"))\nendobj\n".utf8)
        }
        let start = out.count
        return out + Array("\(table)trailer\n<</Size \(objects.count + 1) /Root 1 0 R>>\nstartxref\n\(start)\n%%EOF\n".utf8)
    }

    private func sign(_ bytes: [UInt8], _ identity: SigningIdentity = Fixtures.rsa, _ statement: PAdESStatement = .init(name: "Łucja Wrona")) throws -> [UInt8] {
        try PAdESSigner(identity: identity).sign(bytes, statement: statement, at: Fixtures.now)
    }
    private func report(_ bytes: [UInt8], trust: TrustStore = Fixtures.trust, at instant: Instant = Fixtures.now) throws -> VerificationReport {
        try PAdESVerifier(trust: trust).verify(bytes, at: instant)
    }
    /// Appends a change of one object, as an editor would.
    private func edited(_ bytes: [UInt8], _ number: Int, _ change: (PDFDictionary) -> PDFDictionary) throws -> [UInt8] {
        let file = try PDFFile(bytes)
        var update = PDFUpdate(of: file)
        let old = try file.object(file.reference(number))
        update.set(file.reference(number), PDFObject(.dictionary(change(old.value.dictionary ?? .init())), stream: old.stream))
        return try update.written().bytes
    }

    @Test("What we sign is valid and covers the whole file", arguments: [Fixtures.rsa, Fixtures.p256].indices) func signed(_ index: Int) throws {
        for digest in [DigestAlgorithm.sha256, .sha384, .sha512] {
            let signed = try PAdESSigner(identity: [Fixtures.rsa, Fixtures.p256][index], digest: digest).sign(Self.document(), at: Fixtures.now)
            #expect(signed.starts(with: Self.document()))
            let found = try report(signed)
            let signature = try #require(found.signatures.first)
            #expect(found.verdict == .valid && signature.valid && signature.coversWholeDocument && signature.problems.isEmpty)
            #expect(signature.signer.trustedBy == "test" && signature.digestAlgorithms == [digest.rawValue] && signature.covers == ["cały plik"])
            #expect(signature.signedAt == "2026-03-12T13:41:00+00:00")
        }
    }

    @Test("Any altered byte is noticed") func altered() throws {
        let signed = try sign(Self.document())
        let text = String(decoding: signed, as: UTF8.self)
        let hole = try #require(text.range(of: "/Contents <"))
        let start = text.utf8.distance(from: text.startIndex, to: hole.upperBound)
        let end = start + (try #require(signed[start...].firstIndex(of: UInt8(ascii: ">"))) - start)
        var unnoticed: [Int] = []
        for at in stride(from: 9, to: signed.count, by: 3) {
            var changed = signed
            changed[at] ^= 0x01
            if let found = try? report(changed), found.verdict == .valid { unnoticed.append(at) }
        }
        // Version numbers and empty parameters of the CMS envelope say nothing; everything else counts.
        #expect(unnoticed.allSatisfy { (start..<end).contains($0) } && unnoticed.count <= 4, "\(unnoticed), hole \(start)..<\(end)")
    }

    @Test("A second signature leaves the first one valid; a change after it does not") func second() throws {
        let first = try sign(Self.document())
        let second = try sign(first, Fixtures.p256, .init(name: "Jan"))
        #expect(second.starts(with: first))
        var found = try report(second)
        #expect(found.verdict == .valid && found.signatures.map(\.valid) == [true, true] && found.signatures.map(\.coversWholeDocument) == [true, true])
        let third = try sign(second)
        found = try report(third)
        #expect(found.verdict == .valid && found.signatures.count == 3)

        // Other content on the page, another page, an annotation, other words of the document.
        let attacks: [[UInt8]] = try [
            edited(first, 4) { $0 },
            edited(first, 3) { d in
                var d = d; d["Rotate"] = .integer(90); return d
            },
            edited(first, 2) { d in
                var d = d; d["Rotate"] = .integer(90); return d
            },
            edited(first, 1) { d in
                var d = d; d["OpenAction"] = .name("x"); return d
            },
            edited(first, 3) { d in
                var d = d
                d["Annots"] = .array((d["Annots"]?.array ?? []) + [.dictionary(.init([("Subtype", .name("FreeText"))]))])
                return d
            },
        ]
        for (i, attack) in attacks.enumerated() {
            let found = try report(attack)
            if i == 0 {
                // Written again without a change: the stream is not compared by meaning, so this is no longer trusted either.
                #expect(found.verdict != .valid)
                continue
            }
            #expect(found.verdict == .invalid && found.signatures[0].problems == [.changedAfterSigning], "attack \(i)")
            // A signature on top does not heal what is below.
            #expect(try report(sign(attack)).verdict == .invalid, "attack \(i)")
        }
    }

    @Test("A place left open before signing and filled after it counts as a change") func shadow() throws {
        // The page refers to object 50, which is not there when the officer signs.
        let signed = try sign(Self.document(page: " /Resources <</XObject <</X 50 0 R>>>>"))
        #expect(try report(signed).verdict == .valid)
        var update = PDFUpdate(of: try PDFFile(signed))
        update.set(PDFReference(50), PDFObject(.dictionary(.init([("Subtype", .name("Form")), ("Length", .integer(0))])), stream: []))
        #expect(try report(try update.written().bytes).signatures.first?.problems == [.changedAfterSigning])
    }

    @Test("A field appended without a signature is a picture over the text, and an empty one may not be drawn on") func unsignedField() throws {
        let field = PDFDictionary([("Type", .name("Annot")), ("Subtype", .name("Widget")), ("FT", .name("Sig")), ("T", .text("Podpis 9"))])
        func form(_ bytes: [UInt8], adding: Bool, drawn: Bool) throws -> [UInt8] {
            let file = try PDFFile(bytes)
            var update = PDFUpdate(of: file)
            var catalogue = try file.catalogue
            var form = try file.resolve(catalogue["AcroForm"]).dictionary ?? PDFDictionary()
            let fields = try file.resolve(form["Fields"]).array ?? []
            var drawing = field
            if drawn {
                let picture = update.add(PDFObject(.dictionary(.init([("Subtype", .name("Form")), ("Length", .integer(0))])), stream: []))
                drawing["AP"] = .dictionary(.init([("N", .reference(picture))]))
            }
            if adding {
                form["Fields"] = .array(fields + [.reference(update.add(PDFObject(.dictionary(drawing))))])
                catalogue["AcroForm"] = .dictionary(form)
                update.set(file.root, PDFObject(.dictionary(catalogue)))
            } else {
                update.set(try #require(fields.first?.reference), PDFObject(.dictionary(drawing)))
            }
            return try update.written().bytes
        }
        let signed = try sign(Self.document())
        #expect(try report(form(signed, adding: true, drawn: true)).signatures.first?.problems == [.changedAfterSigning])
        let withPlace = try sign(form(Self.document(), adding: true, drawn: false))
        #expect(try report(withPlace).verdict == .valid)
        #expect(try report(form(withPlace, adding: false, drawn: true)).signatures.first?.problems == [.changedAfterSigning])
    }

    @Test("A byte range that leaves out more than the signature's value is refused") func byteRange() throws {
        let signed = try sign(Self.document())
        let text = String(decoding: signed, as: UTF8.self)
        let range = try #require(text.firstMatch(of: /\/ByteRange \[0 (\d+) +(\d+) +(\d+) *\]/))
        for (old, new) in [
            ("[0 \(range.output.1)", "[1 \(range.output.1)"), (String(range.output.3), String(repeating: "9", count: range.output.3.count)),
            (String(range.output.1), "0"),
        ] {
            let padded = new + String(repeating: " ", count: max(0, old.count - new.count))
            let start = text.utf8.distance(from: text.startIndex, to: range.range.lowerBound)
            let whole = String(range.output.0).replacingOccurrences(of: old, with: padded)
            var bytes = signed
            bytes.replaceSubrange(start..<(start + range.output.0.utf8.count), with: Array(whole.utf8))
            #expect(try report(bytes).signatures.first?.problems.contains(.malformed) == true, "\(new)")
        }
    }

    @Test("Certificates are judged: unknown, expired, not yet valid, and another one in the place of the signer's") func certificates() throws {
        let signed = try sign(Self.document())
        #expect(try report(signed, trust: TrustStore()).verdict == .indeterminate)
        #expect(try report(signed, at: Fixtures.now.adding(seconds: 86_400 * 4000)).signatures[0].problems == [.certificateExpired])
        #expect(try report(signed, at: Fixtures.now.adding(seconds: -86_400)).signatures[0].problems == [.certificateNotYetValid])
        // The same key under another certificate: the signed attribute names the first.
        let other = try CertificateIssuer.issue(
            subject: [("CN", "Ktoś inny")], publicKey: Fixtures.rsa.key.publicKey, issuer: Fixtures.authority, notBefore: Fixtures.now.adding(seconds: -10), days: 10)
        let prepared = try PAdESPreparation(Self.document(), at: Fixtures.now)
        let own = try CMSSignature(contentDigest: prepared.contentDigest, certificate: Fixtures.rsa.certificate)
        let value = try Fixtures.rsa.key.sign(own.signedAttributes)
        #expect(try report(prepared.completed(cms: own.assembled(signature: value))).verdict == .valid)
        let forged = try CMSSignature(contentDigest: prepared.contentDigest, certificate: other).assembled(signature: value)
        #expect(try report(prepared.completed(cms: forged)).verdict == .invalid)
        // A signature over other content.
        let foreign = try CMSSignature.detached(contentDigest: [UInt8](repeating: 1, count: 32), identity: Fixtures.rsa)
        #expect(try report(prepared.completed(cms: foreign)).signatures[0].problems == [.signatureValue])
        #expect(try report(prepared.completed(cms: [])).signatures[0].problems.contains(.malformed))
        #expect(throws: Problem.self) { try prepared.completed(cms: [UInt8](repeating: 0, count: 20_000)) }
        #expect(throws: Problem.self) { try CMSSignature(contentDigest: [], digest: .sha1, certificate: other) }
    }

    @Test("Fields are named, and a name taken is refused; an indirect form and annotations are kept") func fields() throws {
        let form = Self.document(
            catalogue: " /AcroForm 5 0 R", page: " /Annots 6 0 R",
            extra: ["<</Fields [7 0 R] /DA (x)>>", "[7 0 R]", "<</FT /Tx /T (Podpis1) /Subtype /Widget /Rect [0 0 1 1]>>"])
        let signed = try sign(form)
        let file = try PDFFile(signed)
        let fields = try file.resolve(file.resolve(file.catalogue["AcroForm"]).dictionary?["Fields"]).array ?? []
        #expect(try fields.map { try file.resolve(file.resolve($0).dictionary?["T"]).textString } == ["Podpis1", "Podpis2"])
        #expect(try report(signed).verdict == .valid && report(sign(signed)).verdict == .valid)
        #expect(throws: Problem.self) { try sign(form, Fixtures.rsa, .init(field: "Podpis1")) }
        #expect(try report(sign(form, Fixtures.rsa, .init(name: "Ż", reason: "ą", location: "(\\", field: "Zażółć"))).verdict == .valid)
        #expect(throws: Problem.self) { try sign(form, Fixtures.rsa, .init(mark: .init(page: 3, left: 0, bottom: 0, width: 1, height: 1, appearance: Self.document()))) }
    }

    @Test("A visible signature brings its picture") func mark() throws {
        let signed = try sign(Self.document(), Fixtures.rsa, .init(mark: .init(left: 10, bottom: 10, width: 50, height: 20, appearance: Self.document())))
        #expect(try report(signed).verdict == .valid)
        #expect(String(decoding: signed, as: UTF8.self).contains("/Rect [10 10 60 30]"))
    }

    @Test("Unsigned, encrypted, certified and broken documents are told apart") func others() throws {
        #expect(try report(Self.document()).verdict == .unsigned)
        for bytes in [Array("<x/>".utf8), [], Array("%PDF-1.7".utf8)] {
            #expect { try report(bytes) } throws: { ($0 as? Problem)?.message.contains("uszkodzony") == true }
            #expect(throws: Problem.self) { try sign(bytes) }
        }
        let certified = Self.document(
            catalogue: " /Perms <</DocMDP 5 0 R>>", extra: ["<</Type /Sig /Reference [<</TransformMethod /DocMDP /TransformParams <</P 1>>>>]>>"])
        #expect { try sign(certified) } throws: { ($0 as? Problem)?.code == .conflict }
    }

    @Test("Hostile documents neither crash nor pass") func fuzz() throws {
        let signed = try sign(sign(Self.document()), Fixtures.p256)
        var random = SeededGenerator(seed: 5)
        for _ in 0..<1500 {
            var bytes = signed
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...40, using: &random)))
                case 2: bytes.insert(contentsOf: bytes.prefix(Int.random(in: 1...400, using: &random)), at: at)
                default: bytes = Array(bytes.prefix(max(1, at)))
                }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            if bytes != signed, let found = try? report(bytes), found.verdict == .valid {
                // Only the unused zeros of the hole and what no reader sees may differ; the signed pieces are those that were signed.
                #expect(found.signatures.count <= 2 && text.hasPrefix("%PDF-1.4\n1 0 obj"))
            }
        }
        for length in stride(from: 0, to: 4000, by: 37) {
            let der = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(CMSVerification.check(der, of: [[1, 2, 3]]) == nil)
        }
    }
}
