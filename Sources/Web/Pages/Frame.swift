internal import Kernel
internal import Markup

/// What every page of the desk shows around its work: office, person, navigation.
struct DeskFrame: Sendable {
    enum Section: String, Sendable, CaseIterable {
        case day, registration, letters, receipts, assignment, tray, cases, caseLists, terms, drafts, approval, signing, dispatch, sent, returns, contacts, reports,
            search
        case structure, filePlan, templates, rules, rights, people, queues, tokens, shortcuts, substitution, status
        case overview, accounts, substitutions, calendar, journal, planSearch
        case confirmationPoint
        case account, signInRule
        /// Paper out of the chronological store.
        case store
        case archive
        case programme, training, help
        case taxes, taxAccounts, taxAssessment, taxDecisions, taxPayments, taxArrears, taxReports
    }

    var officeName: String
    var personName: String
    var personRole: String
    var token: String
    var current: Section
    var canRegister: Bool
    var navigation: [NavigationGroup]
    var links: ResourceLinks
    /// Single-letter keys were allowed by this person.
    var keysAllowed = false
    /// The office is one for training; every page says so.
    var isTraining = false
    /// The step of a walk through the program that the person asked for.
    var walk: HelpWalk?
    /// In whose place the person works; shown all along, with the way back.
    var inPlaceOf: InPlaceOf?

    struct InPlaceOf: Sendable {
        var name: String
        /// Of the form that goes back to one's own work.
        var key: String
    }

    /// A whole page of the desk. The body writes what stands inside `main`.
    func page(title: String, error: Bool = false, _ body: (inout HTML) -> Void) -> [UInt8] {
        var h = HTML()
        Document.open(&h, title: "\(error ? "Błąd: " : "")\(title) – EZD \(officeName)", links: links, scripts: true)
        h.el("body", .cls("compact"), .attr("data-klawisze", keysAllowed ? "tak" : "nie")) { h in
            h.el("a", .cls("skip"), .href("#tresc"), text: "Przejdź do treści")
            h.el("div", .cls("desk")) { h in
                bar(&h)
                h.el("nav", .cls("side"), .label("Nawigacja EZD")) { h in navigate(&h) }
                h.el("main", .id("tresc"), .cls("work"), .attr("tabindex", "-1")) { h in body(&h) }
            }
        }
        Document.close(&h)
        return h.bytes
    }

    private func bar(_ h: inout HTML) {
        h.el("header", .cls("bar")) { h in
            h.el("a", .cls("office"), .href(Place.letters.link)) { h in
                crest(&h)
                h.el("span", .cls("office-name"), text: "\(officeName) EZD")
            }
            h.el("form", .cls("find"), .attr("role", "search"), .attr("action", Place.search.link)) { h in
                h.el("label", .cls("vh"), .attr("for", "szukaj"), text: "Szukaj pism po numerze, nazwisku albo temacie")
                h.void(
                    "input", .id("szukaj"), .name("q"), .type("search"), .attr("placeholder", "Szukaj: numer, nazwisko, temat"), .attr("autocomplete", "off"))
                h.el("kbd", .attr("aria-hidden", "true"), text: "/")
            }
            h.el("div", .cls("push")) { h in
                h.el("a", .cls("who-long"), .href(Place.shortcuts.link)) { h in
                    h.text("Skróty ")
                    h.el("kbd", text: "?")
                }
                h.el("span", .cls("who-long"), text: personRole.isEmpty ? personName : "\(personName) · \(personRole)")
                signOut(&h, "who-long")
                h.el("details", .cls("menu-s")) { h in
                    h.el("summary", text: "Menu")
                    h.el("nav", .label("Menu")) { h in
                        navigate(&h)
                        signOut(&h, "")
                    }
                }
            }
            if isTraining { training(&h) }
            if let walk { step(&h, walk) }
            if let inPlaceOf { standIn(&h, inPlaceOf) }
        }
    }

    private func standIn(_ h: inout HTML, _ absent: InPlaceOf) {
        h.el("div", .cls("standin"), .attr("role", "status")) { h in
            h.el("span", text: "Pracujesz w zastępstwie: \(absent.name)")
            h.el("form", .attr("method", "post"), .attr("action", AdministrationPlace.switchOver.link)) { h in
                hiddenFields(&h, token: token, key: absent.key)
                h.el("button", .cls("linkbtn"), text: "Wróć do własnej pracy")
            }
        }
    }

    private func training(_ h: inout HTML) {
        h.el("div", .cls("standin")) { h in
            h.el("span", text: "SZKOLENIE: osoby i pisma są zmyślone, nic stąd nie wyjdzie")
            h.el("a", .href(TrainingPlace.courses.link), text: "Wróć do kursu")
        }
    }

    private func step(_ h: inout HTML, _ walk: HelpWalk) {
        h.el("div", .cls("standin"), .attr("role", "status")) { h in
            h.el("span", text: "Krok \(walk.step + 1) z \(walk.text.steps.count): \(walk.text.steps[walk.step].words)")
            h.el("form", .attr("method", "post"), .attr("action", HelpPlace.walk(walk.text.id).link)) { h in
                h.void("input", .type("hidden"), .name(FormField.token), .value(token))
                if walk.step + 1 < walk.text.steps.count { h.el("button", .cls("linkbtn"), .name("krok"), .value(String(walk.step + 1)), text: "Dalej") }
                h.text(" ")
                h.el("button", .cls("linkbtn"), .name("krok"), .value("koniec"), text: "Zakończ")
            }
        }
    }

    private func signOut(_ h: inout HTML, _ cls: String) {
        h.el("form", .cls(cls), .attr("method", "post"), .attr("action", Place.signOut.link)) { h in
            h.void("input", .type("hidden"), .name(FormField.token), .value(token))
            h.el("button", .cls("linkbtn"), text: "Wyloguj")
        }
    }

    private func navigate(_ h: inout HTML) {
        for group in navigation { group.write(&h, current: current) }
    }
}

/// Addresses of the style sheet and the scripts, with the hash of their content.
struct ResourceLinks: Sendable {
    var stylesheet: String
    var scripts: [String]
}

enum Document {
    static func open(_ h: inout HTML, title: String, links: ResourceLinks, scripts: Bool = false) {
        h.raw("<!doctype html><html lang=\"pl\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        h.el("title", text: title)
        h.raw("<meta name=\"color-scheme\" content=\"light\">")
        h.void("link", .attr("rel", "stylesheet"), .href(links.stylesheet))
        h.raw("<link rel=\"icon\" href=\"data:,\">")
        if scripts { for s in links.scripts { h.el("script", .type("module"), .attr("src", s), text: "") } }
        h.raw("</head>")
    }

    static func close(_ h: inout HTML) { h.raw("</html>\n") }
}

func crest(_ h: inout HTML) {
    h.raw(
        """
        <svg class="crest" viewBox="0 0 32 38" aria-hidden="true" focusable="false"><path d="M2 2h28v17c0 9-6 14-14 17C8 33 2 28 2 19z" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linejoin="round"/><path d="M9 24V15l7-5 7 5v9M12 24v-6m4 6v-6m4 6v-6M8 26h16" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>
        """)
}

/// A form that changes something carries a token and a one-time key.
func hiddenFields(_ h: inout HTML, token: String, key: String) {
    h.void("input", .type("hidden"), .name(FormField.token), .value(token))
    h.void("input", .type("hidden"), .name(FormField.key), .value(key))
}
