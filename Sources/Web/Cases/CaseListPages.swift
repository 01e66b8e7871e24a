internal import Chancery
internal import Kernel
internal import Law
internal import Markup

/// The lists of cases that a unit has in a year.
struct CaseListsPage: Sendable {
    struct Line: Sendable {
        var unitCode: String
        var symbol: String
        var classTitle: String
        var last: Int64
    }
    var frame: DeskFrame
    var year: Int
    var unit: OfficeUnit?
    var units: [OfficeUnit]
    var lists: [Line]
    var mayOpenSubFile: Bool

    func render() -> [UInt8] {
        frame.page(title: "Spisy spraw \(year)") { h in
            WorkTop(
                "Spisy spraw",
                actions: [WorkTop.Action("Dokumenty bez sprawy", CasePlace.withoutCaseList.link)]
                    + (mayOpenSubFile ? [WorkTop.Action("Załóż podteczkę", CasePlace.newSubFile.link)] : [])
            ).write(&h)
            h.el("div", .cls("panes single")) { h in
                h.el("div", .cls("list")) { h in
                    if units.isEmpty {
                        EmptyState(
                            "Spisy widzi kierownik", "Cały spis spraw komórki widzi jej kierownik i koordynator. Swoje sprawy masz w widoku „Moje”.",
                            action: WorkTop.Action("Moje sprawy", CasePlace.list.link)
                        ).write(&h)
                    } else {
                        filter(&h)
                        if lists.isEmpty {
                            EmptyState("W tym roku nie ma spraw", "Gdy komórka założy sprawę, jej spis pojawi się tutaj.").write(&h)
                        } else {
                            table(&h)
                        }
                    }
                }
            }
        }
    }

    private func filter(_ h: inout HTML) {
        h.el("form", .cls("tools"), .attr("action", CasePlace.lists.link), .label("Komórka i rok")) { h in
            h.el("div") { h in
                h.el("label", .cls("label"), .attr("for", "komorka"), text: "Komórka")
                h.el("select", .cls("select"), .id("komorka"), .name("komorka")) { h in
                    for u in units { h.el("option", .value(u.code.description), .flag("selected", u.id == unit?.id), text: u.label) }
                }
            }
            h.el("div") { h in
                h.el("label", .cls("label"), .attr("for", "rok"), text: "Rok")
                h.void("input", .cls("input w10"), .id("rok"), .name("rok"), .value(String(year)), .attr("inputmode", "numeric"), .attr("autocomplete", "off"))
            }
            h.el("button", .cls("btn"), text: "Pokaż")
        }
    }

    private func table(_ h: inout HTML) {
        h.el("table", .cls("grid"), .attr("data-lista", "tak")) { h in
            h.el("caption", .cls("vh"), text: "Spisy spraw")
            h.el("thead") { h in h.el("tr") { h in for t in ["Klasa", "Hasło", "Komórka", "Liczba spraw"] { h.el("th", .attr("scope", "col"), text: t) } } }
            h.el("tbody") { h in
                for line in lists {
                    h.el("tr") { h in
                        h.el("th", .attr("scope", "row"), .cls("ref")) { h in
                            h.el("a", .href(CasePlace.caseList(year: year, symbol: line.symbol).link(["komorka": line.unitCode])), text: line.symbol)
                        }
                        h.el("td", .cls("wide"), text: PolishTypography.glued(line.classTitle))
                        h.el("td", text: line.unitCode)
                        h.el("td", .cls("num"), text: String(line.last))
                    }
                }
            }
        }
    }
}

/// One list of cases in its official columns.
struct CaseListPage: Sendable {
    var frame: DeskFrame
    var header: CaseList.Header
    var rows: [CaseList.Row]
    var first: String?
    var next: String?

    static func link(_ h: CaseList.Header, after: Int64? = nil) -> String {
        CasePlace.caseList(year: h.year, symbol: h.symbol).link(query(h, after))
    }
    fileprivate static func query(_ h: CaseList.Header, _ after: Int64? = nil) -> KeyValuePairs<String, String?> {
        ["komorka": h.unitCode, "podteczka": h.subFile.map(String.init), "po": after.map(String.init)]
    }

    func render() -> [UInt8] {
        let name = "Spis spraw \(header.unitCode).\(header.symbol) z \(header.year)"
        return frame.page(title: name) { h in
            WorkTop(
                name,
                actions: [
                    WorkTop.Action("Zapisz CSV", CasePlace.caseListCSV(year: header.year, symbol: header.symbol).link(CaseListPage.query(header))),
                    WorkTop.Action("Zapisz XML", CasePlace.caseListXML(year: header.year, symbol: header.symbol).link(CaseListPage.query(header))),
                    WorkTop.Action("Drukuj spis", CaseListPrintPage.link(header), key: "P", isFirst: true),
                ]
            ).write(&h)
            h.el("div", .cls("page")) { h in
                h.el("dl", .cls("rows")) { h in
                    for (label, value) in CaseListPrintPage.head(header) { Facts.row(&h, label, value) }
                }
                if rows.isEmpty {
                    EmptyState("Spis jest pusty", "W tej klasie nie założono jeszcze sprawy.").write(&h)
                } else {
                    h.el("div", .cls("full"), .attr("role", "region"), .attr("tabindex", "0"), .label("Spis spraw")) { h in
                        h.el("table", .cls("register"), .attr("data-lista", "tak")) { h in
                            h.el("caption", .cls("vh"), text: name)
                            h.el("thead") { h in h.el("tr") { h in for t in CaseList.columns { h.el("th", .attr("scope", "col"), text: t) } } }
                            h.el("tbody") { h in for row in rows { line(&h, row) } }
                        }
                    }
                }
                Pager(first: first, next: next, label: "Strony spisu").write(&h)
            }
        }
    }

