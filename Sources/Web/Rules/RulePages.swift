internal import Chancery
internal import Kernel
internal import Markup

/// Words of a rule as people read them.
enum RuleWords {
    static func condition(_ c: AutomaticRule.Condition) -> String {
        var out: [String] = []
        if !c.channels.isEmpty { out.append("wpłynęło: \(c.channels.map { $0.polishName.lowercased() }.joined(separator: " lub "))") }
        if !c.sender.isEmpty { out.append("nadawca: \(c.sender.joined(separator: " lub "))") }
        if !c.title.isEmpty { out.append("temat: \(c.title.joined(separator: " lub "))") }
        if !c.kinds.isEmpty { out.append("rodzaj: \(c.kinds.joined(separator: " lub "))") }
        if !c.symbols.isEmpty { out.append("klasa: \(c.symbols.joined(separator: " lub "))") }
        return out.joined(separator: "; ")
    }

    static func recipients(_ rule: AutomaticRule) -> String {
        rule.recipients.map { "\($0.label) (\($0.manner.polishName))" }.joined(separator: "; ")
    }
}

/// The automatic rules in the order in which they are tried.
struct RulesPage: Sendable {
    struct Line: Sendable {
        var rule: AutomaticRule
        var isInForce: Bool
        var mayRise: Bool
        var mayFall: Bool
        var upKey: String
        var downKey: String
    }
    var frame: DeskFrame
    var lines: [Line]
    var ended: [AutomaticRule]
    var banner: Banner?

    func render() -> [UInt8] {
        frame.page(title: "Reguły dekretacji") { h in
            WorkTop("Reguły dekretacji", actions: [WorkTop.Action("Nowa reguła", RulePlace.newRule.link, key: "N", isFirst: true)]).write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                h.el(
                    "p", .cls("muted"),
                    text: PolishTypography.glued(
                        "Reguły sprawdza się po kolei. Pierwsza, która pasuje do pisma, dekretuje je. W historii pisma stoi numer reguły i jej autor."))
                if lines.isEmpty {
                    EmptyState(
                        "Nie ma reguł", "Reguła sama dekretuje pisma, których przeznaczenie jest znane z góry, na przykład faktury.",
                        action: WorkTop.Action("Nowa reguła", RulePlace.newRule.link, isFirst: true)
                    ).write(&h)
                } else {
                    Grid("Reguły, w kolejności", ["Kolej", "Reguła", "Jakie pisma", "Komu", "Autor", "Kiedy", "Przesuń"], isWorkList: true).write(
                        &h, lines.enumerated().map { $0 }
                    ) { h, item in
                        let rule = item.element.rule
                        h.el("td", text: String(item.offset + 1))
                        h.el("th", .attr("scope", "row")) { h in h.el("a", .href(RulePlace.rule(rule.id).link), text: "\(rule.id). \(rule.name)") }
                        h.el("td", .cls("wide"), text: RuleWords.condition(rule.condition))
                        h.el("td", .cls("wide"), text: RuleWords.recipients(rule))
                        h.el("td", text: rule.owner.name)
                        h.el("td", text: Span.text(rule.validFrom, rule.validTo))
                        h.el("td") { h in
                            if item.element.mayRise {
                                ActButton(
                                    frame: frame, action: RulePlace.move(rule.id).link, key: item.element.upKey, text: "Wyżej", about: "reguła \(rule.id)",
                                    hidden: [("kierunek", "wyzej")]
                                ).write(&h)
                            }
                            if item.element.mayFall {
                                ActButton(
                                    frame: frame, action: RulePlace.move(rule.id).link, key: item.element.downKey, text: "Niżej", about: "reguła \(rule.id)",
                                    hidden: [("kierunek", "nizej")]
                                ).write(&h)
                            }
                        }
                    }
                }
                if !ended.isEmpty {
                    h.el("h2", text: "Zakończone")
                    Grid("Reguły zakończone", ["Reguła", "Jakie pisma", "Kiedy"]).write(&h, ended) { h, rule in
                        h.el("th", .attr("scope", "row")) { h in h.el("a", .href(RulePlace.rule(rule.id).link), text: "\(rule.id). \(rule.name)") }
                        h.el("td", .cls("wide"), text: RuleWords.condition(rule.condition))
                        h.el("td", text: Span.text(rule.validFrom, rule.validTo))
                    }
                }
            }
        }
    }
}

