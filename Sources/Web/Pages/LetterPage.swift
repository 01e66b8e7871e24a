internal import Chancery
internal import Exchange
internal import Kernel
internal import Law
internal import Markup
internal import Signatures

/// A letter: the list beside it, the document as people read it, facts, signatures and history.
struct LetterPage: Sendable {
    var frame: DeskFrame
    var letter: IncomingLetter
    var neighbours: [RegisterRow]
    /// The person's own letters, where he does not read the register.
    var tray: [WorkQueue.Row] = []
    var readable: ReadableDocument?
    /// What the journal knows beyond corrections.
    var history: [HistoryTimeline.Line]
    /// Where the letter's work stands; `nil` before there was any.
    var work: Work?
    var canCorrect: Bool
    var canCancel: Bool
    /// Where the paper is; `nil` for letters that are not on paper.
    var paper: Paper?
    /// The list of those who read it.
    var readers: String?
    var banner: String?
    var today: Day

    struct Work: Sendable {
        var work: LetterWork
        /// For the form that takes the letter.
        var key: String
        var assignments: [Assignment] = []
        var cases: [(sign: CaseSign, title: String)] = []
        var acts = Acts()
    }

    struct Paper: Sendable {
        /// Who has it out of the store.
        var loan: PaperLoan?
        /// Box or shelf; empty where nobody said.
        var place = ""
        var mayTake: Bool
    }

    /// What the person may do with the letter.
    struct Acts: Sendable, Hashable {
        var assign = false, take = false, openCase = false, giveBack = false, settle = false, finish = false
    }

    private var number: RegisterNumber { letter.number }
    private func place(_ make: (Int, Int64) -> Place) -> String { make(number.year, number.number).link }

    func render() -> [UInt8] {
        frame.page(title: "\(number) \(letter.metadata.title)") { h in
            h.el("div", .cls("worktop")) { h in
                h.el("div", .cls("row")) { h in
                    h.el("p", .cls("wtitle"), text: "Rejestr wpływów")
                    if frame.canRegister {
                        h.el("div", .cls("push actions")) { h in
                            h.el("a", .cls("btn"), .href(Place.registration.link), .attr("data-klawisz", "n")) { h in
                                h.text("Zarejestruj pismo ")
                                h.el("kbd", .attr("aria-hidden", "true"), text: "N")
                            }
                        }
                    }
                }
                h.el("nav", .cls("views"), .label("Widoki rejestru")) { h in
                    for (view, name) in RegisterPage.viewNames { h.el("a", .href(Place.letters.link(["widok": view.rawValue])), text: name) }
                }
            }
            h.el("div", .cls("panes with-doc")) { h in
                h.el("section", .cls("list"), .label("Lista pism"), .attr("tabindex", "0")) { h in list(&h) }
                h.el("article", .cls("doc"), .attr("aria-labelledby", "pismo")) { h in
                    head(&h)
                    h.el("div", .cls("docbody")) { h in
                        LetterPaper(letter: letter, readable: readable, officeName: frame.officeName).write(&h)
                        h.el("section", .cls("facts"), .label("Dane pisma"), .attr("tabindex", "0")) { h in facts(&h) }
                    }
                }
            }
        }
    }

    private func list(_ h: inout HTML) {
        if !tray.isEmpty {
            h.el("ul", .cls("items"), .attr("data-lista", "tak")) { h in for row in tray { TrayPage.item(&h, row, today: today, current: number) } }
            return
        }
        var day: Day?
        var isOpen = false
        for row in neighbours {
            if row.arrivalDay != day {
                if isOpen { h.raw("</ul>") }
                day = row.arrivalDay
                h.el(
                    "h2", .cls("day"),
                    text: row.arrivalDay == today ? "Dziś, \(PolishTypography.weekday(row.arrivalDay))" : PolishTypography.weekday(row.arrivalDay))
                h.raw("<ul class=\"items\" data-lista=\"tak\">")
                isOpen = true
            }
            h.el("li", .cls("item read")) { h in
                h.el(
                    "a", .href(Place.letter(year: row.number.year, number: row.number.number).link),
                    .attr("aria-current", row.number == number ? "true" : nil), text: row.sender)
                h.el("span", .cls("meta"), text: "\(row.channel.polishName) \(row.number.number)")
                h.el("span", .cls("what"), text: row.title)
                h.el("span", .cls("meta")) { h in StateTag.write(&h, row) }
            }
        }
        if isOpen { h.raw("</ul>") }
    }

