internal import Chancery
internal import Kernel
internal import Law
internal import Markup

/// One class: what it is, how it is kept, which units start cases in it.
struct ClassPage: Sendable {
    var frame: DeskFrame
    var planClass: PlanClass
    var path: [PlanClass]
    var children: [PlanClass]
    var mode: ClassMode
    var history: [ModeDecision]
    var setting: ClassSetting
    /// What a case opened today would get.
    var settling: SettlingTerm
    var hasOwnSetting: Bool
    var units: [String]
    var mayEdit: Bool
    /// For an officer, who keeps classes at hand.
    var favourites: Favourites?
    /// Opened from looking up, not from keeping the plan.
    var isLookUp = false
    var banner: Banner?

    struct Favourites: Sendable {
        var isOwn: Bool
        var ownKey: String
        var isUnits: Bool
        var unitKey: String
        var unit: String
    }

    private func place(_ symbol: ClassSymbol) -> String { (isLookUp ? FilePlanPlace.lookUp(symbol) : FilePlanPlace.planClass(symbol)).link }

    private func favourites(_ h: inout HTML) {
        guard let favourites, planClass.isLeaf else { return }
        let back: FavouriteButton.Return = isLookUp ? .lookUp : .keeper
        h.el("div", .cls("row")) { h in
            FavouriteButton(symbol: planClass.symbol, isFavourite: favourites.isOwn, key: favourites.ownKey, back: back).write(&h, frame)
            FavouriteButton(symbol: planClass.symbol, isUnits: true, isFavourite: favourites.isUnits, key: favourites.unitKey, back: back).write(&h, frame)
        }
        h.el("p", .cls("muted small"), text: "Ulubione klasy podpowiadamy przy zakładaniu sprawy. Ulubione komórki \(favourites.unit) widzą wszyscy w niej.")
    }

    func render() -> [UInt8] {
        let c = planClass
        return frame.page(title: c.label) { h in
            WorkTop(
                c.label,
                actions: mayEdit
                    ? [
                        WorkTop.Action("Hasło i kategoria", FilePlanPlace.wording(c.symbol).link),
                        WorkTop.Action("Sposób prowadzenia", FilePlanPlace.mode(c.symbol).link),
                        WorkTop.Action("Termin i dostęp", FilePlanPlace.settings(c.symbol).link),
                    ] : []
            ).write(&h)
            h.el("div", .cls("page")) { h in
                banner?.write(&h)
                h.el("nav", .cls("crumbs"), .label("Gdzie jest ta klasa")) { h in
                    h.el("a", .href((isLookUp ? FilePlanPlace.search : FilePlanPlace.plan).link), text: "Wykaz akt")
                    for one in path {
                        h.text(" › ")
                        h.el("a", .href(place(one.symbol)), text: one.label)
                    }
                }
                favourites(&h)
                h.el("dl", .cls("rows")) { h in
                    Facts.row(&h, "Kategoria", c.isLeaf ? c.category?.description ?? "brak" : "mają ją klasy niższe")
                    Facts.row(&h, "Uwagi", c.entry.notes.isEmpty ? "–" : c.entry.notes)
                    Facts.row(&h, "Synonimy", c.entry.synonyms.isEmpty ? "–" : c.entry.synonyms.joined(separator: ", "))
                    Facts.row(&h, "Prowadzenie", mode.polishName)
                    Facts.row(&h, "Rodzaj spraw", setting.kind?.polishName ?? "nie ustalono")
                    Facts.row(&h, "Termin", ClassWording.settling(settling))
                    Facts.row(&h, "Dostęp", setting.access?.polishName ?? "nie ustalono")
                    let ways = [setting.isKPA ? "KPA" : nil, setting.needsMetryka ? "metryka sprawy" : nil].compactMap(\.self)
                    Facts.row(&h, "Postępowanie", ways.isEmpty ? "–" : ways.joined(separator: ", "))
                    Facts.row(&h, "Zakładają", units.isEmpty ? "żadna komórka" : units.joined(separator: ", "))
                }
                if !hasOwnSetting, c.symbol.parent != nil { h.el("p", .cls("muted"), text: "Termin i dostęp pochodzą z klasy wyższej.") }
                if !children.isEmpty {
                    h.el("h2", text: "Klasy niższe")
                    Grid("Klasy niższe", ["Symbol", "Hasło", "Kategoria"], isWorkList: true).write(&h, children) { h, one in
                        h.el("th", .attr("scope", "row"), .cls("ref")) { h in h.el("a", .href(place(one.symbol)), text: one.symbol.description) }
                        h.el("td", .cls("wide"), text: one.title)
                        h.el("td", text: one.category?.description ?? "")
                    }
                }
                if !history.isEmpty {
                    h.el("h2", text: "Decyzje o sposobie prowadzenia")
                    Grid("Decyzje, od najnowszej", ["Od dnia", "Sposób", "Powód", "Podstawa", "Decyzja z dnia"]).write(&h, history) { h, d in
                        h.el("th", .attr("scope", "row"), text: PolishTypography.short(d.validFrom))
                        h.el("td", text: d.mode.polishName)
                        h.el("td", .cls("wide"), text: d.reason?.polishName ?? "")
                        h.el("td", .cls("wide"), text: d.legalBasis)
                        h.el("td", text: PolishTypography.short(d.decidedOn))
                    }
                }
            }
        }
    }
}

