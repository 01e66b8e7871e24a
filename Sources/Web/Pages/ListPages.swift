internal import Chancery
internal import Exchange
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Store

/// Receipts that came back for what the office sent.
struct ReceiptsPage: Sendable {
    var frame: DeskFrame
    var receipts: [ReceivedReceipt]
    var nextLink: String?

    func render() -> [UInt8] {
        frame.page(title: "Poświadczenia") { h in
            h.el("div", .cls("worktop")) { h in h.el("h1", .cls("wtitle"), text: "Poświadczenia UPP i UPD") }
            h.el("div", .cls("page")) { h in
                if receipts.isEmpty {
                    h.el("div", .cls("empty")) { h in
                        h.el("h2", text: "Nie ma jeszcze poświadczeń")
                        h.el("p", text: "Poświadczenia wysłanych pism pojawią się tu same.")
                    }
                    return
                }
                h.el("div", .cls("full"), .attr("role", "region"), .attr("tabindex", "0"), .label("Tabela poświadczeń")) { h in
                    h.el("table", .cls("grid")) { h in
                        h.el("caption", .cls("vh"), text: "Poświadczenia, od najnowszego")
                        h.el("thead") { h in
                            h.el("tr") { h in
                                for t in ["Rodzaj", "Identyfikator", "Adresat", "Dokument", "Znak sprawy", "Otrzymano", "Podpis"] {
                                    h.el("th", .attr("scope", "col"), text: t)
                                }
                            }
                        }
                        h.el("tbody") { h in
                            for r in receipts {
                                h.el("tr") { h in
                                    h.el("td", text: r.kind.rawValue)
                                    h.el("th", .attr("scope", "row"), .cls("ref"), text: r.identifier)
                                    h.el("td", .cls("wide"), text: r.party)
                                    h.el("td", .cls("ref"), text: r.documentIdentifier)
                                    h.el("td", .cls("ref"), text: r.caseSign)
                                    h.el("td", text: Moment.full(r.receivedAt))
                                    h.el("td", text: r.verdict == "valid" ? "ważny" : r.verdict == "invalid" ? "nieważny" : "nieustalony")
                                }
                            }
                        }
                    }
                }
                if let nextLink { h.el("nav", .cls("pages"), .label("Strony poświadczeń")) { h in h.el("a", .href(nextLink), text: "Starsze") } }
            }
        }
    }
}

/// Work that failed for good and waits for a person.
struct QueuesPage: Sendable {
    var frame: DeskFrame
    var dead: [DeadJob]
    var counts: [JobCount]
    var key: String