    private func head(_ h: inout HTML) {
        h.el("header", .cls("dochead")) { h in
            h.el("a", .cls("back narrow-only"), .href(Place.letters.link), text: "Rejestr wpływów")
            if let banner { h.el("div", .cls("banner ok"), .attr("role", "status")) { h in h.el("p", text: banner) } }
            h.el("div", .cls("row")) { h in
                h.el("h1", .id("pismo"), text: PolishTypography.glued(letter.metadata.title))
                if letter.cancellation != nil {
                    h.el("span", .cls("tag"), text: "numer anulowany")
                } else if let work {
                    AssignmentViews.tag(&h, work.work)
                } else {
                    h.el("span", .cls("tag info"), text: "nowe")
                }
                for check in letter.signatureChecks.prefix(1) {
                    let tag = SignatureTag(check)
                    h.el("span", .cls(tag.tint), text: tag.words)
                }
            }
            h.el("p", .cls("muted small")) { h in
                h.el("span", .cls("ref"), text: number.description)
                h.text(" · \(letter.metadata.senders.first?.label ?? "") · \(Moment.text(letter.registeredAt, today: today)) · \(letter.channel.polishName)")
            }
            if let c = letter.cancellation {
                h.el("div", .cls("note warn")) { h in
                    h.el("p", text: "Numer anulowano \(Moment.text(c.at, today: today)), \(c.by). Powód: \(c.reason)")
                }
            }
            if letter.cancellation == nil, !letter.attention.isEmpty {
                h.el("div", .cls("note warn")) { h in
                    h.el("p") { h in
                        h.el("strong", text: "Sprawdź: ")
                        h.text(letter.attention.map(\.polishName).joined(separator: ", ") + ".")
                    }
                }
            }
            h.el("div", .cls("actions")) { h in actions(&h) }
        }
    }

    /// At most three buttons, the first one is what most likely comes next; the rest is under "Więcej".
    private func actions(_ h: inout HTML) {
        let acts = work?.acts ?? Acts()
        let correct = WorkTop.Action("Popraw dane", place(Place.correction), key: "E", isFirst: acts == Acts() && canCorrect && letter.cancellation == nil)
        let confirm = WorkTop.Action("Potwierdzenie wpływu", place(Place.confirmation), key: "P")
        var shown: [WorkTop.Action] = [], more: [WorkTop.Action] = []
        if acts.openCase {
            shown.append(WorkTop.Action("Załóż sprawę", CasePlace.new.link(["z": number.identifier]), key: "Z"))
            shown.append(WorkTop.Action("Dołącz do sprawy", CasePlace.join(number).link, key: "S"))
        }
        if acts.assign { shown.append(WorkTop.Action("Zadekretuj", AssignmentPlace.letter(number).link, key: "D")) }
        if canCorrect, letter.cancellation == nil { if shown.isEmpty { shown.append(correct) } else { more.append(correct) } }
        if shown.count < 2 { shown.append(confirm) } else { more.append(confirm) }
        if letter.cancellation == nil { more.append(WorkTop.Action("Etykieta z kodem", place(Place.label))) }
        if acts.settle { more.append(WorkTop.Action("Załatwione bez sprawy", AssignmentPlace.settle(number).link)) }
        if acts.giveBack { more.append(WorkTop.Action("Zwróć", AssignmentPlace.giveBack(number).link)) }
        if canCancel, letter.cancellation == nil { more.append(WorkTop.Action("Anuluj numer", place(Place.cancellation))) }
        if acts.take { button(&h, "Weź dla siebie", AssignmentPlace.take(number).link, isFirst: true) }
        if acts.finish { button(&h, "Zapoznano się", AssignmentPlace.finish(number).link, isFirst: shown.isEmpty) }
        for (i, var action) in shown.enumerated() {
            action.isFirst = i == 0 && !acts.take
            action.write(&h)
        }
        guard !more.isEmpty else { return }
        h.el("details", .cls("more")) { h in
            h.el("summary", .cls("btn bare"), text: "Więcej")
            h.el("div", .cls("more-list")) { h in for action in more { action.write(&h) } }
        }
    }

