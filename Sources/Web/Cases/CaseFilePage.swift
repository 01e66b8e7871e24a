internal import Chancery
internal import Kernel
internal import Law
internal import Markup
internal import Store

/// A case on one page: its head, its acts, its file, parties, terms, links, metryka and history.
struct CaseFilePage: Sendable {
    enum Tab: String, Sendable, CaseIterable {
        case file = "akta", parties = "strony", terms = "terminy", links = "powiazania", metryka = "metryka", history = "historia"

        var name: String {
            switch self {
            case .file: "Akta"
            case .parties: "Strony"
            case .terms: "Terminy"
            case .links: "Powiązania i dostęp"
            case .metryka: "Metryka"
            case .history: "Historia"
            }
        }
    }

    var frame: DeskFrame
    var file: CaseFile
    var sight: CaseSight
    var tab: Tab
    var unitLabel: String
    var codes: [UnitID: String]
    var calendar: OfficialCalendar
    var elements: [CaseElement] = []
    /// Letters that are being written, or wait to be signed or sent.
    var letters: [OutgoingLetterRow] = []
    /// `nil` where the person does not see the whole file.
    var completeness: CaseCompleteness?
    var parties: [CaseParty] = []
    var decisions: [RulingStanding] = []
    var exclusions: [CaseExclusion] = []
    /// Those given for the present end.
    var reminders: Set<CaseReminder> = []
    var relations: [CaseRelation] = []
    /// Related cases that the person may open.
    var openRelations: Set<CaseID> = []
    var shares: [CaseShare] = []
    var people: [OfficerID: String] = [:]
    var metryka: [MetrykaEntry] = []
    var history: [HistoryTimeline.Line] = []
    /// Whether the list of cases it stands in may be opened.
    var seesList = false
    var banner: Banner?
    var today: Day

    private func act(_ act: CaseAct, _ target: Int64? = nil) -> String {
        CasePlace.act(file.sign, act).link([ActTarget.field: target.map(String.init)])
    }
    private func offers(_ act: CaseAct) -> Bool { act.isOffered(file, sight) }
    private var seesFile: Bool { sight.extent != .register }
    /// Those let into a part of the file see that part and nothing else.
    private var seesAll: Bool { sight.extent == .everything }

    func render() -> [UInt8] {
        frame.page(title: "\(file.sign) \(file.title)") { h in
            h.el("div", .cls("worktop casehead")) { h in head(&h) }
            h.el("div", .cls("panes single")) { h in
                h.el("div", .cls("docbody")) { h in
                    h.el("section", .cls("casebody"), .label(tab.name), .attr("tabindex", "0")) { h in body(&h) }
                    h.el("section", .cls("facts"), .label("Dane sprawy"), .attr("tabindex", "0")) { h in facts(&h) }
                }
            }
        }
    }

    // MARK: head

    private func head(_ h: inout HTML) {
        banner?.write(&h)
        h.el("div", .cls("row")) { h in
            h.el("h1", .cls("wtitle"), text: PolishTypography.glued(file.title))
            CaseStateTag.write(&h, file.state)
            let term = TermWords(file, today: today)
            if term.words != file.state.polishName { term.write(&h) }
        }
        h.el("p", .cls("muted small")) { h in
            h.el("span", .cls("ref"), text: file.sign.description)
            h.text(" · \(file.officerName) · \(unitLabel)")
        }
        if let why = lockedWords { h.el("div", .cls("note")) { h in h.el("p", text: PolishTypography.glued(why)) } }
        actions(&h)
        h.el("nav", .cls("views"), .label("Części sprawy")) { h in
            for t in Tab.allCases where seesAll || t == .file {
                h.el(
                    "a", .href(CasePlace.file(file.sign).link(["karta": t == .file ? nil : t.rawValue])), .attr("aria-current", t == tab ? "page" : nil), text: t.name)
            }
        }
    }

    /// Why the file cannot be changed.
    private var lockedWords: String? {
        guard file.state.isLocked else { return nil }
        let day = file.closedDay.map { " \(PolishTypography.short($0))" } ?? ""
        switch file.state {
        case .closed: return "Sprawa zakończona\(day). Akta są tylko do odczytu." + (offers(.reopen) ? " Zmienisz je po wznowieniu." : "")
        case .joined: return "Sprawę połączono z inną. Dalsze czynności są w sprawie, do której ją dołączono."
        case .continued: return "Sprawa jest prowadzona pod nowym znakiem. Znajdziesz go w powiązaniach."
        case .mistaken: return "Sprawę założono omyłkowo. Jej znak zostaje, akta są zamknięte."
        case .forwarded: return "Sprawę przekazano według właściwości\(day). Akta są tylko do odczytu."
        default: return "Akta są w archiwum i nie można ich zmieniać."
        }
    }

