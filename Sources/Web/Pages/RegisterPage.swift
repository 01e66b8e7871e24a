internal import Chancery
internal import Kernel
internal import Law
internal import Markup

/// The register of incoming letters as a list.
struct RegisterPage: Sendable {
    var frame: DeskFrame
    var query: RegisterQuery
    /// The filters as typed, kept also when they could not be read.
    var form: FormPart
    var page: RegisterPageModel
    var today: Day

    struct RegisterPageModel: Sendable {
        var rows: [RegisterRow]
        var counts: [RegisterQuery.View: Int]
        var total: Int
        var nextLink: String?
        var firstLink: String?
    }

    static let viewNames: [(RegisterQuery.View, String)] = [
        (.today, "Dzisiaj"), (.week, "Ten tydzień"), (.attention, "Do sprawdzenia"), (.all, "Wszystkie"), (.cancelled, "Anulowane"),
        (.notScanned, "Bez pełnego skanu"),
    ]

    /// What is printed and saved: the year, or of it the letters not wholly scanned.
    private var period: KeyValuePairs<String, String?> {
        ["rok": String(today.year), "zakres": query.view == .notScanned ? RegisterQuery.View.notScanned.rawValue : nil]
    }

    func render() -> [UInt8] {
        let name = RegisterPage.viewNames.first { $0.0 == query.view }?.1 ?? ""
        return frame.page(title: "Rejestr wpływów: \(name.lowercased())", error: !form.errors.isEmpty) { h in
            h.el("div", .cls("worktop")) { h in
                h.el("div", .cls("row")) { h in
                    h.el("h1", .cls("wtitle"), text: "Rejestr wpływów")
                    h.el("div", .cls("push actions")) { h in
                        h.el("a", .cls("btn bare"), .href(Place.lettersCSV.link(period)), text: "Zapisz CSV")
                        h.el("a", .cls("btn bare"), .href(Place.lettersXML.link(period)), text: "Zapisz XML")
                        h.el("a", .cls("btn"), .href(Place.lettersPrint.link(period)), .attr("data-klawisz", "p")) { h in
                            h.text("Drukuj rejestr ")
                            h.el("kbd", .attr("aria-hidden", "true"), text: "P")
                        }
                        if frame.canRegister {
                            h.el("a", .cls("btn first"), .href(Place.registration.link), .attr("data-klawisz", "n")) { h in
                                h.text("Zarejestruj pismo ")
                                h.el("kbd", .attr("aria-hidden", "true"), text: "N")
                            }
                        }
                    }
                }
                views(&h)
            }
            h.el("div", .cls("panes single")) { h in
                h.el("div", .cls("list")) { h in
                    filters(&h)
                    if page.rows.isEmpty { empty(&h) } else { table(&h) }
                    pager(&h)
                    if frame.keysAllowed, !page.rows.isEmpty { keys(&h) }
                }
            }
        }
    }

    /// Counting stops at a limit; then the number says so.
    private func counted(_ n: Int, exact: Bool) -> String {
        !exact && n >= IncomingRegister.countLimit ? "ponad \(PolishTypography.number(IncomingRegister.countLimit))" : PolishTypography.number(n)
    }

    private func views(_ h: inout HTML) {
        h.el("nav", .cls("views"), .label("Widoki rejestru")) { h in
            for (view, name) in RegisterPage.viewNames {
                h.el("a", .href(Place.letters.link(["widok": view.rawValue])), .attr("aria-current", view == query.view ? "page" : nil)) { h in
                    h.text("\(name) ")
                    h.el("span", .cls("n"), text: counted(page.counts[view] ?? 0, exact: view == .all))
                }
            }
        }
    }

