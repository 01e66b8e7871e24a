public import Cryptography
public import Kernel
internal import PDF

/// A document with a place for one signature, whose value may be made elsewhere: on a card, by a signing service, many with one PIN.
///
/// Make it, sign ``contentDigest`` (`CMSSignature`), and put the result in with ``completed(cms:)``.
public struct PAdESPreparation: Sendable {
    private let bytes: [UInt8]
    /// Of the hexadecimal digits of `Contents`, without the angle brackets.
    private let hole: Range<Int>
    /// Of everything but the hole.
    public let contentDigest: [UInt8]
    public let digest: DigestAlgorithm

    /// - Parameter signatureRoom: bytes to leave for the CMS signature.
    public init(
        _ document: [UInt8], statement: PAdESStatement = PAdESStatement(), at instant: Instant, digest: DigestAlgorithm = .sha256,
        signatureRoom: Int = 16_384
    ) throws {
        do {
            let (bytes, hole) = try PAdESPreparation.placed(document, statement, instant, room: signatureRoom)
            self.bytes = bytes
            self.hole = hole
            var running = RunningDigest(digest)
            running.update(bytes[..<(hole.lowerBound - 1)])
            running.update(bytes[(hole.upperBound + 1)...])
            contentDigest = running.finish()
            self.digest = digest
        } catch let error as PDFError {
            throw PAdESPreparation.problem(error)
        }
    }

    /// The signed document.
    public func completed(cms: [UInt8]) throws -> [UInt8] {
        guard cms.count * 2 <= hole.count else {
            throw Problem(.tooLarge, "Podpis nie zmieścił się w dokumencie. Zawiadom administratora.", cause: "\(cms.count) bytes of CMS")
        }
        var out = bytes
        out.replaceSubrange(hole.lowerBound..<(hole.lowerBound + cms.count * 2), with: Hex.encode(cms).utf8)
        return out
    }

    static func problem(_ error: PDFError) -> Problem {
        switch error.code {
        case .encrypted: Problem(.invalidInput, "Plik PDF jest zabezpieczony hasłem. Zapisz go bez zabezpieczeń i spróbuj jeszcze raz.", cause: "\(error)")
        case .malformed: Problem(.invalidInput, "Plik PDF jest uszkodzony. Utwórz go jeszcze raz.", cause: "\(error)")
        case .unsupported: Problem(.invalidInput, "Tego rodzaju pliku PDF nie umiemy odczytać. Zapisz go jako PDF/A.", cause: "\(error)")
        case .tooLarge: Problem(.tooLarge, "Plik PDF jest za duży albo zbyt złożony. Zapisz go jako PDF/A.", cause: "\(error)")
        }
    }

    private static func placed(_ document: [UInt8], _ statement: PAdESStatement, _ instant: Instant, room: Int) throws -> ([UInt8], Range<Int>) {
        let file = try PDFFile(document)
        var update = PDFUpdate(of: file)
        var catalogue = try file.catalogue
        let (form, formReference) = try Self.form(catalogue, file)
        if try file.resolve(catalogue["Perms"]).dictionary?["DocMDP"] != nil, try Self.forbidsChanges(catalogue, file) {
            throw Problem(.conflict, "Wcześniejszy podpis nie pozwala dodać następnego. Podpisz dokument bez tego podpisu.")
        }
        let pages = try file.pages()
        let index = statement.mark?.page ?? pages.count - 1
        guard pages.indices.contains(index) else { throw Problem(.invalidInput, "W dokumencie nie ma strony \(index + 1).") }
        let page = pages[index].reference
        guard var pageValue = try file.object(page).value.dictionary else { throw PDFError(.malformed, "page") }

        // The signature itself; the numbers of ByteRange are written when they are known, over blanks of the same length.
        var signature = PDFDictionary([
            ("Type", .name("Sig")), ("Filter", .name("Adobe.PPKLite")), ("SubFilter", .name("ETSI.CAdES.detached")),
            ("ByteRange", .array([.integer(0)] + Array(repeating: .real(byteRangeBlank), count: 3))),
            ("Contents", .string([UInt8](repeating: 0, count: room))), ("M", .string(Array(Self.date(instant).utf8))),
        ])
        if let name = statement.name { signature["Name"] = .text(name) }
        if let reason = statement.reason { signature["Reason"] = .text(reason) }
        if let location = statement.location { signature["Location"] = .text(location) }
        let signatureReference = update.add(PDFObject(.dictionary(signature)))

        var fields = try file.resolve(form["Fields"]).array ?? []
        let taken = try Self.names(of: fields, file)
        if let wanted = statement.field, taken.contains(wanted) || wanted.contains(".") || wanted.isEmpty {
            throw Problem(.conflict, "Pole podpisu „\(wanted)” już jest w dokumencie albo ma złą nazwę. Podaj inną.")
        }
        let fieldName = statement.field ?? (1...(taken.count + 1)).lazy.map { "Podpis\($0)" }.first { !taken.contains($0) } ?? "Podpis"
        var widget = PDFDictionary([
            ("Type", .name("Annot")), ("Subtype", .name("Widget")), ("FT", .name("Sig")), ("T", .text(fieldName)),
            // Printed, and not to be moved.
            ("F", .integer(132)), ("P", .reference(page)), ("V", .reference(signatureReference)), ("Rect", .array(Array(repeating: .integer(0), count: 4))),
        ])
        if let mark = statement.mark {
            widget["Rect"] = .array([mark.left, mark.bottom, mark.left + mark.width, mark.bottom + mark.height].map { .integer($0) })
        }
        // PDF/A wants an appearance even where nothing shows.
        let appearance = try statement.mark.map { (mark) throws(PDFError) in try PDFAppearance.form(of: mark.appearance, in: &update) }
        widget["AP"] = .dictionary(PDFDictionary([("N", .reference(appearance ?? PDFAppearance.empty(in: &update)))]))
        let widgetReference = update.add(PDFObject(.dictionary(widget)))

        pageValue["Annots"] = .array((try file.resolve(pageValue["Annots"]).array ?? []) + [.reference(widgetReference)])
        update.set(page, PDFObject(.dictionary(pageValue)))
        fields.append(.reference(widgetReference))
        var newForm = form
        newForm["Fields"] = .array(fields)
        // Signatures exist, and the document is only ever appended to. Source: ISO 32000-1 table 219.
        newForm["SigFlags"] = .integer(3)
        if let formReference {
            update.set(formReference, PDFObject(.dictionary(newForm)))
        } else {
            catalogue["AcroForm"] = .dictionary(newForm)
            update.set(file.root, PDFObject(.dictionary(catalogue)))
        }

        var (bytes, ranges) = try update.written()
        guard let range = ranges[signatureReference], let hole = Self.hole(in: bytes, range, digits: room * 2) else { throw PDFError(.malformed, "no hole") }
        try Self.fillByteRange(&bytes, range, hole)
        return (bytes, hole)
    }

