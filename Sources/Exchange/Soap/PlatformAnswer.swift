internal import Kernel
internal import Law
internal import XML

/// The answers of the platform, as what stands inside `soapenv:Body`.
///
/// Global elements are qualified, their children are not; identifiers are whole numbers (epuap.md § 2 rules 2 and 6).
public enum PlatformAnswer {
    private static func body(_ name: String, _ namespace: String, _ content: (inout XMLWriter) -> Void) -> String {
        var w = XMLWriter(declaration: false)
        w.element("p:\(name)", ["xmlns:p": namespace]) { w in content(&w) }
        return String(decoding: w.bytes, as: UTF8.self)
    }

    private static func status(_ w: inout XMLWriter, _ name: String = "status", kod: Int = 1, _ komunikat: String = "OK") {
        w.element(name) { w in
            w.element("kod", text: String(kod))
            w.element("komunikat", text: komunikat)
        }
    }

    private static func file(_ w: inout XMLWriter, _ element: String, name: String, mediaType: String, content: [UInt8]) {
        w.element(element) { w in
            w.element("nazwaPliku", text: name)
            w.element("typPliku", text: mediaType)
            w.element("zawartosc") { w in w.base64(content) }
        }
    }

    public static func submitted(_ a: SubmissionAnswer) -> String {
        body("OdpowiedzSkrytki", SoapNames.ob) { w in
            status(&w)
            w.element("identyfikatorDokumentu", text: String(a.document))
            if let receipt = a.receipt { w.element("identyfikatorUpp", text: String(receipt)) }
            status(&w, "statusOdbiorcy")
            if let xml = a.receiptXML { file(&w, "zalacznik", name: "UPP.xml", mediaType: "text/xml", content: xml) }
        }
    }

    public static func waiting(_ count: Int) -> String {
        body("OdpowiedzPullOczekujace", SoapNames.ob) { w in
            status(&w)
            w.element("oczekujace", text: String(count))
        }
    }

    public static func next(_ d: WaitingDocument) -> String {
        body("OdpowiedzPullPobierz", SoapNames.ob) { w in
            status(&w)
            w.element("danePodmiotu") { w in
                w.element("identyfikator", text: d.sender?.id ?? "")
                w.element("typOsoby", text: d.sender?.kind.rawValue ?? "P")
                if let s = d.sender {
                    if s.kind == .naturalPerson { w.element("imieSkrot", text: s.givenNames) }
                    w.element("nazwiskoNazwa", text: s.name)
                    if !s.nip.isEmpty { w.element("nip", text: s.nip) }
                    if !s.pesel.isEmpty { w.element("pesel", text: s.pesel) }
                    if !s.regon.isEmpty { w.element("regon", text: s.regon) }
                }
                w.element("zgoda", text: d.sender?.consents ?? false ? "true" : "false")
            }
            w.element("daneNadawcy") { w in
                if !d.senderUser.isEmpty { w.element("uzytkownik", text: d.senderUser) }
                w.element("system", text: d.senderSystem)
            }
            w.element("dataNadania", text: PolishTime.iso8601(d.submittedAt))
            w.element("nazwaSkrytki", text: d.box.name)
            w.element("adresSkrytki", text: d.box.description)
            w.element("adresOdpowiedzi", text: d.replyBox)
            w.element("czyTestowe", text: "false")
            let extra = d.extra.isEmpty ? Platform.documentData(d.id) : d.extra
            w.element("daneDodatkowe") { w in w.base64(extra) }
            file(&w, "dokument", name: d.fileName, mediaType: d.mediaType, content: d.content)
        }
    }

    public static func confirmed() -> String { body("OdpowiedzPullPotwierdz", SoapNames.ob) { w in status(&w) } }

    public static func delivered(document: Int64, order: Int64) -> String {
        body("OdpowiedzDoreczyciela", SoapNames.ob) { w in
            status(&w)
            w.element("identyfikatorDokumentu", text: String(document))
            w.element("identyfikatorZlecenia", text: String(order))
        }
    }

    public static func collected() -> String {
        body("StatusDoreczyciela", SoapNames.ob) { w in
            w.element("kod", text: "1")
            w.element("komunikat", text: "OK")
        }
    }

    public static func receiptIssued(_ xml: [UInt8]) -> String {
        body("OdpowiedzDajUpp", SoapNames.ob) { w in
            status(&w)
            file(&w, "upp", name: "UPP.xml", mediaType: "text/xml", content: xml)
        }
    }

    public static func uploaded(_ id: Int64) -> String { body("fileId5", SoapNames.fr) { w in w.text(String(id)) } }

    public static func downloaded(_ f: RepositoryFile) -> String {
        body("DataDocument", SoapNames.fr) { w in
            w.element("file") { w in w.base64(f.content) }
            w.element("filename", text: f.name)
            w.element("mimeType", text: f.mediaType)
            if !f.encoding.isEmpty { w.element("encoding", text: f.encoding) }
        }
    }

    public static func added(_ id: Int64) -> String {
        body("dodajDokumentResponse", SoapNames.zd) { w in w.element("dodajDokumentResult", text: String(id)) }
    }

    public static func document(_ d: ShelfDocument?) -> String {
        body("pobierzDokumentResponse", SoapNames.zd) { w in
            guard let d else { return w.empty("pobierzDokumentResult", ["xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance", "xsi:nil": "true"]) }
            w.element("pobierzDokumentResult") { w in
                details(d, "szczegolyDokumentu", &w)
                w.element("tresc") { w in w.base64(d.content) }
            }
        }
    }

    public static func removed(_ done: Bool) -> String {
        body("usunDokumentResponse", SoapNames.zd) { w in w.element("usunDokumentResult", text: done ? "true" : "false") }
    }

    public static func shelf(_ documents: [ShelfDocument]) -> String {
        body("zawartoscSkladuResponse", SoapNames.zd) { w in
            w.element("zawartoscSkladu") { w in for d in documents { details(d, "SzczegolyDokumentuTyp", &w) } }
        }
    }

    private static func details(_ d: ShelfDocument, _ element: String, _ w: inout XMLWriter) {
        w.element(element, ["xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance"]) { w in
            w.element("id", text: String(d.id))
            w.element("nazwa", text: d.name)
            for name in ["metadane", "idUPO", "nadawca", "adresat", "dataNadania", "dataOdebrania"] { w.empty(name, ["xsi:nil": "true"]) }
            w.element("dataUtworzenia", text: PolishTime.iso8601(d.createdAt))
            w.empty("formularz", ["xsi:nil": "true"])
            w.element("folder", text: d.folder.rawValue)
        }
    }
}
