internal import Chancery
internal import Kernel
internal import Markup

/// The file plan: version in force, classes of the first orders, search.
struct FilePlanPage: Sendable {
    var frame: DeskFrame
    var versions: [PlanVersion]
    var current: PlanVersionID?
    var today: Day
    /// Classes of one level, or those found.
    var classes: [PlanClass]
    var parent: PlanClass?
    var words: String
    var mayEdit: Bool
    /// Only in a house of invented people.
    var offersDemonstration: Bool
    var demonstrationKey: String
    var banner: Banner?

    func render() -> [UInt8] {
        frame.page(title: "Wykaz akt") { h in
            WorkTop(
                "Wykaz akt (JRWA)",
                actions: mayEdit
                    ? [
                        WorkTop.Action("Kto zakłada sprawy", FilePlanPlace.matrix.link), WorkTop.Action("Dodaj klasę", FilePlanPlace.newClass.link),
                        WorkTop.Action("Wczytaj z pliku", FilePlanPlace.importing.link, isFirst: true),
                    ] : []
            ).write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                if versions.first(where: { $0.id == current })?.isDemonstration ?? false {
                    h.el(
                        "p", .cls("note warn"),
                        text: PolishTypography.glued(
                            "To wykaz przykładowy do pokazu. Nie jest to wykaz akt z rozporządzenia i nie wolno według niego prowadzić prawdziwych spraw."))
                }
                if versions.isEmpty { nothing(&h) } else { plan(&h) }
                if !versions.isEmpty { history(&h) }
            }
        }
    }

    private func nothing(_ h: inout HTML) {
        EmptyState(
            "Nie ma jeszcze wykazu akt", "Bez niego nikt nie założy sprawy. Wczytaj plik CSV z kolumnami: symbol, hasło, kategoria, uwagi.",
            action: mayEdit ? WorkTop.Action("Wczytaj z pliku", FilePlanPlace.importing.link, isFirst: true) : nil
        ).write(&h)
        demonstration(&h)
    }

    private func demonstration(_ h: inout HTML) {
        guard offersDemonstration, mayEdit else { return }
        h.el("div", .cls("note")) { h in
            h.el("p", text: PolishTypography.glued("To jest pokaz. Możesz wczytać wykaz przykładowy; każda jego klasa jest oznaczona jako przykład."))
            ActButton(frame: frame, action: FilePlanPlace.demonstration.link, key: demonstrationKey, text: "Wczytaj wykaz przykładowy", cls: "btn").write(&h)
        }
    }

    private func plan(_ h: inout HTML) {
        h.el("form", .cls("inline"), .attr("role", "search"), .attr("action", FilePlanPlace.plan.link), .label("Szukaj w wykazie")) { h in
            FormPart(values: ["szukane": words]).field(&h, "szukane", "Słowa albo symbol", kind: "search")
            h.el("button", .cls("btn first"), text: "Szukaj")
        }
        if let parent {
            h.el("p") { h in
                h.el("a", .cls("back"), .href(parent.symbol.parent.map { FilePlanPlace.plan.link(["w": $0.description]) } ?? FilePlanPlace.plan.link), text: "Wyżej")
            }
            h.el("h2", text: parent.label)
        }
        if classes.isEmpty {
            return EmptyState(
                words.isEmpty ? "Ta klasa nie dzieli się dalej" : "Nie znaleziono „\(words)”",
                words.isEmpty ? "Sprawy zakłada się właśnie w niej." : "Wpisz inne słowo, na przykład takie, jakim mówią mieszkańcy."
            ).write(&h)
        }
        Grid("Klasy wykazu", ["Symbol", "Hasło", "Kategoria", "Klasy niższe"], isWorkList: true).write(&h, classes) { h, one in
            h.el("th", .attr("scope", "row"), .cls("ref")) { h in h.el("a", .href(FilePlanPlace.planClass(one.symbol).link), text: one.symbol.description) }
            h.el("td", .cls("wide"), text: one.title)
            h.el("td") { h in
                if one.isLeaf, one.category == nil { h.el("span", .cls("tag warn"), text: "brak") } else { h.text(one.category?.description ?? "") }
            }
            h.el("td") { h in
                if !one.isLeaf {
                    h.el("a", .href(FilePlanPlace.plan.link(["w": one.symbol.description]))) { h in
                        h.text("otwórz")
                        h.el("span", .cls("vh"), text: " klasy \(one.symbol)")
                    }
                }
            }
        }
    }

    private func history(_ h: inout HTML) {
        h.el("h2", text: "Wersje wykazu")
        Grid("Wersje wykazu, od najnowszej", ["Od dnia", "Nazwa", "Klas", "Podstawa", "Wprowadził", "Stan"]).write(&h, versions) { h, v in
            h.el("th", .attr("scope", "row"), text: PolishTypography.short(v.validFrom))
            h.el("td", .cls("wide"), text: v.name)
            h.el("td", text: String(v.classCount))
            h.el("td", .cls("wide"), text: v.basis)
            h.el("td", text: v.appliedBy)
            h.el("td") { h in
                let state = v.id == current ? ("tag ok", "obowiązuje") : v.validFrom > today ? ("tag info", "wejdzie w życie") : ("tag", "dawna")
                h.el("span", .cls(state.0), text: state.1)
            }
        }
    }
}

