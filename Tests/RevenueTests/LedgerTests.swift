import Kernel
import Revenue
import Store
import StoreTesting
import Testing

@Suite struct LedgerTests {
    /// An account with one charge of 400 zł due on 16 March 2026.
    static func charged(_ db: any Database) async throws -> (account: TaxAccountID, item: LedgerEntryID) {
        try await Office.take(db, Office.share("G-1", Office.pesel(1), "Jan Łoś"))
        let account = try await Office.account(db, "G-1")
        let posting = try Posting(
            .charge, money("400"), account: account, levy: .property, booked: day("2026-01-20"), due: day("2026-03-16"), document: "decyzja 1/2026", source: "d:1")
        let outcome = try await db.write { try Ledger.post($0, posting, by: Office.clerk, at: Office.noon) }
        guard case .posted(let item) = outcome else { throw Problem(.conflict, "posted before") }
        return (account, item)
    }

    static func payment(_ amount: String, _ account: TaxAccountID, _ item: LedgerEntryID?, on text: String, source: String) throws -> Posting {
        try Posting(.payment, money(amount), account: account, levy: .property, booked: day(text), item: item, document: "wyciąg 1", source: source)
    }

    @Test("One source is booked once; another thing under it is refused", arguments: Backend.available) func once(_ backend: Backend) async throws {
        try await backend.withOffice { db in
            let (account, item) = try await Self.charged(db)
            let again = try Posting(
                .charge, money("400"), account: account, levy: .property, booked: day("2026-01-20"), due: day("2026-03-16"), document: "decyzja 1/2026", source: "d:1")
            #expect(try await db.write { try Ledger.post($0, again, by: Office.clerk, at: Office.noon) } == .already(item))
            var other = again
            other.amount = try money("401")
            let changed = other
            await #expect(throws: Problem.self) { try await db.write { try Ledger.post($0, changed, by: Office.clerk, at: Office.noon) } }
            other.amount = .zero
            other.source = "d:2"
            let nothing = other
            await #expect(throws: Problem.self) { try await db.write { try Ledger.post($0, nothing, by: Office.clerk, at: Office.noon) } }
            #expect(try await Office.standing(db, "G-1", on: "2026-12-31").balance.description == "400.00")
        }
    }

