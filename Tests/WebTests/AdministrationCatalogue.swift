@testable import Chancery
@testable import Exchange
import Identity
import Kernel
import Law
import Markup
@testable import Office
@testable import Store
@testable import Web

/// The pages by which an office is run, with hostile content in every place that people fill.
extension Catalogue {
    private typealias S = Samples
    private static let day = Samples.today
    private static let keys = "klucz"
    private static let unit = OfficeUnit(id: UnitID(2), code: UnitCode("GK")!, name: Samples.hostile, parent: UnitID(1), validFrom: day, validTo: day)
    private static let officer = Officer(id: OfficerID(3), givenNames: Samples.hostile, surname: Samples.hostile, account: "konto:7", activeFrom: day)
    private static let account = Account(
        id: AccountID(7), office: OfficeID("prusice")!, login: "jan.sowa", displayName: Samples.hostile, post: Samples.hostile, roles: [.officer])
    private static let post = OfficerPost(id: PostID(4), officer: OfficerID(3), unit: UnitID(2), title: Samples.hostile, isHead: true, validFrom: day)
    private static let planClass = PlanClass(
        id: PlanClassID(5), version: PlanVersionID(1),
        entry: PlanEntry(ClassSymbol("6131")!, Samples.hostile, category: nil, notes: Samples.hostile, synonyms: [Samples.hostile]), isLeaf: true)
    private static let version = PlanVersion(
        id: PlanVersionID(1), name: Samples.hostile, validFrom: day, basis: Samples.hostile, isDemonstration: true, appliedBy: Samples.hostile, appliedAt: S.at(9, 0),
        classCount: 170)
    private static let rule = AutomaticRule(
        id: 5, position: 10, name: Samples.hostile, owner: .init(officer: OfficerID(3), name: Samples.hostile, post: Samples.hostile, unit: UnitID(2)), validFrom: day,
        condition: .init(channels: [.epuap], sender: [Samples.hostile], title: [Samples.hostile], kinds: [Samples.hostile]),
        recipients: [AssignmentRecipient(Holder(unit: UnitID(2)), label: Samples.hostile, isLead: true)], disposition: Samples.hostile, termDays: 14)
    private static let work = LetterWork(
        letter: .incoming(9), reference: "RPW/9/2026", counterpart: Samples.hostile, title: Samples.hostile, arrivalDay: day, changedAt: S.at(9, 0),
        changedBy: Samples.hostile)
    private static func contact(_ id: Int64) -> Contact {
        Contact(
            id: ContactID(id),
            card: ContactCard(
                .person(surname: Samples.hostile, givenNames: Samples.hostile), identifiers: ContactIdentifiers(pesel: "44051401359"),
                addresses: [ContactAddress(.residence, PostalAddress(town: Samples.hostile))], channels: [ContactChannel(.email, Samples.hostile)], note: Samples.hostile),
            revision: 2, mergedInto: nil, createdAt: S.at(8, 0), changedAt: S.at(9, 0))
    }
    private static func form(_ fields: [String]) -> FormPart {
        FormPart(
            values: Dictionary(fields.map { ($0, Samples.hostile) }) { first, _ in first },
            errors: Dictionary(fields.prefix(2).map { ($0, "Popraw to") }) { first, _ in first })
    }
    private static let substitution = SubstitutionLine(
        substitution: Substitution(id: SubstitutionID(1), absent: OfficerID(3), substitute: OfficerID(4), from: day, to: day, reason: Samples.hostile),
        absent: Samples.hostile, substitute: Samples.hostile, isNow: true, mayEnd: true, key: keys)

