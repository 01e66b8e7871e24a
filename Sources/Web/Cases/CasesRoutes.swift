internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import NIOCore
internal import Office
internal import Store

/// Cases as lists: work, oversight, terms.
struct CasesRoutes: Sendable {
    let desk: Desk
    static let pageSize = 50

    func register(on router: RouterGroup<OfficerContext>) {
        router.get(CasePattern.list.route) { request, context in try await list(request, context) }
        router.get(CasePattern.terms.route) { request, context in try await terms(request, context) }
        router.get(CasePattern.overduePrint.route) { request, context in try await overduePrint(request, context) }
        router.get(CasePattern.overdueCSV.route) { request, context in try await overdueCSV(request, context) }
    }

    private func list(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let values = try FormValues(query: request.uri.query)
        let today = PolishTime.day(of: context.now)
        try worker.requireAnyReading()
        let units = worker.unitsSeen
        let seesUnit = units.contains { $0.id == worker.acting.unit }
        let views: [CasesPage.View] = seesUnit ? [.mine, .unit, .all] : [.mine, .all]
        let view = values["widok"].flatMap(CasesPage.View.init(rawValue:)).flatMap { views.contains($0) ? $0 : nil } ?? .mine
        let order = values["kolejnosc"].flatMap(CasesPage.Order.init(rawValue:)) ?? (view == .mine ? .due : .newest)
        var form = FormPart()
        for name in ["stan", "komorka", "klasa", "rok", "prowadzacy"] { form.values[name] = values[name] ?? "" }
        var q = CaseQuery()
        q.limit = Self.pageSize
        q.order = order == .due ? .due : order == .sign ? .sign : .newest
        q.after = values["po"].flatMap { CaseQuery.Position($0) }
        q.state = values["stan"].flatMap(CaseState.init(rawValue:))
        switch view {
        case .mine: q.officer = worker.rights.officer
        case .unit: q.unit = worker.acting.unit
        case .all: q.unit = values["komorka"].flatMap { UnitID($0) }
        }
        if view != .mine, let officer = values["prowadzacy"].flatMap({ OfficerID($0) }) { q.officer = officer }
        if let text = values["klasa"] {
            if let symbol = ClassSymbol(text) { q.symbol = symbol.description } else { form.errors["klasa"] = "Symbol klasy to same cyfry, na przykład 6131" }
        }
        if let text = values["rok"] {
            if let year = Int(text), (1990...9999).contains(year) { q.year = year } else { form.errors["rok"] = "Rok to cztery cyfry, na przykład 2026" }
        }
        let query = q, visibility = worker.caseVisibility, unit = worker.acting.unit, picks = view
        let (page, total, people) = try await worker.office.database.read { c in
            let staff = picks == .unit ? try Organisation.staff(c, of: unit, on: today).map(\.officer) : picks == .all ? try Organisation.officers(c, on: today) : []
            return (
                try Cases.page(c, query, seenBy: visibility, on: today), try Cases.count(c, query, seenBy: visibility, on: today),
                staff.map { CasesPage.Person(id: $0.id, name: $0.listName) }
            )
        }
        func link(_ after: String?) -> String {
            CasePlace.list.link([
                "widok": view.rawValue, "kolejnosc": order.rawValue, "stan": values["stan"], "komorka": values["komorka"], "klasa": values["klasa"],
                "rok": values["rok"], "prowadzacy": values["prowadzacy"], "po": after,
            ])
        }
        return Desk.html(
            CasesPage(
                frame: try await desk.frame(context, worker, request, .cases), view: view, views: views, order: order, form: form, units: units,
                people: people, rows: page.rows, total: total, mayOpen: worker.rights.decide(.workCase).isAllowed,
                maySupervise: !units.isEmpty, first: q.after == nil ? nil : link(nil), next: page.next.map { link($0.description) }, today: today
            ).render())
    }

    // MARK: terms

    private struct TermScope: Sendable {
        var isUnit: Bool
        var seesUnit: Bool
        var query: CaseQuery
        var words: String
    }

