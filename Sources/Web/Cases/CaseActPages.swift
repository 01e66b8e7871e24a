internal import Chancery
internal import Exchange
internal import Kernel
internal import Law
internal import Markup
internal import Store

/// The page of one act in a case: the question as heading, what it changes, the fields, two ways out.
struct CaseActPage: Sendable {
    var frame: DeskFrame
    var file: CaseFile
    var act: CaseAct
    var form: CaseActForm
    /// What was typed and what is wrong with it.
    var part: FormPart
    /// What is ticked where several may be.
    var ticked: Set<String> = []
    var target: ActTarget
    var key: String

    private var back: String { CasePlace.file(file.sign).link }

    func render() -> [UInt8] {
        frame.page(title: "\(form.title) – \(file.sign)", error: !part.errors.isEmpty) { h in
            WorkTop(form.title).write(&h)
            h.el("div", .cls("page")) { h in
                CaseLine.write(&h, file)
                part.summary(&h, order: form.fields.map(\.name))
                for line in form.intro { h.el("p", text: PolishTypography.glued(line)) }
                h.el(
                    "form", .attr("method", "post"), .attr("action", CasePlace.act(file.sign, act).link(target.query)), .flag("novalidate"), .attr("data-zapis", "tak"),
                    .attr("enctype", form.hasFile ? "multipart/form-data" : nil)
                ) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    // The version the person saw, also after a mistake: a conflict must not be lost on the second try.
                    h.void("input", .type("hidden"), .name(CaseRoutes.versionField), .value(part.value(CaseRoutes.versionField)))
                    for (i, field) in form.fields.enumerated() { write(&h, field, isFirst: i == 0) }
                    h.el("p", .cls("actions")) { h in
                        h.el("button", .cls(form.isDanger ? "btn danger" : "btn first"), text: form.submit)
                        h.el("a", .cls("btn"), .href(back), text: "Wróć do sprawy")
                    }
                }
            }
        }
    }

    private func write(_ h: inout HTML, _ field: ActField, isFirst: Bool) {
        switch field {
        case .line(let name, let label, let hint, let optional, let width):
            part.field(&h, name, label, hint: hint, optional: optional, width: width, focus: isFirst && part.errors.isEmpty)
        case .text(let name, let label, let hint, let optional, let rows): part.area(&h, name, label, hint: hint, optional: optional, rows: rows)
        case .choice(let name, let label, let options, let hint): part.select(&h, name, label, options: options, hint: hint)
        case .radios(let name, let label, let options): part.radios(&h, name, label, options: options, chips: options.count <= 4)
        case .check(let name, let label, let hint): part.check(&h, name, label, hint: hint)
        case .suggested(let name, let label, let options, let hint): part.suggested(&h, name, label, suggestions: options, hint: hint)
        case .checks(let name, let label, let options, let hint): part.checks(&h, name, label, options: options, chosen: ticked, hint: hint, chips: false)
        case .upload(let name, let label, let hint):
            h.el("div", .cls("upload field")) { h in
                h.el("label", .cls("label"), .attr("for", name), text: label)
                h.el("span", .cls("hint"), .id("\(name)-h"), text: hint)
                let error = part.errors[name]
                if let error { h.el("span", .cls("error"), .id("\(name)-e"), text: error) }
                h.void("input", .type("file"), .id(name), .name(name), .attr("aria-describedby", error == nil ? "\(name)-h" : "\(name)-h \(name)-e"))
            }
        }
    }
}

/// Which case a page is about.
enum CaseLine {
    static func write(_ h: inout HTML, _ file: CaseFile) {
        h.el("p", .cls("muted")) { h in
            h.el("a", .cls("ref"), .href(CasePlace.file(file.sign).link), text: file.sign.description)
            h.text(" · \(PolishTypography.glued(file.title))")
        }
    }
}

/// The check before a case is closed (R1.15), and the question.
struct ClosingPage: Sendable {
    var frame: DeskFrame
    var file: CaseFile
    var findings: [ClosingFinding]
    var part: FormPart
    var key: String

