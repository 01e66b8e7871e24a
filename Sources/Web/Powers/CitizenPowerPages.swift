internal import Identity
internal import Kernel
internal import Markup

/// Words about powers for people.
enum PowerWords {
    static func scope(_ scope: Power.Scope) -> String {
        switch scope {
        case .everything: "wszystkie sprawy w urzędzie"
        case .deliveries: "tylko odbieranie pism"
        case .services(let ids): "usługi: \(ids.sorted().joined(separator: ", "))"
        }
    }

    static func period(_ from: Day, _ to: Day?) -> String {
        "od \(PolishTypography.short(from)) \(to.map { "do \(PolishTypography.short($0))" } ?? "do cofnięcia")"
    }

    static func proof(_ proof: Power.Proof) -> String {
        switch proof.kind {
        case .grantedHere: "udzielone na tym koncie, potwierdzone kodem"
        case .document: "dokument: \(proof.text)"
        case .register: "rejestr: \(proof.text)"
        case .certificate: "akt stanu cywilnego: \(proof.text)"
        case .court: "orzeczenie: \(proof.text)"
        }
    }

    static func tag(_ h: inout HTML, _ p: Power, on today: Day) {
        let (cls, text): (String, String) =
            switch p.state {
            case .requested: ("tag warn", "urząd sprawdza")
            case .declined: ("tag err", "odrzucone")
            case .withdrawn: ("tag", "cofnięte")
            case .inForce: p.isInForce(on: today) ? ("tag ok", "obowiązuje") : p.from > today ? ("tag info", "jeszcze nie obowiązuje") : ("tag", "skończyło się")
            }
        h.el("span", .cls(cls), text: text)
    }
}

/// Who acts for me, and for whom I act.
struct CitizenPowersPage: Sendable {
    var frame: CitizenFrame
    var mine: [PowerLine]
    var others: [PowerLine]
    var banner: String?
    var today: Day

    func render() -> [UInt8] {
        frame.page(title: "Pełnomocnictwa", aside: aside) { h in
            if let banner { h.el("div", .cls("banner ok"), .attr("role", "status")) { h in h.el("p", text: PolishTypography.glued(banner)) } }
            h.el("h1", text: "Pełnomocnictwa")
            h.el("h2", text: "Kto działa za mnie")
            list(&h, mine, empty: "Nikt nie działa w Twoim imieniu.") { $0.agent }
            h.el("p", .cls("actions")) { h in h.el("a", .cls("btn first"), .href(CitizenPlace.newPower.link), text: "Udziel pełnomocnictwa") }
            h.el("h2", text: "Za kogo działam")
            list(&h, others, empty: "Nie działasz w niczyim imieniu.") { $0.principal }
            h.el("p", .cls("actions")) { h in
                h.el("a", .cls("btn"), .href(CitizenPlace.representation(.company).link), text: "Zgłoś, że reprezentujesz firmę")
                h.el("a", .cls("btn"), .href(CitizenPlace.representation(.person).link), text: "Zgłoś, że działasz za dziecko lub inną osobę")
            }
        }
    }

    private func list(_ h: inout HTML, _ lines: [PowerLine], empty: String, name: (PowerLine) -> String) {
        guard !lines.isEmpty else { return h.el("p", text: empty) }
        h.el("ul", .cls("people")) { h in
            for line in lines {
                let p = line.power
                h.el("li") { h in
                    h.el("p") { h in
                        h.el("strong", text: name(line))
                        h.text(" ")
                        PowerWords.tag(&h, p, on: today)
                    }
                    h.el("p", .cls("muted"), text: "\(p.kind.polishName), \(PowerWords.scope(p.scope)), \(PowerWords.period(p.from, p.to))")
                    h.el("p", .cls("muted small"), text: PowerWords.proof(p.proof))
                    if !p.reason.isEmpty { h.el("p", .cls("small"), text: "Powód: \(p.reason)") }
                    if p.state == .requested || (p.state == .inForce && p.to.map { $0 >= today } ?? true) {
                        h.el("p", .cls("acts")) { h in
                            h.el("a", .href(CitizenPlace.powerEnd(p.id).link)) { h in
                                h.text("Cofnij")
                                h.el("span", .cls("vh"), text: ": \(name(line))")
                            }
                        }
                    }
                }
            }
        }
    }

