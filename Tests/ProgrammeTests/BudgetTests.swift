import Kernel
import Programme
import Store
import StoreTesting
import Testing

@Suite struct BudgetTests {
    @Test("Grant and own part make the whole, and those of the programme are as agreed") func parts() {
        #expect(Funding.grant(of: Funding.total) == Money(zlotys: 2_040_000) && Funding.own(of: Funding.total) == Money(zlotys: 360_000))
        var random = SeededGenerator(seed: 11)
        for _ in 0..<500 {
            let amount = Money(grosze: .random(in: 1...100_000_000, using: &random))
            #expect(Funding.grant(of: amount) + Funding.own(of: amount) == amount)
            #expect(abs(Funding.grant(of: amount).grosze * 100 - amount.grosze * 85) <= 50)
        }
    }

    @Test("Shares of the partners make the own part, whatever their number", arguments: [1, 3, 7, 8]) func shares(_ n: Int) {
        let partners = (0..<n).map { OfficeID("u\($0)")! }
        #expect(Funding.shares(of: partners).values.sum == Money(zlotys: 360_000))
    }

    @Test("A plan beyond the budget is refused, an expense is never changed", arguments: Backend.available) func books(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: StoreMigrations.all + ProgrammeMigrations.platform) { db in
            let by = FiguresTests.performer, now = FiguresTests.now
            try await db.write { try Budget.add($0, BudgetLine("1", "Serwery", planned: Money(zlotys: 2_399_999)), by: by, at: now) }
            await #expect(throws: Problem.self) { try await db.write { try Budget.add($0, BudgetLine("2", "Szkolenia", planned: Money(zlotys: 2)), by: by, at: now) } }
            let expense = Expense(
                line: "1", office: FiguresTests.office, day: FiguresTests.day("2026-09-01"), document: "FV 1/2026", words: "serwer", amount: Money(zlotys: 100),
                fileName: "fv.pdf", file: ContentHash(String(repeating: "0", count: 64))!)
            try await db.write { try Budget.add($0, expense, by: by, at: now) }
            var wrong = expense
            wrong.line = "9"
            let unknown = wrong
            await #expect(throws: Problem.self) { try await db.write { try Budget.add($0, unknown, by: by, at: now) } }
            await #expect(throws: SQLError.self) { try await db.write { _ = try $0.execute("UPDATE programme_expense SET amount = 1") } }
            #expect(try await db.read { try Budget.expenses($0).map(\.amount).sum } == Money(zlotys: 100))
        }
    }

    @Test("A task is late by the days after its term") func delay() {
        let task = ProgrammeTask(name: "Odbiór", isMilestone: true, due: FiguresTests.day("2026-09-10"))
        #expect(task.delay(on: FiguresTests.day("2026-09-10")) == 0 && task.delay(on: FiguresTests.day("2026-09-13")) == 3)
        var done = task
        done.doneOn = FiguresTests.day("2026-09-11")
        #expect(done.delay(on: FiguresTests.day("2026-12-01")) == 1)
    }

    @Test("The margin of a sample", arguments: [(200, 400, 49), (180, 400, 49), (40, 400, 30), (0, 400, 0)] as [(Int64, Int64, Int64)])
    func margin(_ n: Int64, _ d: Int64, _ tenths: Int64) { #expect(SurveyMargin.tenths(numerator: n, denominator: d) == tenths) }

    @Test("Marks are counted by day", arguments: Backend.available) func satisfaction(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: StoreMigrations.all + ProgrammeMigrations.platform) { db in
            let day = FiguresTests.day("2026-09-01")
            let counts = try await db.write { c in
                for mark in [5, 5, 3] { try Satisfaction.keep(c, FiguresTests.office, mark: mark, words: "", on: day) }
                return try Satisfaction.counts(c, FiguresTests.office, day...day)
            }
            #expect(Set(counts) == [DailyCount(.satisfaction, on: day, bucket: 5, value: 2), DailyCount(.satisfaction, on: day, bucket: 3, value: 1)])
            await #expect(throws: Problem.self) { try await db.write { try Satisfaction.keep($0, FiguresTests.office, mark: 6, words: "", on: day) } }
        }
    }
}
