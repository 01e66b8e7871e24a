public import Kernel
internal import Law
public import XML

/// One call of a platform service, read from its message; dispatched by path and body element, never by SOAPAction (epuap.md § 2).
public enum PlatformCall: Sendable {
    case submit(Submission)
    case waiting(podmiot: String, box: BoxAddress)
    case next(podmiot: String, box: BoxAddress)
    case confirm(podmiot: String, box: BoxAddress, digest: [UInt8])
    case deliver(DeliveryOrder)
    case collect(podmiot: String, receipt: [UInt8], isTrial: Bool)
    case issueReceipt(podmiot: String, sender: ReceiptParty, fileName: String, content: [UInt8])
    case issueReceiptAndSend(podmiot: String, box: BoxAddress, replyBox: String, fileName: String, content: [UInt8])
    case upload(podmiot: String, name: String, mediaType: String, encoding: String, content: [UInt8])
    case download(podmiot: String, identifier: String)
    case addDocument(ShelfDocument)
    case getDocument(id: Int64)
    case removeDocument(id: Int64)
    case listShelf(podmiot: String, shelf: String)
    case profiles(ProfileCall)

    /// Name of the operation, for the log.
    public var operation: String {
        switch self {
        case .submit: "nadaj"
        case .waiting: "oczekujaceDokumenty"
        case .next: "pobierzNastepny"
        case .confirm: "potwierdzOdebranie"
        case .deliver: "dorecz"
        case .collect: "odbierz"
        case .issueReceipt: "dajUpp"
        case .issueReceiptAndSend: "dajUppPrzeslij"
        case .upload: "uploadFile"
        case .download: "downloadFile"
        case .addDocument: "dodajDokument"
        case .getDocument: "pobierzDokument"
        case .removeDocument: "usunDokument"
        case .listShelf: "zawartoscSkladu"
        case .profiles(let call): call.operation
        }
    }

    /// The podmiot the call claims to act for; empty where the message names none.
    public var podmiot: String {
        switch self {
        case .submit(let s): s.podmiot
        case .deliver(let o): o.podmiot
        case .waiting(let p, _), .next(let p, _), .confirm(let p, _, _), .collect(let p, _, _), .issueReceipt(let p, _, _, _),
            .issueReceiptAndSend(let p, _, _, _, _), .upload(let p, _, _, _, _), .download(let p, _), .listShelf(let p, _):
            p
        case .addDocument(let d): d.podmiot
        case .getDocument, .removeDocument, .profiles: ""
        }
    }

