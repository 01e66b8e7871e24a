public import Kernel
public import Store

/// The calculation of an account for a year with everything that a person needs to check it.
public struct ExplainedAssessment: Sendable {
    public var run: AssessmentRunID
    public var rates: RateSet
    /// By the register as it is now.
    public var assessment: AccountAssessment
    /// What the last decision or declaration of the year came to.
    public var decided: Money?

    /// The register has moved since; a changing decision is due.
    public var isOutdated: Bool { decided.map { $0 != assessment.total } ?? false }
}

/// A decision on tax as lists show it.
public struct TaxDecision: Sendable, Hashable {
    public var year: Int
    public var number: Int64
    public var account: TaxAccountID
    public var total: Money
    public var issued: Day
    public var delivered: Day?
    /// 0 for the first of the year, then counted.
    public var change: Int

    public var name: String { Assessments.decisionName(year: year, number: number) }
}

extension Assessments {
    /// - Returns: `nil` for a year that is not approved.
    /// - Throws: `Problem` where the account cannot be counted.
    public func explained(_ c: any SQLConnection, _ account: TaxAccountID, year: Int) throws -> ExplainedAssessment? {
        guard let id = try Assessments.approved(c, year) else { return nil }
        let run = try Assessments.run(c, id)
        let batch = try AssessmentBatch.read(
            c, after: TaxAccountID(account.number - 1), limit: 1, year: year, revision: TaxRegister.revision(c), previousRun: nil)
        guard let found = batch.accounts.first, found.id == account else { return nil }
        let assessed = try found.assess(run.rates, settings, calendar)
        var decided = try Assessments.decisions(c, of: account).last { $0.year == year }?.total
        if decided == nil, assessed.taxpayer == .legalPerson || assessed.total == .zero {
            decided = try c.first("SELECT total FROM tax_assessment WHERE run_id = \(id) AND account_id = \(account)") { Money(grosze: try $0.int("total")) }
        }
        return ExplainedAssessment(run: id, rates: run.rates, assessment: assessed, decided: decided)
    }

    /// The rates that hold, for people outside the office: of the approved run, else the ceilings. A trial is nobody's rate.
    public static func publicRates(_ c: any SQLConnection, year: Int) throws -> RateSet {
        guard let id = try approved(c, year) else { return try RateSet.ceilings(year) }
        return try run(c, id).rates
    }

    /// The rates by which a year is or will be counted, for the clerk: of the approved run, else of the last one, else the ceilings.
    public static func rates(_ c: any SQLConnection, year: Int) throws -> RateSet {
        let last = try c.first(
            "SELECT id FROM tax_run WHERE year = \(year) AND state <> 'porzucony' ORDER BY id \(sql: c.dialect.descending) LIMIT 1"
        ) { try $0.id("id", as: AssessmentRunID.self) }
        if let id = try approved(c, year) ?? last { return try run(c, id).rates }
        return try RateSet.ceilings(year)
    }

    /// Runs of a year, newest first.
    public static func runs(_ c: any SQLConnection, year: Int, limit: Int = 10) throws -> [AssessmentRun] {
        try c.query("SELECT id FROM tax_run WHERE year = \(year) ORDER BY id \(sql: c.dialect.descending) LIMIT \(limit)") {
            try $0.id("id", as: AssessmentRunID.self)
        }.map { try run(c, $0) }
    }

    /// Years that have an approved run, newest first.
    public static func approvedYears(_ c: any SQLConnection) throws -> [Int] {
        try c.query("SELECT year FROM tax_run WHERE state = 'zatwierdzony' ORDER BY year \(sql: c.dialect.descending)") { Int(try $0.int("year")) }
    }

    private static let decisionColumns: SQL = "year, number, account_id, total, issued_day, delivered_day, change"

    private static func decodeDecision(_ row: any SQLRow) throws -> TaxDecision {
        TaxDecision(
            year: Int(try row.int("year")), number: try row.int("number"), account: try row.id("account_id"), total: Money(grosze: try row.int("total")),
            issued: try row.parsed("issued_day"), delivered: try row.parsedOrNil("delivered_day"), change: Int(try row.int("change")))
    }

    /// Decisions of an account, oldest first.
    public static func decisions(_ c: any SQLConnection, of account: TaxAccountID) throws -> [TaxDecision] {
        try c.query(
            """
            SELECT \(sql: decisionColumns) FROM tax_decision WHERE account_id = \(account)
            ORDER BY year \(sql: c.dialect.ascending), number \(sql: c.dialect.ascending)
            """, decodeDecision)
    }

    public static func decision(_ c: any SQLConnection, year: Int, number: Int64) throws -> TaxDecision? {
        try c.first("SELECT \(sql: decisionColumns) FROM tax_decision WHERE year = \(year) AND number = \(number)", decodeDecision)
    }

    /// Decisions of a year, a page at a time.
    public static func decisions(_ c: any SQLConnection, ofYear year: Int, after: Int64 = 0, limit: Int = 50) throws -> [TaxDecision] {
        try c.query(
            """
            SELECT \(sql: decisionColumns) FROM tax_decision WHERE year = \(year) AND number > \(after)
            ORDER BY number \(sql: c.dialect.ascending) LIMIT \(limit)
            """, decodeDecision)
    }
}
