import Identity
import Kernel
import Store
import Testing

@Suite struct OneTimeForms {
    private let me = AccountID(7)

    @Test func theSecondCopyOfAFormGetsTheFirstOnesResultAndDoesNothing() async throws {
        try await withPlatform { db in
            let key = OneTimeKey()
            for round in 0..<3 {
                let location = try await db.write { c in
                    try OneTimeKeys.once(c, key: key, account: me, at: noon) { c in "/ezd/wplywy/2026/\(try Counter.next(c, "rpw", year: 2026))" }
                }
                #expect(location == "/ezd/wplywy/2026/1", "round \(round)")
            }
        }
    }

    @Test func copiesSentAtOnceDoTheActOnce() async throws {
        try await withPlatform { db in
            let key = OneTimeKey()
            let places = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await db.write { c in
                            try OneTimeKeys.once(c, key: key, account: AccountID(7), at: noon) { c in "/\(try Counter.next(c, "rpw", year: 2026))" }
                        }
                    }
                }
                var places: [String] = []
                for try await place in group { places.append(place) }
                return places
            }
            #expect(places == Array(repeating: "/1", count: 20))
        }
    }

    @Test func aFailedActLeavesTheKeyFree() async throws {
        try await withPlatform { db in
            let key = OneTimeKey()
            await #expect(throws: Problem.self) {
                try await db.write { c in
                    try OneTimeKeys.once(c, key: key, account: AccountID(7), at: noon) { _ in throw Problem(.invalidInput, "Wpisz temat.") }
                }
            }
            let claim = try await db.write { c in try OneTimeKeys.claim(c, key: key, account: AccountID(7), at: noon) }
            #expect(claim == .fresh)
        }
    }

    @Test func anothersKeyTellsNothing() async throws {
        try await withPlatform { db in
            let key = OneTimeKey()
            _ = try await db.write { c in try OneTimeKeys.once(c, key: key, account: AccountID(7), at: noon) { _ in "/tajne" } }
            let claim = try await db.write { c in try OneTimeKeys.claim(c, key: key, account: AccountID(8), at: noon) }
            #expect(claim == .fresh)
        }
    }

    @Test func sweepingForgetsOldKeysOnly() async throws {
        try await withPlatform { db in
            let old = OneTimeKey(), new = OneTimeKey()
            try await db.write { c in
                _ = try OneTimeKeys.claim(c, key: old, account: AccountID(7), at: noon)
                _ = try OneTimeKeys.claim(c, key: new, account: AccountID(7), at: noon.adding(seconds: 3600))
            }
            let gone = try await db.write { c in try OneTimeKeys.sweep(c, usedBefore: noon.adding(seconds: 60)) }
            #expect(gone == 1)
        }
    }

    @Test(arguments: ["", "x", String(repeating: "A", count: 23), "'; DROP TABLE post_key;"])
    func aForeignKeyIsNoKey(_ text: String) { #expect(OneTimeKey(text) == nil) }
}
