internal import Chancery
internal import Kernel
internal import Law
internal import Markup
internal import Office

/// Letters that wait for the post: printing, numbers of posting one after another, and the posting book that hands them over.
struct PostPage: Sendable {
    var frame: DeskFrame
    var rows: [DispatchRow]
    var counts: DispatchViews.Counts
    /// The letter whose number is asked for now.
    var current: DispatchID?
    var form: FormPart
    var banner: Banner?
    var key: String
    var bookKey: String
    var today: Day

    func render() -> [UInt8] {
        frame.page(title: "Na pocztę", error: !form.errors.isEmpty) { h in
            WorkTop("Wysyłka", views: DispatchViews.all(.post, counts), viewsLabel: "Widoki wysyłki").write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                form.summary(&h, order: ["numer-nadania", "oplata", "data"])
                if rows.isEmpty { return EmptyState("Nic nie czeka na pocztę", "Pisma na papierze, które wyślesz, pojawią się tutaj.").write(&h) }
                prints(&h)
                if let row = rows.first(where: { $0.id == current }) { number(&h, row) }
                book(&h)
            }
        }
    }

    private func prints(_ h: inout HTML) {
        h.el("p", .cls("actions")) { h in
            for (text, what, key) in [
                ("Drukuj pisma", DispatchPlace.Print.letters, "P"), ("Koperty", .envelopes, nil), ("Etykiety", .labels, nil), ("Podgląd książki", .book, nil),
            ] as [(String, DispatchPlace.Print, String?)] {
                h.el("a", .cls("btn"), .href(DispatchPlace.print(what).link), .attr("target", "_blank"), .attr("data-klawisz", key?.lowercased())) { h in
                    h.text(text)
                    h.el("span", .cls("vh"), text: " (PDF, nowa karta)")
                    if let key {
                        h.text(" ")
                        h.el("kbd", .attr("aria-hidden", "true"), text: key)
                    }
                }
            }
        }
    }

    private func number(_ h: inout HTML, _ row: DispatchRow) {
        h.el("h2", text: "Numer nadania")
        h.el("form", .cls("inline"), .attr("method", "post"), .attr("action", DispatchPlace.number(row.id).link), .flag("novalidate")) { h in
            hiddenFields(&h, token: frame.token, key: key)
            form.field(
                &h, "numer-nadania", "\(row.addressee.correspondent.label), \(row.sign)", hint: "Zeskanuj naklejkę R albo wpisz numer i naciśnij Enter",
                width: "w20", focus: true)
            form.field(&h, "oplata", "Opłata w złotych", optional: true, width: "w10")
            h.el("button", .cls("btn first"), text: "Zapisz i następny")
        }
    }

    private func book(_ h: inout HTML) {
        h.el("h2", text: "Książka nadawcza")
        h.el("form", .attr("method", "post"), .attr("action", DispatchPlace.books.link), .flag("novalidate"), .attr("data-zapis", "tak")) { h in
            hiddenFields(&h, token: frame.token, key: bookKey)
            Grid("Listy, które idą na pocztę", ["Zaznacz", "Znak", "Adresat", "Rodzaj", "Numer nadania"], isWorkList: true).write(&h, rows) { h, row in
                h.el("td") { h in
                    h.void(
                        "input", .type("checkbox"), .name("list"), .value("\(row.id)"), .label("Zaznacz \(row.sign), \(row.addressee.correspondent.label)"),
                        .attr("data-zaznacz", "tak"), .flag("checked"))
                }
                h.el("th", .attr("scope", "row"), .cls("ref")) { h in h.el("a", .href(DispatchPlace.letter(row.letter).link), text: row.sign) }
                h.el("td", .cls("wide"), text: ([row.addressee.correspondent.label] + row.addressee.correspondent.address.lines).joined(separator: ", "))
                h.el("td", text: row.channel.polishName)
                h.el("td") { h in
                    if row.channel.hasPostingNumber {
                        h.el("a", .href(DispatchPlace.post.link(["list": "\(row.id)"]))) { h in
                            h.text(row.postingNumber?.description ?? "Wpisz numer")
                            h.el("span", .cls("vh"), text: ": \(row.addressee.correspondent.label)")
                        }
                        if let warning = row.postingNumber?.warning { h.el("span", .cls("chipnote"), text: warning) }
                    }
                }
            }
            h.el("div", .cls("inline")) { h in
                form.field(&h, "data", "Data nadania", hint: "dziś albo wcześniejsza", width: "w10")
                h.el("button", .cls("btn first"), text: "Zamknij książkę i nadaj zaznaczone")
            }
        }
    }
}

