internal import Chancery
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// One control of an act's form.
enum ActField: Sendable {
    case line(String, String, hint: String? = nil, optional: Bool = false, width: String = "")
    case text(String, String, hint: String? = nil, optional: Bool = false, rows: Int = 4)
    case choice(String, String, [(value: String, text: String)], hint: String? = nil)
    case radios(String, String, [(value: String, text: String)])
    case check(String, String, hint: String? = nil)
    case upload(String, String, hint: String)
    case suggested(String, String, [(value: String, text: String)], hint: String? = nil)
    /// Several that may be chosen together.
    case checks(String, String, [(value: String, text: String)], hint: String? = nil)

    var name: String {
        switch self {
        case .line(let n, _, _, _, _), .text(let n, _, _, _, _), .choice(let n, _, _, _), .radios(let n, _, _), .check(let n, _, _), .upload(let n, _, _),
            .suggested(let n, _, _, _), .checks(let n, _, _, _):
            n
        }
    }

    static func day(_ name: String, _ label: String, hint: String? = "Skrót: d to dziś, w to wczoraj", optional: Bool = false) -> ActField {
        .line(name, label, hint: hint, optional: optional, width: "num w10")
    }
}

/// What the page of an act shows: words, controls, their values at first.
struct CaseActForm: Sendable {
    var title: String
    var intro: [String] = []
    var fields: [ActField]
    var values: [String: String] = [:]
    var submit: String
    var isDanger = false
    var hasFile: Bool { fields.contains { if case .upload = $0 { true } else { false } } }

    static let accessOptions = Access.allCases.map { (value: $0.rawValue, text: $0.polishName) }
}

/// Which part of a case an act is about; travels in the query.
struct ActTarget: Sendable, Hashable {
    var number: Int64?

    static let field = "cel"
    init(_ values: FormValues) { number = values[ActTarget.field].flatMap { Int64($0) } }

    var query: KeyValuePairs<String, String?> { [ActTarget.field: number.map(String.init)] }
}

/// Builds the forms of acts from what the case holds.
struct CaseActForms {
    let c: any SQLConnection
    let hand: CaseAtHand
    let worker: OfficerAtWork
    let target: ActTarget
    let today: Day

    private var file: CaseFile { hand.file }

