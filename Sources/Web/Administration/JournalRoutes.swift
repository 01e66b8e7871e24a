internal import Chancery
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import NIOCore
internal import Office
internal import Store

/// The journal of the office: search, pages, export.
struct JournalRoutes: Sendable {
    let desk: Desk
    static let pageSize = 50
    /// Rows of one export; a longer span is exported in parts.
    static let mostRows = 20_000

    func register(on router: RouterGroup<SignedInContext>) {
        typealias P = AdministrationPlace.Pattern
        router.get(P.journal.route) { request, context in try await journal(request, context) }
        router.get(P.journalCSV.route) { request, context in try await csv(request, context) }
    }

    /// Entries about the running of the office; what any others say is content of letters, cases and people.
    static func isContent(_ object: String) -> Bool {
        let open = ["konto:", "komorka:", "pracownik:", "kalendarz", "regula:", "klasa:", "wykaz-akt:", "szablon:", "zadanie:", "dziennik"]
        return !open.contains { object.hasPrefix($0) }
    }

    private struct Asked {
        var query: JournalQuery
        var form: FormPart
        var values: FormValues
    }

    private func read(_ request: Request, _ context: SignedInContext, _ keeper: OfficeKeeper, _ accounts: [Account]) async throws -> Asked {
        let values = try FormValues(query: request.uri.query)
        let today = PolishTime.day(of: context.now)
        var reading = FormReading(values, today: today)
        var out = Asked(query: JournalQuery(), form: FormPart(), values: values)
        out.query.from = reading.day("od").map { PolishTime.start(of: $0) }
        out.query.to = reading.day("do").map { PolishTime.start(of: $0.adding(days: 1)) }
        out.query.before = values["przed"].flatMap { Int64($0) }
        if let who = values["kto"] {
            let folded = PolishText.folded(who)
            let found = accounts.first { $0.login == who.lowercased() || $0.performer.id == who } ?? accounts.first { PolishText.folded($0.displayName).contains(folded) }
            out.query.actor = found?.performer.id ?? who
        }
        if let what = values["co"] {
            if let number = RegisterNumber(what) {
                out.query.object = IncomingRegister.object(number)
            } else {
                let found = try await keeper.office.database.read { try Cases.find($0, typed: what, limit: 1).first }
                out.query.object = found.map { CaseFile.object($0.id) } ?? what
            }
        }
        out.form = FormPart(values, reading.problems, fallback: "od")
        return out
    }

    private func lines(_ records: [JournalRecord], _ keeper: OfficeKeeper, _ accounts: [Account]) -> [JournalPage.Line] {
        let names = Dictionary(accounts.map { ($0.performer.id, $0.displayName) }, uniquingKeysWith: { first, _ in first })
        return records.map { r in
            let hidden = !keeper.isDataProtectionOfficer && Self.isContent(r.entry.object)
            let change =
                hidden
                ? (r.entry.before == nil && r.entry.after == nil ? "" : "(treść)")
                : [r.entry.before.map { "było: \($0.isEmpty ? "–" : $0)" }, r.entry.after.map { r.entry.before == nil ? $0 : "jest: \($0.isEmpty ? "–" : $0)" }]
                    .compactMap(\.self).joined(separator: "; ")
            var shown = r
            if hidden { shown.entry.reason = r.entry.reason.map { _ in "(treść)" } }
            return JournalPage.Line(record: shown, actor: names[r.entry.actor] ?? r.entry.actor, change: change)
        }
    }

    private func journal(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .journal)
        let accounts = try await desk.accounts.list(office: keeper.account.office)
        var asked = try await read(request, context, keeper, accounts)
        asked.query.limit = Self.pageSize + 1
        let query = asked.query
        var records = asked.form.errors.isEmpty ? try await keeper.office.database.read { try Journal.search($0, query) } : []
        let more = records.count > Self.pageSize
        if more { records.removeLast() }
        let v = asked.values
        func link(_ place: AdministrationPlace, before: Int64?) -> String {
            place.link(["kto": v["kto"], "co": v["co"], "od": v["od"], "do": v["do"], "przed": before.map(String.init)])
        }
        let page = JournalPage(
            frame: try await desk.frame(context, keeper, request, .journal), lines: lines(records, keeper, accounts), hidesContent: !keeper.isDataProtectionOfficer,
            form: asked.form, csvLink: link(.journalCSV, before: nil), firstLink: query.before == nil ? nil : link(.journal, before: nil),
            nextLink: more ? records.last.map { link(.journal, before: $0.seq) } : nil)
        return Desk.html(page.render(), status: asked.form.status)
    }

    private func csv(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .journal)
        let accounts = try await desk.accounts.list(office: keeper.account.office)
        let asked = try await read(request, context, keeper, accounts)
        guard asked.form.errors.isEmpty else { throw Problem(.invalidInput, "Popraw daty w wyszukiwaniu i pobierz plik jeszcze raz.") }
        var query = asked.query
        query.limit = 1_000
        var bytes: [UInt8] = [0xEF, 0xBB, 0xBF] + RegisterExport.line(["nr", "kiedy", "konto", "kto", "co zrobiono", "czego dotyczy", "zmiana", "powod", "skrot"])
        var count = 0
        while count < Self.mostRows {
            let part = query
            let records = try await keeper.office.database.read { try Journal.search($0, part) }
            for line in lines(records, keeper, accounts) {
                let r = line.record
                bytes += RegisterExport.line([
                    String(r.seq), PolishTime.iso8601(r.at), r.entry.actor, line.actor, r.entry.act, r.entry.object, line.change, r.entry.reason ?? "",
                    Hex.encode(r.hash),
                ])
            }
            count += records.count
            guard records.count == part.limit, let last = records.last else { break }
            query.before = last.seq
        }
        let exported = count, performer = keeper.performer, now = context.now
        // Taking the journal out is itself an act that the journal keeps.
        try await keeper.office.database.write { c in
            _ = try Journal.append(c, JournalEntry(actor: performer.id, act: "dziennik-eksport", object: "dziennik", after: "wpisów \(exported)"), at: now)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename=\"dziennik.csv\"", .cacheControl: "private, no-store",
            ], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
