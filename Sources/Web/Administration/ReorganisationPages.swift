internal import Chancery
internal import Kernel
internal import Markup
internal import Store

/// The ways to reorganise, and the hand-overs of cases recorded before.
struct ReorganisationPage: Sendable {
    struct Line: Sendable {
        var from: String
        var to: String
        var onDay: Day
        var reason: String
        var by: String
        var state: String
        var isDone: Bool
    }
    var frame: DeskFrame
    var lines: [Line]
    var banner: Banner?

    func render() -> [UInt8] {
        frame.page(title: "Reorganizacja") { h in
            WorkTop("Reorganizacja").write(&h)
            h.el("div", .cls("page")) { h in
                banner?.write(&h)
                h.el("p") { h in h.el("a", .cls("back"), .href(AdministrationPlace.structure.link), text: "Struktura urzędu") }
                h.el("ul", .cls("ways")) { h in
                    for kind in ReorganisationForm.Kind.allCases {
                        h.el("li") { h in
                            h.el("h2") { h in h.el("a", .href(AdministrationPlace.plan(kind).link), text: kind.title) }
                            h.el("p", text: PolishTypography.glued(kind.words))
                        }
                    }
                }
                h.el("h2", text: "Przekazania spraw")
                if lines.isEmpty {
                    h.el("p", .cls("muted"), text: "Nie przekazywano jeszcze spraw między komórkami.")
                } else {
                    Grid("Przekazania spraw, od najnowszego", ["Z komórki", "Do komórki", "Od dnia", "Podstawa", "Kto zapisał", "Stan"]).write(&h, lines) { h, line in
                        h.el("th", .attr("scope", "row"), text: line.from)
                        h.el("td", text: line.to)
                        h.el("td", text: PolishTypography.short(line.onDay))
                        h.el("td", .cls("wide"), text: line.reason)
                        h.el("td", text: line.by)
                        h.el("td") { h in h.el("span", .cls(line.isDone ? "tag ok" : "tag warn"), text: line.state) }
                    }
                }
            }
        }
    }
}

/// The form of one way to reorganise.
struct ReorganisationFormPage: Sendable {
    var frame: DeskFrame
    var kind: ReorganisationForm.Kind
    var units: [OfficeUnit]
    var chosen: Set<String>
    var form: FormPart
    var key: String

    func render() -> [UInt8] {
        frame.page(title: kind.title, error: !form.errors.isEmpty) { h in
            WorkTop(kind.title).write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: kind.order)
                h.el("p", text: PolishTypography.glued(kind.words))
                ActForm(
                    frame: frame, action: AdministrationPlace.plan(kind).link, key: key, button: "Pokaż, co się stanie", back: AdministrationPlace.reorganisation.link
                ).write(&h) { h in
                    h.void("input", .type("hidden"), .name("krok"), .value("podglad"))
                    fields(&h)
                    form.field(&h, "od", "Od dnia", hint: "Pierwszy dzień nowego porządku", width: "w10")
                    form.area(&h, "powod", "Podstawa", hint: "Na przykład: zarządzenie nr 12/2026", rows: 2)
                }
            }
        }
    }

    private func unit(_ h: inout HTML, _ field: String, _ label: String) {
        form.select(&h, field, label, options: [("", "wybierz")] + units.map { ($0.id.description, $0.label) })
    }

    private func fields(_ h: inout HTML) {
        switch kind {
        case .split:
            unit(&h, "komorka", "Komórka, która się dzieli")
            for n in 1...ReorganisationForm.mostParts {
                let s = n == 1 ? "" : "-\(n)"
                h.el("h2", text: n == 1 ? "Pierwsza nowa komórka" : n == 2 ? "Druga nowa komórka" : "Trzecia nowa komórka, jeśli powstaje")
                if n == 1 { h.el("p", .cls("hint"), text: "Przejmie wszystkie sprawy, których nie przejmą następne.") }
                form.field(&h, "symbol" + s, "Symbol", optional: n == 3, width: "w10")
                form.field(&h, "nazwa" + s, "Nazwa", optional: n == 3)
                if n > 1 { form.field(&h, "klasy" + s, "Klasy spraw, które przejmie", hint: "Na przykład: 61, 7226", optional: n == 3) }
            }
        case .merge:
            form.checks(&h, "komorki", "Komórki, które się łączą", options: units.map { ($0.id.description, $0.label) }, chosen: chosen, chips: false)
            form.field(&h, "symbol", "Symbol nowej komórki", width: "w10")
            form.field(&h, "nazwa", "Nazwa nowej komórki")
            form.select(&h, "nadrzedna", "Podlega", options: [("", "nikomu, stoi na górze")] + units.map { ($0.id.description, $0.label) })
        case .rename:
            unit(&h, "komorka", "Komórka")
            form.field(&h, "symbol", "Nowy symbol", width: "w10")
            form.field(&h, "nazwa", "Nowa nazwa")
        case .handOver:
            unit(&h, "komorka", "Oddaje sprawy")
            unit(&h, "dokad", "Przejmuje sprawy")
            form.field(&h, "klasy", "Tylko klasy", hint: "Puste: wszystkie sprawy w toku. Na przykład: 61, 7226", optional: true)
        }
    }
}

