internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// One class of the plan and the matrix of units and classes.
struct ClassRoutes: Sendable {
    let desk: Desk

    func register(on router: RouterGroup<SignedInContext>) {
        typealias P = FilePlanPlace.Pattern
        router.get(P.planClass.route) { request, context in try await planClass(request, context) }
        for (pattern, kind) in [(P.mode, ClassFormKind.mode), (.settings, .settings), (.wording, .wording)] {
            router.get(pattern.route) { request, context in try await form(request, context, kind, nil) }
        }
        router.post(P.mode.route) { request, context in try await decideMode(request, context) }
        router.post(P.settings.route) { request, context in try await set(request, context) }
        router.post(P.wording.route) { request, context in try await amend(request, context) }
        router.get(P.newClass.route) { request, context in try await form(request, context, .added, nil) }
        router.post(P.newClass.route) { request, context in try await amend(request, context) }
        router.get(P.matrix.route) { request, context in try await matrix(request, context) }
        router.post(P.matrix.route) { request, context in try await permit(request, context) }
    }

    private func symbol(_ context: SignedInContext) throws -> ClassSymbol {
        guard let symbol = context.parameters.get("symbol").flatMap({ ClassSymbol(String($0)) }) else { throw Problem(.notFound, "Nie ma takiej klasy.") }
        return symbol
    }

    private func load(_ c: any SQLConnection, _ symbol: ClassSymbol, today: Day) throws -> PlanClass {
        if let found = try FilePlan.find(c, symbol, on: today) { return found }
        // A version that will be in force later can be prepared.
        if let version = try FilePlan.versions(c).first, let found = try FilePlan.classes(c, version.id).first(where: { $0.symbol == symbol }) { return found }
        throw Problem(.notFound, "W wykazie akt nie ma klasy \(symbol).")
    }

