import Chancery
import Kernel
import Law
import Store
import StoreTesting
import Testing

@Suite struct ArchiveTests {
    typealias D = OfficeDesk
    typealias K = CaseDesk

    static let archivist = ActingOfficer(officer: OfficerID(9), name: "Michał Bąk", post: "archiwista", unit: D.office, account: "konto:19")
    static func day(_ text: String) -> Instant { PolishTime.start(of: Day(text)!).adding(seconds: 3600 * 9) }

    private func run(_ backend: Backend, _ body: @escaping @Sendable (any SQLConnection) throws -> Void) async throws {
        try await backend.withDatabase(migrations: D.migrations) { db in
            try await db.write(body)
            #expect(try await Journal.verify(db).isIntact)
        }
    }

    /// A case closed in March 2026 and taken over in January 2029.
    static func archived(_ c: any SQLConnection) throws -> CaseID {
        let id = try K.open(c, from: try D.letter(c)).id
        try K.close(c, id)
        _ = try Archive.takeOver(c, at: day("2029-01-01"))
        return id
    }

    @Test(
        "The archive takes a case over two full years after the year of completion",
        arguments: [("2023-01-01", "2026-01-01"), ("2023-12-31", "2026-01-01"), ("2024-02-29", "2027-01-01")])
    func calendar(_ completed: String, _ taken: String) throws {
        let completed = try #require(Day(completed)), taken = try #require(Day(taken))
        #expect(ArchiveRules.transferDay(completed: completed) == taken)
        #expect(completed < ArchiveRules.completedBefore(taken)! && completed >= ArchiveRules.completedBefore(taken.adding(days: -1))!)
    }

    @Test(
        "A category is only lengthened (R1.21)",
        arguments: [
            ("B5", "B10", true), ("B5", "A", true), ("B5", "BE5", true), ("BE5", "B5", false), ("B10", "B5", false), ("A", "B50", false), ("B5", "B5", false),
            ("Bc", "B2", true),
        ])
    func lengthening(_ before: String, _ after: String, _ may: Bool) throws {
        #expect(ArchiveRules.mayChange(from: ArchivalCategory(before), to: try #require(ArchivalCategory(after))) == may)
    }

    @Test("A completed case comes by itself when its time is there, once, and its unit only reads it", arguments: Backend.available)
    func takingOver(_ backend: Backend) async throws {
        try await run(backend) { c in
            let id = try K.open(c, from: try D.letter(c)).id
            try K.close(c, id)
            let open = try K.open(c, from: try D.letter(c, "Drugi")).id
            #expect(try Archive.takeOver(c, at: Self.day("2028-12-31")) == 0)
            #expect(try Archive.completed(c, before: Day("2027-01-01")!, officer: D.adam.officer, after: nil, limit: 5).map(\.id) == [id])
            #expect(try Archive.takeOver(c, at: Self.day("2029-01-01")) == 1)
            #expect(try Archive.takeOver(c, at: Self.day("2029-01-02")) == 0)
            let kept = try #require(try Archive.standing(c, id))
            #expect(kept.file.state == .archived && kept.category == .years(5) && kept.disposableFrom == Day("2032-01-01"))
            #expect(try K.find(c, open).state != .archived)
            #expect(!D.rights(D.adam, .caseOfficer).decide(.workCase, on: kept.file.accessSubject()).isAllowed)
            #expect(D.rights(D.adam, .caseOfficer).decide(.read, on: kept.file.accessSubject()).isAllowed)
            #expect(try K.acts(c, id).last == "Sprawa przeszła do archiwum zakładowego")
        }
    }

    @Test("R1.21: the archivist keeps longer, with a reason; what was stays to be read", arguments: Backend.available)
    func category(_ backend: Backend) async throws {
        try await run(backend) { c in
            let id = try Self.archived(c), now = Self.day("2029-02-01")
            #expect(problem { try Archive.changeCategory(c, id, to: "B2", reason: "krócej", by: Self.archivist, at: now) }?.field == "kategoria")
            #expect(problem { try Archive.changeCategory(c, id, to: "B10", reason: " ", by: Self.archivist, at: now) }?.field == "powod")
            try Archive.changeCategory(c, id, to: "b10", reason: "spór o granice", by: Self.archivist, at: now)
            #expect(try Archive.standing(c, id)?.disposableFrom == Day("2037-01-01"))
            #expect(try Archive.changes(c, id).map { [$0.before, $0.after, $0.reason, $0.by] } == [["B5", "B10", "spór o granice", "Michał Bąk"]])
            #expect(refusal(c, "UPDATE archive_category_change SET reason = 'x'") != nil)
            #expect(refusal(c, "DELETE FROM archive_category_change") != nil)
        }
    }

