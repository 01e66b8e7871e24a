internal import HTTPTypes
public import Hummingbird
internal import Identity
public import Kernel

/// Answers a form whose session has ended with a page that keeps every word: sign in, or send it again.
///
/// Only forms that the browser itself says come from our pages get here (`FormGuard`); those from elsewhere are refused.
public struct KeptFormDoor: RouterMiddleware {
    public typealias Context = AppContext
    let sessions: Sessions
    let cookie: SessionCookie
    let citizenCookie: SessionCookie
    let areas: Areas
    let pages: KeptFormPages

    init(sessions: Sessions, cookie: SessionCookie, citizenCookie: SessionCookie, areas: Areas, pages: KeptFormPages) {
        self.citizenCookie = citizenCookie
        self.areas = areas
        self.sessions = sessions
        self.cookie = cookie
        self.pages = pages
    }

    public func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let stale as StaleForm {
            guard let path = LocalPath(request.uri.string) else { throw FormGuard.noSession }
            let kept = KeptForm(path: path, fields: stale.fields, files: stale.files, isMultipart: stale.isMultipart)
            let isCitizen = areas.of(request.uri.path) == .citizen
            if isCitizen ? context.citizen != nil : context.account != nil {
                var response = pages.sendAgain(kept, context.formToken)
                response.status = .conflict
                return response
            }
            var token: SessionToken?
            var session = context.session
            if session == nil { (token, session) = try await sessions.openForm(address: context.address.description, at: context.now) }
            let form = SignInForm(
                login: "", returnTo: nil, token: session.map(FormToken.make) ?? "", problem: FormGuard.wordsAreKept, signedOut: false, kept: kept)
            var response = isCitizen ? pages.citizenSignIn(form) : pages.signIn(form)
            response.status = .unauthorized
            if let token { (isCitizen ? citizenCookie : cookie).set(token, on: &response) }
            return response
        }
    }
}

/// How the pages that keep words are drawn.
public struct KeptFormPages: Sendable {
    public typealias Unsaved = @Sendable (_ kept: KeptForm, _ token: String, _ problem: Problem, _ id: RequestID) -> Response
    public var signIn: @Sendable (SignInForm) -> Response
    public var citizenSignIn: @Sendable (SignInForm) -> Response
    public var sendAgain: @Sendable (_ kept: KeptForm, _ token: String) -> Response
    public var unsaved: Unsaved

    /// - Parameter citizenSignIn: the officers' page where it is `nil`.
    public init(
        signIn: @escaping @Sendable (SignInForm) -> Response, citizenSignIn: (@Sendable (SignInForm) -> Response)? = nil,
        sendAgain: @escaping @Sendable (_ kept: KeptForm, _ token: String) -> Response, unsaved: @escaping Unsaved
    ) {
        self.signIn = signIn
        self.citizenSignIn = citizenSignIn ?? signIn
        self.sendAgain = sendAgain
        self.unsaved = unsaved
    }
}