/// The posting books, newest first.
struct PostingBooksPage: Sendable {
    var frame: DeskFrame
    var books: [PostingBook]
    var counts: DispatchViews.Counts
    var nextLink: String?
    var banner: Banner?
    var today: Day

    func render() -> [UInt8] {
        frame.page(title: "Książki nadawcze") { h in
            WorkTop("Wysyłka", views: DispatchViews.all(.books, counts), viewsLabel: "Widoki wysyłki").write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                if books.isEmpty { return EmptyState("Nie ma jeszcze książek nadawczych", "Książka powstaje, gdy nadasz listy w widoku „Na pocztę”.").write(&h) }
                Grid("Książki nadawcze, od najnowszej", ["Numer", "Data nadania", "Zamknięto", "Kto", "Druk"]).write(&h, books) { h, book in
                    h.el("th", .attr("scope", "row"), .cls("ref"), text: "\(book.number)/\(book.year)")
                    h.el("td", text: PolishTypography.short(book.handedDay))
                    h.el("td", text: Moment.text(book.closedAt, today: today))
                    h.el("td", text: book.closedBy)
                    h.el("td") { h in
                        h.el("a", .href(DispatchPlace.book(book.id).link), .attr("target", "_blank")) { h in
                            h.text("Drukuj")
                            h.el("span", .cls("vh"), text: " książkę \(book.number)/\(book.year) (PDF, nowa karta)")
                        }
                    }
                }
                Pager(next: nextLink).write(&h)
            }
        }
    }
}

/// What employees carry, what is handed over in the office, and notices to be put up.
struct HandOverPage: Sendable {
    var frame: DeskFrame
    var rows: [DispatchRow]
    var counts: DispatchViews.Counts
    var banner: Banner?
    var key: String

    func render() -> [UInt8] {
        frame.page(title: "Do rąk") { h in
            WorkTop("Wysyłka", views: DispatchViews.all(.byHand, counts), viewsLabel: "Widoki wysyłki").write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                if rows.isEmpty {
                    return EmptyState("Nic nie czeka na przekazanie", "Pisma do odbioru osobistego i doręczane przez pracowników pojawią się tutaj.").write(&h)
                }
                h.el("form", .attr("method", "post"), .attr("action", DispatchPlace.handOver.link), .attr("data-zapis", "tak")) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    Grid("Pisma do przekazania", ["Zaznacz", "Znak", "Adresat", "Sposób", "Druk", "Odbiór"], isWorkList: true).write(&h, rows) { h, row in
                        h.el("td") { h in
                            h.void(
                                "input", .type("checkbox"), .name("list"), .value("\(row.id)"), .label("Zaznacz \(row.sign), \(row.addressee.correspondent.label)"),
                                .attr("data-zaznacz", "tak"))
                        }
                        h.el("th", .attr("scope", "row"), .cls("ref")) { h in h.el("a", .href(DispatchPlace.letter(row.letter).link), text: row.sign) }
                        h.el("td", .cls("wide"), text: row.addressee.correspondent.label)
                        h.el("td", text: row.channel.polishName)
                        h.el("td") { h in
                            h.el("a", .href(DispatchPlace.print(.letters).link(["list": "\(row.id)"])), .attr("target", "_blank")) { h in
                                h.text("Drukuj")
                                h.el("span", .cls("vh"), text: " \(row.sign) (PDF, nowa karta)")
                            }
                        }
                        h.el("td") { h in
                            if row.awaitsHandOver {
                                h.el("a", .href(DispatchPlace.receipt(row.id).link)) { h in
                                    h.text("Zapisz odbiór")
                                    h.el("span", .cls("vh"), text: " \(row.sign), \(row.addressee.correspondent.label)")
                                }
                            }
                        }
                    }
                    h.el("p", .cls("actions")) { h in h.el("button", .cls("btn first"), text: "Zaznaczone przekazano") }
                    h.el(
                        "p", .cls("muted small"),
                        text: PolishTypography.glued(
                            "Gdy ktoś odbierze pismo, wybierz „Zapisz odbiór”: dzień, kto odebrał i dowód. „Przekazano” znaczy, że pracownik wziął pismo albo wywieszono obwieszczenie."
                        ))
                }
            }
        }
    }
}
