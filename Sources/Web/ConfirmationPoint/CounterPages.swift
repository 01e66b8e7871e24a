internal import Identity
internal import Kernel
internal import Law
internal import Markup

/// The counter: find an application, go on with what is at hand, what ends soon.
struct CounterQueuePage: Sendable {
    var frame: DeskFrame
    var standing: PointStanding
    /// At this officer's counter now.
    var mine: [ProfileApplication]
    /// What a search found; `nil` where nothing was asked.
    var found: [ProfileApplication]?
    /// Authorisations of one's own that end soon, in words.
    var warnings: [String]
    var registerLabel: String
    var form: FormPart
    var key: String
    var banner: String?

    func render() -> [UInt8] {
        frame.page(title: "Punkt potwierdzający", error: !form.errors.isEmpty) { h in
            WorkTop(standing.point.name, views: PointDesk.views(standing, current: .queue), viewsLabel: "Części punktu").write(&h)
            h.el("div", .cls("page wide")) { h in
                if let banner { Banner(banner).write(&h) }
                form.summary(&h, order: ["czego"])
                for w in warnings { h.el("p", .cls("note warn"), text: PolishTypography.glued(w)) }
                h.el(
                    "form", .cls("inline"), .attr("method", "post"), .attr("action", PointPlace.search.link), .attr("role", "search"), .flag("novalidate"),
                    .label("Znajdź wniosek")
                ) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    form.field(&h, "czego", "Znajdź wniosek", hint: "Numer wniosku (wystarczy ostatnia liczba), PESEL albo identyfikator użytkownika", focus: true)
                    h.el("button", .cls("btn first"), text: "Znajdź")
                }
                if let found {
                    if found.isEmpty {
                        EmptyState("Brak wniosku", "Osoba może złożyć go teraz na telefonie: załóż konto, a potem wniosek o profil zaufany.").write(&h)
                    } else {
                        table(&h, "Znalezione wnioski", found)
                    }
                }
                if !mine.isEmpty {
                    h.el("h2", text: "Przy Twoim okienku")
                    table(&h, "Wnioski przy okienku", mine)
                }
                if found == nil, mine.isEmpty { EmptyState("Nikogo nie ma przy okienku", "Zacznij od numeru wniosku albo numeru PESEL osoby.").write(&h) }
                h.el("p", .cls("muted small"), text: "\(registerLabel) \(TrustedProfiles.label)")
            }
        }
    }

    private func table(_ h: inout HTML, _ caption: String, _ rows: [ProfileApplication]) {
        Grid(caption, ["Numer", "Rodzaj", "Złożony", "Termin", "Stan"], isWorkList: true).write(&h, rows) { h, w in
            h.el("th", .attr("scope", "row")) { h in h.el("a", .cls("ref"), .href(PointPlace.application(w.id).link), text: w.number) }
            h.el("td", .cls("wide"), text: w.kind.polishName)
            h.el("td", text: Moment.full(w.submittedAt))
            h.el("td", text: "do \(PolishTypography.short(w.lastDay))")
            h.el("td") { h in CitizenWords.tag(&h, w.state) }
        }
    }
}

/// One application at the counter, at the step it has come to.
struct CounterPage: Sendable {
    struct Keys: Sendable {
        var step: String
        var code: String
        var release: String
    }
    var frame: DeskFrame
    var standing: PointStanding
    var application: ProfileApplication
    var act: ServiceAct?
    /// The lock is this officer's.
    var isMine: Bool
    /// The document has no PESEL on it: then kind, country and number are asked for, and only then.
    var withoutPESEL: Bool
    var ways: CodeAsking
    var form: FormPart
    var keys: Keys
    var banner: String?
    var today: Day
    /// The register says that the person's PESEL is restricted since then.
    var restrictedSince: Day?

    static let steps = ["Dokument", "Wydruk", "Podpis osoby", "Potwierdzenie"]
    static let documentOrder = ["znak", "rodzaj-dokumentu", "waznosc", "cechy", "imiona", "nazwisko", "pesel", "urodzenie", "panstwo", "numer"]

    private var step: Int {
        switch application.state {
        case .inService: 0
        case .documentChecked: 1
        case .printed: 2
        case .signed: 3
        default: 4
        }
    }

