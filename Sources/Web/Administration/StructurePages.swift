internal import Chancery
internal import Kernel
internal import Markup
internal import Store

/// The units of the office on a day, as a tree.
struct StructurePage: Sendable {
    struct Line: Sendable {
        var unit: OfficeUnit
        var depth: Int
        var head: String
        var people: Int
    }
    var frame: DeskFrame
    var lines: [Line]
    var day: Day
    var isToday: Bool
    var form: FormPart
    var banner: Banner?

    func render() -> [UInt8] {
        frame.page(title: "Struktura urzędu", error: !form.errors.isEmpty) { h in
            WorkTop(
                "Struktura urzędu",
                actions: [
                    WorkTop.Action("Reorganizacja", AdministrationPlace.reorganisation.link),
                    WorkTop.Action("Nowa komórka", AdministrationPlace.newUnit.link, key: "N", isFirst: true),
                ]
            ).write(&h)
            h.el("div", .cls("page")) { h in
                banner?.write(&h)
                form.summary(&h, order: ["dzien"])
                h.el("form", .cls("inline"), .attr("action", AdministrationPlace.structure.link)) { h in
                    form.field(&h, "dzien", "Na dzień", width: "w10")
                    h.el("button", .cls("btn"), text: "Pokaż")
                }
                if !isToday { h.el("p", .cls("note"), text: "To jest struktura na \(PolishTypography.long(day)), nie na dziś.") }
                if lines.isEmpty {
                    return EmptyState(
                        "Nie ma żadnej komórki", "Załóż pierwszą, na przykład kierownictwo urzędu. Potem dodaj referaty, które jej podlegają.",
                        action: WorkTop.Action("Nowa komórka", AdministrationPlace.newUnit.link, isFirst: true)
                    ).write(&h)
                }
                Grid("Komórki urzędu", ["Komórka", "Nazwa", "Kierownik", "Osób", "Od kiedy"], isWorkList: true).write(&h, lines) { h, line in
                    h.el("th", .attr("scope", "row"), .cls("d\(min(line.depth, 6))")) { h in
                        h.el("a", .href(AdministrationPlace.unit(line.unit.id).link), text: line.unit.code.description)
                    }
                    h.el("td", .cls("wide"), text: line.unit.name)
                    h.el("td") { h in
                        if line.head.isEmpty { h.el("span", .cls("tag warn"), text: "bez kierownika") } else { h.text(line.head) }
                    }
                    h.el("td", text: String(line.people))
                    h.el("td", text: PolishTypography.short(line.unit.validFrom))
                }
            }
        }
    }
}

/// One unit: what it is called now, what it was called, who works there.
struct UnitPage: Sendable {
    var frame: DeskFrame
    var current: OfficeUnit
    var parent: OfficeUnit?
    var children: [OfficeUnit]
    var history: [OfficeUnit]
    var staff: [(name: String, link: String, title: String, isHead: Bool)]
    var openCases: Int
    var classes: [String]
    var isClosed: Bool
    var banner: Banner?

    func render() -> [UInt8] {
        frame.page(title: "Komórka \(current.code)") { h in
            WorkTop(
                "\(current.code) – \(current.name)",
                actions: isClosed
                    ? []
                    : [
                        WorkTop.Action("Zamknij", AdministrationPlace.closeUnit(current.id).link),
                        WorkTop.Action("Zmień nazwę lub miejsce", AdministrationPlace.changeUnit(current.id).link, key: "E", isFirst: true),
                    ]
            ).write(&h)
            h.el("div", .cls("page")) { h in
                banner?.write(&h)
                h.el("p") { h in h.el("a", .cls("back"), .href(AdministrationPlace.structure.link), text: "Struktura urzędu") }
                h.el("dl", .cls("rows")) { h in
                    Facts.row(&h, "Podlega") { h in
                        if let parent { h.el("a", .href(AdministrationPlace.unit(parent.id).link), text: parent.label) } else { h.text("nikomu, stoi na górze") }
                    }
                    Facts.row(&h, "Podlegają jej") { h in
                        if children.isEmpty { h.text("–") }
                        for (i, child) in children.enumerated() {
                            if i > 0 { h.text(", ") }
                            h.el("a", .href(AdministrationPlace.unit(child.id).link), text: child.code.description)
                        }
                    }
                    Facts.row(&h, "Czynna", Span.text(current.validFrom, current.validTo))
                    Facts.row(&h, "Sprawy w toku", PolishTypography.number(openCases))
                    Facts.row(&h, "Zakłada sprawy", classes.isEmpty ? "w żadnej klasie" : "w klasach: \(classes.joined(separator: ", "))")
                }
                h.el("h2", text: "Pracownicy")
                if staff.isEmpty {
                    h.el("p", .cls("muted"), text: "Nikt nie ma dziś stanowiska w tej komórce.")
                } else {
                    Grid("Pracownicy komórki", ["Nazwisko", "Stanowisko", "Kierownik"]).write(&h, staff) { h, one in
                        h.el("th", .attr("scope", "row")) { h in h.el("a", .href(one.link), text: one.name) }
                        h.el("td", .cls("wide"), text: one.title)
                        h.el("td", text: one.isHead ? "kieruje" : "")
                    }
                }
                h.el("h2", text: "Historia")
                Grid("Symbole i nazwy komórki, od najnowszych", ["Symbol", "Nazwa", "Kiedy"]).write(&h, history) { h, one in
                    h.el("th", .attr("scope", "row"), text: one.code.description)
                    h.el("td", .cls("wide"), text: one.name)
                    h.el("td", text: Span.text(one.validFrom, one.validTo))
                }
            }
        }
    }
}

