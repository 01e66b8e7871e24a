internal import Chancery
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// The choice of a class: what the program proposes, what the person uses often, and a field for anything else.
struct ClassPicker: Sendable {
    static let chosen = "klasa"
    static let typed = "inna-klasa"
    static let search = "szukaj-klasy"

    var choices: [ClassChoice]
    /// Sign of the unit and year, for showing what the sign will look like; `nil` where no case is opened.
    var signs: (unitCode: String, year: Int)?

    /// The class taken by Enter: a suggestion sure enough, of a class the unit has.
    static func preselected(_ choices: [ClassChoice]) -> String? {
        choices.first { $0.source == .suggestion && $0.isPermitted && ($0.certainty ?? 0) >= ClassChoices.preselectedFrom }?.symbol.description
    }

    func write(_ h: inout HTML, _ part: FormPart) {
        let error = part.errors[ClassPicker.chosen]
        h.el("fieldset", .cls("field"), .attr("aria-describedby", error == nil ? nil : "klasa-e")) { h in
            h.el("legend", .cls("legend"), text: "Klasa")
            if let error { h.el("span", .cls("error"), .id("klasa-e"), text: error) }
            if choices.isEmpty {
                h.el("p", .cls("muted small"), .id(ClassPicker.chosen), .attr("tabindex", "-1"), text: "Nie ma podpowiedzi. Wpisz numer albo słowo poniżej.")
            }
            h.el("div", .cls("choices")) { h in
                let chosen = part.value(ClassPicker.chosen)
                let focused = choices.firstIndex { $0.symbol.description == chosen } ?? 0
                for (i, choice) in choices.enumerated() { option(&h, i, choice, chosen: chosen, takesFocus: i == focused && part.errors.isEmpty) }
            }
        }
        h.el("div", .cls("inline field")) { h in
            part.suggested(
                &h, ClassPicker.typed, "Inna klasa", suggestions: choices.map { ($0.symbol.description, "\($0.symbol) \($0.title)") },
                hint: "Numer albo słowo, na przykład drzewo", optional: true, width: "w20")
            h.el("button", .cls("btn"), .name(ClassPicker.search), .value("tak"), text: "Szukaj klasy")
        }
    }

    private func option(_ h: inout HTML, _ i: Int, _ choice: ClassChoice, chosen: String, takesFocus: Bool) {
        let id = i == 0 ? ClassPicker.chosen : "klasa-\(i)"
        h.el("div", .cls("choice")) { h in
            h.void(
                "input", .type("radio"), .id(id), .name(ClassPicker.chosen), .value(choice.symbol.description), .flag("checked", choice.symbol.description == chosen),
                .attr("aria-describedby", "\(id)-h"), .flag("autofocus", takesFocus))
            h.el("label", .attr("for", id)) { h in
                h.el("strong", text: "\(choice.symbol) \(choice.title)")
                h.text(" ")
                tag(&h, choice)
            }
            h.el("span", .cls("hint"), .id("\(id)-h"), text: PolishTypography.glued(words(choice)))
        }
    }

    private func tag(_ h: inout HTML, _ choice: ClassChoice) {
        switch choice.source {
        case .suggestion: h.el("span", .cls("tag info"), text: "podpowiedź \(choice.certainty ?? 0)%")
        case .recent: h.el("span", .cls("tag"), text: "ostatnio używana")
        case .favourite: h.el("span", .cls("tag"), text: "ulubiona")
        case .unitFavourite: h.el("span", .cls("tag"), text: "ulubiona komórki")
        case .found: break
        }
    }

    /// Why, and what follows from the choice, before anything is saved.
    private func words(_ choice: ClassChoice) -> String {
        var out: [String] = []
        if !choice.reason.isEmpty { out.append(choice.reason) }
        if choice.reason.isEmpty, !choice.path.isEmpty { out.append(choice.path.joined(separator: " › ")) }
        if !choice.isPermitted { out.append("Twoja komórka nie zakłada spraw tej klasy") }
        if case .dedicated(let system) = choice.mode { out.append("sprawy prowadzi system \(system)") }
        if choice.mode == .paper { out.append("akta papierowe") }
        if choice.isPermitted, let signs {
            out.append("sprawa dostanie następny wolny numer: \(signs.unitCode).\(choice.symbol).….\(signs.year)")
            if let due = choice.due, let term = choice.term {
                out.append("termin \(PolishTypography.short(due)) (\([term.words, choice.termBasis].filter { !$0.isEmpty }.joined(separator: ", ")))")
            } else {
                out.append(choice.termBasis.isEmpty ? "bez terminu" : choice.termBasis)
            }
        }
        return out.joined(separator: "; ")
    }
}