    private var obstacles: [ClosingFinding] { findings.filter { $0.severity == .obstacle } }
    private var warnings: [ClosingFinding] { findings.filter { $0.severity == .warning } }

    func render() -> [UInt8] {
        frame.page(title: "Zakończ sprawę \(file.sign)", error: !part.errors.isEmpty) { h in
            WorkTop("Zakończyć sprawę?").write(&h)
            h.el("div", .cls("page")) { h in
                CaseLine.write(&h, file)
                part.summary(&h, order: ["dzien", "ostrzezenia"])
                if !obstacles.isEmpty { list(&h, "Najpierw popraw", obstacles, "note warn") }
                if !warnings.isEmpty { list(&h, "Sprawdź", warnings, "note") }
                if findings.isEmpty { h.el("p", .cls("note ok"), text: "Akta są kompletne.") }
                h.el("p", text: PolishTypography.glued("Po zakończeniu akt nie można zmieniać. Sprawę można wznowić."))
                h.el(
                    "form", .attr("method", "post"), .attr("action", CasePlace.closing(file.sign).link), .flag("novalidate"), .attr("data-zapis", "tak")
                ) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    h.void("input", .type("hidden"), .name(CaseRoutes.versionField), .value(part.value(CaseRoutes.versionField)))
                    if obstacles.isEmpty {
                        part.field(&h, "dzien", "Data ostatecznego załatwienia", hint: "Skrót: d to dziś, w to wczoraj", width: "num w10")
                        if !warnings.isEmpty { part.check(&h, "ostrzezenia", "Znam te uwagi i kończę sprawę") }
                    }
                    h.el("p", .cls("actions")) { h in
                        if obstacles.isEmpty { h.el("button", .cls("btn first"), text: "Zakończ sprawę") }
                        h.el("a", .cls("btn"), .href(CasePlace.file(file.sign).link), text: "Wróć do sprawy")
                    }
                }
            }
        }
    }

    private func list(_ h: inout HTML, _ heading: String, _ found: [ClosingFinding], _ cls: String) {
        h.el("div", .cls(cls)) { h in
            h.el("h2", text: heading)
            h.el("ul") { h in for f in found { h.el("li", text: PolishTypography.glued(f.message)) } }
        }
    }
}

/// One element of a file: a note to be read, a file to be taken, a letter as it came.
struct CaseElementPage: Sendable {
    /// A file of the element; `number` is its place in the address.
    struct File: Sendable {
        var number: Int
        var name: String
        var size: Int
        var isHere: Bool
    }
    var frame: DeskFrame
    var file: CaseFile
    var sight: CaseSight
    var element: CaseElement
    var letter: IncomingLetter?
    var readable: ReadableDocument?
    var files: [File]
    /// Who read it, newest first; for those who keep the case.
    var readers: [(who: String, at: Instant)]
    var seesRegister: Bool
    var previous: Int64?
    var next: Int64?
    var today: Day

    private func act(_ act: CaseAct) -> String { CasePlace.act(file.sign, act).link([ActTarget.field: String(element.position)]) }

    func render() -> [UInt8] {
        let content = element.content
        return frame.page(title: "\(content.title) – \(file.sign)") { h in
            var actions: [WorkTop.Action] = []
            if element.removal == nil {
                if content.kind == .note, CaseAct.rewriteNote.isOffered(file, sight) {
                    actions.append(WorkTop.Action(CaseAct.rewriteNote.button, act(.rewriteNote), key: "E", isFirst: true))
                }
                if CaseAct.removeElement.isOffered(file, sight) { actions.append(WorkTop.Action(CaseAct.removeElement.button, act(.removeElement))) }
            }
            WorkTop(content.title, actions: actions).write(&h)
            h.el("div", .cls("panes single")) { h in
                h.el("div", .cls("docbody")) { h in
                    h.el("section", .cls("casebody"), .label("Treść"), .attr("tabindex", "0")) { h in
                        CaseLine.write(&h, file)
                        if let out = element.removal {
                            h.el("div", .cls("note warn")) { h in h.el("p", text: "Wyłączono z akt \(Moment.full(out.at)), \(out.by). Powód: \(out.reason)") }
                        }
                        text(&h)
                        h.el("p", .cls("actions noprint")) { h in
                            if let previous {
                                h.el("a", .cls("btn"), .href(CasePlace.element(file.sign, position: previous).link), .attr("rel", "prev"), text: "Poprzedni")
                            }
                            if let next { h.el("a", .cls("btn"), .href(CasePlace.element(file.sign, position: next).link), .attr("rel", "next"), text: "Następny") }
                        }
                    }
                    h.el("section", .cls("facts"), .label("Dane elementu"), .attr("tabindex", "0")) { h in facts(&h) }
                }
            }
        }
    }