    static var administration: [(name: String, bytes: [UInt8])] {
        var standIn = S.frame(.structure)
        standIn.inPlaceOf = DeskFrame.InPlaceOf(name: S.hostile, key: keys)
        return [
            (
                "admin-stan",
                OverviewPage(
                    frame: S.frame(.overview), lines: [.init(weight: .failure, words: S.hostile, link: "/admin/kolejki"), .init(weight: .gap, words: S.hostile)],
                    facts: [.init(name: S.hostile, words: S.hostile, isWell: false)], links: [WorkTop.View("Struktura", "/admin/struktura")]
                ).render()
            ),
            ("admin-stan-dobry", OverviewPage(frame: S.frame(.overview), lines: [], facts: [], links: []).render()),
            (
                "admin-struktura",
                StructurePage(
                    frame: standIn, lines: [.init(unit: unit, depth: 1, head: "", people: 3)], day: day, isToday: false, form: form(["dzien"]), banner: Banner(S.hostile)
                ).render()
            ),
            (
                "admin-komorka",
                UnitPage(
                    frame: S.frame(.structure), current: unit, parent: unit, children: [unit], history: [unit],
                    staff: [(S.hostile, "/admin/osoby/3", S.hostile, true)], openCases: 3, classes: ["61"], isClosed: false, banner: nil
                ).render()
            ),
            (
                "admin-komorka-zmiana",
                UnitFormPage(
                    frame: S.frame(.structure), before: unit, beforeParent: S.hostile, parents: [unit], form: form(["symbol", "nazwa", "nadrzedna", "od"]), key: keys
                ).render()
            ),
            (
                "admin-reorganizacja-podglad",
                ReorganisationPreviewPage(
                    frame: S.frame(.structure), kind: .split, sentences: [S.hostile], warnings: [S.hostile],
                    people: [.init(post: PostID(4), name: S.hostile, title: S.hostile, chosen: "1")], targets: [S.hostile],
                    fields: [FormValues.Field(name: "nazwa", value: S.hostile)], key: keys
                ).render()
            ),
            (
                "admin-osoby",
                OfficersPage(
                    frame: S.frame(.people),
                    lines: [.init(officer: officer, unit: "GK", title: S.hostile, isHead: true, login: "jan", state: "pracuje", stateTag: "tag ok")], words: S.hostile,
                    showsAll: true
                ).render()
            ),
            ("admin-przyjecie", TakingOnPage(frame: S.frame(.people), units: [unit], roles: [], accountRoles: [], form: form(TakingOnPage.order), key: keys).render()),
            (
                "admin-osoba",
                OfficerPage(
                    frame: S.frame(.people), officer: officer, account: account, posts: [.init(post: post, unit: S.hostile, isCurrent: true)],
                    roles: [.init(id: RoleGrantID(1), role: .caseOfficer, text: S.hostile, isInForce: true)], substitutions: [S.hostile], isActive: true,
                    mayAccounts: true, isOneself: false, banner: nil
                ).render()
            ),
            (
                "admin-rola",
                RoleFormPage(frame: S.frame(.people), officer: officer, current: [S.hostile], units: [unit], form: form(RoleFormPage.order), key: keys).render()
            ),
            (
                "admin-odejscie",
                LeavingPage(
                    frame: S.frame(.people), officer: officer, summary: "sprawy: 1",
                    items: [.init(kind: "sprawa", reference: "GK.6131.1.2026", title: S.hostile, link: nil)], isFree: false, form: form(["do", "powod"]), key: keys
                ).render()
            ),
            (
                "admin-konta",
                AccountsPage(
                    frame: S.frame(.accounts), lines: [.init(account: account, officer: S.hostile)], roles: [], form: form(AccountsPage.order), key: keys, banner: nil
                ).render()
            ),
            (
                "admin-konto",
                AccountPage(
                    frame: S.frame(.accounts), account: account, officer: (S.hostile, "/admin/osoby/3"), chosen: ["pracownik"], form: form(["powod", "haslo"]),
                    keys: .init(roles: keys, password: keys, unlock: keys), isOneself: false, signIn: accountSignIn, banner: nil
                ).render()
            ),
            (
                "admin-zastepstwa",
                SubstitutionsPage(
                    frame: S.frame(.substitutions), lines: [substitution], people: [("3", S.hostile)], substitutes: [("4", S.hostile)],
                    form: form(SubstitutionsPage.order), key: keys
                ).render()
            ),
            (
                "moje-zastepstwo",
                OwnSubstitutionPage(
                    frame: standIn, choices: [.init(absent: .init(officer: OfficerID(3), name: S.hostile), until: "do 1.04.2026", isCurrent: false, key: keys)],
                    current: S.hostile, backKey: keys, own: [substitution], substitutes: [("4", S.hostile)], form: form(["zastepca", "od", "do", "powod"]), key: keys
                ).render()
            ),
            (
                "admin-dziennik",
                JournalPage(
                    frame: S.frame(.journal),
                    lines: [
                        .init(
                            record: JournalRecord(
                                seq: 7, at: S.at(9, 0), entry: JournalEntry(actor: S.hostile, act: S.hostile, object: S.hostile, reason: S.hostile), hash: []),
                            actor: S.hostile, change: S.hostile)
                    ], hidesContent: true, form: form(["kto", "co", "od", "do"]), csvLink: "/admin/dziennik.csv", firstLink: "/admin/dziennik",
                    nextLink: "/admin/dziennik?przed=7"
                ).render()
            ),
            (
                "admin-kalendarz",
                CalendarPage(
                    frame: S.frame(.calendar), year: 2026, lines: [.init(day: day, name: S.hostile, source: S.hostile, isEntered: true)],
                    form: form(["dzien", "nazwa", "zrodlo"]), key: keys, banner: nil
                ).render()
            ),
            (
                "dziennik-platformy",
                PlatformJournalPage(
                    frame: S.frame(.journal), view: .messages,
                    messages: [
                        AnsweredMessage(
                            id: 7, at: S.at(9, 0), system: S.hostile, service: S.hostile, operation: S.hostile, result: 17, size: 900,
                            messageHash: ContentHash(String(repeating: "a", count: 64))!),
                        AnsweredMessage(
                            id: 6, at: S.at(9, 0), system: nil, service: "pull", operation: "oczekujaceDokumenty", result: 0, size: 900,
                            messageHash: ContentHash(String(repeating: "a", count: 64))!),
                    ], systems: [S.hostile], boxes: [S.hostile], form: form(["od", "do"]), firstLink: nil, nextLink: "/admin/dziennik/platforma?przed=6"
                ).render()
            ),
            (
                "dziennik-platformy-dokumenty",
                PlatformJournalPage(
                    frame: S.frame(.journal), view: .documents,
                    documents: [
                        BoxedDocument(
                            id: 7, box: S.hostile, submittedAt: S.at(9, 0), sender: S.hostile, system: S.hostile, fileName: S.hostile, size: 900, takenAt: nil)
                    ], systems: [], boxes: [S.hostile], form: FormPart(), firstLink: "/admin/dziennik/platforma", nextLink: nil
                ).render()
            ),
        ] + plan + peopleAndRules
    }

