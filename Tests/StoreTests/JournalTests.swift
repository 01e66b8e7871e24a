import Kernel
import Store
import StoreTesting
import Testing

@Suite struct JournalTests {
    private func fill(_ db: any Database, _ n: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for i in 1...n {
                group.addTask {
                    _ = try await db.write { c in
                        _ = try Journal.append(
                            c, JournalEntry(actor: "user:\(i % 3)", act: "letter.registered", object: "letter:\(i % 5)", after: i % 2 == 0 ? "" : nil), at: noon
                        )
                    }
                }
            }
            for try await _ in group {}
        }
    }

    /// What a person with the database's password could do.
    private func unlock(_ db: any Database) async throws {
        try await db.write { c in
            switch c.dialect {
            case .sqlite:
                try c.execute("DROP TRIGGER journal_no_update")
                try c.execute("DROP TRIGGER journal_no_delete")
            case .postgres: try c.execute("DROP TRIGGER journal_append_only ON journal")
            }
        }
    }

    @Test(arguments: Backend.available) func `a journal written by many is intact`(_ backend: Backend) async throws {
        try await backend.withDatabase { db in
            try await fill(db, 100)
            let verdict = try await Journal.verify(db, page: 7)
            guard case .intact(let rows, let head) = verdict else { throw Refused() }
            #expect(rows == 100 && head.count == 64)
        }
    }

    @Test(arguments: Backend.available) func `an empty journal is intact`(_ backend: Backend) async throws {
        try await backend.withDatabase { db in
            let verdict = try await Journal.verify(db)
            #expect(verdict.isIntact)
        }
    }

    @Test(arguments: Backend.available) func `a failed transaction leaves no entry and no hole`(_ backend: Backend) async throws {
        try await backend.withDatabase { db in
            try await fill(db, 3)
            await #expect(throws: Refused.self) {
                try await db.write { c in
                    try Journal.append(c, JournalEntry(actor: "a", act: "b", object: "c"), at: noon)
                    throw Refused()
                }
            }
            try await fill(db, 2)
            let verdict = try await Journal.verify(db)
            guard case .intact(rows: 5, _) = verdict else { throw Refused() }
        }
    }

    @Test(arguments: Backend.available, ["UPDATE journal SET act = 'x'", "DELETE FROM journal", "DELETE FROM journal WHERE seq = 1"])
    func `the engine refuses to change the journal`(_ backend: Backend, _ statement: String) async throws {
        try await backend.withDatabase { db in
            try await fill(db, 3)
            await #expect(throws: SQLError.self) { try await db.write { c in try c.execute(SQL(stringLiteral: statement)) } }
            let verdict = try await Journal.verify(db)
            #expect(verdict.isIntact)
        }
    }

    struct Tampering: Sendable, CustomStringConvertible {
        var description: String
        var statements: [String]
        var verdict: JournalVerdict
    }
    static let tamperings = [
        Tampering(
            description: "a changed text", statements: ["UPDATE journal SET actor = 'user:9' WHERE seq = 7"],
            verdict: .broken(seq: 7, .changed)),
        Tampering(
            description: "an empty value made absent", statements: ["UPDATE journal SET after = CASE WHEN after IS NULL THEN '' ELSE NULL END WHERE seq = 3"],
            verdict: .broken(seq: 3, .changed)),
        Tampering(
            description: "text moved between fields",
            statements: ["UPDATE journal SET act = act || substr(object, 1, 1), object = substr(object, 2) WHERE seq = 5"],
            verdict: .broken(seq: 5, .changed)),
        Tampering(
            description: "a changed time", statements: ["UPDATE journal SET at = at + 1 WHERE seq = 20"], verdict: .broken(seq: 20, .changed)),
        Tampering(description: "a removed row", statements: ["DELETE FROM journal WHERE seq = 11"], verdict: .broken(seq: 11, .removed)),
        Tampering(description: "a removed first row", statements: ["DELETE FROM journal WHERE seq = 1"], verdict: .broken(seq: 1, .removed)),
        Tampering(description: "a removed last row", statements: ["DELETE FROM journal WHERE seq = 20"], verdict: .broken(seq: 20, .removed)),
        Tampering(
            description: "a row inserted at the end",
            statements: ["INSERT INTO journal (seq, at, actor, act, object, hash) SELECT 21, at, actor, act, object, hash FROM journal WHERE seq = 20"],
            verdict: .broken(seq: 21, .inserted)),
        Tampering(
            description: "rows moved to make room for one in the middle",
            statements: [
                "UPDATE journal SET seq = seq + 1000 WHERE seq > 9", "UPDATE journal SET seq = seq - 999 WHERE seq > 1000",
                "INSERT INTO journal (seq, at, actor, act, object, hash) SELECT 10, at, actor, act, object, hash FROM journal WHERE seq = 9",
            ], verdict: .broken(seq: 10, .changed)),
        Tampering(
            description: "two rows exchanged",
            statements: [
                "UPDATE journal SET seq = 1000 WHERE seq = 4", "UPDATE journal SET seq = 4 WHERE seq = 5", "UPDATE journal SET seq = 5 WHERE seq = 1000",
            ],
            verdict: .broken(seq: 4, .changed)),
        Tampering(
            description: "a cut end with the head moved back", statements: ["DELETE FROM journal WHERE seq > 15", "UPDATE journal_head SET seq = 15"],
            verdict: .broken(seq: 15, .head)),
    ]

    @Test(arguments: Backend.available, tamperings)
    func `tampering behind the engine's back is found at the first row`(_ backend: Backend, _ tampering: Tampering) async throws {
        try await backend.withDatabase { db in
            try await fill(db, 20)
            try await unlock(db)
            for statement in tampering.statements { try await db.write { c in try c.execute(SQL(stringLiteral: statement)) } }
            let verdict = try await Journal.verify(db, page: 6)
            #expect(verdict == tampering.verdict)
        }
    }

    @Test(arguments: Backend.available) func `an object's history is read newest first, page by page`(_ backend: Backend) async throws {
        try await backend.withDatabase { db in
            try await db.write { c in
                for i in 1...5 {
                    try Journal.append(c, JournalEntry(actor: "u", act: "act-\(i)", object: i == 3 ? "other" : "letter:1", reason: "powód \(i)"), at: noon)
                }
            }
            try await db.read { c in
                let first = try Journal.entries(c, object: "letter:1", limit: 3)
                #expect(first.map(\.entry.act) == ["act-5", "act-4", "act-2"])
                let second = try Journal.entries(c, object: "letter:1", limit: 3, before: first.last?.seq)
                #expect(second.map(\.entry.act) == ["act-1"])
                #expect(second.first?.entry.reason == "powód 1")
                #expect(try Journal.latest(c, limit: 2).map(\.seq) == [5, 4])
            }
        }
    }
}
