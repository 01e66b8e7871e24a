import Chancery
import Kernel
import Store
import StoreTesting
import Testing

/// A connection that asks the engine how it would run each query before it runs it.
private final class PlanningConnection: SQLConnection {
    let base: any SQLConnection
    private(set) var steps: [(sql: String, detail: String)] = []
    var dialect: Dialect { base.dialect }

    init(_ base: any SQLConnection) { self.base = base }

    @discardableResult
    func execute(_ sql: SQL) throws(SQLError) -> Int { try base.execute(sql) }

    func query<T>(_ sql: SQL, _ decode: (any SQLRow) throws -> T) throws -> [T] {
        steps += try base.query("EXPLAIN QUERY PLAN " + sql) { (sql.text, try $0.text("detail")) }
        return try base.query(sql, decode)
    }

    func savepoint<T>(_ body: () throws -> T) throws -> T { try base.savepoint(body) }
}

@Suite struct OutgoingPlanTests {
    typealias F = OutgoingFixture

    /// The steps that read a whole table or sort what an index could give.
    private func slow(_ db: any Database, sorts: Bool = false, _ body: @escaping @Sendable (any SQLConnection) throws -> Void) async throws -> [String] {
        try await db.read { c in
            let planning = PlanningConnection(c)
            try body(planning)
            return planning.steps.filter { step in
                (step.detail.hasPrefix("SCAN ") && !step.detail.contains("USING") && !step.detail.contains("SUBQUERY") && !step.detail.contains("found"))
                    || (!sorts && step.detail.contains("TEMP B-TREE FOR ORDER BY"))
            }.map { "\($0.detail) in \($0.sql)" }
        }
    }

    @Test("Queues, registers and searches of letters that leave read by index") func plans() async throws {
        try await Backend.sqlite.withDatabase(migrations: F.migrations) { db in
            let asked = [Approver.officer(OfficerID(1))]
            let after = RegisterQuery.Position(key: "1", id: 1)
            for queue in [
                LetterQueue.drafts(OfficerID(1)), .approval(asked), .signing(asked), .dispatch(nil), .dispatch(UnitID(1)), .distribution(nil), .undelivered(nil),
            ] {
                #expect(try await slow(db) { _ = try OutgoingLetters.page($0, queue, after: after) } == [])
                #expect(try await slow(db) { _ = try OutgoingLetters.count($0, queue) } == [])
            }
            for order in OutgoingRegisterQuery.Order.allCases {
                for descending in [true, false] {
                    var q = OutgoingRegisterQuery()
                    (q.order, q.descending, q.after) = (order, descending, after)
                    let asked = q
                    #expect(try await slow(db) { _ = try OutgoingRegister.page($0, asked) } == [])
                }
            }
            let hash = try #require(ContentHash(String(repeating: "a", count: 64)))
            var evidence = DispatchEvidence(.upd, .delivered, key: "x")
            (evidence.messageID, evidence.postingNumber, evidence.documentHash) = ("m", "12345", hash)
            let named = evidence
            #expect(try await slow(db) { _ = try OutgoingRegister.records($0, .outgoing, year: 2026, after: 7, limit: 100) } == [])
            #expect(try await slow(db) { _ = try Dispatch.undelivered($0, after: after) } == [])
            #expect(try await slow(db) { _ = try Dispatch.undeliveredCount($0) } == [])
            #expect(try await slow(db) { _ = try Dispatch.waiting($0, by: .eDelivery) } == [])
            #expect(try await slow(db) { _ = try Dispatch.deliveries($0, case: CaseID(1)) } == [])
            #expect(try await slow(db, sorts: true) { _ = try Dispatch.match($0, named) } == [])
            #expect(try await slow(db) { _ = try Dispatch.openEvidence($0, after: 3) } == [])
            #expect(try await slow(db) { _ = try OutgoingLetters.letters($0, case: CaseID(1)) } == [])
            #expect(try await slow(db) { _ = try OutgoingLetters.answers($0, to: "RPW-2026-1") } == [])
            #expect(try await slow(db, sorts: true) { _ = try Dispatch.dispatches($0, of: OutgoingLetterID(1)) } == [])
        }
    }
}