    @Test("R1.22: what is held is not proposed, and a hold put on a listed case stops the consent", arguments: Backend.available)
    func holds(_ backend: Backend) async throws {
        try await run(backend) { c in
            let id = try Self.archived(c), then = Day("2032-01-01")!, now = Self.day("2032-01-02")
            let first = try Archive.hold(c, id, reason: "sprawa w sądzie", by: Self.archivist, at: now)
            let second = try Archive.hold(c, id, reason: "kontrola", by: Self.archivist, at: now)
            #expect(try Archive.disposable(c, on: then, limit: 5).isEmpty)
            #expect(problem { try DisposalLists.make(c, by: Self.archivist, at: now) }?.code == .conflict)
            try Archive.lift(c, first, of: id, reason: "wyrok", by: Self.archivist, at: now)
            #expect(try Archive.disposable(c, on: then, limit: 5).isEmpty)
            try Archive.lift(c, second, of: id, reason: "protokół", by: Self.archivist, at: now)
            #expect(problem { try Archive.lift(c, second, of: id, reason: "znowu", by: Self.archivist, at: now) }?.code == .conflict)
            #expect(try Archive.disposable(c, on: Day("2031-12-31")!, limit: 5).isEmpty)
            #expect(try Archive.disposable(c, on: then, limit: 5).map(\.file.id) == [id])

            let list = try DisposalLists.make(c, by: Self.archivist, at: now)
            #expect(try Archive.disposable(c, on: then, limit: 5).isEmpty)
            try DisposalLists.opine(c, list, unit: D.roads, agrees: true, words: "", by: D.head, at: now)
            let third = try Archive.hold(c, id, reason: "skarga", by: Self.archivist, at: now)
            let today = PolishTime.day(of: now)
            #expect(
                problem { try DisposalLists.consent(c, list, number: "AP.1", day: today, expertise: "", by: Self.archivist, at: now) }?.message.contains("wstrzymano")
                    == true)
            try Archive.lift(c, third, of: id, reason: "oddalona", by: Self.archivist, at: now)
            try DisposalLists.consent(c, list, number: "AP.1", day: today, expertise: "", by: Self.archivist, at: now)
            #expect(try DisposalLists.find(c, list)?.state == .consented)
            // I9: the consent is where this program ends; the case is still there and the schema lets nobody destroy it.
            #expect(try K.find(c, id).state == .archived)
            #expect(refusal(c, "UPDATE case_file SET state = 'wybrakowana' WHERE id = \(id)") != nil)
        }
    }

    @Test("A list needs each unit's opinion, BE an expert's, and goes back whole", arguments: Backend.available)
    func opinions(_ backend: Backend) async throws {
        try await run(backend) { c in
            let id = try Self.archived(c), now = Self.day("2033-05-05"), today = PolishTime.day(of: now)
            try Archive.changeCategory(c, id, to: "BE5", reason: "wartość dla historii", by: Self.archivist, at: Self.day("2029-03-01"))
            let list = try DisposalLists.make(c, by: Self.archivist, at: now)
            #expect(try DisposalLists.obstacles(c, list).count == 2)
            #expect(problem { try DisposalLists.opine(c, list, unit: D.estates, agrees: true, words: "", by: D.head, at: now) }?.code == .conflict)
            #expect(problem { try DisposalLists.opine(c, list, unit: D.roads, agrees: false, words: "", by: D.head, at: now) }?.field == "uwagi")
            try DisposalLists.opine(c, list, unit: D.roads, agrees: false, words: "jeszcze rok", by: D.head, at: now)
            #expect(try DisposalLists.obstacles(c, list, expertise: "E/1").map { $0.contains("jeszcze rok") } == [true])
            try DisposalLists.opine(c, list, unit: D.roads, agrees: true, words: "", by: D.head, at: now.adding(seconds: 60))
            #expect(try DisposalLists.obstacles(c, list, expertise: "E/1").isEmpty)
            #expect(
                problem { try DisposalLists.consent(c, list, number: "AP.2", day: today.adding(days: 1), expertise: "E/1", by: Self.archivist, at: now) }?.field
                    == "dzien")
            try DisposalLists.withdraw(c, list, reason: "pomyłka", by: Self.archivist, at: now)
            #expect(problem { try DisposalLists.withdraw(c, list, reason: "znowu", by: Self.archivist, at: now) }?.code == .conflict)
            #expect(try Archive.disposable(c, on: today, limit: 5).map(\.file.id) == [id])
            let again = try DisposalLists.make(c, by: Self.archivist, at: now)
            try DisposalLists.remove(c, again, position: 1, reason: "zostaje", by: Self.archivist, at: now)
            #expect(try DisposalLists.items(c, again).map(\.isRemoved) == [true])
            #expect(try DisposalLists.page(c, limit: 5).map(\.name) == ["B/2/2033", "B/1/2033"])
        }
    }

    @Test("R1.24: a case taken back by consent is counted anew when it comes again", arguments: Backend.available)
    func withdrawal(_ backend: Backend) async throws {
        try await run(backend) { c in
            let id = try Self.archived(c), now = Self.day("2030-04-01")
            let asked = try Archive.request(c, id, reason: "wznowienie, art. 145 KPA", by: D.adam, at: now)
            #expect(asked.name == "W/1/2030")
            #expect(problem { try Archive.request(c, id, reason: "drugi raz", by: D.adam, at: now) }?.message.contains("W/1/2030") == true)
            #expect(problem { try Archive.decide(c, asked.id, grants: true, note: "", by: D.adam, at: now) }?.code == .forbidden)
            #expect(problem { try Archive.decide(c, asked.id, grants: false, note: "", by: Self.archivist, at: now) }?.field == "uwagi")
            #expect(try Archive.waitingWithdrawals(c) == 1)
            _ = try Archive.decide(c, asked.id, grants: true, note: "", by: Self.archivist, at: now)
            #expect(problem { try Archive.decide(c, asked.id, grants: true, note: "", by: Self.archivist, at: now) }?.code == .conflict)
            let file = try K.find(c, id)
            #expect(file.state == .inProgress && file.closedDay == nil)
            #expect(try Archive.present(c, limit: 5).isEmpty)
            #expect(try Cases.stateChanges(c, id).last?.basis.contains("W/1/2030") == true)
            try K.close(c, id, at: now)
            #expect(try Archive.takeOver(c, at: Self.day("2032-12-31")) == 0)
            #expect(try Archive.takeOver(c, at: Self.day("2033-01-01")) == 1)
            let kept = try #require(try Archive.standing(c, id))
            #expect(kept.disposableFrom == Day("2036-01-01") && kept.completedDay == PolishTime.day(of: now))
        }
    }
}
