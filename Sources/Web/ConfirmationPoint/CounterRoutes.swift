internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// The counter of a confirmation point: search, claim, document, print, signature, result.
struct CounterRoutes: Sendable {
    let point: PointDesk
    private var identity: RegionalIdentity { point.identity }

    func register(on router: RouterGroup<SignedInContext>) {
        typealias P = PointPlace.Pattern
        router.get(P.queue.route) { request, context in try await queue(request, context, FormPart(), found: nil) }
        router.post(P.search.route) { request, context in try await search(request, context) }
        router.get(P.application.route) { request, context in
            try await application(request, context, FormPart(), values: try FormValues(query: request.uri.query))
        }
        router.get(P.print.route) { request, context in try await showPrint(context) }
        router.get(P.refusal.route) { request, context in try await refusal(request, context, FormPart()) }
        router.post(P.refusal.route) { request, context in try await refuse(request, context) }
        router.get(P.record.route) { _, context in try await record(context) }
        router.post(P.step.route) { request, context in
            guard let step = context.parameters.get("krok").flatMap(PointPlace.Step.init(rawValue:)) else {
                throw Problem(.notFound, "Nie ma takiej strony. Sprawdź adres.")
            }
            return try await self.step(step, request, context)
        }
    }

    // ── finding ──

    private func queue(_ request: Request, _ context: SignedInContext, _ form: FormPart, found: [ProfileApplication]?) async throws -> Response {
        let worker = try await point.worker(context)
        guard worker.standing.isOperator else {
            // Who keeps the point without serving people starts where his work is.
            let first = PointDesk.views(worker.standing, current: .queue).first
            guard let first, found == nil else { throw Problem(.forbidden, "Nie masz dziś upoważnienia w tym punkcie. Zapytaj kierownika.") }
            return .seeOther(first.link)
        }
        let query = try FormValues(query: request.uri.query)
        let mine = try await identity.platform.read { c in try identity.applications.claimed(c, by: worker.account.id) }
        let day = PolishTime.day(of: context.now)
        let warnings = try await identity.platform.read { c in
            try identity.points.endingSoon(c, at: worker.point.id, on: day).filter { $0.authorisation.account == worker.account.id }
        }.map { "Twój \($0.what): zostało dni \($0.days)." }
        let outage = try await identity.platform.read(RegisterStanding.outage).map {
            "\($0.problem) Rejestr nie odpowiada od \(Moment.full($0.since)). Wnioski sprawdzone wcześniej można załatwiać. "
                + "Osobom z nowym wnioskiem zaproponuj późniejszą godzinę: żaden wniosek nie zginie."
        }
        let words = [("odlozono", "Wniosek odłożony. Czeka na następną wizytę.")].first { query.has($0.0) }?.1
        var shown = form
        // A PESEL typed into the field is not shown again.
        shown.values["czego"] = ""
        let page = CounterQueuePage(
            frame: try await point.frame(context, request, worker), standing: worker.standing, mine: mine, found: found, warnings: [outage].compactMap(\.self) + warnings,
            registerLabel: identity.settings.register.label, form: shown, key: OneTimeKey().description, banner: words)
        return Desk.html(page.render(), status: form.status)
    }

