@testable import Chancery
import Kernel
import Law
import Markup
@testable import Office
@testable import Store
@testable import Web

/// The pages of cases, with usual and with hostile content.
enum CasesCatalogue {
    static var pages: [(name: String, bytes: [UInt8])] {
        [
            ("sprawy", list([file(), file(sign: "GK.7221.3.2026", state: .suspended, due: nil)])),
            ("sprawy-zle-dane", list([hostileFile], values: ["klasa": Samples.hostile], errors: ["klasa": "Symbol klasy to same cyfry"])),
            ("sprawy-puste", list([])),
            (
                "sprawy-nadzor",
                OversightPage(
                    frame: Samples.frame(.cases), view: .quiet(60), units: [unit], rows: [file(), hostileFile], next: "/ezd/sprawy/nadzor?po=1~2",
                    today: Samples.today
                ).render()
            ),
            (
                "sprawy-nadzor-pisma",
                OversightPage(
                    frame: Samples.frame(.cases), view: .letters(7), units: [unit],
                    letters: [
                        LetterWork(
                            letter: .incoming(1481), reference: "RPW/1481/2026", counterpart: Samples.hostile, title: Samples.hostile,
                            arrivalDay: Samples.today.adding(days: -9),
                            state: .new, holder: nil, assignment: nil, due: nil, priority: .normal, version: 1, changedAt: Samples.at(9, 0), changedBy: "Ewa Rybak")
                    ], today: Samples.today
                ).render()
            ),
            ("sprawa", page(.file)), ("sprawa-strony", page(.parties)), ("sprawa-terminy", page(.terms)), ("sprawa-powiazania", page(.links)),
            ("sprawa-metryka", page(.metryka)), ("sprawa-historia", page(.history)), ("sprawa-zle-dane", page(.parties, hostile: true)),
            ("sprawa-akta-zle-dane", page(.file, hostile: true)),
            ("sprawa-powiazania-zle-dane", page(.links, hostile: true)), ("sprawa-metryka-zle-dane", page(.metryka, hostile: true)),
            ("sprawa-zakonczona", page(.file, state: .closed)),
            ("sprawa-czynnosc", act(values: ["dzien": "12.03.2026"])), ("sprawa-czynnosc-zle-dane", act(values: hostileFields, errors: ["podstawa": Samples.hostile])),
            ("sprawa-wydziel", opening(.split)), ("sprawa-kontynuuj", opening(.startAnew, errors: ["pismo": Samples.hostile])),
            (
                "sprawa-zakoncz",
                ClosingPage(
                    frame: Samples.frame(.cases), file: hostileFile,
                    findings: [ClosingFinding(.warning, Samples.hostile), ClosingFinding(.warning, "Sprawa nie ma stron.")],
                    part: FormPart(values: ["dzien": "12.03.2026", "wersja": "3"], errors: ["ostrzezenia": "Przeczytaj uwagi"]), key: "klucz"
                ).render()
            ),
            ("sprawa-element", element(file(), content: CaseElementContent(.note, title: "Notatka służbowa", text: "Pierwszy akapit.\n\nDrugi akapit."))),
            (
                "sprawa-element-zle-dane",
                element(
                    hostileFile, content: CaseElementContent(.file, title: Samples.hostile, text: Samples.hostile, fileName: Samples.hostile),
                    letter: Samples.hostileLetter)
            ),
            ("sprawa-nowa", newCase(letter: letterLine(Samples.rows[1].title), chosen: "6131")),
            (
                "sprawa-nowa-zle-dane",
                newCase(letter: letterLine(Samples.hostile), chosen: "", values: hostileFields, errors: ["klasa": Samples.hostile, "tytul": "Wpisz tytuł"])
            ),
            (
                "pismo-bez-sprawy",
                FilingPage(
                    frame: Samples.frame(.cases), letter: letterLine(Samples.hostile), part: FormPart(errors: ["klasa": "Wybierz klasę"]),
                    picker: ClassPicker(choices: choices), key: "klucz"
                ).render()
            ),
            (
                "pismo-do-sprawy",
                JoinCasePage(
                    frame: Samples.frame(.cases), letter: letterLine(Samples.hostile), words: Samples.hostile, cases: [file(), hostileFile], known: [file()],
                    part: FormPart(errors: ["sprawa": "Zaznacz sprawę z listy"]), key: "klucz", filedIn: ClassSymbol("6131")
                ).render()
            ),
            (
                "podteczka-nowa",
                NewSubFilePage(
                    frame: Samples.frame(.caseLists), part: FormPart(values: ["tytul": Samples.hostile]), picker: ClassPicker(choices: choices),
                    opened: CaseSign("GK.6131.7.2026"), key: "klucz"
                ).render()
            ),
            (
                "spisy",
                CaseListsPage(
                    frame: Samples.frame(.caseLists), year: 2026, unit: unit, units: [unit],
                    lists: [CaseListsPage.Line(unitCode: "GK", symbol: "6131", classTitle: Samples.hostile, last: 14)], mayOpenSubFile: true
                ).render()
            ),
            (
                "spis-spraw", CaseListPage(frame: Samples.frame(.caseLists), header: header, rows: listRows, first: nil, next: "/ezd/spisy/2026/6131?po=15").render()
            ),
            (
                "druk-spis-spraw",
                CaseListPrintPage(
                    officeName: "Gmina Modrzewno", header: header, rows: listRows, next: nil, printedAt: Samples.at(15, 0), links: Samples.links
                ).render()
            ),
            (
                "druk-metryka",
                MetrykaPrintPage(officeName: "Gmina Modrzewno", file: hostileFile, entries: entries, printedAt: Samples.at(15, 0), links: Samples.links).render()
            ),
            (
                "druk-klauzula",
                ClausePrintPage(
                    officeName: "Gmina Modrzewno", file: hostileFile, rulingName: Samples.hostile, ruling: ruling(.decision, letter: Samples.hostile),
                    finalOn: Samples.today, parties: [party(Samples.hostile)], printedAt: Samples.at(15, 0), links: Samples.links
                ).render()
            ),
            (
                "kto-widzial",
                ReadersPage(
                    frame: Samples.frame(.cases), name: "GK.6131.14.2026", back: "/ezd/sprawy/GK.6131.14.2026",
                    rows: [ReadingLog.Reading(seq: 7, at: Samples.at(9, 0), who: Samples.hostile, what: Samples.hostile)], first: nil,
                    next: "/ezd/sprawy/GK.6131.14.2026/kto-widzial?po=7", today: Samples.today
                ).render()
            ),
            ("sklad", store([loan(due: -2), loan(due: 5, words: Samples.hostile)], overdue: 1)), ("sklad-pusty", store([], overdue: 0)),
            (
                "sklad-wyjecie",
                PaperTakingPage(
                    frame: Samples.frame(.store), number: RegisterNumber(year: 2026, number: 1481), title: Samples.hostile,
                    form: FormPart(values: ["kto": Samples.hostile, "zwrot": "26.03.2026"], errors: ["kto": "Wpisz, kto bierze"]), key: "klucz"
                ).render()
            ),
            (
                "terminy",
                TermsPage(
                    frame: Samples.frame(.terms), isUnit: true, seesUnit: true,
                    rows: [file(due: Samples.today.adding(days: -3)), hostileFile, file(due: Samples.today.adding(days: 20))], overdue: 1, first: nil, next: nil,
                    calendar: .statutory, today: Samples.today
                ).render()
            ),
            (
                "druk-terminy",
                OverduePrintPage(
                    officeName: "Gmina Modrzewno", scope: "komórka GK", rows: [hostileFile], today: Samples.today, printedAt: Samples.at(15, 0), links: Samples.links
                ).render()
            ),
            (
                "dokumenty-bez-sprawy",
                WithoutCasePage(
                    frame: Samples.frame(.caseLists), unitCode: "GK", symbol: "6131", year: 2026,
                    rows: [
                        DocumentWithoutCase(
                            id: 1, letter: .incoming(7), reference: "RPW/7/2026", title: Samples.hostile, counterpart: Samples.hostile, symbol: "6131",
                            className: "Drzewa", category: "B5", year: 2026, unit: UnitID(4), filedAt: Samples.at(9, 0), filedBy: "Ewa Rybak", movedTo: nil)
                    ], next: nil
                ).render()
            ),
        ]
    }

