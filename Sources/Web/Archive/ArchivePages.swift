internal import Chancery
internal import Kernel
internal import Law
internal import Markup
internal import Store

/// The views of the archive, as its head shows them.
enum ArchiveView: Sendable, Hashable {
    case present, coming, requests, disposals

    static func all(current: ArchiveView, waiting: Int) -> [WorkTop.View] {
        [
            WorkTop.View("W archiwum", ArchivePlace.list.link, isCurrent: current == .present),
            WorkTop.View("Do przejęcia", ArchivePlace.list.link(["widok": "do-przejecia"]), isCurrent: current == .coming),
            WorkTop.View("Wnioski o wycofanie", ArchivePlace.requests.link, count: waiting, isCurrent: current == .requests),
            WorkTop.View("Brakowanie", ArchivePlace.disposals.link, isCurrent: current == .disposals),
        ]
    }
}

/// What lies in the archive.
struct ArchiveListPage: Sendable {
    var frame: DeskFrame
    var rows: [ArchiveStanding]
    var codes: [UnitID: String]
    var symbol: String
    var waiting: Int
    var first: String?
    var next: String?
    var today: Day

    static func link(symbol: String, after: CaseID? = nil) -> String {
        ArchivePlace.list.link(["klasa": symbol.isEmpty ? nil : symbol, "po": after?.description])
    }

    func render() -> [UInt8] {
        frame.page(title: "Archiwum zakładowe") { h in
            WorkTop("Archiwum zakładowe", views: ArchiveView.all(current: .present, waiting: waiting), viewsLabel: "Widoki archiwum").write(&h)
            h.el("div", .cls("panes single")) { h in
                h.el("div", .cls("list")) { h in
                    h.el("form", .cls("tools"), .attr("action", ArchivePlace.list.link), .label("Filtr")) { h in
                        h.el("div") { h in
                            h.el("label", .cls("label"), .attr("for", "klasa"), text: "Klasa")
                            h.void("input", .cls("input w10"), .id("klasa"), .name("klasa"), .value(symbol), .attr("inputmode", "numeric"), .attr("autocomplete", "off"))
                        }
                        h.el("button", .cls("btn"), text: "Pokaż")
                        if !symbol.isEmpty { h.el("a", .cls("btn bare"), .href(ArchivePlace.list.link), text: "Wyczyść filtry") }
                    }
                    if rows.isEmpty {
                        EmptyState(
                            symbol.isEmpty ? "Archiwum jest puste" : "Nic nie znaleziono",
                            "Zakończone sprawy przechodzą tu same, po dwóch pełnych latach od roku zakończenia."
                        ).write(&h)
                    } else {
                        Grid("Sprawy w archiwum", ["Znak", "Tytuł", "Komórka", "Zakończona", "Kategoria", "Do brakowania"], isWorkList: true).write(&h, rows, row)
                    }
                    Pager(first: first, next: next, label: "Strony listy").write(&h)
                }
            }
        }
    }

    private func row(_ h: inout HTML, _ kept: ArchiveStanding) {
        h.el("th", .attr("scope", "row"), .cls("ref")) { h in
            h.el("a", .href(ArchivePlace.file(kept.file.sign).link), text: kept.file.sign.description)
        }
        h.el("td", .cls("wide"), text: PolishTypography.glued(kept.file.title))
        h.el("td", text: codes[kept.file.unit] ?? "")
        h.el("td", text: PolishTypography.short(kept.completedDay))
        h.el("td", text: kept.category?.description ?? "brak")
        h.el("td") { h in ArchiveWords.disposal(&h, kept, today: today) }
    }
}

enum ArchiveWords {
    /// When the case may be proposed for destruction, and what forbids it.
    static func disposal(_ h: inout HTML, _ kept: ArchiveStanding, today: Day) {
        if kept.isHeld { return h.el("span", .cls("tag warn"), text: "wstrzymane") }
        if kept.isListed { return h.el("span", .cls("tag"), text: "na spisie") }
        switch kept.category {
        case .permanent: h.text("nigdy")
        case .brief: h.text("po wykorzystaniu")
        case .special: h.text("według przepisu szczególnego")
        case nil: h.el("span", .cls("tag warn"), text: "brak kategorii")
        case .years, .yearsThenExpert:
            guard let day = kept.disposableFrom else { return }
            h.text("od \(PolishTypography.short(day))\(kept.needsExpertise ? ", po ekspertyzie" : "")")
            if day <= today {
                h.text(" ")
                h.el("span", .cls("tag"), text: "można")
            }
        }
    }
}

