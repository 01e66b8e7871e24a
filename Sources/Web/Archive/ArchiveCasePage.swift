internal import Chancery
internal import Kernel
internal import Law
internal import Markup
internal import Store

/// One case in the archive: since when, how long and why, and what the archivist may do.
struct ArchiveCasePage: Sendable {
    var frame: DeskFrame
    var kept: ArchiveStanding
    var unitLabel: String
    var changes: [CategoryChange]
    var holds: [ArchiveHold]
    var mayKeep: Bool
    var mayRequest: Bool
    var banner: Banner?
    var today: Day

    func render() -> [UInt8] {
        frame.page(title: "Archiwum: \(kept.file.sign)") { h in
            WorkTop("\(kept.file.sign) w archiwum", actions: actions).write(&h)
            h.el("div", .cls("page")) { h in
                banner?.write(&h)
                h.el("p", text: PolishTypography.glued("„\(kept.file.title)”"))
                h.el("dl", .cls("rows")) { h in
                    Facts.row(&h, "Komórka", unitLabel)
                    Facts.row(&h, "Zakończona", PolishTypography.short(kept.completedDay))
                    Facts.row(&h, "W archiwum od", PolishTypography.short(kept.takenDay))
                    Facts.row(&h, "Kategoria", kept.category?.description ?? "brak – ustala ją koordynator czynności kancelaryjnych")
                    Facts.row(&h, "Kategoria z wykazu akt", "\(kept.file.category ?? "brak"), wykaz z \(kept.file.sign.year) roku")
                    Facts.row(&h, "Do brakowania") { h in ArchiveWords.disposal(&h, kept, today: today) }
                }
                history(&h)
            }
        }
    }

    private var actions: [WorkTop.Action] {
        let sign = kept.file.sign
        var out = [WorkTop.Action("Akta sprawy", CasePlace.file(sign).link)]
        if mayKeep {
            out.append(WorkTop.Action("Zmień kategorię", ArchivePlace.act(sign, .category).link))
            out.append(WorkTop.Action("Wstrzymaj brakowanie", ArchivePlace.act(sign, .hold).link))
        }
        if mayRequest { out.append(WorkTop.Action("Wniosek o wycofanie", ArchivePlace.act(sign, .request).link)) }
        return out
    }

    private func history(_ h: inout HTML) {
        if !changes.isEmpty {
            h.el("h2", text: "Zmiany kategorii")
            h.el("ul") { h in
                for c in changes {
                    h.el(
                        "li",
                        text: PolishTypography.glued("\(c.before.isEmpty ? "brak" : c.before) → \(c.after): \(c.reason) (\(c.by), \(Moment.text(c.at, today: today)))"))
                }
            }
        }
        if !holds.isEmpty {
            h.el("h2", text: "Wstrzymania brakowania")
            Grid("Wstrzymania", ["Powód", "Kto i kiedy", "Stan"]).write(&h, holds) { h, hold in
                h.el("td", .cls("wide"), text: PolishTypography.glued(hold.reason))
                h.el("td", text: "\(hold.placedBy), \(Moment.text(hold.placedAt, today: today))")
                h.el("td") { h in
                    if let at = hold.liftedAt {
                        h.text("zniesione: \(hold.liftReason) (\(hold.liftedBy), \(Moment.text(at, today: today)))")
                    } else {
                        h.el("span", .cls("tag warn"), text: "trwa")
                        if mayKeep {
                            h.text(" ")
                            h.el("a", .href(ArchivePlace.act(kept.file.sign, .lift).link(["nr": hold.id.description])), text: "Znieś")
                        }
                    }
                }
            }
        }
    }
}

/// The page of one act with a case in the archive.
struct ArchiveActPage: Sendable {
    var frame: DeskFrame
    var kept: ArchiveStanding
    var act: ArchiveAct
    /// The hold that is lifted.
    var hold: ArchiveHold?
    var form: FormPart
    var key: String

    private var title: String {
        switch act {
        case .category: "Zmiana kategorii archiwalnej"
        case .hold: "Wstrzymanie brakowania"
        case .lift: "Zniesienie wstrzymania"
        case .request: "Wniosek o wycofanie z archiwum"
        }
    }
    private var button: String {
        switch act {
        case .category: "Zmień kategorię"
        case .hold: "Wstrzymaj brakowanie"
        case .lift: "Znieś wstrzymanie"
        case .request: "Złóż wniosek"
        }
    }

    func render() -> [UInt8] {
        frame.page(title: "\(title) – \(kept.file.sign)", error: !form.errors.isEmpty) { h in
            WorkTop(title).write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: ["kategoria", "powod"])
                h.el("p", text: PolishTypography.glued("\(kept.file.sign) „\(kept.file.title)”"))
                if let hold { h.el("p", text: PolishTypography.glued("Wstrzymano: \(hold.reason)")) }
                if act == .request {
                    h.el("p", text: PolishTypography.glued("Sprawę z archiwum otwiera archiwista na wniosek. Do tego czasu można ją tylko czytać."))
                }
                ActForm(
                    frame: frame, action: ArchivePlace.act(kept.file.sign, act).link(["nr": hold?.id.description]), key: key, button: button,
                    back: ArchivePlace.file(kept.file.sign).link
                ).write(&h) { h in
                    if act == .category {
                        form.field(
                            &h, "kategoria", "Nowa kategoria",
                            hint: "Teraz: \(kept.category?.description ?? "brak"). Okres można tylko wydłużyć, na przykład B25, BE10 albo A", width: "ref w10")
                    }
                    form.area(&h, "powod", "Powód", hint: hint, rows: 2)
                }
            }
        }
    }

    private var hint: String {
        switch act {
        case .category: "Na przykład decyzja archiwum państwowego z numerem"
        case .hold: "Sprawa w sądzie, kontrola, wypożyczenie"
        case .lift: "Dlaczego można brakować"
        case .request: "Na przykład wznowienie, art. 145 KPA"
        }
    }
}

/// The archivist's answer to a request.
struct WithdrawalDecisionPage: Sendable {
    var frame: DeskFrame
    var request: ArchiveWithdrawal
    var form: FormPart
    var key: String
    var today: Day

    func render() -> [UInt8] {
        frame.page(title: "Wniosek \(request.name)", error: !form.errors.isEmpty) { h in
            WorkTop("Wniosek \(request.name) o wycofanie").write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: ["decyzja", "uwagi"])
                h.el("dl", .cls("rows")) { h in
                    Facts.row(&h, "Sprawa", "\(request.sign) \(request.title)")
                    Facts.row(&h, "Wnioskuje", "\(request.requestedBy), \(Moment.text(request.requestedAt, today: today))")
                    Facts.row(&h, "Powód", request.reason)
                }
                ActForm(frame: frame, action: ArchivePlace.decide(request.id).link, key: key, button: "Zapisz rozstrzygnięcie", back: ArchivePlace.requests.link).write(
                    &h
                ) { h in
                    form.radios(&h, "decyzja", "Rozstrzygnięcie", options: [("tak", "zgoda: sprawa wraca do prowadzącego"), ("nie", "odmowa")], chips: false)
                    form.area(&h, "uwagi", "Uwagi", hint: "Przy odmowie podaj powód", optional: true, rows: 2)
                }
            }
        }
    }
}