    private static let unit = OfficeUnit(id: UnitID(4), code: UnitCode("GK")!, name: "Referat Gospodarki Komunalnej", validFrom: Day(daysSince1970: 20_000))
    private static let codes: [UnitID: String] = [UnitID(4): "GK", UnitID(5): "FN"]
    private static let hostileFields = Dictionary(
        uniqueKeysWithValues: ["tytul", "opis", "podstawa", "dzien", "dokument", "inna-klasa", "dostep", "wersja"].map { ($0, Samples.hostile) })

    private static func file(
        sign: String = "GK.6131.14.2026", title: String = "Zezwolenie na usunięcie drzewa", state: CaseState = .inProgress, due: Day? = Samples.today.adding(days: 5),
        words: String = ""
    ) -> CaseFile {
        CaseFile(
            id: CaseID(14), sign: CaseSign(sign)!, unit: UnitID(4), className: "Usuwanie drzew i krzewów", mode: .electronic, category: "B5", title: title,
            description: words, remarks: words, access: .notPublic, state: state, founder: "Adam Sowa", founderPost: "inspektor", founderID: OfficerID(3),
            officer: OfficerID(3), officerName: words.isEmpty ? "Adam Sowa" : words, origin: .incoming(1481), openedAt: Samples.at(9, 0),
            startDay: Samples.today.adding(days: -25),
            term: CaseTerm(1, .month), extendedTo: nil, due: due, settledDay: state == .closed ? Samples.today : nil, closedDay: state == .closed ? Samples.today : nil,
            lastActAt: Samples.at(10, 0), reopenings: 1, version: 3, changedAt: Samples.at(10, 0), changedBy: words.isEmpty ? "Adam Sowa" : words)
    }