    @Test("A correction is a reversal: both entries stay, once, and not under what stands on it", arguments: Backend.available)
    func reversal(_ backend: Backend) async throws {
        try await backend.withOffice { db in
            let (account, item) = try await Self.charged(db)
            let paid = try Self.payment("150", account, item, on: "2026-03-10", source: "w:1")
            let outcome = try await db.write { try Ledger.post($0, paid, by: Office.clerk, at: Office.noon) }
            guard case .posted(let payment) = outcome else { return }
            let may = try day("2026-05-04")
            await #expect(throws: Problem.self) {
                try await db.write { try Ledger.reverse($0, item, booked: may, reason: "pomyłka", by: Office.clerk, at: Office.noon) }
            }
            try await db.write { try Ledger.reverse($0, payment, booked: may, reason: "pomyłka", by: Office.clerk, at: Office.noon) }
            await #expect(throws: Problem.self) {
                try await db.write { try Ledger.reverse($0, payment, booked: may, reason: "pomyłka", by: Office.clerk, at: Office.noon) }
            }
            // What was seen before the correction is seen again.
            #expect(try await Office.standing(db, "G-1", on: "2026-05-03").openItems.map(\.open.description) == ["250.00"])
            #expect(try await Office.standing(db, "G-1", on: "2026-05-04").openItems.map(\.open.description) == ["400.00"])
            try await db.write { try Ledger.reverse($0, item, booked: may, reason: "uchylona", by: Office.clerk, at: Office.noon) }
            let after = try await Office.standing(db, "G-1", on: "2026-05-04")
            #expect(after.balance == .zero && after.openItems.isEmpty && after.overpayments.isEmpty)
            #expect(try await db.read { try Ledger.entries($0, of: account).count } == 4)
            #expect(try await Office.isBalanced(db))
        }
    }

    @Test("A closed month takes nothing, neither by the program nor by hand", arguments: Backend.available) func months(_ backend: Backend) async throws {
        try await backend.withOffice { db in
            let (account, item) = try await Self.charged(db)
            let january = try TaxMonth(year: 2026, month: 1), today = try day("2026-02-03"), early = try day("2026-01-30")
            await #expect(throws: Problem.self) { try await db.write { try Ledger.close($0, january, today: early, by: Office.clerk, at: Office.noon) } }
            try await db.write { try Ledger.close($0, january, today: today, by: Office.clerk, at: Office.noon) }
            await #expect(throws: Problem.self) { try await db.write { try Ledger.close($0, january, today: today, by: Office.clerk, at: Office.noon) } }
            let late = try Self.payment("10", account, item, on: "2026-01-31", source: "w:1")
            await #expect(throws: Problem.self) { try await db.write { try Ledger.post($0, late, by: Office.clerk, at: Office.noon) } }
            let copy: SQL = """
                INSERT INTO ledger_entry (kind, account_id, levy, part, amount, debit, credit, booked_day, event_day, month, document, source_key, posted_at, posted_by)
                SELECT kind, account_id, levy, part, amount, debit, credit, booked_day, event_day, month, document, 'x', posted_at, posted_by FROM ledger_entry
                """
            await #expect(throws: SQLError.self) { try await db.write { try $0.execute(copy) } }
            #expect(
                try await db.write { try Ledger.post($0, Self.payment("10", account, item, on: "2026-02-01", source: "w:1"), by: Office.clerk, at: Office.noon) }
                    != .already(item))
        }
    }

    @Test("The schema refuses changes, unbalanced and half reversals", arguments: Backend.available) func schema(_ backend: Backend) async throws {
        try await backend.withOffice { db in
            let (_, item) = try await Self.charged(db)
            @Sendable func copy(_ what: String, reverses: String = "NULL", credit: String = "credit", account: String = "account_id") -> SQL {
                SQL(
                    stringLiteral: """
                        INSERT INTO ledger_entry (kind, account_id, levy, part, amount, debit, credit, booked_day, event_day, month, document, source_key, reverses,
                        posted_at, posted_by) SELECT kind, \(account), levy, part, \(what), debit, \(credit), booked_day, event_day, month, document, 'x', \(reverses),
                        posted_at, posted_by FROM ledger_entry
                        """)
            }
            let forbidden: [SQL] = [
                "UPDATE ledger_entry SET amount = 1", "DELETE FROM ledger_entry", copy("-amount"), copy("0"), copy("-amount + 1", reverses: "\(item)"),
                copy("amount", credit: "debit"), copy("amount", account: "NULL"),
            ]
            for statement in forbidden { await #expect(throws: SQLError.self) { try await db.write { try $0.execute(statement) } } }
            try await db.write { try $0.execute(copy("-amount", reverses: "\(item)")) }
            #expect(try await Office.isBalanced(db))
        }
    }

    @Test("An overpayment moves to another tax, and no more than there is", arguments: Backend.available) func transfer(_ backend: Backend) async throws {
        try await backend.withOffice { db in
            let (account, item) = try await Self.charged(db)
            let loose = try Self.payment("30", account, nil, on: "2026-02-10", source: "w:1")
            let booked = try day("2026-02-11")
            try await db.write { c in
                try Ledger.post(c, loose, by: Office.clerk, at: Office.noon)
                for _ in 0..<2 {
                    try Ledger.transfer(
                        c, money("20"), from: (account, .property), to: (account, .property, item), booked: booked, document: "postanowienie 1", source: "p:1",
                        by: Office.clerk, at: Office.noon)
                }
            }
            let standing = try await Office.standing(db, "G-1", on: "2026-02-11")
            #expect(standing.openItems.map(\.open.description) == ["380.00"] && standing.overpayments[.property] == Money(zlotys: 10))
            await #expect(throws: Problem.self) {
                try await db.write {
                    try Ledger.transfer(
                        $0, money("10.01"), from: (account, .property), to: (account, .forest, nil), booked: booked, document: "p", source: "p:2", by: Office.clerk,
                        at: Office.noon)
                }
            }
            #expect(try await Office.isBalanced(db))
        }
    }

    @Test("Interest of a standing goes by the dated rates from each due day") func interest() async throws {
        try await Backend.sqlite.withOffice { db in
            try await Office.take(db, Office.share("G-1", Office.pesel(1), "Jan Łoś"))
            let account = try await Office.account(db, "G-1")
            let posting = try Posting(
                .charge, money("1000"), account: account, levy: .property, booked: day("2025-01-20"), due: day("2025-03-17"), document: "decyzja", source: "d:1")
            try await db.write { try Ledger.post($0, posting, by: Office.clerk, at: Office.noon) }
            // 1000 × 30 × 14.5 % / 365 = 11.92; 21 days give 8.34, which is not above 8.70; 22 days 8.74.
            for (on, charged) in [("2025-04-16", "12.00"), ("2025-04-07", "0.00"), ("2025-04-08", "9.00")] {
                let standing = try await Office.standing(db, "G-1", on: on)
                #expect(try standing.interest().values.map(\.charged.description) == [charged])
            }
        }
    }

    @Test("Ten thousand random acts: the books balance, the subledger is the ledger, and a day's standing does not move by later entries")
    func properties() async throws {
        try await Backend.sqlite.withOffice { db in
            let rows = try (1...40).map { try Office.share("G-\($0)", Office.pesel($0), "Podatnik \($0)") }.joined()
            try await Office.take(db, rows)
            let accounts = try await db.read { try $0.query("SELECT id FROM tax_account") { try $0.id("id", as: TaxAccountID.self) } }
            var random = SeededGenerator(seed: 31)
            let start = try day("2026-01-01")
            var open: [(account: TaxAccountID, levy: Levy, item: LedgerEntryID)] = []
            var seen: [(TaxAccountID, Day, AccountStanding)] = []
            for round in 0..<100 {
                let today = start.adding(days: round * 3)
                let seed = random.next(), known = open
                let made = try await db.write { c in
                    var random = SeededGenerator(seed: seed)
                    var made: [(account: TaxAccountID, levy: Levy, item: LedgerEntryID)] = []
                    for n in 0..<100 {
                        let amount = Money(grosze: .random(in: 1...100_000, using: &random)), key = "z:\(round):\(n)"
                        let account = accounts[Int.random(in: 0..<accounts.count, using: &random)]
                        let levy = Levy.allCases[Int.random(in: 0..<4, using: &random)]
                        let old = (known + made).randomElement(using: &random)
                        switch (Int.random(in: 0..<6, using: &random), old) {
                        case (0, _), (_, nil):
                            let due = today.adding(days: .random(in: 0...60, using: &random))
                            let p = Posting(.charge, amount, account: account, levy: levy, booked: today, due: due, document: "d", source: key)
                            if case .posted(let id) = try Ledger.post(c, p, by: Office.clerk, at: Office.noon) { made.append((account, levy, id)) }
                        case (1, let old?):
                            let p = Posting(.reduction, amount, account: old.account, levy: old.levy, booked: today, item: old.item, document: "d", source: key)
                            try Ledger.post(c, p, by: Office.clerk, at: Office.noon)
                        case (2, let old?):
                            let p = Posting(.payment, amount, account: old.account, levy: old.levy, booked: today, item: old.item, document: "w", source: key)
                            try Ledger.post(c, p, by: Office.clerk, at: Office.noon)
                        case (3, _):
                            let p = Posting(.payment, amount, account: account, levy: levy, booked: today, money: .cash, document: "k", source: key)
                            try Ledger.post(c, p, by: Office.clerk, at: Office.noon)
                        case (4, _):
                            let there = try Ledger.standing(c, of: account, on: today).overpayments[levy] ?? .zero
                            guard there > .zero else { continue }
                            try Ledger.transfer(
                                c, min(amount, there), from: (account, levy), to: (accounts[0], .property, nil), booked: today, document: "p", source: key,
                                by: Office.clerk, at: Office.noon)
                        default:
                            let target = try Ledger.entries(c, of: account).last { $0.reverses == nil && $0.posting.kind == .payment }
                            guard let target else { continue }
                            // A second time is refused, and that is all.
                            _ = try? Ledger.reverse(c, target.id, booked: today, reason: "pomyłka", by: Office.clerk, at: Office.noon)
                        }
                    }
                    return made
                }
                open += made
                let account = accounts[Int.random(in: 0..<accounts.count, using: &random)]
                seen.append((account, today, try await db.read { try Ledger.standing($0, of: account, on: today) }))
                if round % 10 == 9 { #expect(try await Office.isBalanced(db)) }
            }
            for (account, on, standing) in seen {
                #expect(try await db.read { try Ledger.standing($0, of: account, on: on) } == standing)
            }
            // What is owed is what is open less what is overpaid, on every account.
            for account in accounts {
                let end = try day("2027-01-01")
                let standing = try await db.read { try Ledger.standing($0, of: account, on: end) }
                #expect(standing.balance == standing.openItems.map(\.open).sum - standing.overpayments.values.sum)
            }
            let count = try await db.read { try $0.first("SELECT COUNT(*) AS n FROM ledger_entry") { try $0.int("n") } ?? 0 }
            #expect(count > 5_000)
        }
    }
}
