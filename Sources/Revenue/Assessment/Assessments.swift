public import Kernel
public import Law
public import Store

/// Assesses all accounts of a year: counted from one state of the register, in batches that can stop and go on, approved once.
///
/// Source: UPOL art. 6, UPR art. 6a and 6c, UPL art. 6; Ordynacja podatkowa art. 21.
public struct Assessments: Sendable {
    public var settings: TaxSettings
    public var calendar: OfficialCalendar
    /// Accounts in one transaction.
    public var batch: Int

    public init(settings: TaxSettings = .standard, calendar: OfficialCalendar = .statutory, batch: Int = 1_000) {
        self.settings = settings
        self.calendar = calendar
        self.batch = max(batch, 1)
    }

    // MARK: simulation

    /// What rates would come to, without writing anything.
    /// - Throws: `Problems` where a rate leaves the law.
    public func simulate(_ db: any Database, _ rates: RateSet) async throws -> AssessmentSummary { try await compare(db, rates, rates).first }

    /// Two sets of rates over the same register in one pass.
    public func compare(_ db: any Database, _ a: RateSet, _ b: RateSet) async throws -> RateComparison {
        guard a.year == b.year else { throw Problem(.invalidInput, "Porównać można stawki tego samego roku.", field: "year") }
        let problems = a.problems + b.problems
        guard problems.isEmpty else { throw Problems(problems) }
        let revision = try await db.read { try TaxRegister.revision($0) }
        var out = RateComparison(first: AssessmentSummary(), second: AssessmentSummary())
        var cursor = TaxAccountID(0)
        let batch = batch, year = a.year
        while true {
            let from = cursor
            let read = try await db.read { try AssessmentBatch.read($0, after: from, limit: batch, year: year, revision: revision, previousRun: nil) }
            guard let last = read.accounts.last?.id else { return out }
            var digest = ""
            let first = read.counted(a, settings, calendar, summary: &out.first, digest: &digest)
            let second = a == b ? first : read.counted(b, settings, calendar, summary: &out.second, digest: &digest)
            for (x, y) in zip(first, second) {
                guard case .success(let x) = x.outcome, case .success(let y) = y.outcome else { continue }
                if y.total > x.total { out.more += 1 }
                if y.total < x.total { out.less += 1 }
                out.largestRise = max(out.largestRise, y.total - x.total)
            }
            cursor = last
        }
    }

    // MARK: counting

    /// Begins a run over the register as it is now.
    /// - Throws: `Problems` with each rate that leaves the law.
    public func start(_ db: any Database, _ rates: RateSet, by performer: Performer, at now: Instant) async throws -> AssessmentRunID {
        let problems = rates.problems
        guard problems.isEmpty else { throw Problems(problems) }
        return try await db.write { c in
            let hash = rates.hash
            try c.execute(
                """
                INSERT INTO tax_rates (year, name, content, hash, created_at) VALUES (\(rates.year), \(rates.name), \(rates.json), \(hash), \(now))
                ON CONFLICT (hash) DO NOTHING
                """)
            guard let ratesID = try c.first("SELECT id FROM tax_rates WHERE hash = \(hash)", { try $0.int("id") }) else {
                throw Problem(.internalFault, "Nie udało się zapisać stawek. Spróbuj ponownie.", cause: "tax_rates")
            }
            let revision = try TaxRegister.revision(c)
            let rows = try c.query(
                """
                INSERT INTO tax_run (year, rates_id, revision, state, cursor, accounts, failures, odd, waived, total, lowered, sums, digest, approve_cursor,
                started_at, started_by) VALUES (\(rates.year), \(ratesID), \(revision), 'liczenie', 0, 0, 0, 0, 0, 0, 0, '', '', 0, \(now), \(performer.id))
                RETURNING id
                """
            ) { try $0.id("id", as: AssessmentRunID.self) }
            let id = try TaxRegister.one(rows)
            try Journal.append(
                c, JournalEntry(actor: performer.id, act: "wymiar-poczatek", object: "wymiar:\(id)", after: "\(rates.year), \(rates.name)"), at: now)
            return id
        }
    }