    /// - Parameter tree: the whole envelope, with the parts that came beside it in their places.
    /// - Throws: `Problem(.invalidInput)` that names what is missing.
    public static func read(_ tree: XMLTree, service: PlatformService) throws(Problem) -> PlatformCall {
        guard tree.root.is("Envelope", SoapNames.envelope), let body = tree.root.child("Body", SoapNames.envelope), let call = body.children.first else {
            throw Problem(.invalidInput, "To nie jest komunikat SOAP 1.1.")
        }
        if service.isOfProfiles { return .profiles(try ProfileCall.read(call, service: service)) }
        let header = MessageHeader(tree.root.child("Header", SoapNames.envelope))
        switch (service, call.name) {
        case (.skrytka, "Dokument"):
            let file = call.namespace == SoapNames.ext ? try MessageReader.any(call, name: header.text("NazwaPliku")) : try MessageReader.file(call)
            return .submit(
                Submission(
                    podmiot: try header.required("IdentyfikatorPodmiotu"), box: try header.box("AdresSkrytki"), replyBox: header.text("AdresOdpowiedzi"),
                    isTrial: try header.flag("CzyProbne"), extra: try header.bytes("DaneDodatkowe"), fileName: file.name, mediaType: file.mediaType,
                    content: file.content))
        case (.pull, "ZapytaniePullOczekujace"):
            let (podmiot, box) = try MessageReader.queue(call)
            return .waiting(podmiot: podmiot, box: box)
        case (.pull, "ZapytaniePullPobierz"):
            let (podmiot, box) = try MessageReader.queue(call)
            return .next(podmiot: podmiot, box: box)
        case (.pull, "ZapytaniePullPotwierdz"):
            let (podmiot, box) = try MessageReader.queue(call)
            guard let digest = call.childText("skrot").flatMap(Base64.decode), digest.count == 20 || digest.count == 32 else {
                throw Problem(.digestMismatch, "Podaj skrót SHA-1 albo SHA-256 pobranego dokumentu, zakodowany base64.")
            }
            return .confirm(podmiot: podmiot, box: box, digest: digest)
        case (.doreczyciel, "Dokument"):
            let file = try MessageReader.file(call)
            guard let deadline = PolishTime.instant(header.text("TerminDoreczenia")) else {
                throw Problem(.invalidInput, "Podaj termin doręczenia (nagłówek TerminDoreczenia).")
            }
            return .deliver(
                DeliveryOrder(
                    podmiot: try header.required("IdentyfikatorPodmiotu"), box: try header.box("AdresSkrytki"), replyBox: try header.box("AdresOdpowiedzi"),
                    deadline: deadline, isTrial: try header.flag("CzyProbne"), documentIdentifier: header.text("IdentyfikatorDokumentu"),
                    caseSign: header.text("IdentyfikatorSprawy"), fileName: file.name, mediaType: file.mediaType, content: file.content))
        case (.doreczyciel, "UPD"):
            return .collect(
                podmiot: try header.required("IdentyfikatorPodmiotu"), receipt: try MessageReader.file(call).content, isTrial: try header.flag("CzyProbne"))
        case (.obslugaUpp, "ZapytanieDajUpp"):
            guard let document = call.child("dokument") else { throw MessageReader.missing("dokument") }
            let sender = call.child("nadawca")
            let file = try MessageReader.file(document)
            return .issueReceipt(
                podmiot: try MessageReader.required(call, "podmiot"),
                sender: ReceiptParty(
                    name: sender?.childText("nazwa") ?? "", identifier: sender?.childText("identyfikator") ?? "",
                    identifierKind: sender?.childText("typIdentyfikatora") ?? ""), fileName: file.name, content: file.content)
        case (.obslugaUpp, "ZapytanieDajUppPrzeslij"):
            guard let document = call.child("dokument") else { throw MessageReader.missing("dokument") }
            let file = try MessageReader.file(document)
            return .issueReceiptAndSend(
                podmiot: try MessageReader.required(call, "podmiot"), box: try MessageReader.box(call, "adresSkrytki"), replyBox: call.childText("adresOdpowiedzi") ?? "",
                fileName: file.name, content: file.content)
        case (.fileRepo, "UploadFileParam"):
            guard let file = call.child("file") else { throw MessageReader.missing("file") }
            return .upload(
                podmiot: try MessageReader.required(call, "subject"), name: FileName.safe(call.childText("filename") ?? ""),
                mediaType: MediaType.safe(call.childText("mimeType") ?? ""), encoding: call.childText("encoding") ?? "",
                content: try MessageReader.content(file))
        case (.fileRepo, "DownloadFileParam"):
            return .download(podmiot: try MessageReader.required(call, "subject"), identifier: try MessageReader.required(call, "fileId"))
        case (.zarzadzanieDokumentami, "dodajDokument"):
            guard let shelf = call.child("sklad"), let document = call.child("dokument"), let details = document.child("szczegolyDokumentu"),
                let content = document.child("tresc")
            else { throw MessageReader.missing("sklad, dokument, szczegolyDokumentu, tresc") }
            return .addDocument(
                ShelfDocument(
                    podmiot: try MessageReader.required(shelf, "podmiot"), shelf: try MessageReader.required(shelf, "nazwa"),
                    folder: details.childText("folder").flatMap(ShelfDocument.Folder.init(rawValue:)) ?? .draft,
                    name: try MessageReader.required(details, "nazwa"), details: "", createdAt: Instant(milliseconds: 0), content: try MessageReader.content(content)))
        case (.zarzadzanieDokumentami, "pobierzDokument"): return .getDocument(id: try MessageReader.number(call, "idDokumentu"))
        case (.zarzadzanieDokumentami, "usunDokument"): return .removeDocument(id: try MessageReader.number(call, "idDokumentu"))
        case (.zarzadzanieDokumentami, "zawartoscSkladu"):
            guard let shelf = call.child("sklad") else { throw MessageReader.missing("sklad") }
            return .listShelf(podmiot: try MessageReader.required(shelf, "podmiot"), shelf: try MessageReader.required(shelf, "nazwa"))
        default: throw Problem(.invalidInput, "Usługa \(service.rawValue) nie ma operacji „\(call.name)”.")
        }
    }
}