/// A letter on top of a page that puts it somewhere.
struct LetterLine: Sendable {
    var number: RegisterNumber
    var title: String
    var sender: String
    var arrival: Day
    var state: LetterWorkState

    func write(_ h: inout HTML) {
        h.el("div", .cls("note small")) { h in
            h.el("p") { h in
                h.el("strong", text: PolishTypography.glued(title))
                h.text(" · \(sender) · wpływ \(PolishTypography.short(arrival)) · ")
                h.el("span", .cls("ref"), text: number.description)
            }
            if !state.isOpen { h.el("p", text: "Stan pisma: \(state.polishName).") }
        }
    }
}

/// Opening a case, from a letter or ex officio.
struct NewCasePage: Sendable {
    var frame: DeskFrame
    var letter: LetterLine?
    /// Letters that wait for a case, offered where none was chosen.
    var waiting: [LetterLine] = []
    var part: FormPart
    var picker: ClassPicker
    var people: [(value: String, text: String)]
    var subFiles: [(value: String, text: String)]
    var key: String

    static let order = ["klasa", "inna-klasa", "tytul", "prowadzacy", "dostep", "podteczka", "rodzaj", "opis"]

    private var action: String { CasePlace.new.link(["z": letter?.number.identifier]) }

    func render() -> [UInt8] {
        frame.page(title: letter == nil ? "Nowa sprawa z urzędu" : "Nowa sprawa z \(letter?.number.description ?? "")", error: !part.errors.isEmpty) { h in
            WorkTop(
                letter == nil ? "Nowa sprawa z urzędu" : "Nowa sprawa",
                actions: letter.map {
                    [
                        WorkTop.Action("Dołącz do istniejącej", CasePlace.join($0.number).link, key: "S"),
                        WorkTop.Action("Nie tworzy akt sprawy", CasePlace.withoutCase($0.number).link),
                    ]
                } ?? []
            ).write(&h)
            h.el(
                "form", .cls("entry"), .attr("method", "post"), .attr("action", action), .flag("novalidate"), .attr("data-zapis", "tak"), .label("Nowa sprawa")
            ) { h in
                h.el("div", .cls("entry-body")) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    // Enter in a field presses the first button of a form: it must be the one that saves.
                    h.el("button", .cls("vh"), .attr("tabindex", "-1"), .attr("aria-hidden", "true"), text: "Załóż sprawę")
                    h.void("input", .type("hidden"), .name(CaseRoutes.versionField), .value(part.value(CaseRoutes.versionField)))
                    part.summary(&h, order: NewCasePage.order)
                    letter?.write(&h)
                    if !waiting.isEmpty { fromLetters(&h) }
                    h.el("div", .cls("entry-cols")) { h in
                        h.el("section", .attr("aria-labelledby", "n-klasa")) { h in
                            h.el("h2", .id("n-klasa"), text: "Do jakiej klasy należy")
                            picker.write(&h, part)
                        }
                        h.el("section", .attr("aria-labelledby", "n-sprawa")) { h in
                            h.el("h2", .id("n-sprawa"), text: "Sprawa")
                            part.field(&h, "tytul", "Tytuł")
                            if people.count > 1 { part.select(&h, "prowadzacy", "Prowadzący", options: people) }
                            part.select(&h, "dostep", "Dostęp", options: CaseActForm.accessOptions)
                            if subFiles.count > 1 { part.select(&h, "podteczka", "Podteczka", options: subFiles) }
                            part.select(
                                &h, "rodzaj", "Termin ustawowy", options: [("", "jak w klasie")] + ClassWording.kinds,
                                hint: "Zmień tylko wtedy, gdy sprawa jest inna niż zwykle w tej klasie")
                            part.area(&h, "opis", "Opis", optional: true, rows: 2)
                            if letter != nil { part.check(&h, "strona", "Nadawca pisma jest stroną") }
                        }
                    }
                }
                h.el("p", .cls("entry-foot")) { h in
                    h.el("button", .cls("btn first")) { h in
                        h.text("Załóż sprawę ")
                        h.el("kbd", .attr("aria-hidden", "true"), text: "Enter")
                    }
                    h.el(
                        "a", .cls("btn bare"), .href(letter.map { Place.letter(year: $0.number.year, number: $0.number.number).link } ?? CasePlace.list.link),
                        text: "Wróć bez zmian")
                    h.el("span", .cls("muted small"), text: "Numer sprawy nadamy przy zapisie.")
                }
            }
        }
    }
}