/// A plan to be read from a file: choosing it, and what is wrong with it or what it changes.
struct PlanImportPage: Sendable {
    struct Preview: Sendable {
        var difference: FilePlanDifference
        var classCount: Int
        var errors: [PlanIssue]
        var warnings: [PlanIssue]
        /// The text itself, to be corrected and carried to the last step.
        var csv: String
    }
    var frame: DeskFrame
    var preview: Preview?
    var form: FormPart
    var key: String

    static let order = ["plik", "tekst", "nazwa", "od", "podstawa"]
    /// Longer lists are cut; nobody reads more.
    static let shown = 100

    func render() -> [UInt8] {
        frame.page(title: "Wczytanie wykazu akt", error: !form.errors.isEmpty) { h in
            WorkTop(preview == nil ? "Wczytanie wykazu akt" : "Co zmieni nowy wykaz").write(&h)
            h.el("div", .cls("page wide")) { h in
                form.summary(&h, order: Self.order)
                if let preview { write(&h, preview) } else { choose(&h) }
            }
        }
    }

    private func choose(_ h: inout HTML) {
        h.el(
            "p",
            text: PolishTypography.glued(
                "Plik CSV ma w pierwszym wierszu nazwy kolumn: symbol, hasło, kategoria, uwagi. Mogą być też: tryb, synonimy, termin. Najpierw pokażemy, co się zmieni."))
        h.el("div", .cls("narrow")) { h in
            ActForm(
                frame: frame, action: FilePlanPlace.importing.link, key: key, button: "Sprawdź plik", back: FilePlanPlace.plan.link, isMultipart: true
            ).write(&h) { h in
                h.el("div", .cls("field")) { h in
                    h.el("label", .cls("label"), .attr("for", "plik"), text: "Plik CSV")
                    if let error = form.errors["plik"] { h.el("span", .cls("error"), .id("plik-e"), text: error) }
                    h.el("div", .cls("upload")) { h in
                        h.void(
                            "input", .type("file"), .id("plik"), .name("plik"), .attr("accept", ".csv,text/csv"),
                            .attr("aria-describedby", form.errors["plik"] == nil ? nil : "plik-e"))
                    }
                }
                form.area(&h, "tekst", "Albo wklej wiersze", hint: "Z arkusza: zaznacz kolumny razem z nagłówkiem i wklej", optional: true, rows: 6)
            }
        }
    }

