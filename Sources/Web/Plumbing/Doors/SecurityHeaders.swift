internal import HTTPTypes
public import Hummingbird

/// Headers that keep a page to itself, on every answer, errors included.
///
/// A handler may set a header of its own (a foreign document shown in a sandbox has a stricter policy); it is left alone.
public struct SecurityHeaders: RouterMiddleware {
    public typealias Context = AppContext

    /// Nothing but our own style, script, font, pictures and forms; no frames.
    public static let contentPolicy = [
        "default-src 'none'", "style-src 'self'", "script-src 'self'", "img-src 'self' data:", "font-src 'self'", "connect-src 'self'",
        "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
    ].joined(separator: "; ")

    private let fixed: [(HTTPField.Name, String)]

    /// - Parameter https: whether browsers reach the server by https; then they are told to stay with it for a year.
    public init(https: Bool) {
        var fixed: [(HTTPField.Name, String)] = [
            (.contentSecurityPolicy, Self.contentPolicy), (.xContentTypeOptions, "nosniff"), (.referrerPolicy, "same-origin"),
            (.openerPolicy, "same-origin"), (.resourcePolicy, "same-origin"), (.frameOptions, "DENY"),
            (.permissionsPolicy, "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"),
            // Letters and names must not stay in a shared computer's cache.
            (.cacheControl, "no-store"),
        ]
        if https { fixed.append((.strictTransportSecurity, "max-age=31536000")) }
        self.fixed = fixed
    }

    public func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        var response = try await next(request, context)
        for (name, value) in fixed where !response.headers.contains(name) { response.headers[name] = value }
        return response
    }
}
