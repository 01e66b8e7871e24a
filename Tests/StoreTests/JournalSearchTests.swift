import Kernel
import Store
import StoreTesting
import Testing

@Suite struct JournalSearchTests {
    @Test("Entries are found by actor, object and span of time, and paged by their numbers", arguments: Backend.available)
    func search(_ backend: Backend) async throws {
        try await backend.withDatabase { db in
            try await db.write { c in
                for i in 0..<30 {
                    try Journal.append(
                        c, JournalEntry(actor: "konto:\(i % 3)", act: "zmiana", object: "komorka:\(i % 5)"), at: noon.adding(seconds: Int64(i) * 3600))
                }
            }
            func seqs(_ change: (inout JournalQuery) -> Void) async throws -> [Int64] {
                var q = JournalQuery()
                change(&q)
                let asked = q
                return try await db.read { try Journal.search($0, asked) }.map(\.seq)
            }
            #expect(try await seqs { $0.actor = "konto:1" } == stride(from: Int64(29), through: 2, by: -3).map { $0 })
            #expect(try await seqs { $0.object = "komorka:4" } == [30, 25, 20, 15, 10, 5])
            #expect(try await seqs { ($0.actor, $0.object) = ("konto:1", "komorka:4") } == [20, 5])
            #expect(try await seqs { ($0.from, $0.to) = (noon.adding(seconds: 5 * 3600), noon.adding(seconds: 8 * 3600)) } == [8, 7, 6])
            #expect(try await seqs { ($0.before, $0.limit) = (20, 3) } == [19, 18, 17])
            #expect(try await seqs { $0.from = noon.adding(seconds: 900 * 3600) }.isEmpty)
            #expect(try await seqs { $0.to = noon }.isEmpty)
        }
    }
}
