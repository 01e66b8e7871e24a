import Cryptography
@testable import Exchange
@testable import Identity
import Kernel
import Law
import Markup
@testable import Office
import Store
@testable import Web

/// The pages of citizens and of the confirmation point, with hostile content in every place that people fill.
enum PeopleCatalogue {
    private static let hostile = Samples.hostile
    private static let at = Samples.at(14, 7)
    private static let frame = CitizenFrame(person: Samples.hostile, token: "token", current: .home, links: Samples.links)
    private static let outside = CitizenFrame(person: nil, token: "token", current: nil, links: Samples.links)
    private static let keys = IdentityKeys.generate()
    private static let name = PersonName(kept: Samples.hostile.replacing(" ", with: "_"), Samples.hostile)
    private static let contact = ContactData(mail: MailAddress("anna@poczta.example"), phone: TelephoneNumber("600700800"))
    private static let addresses = [CodeAddress.mail(MailAddress("anna@poczta.example")!), .phone(TelephoneNumber("600700800")!)]
    private static let held: Set<FactorKind> = [.phoneCode, .mailCode, .totp]

    private static func form(_ fields: [String]) -> FormPart {
        FormPart(
            values: Dictionary(fields.map { ($0, hostile) }) { first, _ in first }, errors: Dictionary(fields.prefix(1).map { ($0, hostile) }) { first, _ in first })
    }

    private static func sealed() -> SealedPESEL { try! keys.seal(PESEL("03222800089")!) }

    private static func application(_ state: ApplicationState, reason: RefusalReason? = nil) -> ProfileApplication {
        ProfileApplication(
            id: ApplicationID(7), number: "PZ/2026/7", kind: .confirm,
            applicant: .init(
                person: PersonID(3), account: CitizenAccountID(2), userID: UserID("anna.lis")!, name: name, pesel: sealed(), birthday: Day("2003-02-28")!,
                contact: contact, factors: [.password, .phoneCode]), profile: nil, submittedAt: at, lastDay: Samples.today.adding(days: 30), state: state, stateAt: at,
            reason: reason, claim: state.isInService ? .init(account: AccountID(7), name: hostile, until: at.adding(seconds: 1800)) : nil)
    }

    private static var profile: TrustedProfile {
        TrustedProfile(
            id: ProfileID(4), designation: "PZ00112233445566778899", account: CitizenAccountID(2), userID: UserID("anna.lis")!, person: PersonID(3), name: name,
            birthday: Day("2003-02-28")!, pesel: sealed(), contact: contact, factors: [.password, .phoneCode],
            confirmation: .init(method: .point, at: at, point: hostile, operatorName: hostile), validFrom: at, validTo: at.adding(seconds: 3 * 365 * 86_400),
            state: .active
        )
    }

    private static var event: ProfileEvent {
        ProfileEvent(id: 1, kind: .issued, at: at, actor: "konto:7", way: hostile, isActive: true, validTo: profile.validTo, name: name, contact: contact)
    }

    private static func asking(_ asked: Bool) -> CodeAsking {
        CodeAsking(held: held, addresses: addresses, asked: asked ? (ChallengeID(5), .phoneCode) : nil, keys: ("klucz", "klucz"))
    }

    private static func signing(_ isSigned: Bool) -> TrustedSigningRecord {
        TrustedSigningRecord(
            id: TrustedSigningID(9), account: CitizenAccountID(2), title: hostile, document: ContentHash(of: [1]), challenge: ChallengeID(5), openedAt: at,
            signed: isSigned ? ContentHash(of: [2]) : nil, profile: isSigned ? ProfileID(4) : nil, signedAt: isSigned ? at : nil, box: "", receipt: nil)
    }

    private static var point: ConfirmationPoint {
        ConfirmationPoint(
            id: PointID(1), office: OfficeID("prusice")!, name: hostile, place: hostile,
            information: .init(address: hostile, room: hostile, wayThere: hostile, accessibility: hostile, phone: hostile), hours: PointHours("1 08:00-16:00")!,
            state: .open, consent: .init(number: hostile, day: Samples.today))
    }

