internal import HTTPTypes
public import Hummingbird
internal import Kernel
internal import NIOCore

/// How many bytes a request may bring, by area and kind.
public struct BodyLimits: Sendable, Hashable {
    public var forms: Int
    public var uploads: Int
    public var soap: Int

    public init(forms: Int = 1 << 20, uploads: Int = 64 << 20, soap: Int = 64 << 20) {
        self.forms = forms
        self.uploads = uploads
        self.soap = soap
    }

    public static let standard = BodyLimits()

    func limit(_ area: Area, _ request: Request) -> Int {
        switch area {
        case .soap: soap
        case .api: uploads
        case .plain: 0
        case .handOver: forms
        case .page, .citizen: request.mediaType == "multipart/form-data" ? uploads : forms
        }
    }
}

/// Refuses bodies that are too large: at once where their length is told, else when the limit is passed. Nothing is kept
/// of what is refused.
public struct BodyDoor: RouterMiddleware {
    public typealias Context = AppContext
    let areas: Areas
    let limits: BodyLimits

    public init(areas: Areas, limits: BodyLimits = .standard) {
        self.areas = areas
        self.limits = limits
    }

    public func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        let limit = limits.limit(areas.of(request.uri.path), request)
        if let length = request.headers[.contentLength].flatMap({ Int($0) }) {
            guard length <= limit else { throw Problem.bodyTooLarge }
            return try await next(request, context)
        }
        // HTTP/1 without a length has a body only when it is chunked.
        guard request.headers.contains(.transferEncoding) else { return try await next(request, context) }
        var request = request
        request.body = RequestBody(asyncSequence: LimitedBody(base: request.body, limit: limit))
        return try await next(request, context)
    }
}

/// A body that ends with an error when it passes its limit.
struct LimitedBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer
    let base: RequestBody
    let limit: Int

    struct AsyncIterator: AsyncIteratorProtocol {
        var base: RequestBody.AsyncIterator
        var left: Int

        mutating func next() async throws -> ByteBuffer? {
            guard let part = try await base.next() else { return nil }
            left -= part.readableBytes
            guard left >= 0 else { throw Problem.bodyTooLarge }
            return part
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: base.makeAsyncIterator(), left: limit) }
}

extension Request {
    /// `Content-Type` without parameters, in lower case.
    var mediaType: String {
        (headers[.contentType] ?? "").prefix { $0 != ";" }.lowercased().trimmingWhiteSpace
    }
}
