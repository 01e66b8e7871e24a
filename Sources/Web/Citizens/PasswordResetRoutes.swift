internal import Hummingbird
internal import Identity
internal import Kernel
internal import Markup
internal import Office

/// A new password by two codes, for who forgot the old one.
struct PasswordResetRoutes: Sendable {
    let desk: CitizenDesk
    private static let renamed = ["mailCode": "kod-mail", "phoneCode": "kod-telefon", "password": "haslo"]

    func register(on router: some RouterMethods<AppContext>) {
        typealias P = CitizenPlace.Pattern
        router.get(P.passwordReset.route) { _, context in try await page(context, FormPart(), .ask) }
        router.post(P.passwordReset.route) { _, context in try await begin(context) }
        router.get(P.passwordResetCodes.route) { request, context in
            guard desk.resetCookie.token(in: request) != nil else { return Response.seeOther(CitizenPlace.passwordReset) }
            return try await page(context, FormPart(), .codes)
        }
        router.post(P.passwordResetCodes.route) { request, context in try await finish(request, context) }
    }

    private func page(_ context: AppContext, _ form: FormPart, _ step: PasswordResetPage.Step) async throws -> Response {
        if context.citizen != nil { return .seeOther(CitizenPlace.sessions) }
        var session = context.session
        var token: SessionToken?
        if session == nil { (token, session) = try await desk.forms.openForm(address: context.address.description, at: context.now) }
        var frame = desk.frame(context)
        frame.token = session.map(FormToken.make) ?? ""
        var response = CitizenDesk.html(PasswordResetPage(frame: frame, step: step, form: form, key: OneTimeKey().description).render(), status: form.status)
        if let token { desk.cookie.set(token, on: &response) }
        return response
    }

    private func begin(_ context: AppContext) async throws -> Response {
        do {
            let (token, messages) = try await desk.identity.passwordResets.begin(context.form.typed("login"), address: context.address.counted, at: context.now)
            // Whether anything left must not be seen from outside; what did not is noted.
            try await desk.identity.notify(messages, about: "nowe-haslo", at: context.now)
            var response = Response.seeOther(CitizenPlace.passwordResetCodes)
            desk.resetCookie.set(token, on: &response)
            return response
        } catch {
            return try await desk.shownAgain(error, context.form, fallback: "login") { try await page(context, $0, .ask) }
        }
    }

    private func finish(_ request: Request, _ context: AppContext) async throws -> Response {
        let form = context.form
        do {
            guard let token = desk.resetCookie.token(in: request) else {
                throw Problem(.conflict, "Ustawianie hasła trwało za długo. Zacznij jeszcze raz.", cause: "no reset under way")
            }
            let notices = try await desk.identity.passwordResets.finish(
                token, .init(mail: form.typed("kod-mail"), phone: form.typed("kod-telefon")), password: form.typed("haslo"), at: context.now)
            try await desk.identity.notify(notices, about: "nowe-haslo", at: context.now)
            var response = Response.seeOther(CitizenPlace.signIn.link(["haslo": "1"]))
            desk.resetCookie.clear(on: &response)
            return response
        } catch let problem as Problem where problem.code == .unauthenticated {
            return try await page(context, FormPart(errors: ["login": problem.message]), .ask)
        } catch {
            return try await desk.shownAgain(error, form, fallback: "kod-mail", renamed: Self.renamed) { try await page(context, $0, .codes) }
        }
    }
}

/// Asking for a new password, and setting it. The page never tells whether the account exists.
struct PasswordResetPage: Sendable {
    enum Step: Sendable { case ask, codes }

    var frame: CitizenFrame
    var step: Step
    var form: FormPart
    var key: String

    func render() -> [UInt8] {
        frame.page(title: "Nowe hasło", error: !form.errors.isEmpty, aside: aside) { h in
            form.summary(&h, order: ["login", "kod-mail", "kod-telefon", "haslo"])
            h.el("h1", text: "Nowe hasło")
            switch step {
            case .ask:
                h.el("p", .cls("lead"), text: PolishTypography.glued("Wyślemy dwa kody: na potwierdzony e-mail i na potwierdzony telefon."))
                CitizenForm(
                    token: frame.token, key: key, action: CitizenPlace.passwordReset.link, button: "Wyślij kody", back: CitizenPlace.signIn.link
                ).write(&h) { h in
                    form.field(
                        &h, "login", "Identyfikator", hint: "Możesz też wpisać potwierdzony e-mail albo numer telefonu", autocomplete: "username",
                        focus: form.errors.isEmpty)
                }
            case .codes:
                h.el("div", .cls("banner"), .attr("role", "status")) { h in
                    h.el("p", text: PolishTypography.glued("Jeżeli takie konto istnieje, kody są już w drodze. Są ważne 5 minut."))
                }
                CitizenForm(
                    token: frame.token, key: key, action: CitizenPlace.passwordResetCodes.link, button: "Ustaw hasło", back: CitizenPlace.passwordReset.link,
                    backText: "Zacznij od nowa"
                ).write(&h) { h in
                    h.el("div", .cls("code")) { h in
                        form.field(&h, "kod-mail", "Kod z e-maila", autocomplete: "one-time-code", numeric: true, focus: form.errors.isEmpty)
                        form.field(&h, "kod-telefon", "Kod z SMS-a", autocomplete: "one-time-code", numeric: true)
                    }
                    form.field(
                        &h, "haslo", "Nowe hasło", hint: "Co najmniej 12 znaków. Może być zdaniem, na przykład z kilku słów.", kind: "password",
                        autocomplete: "new-password")
                }
            }
        }
    }

    private func aside(_ h: inout HTML) {
        h.el("section") { h in
            h.el("h2", text: "Nie masz dostępu do telefonu albo poczty?")
            h.el("p", text: PolishTypography.glued("Przyjdź z dokumentem do punktu potwierdzającego. Sprawdzimy, że to Ty, i zaczniesz od nowa."))
            h.el("p", text: PolishTypography.glued("Kody do nowego hasła wysyłamy na jedno konto najwyżej dwa razy na dobę."))
        }
    }
}
