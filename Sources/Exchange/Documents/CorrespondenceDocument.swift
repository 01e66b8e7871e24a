public import Kernel
public import XML

/// Whatever came through a box, recognised by its root (epuap.md § 12.1 rule 7).
public enum CorrespondenceDocument: Sendable {
    case letter(Letter)
    case submissionReceipt(SubmissionReceipt)
    case deliveryReceipt(DeliveryReceipt)
    /// A document of another template (wzór) or of no known kind.
    case other(OtherDocument)

    public struct OtherDocument: Sendable, Hashable {
        public var rootName: String
        public var namespace: String
        public var title: String
        public var senders: [DocumentParty]
        public var date: PartialDate?
        public var attachments: [DocumentAttachment]
        public var outline: ReadableDocument
        /// A template published in the central repository.
        public var isTemplate: Bool { namespace.hasPrefix("http://crd.gov.pl/wzor/") || namespace.hasPrefix("http://epuap.gov.pl/fe-model-web/") }
    }

    /// - Throws: `XMLError` when the bytes are no XML; `Problem` when the document asks too much.
    public static func read(_ bytes: [UInt8]) throws -> CorrespondenceDocument { try read(XMLTree(parsing: bytes)) }

    public static func read(_ tree: XMLTree) throws(Problem) -> CorrespondenceDocument {
        if Letter.Template(rawValue: tree.root.namespace ?? "") != nil { return .letter(try Letter.read(tree)) }
        if tree.root.is("Dokument", OfficialReceipt.namespace) {
            if let upp = try? SubmissionReceipt.read(tree) { return .submissionReceipt(upp) }
            if let upd = try? DeliveryReceipt.read(tree) { return .deliveryReceipt(upd) }
        }
        return .other(try other(tree))
    }

    private static func other(_ tree: XMLTree) throws(Problem) -> OtherDocument {
        let body = tree.root.child("TrescDokumentu"), data = tree.root.child("DaneDokumentu")
        let files = tree.root.descendants(named: "Zalacznik", namespace: Letter.namespaces[1].value)
        guard files.count <= DocumentAttachment.maximum else {
            throw Problem(.tooLarge, "Dokument ma \(files.count) załączników, a może mieć \(DocumentAttachment.maximum).")
        }
        let named = [
            body?.childText("Tytul"), data?.child("Naglowek")?.childText("NazwaDokumentu"), tree.root.child("OpisDokumentu")?.childText("OpisDokumentu"),
        ].compactMap { $0?.trimmed }.first { !$0.isEmpty }
        let title = named ?? "Dokument elektroniczny: \(ReadableDocument.readable(tree.root.name))"
        return OtherDocument(
            rootName: tree.root.name, namespace: tree.root.namespace ?? "", title: String(title.prefix(500)),
            senders: data?.child("Nadawcy")?.children("Podmiot").prefix(200).compactMap(DocumentParty.init) ?? [],
            date: (data?.child("Data")?.childText("Czas")?.trimmed).flatMap { PartialDate(String($0.prefix(10))) },
            attachments: files.map(DocumentAttachment.init), outline: ReadableDocument(outlineOf: tree, title: String(title.prefix(500))))
    }

    public var attachments: [DocumentAttachment] {
        switch self {
        case .letter(let l): l.attachments
        case .other(let o): o.attachments
        case .submissionReceipt, .deliveryReceipt: []
        }
    }

    public var readable: ReadableDocument {
        switch self {
        case .letter(let l): ReadableDocument(l)
        case .submissionReceipt(let r): ReadableDocument(r)
        case .deliveryReceipt(let r): ReadableDocument(r)
        case .other(let o): o.outline
        }
    }
}
