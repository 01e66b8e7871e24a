import Identity
import Kernel
import Store
import Testing

@Suite struct SessionLife {
    private func signedIn(_ body: (Door, SessionToken) async throws -> Void) async throws {
        try await withPlatform { db in
            let door = Door(db: db)
            _ = try await door.add()
            try await body(door, try #require(try await door.attempt().token))
        }
    }

    @Test func theDatabaseDoesNotKnowTheToken() async throws {
        try await signedIn { (door: Door, token: SessionToken) async throws in
            let kept = try await door.db.read { c in try c.query("SELECT token_sha256 FROM session") { try $0.text("token_sha256") } }
            #expect(kept.count == 1)
            #expect(!kept.contains(token.cookieValue))
            #expect(SessionToken(cookieValue: kept[0]) == nil)
        }
    }

    @Test func aSessionEndsAfterHalfAnHourOfSilence() async throws {
        try await signedIn { (door: Door, token: SessionToken) async throws in
            #expect(try await door.sessions.find(token, at: noon.adding(seconds: 1799)) != nil)
            #expect(try await door.sessions.find(token, at: noon.adding(seconds: 3500)) != nil, "the sight before moved the end")
            #expect(try await door.sessions.find(token, at: noon.adding(seconds: 3500 + 1800)) == nil)
        }
    }

    @Test func aSessionEndsAfterTenHoursWhateverIsDone() async throws {
        try await signedIn { (door: Door, token: SessionToken) async throws in
            for step in stride(from: Int64(0), to: 36_000, by: 1500) {
                #expect(try await door.sessions.find(token, at: noon.adding(seconds: step)) != nil)
            }
            #expect(try await door.sessions.find(token, at: noon.adding(seconds: 36_000)) == nil)
        }
    }

    @Test func theOwnerSeesAndEndsSessions() async throws {
        try await signedIn { (door: Door, token: SessionToken) async throws in
            let other = try #require(try await door.attempt().token)
            let account = try #require(try await door.sessions.find(token, at: noon)?.account)
            let list = try await door.sessions.list(of: account.id, at: noon)
            #expect(list.count == 2)
            let id = try #require(try await door.sessions.find(other, at: noon)).session.id
            #expect(try await door.sessions.end(id: id, of: account.id, by: account.performer, at: noon))
            #expect(try await !door.sessions.end(id: id, of: account.id, by: account.performer, at: noon))
            #expect(try await door.sessions.find(other, at: noon) == nil)
            #expect(try await door.sessions.find(token, at: noon) != nil)
        }
    }

    @Test func nobodyEndsAnothersSession() async throws {
        try await signedIn { (door: Door, token: SessionToken) async throws in
            let stranger = try await door.add("jan.kos")
            let id = try #require(try await door.sessions.find(token, at: noon)).session.id
            #expect(try await !door.sessions.end(id: id, of: stranger.id, by: stranger.performer, at: noon))
            #expect(try await door.sessions.find(token, at: noon) != nil)
        }
    }

    @Test func sweepingRemovesOnlyWhatHasEnded() async throws {
        try await signedIn { (door: Door, token: SessionToken) async throws in
            _ = try await door.sessions.openForm(address: "192.0.2.9", at: noon)
            #expect(try await door.sessions.sweep(at: noon.adding(seconds: 60)) == 0)
            #expect(try await door.sessions.sweep(at: noon.adding(seconds: 1800)) == 1)
            #expect(try await door.sessions.sweep(at: noon.adding(seconds: 3600)) == 1)
        }
    }

    @Test func signingInKillsTheTokenTheBrowserHadBefore() async throws {
        try await withPlatform { db in
            let door = Door(db: db)
            _ = try await door.add()
            let planted = try await door.sessions.openForm(address: "192.0.2.1", at: noon).token
            let outcome = try await door.signIn.attempt(login: "anna.nowak", password: phrase, address: "192.0.2.1", previous: planted, at: noon)
            #expect(outcome.token != nil && outcome.token != planted)
            #expect(try await door.sessions.find(planted, at: noon) == nil)
        }
    }

    @Test func aFormTokenBelongsToOneSessionAndLooksNewEachTime() async throws {
        try await signedIn { (door: Door, token: SessionToken) async throws in
            let mine = try #require(try await door.sessions.find(token, at: noon)).session
            let other = try await door.sessions.openForm(address: "", at: noon).session
            let a = FormToken.make(for: mine), b = FormToken.make(for: mine)
            #expect(a != b)
            #expect(FormToken.matches(a, mine) && FormToken.matches(b, mine))
            #expect(!FormToken.matches(a, other))
            #expect(!FormToken.matches(String(a.dropLast()), mine))
            #expect(!FormToken.matches("", mine))
        }
    }

    @Test(arguments: ["", "abc", String(repeating: "A", count: 42), String(repeating: "=", count: 43), String(repeating: "ą", count: 43)])
    func aForeignCookieIsNoToken(_ text: String) { #expect(SessionToken(cookieValue: text) == nil) }
}
