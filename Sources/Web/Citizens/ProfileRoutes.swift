internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// A citizen's account: first page, applications, profile, looks, sessions, app.
struct CitizenProfileRoutes: Sendable {
    let desk: CitizenDesk

    func register(on router: RouterGroup<CitizenContext>) {
        typealias P = CitizenPlace.Pattern
        router.get(P.home.route) { request, context in try await home(request, context) }
        router.get(P.newApplication.route) { _, context in try await application(context, FormPart(), chosen: nil, declared: []) }
        router.post(P.newApplication.route) { _, context in try await apply(context) }
        router.get(P.application.route) { request, context in try await state(request, context) }
        router.post(P.withdrawal.route) { _, context in try await withdraw(context) }
        router.get(P.profile.route) { request, context in try await profile(request, context) }
        router.get(P.profileAct.route) { request, context in try await actForm(context, FormPart(), values: try FormValues(query: request.uri.query)) }
        router.post(P.profileCode.route) { _, context in try await askForAct(context) }
        router.post(P.profileAct.route) { _, context in try await act(context) }
        router.get(P.looks.route) { request, context in try await looks(request, context) }
        router.get(P.sessions.route) { request, context in try await sessions(request, context) }
        router.post(P.endSession.route) { _, context in
            try await desk.identity.sessions.end(
                id: try context.number("id"), of: context.account.id, by: context.account.performer, at: context.now)
            return Response.seeOther(CitizenPlace.sessions.link(["zakonczono": "1"]))
        }
        router.post(P.endOtherSessions.route) { _, context in
            for session in try await desk.identity.sessions.list(of: context.account.id, at: context.now) where session.id != context.session?.id {
                try await desk.identity.sessions.end(id: session.id, of: context.account.id, by: context.account.performer, at: context.now)
            }
            return Response.seeOther(CitizenPlace.sessions.link(["zakonczono": "1"]))
        }
        router.get(P.app.route) { request, context in try await app(context, FormPart(), values: try FormValues(query: request.uri.query)) }
        router.post(P.appCode.route) { _, context in try await askForApp(context) }
        router.post(P.appSecret.route) { _, context in try await enrol(context) }
        router.post(P.app.route) { _, context in try await finishApp(context) }
    }

    // ── first page ──

    private func home(_ request: Request, _ context: CitizenContext) async throws -> Response {
        let account = context.account, now = context.now, identity = desk.identity
        let query = try FormValues(query: request.uri.query)
        let person = try await desk.person(context)
        let held = try await desk.factors(context).held
        let (profile, applications) = try await identity.platform.read { c in
            (try identity.profiles.valid(c, of: account.id, at: now), try identity.applications.list(c, of: account.id))
        }
        let toSign = try await TrustedSigning(identity).list(of: account).filter { $0.signed == nil }.count
        let words = [("potwierdzono", "E-mail i telefon są potwierdzone. Teraz możesz złożyć wniosek.")].first { query.has($0.0) }?.1
        let page = CitizenHomePage(
            frame: desk.frame(context, .home), personName: person.name.description, needsAddresses: held.isEmpty, profile: profile,
            applications: Array(applications.prefix(10)), toSign: toSign, banner: words, today: PolishTime.day(of: now))
        return CitizenDesk.html(page.render())
    }

    // ── applications ──

    private func application(_ context: CitizenContext, _ form: FormPart, chosen: Set<String>?, declared: Set<String>) async throws -> Response {
        let (held, addresses) = try await desk.factors(context)
        guard !held.isEmpty else { return .seeOther(CitizenPlace.addresses) }
        let account = context.account, now = context.now, identity = desk.identity
        let hasProfile = try await identity.platform.read { c in try identity.profiles.valid(c, of: account.id, at: now) } != nil
        let kinds: [ApplicationKind] = hasProfile ? [.extend, .invalidate] : [.confirm]
        var form = form
        if form.values["rodzaj"] == nil { form.values["rodzaj"] = kinds[0].rawValue }
        let offered = [FactorKind.phoneCode, .mailCode, .totp].filter(held.contains)
        let page = ProfileApplicationPage(
            frame: desk.frame(context, .profile), kinds: kinds, person: try await desk.person(context), mail: Self.mail(addresses)?.description ?? "brak",
            phone: Self.phone(addresses)?.description ?? "brak", factors: offered, chosen: chosen ?? Set(offered.map(\.rawValue)), declared: declared, form: form,
            key: OneTimeKey().description)
        return CitizenDesk.html(page.render(), status: form.status)
    }

    private static func mail(_ all: [CodeAddress]) -> MailAddress? { all.compactMap { if case .mail(let m) = $0 { m } else { nil } }.first }
    private static func phone(_ all: [CodeAddress]) -> TelephoneNumber? { all.compactMap { if case .phone(let p) = $0 { p } else { nil } }.first }