    func form(_ act: CaseAct) throws -> CaseActForm {
        let d = PolishTypography.short(today)
        switch act {
        case .note:
            return CaseActForm(
                title: "Nowa notatka",
                fields: [.line("tytul", "Tytuł"), .text("tekst", "Treść", rows: 8), .choice("dostep", "Dostęp", CaseActForm.accessOptions)],
                values: ["tytul": "Notatka służbowa", "dostep": file.access.rawValue], submit: "Zapisz notatkę")
        case .rewriteNote:
            let e = try element()
            return CaseActForm(
                title: "Popraw notatkę", intro: ["Poprzednia treść zostanie w aktach jako wyłączona."],
                fields: [.line("tytul", "Tytuł"), .text("tekst", "Treść", rows: 8)], values: ["tytul": e.content.title, "tekst": e.content.text],
                submit: "Zapisz poprawioną notatkę")
        case .file:
            return CaseActForm(
                title: "Dodaj plik do akt",
                fields: [
                    .upload("plik", "Plik", hint: "PDF, JPG, PNG, TIFF, DOCX, XLSX, ODT, ODS, TXT, XML lub EML, do 60 MB"),
                    .line("tytul", "Tytuł", hint: "Puste pole: nazwa pliku", optional: true),
                    .choice("rodzaj", "Rodzaj", [.file, .opinion, .minutes, .email, .draft].map { (k: CaseElement.Kind) in (k.rawValue, k.polishName) }),
                    .choice("dostep", "Dostęp", CaseActForm.accessOptions),
                ], values: ["rodzaj": CaseElement.Kind.file.rawValue, "dostep": file.access.rawValue], submit: "Dodaj plik")
        case .removeElement:
            let e = try element()
            return CaseActForm(
                title: "Wyłączyć z akt: \(e.content.title)?",
                intro: ["Element zostanie w aktach przekreślony, z powodem. Pismo wróci do osoby, która je miała."],
                fields: [.line("powod", "Powód", hint: "Na przykład: pismo dotyczy innej sprawy")], submit: "Wyłącz z akt", isDanger: true)
        case .edit:
            return CaseActForm(
                title: "Popraw dane sprawy", intro: ["Znak, klasa i komórka nie zmieniają się nigdy. Stare wartości zostają w historii."],
                fields: [
                    .line("tytul", "Tytuł"), .choice("dostep", "Dostęp", CaseActForm.accessOptions), .text("opis", "Opis", optional: true),
                    .text("uwagi", "Uwagi do spisu spraw", optional: true, rows: 2),
                ], values: ["tytul": file.title, "dostep": file.access.rawValue, "opis": file.description, "uwagi": file.remarks], submit: "Zapisz dane")
        case .reassign:
            let staff = try Organisation.staff(c, of: file.unit, on: today)
            var known: Set<OfficerID> = []
            let options = staff.filter { known.insert($0.officer.id).inserted }.map {
                (value: $0.officer.id.description, text: "\($0.officer.listName), \($0.post.title)")
            }
            return CaseActForm(
                title: "Przekaż sprawę innej osobie", intro: ["Teraz prowadzi: \(file.officerName)."],
                fields: [.choice("prowadzacy", "Kto poprowadzi sprawę", options)], values: ["prowadzacy": file.officer?.description ?? ""],
                submit: "Przekaż sprawę")
        case .addParty:
            let parties = try Cases.parties(c, file.id).filter { $0.removal == nil && !$0.role.actsForAnother }
            return CaseActForm(
                title: "Dodaj stronę",
                fields: [
                    .radios("rola", "Kim jest w sprawie", CaseParty.Role.allCases.map { ($0.rawValue, $0.polishName) }), .line("strona", "Nazwisko i imię albo nazwa"),
                    .text("adres", "Adres", hint: "Ulica i numer w jednym wierszu, kod i miejscowość w drugim", optional: true, rows: 3),
                    .choice(
                        "reprezentuje", "W czyim imieniu działa", [("", "nie dotyczy")] + parties.map { ($0.id.description, $0.label) },
                        hint: "Tylko dla pełnomocnika i przedstawiciela"),
                ], values: ["rola": CaseParty.Role.party.rawValue], submit: "Dodaj stronę")
        case .removeParty:
            return CaseActForm(
                title: "Usunąć ze sprawy: \(try party().label)?", intro: ["Wpis zostanie przekreślony, z powodem. Usuniemy też pełnomocników tej strony."],
                fields: [.line("powod", "Powód")], submit: "Usuń stronę", isDanger: true)
        case .delivery:
            let known = try Cases.decisions(c, file.id).map { (value: $0, text: $0) }
            return CaseActForm(
                title: "Doręczenie: \(try party().label)",
                intro: ["Rozstrzygnięcie jest ostateczne, gdy minie termin środka dla strony, której doręczono najpóźniej. Zostaw puste to, czego nie wiesz."],
                fields: [
                    .suggested("decyzja", "Jakie rozstrzygnięcie", known, hint: "Na przykład: decyzja \(file.sign).1"),
                    .radios(
                        "rodzaj", "Co to jest",
                        [(RulingKind.decision.rawValue, "decyzja (odwołanie: 14 dni)"), (RulingKind.order.rawValue, "postanowienie (zażalenie: 7 dni)")]),
                    .day("doreczono", "Doręczono dnia", optional: true),
                    .day("zrzeczenie", "Zrzeczenie się odwołania wpłynęło dnia", hint: "Art. 127a KPA", optional: true),
                ],
                values: [
                    "decyzja": known.first?.value ?? "decyzja",
                    "rodzaj": (try known.first.map { try Cases.ruling(c, file.id, decision: $0.value) } ?? .decision).rawValue,
                ], submit: "Zapisz doręczenie")
        case .appeal:
            return CaseActForm(
                title: "Odwołanie albo zażalenie: \(try party().label)",
                intro: [
                    "Program oceni, czy wniesiono je w terminie: liczy się nadanie u operatora wyznaczonego i inne miejsca z art. 57 § 5 KPA, w pozostałych razach wpływ."
                ],
                fields: [
                    .choice("decyzja", "Od czego", try rulingOptions()),
                    .line("pismo", "Numer pisma w rejestrze", hint: "Na przykład RPW/17/2026; pismo musi leżeć w aktach sprawy", optional: true, width: "ref w20"),
                    .choice("sposob", "Jak wniesiono", [("", "jak w rejestrze")] + FilingWay.allCases.map { ($0.rawValue, $0.polishName) }),
                    .day("nadano", "Nadano albo złożono dnia", hint: "Data stempla; puste: jak w rejestrze", optional: true),
                    .day("wplynelo", "Wpłynęło do urzędu dnia", hint: "Puste: jak w rejestrze", optional: true),
                ], values: ["decyzja": try rulingOptions().first?.value ?? ""], submit: "Zapisz odwołanie")
        case .appealEnd:
            return CaseActForm(
                title: "Co stało się z odwołaniem: \(try party().label)",
                fields: [
                    .choice("decyzja", "Od czego", try rulingOptions()),
                    .radios("wynik", "Wynik", AppealOutcome.allCases.map { ($0.rawValue, $0.polishName(.decision)) }),
                    .day("dzien", "Dzień, w którym skończyło się postępowanie odwoławcze", hint: "Potrzebny, gdy odwołanie cofnięto", optional: true),
                ], values: ["decyzja": try rulingOptions().first?.value ?? "", "wynik": AppealOutcome.pending.rawValue], submit: "Zapisz wynik")
        case .setTerm:
            return CaseActForm(
                title: "Zmień termin załatwienia", intro: ["Termin liczymy od wszczęcia: \(PolishTypography.short(file.startDay)). Okresy niewliczane przesuną go same."],
                fields: [
                    .choice("rodzaj", "Rodzaj sprawy", [("", "własny termin, wpisany niżej")] + ClassWording.kinds),
                    .line("ile", "Ile", hint: "Tylko przy własnym terminie. Puste pole: sprawa bez terminu", optional: true, width: "num w10"),
                    .radios("jednostka", "Czego", [("d", "dni"), ("w", "tygodni"), ("m", "miesięcy"), ("y", "lat")]), .line("powod", "Powód zmiany"),
                ], values: ["ile": file.term.map { String($0.count) } ?? "", "jednostka": file.term?.unit.rawValue ?? "m"], submit: "Zmień termin")
        case .extend:
            return CaseActForm(
                title: "Zawiadomienie o zwłoce",
                intro: [
                    "Strony muszą poznać przyczynę zwłoki, nowy termin i prawo do ponaglenia (art. 36 i 37 KPA).",
                    file.due.map { "Dotychczasowy termin: \(PolishTypography.short($0))." } ?? "Sprawa nie ma dziś terminu.",
                ],
                fields: [
                    .text("przyczyna", "Przyczyna zwłoki", rows: 3), .day("termin", "Nowy termin", hint: "Na przykład 30.06.2026 albo +30"),
                    .line("dokument", "Numer zawiadomienia", optional: true, width: "ref w20"),
                ], submit: "Zapisz nowy termin")
        case .exclude:
            return CaseActForm(
                title: "Okres niewliczany do terminu", intro: ["Tych dni nie liczy się do terminu (art. 35 § 5 KPA). Termin przesunie się sam."],
                fields: [
                    .radios("rodzaj", "Z jakiego powodu", CaseExclusion.Kind.allCases.filter { $0 != .suspension }.map { ($0.rawValue, $0.polishName) }),
                    .day("od", "Pierwszy dzień"), .day("do", "Ostatni dzień", hint: "Puste pole: okres jeszcze trwa", optional: true),
                    .line("podstawa", "Podstawa", hint: "Na przykład: art. 35 § 5 KPA, wezwanie do uzupełnienia"),
                    .line("dokument", "Numer dokumentu", optional: true, width: "ref w20"),
                ], values: ["rodzaj": CaseExclusion.Kind.partyDelay.rawValue, "podstawa": "art. 35 § 5 KPA"], submit: "Dodaj okres")
        case .endExclusion:
            let open = try Cases.exclusions(c, file.id).filter { $0.to == nil && $0.kind != .suspension }
            return CaseActForm(
                title: "Koniec okresu niewliczanego",
                fields: [
                    .choice("rodzaj", "Który okres", open.map { ($0.kind.rawValue, "\($0.kind.polishName), od \(PolishTypography.short($0.from))") }),
                    .day("do", "Ostatni dzień"),
                ], values: ["rodzaj": open.first?.kind.rawValue ?? "", "do": d], submit: "Zakończ okres")
        case .suspend:
            return CaseActForm(
                title: "Zawieś postępowanie", intro: ["Od tego dnia termin nie biegnie, aż podejmiesz postępowanie."],
                fields: [
                    .day("dzien", "Dzień zawieszenia"), .line("podstawa", "Podstawa prawna", hint: "Na przykład: art. 97 § 1 pkt 4 KPA"),
                    .line("dokument", "Numer postanowienia", optional: true, width: "ref w20"),
                ], values: ["dzien": d], submit: "Zawieś postępowanie")
        case .resume:
            return CaseActForm(
                title: "Podejmij postępowanie", intro: ["Od tego dnia termin biegnie dalej."],
                fields: [.day("dzien", "Dzień podjęcia"), .line("dokument", "Numer postanowienia", optional: true, width: "ref w20")], values: ["dzien": d],
                submit: "Podejmij postępowanie")
        case .settle:
            return CaseActForm(
                title: "Sprawa załatwiona", intro: ["Wpisz dzień wysłania ostatniego pisma. Gdy załatwiono ustnie, dołącz przedtem notatkę."],
                fields: [.day("dzien", "Dzień załatwienia"), .line("dokument", "Numer pisma", optional: true, width: "ref w20")], values: ["dzien": d],
                submit: "Zapisz załatwienie")
        case .unsettle:
            return CaseActForm(
                title: "Cofnij załatwienie sprawy", fields: [.line("powod", "Powód", hint: "Na przykład: pismo wróciło do poprawy")], submit: "Cofnij załatwienie")
        case .reopen:
            let fields: [ActField] = [
                .line("podstawa", "Podstawa", hint: "Na przykład: art. 145 § 1 pkt 5 KPA, skarga, spóźnione pismo"), .line("powod", "Powód"),
                .day("termin", "Nowy termin załatwienia", hint: "Na przykład +30", optional: true),
            ]
            return CaseActForm(
                title: "Wznów sprawę", intro: ["Akta będzie można znowu zmieniać. Data zakończenia zniknie i wpiszesz ją ponownie."], fields: fields,
                submit: "Wznów sprawę")
        case .forward:
            return CaseActForm(
                title: "Przekaż według właściwości", intro: ["Akta zostaną zamknięte. Stronę zawiadom osobnym pismem (art. 65 KPA)."],
                fields: [
                    .line("organ", "Właściwy organ"), .day("dzien", "Dzień przekazania"),
                    .line("dokument", "Numer pisma przekazującego", optional: true, width: "ref w20"),
                ],
                values: ["dzien": d], submit: "Przekaż sprawę", isDanger: true)
        case .mistaken:
            return CaseActForm(
                title: "Sprawa założona omyłkowo?", intro: ["Znak \(file.sign) zostanie w spisie z powodem i nikt nie dostanie go drugi raz. Pisma wrócą do pracy."],
                fields: [.line("powod", "Powód", hint: "Na przykład: sprawa jest już pod znakiem…")], submit: "Oznacz jako omyłkową", isDanger: true)
        case .join:
            return CaseActForm(
                title: "Połącz z inną sprawą", intro: ["Ta sprawa zostanie zamknięta, dalej potoczy się druga."],
                fields: [.line("znak", "Znak drugiej sprawy", width: "ref w20"), .line("powod", "Powód")], submit: "Połącz sprawy", isDanger: true)
        case .separate: return CaseActForm(title: "Rozłącz sprawę", fields: [.line("powod", "Powód")], submit: "Rozłącz sprawę")
        case .split:
            return CaseActForm(
                title: "Wydziel część do nowej sprawy",
                intro: ["Ta sprawa toczy się dalej. Zaznaczone dokumenty będą w aktach obu spraw, a każda wskaże znak drugiej."],
                fields: [.line("tytul", "Tytuł nowej sprawy")] + (try openingFields()) + (try legacyFields()),
                values: openingValues.merging(["tytul": ""]) { $1 }, submit: "Wydziel sprawę")
        case .startAnew:
            try file.requireCompleted()
            return CaseActForm(
                title: "Sprawa wszczęta na nowo",
                intro: [
                    "Zakończona sprawa zachowa swój znak i akta. Nowa dostanie następny wolny znak, a każda wskaże znak drugiej.",
                    "Jeżeli wznawiasz to samo postępowanie (na przykład art. 145 KPA), wybierz „Wznów sprawę”: znak się nie zmieni.",
                ],
                fields: [
                    .line("tytul", "Tytuł nowej sprawy"), .line("powod", "Dlaczego zaczyna się na nowo", hint: "Na przykład: wpłynął nowy wniosek tej samej osoby"),
                    .line("pismo", "Pismo, od którego się zaczyna", hint: "Numer, na przykład RPW/17/2026. Puste pole: z urzędu", optional: true, width: "ref w20"),
                ] + (try openingFields()) + (try legacyFields()), values: openingValues, submit: "Załóż sprawę pod nowym znakiem")
        case .relate:
            return CaseActForm(
                title: "Powiąż ze sprawą",
                fields: [
                    .line("znak", "Znak drugiej sprawy", width: "ref w20"),
                    .choice(
                        "rodzaj", "Ta sprawa jest wobec niej", [.related, .continues, .splitFrom, .appeals].map { (k: CaseRelation.Kind) in (k.rawValue, k.polishName) }),
                ], values: ["rodzaj": CaseRelation.Kind.related.rawValue], submit: "Powiąż sprawy")
        case .share:
            let units = worker.rights.tree.units.filter { $0.id != file.unit }
            let elements = try Cases.elements(c, file.id).filter { $0.removal == nil }
            let people = try Organisation.officers(c, on: today)
            return CaseActForm(
                title: "Udostępnij akta", intro: ["Inna komórka zobaczy całość albo jeden element. Każde udostępnienie możesz cofnąć."],
                fields: [
                    .choice("komorka", "Komórka", units.map { ($0.id.description, $0.label) }),
                    .choice("pracownik", "Tylko jednej osobie", [("", "całej komórce")] + people.map { ($0.id.description, $0.listName) }),
                    .choice("element", "Co zobaczą", [("", "całe akta")] + elements.map { ($0.position.description, "poz. \($0.position): \($0.content.title)") }),
                    .check("dodaje", "Mogą dodawać do akt", hint: "Na przykład swoją opinię"), .day("do", "Do dnia", hint: "Puste pole: do odwołania", optional: true),
                ], submit: "Udostępnij")
        case .revoke:
            return CaseActForm(
                title: "Cofnąć udostępnienie?", intro: ["Komórka przestanie widzieć akta od razu."], fields: [], submit: "Cofnij udostępnienie", isDanger: true)
        case .reword:
            let entry = try Metryka.entries(c, case: file.id).first { $0.position == target.number }
            guard let entry else { throw Problem(.notFound, "Nie ma takiego wpisu w metryce sprawy.") }
            return CaseActForm(
                title: "Popraw opis czynności nr \(entry.position)", intro: ["Pierwotny opis zostaje: „\(entry.originalAct)”. Wpisu nie można usunąć."],
                fields: [.line("czynnosc", "Określenie czynności")], values: ["czynnosc": entry.act], submit: "Zapisz opis")
        }
    }

