import Foundation
import Kernel
import Law
import Revenue
import Store
import StoreSQLite

/// An invented municipality that goes through a whole year of taxes: register, simulation, assessment, decisions, deliveries, payments, reminders,
/// closed months, reports.
struct DemoTaxYear {
    static let year = 2026
    static let clerk = Performer(id: "system:pokaz", name: "pokaz roku podatkowego")

    let municipality: GeneratedMunicipality
    let database: any Database
    let say: (String) -> Void
    /// Where the work has come to; for standard error.
    let progress: (String) -> Void
    private let clock = ContinuousClock()

    init(_ municipality: GeneratedMunicipality, database: any Database, say: @escaping (String) -> Void, progress: @escaping (String) -> Void) {
        self.municipality = municipality
        self.database = database
        self.say = say
        self.progress = progress
    }

    static let migrations = StoreMigrations.all + RevenueMigrations.all

    /// The moment of the acts: noon of a day, so that two runs write the same.
    private func noon(_ day: Day) -> Instant { Instant(milliseconds: Int64(day.daysSince1970) * 86_400_000 + 39_600_000) }
    private func day(_ month: Int, _ day: Int) throws -> Day {
        guard let day = Day(year: Self.year, month: month, day: day) else { throw Problem(.internalFault, "Zły dzień pokazu.") }
        return day
    }

    func run() async throws {
        let start = clock.now
        try await timed("Ewidencja") { try await register() }
        try await timed("Symulacja") { try await simulate() }
        let assessments = Assessments(), issued = try day(1, 20)
        let run = try await timed("Wymiar") { try await assess(assessments, issued) }
        try await timed("Doręczenia") { try await deliver(assessments, issued) }
        try await timed("Wpłaty, upomnienia i zamknięcia miesięcy") { try await pay() }
        try await reports(run)
        say("Cały rok: \(seconds(start.duration(to: clock.now))) s")
    }

    private func seconds(_ d: Duration) -> String {
        ExactDecimal(digits: d.components.seconds * 10 + d.components.attoseconds / 100_000_000_000_000_000, scale: 1).description.replacing(".", with: ",")
    }

    private func timed<T>(_ name: String, _ body: () async throws -> T) async throws -> T {
        let start = clock.now
        let result = try await body()
        say("  czas: \(seconds(start.duration(to: clock.now))) s")
        progress("\(name): gotowe")
        return result
    }

    // MARK: register

    private func register() async throws {
        let file = municipality.csv(), now = noon(try day(1, 2))
        progress("Ewidencja: plik \(file.count / 1_048_576) MB")
        let taken = try await database.write { c in
            let taken = try RegisterImport(c, csv: file)
            try taken.apply(c, by: Self.clerk, at: now)
            return taken
        }
        let again = try await database.read { try RegisterImport($0, csv: file) }
        let kinds = Dictionary(grouping: taken.differences, by: \.kind).mapValues(\.count)
        say(
            "Ewidencja: kont \(kinds[.account] ?? 0), podatników \(kinds[.subject] ?? 0), udziałów \(kinds[.share] ?? 0), przedmiotów \(kinds[.object] ?? 0), stanów \(kinds[.state] ?? 0)"
        )
        say("  drugi import: zmian \(again.differences.count), bez zmian \(again.unchanged) wierszy, błędnych \(again.refusals.count)")
    }

    // MARK: assessment

    /// The council's rates: a little below the ceilings.
    private func rates(_ percent: Int64, _ name: String) throws -> RateSet {
        var out = try RateSet.ceilings(Self.year, name: name)
        let ceilings = try PropertyCeilings.of(Self.year)
        for line in PropertyLine.allCases { out.set(line, try PropertyRate(hundredths: ceilings[line].hundredths * percent / 100, for: line)) }
        return out
    }

