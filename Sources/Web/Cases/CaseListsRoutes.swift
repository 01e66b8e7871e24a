internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import NIOCore
internal import Office
internal import Store

/// The lists of cases (spisy spraw) in their official form: on screen, on paper, as files; and the documents kept without a case.
struct CaseListsRoutes: Sendable {
    let desk: Desk
    static let pageSize = 100
    static let printPage = 1_000

    func register(on router: RouterGroup<OfficerContext>) {
        router.get(CasePattern.lists.route) { request, context in try await index(request, context) }
        router.get(CasePattern.caseList.route) { request, context in try await list(request, context) }
        router.get(CasePattern.caseListPrint.route) { request, context in try await printed(request, context) }
        router.get(CasePattern.caseListCSV.route) { request, context in try await export(request, context, csv: true) }
        router.get(CasePattern.caseListXML.route) { request, context in try await export(request, context, csv: false) }
        router.get(CasePattern.withoutCaseList.route) { request, context in try await withoutCase(request, context) }
    }

    private func index(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.requireAnyReading()
        let values = try FormValues(query: request.uri.query)
        let today = PolishTime.day(of: context.now)
        let year = values["rok"].flatMap { Int($0) }.flatMap { (1990...9999).contains($0) ? $0 : nil } ?? today.year
        let units = worker.unitsSeen
        let asked = values["komorka"].flatMap { code in units.first { $0.code.description == code } }
        let unit = asked ?? units.first { $0.id == worker.acting.unit } ?? units.first
        let rows = try await worker.office.database.read { c in try unit.map { try CaseList.index(c, unit: $0.id, year: year) } ?? [] }
        return Desk.html(
            CaseListsPage(
                frame: try await desk.frame(context, worker, request, .caseLists), year: year, unit: unit, units: units,
                lists: rows.map { CaseListsPage.Line(unitCode: $0.unitCode, symbol: $0.symbol, classTitle: $0.classTitle, last: $0.last) },
                mayOpenSubFile: worker.rights.decide(.workCase).isAllowed
            ).render())
    }

    private struct Asked: Sendable {
        var worker: OfficerAtWork
        var header: CaseList.Header
        var after: Int64
        var today: Day
    }

    /// The list that the address names, for somebody who may see it as a whole.
    private func asked(_ request: Request, _ context: OfficerContext) async throws -> Asked {
        let worker = try await desk.officer(request, context)
        let year: Int = try context.number("rok")
        let today = PolishTime.day(of: context.now)
        guard let symbol = context.parameters.get("klasa").flatMap({ ClassSymbol($0) }), (1990...9999).contains(year) else {
            throw Problem(.notFound, "Nie ma takiego spisu. Adres spisu to rok i symbol klasy.")
        }
        let values = try FormValues(query: request.uri.query)
        let typed = values["komorka"]
        let own = worker.acting.unit
        let header = try await worker.office.database.read { c -> (UnitID, CaseList.Header) in
            let unit: UnitID
            if let typed {
                guard let code = UnitCode(typed), let found = try Organisation.unit(c, code: code, in: year) else {
                    throw Problem(.notFound, "W \(year) roku nie było komórki o kodzie \(typed.prefix(20)).")
                }
                unit = found
            } else {
                unit = own
            }
            let names = try Organisation.history(c, unit: unit)
            let name = try Organisation.unit(c, unit, on: today) ?? names.first
            let code = typed ?? name?.code.description ?? ""
            let planDay = min(today, Day(year: year, month: 12, day: 31) ?? today)
            let title = try CaseList.index(c, unit: unit, year: year).first { $0.symbol == symbol.description && $0.unitCode == code }?.classTitle
            let planTitle = try title ?? FilePlan.find(c, symbol, on: planDay)?.title ?? ""
            return (
                unit,
                CaseList.Header(
                    year: year, unitCode: code, unitName: name?.name ?? "", symbol: symbol.description, classTitle: planTitle,
                    subFile: values["podteczka"].flatMap { Int64($0) }, reportDay: today)
            )
        }
        let decision = worker.seesRegisters(of: header.0, symbol: symbol.description)
        guard decision.extent == .whole || decision.extent == .metadata else {
            throw Problem(.forbidden, "Cały spis spraw widzi kierownik komórki i koordynator: \(decision.reason). Swoje sprawy masz w widoku „Moje”.")
        }
        return Asked(worker: worker, header: header.1, after: values["po"].flatMap { Int64($0) } ?? 0, today: today)
    }