    private static var authorisation: OperatorAuthorisation {
        OperatorAuthorisation(
            id: OperatorAuthorisationID(6), point: PointID(1), account: AccountID(7), pesel: sealed(), name: name, post: hostile, number: hostile, from: Samples.today,
            to: Samples.today.adding(days: 100), scopes: [.confirm], noConvictionOn: nil, trainedOn: Samples.today, signingUntil: Samples.today.adding(days: 5),
            requestedBy: AccountID(8), approvedBy: nil, state: .requested)
    }

    private static var standing: PointStanding {
        PointStanding(point: point, roles: [.head, .archivist], active: [authorisation], keepsUsers: true)
    }

    private static var act: ServiceAct {
        ServiceAct(
            id: ServiceActID(11), application: ApplicationID(7), point: PointID(1), operatorAccount: AccountID(7), operatorName: hostile, post: hostile,
            caseSign: hostile,
            startedAt: at, documentKind: .passport, hasPESEL: false, documentCountry: "DEU", documentNumber: hostile, documentUntil: nil, differing: [.givenNames],
            printedAt: nil, print: nil, signedAt: nil, result: nil, reason: nil, actedAt: nil, signature: nil, notes: hostile)
    }

    private static func counter(_ state: ApplicationState, withoutPESEL: Bool = false, isMine: Bool = true) -> [UInt8] {
        CounterPage(
            frame: Samples.frame(.confirmationPoint), standing: standing, application: application(state), act: act, isMine: isMine, withoutPESEL: withoutPESEL,
            ways: asking(state == .signed), form: form(CounterPage.documentOrder), keys: .init(step: "klucz", code: "klucz", release: "klucz"), banner: hostile,
            today: Samples.today
        ).render()
    }

    static var pages: [(name: String, bytes: [UInt8])] { citizens + counterPages }

