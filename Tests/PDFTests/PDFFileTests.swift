import Kernel
import PDF
import Testing

/// Small documents written by hand, so that every offset is known.
enum Handmade {
    static func bytes(_ s: String) -> [UInt8] { Array(s.utf8) }

    /// Objects numbered from 1 with a table of cross-references.
    static func document(_ objects: [String], trailer: String = "/Root 1 0 R", prefix: String = "%PDF-1.4\n") -> [UInt8] {
        var out = bytes(prefix)
        var offsets: [Int] = []
        for (i, object) in objects.enumerated() {
            offsets.append(out.count)
            out += bytes("\(i + 1) 0 obj\n\(object)\nendobj\n")
        }
        let start = out.count
        out += bytes("xref\n0 \(objects.count + 1)\n0000000000 65535 f \n")
        for offset in offsets { out += bytes(String(repeating: "0", count: 10 - String(offset).count) + "\(offset) 00000 n \n") }
        out += bytes("trailer\n<</Size \(objects.count + 1) \(trailer)>>\nstartxref\n\(start)\n%%EOF\n")
        return out
    }

    /// Objects 1 and 2 inside object stream 3, with a stream of cross-references.
    static func packed(_ header: String, _ body: String) -> [UInt8] {
        var out = bytes("%PDF-1.5\n")
        let stream = out.count
        out += bytes(
            "3 0 obj\n<</Type /ObjStm /N 2 /First \(header.utf8.count) /Length \(header.utf8.count + body.utf8.count)>>\nstream\n\(header)\(body)\nendstream\nendobj\n")
        let start = out.count
        let entries: [(UInt8, Int, UInt8)] = [(0, 0, 0), (2, 3, 0), (2, 3, 1), (1, stream, 0), (1, start, 0)]
        out += bytes("4 0 obj\n<</Type /XRef /Size 5 /W [1 2 1] /Root 1 0 R /Length \(4 * entries.count)>>\nstream\n")
        for (type, place, index) in entries { out += [type, UInt8(place >> 8), UInt8(place & 255), index] }
        return out + bytes("\nendstream\nendobj\nstartxref\n\(start)\n%%EOF\n")
    }

    /// A deflated stream (RFC 1950) of `1 + 258 * runs` zeros, written with the fixed code.
    static func zeros(runs: Int) -> [UInt8] {
        var out: [UInt8] = [0x78, 0x9C]
        var bits: UInt32 = 0, held: UInt32 = 0
        func put(_ code: String) {
            for bit in code {
                if bit == "1" { bits |= 1 << held }
                held += 1
                if held == 8 {
                    out.append(UInt8(bits))
                    (bits, held) = (0, 0)
                }
            }
        }
        put("110")
        put("00110000")
        for _ in 0..<runs { put("1100010100000") }
        put("0000000")
        if held > 0 { out.append(UInt8(bits)) }
        let sum = UInt32((1 + 258 * runs) % 65_521) << 16 | 1
        return out + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> $0) }
    }

    static let simple = document([
        "<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 200 100]>>",
        "<</Type /Page /Parent 2 0 R /Contents 4 0 R>>", "<</Length 5 0 R>>\nstream\n0 0 m\nendstream", "5",
    ])
}

@Suite struct PDFFileTests {
    private func code(_ bytes: [UInt8]) -> PDFError.Code? {
        do {
            let file = try PDFFile(bytes)
            for n in file.objectNumbers { _ = try file.object(file.reference(n)) }
            _ = try file.pages()
            return nil
        } catch { return error.code }
    }

    @Test("A document's pages inherit, and a stream's length may be elsewhere") func simple() throws {
        let file = try PDFFile(Handmade.simple)
        let pages = try file.pages()
        #expect(pages.map(\.reference) == [PDFReference(3)])
        #expect(pages[0].value["MediaBox"] == .array([0, 0, 200, 100].map { .integer($0) }))
        #expect(try file.object(PDFReference(4)).stream.map { Array($0) } == Handmade.bytes("0 0 m"))
        #expect(try file.object(PDFReference(99)).value == .null)
        #expect(try file.object(PDFReference(4, 1)).value == .null)
        #expect(file.crossReferences == .table && file.size == 6)
    }

    static let values: [(String, PDFValue)] = [
        ("[1 -2 +3 4.5 -.5 true false null]", .array([.integer(1), .integer(-2), .integer(3), .real("4.5"), .real("-.5"), .boolean(true), .boolean(false), .null])),
        ("[1 0 R 2 3]", .array([.reference(PDFReference(1)), .integer(2), .integer(3)])), ("/A#20B#C5", .name("A B\u{C5}")),
        ("(a(b)\\)\\101\\n\\\n)", .string(Array("a(b))A\n".utf8))),
        ("<4 1 4>", .string([0x41, 0x40])), ("<< /A<</B [ ]>>% x\n/C(d)>>", .dictionary(.init([("A", .dictionary(.init([("B", .array([]))]))), ("C", .string([100]))]))),
    ]
    @Test("Values are read as the standard writes them", arguments: values) func read(_ source: String, _ value: PDFValue) throws {
        let file = try PDFFile(Handmade.document(["<</Type /Catalog>>", source]))
        #expect(try file.object(PDFReference(2)).value == value)
    }

    @Test("Text strings keep Polish letters") func text() {
        #expect(PDFValue.text("Łódź").textString == "Łódź" && PDFValue.text("Lodz") == .string(Array("Lodz".utf8)))
        #expect(PDFValue.string([0xEF, 0xBB, 0xBF] + Array("Łódź".utf8)).textString == "Łódź")
    }