    private func scope(_ worker: OfficerAtWork, _ values: FormValues) -> TermScope {
        let seesUnit = [.whole, .metadata].contains(worker.seesRegisters(of: worker.acting.unit).extent)
        let isUnit = seesUnit && values["zakres"] == "komorka"
        var q = CaseQuery()
        q.order = .due
        // Whatever has a term that runs.
        q.dueBefore = Day(year: 9999, month: 12, day: 31)
        if isUnit { q.unit = worker.acting.unit } else { q.officer = worker.rights.officer }
        return TermScope(
            isUnit: isUnit, seesUnit: seesUnit, query: q,
            words: isUnit ? "komórka \(worker.rights.tree.code(of: worker.acting.unit))" : "prowadzący: \(worker.rights.name)")
    }

    private func terms(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.requireAnyReading()
        let values = try FormValues(query: request.uri.query)
        let today = PolishTime.day(of: context.now)
        let scope = scope(worker, values)
        var q = scope.query
        q.limit = Self.pageSize
        q.after = values["po"].flatMap { CaseQuery.Position($0) }
        let query = q, visibility = worker.caseVisibility
        let (page, overdue, calendar) = try await worker.office.database.read { c in
            var late = query
            (late.dueBefore, late.after) = (today, nil)
            return (
                try Cases.page(c, query, seenBy: visibility, on: today), try Cases.count(c, late, seenBy: visibility, on: today), try WorkCalendar.load(c)
            )
        }
        let zakres = scope.isUnit ? "komorka" : nil
        return Desk.html(
            TermsPage(
                frame: try await desk.frame(context, worker, request, .terms), isUnit: scope.isUnit, seesUnit: scope.seesUnit, rows: page.rows,
                overdue: overdue, first: q.after == nil ? nil : CasePlace.terms.link(["zakres": zakres]),
                next: page.next.map { CasePlace.terms.link(["zakres": zakres, "po": $0.description]) }, calendar: calendar, today: today
            ).render())
    }

    /// The overdue cases of a scope, at most `limit` of them.
    private func overdue(_ worker: OfficerAtWork, _ scope: TermScope, _ today: Day, limit: Int) async throws -> [CaseFile] {
        var q = scope.query
        (q.dueBefore, q.limit) = (today, limit)
        let query = q, visibility = worker.caseVisibility
        return try await worker.office.database.read { try Cases.page($0, query, seenBy: visibility, on: today).rows }
    }

    private func overduePrint(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let scope = scope(worker, try FormValues(query: request.uri.query))
        let today = PolishTime.day(of: context.now)
        let rows = try await overdue(worker, scope, today, limit: OverduePrintPage.most)
        return Desk.html(
            OverduePrintPage(officeName: worker.office.record.name, scope: scope.words, rows: rows, today: today, printedAt: context.now, links: desk.links).render())
    }

    /// Streams the overdue report a page at a time; what is exported is journalled.
    private func overdueCSV(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.requireAnyReading()
        let scope = scope(worker, try FormValues(query: request.uri.query))
        let today = PolishTime.day(of: context.now), now = context.now, visibility = worker.caseVisibility
        let actor = worker.acting.account, words = scope.words, start = scope.query, database = worker.office.database
        try await database.write { c in
            _ = try Journal.append(c, JournalEntry(actor: actor, act: "eksport-terminów", object: "terminy", after: "CSV; \(words)"), at: now)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename=\"sprawy-po-terminie-\(today).csv\"",
            ],
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(bytes: OverdueReport.csvHeader()))
                var q = start
                (q.dueBefore, q.limit) = (today, 500)
                while true {
                    let query = q
                    let page = try await database.read { try Cases.page($0, query, seenBy: visibility, on: today) }
                    try await writer.write(ByteBuffer(bytes: page.rows.flatMap { OverdueReport.csv($0, today: today) }))
                    guard let next = page.next else { break }
                    q.after = next
                }
                try await writer.finish(nil)
            })
    }
}

extension OfficerAtWork {
    /// - Throws: `Problem` where no role lets the person read anything.
    func requireAnyReading() throws {
        let decision = rights.decide(.read)
        if decision.extent == nil { throw Problem(.forbidden, "Nie masz do tego prawa: \(decision.reason).") }
    }
}

extension UnitTree {
    var codes: [UnitID: String] { Dictionary(units.map { ($0.id, $0.code.description) }, uniquingKeysWith: { first, _ in first }) }
}