    /// An act without a page of its own.
    private func button(_ h: inout HTML, _ text: String, _ action: String, isFirst: Bool) {
        h.el("form", .cls("one"), .attr("method", "post"), .attr("action", action)) { h in
            hiddenFields(&h, token: frame.token, key: work?.key ?? "")
            h.void("input", .type("hidden"), .name("wersja"), .value(String(work?.work.version ?? 1)))
            h.el("button", .cls(isFirst ? "btn first" : "btn"), text: text)
        }
    }

    /// Who has the letter, who gave it to him, and the cases it lies in.
    private func course(_ h: inout HTML) {
        guard let work else { return }
        let valid = work.assignments.filter { $0.state == .valid || $0.state == .returned }
        if !work.cases.isEmpty {
            h.el("h2", text: "Sprawa")
            h.el("ul", .cls("stack small")) { h in
                for c in work.cases {
                    h.el("li") { h in
                        h.el("a", .cls("ref"), .href(CasePlace.file(c.sign).link), text: c.sign.description)
                        h.el("span", .cls("chipnote"), text: c.title)
                    }
                }
            }
        }
        guard !valid.isEmpty else { return }
        h.el("h2", text: "Dekretacja")
        for a in valid {
            h.el("div", .cls(a.state == .returned ? "note warn small" : "note small")) { h in
                h.el("p") { h in
                    h.el("strong", text: a.deliveries.map { "\($0.recipient.label) (\($0.recipient.manner.polishName))" }.joined(separator: "; "))
                }
                if !a.disposition.isEmpty { h.el("p", text: "„\(a.disposition)”") }
                if !a.note.isEmpty { h.el("p", text: "Notatka: \(a.note)") }
                h.el("p", .cls("muted")) { h in
                    h.text("\(a.author.name), \(Moment.text(a.givenAt, today: today))")
                    if let term = a.term { h.text(" · termin \(PolishTypography.short(term))") }
                    if let trace = a.trace { h.text(" · \(trace)") }
                    h.text(" · ")
                    h.el("a", .href(AssignmentPlace.replacement(a.id).link), text: "dekretacja zastępcza")
                }
                for d in a.deliveries {
                    if let reason = d.returnReason { h.el("p", text: "Zwrócono (\(d.recipient.label)): \(reason)") }
                }
            }
        }
    }

    private func facts(_ h: inout HTML) {
        let m = letter.metadata
        h.el("h2", text: "Dane")
        h.el("dl", .cls("rows")) { h in
            row(&h, "Nadawca") { h in
                for (i, s) in m.senders.enumerated() {
                    if i > 0 { h.void("br") }
                    h.text(s.label)
                    for line in s.address.lines + s.emails {
                        h.void("br")
                        h.el("span", .cls("muted"), text: line)
                    }
                    if let box = s.identifiers.replyBox {
                        h.void("br")
                        h.el("span", .cls("muted"), text: "skrytka \(box)")
                    }
                }
            }
            row(&h, "Z dnia", m.letterDate.map(PolishTypography.short) ?? "nie podano")
            if let d = m.postingDate { row(&h, "Nadano", PolishTypography.short(d)) }
            row(&h, "Wpływ", PolishTypography.short(letter.arrivalDay) + (letter.arrivedAt.map { ", \(Moment.clock($0))" } ?? ""))
            row(&h, "Rejestracja", "\(Moment.full(letter.registeredAt)), \(letter.registeredBy.name)")
            if !m.kinds.isEmpty { row(&h, "Rodzaj", m.kinds.joined(separator: ", ")) }
            if !m.foreignSign.isEmpty { row(&h, "Znak", m.foreignSign) }
            row(&h, "Dostęp", m.access.polishName)
            row(&h, "Załączniki", m.attachmentCount.map(String.init) ?? "nie podano")
            if !m.deliveryManner.isEmpty { row(&h, "Sposób", m.deliveryManner) }
            if let scan = m.scan { row(&h, "Odwzorowanie", scan.text) }
            if !m.postingNumber.isEmpty { row(&h, "Nr nadania", m.postingNumber) }
            if !m.remarks.isEmpty { row(&h, "Uwagi", m.remarks.joined(separator: "\n")) }
            row(&h, "Identyfikator", number.identifier)
            if let paper { row(&h, "Papier") { h in self.paper(&h, paper) } }
            if let readers { row(&h, "Odczyty") { h in h.el("a", .href(readers), text: "Kto widział") } }
        }
        course(&h)
        signatures(&h)
        files(&h)
        receipts(&h)
        HistoryTimeline(lines: history, today: today).write(&h)
    }