extension NewCasePage {
    fileprivate func fromLetters(_ h: inout HTML) {
        h.el("section", .cls("fromletters"), .attr("aria-labelledby", "n-pisma")) { h in
            h.el("h2", .id("n-pisma"), text: "Z pisma, które na to czeka")
            h.el("ul", .cls("items"), .attr("data-lista", "tak")) { h in
                for line in waiting {
                    h.el("li", .cls("item read")) { h in
                        h.el("a", .href(CasePlace.new.link(["z": line.number.identifier])), text: line.title)
                        h.el("span", .cls("meta"), text: line.number.description)
                        h.el("span", .cls("what"), text: line.sender)
                        h.el("span", .cls("meta"), text: PolishTypography.short(line.arrival))
                    }
                }
            }
        }
    }
}

/// Keeping a letter by its class alone (R1.14).
struct FilingPage: Sendable {
    var frame: DeskFrame
    var letter: LetterLine
    var part: FormPart
    var picker: ClassPicker
    var key: String

    func render() -> [UInt8] {
        frame.page(title: "Nie tworzy akt sprawy: \(letter.number)", error: !part.errors.isEmpty) { h in
            WorkTop("Pismo nie tworzy akt sprawy", actions: [WorkTop.Action("Załóż sprawę", CasePlace.new.link(["z": letter.number.identifier]), key: "Z")]).write(&h)
            h.el("div", .cls("page")) { h in
                part.summary(&h, order: ["klasa", "inna-klasa"])
                letter.write(&h)
                h.el("p", text: PolishTypography.glued("Pismo odłożymy według klasy i roku, bez znaku sprawy. Możesz je potem przenieść do sprawy."))
                h.el(
                    "form", .attr("method", "post"), .attr("action", CasePlace.withoutCase(letter.number).link), .flag("novalidate"), .attr("data-zapis", "tak")
                ) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    h.el("button", .cls("vh"), .attr("tabindex", "-1"), .attr("aria-hidden", "true"), text: "Odłóż pismo")
                    h.void("input", .type("hidden"), .name(CaseRoutes.versionField), .value(part.value(CaseRoutes.versionField)))
                    picker.write(&h, part)
                    h.el("p", .cls("actions")) { h in
                        h.el("button", .cls("btn first"), text: "Odłóż pismo")
                        h.el("a", .cls("btn"), .href(Place.letter(year: letter.number.year, number: letter.number.number).link), text: "Wróć do pisma")
                    }
                }
            }
        }
    }
}

/// Joining a letter to a case that goes on.
struct JoinCasePage: Sendable {
    var frame: DeskFrame
    var letter: LetterLine
    var words: String
    /// Found by the words, or the person's own recent cases.
    var cases: [CaseFile]
    /// Cases in which the letter lies already.
    var known: [CaseFile]
    var part: FormPart
    var key: String
    /// The class under which it was just filed without a case.
    var filedIn: ClassSymbol?

    func render() -> [UInt8] {
        frame.page(title: "Dołącz do sprawy: \(letter.number)", error: !part.errors.isEmpty) { h in
            WorkTop("Dołącz pismo do sprawy", actions: [WorkTop.Action("Załóż nową sprawę", CasePlace.new.link(["z": letter.number.identifier]), key: "Z")]).write(&h)
            h.el("div", .cls("page")) { h in
                if let filedIn { Banner("Odłożono pismo w klasie \(filedIn). Gdyby jednak należało do sprawy, przeniesiesz je tutaj.").write(&h) }
                part.summary(&h, order: ["sprawa"])
                letter.write(&h)
                if !known.isEmpty {
                    h.el("p") { h in
                        h.text("Pismo jest już w aktach: ")
                        for (i, file) in known.enumerated() {
                            if i > 0 { h.text(", ") }
                            h.el("a", .cls("ref"), .href(CasePlace.file(file.sign).link), text: file.sign.description)
                        }
                        h.text(".")
                    }
                }
                h.el("form", .cls("inline"), .attr("action", CasePlace.join(letter.number).link), .attr("role", "search"), .label("Szukaj sprawy")) { h in
                    FormPart(values: ["q": words]).field(
                        &h, "q", "Znak albo słowa", hint: "Na przykład GK.6131.14.2026 albo drzewo Polna", focus: part.errors.isEmpty && cases.isEmpty)
                    h.el("button", .cls("btn"), text: "Szukaj")
                }
                if cases.isEmpty {
                    EmptyState(
                        words.isEmpty ? "Nie masz otwartych spraw" : "Nie znaleziono „\(words)”",
                        words.isEmpty
                            ? "Znajdź sprawę po znaku albo słowach."
                            : "Sprawdź pisownię. Pismo dołączysz do otwartej sprawy, którą prowadzisz albo do której możesz dodawać."
                    ).write(&h)
                } else {
                    choose(&h)
                }
            }
        }
    }

