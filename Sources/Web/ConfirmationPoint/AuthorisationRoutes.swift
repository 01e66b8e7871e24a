internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import NIOCore
internal import Office
internal import Store

/// Authorisations of a point: one asks, another approves.
struct PointAuthorisationRoutes: Sendable {
    let point: PointDesk
    private var identity: RegionalIdentity { point.identity }

    func register(on router: RouterGroup<SignedInContext>) {
        typealias P = PointPlace.Pattern
        router.get(P.authorisations.route) { request, context in try await authorisations(request, context, FormPart(), scopes: nil) }
        router.post(P.authorisations.route) { request, context in try await requestAuthorisation(request, context) }
        router.get(P.authorisation.route) { request, context in try await authorisationForm(request, context, FormPart()) }
        router.post(P.authorisation.route) { request, context in try await authorisationAct(request, context) }
    }

    private func authorisations(_ request: Request, _ context: SignedInContext, _ form: FormPart, scopes: Set<String>?) async throws -> Response {
        let worker = try await point.worker(context) { $0.readsReports }
        let id = worker.point.id, identity = identity
        let all = try await identity.platform.read { c in try identity.points.authorisations(c, at: id) }
        let accounts = try await point.accounts(worker)
        let done = try FormValues(query: request.uri.query).has("zapisano")
        let page = AuthorisationsPage(
            frame: try await point.frame(context, request, worker), standing: worker.standing, all: all,
            logins: Dictionary(accounts.map { ($0.id, $0.login) }, uniquingKeysWith: { first, _ in first }),
            accounts: accounts.map { ("\($0.id)", "\($0.displayName) (\($0.login))") }, scopes: scopes ?? Set(OperatorScope.allCases.map(\.rawValue)), form: form,
            key: OneTimeKey().description, banner: done ? "Zapisano." : nil, today: PolishTime.day(of: context.now))
        return Desk.html(page.render(), status: form.status)
    }

