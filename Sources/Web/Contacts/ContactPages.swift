internal import Chancery
internal import Kernel
internal import Markup

/// People and bodies by the beginning of their names.
struct ContactsPage: Sendable {
    var frame: DeskFrame
    var contacts: [Contact]
    var words: String
    /// `osoby`, `instytucje`, or empty for both.
    var kind: String
    var suspicions: Int
    var mayEdit: Bool
    var firstLink: String?
    var nextLink: String?

    func render() -> [UInt8] {
        frame.page(title: "Osoby i instytucje") { h in
            WorkTop(
                "Osoby i instytucje", actions: mayEdit ? [WorkTop.Action("Dodaj", ContactPlace.newContact.link, key: "N", isFirst: true)] : [],
                views: [("", "Wszystkie"), ("osoby", "Osoby"), ("instytucje", "Instytucje")].map { value, text in
                    WorkTop.View(
                        text, ContactPlace.contacts.link(["rodzaj": value.isEmpty ? nil : value, "szukane": words.isEmpty ? nil : words]), isCurrent: kind == value)
                } + [WorkTop.View("Powtórzenia", ContactPlace.duplicates.link, count: suspicions)], viewsLabel: "Widoki osób i instytucji"
            ).write(&h)
            h.el("div", .cls("page wide")) { h in
                h.el("form", .cls("inline"), .attr("role", "search"), .attr("action", ContactPlace.contacts.link), .label("Szukaj osób i instytucji")) { h in
                    if !kind.isEmpty { h.void("input", .type("hidden"), .name("rodzaj"), .value(kind)) }
                    FormPart(values: ["szukane": words]).field(&h, "szukane", "Początek nazwiska albo nazwy", hint: "Polskie litery nie są potrzebne", kind: "search")
                    h.el("button", .cls("btn first"), text: "Szukaj")
                }
                if contacts.isEmpty {
                    return EmptyState(
                        words.isEmpty ? "Nie ma jeszcze nikogo" : "Nie znaleziono „\(words)”",
                        words.isEmpty ? "Nadawcy pism pojawiają się tu sami." : "Sprawdź pisownię albo wpisz mniej liter."
                    ).write(&h)
                }
                Grid("Osoby i instytucje", ["Nazwa", "Miejscowość", "Rodzaj", "Jak się kontaktować"], isWorkList: true).write(&h, contacts) { h, one in
                    h.el("th", .attr("scope", "row")) { h in h.el("a", .href(ContactPlace.contact(one.id).link), text: one.card.label) }
                    h.el("td", .cls("wide"), text: ContactWords.town(one.card))
                    h.el("td", text: one.card.isPerson ? "osoba" : "instytucja")
                    h.el("td", .cls("wide"), text: Set(one.card.channels.map { ContactWords.short($0.kind) }).sorted().joined(separator: ", "))
                }
                Pager(first: firstLink, next: nextLink, label: "Strony listy osób").write(&h)
            }
        }
    }
}

/// One person or body with letters and cases.
struct ContactPage: Sendable {
    struct Merge: Sendable {
        var merge: ContactMerge
        var label: String
        var key: String
    }
    var frame: DeskFrame
    var contact: Contact
    var showsPESEL: Bool
    var duplicates: [ContactDuplicate]
    var letters: [RegisterRow]
    /// Where older letters start.
    var olderLetters: String?
    var cases: [CaseFile]
    var history: [ContactRevision]
    var merges: [Merge]
    var mayEdit: Bool
    var revealKey: String
    var banner: Banner?

