internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// The file plan: versions, tree, import, the demonstration plan, looking up.
struct FilePlanRoutes: Sendable {
    let desk: Desk

    func register(signedIn: RouterGroup<SignedInContext>, officers: RouterGroup<OfficerContext>) {
        typealias P = FilePlanPlace.Pattern
        signedIn.get(P.plan.route) { request, context in try await plan(request, context) }
        signedIn.get(P.importing.route) { request, context in try await importForm(request, context, FormPart()) }
        signedIn.post(P.importing.route) { request, context in try await check(request, context) }
        signedIn.post(P.apply.route) { request, context in try await apply(request, context) }
        signedIn.post(P.demonstration.route) { request, context in try await demonstration(request, context) }
        officers.get(P.search.route) { request, context in try await search(request, context) }
        officers.get(P.lookUp.route) { request, context in try await ClassRoutes(desk: desk).lookUp(request, context) }
        officers.post(P.favourite.route) { request, context in try await favourite(request, context) }
        ClassRoutes(desk: desk).register(on: signedIn)
    }

    private func plan(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .filePlanView)
        let query = try FormValues(query: request.uri.query)
        let today = PolishTime.day(of: context.now), words = query["szukane"] ?? "", under = query["w"].flatMap { ClassSymbol($0) }
        let frame = try await desk.frame(context, keeper, request, .filePlan)
        let mayEdit = keeper.may(.filePlan), demo = desk.house.layout.isDemonstration
        let page = try await keeper.office.database.read { c in
            let versions = try FilePlan.versions(c)
            // Before the first version is in force, it can be looked at all the same.
            let current = try FilePlan.version(c, on: today)
            let shown = current ?? versions.last?.id
            var classes: [PlanClass] = []
            var parent: PlanClass?
            if let shown {
                if words.isEmpty {
                    parent = try under.flatMap { try FilePlan.find(c, $0, on: today) }
                    classes = try FilePlan.children(c, shown, of: under)
                } else {
                    classes = try FilePlan.search(c, words, on: today, limit: 50).map(\.planClass)
                }
            }
            return FilePlanPage(
                frame: frame, versions: versions, current: current, today: today, classes: classes, parent: parent, words: words, mayEdit: mayEdit,
                offersDemonstration: demo, demonstrationKey: OneTimeKey().description,
                banner: query.has("wprowadzono") ? Banner("Wprowadzono nową wersję wykazu.") : nil)
        }
        return Desk.html(page.render())
    }

    // MARK: import

    private func importForm(
        _ request: Request, _ context: SignedInContext, _ form: FormPart, preview: PlanImportPage.Preview? = nil
    ) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .filePlan)
        let page = PlanImportPage(frame: try await desk.frame(context, keeper, request, .filePlan), preview: preview, form: form, key: OneTimeKey().description)
        return Desk.html(page.render(), status: form.status)
    }

    /// Reads the file and shows what it would change; nothing is kept.
    private func check(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .filePlan)
        var limits = MultipartLimits.standard
        (limits.files, limits.fileBytes, limits.fieldBytes) = (1, 512 * 1024, 512 * 1024)
        let (values, files) = try await MultipartForm.collect(request, context, limits: limits)
        let typed = values.typed("tekst")
        let bytes = files.first.map(\.bytes).flatMap { $0.isEmpty ? nil : $0 } ?? Array(typed.utf8)
        guard !bytes.isEmpty else { return try await importForm(request, context, FormPart(errors: ["plik": "Dodaj plik CSV albo wklej wiersze"])) }
        return try await preview(request, context, keeper, bytes, FormPart(values: ["tekst": typed, "nazwa": "Jednolity rzeczowy wykaz akt"]))
    }

    private func preview(
        _ request: Request, _ context: SignedInContext, _ keeper: OfficeKeeper, _ bytes: [UInt8], _ form: FormPart
    ) async throws -> Response {
        var form = form
        do {
            let plan = try FilePlanImport(csv: bytes)
            let difference = try await keeper.office.database.read { try FilePlan.preview($0, plan) }
            if form.value("od").isEmpty, form.errors.isEmpty { form.values["od"] = PolishTypography.short(PolishTime.day(of: context.now).adding(days: 1)) }
            return try await importForm(
                request, context, form,
                preview: PlanImportPage.Preview(
                    difference: difference, classCount: plan.entries.count, errors: plan.errors, warnings: plan.warnings, csv: String(decoding: bytes, as: UTF8.self)))
        } catch let problem as Problem where problem.code == .invalidInput {
            form.errors = ["plik": problem.message]
            return try await importForm(request, context, form)
        }
    }

    private func apply(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .filePlan)
        let values = context.form, performer = keeper.performer
        if values["krok"] == "sprawdz" {
            return try await preview(
                request, context, keeper, Array(values.typed("tekst").utf8), FormPart(values: ["tekst": values.typed("tekst"), "nazwa": "Jednolity rzeczowy wykaz akt"]))
        }
        let csv = Array(values.typed("csv").utf8)
        return try await desk.carryOut(
            context, keeper.account, keeper.office, fallback: "od",
            again: { form in
                var shown = form
                shown.values["csv"] = nil
                return try await preview(request, context, keeper, csv, shown)
            }
        ) {
            var reading = FormReading(values, today: PolishTime.day(of: context.now))
            let day = reading.day("od", ask: "Podaj dzień, od którego obowiązuje wykaz")
            let name = reading.required("nazwa", "Nazwij wykaz"), basis = reading.required("podstawa", "Podaj podstawę: przepis, numer zarządzenia albo zgodę archiwum")
            try reading.finish()
            guard let day else { throw Problems(reading.problems) }
            let plan = try FilePlanImport(csv: csv)
            return { c, now in
                try FilePlan.apply(c, plan, name: name, from: day, basis: basis, by: performer, at: now)
                return FilePlanPlace.plan.link(["wprowadzono": "tak"])
            }
        }
    }

    /// Loads the invented plan; only a house of invented people has the button, and only there it works.
    private func demonstration(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .filePlan)
        guard desk.house.layout.isDemonstration else {
            throw Problem(.forbidden, "Wykaz przykładowy jest tylko dla pokazu. W prawdziwym urzędzie wczytaj wykaz z rozporządzenia.")
        }
        let performer = keeper.performer, today = PolishTime.day(of: context.now)
        return try await desk.carryOut(context, keeper.account, keeper.office, fallback: "plik", again: { try await importForm(request, context, $0) }) {
            let plan = try DemonstrationPlan.plan()
            return { c, now in
                guard try FilePlan.versions(c).isEmpty else {
                    throw Problem(.conflict, "Urząd ma już wykaz akt. Wykaz przykładowy wczytuje się tylko do pustego urzędu.")
                }
                try FilePlan.apply(
                    c, plan, name: DemonstrationPlan.name, from: today, basis: DemonstrationPlan.basis, isDemonstration: true, by: performer, at: now)
                for unit in try Organisation.tree(c, on: today).units { try FilePlan.permit(c, unit.id, [FilePlan.everyClass], by: performer, at: now) }
                return FilePlanPlace.plan.link(["wprowadzono": "tak"])
            }
        }
    }

    // MARK: looking up

    private func search(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let words = try FormValues(query: request.uri.query)["szukane"] ?? ""
        let today = PolishTime.day(of: context.now), unit = worker.acting.unit, officer = worker.rights.officer
        let frame = try await desk.frame(context, worker, request, .planSearch)
        let page = try await worker.office.database.read { c in
            let own = try FilePlan.favourites(c, by: officer, unit: unit, on: today)
            let known = Set(own.map(\.planClass.symbol))
            func lines(_ hits: [ClassHit]) -> [PlanSearchPage.Line] {
                hits.map { PlanSearchPage.Line(hit: $0, isFavourite: known.contains($0.planClass.symbol), key: OneTimeKey().description) }
            }
            let version = try FilePlan.version(c, on: today)
            return PlanSearchPage(
                frame: frame, words: words, found: words.isEmpty ? [] : lines(try FilePlan.search(c, words, unit: unit, on: today, limit: 30)),
                own: lines(own), favourites: lines(try FilePlan.favourites(c, of: unit, on: today)),
                recent: lines(try FilePlan.recent(c, by: officer, unit: unit, on: today)), unit: worker.rights.tree.code(of: unit), hasPlan: version != nil,
                isDemonstration: try FilePlan.versions(c).first { $0.id == version }?.isDemonstration ?? false)
        }
        return Desk.html(page.render())
    }

    /// Puts a class among the officer's own favourites or those of his unit, or takes it off.
    private func favourite(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let form = context.form
        guard let symbol = form["symbol"].flatMap({ ClassSymbol($0) }) else { throw Problem(.invalidInput, "Wybierz klasę z listy.") }
        let key = try context.oneTimeKey(), account = context.account.id, now = context.now, unit = worker.acting.unit, officer = worker.rights.officer
        let today = PolishTime.day(of: now), isFavourite = form["ulubiona"] == "tak", isUnits = form["czyja"] == FavouriteButton.units
        let back = FavouriteButton.Return(rawValue: form["wroc"] ?? "") ?? .search
        let location = try await worker.office.database.write { c in
            try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                if isUnits {
                    try FilePlan.setFavourite(c, symbol, of: unit, isFavourite)
                } else {
                    try FilePlan.setFavourite(c, symbol, by: officer, isFavourite, on: today)
                }
                switch back {
                case .search: return FilePlanPlace.search.link(["szukane": form["szukane"]])
                case .lookUp: return FilePlanPlace.lookUp(symbol).link(["ulubiona": isFavourite ? "tak" : "nie"])
                case .keeper: return FilePlanPlace.planClass(symbol).link(["ulubiona": isFavourite ? "tak" : "nie"])
                }
            }
        }
        return .seeOther(location)
    }
}