    private func list(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let asked = try await asked(request, context)
        let header = asked.header, after = asked.after
        let rows = try await asked.worker.office.database.read { try CaseList.rows($0, header, after: after, limit: Self.pageSize + 1) }
        let shown = Array(rows.prefix(Self.pageSize))
        return Desk.html(
            CaseListPage(
                frame: try await desk.frame(context, asked.worker, request, .caseLists), header: header, rows: shown,
                first: after == 0 ? nil : CaseListPage.link(header),
                next: rows.count > Self.pageSize ? shown.last.map { CaseListPage.link(header, after: $0.number) } : nil
            ).render())
    }

    private func printed(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let asked = try await asked(request, context)
        let header = asked.header, after = asked.after
        let rows = try await asked.worker.office.database.read { try CaseList.rows($0, header, after: after, limit: Self.printPage + 1) }
        let shown = Array(rows.prefix(Self.printPage))
        return Desk.html(
            CaseListPrintPage(
                officeName: asked.worker.office.record.name, header: header, rows: shown,
                next: rows.count > Self.printPage ? shown.last.map { CaseListPrintPage.link(header, after: $0.number) } : nil, printedAt: context.now, links: desk.links
            ).render())
    }

    /// Streams the list a page at a time; what is exported is journalled.
    private func export(_ request: Request, _ context: OfficerContext, csv: Bool) async throws -> Response {
        let asked = try await asked(request, context)
        let header = asked.header, office = asked.worker.office.record.name, database = asked.worker.office.database
        let now = context.now, actor = asked.worker.acting.account
        let name = "spis-spraw-\(header.unitCode)-\(header.symbol)-\(header.year)\(header.subFile.map { "-\($0)" } ?? "").\(csv ? "csv" : "xml")"
        try await database.write { c in
            let object = "spis-spraw:\(header.unitCode).\(header.symbol).\(header.year)"
            _ = try Journal.append(c, JournalEntry(actor: actor, act: "eksport-spisu-spraw", object: object, after: csv ? "CSV" : "XML"), at: now)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: csv ? "text/csv; charset=utf-8" : "application/xml", .contentDisposition: "attachment; filename=\"\(name)\"",
            ],
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(bytes: csv ? CaseList.csvHeader() : CaseList.xmlHeader(header, office: office)))
                var after: Int64 = 0
                while true {
                    let start = after
                    let rows = try await database.read { try CaseList.rows($0, header, after: start, limit: 500) }
                    guard let last = rows.last else { break }
                    after = last.number
                    try await writer.write(ByteBuffer(bytes: rows.flatMap { csv ? CaseList.csv($0) : CaseList.xml($0) }))
                }
                if !csv { try await writer.write(ByteBuffer(bytes: CaseList.xmlFooter())) }
                try await writer.finish(nil)
            })
    }

    private func withoutCase(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let values = try FormValues(query: request.uri.query)
        let today = PolishTime.day(of: context.now)
        let year = values["rok"].flatMap { Int($0) }.flatMap { (1990...9999).contains($0) ? $0 : nil } ?? today.year
        let symbol = values["klasa"].flatMap { ClassSymbol($0) }
        let unit = worker.acting.unit
        let decision = worker.seesRegisters(of: unit)
        guard decision.extent == .whole || decision.extent == .metadata else {
            throw Problem(.forbidden, "Wykaz dokumentów bez sprawy widzi kierownik komórki i koordynator: \(decision.reason).")
        }
        let after = values["po"].flatMap { Int64($0) } ?? 0
        let found = try await worker.office.database.read { c in
            try symbol.map { try DocumentsWithoutCase.list(c, symbol: $0.description, year: year, unit: unit, after: after, limit: Self.pageSize + 1) } ?? []
        }
        let rows = Array(found.prefix(Self.pageSize))
        let next = found.count > Self.pageSize ? rows.last.map(\.id) : nil
        return Desk.html(
            WithoutCasePage(
                frame: try await desk.frame(context, worker, request, .caseLists), unitCode: worker.rights.tree.code(of: unit),
                symbol: symbol?.description ?? "",
                year: year, rows: rows,
                next: next.map { CasePlace.withoutCaseList.link(["klasa": symbol?.description, "rok": String(year), "po": String($0)]) }
            ).render())
    }
}