    private static var plan: [(name: String, bytes: [UInt8])] {
        let issue = PlanIssue(line: 4, symbol: S.hostile, weight: .error, message: S.hostile)
        let difference = FilePlanDifference(from: [planClass.entry], to: [PlanEntry(ClassSymbol("62")!, S.hostile)])
        let hit = PlanSearchPage.Line(hit: ClassHit(planClass: planClass, path: [S.hostile], isPermitted: true), isFavourite: true, key: keys)
        return [
            (
                "jrwa",
                FilePlanPage(
                    frame: S.frame(.filePlan), versions: [version], current: version.id, today: day, classes: [planClass], parent: planClass, words: S.hostile,
                    mayEdit: true, offersDemonstration: true, demonstrationKey: keys
                ).render()
            ),
            (
                "jrwa-pusty",
                FilePlanPage(
                    frame: S.frame(.filePlan), versions: [], current: nil, today: day, classes: [], parent: nil, words: "", mayEdit: true, offersDemonstration: true,
                    demonstrationKey: keys
                ).render()
            ),
            (
                "jrwa-podglad",
                PlanImportPage(
                    frame: S.frame(.filePlan),
                    preview: .init(difference: difference, classCount: 1, errors: [], warnings: [issue], csv: S.hostile), form: form(PlanImportPage.order), key: keys
                ).render()
            ),
            (
                "jrwa-klasa",
                ClassPage(
                    frame: S.frame(.filePlan), planClass: planClass, path: [planClass], children: [planClass], mode: .dedicated(system: S.hostile),
                    history: [ModeDecision(.paper, from: day, reason: .law, legalBasis: S.hostile, decidedOn: day)],
                    setting: ClassSetting(kind: .publicInformation, isKPA: true),
                    settling: SettlingTerm(.publicInformation, on: Samples.today), hasOwnSetting: false, units: ["GK"], mayEdit: true, banner: nil
                ).render()
            ),
            (
                "jrwa-klasa-podglad",
                ClassPage(
                    frame: S.frame(.planSearch), planClass: planClass, path: [planClass], children: [], mode: .electronic, history: [], setting: ClassSetting(),
                    settling: SettlingTerm(.publicInformation, on: Samples.today),
                    hasOwnSetting: true, units: ["GK"], mayEdit: false,
                    favourites: .init(isOwn: true, ownKey: keys, isUnits: false, unitKey: keys, unit: S.hostile), isLookUp: true, banner: Banner(S.hostile)
                ).render()
            ),
            (
                "jrwa-komorki",
                PermitMatrixPage(
                    frame: S.frame(.filePlan), units: [unit],
                    rows: [.init(symbol: "", title: "Wszystkie klasy", isLeaf: true), .init(symbol: "6", title: S.hostile, isLeaf: false)], permits: [unit.id: [""]],
                    parent: nil, key: keys, banner: nil
                ).render()
            ),
            (
                "jrwa-szukaj",
                PlanSearchPage(
                    frame: S.frame(.planSearch), words: S.hostile, found: [hit], own: [hit], favourites: [hit], recent: [], unit: "GK", hasPlan: true,
                    isDemonstration: true
                ).render()
            ),
        ]
    }