    private func write(_ h: inout HTML, _ p: Preview) {
        h.el("p", .cls("note"), text: "Nic jeszcze nie zapisano. Klas w pliku: \(p.classCount).")
        issues(&h, "Błędy: bez ich poprawienia wykazu nie można wprowadzić", p.errors, "note err")
        issues(&h, "Ostrzeżenia: sprawdź, ale możesz iść dalej", p.warnings, "note warn")
        let d = p.difference
        if d.isEmpty, p.errors.isEmpty { h.el("p", text: "Ten wykaz niczego nie zmienia.") }
        list(&h, "Nowe klasy", d.added.map { "\($0.symbol) \($0.title)" })
        list(&h, "Zmienione hasła", d.renamed.map { "\($0.symbol): „\($0.before)” → „\($0.after)”" })
        list(&h, "Zmienione kategorie", d.categoryChanged.map { "\($0.symbol): \($0.before) → \($0.after)" })
        list(&h, "Klasy, które się podzielą; ich sprawy zostaną w starej wersji", d.divided.map(\.description))
        list(&h, "Klasy zamknięte; ich sprawy zostaną w starej wersji", d.closed.map { "\($0.symbol) \($0.title)" })
        if !d.reworded.isEmpty { h.el("p", .cls("muted"), text: "Zmienione uwagi lub synonimy: \(d.reworded.count).") }
        h.el("div", .cls("narrow")) { h in
            if p.errors.isEmpty {
                h.el("h2", text: "Wprowadź wykaz")
                ActForm(frame: frame, action: FilePlanPlace.apply.link, key: key, button: "Wprowadź wykaz", back: FilePlanPlace.plan.link).write(&h) { h in
                    form.field(&h, "nazwa", "Nazwa wykazu")
                    form.field(&h, "od", "Obowiązuje od dnia", width: "w10")
                    form.area(&h, "podstawa", "Podstawa", hint: "Przepis, numer zarządzenia albo zgoda archiwum państwowego", rows: 2)
                    h.void("input", .type("hidden"), .name("csv"), .value(p.csv))
                }
            }
            h.el("h2", text: "Popraw i sprawdź jeszcze raz")
            h.el("form", .attr("method", "post"), .attr("action", FilePlanPlace.apply.link), .flag("novalidate")) { h in
                hiddenFields(&h, token: frame.token, key: key)
                h.void("input", .type("hidden"), .name("krok"), .value("sprawdz"))
                FormPart(values: ["tekst": p.csv]).area(&h, "tekst", "Treść pliku", rows: 8)
                h.el("button", .cls("btn"), text: "Sprawdź ponownie")
            }
        }
    }

    private func issues(_ h: inout HTML, _ heading: String, _ issues: [PlanIssue], _ cls: String) {
        guard !issues.isEmpty else { return }
        h.el("div", .cls(cls)) { h in
            h.el("h2", text: "\(heading) (\(issues.count))")
            h.el("ul") { h in
                for one in issues.prefix(Self.shown) { h.el("li", text: one.description) }
                if issues.count > Self.shown { h.el("li", text: "i jeszcze \(issues.count - Self.shown)") }
            }
        }
    }

    private func list(_ h: inout HTML, _ heading: String, _ lines: [String]) {
        guard !lines.isEmpty else { return }
        h.el("details", .cls("difference"), .flag("open", lines.count <= 20)) { h in
            h.el("summary", text: "\(heading) (\(lines.count))")
            h.el("ul") { h in
                for line in lines.prefix(Self.shown) { h.el("li", text: line) }
                if lines.count > Self.shown { h.el("li", text: "i jeszcze \(lines.count - Self.shown)") }
            }
        }
    }
}

/// The plan as everybody looks things up in it.
struct PlanSearchPage: Sendable {
    struct Line: Sendable {
        var hit: ClassHit
        var isFavourite: Bool
        var key: String
    }
    var frame: DeskFrame
    var words: String
    var found: [Line]
    /// Favourites of the person.
    var own: [Line]
    /// Favourites of the person's unit.
    var favourites: [Line]
    var recent: [Line]
    var unit: String
    var hasPlan: Bool
    var isDemonstration: Bool

