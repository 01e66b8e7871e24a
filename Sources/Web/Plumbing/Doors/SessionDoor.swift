public import Hummingbird
public import Identity

/// Recognises the person by the cookie. It makes no sessions: only the sign-in form does.
public struct SessionDoor: RouterMiddleware {
    public typealias Context = AppContext
    let sessions: Sessions
    let cookie: SessionCookie
    let areas: Areas

    public init(sessions: Sessions, cookie: SessionCookie, areas: Areas) {
        self.sessions = sessions
        self.cookie = cookie
        self.areas = areas
    }

    public func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        guard areas.of(request.uri.path) == .page, let token = cookie.token(in: request),
            let found = try await sessions.find(token, at: context.now)
        else { return try await next(request, context) }
        var context = context
        context.sessionToken = token
        context.session = found.session
        context.account = found.account
        return try await next(request, context)
    }
}
