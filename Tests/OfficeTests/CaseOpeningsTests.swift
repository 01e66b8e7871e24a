import Chancery
import Kernel
import Law
import Office
import Store
import StoreTesting
import Testing

/// A small office with the demonstration plan: GK keeps trees, FN keeps taxes.
private struct Workplace: Sendable {
    struct Person: Sendable {
        var acting: ActingOfficer
        var rights: OfficerRights
        var id: OfficerID { acting.officer }
    }
    var office: OfficeHouse
    var now: Instant
    var gk: UnitID
    var fn: UnitID
    var mayor: Person
    var head: Person
    var first: Person
    var second: Person
    var taxes: Person

    static let performer = Performer(id: "system:próba", name: "próba")

    static func make(_ office: OfficeHouse, at now: Instant) async throws -> Workplace {
        let today = PolishTime.day(of: now), from = today.adding(days: -100)
        return try await office.database.write { c in
            let gk = try Organisation.openUnit(c, code: "GK", name: "Gospodarka Komunalna", parent: nil, from: from, by: performer, at: now)
            let fn = try Organisation.openUnit(c, code: "FN", name: "Finanse", parent: nil, from: from, by: performer, at: now)
            func person(_ name: String, _ unit: UnitID, isHead: Bool = false, _ roles: [(ChanceryRole, RoleScope)]) throws -> Person {
                let account = "konto:\(name)"
                let id = try Organisation.addOfficer(c, givenNames: name, surname: "Próbny", account: account, from: from, by: performer, at: now)
                try Organisation.appoint(c, id, to: unit, title: "inspektor", isHead: isHead, from: from, by: performer, at: now)
                for (role, scope) in roles { try Organisation.grant(c, RoleGrant(role, scope: scope, validFrom: from), to: id, by: performer, at: now) }
                let acting = try Organisation.acting(c, account: account, at: now)
                return Person(acting: acting, rights: try Organisation.rights(c, of: acting, at: now))
            }
            let mayor = try person("Wójt", fn, [(.assigner, .office)])
            let head = try person("Kierownik", gk, isHead: true, [(.caseOfficer, .own)])
            let first = try person("Adam", gk, [(.caseOfficer, .own)]), second = try person("Iga", gk, [(.caseOfficer, .own)])
            let taxes = try person("Skarbnik", fn, isHead: true, [(.caseOfficer, .own)])
            try FilePlan.apply(
                c, try DemonstrationPlan.plan(), name: DemonstrationPlan.name, from: from, basis: DemonstrationPlan.basis, isDemonstration: true, by: performer, at: now)
            try FilePlan.permit(c, gk, ["61", "7"], by: performer, at: now)
            try FilePlan.permit(c, fn, ["3"], by: performer, at: now)
            return Workplace(office: office, now: now, gk: gk, fn: fn, mayor: mayor, head: head, first: first, second: second, taxes: taxes)
        }
    }

    /// Registers a letter and gives it to somebody.
    func letter(_ title: String, to person: Person?, replyBox: String? = nil) async throws -> LetterRef {
        let now = now, mayor = mayor, today = PolishTime.day(of: now)
        let sender = Correspondent(
            .person(surname: "Kowalik", givenNames: "Jan"), address: PostalAddress(postCode: "55-110", town: "Prusice", street: "Polna", building: "5"),
            identifiers: CorrespondentIdentifiers(replyBox: replyBox))
        return try await office.database.write { c in
            let outcome = try LetterIntake.register(
                c, Registration(metadata: LetterMetadata(senders: [sender], title: title), channel: .paper, arrivalDay: today), by: Self.performer, at: now)
            let letter = try #require(try IncomingRegister.reference(c, outcome.number))
            if let person {
                let recipient = AssignmentRecipient(Holder(unit: person.acting.unit, officer: person.id), label: person.acting.name, isLead: true)
                let work = try #require(try LetterWork.find(c, letter))
                try Assignments.assign(c, letter, version: work.version, AssignmentOrder([recipient]), by: mayor.acting, at: now)
            }
            return letter
        }
    }

