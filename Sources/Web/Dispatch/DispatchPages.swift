internal import Chancery
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

enum DispatchViews {
    enum Current { case queue, post, byHand, waiting, books }

    struct Counts: Sendable {
        var post = 0, byHand = 0, waiting = 0
    }

    static func all(_ current: Current, _ counts: Counts) -> [WorkTop.View] {
        [
            WorkTop.View("Do wysłania", DispatchPlace.queue.link, isCurrent: current == .queue),
            WorkTop.View("Na pocztę", DispatchPlace.post.link, count: counts.post, isCurrent: current == .post),
            WorkTop.View("Do rąk", DispatchPlace.byHand.link, count: counts.byHand, isCurrent: current == .byHand),
            WorkTop.View("Czeka na łącze", DispatchPlace.waiting.link, count: counts.waiting, isCurrent: current == .waiting),
            WorkTop.View("Książki nadawcze", DispatchPlace.books.link, isCurrent: current == .books),
        ]
    }
}

/// What waits to be sent, in groups by channel.
struct DispatchQueuePage: Sendable {
    var frame: DeskFrame
    var lines: [DispatchLine]
    var counts: DispatchViews.Counts
    var chosen: Set<String>
    var errors: [String: String]
    var outcomes: [(title: String, words: String)]
    var nextLink: String?
    var banner: Banner?
    var today: Day

    private var groups: [(channel: DispatchChannel?, lines: [DispatchLine])] {
        var out: [(channel: DispatchChannel?, lines: [DispatchLine])] = []
        for line in lines {
            let channel = line.mayBeSent ? line.proposal?.channel : nil
            if let at = out.firstIndex(where: { $0.channel == channel }) { out[at].lines.append(line) } else { out.append((channel, [line])) }
        }
        return out.sorted { ($0.channel == nil ? 1 : 0) < ($1.channel == nil ? 1 : 0) }
    }

    func render() -> [UInt8] {
        frame.page(title: "Wysyłka", error: !errors.isEmpty) { h in
            WorkTop("Wysyłka", views: DispatchViews.all(.queue, counts), viewsLabel: "Widoki wysyłki").write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                FormPart(errors: errors).summary(&h, order: ["p"])
                OutcomeNote(heading: "Tych pism nie wysłano", outcomes: outcomes).write(&h)
                if lines.isEmpty { return EmptyState("Nic nie czeka na wysłanie", "Podpisane pisma pojawią się tu same.").write(&h) }
                h.el("form", .attr("action", DispatchPlace.confirm.link), .attr("data-zapis", "tak")) { h in
                    for group in groups { self.group(&h, group.channel, group.lines) }
                    Pager(next: nextLink).write(&h)
                    h.el("p", .cls("actions sticky")) { h in
                        h.el("button", .cls("btn first"), .attr("data-klawisz", "w")) { h in
                            h.text("Wyślij zaznaczone ")
                            h.el("kbd", .attr("aria-hidden", "true"), text: "W")
                        }
                    }
                }
            }
        }
    }

    private func group(_ h: inout HTML, _ channel: DispatchChannel?, _ lines: [DispatchLine]) {
        let name = channel?.polishName ?? "do wyjaśnienia"
        let count = lines.reduce(0) { $0 + $1.positions.count }
        h.el("fieldset", .cls("channel-group")) { h in
            h.el("legend", .cls("legend"), text: "\(name.prefix(1).uppercased())\(name.dropFirst()) (\(count))")
            if let channel {
                h.el("p", .cls("row")) { h in
                    h.el("label", .cls("mark-all")) { h in
                        h.void("input", .type("checkbox"), .name("grupa"), .value(channel.rawValue), .attr("data-klawisz", "x"), .attr("data-zaznacz-grupe", "tak"))
                        h.text(" Cała grupa ")
                        h.el("kbd", .attr("aria-hidden", "true"), text: "X")
                    }
                }
            }
            Grid("\(name): pisma do wysłania", ["Zaznacz", "Znak", "Adresat", "Tytuł", "Dlaczego tak", "Czeka od", "Inaczej"], isWorkList: true).write(&h, lines) {
                h, line in
                h.el("td") { h in
                    if line.mayBeSent {
                        h.void(
                            "input", .type("checkbox"), .name("p"), .value(line.value), .label("Zaznacz \(line.sign), \(line.addressees)"),
                            .attr("data-zaznacz", "tak"), .flag("checked", chosen.contains(line.value)))
                    }
                }
                h.el("th", .attr("scope", "row"), .cls("ref")) { h in h.el("a", .href(DispatchPlace.letter(line.letter.id).link), text: line.sign) }
                h.el("td", .cls("wide"), text: line.addressees)
                h.el("td", .cls("wide"), text: line.title)
                h.el("td", .cls("wide"), text: line.obstacle ?? line.proposal?.reason ?? "")
                h.el("td", text: Moment.text(line.waitingSince, today: today))
                h.el("td") { h in
                    h.el("a", .href(DispatchPlace.letter(line.letter.id).link)) { h in
                        h.text("Wyślij inaczej")
                        h.el("span", .cls("vh"), text: " \(line.sign)")
                    }
                }
            }
        }
    }
}

