internal import Cryptography
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Logging
internal import Chancery
internal import NIOCore
internal import Office
internal import Store

/// Settings of the API.
public struct APISettings: Sendable, Hashable {
    /// Of one token; a burst of as many may come at once.
    public var requestsPerMinute: Int
    public init(requestsPerMinute: Int = 1_200) { self.requestsPerMinute = requestsPerMinute }
}

/// The way of every request of a domain system: who, how often, what, with which right; then the operation, once.
struct SystemDesk: Sendable {
    let house: House
    let publicAddress: String
    let tokenLimits: RateLimiter
    let strangerLimits: RateLimiter

    static let bodyLimit = 64 << 20

    init(house: House, publicAddress: String, settings: APISettings) {
        self.house = house
        self.publicAddress = publicAddress
        tokenLimits = RateLimiter(burst: settings.requestsPerMinute, perSeconds: 60)
        strangerLimits = RateLimiter(burst: 120, perSeconds: 60)
    }

    func register(on router: Router<AppContext>) {
        let document = OpenAPIDocument.json(server: publicAddress).bytes
        router.get("/api/v1/openapi.json") { _, _ in
            Response(status: .ok, headers: [.contentType: "application/json"], body: .init(byteBuffer: ByteBuffer(bytes: document)))
        }
        var verbs: [String: Set<HTTPRequest.Method>] = [:]
        for operation in APIOperation.all {
            let method: HTTPRequest.Method = operation.verb == .get ? .get : .post
            verbs[operation.path, default: []].insert(method)
            router.on(RouterPath(APIOperation.root + operation.path), method: method) { request, context in await answer(operation, request, context) }
        }
        for (path, known) in verbs {
            let allowed = (known.contains(.get) ? known.union([.head]) : known).map(\.rawValue).sorted().joined(separator: ", ")
            for method in [.get, .head, .post, .put, .patch, .delete, .options, .trace, .query] as [HTTPRequest.Method] where !known.contains(method) {
                if method == .head, known.contains(.get) { continue }
                router.on(RouterPath(APIOperation.root + path), method: method) { _, context in
                    var response = APIProblem.response(.methodNotAllowed, [Problem(.invalidInput, "Tu wolno: \(allowed).")], context.requestID)
                    response.headers[.allow] = allowed
                    return response
                }
            }
        }
    }

    private func answer(_ operation: APIOperation, _ request: Request, _ context: AppContext) async -> Response {
        do {
            return try await serve(operation, request, context)
        } catch {
            let response = APIProblem.response(to: error, context.requestID)
            if response.status.code >= 500 {
                let (_, problem) = Problem.from(error)
                context.logger.error("problem", metadata: ["code": "\(problem.code)", "cause": "\(problem.cause)"])
            }
            return response
        }
    }

    private func serve(_ operation: APIOperation, _ request: Request, _ context: AppContext) async throws -> Response {
        let system = try await system(request, context)
        if let scope = operation.scope, !system.token.scopes.contains(scope) {
            throw Problem(.forbidden, "Klucz systemu „\(system.token.name)” nie ma zakresu \(scope.rawValue). Poproś administratora urzędu o nowy klucz.")
        }
        var call = SystemCall(system: system, now: context.now, parameters: try parameters(operation, request, context), body: .null, files: [], version: nil)
        if operation.isVersioned { call.version = try version(request) }
        var bytes: [UInt8] = []
        if let body = operation.body {
            let collected = try await request.body.collect(upTo: Self.bodyLimit)
            bytes = Array(collected.readableBytesView)
            (call.body, call.files) = try read(body, bytes, type: request.headers[.contentType] ?? "")
        }
        switch try work(operation.id, call) {
        case .read(let body):
            return try await response(operation, try await system.office.database.read(body), system.office)
        case .write(let body):
            let key = operation.verb == .post ? request.headers[HTTPField.Name.idempotencyKey] : nil
            if let key, !RequestKeys.isKey(key) {
                throw APIRefusal(.badRequest, "Idempotency-Key to od 1 do \(RequestKeys.longestKey) widocznych znaków ASCII.")
            }
            let signature = ContentHash(of: Array("\(operation.id.rawValue)\n\(request.uri.string)\n\(request.headers[.ifMatch] ?? "")\n".utf8) + bytes)
            return try await once(operation, call, key: key, signature: signature, body)
        }
    }

