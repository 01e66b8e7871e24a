import Cryptography
import Identity
import Kernel
import Store
import StoreTesting
import Testing

@Suite struct SystemTokenTests {
    static let now = Instant(milliseconds: 1_773_316_800_000)
    static let admin = Performer(id: "konto:1", name: "Administrator")

    private func new(_ name: String = "Podatki 2000", days: Int = 10) throws -> NewSystemToken {
        NewSystemToken(
            office: try #require(OfficeID("prusice")), name: name, scopes: [.lettersRead, .unitsRead], guardian: 7, guardianName: "Anna Nowak", days: days)
    }

    private func onPlatform(_ backend: Backend, _ body: (any Database) async throws -> Void) async throws {
        try await backend.withDatabase(migrations: StoreMigrations.all + SystemTokens.migrations + RequestKeys.migrations, body)
    }

    @Test("A secret opens its own token until it expires or is revoked", arguments: Backend.available)
    func life(_ backend: Backend) async throws {
        try await onPlatform(backend) { db in
            let new = try new()
            let (token, secret) = try await db.write { try SystemTokens.issue($0, new, by: Self.admin, at: Self.now) }
            let read = try #require(SystemSecret(secret.value))
            let found = try #require(try await db.read { try SystemTokens.find($0, read) })
            #expect(found == token && found.scopes == new.scopes)
            #expect(found.state(at: token.expiresAt.adding(seconds: -1)) == .valid)
            #expect(found.state(at: token.expiresAt) == .expired)
            #expect(try await db.read { try SystemTokens.find($0, SystemSecret()) } == nil)
            let forged = "eurzad_\(secret.prefix)_" + String(repeating: "A", count: 43)
            let other = try #require(SystemSecret(forged))
            #expect(try await db.read { try SystemTokens.find($0, other) } == nil)
            let office = new.office
            try await db.write { try SystemTokens.revoke($0, token.id, office: office, reason: "koniec", by: Self.admin, at: Self.now) }
            #expect(try await db.read { try SystemTokens.find($0, read) }?.state(at: Self.now) == .revoked)
            await #expect(throws: Problem.self) {
                try await db.write { try SystemTokens.revoke($0, token.id, office: office, reason: "koniec", by: Self.admin, at: Self.now) }
            }
        }
    }

    @Test("Another office cannot revoke or list a token", arguments: Backend.available)
    func walls(_ backend: Backend) async throws {
        try await onPlatform(backend) { db in
            let new = try new(), stranger = try #require(OfficeID("wolow"))
            let (token, _) = try await db.write { try SystemTokens.issue($0, new, by: Self.admin, at: Self.now) }
            await #expect(throws: Problem.self) {
                try await db.write { try SystemTokens.revoke($0, token.id, office: stranger, reason: "obcy", by: Self.admin, at: Self.now) }
            }
            #expect(try await db.read { try SystemTokens.list($0, office: stranger) }.isEmpty)
        }
    }

    @Test("The database and the journal hold no secret, and use is noted to the hour", arguments: Backend.available)
    func secrecy(_ backend: Backend) async throws {
        try await onPlatform(backend) { db in
            let new = try new()
            let (token, secret) = try await db.write { try SystemTokens.issue($0, new, by: Self.admin, at: Self.now) }
            let kept = try await db.read { c in
                try c.query("SELECT secret_sha256 FROM api_token") { try $0.text("secret_sha256") } + Journal.latest(c).map { "\($0.entry)" }
            }
            #expect(!kept.contains { $0.contains(secret.value) || $0.contains(secret.value.suffix(43)) })
            let later = Self.now.adding(seconds: 1_234)
            #expect(SystemTokens.isUseWorthNoting(token, at: later))
            try await db.write { try SystemTokens.noteUse($0, token, at: later) }
            let used = try #require(try await db.read { try SystemTokens.find($0, secret) })
            #expect(used.lastUsedAt.map { $0.milliseconds % 3_600_000 == 0 } == true)
            #expect(!SystemTokens.isUseWorthNoting(used, at: later.adding(seconds: 60)))
        }
    }

    @Test("A form with mistakes names every field")
    func mistakes() throws {
        var bad = try new("", days: 0)
        bad.scopes = []
        #expect(Set(bad.problems().compactMap(\.field)) == ["nazwa", "zakresy", "dni"])
        #expect(try new("a/b").problems().map(\.field) == ["nazwa"])
    }

    @Test("What is no secret of ours is not looked up", arguments: ["", "x", "eurzad_", "eurzad_1234567_" + String(repeating: "A", count: 44), "Bearer"])
    func noSecret(_ text: String) { #expect(SystemSecret(text) == nil) }

    @Test("A request key gives the answer it had, and refuses another request", arguments: Backend.available)
    func requestKeys(_ backend: Backend) async throws {
        try await onPlatform(backend) { db in
            let token = SystemTokenID(3), one = ContentHash(of: [1]), two = ContentHash(of: [2])
            let answer = RequestKeys.Answer(status: 201, location: "/a", tag: "\"1\"", body: "{}")
            let first = try await db.write { c in
                let claim = try RequestKeys.claim(c, token: token, key: "k", request: one, at: Self.now)
                try RequestKeys.settle(c, token: token, key: "k", answer)
                return claim
            }
            #expect(first == .fresh)
            #expect(try await db.write { try RequestKeys.claim($0, token: token, key: "k", request: one, at: Self.now) } == .answered(answer))
            #expect(try await db.write { try RequestKeys.claim($0, token: token, key: "k", request: two, at: Self.now) } == .different)
            #expect(try await db.write { try RequestKeys.claim($0, token: SystemTokenID(4), key: "k", request: two, at: Self.now) } == .fresh)
        }
    }
}
