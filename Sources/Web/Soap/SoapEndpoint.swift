internal import Cryptography
internal import Exchange
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Logging
internal import NIOCore
internal import Office
internal import Signatures
internal import XML

/// The services of the platform over HTTP: every answer and every fault is signed (epuap.md § 3.3).
struct SoapEndpoint: Sendable {
    let platform: Platform
    /// Signs the answers; its certificate is published.
    let identity: SigningIdentity
    let time: TimeSource
    let signing: SigningService
    let information: ProfileInformation
    static let limit = 64 * 1024 * 1024

    func register(on router: some RouterMethods<AppContext>, wsdls: [String: [UInt8]], publicAddress: String) {
        for service in PlatformService.allCases {
            router.post(RouterPath(service.path)) { request, context in await answer(service, request, context) }
            router.get(RouterPath(service.path)) { request, _ in
                guard request.uri.query?.lowercased().hasPrefix("wsdl") ?? false else {
                    throw Problem(.notFound, "To adres usługi SOAP. Opis usługi jest pod adresem ?wsdl.")
                }
                return try wsdl(service.wsdl, service, request, wsdls, publicAddress)
            }
            router.get(RouterPath(service.wsdlPath)) { request, _ in try wsdl(service.wsdl, service, request, wsdls, publicAddress) }
            let folder = service.path.split(separator: "/").dropLast().joined(separator: "/")
            for schema in service.schemas {
                router.get(RouterPath("\(service.wsdlPath.split(separator: "/").dropLast().joined(separator: "/"))/\(schema)")) { request, _ in
                    try wsdl(schema, service, request, wsdls, publicAddress)
                }
                if service == .skrytka || service == .fileRepo {
                    router.get(RouterPath("\(folder)/\(schema)")) { request, _ in try wsdl(schema, service, request, wsdls, publicAddress) }
                }
            }
        }
    }