    private func filters(_ h: inout HTML) {
        form.summary(&h, order: ["od", "do"])
        h.el("form", .cls("tools"), .attr("action", Place.letters.link), .attr("role", "search"), .label("Filtry rejestru")) { h in
            h.void("input", .type("hidden"), .name("widok"), .value(query.view.rawValue))
            h.el("div") { h in
                h.el("label", .cls("label"), .attr("for", "kanal"), text: "Kanał")
                h.el("select", .cls("select"), .id("kanal"), .name("kanal")) { h in
                    h.el("option", .value(""), text: "Wszystkie")
                    for c in Channel.allCases { h.el("option", .value(c.rawValue), .flag("selected", form.value("kanal") == c.rawValue), text: c.polishName) }
                }
            }
            h.el("div") { h in
                h.el("label", .cls("label"), .attr("for", "stan"), text: "Stan")
                h.el("select", .cls("select"), .id("stan"), .name("stan")) { h in
                    h.el("option", .value(""), text: "Każdy")
                    for s in LetterWorkState.allCases {
                        h.el("option", .value(s.rawValue), .flag("selected", form.value("stan") == s.rawValue), text: s.polishName)
                    }
                }
            }
            for (name, label, width) in [("od", "Wpływ od dnia", "w10"), ("do", "do dnia", "w10"), ("q", "Nadawca, temat lub treść", "w20")] {
                h.el("div", .cls(width == "w20" ? "grow" : "")) { h in
                    h.el("label", .cls("label"), .attr("for", name), text: label)
                    h.void(
                        "input", .cls("input \(width)"), .id(name), .name(name), .value(form.value(name)), .attr("autocomplete", "off"),
                        .attr("aria-invalid", form.errors[name] == nil ? nil : "true"))
                }
            }
            h.el("button", .cls("btn"), text: "Filtruj")
            if query.isNarrowed {
                h.el("a", .cls("btn bare"), .href(Place.letters.link(["widok": query.view.rawValue])), text: "Wyczyść filtry")
            }
            h.el("p", .cls("push muted"), .attr("role", "status")) { h in
                h.text("\(counted(page.total, exact: page.total == page.counts[.all])) \(PolishTypography.form(page.total, "pismo", "pisma", "pism"))")
            }
        }
    }

    private func table(_ h: inout HTML) {
        h.el("table", .cls("grid"), .attr("data-lista", "tak")) { h in
            h.el("caption", .cls("vh"), text: "Pisma wpływające")
            h.el("thead") { h in
                h.el("tr") { h in
                    heading(&h, .number, "RPW")
                    heading(&h, .arrival, "Wpływ")
                    heading(&h, .sender, "Nadawca")
                    heading(&h, .title, "Temat")
                    h.el("th", .attr("scope", "col"), .cls("hide-m"), text: "Znak nadawcy")
                    h.el("th", .attr("scope", "col"), text: "Kanał")
                    h.el("th", .attr("scope", "col"), text: "Stan")
                }
            }
            h.el("tbody") { h in
                for row in page.rows {
                    h.el("tr") { h in
                        h.el("th", .attr("scope", "row"), .cls("ref")) { h in
                            h.el("a", .href(Place.letter(year: row.number.year, number: row.number.number).link)) { h in
                                h.el("span", .cls("vh"), text: "RPW/")
                                h.text(String(row.number.number))
                                if row.number.year != today.year {
                                    h.text("/\(row.number.year)")
                                } else {
                                    h.el("span", .cls("vh"), text: "/\(row.number.year)")
                                }
                            }
                        }
                        h.el("td", .cls("hide-s")) { h in
                            h.el("time", .attr("datetime", row.arrivalDay.description), text: PolishTypography.short(row.arrivalDay))
                        }
                        h.el("td", .cls("wide")) { h in h.el("strong", text: PolishTypography.glued(row.sender)) }
                        h.el("td", .cls(row.cancelReason == nil ? "wide" : "wide struck"), text: PolishTypography.glued(row.title))
                        h.el("td", .cls("hide-s hide-m ref"), text: row.foreignSign)
                        h.el("td", .cls("muted"), text: row.channel.polishName)
                        h.el("td") { h in StateTag.write(&h, row) }
                    }
                }
            }
        }
    }

    private func heading(_ h: inout HTML, _ order: RegisterQuery.Order, _ text: String) {
        let isCurrent = query.order == order
        h.el("th", .attr("scope", "col"), .attr("aria-sort", isCurrent ? (query.descending ? "descending" : "ascending") : nil)) { h in
            h.el("a", .href(RegisterLinks.sorted(query, by: order)), text: isCurrent ? "\(text) \(query.descending ? "↓" : "↑")" : text)
        }
    }

