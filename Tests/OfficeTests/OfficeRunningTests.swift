import Chancery
import Foundation
import Identity
import Kernel
import Law
import Office
import Store
import StoreTesting
import Testing

/// Taking on, leaving, reorganising, and what a page says is missing.
@Suite struct OfficeRunningTests {
    static let admin = Performer(id: "konto:1", name: "Ewa Rybak")
    static let start = Day("2026-01-01")!

    struct People: Sendable {
        var gk: UnitID
        var or: UnitID
        var head: OfficerID
        var clerk: OfficerID
        var acting: ActingOfficer
    }

    /// Two units; the first has a head and a clerk.
    static func people(_ c: any SQLConnection, at now: Instant) throws -> People {
        let gk = try Organisation.openUnit(c, code: "GK", name: "Gospodarka", from: start, by: admin, at: now)
        let or = try Organisation.openUnit(c, code: "OR", name: "Organizacja", from: start, by: admin, at: now)
        func officer(_ given: String, _ surname: String, _ account: String, _ unit: UnitID, head: Bool) throws -> OfficerID {
            let id = try Organisation.addOfficer(c, givenNames: given, surname: surname, account: account, from: start, by: admin, at: now)
            try Organisation.appoint(c, id, to: unit, title: head ? "kierownik" : "inspektor", isHead: head, from: start, by: admin, at: now)
            return id
        }
        let head = try officer("Piotr", "Kier", "konto:12", gk, head: true)
        let clerk = try officer("Adam", "Sowa", "konto:13", gk, head: false)
        _ = try officer("Iga", "Bąk", "konto:14", or, head: true)
        return People(
            gk: gk, or: or, head: head, clerk: clerk, acting: ActingOfficer(officer: clerk, name: "Adam Sowa", post: "inspektor", unit: gk, account: "konto:13"))
    }

    static func open(_ c: any SQLConnection, _ people: People, _ symbol: String, _ title: String, at now: Instant) throws -> CaseID {
        let opening = CaseOpening(unit: people.gk, unitCode: "GK", classification: CaseClass(symbol: symbol, title: "Klasa \(symbol)", category: "B5"), title: title)
        return try Cases.open(c, opening, by: people.acting, at: now) { _ in false }.id
    }