    private static func form(_ catalogue: PDFDictionary, _ file: PDFFile) throws(PDFError) -> (PDFDictionary, PDFReference?) {
        let form = try file.resolve(catalogue["AcroForm"]).dictionary ?? PDFDictionary()
        // The keys of forms made by XFA would be left behind by a signature.
        guard form["XFA"] == nil else { throw PDFError(.unsupported, "XFA form") }
        return (form, catalogue["AcroForm"]?.reference)
    }

    /// Whether a certification signature (DocMDP with P 1) allows no change at all. Source: ISO 32000-1 § 12.8.2.2.
    private static func forbidsChanges(_ catalogue: PDFDictionary, _ file: PDFFile) throws(PDFError) -> Bool {
        let permissions = try file.resolve(catalogue["Perms"]).dictionary
        let signature = try file.resolve(permissions?["DocMDP"]).dictionary
        for reference in try file.resolve(signature?["Reference"]).array ?? [] {
            let parameters = try file.resolve(file.resolve(reference).dictionary?["TransformParams"]).dictionary
            if try file.resolve(parameters?["P"]).integer == 1 { return true }
        }
        return false
    }

    private static func names(of fields: [PDFValue], _ file: PDFFile) throws(PDFError) -> Set<String> {
        var out: Set<String> = []
        for field in fields {
            if let name = try file.resolve(file.resolve(field).dictionary?["T"]).textString { out.insert(name) }
        }
        return out
    }

    private static let byteRangeBlank = "**********"

    private static func hole(in bytes: [UInt8], _ range: Range<Int>, digits: Int) -> Range<Int>? {
        let key = Array("/Contents <".utf8)
        var i = range.lowerBound
        while i + key.count + digits < range.upperBound {
            if bytes[i] == key[0], bytes[i..<(i + key.count)].elementsEqual(key) {
                let start = i + key.count
                return bytes[start + digits] == UInt8(ascii: ">") ? start..<(start + digits) : nil
            }
            i += 1
        }
        return nil
    }

    private static func fillByteRange(_ bytes: inout [UInt8], _ range: Range<Int>, _ hole: Range<Int>) throws(PDFError) {
        let after = hole.upperBound + 1
        var numbers = [hole.lowerBound - 1, after, bytes.count - after].map { n in
            let s = String(n)
            return Array((s + String(repeating: " ", count: max(0, byteRangeBlank.utf8.count - s.utf8.count))).utf8)
        }
        let blank = Array(byteRangeBlank.utf8)
        var i = range.lowerBound
        while !numbers.isEmpty, i + blank.count <= hole.lowerBound {
            if bytes[i] == blank[0], bytes[i..<(i + blank.count)].elementsEqual(blank) {
                let number = numbers.removeFirst()
                guard number.count == blank.count else { throw PDFError(.tooLarge, "file too long") }
                bytes.replaceSubrange(i..<(i + blank.count), with: number)
                i += blank.count
            } else {
                i += 1
            }
        }
        guard numbers.isEmpty else { throw PDFError(.malformed, "no byte range") }
    }

    /// `D:20260312134100+00'00'`. Source: ISO 32000-1 § 7.9.4.
    static func date(_ instant: Instant) -> String {
        let digits = instant.description.filter(\.isNumber).prefix(14)
        return "D:\(digits)+00'00'"
    }
}
