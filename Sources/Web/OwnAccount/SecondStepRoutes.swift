internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Markup

/// The second step of an officer's sign-in, whatever the first one was.
public struct SecondStepRoutes: Sendable {
    let signIn: OfficerSignIn
    let sessions: Sessions
    let cookie: SessionCookie
    let links: ResourceLinks
    /// Hands codes over.
    let deliver: @Sendable (CodeMessage) async throws -> Void
    let sendAgain: @Sendable (_ kept: KeptForm, _ token: String) -> Response
    let limiter = RateLimiter(burst: 60, perSeconds: 60)

    /// Between the steps; opens nothing else.
    private var pendingCookie: SessionCookie { SessionCookie(secure: cookie.secure, word: "logowanie-pracownika") }

    func register(on router: some RouterMethods<AppContext>) {
        typealias P = OwnPlace.Pattern
        router.get(P.code.route) { request, context in
            let query = try FormValues(query: request.uri.query)
            return try await show(
                try pending(request), context, FormPart(), kind: query[CodeQuestion.kindField], isSent: query.has("wyslano"), returnTo: SignInRoutes.wanted(query))
        }
        router.post(P.code.route) { request, context in try await enter(request, context) }
        router.post(P.codeSend.route) { request, context in try await send(request, context) }
        router.post(P.codeHelp.route) { request, context in try await askForHelp(request, context) }
        router.post(P.appKey.route) { request, context in try await key(request, context) }
        router.post(P.app.route) { request, context in try await addApp(request, context) }
    }

    /// What follows a first step that was right; `nil` for outcomes that the first step's own page tells.
    func follow(_ outcome: OfficerSignIn.Outcome, returnTo: String?, kept: KeptForm?, _ context: AppContext) async throws -> Response? {
        switch outcome {
        case .signedIn(let token, let account): return try await welcome(token, account, returnTo: returnTo, kept: kept, context)
        case .secondFactor(let token, let factors):
            let kind = CodeWays.preferred(factors, asked: nil)
            var isSent = false
            if let kind, FactorKind.isSent(kind), let message = try? await signIn.send(token, by: kind, at: context.now) {
                // A gateway that is down, or a limit of codes, must not hide the other ways.
                isSent = (try? await deliver(message)) != nil
            }
            return try await next(token, context, kind: kind?.rawValue, isSent: isSent, returnTo: returnTo, kept: kept)
        case .addApp(let token): return try await next(token, context, kind: nil, isSent: false, returnTo: returnTo, kept: kept)
        case .refused, .locked: return nil
        }
    }

    private func next(
        _ token: SessionToken, _ context: AppContext, kind: String?, isSent: Bool, returnTo: String?, kept: KeptForm?
    ) async throws -> Response {
        var response =
            // A form that waits travels along in the answer itself.
            kept == nil
            ? Response.seeOther(
                OwnPlace.code.link([CodeQuestion.kindField: kind, "wyslano": isSent ? "1" : nil, SignInForm.returnField: returnTo]))
            : try await show(token, context, FormPart(), kind: kind, isSent: isSent, returnTo: returnTo, kept: kept)
        pendingCookie.set(token, on: &response)
        return response
    }

    private func pending(_ request: Request) throws -> SessionToken {
        guard let token = pendingCookie.token(in: request) else {
            throw Problem(.unauthenticated, "Logowanie trwało za długo. Zacznij jeszcze raz.", cause: "no pending sign-in")
        }
        return token
    }

    private func show(
        _ token: SessionToken, _ context: AppContext, _ form: FormPart, kind asked: String? = nil, isSent: Bool = false, isHelpAsked: Bool = false,
        secret: AppSecret? = nil,
        returnTo: String?, kept: KeptForm? = nil
    ) async throws -> Response {
        if context.account != nil { return .seeOther(returnTo ?? Place.desk.link) }
        let waiting = try await signIn.waiting(token, at: context.now)
        var session = context.session
        var fresh: SessionToken?
        // Whoever comes from another house has no session of the form yet.
        if session == nil { (fresh, session) = try await sessions.openForm(address: context.address.description, at: context.now) }
        let formToken = session.map(FormToken.make) ?? ""
        var response: Response
        if waiting.mayEnrol {
            response = Desk.html(
                FirstAppPage(token: formToken, secret: secret, form: form, returnTo: returnTo, kept: kept, links: links).render(), status: form.status)
        } else {
            guard let kind = CodeWays.preferred(waiting.factors, asked: asked) else {
                throw Problem(.forbidden, "To konto loguje się certyfikatem. Użyj przeglądarki, w której jest certyfikat.", cause: "no code factor")
            }
            response = Desk.html(
                SecondStepPage(
                    token: formToken, factors: waiting.factors, addresses: waiting.addresses, kind: kind, form: form, isSent: isSent, isHelpAsked: isHelpAsked,
                    returnTo: returnTo, kept: kept, links: links
                ).render(), status: form.status)
        }
        if let fresh { cookie.set(fresh, on: &response) }
        return response
    }

    /// Mistakes of the person stand at the field; a sign-in that is over begins anew.
    private func again(_ error: any Error, field: String, _ body: (FormPart) async throws -> Response, _ context: AppContext) async throws -> Response {
        guard let problem = error as? Problem else { throw error }
        switch problem.code {
        case .forbidden, .invalidInput, .conflict, .unavailable:
            var values = context.form.byName
            values[CodeQuestion.field] = ""
            return try await body(FormPart(values: values, errors: [field: problem.message]))
        case .unauthenticated: return .seeOther(Place.signIn.link(["za-pozno": "1"]))
        default: throw error
        }
    }

