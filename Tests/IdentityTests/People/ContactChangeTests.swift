@testable import Identity
import Kernel
import Law
import Store
import StoreTesting
import Testing

@Suite struct ContactChangeTests {
    private static let new = CodeAddress.phone(TelephoneNumber("600111222")!)

    @Test("T4: a new telephone makes a new profile; the old one stays valid for its time; old addresses are told", arguments: Backend.available)
    func change(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db), now = PointHouse.start
            let anna = try await house.citizens.citizen(at: now)
            let profile = try await house.carryOut(try await house.ready(anna))
            let changes = ContactChanges(keys: house.keys, challenges: house.citizens.challenges), later = now.adding(seconds: 86_400)
            let challenges = house.citizens.challenges, new = Self.new
            let asked = try await db.write { c in try changes.ask(c, anna, to: new, by: .phoneCode, at: later) }.get()
            #expect(asked.messages.map(\.to) == [new, .phone(TelephoneNumber("600700800")!)])
            let confirmed = try await db.write { c in
                try challenges.enter(
                    c, asked.confirming, of: anna.owner, code: house.citizens.code(asked.messages[0]), by: .phoneCode, act: .confirmContact,
                    document: new.fingerprint, at: later)
            }.get()
            let stepUp = try await db.write { c in
                try challenges.enter(
                    c, asked.stepUp, of: anna.owner, code: house.citizens.code(asked.messages[1]), by: .phoneCode, act: .changeFactors,
                    document: ContactChanges.document(anna, new), at: later)
            }.get()
            let notices = try await db.write { c in try changes.carryOut(c, anna, to: new, confirmed: confirmed, stepUp: stepUp, at: later) }
            #expect(notices.contains { $0.to == .phone(TelephoneNumber("600700800")!) && $0.text.contains("zmieniono numer telefonu") })
            #expect(try await db.read { c in try ContactFactors.list(c, anna.owner).map(\.address) } == [new])
            let profiles = house.profiles
            let present = try #require(try await db.read { c in try profiles.valid(c, of: anna.id, at: later) })
            #expect(present.id != profile.id && present.validTo == profile.validTo && present.contact.phone == TelephoneNumber("600111222"))
            #expect(try await db.read { c in try profiles.find(c, profile.id)?.state } == .replaced(by: present.id))
            #expect(
                try await db.read { c in try profiles.valid(c, designation: profile.designation, at: now.adding(seconds: 5)) } != nil, "signed before: still verified")
            #expect(try await db.read { c in try profiles.valid(c, designation: profile.designation, at: later.adding(seconds: 5)) } == nil)
            await #expect(throws: Problem.self, "both were used up") {
                _ = try await db.write { c in try changes.carryOut(c, anna, to: new, confirmed: confirmed, stepUp: stepUp, at: later) }
            }
        }
    }

    @Test("An open session alone changes nothing", arguments: Backend.available) func guards(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db), challenges = house.challenges, new = Self.new
            let anna = try await house.citizen()
            let changes = ContactChanges(keys: house.keys, challenges: challenges)
            #expect(
                try await db.write { c in try changes.ask(c, anna, to: .phone(TelephoneNumber("600700800")!), by: .phoneCode, at: noon) }.problem?.cause
                    == "same address")
            #expect(try await db.write { c in try changes.ask(c, anna, to: new, by: .totp, at: noon) }.problem?.cause == "no second factor")
            let later = noon.adding(seconds: 3600)
            let confirmed = try await house.authorise(anna, .confirmContact, new.fingerprint, to: new, at: later)
            let other = try await house.authorise(
                anna, .changeFactors, FactorChange.setContact.document(anna.owner, "phone:+48511000000"), at: later)
            await #expect(throws: Problem.self, "an authorisation for another number") {
                _ = try await db.write { c in try changes.carryOut(c, anna, to: new, confirmed: confirmed, stepUp: other, at: later) }
            }
            #expect(try await db.read { c in try ContactFactors.list(c, anna.owner).map(\.address) } == [.phone(TelephoneNumber("600700800")!)])
        }
    }
}

@Suite struct PasswordResetTests {
    private static let new = "niebieski latawiec nad łąką"

