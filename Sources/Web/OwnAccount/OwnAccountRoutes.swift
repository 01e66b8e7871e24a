internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// An officer's own account: apps, recovery codes, password, addresses of codes, sessions.
struct OwnAccountRoutes: Sendable {
    let desk: Desk
    let factors: OfficerFactors
    let signIn: OfficerSignIn
    let sessions: Sessions
    let deliver: @Sendable (CodeMessage) async throws -> Void

    func register(on router: RouterGroup<SignedInContext>) {
        typealias P = OwnPlace.Pattern
        router.get(P.account.route) { request, context in try await account(request, context) }
        router.post(P.send.route) { request, context in try await send(request, context) }
        router.get(P.ownApp.route) { request, context in
            try await appForm(request, context, FormPart(values: ["nazwa": try FormValues(query: request.uri.query)["nazwa"] ?? "telefon"]))
        }
        router.post(P.ownAppKey.route) { request, context in try await appKey(request, context) }
        router.post(P.ownApp.route) { request, context in try await confirmApp(request, context) }
        router.get(P.removeApp.route) { request, context in try await removalForm(request, context, FormPart()) }
        router.post(P.removeApp.route) { request, context in try await removeApp(request, context) }
        router.get(P.recoveryCodes.route) { request, context in try await codesForm(request, context, FormPart()) }
        router.post(P.recoveryCodes.route) { request, context in try await makeCodes(request, context) }
        router.get(P.password.route) { request, context in try await passwordForm(request, context, FormPart()) }
        router.post(P.password.route) { request, context in try await changePassword(request, context) }
        router.get(P.mail.route) { request, context in try await mailForm(request, context, FormPart()) }
        router.post(P.mailSend.route) { request, context in try await sendToMail(request, context) }
        router.post(P.mail.route) { request, context in try await confirmMail(request, context) }
        router.post(P.endOtherSessions.route) { _, context in
            try await sessions.endOthers(of: context.account.id, but: context.session?.id ?? 0, by: context.account.performer, at: context.now)
            return Response.seeOther(OwnPlace.account.link(["zakonczono": "1"]))
        }
        router.post(P.endSession.route) { _, context in
            try await sessions.end(id: try context.number("id"), of: context.account.id, by: context.account.performer, at: context.now)
            return Response.seeOther(OwnPlace.account.link(["zakonczono": "1"]))
        }
    }

    // ── the account ──

    private func account(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let account = context.account, query = try FormValues(query: request.uri.query)
        let banner = [
            ("zakonczono", "Sesje zakończone."), ("haslo", "Hasło zmienione. Inne sesje zakończono."), ("dodano", "Aplikacja dodana."),
            ("usunieto", "Aplikacja usunięta."), ("adres", "Adres potwierdzony."),
        ].first { query.has($0.0) }?.1
        let (links, rule) = try await desk.house.platform.read { c in (try AccountLinks.list(c, of: account.id), try OfficeSignInRule.of(account.office, c)) }
        let page = OwnAccountPage(
            frame: try await desk.frame(context, account, request, .account), account: account, held: try await factors.held(account, at: context.now), links: links,
            grace: try await signIn.grace(of: account, at: context.now), offersMail: rule.takesSentCodes(account.roles),
            sessions: try await sessions.list(of: account.id, at: context.now), present: context.session?.id ?? 0,
            goOn: query.has("przypomnienie") ? SignInRoutes.wanted(query) ?? Place.desk.link : nil, banner: banner, key: OneTimeKey().description)
        return Desk.html(page.render())
    }

    // ── proofs ──

    private func proof(
        _ request: Request, _ context: SignedInContext, _ change: FactorChange, thing: String = "", page: OwnPlace, held: OfficerFactors.Held
    ) throws -> ChangeProof {
        let query = try FormValues(query: request.uri.query)
        // After a mistake the challenge stands in the form.
        let values = context.form.has(ChangeProof.challengeField) ? context.form : query
        let asked = values[ChangeProof.challengeField].flatMap { ChallengeID($0) }.flatMap { id in
            values[CodeQuestion.kindField].flatMap(FactorKind.init(rawValue:)).map { (challenge: id, kind: $0) }
        }
        return ChangeProof(held: held, asked: asked, change: change, thing: thing, page: page)
    }

    /// Sends a code for the change of a page, and goes back to it.
    private func send(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let form = context.form
        guard let change = form["zmiana"].flatMap(FactorChange.init(rawValue:)), let kind = form["wyslij"].flatMap(FactorKind.init(rawValue:)),
            let page = form["strona"].flatMap({ LocalPath($0) }), page.description.hasPrefix(OwnPlace.account.link + "/")
        else { throw Problem(.invalidInput, "Formularz jest niekompletny. Odśwież stronę i wyślij go jeszcze raz.") }
        let (id, message) = try await factors.send(context.account, for: change, about: form["rzecz"] ?? "", by: kind, at: context.now)
        try await deliver(message)
        var location = "\(page.path)?\(ChangeProof.challengeField)=\(id)&\(CodeQuestion.kindField)=\(kind.rawValue)"
        if let name = form["nazwa"] { location += "&nazwa=\(PercentCoding.encode(name))" }
        return .seeOther(location)
    }