    func render() -> [UInt8] {
        let id = contact.id
        return frame.page(title: contact.card.label) { h in
            WorkTop(
                contact.card.label, actions: mayEdit ? [WorkTop.Action("Popraw", ContactPlace.edit(id).link, key: "E", isFirst: true)] : []
            ).write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                h.el("p") { h in h.el("a", .cls("back"), .href(ContactPlace.contacts.link), text: "Osoby i instytucje") }
                if let first = duplicates.first {
                    h.el("div", .cls("note warn")) { h in
                        h.el("p") { h in
                            h.text("To może być ta sama \(contact.card.isPerson ? "osoba" : "instytucja"): ")
                            h.el("a", .href(ContactPlace.merge(id, first.contact.id).link), text: "porównaj z „\(first.contact.card.label)”")
                            h.text(" (\(first.reasons.joined(separator: ", "))).")
                        }
                    }
                }
                h.el("dl", .cls("rows")) { h in
                    for fact in ContactWords.facts(contact.card, showsPESEL: showsPESEL) {
                        Facts.row(&h, fact.label) { h in
                            if fact.label == "PESEL", !showsPESEL {
                                h.el("span", .cls("ref"), .attr("aria-hidden", "true"), text: fact.value)
                                h.el("span", .cls("vh"), text: "ukryty, ostatnie cyfry \(fact.value.suffix(4))")
                                h.text(" ")
                                ActButton(frame: frame, action: ContactPlace.reveal(id).link, key: revealKey, text: "Pokaż cały", about: "PESEL").write(&h)
                            } else {
                                h.text(fact.value)
                            }
                        }
                    }
                }
                if showsPESEL { h.el("p", .cls("muted"), text: "Pokazanie numeru PESEL zapisano w dzienniku.") }
                work(&h)
                changes(&h)
            }
        }
    }

    private func work(_ h: inout HTML) {
        h.el("h2", text: "Pisma")
        if letters.isEmpty {
            h.el("p", .cls("muted"), text: "Nie ma pism, które możesz zobaczyć.")
        } else {
            Grid("Pisma od tej osoby lub instytucji, od najnowszego", ["RPW", "Wpływ", "Temat"], isWorkList: true).write(&h, letters) { h, row in
                h.el("th", .attr("scope", "row"), .cls("ref")) { h in
                    h.el("a", .href(Place.letter(year: row.number.year, number: row.number.number).link), text: row.number.description)
                }
                h.el("td", text: PolishTypography.short(row.arrivalDay))
                h.el("td", .cls("wide"), text: row.title)
            }
        }
        Pager(next: olderLetters, label: "Strony pism", nextText: "Starsze pisma").write(&h)
        h.el("h2", text: "Sprawy")
        if cases.isEmpty {
            h.el("p", .cls("muted"), text: "Nie ma spraw, które możesz zobaczyć.")
        } else {
            Grid("Sprawy, w których jest stroną", ["Znak", "Tytuł", "Stan"]).write(&h, cases) { h, file in
                h.el("th", .attr("scope", "row"), .cls("ref")) { h in h.el("a", .href("/ezd/sprawy/\(file.sign)"), text: file.sign.description) }
                h.el("td", .cls("wide"), text: file.title)
                h.el("td", text: file.state.polishName)
            }
        }
    }

    private func changes(_ h: inout HTML) {
        let live = merges.filter { $0.merge.undoneAt == nil }
        if !live.isEmpty {
            h.el("h2", text: "Połączone wpisy")
            h.el("ul", .cls("files")) { h in
                for one in live {
                    h.el("li") { h in
                        h.el("span", text: "\(one.label), połączono \(Moment.full(one.merge.at)), \(one.merge.by)")
                        if mayEdit {
                            ActButton(frame: frame, action: ContactPlace.undo(contact.id, one.merge.id).link, key: one.key, text: "Cofnij połączenie", about: one.label)
                                .write(&h)
                        }
                    }
                }
            }
        }
        if !history.isEmpty {
            h.el("h2", text: "Historia zmian")
            h.el("ol", .cls("timeline")) { h in
                for (i, one) in history.enumerated() {
                    let after = i == 0 ? contact.card : history[i - 1].card
                    h.el("li") { h in
                        h.el("strong", text: "Zmieniono: \(Contacts.difference(one.card, after))")
                        h.el("p", .cls("muted"), text: "\(Moment.full(one.until)), \(one.changedBy)")
                        if one.card.label != after.label { h.el("p", text: "Przedtem: \(one.card.label)") }
                        if one.card.addresses != after.addresses {
                            h.el(
                                "p",
                                text:
                                    "Przedtem: \(one.card.addresses.isEmpty ? "bez adresu" : one.card.addresses.map { ContactWords.address($0.address) }.joined(separator: "; "))"
                            )
                        }
                    }
                }
            }
        }
    }
}

/// Pairs that may be one.
struct DuplicatesPage: Sendable {
    var frame: DeskFrame
    var pairs: [ContactSuspicion]
    var banner: Banner?