    @Test("Circles, lies about length and nesting end in an error") func hostile() {
        let nested = String(repeating: "[", count: 100_000)
        #expect(code(Handmade.document(["<</Type /Catalog /Pages 2 0 R>>", nested])) == .tooLarge)
        #expect(code(Handmade.document(["<</Type /Catalog /Pages 2 0 R>>", "<</Kids [2 0 R]>>"])) == .malformed)
        #expect(code(Handmade.document(["<</Type /Catalog /Pages 2 0 R>>", "<</Length 2 0 R>>\nstream\nx\nendstream"])) == .malformed)
        #expect(code(Handmade.document(["<</Type /Catalog /Pages 2 0 R>>", "<</Length 9999999>>\nstream\nx\nendstream"])) == .malformed)
        #expect(code(Handmade.document(["<</Type /Catalog>>"], trailer: "/Root 1 0 R /Prev 9")) == .malformed)
        #expect(code(Handmade.document(["<</Type /Catalog>>"], trailer: "/Root 1 0 R /Encrypt 1 0 R")) == .encrypted)
        #expect(code(Handmade.document(["<</A 1 /A 2>>"])) == .malformed)
        #expect(code([]) == .malformed && code(Handmade.bytes("%PDF-1.4\nstartxref\n0\n%%EOF")) == .malformed)
        #expect(code(Handmade.bytes("%PDF-1.4\nxref\n0 8388607\n0000000000 65535 f \ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF")) == .malformed)
    }

    @Test("Objects in a stream are read where they are named, in increasing order and never twice") func packed() throws {
        let good = "<</Type /Catalog /Pages 2 0 R>> <</Kids [] /Count 0>>"
        let second = good.utf8.count - 21
        let file = try PDFFile(Handmade.packed("1 0 2 \(second) ", good))
        #expect(try file.object(PDFReference(2)).value.dictionary?["Count"] == .integer(0))
        #expect(code(Handmade.packed("1 0 2 0 ", good)) == .malformed)
        #expect(code(Handmade.packed("1 \(second) 2 0 ", good)) == .malformed)
        // An object that runs into the next one.
        #expect(code(Handmade.packed("1 0 2 \(second - 10) ", good)) == .malformed)
    }

    @Test("All streams of a file together inflate up to a limit") func bombs() {
        let bomb = Handmade.zeros(runs: 130_000)
        func file(_ count: Int) -> [UInt8] {
            var out = Handmade.bytes("%PDF-1.5\n1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\n2 0 obj\n<</Kids [] /Count 0>>\nendobj\n")
            var previous = ""
            for n in 0..<count {
                let start = out.count
                out += Handmade.bytes(
                    "\(n + 3) 0 obj\n<</Type /XRef /W [1 2 1] /Index [0 0] /Root 1 0 R /Filter /FlateDecode \(previous) /Length \(bomb.count)>>\nstream\n")
                out += bomb + Handmade.bytes("\nendstream\nendobj\n")
                previous = "/Prev \(start)"
                if n == count - 1 { out += Handmade.bytes("startxref\n\(start)\n%%EOF\n") }
            }
            return out
        }
        #expect((try? PDFFile(file(3))) != nil)
        #expect(code(file(5)) == .tooLarge)
    }

    @Test("Cut off or altered anywhere, a document is read or refused, never more") func fuzz() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<3000 {
            var bytes = Handmade.simple
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: Int.random(in: 0..<bytes.count, using: &random))
                default: bytes.insert(contentsOf: bytes.suffix(20), at: Int.random(in: 0..<bytes.count, using: &random))
                }
            }
            _ = code(bytes)
            _ = code(Array(Handmade.simple.prefix(Int.random(in: 0..<Handmade.simple.count, using: &random))))
        }
    }

    @Test("An update leaves what was and changes what counts") func update() throws {
        let file = try PDFFile(Handmade.simple)
        var update = PDFUpdate(of: file)
        let new = update.add(PDFObject(.string([1, 2])))
        update.set(PDFReference(5), PDFObject(.integer(5)))
        update.set(PDFReference(1), PDFObject(.dictionary(.init([("Type", .name("Catalog")), ("Pages", .reference(.init(2))), ("X", .reference(new))]))))
        let (bytes, ranges) = try update.written()
        #expect(bytes.starts(with: Handmade.simple) && new == PDFReference(6) && ranges.count == 3)
        let again = try PDFFile(bytes)
        #expect(try again.resolve(again.catalogue["X"]) == .string([1, 2]))
        #expect(try again.pages().count == 1)
        #expect(again.keeps(3, of: file) && !again.keeps(1, of: file))
        #expect(try !file.refersToAny(of: [6]) && file.refersToAny(of: [5]))
    }

    @Test("Joined documents have all pages, without forms and tags of the parts") func joined() throws {
        let joined = try PDFJoiner.joined([Handmade.simple, Handmade.simple, Handmade.simple])
        let file = try PDFFile(joined)
        let pages = try file.pages()
        #expect(pages.count == 3 && Set(pages.map(\.reference)).count == 3)
        for page in pages {
            #expect(page.value["MediaBox"] != nil)
            #expect(try file.object(try #require(page.value["Contents"]?.reference)).stream.map { Array($0) } == Handmade.bytes("0 0 m"))
        }
        #expect(try PDFJoiner.joined([Handmade.simple]) == Handmade.simple)
        #expect(throws: PDFError.self) { try PDFJoiner.joined([]) }
        #expect(throws: PDFError.self) { try PDFJoiner.joined([Handmade.simple, [1]]) }
    }
}
