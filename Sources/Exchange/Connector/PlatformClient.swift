public import Cryptography
public import Kernel
internal import Law
internal import Signatures
internal import XML

/// Where a platform lies and how an office introduces itself to it; the same for our own and for the state's.
public struct PlatformConnection: Sendable {
    /// Scheme and host, without a slash at the end; the paths of the services follow.
    public var address: String
    public var podmiot: String
    public var identity: SigningIdentity
    /// The certificate that must have signed every answer; `nil` accepts any, which only a trial may do.
    public var pinned: Certificate?
    /// SHA-256 instead of SHA-1 in acknowledgements; the state's platform is known to take SHA-1 (epuap.md § 4.2).
    public var acknowledgesWithSHA256: Bool

    public init(address: String, podmiot: String, identity: SigningIdentity, pinned: Certificate?, acknowledgesWithSHA256: Bool = false) {
        self.address = address
        self.podmiot = podmiot
        self.identity = identity
        self.pinned = pinned
        self.acknowledgesWithSHA256 = acknowledgesWithSHA256
    }
}

/// A document fetched from a box.
public struct FetchedDocument: Sendable {
    public var box: BoxAddress
    public var senderPodmiot: String
    /// Name of the sending account: surname or name of the body, and given names.
    public var senderName: String
    public var senderGivenNames: String
    public var senderIsPerson: Bool
    public var senderPESEL: String
    public var senderNIP: String
    public var senderREGON: String
    /// When it was submitted (dataNadania).
    public var submittedAt: Instant?
    public var replyBox: String
    public var isTest: Bool
    public var extra: [UInt8]
    public var fileName: String
    public var content: [UInt8]

    public init(
        box: BoxAddress, senderPodmiot: String, senderName: String, senderGivenNames: String, senderIsPerson: Bool, senderPESEL: String, senderNIP: String,
        senderREGON: String, submittedAt: Instant?, replyBox: String, isTest: Bool, extra: [UInt8], fileName: String, content: [UInt8]
    ) {
        self.box = box
        self.senderPodmiot = senderPodmiot
        self.senderName = senderName
        self.senderGivenNames = senderGivenNames
        self.senderIsPerson = senderIsPerson
        self.senderPESEL = senderPESEL
        self.senderNIP = senderNIP
        self.senderREGON = senderREGON
        self.submittedAt = submittedAt
        self.replyBox = replyBox
        self.isTest = isTest
        self.extra = extra
        self.fileName = fileName
        self.content = content
    }

    /// What makes the same arrival recognisable when it is fetched again.
    public var arrivalKey: String {
        "\(box)|\(ContentHash(of: content))|\(submittedAt.map { String($0.milliseconds) } ?? "")"
    }
}

/// Speaks to a platform's services as an office (epuap.md § 12.1).
public struct PlatformClient: Sendable {
    public let connection: PlatformConnection
    let transport: any SoapTransport
    let time: TimeSource

    public init(connection: PlatformConnection, transport: any SoapTransport, time: TimeSource) {
        self.connection = connection
        self.transport = transport
        self.time = time
    }

    public func waiting(_ box: BoxAddress) async throws -> Int {
        let answer = try await call(.pull, "oczekujaceDokumenty", queue("ZapytaniePullOczekujace", box))
        try requireOK(answer.body)
        return answer.body.childText("oczekujace").flatMap { Int($0.trimmed) } ?? 0
    }

    /// The head of the queue; `nil` when nothing waits.
    public func next(_ box: BoxAddress) async throws -> FetchedDocument? {
        let answer: Answer
        do {
            answer = try await call(.pull, "pobierzNastepny", queue("ZapytaniePullPobierz", box))
        } catch let fault as SoapFault where fault.kod == 0 {
            return nil
        }
        let b = answer.body
        if b.child("status")?.childText("kod") == "0" { return nil }
        try requireOK(b)
        guard let file = b.child("dokument"), let content = file.child("zawartosc") else {
            throw Problem(.invalidInput, "Odpowiedź platformy nie zawiera dokumentu.")
        }
        let who = b.child("danePodmiotu")
        return FetchedDocument(
            box: box, senderPodmiot: who?.childText("identyfikator") ?? "", senderName: who?.childText("nazwiskoNazwa") ?? "",
            senderGivenNames: who?.childText("imieSkrot") ?? "", senderIsPerson: who?.childText("typOsoby") == "F",
            senderPESEL: who?.childText("pesel") ?? "", senderNIP: who?.childText("nip") ?? "", senderREGON: who?.childText("regon") ?? "",
            submittedAt: b.childText("dataNadania").flatMap { PolishTime.instant($0.trimmed) },
            replyBox: b.childText("adresOdpowiedzi") ?? "", isTest: ["true", "1"].contains(b.childText("czyTestowe") ?? ""),
            extra: Base64.decode(b.childText("daneDodatkowe") ?? "") ?? [], fileName: FileName.safe(file.childText("nazwaPliku") ?? ""),
            content: try MessageReader.content(content))
    }

    public func confirm(_ document: FetchedDocument) async throws {
        let algorithm: DigestAlgorithm = connection.acknowledgesWithSHA256 ? .sha256 : .sha1
        let digest = Base64.encode(algorithm.hash(document.content))
        let answer = try await call(.pull, "potwierdzOdebranie", queue("ZapytaniePullPotwierdz", document.box, digest: digest))
        try requireOK(answer.body)
    }