    /// In the chronological store (skład chronologiczny), or with whom and until when (R1.9).
    private func paper(_ h: inout HTML, _ paper: Paper) {
        guard let loan = paper.loan else {
            h.text("w składzie chronologicznym\(paper.place.isEmpty ? "" : ": \(paper.place)")")
            if paper.mayTake {
                h.void("br")
                h.el("a", .href(PaperStorePlace.shelf(number).link), text: "Miejsce")
                h.text(" · ")
                h.el("a", .href(PaperStorePlace.take(number).link), text: "Zapisz wyjęcie")
            }
            return
        }
        h.text("wyjęte \(PolishTypography.short(loan.takenDay)): \(loan.borrower), zwrot do \(PolishTypography.short(loan.dueDay)) ")
        if loan.isOverdue(on: today) { h.el("span", .cls("tag err"), text: "po terminie") }
    }

    private func files(_ h: inout HTML) {
        h.el("h2", text: "Pliki")
        list(&h, letter.files.filter { $0.role != .receipt }, none: "Pismo nie ma plików.")
    }

    /// The receipts that were given to the sender (UPP), with the check of the platform's seal.
    private func receipts(_ h: inout HTML) {
        let receipts = letter.files.filter { $0.role == .receipt }
        guard letter.channel == .epuap || !receipts.isEmpty else { return }
        h.el("h2", text: "Poświadczenia")
        for check in letter.signatureChecks where receipts.contains(where: { $0.position == check.filePosition }) {
            let tag = SignatureTag(check)
            h.el("p", .cls("small")) { h in
                h.el("span", .cls(tag.tint), text: tag.words)
                h.el("span", .cls("chipnote"), text: "poświadczenie dla nadawcy, sprawdzono \(Moment.full(check.checkedAt))")
            }
        }
        list(&h, receipts, none: "Urzędowe poświadczenie (UPP) ma nadawca. Platforma nie przekazała urzędowi kopii.")
    }

    private func list(_ h: inout HTML, _ files: [LetterFile], none: String) {
        if files.isEmpty { return h.el("p", .cls("muted small"), text: none) }
        h.el("ul", .cls("files small")) { h in
            for f in files {
                h.el("li") { h in
                    if f.hash != nil {
                        h.el("a", .href(Place.file(year: number.year, number: number.number, file: f.position).link), text: f.name)
                        h.el("span", .cls("muted"), text: PolishTypography.size(f.size))
                    } else {
                        h.el("span", .cls("name"), text: f.name)
                        h.el("span", .cls("tag err"), text: "brak")
                    }
                    if !f.note.isEmpty { h.el("span", .cls("chipnote"), text: f.note) }
                }
            }
        }
    }