/// A new rule, with a trial on the letters that came last.
struct RuleFormPage: Sendable {
    var frame: DeskFrame
    var form: FormPart
    var channels: Set<String>
    var directory: HolderDirectory
    /// What the rule would have done; `nil` until it was tried.
    var trial: [RuleTrial]?
    var key: String

    static let order = ["nazwa", "kanal", "nadawca", "temat", "rodzaj", "klasa", "warunek", "adresat", "sposob", "dyspozycja", "termin", "od", "do"]

    func render() -> [UInt8] {
        frame.page(title: "Nowa reguła", error: !form.errors.isEmpty) { h in
            WorkTop("Nowa reguła dekretacji").write(&h)
            h.el("div", .cls("page wide")) { h in
                form.summary(&h, order: Self.order)
                if let trial { TrialTable.write(&h, trial) }
                h.el("form", .attr("method", "post"), .attr("action", RulePlace.newRule.link), .flag("novalidate"), .attr("data-zapis", "tak")) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    // Enter in a field saves; trying is the second button.
                    h.el("button", .cls("vh"), .attr("tabindex", "-1"), .attr("aria-hidden", "true"), text: "Zapisz regułę")
                    form.field(&h, "nazwa", "Nazwa", hint: "Na przykład: faktury do skarbnika")
                    h.el("h2", .id("warunek"), text: "Jakie pisma")
                    h.el("p", .cls("hint"), text: "Pismo musi spełnić każdy wypełniony warunek. W jednym polu wystarczy jeden z wpisów rozdzielonych przecinkiem.")
                    form.checks(&h, "kanal", "Jak wpłynęło", options: Channel.allCases.map { ($0.rawValue, $0.polishName) }, chosen: channels)
                    form.field(&h, "nadawca", "Słowa z nazwy nadawcy", optional: true)
                    form.field(&h, "temat", "Słowa z tematu", hint: "Wystarczą początki słów: faktur, rachun", optional: true)
                    form.field(&h, "rodzaj", "Rodzaj pisma", optional: true)
                    form.field(&h, "klasa", "Klasa wykazu", hint: "Na przykład: 31, 3120", optional: true)
                    h.el("h2", text: "Co z nimi zrobić")
                    h.el("datalist", .id("adresaci")) { h in for e in directory.entries { h.el("option", .value(e.label), text: e.label) } }
                    form.field(&h, "adresat", "Komu", hint: "Nazwisko albo symbol komórki", list: "adresaci")
                    form.select(&h, "sposob", "Sposób", options: AssignmentManner.allCases.map { ($0.rawValue, $0.polishName) })
                    form.field(&h, "dyspozycja", "Dyspozycja", optional: true)
                    form.field(&h, "termin", "Termin w dniach od wpływu", optional: true, width: "w10", numeric: true)
                    form.field(&h, "od", "Od dnia", width: "w10")
                    form.field(&h, "do", "Do dnia", hint: "Puste: do odwołania", optional: true, width: "w10")
                    h.el("p", .cls("actions")) { h in
                        h.el("button", .cls("btn first")) { h in
                            h.text("Zapisz regułę ")
                            h.el("kbd", .attr("aria-hidden", "true"), text: "Ctrl Enter")
                        }
                        h.el("button", .cls("btn"), .name("probuj"), .value("tak"), text: "Wypróbuj na ostatnich 50 pismach")
                        h.el("a", .cls("btn bare"), .href(RulePlace.rules.link), text: "Wróć bez zmian")
                    }
                }
            }
        }
    }
}

