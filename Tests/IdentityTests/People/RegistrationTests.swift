@testable import Identity
import Kernel
import Law
import Store
import StoreTesting
import Testing

@Suite struct RegistrationTests {
    private func draft(_ given: String = "Anna", _ surname: String = "Lis", _ pesel: String = "03222800089", userID: String = "anna.lis", password: String = phrase)
        -> RegistrationDraft
    {
        RegistrationDraft(
            givenNames: given, surname: surname, pesel: pesel, userID: userID, mail: "\(userID)@poczta.example", phone: "600700800", password: password)
    }

    private func registration(_ house: CitizenHouse, limit: RateLimit = RateLimit([.init(10, inSeconds: 3600)])) -> CitizenRegistration {
        CitizenRegistration(
            platform: house.db, people: house.people, accounts: house.accounts, sessions: house.sessions, challenges: house.challenges, limit: limit)
    }

    @Test("An account opens with a session of the low level and two addresses to confirm", arguments: Backend.available) func opens(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            let opened = try await registration(house).open(draft(), address: "192.0.2.1", at: noon)
            let session = try #require(try await house.sessions.find(opened.token, at: noon)?.session)
            #expect(session.level == .low && session.citizen == opened.account.id)
            let challenges = house.challenges, owner = opened.account.owner
            let pending = try await db.read { c in try challenges.pendingContacts(c, of: owner, at: noon) }
            #expect(pending.map(\.address.kind) == [.mailCode, .phoneCode] && pending.allSatisfy { !$0.isSent && $0.isOpen })
            #expect(try await db.acts().contains("citizen-account-opened"))
        }
    }

    @Test("A wrong code counts, a right one waits beside it, and both are taken at once", arguments: Backend.available) func addresses(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            let account = try await registration(house).open(draft(), address: "192.0.2.1", at: noon).account
            let challenges = house.challenges
            let pending = try await db.read { c in try challenges.pendingContacts(c, of: account.owner, at: noon) }
            var codes: [String] = []
            for one in pending {
                let message = try await db.write { c in try challenges.send(c, one.challenge, of: account.owner, to: one.address, at: noon) }.get()
                codes.append(house.code(message))
            }
            func enter(_ i: Int, _ code: String) async throws -> Problem? {
                try await db.write { c in
                    try challenges.enter(
                        c, pending[i].challenge, of: account.owner, code: code, by: pending[i].address.kind, act: .confirmContact,
                        document: pending[i].address.fingerprint, at: noon)
                }.problem
            }
            #expect(try await enter(0, codes[0]) == nil)
            #expect(try await enter(1, codes[0])?.cause == "wrong", "the code of the mail does not confirm the telephone")
            #expect(try await enter(1, codes[1]) == nil)
            try await db.write { c in
                let confirmed = try pending.map { (address: $0.address, authorisation: try #require(try challenges.accepted(c, $0.challenge, of: account.owner))) }
                try ContactFactors.addFirst(c, account.owner, confirmed, performer: account.performer, at: noon)
            }
            #expect(try await db.read { c in try FactorChange.held(c, account.owner) } == [.mailCode, .phoneCode])
            await #expect(throws: Problem.self) {
                try await db.write { c in try ContactFactors.addFirst(c, account.owner, [], performer: account.performer, at: noon) }
            }
        }
    }

    @Test("Every field is told apart, and nothing is kept", arguments: Backend.available) func mistakes(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            let bad = RegistrationDraft(givenNames: "", surname: "", pesel: "03222800088", userID: "ą", mail: "x", phone: "1", password: "krótkie")
            let problems = await #expect(throws: Problems.self) { try await registration(house).open(bad, address: "a", at: noon) }
            let fields = Set((problems?.all ?? []).compactMap(\.field))
            #expect(fields.isSuperset(of: ["givenNames", "surname", "pesel", "userID", "mail", "phone", "password"]))
            let people = try await db.read { c throws in try c.query("SELECT id FROM person") { try $0.int("id") } }
            #expect(people.isEmpty)
        }
    }

    @Test("Other names to the number of a proved person are refused; of an unproved one the last typed stand", arguments: Backend.available)
    func otherNames(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let point = try await PointHouse(db)
            let house = point.citizens, registration = registration(house)
            let first = try await registration.open(draft("Anna", "Lis"), address: "a", at: noon).account
            let second = try await registration.open(draft("Hanna", "Lis", userID: "hanna"), address: "a", at: noon).account
            let people = house.people
            #expect(first.person == second.person)
            #expect(try await db.read { c in try people.find(c, first.person)?.name.givenNames } == "Hanna")
            // The operator's person is proved by his authorisation.
            let refused = await #expect(throws: Problem.self) {
                try await registration.open(draft("Adam", "Mak", PointHouse.operatorPESEL.description, userID: "adam"), address: "a", at: noon)
            }
            #expect(refused?.cause == "data do not fit the person" && refused?.message.contains("Mak") == false)
            #expect(try await db.acts().contains("citizen-registration-refused"))
        }
    }

    @Test("One address opens only so many accounts", arguments: Backend.available) func limit(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let registration = registration(CitizenHouse(db), limit: RateLimit([.init(1, inSeconds: 3600)]))
            _ = try await registration.open(draft(), address: "a", at: noon)
            let refused = await #expect(throws: Problem.self) { try await registration.open(draft(userID: "anna2"), address: "a", at: noon) }
            #expect(refused?.cause == "registration limit")
            _ = try await registration.open(draft(userID: "anna3"), address: "b", at: noon)
        }
    }
}
