internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Markup
internal import Office

/// Signing in of citizens, by password and code, and signing out.
struct CitizenSignInRoutes: Sendable {
    let desk: CitizenDesk
    /// Asks for signing in although somebody is signed in: a service wants a proof made now.
    static let anew = "od-nowa"
    let limiter = RateLimiter(burst: 60, perSeconds: 60)
    let sendAgain: @Sendable (_ kept: KeptForm, _ token: String) -> Response

    func register(on router: some RouterMethods<AppContext>) {
        typealias P = CitizenPlace.Pattern
        router.get(P.signIn.route) { request, context in try await show(request, context) }
        router.post(P.signIn.route) { request, context in try await begin(request, context) }
        router.get(P.signInCode.route) { request, context in try await code(request, context, FormPart(), values: try FormValues(query: request.uri.query)) }
        router.post(P.signInCode.route) { request, context in try await finish(request, context) }
        router.post(P.signInSend.route) { request, context in try await send(request, context) }
        router.post(P.signOut.route) { _, context in
            if let token = context.sessionToken { try await desk.identity.sessions.end(token, by: context.citizen, at: context.now) }
            var response = Response.seeOther(CitizenPlace.signIn.link(["wylogowano": "1"]))
            desk.cookie.clear(on: &response)
            return response
        }
    }

    private func show(_ request: Request, _ context: AppContext) async throws -> Response {
        let query = try FormValues(query: request.uri.query)
        let wanted = Self.wanted(query)
        if context.citizen != nil, !query.has(Self.anew) { return .seeOther(wanted ?? CitizenPlace.home.link) }
        var session = context.session
        var token: SessionToken?
        if session == nil { (token, session) = try await desk.forms.openForm(address: context.address.description, at: context.now) }
        let form = SignInForm(
            login: "", returnTo: wanted, token: session.map(FormToken.make) ?? "", problem: nil, signedOut: query.has("wylogowano"))
        var response = page(form, context, hasNewPassword: query.has("haslo"))
        if let token { desk.cookie.set(token, on: &response) }
        return response
    }

    private func page(_ form: SignInForm, _ context: AppContext, status: HTTPResponse.Status = .ok, hasNewPassword: Bool = false) -> Response {
        let page = CitizenSignInPage(
            frame: desk.frame(context), form: form, key: OneTimeKey().description, offersNode: desk.offersNode, hasNewPassword: hasNewPassword)
        return CitizenDesk.html(page.render(), status: status)
    }

    private func again(_ problem: Problem, _ status: HTTPResponse.Status, _ context: AppContext) -> Response {
        let form = SignInForm(
            login: context.form.typed(SignInForm.loginField), returnTo: Self.wanted(context.form), token: context.formToken, problem: problem,
            signedOut: false, kept: KeptForm(carriedBy: context.form))
        return page(form, context, status: status)
    }

    private func begin(_ request: Request, _ context: AppContext) async throws -> Response {
        let login = context.form.typed(SignInForm.loginField), password = context.form.typed(SignInForm.passwordField)
        if let seconds = limiter.take(context.address.counted, at: context.now) {
            var response = again(
                Problem(.unavailable, "Z tego miejsca przyszło zbyt wiele prób naraz. Odczekaj minutę i spróbuj jeszcze raz."), .tooManyRequests, context)
            response.headers[.retryAfter] = String(seconds)
            return response
        }
        guard !login.trimmingWhiteSpace.isEmpty, !password.isEmpty else {
            return again(Problem(.invalidInput, "Wpisz identyfikator i hasło."), .unprocessableContent, context)
        }
        let outcome = try await desk.identity.signIn.begin(
            login, password: password, address: context.address.counted, agent: request.headers[.userAgent] ?? "", at: context.now)
        switch outcome {
        case .signedIn(let token, _): return try await welcome(token, context)
        case .secondFactor(let token, let factors):
            let kind = CodeWays.preferred(factors, asked: nil)
            var isSent = false
            if let kind, kind == .phoneCode || kind == .mailCode {
                // A gateway that is down, or a limit of codes, must not hide the other ways.
                if let message = try? await desk.identity.signIn.send(token, by: kind, at: context.now) {
                    isSent = (try? await desk.identity.deliver(message)) != nil
                }
            }
            var response = try await codeNext(request, context, kind, isSent: isSent, pending: token)
            desk.pendingCookie.set(token, on: &response)
            return response
        case .refused: return again(Problem(.unauthenticated, outcome.message ?? ""), .unprocessableContent, context)
        case .locked(let minutes):
            var response = again(Problem(.unauthenticated, outcome.message ?? ""), .tooManyRequests, context)
            response.headers[.retryAfter] = String(minutes * 60)
            return response
        }
    }

