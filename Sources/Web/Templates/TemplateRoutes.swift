internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// The office's templates: list, change with a view of what changes, versions.
struct TemplateRoutes: Sendable {
    let desk: Desk

    func register(on router: RouterGroup<SignedInContext>) {
        typealias P = TemplatePlace.Pattern
        router.get(P.list.route) { request, context in try await list(request, context) }
        router.get(P.new.route) { request, context in try await form(request, context, nil) }
        router.post(P.new.route) { request, context in try await save(request, context, nil) }
        router.get(P.template.route) { request, context in try await form(request, context, try id(context)) }
        router.post(P.template.route) { request, context in try await save(request, context, try id(context)) }
        router.get(P.versions.route) { request, context in try await versions(request, context) }
    }

    private func id(_ context: SignedInContext) throws -> LetterTemplateID { LetterTemplateID(try context.number("id")) }

    /// Administrators, and the coordinator of the chancery's work.
    private func editor(_ request: Request, _ context: SignedInContext) async throws -> (office: OfficeHouse, acting: ActingOfficer, frame: DeskFrame) {
        let account = context.account
        if account.may(.workInOffice) {
            let worker = try await desk.officer(request, account, at: context.now)
            if worker.rights.decide(.editFilePlan).isAllowed {
                return (worker.office, worker.acting, try await desk.frame(context, account, request, .templates, worker: worker))
            }
        }
        try context.require(.manageUsers)
        // An administrator holds no post; his account stands for him.
        let acting = ActingOfficer(officer: OfficerID(0), name: account.displayName, post: account.post, unit: UnitID(0), account: account.performer.id)
        return (try await desk.house.office(account.office), acting, try await desk.frame(context, account, request, .templates))
    }

    private func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let (office, _, frame) = try await editor(request, context)
        let templates = try await office.database.read { try LetterTemplates.list($0) }
        let saved = try FormValues(query: request.uri.query).has("zapisano")
        let page = TemplateListPage(frame: frame, templates: templates, banner: saved ? Banner("Zapisano szablon.") : nil, today: PolishTime.day(of: context.now))
        return Desk.html(page.render())
    }

    private func template(_ office: OfficeHouse, _ id: LetterTemplateID) async throws -> LetterTemplate {
        guard let found = try await office.database.read({ try LetterTemplates.find($0, id) }) else { throw Problem(.notFound, "Nie ma takiego szablonu.") }
        return found
    }

    private func form(_ request: Request, _ context: SignedInContext, _ id: LetterTemplateID?) async throws -> Response {
        let (office, _, frame) = try await editor(request, context)
        let template = if let id { try await template(office, id) } else { nil as LetterTemplate? }
        let c = template?.content
        let form = FormPart(values: [
            "nazwa": c?.name ?? "", "rodzaj": (c?.kind ?? .notice).rawValue, "klasy": c?.classes.joined(separator: ", ") ?? "", "tytul": c?.title ?? "",
            "tekst": c?.body ?? "", "wzor": c?.isDemonstration == true ? "tak" : "",
            "wazny-od": PolishTypography.short(c?.validFrom ?? PolishTime.day(of: context.now)), "wazny-do": c?.validTo.map { PolishTypography.short($0) } ?? "",
        ])
        return Desk.html(
            TemplatePage(frame: frame, template: template, form: form, preview: c.flatMap { TemplateRoutes.example($0) }, key: OneTimeKey().description).render())
    }

    /// The wording filled with the examples of its fields.
    static func example(_ content: LetterTemplateContent) -> String? {
        let values = Dictionary(MergeField.all.map { ($0.name, $0.example) }) { first, _ in first }
        return try? MergeText(content.body).merged(values).text
    }

    private func read(_ values: FormValues, today: Day) -> (content: LetterTemplateContent, problems: [Problem]) {
        var problems: [Problem] = []
        func day(_ name: String) -> Day? {
            guard let text = values[name] else { return nil }
            let day = ClerkDate.day(text, today: today)
            if day == nil { problems.append(Problem(.invalidInput, "Tej daty nie da się odczytać. Wpisz na przykład 12.03.2026", field: name)) }
            return day
        }
        let from = day("wazny-od"), to = day("wazny-do")
        let content = LetterTemplateContent(
            name: values["nazwa"] ?? "", kind: values["rodzaj"].flatMap { LetterTemplateKind(rawValue: $0) } ?? .other,
            classes: (values["klasy"] ?? "").split { $0 == "," || $0.isWhitespace }.map(String.init), title: values["tytul"] ?? "", body: values.typed("tekst"),
            isDemonstration: values["wzor"] == "tak", validFrom: from ?? today, validTo: to)
        return (content, problems)
    }

    private func save(_ request: Request, _ context: SignedInContext, _ id: LetterTemplateID?) async throws -> Response {
        let (office, acting, frame) = try await editor(request, context)
        let now = context.now, today = PolishTime.day(of: now)
        let template = if let id { try await template(office, id) } else { nil as LetterTemplate? }
        let (content, dates) = read(context.form, today: today)
        func again(_ problems: [Problem], status: HTTPResponse.Status) -> Response {
            let values = context.form.byName
            let page = TemplatePage(
                frame: frame, template: template, form: FormPart(values: values, errors: fieldErrors(LetterDraftForm.onThePage(problems), fallback: "tekst")),
                preview: TemplateRoutes.example(content), difference: template.map { LetterTemplates.difference($0.content, content).body },
                key: OneTimeKey().description)
            return Desk.html(page.render(), status: status)
        }
        if context.form["czyn"] == "podglad" { return again(dates + content.problems, status: .ok) }
        guard dates.isEmpty else { return again(dates, status: .unprocessableContent) }
        let key = try context.oneTimeKey(), version = try context.version(), account = context.account.id, note = context.form["opis"] ?? ""
        do {
            let location = try await office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    if let id {
                        try LetterTemplates.change(c, id, base: Int(version), to: content, note: note, by: acting, at: now)
                    } else {
                        try LetterTemplates.create(c, content, by: acting, at: now)
                    }
                    return TemplatePlace.list.link(["zapisano": "tak"])
                }
            }
            return .seeOther(location)
        } catch let found as Problems {
            return again(found.all, status: .unprocessableContent)
        } catch let problem as Problem where problem.code == .conflict {
            return again([problem], status: .unprocessableContent)
        }
    }

    private func versions(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let (office, _, frame) = try await editor(request, context)
        let id = try id(context)
        let values = try FormValues(query: request.uri.query)
        let all = try await office.database.read { try LetterTemplates.versions($0, id) }
        guard let newest = all.first else { throw Problem(.notFound, "Nie ma takiego szablonu.") }
        let right = values["do"].flatMap { Int($0) }.flatMap { n in all.first { $0.version.number == n } } ?? newest
        let left =
            values["od"].flatMap { Int($0) }.flatMap { n in all.first { $0.version.number == n } } ?? all.first { $0.version.number == right.version.number - 1 } ?? right
        return Desk.html(TemplateVersionsPage(frame: frame, versions: all, left: left, right: right, today: PolishTime.day(of: context.now)).render())
    }
}
