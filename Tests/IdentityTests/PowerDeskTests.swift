import Cryptography
@testable import Identity
import Kernel
import Law
import Store
import StoreTesting
import Testing

/// Whom a power is about, and who decides of its proof.
@Suite struct PowerDeskTests {
    static let now = Instant(polish: "2026-03-12T12:00:00")

    private func finding(_ house: CitizenHouse, limit: RateLimit = RateLimit([.init(30, inSeconds: 3600)])) -> PowerFinding {
        PowerFinding(people: house.people, profiles: TrustedProfiles(keys: house.people.keys, rules: .standard), limit: limit)
    }

    @Test("An attorney is found by identifier and surname, once confirmed; all that does not fit sounds the same, and tries are counted", arguments: Backend.available)
    func attorney(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            let anna = try await house.citizen(at: Self.now)
            let jan = try await house.citizen("Jan", "Nowak", nowak, userID: "jan", phone: "511222333", at: Self.now)
            let finding = finding(house, limit: RateLimit([.init(5, inSeconds: 3600)]))
            func find(_ userID: String, _ surname: String) async throws -> Ruling<Person> {
                try await db.write { c in try finding.attorney(c, userID: userID, surname: surname, for: anna, at: Self.now) }
            }
            let unproved = try await find("jan", "Nowak").problem
            #expect(unproved?.cause == "no such agent", "nobody has seen a document of his")
            try await db.write { c in
                _ = try TrustedProfiles(keys: house.people.keys, rules: .standard).confirm(
                    c, by: CertificateEvidence(name: try PersonName(given: "Jan", surname: "Nowak"), pesel: nowak, signature: ContentHash(of: [1]), isTrusted: true),
                    of: jan, contact: ContactData(mail: MailAddress("jan@poczta.example"), phone: TelephoneNumber("511222333")), factors: [.password, .phoneCode],
                    at: Self.now)
            }
            let found = try await find("JAN", "nowak").get()
            #expect(found.id == jan.person)
            let wrong = try await find("jan", "Kowal").problem, unknown = try await find("nikt.taki", "Nowak").problem
            #expect(wrong?.message == unproved?.message && unknown?.message == unproved?.message)
            _ = try await find("jan", "Nowak")
            let last = try await find("jan", "Nowak").problem
            #expect(last?.cause == "power limit")
        }
    }

    @Test("A child whose number is new is made; one that is known has to fit", arguments: Backend.available) func child(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            let anna = try await house.citizen(at: Self.now), finding = finding(house)
            let number = try #require(PESEL.synthetic(birthday: Day("2010-05-20")!, serial: 44))
            func find(_ given: String) async throws -> Ruling<PersonID> {
                try await db.write { c in try finding.represented(c, PersonName(given: given, surname: "Lis"), number, for: anna, at: Self.now) }
            }
            let id = try await find("Kuba").get()
            let same = try await find("Kuba").get()
            #expect(same == id)
            let other = try await find("Ola").problem
            #expect(other?.cause == "data do not fit the person")
        }
    }

    @Test("Only an operator of a point looks and decides, never about himself, and the people read it", arguments: Backend.available)
    func decisions(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db), now = PointHouse.start, people = house.citizens.people, desk = PowerDesk(people: people)
            let anna = try await house.citizens.citizen(at: now), officer = house.clerk.account, stranger = house.archivist
            let organisation = Principal.organisation(try Principal.Organisation(name: "Młyn sp. z o.o.", nip: try #require(NIP("1234563201"))))
            func request(_ agent: PersonID) async throws -> PowerID {
                let new = NewPower(
                    kind: .body, principal: organisation, agent: agent, scope: .everything, proof: .init(kind: .register, text: "KRS, prezes"),
                    from: Day("2026-03-12")!, to: nil)
                return try await db.write { c in try Powers.request(c, new, by: anna.performer, at: now) }
            }
            func decide(_ id: PowerID, _ confirms: Bool, _ reason: String = "", by account: Account) async throws -> Problem? {
                try await db.write { c in try desk.decide(c, id, confirms: confirms, reason: reason, by: account, at: now) }.problem
            }
            func state(_ id: PowerID) async throws -> Power.State? { try await db.read { c in try Powers.find(c, id)?.state } }
            let first = try await request(anna.person)
            let refused = try await decide(first, true, by: stranger)
            #expect(refused?.cause == "no-authorisation")
            await #expect(throws: Problem.self) { try await db.read { c in _ = try desk.waiting(c, by: stranger, at: now) } }
            await #expect(throws: Problem.self) { try await db.write { c in _ = try desk.open(c, first, by: stranger, at: now) } }
            let waiting = try await db.read { c in try desk.waiting(c, by: officer, at: now).map(\.id) }
            #expect(waiting == [first])
            let opened = try await db.write { c in try desk.open(c, first, by: officer, at: now) }
            #expect(opened.proof.text == "KRS, prezes")
            let looks = try await db.read { c in try people.looks(c, at: anna.person) }
            #expect(looks.map(\.what) == [.power] && looks.first?.office == gmina)
            let accepted = try await decide(first, true, by: officer), after = try await state(first)
            #expect(accepted == nil && after == .inForce)
            let again = try await decide(first, true, by: officer)
            #expect(again?.cause == "power state")
            // A refusal says why, and the person reads it.
            let second = try await request(anna.person)
            let silent = try await decide(second, false, by: officer)
            #expect(silent?.field == "reason")
            let declined = try await decide(second, false, "brak wpisu w KRS", by: officer)
            let kept = try await db.read { c in try Powers.find(c, second) }
            #expect(declined == nil && kept?.state == .declined && kept?.reason == "brak wpisu w KRS")
            // The operator as the agent.
            let own = try await db.read { c in try people.find(c, pesel: PointHouse.operatorPESEL)?.id }
            let third = try await request(try #require(own))
            let himself = try await decide(third, true, by: officer), still = try await state(third)
            #expect(himself?.cause == "own power" && still == .requested)
            let acts = try await db.acts()
            #expect(acts.filter { $0 == "power-decision-refused" }.count == 4)
        }
    }
}
