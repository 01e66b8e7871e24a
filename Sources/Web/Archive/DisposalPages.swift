internal import Chancery
internal import Kernel
internal import Law
internal import Markup
internal import Store

/// The lists of disposal, newest first.
struct DisposalListsPage: Sendable {
    var frame: DeskFrame
    /// The archivist makes lists; heads only read those with cases of their units.
    var isArchivist: Bool
    var rows: [DisposalList]
    /// How many cases may be proposed today, up to a bound.
    var proposable: Int
    var waiting: Int
    var key: String
    var first: String?
    var next: String?
    var today: Day

    func render() -> [UInt8] {
        frame.page(title: "Brakowanie") { h in
            if isArchivist {
                WorkTop("Archiwum zakładowe", views: ArchiveView.all(current: .disposals, waiting: waiting), viewsLabel: "Widoki archiwum").write(&h)
            } else {
                WorkTop("Brakowanie").write(&h)
            }
            h.el("div", .cls("page wide")) { h in
                if isArchivist {
                    h.el("p") { h in
                        h.text(
                            PolishTypography.glued(
                                proposable == 0
                                    ? "Dziś żadna sprawa nie nadaje się do brakowania."
                                    : "Okres przechowywania minął: \(PolishTypography.number(proposable)) \(PolishTypography.form(proposable, "sprawa", "sprawy", "spraw")). Wstrzymane i te na spisach pominięto."
                            ))
                    }
                    if proposable > 0 {
                        ActButton(frame: frame, action: ArchivePlace.disposals.link, key: key, text: "Załóż spis", cls: "btn first").write(&h)
                    }
                }
                if rows.isEmpty {
                    return EmptyState("Nie ma spisów", "Spis zakłada archiwista ze spraw, których okres przechowywania minął.").write(&h)
                }
                Grid("Spisy do brakowania", ["Spis", "Założono", "Stan", "Zgoda"], isWorkList: true).write(&h, rows) { h, list in
                    h.el("th", .attr("scope", "row"), .cls("ref")) { h in h.el("a", .href(ArchivePlace.disposal(list.id).link), text: list.name) }
                    h.el("td", text: "\(list.createdBy), \(Moment.text(list.createdAt, today: today))")
                    h.el("td", text: list.state.polishName)
                    h.el("td", text: list.consentDay.map { "\(list.consentNumber) z \(PolishTypography.short($0))" } ?? "–")
                }
                Pager(first: first, next: next, label: "Strony listy").write(&h)
            }
        }
    }
}

/// One list: its cases, the opinions, what stands in the way, and the acts.
struct DisposalListPage: Sendable {
    var frame: DeskFrame
    var list: DisposalList
    var items: [DisposalItem]
    var opinions: [DisposalOpinion]
    var obstacles: [String]
    var codes: [UnitID: String]
    var isArchivist: Bool
    /// Units of which the person gives the opinion.
    var ownUnits: [UnitID]
    var banner: Banner?
    var today: Day

