import Foundation
import Kernel
import Law
import Revenue
import Store
import StoreSQLite

/// A full assessment with its ledger, a statement of payments, balances of an account, on SQLite.
enum TaxYearBench {
    private static let clerk = Performer(id: "system:pomiar", name: "pomiar")

    static func run(_ directory: String, accounts: Int) async throws {
        let db = try await SQLiteProvider(directory: directory).open(.platform)
        let now = TimeSource.system.now
        _ = try await Migrator(StoreMigrations.all + RevenueMigrations.all).migrate(db, now: now)
        let clock = ContinuousClock()
        func milliseconds(_ name: String, _ start: ContinuousClock.Instant) {
            Measure.line(name, String(Int(Measure.seconds(start.duration(to: clock.now)) * 1_000)))
        }

        var start = clock.now
        let file = GeneratedMunicipality(accounts: accounts).csv()
        try await db.write { try RegisterImport($0, csv: file).apply($0, by: clerk, at: now) }
        milliseconds("register-milliseconds", start)

        guard let issued = Day(year: 2026, month: 1, day: 20), let paid = Day(year: 2026, month: 3, day: 16) else { return }
        start = clock.now
        let assessments = Assessments()
        let id = try await assessments.start(db, try .ceilings(2026), by: clerk, at: now)
        let run = try await assessments.count(db, id)
        milliseconds("count-milliseconds", start)
        let approving = clock.now
        _ = try await assessments.approve(db, id, booked: issued, by: clerk, at: now)
        milliseconds("approve-milliseconds", approving)
        milliseconds("assess-milliseconds", start)
        Measure.line("assess-accounts", String(run.summary.accounts))
        let entries = try await db.read { try $0.first("SELECT COUNT(*) AS n FROM ledger_entry") { try $0.int("n") } ?? 0 }
        Measure.line("ledger-entries", String(entries))

        // A statement of 10,000 payments to individual numbers.
        let pool = try IndividualAccounts(bank: "10101010", pool: "7777")
        guard let office = BankAccountNumber(bank: "10101010", account: "0000000000000001") else { return }
        let dues = try await db.read { c in
            try c.query(
                """
                SELECT account_id, levy, amount FROM ledger_entry WHERE due_day = \(paid) ORDER BY account_id \(sql: c.dialect.ascending) LIMIT 10000
                """
            ) { (try $0.id("account_id", as: TaxAccountID.self), try $0.symbol("levy", as: Levy.self), Money(grosze: try $0.int("amount"))) }
        }
        let lines = try dues.map { (amount: $0.2, target: BankAccountNumber?.some(try pool.number($0.0, $0.1)), payer: "PODATNIK", title: "rata podatku") }
        let statement = MT940Writer.write(account: office, number: "1", day: paid, opening: .zero, payments: lines)
        start = clock.now
        let outcome = try await db.write { try BankPayments(pool).take($0, statement, .mt940, by: clerk, at: now) }
        milliseconds("statement-milliseconds", start)
        Measure.line("statement-payments", String(outcome.booked))

        // The balance with interest of an account, as a page asks for it.
        var random = SeededGenerator(seed: 7)
        let today = paid.adding(days: 200)
        var times: [Double] = []
        for _ in 0..<2_000 {
            let account = TaxAccountID(.random(in: 1...Int64(accounts), using: &random))
            let begin = clock.now
            _ = try await db.read { try Ledger.standing($0, of: account, on: today).interest() }
            times.append(Measure.seconds(begin.duration(to: clock.now)))
        }
        times.sort()
        Measure.line("balance-p99-microseconds", String(Int(times[times.count * 99 / 100] * 1_000_000)))
        start = clock.now
        let january = try TaxMonth(year: 2026, month: 1), december = try TaxMonth(year: 2026, month: 12)
        let turnover = try await db.read { try TurnoverStatement.of($0, from: january, through: december) }
        milliseconds("turnover-milliseconds", start)
        Measure.line("turnover-balanced", turnover.isBalanced ? "1" : "0")
        try await db.close()
    }
}
