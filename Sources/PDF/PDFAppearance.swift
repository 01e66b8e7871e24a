/// Makes a picture for a field from a document of one page.
public enum PDFAppearance {
    /// A picture of nothing.
    public static func empty(in update: inout PDFUpdate) -> PDFReference {
        update.add(
            PDFObject(
                .dictionary(
                    PDFDictionary([
                        ("Type", .name("XObject")), ("Subtype", .name("Form")), ("BBox", .array(Array(repeating: .integer(0), count: 4))),
                        ("Resources", .dictionary(PDFDictionary())), ("Length", .integer(0)),
                    ])), stream: []))
    }

    /// Adds the page's content, fonts and images to an update as a form XObject. Source: ISO 32000-1 § 8.10.
    public static func form(of document: [UInt8], in update: inout PDFUpdate) throws(PDFError) -> PDFReference {
        let file = try PDFFile(document)
        guard let page = try file.pages().first?.value else { throw PDFError(.malformed, "no page") }
        guard case .reference(let r) = page["Contents"] else { throw PDFError(.unsupported, "page content in pieces") }
        let content = try file.object(r)
        guard var value = content.value.dictionary, let stream = content.stream else { throw PDFError(.malformed, "page content") }
        value["Type"] = .name("XObject")
        value["Subtype"] = .name("Form")
        value["BBox"] = page["MediaBox"]
        value["Resources"] = page["Resources"] ?? .dictionary(PDFDictionary())
        value["Length"] = .integer(stream.count)
        var copy = PDFImport(from: file)
        var made = update
        let new = try copy.value(.dictionary(value)) { made.add(PDFObject(.null)) }
        let reference = made.add(PDFObject(new, stream: stream))
        var objects: [(PDFReference, PDFObject)] = []
        try copy.copyWaiting(take: { made.add(PDFObject(.null)) }, put: { objects.append(($0, $1)) })
        for (reference, object) in objects { made.set(reference, object) }
        update = made
        return reference
    }
}
