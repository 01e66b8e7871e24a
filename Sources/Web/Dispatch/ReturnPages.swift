internal import Chancery
internal import Kernel
internal import Law
internal import Markup
internal import Office

/// What comes back: slips by number, letters that were not delivered, and evidence that found no letter.
struct ReturnsPage: Sendable {
    var frame: DeskFrame
    var form: FormPart
    /// Letters that the typed number may mean.
    var candidates: [DispatchRow]
    var undelivered: [DispatchRow]
    var undeliveredNext: String?
    var open: [(kept: KeptEvidence, key: String)]
    var banner: Banner?
    var key: String
    var today: Day

    /// What a person may write down; the receipts of platforms come by themselves.
    static let outcomes: [(DispatchEvidence.Outcome, String)] = [
        (.delivered, "doręczono"), (.noticed, "awizo"), (.noticedAgain, "drugie awizo"), (.refused, "odmowa przyjęcia"),
        (.uncollected, "nie odebrano w terminie"), (.returned, "zwrot z innej przyczyny"), (.deemed, "upłynął termin obwieszczenia"),
    ]

    func render() -> [UInt8] {
        frame.page(title: "Zwroty i potwierdzenia", error: !form.errors.isEmpty) { h in
            WorkTop("Zwroty i potwierdzenia").write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                form.summary(&h, order: ["numer", "wynik", "data", "awizo", "slowa"])
                slip(&h)
                undeliveredList(&h)
                if !open.isEmpty { evidence(&h) }
            }
        }
    }

    private func slip(_ h: inout HTML) {
        h.el("form", .attr("method", "post"), .attr("action", DispatchPlace.returns.link), .flag("novalidate"), .attr("data-zapis", "tak")) { h in
            hiddenFields(&h, token: frame.token, key: key)
            h.el("h2", text: "Zwrotka albo pokwitowanie")
            h.el("div", .cls("form-grid narrow-grid")) { h in
                form.field(
                    &h, "numer", "Numer nadania, numer RPWy albo znak pisma", hint: "Zeskanuj kod ze zwrotki albo przepisz numer", width: "w20", focus: true, box: "c3")
                form.select(&h, "wynik", "Co się stało", options: Self.outcomes.map { ($0.0.rawValue, $0.1) }, box: "c3")
                form.field(&h, "data", "Data na zwrotce", hint: "12.03.2026, dziś", width: "w10", box: "c2")
                form.field(&h, "awizo", "Pierwsze awizo", optional: true, width: "w10", box: "c2")
                form.field(&h, "awizo-2", "Drugie awizo", optional: true, width: "w10", box: "c2")
                form.select(
                    &h, "odbiorca", "Kto odebrał", options: [("", "nie wpisano")] + PostalRecipient.allCases.map { ($0.rawValue, $0.polishName) },
                    hint: "Tylko przy „doręczono”", box: "c3")
                form.check(&h, "zawiadomienie", "Sąsiad albo dozorca: adresatowi zostawiono zawiadomienie")
                form.field(&h, "slowa", "Nazwisko odbierającego albo dlaczego wróciło", optional: true)
            }
            if !candidates.isEmpty {
                h.el("fieldset", .cls("field")) { h in
                    h.el("legend", .cls("legend"), text: "Które pismo?")
                    h.el("div", .cls("choices")) { h in
                        for row in candidates {
                            h.el("div", .cls("choice")) { h in
                                h.void("input", .type("radio"), .id("wysylka-\(row.id)"), .name("wysylka"), .value("\(row.id)"))
                                h.el("label", .attr("for", "wysylka-\(row.id)"), text: "\(row.sign), \(row.addressee.correspondent.label) – \(row.state.polishName)")
                            }
                        }
                    }
                }
            }
            h.el("p", .cls("actions")) { h in
                h.el("button", .cls("btn first")) { h in
                    h.text("Zapisz, następny ")
                    h.el("kbd", .attr("aria-hidden", "true"), text: "Ctrl Enter")
                }
            }
        }
    }

    private func undeliveredList(_ h: inout HTML) {
        h.el("h2", text: "Niedoręczone")
        if undelivered.isEmpty { return h.el("p", .cls("muted"), text: "Żadne pismo nie czeka na decyzję.") }
        Grid("Pisma niedoręczone", ["Znak", "Adresat", "Sposób", "Co się stało", "Co dalej"]).write(&h, undelivered) { h, row in
            h.el("th", .attr("scope", "row"), .cls("ref")) { h in h.el("a", .href(DispatchPlace.letter(row.letter).link), text: row.sign) }
            h.el("td", .cls("wide"), text: row.addressee.correspondent.label)
            h.el("td", text: row.channel.polishName)
            h.el("td", .cls("wide"), text: row.state.polishName)
            h.el("td") { h in
                h.el("a", .href(DispatchPlace.again(row.id).link)) { h in
                    h.text("Wyślij inaczej")
                    h.el("span", .cls("vh"), text: " \(row.sign)")
                }
            }
        }
        Pager(next: undeliveredNext).write(&h)
    }

    private func evidence(_ h: inout HTML) {
        h.el("h2", text: "Dowody bez pisma")
        h.el("p", text: "Te poświadczenia przyszły, ale nie wiadomo, którego pisma dotyczą. Wpisz numer wysyłki RPWy albo znak pisma.")
        h.el("ul", .cls("files")) { h in
            for item in open {
                let e = item.kept.evidence
                h.el("li") { h in
                    h.el("span", .cls("name"), text: "\(e.kind.polishName) \(e.words), \(e.day.map { PolishTypography.short($0) } ?? "")")
                    h.el("form", .cls("inline"), .attr("method", "post"), .attr("action", DispatchPlace.evidence(item.kept.id).link)) { h in
                        hiddenFields(&h, token: frame.token, key: item.key)
                        h.el("label", .cls("vh"), .attr("for", "pismo-\(item.kept.id)"), text: "Pismo dla dowodu \(e.kind.polishName) \(e.words)")
                        h.void("input", .cls("input w10"), .id("pismo-\(item.kept.id)"), .name("numer"))
                        h.el("button", .cls("btn")) { h in
                            h.text("Dołącz")
                            h.el("span", .cls("vh"), text: " \(e.kind.polishName) \(e.words)")
                        }
                    }
                }
            }
        }
    }
}