    // MARK: who

    private func system(_ request: Request, _ context: AppContext) async throws -> SystemAtWork {
        let now = context.now
        func stranger(_ message: String) throws -> Never {
            if let wait = strangerLimits.take(context.address.counted, at: now) { throw Self.tooMany(wait) }
            throw APIRefusal(.unauthorized, message)
        }
        let header = request.headers[.authorization] ?? ""
        guard header.lowercased().hasPrefix("bearer "), let secret = SystemSecret(String(header.dropFirst(7)).trimmingWhiteSpace) else {
            try stranger("Podaj klucz systemu w nagłówku Authorization: Bearer.")
        }
        guard let token = try await house.platform.read({ try SystemTokens.find($0, secret) }) else {
            try stranger("Tego klucza nie znamy. Sprawdź, czy skopiowano go w całości.")
        }
        switch token.state(at: now) {
        case .valid: break
        case .expired: try stranger("Klucz systemu wygasł. Poproś administratora urzędu o nowy.")
        case .revoked: try stranger("Klucz systemu odwołano. Poproś administratora urzędu o nowy.")
        }
        if let wait = tokenLimits.take(token.id.description, at: now) { throw Self.tooMany(wait) }
        if SystemTokens.isUseWorthNoting(token, at: now) { try await house.platform.write { try SystemTokens.noteUse($0, token, at: now) } }
        let office = try await house.office(token.office)
        return try await office.database.read { try Self.atWork($0, office, token, at: now) }
    }

    private static func atWork(_ c: any SQLConnection, _ office: OfficeHouse, _ token: SystemToken, at now: Instant) throws -> SystemAtWork {
        let day = PolishTime.day(of: now)
        let id = OfficerID(token.guardian)
        guard let officer = try Organisation.officer(c, id), officer.isActive(on: day),
            let post = try Organisation.posts(c, of: id).first(where: { $0.validFrom <= day && $0.validTo.map { day <= $0 } ?? true })
        else {
            throw Problem(.forbidden, "Opiekun klucza (\(token.guardianName)) nie pracuje już w urzędzie. Poproś administratora o klucz z innym opiekunem.")
        }
        let acting = ActingOfficer(
            officer: id, name: "\(token.name) (opiekun: \(officer.name))", post: "system dziedzinowy", unit: post.unit, account: token.performer.id)
        return SystemAtWork(
            office: office, token: token, acting: acting, rights: try Organisation.rights(c, of: id, on: day), guardianName: officer.name)
    }

    private static func tooMany(_ wait: Int) -> APIRefusal {
        APIRefusal(.tooManyRequests, "Za dużo żądań. Spróbuj za \(wait) s.", retryAfter: wait)
    }

    // MARK: what

    private func parameters(_ operation: APIOperation, _ request: Request, _ context: AppContext) throws -> [String: JSONValue] {
        // What is sent is judged as it was sent: the reading of forms drops control signs.
        guard let raw = PercentCoding.decode((request.uri.query ?? "").utf8, plusIsSpace: true),
            !raw.contains(where: { ($0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D) || $0 == 0x7F })
        else { throw APIRefusal(.badRequest, "Parametrów adresu nie da się odczytać.") }
        let query: FormValues
        do { query = try FormValues(query: request.uri.query) } catch { throw APIRefusal(.badRequest, "Parametrów adresu nie da się odczytać.") }
        var out: [String: JSONValue] = [:]
        var problems: [Problem] = []
        for parameter in operation.parameters {
            let text = parameter.place == .path ? context.parameters.get(parameter.name) : query.fields.first { $0.name == parameter.name }?.value
            guard let text else {
                if parameter.isRequired { problems.append(Problem(.invalidInput, "Tego parametru brakuje", field: parameter.name)) }
                continue
            }
            let value = parameter.schema.read(text)
            let found = parameter.schema.problems(value, at: parameter.name)
            // An address with a number that none can be leads nowhere.
            if parameter.place == .path, !found.isEmpty { throw Problem(.notFound, "Nie ma takiego obiektu. Sprawdź adres.") }
            problems += found
            out[parameter.name] = value
        }
        for field in query.fields {
            guard operation.parameters.contains(where: { $0.place == .query && $0.name == field.name }) else {
                problems.append(Problem(.invalidInput, "Nie ma takiego parametru", field: String(field.name.prefix(60))))
                continue
            }
            if query.fields.filter({ $0.name == field.name }).count > 1 { problems.append(Problem(.invalidInput, "Parametr podano dwa razy", field: field.name)) }
        }
        guard problems.isEmpty else { throw Problems(problems) }
        return out
    }

