internal import HTTPTypes
public import Hummingbird
public import Identity
internal import Kernel

/// Signing in and out. The page itself is drawn by `page`.
public struct SignInRoutes: Sendable {
    let signIn: SignIn
    let sessions: Sessions
    let cookie: SessionCookie
    let limiter: RateLimiter
    /// Draws the page; the routes set the status and the cookie.
    let page: @Sendable (SignInForm, AppContext) -> Response
    let sendAgain: @Sendable (_ kept: KeptForm, _ token: String) -> Response

    public init(
        signIn: SignIn, sessions: Sessions, cookie: SessionCookie, limiter: RateLimiter = RateLimiter(burst: 60, perSeconds: 60),
        page: @escaping @Sendable (SignInForm, AppContext) -> Response,
        sendAgain: @escaping @Sendable (_ kept: KeptForm, _ token: String) -> Response
    ) {
        self.sendAgain = sendAgain
        self.signIn = signIn
        self.sessions = sessions
        self.cookie = cookie
        self.limiter = limiter
        self.page = page
    }

    public func register(on router: some RouterMethods<AppContext>) {
        router.get(PlacePattern.signIn.route) { request, context in try await show(request, context) }
        router.post(PlacePattern.signIn.route) { request, context in try await enter(request, context) }
        router.post(PlacePattern.signOut.route) { _, context in try await leave(context) }
    }

    private func show(_ request: Request, _ context: AppContext) async throws -> Response {
        let query = try FormValues(query: request.uri.query)
        let wanted = Self.wanted(query)
        if context.account != nil { return .seeOther(wanted ?? Place.desk.link) }
        if let seconds = limiter.take(context.address.counted, at: context.now) { return tooMany(seconds, login: "", wanted, context) }
        var session = context.session
        var token: SessionToken?
        // A living session of the form is used again, so that two tabs both work and reloading writes nothing.
        if session == nil { (token, session) = try await sessions.openForm(address: context.address.description, at: context.now) }
        let form = SignInForm(
            login: "", returnTo: wanted, token: session.map(FormToken.make) ?? "", problem: nil, signedOut: query.has("wylogowano")
        )
        var response = page(form, context)
        if let token { cookie.set(token, on: &response) }
        return response
    }

    private func enter(_ request: Request, _ context: AppContext) async throws -> Response {
        let login = context.form.typed(SignInForm.loginField)
        let password = context.form.typed(SignInForm.passwordField)
        let wanted = Self.wanted(context.form)
        if let seconds = limiter.take(context.address.counted, at: context.now) { return tooMany(seconds, login: login, wanted, context) }
        if login.trimmingWhiteSpace.isEmpty {
            let problem = Problem(.invalidInput, "Wpisz login.", field: SignInForm.loginField)
            return again(problem, .unprocessableContent, login: login, wanted, context)
        }
        if password.isEmpty {
            let problem = Problem(.invalidInput, "Wpisz hasło.", field: SignInForm.passwordField)
            return again(problem, .unprocessableContent, login: login, wanted, context)
        }
        let outcome = try await signIn.attempt(
            login: login, password: password, address: context.address.counted, agent: request.headers[.userAgent] ?? "",
            previous: context.sessionToken, at: context.now
        )
        switch outcome {
        case .signedIn(let token, _):
            var response = Response.seeOther(wanted ?? Place.desk.link)
            if let kept = KeptForm(carriedBy: context.form), let session = try await sessions.find(token, at: context.now)?.session {
                response = sendAgain(kept, FormToken.make(for: session))
            }
            cookie.set(token, on: &response)
            return response
        case .refused:
            let problem = Problem(.unauthenticated, outcome.message ?? "", field: SignInForm.passwordField)
            return again(problem, .unprocessableContent, login: login, wanted, context)
        case .locked(let minutes):
            let problem = Problem(.unauthenticated, outcome.message ?? "")
            var response = again(problem, .tooManyRequests, login: login, wanted, context)
            response.headers[.retryAfter] = String(minutes * 60)
            return response
        }
    }

    private func leave(_ context: AppContext) async throws -> Response {
        if let token = context.sessionToken { try await sessions.end(token, by: context.account, at: context.now) }
        var response = Response.seeOther(Place.signIn.link(["wylogowano": "1"]))
        cookie.clear(on: &response)
        return response
    }

    private func again(_ problem: Problem, _ status: HTTPResponse.Status, login: String, _ wanted: String?, _ context: AppContext) -> Response {
        let form = SignInForm(
            login: login, returnTo: wanted, token: context.formToken, problem: problem, signedOut: false, kept: KeptForm(carriedBy: context.form))
        var response = page(form, context)
        response.status = status
        return response
    }

    private func tooMany(_ seconds: Int, login: String, _ wanted: String?, _ context: AppContext) -> Response {
        let problem = Problem(.unavailable, "Z tego miejsca przyszło zbyt wiele prób naraz. Odczekaj minutę i spróbuj jeszcze raz.")
        var response = again(problem, .tooManyRequests, login: login, wanted, context)
        response.headers[.retryAfter] = String(seconds)
        return response
    }

    /// Only a page of ours that can be gone to with GET and does not lead round in a circle.
    private static func wanted(_ values: FormValues) -> String? {
        guard let text = values[SignInForm.returnField], let path = LocalPath(text), path.path != Place.signIn.link, path.path != Place.signOut.link
        else { return nil }
        return path.description
    }
}
