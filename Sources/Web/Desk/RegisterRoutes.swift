internal import Chancery
internal import Exchange
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import NIOCore
internal import Office
internal import Store

/// The register of incoming letters: list, print, export.
struct RegisterRoutes: Sendable {
    let desk: Desk
    static let pageSize = 50
    static let printPage = 1_000

    func register(on router: RouterGroup<ClerkContext>) {
        router.get(PlacePattern.letters.route) { request, context in try await list(request, context) }
        router.get(PlacePattern.receipts.route) { request, context in try await receipts(request, context) }
        router.get(PlacePattern.lettersPrint.route) { request, context in try await printed(request, context) }
        router.get(PlacePattern.lettersCSV.route) { request, context in try await export(request, context, csv: true) }
        router.get(PlacePattern.lettersXML.route) { request, context in try await export(request, context, csv: false) }
    }

    private func list(_ request: Request, _ context: ClerkContext) async throws -> Response {
        let values = try FormValues(query: request.uri.query)
        let today = PolishTime.day(of: context.now)
        var form = FormPart(values: [
            "kanal": values["kanal"] ?? "", "stan": values["stan"] ?? "", "od": values["od"] ?? "", "do": values["do"] ?? "", "q": values["q"] ?? "",
        ])
        var q = RegisterQuery()
        q.limit = Self.pageSize
        q.view = values["widok"].flatMap(RegisterQuery.View.init(rawValue:)) ?? .week
        q.channel = values["kanal"].flatMap(Channel.init(rawValue:))
        q.state = values["stan"].flatMap(LetterWorkState.init(rawValue:))
        q.words = values["q"] ?? ""
        q.order = values["sort"].flatMap(RegisterQuery.Order.init(rawValue:)) ?? .number
        q.descending = values["kierunek"] != "rosnaco"
        q.after = values["po"].flatMap { RegisterQuery.Position($0) }
        for name in ["od", "do"] {
            guard let text = values[name] else { continue }
            guard let day = ClerkDate.day(text, today: today) else {
                form.errors[name] = "Tej daty nie da się odczytać. Wpisz na przykład 12.03.2026"
                continue
            }
            form.values[name] = PolishTypography.short(day)
            if name == "od" { q.from = day } else { q.to = day }
        }
        // A number typed exactly opens at once.
        if let number = RegisterNumber(q.words) { return .seeOther(Place.letter(year: number.year, number: number.number).link) }
        let office = try await desk.house.office(context.office)
        let query = q
        if !query.words.isEmpty { _ = try await office.search.catchUp() }
        let (page, counts, total) = try await office.database.read { c in
            let counts = try IncomingRegister.counts(c, today: today)
            let total = query.isNarrowed ? try IncomingRegister.count(c, query, today: today) : counts[query.view] ?? 0
            return (try IncomingRegister.page(c, query, today: today), counts, total)
        }
        let frame = try await desk.frame(context, context.account, request, .letters)
        let model = RegisterPage.RegisterPageModel(
            rows: page.rows, counts: counts, total: total, nextLink: page.next.map { RegisterLinks.link(query, after: $0) },
            firstLink: query.after == nil ? nil : RegisterLinks.link(query))
        return Desk.html(RegisterPage(frame: frame, query: query, form: form, page: model, today: today).render())
    }

    private func receipts(_ request: Request, _ context: ClerkContext) async throws -> Response {
        let values = try FormValues(query: request.uri.query)
        let before = values["przed"].flatMap { Int64($0) }
        let office = try await desk.house.office(context.office)
        let found = try await office.database.read { try ConnectorStore.receipts($0, limit: Self.pageSize + 1, before: before) }
        let rows = Array(found.prefix(Self.pageSize))
        let next = found.count > Self.pageSize ? rows.last.map { Place.receipts.link(["przed": String($0.id)]) } : nil
        let frame = try await desk.frame(context, context.account, request, .receipts)
        return Desk.html(ReceiptsPage(frame: frame, receipts: rows.map(\.receipt), nextLink: next).render())
    }

    private struct Period: Sendable {
        var year: Int
        var from: Day?
        var to: Day?
        var after: Int64
        var notScanned: Bool
    }

    private func period(_ request: Request, _ context: ClerkContext) throws -> Period {
        let values = try FormValues(query: request.uri.query)
        let today = PolishTime.day(of: context.now)
        return Period(
            year: values["rok"].flatMap { Int($0) } ?? today.year, from: values["od"].flatMap { ClerkDate.day($0, today: today) },
            to: values["do"].flatMap { ClerkDate.day($0, today: today) }, after: values["po"].flatMap { Int64($0) } ?? 0,
            notScanned: values["zakres"] == RegisterQuery.View.notScanned.rawValue)
    }

    private func printed(_ request: Request, _ context: ClerkContext) async throws -> Response {
        let p = try period(request, context)
        let office = try await desk.house.office(context.office)
        let records = try await office.database.read { c in
            try IncomingRegister.records(c, year: p.year, from: p.from, to: p.to, notScanned: p.notScanned, after: p.after, limit: Self.printPage + 1)
        }
        let shown = Array(records.prefix(Self.printPage))
        let next =
            records.count > Self.printPage
            ? shown.last.map {
                Place.lettersPrint.link([
                    "rok": String(p.year), "od": p.from?.description, "do": p.to?.description, "zakres": p.notScanned ? "bez-skanu" : nil, "po": String($0.row.id),
                ])
            }
            : nil
        return Desk.html(
            RegisterPrintPage(
                officeName: office.record.name, year: p.year, records: shown, printedAt: context.now, from: p.from, to: p.to, nextLink: next,
                links: desk.links
            ).render())
    }

    /// Streams the register a page of records at a time; what is exported is journalled.
    private func export(_ request: Request, _ context: ClerkContext, csv: Bool) async throws -> Response {
        try context.require(.exportRegister)
        let p = try period(request, context)
        let office = try await desk.house.office(context.office)
        let now = context.now
        let performer = context.performer
        try await office.database.write { c in
            _ = try Journal.append(
                c, JournalEntry(actor: performer.id, act: "eksport-rejestru", object: "rejestr:\(p.year)", after: csv ? "CSV" : "XML"), at: now)
        }
        let name = "rejestr-wplywow-\(p.year).\(csv ? "csv" : "xml")"
        return Response(
            status: .ok,
            headers: [
                .contentType: csv ? "text/csv; charset=utf-8" : "application/xml", .contentDisposition: "attachment; filename=\"\(name)\"",
            ],
            body: ResponseBody { writer in
                try await writer.write(
                    ByteBuffer(bytes: csv ? RegisterExport.csvHeader() : RegisterExport.xmlHeader(office: office.record.name, year: p.year, at: now)))
                var after = p.after
                while true {
                    let start = after
                    let records = try await office.database.read { c in
                        try IncomingRegister.records(c, year: p.year, from: p.from, to: p.to, notScanned: p.notScanned, after: start, limit: 500)
                    }
                    guard let last = records.last else { break }
                    after = last.row.id
                    try await writer.write(ByteBuffer(bytes: records.flatMap { csv ? RegisterExport.csv($0) : RegisterExport.xml($0) }))
                }
                if !csv { try await writer.write(ByteBuffer(bytes: RegisterExport.xmlFooter())) }
                try await writer.finish(nil)
            })
    }
}