/// The one question before a batch: every letter, to whom, how.
struct DispatchConfirmPage: Sendable {
    var frame: DeskFrame
    var rows: [ConfirmationRow]
    /// What is sent when the person agrees, as it travels in the form.
    var values: [String]
    var key: String

    func render() -> [UInt8] {
        frame.page(title: "Wysłać te pisma?") { h in
            let n = rows.filter { $0.obstacle == nil }.count
            WorkTop("Wysłać \(n) \(PolishTypography.form(n, "przesyłkę", "przesyłki", "przesyłek"))?").write(&h)
            h.el("div", .cls("page wide")) { h in
                Grid("Przesyłki do wysłania", ["Znak", "Adresat", "Tytuł", "Sposób", "Uwagi"]).write(&h, Array(rows.prefix(500))) { h, row in
                    h.el("th", .attr("scope", "row"), .cls("ref"), text: row.sign)
                    h.el("td", .cls("wide"), text: row.addressee)
                    h.el("td", .cls("wide"), text: row.title)
                    h.el("td", text: row.channel.polishName)
                    h.el("td", .cls("wide"), text: row.obstacle.map { "Nie pójdzie: \($0)" } ?? row.overrideReason)
                }
                if rows.count > 500 { h.el("p", text: "i \(rows.count - 500) dalszych, w ten sam sposób") }
                h.el("form", .attr("method", "post"), .attr("action", DispatchPlace.queue.link), .attr("data-zapis", "tak")) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    for value in values { h.void("input", .type("hidden"), .name("p"), .value(value)) }
                    h.el("p", .cls("actions")) { h in
                        h.el("button", .cls("btn first"), .flag("autofocus"), .flag("disabled", n == 0)) { h in
                            h.text("Wyślij ")
                            h.el("kbd", .attr("aria-hidden", "true"), text: "Enter")
                        }
                        h.el("a", .cls("btn bare"), .href(DispatchPlace.queue.link), text: "Wróć bez wysyłania")
                    }
                }
            }
        }
    }
}

/// The addressees of one letter, each with the way proposed and the others that are open.
struct DispatchLetterPage: Sendable {
    struct Line: Sendable {
        var position: Int
        var addressee: String
        var proposal: ChannelProposal?
        var options: [DispatchChannel]
    }

    var frame: DeskFrame
    var letter: OutgoingLetter
    var lines: [Line]
    /// What was sent before, as far as the chancery point needs it: no content, no files.
    var sent: [OutgoingLetterPage.Sending]
    /// The person may read the letter itself.
    var mayRead: Bool
    var form: FormPart
    var key: String
    var today: Day

    private func sendings(_ h: inout HTML) {
        guard !sent.isEmpty else { return }
        h.el("h2", text: "Wysyłki")
        h.el("ul", .cls("channels")) { h in
            for s in sent {
                h.el("li") { h in
                    h.el("strong", text: s.row.addressee.correspondent.label)
                    h.text(" · \(s.row.registerNumber) · \(s.row.channel.polishName) · ")
                    DispatchWords.tag(&h, s.row.state)
                    if let number = s.row.postingNumber { h.el("span", .cls("hint"), text: "Numer nadania \(number)") }
                    if s.row.awaitsHandOver {
                        h.text(" ")
                        h.el("a", .href(DispatchPlace.receipt(s.row.id).link)) { h in
                            h.text("Zapisz odbiór")
                            h.el("span", .cls("vh"), text: ": \(s.row.addressee.correspondent.label)")
                        }
                    }
                    if s.row.state == .waiting, let job = s.job { h.el("span", .cls("hint"), text: DispatchWords.waiting(s.row, job, today: today)) }
                    for kept in s.evidence {
                        h.el(
                            "span", .cls("hint"),
                            text: "\(kept.evidence.kind.polishName) \(kept.evidence.day.map { PolishTypography.short($0) } ?? "") \(kept.evidence.words)")
                    }
                }
            }
        }
    }