    private func apply(_ context: CitizenContext) async throws -> Response {
        let v = context.form, account = context.account, identity = desk.identity
        let factors = v.all("czynniki"), declared = v.all("oswiadczenia")
        let addresses = try await desk.factors(context).addresses
        let kind = v["rodzaj"].flatMap(ApplicationKind.init(rawValue:))
        let draft = ApplicationDraft(
            kind: kind ?? .confirm, account: account.id, contact: ContactData(mail: Self.mail(addresses), phone: Self.phone(addresses)),
            factors: Set(factors.compactMap(FactorKind.init(rawValue:))).union([.password]), declarations: Set(declared.compactMap(Declaration.init(rawValue:))))
        let response = try await desk.carryOut(
            context, fallback: "rodzaj", renamed: ["factors": "czynniki", "declarations": "oswiadczenia", "phone": "telefon", "pesel": "rodzaj"],
            again: { try await application(context, $0, chosen: Set(factors), declared: Set(declared)) }
        ) { c, now in
            guard kind != nil else { throw Problem(.invalidInput, "Zaznacz, o co wnosisz.", field: "rodzaj") }
            let kept = try identity.applications.submit(c, draft, by: account.performer, at: now)
            return CitizenPlace.application(kept.id).link(["zlozono": "1"])
        }
        // The register is asked at once, so that most people see the answer on the next page; the clock asks again otherwise.
        if response.status == .seeOther { _ = try? await IdentityRound(identity).register(at: context.now) }
        return response
    }

    private func own(_ context: CitizenContext) async throws -> ProfileApplication {
        let id = ApplicationID(try context.number("id")), account = context.account.id, identity = desk.identity
        guard let found = try await identity.platform.read({ c in try identity.applications.list(c, of: account).first { $0.id == id } }) else {
            throw Problem(.notFound, "Nie ma takiego wniosku. Sprawdź listę na swoim koncie.")
        }
        return found
    }

    private func state(_ request: Request, _ context: CitizenContext) async throws -> Response {
        let query = try FormValues(query: request.uri.query)
        let found = try await own(context), identity = desk.identity
        let offices = try await desk.house.records()
        let points = try await identity.platform.read { c in
            try offices.flatMap { try identity.points.list(c, office: $0.id) }.filter { $0.state == .open }.map(\.publicLines)
        }
        let visit = try await identity.platform.read { c in
            try Visits().openVisit(c, of: found.id).map { VisitWords.full($0, try identity.points.find(c, $0.point)) }
        }
        let words = [
            ("zlozono", "Wniosek złożony. Zapisz jego numer."), ("umowiono", "Wizyta umówiona. Dzień wcześniej wyślemy przypomnienie."),
            ("odwolano", "Wizyta odwołana."),
        ].first { query.has($0.0) }?.1
        let page = ProfileApplicationStatePage(
            frame: desk.frame(context, .profile), application: found, points: points, registerLabel: identity.settings.register.label,
            banner: words, key: OneTimeKey().description, visit: visit)
        return CitizenDesk.html(page.render())
    }

    private func withdraw(_ context: CitizenContext) async throws -> Response {
        let found = try await own(context), account = context.account, identity = desk.identity
        return try await desk.carryOut(context, fallback: "rodzaj", again: { _ in .seeOther(CitizenPlace.application(found.id)) }) { c, now in
            try identity.applications.withdraw(c, found.id, by: account, at: now)
            return CitizenPlace.application(found.id).link
        }
    }

    // ── profile ──

    private func profile(_ request: Request, _ context: CitizenContext) async throws -> Response {
        let account = context.account.id, identity = desk.identity
        let query = try FormValues(query: request.uri.query)
        let kept = try await identity.platform.read { c in
            try identity.profiles.list(c, of: account).prefix(10).map { p in
                ProfilePage.Kept(profile: p, history: try identity.profiles.history(c, of: p.id))
            }
        }
        let words = [("przedluz", "Profil przedłużony."), ("uniewaznij", "Profil unieważniony.")].first { query["zrobiono"] == $0.0 }?.1
        return CitizenDesk.html(ProfilePage(frame: desk.frame(context, .profile), profiles: kept, banner: words, now: context.now).render())
    }

    private func profileAct(_ context: CitizenContext) async throws -> (CitizenPlace.ProfileAct, TrustedProfile) {
        guard let act = context.parameters.get("czynnosc").flatMap(CitizenPlace.ProfileAct.init(rawValue:)) else {
            throw Problem(.notFound, "Nie ma takiej strony. Sprawdź adres.")
        }
        let account = context.account.id, now = context.now, identity = desk.identity
        guard let profile = try await identity.platform.read({ c in try identity.profiles.valid(c, of: account, at: now) }) else {
            throw Problem(.conflict, "Na tym koncie nie ma ważnego profilu zaufanego.")
        }
        return (act, profile)
    }