    private func text(_ h: inout HTML) {
        if let readable {
            h.el("div", .cls("sheet letter")) { h in DocumentView.write(&h, readable) }
        } else if !element.content.text.isEmpty {
            h.el("div", .cls("sheet letter")) { h in
                for p in element.content.text.split(separator: "\n\n") { h.el("p", text: PolishTypography.glued(String(p))) }
            }
        } else if files.isEmpty {
            h.el("p", .cls("muted"), text: "Ten element nie ma treści do pokazania.")
        } else {
            h.el("p", .cls("muted"), text: "Pobierz plik i otwórz go w swoim programie.")
        }
        if !files.isEmpty {
            h.el("h2", text: "Pliki")
            h.el("ul", .cls("files small")) { h in
                for f in files {
                    h.el("li") { h in
                        if f.isHere {
                            h.el("a", .href(CasePlace.elementFile(file.sign, position: element.position, file: f.number).link), text: f.name)
                            h.el("span", .cls("muted"), text: PolishTypography.size(f.size))
                        } else {
                            h.el("span", .cls("name"), text: f.name)
                            h.el("span", .cls("tag err"), text: "brak")
                        }
                    }
                }
            }
        }
    }

    private func facts(_ h: inout HTML) {
        let c = element.content
        h.el("h2", text: "Dane elementu")
        h.el("dl", .cls("rows")) { h in
            Facts.row(&h, "Pozycja", String(element.position))
            Facts.row(&h, "Rodzaj", c.kind.polishName)
            if !c.reference.isEmpty { Facts.row(&h, "Numer", c.reference) }
            if let letter {
                Facts.row(&h, "Nadawca", letter.metadata.senders.map(\.label).joined(separator: "\n"))
                Facts.row(&h, "Wpływ", PolishTypography.short(letter.arrivalDay))
                Facts.row(&h, "Z dnia", letter.metadata.letterDate.map(PolishTypography.short) ?? "nie podano")
                Facts.row(&h, "Kanał", letter.channel.polishName)
            } else if let date = c.date {
                Facts.row(&h, "Data", PolishTypography.short(date))
            }
            Facts.row(&h, "Dostęp", (letter?.metadata.access ?? c.access).polishName)
            Facts.row(&h, "Dołączono", Moment.full(element.addedAt))
            Facts.row(&h, "Kto", [element.addedByName, element.addedByPost].filter { !$0.isEmpty }.joined(separator: ", "))
        }
        if let letter, seesRegister {
            h.el("p", .cls("small")) { h in
                h.el("a", .href(Place.letter(year: letter.number.year, number: letter.number.number).link), text: "Pismo w rejestrze wpływów")
            }
        }
        if c.kind == .outgoingLetter, let id = OutgoingLetterID(identifier: c.reference) {
            h.el("p", .cls("small")) { h in h.el("a", .href(OutgoingPlace.letter(id).link), text: "Pismo: podpis, wysyłka i doręczenia") }
        }
        if !readers.isEmpty {
            h.el("h2", text: "Kto widział")
            h.el("ol", .cls("timeline")) { h in
                for r in readers {
                    h.el("li") { h in
                        h.text(r.who)
                        h.void("br")
                        h.el("span", .cls("muted"), text: Moment.text(r.at, today: today))
                    }
                }
            }
        }
    }
}