    private func simulate() async throws {
        let a = try rates(95, "uchwała XII/87/2025"), b = try RateSet.ceilings(Self.year)
        let compared = try await Assessments().compare(database, a, b)
        say("Symulacja: stawki uchwalone \(compared.first.total) zł, maksymalne \(compared.second.total) zł, różnica \(compared.difference) zł")
        say("  więcej zapłaciłoby kont \(compared.more), mniej \(compared.less), największa podwyżka \(compared.largestRise) zł")
    }

    private func assess(_ assessments: Assessments, _ issued: Day) async throws -> AssessmentRun {
        let now = noon(issued)
        let id = try await assessments.start(database, try rates(95, "uchwała XII/87/2025"), by: Self.clerk, at: now)
        let counted = try await assessments.count(database, id, at: { now }) { progress("Wymiar: policzono \($0) kont") }
        let run = try await assessments.approve(database, id, booked: issued, by: Self.clerk, at: now) { progress("Wymiar: zatwierdzono \($0) kont") }
        say(
            "Wymiar \(Self.year): kont \(counted.summary.accounts), błędów \(counted.summary.failures), odbiegających o 30% \(counted.summary.odd), razem \(counted.summary.total) zł"
        )
        for levy in Levy.allCases { if let sum = counted.summary.byLevy[levy] { say("  \(levy.polishName): \(sum) zł") } }
        say("  skutki obniżenia górnych stawek: \(counted.summary.lowered) zł, skrót obliczenia \(run.digest.prefix(16))")
        let failures = try await database.read { try Assessments.failures($0, id, limit: 3) }
        for failure in failures { say("  błąd, np.: \(failure.reason)") }
        return run
    }

    /// Most decisions within a month, some late, one in a hundred never.
    private func deliver(_ assessments: Assessments, _ issued: Day) async throws {
        var after: Int64 = 0, delivered = 0, late = 0
        while true {
            let from = after
            let decisions = try await database.read { try Assessments.decisions($0, year: Self.year, after: from, limit: 500).map(\.number) }
            guard let last = decisions.last else { break }
            let seed = municipality.seed
            let now = noon(issued)
            let (count, lateCount) = try await database.write { c in
                var count = 0, lateCount = 0
                for number in decisions {
                    var random = SeededGenerator(seed: seed &+ UInt64(number))
                    let days: Int
                    switch Int.random(in: 0..<100, using: &random) {
                    case 0: continue
                    case 1..<6:
                        days = .random(in: 45...110, using: &random)
                        lateCount += 1
                    default: days = .random(in: 4...30, using: &random)
                    }
                    let on = issued.adding(days: days)
                    try assessments.deliver(c, year: Self.year, number: number, on: on, booked: on, by: Self.clerk, at: now)
                    count += 1
                }
                return (count, lateCount)
            }
            delivered += count
            late += lateCount
            after = last
            progress("Doręczenia: \(delivered)")
        }
        say("Doręczenia: decyzji \(delivered), z tego późno \(late) (terminy przesunięte)")
    }

    // MARK: payments

    private struct Due {
        var account: TaxAccountID
        var levy: Levy
        var day: Day
        var amount: Money
    }

    private struct Coming {
        var day: Day
        var account: TaxAccountID
        var levy: Levy
        var amount: Money
        var isNumberLost: Bool
    }

