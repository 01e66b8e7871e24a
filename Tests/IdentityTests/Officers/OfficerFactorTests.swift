@testable import Identity
import Kernel
import Law
import Store
import StoreTesting
import Testing

@Suite struct OfficeSignInRuleTests {
    private let today = PolishTime.day(of: noon)

    @Test("A role needs a second factor from its day on, and not before") func days() {
        let rule = OfficeSignInRule(demandedFrom: [.administrator: today.adding(days: 1), .officer: today.adding(days: 5)])
        #expect(rule.policy(on: today).requirement(for: [.administrator]).level == .low)
        #expect(rule.policy(on: today.adding(days: 1)).requirement(for: [.administrator]).level == .substantial)
        #expect(rule.policy(on: today.adding(days: 1)).requirement(for: [.officer]).level == .low)
        #expect(rule.policy(on: today.adding(days: 1)).requirement(for: [.officer, .administrator]).level == .substantial)
        #expect(rule.grace(for: [.officer, .administrator], on: today) == today.adding(days: 1))
        #expect(rule.grace(for: [.administrator], on: today.adding(days: 1)) == nil && rule.grace(for: [.reader], on: today) == nil)
    }

    @Test("Administrators first, everybody from tomorrow at the earliest") func order() {
        func fields(_ demanded: [OfficeRole: Day], from old: [OfficeRole: Day] = [:]) -> [String?] {
            OfficeSignInRule(demandedFrom: demanded).problems(replacing: OfficeSignInRule(demandedFrom: old), on: today).map(\.field)
        }
        #expect(fields([.administrator: today]) == ["from-administrator"])
        #expect(fields([.officer: today.adding(days: 3)]) == ["from-pracownik"])
        #expect(fields([.officer: today.adding(days: 3), .administrator: today.adding(days: 4)]) == ["from-pracownik"])
        #expect(fields([.officer: today.adding(days: 3), .administrator: today.adding(days: 3)]).isEmpty)
        #expect(fields([.administrator: today.adding(days: -9)], from: [.administrator: today.adding(days: -9)]).isEmpty, "what stands, stands")
    }

    @Test("Sent codes only where the office allows them, and never for an administrator") func sentCodes() {
        let rule = OfficeSignInRule(allowsSentCodes: true)
        #expect(rule.policy(on: today).requirement(for: [.officer]).second.contains(.mailCode))
        #expect(!rule.policy(on: today).requirement(for: [.officer, .administrator]).second.contains(.mailCode))
        #expect(!OfficeSignInRule().policy(on: today).requirement(for: [.officer]).second.contains(.phoneCode))
    }
}

