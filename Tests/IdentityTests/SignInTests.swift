import Identity
import Kernel
import Store
import Testing

@Suite struct SigningIn {
    @Test func theRightPasswordOpensASession() async throws {
        try await withPlatform { db in
            let door = Door(db: db)
            let account = try await door.add()
            let outcome = try await door.attempt(" Anna.Nowak ")
            let token = try #require(outcome.token)
            let found = try #require(try await door.sessions.find(token, at: noon))
            #expect(found.account == account)
            #expect(try await door.acts() == ["account-added", "sign-in"])
        }
    }

    @Test func wrongPasswordAndUnknownLoginSoundTheSame() async throws {
        try await withPlatform { db in
            let door = Door(db: db)
            _ = try await door.add()
            let wrong = try await door.attempt("anna.nowak", "nie to hasło wcale")
            let unknown = try await door.attempt("nie.ma.takiej")
            #expect(wrong.isRefused && unknown.isRefused)
            #expect(wrong.message == unknown.message)
        }
    }

    @Test(arguments: ["anna.nowak", "nie.ma.takiej"])
    func fiveWrongTriesMakeAPauseThatGrows(_ login: String) async throws {
        try await withPlatform { db in
            let door = Door(db: db)
            _ = try await door.add()
            for _ in 0..<4 { #expect(try await door.attempt(login, "nie to hasło wcale").isRefused) }
            #expect(try await door.attempt(login, "nie to hasło wcale").minutes == 1)
            #expect(try await door.attempt(login, phrase).minutes == 1, "in the pause not even the right password opens")
            #expect(try await door.attempt(login, "nie to hasło wcale", at: noon.adding(seconds: 60)).minutes == 2)
            #expect(try await door.attempt(login, "nie to hasło wcale", at: noon.adding(seconds: 100)).minutes == 2)
            #expect(try await door.attempt(login, "nie to hasło wcale", at: noon.adding(seconds: 180)).minutes == 4)
            #expect(try await door.acts().contains("sign-in-locked"))
        }
    }

    @Test func theMessageOfAPauseTellsTheMinutes() {
        #expect(SignInOutcome.locked(minutes: 7).message?.contains("7 min") == true)
    }

    @Test func afterThePauseTheRightPasswordClearsTheCount() async throws {
        try await withPlatform { db in
            let door = Door(db: db)
            _ = try await door.add()
            for _ in 0..<5 { _ = try await door.attempt("anna.nowak", "nie to hasło wcale") }
            #expect(try await door.attempt(at: noon.adding(seconds: 61)).token != nil)
            for _ in 0..<4 { #expect(try await door.attempt("anna.nowak", "nie to hasło wcale", at: noon.adding(seconds: 62)).isRefused) }
        }
    }

    @Test func anAdministratorEndsAPause() async throws {
        try await withPlatform { db in
            let door = Door(db: db)
            let account = try await door.add()
            for _ in 0..<5 { _ = try await door.attempt("anna.nowak", "nie to hasło wcale") }
            try await door.accounts.unlock(account.id, by: chief, at: noon)
            #expect(try await door.attempt().token != nil)
        }
    }

    @Test func manyLoginsFromOneAddressMakeThatAddressWait() async throws {
        try await withPlatform { db in
            let door = Door(db: db)
            _ = try await door.add()
            for n in 0..<20 { _ = try await door.attempt("osoba\(n)", "nie to hasło wcale", from: "198.51.100.7") }
            #expect(try await door.attempt(from: "198.51.100.7").minutes == 1)
            #expect(try await door.attempt(from: "198.51.100.8").token != nil)
        }
    }

    @Test func aBurstSentAtOnceGetsNoMoreGuessesThanTheRuleAllows() async throws {
        try await withPlatform { db in
            let door = Door(db: db)
            _ = try await door.add()
            let refusedAtOnce = try await withThrowingTaskGroup(of: Bool.self) { group in
                for n in 0..<30 { group.addTask { try await door.attempt("anna.nowak", "nie to hasło \(n) wcale", from: "192.0.2.\(n)").minutes != nil } }
                var count = 0
                for try await locked in group where locked { count += 1 }
                return count
            }
            let failed = try await door.acts().filter { $0 == "sign-in-failed" }.count
            #expect(failed <= 5)
            #expect(refusedAtOnce >= 25)
        }
    }

    @Test func aClosedAccountOpensNothingAndItsSessionsEnd() async throws {
        try await withPlatform { db in
            let door = Door(db: db)
            let account = try await door.add()
            let token = try #require(try await door.attempt().token)
            try await door.accounts.close(account.id, by: chief, reason: "odejście z pracy", at: noon)
            #expect(try await door.sessions.find(token, at: noon) == nil)
            #expect(try await door.attempt().isRefused)
        }
    }

    @Test func aNewPasswordEndsSessionsAndReplacesTheOld() async throws {
        try await withPlatform { db in
            let door = Door(db: db)
            let account = try await door.add()
            let token = try #require(try await door.attempt().token)
            try await door.accounts.setPassword(account.id, "trzy czaple na dachu", by: chief, at: noon)
            #expect(try await door.sessions.find(token, at: noon) == nil)
            #expect(try await door.attempt().isRefused)
            #expect(try await door.attempt("anna.nowak", "trzy czaple na dachu").token != nil)
        }
    }

    @Test func aStrongerSettingRenewsTheHashAtSignIn() async throws {
        try await withPlatform { db in
            let door = Door(db: db)
            _ = try await door.add()
            let stronger = SignIn(platform: db, passwords: PasswordHasher(cost: PasswordCost(logN: 5)), sessions: door.sessions)
            #expect(try await stronger.attempt(login: "anna.nowak", password: phrase, address: "192.0.2.1", at: noon).token != nil)
            let kept = try await db.read { c in try c.first("SELECT password_hash FROM account") { try $0.text("password_hash") } }
            #expect(kept?.hasPrefix("$scrypt$ln=5,") == true)
            #expect(try await door.attempt().token != nil)
        }
    }

    @Test func noPasswordAndNoUnknownLoginReachesTheDatabase() async throws {
        try await withPlatform { db in
            let door = Door(db: db)
            _ = try await door.add()
            _ = try await door.attempt("tajnehaslowpolu", "drugie tajne hasło")
            let journal = try await db.read { c in try Journal.latest(c, limit: 50).map { "\($0.entry)" }.joined() }
            let subjects = try await db.read { c in try c.query("SELECT subject FROM sign_in_failure") { try $0.text("subject") }.joined() }
            #expect(!(journal + subjects).contains("tajne"))
        }
    }
}