    func render() -> [UInt8] {
        let w = application
        return frame.page(title: "Wniosek \(w.number)", error: !form.errors.isEmpty) { h in
            WorkTop("Wniosek \(w.number)", views: PointDesk.views(standing, current: .application), viewsLabel: "Części punktu").write(&h)
            h.el("div", .cls("page wide")) { h in
                if let banner { Banner(banner).write(&h) }
                form.summary(&h, order: Self.documentOrder + [CodeQuestion.field])
                h.el("p") { h in h.el("a", .cls("back"), .href(PointPlace.queue.link), text: "Okienko") }
                if isMine {
                    progress(&h)
                    h.el("div", .cls("counter")) { h in
                        h.el("section", .label("Czynność")) { h in work(&h) }
                        h.el("section", .label("Wniosek")) { h in applicant(&h, shown: true) }
                    }
                } else {
                    h.el("div", .cls("counter")) { h in h.el("section", .label("Wniosek")) { h in closed(&h) } }
                }
            }
        }
    }

    private func progress(_ h: inout HTML) {
        h.el("ol", .cls("progress"), .label("Kroki")) { h in
            for (i, name) in Self.steps.enumerated() {
                h.el("li", .cls(i < step ? "done" : ""), .attr("aria-current", i == step ? "step" : nil), text: "\(i + 1). \(name)")
            }
        }
    }

    /// Names and addresses in big type, to be read back to the person; the PESEL stays masked.
    private func applicant(_ h: inout HTML, shown: Bool) {
        h.el("h2", text: "Z wniosku")
        h.el("dl", .cls(shown ? "rows readback" : "rows")) { h in
            Facts.row(&h, "Rodzaj", application.kind.polishName)
            if shown, let a = application.applicant {
                Facts.row(&h, "Imię (imiona)", a.name.givenNames)
                Facts.row(&h, "Nazwisko", a.name.surname)
                Facts.row(&h, "PESEL", SealedPESEL.mask)
                Facts.row(&h, "Telefon", a.contact.phone?.description ?? "–")
                Facts.row(&h, "E-mail", a.contact.mail?.description ?? "–")
                Facts.row(&h, "Identyfikator", a.userID.description)
            }
        }
        h.el("dl", .cls("rows")) { h in
            Facts.row(&h, "Złożony", Moment.full(application.submittedAt))
            Facts.row(&h, "Termin", "do \(PolishTypography.short(application.lastDay))")
            if let sign = act?.caseSign { Facts.row(&h, "Znak sprawy", sign) }
        }
    }

    /// Not at this counter: what it is, and the way to take it.
    private func closed(_ h: inout HTML) {
        applicant(&h, shown: false)
        h.el("p") { h in CitizenWords.tag(&h, application.state) }
        if application.state.isInService, let claim = application.claim {
            h.el("p", .cls("note"), text: "Ten wniosek ma teraz przy okienku \(claim.name), do \(Moment.clock(claim.until)).")
        }
        if let reason = application.reason { h.el("p", text: "Przyczyna: \(reason.rawValue), \(reason.polishName).") }
        if let act, act.result == .carriedOut || act.result == .refused {
            h.el("p", .cls("actions")) { h in
                h.el("a", .cls("btn first"), .href(PointPlace.record(act.id).link), text: "Wydruk z adnotacjami")
                h.el("a", .cls("btn bare"), .href(PointPlace.queue.link), text: "Następna osoba")
            }
        }
        if application.state == .submitted {
            h.el(
                "p", .cls("note warn"),
                text: PolishTypography.glued(
                    "Rejestr PESEL jeszcze nie odpowiedział. Wniosku nie można załatwić bez sprawdzenia. Zapytaj rejestr teraz albo zaproponuj późniejszą godzinę: wniosek nie zginie."
                ))
            if standing.isOperator {
                ActForm(
                    frame: frame, action: PointPlace.step(application.id, .register).link, key: keys.step, button: "Zapytaj rejestr", back: PointPlace.queue.link
                ).write(&h) { _ in }
            }
        }
        if standing.isOperator, application.state == .ready || application.state.isInService {
            ActForm(
                frame: frame, action: PointPlace.step(application.id, .claim).link, key: keys.step, button: "Przyjmij do okienka", back: PointPlace.queue.link
            ).write(&h) { _ in }
        }
    }