    private func house(_ db: any Database) async throws -> (CitizenHouse, CitizenAccount, PasswordResets) {
        let house = CitizenHouse(db)
        let anna = try await house.citizen()
        try await house.confirm(.mail(MailAddress("anna@poczta.example")!), of: anna)
        return (house, anna, PasswordResets(platform: db, challenges: house.challenges, accounts: house.accounts))
    }
    private let later = noon.adding(seconds: 7200)

    private func code(_ house: CitizenHouse, _ messages: [CodeMessage], _ kind: FactorKind) -> String {
        messages.first { $0.to.kind == kind }.map(house.code) ?? ""
    }

    @Test("Two codes set a password; sessions end; both addresses are told", arguments: Backend.available) func reset(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let (house, anna, resets) = try await house(db)
            let session = try await db.write { c in try house.sessions.open(c, anna.id, factors: [.password], address: "a", agent: "", at: later) }.token
            let (token, messages) = try await resets.begin("anna@poczta.example", address: "192.0.2.1", at: later)
            #expect(Set(messages.map(\.to.kind)) == [.mailCode, .phoneCode])
            let codes = PasswordResets.Codes(mail: code(house, messages, .mailCode), phone: code(house, messages, .phoneCode))
            await #expect(throws: Problems.self, "one code is not enough") {
                try await resets.finish(token, .init(mail: codes.mail, phone: "000000"), password: Self.new, at: later)
            }
            await #expect(throws: Problems.self, "the rules of passwords hold") { try await resets.finish(token, codes, password: "krótkie", at: later) }
            await #expect(throws: Problems.self, "the own name is no password") {
                try await resets.finish(token, codes, password: "anna.lis anna.lis", at: later)
            }
            let notices = try await resets.finish(token, codes, password: Self.new, at: later)
            #expect(notices.count == 2 && notices.allSatisfy { $0.text.contains("ustawiono nowe hasło") })
            #expect(try await house.sessions.find(session, at: later) == nil)
            guard case .secondFactor = try await house.signIn.begin("anna.lis", password: Self.new, address: "192.0.2.1", at: later) else {
                Issue.record("the second factor is still asked for")
                return
            }
            await #expect(throws: Problem.self, "once") { try await resets.finish(token, codes, password: Self.new, at: later) }
            #expect(try await db.acts().contains("password-reset"))
        }
    }

    @Test("Nobody learns whether an account exists", arguments: Backend.available) func silent(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let (_, _, resets) = try await house(db)
            func words(_ name: String) async throws -> ([CodeMessage], [String]) {
                let (token, messages) = try await resets.begin(name, address: "192.0.2.1", at: later)
                do {
                    _ = try await resets.finish(token, .init(mail: "111111", phone: "222222"), password: Self.new, at: later)
                    return (messages, [])
                } catch let problems as Problems { return (messages, problems.all.map { "\($0.field ?? ""): \($0.message)" }) }
            }
            let (sent, known) = try await words("anna.lis"), (none, unknown) = try await words("nikogo.takiego")
            #expect(known == unknown && known.count == 2)
            #expect(sent.count == 2 && none.isEmpty)
        }
    }

    @Test("A stranger cannot use up the codes of the holder, nor ask for ever", arguments: Backend.available) func limits(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let (_, _, resets) = try await house(db)
            var sent: [Int] = []
            for i in 0..<4 { sent.append(try await resets.begin("anna.lis", address: "192.0.2.\(i)", at: later.adding(seconds: Int64(i) * 700)).messages.count) }
            #expect(sent == [2, 2, 0, 0], "twice a day for one account")
            for _ in 0..<10 { _ = try await resets.begin("ktos", address: "198.51.100.1", at: later) }
            await #expect(throws: Problem.self) { try await resets.begin("ktos", address: "198.51.100.1", at: later) }
            let (token, _) = try await resets.begin("ktos", address: "203.0.113.1", at: later)
            await #expect(throws: Problem.self, "a quarter of an hour") {
                try await resets.finish(token, .init(mail: "1", phone: "2"), password: Self.new, at: later.adding(seconds: 900))
            }
        }
    }
}