    /// Submits a document and returns the receipt's bytes (UPP).
    public func submit(
        _ content: [UInt8], fileName: String, to box: String, replyBox: String, isTrial: Bool = false
    ) async throws -> SubmissionAnswer {
        var w = XMLWriter(declaration: false)
        w.element("ob:Dokument", ["xmlns:ob": SoapNames.ob]) { w in
            w.element("nazwaPliku", text: fileName)
            w.element("typPliku", text: "text/xml")
            w.element("zawartosc") { w in w.base64(content) }
        }
        let headers: [(String, String)] = [
            ("IdentyfikatorPodmiotu", connection.podmiot), ("AdresSkrytki", box), ("AdresOdpowiedzi", replyBox),
            ("CzyProbne", isTrial ? "true" : "false"), ("DaneDodatkowe", ""),
        ]
        let answer = try await call(.skrytka, "nadaj", String(decoding: w.bytes, as: UTF8.self), headers: headers)
        try requireOK(answer.body)
        let receipt = answer.body.child("zalacznik")?.childText("zawartosc").flatMap(Base64.decode)
        return SubmissionAnswer(
            document: answer.body.childText("identyfikatorDokumentu").flatMap { Int64($0) } ?? 0,
            receipt: answer.body.childText("identyfikatorUpp").flatMap { Int64($0) }, receiptXML: receipt)
    }

    /// A file of the repository, by id or download address; plain or MTOM.
    public func download(_ identifier: String) async throws -> (name: String, mediaType: String, content: [UInt8]) {
        var w = XMLWriter(declaration: false)
        w.element("fr:DownloadFileParam", ["xmlns:fr": SoapNames.fr]) { w in
            w.element("fileId", text: identifier)
            w.element("subject", text: connection.podmiot)
        }
        let answer = try await call(.fileRepo, "", String(decoding: w.bytes, as: UTF8.self))
        guard let file = answer.body.child("file") else { throw Problem(.invalidInput, "Odpowiedź repozytorium nie zawiera pliku.") }
        return (
            FileName.safe(answer.body.childText("filename") ?? ""), MediaType.safe(answer.body.childText("mimeType") ?? ""),
            try MessageReader.content(file)
        )
    }

    private struct Answer {
        /// Keeps the tree alive as long as its nodes are read.
        var tree: XMLTree
        var body: XMLNode
    }

    private func call(_ service: PlatformService, _ operation: String, _ body: String, headers: [(String, String)] = []) async throws -> Answer {
        var w = XMLWriter(declaration: false)
        for (name, value) in headers { w.element("ob:\(name)", ["xmlns:ob": SoapNames.ob], text: value) }
        let message = try WSSecurity.envelope(
            body: body, headers: String(decoding: w.bytes, as: UTF8.self), identity: connection.identity, now: time.now, timestamp: false)
        let action = operation.isEmpty ? "" : "http://ws.epuap.gov.pl/\(service.rawValue)/\(operation)"
        let wire = try await transport.post(
            connection.address + service.path, contentType: "text/xml; charset=utf-8", action: action, body: message)
        let multipart = try MultipartRelated.read(wire.body, contentType: wire.contentType)
        let tree: XMLTree
        do {
            tree = try XMLTree(parsing: multipart?.root ?? wire.body)
        } catch {
            throw Problem(.unavailable, "Odpowiedź platformy (HTTP \(wire.status)) nie jest komunikatem SOAP. Spróbujemy ponownie.", cause: "\(error.code)")
        }
        try multipart?.restore(tree)
        try checkSignature(tree)
        guard let envelopeBody = tree.root.child("Body", SoapNames.envelope), let first = envelopeBody.children.first else {
            throw Problem(.unavailable, "Odpowiedź platformy (HTTP \(wire.status)) jest pusta.")
        }
        if let fault = SoapFault.read(envelopeBody) { throw fault }
        return Answer(tree: tree, body: first)
    }

    /// Calls an operation, checks the status of its answer, and reads it.
    func answer<T>(
        _ service: PlatformService, _ operation: String, _ body: String, headers: [(String, String)], read: (XMLNode) throws -> T
    ) async throws -> T {
        let answer = try await call(service, operation, body, headers: headers)
        try requireOK(answer.body)
        return try withExtendedLifetime(answer.tree) { try read(answer.body) }
    }

    private func checkSignature(_ tree: XMLTree) throws {
        guard let pinned = connection.pinned else { return }
        do {
            let verified = try WSSecurity.verify(tree, now: time.now) { WSSecurity.find($0, among: [pinned]) }
            guard constantTimeEqual(verified.certificateDER, pinned.der) else {
                throw Problem(.forbidden, "Odpowiedź podpisał kto inny niż platforma. Nic nie zapisano.", cause: "answer signed by another certificate")
            }
        } catch let error as WSSError {
            throw Problem(.forbidden, "Podpis odpowiedzi platformy jest nieważny. Nic nie zapisano.", cause: "\(error)")
        }
    }

    private func requireOK(_ body: XMLNode) throws {
        let status = body.child("status") ?? body
        guard status.childText("kod")?.trimmed == "1" else {
            throw SoapFault(
                faultCode: "Server", kod: status.childText("kod").flatMap { Int($0) } ?? 99, komunikat: status.childText("komunikat") ?? "Platforma odmówiła.",
                detail: .none)
        }
    }

    private func queue(_ element: String, _ box: BoxAddress, digest: String? = nil) -> String {
        var w = XMLWriter(declaration: false)
        w.element("ob:\(element)", ["xmlns:ob": SoapNames.ob]) { w in
            w.element("podmiot", text: connection.podmiot)
            w.element("nazwaSkrytki", text: box.name)
            w.element("adresSkrytki", text: box.description)
            if let digest { w.element("skrot", text: digest) }
        }
        return String(decoding: w.bytes, as: UTF8.self)
    }
}
