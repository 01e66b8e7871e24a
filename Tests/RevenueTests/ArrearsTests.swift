import Kernel
import Revenue
import Store
import StoreTesting
import Testing

@Suite struct ArrearsTests {
    static func charge(_ db: any Database, _ account: TaxAccountID, _ amount: String, due: String, _ source: String) async throws -> LedgerEntryID {
        let posting = try Posting(
            .charge, money(amount), account: account, levy: .property, booked: day("2025-01-20"), due: day(due), document: "decyzja", source: source)
        guard case .posted(let id) = try await db.write({ try Ledger.post($0, posting, by: Office.clerk, at: Office.noon) }) else { throw Problem(.conflict, "again") }
        return id
    }

    @Test("Above ten times the cost at once, less in the last year; the cost is owed on delivery and paid first", arguments: Backend.available)
    func reminders(_ backend: Backend) async throws {
        try await backend.withOffice { db in
            try await Office.take(db, (1...3).map { try Office.share("G-\($0)", Office.pesel($0), "Podatnik \($0)") }.joined())
            let one = try await Office.account(db, "G-1"), two = try await Office.account(db, "G-2")
            _ = try await Self.charge(db, one, "160", due: "2025-03-17", "d:1")
            _ = try await Self.charge(db, two, "60", due: "2025-03-17", "d:2")
            let reminders = Reminders(batch: 2), on = try day("2025-06-02")
            // On 2 June the interest of 160 zł is below 8.70 and is not charged; 160 is not above 160.
            let none = try await reminders.issue(db, on: on, by: Office.clerk, at: Office.noon)
            #expect(none.reminders == 0 && none.waiting == 2)
            _ = try await Self.charge(db, one, "40", due: "2025-05-15", "d:3")
            let issued = try await reminders.issue(db, on: on, by: Office.clerk, at: Office.noon)
            #expect(issued.reminders == 1 && issued.principal.description == "200.00")
            #expect(try await reminders.issue(db, on: on, by: Office.clerk, at: Office.noon).reminders == 0)
            @Sendable func deliver(_ text: String) async throws {
                let delivered = try day(text)
                try await db.write { try reminders.deliver($0, year: 2025, number: 1, on: delivered, booked: delivered, by: Office.clerk, at: Office.noon) }
            }
            await #expect(throws: Problem.self) { try await deliver("2025-06-01") }
            try await deliver("2025-06-10")
            try await deliver("2025-06-10")
            await #expect(throws: Problem.self) { try await deliver("2025-06-11") }
            #expect(try await Office.standing(db, "G-1", on: "2025-06-10").openCosts.map(\.open.description) == ["16.00"])
            let payments = BankPayments(try BankFiles.pool())
            let allocation = try await db.write {
                try payments.book(
                    $0, money("216"), account: one, named: .property, paid: day("2025-06-12"), booked: day("2025-06-12"), money: .cash, document: "k", source: "k:1",
                    by: Office.clerk, at: Office.noon)
            }
            #expect(allocation.costs.description == "16.00" && allocation.parts.map(\.principal).sum.description == "200.00")
            #expect(try await Office.standing(db, "G-1", on: "2025-06-12").balance == .zero)
            // The small one, in the last year before it lapses.
            #expect(try await reminders.issue(db, on: day("2029-12-31"), by: Office.clerk, at: Office.noon).reminders == 0)
            #expect(try await reminders.issue(db, on: day("2030-01-02"), by: Office.clerk, at: Office.noon).reminders == 1)
            #expect(try await Office.isBalanced(db))
        }
    }

    @Test("Limitation: five years from the end of the year, anew after a measure, longer by suspended days that count once") func limitation() throws {
        let due = try day("2021-03-15")
        func end(_ events: LimitationEvent...) throws -> String { try Limitation.collectionEnd(due: due, events: events)?.description ?? "stoi" }
        #expect(try end() == "2026-12-31")
        #expect(try end(.interrupted(day("2024-02-29"))) == "2029-02-28")
        #expect(try end(.interrupted(day("2027-01-01"))) == "2026-12-31")
        #expect(try end(.suspended(from: day("2023-01-01"), to: day("2023-01-31"))) == "2027-01-31")
        #expect(try end(.suspended(from: day("2023-01-01"), to: day("2023-01-31")), .suspended(from: day("2023-01-15"), to: day("2023-02-10"))) == "2027-02-10")
        #expect(try end(.suspended(from: day("2023-01-01"), to: nil)) == "stoi")
        #expect(try end(.suspended(from: day("2023-01-01"), to: day("2023-01-31")), .interrupted(day("2027-01-15"))) == "2032-01-15")
        var random = SeededGenerator(seed: 47)
        for _ in 0..<5_000 {
            let from = due.adding(days: .random(in: 0...1_500, using: &random)), days = Int.random(in: 0...300, using: &random)
            let longer = try Limitation.collectionEnd(due: due, events: [.suspended(from: from, to: from.adding(days: days))])
            #expect(try longer == Limitation.collectionEnd(due: due).adding(days: days + 1))
        }
    }

    @Test("A charge put off moves its day, costs the prolongation fee and stops limitation; a part is cancelled once", arguments: Backend.available)
    func reliefs(_ backend: Backend) async throws {
        try await backend.withOffice { db in
            try await Office.take(db, Office.share("G-1", Office.pesel(1), "Jan Łoś"))
            let account = try await Office.account(db, "G-1")
            let item = try await Self.charge(db, account, "5000", due: "2026-05-15", "d:1")
            let decided = try day("2026-05-04"), due = try day("2026-08-04")
            try await db.write { try Reliefs.postpone($0, item, to: due, decided: decided, fee: .half, document: "decyzja U-1/2026", by: Office.clerk, at: Office.noon) }
            let standing = try await Office.standing(db, "G-1", on: "2026-06-30")
            // 5000 × 92 days × 5.25 % / 365 = 66.16.
            #expect(standing.arrears.isEmpty && standing.items.map(\.due) == [due, due] && standing.items.map(\.open.description) == ["5000.00", "66.00"])
            #expect(try await Office.standing(db, "G-1", on: "2026-05-03").items.map(\.due.description) == ["2026-05-15"])
            #expect(try await db.read { try Reliefs.collectionEnd($0, of: item) }?.description == "2032-04-02")
            @Sendable func cancel(_ amount: String, _ document: String) async throws {
                try await db.write { try Reliefs.cancel($0, item, money(amount), decided: day("2026-06-01"), document: document, by: Office.clerk, at: Office.noon) }
            }
            try await cancel("2000", "U-2")
            try await cancel("2000", "U-2")
            await #expect(throws: Problem.self) { try await cancel("3000.01", "U-3") }
            #expect(try await Office.standing(db, "G-1", on: "2026-06-30").openItems.map(\.open.description) == ["3000.00", "66.00"])
            #expect(try await Office.isBalanced(db))
        }
    }
}
