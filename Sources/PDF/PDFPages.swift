extension PDFFile {
    static let maximumPages = 100_000

    /// The pages in order, with what they inherit from the nodes above them. Source: ISO 32000-1 § 7.7.3.
    public func pages() throws(PDFError) -> [(reference: PDFReference, value: PDFDictionary)] {
        guard let top = try catalogue["Pages"]?.reference else { throw PDFError(.malformed, "no pages") }
        var out: [(reference: PDFReference, value: PDFDictionary)] = []
        var seen: Set<PDFReference> = []
        var waiting: [(PDFReference, PDFDictionary)] = [(top, PDFDictionary())]
        while let (reference, inherited) = waiting.popLast() {
            guard seen.insert(reference).inserted, out.count < PDFFile.maximumPages else { throw PDFError(.malformed, "page tree in a circle") }
            guard var node = try object(reference).value.dictionary else { throw PDFError(.malformed, "page tree") }
            var passed = inherited
            for key in ["Resources", "MediaBox", "CropBox", "Rotate"] {
                if let own = node[key] { passed[key] = own } else { node[key] = inherited[key] }
            }
            if let kids = try resolve(node["Kids"]).array {
                for kid in kids.reversed() {
                    guard let r = kid.reference else { throw PDFError(.malformed, "page tree") }
                    waiting.append((r, passed))
                }
            } else {
                out.append((reference, node))
            }
        }
        return out
    }
}
