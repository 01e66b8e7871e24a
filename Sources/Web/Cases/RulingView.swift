internal import Chancery
internal import Kernel
internal import Law
internal import Markup

/// One ruling on the page of a case: how far it is on the way to being final, for all and for each party (R4.6).
struct RulingView: Sendable {
    var file: CaseFile
    var ruling: RulingStanding
    var parties: [CaseParty]
    var today: Day

    func write(_ h: inout HTML) {
        let kind = ruling.kind, finality = ruling.finality
        h.el("h3", text: ruling.name)
        h.el("p") { h in
            switch finality.standing {
            case .undelivered: h.el("span", .cls("tag warn"), text: "nie wszystkim doręczono")
            case .appealed: h.el("span", .cls("tag err"), text: "wniesiono \(kind.remedy)")
            case .finalFrom(let day):
                h.el(
                    "span", .cls(day <= today ? "tag ok" : "tag info"),
                    text: "\(day <= today ? "\(kind.finalWord) od" : "będzie \(kind.finalWord)") \(PolishTypography.short(day))")
            }
            if let day = finality.bindingOn { h.el("span", .cls("tag ok"), text: "prawomocna od \(PolishTypography.short(day))") }
        }
        if let note = termNote { h.el("p", .cls("muted small"), text: PolishTypography.glued(note)) }
        h.el("ul", .cls("people")) { h in
            for known in ruling.parties {
                h.el("li") { h in
                    h.el("strong", text: parties.first { $0.id == known.party }?.label ?? "")
                    h.el("p", .cls("muted small"), text: words(known))
                    if let judged = finality.timeliness(known.party) { h.el("p", .cls("small"), text: PolishTypography.glued(RulingView.words(judged, ruling.kind))) }
                }
            }
        }
        if finality.isFinal(on: today) != nil {
            h.el("p", .cls("small acts")) { h in
                h.el("a", .href(CasePlace.clause(file.sign).link(["rozstrzygniecie": ruling.name])), text: "Drukuj klauzulę ostateczności")
                h.el("a", .href(OutgoingPlace.newInCase(file.sign).link([OutgoingPlace.templateField: BuiltInTemplateKey.finality])), text: "Napisz klauzulę jako pismo")
            }
        }
    }

    /// Where the length is from memory, the page says so.
    private var termNote: String? {
        guard ruling.kind == .order, let law = ruling.kind.remedyTerm(on: today), let length = law.length.flatMap({ CaseTerm($0) }) else { return nil }
        return "Termin zażalenia: \(length.words) (\(law.source)\(law.isConfirmed ? "" : ", sprawdź przepis")), o ile kodeks przewiduje zażalenie."
    }

    private func words(_ known: CaseFinality.Party) -> String {
        let kind = ruling.kind
        var words = [known.delivered.map { "doręczono \(PolishTypography.short($0))" } ?? "nie doręczono"]
        if let end = ruling.finality.appealEnds(known.party) { words.append("termin \(kind.remedyOf) do \(PolishTypography.short(end))") }
        if let day = known.waived { words.append("zrzeczenie się \(kind.remedyOf) \(PolishTypography.short(day))") }
        if let day = known.appealed {
            let letter = known.appeal.map(\.letter) ?? ""
            words.append("\(kind.remedy) \(PolishTypography.short(day))\(letter.isEmpty ? "" : " (\(letter))"), \(known.outcome.polishName(kind))")
        }
        if let day = ruling.finality.finalFrom(known.party) { words.append("dla tej strony \(kind.finalWord) od \(PolishTypography.short(day))") }
        return words.joined(separator: " · ")
    }

    /// Whether it came in time and why; the higher organ decides about one that did not.
    static func words(_ judged: Timeliness, _ kind: RulingKind) -> String {
        let what = kind.remedy
        return switch judged {
        case .kept(let day, let reason): "\(what) w terminie: \(PolishTypography.short(day)), \(reason)"
        case .late(let day, let days, let reason):
            "\(what) po terminie o \(days) \(PolishTypography.form(days, "dzień", "dni", "dni")): \(PolishTypography.short(day)), \(reason). Uchybienie stwierdza organ odwoławczy (art. 134 KPA)"
        case .unknown(let reason): "nie wiadomo, czy \(what) jest w terminie: \(reason)"
        }
    }
}

/// The clause that a ruling is final (klauzula ostateczności, R4.6), ready to be signed by hand; with the facts it rests on.
struct ClausePrintPage: Sendable {
    static let columns = ["Strona", "Doręczono", "Termin do", "Dlaczego nie ma już środka", "Od dnia"]
    var officeName: String
    var file: CaseFile
    /// The sign and date of the letter, where the ruling was written here.
    var rulingName: String
    var ruling: RulingStanding
    var finalOn: Day
    var parties: [CaseParty]
    var printedAt: Instant
    var links: ResourceLinks

    func render() -> [UInt8] {
        let kind = ruling.kind
        let act = "\(kind.polishName) \(rulingName)"
        let became = kind == .decision ? "stała się ostateczna" : "stało się ostateczne"
        return PrintedSheet(
            title: "Klauzula ostateczności", officeName: officeName,
            detail: "Stwierdza się, że \(act) \(became) \(PolishTypography.short(finalOn)).",
            back: ("Wróć do sprawy", CasePlace.file(file.sign).link(["karta": CaseFilePage.Tab.parties.rawValue])), printedAt: printedAt, links: links,
            headings: ClausePrintPage.columns,
            head: [("Oznaczenie sprawy", file.sign.description), ("Tytuł sprawy", file.title)],
            foot: ["Data i podpis: ……………………………………………………"]
        ).render(ruling.parties.map(row), caption: "Strony", empty: "")
    }

    private func row(_ p: CaseFinality.Party) -> [String] {
        let kind = ruling.kind
        let why =
            switch (p.waived, p.appealed) {
            case (let day?, _): "zrzeczenie się \(kind.remedyOf) \(PolishTypography.short(day)) (art. 127a KPA)"
            case (nil, .some): p.outcome.polishName(kind)
            case (nil, nil): "nie wniesiono \(kind.remedyOf)"
            }
        return [
            parties.first { $0.id == p.party }?.label ?? "", p.delivered.map(PolishTypography.short) ?? "",
            ruling.finality.appealEnds(p.party).map(PolishTypography.short) ?? "", why, ruling.finality.finalFrom(p.party).map(PolishTypography.short) ?? "",
        ]
    }
}
