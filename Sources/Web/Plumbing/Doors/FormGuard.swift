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
        guard areas.of(request.uri.path).isPage else { return try await next(request, context) }
        try Self.checkOrigin(request)
        switch request.mediaType {
        case "multipart/form-data":
            if context.session == nil {
                guard Self.comesFromOurPage(request) else { throw Self.noSession }
                // The words are read so that they can be sent again; files are passed over.
                _ = try await MultipartForm.read(request, context) { _ in }
                throw Self.noSession
            }
            return try await next(request, context)
        case "application/x-www-form-urlencoded":
            var request = request
            let body = try await request.collectBody(upTo: limits.forms)
            let form = try FormValues(urlEncoded: body.readableBytesView)
            guard Self.isOwn(form[FormField.token], context) else {
                throw Self.comesFromOurPage(request) ? StaleForm(fields: form.fields) : Self.refusal(context)
            }
            context.typed.keep(StaleForm(fields: form.fields))
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

    /// Whether the form was printed for this session.
    static func isOwn(_ token: String?, _ context: AppContext) -> Bool {
        guard let session = context.session, let token else { return false }
        return FormToken.matches(token, session)
    }

    /// Whether the browser itself says that the form stood on a page of ours; where it says nothing, nothing is kept.
    static func comesFromOurPage(_ request: Request) -> Bool {
        request.headers[.secFetchSite].map { $0 == "same-origin" } ?? request.headers.contains(.origin)
    }

    static func refusal(_ context: AppContext) -> any Error { context.session == nil ? noSession : foreign("form token") }

    static let wordsAreKept = Problem(
        .unauthenticated, "Twoja sesja się skończyła, zanim formularz został zapisany. Zaloguj się, a Twoje słowa wrócą.")

    static let noSession = Problem(
        .unauthenticated, "Twoja sesja się skończyła, nic nie zapisano. Zaloguj się i wyślij formularz jeszcze raz.", cause: "no session"
    )

    private static func foreign(_ cause: String) -> Problem {
        Problem(.forbidden, "Ten formularz jest nieaktualny, nic nie zapisano. Odśwież stronę i wyślij go jeszcze raz.", cause: cause)
    }
}