    /// Counts until the run is done; a run that stopped goes on after its last batch. A run that is done is left alone.
    ///
    /// Reading the next batch and counting it goes on while the one before is written.
    /// - Parameter batches: stop after so many; `nil` for all.
    /// - Parameter progress: called with the number of accounts counted.
    @discardableResult
    public func count(
        _ db: any Database, _ id: AssessmentRunID, batches: Int? = nil, at now: @escaping @Sendable () -> Instant = { TimeSource.system.now },
        progress: (Int) -> Void = { _ in }
    ) async throws -> AssessmentRun {
        let run = try await Assessments.run(db, id)
        guard run.state == .counting else { return run }
        let limit = batch, year = run.year, revision = run.revision
        let previousRun = try await db.read { try Assessments.approved($0, year - 1) }
        var summary = run.summary
        var digest = run.digest
        var cursor = run.cursor
        var pending: Task<Void, any Error>?
        var left = batches ?? .max
        var isDone = false
        while left > 0 {
            left -= 1
            let from = cursor
            let read = try await db.read { try AssessmentBatch.read($0, after: from, limit: limit, year: year, revision: revision, previousRun: previousRun) }
            guard let last = read.accounts.last?.id else {
                isDone = true
                break
            }
            let counted = read.counted(run.rates, settings, calendar, summary: &summary, digest: &digest)
            try await pending?.value
            let (sum, hash) = (summary, digest)
            pending = Task { try await db.write { try Assessments.write($0, id, counted, from: from, to: last, summary: sum, digest: hash) } }
            cursor = last
            progress(summary.accounts)
        }
        try await pending?.value
        if isDone {
            let ended = now()
            try await db.write { try $0.execute("UPDATE tax_run SET state = 'policzony', ended_at = \(ended) WHERE id = \(id) AND state = 'liczenie'") }
        }
        return try await Assessments.run(db, id)
    }

    /// Writes a batch and where the run has come to, or nothing: another process that was faster wins.
    private static func write(
        _ c: any SQLConnection, _ id: AssessmentRunID, _ counted: [AssessmentBatch.Counted], from: TaxAccountID, to: TaxAccountID, summary: AssessmentSummary,
        digest: String
    ) throws {
        let moved = try c.execute(
            """
            UPDATE tax_run SET cursor = \(to), accounts = \(summary.accounts), failures = \(summary.failures), odd = \(summary.odd), waived = \(summary.waived),
            total = \(summary.total.grosze), lowered = \(summary.lowered.grosze), sums = \(summary.sums), digest = \(digest)
            WHERE id = \(id) AND cursor = \(from) AND state = 'liczenie'
            """)
        guard moved == 1 else { throw Problem(.conflict, "Ten wymiar liczy już ktoś inny. Odśwież stronę.") }
        var sql: SQL = ""
        var rows = 0
        func flush() throws {
            if rows > 0 { try c.execute(sql) }
            rows = 0
        }
        for one in counted {
            switch one.outcome {
            case .success(let a):
                sql =
                    rows == 0
                    ? "INSERT INTO tax_assessment (run_id, account_id, taxpayer, total, taxes, lines, instalments, previous, is_odd, is_waived) VALUES "
                    : sql + ", "
                sql +=
                    "(\(id), \(one.account), \(a.taxpayer.rawValue), \(a.total.grosze), \(a.taxesText), \(one.lines), \(one.instalments), \(one.previous?.grosze), \(one.isOdd), \(a.isTooSmall))"
                rows += 1
                if rows == 6 { try flush() }
            case .failure(let problem):
                try c.execute(
                    """
                    INSERT INTO tax_assessment_failure (run_id, account_id, reason, field)
                    VALUES (\(id), \(one.account), \(problem.message), \(problem.field))
                    """)
            }
        }
        try flush()
    }

    // MARK: approval

    /// Approves a counted run: numbers the decisions and books every charge with its instalments, once.
    ///
    /// Natural persons get a decision each, numbered in the order of accounts; of legal persons the charge stands on their declaration. Booked
    /// on issue; the day of delivery moves due days later (`deliver`). A run that stopped in the middle goes on.
    /// - Throws: `Problem` where the run is not counted, or another of the year is approved.
    @discardableResult
    public func approve(
        _ db: any Database, _ id: AssessmentRunID, booked: Day, batches: Int? = nil, by performer: Performer, at now: Instant, progress: (Int) -> Void = { _ in }
    ) async throws -> AssessmentRun {
        let limit = batch
        try await db.write { c in
            let run = try Assessments.run(c, id)
            switch run.state {
            case .approving, .approved: return
            case .counting: throw Problem(.conflict, "Wymiar nie jest jeszcze policzony do końca.")
            case .abandoned: throw Problem(.conflict, "Ten wymiar porzucono. Policz nowy.")
            case .counted: break
            }
            if let other = try Assessments.approved(c, run.year) {
                throw Problem(.conflict, "Na \(run.year) rok zatwierdzono już wymiar nr \(other). Zmiany w ciągu roku idą decyzjami zmieniającymi.")
            }
            try Ledger.checkOpen(c, booked)
            try c.execute("UPDATE tax_run SET state = 'zatwierdzanie', booked_day = \(booked) WHERE id = \(id)")
            try Journal.append(c, JournalEntry(actor: performer.id, act: "wymiar-zatwierdzenie", object: "wymiar:\(id)", after: "\(run.summary.total)"), at: now)
        }
        var done = 0
        var left = batches ?? .max
        while left > 0 {
            left -= 1
            let written = try await db.write { try Assessments.approveBatch($0, id, limit: limit, by: performer, at: now) }
            guard let written else { break }
            done += written
            progress(done)
        }
        return try await Assessments.run(db, id)
    }

