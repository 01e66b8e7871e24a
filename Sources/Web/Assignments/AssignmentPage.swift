internal import Chancery
internal import Exchange
internal import Kernel
internal import Law
internal import Markup

/// One letter to assign: the letter fills the screen, the suggestion stands on top, one or two keys give it on.
struct AssignmentPage: Sendable {
    struct Model: Sendable {
        var letter: IncomingLetter
        var readable: ReadableDocument?
        var work: LetterWork
        /// What the superior decided, where the letter is passed on.
        var superior: Assignment?
        var suggestion: AssignmentSuggestion
        var directory: HolderDirectory
        var form: FormPart
        /// Where the term of a candidate would end.
        var candidateTerms: [Day?]
    }

    var frame: DeskFrame
    /// `nil` when nothing waits.
    var model: Model?
    var waiting: Int
    /// The queue opens the next letter after each act; a single letter goes back to itself.
    var isQueue: Bool
    var skipLink: String?
    var banner: Banner?
    var key: String
    var today: Day

    func render() -> [UInt8] {
        let title = model.map { isQueue ? "Dekretacja" : "Dekretacja \($0.letter.number)" } ?? "Dekretacja"
        return frame.page(title: title, error: !(model?.form.errors.isEmpty ?? true)) { h in
            WorkTop("Dekretacja", views: AssignmentViews.all(.queue, waiting: waiting), viewsLabel: "Widoki dekretacji", isHeading: model == nil).write(&h)
            if let model {
                h.el("div", .cls("panes single")) { h in
                    h.el("article", .cls("doc"), .attr("aria-labelledby", "pismo")) { h in
                        head(&h, model)
                        h.el("div", .cls("docbody")) { h in
                            LetterPaper(letter: model.letter, readable: model.readable, officeName: frame.officeName).write(&h)
                            h.el("section", .cls("facts"), .label("Dekretacja"), .attr("tabindex", "0")) { h in side(&h, model) }
                        }
                    }
                }
            } else {
                h.el("div", .cls("page")) { h in
                    banner?.write(&h)
                    EmptyState("Wszystko zadekretowane", "Nowe pisma pojawią się tu same. Dobrego dnia.").write(&h)
                }
            }
        }
    }

    private func head(_ h: inout HTML, _ m: Model) {
        h.el("header", .cls("dochead")) { h in
            banner?.write(&h)
            h.el("div", .cls("row")) { h in
                h.el("h1", .id("pismo"), text: PolishTypography.glued(m.letter.metadata.title))
                AssignmentViews.tag(&h, m.work)
            }
            h.el("p", .cls("muted small")) { h in
                h.el("a", .cls("ref"), .href(Place.letter(year: m.letter.number.year, number: m.letter.number.number).link), text: m.letter.number.description)
                h.text(" · \(m.work.counterpart) · \(Moment.text(m.letter.registeredAt, today: today)) · \(m.letter.channel.polishName)")
            }
            if !m.letter.attention.isEmpty {
                h.el("div", .cls("note warn")) { h in h.el("p", text: "Sprawdź: " + m.letter.attention.map(\.polishName).joined(separator: ", ") + ".") }
            }
        }
    }

    private func side(_ h: inout HTML, _ m: Model) {
        m.form.summary(&h, order: AssignmentFields.order)
        if let superior = m.superior { self.superior(&h, superior) }
        candidates(&h, m)
        h.el("div", .cls("row")) { h in
            h.el("h2", text: "Inaczej")
            h.el("a", .cls("push small"), .href("#adresat"), .attr("data-klawisz", "d")) { h in
                h.text("Wpisz adresata ")
                h.el("kbd", .attr("aria-hidden", "true"), text: "D")
            }
        }
        h.el(
            "form", .cls("assign"), .attr("method", "post"), .attr("action", AssignmentPlace.letter(m.letter.number).link), .flag("novalidate"),
            .attr("data-zapis", "tak")
        ) {
            h in
            hidden(&h, m)
            h.el("button", .cls("vh"), .attr("tabindex", "-1"), .attr("aria-hidden", "true"), text: "Zadekretuj")
            AssignmentFields(form: m.form, directory: m.directory).write(&h)
            h.el("p", .cls("actions")) { h in
                h.el("button", .cls(m.suggestion.preselected == nil ? "btn first" : "btn")) { h in
                    h.text("Zadekretuj ")
                    h.el("kbd", .attr("aria-hidden", "true"), text: "Ctrl Enter")
                }
                if let skipLink { h.el("a", .cls("btn bare"), .href(skipLink), .attr("data-klawisz", "j"), text: "Pomiń") }
                if !isQueue {
                    h.el("a", .cls("btn bare"), .href(Place.letter(year: m.letter.number.year, number: m.letter.number.number).link), text: "Wróć do pisma")
                }
            }
        }
    }