    private func work(_ h: inout HTML) {
        switch application.state {
        case .inService: document(&h)
        case .documentChecked:
            h.el("h2", text: "Wydrukuj wniosek")
            h.el("p", .cls("note ok"), text: "Dokument zgadza się z wnioskiem.")
            h.el("p", text: PolishTypography.glued("Osoba czyta wydruk i podpisuje go ręcznie."))
            button(&h, .print, "Drukuj")
        case .printed:
            h.el("h2", text: "Podpis osoby na wydruku")
            h.el("p") { h in h.el("a", .cls("btn"), .href(PointPlace.print(application.id).link), .attr("target", "_blank"), text: "Otwórz wydruk (nowa karta)") }
            h.el("p", text: PolishTypography.glued("Sprawdź, czy podpis jest czytelny, a data i miejsce wpisane."))
            button(&h, .signed, "Osoba podpisała wydruk")
        case .signed:
            h.el("h2", text: title)
            h.el("p", text: PolishTypography.glued("Za chwilę podpiszesz czynność swoim podpisem zaufanym. Potwierdź ją kodem: kod działa tylko do tego wydruku."))
            ways.write(
                &h, frame: CitizenFrame(person: nil, token: frame.token, current: nil, links: frame.links), form: form,
                send: PointPlace.step(application.id, .code).link, act: PointPlace.step(application.id, .carryOut).link, button: title,
                back: PointPlace.queue.link)
        default: break
        }
        h.el("p", .cls("actions")) { h in
            h.el("a", .cls("btn danger"), .href(PointPlace.refusal(application.id).link), text: "Odmów")
        }
        ActButton(
            frame: frame, action: PointPlace.step(application.id, .release).link, key: keys.release, text: "Odłóż wniosek (osoba przyjdzie później)", cls: "btn bare"
        ).write(&h)
    }

    private var title: String {
        switch application.kind {
        case .confirm: "Potwierdź profil"
        case .extend: "Przedłuż profil"
        case .invalidate: "Unieważnij profil"
        case .changeContact: "Zmień dane w profilu"
        }
    }

    private func button(_ h: inout HTML, _ step: PointPlace.Step, _ text: String) {
        ActForm(frame: frame, action: PointPlace.step(application.id, step).link, key: keys.step, button: text).write(&h) { _ in }
    }

    private func document(_ h: inout HTML) {
        h.el("h2", text: "Sprawdź dokument")
        if let restrictedSince {
            h.el("div", .cls("note warn")) { h in
                h.el(
                    "p",
                    text: PolishTypography.glued(
                        "Numer PESEL tej osoby jest zastrzeżony od \(PolishTypography.short(restrictedSince)). Zapytaj, czy wie o wniosku, i porównaj zdjęcie szczególnie uważnie. "
                            + "Zastrzeżenie samo nie jest przyczyną odmowy."))
            }
        }
        if let differing = act?.differing, !differing.isEmpty {
            h.el("div", .cls("note err"), .attr("role", "status")) { h in
                h.el("p", .cls("differs"), text: "Różni się: \(differing.map(\.polishName).joined(separator: ", ")).")
                h.el("p", text: PolishTypography.glued("Sprawdź jeszcze raz albo odmów: \(reasons(differing))."))
            }
        }
        h.el("p") { h in
            if withoutPESEL {
                h.el("a", .href(PointPlace.application(application.id).link), text: "Na dokumencie jest numer PESEL")
            } else {
                h.el("a", .href(PointPlace.application(application.id).link(["pesel": "nie"])), text: "Na dokumencie nie ma numeru PESEL")
            }
        }
        ActForm(frame: frame, action: PointPlace.step(application.id, .document).link, key: keys.step, button: "Porównaj").write(&h) { h in
            if withoutPESEL { h.void("input", .type("hidden"), .name("bez-pesel"), .value("tak")) }
            let hasSign = form.values["znak"]?.isEmpty == false
            form.field(&h, "znak", "Znak sprawy", focus: form.errors.isEmpty && !hasSign)
            form.radios(
                &h, "rodzaj-dokumentu", "Dokument",
                options: DocumentReading.Kind.allCases.map { ($0.rawValue, $0.polishName) })
            form.field(&h, "waznosc", "Ważny do", hint: "12.03.2031, 12032031 albo słowo: bezterminowo", width: "w10", focus: form.errors.isEmpty && hasSign)
            form.checks(
                &h, "cechy", "Patrząc na dokument i osobę", options: [("autentyczny", "Dokument nie jest uszkodzony i wygląda na prawdziwy"), ("osoba", "To ta osoba")],
                chosen: Set(form.values["cechy"]?.split(separator: " ").map(String.init) ?? []), chips: false)
            form.field(&h, "imiona", "Imiona w dokumencie", hint: "Popraw, jeśli w dokumencie są inne, także drugie imię")
            form.field(&h, "nazwisko", "Nazwisko w dokumencie")
            if withoutPESEL {
                form.field(&h, "urodzenie", "Data urodzenia w dokumencie", hint: "28.02.2003", width: "w10")
                form.field(&h, "panstwo", "Państwo wydania", hint: "Trzy litery, na przykład DEU", width: "w10")
                form.field(&h, "numer", "Numer dokumentu", width: "w20")
            } else {
                form.field(&h, "pesel", "PESEL w dokumencie", width: "w10", numeric: true)
            }
        }
    }

