internal import Chancery
internal import Kernel
internal import Markup

/// The register of outgoing or of internal letters: sorted by each of its columns, narrowed, printed, exported.
struct OutgoingRegisterPage: Sendable {
    var frame: DeskFrame
    var query: OutgoingRegisterQuery
    var form: FormPart
    var rows: [OutgoingRegisterRow]
    var total: Int
    var nextLink: String?
    var firstLink: String?

    private var book: OutgoingBook { query.book }

    func render() -> [UInt8] {
        frame.page(title: book.polishName, error: !form.errors.isEmpty) { h in
            WorkTop(
                book.polishName,
                actions: [
                    WorkTop.Action("Drukuj (PDF)", DispatchPlace.registerPrint(book).link(filters), key: "P"),
                    WorkTop.Action("CSV", DispatchPlace.registerCSV(book).link(filters)), WorkTop.Action("XML", DispatchPlace.registerXML(book).link(filters)),
                ],
                views: OutgoingBook.allCases.map { WorkTop.View($0.polishName, DispatchPlace.register($0).link, isCurrent: $0 == book) }, viewsLabel: "Rejestry"
            ).write(&h)
            h.el("div", .cls("list register-list")) { h in
                form.summary(&h, order: ["od", "do"])
                tools(&h)
                if rows.isEmpty {
                    return EmptyState(
                        "Nic nie znaleziono", "W tym rejestrze nie ma takich wpisów.", action: WorkTop.Action("Wyczyść filtry", DispatchPlace.register(book).link)
                    ).write(&h)
                }
                h.el("p", .cls("small muted count"), text: "Wpisów: \(total >= OutgoingRegister.countLimit ? "ponad " : "")\(PolishTypography.number(total))")
                table(&h)
                Pager(first: firstLink, next: nextLink).write(&h)
            }
        }
    }

    private func tools(_ h: inout HTML) {
        h.el("form", .cls("tools"), .attr("action", DispatchPlace.register(book).link), .label("Filtry")) { h in
            h.void("input", .type("hidden"), .name("sort"), .value(query.order.rawValue))
            if !query.descending { h.void("input", .type("hidden"), .name("kierunek"), .value("rosnaco")) }
            form.field(&h, "q", "Szukaj", width: "w20", box: "grow")
            form.field(&h, "od", "Od", width: "w10")
            form.field(&h, "do", "Do", width: "w10")
            if book == .outgoing {
                form.select(&h, "sposob", "Sposób", options: [("", "każdy")] + DispatchChannel.allCases.filter { $0 != .inside }.map { ($0.rawValue, $0.polishName) })
            }
            h.el("button", .cls("btn"), text: "Pokaż")
            if query.channel != nil || query.from != nil || query.to != nil || !query.words.isEmpty {
                h.el("a", .cls("btn bare"), .href(DispatchPlace.register(book).link), text: "Wyczyść filtry")
            }
        }
    }

    private func table(_ h: inout HTML) {
        h.el("div", .cls("full"), .attr("role", "region"), .attr("tabindex", "0"), .label(book.polishName)) { h in
            h.el("table", .cls("grid"), .attr("data-lista", "tak")) { h in
                h.el("caption", .cls("vh"), text: book.polishName)
                h.el("thead") { h in
                    h.el("tr") { h in
                        heading(&h, "Lp.", .number)
                        heading(&h, OutgoingRegisterColumn.day.title(in: book), .day)
                        if book == .inside { h.el("th", .attr("scope", "col"), text: "Komórka nadająca") }
                        heading(&h, OutgoingRegisterColumn.addressee.title(in: book), .addressee)
                        heading(&h, "Znak", .sign)
                        h.el("th", .attr("scope", "col"), text: "Tytuł")
                        if book == .outgoing { heading(&h, OutgoingRegisterColumn.manner.title(in: book), .manner) }
                    }
                }
                h.el("tbody") { h in
                    for row in rows {
                        h.el("tr") { h in
                            h.el("th", .attr("scope", "row"), .cls("ref")) { h in
                                h.el("a", .cls(row.cancelReason == nil ? "" : "struck"), .href(DispatchPlace.letter(row.letter).link), text: row.number.description)
                            }
                            h.el("td", text: PolishTypography.short(row.handedDay))
                            if book == .inside { h.el("td", text: row.sender) }
                            h.el("td", .cls("wide"), text: row.addressee)
                            h.el("td", .cls("ref"), text: row.sign)
                            h.el("td", .cls("wide"), text: row.title + (row.cancelReason.map { " – anulowano: \($0)" } ?? ""))
                            if book == .outgoing { h.el("td", text: row.channel.polishName) }
                        }
                    }
                }
            }
        }
    }

    private func heading(_ h: inout HTML, _ text: String, _ order: OutgoingRegisterQuery.Order) {
        let isCurrent = query.order == order
        var q = query
        q.order = order
        q.descending = isCurrent ? !query.descending : order == .number || order == .day
        h.el("th", .attr("scope", "col"), .attr("aria-sort", isCurrent ? (query.descending ? "descending" : "ascending") : nil)) { h in
            h.el("a", .href(OutgoingRegisterPage.link(q))) { h in
                h.text(text)
                if isCurrent { h.el("span", .attr("aria-hidden", "true"), text: query.descending ? " ↓" : " ↑") }
            }
        }
    }

    private var filters: KeyValuePairs<String, String?> { ["od": query.from?.description, "do": query.to?.description] }

    static func link(_ q: OutgoingRegisterQuery, after: RegisterQuery.Position? = nil) -> String {
        DispatchPlace.register(q.book).link([
            "sort": q.order == .number ? nil : q.order.rawValue, "kierunek": q.descending ? nil : "rosnaco", "sposob": q.channel?.rawValue, "od": q.from?.description,
            "do": q.to?.description, "q": q.words.isEmpty ? nil : q.words, "po": after.map { $0.description },
        ])
    }
}