    private func version(_ request: Request) throws -> Int64 {
        guard let text = request.headers[.ifMatch] else {
            throw APIRefusal(.init(code: 428, reasonPhrase: "Precondition Required"), "Podaj w nagłówku If-Match ETag sprawy, którą system widział.")
        }
        guard text.utf8.count > 2, text.hasPrefix("\""), text.hasSuffix("\""), let version = Int64(text.dropFirst().dropLast()), version > 0 else {
            throw APIRefusal(.badRequest, "Nagłówek If-Match ma postać \"17\": numer wersji w cudzysłowie.")
        }
        return version
    }

    private func read(_ body: APIOperation.Body, _ bytes: [UInt8], type: String) throws -> (JSONValue, [SystemUpload]) {
        let kind = ContentParameters(type)
        var data: JSONValue
        var files: [SystemUpload] = []
        var fields = body.fields
        switch kind.value {
        case "application/json":
            do { data = try JSONValue(parsing: bytes) } catch { throw APIRefusal(.badRequest, error.message) }
        case "multipart/form-data" where body.files != nil:
            (data, files) = try SystemForm.read(bytes, boundary: kind.parameters["boundary"])
            fields.removeAll { $0.name == body.files }
        default:
            throw APIRefusal(.unsupportedMediaType, "Wyślij application/json\(body.files == nil ? "" : " albo multipart/form-data").")
        }
        let problems = APISchema.object(fields).problems(data)
        guard problems.isEmpty else { throw Problems(problems) }
        if let name = body.files {
            for item in data[name]?.items ?? [] {
                files.append(
                    SystemUpload(
                        name: UploadName.tidy(item["name"]?.string ?? ""), mediaType: SystemForm.mediaType(item["mediaType"]?.string ?? ""),
                        bytes: Base64.decode(item["content"]?.string ?? "") ?? []))
            }
            let most = body.fields.first { $0.name == name }.map { if case .list(_, let most) = $0.schema { most } else { 1 } } ?? 1
            guard files.count <= most else { throw Problems([Problem(.invalidInput, "Najwięcej plików: \(most)", field: name)]) }
        }
        return (data, files)
    }

    // MARK: the act, once

    private struct Done: Sendable {
        var answer: SystemAnswer?
        var stored: RequestKeys.Answer
        var isReplayed = false
    }

    private func once(
        _ operation: APIOperation, _ call: SystemCall, key: String?, signature: ContentHash,
        _ body: @escaping @Sendable (any SQLConnection, [StagedUpload]) throws -> SystemAnswer
    ) async throws -> Response {
        let office = call.system.office, blobs = office.blobs, now = call.now, token = call.system.token.id
        var staged: [(StagedBlob, StagedUpload)] = []
        for file in call.files {
            let blob = try await blobs.stage(file.bytes)
            staged.append((blob, StagedUpload(name: file.name, mediaType: file.mediaType, size: file.bytes.count, hash: blob.hash)))
        }
        let all = staged, status = operation.answer.status
        let done = try await office.database.write { c in
            if let key {
                switch try RequestKeys.claim(c, token: token, key: key, request: signature, at: now) {
                case .fresh: break
                case .answered(let answer): return Done(stored: answer, isReplayed: true)
                case .different:
                    throw APIRefusal(.unprocessableContent, "Tego Idempotency-Key użyto już z inną treścią. Wyślij żądanie z nowym.")
                }
            }
            for (blob, upload) in all { _ = try blobs.record(c, blob, mediaType: upload.mediaType, at: now) }
            let answer = try body(c, all.map(\.1))
            guard case .json(let json) = answer.body else { return Done(answer: answer, stored: .init(status: status, location: nil, tag: nil, body: "")) }
            let stored = RequestKeys.Answer(
                status: status, location: answer.location, tag: answer.version.map { "\"\($0)\"" }, body: String(decoding: json.bytes, as: UTF8.self))
            if let key { try RequestKeys.settle(c, token: token, key: key, stored) }
            return Done(stored: stored)
        }
        if let answer = done.answer { return try await response(operation, answer, office) }
        var response = Response(
            status: .init(code: done.stored.status), headers: [.contentType: "application/json"], body: .init(byteBuffer: ByteBuffer(string: done.stored.body)))
        if let location = done.stored.location { response.headers[.location] = location }
        if let tag = done.stored.tag { response.headers[.eTag] = tag }
        if done.isReplayed { response.headers[HTTPField.Name.idempotencyReplayed] = "true" }
        return response
    }