    private static var citizens: [(name: String, bytes: [UInt8])] {
        [
            (
                "konto-logowanie",
                CitizenSignInPage(
                    frame: outside,
                    form: SignInForm(login: hostile, returnTo: "/konto/pisma", token: "token", problem: Problem(.unauthenticated, hostile), signedOut: false),
                    key: "klucz"
                ).render()
            ),
            (
                "konto-kod",
                CitizenCodePage(
                    frame: outside, waiting: .init(factors: held, addresses: addresses), kind: .phoneCode, form: form(["kod"]), isSent: true, returnTo: "/konto/pisma",
                    key: "klucz"
                ).render()
            ),
            ("konto-nowe", CitizenRegistrationPage(frame: outside, form: form(CitizenRegistrationPage.order), key: "klucz").render()),
            (
                "konto-adresy",
                CitizenAddressesPage(
                    frame: frame,
                    pending: addresses.map { .init(challenge: ChallengeID(5), address: $0, isSent: true, isAccepted: $0.kind == .mailCode, isOpen: true) },
                    form: form(["kod-telefon", "mail"]), keys: ("klucz", "klucz")
                ).render()
            ),
            (
                "konto",
                CitizenHomePage(
                    frame: frame, personName: hostile, needsAddresses: false, profile: profile,
                    applications: [application(.ready), application(.refused, reason: .nameDiffers)],
                    toSign: 2, banner: hostile, today: Samples.today
                ).render()
            ),
            (
                "konto-wniosek",
                ProfileApplicationPage(
                    frame: frame, kinds: [.extend, .changeContact, .invalidate],
                    person: Person(id: PersonID(3), name: name, birthday: Day("2003-02-28")!, pesel: nil, contact: contact, diedOn: nil), mail: hostile, phone: hostile,
                    factors: [.phoneCode, .totp], chosen: ["kod-sms"], declared: [], form: form(["oswiadczenia"]), key: "klucz"
                ).render()
            ),
            (
                "konto-wniosek-stan",
                ProfileApplicationStatePage(
                    frame: frame, application: application(.ready), points: [point.publicLines], registerLabel: hostile, banner: hostile, key: "klucz"
                ).render()
            ),
            (
                "konto-zmiana-telefonu",
                ContactChangePage(
                    frame: frame, kind: .phone, held: held, addresses: addresses, profile: hostile,
                    asked: .init(address: .phone(TelephoneNumber("600111222")!), confirming: ChallengeID(5), stepUp: ChallengeID(6), kind: .phoneCode),
                    form: form(["kod", "adres"]), keys: ("klucz", "klucz")
                ).render()
            ),
            ("konto-haslo", PasswordResetPage(frame: outside, step: .ask, form: form(["login"]), key: "klucz").render()),
            ("konto-haslo-kody", PasswordResetPage(frame: outside, step: .codes, form: form(["kod-mail", "kod-telefon"]), key: "klucz").render()),
            (
                "konto-wizyta",
                CitizenVisitPage(
                    frame: frame, application: application(.ready), booked: hostile, points: [point, point], chosen: point,
                    days: [.init(day: Samples.today, free: 3)], day: Samples.today, slots: [.init(minute: 480, free: 1)], form: form(["godzina"]),
                    keys: ("klucz", "klucz")
                ).render()
            ),
            ("konto-profil", ProfilePage(frame: frame, profiles: [.init(profile: profile, history: [event])], banner: hostile, now: at).render()),
            (
                "konto-profil-uniewaznij",
                ProfileActPage(frame: frame, act: .invalidate, profile: profile, until: nil, ways: asking(true), form: form(["kod"])).render()
            ),
            (
                "konto-wglady",
                LooksPage(
                    frame: frame, looks: [PersonLook(id: 1, at: at, office: OfficeID("prusice")!, post: hostile, what: .application, why: hostile)],
                    offices: ["prusice": hostile], isProved: true, nextLink: "/konto/wglady?przed=1"
                ).render()
            ),
            (
                "konto-sesje",
                CitizenSessionsPage(
                    frame: frame, sessions: [session(1), session(2)], present: 1, held: held, addresses: addresses,
                    apps: [.init(id: 1, label: hostile, createdAt: at, confirmedAt: at)], banner: hostile, key: "klucz", now: at
                ).render()
            ),
            (
                "konto-aplikacja",
                CitizenAppPage(frame: frame, ways: asking(false), secret: (3, hostile, "otpauth://totp/e-Urzad"), form: form(["kod"])).render()
            ),
            (
                "konto-pisma",
                CitizenLettersPage(frame: frame, records: [signing(false), signing(true)], forOthers: [act(.signed), act(.declined)], nextLink: "/konto/pisma?przed=1")
                    .render()
            ),
            (
                "konto-pismo-nowe",
                CitizenNewLetterPage(frame: frame, offices: [("prusice", hostile)], form: form(CitizenNewLetterPage.order), key: "klucz").render()
            ),
            (
                "konto-podpis",
                CitizenSigningPage(
                    frame: frame, record: signing(false), readable: Samples.hostileDocument, notice: hostile, profile: profile, held: held, addresses: addresses,
                    asked: .phoneCode, form: form(["kod"]), keys: ("klucz", "klucz")
                ).render()
            ),
            (
                "konto-podpisane",
                CitizenSignedPage(
                    frame: frame, record: signing(true), readable: Samples.hostileDocument, recipient: hostile, isNew: true, form: form(["wyslij"]), key: "klucz"
                ).render()
            ),
            (
                "konto-podpis-prosba",
                SigningDoorPage(frame: outside, system: hostile, ended: nil, signIn: "/konto/logowanie", isAnew: true, back: "https://ezd.example/nie").render()
            ),
            ("konto-podpis-inny", signingAct(profile: profile, asked: .phoneCode)),
            ("konto-podpis-bez-profilu", signingAct(profile: nil, asked: nil)),
            ("konto-podpis-koniec", SigningEndedPage(frame: frame, ticket: ticket, act: act(.signed), isKept: true).render()),
            (
                "konto-pelnomocnictwa",
                CitizenPowersPage(frame: frame, mine: [power(.inForce)], others: [power(.requested)], banner: hostile, today: Samples.today).render()
            ),
            ("konto-pelnomocnictwo-nowe", NewPowerPage(frame: frame, form: form(NewPowerPage.order), key: "klucz").render()),
            (
                "konto-pelnomocnictwo-kod",
                PowerPreviewPage(
                    frame: frame, principal: hostile,
                    draft: .init(userID: hostile, surname: hostile, agentName: hostile, scope: .everything, from: Samples.today, to: nil), ways: asking(true),
                    form: form(["kod"])
                ).render()
            ),
            ("konto-reprezentacja", RepresentationPage(frame: frame, whose: .company, form: form(["firma", "nip", "dowod"]), key: "klucz").render()),
            ("konto-rodzic", RepresentationPage(frame: frame, whose: .person, form: form(["rodzaj", "pesel", "dowod"]), key: "klucz").render()),
            ("konto-pelnomocnictwo-cofnij", PowerEndPage(frame: frame, line: power(.inForce), isPrincipal: true, form: form(["powod"]), key: "klucz").render()),
            (
                "pz-pelnomocnictwa",
                PowerQueuePage(frame: Samples.frame(.confirmationPoint), standing: standing, lines: [power(.requested)], banner: hostile, nextLink: nil).render()
            ),
            (
                "pz-pelnomocnictwo",
                PowerDecisionPage(
                    frame: Samples.frame(.confirmationPoint), line: power(.requested), form: form(["powod"]), keys: ("klucz", "klucz")
                ).render()
            ),
            ("konto-blad", CitizenErrorPage(frame: outside, heading: "Nie ma takiej strony", message: hostile, requestID: "01J7").render()),
            ("pokaz-wiadomosci", DemoOutboxPage(messages: [CodeMessage(to: addresses[1], text: hostile, madeAt: at)], links: Samples.links).render()),
        ]
    }