enum ClassWording {
    /// `7 dni (KPA art. 217 § 3)`.
    static func settling(_ s: SettlingTerm) -> String {
        switch (s.term, s.basis.isEmpty) {
        case (let term?, true): term.words
        case (let term?, false): "\(term.words) (\(s.basis))"
        case (nil, false): s.basis
        case (nil, true): "nie ustalono"
        }
    }

    /// Kinds of cases with their terms, for lists to choose from.
    static var kinds: [(String, String)] {
        StatutoryTermKind.ofCases.compactMap { kind in
            guard let law = StatutoryTerm.all.last(where: { $0.kind == kind }) else { return nil }
            let length = law.length.flatMap { CaseTerm($0) }?.words ?? "niezwłocznie"
            return (kind.rawValue, "\(kind.polishName): \(length)")
        }
    }

    static func term(_ t: ClassTerm) -> String {
        let words: (String, String, String) =
            switch t.unit {
            case .day: ("dzień", "dni", "dni")
            case .week: ("tydzień", "tygodnie", "tygodni")
            case .month: ("miesiąc", "miesiące", "miesięcy")
            case .year: ("rok", "lata", "lat")
            }
        return "\(t.amount) \(PolishTypography.form(t.amount, words.0, words.1, words.2))"
    }
}

/// What a class form is about.
enum ClassFormKind: Sendable {
    case mode, settings, wording
    /// A class that the office adds.
    case added
}

/// The forms by which a class is changed.
struct ClassFormPage: Sendable {
    var frame: DeskFrame
    var kind: ClassFormKind
    var planClass: PlanClass?
    /// What stands now.
    var before: [(label: String, value: String)]
    var form: FormPart
    var key: String

    private var title: String {
        switch kind {
        case .mode: "Sposób prowadzenia"
        case .settings: "Termin i dostęp"
        case .wording: "Hasło i kategoria"
        case .added: "Nowa klasa"
        }
    }
    private var action: String {
        guard let symbol = planClass?.symbol else { return FilePlanPlace.newClass.link }
        return switch kind {
        case .mode: FilePlanPlace.mode(symbol).link
        case .settings: FilePlanPlace.settings(symbol).link
        case .wording: FilePlanPlace.wording(symbol).link
        case .added: FilePlanPlace.newClass.link
        }
    }
    private var order: [String] {
        switch kind {
        case .mode: ["tryb", "system", "powod", "podstawa", "decyzja", "od"]
        case .settings: ["rodzaj", "termin", "dostep"]
        case .wording, .added: ["symbol", "haslo", "kategoria", "uwagi", "synonimy", "od", "podstawa"]
        }
    }

