internal import Chancery
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// One letter of the office: as it stands, who decided what, its documents, and where it went.
struct OutgoingLetterPage: Sendable {
    struct Sending: Sendable {
        var row: DispatchRow
        var evidence: [KeptEvidence]
        /// Where the work of an electronic channel stands.
        var job: JobStanding?
        /// From when the law will count it as delivered.
        var forecast: String?
    }

    var frame: DeskFrame
    var letter: OutgoingLetter
    var versions: [(number: Int, at: Instant, by: String, origin: LetterVersion.Origin)]
    var decisions: [ApprovalDecision]
    var path: [String]
    var documents: [LetterDocument]
    var signature: LetterSignature?
    var copies: [SignedCopy]
    var scans: [KeptScan]
    var sendings: [Sending]
    var entries: [OutgoingRegisterRow]
    var sheet: LetterSheetView
    var mayEdit: Bool
    /// The list of those who read it, for those who may ask.
    var readers: String?
    /// The person is asked to accept or to sign now.
    var isAsked: Bool
    var maySend: Bool
    /// The letter was signed by hand, and this person may add its scan.
    var mayAddScan = false
    var banner: Banner?
    var key: String
    var today: Day

    private var content: LetterContent { letter.version.content }

    func render() -> [UInt8] {
        frame.page(title: content.metadata.title) { h in
            WorkTop("Pisma", isHeading: false).write(&h)
            h.el("div", .cls("doc")) { h in
                h.el("div", .cls("dochead")) { h in head(&h) }
                h.el("div", .cls("docbody")) { h in
                    sheet.write(&h)
                    h.el("aside", .cls("facts"), .label("Dane pisma"), .attr("tabindex", "0")) { h in facts(&h) }
                }
            }
        }
    }

    private func head(_ h: inout HTML) {
        banner?.write(&h)
        h.el("div", .cls("row")) { h in
            h.el("h1", text: PolishTypography.glued(content.metadata.title))
            OutgoingWords.tag(&h, letter.state)
        }
        h.el("p", .cls("muted small")) { h in
            h.el("span", .cls("ref"), text: letter.sign ?? letter.identifier)
            if let file = letter.caseReference {
                h.text(" · sprawa ")
                h.el("a", .cls("ref"), .href(OutgoingPlace.caseFile(file.sign).link), text: file.sign)
            }
            h.text(" · \(letter.kind.polishName.lowercased()) · pisze \(letter.authorName)")
        }
        if let words = letter.state.words, !words.isEmpty { h.el("p", .cls("note warn"), text: "„\(words)”") }
        h.el("div", .cls("actions")) { h in actions(&h) }
    }

    private func actions(_ h: inout HTML) {
        if isAsked, case .awaitingApproval = letter.state {
            WorkTop.Action("Zdecyduj o akceptacji", ApprovalPlace.letter(letter.id).link, key: "A", isFirst: true).write(&h)
        }
        if isAsked, letter.state == .approved { WorkTop.Action("Podpisz", ApprovalPlace.signing.link(["pismo": "\(letter.id)"]), key: "A", isFirst: true).write(&h) }
        if mayEdit {
            switch letter.state {
            case .draft, .returned:
                WorkTop.Action("Pisz dalej", OutgoingPlace.edit(letter.id).link, key: "E", isFirst: true).write(&h)
                WorkTop.Action("Anuluj projekt", OutgoingPlace.cancel(letter.id).link).write(&h)
            case .awaitingApproval: button(&h, "Wycofaj z akceptacji", OutgoingPlace.recall(letter.id).link)
            case .approved, .signed: WorkTop.Action("Wycofaj pismo", OutgoingPlace.withdraw(letter.id).link).write(&h)
            default: break
            }
        }
        if mayAddScan {
            WorkTop.Action(scans.isEmpty ? "Dodaj skan podpisanego" : "Dodaj następny skan", OutgoingPlace.scan(letter.id).link, isFirst: scans.isEmpty && !maySend)
                .write(&h)
        }
        if maySend, letter.state == .signed { WorkTop.Action("Wyślij", DispatchPlace.letter(letter.id).link, key: "W", isFirst: !isAsked).write(&h) }
    }

    private func button(_ h: inout HTML, _ text: String, _ action: String) {
        h.el("form", .attr("method", "post"), .attr("action", action)) { h in
            hiddenFields(&h, token: frame.token, key: key)
            h.void("input", .type("hidden"), .name("wersja"), .value(String(letter.revision)))
            h.el("button", .cls("btn"), text: text)
        }
    }

