internal import Kernel
internal import Markup
internal import Office
internal import Programme

/// One office in one quarter: every indicator with its definition, counts, origin and every version.
struct ProgrammeOfficePage: Sendable {
    var frame: ProgrammeFrame
    var board: ProgrammeBoard
    var office: OfficeRecord
    /// What recounts found otherwise than before; for the programme's people.
    var differences: [DailyCounts.Difference]?

    func render() -> [UInt8] {
        frame.page(title: "\(office.name): \(board.quarter.polishName)") { h in
            h.el("div", .cls("dash-head")) { h in
                h.el("div") { h in
                    h.el("p", .cls("caption")) { h in h.el("a", .href(ProgrammePlace.front.link), text: "Postępy ośmiu gmin") }
                    h.el("h1", text: office.name)
                }
                h.el("form", .cls("inline-form"), .attr("action", ProgrammePlace.office(office.id).link), .label("Okres")) { h in
                    FormPart(values: [ProgrammePlace.quarterField: board.quarter.description]).choice(&h, quarters: board.choices, indicators: false)
                    h.el("button", .cls("btn"), text: "Pokaż")
                }
            }
            h.el("div", .cls("panel block first-block")) { h in
                h.el("div", .cls("scroll"), .attr("tabindex", "0"), .attr("role", "region"), .attr("aria-labelledby", "tab-w")) { h in
                    h.el("table", .cls("table")) { h in
                        h.el("caption", .id("tab-w"), text: "Wskaźniki, \(board.quarter.polishName)")
                        h.el("thead") { h in
                            h.el("tr") { h in
                                h.el("th", .attr("scope", "col"), text: "Wskaźnik")
                                for t in ["Wartość", "Liczby", "Zmiana", "Cel"] { h.el("th", .attr("scope", "col"), .cls("r"), text: t) }
                                h.el("th", .attr("scope", "col"), text: "Skąd ta liczba")
                            }
                        }
                        h.el("tbody") { h in for i in Indicator.allCases { h.el("tr") { h in row(&h, i) } } }
                    }
                }
            }
            if let differences, !differences.isEmpty { recounts(&h, differences) }
        }
    }

    private func row(_ h: inout HTML, _ i: Indicator) {
        let cell = board.readings.cell(office.id, i), target = board.targets[i]
        h.el("th", .attr("scope", "row"), .cls("about")) { h in
            h.text(i.polishName)
            h.el("p", .cls("small muted"), text: PolishTypography.glued(i.definition))
        }
        h.el("td", .cls("r")) { h in h.el("b", text: ProgrammeWords.value(cell.reading, i.unit)) }
        h.el("td", .cls("r")) { h in
            h.text(ProgrammeWords.counts(cell.reading, i.unit))
            if i == .awareness, let n = cell.reading.numerator, let d = cell.reading.denominator, let margin = SurveyMargin.tenths(numerator: n, denominator: d) {
                h.void("br")
                h.el("span", .cls("counts"), text: d < 100 ? "za mało odpowiedzi" : "błąd ±\(ProgrammeWords.number(margin, .percent)) p.p.")
            }
        }
        h.el("td", .cls("r")) { h in
            if let growth = board.growth(office.id, i), let target {
                h.text(ProgrammeWords.growth(growth, i.unit))
                h.void("br")
                h.el("span", .cls("counts"), text: "od \(target.baseline.shortName)")
            } else {
                h.el("span", .cls("muted"), text: "brak podstawy")
            }
        }
        h.el("td", .cls("r"), text: target?.tenths.map { ProgrammeWords.number($0, i.unit) + (i.unit == .percent ? "%" : "") } ?? "nieustalony")
        h.el("td", .cls("about small")) { h in
            h.text(ProgrammeWords.origin(cell.origin))
            for s in cell.earlier {
                h.void("br")
                h.text(
                    "Poprzednio \(ProgrammeWords.value(s.reading, i.unit)) (\(s.version == 1 ? "przy zamknięciu" : "korekta \(s.version - 1)"), \(Moment.full(s.takenAt)))"
                )
            }
            if let today = cell.today {
                h.void("br")
                h.text("Dziś liczymy: \(ProgrammeWords.value(today, i.unit)) \(ProgrammeWords.counts(today, i.unit))")
            }
        }
    }