    private func actions(_ h: inout HTML) {
        var shown: [WorkTop.Action] = []
        if sight.work.isAllowed, !file.state.isLocked {
            shown.append(WorkTop.Action("Nowe pismo", OutgoingPlace.newInCase(file.sign).link, key: "O", isFirst: file.state != .settled))
        }
        if offers(.note) { shown.append(WorkTop.Action(CaseAct.note.button, act(.note), key: "T", isFirst: shown.isEmpty && file.state != .settled)) }
        if offers(.settle) { shown.append(WorkTop.Action(CaseAct.settle.button, act(.settle))) }
        if sight.work.isAllowed, CaseWorkflow.allowed(from: file.state).contains(.close) {
            shown.append(WorkTop.Action("Zakończ sprawę", CasePlace.closing(file.sign).link, isFirst: file.state == .settled))
        }
        if file.isArchived { shown.append(WorkTop.Action("Karta archiwalna", ArchivePlace.file(file.sign).link)) }
        if offers(.reopen) { shown.append(WorkTop.Action(CaseAct.reopen.button, act(.reopen))) }
        let menu = CaseAct.menu.filter { offers($0) }
        guard !shown.isEmpty || !menu.isEmpty else { return }
        h.el("div", .cls("actions")) { h in
            for action in shown { action.write(&h) }
            if !menu.isEmpty {
                h.el("details", .cls("more")) { h in
                    h.el("summary", .cls("btn bare"), text: "Więcej")
                    h.el("ul", .cls("menu-list")) { h in
                        for a in menu { h.el("li") { h in h.el("a", .href(act(a)), .attr("data-klawisz", a == .edit ? "e" : nil), text: a.button) } }
                    }
                }
            }
        }
    }

    // MARK: facts

    private func facts(_ h: inout HTML) {
        h.el("h2", text: "Dane sprawy")
        h.el("dl", .cls("rows")) { h in
            Facts.row(&h, "Prowadzi", file.officerName)
            Facts.row(&h, "Komórka", unitLabel)
            Facts.row(&h, "Klasa", "\(file.sign.symbol) \(file.className)")
            Facts.row(&h, "Kategoria", file.category ?? "nieustalona")
            if file.mode == .paper { Facts.row(&h, "Akta", "papierowe, prowadzone w teczce") }
            Facts.row(&h, "Wszczęto", PolishTypography.short(file.startDay))
            if file.term != nil || !file.termBasis.isEmpty { Facts.row(&h, "Czas", ClassWording.settling(file.settling)) }
            if let due = file.due, !file.state.isLocked {
                Facts.row(&h, "Termin") { h in
                    h.text(PolishTypography.short(due))
                    if file.state.isRunning, due >= today {
                        h.void("br")
                        h.el("span", .cls("muted"), text: "zostało: \(TermWords.workingDays(due, today: today, calendar))")
                    }
                }
            }
            if let day = file.settledDay { Facts.row(&h, "Załatwiono", PolishTypography.short(day)) }
            if let day = file.closedDay { Facts.row(&h, "Zakończono", PolishTypography.short(day)) }
            if file.reopenings > 0 { Facts.row(&h, "Wznowienia", String(file.reopenings)) }
            Facts.row(&h, "Dostęp", file.access.polishName)
            if let completeness { CompletenessFact(file: file, completeness: completeness).write(&h) }
            // Cases that came of one another name each other on every part of the page (R1.13).
            for r in relations where r.kind != .related {
                Facts.row(&h, r.kind.factLabel) { h in related(&h, r) }
            }
            if !file.description.isEmpty { Facts.row(&h, "Opis", file.description) }
            if !file.remarks.isEmpty { Facts.row(&h, "Uwagi", file.remarks) }
            Facts.row(&h, "Założono", "\(Moment.full(file.openedAt)), \(file.founder)")
            Facts.row(&h, "Zmiana", "\(Moment.text(file.changedAt, today: today)), \(file.changedBy)")
        }
        guard sight.work.isAllowed || seesList else { return }
        h.el("p", .cls("small acts")) { h in
            if sight.work.isAllowed { h.el("a", .href(ReadersPlace.file(file.sign).link), text: "Kto widział akta") }
            if seesList { h.el("a", .href(CaseListLink.of(file)), text: "Spis spraw klasy \(file.sign.symbol)") }
        }
    }

    // MARK: parts