@Suite struct OfficerFactorTests {
    @Test("Whoever has an app uses it, whatever the office asks; a code opens once, a recovery code too", arguments: Backend.available)
    func enrolled(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = OfficerHouse(db: db), anna = try await house.add("anna")
            #expect(try await house.begin("anna").token != nil, "the password alone before")
            let (secret, _, codes) = try await house.addApp(anna)
            #expect(codes.count == RecoveryCodes.count)
            let later = noon.adding(seconds: 60)
            let outcome = try await house.begin("anna", at: later)
            let pending = try #require(outcome.pending)
            #expect(outcome.kinds == [.totp, .recoveryCode])
            let token = try #require(try await house.signIn.finish(pending, code: OfficerHouse.code(secret, at: later), by: .totp, at: later).token)
            let session = try #require(try await house.sessions.find(token, at: later)?.session)
            #expect(session.factors == [.password, .totp] && session.level == .substantial)
            let again = try #require(try await house.begin("anna", at: later).pending)
            await #expect(throws: Problem.self, "the same code") {
                _ = try await house.signIn.finish(again, code: OfficerHouse.code(secret, at: later), by: .totp, at: later)
            }
            #expect(try await house.signIn.finish(again, code: codes[0].lowercased(), by: .recoveryCode, at: later).token != nil)
            let third = try #require(try await house.begin("anna", at: later).pending)
            await #expect(throws: Problem.self, "the same recovery code") { _ = try await house.signIn.finish(third, code: codes[0], by: .recoveryCode, at: later) }
            #expect(try await house.acts().filter { ["totp-added", "recovery-codes-made", "code-refused"].contains($0) }.count == 4)
        }
    }

    @Test("Ten wrong codes pause the account, in words for an officer; the administrator ends it", arguments: Backend.available)
    func lockOut(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = OfficerHouse(db: db), anna = try await house.add("anna")
            let (secret, _, _) = try await house.addApp(anna)
            let later = noon.adding(seconds: 60)
            for _ in 0..<2 {
                let pending = try #require(try await house.begin("anna", at: later).pending)
                for _ in 0..<5 { await #expect(throws: Problem.self) { _ = try await house.signIn.finish(pending, code: "000000", by: .totp, at: later) } }
            }
            let pending = try #require(try await house.begin("anna", at: later).pending)
            let locked = await #expect(throws: Problem.self) {
                _ = try await house.signIn.finish(pending, code: OfficerHouse.code(secret, at: later), by: .totp, at: later)
            }
            #expect(locked?.message.contains("poproś administratora") == true && locked?.message.contains("punktu") == false)
            try await house.accounts.unlock(anna.id, by: chief, at: later)
            #expect(try await house.signIn.finish(pending, code: OfficerHouse.code(secret, at: later), by: .totp, at: later).token != nil)
        }
    }

    @Test("Grace until the day; then an app is added at the sign-in", arguments: Backend.available) func grace(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = OfficerHouse(db: db), adam = try await house.add("adam", [.administrator])
            let tomorrow = PolishTime.day(of: noon).adding(days: 1)
            try await house.rule([.administrator: tomorrow])
            #expect(try await house.begin("adam").token != nil)
            #expect(try await house.signIn.grace(of: adam, at: noon) == tomorrow)
            let due = noon.adding(days: 1)
            let outcome = try await house.begin("adam", at: due)
            #expect(outcome.asksForApp)
            let pending = try #require(outcome.pending)
            let (id, secret) = try await house.signIn.enrol(pending, label: "telefon", at: due)
            let done = try await house.signIn.finishEnrolling(pending, app: id, code: OfficerHouse.code(secret, at: due), at: due)
            #expect(done.codes.count == RecoveryCodes.count)
            #expect(try await house.sessions.find(done.token, at: due)?.session.level == .substantial)
            #expect(try await house.signIn.grace(of: adam, at: noon) == nil)
            let error = await #expect(throws: Problem.self) {
                try await house.factors.removeApp(
                    adam, id, proof: .code(OfficerHouse.code(secret, at: due.adding(seconds: 60)), by: .totp, challenge: nil), address: "a", at: due.adding(seconds: 60))
            }
            #expect(error?.code == .conflict, "the last app of a role that needs one")
        }
    }

    @Test("A factor that the office does not take proves the person and then an app is added", arguments: Backend.available)
    func notTaken(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = OfficerHouse(db: db), adam = try await house.add("adam", [.administrator])
            let mail = CodeAddress.mail(try #require(MailAddress("adam@urzad.example")))
            _ = try await house.factors.askToConfirm(adam, mail, at: noon)
            try await house.factors.confirm(adam, code: "777777", proof: .password(phrase), address: "a", at: noon)
            #expect(try await house.begin("adam").token != nil, "a sent code is no factor of an administrator")
            try await house.rule([.administrator: PolishTime.day(of: noon).adding(days: 1)])
            let due = noon.adding(days: 1), outcome = try await house.begin("adam", at: due)
            #expect(outcome.kinds == [.mailCode])
            let pending = try #require(outcome.pending)
            await #expect(throws: Problem.self, "no app before the proof") { _ = try await house.signIn.enrol(pending, label: "x", at: due) }
            _ = try await house.signIn.send(pending, by: .mailCode, at: due)
            #expect(try await house.signIn.finish(pending, code: "777777", by: .mailCode, at: due).asksForApp)
            let (id, secret) = try await house.signIn.enrol(pending, label: "telefon", at: due)
            #expect(try await house.sessions.find(pending, at: due) == nil)
            _ = try await house.signIn.finishEnrolling(pending, app: id, code: OfficerHouse.code(secret, at: due), at: due)
            #expect(try await house.begin("adam", at: due).kinds == [.totp, .recoveryCode])
        }
    }

    @Test("A change needs a proof made now: the password where there is no factor, a code where there is one", arguments: Backend.available)
    func stepUp(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = OfficerHouse(db: db), anna = try await house.add("anna"), factors = house.factors
            await #expect(throws: Problem.self) { _ = try await factors.beginApp(anna, label: "x", proof: .password("zle haslo"), address: "a", at: noon) }
            await #expect(throws: Problem.self) {
                _ = try await factors.beginApp(anna, label: "x", proof: .code("123456", by: .totp, challenge: nil), address: "a", at: noon)
            }
            let (secret, id, codes) = try await house.addApp(anna)
            func proof(_ seconds: Int64) -> OfficerFactors.Proof { .code(OfficerHouse.code(secret, at: noon.adding(seconds: seconds)), by: .totp, challenge: nil) }
            await #expect(throws: Problem.self, "the password alone") {
                _ = try await factors.beginApp(anna, label: "x", proof: .password(phrase), address: "a", at: noon)
            }
            await #expect(throws: Problem.self) { _ = try await factors.makeRecoveryCodes(anna, proof: .password(phrase), address: "a", at: noon) }
            await #expect(throws: Problem.self) { try await factors.removeApp(anna, id, proof: .password(phrase), address: "a", at: noon) }
            let fresh = try await factors.makeRecoveryCodes(anna, proof: proof(60), address: "a", at: noon.adding(seconds: 60))
            #expect(Set(fresh).isDisjoint(with: codes))
            await #expect(throws: Problem.self, "the old list is void") {
                try await factors.removeApp(anna, id, proof: .code(codes[0], by: .recoveryCode, challenge: nil), address: "a", at: noon.adding(seconds: 60))
            }
            try await factors.removeApp(anna, id, proof: .code(fresh[0], by: .recoveryCode, challenge: nil), address: "a", at: noon.adding(seconds: 90))
            #expect(try await factors.held(anna, at: noon).factors.isEmpty)
            #expect(try await house.begin("anna", at: noon.adding(seconds: 90)).token != nil)
        }
    }

    @Test("A new password needs the old one and the second factor, and ends the other sessions", arguments: Backend.available)
    func password(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = OfficerHouse(db: db), anna = try await house.add("anna"), new = "mokry kot liczy schody"
            let here = try #require(try await house.begin("anna").token), there = try #require(try await house.begin("anna").token)
            let session = try #require(try await house.sessions.find(here, at: noon)?.session.id)
            func change(_ current: String, _ new: String, _ proof: OfficerFactors.Proof = .password(""), at now: Instant = noon) async throws {
                try await house.factors.changePassword(anna, current: current, proof: proof, to: new, keeping: session, address: "a", at: now)
            }
            await #expect(throws: Problem.self) { try await change("zle", new) }
            await #expect(throws: Problems.self) { try await change(phrase, "krótkie") }
            await #expect(throws: Problems.self) { try await change(phrase, phrase) }
            let (secret, _, _) = try await house.addApp(anna)
            let later = noon.adding(seconds: 60)
            await #expect(throws: Problem.self, "no code") { try await change(phrase, new, .code("", by: .totp, challenge: nil), at: later) }
            try await change(phrase, new, .code(OfficerHouse.code(secret, at: later), by: .totp, challenge: nil), at: later)
            #expect(try await house.sessions.find(here, at: later) != nil)
            #expect(try await house.sessions.find(there, at: later) == nil)
            #expect(try await house.begin("anna", phrase, at: later).isRefused)
            #expect(try await house.begin("anna", new, at: later).pending != nil)
            #expect(try await house.acts().contains("password-changed"))
        }
    }
}

