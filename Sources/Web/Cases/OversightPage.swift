internal import Chancery
internal import Hummingbird
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// What the coordinator and the heads look after (R1.5, R1.16): cases long open or long quiet, letters without a case, doubtful classes.
struct OversightPage: Sendable {
    enum View: Sendable, Hashable, LosslessStringConvertible {
        /// Open, the oldest first: no day of final settlement.
        case open
        /// Open for more than so many days.
        case older(Int)
        /// Without an act for so many days.
        case quiet(Int)
        /// Letters that came so many days ago and are in no case.
        case letters(Int)
        case classes

        /// Choices of R1.16; a year is that of a case list.
        static let all: [View] = [
            .open, .older(90), .older(365), .quiet(30), .quiet(60), .quiet(90), .letters(7), .letters(30), .classes,
        ]

        var description: String {
            switch self {
            case .open: "otwarte"
            case .older(let days): "starsze-\(days)"
            case .quiet(let days): "cisza-\(days)"
            case .letters(let days): "pisma-\(days)"
            case .classes: "klasy"
            }
        }
        init?(_ text: String) {
            guard let found = View.all.first(where: { $0.description == text }) else { return nil }
            self = found
        }

        var name: String {
            switch self {
            case .open: "Bez daty załatwienia"
            case .older(365): "Otwarte ponad rok"
            case .older(let days): "Otwarte ponad \(days) dni"
            case .quiet(let days): "Bez czynności \(days) dni"
            case .letters(let days): "Pisma bez sprawy ponad \(days) dni"
            case .classes: "Klasa do sprawdzenia"
            }
        }
    }

    var frame: DeskFrame
    var view: View
    var unit: UnitID?
    var units: [OfficeUnit]
    var rows: [CaseFile] = []
    var letters: [LetterWork] = []
    var doubts: [ClassDoubt] = []
    var first: String?
    var next: String?
    var today: Day

    static func link(_ view: View, unit: UnitID?, after: String? = nil) -> String {
        CasePlace.oversight.link(["widok": view.description, "komorka": unit?.description, "po": after])
    }

    func render() -> [UInt8] {
        frame.page(title: "Nadzór: \(view.name.lowercased())") { h in
            WorkTop(
                "Nadzór nad sprawami", actions: [WorkTop.Action("Wszystkie sprawy", CasePlace.list.link(["widok": "wszystkie"]))],
                views: View.all.map { WorkTop.View($0.name, OversightPage.link($0, unit: unit), isCurrent: $0 == view) }, viewsLabel: "Widoki nadzoru"
            ).write(&h)
            h.el("div", .cls("panes single")) { h in
                h.el("div", .cls("list")) { h in
                    h.el("form", .cls("tools"), .attr("action", CasePlace.oversight.link), .label("Zakres")) { h in
                        h.void("input", .type("hidden"), .name("widok"), .value(view.description))
                        h.el("div") { h in
                            h.el("label", .cls("label"), .attr("for", "komorka"), text: "Komórka")
                            h.el("select", .cls("select"), .id("komorka"), .name("komorka")) { h in
                                h.el("option", .value(""), text: "każda")
                                for u in units { h.el("option", .value(u.id.description), .flag("selected", u.id == unit), text: u.label) }
                            }
                        }
                        h.el("button", .cls("btn"), text: "Pokaż")
                    }
                    list(&h)
                    Pager(first: first, next: next, label: "Strony listy").write(&h)
                }
            }
        }
    }

    private func list(_ h: inout HTML) {
        switch view {
        case .letters: lettersBody(&h)
        case .classes: classesBody(&h)
        case .open, .older, .quiet:
            if rows.isEmpty { return EmptyState("Nic do nadrobienia", "Żadna otwarta sprawa nie pasuje do tego widoku.").write(&h) }
            let today = today
            let isQuiet = if case .quiet = view { true } else { false }
            CaseGrid(
                rows: rows, today: today,
                note: isQuiet
                    ? ("Ostatnia czynność", { Moment.text($0.lastActAt, today: today) }) : ("Wszczęta", { PolishTypography.short($0.startDay) })
            ).write(&h)
        }
    }

    private func lettersBody(_ h: inout HTML) {
        if letters.isEmpty { return EmptyState("Nic nie czeka", "Każde pismo z tego czasu jest w sprawie albo załatwione.").write(&h) }
        Grid("Pisma bez sprawy, od najstarszego", ["Pismo", "Wpływ", "Tytuł", "Nadawca", "Stan"], isWorkList: true).write(&h, letters) { h, work in
            h.el("th", .attr("scope", "row"), .cls("ref")) { h in
                if let number = RegisterNumber(work.reference) {
                    h.el("a", .href(Place.letter(year: number.year, number: number.number).link), text: number.description)
                } else {
                    h.text(work.reference)
                }
            }
            h.el("td", text: PolishTypography.short(work.arrivalDay))
            h.el("td", .cls("wide"), text: PolishTypography.glued(work.title))
            h.el("td", .cls("wide"), text: work.counterpart)
            h.el("td") { h in AssignmentViews.tag(&h, work) }
        }
    }