    private func requestAuthorisation(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.readsReports }
        let v = context.form, today = PolishTime.day(of: context.now), id = worker.point.id, administrator = worker.account, identity = identity
        let scopes = v.all("zakres")
        return try await point.carryOut(
            context, fallback: "konto", renamed: AuthorisationsPage.renamed, again: { try await authorisations(request, context, $0, scopes: Set(scopes)) }
        ) { c, now in
            var reading = FormReading(v, today: today)
            let account = reading.choice("konto", "Wybierz konto") { Int64($0).map { AccountID($0) } }
            let from = reading.day("od", ask: "Wpisz pierwszy dzień"), to = reading.day("do", ask: "Wpisz ostatni dzień")
            let trained = reading.day("szkolenie", ask: "Wpisz dzień szkolenia"), clean = reading.day("niekaralnosc")
            let signing = reading.day("podpis-do", ask: "Wpisz, do kiedy ważny jest podpis")
            let pesel = PESEL(v["pesel"] ?? "")
            if pesel == nil { reading.add("pesel", v["pesel"].flatMap { PESEL.fault(in: $0) } ?? "Wpisz PESEL") }
            var name: PersonName?
            do { name = try PersonName(given: v["imiona"] ?? "", surname: v["nazwisko"] ?? "") } catch let problems as Problems { reading.problems += problems.all }
            try reading.finish()
            guard let account, let from, let to, let trained, let signing, let pesel, let name else { throw Problem(.invalidInput, "Wypełnij wszystkie pola.") }
            let person: PersonID
            if let known = try identity.people.find(c, pesel: pesel) {
                guard known.name.agrees(with: name) else {
                    throw Problem(.invalidInput, "Imiona lub nazwisko nie pasują do numeru PESEL. Sprawdź dowód.", field: "pesel")
                }
                person = known.id
            } else {
                person = try identity.people.add(c, try NewPerson(name: name, pesel: pesel), by: administrator.performer, at: now).id
            }
            _ = try identity.points.request(
                c,
                NewOperatorAuthorisation(
                    point: id, account: account, person: person, post: v["stanowisko"] ?? "", number: v["numer"] ?? "", from: from, to: to,
                    scopes: Set(scopes.compactMap(OperatorScope.init(rawValue:))), noConvictionOn: clean, trainedOn: trained, signingUntil: signing),
                by: administrator, at: now)
            return PointPlace.authorisations.link(["zapisano": "1"])
        }
    }

    private func authorisation(_ context: SignedInContext, _ worker: PointDesk.Worker) async throws -> (OperatorAuthorisation, PointPlace.AuthorisationAct) {
        let id = OperatorAuthorisationID(try context.number("id")), place = worker.point.id, identity = identity
        guard let act = context.parameters.get("czynnosc").flatMap(PointPlace.AuthorisationAct.init(rawValue:)),
            let found = try await identity.platform.read({ c in try identity.points.authorisations(c, at: place).first { $0.id == id } })
        else { throw Problem(.notFound, "Nie ma takiego upoważnienia.") }
        return (found, act)
    }

    private func authorisationForm(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let worker = try await point.worker(context) { $0.readsReports }
        let (a, act) = try await authorisation(context, worker)
        let (title, words, button, isDangerous): (String, [String], String, Bool) =
            switch act {
            case .approve: ("Zatwierdzić upoważnienie \(a.number)?", ["\(a.name) będzie obsługiwać wnioski w podanym zakresie."], "Zatwierdź", false)
            case .decline: ("Odrzucić wniosek o upoważnienie \(a.number)?", ["\(a.name) nie dostanie upoważnienia."], "Odrzuć", true)
            case .suspend: ("Zawiesić upoważnienie \(a.number)?", ["\(a.name) od razu nie obsłuży nikogo, także w otwartej sesji."], "Zawieś", true)
            case .resume: ("Przywrócić upoważnienie \(a.number)?", ["\(a.name) znowu będzie obsługiwać wnioski."], "Przywróć", false)
            case .withdraw: ("Cofnąć upoważnienie \(a.number)?", ["\(a.name) od razu straci upoważnienie, także w otwartej sesji."], "Cofnij", true)
            case .renew: ("Nowy podpis: upoważnienie \(a.number)", ["Wpisz dzień, do którego ważny jest profil zaufany albo certyfikat osoby."], "Zapisz", false)
            }
        let page = ReasonPage(
            frame: try await point.frame(context, request, worker), title: title, words: words, action: PointPlace.authorisation(a.id, act).link, button: button,
            back: PointPlace.authorisations.link, form: form, key: OneTimeKey().description, label: act == .renew ? "Ważny do" : "Powód", field: "powod",
            hint: act == .approve || act == .resume ? "Nieobowiązkowy" : nil, isDangerous: isDangerous)
        return Desk.html(page.render(), status: form.status)
    }

    private func authorisationAct(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.readsReports }
        let (a, act) = try await authorisation(context, worker)
        let account = worker.account, today = PolishTime.day(of: context.now), reason = context.form["powod"] ?? "", identity = identity
        return try await point.carryOut(
            context, fallback: "powod", renamed: ["reason": "powod"], again: { try await authorisationForm(request, context, $0) }
        ) { c, now in
            switch act {
            case .approve: try identity.points.approve(c, a.id, by: account, at: now)
            case .decline: try identity.points.decline(c, a.id, reason: reason, by: account, at: now)
            case .suspend:
                guard !reason.isEmpty else { throw Problem(.invalidInput, "Podaj powód", field: "powod") }
                try identity.points.suspend(c, a.id, reason: reason, by: account, at: now)
            case .resume: try identity.points.resume(c, a.id, by: account, at: now)
            case .withdraw: try identity.points.withdraw(c, a.id, reason: reason, by: account, at: now)
            case .renew:
                guard let day = ClerkDate.day(reason, today: today) else { throw Problem(.invalidInput, "Wpisz dzień, na przykład 12.03.2029", field: "powod") }
                try identity.points.renewSigning(c, a.id, until: day, by: account, at: now)
            }
            return PointPlace.authorisations.link(["zapisano": "1"])
        }
    }
}