/// What a plan will do, before it is done; people choose where each officer goes on.
struct ReorganisationPreviewPage: Sendable {
    struct Person: Sendable {
        var post: PostID
        var name: String
        var title: String
        var chosen: String
    }
    var frame: DeskFrame
    var kind: ReorganisationForm.Kind
    var sentences: [String]
    var warnings: [String]
    var people: [Person]
    /// Codes of the new units, for the choice of each person.
    var targets: [String]
    /// Everything that was typed.
    var fields: [FormValues.Field]
    var key: String

    func render() -> [UInt8] {
        frame.page(title: "\(kind.title): podgląd") { h in
            WorkTop("\(kind.title): co się stanie").write(&h)
            h.el("div", .cls("page")) { h in
                h.el("p", .cls("note"), text: "Nic jeszcze nie zapisano. Sprawdź i zatwierdź na dole.")
                h.el("ol", .cls("steps")) { h in for s in sentences { h.el("li", text: PolishTypography.glued(s)) } }
                if !warnings.isEmpty {
                    h.el("div", .cls("note warn")) { h in
                        h.el("h2", text: "Zwróć uwagę")
                        h.el("ul") { h in for w in warnings { h.el("li", text: PolishTypography.glued(w)) } }
                    }
                }
                ActForm(
                    frame: frame, action: AdministrationPlace.plan(kind).link, key: key, button: "Wykonaj reorganizację",
                    back: AdministrationPlace.reorganisation.link, isDangerous: true
                ).write(&h) { h in
                    carried(&h, step: "wykonaj")
                    if !people.isEmpty {
                        h.el("h2", text: "Gdzie pracują dalej")
                        for p in people {
                            FormPart(values: ["osoba-\(p.post)": p.chosen]).select(
                                &h, "osoba-\(p.post)", "\(p.name), \(p.title)",
                                options: targets.enumerated().map { (String($0.offset + 1), "przechodzi do \($0.element)") } + [("koniec", "stanowisko się kończy")])
                        }
                    }
                }
                h.el("form", .attr("method", "post"), .attr("action", AdministrationPlace.plan(kind).link)) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    carried(&h, step: "popraw")
                    h.el("button", .cls("linkbtn"), text: "Popraw plan")
                }
            }
        }
    }

    private func carried(_ h: inout HTML, step: String) {
        h.void("input", .type("hidden"), .name("krok"), .value(step))
        for f in fields where !f.name.hasPrefix("_") && f.name != "krok" && !f.name.hasPrefix("osoba-") {
            h.void("input", .type("hidden"), .name(f.name), .value(f.value))
        }
    }
}