    private func body(_ h: inout HTML) {
        guard seesFile else {
            return EmptyState("Widzisz dane sprawy, bez akt", "Akta widzi prowadzący i jego przełożeni: \(sight.reason).").write(&h)
        }
        switch tab {
        case .file: fileBody(&h)
        case .parties: partiesBody(&h)
        case .terms: termsBody(&h)
        case .links: linksBody(&h)
        case .metryka: metrykaBody(&h)
        case .history: HistoryTimeline(lines: history, today: today).write(&h)
        }
    }

    private func bodyTop(_ h: inout HTML, _ heading: String, _ acts: [WorkTop.Action]) {
        h.el("div", .cls("row bodytop")) { h in
            h.el("h2", text: heading)
            if !acts.isEmpty { h.el("div", .cls("push actions")) { h in for a in acts { a.write(&h) } } }
        }
    }

    private func fileBody(_ h: inout HTML) {
        bodyTop(&h, "Akta sprawy", offers(.file) ? [WorkTop.Action(CaseAct.file.button, act(.file))] : [])
        if seesAll { lettersBody(&h) }
        let seen = elements.filter(sight.sees)
        if seen.isEmpty {
            return h.el("p", .cls("muted"), text: elements.isEmpty ? "Akta są puste. Dołącz pismo, notatkę albo plik." : "Nie udostępniono Ci żadnego elementu.")
        }
        h.el("ol", .cls("akta"), .attr("data-lista", "tak")) { h in
            for e in seen {
                h.el("li", .cls(e.removal == nil ? "item read" : "item read out")) { h in
                    h.el("a", .href(CasePlace.element(file.sign, position: e.position).link), text: "\(e.position). \(e.content.title)")
                    h.el("span", .cls("meta")) { h in h.el("span", .cls("tag"), text: e.content.kind.polishName) }
                    h.el("span", .cls("what"), text: elementWords(e))
                    h.el("span", .cls("meta"), text: Moment.text(e.addedAt, today: today))
                }
            }
        }
    }

    /// Letters stand in the file once they are signed; until then they are found here.
    private func lettersBody(_ h: inout HTML) {
        guard !letters.isEmpty else { return }
        h.el("h3", text: "Pisma w przygotowaniu")
        h.el("ul", .cls("akta")) { h in
            for letter in letters {
                h.el("li", .cls("item read")) { h in
                    h.el("a", .href(OutgoingPlace.letter(letter.id).link), text: letter.title)
                    h.el("span", .cls("meta")) { h in h.el("span", .cls("tag"), text: letter.state.polishName) }
                    h.el("span", .cls("what"), text: [letter.author, letter.addressees].filter { !$0.isEmpty }.joined(separator: " · "))
                    h.el("span", .cls("meta"), text: Moment.text(letter.waitingSince, today: today))
                }
            }
        }
        h.el("h3", text: "Dokumenty w aktach")
    }

    private func elementWords(_ e: CaseElement) -> String {
        if let out = e.removal { return "wyłączono: \(out.reason)" }
        var words = [e.content.reference, e.addedByName].filter { !$0.isEmpty }
        if let unit = e.addedByUnit, unit != file.unit { words.append("komórka \(codes[unit] ?? "")") }
        return words.joined(separator: " · ")
    }

    private func partiesBody(_ h: inout HTML) {
        bodyTop(&h, "Strony i uczestnicy", offers(.addParty) ? [WorkTop.Action(CaseAct.addParty.button, act(.addParty))] : [])
        if parties.isEmpty { h.el("p", .cls("muted"), text: "Sprawa nie ma stron.") }
        h.el("ul", .cls("people")) { h in
            for p in parties {
                h.el("li") { h in
                    h.el("p") { h in
                        h.el("strong", .cls(p.removal == nil ? "" : "old"), text: p.label)
                        h.text(" ")
                        h.el("span", .cls("tag"), text: p.role.polishName)
                    }
                    if let who = p.represents.flatMap({ id in parties.first { $0.id == id } }) { h.el("p", .cls("muted small"), text: "działa w imieniu: \(who.label)") }
                    if !p.address.isEmpty { h.el("p", .cls("muted small lines"), text: p.address) }
                    if let out = p.removal {
                        h.el("p", .cls("muted small"), text: "usunięto \(Moment.full(out.at)), \(out.by): \(out.reason)")
                    } else {
                        h.el("p", .cls("small acts")) { h in
                            if offers(.delivery), p.role == .party || p.role == .participant {
                                named(&h, .delivery, p)
                                if !decisions.isEmpty { named(&h, .appeal, p) }
                                if decisions.contains(where: { $0.parties.contains { $0.party == p.id && $0.appealed != nil } }) { named(&h, .appealEnd, p) }
                            }
                            if offers(.removeParty) { named(&h, .removeParty, p) }
                        }
                    }
                }
            }
        }
        for decision in decisions { RulingView(file: file, ruling: decision, parties: parties, today: today).write(&h) }
    }

