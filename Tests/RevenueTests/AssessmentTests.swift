import Kernel
import Revenue
import Store
import StoreTesting
import Testing

@Suite struct AssessmentTests {
    static func fill(_ db: any Database, farmers: Int) async throws {
        try await Office.take(db, (1...farmers).map(Office.farmer).joined() + Office.company(1))
    }

    @Test("All accounts are counted by the rules, approved once, and the ledger holds each instalment", arguments: Backend.available)
    func year(_ backend: Backend) async throws {
        try await backend.withOffice { db in
            try await Self.fill(db, farmers: 7)
            let assessments = Assessments(batch: 3), booked = try day("2026-01-20")
            let id = try await assessments.start(db, try .ceilings(2026), by: Office.clerk, at: Office.noon)
            let run = try await assessments.count(db, id)
            #expect(run.state == .counted && run.summary.accounts == 8 && run.summary.failures == 0 && run.summary.lowered == .zero)
            let approved = try await assessments.approve(db, id, booked: booked, by: Office.clerk, at: Office.noon)
            #expect(approved.state == .approved)
            // House 101 m² × 1.25 + land 700 m² × 0.77 = 665.25 → 665; 3 ha IIIa in district I = 4.95 × 166.05 = 821.95 → 822; 1.2 ha × 61.9014 = 74.28 → 74.
            let standing = try await Office.standing(db, "G-1", on: "2026-01-20")
            #expect(standing.sums[.property]?.charged.description == "665.00")
            #expect(standing.sums[.agricultural]?.charged.description == "822.00" && standing.sums[.forest]?.charged.description == "74.00")
            let dues = Dictionary(grouping: standing.items, by: \.due).mapValues { $0.map(\.charged).sum.description }
            #expect(
                dues.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" } == [
                    "2026-03-16 391.00", "2026-05-15 390.00", "2026-09-15 390.00", "2026-11-16 390.00",
                ])
            // 500 m² × 35.53 + 2 % of 100 000 = 19 765 in twelve parts, the rest in the first.
            let company = try await Office.standing(db, "P-1", on: "2026-01-20")
            #expect(company.items.count == 12 && company.balance.description == "19765.00" && company.items[0].charged.description == "1648.00")
            let total = try await db.read { try $0.first("SELECT SUM(amount) AS s FROM ledger_entry") { try $0.int("s") } }
            #expect(total == run.summary.total.grosze)
            #expect(try await Office.isBalanced(db))
            // Again: nothing.
            _ = try await assessments.approve(db, id, booked: booked, by: Office.clerk, at: Office.noon)
            #expect(try await db.read { try $0.first("SELECT SUM(amount) AS s FROM ledger_entry") { try $0.int("s") } } == total)
            let second = try await assessments.start(db, try .ceilings(2026), by: Office.clerk, at: Office.noon)
            let counted = try await assessments.count(db, second)
            #expect(counted.digest == run.digest)
            await #expect(throws: Problem.self) { try await assessments.approve(db, second, booked: booked, by: Office.clerk, at: Office.noon) }
            let numbers = try await db.read { try Assessments.decisions($0, year: 2026).map(\.number) }
            #expect(numbers == Array(1...7))
        }
    }

    @Test("A run that stops goes on with the register it began with: nothing twice, nothing lost", arguments: Backend.available)
    func restart(_ backend: Backend) async throws {
        try await backend.withOffice { db in
            try await Self.fill(db, farmers: 11)
            let assessments = Assessments(batch: 2), booked = try day("2026-01-20")
            let whole = try await assessments.start(db, try .ceilings(2026), by: Office.clerk, at: Office.noon)
            let expected = try await assessments.count(db, whole)
            let id = try await assessments.start(db, try .ceilings(2026), by: Office.clerk, at: Office.noon)
            #expect(try await assessments.count(db, id, batches: 2).state == .counting)
            // Meanwhile the register goes on: a change in the year, a new account.
            try await Office.take(db, Office.farmer(12) + Office.state("G-9", "budynek", "dom 9", "nieruchomosci", "mieszk", "300", from: "2026-01"))
            // Another process may count with batches of its own.
            let counted = try await Assessments(batch: 5).count(db, id)
            #expect(counted.digest == expected.digest && counted.summary == expected.summary && counted.state == .counted)
            #expect(try await assessments.approve(db, id, booked: booked, batches: 3, by: Office.clerk, at: Office.noon).state == .approving)
            #expect(try await assessments.approve(db, id, booked: booked, by: Office.clerk, at: Office.noon).state == .approved)
            let sum = try await db.read { try $0.first("SELECT SUM(amount) AS s FROM ledger_entry") { try $0.int("s") } }
            #expect(sum == counted.summary.total.grosze)
            #expect(try await db.read { try Assessments.decisions($0, year: 2026).map(\.number) } == Array(1...11))
        }
    }

    @Test("Accounts that cannot be counted are listed with the reason and stop nobody") func failures() async throws {
        try await Backend.sqlite.withOffice { db in
            try await Self.fill(db, farmers: 3)
            try await Office.take(
                db,
                Office.state("X-1", "budynek", "bez właściciela", "nieruchomosci", "mieszk", "10")
                    + Office.share("X-2", Office.pesel(90), "Autobus", accountKind: "transport")
                    + Office.state("X-2", "pojazd", "DW 1", "transport", "autobus_22", "1", accountKind: "transport"))
            var rates = try RateSet.ceilings(2026)
            rates.rye = nil
            let assessments = Assessments()
            let id = try await assessments.start(db, rates, by: Office.clerk, at: Office.noon)
            let run = try await assessments.count(db, id)
            #expect(run.summary.accounts == 6 && run.summary.failures == 4)
            let failures = try await db.read { try Assessments.failures($0, id) }
            #expect(failures.map(\.account.number) == ["G-1", "G-2", "G-3", "X-1"])
            #expect(failures[0].reason.contains("ceny żyta") && failures[3].reason.contains("nie ma podatnika"))
        }
    }

    @Test("A rate above the ceiling stops the run before it begins, and is named") func ceilings() async throws {
        try await Backend.sqlite.withOffice { db in
            var rates = try RateSet.ceilings(2026)
            rates.set(.residential, try PropertyRate(decimal("1.26"), for: .residential))
            let wrong = rates
            await #expect(throws: Problems.self) { try await Assessments().start(db, wrong, by: Office.clerk, at: Office.noon) }
            await #expect(throws: Problems.self) { try await Assessments().simulate(db, wrong) }
            #expect(wrong.problems.map(\.field) == ["mieszk"])
        }
    }

    @Test("Two sets of rates side by side, without a trace; a rise of more than 30 % is odd") func comparison() async throws {
        try await Backend.sqlite.withOffice { db in
            try await Self.fill(db, farmers: 5)
            var low = try RateSet.ceilings(2026, name: "wariant B")
            low.set(.residential, try PropertyRate(decimal("1.00"), for: .residential))
            let assessments = Assessments(), lower = low, high = try RateSet.ceilings(2026)
            let compared = try await assessments.compare(db, high, lower)
            #expect(compared.less == 5 && compared.more == 0 && compared.first.lowered == .zero && compared.second.lowered > .zero)
            #expect(compared.difference < .zero)
            #expect(try await db.read { try $0.first("SELECT COUNT(*) AS n FROM tax_run") { try $0.int("n") } } == 0)

            let id = try await assessments.start(db, try .ceilings(2025), by: Office.clerk, at: Office.noon)
            _ = try await assessments.count(db, id)
            _ = try await assessments.approve(db, id, booked: day("2025-01-20"), by: Office.clerk, at: Office.noon)
            try await Office.take(db, Office.state("G-2", "budynek", "dom 2", "nieruchomosci", "mieszk", "900", from: "2026-01"))
            let next = try await assessments.start(db, high, by: Office.clerk, at: Office.noon)
            let run = try await assessments.count(db, next)
            let odd = try await db.read { try Assessments.odd($0, next) }
            #expect(run.summary.odd == odd.count && odd.map(\.account.number) == ["G-2"])
        }
    }

    @Test("A decision delivered late moves its instalments; never before it was issued, and only once", arguments: Backend.available)
    func delivery(_ backend: Backend) async throws {
        try await backend.withOffice { db in
            try await Self.fill(db, farmers: 1)
            let assessments = Assessments()
            let id = try await assessments.start(db, try .ceilings(2026), by: Office.clerk, at: Office.noon)
            _ = try await assessments.count(db, id)
            _ = try await assessments.approve(db, id, booked: day("2026-02-02"), by: Office.clerk, at: Office.noon)
            @Sendable func deliver(_ text: String) async throws {
                let on = try day(text)
                try await db.write { try assessments.deliver($0, year: 2026, number: 1, on: on, booked: max(on, day("2026-02-02")), by: Office.clerk, at: Office.noon) }
            }
            await #expect(throws: Problem.self) { try await deliver("2026-02-01") }
            try await deliver("2026-05-04")
            try await deliver("2026-05-04")
            await #expect(throws: Problem.self) { try await deliver("2026-05-05") }
            // 14 days after 4 May is 18 May; the day before delivery the books knew nothing of it.
            #expect(Set(try await Office.standing(db, "G-1", on: "2026-05-04").items.map(\.due.description)) == ["2026-05-18", "2026-09-15", "2026-11-16"])
            #expect(try await Office.standing(db, "G-1", on: "2026-05-03").items[0].due.description == "2026-03-16")
        }
    }

    @Test("A change in the year books only what differs: more in later instalments, less from them, nothing the second time", arguments: Backend.available)
    func change(_ backend: Backend) async throws {
        try await backend.withOffice { db in
            try await Self.fill(db, farmers: 1)
            let assessments = Assessments(), account = try await Office.account(db, "G-1")
            await #expect(throws: Problem.self) {
                try await db.write { try assessments.change($0, account, year: 2026, issued: day("2026-06-10"), by: Office.clerk, at: Office.noon) }
            }
            let id = try await assessments.start(db, try .ceilings(2026), by: Office.clerk, at: Office.noon)
            _ = try await assessments.count(db, id)
            _ = try await assessments.approve(db, id, booked: day("2026-01-20"), by: Office.clerk, at: Office.noon)
            @Sendable func change(_ text: String, _ account: TaxAccountID) async throws -> AssessmentChange? {
                let issued = try day(text)
                return try await db.write { try assessments.change($0, account, year: 2026, issued: issued, by: Office.clerk, at: Office.noon) }
            }
            #expect(try await change("2026-06-09", account) == nil)
            // 100 m² more from July: 101 × 1.25 / 2 + 201 × 1.25 / 2 + 539 = 727.75 → 728, which is 63 more.
            try await Office.take(db, Office.state("G-1", "budynek", "dom 1", "nieruchomosci", "mieszk", "201", from: "2026-07"))
            let rise = try #require(try await change("2026-06-10", account))
            #expect(rise.number == 2 && rise.differences == [.property: Money(zlotys: 63)])
            let after = try await Office.standing(db, "G-1", on: "2026-06-10")
            #expect(after.sums[.property]?.balance.description == "728.00")
            #expect(after.items.filter { $0.levy == .property && $0.due.description > "2026-06-10" }.map(\.charged).sum.description == "395.00")
            #expect(try await change("2026-06-11", account) == nil)
            // Everything is paid, then the house was smaller after all: the fall becomes an overpayment as far as it was paid.
            let payments = BankPayments(try BankFiles.pool())
            _ = try await db.write {
                try payments.book(
                    $0, money("1624"), account: account, named: .property, paid: day("2026-06-20"), booked: day("2026-06-20"), money: .cash, document: "k", source: "k:1",
                    by: Office.clerk, at: Office.noon)
            }
            try await Office.take(db, Office.state("G-1", "budynek", "dom 1", "nieruchomosci", "mieszk", "101", from: "2026-07"))
            let fall = try #require(try await change("2026-07-01", account))
            #expect(fall.number == 3 && fall.differences == [.property: Money(zlotys: -63)])
            let end = try await Office.standing(db, "G-1", on: "2026-07-01")
            #expect(end.sums[.property]?.charged == Money(zlotys: 728) && end.sums[.property]?.reduced == Money(zlotys: 63))
            #expect(end.balance == end.openItems.map(\.open).sum - end.overpayments.values.sum)
            // An account that came after the assessment; the company corrects its declaration without a decision.
            try await Office.take(db, Office.farmer(2) + Office.state("P-1", "budynek", "hala", "nieruchomosci", "bud_dg", "600", from: "2026-09"))
            let second = try await Office.account(db, "G-2")
            let late = try #require(try await change("2026-07-06", second))
            #expect(late.number == 4 && late.differences.count == 3)
            let lateItems = try await Office.standing(db, "G-2", on: "2026-07-06").items
            #expect(lateItems.map(\.due.description).allSatisfy { $0 >= "2026-07-20" })
            // 100 m² × 35.53 × 4/12 = 1184.33.
            let owner = try await Office.account(db, "P-1")
            let company = try #require(try await change("2026-08-20", owner))
            #expect(company.number == nil && company.differences == [.property: Money(zlotys: 1_184)])
            #expect(try await Office.isBalanced(db))
        }
    }

    @Test("Months: a flat bought in March counts nine, a plot changed in the year is counted in stretches") func months() throws {
        let rates = try RateSet.ceilings(2026)
        func state(_ matter: TaxedMatter, _ from: String, _ to: String? = nil) throws -> ObjectState {
            try ObjectState(matter, from: #require(TaxMonth(from)), to: to.map { try #require(TaxMonth($0)) }, source: "IN-1")
        }
        func property(_ line: PropertyLine, _ base: String) throws -> TaxedMatter { .property(line, try PropertyBase(decimal(base), for: line)) }
        let bought = try AccountAssessment.assess(
            [state(property(.residential, "60"), "2026-04"), state(property(.otherLand, "400"), "2026-04")], taxpayer: .naturalPerson, rates: rates)
        #expect(bought.total.description == "287.00" && bought.instalments.map(\.due.description) == ["2026-05-15", "2026-09-15", "2026-11-16"])
        let field = TaxedMatter.farmland(.arable, .iiia, try Hectares(tenThousandths: 50_000))
        let more = TaxedMatter.farmland(.arable, .iiia, try Hectares(tenThousandths: 10_000))
        let farm = try AccountAssessment.assess([state(field, "2020-01"), state(more, "2026-07", "2026-12")], taxpayer: .naturalPerson, rates: rates)
        // 5 × 1.65 × 166.05 = 1369.9125; 1 × 1.65 × 166.05 / 2 = 136.99125; together 1506.90.
        #expect(farm.total.description == "1507.00")
        #expect(try AccountAssessment.assess([state(field, "2027-01")], taxpayer: .naturalPerson, rates: rates).total == .zero)
    }
}