    @Test("Cases go to the units that take them over, by class, with mentions in both files; a job that is repeated moves none twice", arguments: Backend.available)
    func handOvers(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let now = clock.now, today = PolishTime.day(of: now)
            let (people, ids) = try await office.database.write { c in
                let people = try Self.people(c, at: now)
                var ids: [CaseID] = []
                for n in 0..<45 { ids.append(try Self.open(c, people, n % 3 == 0 ? "6131" : "7226", "Sprawa \(n)", at: now)) }
                return (people, ids)
            }
            let done = try await office.database.write { c in
                var plan = Reorganisation.split(
                    people.gk, into: [(.init(code: "DR", name: "Drogi"), []), (.init(code: "SR", name: "Środowisko"), ["61"])], on: today, reason: "zarządzenie 12")
                let posts = try Organisation.staff(c, of: people.gk, on: today)
                plan.transfers = posts.map { .init(post: $0.post.id, to: .opened(code: $0.officer.id == people.clerk ? "SR" : "DR")) }
                let preview = try ReorganisationFlow.preview(c, plan, at: now)
                #expect(preview.problems.isEmpty && preview.warnings.isEmpty)
                #expect(preview.sentences.contains("GK → SR (klasy 61): niezakończone sprawy: 15."), "\(preview.sentences)")
                try ReorganisationFlow.apply(c, plan, by: Self.admin, at: now)
                return ids[0]
            }
            let runner = JobRunner([CaseHandOvers.handler], worker: "a")
            #expect(try await runner.run(office) == 2)
            #expect(try await runner.run(office) == 0)
            try await office.database.read { c in
                let tree = try Organisation.tree(c, on: today)
                let dr = try #require(tree.units.first { $0.code.description == "DR" }), sr = try #require(tree.units.first { $0.code.description == "SR" })
                #expect(Set(try Organisation.handOvers(c).compactMap(\.cases)) == [15, 30])
                let open = try Cases.unfinished(c, of: [people.gk, dr.id, sr.id])
                #expect(open[people.gk] == nil && open[dr.id] == ["7226": 30] && open[sr.id] == ["6131": 15])
                let old = try #require(try Cases.find(c, done))
                let relation = try #require(try Cases.relations(c, done).first)
                #expect(old.state == .continued && relation.kind == .continuedBy && relation.sign.unitCode == "SR")
                let new = try #require(try Cases.find(c, relation.other))
                // The clerk went along, so he goes on with his cases.
                #expect(new.officer == people.clerk && new.category == "B5" && new.founder.contains("reorganizacja"))
            }
        }
    }

    @Test("A hand-over for a later day waits for it", arguments: Backend.available) func later(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let now = clock.now, tomorrow = PolishTime.day(of: now).adding(days: 1)
            let people = try await office.database.write { c in
                let people = try Self.people(c, at: now)
                _ = try Self.open(c, people, "6131", "Sprawa", at: now)
                try ReorganisationFlow.handOver(c, CaseHandOver(from: people.gk, to: people.or, onDay: tomorrow, reason: "zarządzenie 1"), by: Self.admin, at: now)
                return people
            }
            let runner = JobRunner([CaseHandOvers.handler], worker: "a")
            #expect(try await runner.run(office) == 0)
            clock.now = PolishTime.start(of: tomorrow).adding(seconds: 60)
            #expect(try await runner.run(office) == 1)
            let moved = try await office.database.read { try Cases.unfinished($0, of: [people.or]) }
            #expect(moved[people.or] == ["6131": 1])
        }
    }

    @Test("Who holds a case does not leave; with nothing open he does, and his rights end", arguments: Backend.available) func leaving(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let now = clock.now, today = PolishTime.day(of: now)
            try await office.database.write { c in
                let people = try Self.people(c, at: now)
                let id = try Self.open(c, people, "6131", "Sprawa", at: now)
                let held = try OfficerLeaving.holdings(c, of: people.clerk)
                #expect(held.work == OpenWork(letters: 0, cases: 1, drafts: 0) && held.cases.map(\.id) == [id])
                #expect(throws: Problem.self) { try OfficerLeaving.leave(c, people.clerk, lastDay: today, by: Self.admin, at: now) }
                let version = try #require(try Cases.find(c, id)).version
                try Cases.markMistaken(c, id, version: version, reason: "próba", by: people.acting, at: now)
                try OfficerLeaving.leave(c, people.clerk, lastDay: today, by: Self.admin, at: now)
                #expect(try Organisation.rights(c, of: people.clerk, on: today.adding(days: 1)).grants.isEmpty)
            }
        }
    }

    @Test("What the administrator should mend is found, worst first") func shortcomings() async throws {
        guard let backend = Backend.available.first else { return }
        try await withOffice(backend) { office, clock in
            let now = clock.now
            let found = try await office.database.write { c in
                _ = try Self.people(c, at: now)
                _ = try Organisation.openUnit(c, code: "SO", name: "Sprawy", from: Self.start, by: Self.admin, at: now)
                return try OfficeShortcomings.find(c, accounts: ["konto:12", "konto:13"], at: now)
            }
            #expect(found.first?.weight == .failure && found.first?.place == .filePlan)
            #expect(found.map(\.weight) == found.map(\.weight).sorted())
            let words = found.map(\.words)
            #expect(words.contains("Komórka SO – Sprawy nie ma kierownika."))
            #expect(words.contains("Iga Bąk nie ma czynnego konta.") && !words.contains("Adam Sowa nie ma czynnego konta."))
        }
    }

    @Test("The page of rights tells why, of a case and of a letter") func explanation() async throws {
        guard let backend = Backend.available.first else { return }
        try await withOffice(backend) { office, clock in
            let now = clock.now, today = PolishTime.day(of: now)
            try await office.database.write { c in
                let people = try Self.people(c, at: now)
                let sign = try #require(try Cases.find(c, Self.open(c, people, "6131", "Sprawa", at: now))).sign
                let rights = try Organisation.rights(c, of: people.head, on: today)
                let found = try ObjectExplanation.find(c, sign.description, of: rights)
                #expect(found.name == sign.description && found.lines.first?.decision.reason == "widzi, bo jest kierownikiem komórki GK")
                let m = LetterMetadata(senders: [Correspondent(.person(surname: "Łoś", givenNames: "Jan"))], title: "Pismo")
                let number = try LetterIntake.register(c, Registration(metadata: m, channel: .paper, arrivalDay: today), by: Self.admin, at: now).number
                #expect(try ObjectExplanation.find(c, number.description, of: rights).lines.first?.decision.extent == nil)
                // The sender of a letter joins the people of the office.
                #expect(try Contacts.search(c, "los").count == 1)
                #expect(throws: Problem.self) { try ObjectExplanation.find(c, "RPW/999/2026", of: rights) }
            }
        }
    }

    @Test("A person is taken on with account, post and roles, once; what the office refuses makes no account", arguments: Backend.available)
    func takingOn(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: House.platformMigrations) { platform in
            try await withOffice(backend) { office, clock in
                let now = clock.now
                let accounts = Accounts(platform: platform, passwords: PasswordHasher(cost: PasswordCost(logN: 4)))
                let administrator = try await accounts.add(
                    NewAccount(office: office.record.id, login: "admin", displayName: "Ewa Rybak", roles: [.administrator]), password: "zielony rower nad stawem",
                    by: Self.admin, at: now)
                let people = try await office.database.write { try Self.people($0, at: now) }
                func person(_ login: String, unit: UnitID, head: Bool) -> TakingOn {
                    TakingOn(
                        givenNames: "Żaneta", surname: "Ćwik", login: login, password: "czerwony dach za lasem", accountRoles: [.officer], unit: unit, post: "inspektor",
                        isHead: head, roles: [.init(.caseOfficer, .own), .init(.approver, .unit)], from: Self.start)
                }
                // The unit has a head already: nothing is written, no account is made.
                await #expect(throws: Problems.self) {
                    _ = try await person("zaneta", unit: people.gk, head: true).carryOut(
                        in: office, accounts: accounts, key: OneTimeKey(), administrator: administrator, by: Self.admin, at: now
                    ) { "/\($0)" }
                }
                #expect(try await accounts.find(login: "zaneta") == nil)
                let key = OneTimeKey()
                var places: Set<String> = []
                for _ in 0..<2 {
                    places.insert(
                        try await person("zaneta", unit: people.gk, head: false).carryOut(
                            in: office, accounts: accounts, key: key, administrator: administrator, by: Self.admin, at: now
                        ) { "/\($0)" })
                }
                #expect(places.count == 1)
                let account = try #require(try await accounts.find(login: "zaneta"))
                try await office.database.read { c in
                    let officer = try #require(try Organisation.officer(c, account: account.performer.id))
                    #expect(try Organisation.grants(c, of: officer.id).map(\.role) == [.caseOfficer, .approver])
                    #expect(try Organisation.grants(c, of: officer.id).last?.unit == people.gk)
                    #expect(try Organisation.officers(c).filter { $0.surname == "Ćwik" }.count == 1)
                }
            }
        }
    }
}
