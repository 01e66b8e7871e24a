internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// The wizard of reorganisations: a form, a preview with counts, one transaction.
struct ReorganisationRoutes: Sendable {
    let desk: Desk

    func register(on router: RouterGroup<SignedInContext>) {
        typealias P = AdministrationPlace.Pattern
        router.get(P.reorganisation.route) { request, context in try await list(request, context) }
        router.get(P.plan.route) { request, context in
            try await form(request, context, FormPart(values: ["od": PolishTypography.short(PolishTime.day(of: context.now))]), chosen: [])
        }
        router.post(P.plan.route) { request, context in try await step(request, context) }
    }

    private func kind(_ context: SignedInContext) throws -> ReorganisationForm.Kind {
        guard let kind = context.parameters.get("rodzaj").flatMap({ ReorganisationForm.Kind(rawValue: String($0)) }) else {
            throw Problem(.notFound, "Nie ma takiej strony. Sprawdź adres.")
        }
        return kind
    }

    private func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .structure)
        let today = PolishTime.day(of: context.now)
        let lines = try await keeper.office.database.read { c in
            func name(_ id: UnitID) throws -> String { try Organisation.history(c, unit: id).first?.code.description ?? "nr \(id)" }
            return try Organisation.handOvers(c).map { one in
                let state =
                    one.cases.map { "przekazano \(PolishTypography.number($0)) \(PolishTypography.form($0, "sprawę", "sprawy", "spraw"))" }
                    ?? (one.handOver.onDay > today ? "czeka na swój dzień" : "trwa")
                return ReorganisationPage.Line(
                    from: try name(one.handOver.from), to: try name(one.handOver.to), onDay: one.handOver.onDay, reason: one.handOver.reason, by: one.recordedBy,
                    state: state, isDone: one.doneAt != nil)
            }
        }
        let done = try FormValues(query: request.uri.query).has("wykonano")
        let page = ReorganisationPage(
            frame: try await desk.frame(context, keeper, request, .structure), lines: lines,
            banner: done ? Banner("Zapisano. Sprawy przechodzą w tle, postęp widać na liście.") : nil)
        return Desk.html(page.render())
    }

    private func form(_ request: Request, _ context: SignedInContext, _ form: FormPart, chosen: Set<String>) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .structure)
        let kind = try kind(context), today = PolishTime.day(of: context.now)
        let units = try await keeper.office.database.read { try Organisation.tree($0, on: today).units }
        let page = ReorganisationFormPage(
            frame: try await desk.frame(context, keeper, request, .structure), kind: kind, units: units, chosen: chosen, form: form, key: OneTimeKey().description)
        return Desk.html(page.render(), status: form.status)
    }

    private func read(_ c: any SQLConnection, _ kind: ReorganisationForm.Kind, _ values: FormValues, today: Day) throws -> (
        order: ReorganisationForm.Order, staff: [(officer: Officer, post: OfficerPost)]
    ) {
        let tree = try Organisation.tree(c, on: today)
        let leaving = (values.all("komorki") + [values["komorka"] ?? ""]).compactMap { UnitID($0) }.filter { tree[$0] != nil }
        let staff = kind == .handOver ? [] : try leaving.flatMap { try Organisation.staff(c, of: $0, on: today) }
        return (try ReorganisationForm(kind: kind, values: values, tree: tree, posts: staff.map(\.post), today: today).read(), staff)
    }

    private func step(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .structure)
        let kind = try kind(context), values = context.form, now = context.now, today = PolishTime.day(of: now)
        let chosen = Set(values.all("komorki")), performer = keeper.performer
        switch values["krok"] {
        case "popraw": return try await form(request, context, FormPart(values, [], fallback: "komorka"), chosen: chosen)
        case "wykonaj":
            return try await desk.carryOut(
                context, keeper.account, keeper.office, fallback: "komorka", again: { try await form(request, context, $0, chosen: chosen) }
            ) {
                return { c, now in
                    switch try read(c, kind, values, today: today).order {
                    case .plan(let plan): try ReorganisationFlow.apply(c, plan, by: performer, at: now)
                    case .handOver(let move): try ReorganisationFlow.handOver(c, move, by: performer, at: now)
                    }
                    return AdministrationPlace.reorganisation.link(["wykonano": "tak"])
                }
            }
        default: break
        }
        do {
            let frame = try await desk.frame(context, keeper, request, .structure)
            let page = try await keeper.office.database.read { c in
                let (order, staff) = try read(c, kind, values, today: today)
                var page = ReorganisationPreviewPage(
                    frame: frame, kind: kind, sentences: [], warnings: [], people: [], targets: [], fields: values.fields, key: OneTimeKey().description)
                switch order {
                case .plan(let plan):
                    let preview = try ReorganisationFlow.preview(c, plan, at: now)
                    guard preview.problems.isEmpty else { throw Problems(preview.problems) }
                    page.sentences = preview.sentences.map { Self.readable($0) }
                    page.warnings = preview.warnings
                    page.targets = plan.opened.map(\.code)
                    page.people = staff.map {
                        .init(post: $0.post.id, name: $0.officer.name, title: $0.post.title, chosen: values["osoba-\($0.post.id)"] ?? "1")
                    }
                case .handOver(let move):
                    let tree = try Organisation.tree(c, on: today)
                    let open = try Cases.unfinished(c, of: [move.from])[move.from] ?? [:]
                    let count = open.filter { CaseHandOver.destination(of: $0.key, in: move.from, among: [move]) != nil }.values.reduce(0, +)
                    page.sentences = [
                        "Od \(PolishTypography.short(move.onDay)) sprawy w toku komórki \(tree.code(of: move.from)) przechodzą do \(tree.code(of: move.to)): \(count).",
                        "Każda dostanie nowy znak. Stary i nowy znak będą się wzajemnie przywoływać.",
                    ]
                }
                return page
            }
            return Desk.html(page.render())
        } catch let problems as Problems {
            return try await form(request, context, FormPart(values, problems.all, fallback: "komorka"), chosen: chosen)
        }
    }

    /// Days of the domain's sentences in the form clerks read.
    static func readable(_ sentence: String) -> String {
        sentence.split(separator: " ", omittingEmptySubsequences: false).map { word in
            let core = word.hasSuffix(".") ? word.dropLast() : word
            guard let day = Day(String(core)) else { return String(word) }
            return PolishTypography.short(day) + (word.hasSuffix(".") ? "." : "")
        }.joined(separator: " ")
    }
}
