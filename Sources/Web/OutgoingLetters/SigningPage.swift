internal import Chancery
internal import Kernel
internal import Law
internal import Markup
internal import Office

/// What is to be signed with one consent: every letter listed, one PIN.
struct SigningPage: Sendable {
    struct Line: Sendable {
        var letter: LetterAt
        var title: String
        var addressees: String
        var sign: String
        var version: Int
        var waitingSince: Instant
        /// The letter still waits for the person's own acceptance, which comes with the signature.
        var isToAccept: Bool
    }

    var frame: DeskFrame
    var lines: [Line]
    var chosen: Set<OutgoingLetterID>
    /// Of one letter: shown alone, without boxes to tick.
    var isSingle: Bool
    /// The end of the person's certificate; `nil` where there is none.
    var certificateUntil: Instant?
    var hasSeal: Bool
    var form: FormPart
    var outcomes: [(title: String, words: String)]
    var action: String
    var back: String
    var toApprove: Int
    var banner: Banner?
    var key: String
    var today: Day

    func render() -> [UInt8] {
        frame.page(title: isSingle ? "Podpisz pismo" : "Podpis", error: !form.errors.isEmpty) { h in
            WorkTop(
                isSingle ? "Podpisz pismo" : "Podpis",
                views: isSingle
                    ? []
                    : [
                        WorkTop.View("Do akceptacji", ApprovalPlace.queue.link, count: toApprove),
                        WorkTop.View("Do podpisu", ApprovalPlace.signing.link, isCurrent: true),
                    ], viewsLabel: "Widoki akceptacji"
            ).write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                form.summary(&h, order: ["pismo", "podpis", "pin"])
                OutcomeNote(heading: "Tych pism nie podpisano", outcomes: outcomes).write(&h)
                if lines.isEmpty { return EmptyState("Nic nie czeka na podpis", "Zaakceptowane pisma pojawią się tu same.").write(&h) }
                h.el("form", .attr("method", "post"), .attr("action", action), .flag("novalidate"), .attr("data-zapis", "tak")) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    list(&h)
                    consent(&h)
                }
            }
        }
    }

    private func list(_ h: inout HTML) {
        let headings = (isSingle ? [] : ["Zaznacz"]) + ["Tytuł", "Adresat", "Znak", "Wersja", "Czeka od"]
        Grid("Pisma do podpisu", headings, isWorkList: true).write(&h, lines) { h, line in
            let value = "\(line.letter.id)~\(line.letter.revision)"
            if !isSingle {
                h.el("td") { h in
                    h.void(
                        "input", .type("checkbox"), .name("pismo"), .value(value), .label("Zaznacz \(line.title)"), .attr("data-zaznacz", "tak"),
                        .flag("checked", chosen.contains(line.letter.id)))
                }
            }
            h.el("th", .attr("scope", "row"), .cls("wide")) { h in
                if isSingle { h.void("input", .type("hidden"), .name("pismo"), .value(value)) }
                h.el("a", .href(OutgoingPlace.letter(line.letter.id).link), text: line.title)
            }
            h.el("td", .cls("wide"), text: line.addressees)
            h.el("td", .cls("ref"), text: line.sign)
            h.el("td", text: "wersja \(line.version)\(line.isToAccept ? ", najpierw akceptacja" : "")")
            h.el("td", text: Moment.text(line.waitingSince, today: today))
        }
    }

    private func consent(_ h: inout HTML) {
        h.el("h2", text: "Podpis")
        if let certificateUntil {
            let day = PolishTime.day(of: certificateUntil)
            let left = Int(day.daysSince1970 - today.daysSince1970)
            h.el("p", .cls("small muted"), text: "Certyfikat ważny do \(PolishTypography.short(day)) (\(left) \(PolishTypography.form(left, "dzień", "dni", "dni"))).")
        }
        var ways: [(value: String, text: String)] = []
        if certificateUntil != nil { ways.append(("certyfikat", "Mój certyfikat (PIN)")) }
        if hasSeal { ways.append(("pieczec", "Pieczęć urzędu")) }
        if ways.isEmpty {
            return h.el(
                "p", .cls("note warn"),
                text: "Nie masz w systemie certyfikatu, a urząd nie ma pieczęci. Poproś administratora albo podpisz pismo na papierze (na stronie pisma).")
        }
        h.el("div", .cls("narrow")) { h in
            if ways.count > 1 {
                form.radios(&h, "podpis", "Czym podpisać", options: ways)
            } else {
                h.void("input", .type("hidden"), .name("podpis"), .value(ways[0].value))
            }
            if certificateUntil != nil {
                form.field(&h, "pin", "PIN", width: "w10", kind: "password", autocomplete: "off", numeric: true, focus: true)
            }
            h.el("p", .cls("actions")) { h in
                h.el("button", .cls("btn first")) { h in
                    h.text(isSingle ? "Podpisz " : "Podpisz zaznaczone ")
                    h.el("kbd", .attr("aria-hidden", "true"), text: "Enter")
                }
                h.el("a", .cls("btn bare"), .href(back), text: "Wróć")
                if isSingle, let line = lines.first, !line.isToAccept {
                    h.el("a", .cls("btn bare"), .href(ApprovalPlace.byHand(line.letter.id).link), text: "Podpisano ręcznie na papierze")
                }
            }
        }
    }
}
