internal import Chancery
internal import Kernel
internal import Law
internal import Markup

/// Open cases by the day they are due, what is overdue first.
struct TermsPage: Sendable {
    var frame: DeskFrame
    var isUnit: Bool
    var seesUnit: Bool
    var rows: [CaseFile]
    var overdue: Int
    var first: String?
    var next: String?
    var calendar: OfficialCalendar
    var today: Day

    private var scope: String? { isUnit ? "komorka" : nil }

    func render() -> [UInt8] {
        frame.page(title: "Terminy") { h in
            var views = [WorkTop.View("Moje", CasePlace.terms.link, isCurrent: !isUnit)]
            if seesUnit { views.append(WorkTop.View("Moja komórka", CasePlace.terms.link(["zakres": "komorka"]), isCurrent: isUnit)) }
            WorkTop(
                "Terminy",
                actions: [
                    WorkTop.Action("Zapisz CSV", CasePlace.overdueCSV.link(["zakres": scope])),
                    WorkTop.Action("Drukuj raport przeterminowanych", CasePlace.overduePrint.link(["zakres": scope]), key: "P"),
                ], views: views
            ).write(&h)
            h.el("div", .cls("panes single")) { h in
                h.el("div", .cls("list")) { h in
                    if overdue > 0 {
                        h.el("p", .cls("note warn overdue"), .attr("role", "status")) { h in
                            let n = overdue >= Cases.countLimit ? "Ponad \(PolishTypography.number(Cases.countLimit))" : PolishTypography.number(overdue)
                            h.text("Po terminie: \(n) \(PolishTypography.form(overdue, "sprawa", "sprawy", "spraw")). Zawiadom strony (art. 36 KPA).")
                        }
                    }
                    if rows.isEmpty {
                        EmptyState("Żaden termin nie biegnie", "Gdy sprawa dostanie termin, zobaczysz ją tutaj.").write(&h)
                    } else {
                        table(&h)
                    }
                    Pager(first: first, next: next, label: "Strony terminów").write(&h)
                }
            }
        }
    }

    private func table(_ h: inout HTML) {
        h.el("table", .cls("grid cases"), .attr("data-lista", "tak")) { h in
            h.el("caption", .cls("vh"), text: "Sprawy według terminu")
            h.el("thead") { h in
                h.el("tr") { h in for t in ["Znak", "Termin", "Tytuł", "Zostało", "Prowadzący", "Co zrobić"] { h.el("th", .attr("scope", "col"), text: t) } }
            }
            h.el("tbody") { h in
                for file in rows {
                    h.el("tr") { h in
                        CaseCells.write(&h, file, today: today)
                        h.el("td", .cls("muted"), text: left(file))
                        h.el("td", .cls("muted"), text: file.officerName)
                        h.el("td") { h in advice(&h, file) }
                    }
                }
            }
        }
    }

    private func left(_ file: CaseFile) -> String {
        guard let due = file.due, file.state.isRunning, due >= today else { return "" }
        return TermWords.workingDays(due, today: today, calendar)
    }

    /// What the clock of the case asks for now (R4.2).
    private func advice(_ h: inout HTML, _ file: CaseFile) {
        guard let due = file.due, file.state.isRunning else { return }
        let left = due.daysSince1970 - today.daysSince1970
        guard left <= CaseReminder.delayNotice.daysBefore else {
            if left <= CaseReminder.week.daysBefore { h.el("span", .cls("muted"), text: "kończy się w tym tygodniu") }
            return
        }
        h.el("a", .href(CasePlace.act(file.sign, .extend).link), text: "Zawiadom o zwłoce")
        h.el("span", .cls("vh"), text: " w sprawie \(file.sign)")
    }
}

/// The report of overdue cases for the head (bezczynność, przewlekłość; R4.3), as it is printed.
struct OverduePrintPage: Sendable {
    static let most = 2_000
    var officeName: String
    var scope: String
    var rows: [CaseFile]
    var today: Day
    var printedAt: Instant
    var links: ResourceLinks