    private func asking(_ context: CitizenContext, _ values: FormValues) async throws -> CodeAsking {
        let (held, addresses) = try await desk.factors(context)
        let challenge = values[CodeQuestion.challengeField].flatMap { ChallengeID($0) }
        let kind = values[CodeQuestion.kindField].flatMap(FactorKind.init(rawValue:))
        return CodeAsking(
            held: held, addresses: addresses, asked: challenge.flatMap { id in kind.map { (id, $0) } }, keys: (OneTimeKey().description, OneTimeKey().description))
    }

    /// Opens a challenge and sends its code, where the way needs one sent.
    private func ask(_ context: CitizenContext, _ act: AuthorisedAct, _ document: ContentHash, title: String) async throws -> (ChallengeID, FactorKind) {
        let (held, addresses) = try await desk.factors(context)
        guard let kind = CodeWays.preferred(held, asked: context.form["sposob-kodu"]) else {
            throw Problem(.forbidden, "Najpierw potwierdź telefon albo dodaj aplikację.", field: CodeQuestion.field, cause: "no second factor")
        }
        let owner = context.account.owner, now = context.now, identity = desk.identity
        let (id, ruling) = try await identity.platform.write { c -> (ChallengeID, Ruling<CodeMessage>?) in
            let id = try identity.challenges.open(c, owner, act, document: document, title: title, at: now)
            try identity.challenges.shown(c, id, of: owner, at: now)
            return (id, try CodeWays.address(kind, in: addresses).map { try identity.challenges.send(c, id, of: owner, to: $0, at: now) })
        }
        if let message = try ruling?.get() { try await identity.deliver(message) }
        return (id, kind)
    }

    private func enter(_ context: CitizenContext, _ act: AuthorisedAct, _ document: ContentHash) async throws -> Authorisation {
        guard let id = context.form[CodeQuestion.challengeField].flatMap({ ChallengeID($0) }),
            let kind = context.form[CodeQuestion.kindField].flatMap(FactorKind.init(rawValue:))
        else { throw Problem(.invalidInput, "Najpierw poproś o kod.", field: CodeQuestion.field) }
        let owner = context.account.owner, now = context.now, code = context.form.typed(CodeQuestion.field), identity = desk.identity
        return try await identity.platform.write { c in
            try identity.challenges.enter(c, id, of: owner, code: code, by: kind, act: act, document: document, at: now)
        }.get()
    }

    private func actForm(_ context: CitizenContext, _ form: FormPart, values: FormValues) async throws -> Response {
        let (act, profile) = try await profileAct(context)
        let until = PolishTime.day(of: desk.identity.settings.rules.extendedEnd(profile.validTo, at: context.now))
        let page = ProfileActPage(
            frame: desk.frame(context, .profile), act: act, profile: profile, until: until, ways: try await asking(context, values), form: form)
        return CitizenDesk.html(page.render(), status: form.status)
    }

    private func askForAct(_ context: CitizenContext) async throws -> Response {
        let (act, profile) = try await profileAct(context)
        do {
            let (id, kind) = try await ask(
                context, act == .extend ? .extendProfile : .invalidateProfile, profile.fingerprint, title: "profil \(profile.designation)")
            return .seeOther(
                CitizenPlace.profileAct(act).link([CodeQuestion.challengeField: id.description, CodeQuestion.kindField: kind.rawValue]))
        } catch {
            return try await desk.shownAgain(error, context.form, fallback: CodeQuestion.field) { try await actForm(context, $0, values: FormValues()) }
        }
    }

    private func act(_ context: CitizenContext) async throws -> Response {
        let (act, profile) = try await profileAct(context)
        let account = context.account, now = context.now, identity = desk.identity
        do {
            let authorisation = try await enter(context, act == .extend ? .extendProfile : .invalidateProfile, profile.fingerprint)
            try await identity.platform.write { c in
                switch act {
                case .extend: try identity.profiles.extend(c, profile.id, by: authorisation, of: account, at: now)
                case .invalidate: try identity.profiles.invalidate(c, profile.id, by: authorisation, of: account, at: now)
                }
            }
            return .seeOther(CitizenPlace.profile.link(["zrobiono": act.rawValue]))
        } catch {
            return try await desk.shownAgain(error, context.form, fallback: CodeQuestion.field, renamed: ["code": CodeQuestion.field]) {
                try await actForm(context, $0, values: context.form)
            }
        }
    }