    /// By post, so that no PESEL stands in an address.
    private func search(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.isOperator }
        guard let typed = context.form["czego"] else {
            return try await queue(request, context, FormPart(errors: ["czego": "Wpisz numer wniosku albo PESEL"]), found: nil)
        }
        let digits = typed.filter { !$0.isWhitespace && $0 != "-" }
        let key: ConfirmationDesk.SearchKey =
            typed.uppercased().hasPrefix("PZ/")
            ? .number(typed)
            : digits.utf8.count < 11 && Int(digits) != nil
                ? .number("PZ/\(PolishTime.day(of: context.now).year)/\(digits)") : digits.utf8.allSatisfy { (48...57).contains($0) } ? .pesel(digits) : .userID(typed)
        let now = context.now
        do {
            let found = try await identity.platform.write { c in try identity.desk.search(c, key, by: worker.clerk, at: now) }.get()
            if found.count == 1 { return .seeOther(PointPlace.application(found[0].id).link) }
            return try await queue(request, context, FormPart(), found: found)
        } catch let problem as Problem where [.forbidden, .invalidInput].contains(problem.code) {
            return try await queue(request, context, FormPart(errors: ["czego": problem.message]), found: nil)
        }
    }

    // ── one application ──

    private func find(_ context: SignedInContext) async throws -> ProfileApplication {
        let id = ApplicationID(try context.number("id"))
        guard let found = try await identity.platform.read({ c in try identity.applications.find(c, id) }) else {
            throw Problem(.notFound, "Nie ma takiego wniosku. Osoba może go złożyć teraz, na telefonie.")
        }
        return found
    }

    private func application(
        _ request: Request, _ context: SignedInContext, _ form: FormPart, values: FormValues
    ) async throws -> Response {
        let worker = try await point.worker(context) { $0.isOperator }
        let found = try await find(context), now = context.now
        let (act, offered) = try await identity.platform.read { c in
            (
                try identity.desk.acts(c, of: found.id).first { $0.point == worker.point.id },
                try identity.desk.offeredSign(c, by: worker.clerk, at: now)
            )
        }
        let isMine = found.state.isInService && found.claim.map { $0.account == worker.account.id && now < $0.until } ?? false
        let owner = FactorOwner.officer(worker.account.id)
        let (held, addresses) = try await identity.platform.read { c in (try FactorChange.held(c, owner), try ContactFactors.list(c, owner).map(\.address)) }
        var form = form
        if let a = found.applicant, isMine, form.errors.isEmpty {
            form.values["imiona"] = a.name.givenNames
            form.values["nazwisko"] = a.name.surname
            form.values["znak"] = act?.caseSign ?? offered ?? ""
            form.values["rodzaj-dokumentu"] = act?.documentKind?.rawValue ?? DocumentReading.Kind.identityCard.rawValue
        }
        form.values["cechy"] = context.form.all("cechy").joined(separator: " ")
        let challenge = values[CodeQuestion.challengeField].flatMap { ChallengeID($0) }
        let kind = values[CodeQuestion.kindField].flatMap(FactorKind.init(rawValue:))
        let query = try FormValues(query: request.uri.query)
        let words = [
            ("przyjeto", "Wniosek jest przy Twoim okienku przez pół godziny."), ("porownano", "Dokument zgadza się z wnioskiem."),
            ("gotowe", "Gotowe. Wydrukuj wniosek z adnotacjami i oddaj papier do archiwum."),
        ].first { query.has($0.0) }?.1
        let page = CounterPage(
            frame: try await point.frame(context, request, worker), standing: worker.standing, application: found, act: act, isMine: isMine,
            withoutPESEL: values["pesel"] == "nie" || values["bez-pesel"] == "tak",
            ways: CodeAsking(
                held: held, addresses: addresses, asked: challenge.flatMap { id in kind.map { (id, $0) } }, keys: (OneTimeKey().description, OneTimeKey().description)),
            form: form, keys: .init(step: OneTimeKey().description, code: OneTimeKey().description, release: OneTimeKey().description), banner: words,
            today: PolishTime.day(of: now),
            restrictedSince: try await identity.platform.read { c in try found.applicant.flatMap { try PESELRestrictions.since(c, $0.person) } })
        return Desk.html(page.render(), status: form.status)
    }

    private func step(_ step: PointPlace.Step, _ request: Request, _ context: SignedInContext) async throws -> Response {
        // What the standing forbids, the domain refuses too, and notes; so the step is asked for even where the page would not offer it.
        let worker = try await point.worker(context) { _ in true }
        let id = ApplicationID(try context.number("id")), clerk = worker.clerk, identity = identity
        func again(_ form: FormPart) async throws -> Response { try await refusedOrAgain(request, context, form) }
        switch step {
        case .claim:
            return try await point.step(context, fallback: "znak", again: again) { c, now in
                try identity.desk.claim(c, id, by: clerk, at: now).map { _ in PointPlace.application(id).link(["przyjeto": "1"]) }
            }
        case .document: return try await check(request, context, worker)
        case .print:
            return try await point.step(context, fallback: "znak", again: again) { c, now in
                try identity.desk.print(c, id, by: clerk, at: now).map { _ in PointPlace.print(id).link }
            }
        case .signed:
            return try await point.step(context, fallback: "znak", again: again) { c, now in
                try identity.desk.signed(c, id, by: clerk, at: now).map { _ in PointPlace.application(id).link }
            }
        case .release:
            return try await point.step(context, fallback: "znak", again: again) { c, now in
                try identity.desk.release(c, id, by: clerk, at: now)
                return .done(PointPlace.queue.link(["odlozono": "1"]))
            }
        case .register:
            _ = try context.oneTimeKey()
            guard worker.standing.isOperator else { throw Problem(.forbidden, "Nie masz dziś upoważnienia w tym punkcie. Zapytaj kierownika.") }
            let summary = try await IdentityRound(identity).register(at: context.now)
            if let problem = summary.problem { return try await refusedOrAgain(request, context, FormPart(errors: ["znak": problem])) }
            return .seeOther(PointPlace.application(id).link)
        case .code: return try await ask(request, context, worker)
        case .carryOut: return try await carryOut(request, context, worker)
        }
    }

    /// The application shown again with what was refused; where it may not be shown any more, the refusal alone.
    private func refusedOrAgain(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        do {
            return try await application(request, context, form, values: context.form)
        } catch let problem as Problem where problem.code == .forbidden {
            throw Problem(.forbidden, form.errors.values.first ?? problem.message, cause: problem.cause)
        }
    }

    private func check(_ request: Request, _ context: SignedInContext, _ worker: PointDesk.Worker) async throws -> Response {
        let id = ApplicationID(try context.number("id")), clerk = worker.clerk, v = context.form, identity = identity
        let today = PolishTime.day(of: context.now)
        let sign = v["znak"] ?? ""
        return try await point.step(
            context, fallback: "znak",
            renamed: ["caseSign": "znak", "givenNames": "imiona", "surname": "nazwisko", "country": "panstwo", "number": "numer"],
            again: { try await refusedOrAgain(request, context, $0) }
        ) { c, now in
            let document = try Self.read(v, today: today)
            return try identity.desk.check(c, id, caseSign: sign, document: document, by: clerk, at: now).map { finding in
                PointPlace.application(id).link(["porownano": finding.agrees ? "1" : nil, "pesel": !finding.agrees && v["bez-pesel"] == "tak" ? "nie" : nil])
            }
        }
    }

    /// What the operator read from the document.
    private static func read(_ v: FormValues, today: Day) throws -> DocumentReading {
        var reading = FormReading(v, today: today)
        let kind = reading.choice("rodzaj-dokumentu", "Zaznacz, jaki to dokument", DocumentReading.Kind.init(rawValue:))
        var until: Day?
        if (v["waznosc"] ?? "").lowercased() != "bezterminowo" { until = reading.day("waznosc", ask: "Wpisz dzień, do którego dokument jest ważny") }
        var name: PersonName?
        do { name = try PersonName(given: v["imiona"] ?? "", surname: v["nazwisko"] ?? "") } catch let problems as Problems { reading.problems += problems.all }
        var shown: DocumentReading.Identity?
        if v["bez-pesel"] == "tak" {
            if let birthday = reading.day("urodzenie", ask: "Wpisz datę urodzenia z dokumentu") {
                shown = .withoutPESEL(birthday: birthday, country: (v["panstwo"] ?? "").uppercased(), number: v["numer"] ?? "")
            }
        } else {
            let typed = reading.required("pesel", "Wpisz PESEL z dokumentu")
            if let pesel = PESEL(typed) {
                shown = .pesel(pesel)
            } else if !typed.isEmpty {
                reading.add("pesel", PESEL.fault(in: typed) ?? "Sprawdź PESEL")
            }
        }
        try reading.finish()
        guard let kind, let name, let shown else { throw Problem(.invalidInput, "Wypełnij wszystkie pola dokumentu.", field: "rodzaj-dokumentu") }
        let looks = v.all("cechy")
        let document = DocumentReading(
            kind: kind, validUntil: until, name: name, identity: shown, looksGenuine: looks.contains("autentyczny"), isThePerson: looks.contains("osoba"))
        guard document.problems.isEmpty else { throw Problems(document.problems) }
        return document
    }

    // ── the result ──

    private func ask(_ request: Request, _ context: SignedInContext, _ worker: PointDesk.Worker) async throws -> Response {
        let id = ApplicationID(try context.number("id")), now = context.now, owner = FactorOwner.officer(worker.account.id)
        do {
            _ = try context.oneTimeKey()
            let (held, addresses) = try await identity.platform.read { c in (try FactorChange.held(c, owner), try ContactFactors.list(c, owner).map(\.address)) }
            guard let kind = CodeWays.preferred(held, asked: context.form["sposob-kodu"]) else {
                throw Problem(.forbidden, "Najpierw dodaj telefon albo e-mail na stronie „Moje kody”.", field: CodeQuestion.field, cause: "no second factor")
            }
            let signing = OperatorSigning(identity)
            let challenge = try await signing.begin(id, by: worker.clerk, at: now)
            if let address = CodeWays.address(kind, in: addresses) { try await signing.send(challenge, to: address, by: worker.clerk, at: now) }
            return .seeOther(
                PointPlace.application(id).link([CodeQuestion.challengeField: challenge.description, CodeQuestion.kindField: kind.rawValue]))
        } catch let problem as Problem where [.forbidden, .conflict, .unavailable].contains(problem.code) {
            return try await refusedOrAgain(request, context, FormPart(errors: [CodeQuestion.field: problem.message]))
        }
    }

    private func carryOut(_ request: Request, _ context: SignedInContext, _ worker: PointDesk.Worker) async throws -> Response {
        let id = ApplicationID(try context.number("id"))
        guard let challenge = context.form[CodeQuestion.challengeField].flatMap({ ChallengeID($0) }),
            let kind = context.form[CodeQuestion.kindField].flatMap(FactorKind.init(rawValue:))
        else { throw Problem(.invalidInput, "Najpierw poproś o kod.") }
        do {
            _ = try await OperatorSigning(identity).carryOut(
                id, challenge: challenge, code: context.form.typed(CodeQuestion.field), by: kind, clerk: worker.clerk, at: context.now)
            return .seeOther(PointPlace.application(id).link(["gotowe": "1"]))
        } catch let problem as Problem where [.forbidden, .conflict].contains(problem.code) {
            return try await refusedOrAgain(request, context, FormPart(errors: [CodeQuestion.field: problem.message]))
        }
    }

    private func refusal(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let worker = try await point.worker(context) { $0.isOperator }
        let found = try await find(context)
        let act = try await identity.platform.read { c in try identity.desk.acts(c, of: found.id).first { $0.point == worker.point.id } }
        var form = form
        if form.errors.isEmpty, let differing = act?.differing?.first { form.values["przyczyna"] = differing.reason.rawValue }
        let page = CounterRefusalPage(
            frame: try await point.frame(context, request, worker), standing: worker.standing, application: found, hasSign: act?.caseSign != nil, form: form,
            key: OneTimeKey().description)
        return Desk.html(page.render(), status: form.status)
    }

    private func refuse(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { _ in true }
        let id = ApplicationID(try context.number("id")), clerk = worker.clerk, v = context.form, identity = identity
        return try await point.step(
            context, fallback: "przyczyna", renamed: ["reason": "przyczyna", "caseSign": "znak"], again: { try await refusal(request, context, $0) }
        ) { c, now in
            guard let reason = v["przyczyna"].flatMap(RefusalReason.init(rawValue:)) else {
                throw Problem(.invalidInput, "Wybierz przyczynę odmowy z listy.", field: "przyczyna")
            }
            return try identity.desk.refuse(c, id, reason, caseSign: v["znak"] ?? "", notes: v["uwagi"] ?? "", by: clerk, at: now).map { _ in
                let act = try identity.desk.acts(c, of: id).first { $0.result == .refused }
                return act.map { PointPlace.record($0.id).link } ?? PointPlace.application(id).link
            }
        }
    }

    private func showPrint(_ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.isOperator }
        let id = ApplicationID(try context.number("id")), now = context.now, identity = identity
        let found = try await find(context)
        guard found.state == .printed || found.state == .signed else { return .seeOther(PointPlace.application(id).link) }
        let print = try await identity.platform.write { c in try identity.desk.print(c, id, by: worker.clerk, at: now) }.get()
        return Desk.html(CounterPrintPage(print: print, back: PointPlace.application(id).link, links: point.desk.links).render())
    }

    private func record(_ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.readsRegister }
        let id = ServiceActID(try context.number("id")), now = context.now, identity = identity
        let print = try await identity.platform.write { c in try identity.desk.record(c, id, by: worker.clerk, at: now) }
        let back = worker.standing.isOperator ? PointPlace.queue.link : PointPlace.register.link
        return Desk.html(CounterPrintPage(print: print, back: back, links: point.desk.links).render())
    }
}