    private static var peopleAndRules: [(name: String, bytes: [UInt8])] {
        let duplicate = ContactDuplicate(contact: contact(2), strength: 3, reasons: ["ten sam PESEL"])
        let trial = [RuleTrial(work: work, holds: true, earlier: rule), RuleTrial(work: work, holds: true, earlier: nil)]
        return [
            (
                "reguly",
                RulesPage(
                    frame: S.frame(.rules), lines: [.init(rule: rule, isInForce: true, mayRise: true, mayFall: true, upKey: keys, downKey: keys)], ended: [rule],
                    banner: nil
                ).render()
            ),
            (
                "regula-nowa",
                RuleFormPage(
                    frame: S.frame(.rules), form: form(RuleFormPage.order.filter { $0 != "warunek" }), channels: ["epuap"],
                    directory: HolderDirectory(entries: [.init(holder: Holder(unit: UnitID(2)), label: S.hostile, code: "GK")]), trial: trial, key: keys
                ).render()
            ),
            (
                "regula",
                RulePage(
                    frame: S.frame(.rules), rule: rule, unit: "GK", isInForce: true, trace: [.init(work: work, at: S.at(9, 0))], trial: trial,
                    form: form(["do", "powod"]),
                    key: keys, banner: nil, today: day
                ).render()
            ),
            (
                "osoby",
                ContactsPage(
                    frame: S.frame(.contacts), contacts: [contact(1)], words: S.hostile, kind: "osoby", suspicions: 2, mayEdit: true, firstLink: "/ezd/osoby",
                    nextLink: nil
                ).render()
            ),
            (
                "osoba",
                ContactPage(
                    frame: S.frame(.contacts), contact: contact(1), showsPESEL: false, duplicates: [duplicate], letters: S.hostileRows, cases: [],
                    history: [ContactRevision(number: 1, card: ContactCard(.institution(S.hostile)), until: S.at(9, 0), changedBy: S.hostile)],
                    merges: [
                        .init(
                            merge: ContactMerge(id: ContactMergeID(1), survivor: ContactID(1), merged: ContactID(2), by: S.hostile, at: S.at(9, 0)), label: S.hostile,
                            key: keys)
                    ], mayEdit: true, revealKey: keys, banner: nil
                ).render()
            ),
            (
                "osoba-popraw",
                ContactFormPage(
                    frame: S.frame(.contacts), contact: contact(1),
                    form: form(["nazwisko", "imiona", "pesel", "nip", "miejscowosc", "kod", "kanal", "uwagi"]), key: keys, duplicates: [duplicate]
                ).render()
            ),
            (
                "osoby-polacz",
                MergePage(
                    frame: S.frame(.contacts), kept: contact(1), other: contact(2), plan: ContactMergePlan(survivor: contact(1).card, merged: contact(2).card),
                    mergeKey: keys, differentKey: keys, errors: [S.hostile]
                ).render()
            ),
        ]
    }
}
