internal import Chancery
internal import Kernel
internal import Markup
internal import Office

/// Beginning a letter: the template, and to whom it goes.
struct NewLetterPage: Sendable {
    var frame: DeskFrame
    /// The case it belongs to; `nil` for a letter without one.
    var file: CaseFile?
    var kind: OutgoingLetterKind
    /// The likely one first.
    var templates: [LetterTemplate]
    var chosenTemplate: String
    var candidates: [CaseAddressees.Candidate]
    var chosen: Set<String>
    var directory: HolderDirectory
    var form: FormPart
    var key: String

    func render() -> [UInt8] {
        frame.page(title: title, error: !form.errors.isEmpty) { h in
            WorkTop(
                title,
                views: file == nil
                    ? [
                        WorkTop.View("Do osoby lub instytucji", OutgoingPlace.new.link, isCurrent: kind == .outgoing),
                        WorkTop.View("Wewnętrzne", OutgoingPlace.new.link(["rodzaj": "wewnetrzne"]), isCurrent: kind == .inside),
                    ] : [], viewsLabel: "Rodzaj pisma"
            ).write(&h)
            h.el("form", .cls("entry"), .attr("method", "post"), .attr("action", action), .flag("novalidate"), .attr("data-zapis", "tak")) { h in
                h.el("div", .cls("entry-body")) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    h.void("input", .type("hidden"), .name("rodzaj"), .value(kind.rawValue))
                    form.summary(&h, order: ["szablon", "strona", "inni", "kopie"])
                    if let file {
                        h.el("p") { h in
                            h.text("Sprawa ")
                            h.el("a", .cls("ref"), .href(OutgoingPlace.caseFile(file.sign.description).link), text: file.sign.description)
                            h.text(" \(file.title)")
                        }
                    }
                    h.el("div", .cls("entry-cols")) { h in
                        h.el("div") { h in
                            template(&h)
                        }
                        h.el("div") { h in
                            AddresseeFields(kind: kind, candidates: candidates, chosen: chosen, directory: directory, form: form).write(&h)
                        }
                    }
                }
                h.el("div", .cls("entry-foot")) { h in
                    h.el("button", .cls("btn first")) { h in
                        h.text("Pisz ")
                        h.el("kbd", .attr("aria-hidden", "true"), text: "Ctrl Enter")
                    }
                    h.el("a", .cls("btn bare"), .href(file.map { OutgoingPlace.caseFile($0.sign.description).link } ?? OutgoingPlace.mine.link), text: "Wróć")
                }
            }
        }
    }

    private var title: String { file != nil ? "Nowe pismo w sprawie" : kind == .outgoing ? "Nowe pismo" : "Nowe pismo wewnętrzne" }
    private var action: String { file.map { OutgoingPlace.newInCase($0.sign).link } ?? OutgoingPlace.new.link }

    private func template(_ h: inout HTML) {
        h.el("div", .cls("field")) { h in
            h.el("label", .cls("label"), .attr("for", "szablon"), text: "Szablon")
            h.el("span", .cls("hint"), .id("szablon-h"), text: "Najpierw te, które pasują do klasy sprawy")
            if let error = form.errors["szablon"] { h.el("span", .cls("error"), .id("szablon-e"), text: error) }
            h.el(
                "select", .cls("select"), .id("szablon"), .name("szablon"), .attr("size", String(min(max(templates.count + 1, 4), 14))),
                .attr("aria-describedby", form.errors["szablon"] == nil ? "szablon-h" : "szablon-h szablon-e"), .flag("autofocus")
            ) { h in
                for t in templates {
                    let demo = t.content.isDemonstration ? " – wzór" : ""
                    h.el("option", .value("\(t.id)"), .flag("selected", "\(t.id)" == chosenTemplate), text: t.content.name + demo)
                }
                h.el("option", .value("pusty"), .flag("selected", chosenTemplate == "pusty"), text: "Bez szablonu")
            }
        }
    }
}

/// To whom a letter goes, as it is chosen and typed.
struct AddresseeFields: Sendable {
    var kind: OutgoingLetterKind
    var candidates: [CaseAddressees.Candidate]
    var chosen: Set<String>
    var directory: HolderDirectory
    var form: FormPart

    func write(_ h: inout HTML) {
        if kind == .inside { return inside(&h) }
        if !candidates.isEmpty {
            form.checks(
                &h, "strona", "Adresaci ze sprawy",
                options: candidates.map { ($0.key, "\($0.addressee.correspondent.label) – \($0.role)") }, chosen: chosen, chips: false)
        }
        form.area(
            &h, "inni", candidates.isEmpty ? "Adresaci" : "Inni adresaci", hint: AddresseeLines.hint, optional: !candidates.isEmpty,
            rows: candidates.isEmpty ? 5 : 2)
        form.area(&h, "kopie", "Do wiadomości", hint: "W taki sam sposób", optional: true, rows: 2)
    }

    private func inside(_ h: inout HTML) {
        h.el("datalist", .id("odbiorcy")) { h in for e in directory.entries { h.el("option", .value(e.label), text: e.label) } }
        for row in 1...LetterDraftForm.insideRows {
            form.field(
                &h, "komu-\(row)", row == 1 ? "Komu (załatwia)" : "Do wiadomości", hint: row == 1 ? "Nazwisko albo symbol komórki" : nil, optional: row > 1,
                list: "odbiorcy")
        }
    }
}
