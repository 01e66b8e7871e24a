import Cryptography
@testable import Identity
import Kernel
import Law
import SAML
import Store
import StoreTesting
import Testing

@Suite struct CitizenSignInTests {
    @Test("Password, code, session of the substantial level; apart from officers'", arguments: Backend.available) func straight(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            let anna = try await house.citizen()
            for name in ["anna.lis", "ANNA.LIS", "600 700 800"] {
                guard case .secondFactor(let pending, let kinds) = try await house.signIn.begin(name, password: phrase, address: "192.0.2.1", at: noon.adding(days: 1))
                else {
                    Issue.record("no second step for \(name)")
                    return
                }
                #expect(kinds == [.phoneCode])
                #expect(try await house.sessions.find(pending, at: noon.adding(days: 1)) == nil, "the pending token opens nothing")
            }
            let now = noon.adding(days: 2)
            guard case .secondFactor(let pending, _) = try await house.signIn.begin("anna.lis", password: phrase, address: "192.0.2.1", at: now) else { return }
            let code = house.code(try await house.signIn.send(pending, by: .phoneCode, at: now))
            await #expect(throws: Problem.self) { _ = try await house.signIn.finish(pending, code: "111111", by: .phoneCode, at: now) }
            await #expect(throws: Problem.self) { _ = try await house.signIn.finish(pending, code: code, by: .totp, at: now) }
            let (token, account) = try await house.signIn.finish(pending, code: code, by: .phoneCode, at: now.adding(seconds: 5))
            #expect(account.id == anna.id)
            await #expect(throws: Problem.self, "once") { _ = try await house.signIn.finish(pending, code: code, by: .phoneCode, at: now) }
            let found = try #require(try await house.sessions.find(token, at: now.adding(seconds: 6)))
            #expect(found.session.level == .substantial && found.session.isFresh(withinSeconds: 60, at: now.adding(seconds: 30)))
            #expect(!found.session.isFresh(withinSeconds: 60, at: now.adding(seconds: 65)))
            let officers = Sessions(platform: db)
            #expect(try await officers.find(token, at: now)?.account == nil, "an officer's door gives no account for a citizen's token")
        }
    }

    @Test("Whom the node vouches for signs in to the own account, at the node's level; others are refused and noted", arguments: Backend.available)
    func node(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            let anna = try await house.citizen()
            func arrived(_ pesel: PESEL, birthday: Day? = nil, _ level: AssuranceLevel = .high) throws -> NodePerson {
                NodePerson(
                    givenNames: "Anna", surname: "Lis", birthday: try birthday ?? #require(pesel.birthday), pesel: pesel, level: level, provedAt: noon, name: NameID("x"),
                    sessionIndex: nil, authorities: [])
            }
            for level in AssuranceLevel.allCases {
                let (token, account) = try await house.signIn.arrive(
                    try arrived(lis, level), people: house.people, isIdentified: { _, _ in true }, address: "192.0.2.1", at: noon)
                #expect(try await house.sessions.find(token, at: noon)?.session.level == level && account.id == anna.id)
            }
            let stranger = try PESEL(checking: "44051401359")
            for person in [try arrived(stranger), try arrived(lis, birthday: Day("1950-01-01"))] {
                await #expect(throws: Problem.self) {
                    _ = try await house.signIn.arrive(person, people: house.people, isIdentified: { _, _ in true }, address: "192.0.2.1", at: noon)
                }
            }
            let refused = try await db.read {
                try $0.first("SELECT COUNT(*) AS n FROM journal WHERE act = 'sign-in-refused' AND actor = 'system:wezel'") { try $0.int("n") }
            }
            #expect(refused == 2)
            // An account that a stranger opened with her PESEL is not hers.
            await #expect(throws: Problem.self) {
                _ = try await house.signIn.arrive(try arrived(lis), people: house.people, isIdentified: { _, _ in false }, address: "192.0.2.1", at: noon)
            }
        }
    }

    @Test("A service of the low level is content with the password", arguments: Backend.available) func low(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            _ = try await house.citizen()
            guard case .signedIn(let token, _) = try await house.signIn.begin("anna.lis", password: phrase, level: .low, address: "a", at: noon) else {
                Issue.record("not signed in")
                return
            }
            #expect(try await house.sessions.find(token, at: noon)?.session.level == .low)
        }
    }

    @Test("Wrong passwords pause the name at that address only; a stranger locks nobody out", arguments: Backend.available)
    func lockOut(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            _ = try await house.citizen()
            func begin(_ name: String, _ password: String, _ address: String, at now: Instant = noon) async throws -> CitizenSignIn.Outcome {
                try await house.signIn.begin(name, password: password, address: address, at: now)
            }
            var messages: Set<String> = []
            for _ in 0..<4 { messages.insert(try await begin("anna.lis", "zle haslo zle", "192.0.2.66").message ?? "") }
            messages.insert(try await begin("nikt.taki", "zle haslo zle", "192.0.2.67").message ?? "")
            #expect(messages == ["Identyfikator lub hasło się nie zgadza. Sprawdź i wpisz jeszcze raz."], "known and unknown look alike")
            #expect(try await begin("anna.lis", "zle haslo zle", "192.0.2.66").message?.contains("15 min") == true)
            #expect(try await begin("anna.lis", phrase, "192.0.2.66").message?.contains("15 min") == true)
            if case .secondFactor = try await begin("anna.lis", phrase, "192.0.2.5") {} else { Issue.record("locked out from elsewhere") }
            if case .secondFactor = try await begin("anna.lis", phrase, "192.0.2.66", at: noon.adding(seconds: 900)) {} else { Issue.record("never ends") }
        }
    }

    @Test("Disabling an account ends its sessions at once; so does a new password", arguments: Backend.available) func kill(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            let anna = try await house.citizen()
            let accounts = house.accounts
            func enter() async throws -> SessionToken? {
                if case .signedIn(let token, _) = try await house.signIn.begin("anna.lis", password: phrase, level: .low, address: "a", at: noon) { return token }
                return nil
            }
            let first = try #require(try await enter())
            try await db.write { c in try accounts.disable(c, anna.id, by: chief, reason: "zgłoszona utrata telefonu", at: noon) }
            #expect(try await house.sessions.find(first, at: noon) == nil)
            #expect(try await enter() == nil)
            try await db.write { c in try accounts.enable(c, anna.id, by: chief, reason: "tożsamość sprawdzona", at: noon) }
            let second = try #require(try await enter())
            let password = try await accounts.hash("mokry kot liczy schody", avoiding: [])
            try await db.write { c in try accounts.setPassword(c, anna.id, password, by: anna.performer, at: noon) }
            #expect(try await house.sessions.find(second, at: noon) == nil)
        }
    }

    @Test("A quarter of an hour of silence, twelve hours in all, a warning before", arguments: Backend.available) func life(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            let anna = try await house.citizen()
            func open() async throws -> SessionToken {
                guard case .signedIn(let token, _) = try await house.signIn.begin("anna.lis", password: phrase, level: .low, address: "192.0.2.1", agent: "A", at: noon)
                else { throw Problem(.internalFault, "") }
                return token
            }
            let token = try await open()
            let found = try #require(try await house.sessions.find(token, at: noon)).session
            #expect(!found.isToWarn(at: noon.adding(seconds: 749), .citizen) && found.isToWarn(at: noon.adding(seconds: 750), .citizen))
            #expect(try await house.sessions.find(token, at: noon.adding(seconds: 900)) == nil)
            for step in stride(from: Int64(0), to: 43_200, by: 890) { #expect(try await house.sessions.find(token, at: noon.adding(seconds: step)) != nil) }
            #expect(try await house.sessions.find(token, at: noon.adding(seconds: 43_200)) == nil)
            let other = try await open(), third = try await open()
            let list = try await house.sessions.list(of: anna.id, at: noon)
            #expect(list.count == 3 && list[0].address == "192.0.2.1")
            let id = try #require(try await house.sessions.find(other, at: noon)).session.id
            #expect(try await !house.sessions.end(id: id, of: CitizenAccountID(999), by: chief, at: noon))
            #expect(try await house.sessions.end(id: id, of: anna.id, by: anna.performer, at: noon))
            #expect(try await house.sessions.find(other, at: noon) == nil)
            #expect(try await house.sessions.find(third, at: noon) != nil)
            #expect(try await db.write { c in try CitizenSessions.endAll(c, of: anna.id, by: anna.performer, at: noon) } == 2)
        }
    }

    @Test("T14 a deleted account's user id is given to nobody", arguments: Backend.available) func userID(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            let anna = try await house.citizen()
            let accounts = house.accounts
            try await db.write { c in try accounts.delete(c, anna.id, by: chief, reason: "na wniosek", at: noon) }
            let password = try await accounts.hash(phrase, avoiding: [])
            for typed in ["anna.lis", "Anna.Lis", " ANNA.LIS "] {
                let error = await #expect(throws: Problem.self) {
                    try await db.write { c in _ = try accounts.open(c, anna.person, userID: typed, password: password, by: chief, at: noon) }
                }
                #expect(error?.code == .conflict && error?.field == "userID")
            }
            #expect(try await house.signIn.begin("anna.lis", password: phrase, address: "a", at: noon).message != nil)
            #expect(try await house.signIn.begin("600700800", password: phrase, address: "a", at: noon).message != nil)
            try await db.write { c in _ = try accounts.open(c, anna.person, userID: "anna.lis2", password: password, by: chief, at: noon) }
        }
    }

    @Test("An unused account is warned twice and may be deleted; a sign-in saves it", arguments: Backend.available) func disuse(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            let anna = try await house.citizen(at: Instant(polish: "2023-03-12T12:00:00"))
            let accounts = house.accounts
            func due(_ duty: AccountState.Duty, _ now: Instant) async throws -> [CitizenAccountID] {
                try await db.read { c in try accounts.duties(c, duty, at: now).map(\.id) }
            }
            let threeYears = Instant(polish: "2026-03-12T12:00:00")
            #expect(try await due(.firstNotice, threeYears.adding(seconds: -1)).isEmpty)
            #expect(try await due(.firstNotice, threeYears) == [anna.id])
            try await db.write { c in try accounts.noticed(c, anna.id, .firstNotice, at: threeYears) }
            await #expect(throws: Problem.self) { try await db.write { c in try accounts.noticed(c, anna.id, .secondNotice, at: threeYears.adding(days: 29)) } }
            try await db.write { c in try accounts.noticed(c, anna.id, .secondNotice, at: threeYears.adding(days: 30)) }
            #expect(try await due(.deletion, threeYears.adding(days: 59)).isEmpty)
            #expect(try await due(.deletion, threeYears.adding(days: 60)) == [anna.id])
            _ = try await house.signIn.begin("anna.lis", password: phrase, level: .low, address: "a", at: threeYears.adding(days: 60))
            #expect(try await due(.deletion, threeYears.adding(days: 61)).isEmpty)
            #expect(try await db.read { c in try accounts.find(c, anna.id)?.state } == .active)
        }
    }

    @Test("Deletion waits while something rests on the account") func held() {
        let twice = AccountState.noticedTwice(at: noon)
        #expect(twice.duty(usedAt: noon, isHeld: true, rules: .standard, at: noon.adding(days: 31)) == nil)
        #expect(twice.duty(usedAt: noon, isHeld: false, rules: .standard, at: noon.adding(days: 31)) == .deletion)
        #expect(AccountState.disabled.duty(usedAt: noon, isHeld: false, rules: .standard, at: noon.adding(days: 5000)) == nil)
    }
}