    private func line(_ h: inout HTML, _ row: CaseList.Row) {
        let cells = CaseListPrintPage.cells(row)
        h.el("tr") { h in
            for (i, cell) in cells.enumerated() {
                if i == 0 {
                    h.el("td", .cls("r"), text: cell)
                } else if i == 1 {
                    h.el("th", .attr("scope", "row"), .cls("ref")) { h in
                        let link = row.isSubFile ? subFileLink(row) : CasePlace.file(row.sign).link
                        h.el("a", .href(link), text: cell)
                    }
                } else {
                    h.el("td", text: PolishTypography.glued(cell))
                }
            }
        }
    }

    private func subFileLink(_ row: CaseList.Row) -> String {
        var sub = header
        sub.subFile = row.number
        return CaseListPage.link(sub)
    }
}

/// The list of cases as it is printed: A4 laid sideways, the day of printing on every sheet.
struct CaseListPrintPage: Sendable {
    var officeName: String
    var header: CaseList.Header
    var rows: [CaseList.Row]
    var next: String?
    var printedAt: Instant
    var links: ResourceLinks

    static func link(_ h: CaseList.Header, after: Int64? = nil) -> String {
        CasePlace.caseListPrint(year: h.year, symbol: h.symbol).link(CaseListPage.query(h, after))
    }

    /// The head of the list: year, day of the report, unit, symbol, entry of the class.
    static func head(_ h: CaseList.Header) -> [(String, String)] {
        [
            ("Rok", String(h.year)), ("Data raportu", PolishTypography.short(h.reportDay)),
            ("Komórka", h.unitName.isEmpty ? h.unitCode : "\(h.unitCode) – \(h.unitName)"), ("Symbol", h.symbol), ("Hasło", h.classTitle),
        ] + (h.subFile.map { [("Podteczka", String($0))] } ?? [])
    }

    /// The columns with days as clerks read them.
    static func cells(_ r: CaseList.Row) -> [String] {
        [
            String(r.number), r.sign.description, r.title, r.sender, r.foreignSign, r.letterDate.map(PolishTypography.short) ?? "",
            PolishTypography.short(r.startDay), r.closedDay.map(PolishTypography.short) ?? "", r.officer, r.remarks,
        ]
    }

    func render() -> [UInt8] {
        PrintedSheet(
            title: "Spis spraw \(header.unitCode).\(header.symbol) z \(header.year)", officeName: officeName, detail: "",
            back: ("Wróć do spisu", CaseListPage.link(header)),
            next: next, printedAt: printedAt, links: links, headings: CaseList.columns, head: CaseListPrintPage.head(header)
        ).render(rows.map(CaseListPrintPage.cells), caption: "Spis spraw", empty: "W spisie nie ma spraw.")
    }
}

/// Documents that create no case file, by class and year (R1.14).
struct WithoutCasePage: Sendable {
    var frame: DeskFrame
    var unitCode: String
    var symbol: String
    var year: Int
    var rows: [DocumentWithoutCase]
    var next: String?

    func render() -> [UInt8] {
        frame.page(title: "Dokumenty bez sprawy") { h in
            WorkTop("Dokumenty, które nie tworzą akt sprawy", actions: [WorkTop.Action("Spisy spraw", CasePlace.lists.link)]).write(&h)
            h.el("div", .cls("panes single")) { h in
                h.el("div", .cls("list")) { h in
                    h.el("form", .cls("tools"), .attr("action", CasePlace.withoutCaseList.link), .label("Klasa i rok")) { h in
                        for (name, label, value) in [("klasa", "Klasa", symbol), ("rok", "Rok", String(year))] {
                            h.el("div") { h in
                                h.el("label", .cls("label"), .attr("for", name), text: label)
                                h.void("input", .cls("input w10"), .id(name), .name(name), .value(value), .attr("inputmode", "numeric"), .attr("autocomplete", "off"))
                            }
                        }
                        h.el("button", .cls("btn"), text: "Pokaż")
                        h.el("p", .cls("push muted"), text: "Komórka \(unitCode)")
                    }
                    if rows.isEmpty {
                        EmptyState(symbol.isEmpty ? "Wpisz klasę" : "Nic tu nie odłożono", "Dokumenty bez sprawy są ułożone według klasy i roku.").write(&h)
                    } else {
                        table(&h)
                    }
                    Pager(next: next, label: "Strony listy").write(&h)
                }
            }
        }
    }

    private func table(_ h: inout HTML) {
        Grid("Dokumenty bez sprawy", ["Pismo", "Tytuł", "Od kogo", "Odłożono", "Czynność"], isWorkList: true).write(&h, rows) { h, row in
            let number = RegisterNumber(row.reference)
            h.el("th", .attr("scope", "row"), .cls("ref")) { h in
                if let number {
                    h.el("a", .href(Place.letter(year: number.year, number: number.number).link), text: row.reference)
                } else {
                    h.text(row.reference)
                }
            }
            h.el("td", .cls("wide"), text: PolishTypography.glued(row.title))
            h.el("td", text: row.counterpart)
            h.el("td", .cls("muted"), text: "\(PolishTypography.short(PolishTime.day(of: row.filedAt))), \(row.filedBy)")
            h.el("td") { h in
                if let number {
                    h.el("a", .href(CasePlace.join(number).link)) { h in
                        h.text("Przenieś do sprawy")
                        h.el("span", .cls("vh"), text: " pismo \(row.reference)")
                    }
                }
            }
        }
    }
}