    func open(_ symbol: String, _ title: String, by person: Person, from letter: LetterRef? = nil, _ change: @Sendable @escaping (inout CaseDraft) -> Void = { _ in })
        async throws -> OpenedCase
    {
        let now = now
        let symbol = try #require(ClassSymbol(symbol))
        return try await office.database.write { c in
            var draft = CaseDraft(symbol, title: title)
            change(&draft)
            let version = try letter.flatMap { try LetterWork.find(c, $0)?.version }
            return try CaseOpenings.open(
                c, draft, from: letter.flatMap { l in version.map { (l, $0) } }, acting: person.acting, rights: person.rights, at: now)
        }
    }
}

@Suite("Opening cases")
struct CaseOpeningsTests {
    @Test("a letter becomes a case with its term, its sender as a party, and the plan learns", arguments: Backend.available)
    func fromLetter(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let w = try await Workplace.make(office, at: clock.now)
            let letter = try await w.letter("Wniosek o usunięcie drzewa", to: w.first)
            let opened = try await w.open("6131", "Usunięcie drzewa", by: w.first, from: letter)
            #expect(opened.sign.description == "GK.6131.1.2026")
            #expect(opened.due != nil)
            let today = PolishTime.day(of: clock.now)
            try await office.database.read { c in
                let parties = try Cases.parties(c, opened.id)
                #expect(parties.map(\.label) == ["Kowalik Jan"] && parties.first?.address == "Polna 5\n55-110 Prusice")
                #expect(try FilePlan.recent(c, by: w.first.id, on: today).first?.planClass.symbol.description == "6131")
                #expect(try LetterWork.find(c, letter)?.state == .inCase)
                let entries = try Metryka.entries(c, case: opened.id).map(\.act)
                for act in ["Zarejestrowano pismo", "Zadekretowano pismo", "Wszczęto sprawę"] { #expect(entries.filter { $0 == act }.count == 1, "\(act)") }
            }
        }
    }

    @Test("an answer goes to the box the letter of its case came from, whatever the person used elsewhere", arguments: Backend.available)
    func answers(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let w = try await Workplace.make(office, at: clock.now)
            for box in ["/kowalik/domyslna", "/kowalik/firma"] {
                let letter = try await w.letter("Wniosek o usunięcie drzewa", to: w.first, replyBox: box)
                let opened = try await w.open("6131", "Usunięcie drzewa", by: w.first, from: letter)
                let boxes = try await office.database.read { c in
                    try CaseAddressees.candidates(c, try #require(try Cases.find(c, opened.id))).map(\.addressee.correspondent.identifiers.replyBox)
                }
                #expect(boxes == [box])
            }
        }
    }

