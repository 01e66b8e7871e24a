internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// The day's visits at the counter, the list on paper, and the plan of visits.
struct VisitRoutes: Sendable {
    let point: PointDesk
    private var identity: RegionalIdentity { point.identity }

    func register(on router: RouterGroup<SignedInContext>) {
        typealias P = PointPlace.Pattern
        router.get(P.visits.route) { request, context in try await page(request, context, FormPart()) }
        router.get(P.visitList.route) { request, context in try await list(request, context) }
        router.post(P.visitPlan.route) { request, context in try await plan(request, context) }
        router.post(P.visit.route) { request, context in try await act(request, context) }
    }

    private static func day(_ request: Request, _ context: SignedInContext) throws -> Day {
        try FormValues(query: request.uri.query)["dzien"].flatMap { Day($0) } ?? PolishTime.day(of: context.now)
    }

    private func rows(_ place: PointID, _ day: Day) async throws -> [VisitRow] {
        try await identity.platform.read { c in
            try Visits().list(c, place, on: day).filter { $0.state != .cancelled }
                .sorted { ($0.minute ?? .max, $0.ticket) < ($1.minute ?? .max, $1.ticket) }
                .map { VisitRow(visit: $0, application: try $0.application.flatMap { try identity.applications.find(c, $0) }) }
        }
    }

    private func page(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let worker = try await point.worker(context) { $0.isOperator || $0.keepsPoint }
        let id = worker.point.id, day = try Self.day(request, context)
        let done = try FormValues(query: request.uri.query).has("zapisano")
        let page = PointVisitsPage(
            frame: try await point.frame(context, request, worker), standing: worker.standing, day: day, isToday: day == PolishTime.day(of: context.now),
            rows: try await rows(id, day), plan: try await identity.platform.read { c in try VisitPlan.of(c, id) }, form: form,
            keys: (OneTimeKey().description, OneTimeKey().description), banner: done ? "Zapisano." : nil)
        return Desk.html(page.render(), status: form.status)
    }

    private func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.isOperator || $0.keepsPoint }
        let day = try Self.day(request, context)
        let rows = try await rows(worker.point.id, day)
        return Desk.html(VisitListPage(point: worker.point, day: day, rows: rows, links: point.desk.links).render())
    }

    private func plan(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.keepsPoint }
        let v = context.form, id = worker.point.id, performer = worker.account.performer
        func number(_ field: String) -> Int { v[field].flatMap { Int($0) } ?? 0 }
        let plan = VisitPlan(slotMinutes: number("minut"), desks: number("okienka"), horizonDays: number("dni"))
        return try await point.carryOut(
            context, fallback: "minut", renamed: ["slotMinutes": "minut", "desks": "okienka", "horizonDays": "dni"],
            again: { try await page(request, context, $0) }
        ) { c, now in
            try plan.set(c, at: id, by: performer, at: now)
            return PointPlace.visits.link(["zapisano": "1"])
        }
    }

    private func act(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.isOperator }
        let id: Int64 = try context.number("id"), place = worker.point.id, account = worker.account, identity = identity
        guard let act = context.parameters.get("czynnosc").flatMap(PointPlace.VisitAct.init(rawValue:)),
            let visit = try await identity.platform.read({ c in try Visits().find(c, id) }), visit.point == place
        else { throw Problem(.notFound, "Nie ma takiej wizyty. Odśwież listę.") }
        return try await point.carryOut(context, fallback: "minut", again: { try await page(request, context, $0) }) { c, now in
            switch act {
            case .arrived: try Visits().arrived(c, id, at: now)
            case .called: try Visits().call(c, id, by: account.id, at: now)
            case .missed: try Visits().didNotCome(c, id, at: now)
            case .cancelled: try Visits().cancel(c, id, by: account.performer, at: now)
            }
            if act == .called, let application = visit.application { return PointPlace.application(application).link }
            return PointPlace.visits.link(["dzien": visit.day.description, "zapisano": "1"])
        }
    }
}