    /// What taxpayers will send, by day.
    private func coming() async throws -> [Coming] {
        // One payment for each instalment of a decision, to the number of its first tax.
        let dues = try await database.read { c in
            try c.query(
                """
                SELECT account_id, MIN(levy) AS levy, due_day, SUM(amount) AS amount FROM ledger_entry WHERE kind = 'przypis' AND due_day IS NOT NULL
                GROUP BY account_id, due_day ORDER BY account_id \(sql: c.dialect.ascending), due_day \(sql: c.dialect.ascending)
                """
            ) {
                Due(
                    account: try $0.id("account_id"), levy: try $0.symbol("levy"), day: try $0.parsed("due_day"), amount: Money(grosze: try $0.int("amount")))
            }
        }
        let calendar = OfficialCalendar.statutory
        var out: [Coming] = []
        var index = 0
        while index < dues.count {
            let account = dues[index].account
            var own: [Due] = []
            while index < dues.count, dues[index].account == account {
                own.append(dues[index])
                index += 1
            }
            var random = SeededGenerator(seed: municipality.seed ^ UInt64(bitPattern: account.number))
            func add(_ due: Due, _ amount: Money, _ day: Day) {
                let day = calendar.workingDay(onOrAfter: day)
                guard day.year == Self.year else { return }
                out.append(Coming(day: day, account: account, levy: due.levy, amount: amount, isNumberLost: Int.random(in: 0..<100, using: &random) < 3))
            }
            switch municipality.habit(of: account) {
            case .never: break
            case .atOnce: add(own[0], own.map(\.amount).sum, own[0].day.adding(days: -5))
            case .onTime: for due in own { add(due, due.amount, due.day.adding(days: -Int.random(in: 0...12, using: &random))) }
            case .late(let days): for due in own { add(due, due.amount, due.day.adding(days: days)) }
            }
        }
        return out.sorted { ($0.day, $0.account) < ($1.day, $1.account) }
    }

    private func pay() async throws {
        let all = try await coming()
        let pool = try IndividualAccounts(bank: "10101010", pool: "7777")
        guard let office = BankAccountNumber(bank: "10101010", account: "0000000000000001") else { throw Problem(.internalFault, "Zły rachunek pokazu.") }
        let payments = BankPayments(pool)
        var total = StatementOutcome(), statements = 0, balance = Money.zero, reminders = ReminderSummary()
        var index = 0
        var sample: [UInt8]?
        for month in 1...12 {
            let tax = try TaxMonth(year: Self.year, month: month)
            while index < all.count, all[index].day <= tax.lastDay {
                let on = all[index].day
                var lines: [(amount: Money, target: BankAccountNumber?, payer: String, title: String)] = []
                while index < all.count, all[index].day == on {
                    let one = all[index]
                    // Some forget the number and write the account's, some write nothing that helps.
                    let title = one.isNumberLost ? (index % 2 == 0 ? "podatek K\(one.account)" : "podatek za dom") : "rata podatku"
                    lines.append((one.amount, one.isNumberLost ? nil : try pool.number(one.account, one.levy), "PODATNIK \(one.account)", title))
                    index += 1
                }
                statements += 1
                let file = MT940Writer.write(account: office, number: "\(statements)", day: on, opening: balance, payments: lines)
                sample = file
                let now = noon(on)
                let outcome = try await database.write { try payments.take($0, file, .mt940, by: Self.clerk, at: now) }
                balance += outcome.amount
                total.add(outcome)
                progress("Wpłaty: wyciąg \(statements), \(on)")
            }
            try await explain(payments, by: tax.lastDay)
            if month == 6 || month == 12 { reminders.add(try await remind(on: try day(month, month == 6 ? 8 : 7))) }
            let (next, now) = (tax.lastDay.adding(days: 3), noon(tax.lastDay))
            try await database.write { try Ledger.close($0, tax, today: next, by: Self.clerk, at: now) }
        }
        say(
            "Wpłaty: wyciągów \(statements), zaksięgowano \(total.booked), do potwierdzenia \(total.proposed), do wyjaśnienia \(total.unexplained), razem \(total.amount) zł"
        )
        say("  na należności \(total.toPrincipal) zł, odsetki \(total.toInterest) zł, koszty upomnień \(total.toCosts) zł, nadpłaty \(total.overpaid) zł")
        if let sample {
            let again = try await database.write { try payments.take($0, sample, .mt940, by: Self.clerk, at: Instant(milliseconds: 0)) }
            say("  ostatni wyciąg drugi raz: \(again.isRepeated ? "pominięty" : "zaksięgowany")")
        }
        say("Upomnienia: wystawiono \(reminders.reminders) na \(reminders.principal) zł i \(reminders.interest) zł odsetek, zbyt małych \(reminders.waiting)")
    }

