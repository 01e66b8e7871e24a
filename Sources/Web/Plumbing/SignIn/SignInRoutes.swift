internal import HTTPTypes
public import Hummingbird
public import Identity
internal import Kernel

/// Signing in and out. The page itself is drawn by `page`.
public struct SignInRoutes: Sendable {
    let signIn: OfficerSignIn
    let sessions: Sessions
    let cookie: SessionCookie
    let limiter: RateLimiter
    /// Draws the page; the routes set the status and the cookie.
    let page: @Sendable (SignInForm, AppContext) -> Response
    let steps: SecondStepRoutes

    public init(
        signIn: OfficerSignIn, sessions: Sessions, cookie: SessionCookie, limiter: RateLimiter = RateLimiter(burst: 60, perSeconds: 60),
        page: @escaping @Sendable (SignInForm, AppContext) -> Response, steps: SecondStepRoutes
    ) {
        self.steps = steps
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
        let late = query.has("za-pozno") ? Problem(.unauthenticated, "Logowanie trwało za długo. Zacznij jeszcze raz.") : nil
        let form = SignInForm(
            login: "", returnTo: wanted, token: session.map(FormToken.make) ?? "", problem: late, signedOut: query.has("wylogowano")
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
        let outcome: OfficerSignIn.Outcome
        do {
            outcome = try await signIn.begin(
                login: login, password: password, address: context.address.counted, agent: request.headers[.userAgent] ?? "",
                previous: context.sessionToken, at: context.now
            )
        } catch let problem as Problem where problem.code == .unavailable || problem.code == .forbidden {
            // The directory is down, or knows the person and the house does not: other ways stand on the same page.
            let status: HTTPResponse.Status = problem.code == .unavailable ? .serviceUnavailable : .unprocessableContent
            return again(Problem(problem.code, problem.message), status, login: login, wanted, context)
        }
        if let response = try await steps.follow(outcome, returnTo: wanted, kept: KeptForm(carriedBy: context.form), context) { return response }
        if case .locked(let minutes) = outcome {
            let problem = Problem(.unauthenticated, SignInOutcome.locked(minutes: minutes).message ?? "")
            var response = again(problem, .tooManyRequests, login: login, wanted, context)
            response.headers[.retryAfter] = String(minutes * 60)
            return response
        }
        let problem = Problem(.unauthenticated, SignInOutcome.refused.message ?? "", field: SignInForm.passwordField)
        return again(problem, .unprocessableContent, login: login, wanted, context)
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
    static func wanted(_ values: FormValues) -> String? {
        guard let text = values[SignInForm.returnField], let path = LocalPath(text), !KeptForm.isSignIn(path) else { return nil }
        return path.description
    }
}
