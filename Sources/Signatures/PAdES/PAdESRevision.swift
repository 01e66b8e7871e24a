internal import PDF

/// What was appended to a document after it had been signed.
enum PAdESRevision {
    enum Changes { case onlySignatures, content }

    /// Compares the signed revision with the whole file, object by object. Anything that is not plainly a further signature or its
    /// validation data counts as content: a change that is not understood is not trusted.
    static func changes(after end: Int, in file: PDFFile) -> Changes {
        guard let signed = try? PDFFile(Array(file.bytes[..<end])), let allowed = try? isAllowed(signed, file) else { return .content }
        return allowed ? .onlySignatures : .content
    }

    private static func isAllowed(_ old: PDFFile, _ new: PDFFile) throws(PDFError) -> Bool {
        guard old.root == new.root, old.trailer["Info"] == new.trailer["Info"] else { return false }
        let catalogue = try old.catalogue
        let oldForm = try old.resolve(catalogue["AcroForm"]).dictionary ?? PDFDictionary()
        let formReference = catalogue["AcroForm"]?.reference
        let pages = Set(try old.pages().map(\.reference))
        guard let added = try addedFields(old, new, oldForm), try !old.refersToAny(of: Set(new.objectNumbers).subtracting(old.objectNumbers)) else {
            return false
        }
        for number in old.objectNumbers where !new.keeps(number, of: old) {
            let reference = old.reference(number)
            let before = try old.object(reference), after = try new.object(reference)
            if before.value == after.value, before.stream == nil, after.stream == nil { continue }
            guard let a = before.value.dictionary, let b = after.value.dictionary, before.stream == nil, after.stream == nil else { return false }
            if reference == old.root {
                guard same(a, b, but: ["AcroForm", "DSS", "Extensions"]) else { return false }
            } else if reference == formReference {
                guard same(a, b, but: ["Fields", "SigFlags"]) else { return false }
            } else if pages.contains(reference) {
                guard same(a, b, but: ["Annots"]), try onlyAdds(added.widgets, a["Annots"], old, b["Annots"], new) else { return false }
            } else if added.filled.contains(reference) {
                // An empty field of the old revision that has been signed since.
                guard same(a, b, but: ["V", "AP", "F", "M"]) else { return false }
            } else if reference != catalogue["DSS"]?.reference {
                // Certificates and revocation data of LTV show nothing; everything else does.
                return false
            }
        }
        let newForm = try new.resolve(new.catalogue["AcroForm"]).dictionary ?? PDFDictionary()
        return same(oldForm, newForm, but: ["Fields", "SigFlags"])
    }

    private static func same(_ a: PDFDictionary, _ b: PDFDictionary, but changing: [String]) -> Bool {
        var a = a, b = b
        for key in changing {
            a[key] = nil
            b[key] = nil
        }
        return a == b
    }

    /// The fields of the new form that the old one lacks; `nil` unless all old ones are still there in their order and every new one is a
    /// signature.
    private static func addedFields(_ old: PDFFile, _ new: PDFFile, _ oldForm: PDFDictionary) throws(PDFError) -> (widgets: Set<PDFReference>, filled: Set<PDFReference>)?
    {
        let before = try old.resolve(oldForm["Fields"]).array ?? []
        let after = try new.resolve(new.resolve(new.catalogue["AcroForm"]).dictionary?["Fields"]).array ?? []
        guard after.count >= before.count, Array(after.prefix(before.count)) == before else { return nil }
        var widgets: Set<PDFReference> = []
        for field in after.dropFirst(before.count) {
            // A field without a signature is a picture that anyone may lay over the text.
            guard let r = field.reference, let d = try new.object(r).value.dictionary, d["FT"]?.name == "Sig", d["Kids"] == nil, d["A"] == nil, d["AA"] == nil,
                try isSigned(d, new)
            else { return nil }
            widgets.insert(r)
        }
        var filled: Set<PDFReference> = []
        for field in before {
            guard let r = field.reference, let d = try old.object(r).value.dictionary, d["FT"]?.name == "Sig", d["V"] == nil,
                let now = try new.object(r).value.dictionary, try isSigned(now, new)
            else { continue }
            filled.insert(r)
        }
        return (widgets, filled)
    }

    private static func isSigned(_ field: PDFDictionary, _ file: PDFFile) throws(PDFError) -> Bool {
        try file.resolve(field["V"]).dictionary?["ByteRange"] != nil
    }

    /// Whether a page's annotations are the old ones and widgets of new signatures.
    private static func onlyAdds(_ widgets: Set<PDFReference>, _ a: PDFValue?, _ old: PDFFile, _ b: PDFValue?, _ new: PDFFile) throws(PDFError) -> Bool {
        let before = try old.resolve(a).array ?? [], after = try new.resolve(b).array ?? []
        guard after.count >= before.count, Array(after.prefix(before.count)) == before else { return false }
        return after.dropFirst(before.count).allSatisfy { $0.reference.map(widgets.contains) ?? false }
    }
}
