internal import Kernel
internal import Markup
internal import Office
internal import Programme

/// The figures of the partnership: for everybody those of closed quarters, for the programme's people those under way as well.
struct ProgrammeBoardPage: Sendable {
    var frame: ProgrammeFrame
    /// The address of this page, for the choice of the quarter.
    var place: ProgrammePlace
    var board: ProgrammeBoard?
    /// The indicator of the charts.
    var indicator: Indicator
    var acts: Acts?
    var banner: String?

    /// What the leader may do with the quarter.
    struct Acts: Sendable {
        var leads: Bool
        var canClose: Bool
        var key: String
        var form: FormPart
    }

    func render() -> [UInt8] {
        frame.page(title: board.map { "Postępy ośmiu gmin: \($0.quarter.polishName)" } ?? "Postępy ośmiu gmin", error: !(acts?.form.errors.isEmpty ?? true)) { h in
            if let banner { Banner(banner).write(&h) }
            acts?.form.summary(&h, order: ["powod"])
            guard let board else {
                h.el("h1", text: "Postępy ośmiu gmin")
                h.el("p", text: "Żaden kwartał nie jest jeszcze zamknięty. Liczby pojawią się tu po pierwszym zamknięciu.")
                return
            }
            head(&h, board)
            stats(&h, board)
            charts(&h, board)
            table(&h, board)
            if let acts { closing(&h, board, acts) }
        }
    }

    private func head(_ h: inout HTML, _ board: ProgrammeBoard) {
        h.el("div", .cls("dash-head")) { h in
            h.el("div") { h in
                let state = board.readings.isClosed ? "kwartał zamknięty" : "kwartał niezamknięty, liczby jeszcze się zmienią"
                h.el("p", .cls("caption"), text: "\(board.quarter.polishName), \(state)\(board.readings.gatheredAt.map { " · zebrano \(Moment.full($0))" } ?? "")")
                h.el("h1", text: "Postępy ośmiu gmin")
            }
            h.el("form", .cls("inline-form"), .attr("action", place.link), .label("Okres i wskaźnik")) { h in
                FormPart(values: [ProgrammePlace.quarterField: board.quarter.description, ProgrammePlace.indicatorField: indicator.rawValue]).choice(
                    &h, quarters: board.choices)
                h.el("button", .cls("btn"), text: "Pokaż")
                h.el("a", .cls("btn"), .href(ProgrammePlace.csv.link([ProgrammePlace.quarterField: board.quarter.description])), text: "Pobierz CSV")
                h.el("a", .cls("btn"), .href(ProgrammePlace.report.link([ProgrammePlace.quarterField: board.quarter.description])), text: "Sprawozdanie PDF")
            }
        }
    }

    private func stats(_ h: inout HTML, _ board: ProgrammeBoard) {
        h.el("section", .cls("stats"), .label("Główne wskaźniki programu")) { h in
            for i in Indicator.leading {
                let r = board.readings.reading(nil, i), target = board.targets[i]?.tenths
                h.el("div", .cls("stat")) { h in
                    h.el("h2", text: i.polishName)
                    h.el("div", .cls(r.tenths == nil ? "v none" : "v")) { h in
                        h.text(r.tenths.map { ProgrammeWords.number($0, i.unit) } ?? ProgrammeWords.value(r, i.unit))
                        if r.tenths != nil, i.unit == .percent { h.el("small", text: "%") }
                    }
                    ProgrammeCharts.meter(&h, r.tenths, most: i.unit == .percent ? 1000 : max(target ?? 0, r.tenths ?? 0, 10), target: target)
                    h.el("p") { h in
                        let growth = board.growth(nil, i)
                        if let growth { h.el("span", .cls("change"), text: ProgrammeWords.growth(growth, i.unit)) }
                        let base = board.targets[i].map { (growth == nil ? "" : " ") + "od \($0.baseline.shortName) · " } ?? ""
                        h.text(
                            (growth == nil ? "" : base) + "cel: \(target.map { ProgrammeWords.number($0, i.unit) + (i.unit == .percent ? "%" : "") } ?? "nieustalony")")
                    }
                    let counts = ProgrammeWords.counts(r, i.unit)
                    if !counts.isEmpty { h.el("p", text: counts) }
                }
            }
        }
    }