    func render() -> [UInt8] {
        frame.page(title: "Kolejki") { h in
            h.el("div", .cls("worktop")) { h in h.el("h1", .cls("wtitle"), text: "Kolejki zadań") }
            h.el("div", .cls("page")) { h in
                h.el("dl", .cls("rows")) { h in
                    for c in counts {
                        h.el("div") { h in
                            h.el("dt", text: c.kind)
                            h.el("dd", text: "\(c.state == .ready ? "czeka" : c.state == .done ? "zrobione" : "nieudane"): \(c.count)")
                        }
                    }
                }
                if dead.isEmpty {
                    h.el("div", .cls("empty")) { h in
                        h.el("h2", text: "Żadne zadanie nie utknęło")
                        h.el("p", text: "Gdy coś się nie uda mimo wielu prób, pokażemy to tutaj.")
                    }
                    return
                }
                h.el("ul", .cls("files")) { h in
                    for job in dead {
                        h.el("li") { h in
                            h.el("strong", text: job.kind)
                            h.el(
                                "span", .cls("muted"),
                                text:
                                    "\(job.attempts) \(PolishTypography.form(job.attempts, "próba", "próby", "prób")), ostatnia \(Moment.full(job.endedAt)): \(job.lastError)"
                            )
                            h.el("form", .cls("push"), .attr("method", "post"), .attr("action", Place.queues.link)) { h in
                                hiddenFields(&h, token: frame.token, key: key)
                                h.void("input", .type("hidden"), .name("zadanie"), .value(String(job.id)))
                                h.el("button", .cls("btn")) { h in
                                    h.text("Spróbuj ponownie")
                                    h.el("span", .cls("vh"), text: " \(job.kind) \(job.id)")
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The register as the law wants it on paper: A4 across, heading on each page, print date.
struct RegisterPrintPage: Sendable {
    var officeName: String
    var year: Int
    var records: [RegisterRecord]
    var printedAt: Instant
    var from: Day?
    var to: Day?
    var nextLink: String?
    var links: ResourceLinks

    func render() -> [UInt8] {
        var h = HTML()
        Document.open(&h, title: "Rejestr przesyłek wpływających \(year) – \(officeName)", links: links)
        h.el("body", .cls("compact printed wide")) { h in
            h.el("main", .id("tresc")) { h in
                h.el("p", .cls("noprint actions")) { h in
                    h.el("a", .cls("btn"), .href(Place.letters.link), text: "Wróć do rejestru")
                    if let nextLink { h.el("a", .cls("btn"), .href(nextLink), text: "Następna część") }
                    h.el("span", .cls("muted"), text: "Wydrukuj klawiszami Ctrl P.")
                }
                h.el("div", .cls("print-head")) { h in
                    h.el("h1", text: "\(officeName): rejestr przesyłek wpływających, rok \(year)")
                    h.el("p", text: "wydruk z \(Moment.full(printedAt))")
                }
                if let from, let to { h.el("p", text: "od \(PolishTypography.short(from)) do \(PolishTypography.short(to))") }
                h.el("div", .cls("sideways"), .attr("role", "region"), .attr("tabindex", "0"), .label("Rejestr")) { h in
                    h.el("table", .cls("register")) { h in
                        h.el("caption", .cls("vh"), text: "Rejestr przesyłek wpływających")
                        h.el("thead") { h in
                            // Repeated by printers at the top of every sheet.
                            h.el("tr", .cls("running")) { h in
                                h.el(
                                    "td", .attr("colspan", "9"),
                                    text: "\(officeName) · rejestr przesyłek wpływających \(year) · wydruk z \(Moment.full(printedAt))")
                            }
                            h.el("tr") { h in
                                for t in ["RPW", "Data wpływu", "Nadawca", "Data pisma", "Znak nadawcy", "Tytuł", "Zał.", "Sposób", "Uwagi"] {
                                    h.el("th", .attr("scope", "col"), text: t)
                                }
                            }
                        }
                        h.el("tbody") { h in for r in records { line(&h, r) } }
                    }
                }
            }
        }
        Document.close(&h)
        return h.bytes
    }

    private func line(_ h: inout HTML, _ r: RegisterRecord) {
        h.el("tr") { h in
            h.el("th", .attr("scope", "row"), .cls(r.row.cancelReason == nil ? "ref" : "ref cancelled"), text: String(r.row.number.number))
            h.el("td", text: PolishTypography.short(r.row.arrivalDay))
            h.el("td", text: r.metadata.senders.map { ([$0.label] + $0.address.lines).joined(separator: ", ") }.joined(separator: "; "))
            h.el("td", text: r.metadata.letterDate.map(PolishTypography.short) ?? "")
            h.el("td", text: r.metadata.foreignSign)
            h.el("td", text: PolishTypography.glued(r.metadata.title))
            h.el("td", text: r.metadata.attachmentCount.map(String.init) ?? "")
            h.el("td", text: r.metadata.deliveryManner.isEmpty ? r.row.channel.polishName : r.metadata.deliveryManner)
            h.el(
                "td",
                text: (r.metadata.remarks + (r.metadata.scan.flatMap { $0.extent == .full ? nil : ["odwzorowanie: \($0.text)"] } ?? [])
                    + (r.row.cancelReason.map { ["anulowano: \($0)"] } ?? [])).joined(separator: "; "))
        }
    }
}

/// What the submitter gets on request: number, date, hour, attachments (chancery instruction, receiving, item 1).
struct ConfirmationPage: Sendable {
    var officeName: String
    var address: [String]
    var letter: IncomingLetter
    var links: ResourceLinks

    func render() -> [UInt8] {
        var h = HTML()
        let n = letter.number
        Document.open(&h, title: "Potwierdzenie wpływu \(n) – \(officeName)", links: links)
        h.el("body", .cls("compact printed")) { h in
            h.el("main", .id("tresc"), .cls("page-a4")) { h in
                h.el("p", .cls("noprint actions")) { h in
                    h.el("a", .cls("btn"), .href(Place.letter(year: n.year, number: n.number).link), text: "Wróć do pisma")
                    h.el("span", .cls("muted"), text: "Wydrukuj klawiszami Ctrl P.")
                }
                h.el("p", .cls("muted"), text: ([officeName] + address).joined(separator: ", "))
                h.el("h1", text: "Potwierdzenie wpływu pisma")
                h.el("dl", .cls("rows")) { h in
                    for (label, value) in [
                        ("Numer w rejestrze", n.description),
                        ("Data wpływu", PolishTypography.long(letter.arrivalDay) + (letter.arrivedAt.map { ", godzina \(Moment.clock($0))" } ?? "")),
                        ("Zarejestrowano", Moment.full(letter.registeredAt)), ("Nadawca", letter.metadata.senders.map(\.label).joined(separator: ", ")),
                        ("Tytuł", letter.metadata.title), ("Liczba załączników", letter.metadata.attachmentCount.map(String.init) ?? "nie podano"),
                    ] {
                        h.el("div") { h in
                            h.el("dt", text: label)
                            h.el("dd", text: value)
                        }
                    }
                }
                h.el("p", .cls("signline")) { h in
                    h.el("span", text: "wpis do rejestru: \(letter.registeredBy.name)")
                    h.el("span", text: "data i\u{A0}podpis wydającego")
                }
            }
        }
        Document.close(&h)
        return h.bytes
    }
}