    /// - Returns: how many accounts, `nil` when none is left.
    private static func approveBatch(_ c: any SQLConnection, _ id: AssessmentRunID, limit: Int, by performer: Performer, at now: Instant) throws -> Int? {
        guard
            let (year, cursor, booked, state) = try c.first(
                "SELECT year, approve_cursor, booked_day, state FROM tax_run WHERE id = \(id) \(sql: c.dialect.forUpdate)",
                { (try $0.int("year"), try $0.int("approve_cursor"), try $0.parsed("booked_day", as: Day.self), try $0.symbol("state", as: AssessmentRun.State.self)) }),
            state == .approving
        else { return nil }
        let rows = try c.query(
            """
            SELECT account_id, taxpayer, total, instalments, is_waived FROM tax_assessment WHERE run_id = \(id) AND account_id > \(cursor)
            ORDER BY account_id \(sql: c.dialect.ascending) LIMIT \(limit)
            """
        ) {
            (
                id: try $0.id("account_id", as: TaxAccountID.self), taxpayer: try $0.symbol("taxpayer", as: Taxpayer.self), total: try $0.int("total"),
                instalments: try $0.text("instalments"), isWaived: try $0.bool("is_waived")
            )
        }
        guard let last = rows.last?.id else {
            try c.execute("UPDATE tax_run SET state = 'zatwierdzony', approved_at = \(now), approved_by = \(performer.id) WHERE id = \(id)")
            return nil
        }
        let owed = rows.filter { $0.total > 0 && !$0.isWaived }
        var number = try Counter.current(c, counter, year: Int(year))
        var postings: [Posting] = []
        var decisions: SQL = ""
        var pending = 0
        func flush() throws {
            if pending > 0 { try c.execute(decisions) }
            pending = 0
        }
        for row in owed {
            let document: String
            if row.taxpayer == .naturalPerson {
                number += 1
                document = decisionName(year: Int(year), number: number)
                decisions = pending == 0 ? "INSERT INTO tax_decision (year, number, account_id, run_id, total, issued_day, change) VALUES " : decisions + ", "
                decisions += "(\(year), \(number), \(row.id), \(id), \(row.total), \(booked), 0)"
                pending += 1
                if pending == 10 { try flush() }
            } else {
                document = "deklaracja \(year)"
            }
            for (n, instalment) in AccountAssessment.instalments(row.instalments).enumerated() {
                postings.append(
                    Posting(
                        .charge, instalment.amount, account: row.id, levy: instalment.levy, booked: booked, due: instalment.due, document: document,
                        source: "wymiar:\(year):\(row.id):\(n)"))
            }
        }
        try flush()
        if number > 0 { try Counter.advance(c, counter, year: Int(year), to: number) }
        guard try Ledger.charge(c, postings, by: performer, at: now) == postings.count else {
            throw Problem(.conflict, "Część przypisów tego roku już zaksięgowano z innego źródła. Sprawdź konta.", cause: "wymiar:\(year)")
        }
        try c.execute("UPDATE tax_run SET approve_cursor = \(last) WHERE id = \(id)")
        return rows.count
    }

    static let counter = "decyzja-podatkowa"
    static func decisionName(year: Int, number: Int64) -> String { "decyzja \(number)/\(year)" }

    /// A decision was delivered: no instalment is due before the 14th day after it (Ordynacja podatkowa art. 47 § 1).
    ///
    /// The same day twice changes nothing.
    /// - Throws: `Problem` for a day before the decision was issued, or another day than the one known.
    public func deliver(_ c: any SQLConnection, year: Int, number: Int64, on day: Day, booked: Day, by performer: Performer, at now: Instant) throws {
        guard
            let (account, issued, known) = try c.first(
                "SELECT account_id, issued_day, delivered_day FROM tax_decision WHERE year = \(year) AND number = \(number)",
                { (try $0.id("account_id", as: TaxAccountID.self), try $0.parsed("issued_day", as: Day.self), try $0.parsedOrNil("delivered_day", as: Day.self)) })
        else { throw Problem(.notFound, "Nie ma decyzji \(number)/\(year).", field: "number") }
        let name = Assessments.decisionName(year: year, number: number)
        guard day >= issued else {
            throw Problem(.invalidInput, "Decyzję \(number)/\(year) wydano \(issued), nie mogła być doręczona \(day). Popraw datę.", field: "delivered")
        }
        if let known {
            guard known == day else { throw Problem(.conflict, "Decyzja \(number)/\(year) ma już datę doręczenia \(known).", field: "delivered") }
            return
        }
        try c.execute("UPDATE tax_decision SET delivered_day = \(day) WHERE year = \(year) AND number = \(number)")
        let earliest = InstalmentDates.earliest(after: day, calendar: calendar)
        let items = try c.query(
            """
            SELECT id FROM ledger_entry WHERE account_id = \(account) AND document = \(name) AND kind = 'przypis' AND due_day < \(earliest)
            ORDER BY id \(sql: c.dialect.ascending)
            """
        ) { try $0.id("id", as: LedgerEntryID.self) }
        for item in items {
            try Ledger.moveDue(
                c, of: item, to: earliest, booked: booked, reason: "doręczenie \(day)", source: "doreczenie:\(year):\(number):\(item)", by: performer, at: now)
        }
    }