    private func named(_ h: inout HTML, _ a: CaseAct, _ p: CaseParty) {
        h.el("a", .href(act(a, p.id.number))) { h in
            h.text(a.button)
            h.el("span", .cls("vh"), text: ": \(p.label)")
        }
    }

    private func termsBody(_ h: inout HTML) {
        var acts: [WorkTop.Action] = []
        for a in [CaseAct.setTerm, .exclude, .extend] where offers(a) { acts.append(WorkTop.Action(a.button, act(a))) }
        bodyTop(&h, "Terminy", acts)
        h.el("dl", .cls("rows")) { h in
            Facts.row(&h, "Wszczęto", PolishTypography.short(file.startDay))
            Facts.row(&h, "Czas na załatwienie", ClassWording.settling(file.settling))
            if let day = file.extendedTo { Facts.row(&h, "Nowy termin (art. 36)", PolishTypography.short(day)) }
            Facts.row(&h, "Termin") { h in
                if let due = file.due { h.text("\(PolishTypography.short(due)) ") }
                TermWords(file, today: today).write(&h)
            }
        }
        h.el("h3", text: "Okresy niewliczane do terminu")
        if exclusions.isEmpty {
            h.el("p", .cls("muted"), text: "Wszystkie dni liczą się do terminu.")
        } else {
            Grid("Okresy niewliczane", ["Od", "Do", "Powód", "Podstawa", "Dokument"]).write(&h, exclusions) { h, e in
                h.el("th", .attr("scope", "row"), text: PolishTypography.short(e.from))
                h.el("td", text: e.to.map(PolishTypography.short) ?? "trwa")
                h.el("td", .cls("wide"), text: e.kind.polishName)
                h.el("td", text: e.basis)
                h.el("td", .cls("ref"), text: e.document)
            }
            if offers(.endExclusion), exclusions.contains(where: { $0.to == nil && $0.kind != .suspension }) {
                h.el("p") { h in h.el("a", .cls("btn"), .href(act(.endExclusion)), text: CaseAct.endExclusion.button) }
            }
        }
        h.el("h3", text: "Przypomnienia")
        if let due = file.due, file.state.isRunning {
            h.el("ul", .cls("plain")) { h in
                for r in [CaseReminder.week, .delayNotice, .threeDays, .lastDay] {
                    let day = due.adding(days: -r.daysBefore)
                    let whom = r.goesToSuperior ? "prowadzący i przełożony" : "prowadzący"
                    let what = r == .delayNotice ? "przygotuj zawiadomienie o zwłoce (art. 36 KPA)" : "przypomnienie: \(whom)"
                    h.el("li", text: "\(PolishTypography.short(day)) – \(what)\(reminders.contains(r) ? ", przypomniano" : "")")
                }
            }
        } else {
            h.el("p", .cls("muted"), text: "Termin nie biegnie, więc przypomnień nie ma.")
        }
    }

    /// The sign of a related case; a link for those who may open it.
    private func related(_ h: inout HTML, _ r: CaseRelation) {
        if openRelations.contains(r.other) {
            h.el("a", .cls("ref"), .href(CasePlace.file(r.sign).link), text: r.sign.description)
        } else {
            h.el("span", .cls("ref"), text: r.sign.description)
        }
    }