/// Parameters in SOAP headers; their order does not matter and unknown ones are ignored.
struct MessageHeader {
    let node: XMLNode?
    init(_ node: XMLNode?) { self.node = node }

    func text(_ name: String) -> String { node?.children.first { $0.name == name && $0.namespace == SoapNames.ob }?.text.trimmed ?? "" }

    func required(_ name: String) throws(Problem) -> String {
        let value = text(name)
        guard !value.isEmpty else { throw MessageReader.missing(name) }
        return value
    }

    func box(_ name: String) throws(Problem) -> BoxAddress {
        let value = try required(name)
        guard let box = BoxAddress(value) else { throw Problem(.unknownBox, "Nieprawidłowy adres skrytki: \(value.prefix(220)).") }
        return box
    }

    func flag(_ name: String) throws(Problem) -> Bool {
        switch text(name).lowercased() {
        case "", "0", "false": false
        case "1", "true": true
        default: throw Problem(.invalidInput, "Nagłówek \(name) to true albo false.")
        }
    }

    func bytes(_ name: String) throws(Problem) -> [UInt8] {
        guard let value = Base64.decode(text(name)) else { throw Problem(.invalidInput, "Nagłówek \(name) nie jest zakodowany base64.") }
        return value
    }
}

/// Elements of message bodies; children are matched by local name, qualified or not.
enum MessageReader {

    static func missing(_ name: String) -> Problem { Problem(.invalidInput, "W komunikacie brakuje: \(name).") }

    static func required(_ node: XMLNode, _ name: String) throws(Problem) -> String {
        let value = node.childText(name)?.trimmed ?? ""
        guard !value.isEmpty else { throw MessageReader.missing(name) }
        return value
    }

    static func number(_ node: XMLNode, _ name: String) throws(Problem) -> Int64 {
        guard let n = Int64(try required(node, name)) else { throw Problem(.invalidInput, "Element \(name) musi być liczbą.") }
        return n
    }

    static func box(_ node: XMLNode, _ name: String) throws(Problem) -> BoxAddress {
        let value = try required(node, name)
        guard let box = BoxAddress(value) else { throw Problem(.unknownBox, "Nieprawidłowy adres skrytki: \(value.prefix(220)).") }
        return box
    }

    static func queue(_ node: XMLNode) throws(Problem) -> (String, BoxAddress) {
        let podmiot = try required(node, "podmiot")
        if let address = node.childText("adresSkrytki")?.trimmed, !address.isEmpty { return (podmiot, try box(node, "adresSkrytki")) }
        guard let box = BoxAddress("/\(podmiot)/\(try required(node, "nazwaSkrytki"))") else { throw Problem(.unknownBox, "Nieprawidłowy adres skrytki.") }
        return (podmiot, box)
    }

    /// DokumentTyp.
    static func file(_ node: XMLNode) throws(Problem) -> (name: String, mediaType: String, content: [UInt8]) {
        guard let content = node.child("zawartosc") else { throw MessageReader.missing("zawartosc") }
        let bytes = try self.content(content)
        guard !bytes.isEmpty else { throw Problem(.malformedDocument, "Dokument jest pusty. Dołącz treść dokumentu.") }
        return (FileName.safe(node.childText("nazwaPliku") ?? ""), "text/xml", bytes)
    }

    /// The content of `nadajAny`: the one element inside, or the text.
    static func any(_ node: XMLNode, name: String) throws(Problem) -> (name: String, mediaType: String, content: [UInt8]) {
        if node.children.isEmpty { return (FileName.safe(name), "text/xml", Array(node.text.trimmed.utf8)) }
        guard let element = node.children.first, node.children.count == 1 else {
            throw Problem(.malformedDocument, "Element Dokument musi zawierać jeden dokument XML.")
        }
        return (FileName.safe(name), "text/xml", element.serialisedAlone())
    }

    /// Base64; parts that came beside the message stand in their places already.
    static func content(_ node: XMLNode) throws(Problem) -> [UInt8] {
        guard node.child("Include", SoapNames.xop) == nil else { throw MultipartRelated.missing }
        guard let bytes = Base64.decode(node.text) else { throw Problem(.malformedDocument, "Treść pliku nie jest zakodowana base64.") }
        return bytes
    }
}