    private func reasons(_ differing: [DocumentFinding.Field]) -> String {
        Set(differing.map(\.reason.rawValue)).sorted().joined(separator: ", ")
    }
}

/// Refusing: the reason of the regulation, the sign of the case, notes.
struct CounterRefusalPage: Sendable {
    var frame: DeskFrame
    var standing: PointStanding
    var application: ProfileApplication
    var hasSign: Bool
    var form: FormPart
    var key: String

    func render() -> [UInt8] {
        frame.page(title: "Odmowa, wniosek \(application.number)", error: !form.errors.isEmpty) { h in
            WorkTop("Odmowa, wniosek \(application.number)", views: PointDesk.views(standing, current: .refusal), viewsLabel: "Części punktu").write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: ["przyczyna", "znak", "uwagi"])
                ActForm(
                    frame: frame, action: PointPlace.refusal(application.id).link, key: key, button: "Odmów i drukuj", back: PointPlace.application(application.id).link,
                    isDangerous: true
                ).write(&h) { h in
                    form.radios(
                        &h, "przyczyna", "Przyczyna", options: RefusalReason.atPoint.map { ($0.rawValue, "\($0.rawValue): \($0.polishName)") }, chips: false)
                    if !hasSign { form.field(&h, "znak", "Znak sprawy") }
                    form.area(&h, "uwagi", "Uwagi", optional: true)
                }
            }
        }
    }
}

/// The print of an application, for the person's hand; after the result with the annotations.
struct CounterPrintPage: Sendable {
    var print: ApplicationPrint
    var back: String
    var links: ResourceLinks

    func render() -> [UInt8] {
        var h = HTML()
        Document.open(&h, title: print.title, links: links)
        h.el("body", .cls("compact printed")) { h in
            h.el("main", .id("tresc"), .cls("page-a4")) { h in
                h.el("p", .cls("noprint actions")) { h in
                    h.el("a", .cls("btn"), .href(back), text: "Wróć do wniosku")
                    h.el("span", .cls("muted"), text: "Wydrukuj klawiszami Ctrl P.")
                }
                h.el("p", .cls("muted"), text: print.label)
                h.el("h1", text: print.title)
                rows(&h, print.applicant)
                h.el("h2", text: "Oświadczenia")
                h.el("ol", .cls("declarations")) { h in for d in print.declarations { h.el("li", text: PolishTypography.glued(d)) } }
                h.el("p", .cls("signline")) { h in
                    h.el("span", text: "miejsce i\u{A0}data")
                    h.el("span", text: "czytelny podpis wnioskodawcy")
                }
                h.el("h2", text: "Adnotacje punktu")
                rows(&h, print.annotations)
                h.el("p", .cls("signline")) { h in
                    h.el("span", text: "data, godzina i\u{A0}minuta")
                    h.el("span", text: "czytelny podpis osoby upoważnionej")
                }
            }
        }
        Document.close(&h)
        return h.bytes
    }

    private func rows(_ h: inout HTML, _ lines: [ApplicationPrint.Line]) {
        h.el("dl", .cls("rows")) { h in for line in lines { Facts.row(&h, line.label, line.text) } }
    }
}