    func render() -> [UInt8] {
        frame.page(title: "Powtórzenia") { h in
            WorkTop(
                "Osoby i instytucje",
                views: [
                    WorkTop.View("Wszystkie", ContactPlace.contacts.link), WorkTop.View("Powtórzenia", ContactPlace.duplicates.link, count: pairs.count, isCurrent: true),
                ],
                viewsLabel: "Widoki osób i instytucji"
            ).write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                if pairs.isEmpty { return EmptyState("Nie ma powtórzeń", "Gdy dwa wpisy będą podobne, pokażemy je tutaj.").write(&h) }
                Grid("Pary wpisów, które mogą być tym samym", ["Pierwszy", "Drugi", "Dlaczego", "Pewność"], isWorkList: true).write(&h, pairs) { h, pair in
                    h.el("th", .attr("scope", "row")) { h in
                        h.el("a", .href(ContactPlace.merge(pair.first.id, pair.second.id).link), text: "\(pair.first.card.label), \(ContactWords.town(pair.first.card))")
                    }
                    h.el("td", .cls("wide"), text: "\(pair.second.card.label), \(ContactWords.town(pair.second.card))")
                    h.el("td", .cls("wide"), text: pair.reasons.joined(separator: ", "))
                    h.el("td", text: pair.strength >= 3 ? "duża" : pair.strength == 2 ? "średnia" : "mała")
                }
            }
        }
    }
}

/// Two entries side by side, and what joining them gives.
struct MergePage: Sendable {
    var frame: DeskFrame
    var kept: Contact
    var other: Contact
    var plan: ContactMergePlan
    var mergeKey: String
    var differentKey: String
    var errors: [String]

    func render() -> [UInt8] {
        frame.page(title: "Czy to ta sama \(kept.card.isPerson ? "osoba" : "instytucja")?", error: !errors.isEmpty) { h in
            WorkTop(
                "Czy to ta sama \(kept.card.isPerson ? "osoba" : "instytucja")?",
                actions: [WorkTop.Action("Zamień strony", ContactPlace.merge(other.id, kept.id).link)]
            ).write(&h)
            h.el("div", .cls("page wide")) { h in
                FormPart(errors: Dictionary(errors.map { ("wpisy", $0) }) { first, _ in first }).summary(&h, order: ["wpisy"])
                h.el("div", .cls("sides"), .id("wpisy")) { h in
                    side(&h, "Zostanie", kept)
                    side(&h, "Zostanie dołączony", other)
                }
                if !plan.obstacles.isEmpty {
                    h.el("div", .cls("note warn")) { h in
                        h.el("h2", text: "Tych wpisów nie można połączyć")
                        h.el("ul") { h in for one in plan.obstacles { h.el("li", text: one) } }
                    }
                } else {
                    h.el("h2", text: "Po połączeniu")
                    h.el("dl", .cls("rows")) { h in
                        Facts.row(&h, "Nazwa", plan.result.label)
                        for fact in ContactWords.facts(plan.result, showsPESEL: false) { Facts.row(&h, fact.label, fact.value) }
                    }
                    h.el("p", .cls("muted"), text: "Pisma i sprawy obu wpisów będą razem. Połączenie można cofnąć.")
                }
                h.el("div", .cls("actions")) { h in
                    if plan.obstacles.isEmpty {
                        ActButton(
                            frame: frame, action: ContactPlace.merge(kept.id, other.id).link, key: mergeKey, text: "Połącz wpisy",
                            hidden: [("wersja", String(kept.revision)), ("wersja-drugiego", String(other.revision))], cls: "btn first"
                        ).write(&h)
                    }
                    ActButton(frame: frame, action: ContactPlace.different(kept.id, other.id).link, key: differentKey, text: "To różne wpisy", cls: "btn").write(&h)
                    h.el("a", .cls("btn bare"), .href(ContactPlace.duplicates.link), text: "Wróć bez zmian")
                }
            }
        }
    }

    private func side(_ h: inout HTML, _ heading: String, _ one: Contact) {
        h.el("section") { h in
            h.el("h2", text: "\(heading): \(one.card.label)")
            h.el("dl", .cls("rows")) { h in
                for fact in ContactWords.facts(one.card, showsPESEL: false) { Facts.row(&h, fact.label, fact.value) }
                Facts.row(&h, "Wpisano", Moment.full(one.createdAt))
            }
        }
    }
}