    func render() -> [UInt8] {
        PrintedSheet(
            title: "Sprawy po terminie", officeName: officeName, detail: scope, back: ("Wróć do terminów", CasePlace.terms.link), printedAt: printedAt, links: links,
            headings: OverdueReport.columns
        ).render(rows.map { OverdueReport.cells($0, today: today) }, caption: "Sprawy po terminie", empty: "Żadna sprawa nie jest po terminie.")
    }
}

enum OverdueReport {
    static let columns = ["Znak", "Tytuł", "Wszczęto", "Termin", "Dni po terminie", "Stan", "Prowadzący"]

    static func cells(_ file: CaseFile, today: Day) -> [String] {
        [
            file.sign.description, file.title, PolishTypography.short(file.startDay), file.due.map(PolishTypography.short) ?? "",
            file.due.map { String(max(today.daysSince1970 - $0.daysSince1970, 0)) } ?? "", file.state.polishName, file.officerName,
        ]
    }

    static func csvHeader() -> [UInt8] { [0xEF, 0xBB, 0xBF] + RegisterExport.line(columns) }
    static func csv(_ file: CaseFile, today: Day) -> [UInt8] { RegisterExport.line(cells(file, today: today)) }
}

/// A table on A4 sheets laid sideways, with the name of the report and the day of printing on every sheet.
struct PrintedSheet: Sendable {
    var title: String
    var officeName: String
    var detail: String
    var back: (text: String, link: String)
    var next: String?
    var printedAt: Instant
    var links: ResourceLinks
    var headings: [String]
    /// Further lines of the head, label and value.
    var head: [(String, String)] = []
    /// Lines under the table.
    var foot: [String] = []

    func render(_ rows: [[String]], caption: String, empty: String) -> [UInt8] {
        var h = HTML()
        Document.open(&h, title: "\(title) – \(officeName)", links: links)
        h.el("body", .cls("compact printed wide")) { h in
            h.el("main", .id("tresc")) { h in
                h.el("p", .cls("noprint actions")) { h in
                    h.el("a", .cls("btn"), .href(back.link), text: back.text)
                    if let next { h.el("a", .cls("btn"), .href(next), text: "Następna część") }
                    h.el("span", .cls("muted"), text: "Wydrukuj klawiszami Ctrl P.")
                }
                h.el("div", .cls("print-head")) { h in
                    h.el("h1", text: "\(officeName): \(title.prefix(1).lowercased())\(title.dropFirst())")
                    h.el("p", text: "wydruk z \(Moment.full(printedAt))")
                }
                if !head.isEmpty { h.el("dl", .cls("rows")) { h in for (label, value) in head { Facts.row(&h, label, value) } } }
                if !detail.isEmpty { h.el("p", text: detail) }
                h.el("div", .cls("sideways"), .attr("role", "region"), .attr("tabindex", "0"), .label(caption)) { h in
                    h.el("table", .cls("register")) { h in
                        h.el("caption", .cls("vh"), text: caption)
                        h.el("thead") { h in
                            // Repeated by printers at the top of every sheet.
                            h.el("tr", .cls("running")) { h in
                                h.el(
                                    "td", .attr("colspan", String(headings.count)),
                                    text: [officeName, title.lowercased(), detail, "wydruk z \(Moment.full(printedAt))"].filter { !$0.isEmpty }.joined(separator: " · "))
                            }
                            h.el("tr") { h in for t in headings { h.el("th", .attr("scope", "col"), text: t) } }
                        }
                        h.el("tbody") { h in
                            for row in rows {
                                h.el("tr") { h in
                                    for (i, cell) in row.enumerated() {
                                        if i == 0 {
                                            h.el("th", .attr("scope", "row"), .cls("ref"), text: cell)
                                        } else {
                                            h.el("td", text: PolishTypography.glued(cell))
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
                if rows.isEmpty { h.el("p", .cls("muted"), text: empty) }
                for line in foot { h.el("p", text: line) }
            }
        }
        Document.close(&h)
        return h.bytes
    }
}