    private func classesBody(_ h: inout HTML) {
        h.el("p", .cls("muted"), text: PolishTypography.glued("Podpowiedź z tytułu sprawy i zwyczajów urzędu wskazuje inną klasę. Rozstrzyga koordynator."))
        if doubts.isEmpty { return EmptyState("Bez wątpliwości", "Na tej stronie listy klasy zgadzają się z podpowiedzią.").write(&h) }
        Grid("Sprawy, których klasa jest do sprawdzenia", ["Znak", "Tytuł", "Podpowiedź", "Dlaczego", "Prowadzący"], isWorkList: true).write(&h, doubts) { h, d in
            h.el("th", .attr("scope", "row"), .cls("ref")) { h in h.el("a", .href(CasePlace.file(d.file.sign).link), text: d.file.sign.description) }
            h.el("td", .cls("wide"), text: PolishTypography.glued(d.file.title))
            h.el("td", .cls("wide"), text: "\(d.suggested.label) (\(d.certainty)%)")
            h.el("td", .cls("wide"), text: d.reason)
            h.el("td", .cls("muted"), text: d.file.officerName)
        }
    }
}

/// The oversight lists; heads see their units, coordinators the whole office.
struct OversightRoutes: Sendable {
    let desk: Desk

    func register(on router: RouterGroup<OfficerContext>) {
        router.get(CasePattern.oversight.route) { request, context in try await oversight(request, context) }
    }

    private func oversight(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let values = try FormValues(query: request.uri.query)
        let units = worker.unitsSeen
        guard !units.isEmpty else { throw Problem(.forbidden, "Listy nadzoru widzą kierownicy komórek i koordynator. Swoje sprawy masz w widoku „Moje”.") }
        let view = values["widok"].flatMap(OversightPage.View.init) ?? .older(365)
        let unit = values["komorka"].flatMap { UnitID($0) }.flatMap { wanted in units.contains { $0.id == wanted } ? wanted : nil }
        let page = OversightPage(
            frame: try await desk.frame(context, worker, request, .cases), view: view, unit: unit, units: units, today: PolishTime.day(of: context.now))
        switch view {
        case .letters(let days): return Desk.html(try await letters(page, days, worker, after: values["po"]).render())
        case .open, .older, .quiet, .classes: return Desk.html(try await cases(page, worker, after: values["po"], at: context.now).render())
        }
    }

    private func cases(_ page: OversightPage, _ worker: OfficerAtWork, after: String?, at now: Instant) async throws -> OversightPage {
        var page = page
        var q: CaseQuery
        switch page.view {
        case .quiet(let days): q = .quiet(since: now.adding(seconds: Int64(-days * 86_400)), unit: page.unit)
        case .older(let days): q = .older(than: page.today.adding(days: -days), unit: page.unit)
        case .open, .letters: q = .older(than: page.today.adding(days: 1), unit: page.unit)
        case .classes:
            q = CaseQuery()
            (q.unit, q.isLocked) = (page.unit, false)
        }
        q.limit = CasesRoutes.pageSize
        q.after = after.flatMap { CaseQuery.Position($0) }
        let query = q, visibility = worker.rights.visibility([.whole, .metadata]), view = page.view, today = page.today
        let (found, doubts) = try await worker.office.database.read { c in
            let found = try Cases.page(c, query, seenBy: visibility, on: today)
            return (found, view == .classes ? try ClassDoubts.among(c, found.rows, on: today) : [])
        }
        (page.rows, page.doubts) = (found.rows, doubts)
        page.first = after == nil ? nil : OversightPage.link(page.view, unit: page.unit)
        page.next = found.next.map { OversightPage.link(page.view, unit: page.unit, after: $0.description) }
        return page
    }

    private func letters(_ page: OversightPage, _ days: Int, _ worker: OfficerAtWork, after: String?) async throws -> OversightPage {
        var page = page
        // Letters that nobody was given are seen by those who see the whole office.
        let reach = worker.rights.reach(of: .read)
        let units = page.unit.map { [$0] } ?? reach
        let parts = after?.split(separator: "~").map(String.init) ?? []
        var position: (day: Day, letter: LetterRef)?
        if parts.count == 2, let day = Day(parts[0]), let letter = LetterRef(parts[1]) { position = (day, letter) }
        let from = position, before = page.today.adding(days: -days), limit = CasesRoutes.pageSize
        let found = try await worker.office.database.read { try WorkQueue.unfinished($0, arrivedBefore: before, units: units, after: from, limit: limit + 1) }
        page.letters = Array(found.prefix(limit))
        page.first = after == nil ? nil : OversightPage.link(page.view, unit: page.unit)
        if found.count > limit, let last = page.letters.last {
            page.next = OversightPage.link(page.view, unit: page.unit, after: "\(last.arrivalDay)~\(last.letter)")
        }
        return page
    }
}
