internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import NIOCore
internal import Office
internal import Store

/// The paper of a point: put away, lent, taken back, destroyed.
struct PaperRoutes: Sendable {
    let point: PointDesk
    private var identity: RegionalIdentity { point.identity }

    func register(on router: RouterGroup<SignedInContext>) {
        typealias P = PointPlace.Pattern
        router.get(P.archive.route) { request, context in try await archive(request, context, FormPart()) }
        router.post(P.archive.route) { request, context in try await put(request, context) }
        router.get(P.paper.route) { request, context in try await paperForm(request, context, FormPart()) }
        router.post(P.paper.route) { request, context in try await paperAct(request, context) }
    }

    private func archive(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let worker = try await point.worker(context) { $0.readsPaper }
        let id = worker.point.id, identity = identity, today = PolishTime.day(of: context.now)
        let query = try FormValues(query: request.uri.query)
        let before = query["przed"].flatMap { Int64($0) }
        let (missing, papers) = try await identity.platform.read { c in
            (
                try identity.reports.register(c, id, from: Day(daysSince1970: 0), to: today, limit: 500).filter { $0.paper == nil },
                try identity.archive.list(c, at: id, before: before, limit: PointRoutes.pageSize + 1)
            )
        }
        let shown = Array(papers.prefix(PointRoutes.pageSize))
        let page = PaperPage(
            frame: try await point.frame(context, request, worker), standing: worker.standing, missing: missing, papers: shown,
            nextLink: papers.count > PointRoutes.pageSize ? PointPlace.archive.link(["przed": shown.last.map { "\($0.paper.id)" }]) : nil, form: form,
            key: OneTimeKey().description, banner: query.has("zapisano") ? "Zapisano." : nil, today: today)
        return Desk.html(page.render(), status: form.status)
    }

    private func put(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.readsPaper }
        let v = context.form, account = worker.account, identity = identity
        return try await point.carryOut(
            context, fallback: "czynnosc", renamed: ["box": "pudlo"], again: { try await archive(request, context, $0) }
        ) { c, now in
            guard let act = v["czynnosc"].flatMap({ ServiceActID($0) }) else { throw Problem(.invalidInput, "Wybierz wydruk", field: "czynnosc") }
            _ = try identity.archive.put(c, act, box: v["pudlo"] ?? "", folder: v["teczka"] ?? "", position: v["pozycja"] ?? "", by: account, at: now)
            return PointPlace.archive.link(["zapisano": "1"])
        }
    }

    private func paper(_ context: SignedInContext, _ worker: PointDesk.Worker) async throws -> (PaperArchive.Paper, PointPlace.PaperAct) {
        let id: Int64 = try context.number("id"), identity = identity
        guard let act = context.parameters.get("czynnosc").flatMap(PointPlace.PaperAct.init(rawValue:)),
            let paper = try await identity.platform.read({ c in try identity.archive.find(c, id) }), paper.point == worker.point.id
        else { throw Problem(.notFound, "Nie ma takiego dokumentu w archiwum.") }
        return (paper, act)
    }

    private func paperForm(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let worker = try await point.worker(context) { $0.readsPaper }
        let (paper, act) = try await paper(context, worker)
        let (title, words, button, label): (String, String, String, String) =
            switch act {
            case .lend: ("Wypożyczyć papier \(paper.id)?", "Zapisz, kto bierze dokument i na jakiej podstawie.", "Wypożycz", "Kto bierze")
            case .takeBack: ("Odebrać papier \(paper.id)?", "Dokument wraca na miejsce: pudło \(paper.box).", "Odbierz", "Uwagi (nieobowiązkowe)")
            case .destroy:
                (
                    "Zniszczyć papier \(paper.id)?", "Trzeba go trzymać do \(PolishTypography.short(paper.retainUntil)). Zniszczenia nie da się cofnąć.", "Zniszcz",
                    "Numer protokołu"
                )
            }
        let page = ReasonPage(
            frame: try await point.frame(context, request, worker), title: title, words: [words], action: PointPlace.paper(paper.id, act).link, button: button,
            back: PointPlace.archive.link, form: form, key: OneTimeKey().description, label: label, isDangerous: act == .destroy)
        return Desk.html(page.render(), status: form.status)
    }

    private func paperAct(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.readsPaper }
        let (paper, act) = try await paper(context, worker)
        let account = worker.account, words = context.form["powod"] ?? "", identity = identity
        let renamed = ["borrower": "powod", "protocol": "powod"]
        return try await point.step(context, fallback: "powod", renamed: renamed, again: { try await paperForm(request, context, $0) }) { c, now in
            switch act {
            case .lend: try identity.archive.lend(c, paper.id, to: words, by: account, at: now)
            case .takeBack: try identity.archive.takeBack(c, paper.id, by: account, at: now)
            case .destroy:
                return try identity.archive.destroy(c, paper.id, protocol: words, by: account, at: now).map { _ in PointPlace.archive.link(["zapisano": "1"]) }
            }
            return .done(PointPlace.archive.link(["zapisano": "1"]))
        }
    }
}