    private static let hostileFile = file(title: Samples.hostile, words: Samples.hostile)

    private static func list(_ rows: [CaseFile], values: [String: String] = [:], errors: [String: String] = [:]) -> [UInt8] {
        CasesPage(
            frame: Samples.frame(.cases, keys: true), view: .all, views: CasesPage.View.allCases, order: .due, form: FormPart(values: values, errors: errors),
            units: [unit],
            people: [CasesPage.Person(id: OfficerID(3), name: "Sowa Adam")], rows: rows, total: rows.count, mayOpen: true, maySupervise: true, first: nil,
            next: nil, today: Samples.today
        ).render()
    }

    /// A person who keeps the case as the head of its unit.
    private static func sight(_ file: CaseFile) -> CaseSight {
        let acting = ActingOfficer(officer: OfficerID(3), name: "Adam Sowa", post: "inspektor", unit: UnitID(4), account: "konto:3")
        let rights = OfficerRights(
            officer: OfficerID(3), name: "Adam Sowa", posts: [], grants: [RoleGrant(.caseOfficer, scope: .own, validFrom: Day(daysSince1970: 20_000))],
            tree: UnitTree([unit]), day: Samples.today)
        return CaseSight.of(file, shares: [], acting: acting, rights: rights)
    }

    private static var entries: [MetrykaEntry] {
        [
            MetrykaEntry(
                position: 1, at: Samples.at(9, 0), person: "Ewa Rybak", post: "inspektor", act: "Zarejestrowano pismo", originalAct: "Zarejestrowano pismo",
                document: "RPW-2026-1481"),
            MetrykaEntry(
                position: 2, at: Samples.at(9, 5), person: Samples.hostile, post: Samples.hostile, act: Samples.hostile, originalAct: "Wszczęto sprawę",
                document: Samples.hostile),
        ]
    }

