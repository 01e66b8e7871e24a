internal import HTTPTypes
internal import Hummingbird
internal import Kernel
internal import NIOCore

/// A refusal whose status the code of a `Problem` does not tell.
struct APIRefusal: Error {
    var status: HTTPResponse.Status
    var problem: Problem
    var retryAfter: Int?

    init(_ status: HTTPResponse.Status, _ message: String, field: String? = nil, retryAfter: Int? = nil) {
        self.status = status
        problem = Problem(.invalidInput, message, field: field)
        self.retryAfter = retryAfter
    }
}

/// RFC 9457 (`application/problem+json`): `detail` says in Polish what to do, `errors` lists the fields.
enum APIProblem {
    static func response(_ status: HTTPResponse.Status, _ problems: [Problem], _ request: RequestID, retryAfter: Int? = nil) -> Response {
        let first = problems.first ?? .fault(cause: "no problem")
        let fields = problems.filter { $0.field != nil }
        let detail = fields.isEmpty ? problems.map(\.message).joined(separator: " ") : fields.map { "\($0.field ?? ""): \($0.message)." }.joined(separator: " ")
        let body: JSONValue = .of([
            "type": .string("urn:eurzad:problem:\(first.code)"), "title": .string(title(status.code)), "status": .int(Int64(status.code)), "detail": .string(detail),
            "instance": .string("urn:eurzad:request:\(request)"),
            "errors": fields.isEmpty ? nil : .array(fields.map { .of(["field": .string($0.field ?? ""), "detail": .string($0.message)]) }),
        ])
        var response = Response(
            status: status, headers: [.contentType: "application/problem+json"], body: .init(byteBuffer: ByteBuffer(bytes: body.bytes)))
        if let retryAfter { response.headers[.retryAfter] = String(retryAfter) }
        if status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
        return response
    }

    /// Whatever an operation threw, as an answer.
    static func response(to error: any Error, _ request: RequestID) -> Response {
        switch error {
        case let refusal as APIRefusal: return response(refusal.status, [refusal.problem], request, retryAfter: refusal.retryAfter)
        case let problems as Problems:
            let conflicts = !problems.all.isEmpty && problems.all.allSatisfy { $0.code == .conflict }
            return response(conflicts ? .conflict : .unprocessableContent, problems.all, request)
        case let problem as Problem where problem.code == .invalidInput: return response(.unprocessableContent, [problem], request)
        default:
            let (status, problem) = Problem.from(error)
            return response(status, [problem], request, retryAfter: status == .serviceUnavailable ? 60 : nil)
        }
    }

    static func title(_ status: Int) -> String {
        switch status {
        case 400: "Żądania nie da się odczytać"
        case 401: "Brak ważnego klucza"
        case 403: "Brak prawa"
        case 404: "Nie ma takiego obiektu"
        case 405: "Tej metody nie ma"
        case 409: "Stan na to nie pozwala"
        case 412: "Obiekt się zmienił"
        case 413: "Treść jest za duża"
        case 415: "Nieobsługiwany rodzaj treści"
        case 422: "Wartości łamią reguły"
        case 428: "Brakuje wersji"
        case 429: "Za dużo żądań"
        case 503: "Chwilowa przerwa"
        default: "Błąd"
        }
    }
}