    func render() -> [UInt8] {
        frame.page(title: "Spis \(list.name)") { h in
            WorkTop("Spis \(list.name) do brakowania", actions: actions).write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                h.el("dl", .cls("rows")) { h in
                    Facts.row(&h, "Stan", list.state.polishName)
                    Facts.row(&h, "Założono", "\(list.createdBy), \(Moment.text(list.createdAt, today: today))")
                    if let day = list.consentDay { Facts.row(&h, "Zgoda", "\(list.consentNumber) z \(PolishTypography.short(day))") }
                    if !list.expertise.isEmpty { Facts.row(&h, "Ekspertyza", list.expertise) }
                }
                if list.state == .consented {
                    h.el("div", .cls("inset")) { h in
                        h.el(
                            "p",
                            text: PolishTypography.glued(
                                "Archiwum państwowe wyraziło zgodę. Ten program niczego nie niszczy: akta zostają, a spis jest podstawą zniszczenia papieru i nośników."))
                    }
                }
                if !opinions.isEmpty {
                    h.el("h2", text: "Opinie")
                    h.el("ul") { h in
                        for o in opinions {
                            h.el(
                                "li",
                                text: PolishTypography.glued(
                                    "\(codes[o.unit] ?? ""): \(o.agrees ? "zgoda" : "sprzeciw")\(o.words.isEmpty ? "" : " – \(o.words)") (\(o.by), \(Moment.text(o.at, today: today)))"
                                ))
                        }
                    }
                }
                if list.state == .opinions, !obstacles.isEmpty {
                    h.el("h2", text: "Przed zgodą archiwum państwowego")
                    h.el("ul") { h in for o in obstacles { h.el("li", text: PolishTypography.glued(o)) } }
                }
                h.el("h2", text: "Sprawy na spisie")
                Grid("Sprawy na spisie", DisposalList.columns + (mayRemove ? ["Czynność"] : []), isWorkList: true).write(&h, items) { h, item in
                    h.el("td", .cls("num"), text: String(item.position))
                    h.el("th", .attr("scope", "row"), .cls("ref")) { h in
                        if isArchivist { h.el("a", .href(ArchivePlace.file(item.sign).link), text: item.sign.description) } else { h.text(item.sign.description) }
                    }
                    h.el("td", .cls("wide"), text: "\(codes[item.unit] ?? "") \(item.className)")
                    h.el("td", .cls("wide"), text: PolishTypography.glued(item.title))
                    h.el("td", text: item.years)
                    h.el("td", text: item.category)
                    h.el("td", .cls("wide"), text: item.isRemoved ? "wyjęto: \(item.removeReason)" : "")
                    if mayRemove {
                        h.el("td") { h in
                            if item.isRemoved { return }
                            h.el("a", .href(ArchivePlace.disposalAct(list.id, .remove).link(["poz": String(item.position)]))) { h in
                                h.text("Wyjmij")
                                h.el("span", .cls("vh"), text: " \(item.sign)")
                            }
                        }
                    }
                }
            }
        }
    }

    private var mayRemove: Bool { isArchivist && list.state == .opinions }

    private var actions: [WorkTop.Action] {
        var out = [
            WorkTop.Action("Zapisz CSV", ArchivePlace.disposalCSV(list.id).link), WorkTop.Action("Drukuj spis", ArchivePlace.disposalPrint(list.id).link, key: "P"),
        ]
        guard list.state == .opinions else { return out }
        for unit in ownUnits {
            out.append(WorkTop.Action("Opinia \(codes[unit] ?? "")", ArchivePlace.disposalAct(list.id, .opine).link(["komorka": unit.description]), isFirst: true))
        }
        if isArchivist {
            out.append(WorkTop.Action("Wycofaj spis", ArchivePlace.disposalAct(list.id, .withdraw).link))
            out.append(WorkTop.Action("Wpisz zgodę", ArchivePlace.disposalAct(list.id, .consent).link, isFirst: true))
        }
        return out
    }
}

/// The page of one act with a list of disposal.
struct DisposalActPage: Sendable {
    var frame: DeskFrame
    var list: DisposalList
    var act: DisposalAct
    /// What the act is about: the unit or the case.
    var about: String
    /// Where the form goes, with the unit or position it is about.
    var action: String
    var needsExpertise: Bool
    var form: FormPart
    var key: String

    private var title: String {
        switch act {
        case .opine: "Opinia o spisie \(list.name)"
        case .remove: "Wyjęcie sprawy ze spisu \(list.name)"
        case .consent: "Zgoda archiwum państwowego na spis \(list.name)"
        case .withdraw: "Wycofanie spisu \(list.name)"
        }
    }
    private var button: String {
        switch act {
        case .opine: "Zapisz opinię"
        case .remove: "Wyjmij ze spisu"
        case .consent: "Zapisz zgodę"
        case .withdraw: "Wycofaj spis"
        }
    }

    func render() -> [UInt8] {
        frame.page(title: title, error: !form.errors.isEmpty) { h in
            WorkTop(title).write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: ["opinia", "uwagi", "numer", "dzien", "ekspertyza", "powod"])
                if !about.isEmpty { h.el("p", text: PolishTypography.glued(about)) }
                ActForm(
                    frame: frame, action: action, key: key, button: button, back: ArchivePlace.disposal(list.id).link, isDangerous: act == .withdraw
                ).write(&h) { h in
                    switch act {
                    case .opine:
                        form.radios(
                            &h, "opinia", "Czy komórka potrzebuje jeszcze tych spraw", options: [("tak", "nie, zgoda na brakowanie"), ("nie", "tak, sprzeciw")],
                            chips: false)
                        form.area(&h, "uwagi", "Uwagi", hint: "Przy sprzeciwie: które sprawy i dlaczego", optional: true, rows: 3)
                    case .consent:
                        form.field(&h, "numer", "Numer zgody", hint: "Z pisma archiwum państwowego", width: "ref w20")
                        form.field(&h, "dzien", "Data zgody", hint: "Na przykład 12.03.2026 albo dziś", width: "num w10")
                        form.field(
                            &h, "ekspertyza", "Numer ekspertyzy", hint: "Potrzebny, gdy na spisie są sprawy kategorii BE", optional: !needsExpertise, width: "ref w20")
                    case .remove, .withdraw: form.area(&h, "powod", "Powód", rows: 2)
                    }
                }
            }
        }
    }
}