    private func rulingOptions() throws -> [(value: String, text: String)] {
        try Cases.decisions(c, file.id).map { (value: $0, text: try RulingName.text(c, $0)) }
    }

    /// Class, keeper and access of a case that comes of this one.
    private func openingFields() throws -> [ActField] {
        let unit = worker.rights.tree[file.unit] == nil ? worker.acting.unit : file.unit
        let offered = try ClassChoices.offered(c, title: file.title, sender: nil, unit: unit, officer: worker.rights.officer, start: today, on: today)
        var known: Set<OfficerID> = []
        let staff = try Organisation.staff(c, of: unit, on: today).filter { known.insert($0.officer.id).inserted }
        return [
            .suggested(
                "klasa", "Klasa", offered.filter(\.isPermitted).map { ($0.symbol.description, "\($0.symbol) \($0.title)") },
                hint: "Symbol klasy; jest wpisana klasa tej sprawy"),
            .choice("prowadzacy", "Prowadzący", staff.map { ($0.officer.id.description, "\($0.officer.listName), \($0.post.title)") }),
            .choice("dostep", "Dostęp", CaseActForm.accessOptions),
        ]
    }

    private var openingValues: [String: String] {
        ["tytul": file.title, "klasa": file.sign.symbol, "prowadzacy": (file.officer ?? worker.rights.officer).description, "dostep": file.access.rawValue]
    }

