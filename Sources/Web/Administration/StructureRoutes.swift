internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// The units of the office: the tree, one unit, opening, changing, closing.
struct StructureRoutes: Sendable {
    let desk: Desk

    func register(on router: RouterGroup<SignedInContext>) {
        typealias P = AdministrationPlace.Pattern
        router.get(P.structure.route) { request, context in try await tree(request, context) }
        router.get(P.newUnit.route) { request, context in
            try await unitForm(request, context, nil, FormPart(values: ["od": PolishTypography.short(PolishTime.day(of: context.now))]))
        }
        router.post(P.newUnit.route) { request, context in try await open(request, context) }
        router.get(P.unit.route) { request, context in try await unit(request, context) }
        router.get(P.changeUnit.route) { request, context in try await changeForm(request, context) }
        router.post(P.changeUnit.route) { request, context in try await change(request, context) }
        router.get(P.closeUnit.route) { request, context in
            try await closingForm(request, context, FormPart(values: ["do": PolishTypography.short(PolishTime.day(of: context.now))]))
        }
        router.post(P.closeUnit.route) { request, context in try await close(request, context) }
    }

    private func tree(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .structure)
        let query = try FormValues(query: request.uri.query)
        let today = PolishTime.day(of: context.now)
        var reading = FormReading(query, today: today)
        let day = reading.day("dzien") ?? today
        let lines = try await keeper.office.database.read { c in
            let tree = try Organisation.tree(c, on: day)
            func walk(_ parent: UnitID?, _ depth: Int) throws -> [StructurePage.Line] {
                try tree.children(of: parent).flatMap { unit in
                    let staff = try Organisation.staff(c, of: unit.id, on: day)
                    let line = StructurePage.Line(
                        unit: unit, depth: depth, head: staff.first { $0.post.isHead }?.officer.name ?? "", people: Set(staff.map(\.officer.id)).count)
                    return [line] + (try walk(unit.id, depth + 1))
                }
            }
            return try walk(nil, 0)
        }
        let banner = query["zamknieto"].map { Banner("Zamknięto komórkę \($0).") }
        let page = StructurePage(
            frame: try await desk.frame(context, keeper, request, .structure), lines: lines, day: day, isToday: day == today,
            form: FormPart(
                values: ["dzien": query.typed("dzien").isEmpty ? PolishTypography.short(day) : query.typed("dzien")],
                errors: fieldErrors(reading.problems, fallback: "dzien")),
            banner: banner)
        return Desk.html(page.render(), status: page.form.status)
    }

    private func id(_ context: SignedInContext) throws -> UnitID { UnitID(try context.number("id")) }

    /// The unit as it stands, or stood last, with where it belonged.
    private func load(_ c: any SQLConnection, _ id: UnitID, today: Day) throws -> (unit: OfficeUnit, tree: UnitTree) {
        guard let unit = try Organisation.unit(c, id, on: today) ?? Organisation.history(c, unit: id).first else {
            throw Problem(.notFound, "Nie ma takiej komórki.")
        }
        return (unit, try Organisation.tree(c, on: today))
    }

    private func unit(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .structure)
        let id = try id(context), today = PolishTime.day(of: context.now)
        let query = try FormValues(query: request.uri.query)
        let frame = try await desk.frame(context, keeper, request, .structure)
        let page = try await keeper.office.database.read { c in
            let (unit, tree) = try load(c, id, today: today)
            let open = try Cases.unfinished(c, of: [id])[id]?.values.reduce(0, +) ?? 0
            return UnitPage(
                frame: frame, current: unit, parent: unit.parent.flatMap { tree[$0] }, children: tree.children(of: id),
                history: try Organisation.history(c, unit: id),
                staff: try Organisation.staff(c, of: id, on: today).map {
                    ($0.officer.listName, AdministrationPlace.officer($0.officer.id).link, $0.post.title, $0.post.isHead)
                }, openCases: open, classes: try FilePlan.permits(c, of: id).sorted().map { $0.isEmpty ? "wszystkie" : $0 },
                isClosed: unit.validTo != nil, banner: query.has("zapisano") ? Banner("Zapisano zmianę.") : query.has("zalozono") ? Banner("Założono komórkę.") : nil)
        }
        return Desk.html(page.render())
    }

    private func unitForm(_ request: Request, _ context: SignedInContext, _ id: UnitID?, _ form: FormPart) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .structure)
        let today = PolishTime.day(of: context.now)
        let frame = try await desk.frame(context, keeper, request, .structure)
        let page = try await keeper.office.database.read { c in
            let tree = try Organisation.tree(c, on: today)
            let before = try id.map { try load(c, $0, today: today).unit }
            let under = id.map { tree.subtree(of: $0) } ?? []
            return UnitFormPage(
                frame: frame, before: before, beforeParent: before?.parent.flatMap { tree[$0]?.label } ?? "nikomu", parents: tree.units.filter { !under.contains($0.id) },
                form: form, key: OneTimeKey().description)
        }
        return Desk.html(page.render(), status: form.status)
    }

    private func changeForm(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .structure)
        let id = try id(context), today = PolishTime.day(of: context.now)
        let unit = try await keeper.office.database.read { try load($0, id, today: today).unit }
        return try await unitForm(
            request, context, id,
            FormPart(values: [
                "symbol": unit.code.description, "nazwa": unit.name, "nadrzedna": unit.parent?.description ?? "", "od": PolishTypography.short(today),
            ]))
    }

    private func open(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .structure)
        let performer = keeper.performer
        return try await desk.carryOut(
            context, keeper.account, keeper.office, fallback: "symbol", again: { try await unitForm(request, context, nil, $0) }
        ) {
            var reading = FormReading(context.form, today: PolishTime.day(of: context.now))
            let day = reading.day("od", ask: "Podaj dzień, od którego działa komórka")
            try reading.finish()
            guard let day else { throw Problems(reading.problems) }
            let (code, name, parent) = (reading.text("symbol"), reading.text("nazwa"), reading.values["nadrzedna"].flatMap { UnitID($0) })
            return { c, now in
                let id = try Organisation.openUnit(c, code: code, name: name, parent: parent, from: day, by: performer, at: now)
                return AdministrationPlace.unit(id).link(["zalozono": "tak"])
            }
        }
    }

    private func change(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .structure)
        let id = try id(context), performer = keeper.performer
        return try await desk.carryOut(
            context, keeper.account, keeper.office, fallback: "od", again: { try await unitForm(request, context, id, $0) }
        ) {
            var reading = FormReading(context.form, today: PolishTime.day(of: context.now))
            let day = reading.day("od", ask: "Podaj dzień, od którego obowiązuje zmiana")
            try reading.finish()
            guard let day else { throw Problems(reading.problems) }
            let (code, name, parent) = (reading.text("symbol"), reading.text("nazwa"), reading.values["nadrzedna"].flatMap { UnitID($0) })
            return { c, now in
                try Organisation.changeUnit(c, id, code: code, name: name, parent: parent, from: day, by: performer, at: now)
                return AdministrationPlace.unit(id).link(["zapisano": "tak"])
            }
        }
    }

    private func closingForm(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .structure)
        let id = try id(context), today = PolishTime.day(of: context.now)
        let frame = try await desk.frame(context, keeper, request, .structure)
        let page = try await keeper.office.database.read { c in
            UnitClosingPage(
                frame: frame, unit: try load(c, id, today: today).unit, openCases: try Cases.unfinished(c, of: [id])[id]?.values.reduce(0, +) ?? 0,
                staff: try Organisation.staff(c, of: id, on: today).map(\.officer.name), form: form, key: OneTimeKey().description)
        }
        return Desk.html(page.render(), status: form.status)
    }

    private func close(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .structure)
        let id = try id(context), performer = keeper.performer
        return try await desk.carryOut(
            context, keeper.account, keeper.office, fallback: "do", again: { try await closingForm(request, context, $0) }
        ) {
            var reading = FormReading(context.form, today: PolishTime.day(of: context.now))
            let day = reading.day("do", ask: "Podaj ostatni dzień komórki")
            let reason = reading.required("powod", "Podaj powód zamknięcia komórki")
            try reading.finish()
            guard let day else { throw Problems(reading.problems) }
            return { c, now in
                let open = try Cases.unfinished(c, of: [id])[id]?.values.reduce(0, +) ?? 0
                guard open == 0 else {
                    throw Problem(.conflict, "Komórka ma sprawy w toku: \(open). Najpierw przekaż je innej komórce w reorganizacji.")
                }
                let code = try Organisation.history(c, unit: id).first?.code.description ?? ""
                try Organisation.closeUnit(c, id, lastDay: day, reason: reason, by: performer, at: now)
                return AdministrationPlace.structure.link(["zamknieto": code])
            }
        }
    }
}