    /// On to the page of the code; a form that waits travels along in the answer itself.
    private func codeNext(
        _ request: Request, _ context: AppContext, _ kind: FactorKind?, isSent: Bool, pending token: SessionToken? = nil
    ) async throws -> Response {
        let query: KeyValuePairs<String, String?> = [
            CodeQuestion.kindField: kind?.rawValue, "wyslano": isSent ? "1" : nil, SignInForm.returnField: Self.wanted(context.form),
        ]
        guard KeptForm(carriedBy: context.form) != nil else { return .seeOther(CitizenPlace.signInCode.link(query)) }
        let values = try FormValues(query: LocalPath(CitizenPlace.signInCode.link(query)).map { String($0.description.drop { $0 != "?" }.dropFirst()) })
        return try await code(request, context, FormPart(), values: values, pending: token)
    }

    private func pending(_ request: Request) throws -> SessionToken {
        guard let token = desk.pendingCookie.token(in: request) else {
            throw Problem(.unauthenticated, "Logowanie trwało za długo. Zacznij jeszcze raz.", cause: "no pending sign-in")
        }
        return token
    }

    private func code(
        _ request: Request, _ context: AppContext, _ form: FormPart, values: FormValues, pending token: SessionToken? = nil
    ) async throws -> Response {
        let waiting = try await desk.identity.signIn.waiting(try token ?? pending(request), at: context.now)
        guard let kind = CodeWays.preferred(waiting.factors, asked: values[CodeQuestion.kindField]) else {
            throw Problem(.forbidden, "To konto loguje się certyfikatem. Użyj przeglądarki, w której jest certyfikat.", cause: "no code factor")
        }
        let page = CitizenCodePage(
            frame: desk.frame(context), waiting: waiting, kind: kind, form: form, isSent: values.has("wyslano"),
            returnTo: Self.wanted(context.form) ?? Self.wanted(values),
            kept: KeptForm(carriedBy: context.form), key: OneTimeKey().description)
        return CitizenDesk.html(page.render(), status: form.status)
    }

    private func send(_ request: Request, _ context: AppContext) async throws -> Response {
        let token = try pending(request), kind = context.form[CodeQuestion.kindField]
        guard let way = kind.flatMap(FactorKind.init(rawValue:)), way == .phoneCode || way == .mailCode else {
            return try await codeNext(request, context, kind.flatMap(FactorKind.init(rawValue:)), isSent: false)
        }
        do {
            try await desk.identity.deliver(try await desk.identity.signIn.send(token, by: way, at: context.now))
            return try await codeNext(request, context, way, isSent: true)
        } catch {
            return try await desk.shownAgain(error, context.form, fallback: CodeQuestion.field, renamed: ["code": CodeQuestion.field]) {
                try await code(request, context, $0, values: context.form)
            }
        }
    }

    private func finish(_ request: Request, _ context: AppContext) async throws -> Response {
        let token = try pending(request)
        guard let kind = context.form[CodeQuestion.kindField].flatMap(FactorKind.init(rawValue:)) else {
            throw Problem(.invalidInput, "Formularz jest niekompletny. Odśwież stronę i wyślij go jeszcze raz.")
        }
        do {
            let (session, _) = try await desk.identity.signIn.finish(token, code: context.form.typed(CodeQuestion.field), by: kind, at: context.now)
            var response = try await welcome(session, context)
            desk.pendingCookie.clear(on: &response)
            return response
        } catch {
            return try await desk.shownAgain(error, context.form, fallback: CodeQuestion.field, renamed: ["code": CodeQuestion.field]) {
                try await code(request, context, $0, values: context.form)
            }
        }
    }

    /// A new session in place of that of the form; the planted token of a stranger opens nothing afterwards.
    private func welcome(_ token: SessionToken, _ context: AppContext) async throws -> Response {
        if let old = context.sessionToken { try await desk.identity.sessions.end(old, by: nil, at: context.now) }
        var response = Response.seeOther(Self.wanted(context.form) ?? CitizenPlace.home.link)
        if let kept = KeptForm(carriedBy: context.form), let session = try await desk.identity.sessions.find(token, at: context.now)?.session {
            response = sendAgain(kept, FormToken.make(for: session))
        }
        desk.cookie.set(token, on: &response)
        return response
    }

    /// Only a page of ours that can be gone to with GET and does not lead round in a circle.
    static func wanted(_ values: FormValues) -> String? {
        guard let text = values[SignInForm.returnField], let path = LocalPath(text),
            ![CitizenPlace.signIn, .signInCode, .signInSend, .signOut].contains(where: { path.path == $0.link })
        else { return nil }
        return path.description
    }
}
