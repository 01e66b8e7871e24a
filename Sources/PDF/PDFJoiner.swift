/// Joins documents of one maker into one, page after page: a print job made in parts.
///
/// The first document gives the catalogue's metadata and output intent, so PDF/A stays PDF/A when all parts are of the same kind; tags,
/// bookmarks and forms of the parts are left out.
public enum PDFJoiner {
    public static func joined(_ parts: [[UInt8]]) throws(PDFError) -> [UInt8] {
        guard let first = parts.first else { throw PDFError(.malformed, "nothing to join") }
        if parts.count == 1 { return first }
        var out = Array("%PDF-1.4\n".utf8) + [0x25, 0xE2, 0xE3, 0xCF, 0xD3, 0x0A]
        var offsets: [Int: Int] = [:]
        var next = 1
        func take() -> PDFReference {
            defer { next += 1 }
            return PDFReference(next)
        }
        func put(_ reference: PDFReference, _ object: PDFObject) {
            offsets[reference.number] = out.count
            PDFWriter.append(object, as: reference, to: &out)
        }
        let root = take(), tree = take()
        var nodes: [PDFValue] = []
        var total = 0
        var catalogue = PDFDictionary([("Type", .name("Catalog")), ("Pages", .reference(tree))])
        var info: PDFValue?
        for (i, bytes) in parts.enumerated() {
            let file = try PDFFile(bytes)
            var copy = PDFImport(from: file)
            let node = take()
            let pages = try file.pages()
            var kids: [PDFReference] = []
            for page in pages {
                let reference = take()
                copy.map(page.reference, to: reference)
                kids.append(reference)
            }
            for (page, reference) in zip(pages, kids) {
                var value = page.value
                for key in ["Parent", "StructParents", "Annots", "B"] { value[key] = nil }
                guard var new = try copy.value(.dictionary(value), take).dictionary else { continue }
                new["Parent"] = .reference(node)
                put(reference, PDFObject(.dictionary(new)))
            }
            if i == 0 {
                let own = try file.catalogue
                for key in ["Metadata", "OutputIntents", "Lang", "ViewerPreferences"] {
                    if let value = own[key] { catalogue[key] = try copy.value(value, take) }
                }
                info = try file.trailer["Info"].map { (v) throws(PDFError) in try copy.value(v, take) }
            }
            try copy.copyWaiting(take: take, put: put)
            put(
                node,
                PDFObject(
                    .dictionary(
                        PDFDictionary([
                            ("Type", .name("Pages")), ("Parent", .reference(tree)), ("Count", .integer(kids.count)),
                            ("Kids", .array(kids.map { .reference($0) })),
                        ]))))
            nodes.append(.reference(node))
            total += kids.count
        }
        put(tree, PDFObject(.dictionary(PDFDictionary([("Type", .name("Pages")), ("Count", .integer(total)), ("Kids", .array(nodes))]))))
        put(root, PDFObject(.dictionary(catalogue)))

        let start = out.count
        out += "xref\n0 \(next)\n0000000000 65535 f\r\n".utf8
        for number in 1..<next {
            guard let offset = offsets[number] else { throw PDFError(.malformed, "object \(number) was not written") }
            out += "\(padded(offset, 10)) 00000 n\r\n".utf8
        }
        var trailer = PDFDictionary([("Size", .integer(next)), ("Root", .reference(root))])
        trailer["Info"] = info
        trailer["ID"] = try PDFFile(first).trailer["ID"]
        out += "trailer\n".utf8
        PDFWriter.append(.dictionary(trailer), to: &out)
        out += "\nstartxref\n\(start)\n%%EOF\n".utf8
        return out
    }
}
