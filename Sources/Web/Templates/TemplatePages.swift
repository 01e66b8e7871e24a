internal import Chancery
internal import Kernel
internal import Markup
internal import Typesetting

/// The office's templates, in Polish order.
struct TemplateListPage: Sendable {
    var frame: DeskFrame
    var templates: [LetterTemplate]
    var banner: Banner?
    var today: Day

    func render() -> [UInt8] {
        frame.page(title: "Szablony pism") { h in
            WorkTop("Szablony pism", actions: [WorkTop.Action("Nowy szablon", TemplatePlace.new.link, key: "N", isFirst: true)]).write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                if templates.isEmpty { return EmptyState("Nie ma jeszcze szablonów", "Dodaj pierwszy szablon pisma.").write(&h) }
                Grid("Szablony pism", ["Nazwa", "Rodzaj", "Klasy", "Ważny", "Wersja", "Zmieniono"], isWorkList: true).write(&h, templates) { h, t in
                    h.el("th", .attr("scope", "row"), .cls("wide")) { h in
                        h.el("a", .href(TemplatePlace.template(t.id).link), text: t.content.name)
                        if t.content.isDemonstration {
                            h.text(" ")
                            h.el("span", .cls("tag warn"), text: "wzór do sprawdzenia")
                        }
                    }
                    h.el("td", text: t.content.kind.polishName)
                    h.el("td", text: t.content.classes.isEmpty ? "wszystkie" : t.content.classes.joined(separator: ", "))
                    h.el("td", text: t.content.isValid(on: today) ? "tak" : t.content.validFrom > today ? "od \(PolishTypography.short(t.content.validFrom))" : "już nie")
                    h.el("td", text: "\(t.version.number)")
                    h.el("td", text: "\(Moment.text(t.version.at, today: today)), \(t.version.by)")
                }
            }
        }
    }
}

/// One template: its wording with the fields that may stand in it, and how it looks filled with examples.
struct TemplatePage: Sendable {
    var frame: DeskFrame
    /// `nil` for a new one.
    var template: LetterTemplate?
    var form: FormPart
    /// Body filled with examples; `nil` where it cannot be read.
    var preview: String?
    /// What changes against the version in force, shown before saving.
    var difference: SideBySide?
    var banner: Banner?
    var key: String