    private static func power(_ state: Power.State) -> PowerLine {
        PowerLine(
            Power(
                id: PowerID(3), kind: .body, principal: .person(PersonID(3)), agent: PersonID(4), scope: .services([hostile]),
                proof: .init(kind: .register, text: hostile),
                from: Samples.today, to: nil, state: state, reason: hostile), principal: hostile, agent: hostile)
    }

    private static let ticket = SigningTicket(String(repeating: "A", count: 43))!

    private static func act(_ state: SigningAct.State) -> SigningAct {
        var act = SigningAct(
            id: SigningActID(3), system: 2, systemName: hostile, returns: .init(success: "https://ezd.example/tak", failure: "https://ezd.example/nie"),
            note: hostile, documents: [1, 2].map { .init(position: $0, title: hostile, size: 7, hash: ContentHash(of: [UInt8($0)])) }, openedAt: at,
            endsAt: at.adding(seconds: 1800), keptUntil: at.adding(seconds: 1800))
        act.state = state
        act.challenge = ChallengeID(5)
        act.endedAt = state == .waiting ? nil : at
        return act
    }

    private static func signingAct(profile: TrustedProfile?, asked: FactorKind?) -> [UInt8] {
        let act = act(.waiting)
        let documents = act.documents.map {
            SigningService.Shown(
                document: $0, content: [], readable: Samples.hostileDocument, outline: Samples.hostileDocument, attachments: [hostile], signers: [hostile])
        }
        return SigningActPage(
            frame: frame, ticket: ticket, showing: .init(act: act, documents: documents, profile: profile), held: held, addresses: addresses, asked: asked,
            form: form(["kod"]), keys: ("klucz", "klucz", "klucz")
        ).render()
    }

    private static func session(_ id: Int64) -> Session {
        Session(
            id: id, account: nil, citizen: CitizenAccountID(2), factors: [.password], authenticatedAt: at, formKey: [1], createdAt: at, seenAt: at, idleSeconds: 900,
            endsAt: at.adding(seconds: 900), address: hostile, agent: hostile)
    }