    private func charts(_ h: inout HTML, _ board: ProgrammeBoard) {
        let reached = board.offices.filter { o in board.targets[indicator]?.tenths.map { (board.readings.reading(o.id, indicator).tenths ?? -1) >= $0 } ?? false }.count
        let missing = board.readings.missing(indicator)
        h.el("div", .cls("two")) { h in
            h.el("figure", .cls("panel")) { h in
                h.el("figcaption") { h in
                    h.el("h2", text: indicator.polishName)
                    var words = "\(indicator.definition) Te same liczby są w tabeli niżej."
                    if board.targets[indicator]?.tenths != nil { words += " Cel osiągnęło: \(reached) z \(board.offices.count)." }
                    h.el("p", text: PolishTypography.glued(words))
                    if !missing.isEmpty {
                        let names = board.offices.filter { missing.contains($0.id) }.map(\.name).joined(separator: ", ")
                        h.el("p", text: PolishTypography.glued("Brak danych za \(board.quarter.shortName): \(names). Pusty znak to brak danych, nie zero."))
                    }
                }
                h.el("ul", .cls("key")) { h in
                    if let base = board.targets[indicator]?.baseline { mark(&h, "c-was", "\(base.shortName), start") }
                    mark(&h, "c-now", board.quarter.shortName)
                    if let target = board.targets[indicator]?.tenths {
                        h.el("li") { h in
                            h.el("svg", .attr("aria-hidden", "true"), .attr("focusable", "false")) { h in
                                h.el("line", .cls("c-goal"), .attr("x1", "6"), .attr("x2", "6"), .attr("y1", "0"), .attr("y2", "12"), text: "")
                            }
                            h.text("cel \(ProgrammeWords.number(target, indicator.unit))\(indicator.unit == .percent ? "%" : "")")
                        }
                    }
                }
                ProgrammeCharts.dumbbells(&h, board, indicator)
            }
            h.el("figure", .cls("panel")) { h in
                h.el("figcaption") { h in
                    h.el("h2", text: "Kwartał po kwartale")
                    h.el("p", text: PolishTypography.glued("\(board.history.first.map { "Od \($0.quarter.shortName). " } ?? "")Przerwa w linii to kwartał bez danych."))
                }
                ProgrammeCharts.sparks(&h, board, indicator)
            }
        }
    }

    private func mark(_ h: inout HTML, _ cls: String, _ text: String) {
        h.el("li") { h in
            h.el("svg", .attr("aria-hidden", "true"), .attr("focusable", "false")) { h in
                h.el("circle", .cls(cls), .attr("cx", "7"), .attr("cy", "6"), .attr("r", "5"), text: "")
            }
            h.text(text)
        }
    }

    private func table(_ h: inout HTML, _ board: ProgrammeBoard) {
        h.el("div", .cls("panel block")) { h in
            h.el("div", .cls("scroll"), .attr("tabindex", "0"), .attr("role", "region"), .attr("aria-labelledby", "tab-c")) { h in
                h.el("table", .cls("table pinned")) { h in
                    h.el("caption", .id("tab-c"), text: "Wszystkie wskaźniki według gmin, \(board.quarter.polishName)")
                    h.el("thead") { h in
                        h.el("tr") { h in
                            h.el("th", .attr("scope", "col"), text: "Gmina")
                            for i in Indicator.allCases {
                                h.el("th", .attr("scope", "col"), .cls("r"), text: i.shortName + (i.unit == .percent ? ", %" : i.unit == .days ? "" : ""))
                            }
                        }
                    }
                    h.el("tbody") { h in
                        for o in board.offices {
                            h.el("tr") { h in
                                h.el("th", .attr("scope", "row")) { h in
                                    h.el("a", .href(ProgrammePlace.office(o.id).link([ProgrammePlace.quarterField: board.quarter.description])), text: o.name)
                                }
                                for i in Indicator.allCases { cell(&h, board.readings.cell(o.id, i), i) }
                            }
                        }
                    }
                    h.el("tfoot") { h in
                        h.el("tr") { h in
                            h.el("th", .attr("scope", "row"), text: "Razem")
                            for i in Indicator.allCases { cell(&h, board.readings.cell(nil, i), i) }
                        }
                    }
                }
            }
            h.el("p", .cls("small muted")) { h in
                h.text("Obok procentu stoją liczby, z których powstał. Gwiazdka oznacza liczbę podaną z zewnątrz albo skorygowaną. ")
                h.el("a", .href(ProgrammePlace.data.link), text: "Jak liczymy")
            }
        }
    }