    private func aside(_ h: inout HTML) {
        h.el("section") { h in
            h.el("h2", text: "Co warto wiedzieć")
            h.el("p", text: PolishTypography.glued("Pełnomocnictwo udzielone tutaj działa od razu. Cofniesz je tutaj w każdej chwili, bez podawania przyczyny."))
            h.el("p", text: PolishTypography.glued("Reprezentację firmy, dziecka i pełnomocnictwo na papierze sprawdza osoba upoważniona w punkcie."))
        }
    }
}

/// Granting a power of attorney: whom, to what, for how long.
struct NewPowerPage: Sendable {
    /// What was typed and found, carried from page to page.
    struct Draft: Sendable {
        var userID: String
        var surname: String
        var agentName: String
        var scope: Power.Scope
        var from: Day
        var to: Day?

        var fields: [(name: String, value: String)] {
            [
                ("pelnomocnik", userID), ("nazwisko", surname), ("zakres", scope == .everything ? "wszystko" : "doreczenia"), ("od", PolishTypography.short(from)),
                ("do", to.map(PolishTypography.short) ?? ""),
            ]
        }
    }

    var frame: CitizenFrame
    var form: FormPart
    var key: String

    static let order = ["pelnomocnik", "nazwisko", "zakres", "od", "do"]

    static func scope(_ text: String) -> Power.Scope? {
        switch text {
        case "wszystko": .everything
        case "doreczenia": .deliveries
        default: nil
        }
    }

    func render() -> [UInt8] {
        frame.page(title: "Udziel pełnomocnictwa", error: !form.errors.isEmpty) { h in
            form.summary(&h, order: Self.order)
            h.el("h1", text: "Udziel pełnomocnictwa")
            h.el("p", .cls("lead"), text: PolishTypography.glued("Pełnomocnik będzie działać w urzędzie w Twoim imieniu. Musi mieć tu konto z profilem zaufanym."))
            CitizenForm(
                token: frame.token, key: key, action: CitizenPlace.newPower.link, button: "Dalej: przeczytaj i potwierdź", back: CitizenPlace.powers.link
            ).write(&h) { h in
                form.field(&h, "pelnomocnik", "Identyfikator pełnomocnika", hint: "Tym loguje się na swoje konto. Zapytaj go o to.")
                form.field(&h, "nazwisko", "Nazwisko pełnomocnika")
                form.radios(
                    &h, "zakres", "Do czego?", options: [("wszystko", "Wszystkie sprawy w urzędzie"), ("doreczenia", "Tylko odbieranie pism")], chips: false)
                form.field(&h, "od", "Od", hint: "Puste: od dzisiaj", optional: true, width: "w10")
                form.field(&h, "do", "Do", hint: "Puste: do cofnięcia", optional: true, width: "w10")
            }
        }
    }
}

/// Every word of the power, and the code for exactly these words.
struct PowerPreviewPage: Sendable {
    var frame: CitizenFrame
    var principal: String
    var draft: NewPowerPage.Draft
    var ways: CodeAsking
    var form: FormPart

    func render() -> [UInt8] {
        frame.page(title: "Potwierdź pełnomocnictwo", error: !form.errors.isEmpty) { h in
            form.summary(&h, order: [CodeQuestion.field])
            h.el("h1", text: "Potwierdź pełnomocnictwo")
            h.el("dl", .cls("rows")) { h in
                Facts.row(&h, "Udziela", principal)
                Facts.row(&h, "Pełnomocnik", "\(draft.agentName) (\(draft.userID))")
                Facts.row(&h, "Zakres", PowerWords.scope(draft.scope))
                Facts.row(&h, "Obowiązuje", PowerWords.period(draft.from, draft.to))
            }
            h.el("p", .cls("note"), text: PolishTypography.glued("Co pełnomocnik zrobi w tym zakresie, będzie tak, jakbyś zrobił to Ty. Cofniesz to w każdej chwili."))
            ways.write(
                &h, frame: frame, form: form, send: CitizenPlace.newPowerCode.link, act: CitizenPlace.newPowerGrant.link, button: "Udziel pełnomocnictwa",
                back: CitizenPlace.newPower.link)
        }
    }
}

/// Telling of a right that comes from the law or from a paper: an officer looks at the proof.
struct RepresentationPage: Sendable {
    enum Whose: String, Sendable, CaseIterable { case company = "firma", person = "osoba" }

    /// What the person is to the one represented.
    enum Ground: String, Sendable, CaseIterable {
        case parent = "rodzic", guardian = "opiekun", attorney = "pelnomocnik"