    /// The description with the address by which the client came.
    private func wsdl(_ name: String, _ service: PlatformService, _ request: Request, _ files: [String: [UInt8]], _ publicAddress: String) throws -> Response {
        guard let bytes = files[name] else { throw Problem(.notFound, "Nie ma pliku „\(name)”.") }
        let host = request.head.authority.flatMap(Self.safeAuthority).map { "\(publicAddress.hasPrefix("https://") ? "https" : "http")://\($0)" } ?? publicAddress
        let text = String(decoding: bytes, as: UTF8.self).replacing("@ADDRESS@", with: host + service.path)
        return Response(status: .ok, headers: [.contentType: "text/xml; charset=utf-8"], body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// A host with a port as it may stand in an attribute; anything else is somebody's trick.
    static func safeAuthority(_ text: String) -> String? {
        let allowed = text.utf8.allSatisfy { (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0) || [45, 46, 58, 91, 93].contains($0) }
        return allowed && (1...255).contains(text.utf8.count) ? text : nil
    }

    private func answer(_ service: PlatformService, _ request: Request, _ context: AppContext) async -> Response {
        var message: [UInt8] = []
        var call: PlatformCall?
        var system: Int64?
        let (status, body, attachment): (HTTPResponse.Status, String, [UInt8]?)
        do {
            let buffer = try await request.body.collect(upTo: SoapEndpoint.limit)
            message = Array(buffer.readableBytesView)
            let contentType = request.headers[.contentType] ?? ""
            let multipart = try MultipartRelated.read(message, contentType: contentType)
            let tree = try parse(multipart?.root ?? message)
            try multipart?.restore(tree)
            let caller = try await self.caller(tree)
            system = caller.system.id
            let parsed = try PlatformCall.read(tree, service: service)
            call = parsed
            let wantsMTOM = multipart != nil || (request.headers[.accept] ?? "").contains("application/xop+xml")
            (body, attachment) = try await perform(parsed, caller, mtom: wantsMTOM)
            status = .ok
        } catch {
            let problem = Self.problem(error, context)
            let fault = SoapFault(problem, service: service)
            // A missing right is told by 401, as clients of these services know it (epuap.md § 5).
            (status, body, attachment) = (problem.code == .systemRightMissing ? .unauthorized : .internalServerError, fault.body, nil)
            await log(service, call, system, result: fault.kod, message, context)
            return signed(status, body, nil, context)
        }
        await log(service, call, system, result: 1, message, context)
        return signed(status, body, attachment, context)
    }

    private func parse(_ bytes: [UInt8]) throws -> XMLTree {
        do {
            return try XMLTree(parsing: bytes)
        } catch {
            switch error.code {
            case .doctypeForbidden: throw Problem(.invalidInput, "Komunikat ma deklarację DTD. Usuń ją, jest niebezpieczna.", cause: "\(error.code)")
            case .tooLarge, .tooDeep: throw Problem(.tooLarge, "Komunikat jest zbyt rozległy.", cause: "\(error.code)")
            default: throw Problem(.invalidInput, "Komunikat nie jest poprawnym XML (wiersz \(error.line)).", cause: "\(error.code)")
            }
        }
    }

    /// Checks the signature and finds the registered system that owns the certificate (epuap.md § 3.2).
    private func caller(_ tree: XMLTree) async throws -> Platform.Caller {
        let known = try await namedCertificates(tree)
        let verified: WSSVerified
        do {
            verified = try WSSecurity.verify(tree, now: time.now) { WSSecurity.find($0, among: known) }
        } catch {
            throw Problem(.unauthenticated, error.message, cause: "\(error)")
        }
        let caller = try await platform.caller(certificate: ContentHash(of: verified.certificateDER))
        if verified.usedSHA1, !caller.system.allowsSHA1 {
            throw Problem(.unauthenticated, "Komunikat podpisano słabym algorytmem SHA-1. Użyj SHA-256 albo poproś operatora o zgodę.", cause: "sha1")
        }
        if caller.system.requiresTimestamp, !verified.hasSignedTimestamp {
            throw Problem(.unauthenticated, "Komunikat nie ma znacznika czasu, a system ma go podawać.", cause: "no timestamp")
        }
        return caller
    }

    /// Registered certificates, read only for the messages that name theirs instead of carrying it.
    private func namedCertificates(_ tree: XMLTree) async throws -> [Certificate] {
        guard tree.root.child("Header")?.first("BinarySecurityToken") == nil else { return [] }
        return try await platform.certificates()
    }

    private func perform(_ call: PlatformCall, _ caller: Platform.Caller, mtom: Bool) async throws -> (String, [UInt8]?) {
        switch call {
        case .submit(let s): return (PlatformAnswer.submitted(try await platform.submit(s, by: caller)), nil)
        case .waiting(let podmiot, let box):
            return (PlatformAnswer.waiting(try await platform.waitingCount(box, podmiot: podmiot, by: caller)), nil)
        case .next(let podmiot, let box):
            guard let document = try await platform.next(box, podmiot: podmiot, by: caller) else {
                throw Problem(.nothingWaiting, "W skrytce \(box) nic nie czeka na odebranie.")
            }
            return (PlatformAnswer.next(document), nil)
        case .confirm(let podmiot, let box, let digest):
            try await platform.confirm(box, podmiot: podmiot, digest: digest, by: caller)
            return (PlatformAnswer.confirmed(), nil)
        case .deliver(let order):
            let (document, number) = try await platform.deliver(order, by: caller)
            return (PlatformAnswer.delivered(document: document, order: number), nil)
        case .collect(let podmiot, let receipt, let isTrial):
            try await platform.collect(podmiot: podmiot, signedReceipt: receipt, isTrial: isTrial, by: caller)
            return (PlatformAnswer.collected(), nil)
        case .issueReceipt(let podmiot, let sender, let name, let content):
            let answer = try await platform.issueReceipt(podmiot: podmiot, sender: sender, fileName: name, content: content, by: caller)
            return (PlatformAnswer.receiptIssued(answer.receiptXML ?? []), nil)
        case .issueReceiptAndSend(let podmiot, let box, let replyBox, let name, let content):
            let answer = try await platform.submit(
                Submission(podmiot: podmiot, box: box, replyBox: replyBox, fileName: name, content: content), by: caller)
            return (PlatformAnswer.receiptIssued(answer.receiptXML ?? []), nil)
        case .upload(let podmiot, let name, let mediaType, let encoding, let content):
            let id = try await platform.upload(podmiot: podmiot, name: name, mediaType: mediaType, encoding: encoding, content: content, by: caller)
            return (PlatformAnswer.uploaded(id), nil)
        case .download(let podmiot, let identifier):
            let file = try await platform.download(identifier, podmiot: podmiot, by: caller)
            return (PlatformAnswer.downloaded(file), mtom ? file.content : nil)
        case .addDocument(let d): return (PlatformAnswer.added(try await platform.addToShelf(d, by: caller)), nil)
        case .getDocument(let id): return (PlatformAnswer.document(try await platform.shelfDocument(id, by: caller)), nil)
        case .removeDocument(let id): return (PlatformAnswer.removed(try await platform.removeFromShelf(id, by: caller)), nil)
        case .listShelf(let podmiot, let shelf):
            return (PlatformAnswer.shelf(try await platform.shelf(shelf, podmiot: podmiot, by: caller)), nil)
        case .profiles(let call): return (try await perform(call, caller), nil)
        }
    }

    private func perform(_ call: ProfileCall, _ caller: Platform.Caller) async throws -> String {
        let now = time.now
        switch call {
        case .addToSigning(let order): return ProfileAnswer.added(try await signing.add(order, by: caller, at: now), isSingle: order.isSingle)
        case .signedDocument(let id): return ProfileAnswer.signed(try await signing.collectOne(id, by: caller, at: now))
        case .signedDocuments(let id): return ProfileAnswer.signed(all: try await signing.collect(id, by: caller, at: now))
        case .verify(let document): return ProfileAnswer.verified(try await signing.verify(document, by: caller, at: now))
        case .userInfo(let session): return ProfileAnswer.userInfo(try await information.userInfo(session: session, by: caller, at: now))
        case .userID(let session): return ProfileAnswer.userID(try await information.userID(session: session, by: caller, at: now).description)
        case .profile(let query):
            return ProfileAnswer.profile(try await information.profile(query, by: caller, at: now), callID: query.callID, at: now)
        }
    }

    /// Signs what goes out; if even that fails, an unsigned answer would be worse than none.
    func signed(_ status: HTTPResponse.Status, _ body: String, _ attachment: [UInt8]?, _ context: AppContext) -> Response {
        do {
            let envelope = try WSSecurity.envelope(body: body, identity: identity, now: time.now, timestamp: true)
            if let attachment, let (contentType, bytes) = MultipartRelated.write(envelope, beside: attachment, boundary: "eurzad-\(Hex.encode(randomBytes(12)))") {
                return Response(status: status, headers: [.contentType: contentType], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
            }
            return Response(status: status, headers: [.contentType: "text/xml; charset=utf-8"], body: .init(byteBuffer: ByteBuffer(bytes: envelope)))
        } catch {
            context.logger.error("an answer could not be signed", metadata: ["error": "\(error)"])
            return Response(status: .serviceUnavailable)
        }
    }

    private static func problem(_ error: any Error, _ context: AppContext) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let problems as Problems: return problems.all.first ?? Problem(.invalidInput, "Komunikat ma błędy.")
        case let error as HTTPError where error.status == .contentTooLarge:
            return Problem(.tooLarge, "Komunikat jest większy niż \(limit / 1_048_576) MB. Duże pliki wyślij przez FileRepo w częściach.")
        case is NIOTooManyBytesError:
            return Problem(.tooLarge, "Komunikat jest większy niż \(limit / 1_048_576) MB. Duże pliki wyślij przez FileRepo w częściach.")
        default:
            let (_, problem) = Problem.from(error)
            context.logger.error("service failed", metadata: ["code": "\(problem.code)", "cause": "\(problem.cause)"])
            return problem
        }
    }

    private func log(_ service: PlatformService, _ call: PlatformCall?, _ system: Int64?, result: Int, _ message: [UInt8], _ context: AppContext) async {
        let entry = LoggedMessage(
            service: service.rawValue, operation: call?.operation ?? "", system: system, podmiot: String((call?.podmiot ?? "").prefix(100)), result: result,
            messageHash: ContentHash(of: message), size: message.count)
        do { try await platform.log(entry, raw: message) } catch { context.logger.error("message log failed", metadata: ["error": "\(error)"]) }
    }
}