    private func keys(_ h: inout HTML) {
        h.el("p", .cls("keys"), .attr("aria-hidden", "true")) { h in
            for (keys, what) in [(["J", "K"], "w dół, w górę"), (["Enter"], "otwórz"), (["N"], "nowe pismo"), (["/"], "szukaj"), (["?"], "wszystkie skróty")] {
                h.el("span") { h in
                    for k in keys {
                        h.el("kbd", text: k)
                        h.text(" ")
                    }
                    h.text(what)
                }
            }
        }
    }

    private func empty(_ h: inout HTML) {
        let isFiltered = query.isNarrowed
        h.el("div", .cls("empty pad")) { h in
            if isFiltered {
                h.el("h2", text: "Nic nie znaleziono")
                h.el("p", text: "Żadne pismo nie pasuje do filtrów. Sprawdź pisownię albo poszerz daty.")
                h.el("p") { h in h.el("a", .cls("btn"), .href(Place.letters.link(["widok": query.view.rawValue])), text: "Wyczyść filtry") }
            } else if query.view == .attention {
                h.el("h2", text: "Wszystko sprawdzone")
                h.el("p", text: "Żadne pismo nie czeka na sprawdzenie podpisu ani danych.")
            } else if query.view == .notScanned {
                h.el("h2", text: "Wszystkie pisma papierowe są zeskanowane w całości")
            } else if query.view == .cancelled {
                h.el("h2", text: "Żaden numer nie jest anulowany")
            } else {
                h.el("h2", text: query.view == .today ? "Dzisiaj nic jeszcze nie wpłynęło" : "W rejestrze nie ma jeszcze pism")
                h.el("p", text: "Pisma z ePUAP pojawią się tu same. Pismo papierowe zarejestrujesz z formularza.")
                if frame.canRegister { h.el("p") { h in h.el("a", .cls("btn first"), .href(Place.registration.link), text: "Zarejestruj pismo") } }
            }
        }
    }

    private func pager(_ h: inout HTML) {
        guard page.nextLink != nil || page.firstLink != nil else { return }
        h.el("nav", .cls("pages pad"), .label("Strony rejestru")) { h in
            if let first = page.firstLink { h.el("a", .href(first), text: "Początek listy") }
            if let next = page.nextLink { h.el("a", .href(next), .attr("rel", "next"), text: "Następne pisma") }
        }
    }
}

/// The state of a letter in a word and a tint.
enum StateTag {
    static func write(_ h: inout HTML, _ row: RegisterRow) {
        if row.cancelReason != nil {
            h.el("span", .cls("tag"), text: "anulowany")
        } else if let first = row.attention.first {
            h.el("span", .cls(first == .signatureInvalid ? "tag err" : "tag warn"), text: short(first))
        } else {
            AssignmentViews.tag(&h, row.workState ?? .new)
        }
    }

    static func short(_ a: Attention) -> String {
        switch a {
        case .signatureInvalid: "zły podpis"
        case .signatureUntrusted: "podpis?"
        case .unsigned: "bez podpisu"
        case .senderUnknown: "nadawca?"
        case .unknownDocument: "nieznany"
        case .attachmentDefect: "załącznik!"
        case .test: "próbne"
        }
    }
}

/// Addresses of the list with everything that was chosen.
enum RegisterLinks {
    static func link(_ q: RegisterQuery, order: RegisterQuery.Order? = nil, descending: Bool? = nil, after: RegisterQuery.Position? = nil) -> String {
        Place.letters.link([
            "widok": q.view.rawValue, "kanal": q.channel?.rawValue, "stan": q.state?.rawValue, "od": q.from?.description, "do": q.to?.description,
            "q": q.words.isEmpty ? nil : q.words, "sort": (order ?? q.order).rawValue, "kierunek": descending ?? q.descending ? "malejaco" : "rosnaco",
            "po": after?.description,
        ])
    }

    static func sorted(_ q: RegisterQuery, by order: RegisterQuery.Order) -> String {
        // Numbers and days start with the newest, words with the first letter.
        let fresh = order == .number || order == .arrival
        return link(q, order: order, descending: q.order == order ? !q.descending : fresh)
    }
}