    private func linksBody(_ h: inout HTML) {
        bodyTop(&h, "Powiązane sprawy", offers(.relate) ? [WorkTop.Action(CaseAct.relate.button, act(.relate))] : [])
        if relations.isEmpty { h.el("p", .cls("muted"), text: "Sprawa nie ma powiązań.") }
        h.el("ul", .cls("people")) { h in
            for r in relations {
                h.el("li") { h in
                    h.el("p") { h in
                        h.text("\(r.kind.polishName): ")
                        related(&h, r)
                    }
                    h.el("p", .cls("muted small"), text: openRelations.contains(r.other) ? "\(r.title) · \(r.state.polishName)" : r.state.polishName)
                }
            }
        }
        bodyTop(&h, "Kto jeszcze widzi akta", offers(.share) ? [WorkTop.Action(CaseAct.share.button, act(.share))] : [])
        if shares.isEmpty { h.el("p", .cls("muted"), text: "Akta widzi tylko komórka prowadząca i jej przełożeni.") }
        h.el("ul", .cls("people")) { h in
            for s in shares {
                let part =
                    s.element.flatMap { id in elements.first { $0.id == id } }.map { "pozycja \($0.position)" } ?? (s.element == nil ? "całe akta" : "jeden element")
                let whom = s.officer.flatMap { people[$0] }.map { ", \($0)" } ?? ""
                h.el("li") { h in
                    h.el("p") { h in
                        h.el("strong", .cls(s.isInForce(on: today) ? "" : "old"), text: "\(codes[s.unit] ?? "komórka \(s.unit)")\(whom)")
                        h.text(" – \(part)\(s.mayAdd ? ", mogą dodawać" : "")\(s.until.map { ", do \(PolishTypography.short($0))" } ?? "")")
                    }
                    h.el("p", .cls("muted small")) { h in
                        h.text("\(Moment.full(s.grantedAt)), \(s.grantedBy)")
                        if let at = s.revokedAt {
                            h.text(" · cofnięto \(Moment.full(at))")
                        } else if offers(.revoke) {
                            h.text(" · ")
                            h.el("a", .href(act(.revoke, s.id))) { h in
                                h.text("Cofnij")
                                h.el("span", .cls("vh"), text: " udostępnienie: \(codes[s.unit] ?? "")\(whom)")
                            }
                        }
                    }
                }
            }
        }
    }

    private func metrykaBody(_ h: inout HTML) {
        bodyTop(&h, "Metryka sprawy", [WorkTop.Action("Drukuj metrykę", CasePlace.metryka(file.sign).link, key: "P")])
        Grid("Metryka sprawy", MetrykaPrintPage.columns + (offers(.reword) ? ["Opis"] : [])).write(&h, metryka) { h, e in
            h.el("th", .attr("scope", "row"), .cls("num"), text: String(e.position))
            h.el("td", text: Moment.full(e.at))
            h.el("td", text: MetrykaPrintPage.person(e))
            h.el("td", .cls("wide")) { h in
                h.text(PolishTypography.glued(e.act))
                if e.act != e.originalAct { h.el("span", .cls("chipnote"), text: "pierwotnie: \(e.originalAct)") }
            }
            h.el("td", .cls("ref"), text: e.document ?? "")
            if offers(.reword) {
                h.el("td") { h in
                    h.el("a", .href(act(.reword, e.position))) { h in
                        h.text("Popraw")
                        h.el("span", .cls("vh"), text: " opis czynności \(e.position)")
                    }
                }
            }
        }
    }
}

extension CaseRelation.Kind {
    /// As a short name beside the other sign.
    fileprivate var factLabel: String {
        switch self {
        case .related: "Powiązana"
        case .continues: "Poprzedni znak"
        case .continuedBy: "Dalszy znak"
        case .joinedTo: "Połączona z"
        case .absorbed: "Obejmuje"
        case .splitFrom: "Wydzielona z"
        case .splitInto: "Wydzielono"
        case .parted: "Rozłączona z"
        case .appeals: "Odwołanie od"
        case .appealedBy: "Zaskarżona w"
        }
    }
}

enum CaseListLink {
    /// The list of cases in which a case stands.
    static func of(_ file: CaseFile) -> String {
        CasePlace.caseList(year: file.sign.year, symbol: file.sign.symbol).link([
            "komorka": file.sign.unitCode, "podteczka": file.sign.subNumber == nil ? nil : String(file.sign.number),
        ])
    }
}

/// The metryka in its paper layout. Source: regulation of 6.03.2012 (Dz.U. 2012 poz. 250); `ezd.md` § 4.8.
struct MetrykaPrintPage: Sendable {
    static let columns = ["Lp.", "Data podjętej czynności", "Oznaczenie osoby", "Określenie podejmowanej czynności", "Identyfikator dokumentu"]
    var officeName: String
    var file: CaseFile
    var entries: [MetrykaEntry]
    var printedAt: Instant
    var links: ResourceLinks

    static func person(_ e: MetrykaEntry) -> String { e.post.isEmpty ? e.person : "\(e.person), \(e.post)" }

    func render() -> [UInt8] {
        PrintedSheet(
            title: "Metryka sprawy \(file.sign)", officeName: officeName, detail: "", back: ("Wróć do sprawy", CasePlace.file(file.sign).link(["karta": "metryka"])),
            printedAt: printedAt, links: links, headings: MetrykaPrintPage.columns, head: [("Oznaczenie sprawy", file.sign.description), ("Tytuł sprawy", file.title)]
        ).render(
            entries.map { [String($0.position), Moment.full($0.at), MetrykaPrintPage.person($0), $0.act, $0.document ?? ""] }, caption: "Metryka sprawy",
            empty: "Metryka jest pusta.")
    }
}
