import Chancery
import Kernel
import Law
import Store
import StoreTesting
import Testing

/// The register's pages stay fast however long it grows only while no query of theirs reads it whole.
@Suite struct RegisterPlansTests {
    private static let today = Day("2026-03-12")!

    private func plans(_ backend: Backend, _ body: @escaping @Sendable (QueryPlans) throws -> Void) async throws {
        try await backend.withDatabase(migrations: IncomingRegisterTests.migrations) { db in
            try await db.write { c in
                for n in 0..<20 {
                    _ = try IncomingRegister.register(
                        c, IncomingRegisterTests.letter("Łoś \(n)", key: "klucz \(n)", sign: "OR.\(n)"), by: IncomingRegisterTests.clerk, at: IncomingRegisterTests.noon)
                }
            }
            if backend == .postgres { try await db.write { c in _ = try c.execute("ANALYZE incoming_letter") } }
            try await db.write { c in
                let plans = try QueryPlans(c)
                try body(plans)
            }
        }
    }

    @Test("The plan of a query that reads everything is seen as such", arguments: Backend.available) func control(_ backend: Backend) async throws {
        try await plans(backend) { c in
            _ = try c.query("SELECT id FROM incoming_letter WHERE registered_by = \("x")") { try $0.int("id") }
            #expect(c.steps.contains { $0.contains("incoming_letter") })
            // PostgreSQL may walk an index from end to end where reading the table is forbidden.
            if c.dialect == .sqlite { #expect(!c.scans(of: "incoming_letter").isEmpty) }
        }
    }

    @Test("A registration looks nothing up by reading a table", arguments: Backend.available) func registering(_ backend: Backend) async throws {
        try await plans(backend) { c in
            _ = try IncomingRegister.register(
                c, IncomingRegisterTests.letter("Bąk", key: "nowy", sign: "OR.7"), by: IncomingRegisterTests.clerk, at: IncomingRegisterTests.noon)
            for table in ["incoming_letter", "letter_file", "journal", "journal_head", "counter"] { #expect(c.scans(of: table) == [], "\(table)") }
        }
    }

    @Test("Letters in one state are found by an index, in every view and order", arguments: Backend.available) func states(_ backend: Backend) async throws {
        try await plans(backend) { c in
            for view in RegisterQuery.View.allCases {
                for order in RegisterQuery.Order.allCases {
                    for after in [nil, RegisterQuery.Position(key: "2026-03-12", id: 9)] {
                        var q = RegisterQuery()
                        (q.view, q.order, q.after, q.state) = (view, order, after, .new)
                        _ = try IncomingRegister.page(c, q, today: Self.today)
                        _ = try IncomingRegister.count(c, q, today: Self.today)
                        for table in ["incoming_letter", "letter_work"] { #expect(c.scans(of: table) == [], "\(table) \(view) \(order)") }
                        if view == .all, order == .number, c.dialect == .sqlite { #expect(!c.steps.contains { $0.contains("TEMP B-TREE") }) }
                        c.forget()
                    }
                }
            }
        }
    }

    @Test("Pages, views, orders and single letters use an index", arguments: Backend.available) func pages(_ backend: Backend) async throws {
        try await plans(backend) { c in
            for view in RegisterQuery.View.allCases {
                for order in RegisterQuery.Order.allCases {
                    for after in [nil, RegisterQuery.Position(key: "2026-03-12", id: 9)] {
                        var q = RegisterQuery()
                        (q.view, q.order, q.after) = (view, order, after)
                        _ = try IncomingRegister.page(c, q, today: Self.today)
                        #expect(c.scans(of: "incoming_letter") == [], "\(view) \(order)")
                        // A narrow view is not looked for along the whole of an order.
                        if view != .all, c.dialect == .sqlite {
                            let narrow = ["attention", "cancelled", "not_scanned"]
                            let walks = c.steps.filter { step in step.hasPrefix("SCAN incoming_letter") && !narrow.contains { step.contains($0) } }
                            #expect(walks == [], "\(view) \(order)")
                        }
                        c.forget()
                    }
                }
            }
            let number = RegisterNumber(year: 2026, number: 3)
            #expect(try IncomingRegister.find(c, number) != nil)
            _ = try IncomingRegister.number(c, arrivalKey: "klucz 1")
            _ = try IncomingRegister.duplicates(c, of: IncomingRegisterTests.letter(sign: "OR.1").metadata)
            _ = try IncomingRegister.counts(c, today: Self.today)
            _ = try IncomingRegister.search(c, "wniosek", limit: 10)
            for table in ["incoming_letter", "letter_file", "signature_check", "letter_correction"] { #expect(c.scans(of: table) == [], "\(table)") }
        }
    }
}
