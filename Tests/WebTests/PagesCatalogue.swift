@testable import Chancery
import Cryptography
@testable import Exchange
@testable import Identity
import Kernel
import Law
import Markup
@testable import Office
import Signatures
@testable import Store
@testable import Web

/// Every page of the desk, with usual and with hostile content; by the name of its golden file.
enum Catalogue {
    private static var systems: [UInt8] {
        let at = Samples.letter.registeredAt
        let token = SystemToken(
            id: SystemTokenID(3), office: OfficeID("prusice")!, name: Samples.hostile, prefix: "1a2b3c4d", scopes: [.lettersRead, .unitsRead], guardian: 7,
            guardianName: Samples.hostile, createdAt: at, createdBy: Samples.hostile, expiresAt: at.adding(seconds: 86_400), lastUsedAt: at, revokedAt: nil,
            revokedBy: "",
            revokeReason: "")
        let webhook = Webhook(
            id: WebhookID(4), address: Samples.hostile, note: Samples.hostile, events: [.letterRegistered], salt: "", createdAt: at, createdBy: Samples.hostile,
            lastSuccessAt: nil, lastFailureAt: at, lastFailure: Samples.hostile, failures: 3)
        return SystemsPage(
            frame: Samples.frame(.tokens), tokens: [token], webhooks: [webhook], dead: deadJobs, banner: Samples.hostile, key: "klucz", now: at
        ).render()
    }

    static var pages: [(name: String, bytes: [UInt8])] { desk + CasesCatalogue.pages + OutgoingCatalogue.pages + PeopleCatalogue.pages }

    private static var desk: [(name: String, bytes: [UInt8])] {
        [
            ("rejestr", register(Samples.rows)),
            ("rejestr-zle-dane", register(Samples.hostileRows, values: ["q": Samples.hostile, "od": Samples.hostile], errors: ["od": "Wpisz datę"])),
            ("rejestr-pusty", register([])),
            ("pismo", letter(Samples.letter, Samples.document, Samples.history)),
            ("pismo-zle-dane", letter(Samples.hostileLetter, Samples.hostileDocument, Samples.hostileHistory, banner: Samples.hostile)),
            ("etykieta", LetterLabelPage(officeName: Samples.hostile, letter: Samples.letter, links: Samples.links).render()),
            ("rejestracja", registration(["rodzaj-nadawcy": "osoba", "kraj": "Polska"], registered: RegisterNumber(year: 2026, number: 1482))),
            ("rejestracja-zle-dane", registration(everyField, errors: ["temat": "Wpisz temat", "plik": "Plik jest pusty"], duplicates: Samples.hostileRows)),
            ("rejestracja-ze-skanu", scanned),
            ("skany", scans),
            (
                "poprawka",
                LetterFormPage(
                    frame: Samples.frame(.letters), purpose: .correction(Samples.letter.number, arrival: "12.03.2026", registered: "12.03.2026, 14:07"),
                    form: FormPart(values: ["rodzaj-nadawcy": "osoba", "nazwisko": "Kowalik"], errors: ["powod": "Wpisz powód"]), key: "klucz"
                ).render()
            ),
            (
                "anulowanie",
                CancellationPage(
                    frame: Samples.frame(.letters), number: Samples.letter.number, title: Samples.hostile, form: FormPart(errors: ["powod": "Wpisz powód"]),
                    key: "klucz"
                ).render()
            ),
            ("szukaj", search("drzewo", Samples.rows)),
            ("szukaj-nic", search(Samples.hostile, [])),
            ("skroty", ShortcutsPage(frame: Samples.frame(.shortcuts), key: "klucz").render()),
            (
                "stan",
                StatusPage(
                    frame: Samples.frame(.status),
                    lines: [
                        StatusPage.Line(name: "Baza danych", isWell: true, words: "odpowiada"),
                        StatusPage.Line(name: "Łącznik ePUAP", isWell: false, words: Samples.hostile),
                    ]
                ).render()
            ),
            ("kolejki", QueuesPage(frame: Samples.frame(.queues), dead: deadJobs, counts: [], key: "klucz").render()),
            (
                "systemy",
                SystemsPage(frame: Samples.frame(.tokens), tokens: [], webhooks: [], dead: [], banner: nil, key: "klucz", now: Samples.letter.registeredAt).render()
            ),
            ("systemy-zle-dane", systems),
            (
                "systemy-klucz",
                NewTokenPage(
                    frame: Samples.frame(.tokens), guardians: [("1", Samples.hostile)],
                    form: FormPart(values: ["nazwa": Samples.hostile, "dni": "365"], errors: ["opiekun": "Wybierz opiekuna"]), scopes: ["letters:read"], key: "klucz"
                ).render()
            ),
            (
                "systemy-adres",
                NewWebhookPage(
                    frame: Samples.frame(.tokens), form: FormPart(values: ["adres": Samples.hostile], errors: ["adres": "Wpisz adres"]), events: [], key: "klucz"
                ).render()
            ),
            (
                "systemy-odwolanie",
                SystemEndPage(
                    frame: Samples.frame(.tokens), title: "Odwołaj klucz", words: Samples.hostile, action: SystemsPlace.list.link, button: "Odwołaj", asksReason: true,
                    form: FormPart(errors: ["powod": "Podaj powód"]), key: "klucz"
                ).render()
            ),
            (
                "systemy-sekret",
                SecretPage(frame: Samples.frame(.tokens), title: Samples.hostile, words: Samples.hostile, label: "Klucz", secret: Samples.hostile).render()
            ),
            (
                "logowanie",
                SignInPage(
                    form: SignInForm(login: Samples.hostile, returnTo: "/ezd", token: "token", problem: Problem(.unauthenticated, Samples.hostile), signedOut: false),
                    links: Samples.links
                ).render()
            ),
            (
                "wyslij-ponownie",
                SendAgainPage(
                    kept: KeptForm(
                        path: LocalPath("/ezd/rejestracja")!,
                        fields: [FormValues.Field(name: FormField.key, value: "klucz"), FormValues.Field(name: "temat", value: Samples.hostile)], files: ["plik"],
                        isMultipart: true), token: "token", links: Samples.links
                ).render()
            ),
            (
                "nie-zapisano",
                SendAgainPage(
                    kept: KeptForm(
                        path: LocalPath("/ezd/rejestracja")!,
                        fields: [FormValues.Field(name: FormField.key, value: "klucz"), FormValues.Field(name: "temat", value: Samples.hostile)]),
                    token: "token",
                    problem: Problem(.unavailable, "Baza danych teraz nie odpowiada, nic nie zapisano. Spróbuj za minutę."), links: Samples.links
                ).render()
            ),
            ("blad-404", ErrorPage(status: 404, message: Samples.hostile, requestID: "01J7", links: Samples.links).render()),
            (
                "druk-rejestr",
                RegisterPrintPage(
                    officeName: "Gmina Modrzewno", year: 2026,
                    records: (Samples.rows + Samples.hostileRows).map { RegisterRecord(row: $0, metadata: Samples.metadata, registeredBy: "Ewa Rybak") },
                    printedAt: Samples.at(15, 0), from: nil, to: nil, nextLink: nil, links: Samples.links
                ).render()
            ),
            (
                "druk-potwierdzenie",
                ConfirmationPage(officeName: "Urząd Gminy Modrzewno", address: ["ul. Szkolna 4"], letter: Samples.letter, links: Samples.links).render()
            ),
        ] + administration + officers
    }

