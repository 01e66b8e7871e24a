internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import NIOCore
internal import Office
internal import Store

/// Registers and reports of a point, on the screen and as files.
struct PointRoutes: Sendable {
    let point: PointDesk
    private var identity: RegionalIdentity { point.identity }
    static let pageSize = 100

    func register(on router: RouterGroup<SignedInContext>) {
        typealias P = PointPlace.Pattern
        router.get(P.register.route) { request, context in try await register(request, context) }
        router.get(P.registerCSV.route) { request, context in try await registerCSV(request, context) }
        router.get(P.report.route) { request, context in try await report(request, context, asCSV: false) }
        router.get(P.reportCSV.route) { request, context in try await report(request, context, asCSV: true) }
        router.get(P.events.route) { request, context in try await events(request, context) }
    }

    private struct Period {
        var from: Day
        var to: Day
        var form: FormPart
        var query: FormValues
        /// The typed days, for links.
        var typed: KeyValuePairs<String, String?> { ["od": from.description, "do": to.description] }
    }

    private func period(_ request: Request, _ context: SignedInContext) throws -> Period {
        let values = try FormValues(query: request.uri.query), today = PolishTime.day(of: context.now)
        var reading = FormReading(values, today: today)
        let from = reading.day("od") ?? today.adding(days: -30), to = reading.day("do") ?? today
        var form = FormPart(values, reading.problems, fallback: "od")
        if form.errors["od"] == nil { form.values["od"] = PolishTypography.short(from) }
        if form.errors["do"] == nil { form.values["do"] = PolishTypography.short(to) }
        return Period(from: from, to: to, form: form, query: values)
    }

    private func register(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.readsRegister }
        let period = try period(request, context), id = worker.point.id, identity = identity
        let after = period.query["po"].flatMap { ServiceActID($0) }
        let entries = try await identity.platform.read { c in
            try identity.reports.register(c, id, from: period.from, to: period.to, after: after, limit: Self.pageSize + 1)
        }
        let shown = Array(entries.prefix(Self.pageSize))
        let next =
            entries.count > Self.pageSize
            ? PointPlace.register.link(["od": period.from.description, "do": period.to.description, "po": shown.last?.act.description]) : nil
        let page = PointTablePage(
            frame: try await point.frame(context, request, worker), standing: worker.standing, current: .register, action: PointPlace.register.link,
            table: PointReports.table(shown), links: shown.map { PointPlace.record($0.act).link }, csvLink: PointPlace.registerCSV.link(period.typed),
            nextLink: next, notes: [], form: period.form)
        return Desk.html(page.render(), status: period.form.status)
    }

    private func csv(_ table: ReportTable, _ name: String) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename=\"\(name).csv\"", .cacheControl: "private, no-store",
            ], body: .init(byteBuffer: ByteBuffer(bytes: [0xEF, 0xBB, 0xBF] + Array(table.csv.utf8))))
    }

    private func registerCSV(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.readsRegister }
        let period = try period(request, context), id = worker.point.id, identity = identity
        guard period.form.errors.isEmpty else { throw Problem(.invalidInput, "Popraw dni i pobierz plik jeszcze raz.") }
        var all: [PointReports.Entry] = []
        while all.count < 20_000 {
            let after = all.last?.act
            let part = try await identity.platform.read { c in try identity.reports.register(c, id, from: period.from, to: period.to, after: after) }
            all += part
            if part.count < 500 { break }
        }
        // Taking the register out is itself an act that the journal keeps.
        let count = all.count, now = context.now, performer = worker.account.performer
        try await identity.platform.write { c in
            try Journal.append(c, JournalEntry(actor: performer.id, act: "point-register-exported", object: "punkt:\(id)", after: "\(count)"), at: now)
        }
        return csv(PointReports.table(all), "rejestr-punktu")
    }

    private func report(_ request: Request, _ context: SignedInContext, asCSV: Bool) async throws -> Response {
        let worker = try await point.worker(context) { $0.readsReports }
        let period = try period(request, context), place = worker.point, identity = identity
        let summary = try await identity.platform.read { c in try identity.reports.summary(c, place, from: period.from, to: period.to) }
        let table = PointReports.table(summary, from: period.from, to: period.to)
        if asCSV { return csv(table, "sprawozdanie-punktu") }
        var notes: [String] = []
        if !summary.withoutPaper.isEmpty { notes.append("Brak papieru w archiwum: \(summary.withoutPaper.prefix(20).joined(separator: ", ")).") }
        if !summary.outOfHours.isEmpty { notes.append("Czynności poza godzinami punktu: \(summary.outOfHours.prefix(20).joined(separator: ", ")).") }
        if !summary.unusual.isEmpty { notes.append("Nietypowo dużo czynności: \(summary.unusual.joined(separator: ", ")).") }
        let page = PointTablePage(
            frame: try await point.frame(context, request, worker), standing: worker.standing, current: .report, action: PointPlace.report.link, table: table,
            links: [], csvLink: PointPlace.reportCSV.link(period.typed), nextLink: nil, notes: notes, form: period.form)
        return Desk.html(page.render(), status: period.form.status)
    }

    private func events(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.readsReports }
        let period = try period(request, context), id = worker.point.id, identity = identity
        let before = period.query["przed"].flatMap { Int64($0) }
        let found = try await identity.platform.read { c in
            try PointEvents.list(c, id, from: period.from, to: period.to, limit: Self.pageSize + 1, before: before)
        }
        let shown = Array(found.prefix(Self.pageSize))
        let names = Dictionary(
            try await point.desk.accounts.list(office: worker.account.office).map { ($0.performer.id, $0.displayName) }, uniquingKeysWith: { first, _ in first })
        let table = ReportTable(
            title: "Zdarzenia: odmówione czynności", columns: ["Kiedy", "Kto", "Co", "Wniosek", "Dlaczego"],
            rows: shown.map { e in
                [Moment.full(e.at), names[e.actor] ?? e.actor, e.act, e.application.map { "\($0)" } ?? "", e.cause]
            })
        let next =
            found.count > Self.pageSize
            ? PointPlace.events.link(["od": period.from.description, "do": period.to.description, "przed": shown.last.map { "\($0.id)" }]) : nil
        let page = PointTablePage(
            frame: try await point.frame(context, request, worker), standing: worker.standing, current: .events, action: PointPlace.events.link, table: table,
            links: [], csvLink: nil, nextLink: next, notes: [], form: period.form)
        return Desk.html(page.render(), status: period.form.status)
    }
}