    /// Mistakes of the person stand at their fields; everything else goes on.
    private func again(_ error: any Error, _ values: FormValues, fallback: String, _ body: (FormPart) async throws -> Response) async throws -> Response {
        let found: [Problem]
        switch error {
        case let problems as Problems: found = problems.all
        case let problem as Problem where [.conflict, .invalidInput, .forbidden, .unavailable].contains(problem.code): found = [problem]
        default: throw error
        }
        let names = ["current": SignInForm.passwordField, "password": "nowe-haslo", "code": CodeQuestion.field]
        var form = FormPart(values, found.map { Problem($0.code, $0.message, field: $0.field.map { names[$0] ?? $0 }) }, fallback: fallback)
        for secret in [SignInForm.passwordField, "nowe-haslo", CodeQuestion.field] { form.values[secret] = "" }
        return try await body(form)
    }

    private func fallback(_ held: OfficerFactors.Held) -> String { held.factors.isEmpty ? SignInForm.passwordField : CodeQuestion.field }

    /// Secrets are shown once and kept nowhere.
    private func shownOnce(_ bytes: [UInt8]) -> Response {
        var response = Desk.html(bytes)
        response.headers[.cacheControl] = "no-store"
        return response
    }

    // ── apps ──

    private func appForm(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let held = try await factors.held(context.account, at: context.now)
        let page = ChangePage(
            frame: try await desk.frame(context, context.account, request, .account), title: "Dodaj aplikację",
            words: ["Zainstaluj na telefonie aplikację z kodami, na przykład FreeOTP. Najpierw potwierdź, że to Ty."], action: OwnPlace.ownAppKey.link,
            button: "Pokaż klucz", asksLabel: true, proof: try proof(request, context, .addApp, page: .ownApp, held: held), form: form, key: OneTimeKey().description)
        return Desk.html(page.render(), status: form.status)
    }

    private func appKey(_ request: Request, _ context: SignedInContext) async throws -> Response {
        _ = try context.oneTimeKey()
        let account = context.account, held = try await factors.held(account, at: context.now)
        do {
            let (id, secret) = try await factors.beginApp(
                account, label: context.form["nazwa"] ?? "telefon", proof: ChangeProof.read(context.form, held: held.factors), address: context.address.counted,
                at: context.now)
            let shown = AppSecret(app: id, text: secret.grouped, uri: secret.uri(issuer: "e-Urząd", account: account.login))
            let frame = try await desk.frame(context, account, request, .account)
            return shownOnce(OwnAppPage(frame: frame, secret: shown, form: FormPart(), key: OneTimeKey().description).render())
        } catch {
            return try await again(error, context.form, fallback: fallback(held)) { try await appForm(request, context, $0) }
        }
    }

    private func confirmApp(_ request: Request, _ context: SignedInContext) async throws -> Response {
        _ = try context.oneTimeKey()
        guard let id = context.form["aplikacja"].flatMap({ Int64($0) }) else { throw Problem(.invalidInput, "Formularz jest niekompletny. Zacznij od nowa.") }
        let account = context.account
        do {
            let codes = try await factors.confirmApp(account, id, code: context.form.typed(CodeQuestion.field), at: context.now)
            guard !codes.isEmpty else { return .seeOther(OwnPlace.account.link(["dodano": "1"])) }
            let frame = try await desk.frame(context, account, request, .account)
            return shownOnce(OwnCodesPage(frame: frame, codes: codes, banner: "Aplikacja dodana. Od teraz logujesz się hasłem i kodem.").render())
        } catch {
            return try await again(error, context.form, fallback: CodeQuestion.field) { form in
                let frame = try await desk.frame(context, account, request, .account)
                return Desk.html(OwnAppPage(frame: frame, secret: .again(id), form: form, key: OneTimeKey().description).render(), status: form.status)
            }
        }
    }

    private func removalForm(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let id: Int64 = try context.number("id"), held = try await factors.held(context.account, at: context.now)
        guard let app = held.apps.first(where: { $0.id == id }) else { throw Problem(.notFound, "Nie ma takiej aplikacji. Sprawdź stronę „Moje konto”.") }
        let page = ChangePage(
            frame: try await desk.frame(context, context.account, request, .account), title: "Usunąć aplikację „\(app.label)”?",
            words: [
                held.apps.count == 1
                    ? "To Twoja jedyna aplikacja. Bez niej do logowania wystarczy samo hasło, a kody zapasowe stracą ważność."
                    : "Kody z tej aplikacji przestaną działać od razu."
            ],
            action: OwnPlace.removeApp(id).link, button: "Usuń aplikację", isDangerous: true,
            proof: try proof(request, context, .removeApp, thing: String(id), page: .removeApp(id), held: held), form: form, key: OneTimeKey().description)
        return Desk.html(page.render(), status: form.status)
    }