    func render() -> [UInt8] {
        frame.page(title: "Sposób wysłania: \(letter.version.content.metadata.title)", error: !form.errors.isEmpty) { h in
            WorkTop("Sposób wysłania").write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: ["kanal", "powod"])
                h.el("p") { h in
                    h.el("strong", text: letter.version.content.metadata.title)
                    h.text(" ")
                    h.el("span", .cls("ref"), text: letter.sign ?? letter.identifier)
                    h.text(" ")
                    OutgoingWords.tag(&h, letter.state)
                }
                if mayRead { h.el("p") { h in h.el("a", .href(OutgoingPlace.letter(letter.id).link), text: "Całe pismo") } }
                sendings(&h)
                if lines.isEmpty { return }
                h.el("form", .attr("method", "post"), .attr("action", DispatchPlace.letter(letter.id).link), .flag("novalidate"), .attr("data-zapis", "tak")) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    h.void("input", .type("hidden"), .name("wersja"), .value(String(letter.revision)))
                    for line in lines {
                        var shown = form
                        let name = "kanal-\(line.position)"
                        if shown.values[name] == nil { shown.values[name] = line.proposal?.channel.rawValue ?? "" }
                        shown.select(
                            &h, name, line.addressee,
                            options: [("", "nie teraz")]
                                + line.options.map { channel in
                                    (channel.rawValue, channel == line.proposal?.channel ? "\(channel.polishName) – proponowany" : channel.polishName)
                                }, hint: line.proposal.map { "\($0.reason).\($0.advice.map { " \($0)" } ?? "")" } ?? "Nie wiadomo, jak wysłać: brakuje adresu")
                    }
                    if lines.contains(where: { $0.options.contains(.email) }) {
                        h.el(
                            "p", .cls("note small"),
                            text: PolishTypography.glued(
                                "Zawiadomienie e-mail ma charakter informacyjny: mówi tylko, że jest pismo o tym znaku. Nie jest doręczeniem, nie zawiera pisma i nie biegną od niego terminy."
                            ))
                    }
                    form.area(
                        &h, "powod", "Powód innego sposobu", hint: "Potrzebny, gdy wybierasz inny sposób niż proponowany. Zostaje w aktach.", optional: true, rows: 2)
                    h.el("p", .cls("actions")) { h in
                        h.el("button", .cls("btn first")) { h in
                            h.text("Wyślij tak ")
                            h.el("kbd", .attr("aria-hidden", "true"), text: "Ctrl Enter")
                        }
                        h.el("a", .cls("btn bare"), .href(DispatchPlace.queue.link), text: "Wróć bez wysyłania")
                    }
                }
            }
        }
    }
}

/// Electronic letters that the platform has not taken yet, and since when they wait.
struct WaitingLinePage: Sendable {
    var frame: DeskFrame
    var rows: [(row: DispatchRow, job: JobStanding?)]
    var counts: DispatchViews.Counts
    var banner: Banner?
    var today: Day

    func render() -> [UInt8] {
        frame.page(title: "Czeka na łącze") { h in
            WorkTop("Wysyłka", views: DispatchViews.all(.waiting, counts), viewsLabel: "Widoki wysyłki").write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                if rows.isEmpty { return EmptyState("Łącze nie ma zaległości", "Każde zlecone pismo elektroniczne już wyszło.").write(&h) }
                h.el("p", text: "Te pisma wyjdą same, gdy platforma odpowie. Nie trzeba niczego ponawiać.")
                Grid("Pisma, które czekają na łącze", ["Znak", "Adresat", "Sposób", "Od kiedy i dlaczego"]).write(&h, rows) { h, line in
                    h.el("th", .attr("scope", "row"), .cls("ref")) { h in h.el("a", .href(DispatchPlace.letter(line.row.letter).link), text: line.row.sign) }
                    h.el("td", .cls("wide"), text: line.row.addressee.correspondent.label)
                    h.el("td", text: line.row.channel.polishName)
                    h.el(
                        "td", .cls("wide"),
                        text: line.job.map { DispatchWords.waiting(line.row, $0, today: today) } ?? "Czeka od \(Moment.text(line.row.createdAt, today: today))")
                }
            }
        }
    }
}