    func render() -> [UInt8] {
        frame.page(title: words.isEmpty ? "Wykaz akt" : "Wykaz akt: \(words)") { h in
            WorkTop("Wykaz akt").write(&h)
            h.el("div", .cls("page wide")) { h in
                if isDemonstration { h.el("p", .cls("note warn"), text: "To wykaz przykładowy do pokazu, nie wykaz z rozporządzenia.") }
                guard hasPlan else {
                    return EmptyState("Nie ma jeszcze wykazu akt", "Poproś koordynatora czynności kancelaryjnych, żeby go wczytał.").write(&h)
                }
                h.el("form", .cls("inline"), .attr("role", "search"), .attr("action", FilePlanPlace.search.link), .label("Szukaj w wykazie akt")) { h in
                    FormPart(values: ["szukane": words]).field(
                        &h, "szukane", "Słowa albo symbol", hint: "Także słowa mieszkańców, na przykład wycinka drzewa", kind: "search", focus: words.isEmpty)
                    h.el("button", .cls("btn first"), text: "Szukaj")
                }
                if !words.isEmpty {
                    if found.isEmpty {
                        EmptyState("Nie znaleziono „\(words)”", "Wpisz inne słowo albo początek symbolu.").write(&h)
                    } else {
                        grid(&h, "Znalezione klasy", found)
                    }
                }
                if !own.isEmpty {
                    h.el("h2", text: "Twoje ulubione klasy")
                    grid(&h, "Twoje ulubione klasy", own)
                }
                if !favourites.isEmpty {
                    h.el("h2", text: "Ulubione klasy komórki \(unit)")
                    grid(&h, "Ulubione klasy", favourites)
                }
                if !recent.isEmpty, words.isEmpty {
                    h.el("h2", text: "Ostatnio używane")
                    grid(&h, "Ostatnio używane klasy", recent)
                }
            }
        }
    }

    private func grid(_ h: inout HTML, _ caption: String, _ lines: [Line]) {
        Grid(caption, ["Symbol", "Hasło", "Kategoria", "Komórka \(unit)", "Ulubione"]).write(&h, lines) { h, line in
            let c = line.hit.planClass
            h.el("th", .attr("scope", "row"), .cls("ref")) { h in
                h.el("a", .href(FilePlanPlace.lookUp(c.symbol).link), text: c.symbol.description)
            }
            h.el("td", .cls("wide")) { h in
                h.el("strong", text: c.title)
                if !line.hit.path.isEmpty { h.el("span", .cls("muted small path"), text: line.hit.path.joined(separator: " › ")) }
            }
            h.el("td", text: c.category?.description ?? "")
            h.el("td") { h in
                h.el("span", .cls(line.hit.isPermitted ? "tag ok" : "tag"), text: line.hit.isPermitted ? "zakłada sprawy" : "nie zakłada")
            }
            h.el("td") { h in
                FavouriteButton(symbol: c.symbol, isFavourite: line.isFavourite, key: line.key, words: words).write(&h, frame)
            }
        }
    }
}

/// Puts a class among the favourites, or takes it off.
struct FavouriteButton: Sendable {
    /// Where the person goes back to.
    enum Return: String, Sendable { case search = "szukaj", lookUp = "klasa", keeper = "wykaz" }
    static let units = "komorki"

    var symbol: ClassSymbol
    /// Among the unit's favourites, not the person's own.
    var isUnits = false
    var isFavourite: Bool
    var key: String
    var words = ""
    var back = Return.search

    func write(_ h: inout HTML, _ frame: DeskFrame) {
        let whose = isUnits ? "ulubionych komórki" : "ulubionych"
        ActButton(
            frame: frame, action: FilePlanPlace.favourite.link, key: key, text: isFavourite ? "Usuń z \(whose)" : "Dodaj do \(whose)", about: symbol.description,
            hidden: [
                ("symbol", symbol.description), ("ulubiona", isFavourite ? "nie" : "tak"), ("czyja", isUnits ? FavouriteButton.units : "moja"), ("wroc", back.rawValue),
                ("szukane", words),
            ]
        ).write(&h)
    }
}