    private static func page(_ tab: CaseFilePage.Tab, state: CaseState = .inProgress, hostile: Bool = false) -> [UInt8] {
        let words = hostile ? Samples.hostile : "Polna 5"
        let file = hostile ? hostileFile : file(state: state)
        let gone = Cancellation(at: Samples.at(11, 0), by: "Adam Sowa", reason: words)
        func element(_ n: Int64, _ kind: CaseElement.Kind, _ title: String, removal: Cancellation? = nil) -> CaseElement {
            CaseElement(
                id: CaseElementID(n), position: n, content: CaseElementContent(kind, title: title, reference: n == 1 ? "RPW-2026-1481" : ""),
                addedAt: Samples.at(9, Int(n)),
                addedBy: OfficerID(3), addedByName: words, addedByPost: "inspektor", addedByUnit: UnitID(n == 3 ? 5 : 4), removal: removal)
        }
        var page = CaseFilePage(
            frame: Samples.frame(.cases, keys: true), file: file, sight: sight(file), tab: tab, unitLabel: unit.label, codes: codes, calendar: .statutory, seesList: true,
            banner: Banner("Założono sprawę."), today: Samples.today)
        page.elements = [element(1, .incomingLetter, words), element(2, .note, words, removal: gone), element(3, .opinion, words)]
        page.parties = [
            CaseParty(
                id: CasePartyID(1), contact: 0, role: .party, represents: nil, label: hostile ? words : "Kowalik Jan", address: words, addedAt: Samples.at(9, 0),
                removal: nil),
            CaseParty(
                id: CasePartyID(2), contact: 0, role: .attorney, represents: CasePartyID(1), label: hostile ? words : "Ósmak Anna", address: "",
                addedAt: Samples.at(9, 0),
                removal: gone),
        ]
        let known = [CaseFinality.Party(party: CasePartyID(1), delivered: Samples.today)]
        page.decisions = [
            RulingStanding(name: hostile ? words : "decyzja", parties: known, finality: try! CaseFinality(known, today: Samples.today, calendar: .statutory)),
            ruling(.order, letter: hostile ? words : "RPW/1490/2026"),
        ]
        page.completeness = CaseCompleteness(
            letters: 3, shortages: [CaseCompleteness.Shortage(position: 1, number: RegisterNumber(year: 2026, number: 1481), gaps: [.letterDate, .town])])
        page.reminders = [.week]
        page.exclusions = [CaseExclusion(.partyDelay, from: Samples.today.adding(days: -3), basis: words, document: words)]
        page.relations = [
            CaseRelation(
                other: CaseID(3), sign: CaseSign("GK.6131.3.2026")!, title: words, state: .closed, kind: .related, at: Samples.at(9, 0), by: "Adam Sowa"),
            CaseRelation(
                other: CaseID(2), sign: CaseSign("GK.6131.2.2026")!, title: words, state: .closed, kind: .continues, at: Samples.at(9, 0), by: "Adam Sowa"),
        ]
        page.openRelations = [CaseID(3)]
        page.shares = [
            CaseShare(
                id: 1, unit: UnitID(5), officer: OfficerID(9), element: CaseElementID(1), mayAdd: true, until: Samples.today.adding(days: 9), grantedAt: Samples.at(9, 0),
                grantedBy: words, revokedAt: nil)
        ]
        page.people = [OfficerID(9): words]
        page.letters = hostile ? [OutgoingCatalogue.row(.draft)] : []
        page.metryka = hostile ? entries : [entries[0]]
        page.history = [HistoryTimeline.Line(what: "Sprawa zmiana: tytul", at: Samples.at(10, 0), who: words, before: words, after: words, reason: words)]
        return page.render()
    }