    func render() -> [UInt8] {
        frame.page(title: title, error: !form.errors.isEmpty) { h in
            WorkTop(planClass.map { "\(title): \($0.symbol)" } ?? title).write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: order)
                if !before.isEmpty {
                    BeforeAfter.write(&h, before)
                    h.el("h2", text: "Ma być")
                }
                ActForm(
                    frame: frame, action: action, key: key, button: "Zapisz", back: planClass.map { FilePlanPlace.planClass($0.symbol).link } ?? FilePlanPlace.plan.link
                ).write(&h) { h in fields(&h) }
            }
        }
    }

    private func fields(_ h: inout HTML) {
        switch kind {
        case .mode:
            form.radios(
                &h, "tryb", "Sposób prowadzenia", options: [("EZD", "EZD"), ("PAPIER", "papier (wyjątek)"), ("DEDYKOWANY", "system dziedzinowy (wyjątek)")], chips: false)
            form.field(&h, "system", "Nazwa systemu", hint: "Tylko dla systemu dziedzinowego", optional: true)
            form.select(
                &h, "powod", "Powód wyjątku", options: [("", "nie dotyczy")] + ModeReason.allCases.map { ($0.rawValue, $0.polishName) })
            form.area(&h, "podstawa", "Podstawa", hint: "Przepis albo numer zarządzenia; potrzebna przy wyjątku", optional: true, rows: 2)
            form.field(&h, "decyzja", "Data decyzji", width: "w10")
            form.field(&h, "od", "Obowiązuje od dnia", width: "w10")
        case .settings:
            form.select(
                &h, "rodzaj", "Rodzaj spraw", options: [("", "nie ustalono")] + ClassWording.kinds, hint: "Z niego bierzemy ustawowy termin nowej sprawy")
            form.field(
                &h, "termin", "Własny termin urzędu", hint: "Na przykład 30 dni, 1 miesiąc; idzie przed ustawowym. Puste: ustawowy", optional: true, width: "w10")
            form.select(&h, "dostep", "Dostęp do nowych dokumentów", options: [("", "nie ustalono")] + Access.allCases.map { ($0.rawValue, $0.polishName) })
            form.check(&h, "kpa", "Sprawy idą według KPA")
            form.check(&h, "metryka", "Prowadzi się metrykę sprawy")
        case .wording, .added:
            if kind == .added { form.field(&h, "symbol", "Symbol", hint: "Same cyfry; klasa wyższa musi istnieć", width: "w10") }
            form.field(&h, "haslo", "Hasło")
            form.field(&h, "kategoria", "Kategoria archiwalna", hint: "A, B5, BE10, Bc albo B*; tylko klasa końcowa", optional: true, width: "w10")
            form.area(&h, "uwagi", "Uwagi", optional: true, rows: 2)
            form.field(&h, "synonimy", "Synonimy i słowa mieszkańców", hint: "Rozdziel przecinkami", optional: true)
            form.field(&h, "od", "Nowa wersja wykazu od dnia", width: "w10")
            form.area(&h, "podstawa", "Podstawa", hint: "Numer zarządzenia i zgoda archiwum państwowego", rows: 2)
        }
    }
}

/// Units by classes: who may start cases in what. One level at a time.
struct PermitMatrixPage: Sendable {
    struct Row: Sendable {
        /// Empty for the whole plan.
        var symbol: String
        var title: String
        var isLeaf: Bool
    }
    var frame: DeskFrame
    var units: [OfficeUnit]
    var rows: [Row]
    var permits: [UnitID: Set<String>]
    var parent: ClassSymbol?
    var key: String
    var banner: Banner?

    func render() -> [UInt8] {
        frame.page(title: "Kto zakłada sprawy") { h in
            WorkTop(parent.map { "Kto zakłada sprawy: klasa \($0)" } ?? "Kto zakłada sprawy").write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                h.el("p") { h in
                    h.el(
                        "a", .cls("back"),
                        .href(parent.map { $0.parent.map { FilePlanPlace.matrix.link(["w": $0.description]) } ?? FilePlanPlace.matrix.link } ?? FilePlanPlace.plan.link),
                        text: parent == nil ? "Wykaz akt" : "Wyżej")
                }
                h.el(
                    "p", .cls("muted"), text: PolishTypography.glued("Zaznaczona klasa obejmuje wszystkie klasy niższe. Kropka znaczy, że prawo wynika z klasy wyższej."))
                ActForm(frame: frame, action: FilePlanPlace.matrix.link, key: key, button: "Zapisz zmiany", back: FilePlanPlace.plan.link).write(&h) { h in
                    if let parent { h.void("input", .type("hidden"), .name("w"), .value(parent.description)) }
                    Grid("Komórki i klasy", ["Klasa"] + units.map(\.code.description)).write(&h, rows) { h, row in
                        h.el("th", .attr("scope", "row"), .cls("wide")) { h in
                            if row.isLeaf || row.symbol.isEmpty {
                                h.text(row.title)
                            } else {
                                h.el("a", .href(FilePlanPlace.matrix.link(["w": row.symbol])), text: row.title)
                            }
                        }
                        for unit in units { cell(&h, unit, row) }
                    }
                }
            }
        }
    }

    private func cell(_ h: inout HTML, _ unit: OfficeUnit, _ row: Row) {
        let own = permits[unit.id] ?? []
        let inherited = !row.symbol.isEmpty && !own.contains(row.symbol) && (ClassSymbol(row.symbol).map { FilePlan.covers(own, $0) } ?? false)
        h.el("td") { h in
            h.el("span", .cls("cellname"), .attr("aria-hidden", "true"), text: unit.code.description)
            if inherited {
                h.el("span", .attr("role", "img"), .label("\(unit.code): prawo z klasy wyższej"), text: "●")
            } else {
                h.void(
                    "input", .type("checkbox"), .name("prawo"), .value("\(unit.id)~\(row.symbol)"), .label("\(unit.code) zakłada sprawy: \(row.title)"),
                    .flag("checked", own.contains(row.symbol)))
            }
        }
    }
}