    private func facts(_ h: inout HTML) {
        h.el("h2", text: "Adresaci i wysyłka")
        if sendings.isEmpty {
            h.el("ul", .cls("stack")) { h in
                for a in content.addressees.prefix(20) { h.el("li", text: a.role == .copy ? "\(a.correspondent.label) (do wiadomości)" : a.correspondent.label) }
                if content.addressees.count > 20 { h.el("li", text: "i \(content.addressees.count - 20) innych") }
            }
        }
        h.el("ul", .cls("stack")) { h in for sending in sendings.prefix(100) { h.el("li") { h in self.sending(&h, sending) } } }
        h.el("h2", text: "Dokumenty")
        files(&h)
        if let signature {
            h.el("dl", .cls("rows")) { h in
                Facts.row(&h, "Podpisał(a)", "\(signature.signer), \(signature.post)")
                Facts.row(&h, "Kiedy", Moment.full(signature.content.signedAt))
                Facts.row(&h, "Jak", signature.content.format.polishName)
                if !signature.content.certificateSummary.isEmpty { Facts.row(&h, "Certyfikat", signature.content.certificateSummary) }
            }
        }
        if let asked = path.first, case .awaitingApproval = letter.state {
            h.el("h2", text: "Czeka na")
            h.el("p", text: asked)
        }
        if !decisions.isEmpty {
            h.el("h2", text: "Decyzje")
            h.el("ol", .cls("timeline")) { h in
                for d in decisions.reversed() {
                    h.el("li") { h in
                        h.el("strong", text: d.kind.polishName)
                        h.text(", wersja \(d.version)")
                        if !d.words.isEmpty { h.text(": „\(d.words)”") }
                        h.el("span", .cls("chipnote"), text: "\(d.by), \(Moment.text(d.at, today: today))")
                    }
                }
            }
        }
        h.el("h2", text: "Wersje")
        h.el("ul", .cls("stack")) { h in
            for v in versions.reversed().prefix(30) {
                h.el("li") { h in
                    h.text("wersja \(v.number)\(v.origin == .corrected ? " (poprawka akceptującego)" : "")\(letter.finalVersion == v.number ? " – ostateczna" : "")")
                    h.el("span", .cls("chipnote"), text: "\(v.by), \(Moment.text(v.at, today: today))")
                }
            }
        }
        if versions.count > 1 || readers != nil {
            h.el("p", .cls("small acts")) { h in
                if versions.count > 1 { h.el("a", .href(OutgoingPlace.versions(letter.id).link), text: "Porównaj wersje") }
                if let readers { h.el("a", .href(readers), text: "Kto widział") }
            }
        }
        if !entries.isEmpty {
            h.el("h2", text: "W rejestrze")
            h.el("ul", .cls("stack")) { h in
                for e in entries.prefix(20) {
                    h.el("li") { h in
                        h.el("span", .cls(e.cancelReason == nil ? "ref" : "ref old"), text: e.number.description)
                        h.text(" \(PolishTypography.short(e.handedDay))\(e.cancelReason.map { " anulowano: \($0)" } ?? "")")
                    }
                }
            }
        }
    }

    private func sending(_ h: inout HTML, _ s: Sending) {
        let row = s.row
        h.el("strong", text: row.addressee.correspondent.label)
        h.text(" · \(row.channel.polishName) · ")
        DispatchWords.tag(&h, row.state)
        if row.state == .waiting, let job = s.job { h.el("span", .cls("chipnote"), text: DispatchWords.waiting(row, job, today: today)) }
        if let words = s.forecast { h.el("span", .cls("chipnote"), text: PolishTypography.glued(words)) }
        if !row.overrideReason.isEmpty { h.el("span", .cls("chipnote"), text: "Inny sposób: \(row.overrideReason)") }
        if let number = row.postingNumber { h.el("span", .cls("chipnote"), text: "Numer nadania \(number)") }
        for kept in s.evidence {
            h.el("span", .cls("chipnote")) { h in
                if let file = kept.evidence.file {
                    h.el("a", .href(OutgoingPlace.file(letter.id, file).link), text: kept.evidence.kind.polishName)
                } else {
                    h.text(kept.evidence.kind.polishName)
                }
                h.text(" \(kept.evidence.day.map { PolishTypography.short($0) } ?? "") \(kept.evidence.words)")
            }
        }
    }

    private func files(_ h: inout HTML) {
        var all: [(LetterDocument, String)] = []
        if let signed = signature?.content.signedFile { all.append((signed, "podpisane (XAdES)")) }
        all += copies.map { ($0.file, "podpisane (PAdES)") }
        all += documents.map { ($0, "do podpisu") }
        all += content.attachments.map { (LetterDocument(hash: $0.hash, name: $0.name, mediaType: $0.mediaType, size: $0.size), "załącznik") }
        if all.isEmpty, scans.isEmpty { return h.el("p", .cls("muted"), text: "Dokumenty powstaną przy podpisie.") }
        h.el("ul", .cls("files")) { h in
            for scan in scans { h.el("li") { h in HandSignedScanPage.write(&h, letter.id, scan, today: today) } }
            for (file, what) in all {
                h.el("li") { h in
                    h.el("a", .href(OutgoingPlace.file(letter.id, file.hash).link), text: file.name)
                    h.el("span", .cls("chipnote"), text: what)
                }
            }
        }
    }
}

enum OutgoingWords {
    static func tag(_ h: inout HTML, _ state: OutgoingState) {
        let tint =
            switch state {
            case .draft: "tag"
            case .awaitingApproval, .approved: "tag info"
            case .returned, .signed: "tag warn"
            case .dispatched: "tag info"
            case .delivered: "tag ok"
            case .undelivered: "tag err"
            case .withdrawn, .cancelled: "tag"
            }
        h.el("span", .cls(tint), text: state.polishName)
    }
}