        var kind: Power.Kind {
            switch self {
            case .parent: .parent
            case .guardian: .guardian
            case .attorney: .attorney
            }
        }

        var proof: Power.Proof.Kind {
            switch self {
            case .parent: .certificate
            case .guardian: .court
            case .attorney: .document
            }
        }

        var text: String {
            switch self {
            case .parent: "Rodzicem dziecka"
            case .guardian: "Opiekunem albo kuratorem"
            case .attorney: "Pełnomocnikiem z pełnomocnictwem na papierze"
            }
        }
    }

    var frame: CitizenFrame
    var whose: Whose
    var form: FormPart
    var key: String

    private var order: [String] {
        (whose == .company ? ["firma", "nip", "krs"] : ["rodzaj", "imiona", "nazwisko", "pesel"]) + ["dowod", "plik", "od", "do"]
    }

    func render() -> [UInt8] {
        let title = whose == .company ? "Reprezentujesz firmę lub instytucję" : "Działasz za dziecko lub inną osobę"
        return frame.page(title: title, error: !form.errors.isEmpty) { h in
            form.summary(&h, order: order)
            h.el("h1", text: title)
            h.el(
                "p", .cls("lead"),
                text: PolishTypography.glued("Opisz, skąd masz to prawo. Zacznie działać, gdy osoba upoważniona w punkcie sprawdzi dowód. Przynieś go ze sobą."))
            CitizenForm(
                token: frame.token, key: key, action: CitizenPlace.representation(whose).link, button: "Zgłoś", back: CitizenPlace.powers.link, isMultipart: true
            ).write(&h) { h in
                switch whose {
                case .company:
                    form.field(&h, "firma", "Nazwa firmy lub instytucji")
                    form.field(&h, "nip", "NIP", width: "w10", numeric: true)
                    form.field(&h, "krs", "Numer KRS", hint: "Jeżeli firma jest w tym rejestrze", optional: true, width: "w10", numeric: true)
                    form.field(&h, "dowod", "Skąd masz to prawo?", hint: "Na przykład: KRS, prezes zarządu, reprezentacja samodzielna")
                case .person:
                    form.radios(&h, "rodzaj", "Kim jesteś dla tej osoby?", options: Ground.allCases.map { ($0.rawValue, $0.text) }, chips: false)
                    form.field(&h, "imiona", "Imię lub imiona tej osoby", hint: "Wszystkie, tak jak w dokumencie")
                    form.field(&h, "nazwisko", "Nazwisko tej osoby")
                    form.field(&h, "pesel", "PESEL tej osoby", width: "w10", numeric: true)
                    form.field(&h, "dowod", "Skąd masz to prawo?", hint: "Na przykład: akt urodzenia nr 123/2015 z USC w Trzebnicy")
                }
                UploadField("plik", "Dokument", hint: "PDF, JPG, PNG lub TIFF, do 10 MB. Możesz też tylko przynieść go do punktu.").write(&h, form)
                form.field(&h, "od", "Od kiedy", width: "w10")
                form.field(&h, "do", "Do kiedy", hint: "Puste: do odwołania. Prawo rodzica kończy się z pełnoletnością dziecka.", optional: true, width: "w10")
            }
        }
    }
}

/// Taking a power back, or giving it up.
struct PowerEndPage: Sendable {
    var frame: CitizenFrame
    var line: PowerLine
    var isPrincipal: Bool
    var form: FormPart
    var key: String

    func render() -> [UInt8] {
        let title = isPrincipal ? "Cofnij pełnomocnictwo" : "Zrezygnuj z działania za kogoś"
        return frame.page(title: title, error: !form.errors.isEmpty) { h in
            form.summary(&h, order: ["powod"])
            h.el("h1", text: title)
            h.el("dl", .cls("rows")) { h in
                Facts.row(&h, "W imieniu", line.principal)
                Facts.row(&h, "Działa", line.agent)
                Facts.row(&h, "Zakres", PowerWords.scope(line.power.scope))
            }
            h.el("p", .cls("note warn"), text: PolishTypography.glued("Od tej chwili nikt nie zrobi nic na tej podstawie. Co już zrobiono, zostaje."))
            CitizenForm(
                token: frame.token, key: key, action: CitizenPlace.powerEnd(line.power.id).link, button: title, back: CitizenPlace.powers.link, isDangerous: true
            ).write(&h) { h in
                form.field(&h, "powod", "Powód", optional: true)
            }
        }
    }
}