@Suite struct OfficerSignInTests {
    private func house(_ db: any Database, _ keys: IdentityKeys, _ policy: FactorPolicy) -> (Door, OfficerSignIn) {
        let door = Door(db: db)
        return (door, OfficerSignIn(first: door.signIn, policy: policy, challenges: AuthorisationChallenges(keys: keys)))
    }

    @Test("A role that needs two factors adds an app first, then signs in with it", arguments: Backend.available) func twoFactors(_ backend: Backend) async throws {
        let keys = IdentityKeys.generate()
        try await backend.withIdentity { db in
            let (door, signIn) = house(db, keys, .twoFactors)
            let account = try await door.add(roles: [.administrator])
            func begin(at now: Instant) async throws -> OfficerSignIn.Outcome {
                try await signIn.begin(login: "anna.nowak", password: phrase, address: "192.0.2.1", at: now)
            }
            guard case .addApp(let pending) = try await begin(at: noon) else {
                Issue.record("no app asked for")
                return
            }
            #expect(try await door.sessions.find(pending, at: noon) == nil)
            await #expect(throws: Problem.self) { _ = try await signIn.finish(pending, code: "123456", by: .totp, at: noon) }
            let (id, secret) = try await signIn.enrol(pending, label: "telefon", at: noon)
            func code(_ now: Instant) -> String { TOTP.standard.code(secret.bytes, step: TOTP.standard.step(at: now)) }
            let (token, _, codes) = try await signIn.finishEnrolling(pending, app: id, code: code(noon), at: noon)
            #expect(Set(codes).count == RecoveryCodes.count)
            #expect(try await door.sessions.find(token, at: noon)?.session.level == .substantial)
            await #expect(throws: Problem.self) { _ = try await signIn.enrol(pending, label: "drugi", at: noon) }

            let later = noon.adding(seconds: 3600)
            guard case .secondFactor(let again, let kinds) = try await begin(at: later) else {
                Issue.record("no second step")
                return
            }
            #expect(kinds == [.totp, .recoveryCode])
            await #expect(throws: Problem.self) { _ = try await signIn.enrol(again, label: "napastnik", at: later) }
            await #expect(throws: Problem.self) { _ = try await signIn.finish(again, code: code(later), by: .totp, at: later.adding(seconds: 600)) }
            guard case .signedIn(let second, let found) = try await signIn.finish(again, code: code(later), by: .totp, at: later) else {
                Issue.record("not signed in")
                return
            }
            #expect(found.id == account.id)
            #expect(try await door.sessions.find(second, at: later)?.account?.id == account.id)
        }
    }