    private static func party(_ words: String) -> CaseParty {
        CaseParty(id: CasePartyID(1), contact: 0, role: .party, represents: nil, label: words, address: words, addedAt: Samples.at(9, 0), removal: nil)
    }

    /// Delivered to one party, who was late by a day and had no effect.
    private static func ruling(_ kind: RulingKind, letter: String) -> RulingStanding {
        let delivered = Samples.today.adding(days: -20)
        let filing = Filing(way: .otherOperator, handedIn: Samples.today.adding(days: -6), received: Samples.today.adding(days: -5))
        let known = [
            CaseFinality.Party(
                party: CasePartyID(1), delivered: delivered, appealed: Samples.today.adding(days: -6), appeal: FiledAppeal(filing, letter: letter),
                outcome: .withoutEffect)
        ]
        return RulingStanding(
            name: "PISMO-17", parties: known, finality: try! CaseFinality(known, of: kind, today: Samples.today, calendar: .statutory))
    }

    private static func loan(due days: Int, words: String = "GK, Adam Sowa") -> PaperLoan {
        PaperLoan(
            id: PaperLoanID(1), letter: RegisterNumber(year: 2026, number: 1481), title: words, caseSign: "GK.6131.14.2026", borrower: words,
            takenDay: Samples.today.adding(days: -10), dueDay: Samples.today.adding(days: days), takenAt: Samples.at(9, 0), takenBy: "Ewa Rybak")
    }

    private static func store(_ rows: [PaperLoan], overdue: Int) -> [UInt8] {
        PaperStorePage(
            frame: Samples.frame(.store), isOverdueOnly: false, rows: rows, overdue: overdue, keys: rows.map { _ in "klucz" }, first: nil, next: nil, banner: nil,
            today: Samples.today
        ).render()
    }

    private static func act(values: [String: String], errors: [String: String] = [:]) -> [UInt8] {
        let form = CaseActForm(
            title: "Zawieś postępowanie", intro: ["Od tego dnia termin nie biegnie."],
            fields: [
                .day("dzien", "Dzień zawieszenia"), .line("podstawa", "Podstawa prawna", hint: "art. 97"), .text("opis", "Opis", optional: true),
                .choice("dostep", "Dostęp", CaseActForm.accessOptions), .radios("rodzaj", "Rodzaj", [("a", "pierwszy"), ("b", Samples.hostile)]),
                .check("dodaje", "Mogą dodawać", hint: "Na przykład opinię"), .suggested("decyzja", "Decyzja", [("a", Samples.hostile)]),
                .upload("plik", "Plik", hint: "PDF"),
            ], values: [:], submit: "Zawieś postępowanie", isDanger: true)
        return CaseActPage(
            frame: Samples.frame(.cases), file: hostileFile, act: .suspend, form: form, part: FormPart(values: values, errors: errors),
            target: ActTarget(FormValues(["cel": "3"])), key: "klucz"
        ).render()
    }

    /// Splitting a case or beginning it anew.
    private static func opening(_ act: CaseAct, errors: [String: String] = [:]) -> [UInt8] {
        let form = CaseActForm(
            title: act.button, intro: [Samples.hostile],
            fields: [
                .line("tytul", "Tytuł nowej sprawy"), .line("powod", "Dlaczego"), .line("pismo", "Pismo", optional: true, width: "ref w20"),
                .suggested("klasa", "Klasa", [("6131", Samples.hostile)]), .choice("prowadzacy", "Prowadzący", [("3", Samples.hostile)]),
                .checks("element", "Dokumenty w aktach obu spraw", [("1", Samples.hostile), ("2", "poz. 2: Notatka")], hint: "Zaznacz"),
                .check("strony", "Strony tej sprawy są stronami nowej"),
            ], submit: act.button)
        return CaseActPage(
            frame: Samples.frame(.cases), file: hostileFile, act: act, form: form,
            part: FormPart(values: ["tytul": Samples.hostile, "klasa": Samples.hostile, "pismo": Samples.hostile], errors: errors), ticked: ["2"],
            target: ActTarget(FormValues([:])), key: "klucz"
        ).render()
    }

