internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// The automatic rules of assignment: list, order, a new one, trial, trace, end.
struct RuleRoutes: Sendable {
    let desk: Desk

    func register(on router: RouterGroup<SignedInContext>) {
        typealias P = RulePlace.Pattern
        router.get(P.rules.route) { request, context in try await list(request, context) }
        router.get(P.newRule.route) { request, context in
            try await form(
                request, context, FormPart(values: ["od": PolishTypography.short(PolishTime.day(of: context.now)), "sposob": AssignmentManner.settle.rawValue]))
        }
        router.post(P.newRule.route) { request, context in try await add(request, context) }
        router.get(P.rule.route) { request, context in
            try await rule(request, context, FormPart(values: ["do": PolishTypography.short(PolishTime.day(of: context.now))]))
        }
        router.post(P.move.route) { request, context in try await move(request, context) }
        router.post(P.end.route) { request, context in try await end(request, context) }
    }

    private func worker(_ request: Request, _ context: SignedInContext) async throws -> (OfficeKeeper, OfficerAtWork) {
        let keeper = try await desk.keeper(request, context, .rules)
        guard let worker = keeper.worker else { throw Problem(.forbidden, OfficeKeeper.Duty.rules.refusal) }
        return (keeper, worker)
    }

    private func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let (keeper, _) = try await worker(request, context)
        let today = PolishTime.day(of: context.now)
        let all = try await keeper.office.database.read { try AutomaticRules.list($0, from: Day(daysSince1970: 0)) }
        let live = all.filter { $0.validTo.map { today <= $0 } ?? true }
        let lines = live.enumerated().map { i, rule in
            RulesPage.Line(
                rule: rule, isInForce: rule.isValid(on: today), mayRise: i > 0, mayFall: i < live.count - 1, upKey: OneTimeKey().description,
                downKey: OneTimeKey().description)
        }
        let query = try FormValues(query: request.uri.query)
        let page = RulesPage(
            frame: try await desk.frame(context, keeper, request, .rules), lines: lines, ended: all.filter { $0.validTo.map { $0 < today } ?? false }.reversed(),
            banner: query["dodano"].map { Banner("Dodano regułę \($0).") } ?? (query.has("przesunieto") ? Banner("Zmieniono kolejność.") : nil))
        return Desk.html(page.render())
    }

    private func form(_ request: Request, _ context: SignedInContext, _ form: FormPart, trial: [RuleTrial]? = nil) async throws -> Response {
        let (keeper, _) = try await worker(request, context)
        let today = PolishTime.day(of: context.now)
        let directory = try await keeper.office.database.read { try HolderDirectory.load($0, on: today) }
        let page = RuleFormPage(
            frame: try await desk.frame(context, keeper, request, .rules), form: form, channels: Set(context.form.all("kanal")), directory: directory, trial: trial,
            key: OneTimeKey().description)
        return Desk.html(page.render(), status: form.status)
    }

    /// - Throws: `Problems` of the fields.
    private func read(_ c: any SQLConnection, _ values: FormValues, _ worker: OfficerAtWork, today: Day) throws -> AutomaticRule {
        var reading = FormReading(values, today: today)
        func entries(_ field: String) -> [String] { (values[field] ?? "").split(separator: ",").map { String($0).trimmingWhiteSpace }.filter { !$0.isEmpty } }
        let directory = try HolderDirectory.load(c, on: today)
        var recipients: [AssignmentRecipient] = []
        if let typed = values["adresat"] {
            if let entry = directory.find(typed) {
                let manner = values["sposob"].flatMap(AssignmentManner.init(rawValue:)) ?? .settle
                recipients = [AssignmentRecipient(entry.holder, label: entry.label, manner: manner, isLead: true)]
            } else {
                reading.add("adresat", "Nie ma osoby ani komórki „\(typed)”. Wybierz z listy albo wpisz więcej liter")
            }
        } else {
            reading.add("adresat", "Wpisz, komu dekretować")
        }
        let from = reading.day("od", ask: "Podaj dzień, od którego działa reguła"), to = reading.day("do")
        if let from, from < today { reading.add("od", "Podaj dzień dzisiejszy albo późniejszy") }
        var days: Int?
        if values["termin"] != nil { days = reading.choice("termin", "Wpisz liczbę dni, na przykład 14") { Int($0) } }
        for one in entries("klasa") where ClassSymbol(one) == nil { reading.add("klasa", "Symbol klasy to same cyfry, na przykład 6131 albo 61") }
        let condition = AutomaticRule.Condition(
            channels: values.all("kanal").compactMap(Channel.init(rawValue:)), sender: entries("nadawca"), title: entries("temat"), kinds: entries("rodzaj"),
            symbols: entries("klasa"))
        let owner = AutomaticRule.Owner(
            officer: worker.acting.inPlaceOf?.officer ?? worker.acting.officer, name: worker.acting.signedName, post: worker.acting.post, unit: worker.acting.unit)
        let rule = AutomaticRule(
            position: try AutomaticRules.lastPosition(c, today: today), name: values["nazwa"] ?? "", owner: owner, validFrom: from ?? today, validTo: to,
            condition: condition, recipients: recipients, disposition: values["dyspozycja"] ?? "", termDays: days)
        let known = Set(reading.problems.compactMap(\.field))
        let problems =
            reading.problems
            + rule.problems(today: today).filter { problem in
                // The rules of an order speak of the recipient by their own field.
                !(known.contains("adresat") && problem.field.map { $0.hasPrefix("adresat") || $0 == "wiodacy" } ?? true)
            }
        guard problems.isEmpty else { throw Problems(problems) }
        return rule
    }

    private func add(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let (keeper, worker) = try await worker(request, context)
        let values = context.form, today = PolishTime.day(of: context.now)
        if values.has("probuj") {
            do {
                let trial = try await keeper.office.database.read { c in
                    try AutomaticRules.trial(c, try read(c, values, worker, today: today), today: today)
                }
                return try await form(request, context, FormPart(values, [], fallback: "nazwa"), trial: trial)
            } catch let problems as Problems {
                return try await form(request, context, FormPart(values, problems.all, fallback: "nazwa"))
            }
        }
        return try await desk.carryOut(context, keeper.account, keeper.office, fallback: "nazwa", again: { try await form(request, context, $0) }) {
            return { c, now in
                let id = try AutomaticRules.add(c, try read(c, values, worker, today: today), by: worker.acting, at: now)
                return RulePlace.rules.link(["dodano": String(id)])
            }
        }
    }

    private func rule(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let (keeper, _) = try await worker(request, context)
        let id: Int64 = try context.number("id")
        let query = try FormValues(query: request.uri.query)
        let today = PolishTime.day(of: context.now), tries = query.has("proba")
        let frame = try await desk.frame(context, keeper, request, .rules)
        let page = try await keeper.office.database.read { c in
            guard let rule = try AutomaticRules.find(c, id) else { throw Problem(.notFound, "Nie ma takiej reguły.") }
            return RulePage(
                frame: frame, rule: rule, unit: try Organisation.history(c, unit: rule.owner.unit).first?.code.description ?? "",
                isInForce: rule.validTo.map { today <= $0 } ?? true,
                trace: try AutomaticRules.trace(c, id).map { RulePage.Trace(work: $0.work, at: $0.at) },
                trial: tries ? try AutomaticRules.trial(c, rule, today: today) : nil, form: form, key: OneTimeKey().description,
                banner: query.has("zakonczono") ? Banner("Reguła skończy się z podanym dniem.") : nil, today: today)
        }
        return Desk.html(page.render(), status: form.status)
    }

    private func move(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let (keeper, worker) = try await worker(request, context)
        let id: Int64 = try context.number("id"), up = context.form["kierunek"] == "wyzej"
        return try await desk.carryOut(context, keeper.account, keeper.office, fallback: "kierunek", again: { _ in try await list(request, context) }) {
            return { c, now in
                try AutomaticRules.move(c, id, up: up, by: worker.acting, at: now)
                return RulePlace.rules.link(["przesunieto": "tak"])
            }
        }
    }

    private func end(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let (keeper, worker) = try await worker(request, context)
        let id: Int64 = try context.number("id")
        return try await desk.carryOut(context, keeper.account, keeper.office, fallback: "do", again: { try await rule(request, context, $0) }) {
            var reading = FormReading(context.form, today: PolishTime.day(of: context.now))
            let day = reading.day("do", ask: "Podaj ostatni dzień reguły")
            let reason = reading.required("powod", "Podaj powód zakończenia reguły")
            if let day, day < reading.today { reading.add("do", "Podaj dzień dzisiejszy albo późniejszy") }
            try reading.finish()
            guard let day else { throw Problems(reading.problems) }
            return { c, now in
                try AutomaticRules.end(c, id, on: day, reason: reason, by: worker.acting, at: now)
                return RulePlace.rule(id).link(["zakonczono": "tak"])
            }
        }
    }
}