    // ── looks and sessions ──

    private func looks(_ request: Request, _ context: CitizenContext) async throws -> Response {
        let account = context.account, identity = desk.identity
        let before = try FormValues(query: request.uri.query)["przed"].flatMap { Int64($0) }
        let (isProved, found) = try await identity.platform.read { c -> (Bool, [PersonLook]) in
            guard try !identity.profiles.list(c, of: account.id).isEmpty else { return (false, []) }
            return (true, try identity.people.looks(c, at: account.person, limit: 51, before: before))
        }
        let offices = Dictionary(try await desk.house.records().map { ($0.id.description, $0.name) }, uniquingKeysWith: { first, _ in first })
        let next = found.count > 50 ? CitizenPlace.looks.link(["przed": String(found[49].id)]) : nil
        let page = LooksPage(
            frame: desk.frame(context, .looks), looks: Array(found.prefix(50)), offices: offices, isProved: isProved, nextLink: next)
        return CitizenDesk.html(page.render())
    }

    private func sessions(_ request: Request, _ context: CitizenContext) async throws -> Response {
        let query = try FormValues(query: request.uri.query), owner = context.account.owner, identity = desk.identity
        let (held, addresses) = try await desk.factors(context)
        let apps = try await identity.platform.read { c in try identity.totp.list(c, owner) }
        let words = [
            ("zmieniono", "Adres zmieniony. Na dotychczasowe adresy wysłaliśmy powiadomienie."), ("zakonczono", "Sesje zakończone."),
            ("dodano", "Aplikacja dodana. Od teraz możesz logować się jej kodem."),
        ].first { query.has($0.0) }?.1
        let page = CitizenSessionsPage(
            frame: desk.frame(context, .settings), sessions: try await identity.sessions.list(of: context.account.id, at: context.now),
            present: context.session?.id ?? 0, held: held, addresses: addresses, apps: apps, banner: words, key: OneTimeKey().description, now: context.now)
        return CitizenDesk.html(page.render())
    }

    // ── app ──

    private func app(
        _ context: CitizenContext, _ form: FormPart, values: FormValues, secret: (app: Int64, text: String, uri: String?)? = nil
    ) async throws -> Response {
        let page = CitizenAppPage(frame: desk.frame(context, .settings), ways: try await asking(context, values), secret: secret, form: form)
        return CitizenDesk.html(page.render(), status: form.status)
    }

    private func askForApp(_ context: CitizenContext) async throws -> Response {
        do {
            let (id, kind) = try await ask(context, .changeFactors, FactorChange.addApp.document(context.account.owner), title: "dodanie aplikacji")
            return .seeOther(CitizenPlace.app.link([CodeQuestion.challengeField: id.description, CodeQuestion.kindField: kind.rawValue]))
        } catch {
            return try await desk.shownAgain(error, context.form, fallback: CodeQuestion.field) { try await app(context, $0, values: FormValues()) }
        }
    }

    private func enrol(_ context: CitizenContext) async throws -> Response {
        let account = context.account, now = context.now, identity = desk.identity
        do {
            let authorisation = try await enter(context, .changeFactors, FactorChange.addApp.document(account.owner))
            let (id, secret) = try await identity.platform.write { c in
                try identity.totp.enrol(c, account.owner, label: "telefon", stepUp: authorisation, at: now)
            }
            return try await app(
                context, FormPart(), values: FormValues(),
                secret: (id, secret.grouped, secret.uri(issuer: "e-Urząd", account: account.userID.description)))
        } catch {
            return try await desk.shownAgain(error, context.form, fallback: CodeQuestion.field, renamed: ["code": CodeQuestion.field]) {
                try await app(context, $0, values: context.form)
            }
        }
    }

    private func finishApp(_ context: CitizenContext) async throws -> Response {
        let account = context.account, now = context.now, code = context.form.typed(CodeQuestion.field), identity = desk.identity
        guard let id = context.form["aplikacja"].flatMap({ Int64($0) }) else {
            throw Problem(.invalidInput, "Formularz jest niekompletny. Zacznij dodawanie od nowa.")
        }
        do {
            try await identity.platform.write { c in
                try identity.totp.confirm(c, account.owner, id, code: code, by: account.performer, at: now)
            }
            return .seeOther(CitizenPlace.sessions.link(["dodano": "1"]))
        } catch {
            // The secret is shown once; the person still has it in the app, and may type the next code.
            return try await desk.shownAgain(error, context.form, fallback: CodeQuestion.field, renamed: ["code": CodeQuestion.field]) {
                try await app(context, $0, values: FormValues(), secret: (id, "Klucz jest już w aplikacji.", nil))
            }
        }
    }
}
