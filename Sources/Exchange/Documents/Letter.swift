public import Kernel
public import XML

/// The general letters that every office and citizen uses: to an office (wzór 4566) and from an office (wzór 1410).
///
/// Source: epuap.md § 6; element order as in the one complete instance and the builders.
public struct Letter: Sendable, Hashable {
    public enum Template: String, Sendable, CaseIterable {
        /// Pismo ogólne do podmiotu publicznego.
        case toOffice = "http://crd.gov.pl/wzor/2017/10/24/4566/"
        /// Pismo ogólne od podmiotu publicznego.
        case fromOffice = "http://crd.gov.pl/wzor/2013/12/12/1410/"
    }

    public var template: Template
    /// `str:CID`.
    public var identifier = ""
    public var caseSign = ""
    public var date: PartialDate?
    public var recipients: [DocumentParty] = []
    public var senders: [DocumentParty] = []
    public var place = ""
    public var title: String
    /// `@rodzaj`, with `@jakiInny` when it is `inne pismo`.
    public var kind = ""
    public var otherKind = ""
    public var paragraphs: [String] = []
    public var declarations: [String] = []
    public var furtherInformation: [String] = []
    public var signerName = ""
    public var signerPost = ""
    public var attachments: [DocumentAttachment] = []

    public init(template: Template, title: String) {
        self.template = template
        self.title = title
    }

    static let namespaces: KeyValuePairs<String, String> = [
        "meta": "http://crd.gov.pl/xml/schematy/meta/2009/11/16/",
        "str": "http://crd.gov.pl/xml/schematy/struktura/2009/11/16/",
        "adr": "http://crd.gov.pl/xml/schematy/adres/2009/11/09/",
        "oso": "http://crd.gov.pl/xml/schematy/osoba/2009/11/16/",
        "inst": "http://crd.gov.pl/xml/schematy/instytucja/2009/11/16/",
    ]

    /// - Throws: `Problem` when the document is no such letter or names more attachments than anyone sends.
    public static func read(_ tree: XMLTree) throws(Problem) -> Letter {
        guard tree.root.name == "Dokument", let template = Template(rawValue: tree.root.namespace ?? "") else {
            throw Problem(.invalidInput, "To nie jest pismo ogólne.")
        }
        let description = tree.root.child("OpisDokumentu"), data = tree.root.child("DaneDokumentu"), body = tree.root.child("TrescDokumentu")
        let files = body?.child("Zalaczniki")?.children("Zalacznik") ?? []
        guard files.count <= DocumentAttachment.maximum else {
            throw Problem(.tooLarge, "Dokument ma \(files.count) załączników, a może mieć \(DocumentAttachment.maximum).")
        }
        var letter = Letter(template: template, title: body?.childText("Tytul")?.trimmed ?? "")
        letter.identifier = description?.childText("CID") ?? ""
        letter.caseSign = data?.child("Naglowek")?.child("Identyfikator")?.childText("Wartosc") ?? ""
        letter.date = (data?.child("Data")?.childText("Czas")?.trimmed).flatMap { PartialDate(String($0.prefix(10))) }
        letter.recipients = data?.child("Adresaci")?.children("Podmiot").prefix(200).compactMap(DocumentParty.init) ?? []
        letter.senders = data?.child("Nadawcy")?.children("Podmiot").prefix(200).compactMap(DocumentParty.init) ?? []
        letter.place = body?.childText("MiejscowoscDokumentu")?.trimmed ?? ""
        if let kind = body?.child("RodzajWnioskuRozszerzony") {
            letter.kind = kind.attribute("rodzaj") ?? ""
            letter.otherKind = kind.attribute("jakiInny") ?? kind.attribute("jakisInny") ?? ""
        }
        letter.paragraphs = texts(body?.child("Informacje")?.children("Informacja"))
        letter.declarations = texts(body?.child("Oswiadczenia")?.children("Oswiadczenie"))
        letter.furtherInformation = texts(body?.child("InformacjeDodatkowe")?.children("Informacja"))
        if let signer = body?.child("Podpis") {
            letter.signerName = [signer.childText("Imie"), signer.childText("Nazwisko")].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " ")
            letter.signerPost = signer.childText("Stanowisko") ?? ""
        }
        letter.attachments = files.map(DocumentAttachment.init)
        return letter
    }

    private static func texts(_ nodes: [XMLNode]?) -> [String] { (nodes ?? []).prefix(5_000).map(\.text) }

    /// The document as bytes, with the instruction that names the official style sheet.
    public func write() -> [UInt8] {
        var w = XMLWriter()
        w.processingInstruction("xml-stylesheet", "type=\"text/xsl\" href=\"\(template.rawValue)styl.xsl\"")
        let ns = Letter.namespaces
        let a: KeyValuePairs<String, String?> = [
            "xmlns:wnio": template.rawValue, "xmlns:\(ns[0].key)": ns[0].value, "xmlns:\(ns[1].key)": ns[1].value,
            "xmlns:\(ns[2].key)": ns[2].value, "xmlns:\(ns[3].key)": ns[3].value, "xmlns:\(ns[4].key)": ns[4].value,
        ]
        w.element("wnio:Dokument", a) { w in
            w.element("wnio:OpisDokumentu") { w in
                if !identifier.isEmpty { w.element("str:CID", text: identifier) }
                w.element("meta:OpisDokumentu", text: template == .toOffice ? "Pismo ogólne do podmiotu publicznego" : "Pismo ogólne")
            }
            w.element("wnio:DaneDokumentu") { w in
                if !caseSign.isEmpty {
                    w.element("str:Naglowek") { w in w.element("meta:Identyfikator") { w in w.element("meta:Wartosc", text: caseSign) } }
                }
                if let date { w.element("meta:Data", ["typDaty": "stworzony"]) { w in w.element("meta:Czas", text: date.description) } }
                w.element("str:Adresaci") { w in for p in recipients { p.write(into: &w) } }
                w.element("str:Nadawcy") { w in for p in senders { p.write(into: &w) } }
            }
            w.element("wnio:TrescDokumentu", ["format": "text/xml", "kodowanie": "XML"]) { w in
                if !place.isEmpty { w.element("wnio:MiejscowoscDokumentu", text: place) }
                w.element("wnio:Tytul", text: title)
                w.empty("wnio:RodzajWnioskuRozszerzony", ["jakiInny": otherKind, "rodzaj": kind])
                w.element("wnio:Informacje") { w in for p in paragraphs { w.element("wnio:Informacja", text: p) } }
                if !declarations.isEmpty {
                    w.element("wnio:Oswiadczenia") { w in for p in declarations { w.element("wnio:Oswiadczenie", text: p) } }
                }
                if !furtherInformation.isEmpty {
                    w.element("wnio:InformacjeDodatkowe") { w in for p in furtherInformation { w.element("wnio:Informacja", text: p) } }
                }
                if !signerName.isEmpty {
                    w.element("wnio:Podpis") { w in
                        let parts = signerName.split(separator: " ", maxSplits: 1).map(String.init)
                        w.element("oso:Imie", text: parts.first ?? "")
                        w.element("oso:Nazwisko", text: parts.count > 1 ? parts[1] : "")
                        if !signerPost.isEmpty { w.element("wnio:Stanowisko", text: signerPost) }
                    }
                }
                if !attachments.isEmpty { w.element("str:Zalaczniki") { w in for f in attachments { f.write(into: &w) } } }
            }
        }
        return w.bytes
    }
}

extension String {
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