/// What a rule would have done with the letters that came last; it assigned none of them.
enum TrialTable {
    static func write(_ h: inout HTML, _ trial: [RuleTrial]) {
        let caught = trial.filter { $0.holds && $0.earlier == nil }.count
        h.el("div", .cls("note"), .attr("role", "status")) { h in
            h.el("h2", text: "Próba na \(trial.count) ostatnich pismach: reguła wzięłaby \(caught)")
            h.el("p", text: "Nic nie zadekretowano.")
        }
        let shown = trial.filter(\.holds)
        if shown.isEmpty { return }
        Grid("Pisma, do których reguła pasuje", ["RPW", "Nadawca", "Temat", "Wynik"]).write(&h, shown) { h, one in
            h.el("th", .attr("scope", "row"), .cls("ref"), text: one.work.reference)
            h.el("td", .cls("wide"), text: one.work.counterpart)
            h.el("td", .cls("wide"), text: one.work.title)
            h.el("td") { h in
                if let earlier = one.earlier {
                    h.el("span", .cls("tag warn"), text: "wcześniej zadziała reguła \(earlier.id)")
                } else {
                    h.el("span", .cls("tag ok"), text: "zadekretuje")
                }
            }
        }
    }
}

/// One rule: what it says, what it did, what it would do, its end.
struct RulePage: Sendable {
    struct Trace: Sendable {
        var work: LetterWork
        var at: Instant
    }
    var frame: DeskFrame
    var rule: AutomaticRule
    var unit: String
    var isInForce: Bool
    var trace: [Trace]
    var trial: [RuleTrial]?
    var form: FormPart
    var key: String
    var banner: Banner?
    var today: Day

    func render() -> [UInt8] {
        frame.page(title: "Reguła \(rule.id)", error: !form.errors.isEmpty) { h in
            WorkTop(
                "Reguła \(rule.id): \(rule.name)",
                actions: isInForce ? [WorkTop.Action("Wypróbuj", RulePlace.rule(rule.id).link(["proba": "tak"]))] : []
            ).write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                form.summary(&h, order: ["do"])
                h.el("p") { h in h.el("a", .cls("back"), .href(RulePlace.rules.link), text: "Reguły dekretacji") }
                h.el("dl", .cls("rows")) { h in
                    Facts.row(&h, "Pisma", RuleWords.condition(rule.condition))
                    Facts.row(&h, "Komu", RuleWords.recipients(rule))
                    if !rule.disposition.isEmpty { Facts.row(&h, "Dyspozycja", rule.disposition) }
                    Facts.row(&h, "Termin", rule.termDays.map { "\($0) \(PolishTypography.form($0, "dzień", "dni", "dni")) od wpływu" } ?? "bez terminu")
                    Facts.row(&h, "Autor", "\(rule.owner.name), \(rule.owner.post), \(unit)")
                    Facts.row(&h, "Działa", Span.text(rule.validFrom, rule.validTo))
                }
                if let trial { TrialTable.write(&h, trial) }
                h.el("h2", text: "Co zadekretowała")
                if trace.isEmpty {
                    h.el("p", .cls("muted"), text: "Jeszcze żadnego pisma.")
                } else {
                    Grid("Pisma zadekretowane regułą, od najnowszego", ["RPW", "Kiedy", "Nadawca", "Temat"]).write(&h, trace) { h, one in
                        h.el("th", .attr("scope", "row"), .cls("ref"), text: one.work.reference)
                        h.el("td", text: Moment.text(one.at, today: today))
                        h.el("td", .cls("wide"), text: one.work.counterpart)
                        h.el("td", .cls("wide"), text: one.work.title)
                    }
                }
                if isInForce {
                    h.el("h2", text: "Zakończ regułę")
                    h.el("p", .cls("muted"), text: PolishTypography.glued("Reguły się nie zmienia. Zakończ tę i dodaj nową; to, co zrobiła, zostaje."))
                    ActForm(frame: frame, action: RulePlace.end(rule.id).link, key: key, button: "Zakończ regułę", isDangerous: true).write(&h) { h in
                        form.field(&h, "do", "Ostatni dzień", width: "w10")
                        form.area(&h, "powod", "Powód", rows: 2)
                    }
                }
            }
        }
    }
}