    private func recounts(_ h: inout HTML, _ differences: [DailyCounts.Difference]) {
        h.el("section", .cls("panel block")) { h in
            h.el("h2", text: "Co zmieniły nocne przeliczenia")
            h.el("p", .cls("small muted"), text: PolishTypography.glued("Zapis zmienił się po policzeniu dnia: anulowano numer, poprawiono dzień, cofnięto załatwienie."))
            h.el("ul", .cls("stack")) { h in
                for d in differences {
                    h.el("li", text: "\(PolishTypography.short(d.day)), \(d.measure.rawValue.replacing("-", with: " ")): było \(d.before), jest \(d.after)")
                }
            }
        }
    }
}

/// What every number means: definition, formula, source, aim, owner; and the files.
struct ProgrammeDataPage: Sendable {
    var frame: ProgrammeFrame
    var targets: [Indicator: Target]
    var quarter: Quarter?

    func render() -> [UInt8] {
        frame.page(title: "Dane i metoda") { h in
            h.el("div", .cls("prose")) { h in
                h.el("h1", text: "Dane i metoda")
                h.el(
                    "p",
                    text: PolishTypography.glued(
                        "Każda liczba powstaje z tego, co urzędy zapisały w swoich rejestrach. Urząd liczy swoje dni sam, a platforma zbiera z urzędów tylko sumy kwartałów. Co noc dni są liczone jeszcze raz."
                    ))
                h.el(
                    "p", text: PolishTypography.glued("Zamknięty kwartał nie zmienia się sam. Gdy liczba okaże się inna, obok starej pojawia się nowa wersja z powodem."))
                h.el("p", text: PolishTypography.glued("Definicje są propozycją do zatwierdzenia przez biuro programu."))
                h.el("p", .cls("actions")) { h in
                    let query = quarter?.description
                    h.el("a", .cls("btn"), .href(ProgrammePlace.csv.link([ProgrammePlace.quarterField: query])), text: "Pobierz CSV")
                    h.el("a", .cls("btn"), .href(ProgrammePlace.json.link([ProgrammePlace.quarterField: query])), text: "Pobierz JSON")
                }
                for i in Indicator.allCases {
                    h.el("section", .id(i.rawValue)) { h in
                        h.el("h2", text: i.polishName)
                        h.el("p", text: PolishTypography.glued(i.definition))
                        h.el("dl", .cls("rows")) { h in
                            Facts.row(&h, "Wzór", i.formula)
                            Facts.row(&h, "Jednostka", i.unit == .percent ? "procent" : i.unit.rawValue)
                            Facts.row(&h, "Źródło", i.source)
                            Facts.row(&h, "Okres bazowy", targets[i]?.baseline.polishName ?? "nieustalony")
                            Facts.row(&h, "Cel", targets[i]?.tenths.map { ProgrammeWords.number($0, i.unit) + (i.unit == .percent ? "%" : "") } ?? "nieustalony")
                            Facts.row(&h, "Odpowiada", targets[i]?.owner ?? i.owner)
                        }
                    }
                }
            }
        }
    }
}

/// Entering a figure that the program cannot count, with its proof.
struct OutsideFigurePage: Sendable {
    var frame: ProgrammeFrame
    var offices: [OfficeRecord]
    var form: FormPart
    var key: String
    /// Figures entered last.
    var entered: [OutsideFigure]
    var banner: String?

