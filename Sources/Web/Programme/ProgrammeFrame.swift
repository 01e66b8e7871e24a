internal import Markup

/// What every page of the programme shows around its work.
struct ProgrammeFrame: Sendable {
    enum Section: Sendable, Hashable { case figures, data, board, training, budget, awareness }

    /// Who is signed in and works for the programme; `nil` on pages for everybody.
    var person: String?
    /// Of the forms; empty where there is no session.
    var token: String
    var current: Section?
    var links: ResourceLinks
    /// The partnership is an invented one, for a demonstration.
    var isDemonstration: Bool

    private var items: [(section: Section, link: String, text: String)] {
        var out: [(Section, String, String)] = [(.figures, ProgrammePlace.front.link, "Wskaźniki"), (.data, ProgrammePlace.data.link, "Dane i metoda")]
        if person != nil {
            out += [
                (.board, ProgrammePlace.board.link, "Pulpit programu"), (.budget, BudgetPlace.budget.link, "Budżet"),
                (.awareness, AwarenessPlace.posters.link, "Plakaty"),
            ]
        }
        return out
    }

    func page(title: String, error: Bool = false, _ body: (inout HTML) -> Void) -> [UInt8] {
        var h = HTML()
        Document.open(&h, title: "\(error ? "Błąd: " : "")\(title) – Program e-Urząd", links: links)
        h.el("body", .cls("program")) { h in
            h.el("a", .cls("skip"), .href("#tresc"), text: "Przejdź do treści")
            h.el("header") { h in h.el("div", .cls("masthead")) { h in bar(&h) } }
            h.el("main", .id("tresc"), .cls("wrap dash"), .attr("tabindex", "-1")) { h in
                if isDemonstration { h.el("p", .cls("note warn small"), text: PolishTypography.glued("Pokaz: osoby, pisma i liczby są zmyślone.")) }
                body(&h)
            }
            h.el("footer", .cls("foot")) { h in
                h.el("div", .cls("wrap")) { h in
                    h.el("ul") { h in
                        h.el("li") { h in h.el("a", .href(ProgrammePlace.data.link), text: "Dane i metoda") }
                        h.el("li") { h in h.el("a", .href(ProgrammePlace.csv.link), text: "Dane w pliku CSV") }
                    }
                    h.el("p", text: "Program e-Urząd, partnerstwo ośmiu gmin")
                }
            }
        }
        Document.close(&h)
        return h.bytes
    }

    private func bar(_ h: inout HTML) {
        h.el("div", .cls("wrap")) { h in
            h.el("a", .cls("office"), .href(ProgrammePlace.front.link)) { h in
                crest(&h)
                h.el("span") { h in
                    h.el("span", .cls("office-name"), text: "Program e-Urząd")
                    h.el("span", .cls("office-sub"), text: "partnerstwo ośmiu gmin")
                }
            }
            h.el("nav", .cls("broad"), .label("Główna nawigacja")) { h in h.el("ul", .cls("toplinks")) { h in list(&h) } }
            h.el("details", .cls("menu-s")) { h in
                h.el("summary", text: "Menu")
                h.el("nav", .label("Menu")) { h in h.el("ul", .cls("plain-menu")) { h in list(&h) } }
            }
        }
    }

    private func list(_ h: inout HTML) {
        for item in items {
            h.el("li") { h in h.el("a", .href(item.link), .attr("aria-current", item.section == current ? "page" : nil), text: item.text) }
        }
        if let person {
            h.el("li") { h in h.el("span", .cls("who"), text: person) }
            h.el("li") { h in h.el("a", .href(Place.desk.link), text: "Wróć do EZD") }
        }
    }
}