    @Test("With the lenient policy a password opens, as before", arguments: Backend.available) func passwordOnly(_ backend: Backend) async throws {
        let keys = IdentityKeys.generate()
        try await backend.withIdentity { db in
            let (door, signIn) = house(db, keys, .passwordOnly)
            _ = try await door.add()
            guard case .signedIn(let token, _) = try await signIn.begin(login: "anna.nowak", password: phrase, address: "a", at: noon) else {
                Issue.record("not signed in")
                return
            }
            #expect(try await door.sessions.find(token, at: noon)?.session.level == .low)
            if case .refused = try await signIn.begin(login: "anna.nowak", password: "zle", address: "a", at: noon) {} else { Issue.record("not refused") }
        }
    }

    @Test("An account closed between the steps stays shut", arguments: Backend.available) func closed(_ backend: Backend) async throws {
        let keys = IdentityKeys.generate()
        try await backend.withIdentity { db in
            let (door, signIn) = house(db, keys, .twoFactors)
            let account = try await door.add()
            let recovery = RecoveryCodes(keys: keys)
            let codes = try await db.write { c in try recovery.make(c, .officer(account.id), by: chief, at: noon) }
            guard case .secondFactor(let pending, let kinds) = try await signIn.begin(login: "anna.nowak", password: phrase, address: "a", at: noon) else { return }
            #expect(kinds == [.recoveryCode])
            try await door.accounts.close(account.id, by: chief, at: noon)
            await #expect(throws: Problem.self) { _ = try await signIn.finish(pending, code: codes[0], by: .recoveryCode, at: noon) }
        }
    }
}