    private func cell(_ h: inout HTML, _ cell: ProgrammeReadings.Cell, _ i: Indicator) {
        h.el("td", .cls("r")) { h in
            h.el("span", .cls(cell.reading.tenths == nil ? "muted" : "b"), text: ProgrammeWords.value(cell.reading, i.unit).replacing("%", with: ""))
            switch cell.origin {
            case .outside: h.el("span", .cls("star"), text: "*")
            case .kept(let s) where s.version > 1: h.el("span", .cls("star"), text: "*")
            default: break
            }
            let counts = ProgrammeWords.counts(cell.reading, i.unit)
            if !counts.isEmpty {
                h.void("br")
                h.el("span", .cls("counts"), text: counts)
            }
        }
    }

    private func closing(_ h: inout HTML, _ board: ProgrammeBoard, _ acts: Acts) {
        h.el("section", .cls("panel block"), .label("Zamknięcie i korekty")) { h in
            h.el("h2", text: "Zamknięcie kwartału")
            if board.readings.hasDrifted {
                h.el(
                    "p",
                    text: PolishTypography.glued(
                        "Dzisiejsze przeliczenie różni się od zamkniętych liczb. Różnice są na stronach gmin. Zamkniętych liczb nic nie zmieni bez korekty z powodem."))
            } else if board.readings.isClosed {
                h.el("p", text: "Kwartał jest zamknięty, a dzisiejsze przeliczenie daje te same liczby.")
            }
            if acts.leads {
                if board.readings.isClosed, board.readings.hasDrifted {
                    form(&h, board, acts, act: "korekta", button: "Zapisz korektę") { h in
                        acts.form.area(&h, "powod", "Powód korekty", hint: "Zobaczą go wszyscy przy poprawionych liczbach", rows: 2)
                    }
                } else if acts.canClose {
                    form(&h, board, acts, act: "zamknij", button: "Zamknij kwartał") { h in
                        h.el("p", text: PolishTypography.glued("Zamknięte liczby zobaczą mieszkańcy. Późniejszą zmianę można wprowadzić tylko jako korektę."))
                    }
                }
            }
            h.el("p") { h in
                h.el("a", .href(ProgrammePlace.outside.link), text: "Wpisz liczbę z zewnątrz")
                if acts.leads {
                    h.text(" · ")
                    h.el("a", .href(ProgrammePlace.targets.link), text: "Cele i kwartały bazowe")
                }
            }
        }
    }

    private func form(_ h: inout HTML, _ board: ProgrammeBoard, _ acts: Acts, act: String, button: String, _ fields: (inout HTML) -> Void) {
        h.el("form", .attr("method", "post"), .attr("action", ProgrammePlace.quarter.link), .flag("novalidate")) { h in
            hiddenFields(&h, token: frame.token, key: acts.key)
            h.void("input", .type("hidden"), .name(ProgrammePlace.quarterField), .value(board.quarter.description))
            h.void("input", .type("hidden"), .name("co"), .value(act))
            fields(&h)
            h.el("p", .cls("actions")) { h in h.el("button", .cls("btn first"), text: button) }
        }
    }
}

extension FormPart {
    /// The quarter and the indicator that are looked at.
    func choice(_ h: inout HTML, quarters: [Quarter], indicators: Bool = true) {
        select(&h, ProgrammePlace.quarterField, "Okres", options: quarters.map { ($0.description, $0.polishName) })
        if indicators { select(&h, ProgrammePlace.indicatorField, "Wykres", options: Indicator.allCases.map { ($0.rawValue, $0.polishName) }) }
    }
}