enum DispatchWords {
    /// „Będzie uznane za doręczone 26.03.2026”, with what that rests on; `nil` where nothing waits.
    static func forecast(_ c: any SQLConnection, _ row: DispatchRow, today: Day) throws -> String? {
        guard case .noticed = row.state else { return nil }
        return words(row.forecast(rule: try EvidenceIntake.rule(c), today: today))
    }

    static func words(_ effect: DeliveryEffect?) -> String? {
        switch effect {
        case .waiting(let day?, let basis, let assumption):
            "Nieodebrane będzie uznane za doręczone \(PolishTypography.short(day)) (\(basis)).\(assumption.map { " \($0)" } ?? "")"
        case .waiting(nil, let basis, _): "Czeka na odbiór: \(basis)."
        case .delivered(let day, true, let basis, let assumption):
            "Według \(basis) doręczone \(PolishTypography.short(day)); wpisz zwrot.\(assumption.map { " \($0)" } ?? "")"
        case .failed(let reason): reason
        case .delivered, nil: nil
        }
    }

    static func tag(_ h: inout HTML, _ state: DispatchState) {
        let tint =
            switch state {
            case .waiting, .noticed: "tag warn"
            case .sent: "tag info"
            case .delivered, .deemedDelivered, .refused: "tag ok"
            case .returned, .failed: "tag err"
            case .cancelled: "tag"
            }
        h.el("span", .cls(tint), text: state.polishName)
    }

    /// Since when it waits, and why.
    static func waiting(_ row: DispatchRow, _ job: JobStanding, today: Day) -> String {
        var out = "Czeka od \(Moment.text(row.createdAt, today: today))"
        if !job.lastError.isEmpty { out += ". Prób: \(job.attempts). \(job.lastError) Następna próba: \(Moment.text(job.nextRun, today: today))" }
        return out
    }
}

/// Two versions of a letter side by side.
struct VersionsPage: Sendable {
    var frame: DeskFrame
    var title: String
    var back: String
    var versions: [Int]
    var left: Int
    var right: Int
    var titles: TextDifference
    var body: ComparisonView

    func render() -> [UInt8] {
        frame.page(title: "Porównanie wersji: \(title)") { h in
            WorkTop("Porównanie wersji").write(&h)
            h.el("div", .cls("page")) { h in
                h.el("p") { h in h.el("a", .cls("back"), .href(back), text: title) }
                h.el("form", .cls("inline")) { h in
                    let options = versions.map { (value: "\($0)", text: "wersja \($0)") }
                    let form = FormPart(values: ["od": "\(left)", "do": "\(right)"])
                    form.select(&h, "od", "Porównaj", options: options)
                    form.select(&h, "do", "z wersją", options: options)
                    h.el("button", .cls("btn"), text: "Porównaj")
                }
                h.el("h2", text: "Tytuł")
                h.el("p") { h in ComparisonView.pieces(&h, titles.pieces) }
                h.el("h2", text: "Treść")
                h.el("p", .cls("muted small"), text: "Skreślone usunięto, podkreślone dodano.")
                body.write(&h)
            }
        }
    }
}

/// A person's own letters that are not finished.
struct MyLettersPage: Sendable {
    var frame: DeskFrame
    var rows: [OutgoingLetterRow]
    var nextLink: String?
    var banner: Banner?
    var today: Day

    func render() -> [UInt8] {
        frame.page(title: "Moje pisma") { h in
            WorkTop(
                "Moje pisma", actions: [WorkTop.Action("Nowe pismo", OutgoingPlace.new.link, key: "N", isFirst: true)]
            ).write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                if rows.isEmpty {
                    return EmptyState("Nie masz zaczętych pism", "Pismo w sprawie zaczniesz na stronie sprawy. Pismo bez sprawy zaczniesz tutaj.").write(&h)
                }
                OutgoingGrid.write(&h, "Projekty i pisma zwrócone do poprawy", rows, today: today) {
                    $0.state.isEditable ? OutgoingPlace.edit($0.id).link : OutgoingPlace.letter($0.id).link
                }
                Pager(next: nextLink).write(&h)
            }
        }
    }
}

/// A list of letters: title, to whom, case, state, since when.
enum OutgoingGrid {
    static func write(_ h: inout HTML, _ caption: String, _ rows: [OutgoingLetterRow], today: Day, link: @escaping (OutgoingLetterRow) -> String) {
        Grid(caption, ["Tytuł", "Adresat", "Sprawa", "Pisze", "Stan", "Czeka od"], isWorkList: true).write(&h, rows) { h, row in
            h.el("th", .attr("scope", "row"), .cls("wide")) { h in h.el("a", .href(link(row)), text: row.title) }
            h.el("td", .cls("wide"), text: row.addressees)
            h.el("td", .cls("ref"), text: row.sign ?? row.caseReference?.sign ?? "bez sprawy")
            h.el("td", text: row.author)
            h.el("td") { h in OutgoingWords.tag(&h, row.state) }
            h.el("td", text: Moment.text(row.waitingSince, today: today))
        }
    }
}
