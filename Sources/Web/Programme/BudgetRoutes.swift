internal import Chancery
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import NIOCore
internal import Office
internal import Programme
internal import Store

/// The books of the programme: read by its people, kept by the leader.
struct BudgetRoutes: Sendable {
    let programme: ProgrammeDesk
    private var desk: Desk { programme.desk }

    func register(on router: RouterGroup<SignedInContext>) {
        func at(_ place: BudgetPlace) -> RouterPath { RouterPath(place.rawValue) }
        router.get(at(.budget)) { request, context in try await show(request, context, FormPart()) }
        router.get(at(.csv)) { _, context in try await csv(context) }
        router.post(at(.expense)) { request, context in try await spend(request, context) }
        router.post(at(.line)) { request, context in try await line(request, context) }
        router.post(at(.task)) { request, context in try await task(request, context) }
        router.post(at(.finish)) { _, context in try await finish(context) }
    }

    private func show(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let worker = try await programme.worker(context.account), offices = try await programme.offices()
        let (lines, expenses, tasks) = try await desk.house.platform.read { (try Budget.lines($0), try Budget.expenses($0), try Budget.tasks($0)) }
        let saved = try FormValues(query: request.uri.query).has("zapisano") && form.errors.isEmpty
        return Desk.html(
            BudgetPage(
                frame: programme.frame(context, .budget), offices: offices, lines: lines, expenses: expenses, tasks: tasks, leads: worker.leads, form: form,
                key: OneTimeKey().description,
                keys: Dictionary(tasks.map { ($0.id, OneTimeKey().description) }, uniquingKeysWith: { first, _ in first }), banner: saved ? "Zapisano." : nil,
                today: PolishTime.day(of: context.now)
            ).render(), status: form.errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func csv(_ context: SignedInContext) async throws -> Response {
        _ = try await programme.worker(context.account)
        let (lines, expenses) = try await desk.house.platform.read { (try Budget.lines($0), try Budget.expenses($0)) }
        func text(_ money: Money) -> String { money.description.replacing(".", with: ",") }
        var bytes: [UInt8] =
            [0xEF, 0xBB, 0xBF]
            + RegisterExport.line(["rodzaj", "pozycja", "nazwa", "plan", "partner", "dzien", "dokument", "opis", "kwota", "dofinansowanie", "wklad_wlasny"])
        for l in lines {
            let spent = expenses.filter { $0.line == l.code }.map(\.amount).sum
            bytes += RegisterExport.line([
                "pozycja", l.code, l.name, text(l.planned), "", "", "", "", text(spent), text(Funding.grant(of: spent)), text(Funding.own(of: spent)),
            ])
        }
        for e in expenses {
            bytes += RegisterExport.line([
                "wydatek", e.line, "", "", e.office.description, e.day.description, e.document, e.words, text(e.amount), text(Funding.grant(of: e.amount)),
                text(Funding.own(of: e.amount)),
            ])
        }
        return Response(
            status: .ok, headers: [.contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename=\"budzet-programu.csv\""],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private func leader(_ context: SignedInContext) async throws { try await programme.worker(context.account).require(leading: true) }

    private func keep(
        _ context: SignedInContext, _ key: OneTimeKey, _ act: @escaping @Sendable (any SQLConnection) throws -> Void
    ) async throws -> Response {
        let account = context.account.id, now = context.now
        let location = try await desk.house.platform.write { c in
            try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                try act(c)
                return BudgetPlace.budget.link(["zapisano": "tak"])
            }
        }
        return .seeOther(location)
    }

    private func again(_ request: Request, _ context: SignedInContext, _ values: FormValues, _ problems: [Problem]) async throws -> Response {
        try await show(request, context, FormPart(values: values.byName, errors: fieldErrors(problems, fallback: "kwota")))
    }

    private func spend(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try await leader(context)
        let (values, uploads) = try await MultipartForm.collect(request, context)
        guard let key = values[FormField.key].flatMap({ OneTimeKey($0) }) else {
            throw Problem(.invalidInput, "Formularz jest niekompletny. Odśwież stronę i wyślij go jeszcze raz.", cause: "one-time key missing")
        }
        let now = context.now, today = PolishTime.day(of: now), performer = context.account.performer
        var problems: [Problem] = []
        let office = try await programme.offices().first { $0.id.description == values["gmina"] }
        if office == nil { problems.append(Problem(.invalidInput, "Wybierz partnera", field: "gmina")) }
        let day = ClerkDate.day(values["dzien"] ?? "", today: today)
        if day.map({ $0 > today }) ?? true { problems.append(Problem(.invalidInput, "Wpisz dzień wydatku, nie późniejszy niż dziś", field: "dzien")) }
        if values["dokument"] == nil { problems.append(Problem(.invalidInput, "Wpisz numer dokumentu", field: "dokument")) }
        let amount = values["kwota"].flatMap { Money($0.filter { !$0.isWhitespace }) }
        if amount.map({ $0 == .zero }) ?? true { problems.append(Problem(.invalidInput, "Wpisz kwotę w złotych, na przykład 1200,50", field: "kwota")) }
        let upload = uploads.first { !$0.bytes.isEmpty }
        if upload == nil { problems.append(Problem(.invalidInput, "Dodaj plik dokumentu", field: "plik")) }
        guard problems.isEmpty, let office, let day, let amount, let upload else { return try await again(request, context, values, problems) }
        let blobs = desk.house.platformBlobs
        let staged = try await blobs.stage(upload.bytes)
        let expense = Expense(
            line: values["pozycja"] ?? "", office: office.id, day: day, document: values["dokument"] ?? "", words: values["opis"] ?? "", amount: amount,
            fileName: String(upload.head.name.prefix(200)), file: staged.hash)
        do {
            return try await keep(context, key) { c in
                _ = try blobs.record(c, staged, mediaType: "application/octet-stream", at: now)
                try Budget.add(c, expense, by: performer, at: now)
            }
        } catch let problem as Problem where problem.field != nil {
            return try await again(request, context, values, [problem])
        }
    }

    private func line(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try await leader(context)
        let form = context.form, key = try context.oneTimeKey(), now = context.now, performer = context.account.performer
        var problems: [Problem] = []
        if form["kod"] == nil { problems.append(Problem(.invalidInput, "Wpisz numer pozycji", field: "kod")) }
        if form["nazwa"] == nil { problems.append(Problem(.invalidInput, "Wpisz nazwę pozycji", field: "nazwa")) }
        let planned = form["plan"].flatMap { Money($0.filter { !$0.isWhitespace }) }
        if planned.map({ $0 < .zero }) ?? true { problems.append(Problem(.invalidInput, "Wpisz plan w złotych, na przykład 120000", field: "plan")) }
        guard problems.isEmpty, let planned else { return try await again(request, context, form, problems) }
        let line = BudgetLine(String((form["kod"] ?? "").prefix(20)), String((form["nazwa"] ?? "").prefix(200)), planned: planned)
        do {
            return try await keep(context, key) { try Budget.add($0, line, by: performer, at: now) }
        } catch let problem as Problem where problem.field != nil {
            return try await again(request, context, form, [problem])
        }
    }

    private func task(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try await leader(context)
        let form = context.form, key = try context.oneTimeKey(), now = context.now, performer = context.account.performer
        var problems: [Problem] = []
        if form["zadanie"] == nil { problems.append(Problem(.invalidInput, "Wpisz nazwę zadania", field: "zadanie")) }
        let due = ClerkDate.day(form["termin"] ?? "", today: PolishTime.day(of: now))
        if due == nil { problems.append(Problem(.invalidInput, "Wpisz termin, na przykład 12.03.2026", field: "termin")) }
        guard problems.isEmpty, let due else { return try await again(request, context, form, problems) }
        let task = ProgrammeTask(name: String((form["zadanie"] ?? "").prefix(200)), isMilestone: form["kamien"] == "tak", due: due)
        return try await keep(context, key) { try Budget.add($0, task, by: performer, at: now) }
    }

    private func finish(_ context: SignedInContext) async throws -> Response {
        try await leader(context)
        guard let id = context.form["zadanie"].flatMap({ Int64($0) }) else { throw Problem(.notFound, "Nie ma takiego zadania.") }
        let now = context.now, performer = context.account.performer
        return try await keep(context, try context.oneTimeKey()) { try Budget.finish($0, task: id, on: PolishTime.day(of: now), by: performer, at: now) }
    }
}