    // MARK: reading

    public static func run(_ db: any Database, _ id: AssessmentRunID) async throws -> AssessmentRun { try await db.read { try run($0, id) } }

    static func run(_ c: any SQLConnection, _ id: AssessmentRunID) throws -> AssessmentRun {
        let found = try c.first(
            """
            SELECT r.id, r.year, r.revision, r.state, r.cursor, r.approve_cursor, r.accounts, r.failures, r.odd, r.waived, r.total, r.lowered, r.sums, r.digest,
            r.booked_day, t.content FROM tax_run r JOIN tax_rates t ON t.id = r.rates_id WHERE r.id = \(id)
            """
        ) { row in
            var summary = AssessmentSummary()
            summary.accounts = Int(try row.int("accounts"))
            summary.failures = Int(try row.int("failures"))
            summary.odd = Int(try row.int("odd"))
            summary.waived = Int(try row.int("waived"))
            summary.total = Money(grosze: try row.int("total"))
            summary.lowered = Money(grosze: try row.int("lowered"))
            summary.read(sums: try row.text("sums"))
            return AssessmentRun(
                id: try row.id("id"), year: Int(try row.int("year")), rates: try RateSet(json: row.text("content")), revision: try row.int("revision"),
                state: try row.symbol("state"), cursor: try row.id("cursor"), approveCursor: try row.id("approve_cursor"), summary: summary,
                digest: try row.text("digest"), booked: try row.parsedOrNil("booked_day"))
        }
        guard let found else { throw Problem(.notFound, "Nie ma takiego wymiaru.") }
        return found
    }

    /// The run of a year that is approved or being approved.
    static func approved(_ c: any SQLConnection, _ year: Int) throws -> AssessmentRunID? {
        try c.first("SELECT id FROM tax_run WHERE year = \(year) AND state IN ('zatwierdzanie', 'zatwierdzony')") { try $0.id("id") }
    }

    /// Accounts that failed, in the order of accounts, a page at a time.
    public static func failures(_ c: any SQLConnection, _ id: AssessmentRunID, after: TaxAccountID = TaxAccountID(0), limit: Int = 100) throws -> [AssessmentFailure] {
        try c.query(
            """
            SELECT a.id, a.number, a.kind, f.reason FROM tax_assessment_failure f JOIN tax_account a ON a.id = f.account_id
            WHERE f.run_id = \(id) AND f.account_id > \(after) ORDER BY f.account_id \(sql: c.dialect.ascending) LIMIT \(limit)
            """
        ) { AssessmentFailure(account: try TaxRegister.decodeAccount($0), reason: try $0.text("reason")) }
    }

    /// Accounts to be looked at before approval, a page at a time.
    public static func odd(_ c: any SQLConnection, _ id: AssessmentRunID, after: TaxAccountID = TaxAccountID(0), limit: Int = 100) throws -> [OddAssessment] {
        try c.query(
            """
            SELECT a.id, a.number, a.kind, s.total, s.previous FROM tax_assessment s JOIN tax_account a ON a.id = s.account_id
            WHERE s.run_id = \(id) AND s.is_odd = 1 AND s.account_id > \(after) ORDER BY s.account_id \(sql: c.dialect.ascending) LIMIT \(limit)
            """
        ) {
            OddAssessment(account: try TaxRegister.decodeAccount($0), total: Money(grosze: try $0.int("total")), previous: Money(grosze: try $0.int("previous")))
        }
    }

    /// Decisions of a run after a number, with whose they are.
    public static func decisions(_ c: any SQLConnection, year: Int, after: Int64 = 0, limit: Int = 1_000) throws -> [(number: Int64, account: TaxAccountID, total: Money)]
    {
        try c.query(
            """
            SELECT number, account_id, total FROM tax_decision WHERE year = \(year) AND number > \(after)
            ORDER BY number \(sql: c.dialect.ascending) LIMIT \(limit)
            """
        ) { (try $0.int("number"), try $0.id("account_id"), Money(grosze: try $0.int("total"))) }
    }
}