    private static let deadJobs = [DeadJob(id: 7, kind: "epuap-odbior", payload: "{}", attempts: 12, lastError: Samples.hostile, endedAt: Samples.at(3, 12))]
    private static let everyField = Dictionary(LetterFormPage.order(senders: 1).map { ($0, Samples.hostile) }) { first, _ in first }

    private static func register(_ rows: [RegisterRow], values: [String: String] = [:], errors: [String: String] = [:]) -> [UInt8] {
        var query = RegisterQuery()
        query.view = .today
        return RegisterPage(
            frame: Samples.frame(.letters, keys: true), query: query, form: FormPart(values: values, errors: errors),
            page: RegisterPage.RegisterPageModel(rows: rows, counts: [.today: 4, .all: 1482], total: rows.count, nextLink: nil, firstLink: nil),
            today: Samples.today
        ).render()
    }

    private static func search(_ words: String, _ rows: [RegisterRow]) -> [UInt8] {
        var findings = SearchFindings()
        findings.letters = rows
        return SearchPage(
            frame: Samples.frame(.search), words: words, findings: findings, isBehind: true, views: [SavedView(id: 1, name: Samples.hostile, query: "drzewo")],
            mayKeep: true, isKept: false, key: "klucz"
        ).render()
    }

    private static func letter(
        _ letter: IncomingLetter, _ document: ReadableDocument, _ history: [HistoryTimeline.Line], banner: String? = nil
    ) -> [UInt8] {
        LetterPage(
            frame: Samples.frame(.letters), letter: letter, neighbours: Samples.rows, readable: document, history: history, canCorrect: true, canCancel: true,
            banner: banner, today: Samples.today
        ).render()
    }

    private static let scan = WaitingScan(
        id: ScanID(5), name: Samples.hostile, mediaType: "application/pdf", size: 900, hash: ContentHash(of: [1]), preview: ContentHash(of: [2]), text: "Wniosek",
        arrivedAt: Samples.letter.registeredAt)

    private static var scanned: [UInt8] {
        let proposed = ["temat": Samples.hostile, "zdnia": "12.03.2026", "zalaczniki": "2", "znak": Samples.hostile]
        var page = LetterFormPage(
            frame: Samples.frame(.registration), purpose: .registration,
            form: FormPart(values: proposed.merging(["rodzaj-nadawcy": "osoba", "szukaj-nadawcy": Samples.hostile]) { $1 }), key: "klucz")
        page.scan = ScanAtHand(scan: scan, sender: nil, proposed: proposed, waiting: 3, next: ScanID(6))
        let card = ContactCard(
            .person(surname: Samples.hostile, givenNames: Samples.hostile), addresses: [ContactAddress(.residence, PostalAddress(town: Samples.hostile))])
        page.choice = SenderChoice(
            sender: 1,
            found: [
                Contact(
                    id: ContactID(1), card: card, revision: 1, mergedInto: nil, createdAt: Samples.letter.registeredAt, changedAt: Samples.letter.registeredAt)
            ])
        return page.render()
    }

    private static var scans: [UInt8] {
        var unread = scan
        (unread.text, unread.name) = (nil, "skan.pdf")
        return ScansPage(
            frame: Samples.frame(.registration), scans: [scan, unread], count: 2, nextLink: Place.scans.link(["po": "5"]),
            form: FormPart(errors: ["pliki": Samples.hostile]), banner: Banner(Samples.hostile), key: "klucz", today: Day("2026-03-12")!
        ).render()
    }

    private static func registration(
        _ values: [String: String], errors: [String: String] = [:], duplicates: [RegisterRow] = [], registered: RegisterNumber? = nil
    ) -> [UInt8] {
        LetterFormPage(
            frame: Samples.frame(.registration), purpose: .registration, form: FormPart(values: values, errors: errors), key: "klucz", duplicates: duplicates,
            registered: registered
        ).render()
    }
}