    private func planClass(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .filePlanView)
        let frame = try await desk.frame(context, keeper, request, .filePlan)
        var page = try await classPage(
            keeper.office, frame, try symbol(context), worker: keeper.worker, banner: try Self.banner(request), on: PolishTime.day(of: context.now))
        page.mayEdit = keeper.may(.filePlan)
        return Desk.html(page.render())
    }

    /// The same page for whoever looks a class up.
    func lookUp(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        guard let symbol = context.parameters.get("symbol").flatMap({ ClassSymbol(String($0)) }) else { throw Problem(.notFound, "Nie ma takiej klasy.") }
        let frame = try await desk.frame(context, worker, request, .planSearch)
        var page = try await classPage(worker.office, frame, symbol, worker: worker, banner: try Self.banner(request), on: PolishTime.day(of: context.now))
        page.isLookUp = true
        return Desk.html(page.render())
    }

    private static func banner(_ request: Request) throws -> Banner? {
        let query = try FormValues(query: request.uri.query)
        if query.has("zapisano") { return Banner("Zapisano zmianę.") }
        return query["ulubiona"].map { Banner($0 == "tak" ? "Dodano klasę do ulubionych." : "Usunięto klasę z ulubionych.") }
    }

    private func classPage(
        _ office: OfficeHouse, _ frame: DeskFrame, _ symbol: ClassSymbol, worker: OfficerAtWork?, banner: Banner?, on today: Day
    ) async throws -> ClassPage {
        try await office.database.read { c in
            let one = try load(c, symbol, today: today)
            let tree = try Organisation.tree(c, on: today)
            var page = ClassPage(
                frame: frame, planClass: one, path: try symbol.ancestors.compactMap { try FilePlan.find(c, $0, on: today) },
                children: try FilePlan.children(c, one.version, of: symbol), mode: try FilePlan.mode(c, of: symbol, on: today),
                history: try FilePlan.modeHistory(c, of: symbol), setting: try FilePlan.setting(c, of: symbol),
                settling: try FilePlan.setting(c, of: symbol).settling(on: today),
                hasOwnSetting: try FilePlan.ownSetting(c, symbol) != nil,
                units: try FilePlan.unitsPermitted(c, symbol).map { tree.code(of: $0) }.sorted(), mayEdit: false, banner: banner)
            if let worker {
                let unit = worker.acting.unit
                page.favourites = ClassPage.Favourites(
                    isOwn: try FilePlan.favourites(c, by: worker.rights.officer, on: today).contains { $0.planClass.symbol == symbol }, ownKey: OneTimeKey().description,
                    isUnits: try FilePlan.favourites(c, of: unit, on: today).contains { $0.planClass.symbol == symbol }, unitKey: OneTimeKey().description,
                    unit: tree.code(of: unit))
            }
            return page
        }
    }

    private func form(_ request: Request, _ context: SignedInContext, _ kind: ClassFormKind, _ again: FormPart?) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .filePlan)
        let today = PolishTime.day(of: context.now), day = PolishTypography.short(today)
        let symbol = kind == .added ? nil : try symbol(context)
        let frame = try await desk.frame(context, keeper, request, .filePlan)
        let page = try await keeper.office.database.read { c in
            guard let symbol else {
                return ClassFormPage(
                    frame: frame, kind: kind, planClass: nil, before: [], form: again ?? FormPart(values: ["od": PolishTypography.short(today.adding(days: 1))]),
                    key: OneTimeKey().description)
            }
            let one = try load(c, symbol, today: today)
            let mode = try FilePlan.mode(c, of: symbol, on: today), setting = try FilePlan.setting(c, of: symbol)
            var before: [(label: String, value: String)] = []
            var values: [String: String] = [:]
            switch kind {
            case .mode:
                before = [("Sposób", mode.polishName)]
                values = ["decyzja": day, "od": day, "tryb": "EZD"]
                switch mode {
                case .electronic: break
                case .paper: values["tryb"] = "PAPIER"
                case .dedicated(let system):
                    values["tryb"] = "DEDYKOWANY"
                    values["system"] = system
                }
            case .settings:
                before = [
                    ("Rodzaj spraw", setting.kind?.polishName ?? "nie ustalono"), ("Termin", ClassWording.settling(setting.settling(on: today))),
                    ("Dostęp", setting.access?.polishName ?? "nie ustalono"),
                    ("KPA", setting.isKPA ? "tak" : "nie"), ("Metryka", setting.needsMetryka ? "tak" : "nie"),
                ]
                values = [
                    "rodzaj": setting.kind?.rawValue ?? "", "termin": setting.term.map { ClassWording.term($0) } ?? "", "dostep": setting.access?.rawValue ?? "",
                    "kpa": setting.isKPA ? "tak" : "",
                    "metryka": setting.needsMetryka ? "tak" : "",
                ]
            case .wording, .added:
                before = [("Hasło", one.title), ("Kategoria", one.category?.description ?? "brak")]
                values = [
                    "haslo": one.title, "kategoria": one.category?.description ?? "", "uwagi": one.entry.notes, "synonimy": one.entry.synonyms.joined(separator: ", "),
                    "od": PolishTypography.short(today.adding(days: 1)),
                ]
            }
            return ClassFormPage(frame: frame, kind: kind, planClass: one, before: before, form: again ?? FormPart(values: values), key: OneTimeKey().description)
        }
        return Desk.html(page.render(), status: page.form.status)
    }

    private func decideMode(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .filePlan)
        let symbol = try symbol(context), performer = keeper.performer
        return try await desk.carryOut(context, keeper.account, keeper.office, fallback: "od", again: { try await form(request, context, .mode, $0) }) {
            var reading = FormReading(context.form, today: PolishTime.day(of: context.now))
            let system = reading.text("system")
            let mode = reading.choice("tryb", "Wybierz sposób prowadzenia") { text -> ClassMode? in
                text == "DEDYKOWANY" ? .dedicated(system: system) : ClassMode(text)
            }
            let decided = reading.day("decyzja", ask: "Podaj datę decyzji"), from = reading.day("od", ask: "Podaj dzień, od którego obowiązuje")
            try reading.finish()
            guard let mode, let decided, let from else { throw Problems(reading.problems) }
            let decision = ModeDecision(
                mode, from: from, reason: reading.values["powod"].flatMap(ModeReason.init(rawValue:)), legalBasis: reading.text("podstawa"), decidedOn: decided)
            return { c, now in
                try FilePlan.decide(c, symbol, decision, by: performer, at: now)
                return FilePlanPlace.planClass(symbol).link(["zapisano": "tak"])
            }
        }
    }

    private func set(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .filePlan)
        let symbol = try symbol(context), performer = keeper.performer
        return try await desk.carryOut(context, keeper.account, keeper.office, fallback: "termin", again: { try await form(request, context, .settings, $0) }) {
            var reading = FormReading(context.form, today: PolishTime.day(of: context.now))
            var setting = ClassSetting(isKPA: reading.isTicked("kpa"), needsMetryka: reading.isTicked("metryka"))
            if reading.values["termin"] != nil { setting.term = reading.choice("termin", "Wpisz termin, na przykład 30 dni albo 1 miesiąc") { ClassTerm($0) } }
            setting.kind = reading.values["rodzaj"].flatMap { StatutoryTermKind(rawValue: $0) }
            setting.access = reading.values["dostep"].flatMap { Access(rawValue: $0) }
            try reading.finish()
            let decided = setting
            return { c, now in
                try FilePlan.set(c, symbol, decided, by: performer, at: now)
                return FilePlanPlace.planClass(symbol).link(["zapisano": "tak"])
            }
        }
    }

    /// A class reworded or added makes the next version of the plan.
    private func amend(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .filePlan)
        let performer = keeper.performer
        let known = context.parameters.get("symbol") == nil ? nil : try symbol(context)
        let kind: ClassFormKind = known == nil ? .added : .wording
        return try await desk.carryOut(context, keeper.account, keeper.office, fallback: "od", again: { try await form(request, context, kind, $0) }) {
            var reading = FormReading(context.form, today: PolishTime.day(of: context.now))
            let symbol = known ?? reading.choice("symbol", "Symbol klasy to same cyfry, na przykład 6132") { ClassSymbol($0) }
            let title = reading.required("haslo", "Wpisz hasło klasy")
            var category: ArchivalCategory?
            if reading.values["kategoria"] != nil { category = reading.choice("kategoria", "Wpisz A, B5, BE10, Bc albo B*") { ArchivalCategory($0) } }
            let day = reading.day("od", ask: "Podaj dzień nowej wersji"), basis = reading.required("podstawa", "Podaj podstawę zmiany")
            try reading.finish()
            guard let symbol, let day else { throw Problems(reading.problems) }
            let synonyms = reading.text("synonimy").split(whereSeparator: { ",;\n".contains($0) }).map { String($0).trimmingWhiteSpace }.filter { !$0.isEmpty }
            let entry = PlanEntry(symbol, title, category: category, notes: reading.text("uwagi"), synonyms: synonyms)
            return { c, now in
                if known == nil, let last = try FilePlan.versions(c).first, try FilePlan.classes(c, last.id).contains(where: { $0.symbol == symbol }) {
                    throw Problems([Problem(.conflict, "Klasa \(symbol) już jest w wykazie. Zmień ją na jej stronie", field: "symbol")])
                }
                try FilePlan.amend(c, changed: [entry], from: day, basis: basis, by: performer, at: now)
                return FilePlanPlace.planClass(symbol).link(["zapisano": "tak"])
            }
        }
    }

    // MARK: units and classes

    private func rows(_ c: any SQLConnection, under parent: ClassSymbol?, today: Day) throws -> [PermitMatrixPage.Row] {
        guard let version = try FilePlan.version(c, on: today) ?? FilePlan.versions(c).last?.id else {
            throw Problem(.conflict, "Urząd nie ma jeszcze wykazu akt. Wczytaj go najpierw.")
        }
        let classes = try FilePlan.children(c, version, of: parent).map { PermitMatrixPage.Row(symbol: $0.symbol.description, title: $0.label, isLeaf: $0.isLeaf) }
        return parent == nil ? [PermitMatrixPage.Row(symbol: FilePlan.everyClass, title: "Wszystkie klasy", isLeaf: true)] + classes : classes
    }

    private func matrix(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .filePlan)
        let query = try FormValues(query: request.uri.query), today = PolishTime.day(of: context.now), parent = query["w"].flatMap { ClassSymbol($0) }
        let frame = try await desk.frame(context, keeper, request, .filePlan)
        let page = try await keeper.office.database.read { c in
            PermitMatrixPage(
                frame: frame, units: try Organisation.tree(c, on: today).units, rows: try rows(c, under: parent, today: today), permits: try FilePlan.allPermits(c),
                parent: parent, key: OneTimeKey().description, banner: query.has("zapisano") ? Banner("Zapisano, kto zakłada sprawy.") : nil)
        }
        return Desk.html(page.render())
    }

    /// Only what was shown is changed: permits of other levels stay.
    private func permit(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .filePlan)
        let performer = keeper.performer, today = PolishTime.day(of: context.now), parent = context.form["w"].flatMap { ClassSymbol($0) }
        let ticked = Set(context.form.all("prawo"))
        return try await desk.carryOut(context, keeper.account, keeper.office, fallback: "prawo", again: { _ in try await matrix(request, context) }) {
            return { c, now in
                let shown = Set(try rows(c, under: parent, today: today).map(\.symbol))
                let all = try FilePlan.allPermits(c)
                for unit in try Organisation.tree(c, on: today).units {
                    let before = all[unit.id] ?? []
                    let chosen = Set(shown.filter { ticked.contains("\(unit.id)~\($0)") })
                    let after = before.subtracting(shown).union(chosen)
                    if after != before { try FilePlan.permit(c, unit.id, after, by: performer, at: now) }
                }
                return FilePlanPlace.matrix.link(["w": parent?.description, "zapisano": "tak"])
            }
        }
    }
}
