import Chancery
import Kernel
import Store
import StoreTesting
import Testing

/// Passes queries on and keeps how SQLite goes about each.
private final class PlanRecorder: SQLConnection {
    private let inner: any SQLConnection
    private(set) var plans: [String] = []

    init(_ inner: any SQLConnection) { self.inner = inner }
    var dialect: Dialect { inner.dialect }
    func execute(_ sql: SQL) throws(SQLError) -> Int { try inner.execute(sql) }
    func query<T>(_ sql: SQL, _ decode: (any SQLRow) throws -> T) throws -> [T] {
        plans += try inner.query("EXPLAIN QUERY PLAN " + sql) { try $0.text("detail") }
        return try inner.query(sql, decode)
    }
    func savepoint<T>(_ body: () throws -> T) throws -> T { try inner.savepoint(body) }
}

@Suite struct WorkQueryPlanTests {
    private static let (unit, officer, day) = (UnitID(2), OfficerID(3), Day("2026-03-12")!)
    private static func query(_ change: (inout CaseQuery) -> Void) -> CaseQuery {
        var q = CaseQuery()
        change(&q)
        return q
    }

    /// What pages ask for: each must walk an index in the order it shows.
    private static let queries: [(String, @Sendable (any SQLConnection) throws -> Void)] = [
        ("to assign", { _ = try WorkQueue.toAssign.page($0, after: WorkQueue.Position("~5~wplywajaca")) }),
        ("to assign, count", { _ = try WorkQueue.toAssign.count($0) }),
        ("my letters", { _ = try WorkQueue.mine(officer).page($0, after: WorkQueue.Position("2026-03-01~5~1")) }),
        ("my letters, overdue", { _ = try WorkQueue.mine(officer).overdue($0, today: day) }),
        ("unit's letters", { _ = try WorkQueue.unit(unit).page($0) }),
        ("unclaimed letters", { _ = try WorkQueue.unclaimed(unit).page($0) }),
        ("unfinished letters", { _ = try WorkQueue.unfinished($0, arrivedBefore: day) }),
        ("case by sign", { _ = try Cases.find($0, try #require(CaseSign("GK.6131.1.2026"))) }),
        ("case as typed", { _ = try Cases.find($0, typed: "gk 6131 1 2026") }),
        ("all cases", { _ = try Cases.page($0, CaseQuery()) }),
        ("cases of a unit", { _ = try Cases.page($0, query { $0.unit = unit }) }),
        ("cases of a unit and class", { _ = try Cases.page($0, query { ($0.unit, $0.symbol, $0.year) = (unit, "6131", 2026) }) }),
        ("cases of a class", { _ = try Cases.page($0, query { ($0.symbol, $0.year) = ("6131", 2026) }) }),
        ("cases in a state", { _ = try Cases.page($0, query { $0.state = .suspended }) }),
        ("cases of a unit in a state", { _ = try Cases.page($0, query { ($0.unit, $0.state) = (unit, .suspended) }) }),
        ("cases of an officer", { _ = try Cases.page($0, query { $0.officer = officer }) }),
        ("cases of an officer in a state", { _ = try Cases.page($0, query { ($0.officer, $0.state) = (officer, .closed) }) }),
        ("my cases by due day", { _ = try Cases.page($0, .mine(officer)) }),
        ("overdue cases", { _ = try Cases.page($0, .overdue(today: day)) }),
        ("overdue cases of a unit", { _ = try Cases.page($0, .overdue(today: day, unit: unit)) }),
        ("old cases", { _ = try Cases.page($0, .older(than: day)) }),
        ("old cases of a unit", { _ = try Cases.page($0, .older(than: day, unit: unit)) }),
        ("quiet cases", { _ = try Cases.page($0, .quiet(since: OfficeDesk.noon)) }),
        ("quiet cases of a unit", { _ = try Cases.page($0, .quiet(since: OfficeDesk.noon, unit: unit)) }),
        ("reminders", { _ = try CaseReminders.pending($0, today: day) }),
        ("elements", { _ = try Cases.elements($0, CaseID(1)) }),
        ("cases of a contact", { _ = try Cases.cases($0, ofContact: 5) }),
        ("cooperation received", { _ = try CaseSharing.cooperation($0, of: unit, received: true) }),
        ("cooperation given", { _ = try CaseSharing.cooperation($0, of: unit, received: false) }),
        ("shared with a unit", { _ = try CaseSharing.sharedWith($0, unit, on: day) }),
        ("without case", { _ = try DocumentsWithoutCase.list($0, symbol: "0640", year: 2026, unit: unit) }),
        (
            "list of cases",
            {
                let h = CaseList.Header(year: 2026, unitCode: "GK", unitName: "", symbol: "6131", classTitle: "", reportDay: day)
                _ = try CaseList.rows($0, h)
                _ = try Cases.subFiles($0, unitCode: "GK", symbol: "6131", year: 2026)
            }
        ),
    ]

    @Test("No page reads a table from end to end or sorts what it read") func plans() async throws {
        try await Backend.sqlite.withDatabase(migrations: OfficeDesk.migrations) { db in
            let found = try await db.read { c in
                var found: [String] = []
                for (name, run) in Self.queries {
                    let recorder = PlanRecorder(c)
                    try run(recorder)
                    if recorder.plans.isEmpty { found.append("\(name): nothing was asked") }
                    for step in recorder.plans {
                        // A bounded part is an inner query; all cases are walked from the newest row of the table itself.
                        let isInner = ["SCAN r", "SCAN found"].contains(step) || step == "SCAN case_file" && name == "all cases"
                        let scans = step.hasPrefix("SCAN") && !step.contains("INDEX") && !isInner
                        // The inner query of a queue comes in its order; the page of letters is put in order once more.
                        let sorts = step.contains("TEMP B-TREE FOR ORDER BY") && !name.hasSuffix("letters")
                        if scans || sorts { found.append("\(name): \(step)") }
                    }
                }
                return found
            }
            #expect(found == [])
        }
    }
}
