internal import Chancery
internal import Kernel
internal import Markup
internal import Office

/// What a search found, kind by kind.
struct SearchPage: Sendable {
    var frame: DeskFrame
    var words: String
    var findings: SearchFindings
    var problem: Problem?
    /// Something was written so lately that it is not in the index yet.
    var isBehind: Bool
    var views: [SavedView]
    var mayKeep: Bool
    var isKept: Bool
    var key: String

    func render() -> [UInt8] {
        frame.page(title: words.isEmpty ? "Szukaj" : "Szukaj: \(words)", error: problem != nil) { h in
            WorkTop(words.isEmpty ? "Szukaj" : "Wyniki dla „\(words)”").write(&h)
            h.el("div", .cls("page")) { h in
                if isKept { Banner("Zapamiętano widok.").write(&h) }
                let form = FormPart(values: ["szukane": words], errors: problem.map { ["szukane": $0.message] } ?? [:])
                form.summary(&h, order: ["szukane"])
                h.el("form", .cls("inline"), .attr("role", "search"), .attr("action", Place.search.link), .label("Szukaj pism, spraw i osób")) { h in
                    form.field(&h, "szukane", "Numer, znak, nazwisko, temat albo słowa z treści", kind: "search")
                    h.el("button", .cls("btn first"), text: "Szukaj")
                }
                if words.isEmpty || problem != nil { help(&h) }
                saved(&h)
                if words.isEmpty || problem != nil { return }
                if isBehind { h.el("p", .cls("muted small"), text: "Najnowsze zapisy dochodzą do wyszukiwarki. Odśwież za chwilę, jeśli czegoś brakuje.") }
                if findings.isEmpty {
                    h.el("div", .cls("empty"), .attr("role", "status")) { h in
                        h.el("h2", text: "Nie znaleziono „\(words)”")
                        h.el("p", text: "Sprawdź pisownię, wpisz mniej słów albo szukaj w innym roku. Polskie litery nie są potrzebne.")
                    }
                    return
                }
                results(&h)
                if mayKeep { keep(&h) }
            }
        }
    }

    private func help(_ h: inout HTML) {
        h.el("details", .cls("small")) { h in
            h.el("summary", text: "Jak zawęzić wyniki")
            h.el("dl", .cls("rows")) { h in
                for (what, example) in [
                    ("Znak sprawy", "znak:GK.6131.4.2026"), ("Numer pisma", "numer:RPW/12/2026"), ("Nadawca", "nadawca:kowalik"),
                    ("Dni", "od:01.03.2026 do:31.03.2026"), ("Klasa", "klasa:6131"), ("Komórka", "komorka:GK"), ("Stan", "stan:w-toku"),
                    ("Tylko jedno", "co:sprawy, co:pisma, co:osoby, co:wychodzace"),
                ] { Facts.row(&h, what, example) }
            }
        }
    }

    private func saved(_ h: inout HTML) {
        guard !views.isEmpty else { return }
        h.el("h2", text: "Moje widoki")
        h.el("ul", .cls("stack small")) { h in
            for view in views {
                h.el("li") { h in
                    h.el("a", .href(Place.search.link(["q": view.query])), text: view.name)
                    h.text(" ")
                    h.el("form", .cls("one"), .attr("method", "post"), .attr("action", SearchRoutes.viewsPattern)) { h in
                        hiddenFields(&h, token: frame.token, key: "\(key)")
                        h.void("input", .type("hidden"), .name("q"), .value(words))
                        h.el("button", .cls("linkbtn"), .name("usun"), .value(String(view.id))) { h in
                            h.text("usuń")
                            h.el("span", .cls("vh"), text: " widok \(view.name)")
                        }
                    }
                }
            }
        }
    }

    private func keep(_ h: inout HTML) {
        h.el("form", .cls("inline"), .attr("method", "post"), .attr("action", SearchRoutes.viewsPattern), .label("Zapamiętaj wyszukiwanie")) { h in
            hiddenFields(&h, token: frame.token, key: key)
            h.void("input", .type("hidden"), .name("q"), .value(words))
            FormPart().field(&h, "nazwa", "Zapamiętaj to wyszukiwanie jako")
            h.el("button", .cls("btn"), text: "Zapamiętaj")
        }
    }

    private func results(_ h: inout HTML) {
        section(&h, .letters, findings.letters) { h, row in
            h.el("a", .href(Place.letter(year: row.number.year, number: row.number.number).link), text: "\(row.number) · \(row.sender)")
            h.el("span", .cls("meta"), text: PolishTypography.short(row.arrivalDay))
            h.el("span", .cls("what"), text: row.title)
            h.el("span", .cls("meta")) { h in StateTag.write(&h, row) }
        }
        section(&h, .cases, findings.cases) { h, file in
            h.el("a", .href(CasePlace.file(file.sign).link), text: "\(file.sign) · \(file.title)")
            h.el("span", .cls("meta"), text: file.state.polishName)
            h.el("span", .cls("what"), text: "\(file.className) · \(file.officerName)")
            h.el("span", .cls("meta"), text: file.due.map { "do \(PolishTypography.short($0))" } ?? "")
        }
        section(&h, .outgoing, findings.outgoing) { h, row in
            h.el("a", .href("/ezd/pisma/\(row.id)"), text: "\(row.sign ?? row.caseReference?.sign ?? "") · \(row.title)")
            h.el("span", .cls("meta"), text: row.state.polishName)
            h.el("span", .cls("what"), text: row.addressees)
            h.el("span", .cls("meta"), text: row.author)
        }
        section(&h, .contacts, findings.contacts) { h, contact in
            h.el("a", .href("/ezd/osoby/\(contact.id)"), text: contact.card.label)
            h.el("span", .cls("meta"), text: contact.card.addresses.first?.address.town ?? "")
            h.el("span", .cls("what"), text: contact.card.addresses.first?.address.lines.joined(separator: ", ") ?? "")
        }
    }

    private func section<Row>(_ h: inout HTML, _ kind: SearchQuery.Kind, _ rows: [Row], _ write: (inout HTML, Row) -> Void) {
        guard !rows.isEmpty else { return }
        h.el("h2", text: kind.polishName)
        h.el("ul", .cls("items"), .attr("data-lista", "tak")) { h in for row in rows { h.el("li", .cls("item read")) { h in write(&h, row) } } }
        if rows.count >= 10, !words.contains("co:") {
            h.el("p", .cls("small")) { h in
                h.el("a", .href(Place.search.link(["q": "\(words) co:\(kind.rawValue)"])), text: "Więcej: \(kind.polishName.lowercased())")
            }
        }
    }
}