/// Completed cases that the archive will take over, with what is still to be put in order (R1.20).
struct TidyingPage: Sendable {
    struct Line: Sendable {
        var file: CaseFile
        var findings: [ClosingFinding]
    }
    var frame: DeskFrame
    /// Of the archivist, for the whole office, or of the officer, for his own cases.
    var isArchivist: Bool
    var rows: [Line]
    var waiting = 0
    var first: String?
    var next: String?

    func render() -> [UInt8] {
        let title = isArchivist ? "Archiwum zakładowe: do przejęcia" : "Porządkowanie zakończonych spraw"
        return frame.page(title: title) { h in
            if isArchivist {
                WorkTop("Archiwum zakładowe", views: ArchiveView.all(current: .coming, waiting: waiting), viewsLabel: "Widoki archiwum").write(&h)
            } else {
                WorkTop(title, actions: [WorkTop.Action("Moje sprawy", CasePlace.list.link)]).write(&h)
            }
            h.el("div", .cls("page wide")) { h in
                h.el(
                    "p", .cls("muted"),
                    text: PolishTypography.glued(
                        "Sprawa przechodzi do archiwum sama, 1 stycznia po dwóch pełnych latach. Przed tym dniem uzupełnij to, czego w niej brakuje."))
                if rows.isEmpty {
                    return EmptyState("Nic nie czeka", isArchivist ? "Żadna zakończona sprawa nie czeka na przejęcie." : "Nie masz zakończonych spraw.").write(&h)
                }
                Grid("Zakończone sprawy", ["Znak", "Tytuł", "Zakończona", "Do archiwum", "Do uzupełnienia"], isWorkList: true).write(&h, rows) { h, line in
                    h.el("th", .attr("scope", "row"), .cls("ref")) { h in
                        h.el("a", .href(CasePlace.file(line.file.sign).link), text: line.file.sign.description)
                    }
                    h.el("td", .cls("wide"), text: PolishTypography.glued(line.file.title))
                    h.el("td", text: line.file.closedDay.map(PolishTypography.short) ?? "")
                    h.el("td", text: line.file.closedDay.flatMap(ArchiveRules.transferDay).map(PolishTypography.short) ?? "")
                    h.el("td", .cls("wide")) { h in
                        if line.findings.isEmpty { return h.el("span", .cls("tag ok"), text: "uporządkowana") }
                        h.el("ul", .cls("plain")) { h in for f in line.findings { h.el("li", text: PolishTypography.glued(f.message)) } }
                    }
                }
                Pager(first: first, next: next, label: "Strony listy").write(&h)
            }
        }
    }
}

/// The register of requests to take cases back.
struct WithdrawalsPage: Sendable {
    var frame: DeskFrame
    var rows: [ArchiveWithdrawal]
    var waiting: Int
    var first: String?
    var next: String?
    var banner: Banner?
    var today: Day

    func render() -> [UInt8] {
        frame.page(title: "Wnioski o wycofanie z archiwum") { h in
            WorkTop("Archiwum zakładowe", views: ArchiveView.all(current: .requests, waiting: waiting), viewsLabel: "Widoki archiwum").write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                if rows.isEmpty {
                    return EmptyState("Nie ma wniosków", "Wniosek składa prowadzący na stronie sprawy, która leży w archiwum.").write(&h)
                }
                Grid("Wnioski o wycofanie", ["Numer", "Sprawa", "Powód", "Kto i kiedy", "Rozstrzygnięcie"], isWorkList: true).write(&h, rows) { h, w in
                    h.el("th", .attr("scope", "row"), .cls("ref"), text: w.name)
                    h.el("td", .cls("wide")) { h in
                        h.el("a", .href(ArchivePlace.file(w.sign).link), text: w.sign.description)
                        h.text(" \(w.title)")
                    }
                    h.el("td", .cls("wide"), text: PolishTypography.glued(w.reason))
                    h.el("td", text: "\(w.requestedBy), \(Moment.text(w.requestedAt, today: today))")
                    h.el("td") { h in
                        guard let at = w.decidedAt else {
                            h.el("a", .cls("btn"), .href(ArchivePlace.decide(w.id).link)) { h in
                                h.text("Rozstrzygnij")
                                h.el("span", .cls("vh"), text: " wniosek \(w.name)")
                            }
                            return
                        }
                        h.el("span", .cls(w.isGranted == true ? "tag ok" : "tag warn"), text: w.isGranted == true ? "zgoda" : "odmowa")
                        h.text(" \(w.decidedBy), \(Moment.text(at, today: today))\(w.note.isEmpty ? "" : ": \(w.note)")")
                    }
                }
                Pager(first: first, next: next, label: "Strony listy").write(&h)
            }
        }
    }
}