    private func response(_ operation: APIOperation, _ answer: SystemAnswer, _ office: OfficeHouse) async throws -> Response {
        switch answer.body {
        case .json(let json):
            var response = Response(
                status: .init(code: operation.answer.status), headers: [.contentType: "application/json"], body: .init(byteBuffer: ByteBuffer(bytes: json.bytes)))
            if let version = answer.version { response.headers[.eTag] = "\"\(version)\"" }
            if let location = answer.location { response.headers[.location] = location }
            return response
        case .file(let hash, let name, let mediaType):
            let bytes = try await office.blobs.bytes(office.database, hash)
            return Response(
                status: .ok,
                headers: [
                    .contentType: SystemForm.mediaType(mediaType), .contentDisposition: "attachment; filename*=UTF-8''\(PercentCoding.encode(name))",
                    .contentSecurityPolicy: "default-src 'none'; sandbox",
                ], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
        }
    }
}

extension HTTPRequest.Method {
    static let query = HTTPRequest.Method("QUERY")!  // valid token
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!  // valid token
    static let idempotencyReplayed = HTTPField.Name("Idempotency-Replayed")!  // valid token
}

/// `multipart/form-data` of a system: a part `data` with JSON, and parts with files.
enum SystemForm {
    static func read(_ bytes: [UInt8], boundary: String?) throws -> (JSONValue, [SystemUpload]) {
        var data: [UInt8]?
        var files: [SystemUpload] = []
        var current: (isData: Bool, bytes: [UInt8]) = (false, [])
        var isOpen = false
        do {
            var parser = try MultipartParser(boundary: boundary, mostParts: 60)
            for event in try parser.consume(bytes) {
                switch event {
                case .begin(let headers):
                    let disposition = ContentParameters(headers["content-disposition"] ?? "")
                    current = (disposition.parameters["name"] == "data", [])
                    isOpen = true
                    if !current.isData {
                        files.append(
                            SystemUpload(
                                name: UploadName.tidy(disposition.parameters["filename"] ?? ""), mediaType: mediaType(headers["content-type"] ?? ""), bytes: []))
                    }
                case .data(let more):
                    if isOpen { current.bytes += more }
                case .end:
                    if current.isData { data = current.bytes } else if !files.isEmpty { files[files.count - 1].bytes = current.bytes }
                    isOpen = false
                }
            }
            try parser.finish()
        } catch {
            throw APIRefusal(.badRequest, "Treści multipart/form-data nie da się odczytać.")
        }
        guard let data else { throw APIRefusal(.badRequest, "Brakuje części data z dokumentem JSON.") }
        do { return (try JSONValue(parsing: data), files) } catch { throw APIRefusal(.badRequest, error.message) }
    }

    /// A media type fit for a header; what is none becomes bytes.
    static func mediaType(_ text: String) -> String {
        let parts = ContentParameters(text).value.split(separator: "/", omittingEmptySubsequences: false)
        let isToken = parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0) || "!#$&-^_.+".utf8.contains($0) }
        }
        return parts.count == 2 && isToken && text.utf8.count <= 200 ? parts.joined(separator: "/") : "application/octet-stream"
    }
}