    /// Elements and parties that go along; of a file that has left the office nothing does.
    private func legacyFields() throws -> [ActField] {
        var fields: [ActField] = []
        let elements = try legacyElements()
        if !elements.isEmpty {
            fields.append(
                .checks("element", "Dokumenty w aktach obu spraw", elements.map { ($0.position.description, "poz. \($0.position): \($0.content.title)") }))
        }
        if try Cases.parties(c, file.id).contains(where: { $0.removal == nil }) {
            fields.append(.check("strony", "Strony tej sprawy są stronami nowej"))
        }
        return fields
    }

    func legacyElements() throws -> [CaseElement] {
        guard file.state != .handedOver, file.state != .destroyed else { return [] }
        return try Cases.elements(c, file.id, limit: CaseRoutes.mostElements).filter { $0.removal == nil }
    }

    func element() throws -> CaseElement {
        guard let position = target.number, let found = try Cases.element(c, file.id, position: position), hand.sight.sees(found) else {
            throw Problem(.notFound, "Nie ma takiego elementu w aktach tej sprawy.")
        }
        return found
    }

    func party() throws -> CaseParty {
        guard let number = target.number, let found = try Cases.parties(c, file.id).first(where: { $0.id.number == number }) else {
            throw Problem(.notFound, "Nie ma takiej strony w sprawie.")
        }
        return found
    }
}