    private func superior(_ h: inout HTML, _ a: Assignment) {
        h.el("div", .cls("note")) { h in
            h.el("p") { h in
                h.el("strong", text: "\(a.author.name), \(a.author.post): ")
                h.text(a.disposition.isEmpty ? "bez dyspozycji" : "„\(a.disposition)”")
            }
            if let term = a.term { h.el("p", text: "Termin \(PolishTypography.short(term)). Możesz go skrócić, ale nie wydłużyć.") }
        }
    }

    private func candidates(_ h: inout HTML, _ m: Model) {
        h.el("h2", text: "Podpowiedź systemu")
        if let caution = m.suggestion.caution { h.el("div", .cls("note warn")) { h in h.el("p", text: caution) } }
        if m.suggestion.candidates.isEmpty { return h.el("p", .cls("muted small"), text: "Podobnych pism jeszcze nikt nie dekretował.") }
        for (i, c) in m.suggestion.candidates.enumerated() {
            guard let label = m.directory.label(c.recipient.holder) else { continue }
            let isChosen = m.suggestion.preselected == c
            h.el("form", .cls("note candidate"), .attr("method", "post"), .attr("action", AssignmentPlace.letter(m.letter.number).link)) { h in
                hidden(&h, m)
                for (name, value) in [
                    ("adresat", label), ("sposob", c.recipient.manner.rawValue), ("dyspozycja", c.disposition),
                    ("termin", m.candidateTerms[i].map(PolishTypography.short) ?? ""), (AssignmentForm.countField, "1"),
                ] { h.void("input", .type("hidden"), .name(name), .value(value)) }
                h.el("p") { h in
                    h.el("strong", text: label)
                    h.text(" · \(c.recipient.manner.polishName)")
                    if let term = m.candidateTerms[i] { h.text(" · do \(PolishTypography.short(term))") }
                }
                h.el("p", .cls("small"), text: "\(c.reason) (\(c.certainty)%)" + (m.directory.standIn(c.recipient.holder).map { ". Uwaga: \($0)" } ?? ""))
                h.el("button", .cls(isChosen ? "btn first" : "btn"), .attr("data-klawisz", isChosen ? "shift+d" : String(i + 1))) { h in
                    h.text(isChosen ? "Zadekretuj tak " : "Zadekretuj ")
                    h.el("kbd", .attr("aria-hidden", "true"), text: isChosen ? "Shift D" : String(i + 1))
                }
            }
        }
    }

    private func hidden(_ h: inout HTML, _ m: Model) {
        hiddenFields(&h, token: frame.token, key: key)
        h.void("input", .type("hidden"), .name("wersja"), .value(String(m.work.version)))
        h.void("input", .type("hidden"), .name("powrot"), .value(isQueue ? "kolejka" : "pismo"))
    }
}

/// What the pages of assigning share.
enum AssignmentViews {
    enum Current { case queue, list, given }

    static func all(_ current: Current, waiting: Int) -> [WorkTop.View] {
        [
            WorkTop.View("Po kolei", AssignmentPlace.queue.link, count: waiting, isCurrent: current == .queue),
            WorkTop.View("Lista", AssignmentPlace.list.link, isCurrent: current == .list),
            WorkTop.View("Zadekretowane przeze mnie", AssignmentPlace.given.link, isCurrent: current == .given),
        ]
    }

    static func tag(_ h: inout HTML, _ work: LetterWork) {
        if work.priority != .normal, work.state.isOpen { h.el("span", .cls("tag err"), text: work.priority.polishName) }
        tag(&h, work.state)
    }

    static func tag(_ h: inout HTML, _ state: LetterWorkState) {
        let tint =
            switch state {
            case .new: "tag info"
            case .returned: "tag warn"
            case .settled, .noCase: "tag ok"
            case .assigned, .inCase, .cancelled: "tag"
            }
        h.el("span", .cls(tint), text: state.polishName)
    }

    /// The day a letter is due, in words and tint: `po terminie od 10.03.2026`, `do 15.03.2026`.
    static func due(_ h: inout HTML, _ day: Day?, today: Day) {
        guard let day else { return }
        let left = day.daysSince1970 - today.daysSince1970
        let words =
            left < 0
            ? "po terminie (\(PolishTypography.short(day)))"
            : left == 0 ? "dziś mija termin" : left == 1 ? "termin jutro" : "do \(PolishTypography.short(day))"
        h.el("span", .cls(left < 0 ? "tag err" : left <= 3 ? "tag warn" : "meta"), text: words)
    }
}