    func render() -> [UInt8] {
        frame.page(title: "Liczba z zewnątrz", error: !form.errors.isEmpty) { h in
            h.el("div", .cls("prose")) { h in
                h.el("h1", text: "Liczba z zewnątrz")
                if let banner { Banner(banner).write(&h) }
                form.summary(&h, order: ["gmina", "okres", "wskaznik", "licznik", "mianownik", "wartosc", "zrodlo", "dowod"])
                h.el(
                    "p",
                    text: PolishTypography.glued(
                        "Wpisz to, czego program sam nie policzy: stan sprzed programu albo badanie. Liczba policzona przez program ma pierwszeństwo."))
                h.el("form", .attr("method", "post"), .attr("action", ProgrammePlace.outside.link), .attr("enctype", "multipart/form-data"), .flag("novalidate")) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    form.select(&h, "gmina", "Gmina", options: offices.map { ($0.id.description, $0.name) })
                    form.field(&h, "okres", "Kwartał", hint: "Rok i numer, na przykład 2024-2", width: "w10")
                    form.select(&h, "wskaznik", "Wskaźnik", options: Indicator.allCases.map { ($0.rawValue, $0.polishName) })
                    form.field(
                        &h, "licznik", "Licznik albo liczba", hint: "Dla procentów: ile z całości. Dla liczb: sama liczba.", optional: true, width: "num w10",
                        numeric: true)
                    form.field(&h, "mianownik", "Mianownik", hint: "Tylko dla procentów: całość", optional: true, width: "num w10", numeric: true)
                    form.field(&h, "wartosc", "Wartość", hint: "Tylko dla mediany i ocen, na przykład 14,5", optional: true, width: "num w10")
                    form.area(&h, "zrodlo", "Skąd jest ta liczba", hint: "Na przykład: sprawozdanie OR.0642.3.2024", rows: 2)
                    h.el("div", .cls("field")) { h in
                        h.el("label", .cls("label"), .attr("for", "dowod"), text: "Dowód (plik)")
                        if let error = form.errors["dowod"] { h.el("span", .cls("error"), .id("dowod-e"), text: error) }
                        h.void("input", .type("file"), .id("dowod"), .name("dowod"), .attr("aria-describedby", form.errors["dowod"] == nil ? nil : "dowod-e"))
                    }
                    h.el("p", .cls("actions")) { h in
                        h.el("button", .cls("btn first"), text: "Zapisz liczbę")
                        h.el("a", .cls("btn bare"), .href(ProgrammePlace.board.link), text: "Wróć do pulpitu")
                    }
                }
                if !entered.isEmpty {
                    h.el("h2", text: "Ostatnio wpisane")
                    h.el("ul", .cls("stack")) { h in
                        for f in entered {
                            h.el(
                                "li",
                                text:
                                    "\(f.quarter.shortName), \(f.indicator.shortName), \(f.office): \(ProgrammeWords.value(f.reading, f.indicator.unit)). \(f.source). Dowód: \(f.proofName). \(f.enteredBy), \(Moment.full(f.enteredAt))"
                            )
                        }
                    }
                }
            }
        }
    }
}

/// Aims and baseline quarters.
struct ProgrammeTargetsPage: Sendable {
    var frame: ProgrammeFrame
    var targets: [Indicator: Target]
    var form: FormPart
    var key: String

    func render() -> [UInt8] {
        frame.page(title: "Cele i kwartały bazowe", error: !form.errors.isEmpty) { h in
            h.el("div", .cls("prose")) { h in
                h.el("h1", text: "Cele i kwartały bazowe")
                form.summary(&h, order: ["wskaznik", "bazowy", "cel", "odpowiada", "powod"])
                h.el("dl", .cls("rows")) { h in
                    for i in Indicator.allCases {
                        let t = targets[i]
                        let aim = t?.tenths.map { "cel \(ProgrammeWords.number($0, i.unit))\(i.unit == .percent ? "%" : "")" } ?? "bez celu"
                        Facts.row(&h, i.polishName, t.map { "od \($0.baseline.shortName), \(aim), odpowiada: \($0.owner)" } ?? "nieustalone")
                    }
                }
                h.el("h2", text: "Zmień")
                h.el("form", .attr("method", "post"), .attr("action", ProgrammePlace.targets.link), .flag("novalidate")) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    form.select(&h, "wskaznik", "Wskaźnik", options: Indicator.allCases.map { ($0.rawValue, $0.polishName) })
                    form.field(&h, "bazowy", "Kwartał bazowy", hint: "Rok i numer, na przykład 2024-2", width: "w10")
                    form.field(&h, "cel", "Cel", hint: "Liczba z najwyżej jedną cyfrą po przecinku", optional: true, width: "num w10")
                    form.field(&h, "odpowiada", "Kto odpowiada", optional: true)
                    form.area(&h, "powod", "Powód zmiany", rows: 2)
                    h.el("p", .cls("actions")) { h in
                        h.el("button", .cls("btn first"), text: "Zapisz")
                        h.el("a", .cls("btn bare"), .href(ProgrammePlace.board.link), text: "Wróć do pulpitu")
                    }
                }
            }
        }
    }
}