    private func signatures(_ h: inout HTML) {
        let receipts = Set(letter.files.filter { $0.role == .receipt }.map(\.position))
        let checks = letter.signatureChecks.filter { !receipts.contains($0.filePosition) }
        guard !checks.isEmpty else { return }
        h.el("h2", text: "Podpisy")
        for check in checks {
            let tag = SignatureTag(check)
            h.el("p", .cls("small")) { h in
                h.el("span", .cls(tag.tint), text: tag.words)
                h.el("span", .cls("chipnote"), text: "sprawdzono \(Moment.full(check.checkedAt))")
            }
            h.el("ul", .cls("stack small")) { h in
                for s in VerificationReport(json: check.report)?.signatures ?? [] {
                    h.el("li") { h in
                        h.el("strong", text: s.signer.displayName)
                        if s.signer.role != nil { h.el("span", .cls("chipnote"), text: "podpis zaufany") }
                        if let list = s.signer.trustedBy { h.el("span", .cls("chipnote"), text: "zaufanie: lista „\(list)”") }
                        if let at = s.signedAt { h.el("span", .cls("chipnote"), text: "według podpisu: \(at)") }
                        h.el("span", .cls("chipnote"), text: s.coversWholeDocument ? "obejmuje cały dokument" : "nie obejmuje całego dokumentu")
                        for p in s.problems { h.el("span", .cls("chipnote"), text: "uwaga: \(p.polishName)") }
                    }
                }
            }
        }
    }

    private func row(_ h: inout HTML, _ label: String, _ value: String) { row(&h, label) { $0.text(value) } }

    private func row(_ h: inout HTML, _ label: String, _ body: (inout HTML) -> Void) {
        h.el("div") { h in
            h.el("dt", text: label)
            h.el("dd", body: body)
        }
    }
}

/// The result of a signature check in a word and a tint.
struct SignatureTag {
    let words: String
    let tint: String

    init(_ check: SignatureCheck) {
        switch VerificationReport.Verdict(rawValue: check.verdict) {
        case .valid: (words, tint) = ("podpis ważny", "tag ok")
        case .invalid: (words, tint) = ("podpis nieważny", "tag err")
        case .indeterminate: (words, tint) = ("podpis do sprawdzenia", "tag warn")
        case .unsigned: (words, tint) = ("bez podpisu", "tag warn")
        case nil: (words, tint) = (check.verdict, "tag")
        }
    }
}

/// A document drawn as people read it.
enum DocumentView {
    static func write(_ h: inout HTML, _ d: ReadableDocument) {
        if !d.placeAndDate.isEmpty { h.el("p", .cls("place"), text: d.placeAndDate) }
        if !d.senders.isEmpty || !d.recipients.isEmpty {
            h.el("div", .cls("parties")) { h in
                for group in [d.senders, d.recipients] {
                    h.el("div") { h in for party in group { h.el("p", text: party.joined(separator: "\n")) } }
                }
            }
        }
        h.el("h2", text: PolishTypography.glued(d.title))
        for s in d.sections {
            if !s.heading.isEmpty { h.el("h3", text: s.heading) }
            for p in s.paragraphs { h.el("p", text: PolishTypography.glued(p)) }
            if !s.rows.isEmpty {
                h.el("dl", .cls("rows")) { h in
                    for r in s.rows {
                        h.el("div") { h in
                            h.el("dt", text: r.label)
                            h.el("dd", text: r.value)
                        }
                    }
                }
            }
        }
        if !d.signer.isEmpty { h.el("p", .cls("signer"), text: d.signer.joined(separator: "\n")) }
        if !d.outline.isEmpty {
            h.el("ul", .cls("outline")) { h in
                for line in d.outline {
                    h.el("li", .cls("d\(min(line.depth, 5))")) { h in
                        h.el("span", .cls("muted"), text: line.label)
                        if !line.text.isEmpty { h.text(": \(line.text)") }
                    }
                }
            }
            if d.isCut { h.el("p", .cls("muted"), text: "Dokument jest dłuższy. Cały jest w pliku XML.") }
        }
    }
}

/// Times as clerks read them.
enum Moment {
    static func clock(_ at: Instant) -> String {
        let c = PolishTime.clock(at)
        return "\(c.hour):\(PolishTypography.two(c.minute))"
    }
    static func full(_ at: Instant) -> String { "\(PolishTypography.short(PolishTime.day(of: at))), \(clock(at))" }
    static func text(_ at: Instant, today: Day) -> String {
        let day = PolishTime.day(of: at)
        if day == today { return "dziś \(clock(at))" }
        if day == today.adding(days: -1) { return "wczoraj \(clock(at))" }
        return full(at)
    }
}