    private func choose(_ h: inout HTML) {
        h.el(
            "form", .attr("method", "post"), .attr("action", CasePlace.join(letter.number).link(["q": words.isEmpty ? nil : words])), .flag("novalidate"),
            .attr("data-zapis", "tak")
        ) { h in
            hiddenFields(&h, token: frame.token, key: key)
            h.void("input", .type("hidden"), .name(CaseRoutes.versionField), .value(part.value(CaseRoutes.versionField)))
            let error = part.errors["sprawa"]
            h.el("fieldset", .cls("field wide"), .attr("aria-describedby", error == nil ? nil : "sprawa-e")) { h in
                h.el("legend", .cls("legend"), text: words.isEmpty ? "Twoje ostatnie sprawy" : "Znalezione sprawy")
                if let error { h.el("span", .cls("error"), .id("sprawa-e"), text: error) }
                h.el("div", .cls("choices")) { h in
                    for (i, file) in cases.enumerated() {
                        let id = i == 0 ? "sprawa" : "sprawa-\(i)"
                        h.el("div", .cls("choice")) { h in
                            h.void(
                                "input", .type("radio"), .id(id), .name("sprawa"), .value(file.id.description),
                                .flag("checked", file.id.description == part.value("sprawa")), .attr("aria-describedby", "\(id)-h"))
                            h.el("label", .attr("for", id)) { h in
                                h.el("strong", .cls("ref"), text: file.sign.description)
                                h.text(" \(PolishTypography.glued(file.title))")
                            }
                            h.el("span", .cls("hint"), .id("\(id)-h"), text: "\(file.state.polishName) · \(file.officerName)")
                        }
                    }
                }
            }
            h.el("p", .cls("actions")) { h in
                h.el("button", .cls("btn first"), text: "Dołącz do sprawy")
                h.el("a", .cls("btn"), .href(Place.letter(year: letter.number.year, number: letter.number.number).link), text: "Wróć do pisma")
            }
        }
    }
}

/// Opening a sub-file (podteczka).
struct NewSubFilePage: Sendable {
    var frame: DeskFrame
    var part: FormPart
    var picker: ClassPicker
    /// What was just opened.
    var opened: CaseSign?
    var key: String

    func render() -> [UInt8] {
        frame.page(title: "Nowa podteczka", error: !part.errors.isEmpty) { h in
            WorkTop("Nowa podteczka", actions: [WorkTop.Action("Spisy spraw", CasePlace.lists.link)]).write(&h)
            h.el("div", .cls("page")) { h in
                if let opened { Banner("Założono podteczkę \(opened).", link: WorkTop.Action("Załóż w niej sprawę", CasePlace.new.link)).write(&h) }
                part.summary(&h, order: ["klasa", "inna-klasa", "tytul"])
                h.el("p", text: PolishTypography.glued("Podteczka zajmie następny numer spisu. Sprawy w niej mają własną numerację od 1."))
                h.el("form", .attr("method", "post"), .attr("action", CasePlace.newSubFile.link), .flag("novalidate"), .attr("data-zapis", "tak")) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    h.el("button", .cls("vh"), .attr("tabindex", "-1"), .attr("aria-hidden", "true"), text: "Załóż podteczkę")
                    picker.write(&h, part)
                    part.field(&h, "tytul", "Tytuł podteczki", hint: "Na przykład: Przetarg na odśnieżanie 2026")
                    h.el("p", .cls("actions")) { h in
                        h.el("button", .cls("btn first"), text: "Załóż podteczkę")
                        h.el("a", .cls("btn"), .href(CasePlace.lists.link), text: "Wróć do spisów")
                    }
                }
            }
        }
    }
}