    private static func element(_ file: CaseFile, content: CaseElementContent, letter: IncomingLetter? = nil) -> [UInt8] {
        CaseElementPage(
            frame: Samples.frame(.cases), file: file, sight: sight(file),
            element: CaseElement(
                id: CaseElementID(2), position: 2, content: content, addedAt: Samples.at(9, 0), addedBy: OfficerID(3), addedByName: content.title,
                addedByPost: "inspektor",
                addedByUnit: UnitID(4), removal: letter == nil ? nil : Cancellation(at: Samples.at(11, 0), by: content.title, reason: content.title)),
            letter: letter, readable: letter == nil ? nil : Samples.hostileDocument,
            files: [
                CaseElementPage.File(number: 1, name: content.title, size: 1_200, isHere: true), CaseElementPage.File(number: 2, name: "b.pdf", size: 2, isHere: false),
            ],
            readers: [(content.title, Samples.at(12, 0))], seesRegister: true, previous: 1, next: 3, today: Samples.today
        ).render()
    }

    private static func letterLine(_ title: String) -> LetterLine {
        LetterLine(number: RegisterNumber(year: 2026, number: 1481), title: title, sender: "Kowalik Jan", arrival: Samples.today, state: .noCase)
    }

    private static let choices = [
        ClassChoice(
            source: .suggestion, symbol: ClassSymbol("6131")!, title: "Usuwanie drzew i krzewów", path: ["Środowisko"], certainty: 83,
            reason: "14 z 15 pism ze słowem „drzewa” tam trafiło", term: CaseTerm(1, .month), due: Samples.today.adding(days: 31)),
        ClassChoice(source: .recent, symbol: ClassSymbol("7221")!, title: Samples.hostile, path: [Samples.hostile], mode: .paper),
        ClassChoice(source: .found, symbol: ClassSymbol("3120")!, title: "Podatki", isPermitted: false, mode: .dedicated(system: Samples.hostile)),
    ]

    private static func newCase(letter: LetterLine?, chosen: String, values: [String: String] = [:], errors: [String: String] = [:]) -> [UInt8] {
        NewCasePage(
            frame: Samples.frame(.cases), letter: letter, waiting: errors.isEmpty ? [letterLine("Drugie pismo")] : [],
            part: FormPart(values: ["klasa": chosen, "tytul": "Zezwolenie", "strona": "tak"].merging(values) { $1 }, errors: errors),
            picker: ClassPicker(choices: choices, signs: ("GK", 2026)), people: [("3", "Sowa Adam"), ("4", Samples.hostile)],
            subFiles: [("", "bez podteczki"), ("7", Samples.hostile)], key: "klucz"
        ).render()
    }

    private static let header = CaseList.Header(
        year: 2026, unitCode: "GK", unitName: Samples.hostile, symbol: "6131", classTitle: Samples.hostile, subFile: nil, reportDay: Samples.today)
    private static let listRows = [
        CaseList.Row(
            number: 1, caseID: CaseID(14), sign: CaseSign("GK.6131.1.2026")!, title: Samples.hostile, sender: Samples.hostile, foreignSign: Samples.hostile,
            letterDate: PartialDate("2026-03"), startDay: Samples.today, closedDay: nil, officer: Samples.hostile, remarks: Samples.hostile, isSubFile: false),
        CaseList.Row(
            number: 2, caseID: CaseID(15), sign: CaseSign("GK.6131.2.2026")!, title: "Podteczka", sender: "", foreignSign: "", letterDate: nil, startDay: Samples.today,
            closedDay: Samples.today, officer: "Adam Sowa", remarks: "podteczka", isSubFile: true),
    ]
}