/// Opening a unit, or giving one another code, name or place.
struct UnitFormPage: Sendable {
    var frame: DeskFrame
    /// The unit as it stands; `nil` for a new one.
    var before: OfficeUnit?
    var beforeParent: String = ""
    var parents: [OfficeUnit]
    var form: FormPart
    var key: String

    func render() -> [UInt8] {
        let title = before.map { "Zmiana komórki \($0.code)" } ?? "Nowa komórka"
        return frame.page(title: title, error: !form.errors.isEmpty) { h in
            WorkTop(title).write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: ["symbol", "nazwa", "nadrzedna", "od"])
                if let before {
                    BeforeAfter.write(
                        &h, [("Symbol", before.code.description), ("Nazwa", before.name), ("Podlega", beforeParent), ("Od", PolishTypography.short(before.validFrom))])
                    h.el("h2", text: "Ma być")
                    h.el("p", .cls("muted"), text: "Stary symbol i nazwa zostaną w historii i w znakach spraw.")
                }
                ActForm(
                    frame: frame, action: before.map { AdministrationPlace.changeUnit($0.id).link } ?? AdministrationPlace.newUnit.link, key: key,
                    button: before == nil ? "Załóż komórkę" : "Zapisz zmianę",
                    back: before.map { AdministrationPlace.unit($0.id).link } ?? AdministrationPlace.structure.link
                ).write(&h) { h in
                    form.field(&h, "symbol", "Symbol", hint: "Litery i cyfry bez polskich znaków, na przykład GK", width: "w10", focus: true)
                    form.field(&h, "nazwa", "Nazwa", hint: "Na przykład Referat Gospodarki Komunalnej")
                    form.select(&h, "nadrzedna", "Podlega", options: [("", "nikomu, stoi na górze")] + parents.map { ($0.id.description, $0.label) })
                    form.field(&h, "od", "Od dnia", width: "w10")
                }
            }
        }
    }
}

/// Closing a unit: what still hangs on it, its last day and the reason.
struct UnitClosingPage: Sendable {
    var frame: DeskFrame
    var unit: OfficeUnit
    var openCases: Int
    var staff: [String]
    var form: FormPart
    var key: String

    func render() -> [UInt8] {
        frame.page(title: "Zamknąć komórkę \(unit.code)?", error: !form.errors.isEmpty) { h in
            WorkTop("Zamknąć komórkę \(unit.code)?").write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: ["do", "powod"])
                h.el("p", text: PolishTypography.glued("Komórka \(unit.label) przestanie istnieć po ostatnim dniu. Jej znaki spraw zostają."))
                if openCases > 0 {
                    h.el("div", .cls("note warn")) { h in
                        h.el("p", text: "Ma sprawy w toku: \(openCases). Przekaż je innej komórce w reorganizacji.")
                        h.el("p") { h in h.el("a", .href(AdministrationPlace.reorganisation.link), text: "Przejdź do reorganizacji") }
                    }
                }
                if !staff.isEmpty { h.el("p", text: "Z ostatnim dniem skończą się stanowiska: \(staff.joined(separator: ", ")).") }
                ActForm(
                    frame: frame, action: AdministrationPlace.closeUnit(unit.id).link, key: key, button: "Zamknij komórkę",
                    back: AdministrationPlace.unit(unit.id).link, isDangerous: true
                ).write(&h) { h in
                    form.field(&h, "do", "Ostatni dzień", width: "w10")
                    form.area(&h, "powod", "Powód", hint: "Na przykład numer zarządzenia", rows: 2)
                }
            }
        }
    }
}