    @Test("the kind of the class gives the term and its basis; the person may say that the case is of another kind", arguments: Backend.available)
    func terms(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let w = try await Workplace.make(office, at: clock.now)
            let usual = try await w.open("6131", "Drzewo", by: w.first)
            let certificate = try await w.open("6131", "Zaświadczenie o drzewie", by: w.first) { $0.kind = .certificate }
            let prompt = try await w.open("6131", "Drobna sprawa", by: w.first) { $0.kind = .immediate }
            let found = try await office.database.read { c in try [usual, certificate, prompt].map { try Cases.find(c, $0.id)?.settling } }
            #expect(
                found == [
                    SettlingTerm(CaseTerm(1, .month), basis: "KPA art. 35 § 3"), SettlingTerm(CaseTerm(7, .day), basis: "KPA art. 217 § 3"),
                    SettlingTerm(nil, basis: "niezwłocznie, KPA art. 35 § 2"),
                ])
            #expect(prompt.due == nil && certificate.due != nil)
        }
    }

    @Test("R1.19: each reading of what is not public is kept with name and time, and told for the letter and for its case", arguments: Backend.available)
    func readings(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let w = try await Workplace.make(office, at: clock.now)
            let letter = try await w.letter("Wniosek o usunięcie drzewa", to: w.first)
            let opened = try await w.open("6131", "Usunięcie drzewa", by: w.first, from: letter)
            let now = clock.now
            try await office.database.write { c in
                let work = try #require(try LetterWork.find(c, letter))
                let number = try #require(RegisterNumber(work.reference))
                let file = try #require(try Cases.find(c, opened.id))
                #expect(try !ReadingLog.note(c, .incoming(number), access: .fullyPublic, by: "konto:9", name: "Nikt", at: now))
                try ReadingLog.note(c, .incoming(number), access: .notPublic, by: "konto:Iga", name: "Iga Próbna", at: now)
                try ReadingLog.note(c, .element(opened.id, position: 1), access: .partlyPublic, by: "konto:Adam", name: "Adam Próbny", at: now)
                try ReadingLog.note(c, .element(opened.id, position: 9), access: .notPublic, by: "konto:Adam", name: "Adam Próbny", at: now)
                #expect(try ReadingLog.readings(c, of: number, limit: 10).map(\.who) == ["Adam Próbny", "Iga Próbna"])
                #expect(try ReadingLog.readings(c, of: file, limit: 10).map(\.who) == ["Adam Próbny", "Iga Próbna"])
                let page = try ReadingLog.readings(c, of: file, limit: 1)
                #expect(try ReadingLog.readings(c, of: file, before: page.last?.seq, limit: 10).map(\.who) == ["Iga Próbna"])
                #expect(try ReadingLog.readings(c, of: opened.id, position: 1, limit: 10).map(\.who) == ["Adam Próbny"])
                #expect(ReadingLog.mayAsk(w.first.rights, about: [file.accessSubject()]) && ReadingLog.mayAsk(w.head.rights, about: [file.accessSubject()]))
                #expect(!ReadingLog.mayAsk(w.second.rights, about: [file.accessSubject()]) && !ReadingLog.mayAsk(w.taxes.rights, about: [file.accessSubject()]))
            }
        }
    }

    @Test("a part is split off and a completed case begins anew, by those who work on it, in its unit and by the plan's rules", arguments: Backend.available)
    func descent(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let w = try await Workplace.make(office, at: clock.now)
            let letter = try await w.letter("Wniosek o usunięcie drzewa", to: w.first)
            let opened = try await w.open("6131", "Usunięcie drzewa", by: w.first, from: letter)
            func file() async throws -> CaseFile { try #require(try await office.database.read { try Cases.find($0, opened.id) }) }
            func split(_ symbol: String, by person: Workplace.Person) async throws -> OpenedCase {
                let source = try await file(), now = clock.now
                let draft = CaseDraft(try #require(ClassSymbol(symbol)), title: "Odszkodowanie")
                return try await office.database.write { c in
                    try CaseOpenings.split(
                        c, source, version: source.version, draft, taking: CaseLegacy(takesParties: true), acting: person.acting, rights: person.rights, at: now)
                }
            }
            await #expect(throws: Problem.self) { _ = try await split("6131", by: w.second) }
            let refusal = await #expect(throws: Problem.self) { _ = try await split("3120", by: w.first) }
            #expect(refusal?.field == "klasa")
            // The head keeps the part for himself; it stands in the list of the unit.
            let part = try await split("6131", by: w.head)
            #expect(part.sign.description == "GK.6131.2.2026")
            #expect(try await office.database.read { try Cases.parties($0, part.id).map(\.label) } == ["Kowalik Jan"])
            let second = try await w.letter("Kolejny wniosek o usunięcie drzewa", to: w.first)
            let number = try #require(try await office.database.read { c in try LetterWork.find(c, second).flatMap { RegisterNumber($0.reference) } })
            func anew(by person: Workplace.Person) async throws -> OpenedCase {
                let former = try await file(), now = clock.now
                let draft = CaseDraft(try #require(ClassSymbol("6131")), title: "Usunięcie drzewa, ponownie")
                return try await office.database.write { c in
                    try CaseOpenings.startAnew(
                        c, former, version: former.version, draft, from: number, taking: CaseLegacy(), reason: "nowy wniosek", acting: person.acting,
                        rights: person.rights, at: now)
                }
            }
            await #expect(throws: Problem.self) { _ = try await anew(by: w.first) }
            let seen = try await file(), now = clock.now
            try await office.database.write { c in
                try CaseClosing.close(c, seen.id, version: seen.version, on: PolishTime.day(of: now), warningsRead: true, by: w.first.acting, at: now)
            }
            await #expect(throws: Problem.self) { _ = try await anew(by: w.second) }
            let new = try await anew(by: w.first)
            #expect(new.sign.description == "GK.6131.3.2026")
            let (work, relations, due) = try await office.database.read { c in
                (try LetterWork.find(c, second)?.state, try Cases.relations(c, new.id).map(\.sign), try Cases.find(c, new.id)?.due)
            }
            #expect(work == .inCase && relations == [opened.sign] && due != nil)
        }
    }

    @Test("the officer's own favourites are offered after the recent classes and before the unit's, each class once", arguments: Backend.available)
    func favourites(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let w = try await Workplace.make(office, at: clock.now)
            let today = PolishTime.day(of: clock.now)
            _ = try await w.open("6131", "Drzewo", by: w.first)
            let (own, units, foreign) = (try #require(ClassSymbol("7230")), try #require(ClassSymbol("6132")), try #require(ClassSymbol("3120")))
            try await office.database.write { c in
                for symbol in [own, foreign] { try FilePlan.setFavourite(c, symbol, by: w.first.id, true, on: today) }
                for symbol in [own, units] { try FilePlan.setFavourite(c, symbol, of: w.gk, true) }
            }
            func offered(_ person: Workplace.Person) async throws -> [(String, ClassChoice.Source)] {
                try await office.database.read { c in
                    try ClassChoices.offered(c, title: "", sender: nil, unit: w.gk, officer: person.id, start: today, on: today).map {
                        ($0.symbol.description, $0.source)
                    }
                }
            }
            let mine = try await offered(w.first)
            #expect(mine.map(\.0) == ["6131", "7230", "6132"] && mine.map(\.1) == [.recent, .favourite, .unitFavourite])
            #expect(try await offered(w.second).map(\.1) == [.unitFavourite, .unitFavourite])
        }
    }

    @Test("a class of another unit is refused with the name of the unit that may", arguments: Backend.available)
    func otherClass(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let w = try await Workplace.make(office, at: clock.now)
            let refusal = await #expect(throws: Problem.self) { _ = try await w.open("3120", "Podatek", by: w.first) }
            #expect(refusal?.field == "klasa" && refusal?.message.contains("FN") == true)
        }
    }

    @Test("a letter that somebody else holds, or nobody yet, cannot be put into a case by a case officer", arguments: Backend.available)
    func otherLetter(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let w = try await Workplace.make(office, at: clock.now)
            for letter in [try await w.letter("Cudze pismo o drzewie", to: w.second), try await w.letter("Niczyje pismo o krzewie", to: nil)] {
                let refusal = await #expect(throws: Problem.self) { _ = try await w.open("6131", "Drzewo", by: w.first, from: letter) }
                #expect(refusal?.code == .forbidden)
            }
        }
    }

    @Test("only the head names another officer, and only one of the unit", arguments: Backend.available)
    func otherOfficer(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let w = try await Workplace.make(office, at: clock.now)
            let second = w.second.id, stranger = w.taxes.id
            await #expect(throws: Problem.self) { _ = try await w.open("6131", "Drzewo", by: w.first) { $0.officer = second } }
            let opened = try await w.open("6131", "Drzewo", by: w.head) { $0.officer = second }
            let file = try await office.database.read { try Cases.find($0, opened.id) }
            #expect(file?.officer == second)
            let refusal = await #expect(throws: Problem.self) { _ = try await w.open("6131", "Drzewo", by: w.head) { $0.officer = stranger } }
            #expect(refusal?.field == "prowadzacy")
        }
    }

    @Test("lists show exactly the cases that may be opened, and shares open nothing else", arguments: Backend.available)
    func listsAndSight(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let w = try await Workplace.make(office, at: clock.now)
            let now = clock.now, today = PolishTime.day(of: now)
            let a = try await w.open("6131", "Drzewo A", by: w.first), b = try await w.open("6131", "Drzewo B", by: w.second)
            let t = try await w.open("3120", "Podatek", by: w.taxes)
            try await office.database.write { c in
                let note = try Cases.add(c, CaseElementContent(.note, title: "Jawna", text: "a"), to: a.id, by: w.first.acting, at: now)
                try Cases.add(c, CaseElementContent(.note, title: "Druga", text: "b"), to: a.id, by: w.first.acting, at: now)
                try CaseSharing.share(c, a.id, with: w.fn, element: note, by: w.first.acting, at: now)
            }
            try await office.database.read { c in
                for person in [w.mayor, w.head, w.first, w.second, w.taxes] {
                    let visible = try Cases.page(c, CaseQuery(), seenBy: person.rights.visibility([.whole, .sharedPart, .metadata]), on: today).rows.map(\.id)
                    for id in [a.id, b.id, t.id] {
                        let file = try #require(try Cases.find(c, id))
                        let sight = try Cases.sight(c, file, acting: person.acting, rights: person.rights)
                        #expect(visible.contains(id) == (sight.extent != .nothing), "\(person.acting.name) \(file.sign)")
                    }
                }
                let file = try #require(try Cases.find(c, a.id))
                let sight = try Cases.sight(c, file, acting: w.taxes.acting, rights: w.taxes.rights)
                #expect(try Cases.elements(c, a.id).filter(sight.sees).map(\.content.title) == ["Jawna"])
                #expect(!sight.mayAdd && !sight.work.isAllowed)
            }
        }
    }

    @Test("pages in the order of signs give every case once", arguments: Backend.available)
    func signOrder(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let w = try await Workplace.make(office, at: clock.now)
            for n in 1...11 { _ = try await w.open(n % 2 == 0 ? "6131" : "6132", "Drzewo \(n)", by: w.first) }
            try await office.database.read { c in
                var q = CaseQuery()
                (q.order, q.limit) = (.sign, 4)
                var seen: [CaseSign] = []
                while true {
                    let page = try Cases.page(c, q)
                    seen += page.rows.map(\.sign)
                    guard let next = page.next else { break }
                    q.after = CaseQuery.Position(next.description)
                }
                #expect(seen.count == 11 && seen == seen.sorted())
            }
        }
    }

    @Test("a note is corrected by a new one; the old text stays, taken out", arguments: Backend.available)
    func rewritten(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let w = try await Workplace.make(office, at: clock.now)
            let now = clock.now
            let opened = try await w.open("6131", "Drzewo", by: w.first)
            try await office.database.write { c in
                let note = try Cases.add(c, CaseElementContent(.note, title: "Notatka", text: "stara"), to: opened.id, by: w.first.acting, at: now)
                try Cases.rewriteNote(c, note, title: "Notatka", text: "nowa", by: w.first.acting, at: now)
                #expect(throws: Problem.self) { try Cases.rewriteNote(c, note, title: "Notatka", text: "trzecia", by: w.first.acting, at: now) }
                let elements = try Cases.elements(c, opened.id)
                #expect(elements.map(\.content.text) == ["stara", "nowa"] && elements[0].removal?.reason.contains("pozycji 2") == true && elements[1].removal == nil)
            }
        }
    }
}