@Suite struct FactorResetTests {
    @Test("One asks, another administrator does it; nobody resets himself or does what he asked for", arguments: Backend.available)
    func fourEyes(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = OfficerHouse(db: db), anna = try await house.add("anna")
            let adam = try await house.add("adam", [.administrator]), ewa = try await house.add("ewa", [.administrator])
            let (secret, _, _) = try await house.addApp(anna)
            try await db.write { c in try FactorResets.ask(c, for: anna, by: adam.performer, reason: "zgubiony telefon", at: noon) }
            await #expect(throws: Problem.self, "once") { try await db.write { c in try FactorResets.ask(c, for: anna, by: ewa.performer, reason: "też", at: noon) } }
            let reset = try #require(try await db.read { c in try FactorResets.open(c, of: gmina, at: noon).first })
            for wrong in [adam, anna] {
                await #expect(throws: Problem.self) { _ = try await db.write { c in try FactorResets.carryOut(c, reset.id, by: wrong, check: "x", at: noon) }.get() }
            }
            #expect(try await house.acts().filter { $0 == "factors-reset-refused" }.count == 2)
            _ = try await db.write { c in try FactorResets.carryOut(c, reset.id, by: ewa, check: "osobiście, dowód", at: noon) }.get()
            #expect(try await house.begin("anna", at: noon.adding(seconds: 60)).token != nil)
            await #expect(throws: Problem.self, "done once") {
                _ = try await db.write { c in try FactorResets.carryOut(c, reset.id, by: ewa, check: "x", at: noon) }.get()
            }
            _ = secret
        }
    }

    @Test("An officer asks after the right password; whoever set that password does not carry it out", arguments: Backend.available)
    func own(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = OfficerHouse(db: db)
            let adam = try await house.add("adam", [.administrator]), ewa = try await house.add("ewa", [.administrator])
            let anna = try await house.add("anna", by: adam.performer)
            _ = try await house.addApp(anna)
            let pending = try #require(try await house.begin("anna").pending)
            try await house.signIn.askForReset(pending, reason: "nie mam telefonu", at: noon)
            let reset = try #require(try await db.read { c in try FactorResets.open(c, of: gmina, at: noon).first })
            #expect(reset.isOwn)
            await #expect(throws: Problem.self, "he could have typed the password himself") {
                _ = try await db.write { c in try FactorResets.carryOut(c, reset.id, by: adam, check: "x", at: noon) }.get()
            }
            _ = try await db.write { c in try FactorResets.carryOut(c, reset.id, by: ewa, check: "osobiście", at: noon) }.get()
            await #expect(throws: Problem.self, "the waiting sign-in ended") { _ = try await house.signIn.waiting(pending, at: noon) }
        }
    }

    @Test("A request ends by itself after three days, or by a refusal with a reason", arguments: Backend.available) func ends(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = OfficerHouse(db: db), anna = try await house.add("anna"), ewa = try await house.add("ewa", [.administrator])
            _ = try await house.addApp(anna)
            try await db.write { c in try FactorResets.ask(c, for: anna, by: anna.performer, reason: "x", at: noon) }
            #expect(try await db.read { c in try FactorResets.open(c, of: gmina, at: noon.adding(days: 3)).isEmpty })
            try await db.write { c in try FactorResets.ask(c, for: anna, by: anna.performer, reason: "y", at: noon.adding(days: 3)) }
            let reset = try #require(try await db.read { c in try FactorResets.open(c, of: gmina, at: noon.adding(days: 3)).first })
            await #expect(throws: Problem.self) { try await db.write { c in try FactorResets.decline(c, reset.id, by: ewa, reason: " ", at: noon.adding(days: 3)) } }
            try await db.write { c in try FactorResets.decline(c, reset.id, by: ewa, reason: "to nie ona", at: noon.adding(days: 3)) }
            #expect(try await house.begin("anna", at: noon.adding(days: 3)).pending != nil)
        }
    }
}
