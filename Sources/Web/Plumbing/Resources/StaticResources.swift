internal import Cryptography
internal import HTTPTypes
public import Hummingbird
internal import Kernel
internal import NIOCore

/// The style sheet, scripts, fonts and pictures of the house, held in memory.
///
/// A link carries the beginning of the content's hash, so the browser may keep the answer for ever and still sees a new
/// release at once. Without the hash the answer must be asked for again each time (`ETag`).
public struct StaticResources: Sendable {
    public struct Resource: Sendable {
        public let name: String
        public let mediaType: String
        public let bytes: [UInt8]
        let version: String

        /// - Parameter name: what stands after `/zasoby/`, for example `urzad.css`.
        public init(name: String, mediaType: String? = nil, bytes: [UInt8]) {
            self.name = name
            self.mediaType = mediaType ?? Self.guess(name)
            self.bytes = bytes
            version = String(ContentHash(of: bytes).description.prefix(16))
        }

        private static func guess(_ name: String) -> String {
            switch name.split(separator: ".").last.map({ $0.lowercased() }) {
            case "css": "text/css; charset=utf-8"
            case "js": "text/javascript; charset=utf-8"
            case "woff2": "font/woff2"
            case "svg": "image/svg+xml"
            case "png": "image/png"
            case "ico": "image/x-icon"
            case "txt": "text/plain; charset=utf-8"
            default: "application/octet-stream"
            }
        }
    }

    private let byName: [String: Resource]

    public init(_ resources: [Resource]) { byName = Dictionary(resources.map { ($0.name, $0) }) { _, last in last } }

    public func has(_ name: String) -> Bool { byName[name] != nil }

    /// The address to print in a page; for an unknown name the plain one, which answers 404.
    public func link(_ name: String) -> String {
        guard let resource = byName[name] else { return "/zasoby/" + name }
        return "/zasoby/\(name)?v=\(resource.version)"
    }

    public func register(on router: some RouterMethods<AppContext>) {
        router.get("/zasoby/**") { request, context in try answer(request, path: context.parameters.getCatchAll().joined(separator: "/")) }
    }

    private func answer(_ request: Request, path: String) throws -> Response {
        guard let resource = byName[path] else { throw HTTPError(.notFound) }
        let tag = "\"\(resource.version)\""
        let fixed = request.uri.queryParameters["v"].map(String.init) == resource.version
        let headers: HTTPFields = [
            .eTag: tag, .cacheControl: fixed ? "public, max-age=31536000, immutable" : "no-cache", .contentType: resource.mediaType,
        ]
        let known = (request.headers[.ifNoneMatch] ?? "").split(separator: ",").map { String($0).trimmingWhiteSpace }
        if known.contains(where: { $0 == tag || $0 == "W/" + tag || $0 == "*" }) { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: resource.bytes)))
    }
}
