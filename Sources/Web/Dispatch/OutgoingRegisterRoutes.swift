internal import Chancery
internal import HTTPTypes
internal import Hummingbird
internal import Kernel
internal import Law
internal import Markup
internal import NIOCore
internal import Office
internal import Store

/// The registers of outgoing and of internal letters: list, print with the date on every page, CSV and XML.
struct OutgoingRegisterRoutes: Sendable {
    let desk: Desk
    static let pageSize = 50
    /// A year of a small office in one print; more are printed by their days.
    static let printRows = 5_000

    func register(on router: RouterGroup<OfficerContext>) {
        for book in OutgoingBook.allCases {
            router.get(RouterPath(DispatchPlace.register(book).link)) { request, context in try await list(request, context, book) }
            router.get(RouterPath(DispatchPlace.registerPrint(book).link)) { request, context in try await printed(request, context, book) }
            router.get(RouterPath(DispatchPlace.registerCSV(book).link)) { request, context in try await export(request, context, book, csv: true) }
            router.get(RouterPath(DispatchPlace.registerXML(book).link)) { request, context in try await export(request, context, book, csv: false) }
        }
    }

    /// Register data are for those who keep the registers, and for whoever reads the whole office.
    private func require(_ worker: OfficerAtWork) throws {
        if worker.rights.decide(.register).isAllowed { return }
        guard worker.rights.visibility().isUnlimited else {
            throw Problem(.forbidden, "Rejestr prowadzi punkt kancelaryjny. Swoje pisma znajdziesz w sprawach i na liście „Pisma”.")
        }
    }

    private func list(_ request: Request, _ context: OfficerContext, _ book: OutgoingBook) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try require(worker)
        let values = try FormValues(query: request.uri.query)
        let today = PolishTime.day(of: context.now)
        var form = FormPart(values: ["q": values["q"] ?? "", "sposob": values["sposob"] ?? "", "od": values["od"] ?? "", "do": values["do"] ?? ""])
        var q = OutgoingRegisterQuery(book)
        q.limit = Self.pageSize
        q.channel = values["sposob"].flatMap { DispatchChannel(rawValue: $0) }
        q.words = values["q"] ?? ""
        q.order = values["sort"].flatMap { OutgoingRegisterQuery.Order(rawValue: $0) } ?? .number
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
        if let number = OutgoingRegisterNumber(q.words), let entry = try await worker.office.database.read({ try OutgoingRegister.find($0, number) }) {
            return .seeOther(DispatchPlace.letter(entry.letter).link)
        }
        let query = q
        let (page, total) = try await worker.office.database.read { (try OutgoingRegister.page($0, query), try OutgoingRegister.count($0, query)) }
        var first = query
        first.after = nil
        let model = OutgoingRegisterPage(
            frame: try await desk.frame(context, worker, request, .sent), query: query, form: form, rows: page.rows, total: total,
            nextLink: page.next.map { OutgoingRegisterPage.link(query, after: $0) }, firstLink: query.after == nil ? nil : OutgoingRegisterPage.link(first))
        return Desk.html(model.render())
    }

    private func period(_ request: Request, _ context: OfficerContext) throws -> (year: Int, from: Day?, to: Day?) {
        let values = try FormValues(query: request.uri.query)
        let today = PolishTime.day(of: context.now)
        let from = values["od"].flatMap { ClerkDate.day($0, today: today) }
        return (values["rok"].flatMap { Int($0) } ?? from?.year ?? today.year, from, values["do"].flatMap { ClerkDate.day($0, today: today) })
    }

    private func printed(_ request: Request, _ context: OfficerContext, _ book: OutgoingBook) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try require(worker)
        let p = try period(request, context)
        let rows = try await worker.office.database.read {
            try OutgoingRegister.records($0, book, year: p.year, from: p.from, to: p.to, limit: Self.printRows + 1)
        }
        guard rows.count <= Self.printRows else { throw Problem(.tooLarge, "W tym okresie jest więcej niż \(Self.printRows) wpisów. Podaj krótszy: daty od i do.") }
        let values = try FormValues(query: request.uri.query)
        let columns = values.all("kolumna").compactMap { OutgoingRegisterColumn(rawValue: $0) }
        let data = OutgoingRegisterPrint(book, office: worker.office.record.name, columns: columns.isEmpty ? nil : columns, rows: rows, at: context.now)
        let scope = "rok \(p.year)" + (p.from.map { ", od \(PolishTypography.short($0))" } ?? "") + (p.to.map { ", do \(PolishTypography.short($0))" } ?? "")
        let bytes = try await LetterPrinting(desk.rendering(worker.office)).register(data, scope: scope, at: context.now)
        return Desk.pdf(bytes, name: "rejestr-\(book.rawValue)-\(p.year).pdf")
    }

    /// Streams the register a page of records at a time; what is exported is journalled.
    private func export(_ request: Request, _ context: OfficerContext, _ book: OutgoingBook, csv: Bool) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try require(worker)
        let p = try period(request, context)
        let office = worker.office, now = context.now, actor = worker.acting.account
        try await office.database.write { c in
            _ = try Journal.append(
                c, JournalEntry(actor: actor, act: "eksport-rejestru", object: "rejestr-\(book.rawValue):\(p.year)", after: csv ? "CSV" : "XML"), at: now)
        }
        let name = "rejestr-\(book.rawValue)-\(p.year).\(csv ? "csv" : "xml")"
        return Response(
            status: .ok,
            headers: [
                .contentType: csv ? "text/csv; charset=utf-8" : "application/xml", .contentDisposition: "attachment; filename=\"\(name)\"",
                .cacheControl: "private, no-store",
            ],
            body: ResponseBody { writer in
                try await writer.write(
                    ByteBuffer(
                        bytes: csv
                            ? OutgoingRegisterExport.csvHeader(book)
                            : OutgoingRegisterExport.xmlHeader(book, office: office.record.name, year: p.year, at: now)))
                var after: Int64 = 0
                while true {
                    let start = after
                    let records = try await office.database.read { c in
                        try OutgoingRegister.records(c, book, year: p.year, from: p.from, to: p.to, after: start, limit: 500)
                    }
                    guard let last = records.last else { break }
                    after = last.id
                    try await writer.write(ByteBuffer(bytes: records.flatMap { csv ? OutgoingRegisterExport.csv($0) : OutgoingRegisterExport.xml($0) }))
                }
                if !csv { try await writer.write(ByteBuffer(bytes: OutgoingRegisterExport.xmlFooter())) }
                try await writer.finish(nil)
            })
    }
}