    private static var counterPages: [(name: String, bytes: [UInt8])] {
        [
            (
                "pz-okienko",
                CounterQueuePage(
                    frame: Samples.frame(.confirmationPoint), standing: standing, mine: [application(.inService)], found: [application(.ready)], warnings: [hostile],
                    registerLabel: hostile, form: form(["czego"]), key: "klucz", banner: hostile
                ).render()
            ),
            ("pz-wniosek-dokument", counter(.inService)),
            ("pz-wniosek-bez-pesel", counter(.inService, withoutPESEL: true)),
            ("pz-wniosek-podpis", counter(.signed)),
            ("pz-wniosek-cudzy", counter(.inService, isMine: false)),
            (
                "pz-odmowa",
                CounterRefusalPage(
                    frame: Samples.frame(.confirmationPoint), standing: standing, application: application(.inService), hasSign: false,
                    form: form(["przyczyna", "znak", "uwagi"]), key: "klucz"
                ).render()
            ),
            (
                "pz-wydruk",
                CounterPrintPage(
                    print: ApplicationPrint.make(application(.printed), act, point, pesel: PESEL("03222800089"), profile: nil), back: "/pz/wnioski/7",
                    links: Samples.links
                ).render()
            ),
            (
                "pz-rejestr",
                PointTablePage(
                    frame: Samples.frame(.confirmationPoint), standing: standing, current: .register, action: "/pz/rejestr",
                    table: ReportTable(title: "Rejestr", columns: ["Numer", "Osoba"], rows: [["PZ/2026/7", hostile]]), links: ["/pz/czynnosci/11"],
                    csvLink: "/pz/rejestr.csv",
                    nextLink: "/pz/rejestr?po=11", notes: [hostile], form: form(["od", "do"])
                ).render()
            ),
            (
                "pz-upowaznienia",
                AuthorisationsPage(
                    frame: Samples.frame(.confirmationPoint), standing: PointStanding(point: point, roles: [.administrator], active: [], keepsUsers: false),
                    all: [authorisation], logins: [AccountID(7): hostile], accounts: [("7", hostile)], scopes: ["potwierdzanie"], form: form(AuthorisationsPage.order),
                    key: "klucz", banner: hostile, today: Samples.today
                ).render()
            ),
            (
                "pz-punkt",
                PointPage(
                    frame: Samples.frame(.confirmationPoint), standing: standing, roles: [(AccountID(7), hostile, .head)], accounts: [("7", hostile)],
                    form: form(PointPage.order), keys: ("klucz", "klucz", "klucz", "klucz"), banner: hostile
                ).render()
            ),
            (
                "pz-wizyty",
                PointVisitsPage(
                    frame: Samples.frame(.confirmationPoint), standing: standing, day: Samples.today, isToday: true, rows: visits, plan: .standard,
                    form: form(PointVisitsPage.order), keys: ("klucz", "klucz"), banner: hostile
                ).render()
            ),
            ("pz-wizyty-lista", VisitListPage(point: point, day: Samples.today, rows: visits, links: Samples.links).render()),
            ("pz-punkt-nowy", NewPointPage(frame: Samples.frame(.confirmationPoint), form: form(["nazwa", "miejsce"]), key: "klucz").render()),
            (
                "pz-archiwum",
                PaperPage(
                    frame: Samples.frame(.confirmationPoint), standing: standing, missing: [entry],
                    papers: [
                        (
                            PaperArchive.Paper(
                                id: 1, act: ServiceActID(11), point: PointID(1), box: hostile, folder: hostile, position: hostile, retainUntil: Samples.today,
                                lentTo: hostile,
                                destroyedProtocol: nil, destroyedOn: nil), hostile
                        )
                    ], nextLink: nil, form: form(["pudlo"]), key: "klucz", banner: nil, today: Samples.today
                ).render()
            ),
            (
                "pz-moje-kody",
                OwnCodePage(
                    frame: Samples.frame(.confirmationPoint), standing: standing, addresses: [],
                    pending: [.init(challenge: ChallengeID(5), address: addresses[1], isSent: true, isAccepted: false, isOpen: true)], form: form(["adres", "kod"]),
                    keys: ("klucz", "klucz"), banner: hostile
                ).render()
            ),
        ]
    }

    private static var visits: [VisitRow] {
        [Visit.State.booked, .waiting, .called, .served].map {
            VisitRow(
                visit: Visit(
                    id: 3, point: PointID(1), day: Samples.today, ticket: 2, minute: 570, desk: 1, application: ApplicationID(7), state: $0, arrivedAt: nil),
                application: application(.ready))
        }
    }

    private static let entry = PointReports.Entry(
        act: ServiceActID(11), number: "PZ/2026/7", kind: .confirm, caseSign: Samples.hostile, actedAt: Samples.at(14, 7), startedAt: Samples.at(14, 0),
        result: .carriedOut,
        reason: nil, operatorName: Samples.hostile, paper: nil)
}