    func render() -> [UInt8] {
        let title = template?.content.name ?? "Nowy szablon"
        return frame.page(title: "Szablon: \(title)", error: !form.errors.isEmpty) { h in
            WorkTop(
                title,
                views: template.map { t in
                    [
                        WorkTop.View("Treść", TemplatePlace.template(t.id).link, isCurrent: true),
                        WorkTop.View("Wersje", TemplatePlace.versions(t.id).link, count: t.currentVersion),
                    ]
                } ?? [], viewsLabel: "Widoki szablonu"
            ).write(&h)
            h.el(
                "form", .cls("entry"), .attr("method", "post"), .attr("action", template.map { TemplatePlace.template($0.id).link } ?? TemplatePlace.new.link),
                .flag("novalidate"), .attr("data-zapis", "tak")
            ) { h in
                h.el("div", .cls("entry-body")) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    h.void("input", .type("hidden"), .name("wersja"), .value(String(template?.currentVersion ?? 1)))
                    banner?.write(&h)
                    form.summary(&h, order: ["nazwa", "rodzaj", "klasy", "tytul", "tekst", "wazny-od", "wazny-do", "opis"])
                    h.el("div", .cls("entry-cols")) { h in
                        h.el("div") { h in fields(&h) }
                        h.el("div") { h in side(&h) }
                    }
                }
                h.el("div", .cls("entry-foot")) { h in
                    h.el("button", .cls("btn first")) { h in
                        h.text("Zapisz szablon ")
                        h.el("kbd", .attr("aria-hidden", "true"), text: "Ctrl Enter")
                    }
                    h.el("button", .cls("btn"), .name("czyn"), .value("podglad"), text: "Pokaż zmiany i podgląd")
                    h.el("a", .cls("btn bare"), .href(TemplatePlace.list.link), text: "Wróć bez zmian")
                }
            }
        }
    }

    private func fields(_ h: inout HTML) {
        form.field(&h, "nazwa", "Nazwa szablonu")
        h.el("div", .cls("form-grid")) { h in
            form.select(&h, "rodzaj", "Rodzaj pisma", options: LetterTemplateKind.allCases.map { ($0.rawValue, $0.polishName) }, box: "c3")
            form.field(&h, "klasy", "Klasy z wykazu akt", hint: "Symbole po przecinku; puste: wszystkie", optional: true, box: "c3")
            form.field(&h, "wazny-od", "Ważny od", width: "w10", box: "c3")
            form.field(&h, "wazny-do", "Ważny do", optional: true, width: "w10", box: "c3")
        }
        form.field(&h, "tytul", "Tytuł pisma")
        form.area(&h, "tekst", "Treść", hint: "Pola z listy obok wpisz w podwójnych nawiasach: {{sprawa.znak}}", rows: 18)
        form.check(&h, "wzor", "To wzór do sprawdzenia, urząd go jeszcze nie przyjął")
        if template != nil { form.field(&h, "opis", "Co się zmienia", optional: true) }
    }

    private func side(_ h: inout HTML) {
        if let difference {
            h.el("h2", text: "Zmiany")
            ComparisonView(before: "wersja \(template?.currentVersion ?? 1)", after: "po zapisaniu", rows: difference).write(&h)
        }
        if let preview {
            h.el("h2", text: "Z przykładowymi danymi")
            h.el("div", .cls("paper")) { h in
                h.el("div", .cls("sheet letter")) { h in StructuredText(parsing: preview).write(into: &h, topLevel: 2) }
            }
        }
        h.el("details", .cls("syntax")) { h in
            h.el("summary", text: "Pola, które program wypełnia")
            for group in MergeField.Group.allCases {
                h.el("h3", text: group.rawValue)
                h.el("dl", .cls("rows")) { h in
                    for field in MergeField.all where field.group == group { Facts.row(&h, "{{\(field.name)}}", field.description) }
                }
            }
        }
    }
}

/// Every version of a template, and two of them side by side.
struct TemplateVersionsPage: Sendable {
    var frame: DeskFrame
    var versions: [LetterTemplate]
    var left: LetterTemplate
    var right: LetterTemplate
    var today: Day

    func render() -> [UInt8] {
        frame.page(title: "Wersje szablonu: \(right.content.name)") { h in
            WorkTop(
                right.content.name,
                views: [
                    WorkTop.View("Treść", TemplatePlace.template(right.id).link),
                    WorkTop.View("Wersje", TemplatePlace.versions(right.id).link, count: right.currentVersion, isCurrent: true),
                ], viewsLabel: "Widoki szablonu"
            ).write(&h)
            h.el("div", .cls("page")) { h in
                h.el("form", .cls("inline")) { h in
                    let options = versions.map { (value: "\($0.version.number)", text: "wersja \($0.version.number)") }
                    let form = FormPart(values: ["od": "\(left.version.number)", "do": "\(right.version.number)"])
                    form.select(&h, "od", "Porównaj", options: options)
                    form.select(&h, "do", "z wersją", options: options)
                    h.el("button", .cls("btn"), text: "Porównaj")
                }
                let difference = LetterTemplates.difference(left.content, right.content)
                h.el("h2", text: "Tytuł")
                h.el("p") { h in ComparisonView.pieces(&h, difference.title.pieces) }
                h.el("h2", text: "Treść")
                ComparisonView(before: "wersja \(left.version.number)", after: "wersja \(right.version.number)", rows: difference.body).write(&h)
                h.el("h2", text: "Kto i kiedy")
                h.el("ol", .cls("timeline")) { h in
                    for v in versions {
                        h.el("li") { h in
                            h.el("strong", text: "wersja \(v.version.number)")
                            if !v.version.note.isEmpty { h.text(": \(v.version.note)") }
                            h.el("span", .cls("chipnote"), text: "\(v.version.by), \(Moment.text(v.version.at, today: today))")
                        }
                    }
                }
            }
        }
    }
}