    private func limited(_ context: AppContext) throws {
        guard let seconds = limiter.take(context.address.counted, at: context.now) else { return }
        throw Problem(.forbidden, "Z tego miejsca przyszło zbyt wiele prób naraz. Spróbuj za \(seconds) s.", cause: "rate limit")
    }

    private func enter(_ request: Request, _ context: AppContext) async throws -> Response {
        let wanted = SignInRoutes.wanted(context.form), kept = KeptForm(carriedBy: context.form), kind = context.form[CodeQuestion.kindField]
        do {
            try limited(context)
            let token = try pending(request)
            guard let factor = kind.flatMap(FactorKind.init(rawValue:)) else { throw Problem(.invalidInput, "Wybierz, jaki kod wpisujesz.") }
            let code = context.form.typed(CodeQuestion.field)
            guard !code.trimmingWhiteSpace.isEmpty else { throw Problem(.invalidInput, "Wpisz kod.") }
            let outcome = try await signIn.finish(token, code: code, by: factor, previous: context.sessionToken, at: context.now)
            var response = try await follow(outcome, returnTo: wanted, kept: kept, context) ?? Response.seeOther(Place.signIn.link)
            if case .signedIn = outcome { pendingCookie.clear(on: &response) }
            return response
        } catch {
            return try await again(
                error, field: CodeQuestion.field, { try await show(try pending(request), context, $0, kind: kind, returnTo: wanted, kept: kept) }, context)
        }
    }

    private func send(_ request: Request, _ context: AppContext) async throws -> Response {
        let wanted = SignInRoutes.wanted(context.form), kept = KeptForm(carriedBy: context.form), kind = context.form[CodeQuestion.kindField]
        do {
            let token = try pending(request)
            var isSent = false
            if let factor = kind.flatMap(FactorKind.init(rawValue:)), FactorKind.isSent(factor) {
                try await deliver(try await signIn.send(token, by: factor, at: context.now))
                isSent = true
            }
            return try await next(token, context, kind: kind, isSent: isSent, returnTo: wanted, kept: kept)
        } catch {
            return try await again(
                error, field: CodeQuestion.field, { try await show(try pending(request), context, $0, kind: kind, returnTo: wanted, kept: kept) }, context)
        }
    }

    private func askForHelp(_ request: Request, _ context: AppContext) async throws -> Response {
        let wanted = SignInRoutes.wanted(context.form), kept = KeptForm(carriedBy: context.form)
        do {
            let token = try pending(request)
            try await signIn.askForReset(token, reason: context.form["powod"] ?? "", at: context.now)
            return try await show(token, context, FormPart(), isHelpAsked: true, returnTo: wanted, kept: kept)
        } catch {
            return try await again(error, field: "powod", { try await show(try pending(request), context, $0, returnTo: wanted, kept: kept) }, context)
        }
    }

    private func key(_ request: Request, _ context: AppContext) async throws -> Response {
        let wanted = SignInRoutes.wanted(context.form), kept = KeptForm(carriedBy: context.form)
        do {
            let token = try pending(request)
            let waiting = try await signIn.waiting(token, at: context.now)
            let (id, secret) = try await signIn.enrol(token, label: "telefon", at: context.now)
            let shown = AppSecret(app: id, text: secret.grouped, uri: secret.uri(issuer: "e-Urząd", account: waiting.account.login))
            var response = try await show(token, context, FormPart(), secret: shown, returnTo: wanted, kept: kept)
            response.headers[.cacheControl] = "no-store"
            return response
        } catch {
            return try await again(error, field: CodeQuestion.field, { try await show(try pending(request), context, $0, returnTo: wanted, kept: kept) }, context)
        }
    }

    private func addApp(_ request: Request, _ context: AppContext) async throws -> Response {
        let wanted = SignInRoutes.wanted(context.form), kept = KeptForm(carriedBy: context.form)
        guard let app = context.form["aplikacja"].flatMap({ Int64($0) }) else { throw Problem(.invalidInput, "Formularz jest niekompletny. Zacznij od nowa.") }
        do {
            try limited(context)
            let done = try await signIn.finishEnrolling(
                try pending(request), app: app, code: context.form.typed(CodeQuestion.field), previous: context.sessionToken, at: context.now)
            let next = wanted ?? Place.desk.link
            var response = Desk.html(FirstCodesPage(codes: done.codes, next: next, links: links).render())
            response.headers[.cacheControl] = "no-store"
            cookie.set(done.token, on: &response)
            pendingCookie.clear(on: &response)
            return response
        } catch {
            return try await again(
                error, field: CodeQuestion.field,
                { try await show(try pending(request), context, $0, secret: .again(app), returnTo: wanted, kept: kept) }, context)
        }
    }

    /// A new session in place of that of the form.
    private func welcome(_ token: SessionToken, _ account: Account, returnTo: String?, kept: KeptForm?, _ context: AppContext) async throws -> Response {
        var response = Response.seeOther(returnTo ?? Place.desk.link)
        if let kept, let session = try await sessions.find(token, at: context.now)?.session {
            response = sendAgain(kept, FormToken.make(for: session))
        } else if try await signIn.grace(of: account, at: context.now) != nil {
            response = .seeOther(OwnPlace.account.link(["przypomnienie": "1", SignInForm.returnField: returnTo]))
        }
        cookie.set(token, on: &response)
        return response
    }
}
