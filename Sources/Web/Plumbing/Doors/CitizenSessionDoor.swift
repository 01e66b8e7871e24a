public import Hummingbird
public import Identity

/// Recognises a citizen by the cookie of citizens, in their own area only. The short session of their forms opens nothing.
public struct CitizenSessionDoor: RouterMiddleware {
    public typealias Context = AppContext
    let citizens: CitizenSessions
    let forms: Sessions
    let cookie: SessionCookie
    let areas: Areas

    public init(citizens: CitizenSessions, forms: Sessions, cookie: SessionCookie, areas: Areas) {
        self.citizens = citizens
        self.forms = forms
        self.cookie = cookie
        self.areas = areas
    }

    public func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        guard areas.of(request.uri.path) == .citizen, let token = cookie.token(in: request) else { return try await next(request, context) }
        var context = context
        if let found = try await citizens.find(token, at: context.now) {
            context.sessionToken = token
            context.session = found.session
            context.citizen = found.account
        } else if let found = try await forms.find(token, at: context.now), found.session.account == nil, found.session.citizen == nil {
            context.sessionToken = token
            context.session = found.session
        }
        return try await next(request, context)
    }
}
