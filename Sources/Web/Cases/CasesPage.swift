internal import Chancery
internal import Kernel
internal import Markup
internal import Store

/// Cases as a list, in the orders people look for them.
struct CasesPage: Sendable {
    enum View: String, Sendable, CaseIterable {
        case mine = "moje", unit = "komorka", all = "wszystkie"

        var name: String {
            switch self {
            case .mine: "Moje"
            case .unit: "Moja komórka"
            case .all: "Wszystkie, które widzę"
            }
        }
    }
    enum Order: String, Sendable, CaseIterable {
        case due = "termin", sign = "znak", newest = "najnowsze"

        var name: String {
            switch self {
            case .due: "według terminu"
            case .sign: "według znaku"
            case .newest: "od najnowszej"
            }
        }
    }
    struct Person: Sendable {
        var id: OfficerID
        var name: String
    }

    var frame: DeskFrame
    var view: View
    var views: [View]
    var order: Order
    /// Filters as chosen: `stan`, `komorka`, `klasa`, `rok`, `prowadzacy`.
    var form: FormPart
    var units: [OfficeUnit]
    var people: [Person]
    var rows: [CaseFile]
    var total: Int
    var mayOpen: Bool
    var maySupervise: Bool
    var first: String?
    var next: String?
    var today: Day

    private var isFiltered: Bool { ["stan", "komorka", "klasa", "rok", "prowadzacy"].contains { !form.value($0).isEmpty } }

    func render() -> [UInt8] {
        frame.page(title: "Sprawy: \(view.name.lowercased())", error: !form.errors.isEmpty) { h in
            var actions: [WorkTop.Action] = []
            if maySupervise { actions.append(WorkTop.Action("Nadzór", CasePlace.oversight.link)) }
            if view == .mine { actions.append(WorkTop.Action("Porządkowanie", ArchivePlace.tidying.link)) }
            if mayOpen { actions.append(WorkTop.Action("Załóż sprawę z urzędu", CasePlace.new.link, key: "Z", isFirst: true)) }
            WorkTop(
                "Sprawy", actions: actions,
                views: views.map { WorkTop.View($0.name, CasePlace.list.link(["widok": $0.rawValue]), isCurrent: $0 == view) }, viewsLabel: "Widoki spraw"
            ).write(&h)
            h.el("div", .cls("panes single")) { h in
                h.el("div", .cls("list")) { h in
                    form.summary(&h, order: ["klasa", "rok"])
                    filters(&h)
                    if rows.isEmpty { empty(&h) } else { CaseGrid(rows: rows, today: today).write(&h) }
                    Pager(first: first, next: next, label: "Strony listy spraw", nextText: "Następne sprawy").write(&h)
                }
            }
        }
    }

    private func filters(_ h: inout HTML) {
        h.el("form", .cls("tools"), .attr("action", CasePlace.list.link), .attr("role", "search"), .label("Filtry spraw")) { h in
            h.void("input", .type("hidden"), .name("widok"), .value(view.rawValue))
            choice(&h, "kolejnosc", "Kolejność", Order.allCases.map { ($0.rawValue, $0.name) }, chosen: order.rawValue)
            choice(&h, "stan", "Stan", [("", "każdy")] + CaseState.allCases.map { ($0.rawValue, $0.polishName) }, chosen: form.value("stan"))
            if view == .all, units.count > 1 {
                choice(&h, "komorka", "Komórka", [("", "każda")] + units.map { ($0.id.description, $0.label) }, chosen: form.value("komorka"))
            }
            if view != .mine, !people.isEmpty {
                choice(&h, "prowadzacy", "Prowadzący", [("", "każdy")] + people.map { ($0.id.description, $0.name) }, chosen: form.value("prowadzacy"))
            }
            line(&h, "klasa", "Klasa", "w10")
            line(&h, "rok", "Rok", "w10")
            h.el("button", .cls("btn"), text: "Filtruj")
            if isFiltered { h.el("a", .cls("btn bare"), .href(CasePlace.list.link(["widok": view.rawValue])), text: "Wyczyść filtry") }
            h.el("p", .cls("push muted"), .attr("role", "status")) { h in
                let counted = total >= Cases.countLimit ? "ponad \(PolishTypography.number(Cases.countLimit))" : PolishTypography.number(total)
                h.text("\(counted) \(PolishTypography.form(total, "sprawa", "sprawy", "spraw"))")
            }
        }
    }

    private func choice(_ h: inout HTML, _ name: String, _ label: String, _ options: [(String, String)], chosen: String) {
        h.el("div") { h in
            h.el("label", .cls("label"), .attr("for", name), text: label)
            h.el("select", .cls("select"), .id(name), .name(name)) { h in
                for (value, text) in options { h.el("option", .value(value), .flag("selected", value == chosen), text: text) }
            }
        }
    }

    private func line(_ h: inout HTML, _ name: String, _ label: String, _ width: String) {
        h.el("div") { h in
            h.el("label", .cls("label"), .attr("for", name), text: label)
            h.void(
                "input", .cls("input \(width)"), .id(name), .name(name), .value(form.value(name)), .attr("autocomplete", "off"), .attr("inputmode", "numeric"),
                .attr("aria-invalid", form.errors[name] == nil ? nil : "true"))
        }
    }

    private func empty(_ h: inout HTML) {
        if isFiltered {
            EmptyState(
                "Nic nie znaleziono", "Żadna sprawa nie pasuje do filtrów.",
                action: WorkTop.Action("Wyczyść filtry", CasePlace.list.link(["widok": view.rawValue]))
            ).write(&h)
        } else {
            EmptyState(
                order == .due ? "Nie ma otwartych spraw" : "Nie ma jeszcze spraw", "Sprawę założysz z pisma, które masz w skrzynce, albo z urzędu.",
                action: mayOpen ? WorkTop.Action("Załóż sprawę z urzędu", CasePlace.new.link) : nil
            ).write(&h)
        }
    }
}

/// The table of cases that several pages share.
struct CaseGrid: Sendable {
    var rows: [CaseFile]
    var today: Day
    /// What stands in the fourth column in place of the state.
    var note: (heading: String, text: @Sendable (CaseFile) -> String)?

    func write(_ h: inout HTML) {
        h.el("table", .cls("grid cases"), .attr("data-lista", "tak")) { h in
            h.el("caption", .cls("vh"), text: "Sprawy")
            h.el("thead") { h in
                h.el("tr") { h in
                    for heading in ["Znak", "Termin", "Tytuł", note?.heading ?? "Stan", "Prowadzący"] { h.el("th", .attr("scope", "col"), text: heading) }
                }
            }
            h.el("tbody") { h in
                for file in rows {
                    h.el("tr") { h in
                        CaseCells.write(&h, file, today: today)
                        h.el("td") { h in if let note { h.text(note.text(file)) } else { CaseStateTag.write(&h, file.state) } }
                        h.el("td", .cls("muted"), text: file.officerName)
                    }
                }
            }
        }
    }
}