    private func removeApp(_ request: Request, _ context: SignedInContext) async throws -> Response {
        _ = try context.oneTimeKey()
        let id: Int64 = try context.number("id"), held = try await factors.held(context.account, at: context.now)
        do {
            try await factors.removeApp(
                context.account, id, proof: ChangeProof.read(context.form, held: held.factors), address: context.address.counted, at: context.now)
            return .seeOther(OwnPlace.account.link(["usunieto": "1"]))
        } catch {
            return try await again(error, context.form, fallback: fallback(held)) { try await removalForm(request, context, $0) }
        }
    }

    // ── recovery codes ──

    private func codesForm(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let held = try await factors.held(context.account, at: context.now)
        guard !held.apps.isEmpty else { return .seeOther(OwnPlace.account.link) }
        let page = ChangePage(
            frame: try await desk.frame(context, context.account, request, .account), title: "Nowe kody zapasowe",
            words: ["Dostaniesz \(RecoveryCodes.count) nowych kodów. Dotychczasowe od razu stracą ważność."], action: OwnPlace.recoveryCodes.link,
            button: "Zrób nowe kody",
            proof: try proof(request, context, .makeRecoveryCodes, page: .recoveryCodes, held: held), form: form, key: OneTimeKey().description)
        return Desk.html(page.render(), status: form.status)
    }

    private func makeCodes(_ request: Request, _ context: SignedInContext) async throws -> Response {
        _ = try context.oneTimeKey()
        let held = try await factors.held(context.account, at: context.now)
        do {
            let codes = try await factors.makeRecoveryCodes(
                context.account, proof: ChangeProof.read(context.form, held: held.factors), address: context.address.counted, at: context.now)
            let frame = try await desk.frame(context, context.account, request, .account)
            return shownOnce(OwnCodesPage(frame: frame, codes: codes, banner: "Nowe kody są gotowe. Poprzednie straciły ważność.").render())
        } catch {
            return try await again(error, context.form, fallback: fallback(held)) { try await codesForm(request, context, $0) }
        }
    }

    // ── password ──

    private func passwordForm(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let held = try await factors.held(context.account, at: context.now)
        let page = OwnPasswordPage(
            frame: try await desk.frame(context, context.account, request, .account),
            proof: try proof(request, context, .setPassword, page: .password, held: held), form: form, key: OneTimeKey().description)
        return Desk.html(page.render(), status: form.status)
    }

    private func changePassword(_ request: Request, _ context: SignedInContext) async throws -> Response {
        _ = try context.oneTimeKey()
        let held = try await factors.held(context.account, at: context.now)
        do {
            try await factors.changePassword(
                context.account, current: context.form.typed(SignInForm.passwordField), proof: ChangeProof.read(context.form, held: held.factors),
                to: context.form.typed("nowe-haslo"), keeping: context.session?.id ?? 0, address: context.address.counted, at: context.now)
            return .seeOther(OwnPlace.account.link(["haslo": "1"]))
        } catch {
            return try await again(error, context.form, fallback: SignInForm.passwordField) { try await passwordForm(request, context, $0) }
        }
    }

    // ── codes by e-mail ──

    private func requireSentCodes(_ context: SignedInContext) async throws {
        let account = context.account
        guard try await desk.house.platform.read({ c in try OfficeSignInRule.of(account.office, c).takesSentCodes(account.roles) }) else {
            throw Problem(.forbidden, "Urząd nie dopuszcza kodów wysyłanych do logowania. Użyj aplikacji z kodami.")
        }
    }

    private func mailForm(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        try await requireSentCodes(context)
        let held = try await factors.held(context.account, at: context.now)
        let open = held.pending.first { $0.isSent && ($0.isOpen || $0.isAccepted) }
        let page = OwnMailPage(
            frame: try await desk.frame(context, context.account, request, .account), held: held,
            proof: try open.map { try proof(request, context, .setContact, thing: $0.address.description, page: .mail, held: held) }, form: form,
            keys: (OneTimeKey().description, OneTimeKey().description))
        return Desk.html(page.render(), status: form.status)
    }

    private func sendToMail(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try await requireSentCodes(context)
        _ = try context.oneTimeKey()
        guard let mail = MailAddress(context.form["adres"] ?? "") else {
            return try await mailForm(request, context, FormPart(values: context.form.byName, errors: ["adres": "Wpisz adres e-mail"]))
        }
        do {
            try await deliver(try await factors.askToConfirm(context.account, .mail(mail), at: context.now))
            return .seeOther(OwnPlace.mail.link)
        } catch {
            return try await again(error, context.form, fallback: "adres") { try await mailForm(request, context, $0) }
        }
    }

    private func confirmMail(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try await requireSentCodes(context)
        _ = try context.oneTimeKey()
        let held = try await factors.held(context.account, at: context.now)
        do {
            try await factors.confirm(
                context.account, code: context.form.typed("kod-adresu"), proof: ChangeProof.read(context.form, held: held.factors), address: context.address.counted,
                at: context.now)
            return .seeOther(OwnPlace.account.link(["adres": "1"]))
        } catch {
            return try await again(error, context.form, fallback: "kod-adresu") { try await mailForm(request, context, $0) }
        }
    }
}
