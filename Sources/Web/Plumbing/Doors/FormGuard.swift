internal import HTTPTypes
public import Hummingbird
internal import Identity
internal import Kernel
internal import NIOCore

/// Refuses a form that did not come from a page of ours, and reads the one that did.
///
/// Two independent checks: the browser's own word (`Sec-Fetch-Site`, or `Origin` from older ones), and the session's token
/// in the form. Of a form with files only the first is done here; `MultipartForm` does the second as the body streams by,
/// and there is no other way to read such a body.
public struct FormGuard: RouterMiddleware {
    public typealias Context = AppContext
    let areas: Areas
    let limits: BodyLimits

    public init(areas: Areas, limits: BodyLimits = .standard) {
        self.areas = areas
        self.limits = limits
    }

    public func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        if request.method == .get || request.method == .head || request.method == .options { return try await next(request, context) }
        guard areas.of(request.uri.path) == .page else { return try await next(request, context) }
        try Self.checkOrigin(request)
        switch request.mediaType {
        case "multipart/form-data":
            guard context.session != nil else { throw Self.noSession }
            return try await next(request, context)
        case "application/x-www-form-urlencoded":
            var request = request
            let body = try await request.collectBody(upTo: limits.forms)
            let form = try FormValues(urlEncoded: body.readableBytesView)
            try Self.checkToken(form[FormField.token], context)
            var context = context
            context.form = form
            return try await next(request, context)
        default:
            throw Problem(.invalidInput, "Serwer nie czyta takiej treści. Odśwież stronę i wyślij formularz jeszcze raz.", cause: "media type")
        }
    }

    static func checkOrigin(_ request: Request) throws(Problem) {
        if let site = request.headers[.secFetchSite] {
            guard site == "same-origin" || site == "none" else { throw foreign("Sec-Fetch-Site \(site.prefix(20))") }
        } else if let origin = request.headers[.origin] {
            // `null` comes from sandboxed documents: foreign as well.
            let host = origin.split(separator: "/", maxSplits: 2).last.map(String.init)
            guard let authority = request.head.authority, host?.lowercased() == authority.lowercased() else { throw foreign("Origin") }
        }
    }

    static func checkToken(_ token: String?, _ context: AppContext) throws(Problem) {
        guard let session = context.session else { throw noSession }
        guard let token, FormToken.matches(token, session) else { throw foreign("form token") }
    }

    private static let noSession = Problem(
        .unauthenticated, "Twoja sesja się skończyła, nic nie zapisano. Zaloguj się i wyślij formularz jeszcze raz.", cause: "no session"
    )

    private static func foreign(_ cause: String) -> Problem {
        Problem(.forbidden, "Ten formularz jest nieaktualny, nic nie zapisano. Odśwież stronę i wyślij go jeszcze raz.", cause: cause)
    }
}
