internal import Chancery
internal import Kernel
internal import Law
internal import Markup
internal import Office

/// Letters that wait for the person's consent.
struct ApprovalListPage: Sendable {
    var frame: DeskFrame
    var rows: [OutgoingLetterRow]
    var toSign: Int
    var nextLink: String?
    var banner: Banner?
    var outcomes: [(title: String, words: String)]
    var key: String
    var today: Day

    func render() -> [UInt8] {
        frame.page(title: "Akceptacja") { h in
            WorkTop(
                "Akceptacja",
                views: [
                    WorkTop.View("Do akceptacji", ApprovalPlace.queue.link, isCurrent: true),
                    WorkTop.View("Do podpisu", ApprovalPlace.signing.link, count: toSign),
                ], viewsLabel: "Widoki akceptacji"
            ).write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                OutcomeNote(heading: "Tych pism nie zaakceptowano", outcomes: outcomes).write(&h)
                if rows.isEmpty { return EmptyState("Nic nie czeka na akceptację", "Pisma do akceptacji pojawią się tu same.").write(&h) }
                OutgoingGrid.write(&h, "Pisma do akceptacji, najdłużej czekające najpierw", rows, today: today) { ApprovalPlace.letter($0.id).link }
                Pager(next: nextLink).write(&h)
            }
        }
    }
}

/// What of a list could not be done, each with its reason.
struct OutcomeNote: Sendable {
    var heading: String
    var outcomes: [(title: String, words: String)]

    func write(_ h: inout HTML) {
        guard !outcomes.isEmpty else { return }
        h.el("div", .cls("note warn"), .attr("role", "alert")) { h in
            h.el("h2", text: heading)
            h.el("ul") { h in for o in outcomes { h.el("li", text: "\(o.title): \(o.words)") } }
        }
    }
}

/// One letter to be accepted: as it will go out, with what changed since the person saw it last.
struct ApprovalPage: Sendable {
    var frame: DeskFrame
    var letter: OutgoingLetter
    var sheet: LetterSheetView
    /// The version decided before, and the difference; `nil` for the first time.
    var changes: (version: Int, rows: SideBySide)?
    var decisions: [ApprovalDecision]
    var file: CaseFile?
    /// Accepting is the last step before the person's own signature.
    var signsAtOnce: Bool
    var isAsked: Bool
    var waiting: Int
    var banner: Banner?
    var key: String
    var today: Day

    func render() -> [UInt8] {
        frame.page(title: "Akceptacja: \(letter.version.content.metadata.title)") { h in
            WorkTop("Akceptacja", views: [WorkTop.View("Do akceptacji", ApprovalPlace.queue.link, count: waiting)], viewsLabel: "Widoki akceptacji", isHeading: false)
                .write(&h)
            h.el("div", .cls("doc")) { h in
                h.el("div", .cls("dochead")) { h in head(&h) }
                h.el("div", .cls("docbody")) { h in
                    sheet.write(&h)
                    h.el("aside", .cls("facts"), .label("Co się zmieniło i sprawa"), .attr("tabindex", "0")) { h in facts(&h) }
                }
            }
        }
    }

    private func head(_ h: inout HTML) {
        banner?.write(&h)
        h.el("div", .cls("row")) { h in
            h.el("h1", text: PolishTypography.glued(letter.version.content.metadata.title))
            OutgoingWords.tag(&h, letter.state)
        }
        h.el("p", .cls("muted small"), text: "\(letter.authorName), \(letter.unitName) · wersja \(letter.version.number) · \(letter.kind.polishName.lowercased())")
        guard isAsked else {
            return h.el("p", .cls("note"), text: "To pismo nie czeka na Twoją decyzję. Możesz je przeczytać.")
        }
        h.el("div", .cls("actions")) { h in
            if signsAtOnce { WorkTop.Action("Akceptuj i podpisz", ApprovalPlace.acceptAndSign(letter.id).link, key: "A", isFirst: true).write(&h) }
            h.el("form", .attr("method", "post"), .attr("action", ApprovalPlace.letter(letter.id).link)) { h in
                hiddenFields(&h, token: frame.token, key: key)
                h.void("input", .type("hidden"), .name("wersja"), .value(String(letter.revision)))
                h.el("button", .cls(signsAtOnce ? "btn" : "btn first"), .attr("data-klawisz", signsAtOnce ? nil : "a")) { h in
                    h.text(signsAtOnce ? "Akceptuj, podpiszę później" : "Akceptuj")
                    if !signsAtOnce {
                        h.text(" ")
                        h.el("kbd", .attr("aria-hidden", "true"), text: "A")
                    }
                }
            }
            WorkTop.Action("Zwróć do poprawy", ApprovalPlace.sendBack(letter.id).link, key: "R").write(&h)
            WorkTop.Action("Popraw i akceptuj", ApprovalPlace.correct(letter.id).link, key: "E").write(&h)
        }
    }

    private func facts(_ h: inout HTML) {
        h.el("h2", text: "Zmiany")
        if let changes {
            h.el("p", text: "Od wersji \(changes.version), którą ostatnio oceniano:")
            h.el("ul", .cls("changes")) { h in
                for row in changes.rows.rows where row.isChanged {
                    h.el("li") { h in
                        if let left = row.left, !left.isEmpty { h.el("p") { h in ComparisonView.pieces(&h, left) } }
                        if let right = row.right, !right.isEmpty { h.el("p") { h in ComparisonView.pieces(&h, right) } }
                    }
                }
            }
            if !changes.rows.rows.contains(where: \.isChanged) { h.el("p", .cls("muted"), text: "Treść się nie zmieniła.") }
            h.el("p") { h in
                h.el(
                    "a", .href(OutgoingPlace.versions(letter.id).link(["od": "\(changes.version)", "do": "\(letter.version.number)"])), text: "Porównaj obok siebie")
            }
        } else {
            h.el("p", .cls("muted"), text: "Pismo jest do akceptacji pierwszy raz.")
        }
        if let file {
            h.el("h2", text: "Sprawa")
            h.el("dl", .cls("rows")) { h in
                Facts.row(&h, "Znak") { h in h.el("a", .cls("ref"), .href(OutgoingPlace.caseFile(file.sign.description).link), text: file.sign.description) }
                Facts.row(&h, "Tytuł", file.title)
                Facts.row(&h, "Prowadzi", file.officerName)
                if let due = file.due { Facts.row(&h, "Termin", PolishTypography.short(due)) }
            }
        }
        h.el("h2", text: "Adresaci")
        h.el("ul", .cls("stack")) { h in
            for a in letter.version.content.addressees.prefix(20) {
                h.el("li", text: a.role == .copy ? "\(a.correspondent.label) (do wiadomości)" : a.correspondent.label)
            }
            let n = letter.version.content.addressees.count
            if n > 20 { h.el("li", text: "i \(n - 20) innych") }
        }
        if !letter.version.content.attachments.isEmpty {
            h.el("h2", text: "Załączniki")
            h.el("ul", .cls("files")) { h in
                for f in letter.version.content.attachments { h.el("li") { h in h.el("a", .href(OutgoingPlace.file(letter.id, f.hash).link), text: f.name) } }
            }
        }
        if !decisions.isEmpty {
            h.el("h2", text: "Decyzje")
            h.el("ol", .cls("timeline")) { h in
                for d in decisions.reversed() {
                    h.el("li") { h in
                        h.el("strong", text: d.kind.polishName)
                        if !d.words.isEmpty { h.text(": „\(d.words)”") }
                        h.el("span", .cls("chipnote"), text: "\(d.by), \(Moment.text(d.at, today: today))")
                    }
                }
            }
        }
    }
}
