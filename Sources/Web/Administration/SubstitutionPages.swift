internal import Chancery
internal import Kernel
internal import Markup
internal import Store

/// One substitution as lists show it.
struct SubstitutionLine: Sendable {
    var substitution: Substitution
    var absent: String
    var substitute: String
    var isNow: Bool
    var mayEnd: Bool
    /// For the button that ends it.
    var key: String

    static func grid(_ h: inout HTML, _ lines: [SubstitutionLine], frame: DeskFrame, end: (SubstitutionID) -> String) {
        Grid("Zastępstwa", ["Nieobecny", "Zastępuje", "Kiedy", "Powód", "Stan", "Zakończ"]).write(&h, lines) { h, line in
            let s = line.substitution
            h.el("th", .attr("scope", "row"), text: line.absent)
            h.el("td", text: line.substitute)
            h.el("td", text: Span.text(s.from, s.to))
            h.el("td", .cls("wide"), text: s.reason)
            h.el("td") { h in h.el("span", .cls(line.isNow ? "tag ok" : "tag"), text: line.isNow ? "trwa" : "zacznie się") }
            h.el("td") { h in
                if line.mayEnd {
                    ActButton(
                        frame: frame, action: end(s.id), key: line.key, text: line.isNow ? "Zakończ dziś" : "Usuń", about: "zastępstwo: \(line.absent)"
                    ).write(&h)
                }
            }
        }
    }
}

/// Substitutions of the office, or of the units of a head.
struct SubstitutionsPage: Sendable {
    var frame: DeskFrame
    var lines: [SubstitutionLine]
    var people: [(value: String, text: String)]
    var substitutes: [(value: String, text: String)]
    var form: FormPart
    var key: String
    var banner: Banner?

    static let order = ["zastepowany", "zastepca", "od", "do", "powod"]

    func render() -> [UInt8] {
        frame.page(title: "Zastępstwa", error: !form.errors.isEmpty) { h in
            WorkTop("Zastępstwa").write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                form.summary(&h, order: Self.order)
                if lines.isEmpty {
                    EmptyState("Nikt nie jest zastępowany", "Zastępstwa trwające i przyszłe pojawią się tutaj.").write(&h)
                } else {
                    SubstitutionLine.grid(&h, lines, frame: frame) { AdministrationPlace.endSubstitution($0).link }
                }
                h.el("h2", text: "Wpisz zastępstwo")
                ActForm(frame: frame, action: AdministrationPlace.substitutions.link, key: key, button: "Zapisz zastępstwo").write(&h) { h in
                    form.select(&h, "zastepowany", "Kto jest nieobecny", options: [("", "wybierz")] + people)
                    form.select(&h, "zastepca", "Kto zastępuje", options: [("", "wybierz")] + substitutes)
                    SubstitutionFields.write(&h, form)
                }
            }
        }
    }
}

enum SubstitutionFields {
    static func write(_ h: inout HTML, _ form: FormPart) {
        form.field(&h, "od", "Od dnia", width: "w10")
        form.field(&h, "do", "Do dnia", hint: "Ostatni dzień nieobecności", width: "w10")
        form.field(&h, "powod", "Powód", hint: "Na przykład: urlop", optional: true)
    }
}

/// One's own: for whom one may work today, and who stands in for oneself.
struct OwnSubstitutionPage: Sendable {
    struct Choice: Sendable {
        var absent: ActingOfficer.Absent
        var until: String
        var isCurrent: Bool
        var key: String
    }
    var frame: DeskFrame
    var choices: [Choice]
    /// In whose place the person works now.
    var current: String?
    var backKey: String
    var own: [SubstitutionLine]
    var substitutes: [(value: String, text: String)]
    var form: FormPart
    var key: String
    var banner: Banner?

    func render() -> [UInt8] {
        frame.page(title: "Moje zastępstwo", error: !form.errors.isEmpty) { h in
            WorkTop("Moje zastępstwo").write(&h)
            h.el("div", .cls("page")) { h in
                banner?.write(&h)
                form.summary(&h, order: SubstitutionsPage.order)
                h.el("h2", text: "Kogo zastępujesz")
                if choices.isEmpty {
                    h.el("p", .cls("muted"), text: "Dziś nikogo nie zastępujesz.")
                } else {
                    h.el("ul", .cls("files")) { h in
                        for choice in choices {
                            h.el("li") { h in
                                h.el("strong", text: choice.absent.name)
                                h.el("span", .cls("muted"), text: choice.until)
                                if choice.isCurrent {
                                    h.el("span", .cls("tag warn"), text: "pracujesz w zastępstwie")
                                } else {
                                    ActButton(
                                        frame: frame, action: AdministrationPlace.switchOver.link, key: choice.key, text: "Pracuj w zastępstwie",
                                        about: choice.absent.name, hidden: [("osoba", choice.absent.officer.description)], cls: "btn first"
                                    ).write(&h)
                                }
                            }
                        }
                    }
                    h.el(
                        "p", .cls("muted"),
                        text: PolishTypography.glued("W zastępstwie masz uprawnienia tej osoby, a nie własne. Przy każdej czynności stanie „w zastępstwie”."))
                }
                if current != nil {
                    ActButton(frame: frame, action: AdministrationPlace.switchOver.link, key: backKey, text: "Wróć do własnej pracy", cls: "btn").write(&h)
                }
                h.el("h2", text: "Kto zastępuje Ciebie")
                if own.isEmpty {
                    h.el("p", .cls("muted"), text: "Nie masz wpisanego zastępcy.")
                } else {
                    SubstitutionLine.grid(&h, own, frame: frame) { AdministrationPlace.endOwnSubstitution($0).link }
                }
                h.el("h2", text: "Wpisz zastępcę")
                ActForm(frame: frame, action: AdministrationPlace.ownSubstitution.link, key: key, button: "Zapisz zastępstwo").write(&h) { h in
                    form.select(&h, "zastepca", "Kto zastępuje", options: [("", "wybierz")] + substitutes)
                    SubstitutionFields.write(&h, form)
                }
            }
        }
    }
}