    /// The clerk confirms what is proposed; the rest waits.
    private func explain(_ payments: BankPayments, by day: Day) async throws {
        let now = noon(day)
        var after = BankPaymentID(0)
        while true {
            let from = after
            let waiting = try await database.read { try BankPayments.waiting($0, after: from, limit: 500) }
            guard let last = waiting.last else { return }
            try await database.write { c in
                for one in waiting {
                    guard let account = one.proposal else { continue }
                    _ = try payments.explain(c, one.id, account: account, named: nil, booked: day, by: Self.clerk, at: now)
                }
            }
            after = last.id
        }
    }

    private func remind(on day: Day) async throws -> ReminderSummary {
        let reminders = Reminders(), now = noon(day)
        let issued = try await reminders.issue(database, on: day, by: Self.clerk, at: now) { progress("Upomnienia: \($0)") }
        let delivered = day.adding(days: 9)
        var after: Int64 = 0
        while true {
            let from = after
            let numbers = try await database.read { try Reminders.undelivered($0, year: Self.year, after: from, limit: 500) }
            guard let last = numbers.last else { break }
            try await database.write { c in
                for number in numbers { try reminders.deliver(c, year: Self.year, number: number, on: delivered, booked: delivered, by: Self.clerk, at: now) }
            }
            after = last
        }
        return issued
    }

    // MARK: reports

    private func reports(_ run: AssessmentRun) async throws {
        let start = clock.now
        let first = try TaxMonth(year: Self.year, month: 1), last = try TaxMonth(year: Self.year, month: 12)
        let (statement, difference, report) = try await database.read { c in
            (try TurnoverStatement.of(c, from: first, through: last), try TurnoverStatement.subledgerDifference(c), try Rb27S.of(c, through: last))
        }
        say("Zestawienie obrotów i sald \(Self.year):")
        for row in statement.rows { say("  \(row.account.rawValue): Wn \(row.debit) Ma \(row.credit), saldo Wn \(row.debitBalance) Ma \(row.creditBalance)") }
        say(
            "  razem: Wn \(statement.debit) Ma \(statement.credit) – \(statement.isBalanced ? "zgodne" : "NIEZGODNE"); księga i konta podatników różnią się o \(difference) zł"
        )
        say("Rb-27S (rozdział, paragraf: należności, wykonanie, do zapłaty, w tym zaległości, nadpłaty, obniżenie stawek):")
        for row in report.rows {
            say(
                "  \(row.chapter) § \(row.paragraph): \(row.receivables), \(row.executed), \(row.left), \(row.arrears), \(row.overpayments), \(row.loweredRates)\(row.isConsistent ? "" : " – NIEZGODNE")"
            )
        }
        say("  czas: \(seconds(start.duration(to: clock.now))) s")
        guard statement.isBalanced, difference == .zero, report.rows.allSatisfy(\.isConsistent) else {
            throw Problem(.internalFault, "Księgi pokazu się nie zgadzają. Zgłoś to.", cause: "unbalanced demonstration year")
        }
    }
}

extension StatementOutcome {
    fileprivate mutating func add(_ other: StatementOutcome) {
        booked += other.booked
        proposed += other.proposed
        unexplained += other.unexplained
        skipped += other.skipped
        amount += other.amount
        toCosts += other.toCosts
        toPrincipal += other.toPrincipal
        toInterest += other.toInterest
        overpaid += other.overpaid
    }
}

extension ReminderSummary {
    fileprivate mutating func add(_ other: ReminderSummary) {
        accounts += other.accounts
        reminders += other.reminders
        waiting += other.waiting
        principal += other.principal
        interest += other.interest
    }
}
