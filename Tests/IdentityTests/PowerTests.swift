@testable import Identity
import Kernel
import Law
import Store
import StoreTesting
import Testing

@Suite struct PowerTests {
    static let now = Instant(polish: "2026-03-12T12:00:00")
    static let today = Day("2026-03-12")!

    private func attorney(_ principal: PersonID, _ agent: PersonID, scope: Power.Scope = .everything, from: Day = today, to: Day? = nil) -> NewPower {
        NewPower(
            kind: .attorney, principal: .person(principal), agent: agent, scope: scope, proof: .init(kind: .grantedHere, text: ""), from: from, to: to)
    }

    @Test("A citizen grants a power by a code for exactly these words, and takes it back", arguments: Backend.available)
    func granted(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            let anna = try await house.citizen(at: Self.now)
            let jan = try await house.citizen("Jan", "Nowak", nowak, userID: "jan", phone: "511222333", at: Self.now)
            let new = attorney(anna.person, jan.person, scope: .services(["podatek", "odpady"]), to: Day("2026-03-31"))
            let wider = attorney(anna.person, jan.person)
            let authorisation = try await house.authorise(anna, .grantPower, new.fingerprint, at: Self.now)
            let refused = await #expect(throws: Problem.self) {
                try await db.write { c in _ = try Powers.grant(c, wider, by: authorisation, of: anna, at: Self.now) }
            }
            #expect(refused?.cause == "another-act")
            await #expect(throws: Problem.self, "in another's name") {
                try await db.write { c in _ = try Powers.grant(c, new, by: authorisation, of: jan, at: Self.now) }
            }
            let id = try await db.write { c in try Powers.grant(c, new, by: authorisation, of: anna, at: Self.now) }
            func may(_ need: Power.Need, at now: Instant = Self.now) async throws -> Bool {
                try await db.read { c in try Powers.holding(c, jan.person, for: .person(anna.person), need, at: now) } != nil
            }
            #expect(try await may(.service("podatek")))
            #expect(try await !may(.service("zezwolenie")))
            #expect(try await !may(.deliveries))
            #expect(try await may(.service("podatek"), at: Instant(polish: "2026-03-31T23:59:00")))
            #expect(try await !may(.service("podatek"), at: Instant(polish: "2026-04-01T00:00:00")))
            #expect(try await !may(.service("podatek"), at: Instant(polish: "2026-03-11T12:00:00")))
            #expect(try await db.read { c in try Powers.holding(c, anna.person, for: .person(jan.person), .deliveries, at: Self.now) } == nil)
            let ewa = try await house.citizen("Ewa", "Mak", kowalska, userID: "ewa", phone: "511222444", at: Self.now)
            await #expect(throws: Problem.self) { try await db.write { c in try Powers.withdraw(c, id, by: ewa, reason: "", at: Self.now) } }
            try await db.write { c in try Powers.withdraw(c, id, by: anna, reason: "koniec współpracy", at: Self.now) }
            #expect(try await !may(.service("podatek")))
            #expect(try await db.acts().suffix(1) == ["power-withdrawn"])
            let lists = try await db.read { c in (try Powers.list(c, of: jan.person).count, try Powers.list(c, of: .person(anna.person)).count) }
            #expect(lists == (1, 1), "history stays")
        }
    }

    @Test("A representation opens nothing until an officer saw the proof", arguments: Backend.available) func company(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            let anna = try await house.citizen(at: Self.now)
            let officer = try await Door(db: db).add()
            let company = try Principal.Organisation(name: "Młyn sp. z o.o.", nip: try #require(NIP("1234563201")), krs: KRSNumber("0000123456"))
            let new = NewPower(
                kind: .body, principal: .organisation(company), agent: anna.person, scope: .everything,
                proof: .init(kind: .register, text: "KRS 0000123456, prezes zarządu"), from: Self.today, to: nil)
            let id = try await db.write { c in try Powers.request(c, new, by: anna.performer, at: Self.now) }
            let spelled = Principal.organisation(try Principal.Organisation(name: "MŁYN SPÓŁKA Z O.O.", nip: company.nip))
            func may() async throws -> Bool {
                try await db.read { c in try Powers.holding(c, anna.person, for: spelled, .service("podatek"), at: Self.now) } != nil
            }
            #expect(try await !may())
            #expect(try await db.read { c in try Powers.requested(c).map(\.id) } == [id])
            try await db.write { c in try Powers.confirm(c, id, by: officer, at: Self.now) }
            #expect(try await may())
            #expect(try await db.read { c in try Powers.find(c, id)?.principal } == .organisation(company))
            try await db.write { c in try Powers.withdraw(c, id, by: officer, reason: "zmiana w KRS", at: Self.now) }
            #expect(try await !may())
            await #expect(throws: Problem.self) { try await db.write { c in try Powers.confirm(c, id, by: officer, at: Self.now) } }
        }
    }

    @Test("A parent acts until the child comes of age; death ends every power", arguments: Backend.available) func parent(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            let anna = try await house.citizen(at: Self.now)
            let officer = try await Door(db: db).add(), people = house.people
            let number = try #require(PESEL.synthetic(birthday: Day("2010-05-20")!, serial: 44))
            let child = try await db.write { c in try people.add(c, try person("Kuba", "Lis", number), by: chief, at: Self.now) }
            let new = NewPower(
                kind: .parent, principal: .person(child.id), agent: anna.person, scope: .everything,
                proof: .init(kind: .certificate, text: "akt urodzenia 123/2010"), from: Self.today, to: nil)
            let id = try await db.write { c in
                let id = try Powers.request(c, new, by: anna.performer, at: Self.now)
                try Powers.confirm(c, id, by: officer, at: Self.now)
                return id
            }
            #expect(try await db.read { c in try Powers.find(c, id)?.to } == Day("2028-05-19")!)
            func may(_ text: String) async throws -> Bool {
                try await db.read { c in try Powers.holding(c, anna.person, for: .person(child.id), .deliveries, at: Instant(polish: text)) } != nil
            }
            #expect(try await may("2028-05-19T23:00:00"))
            #expect(try await !may("2028-05-20T00:00:00"))
            await #expect(throws: Problem.self, "of age") {
                try await db.write { c in _ = try Powers.request(c, new, by: anna.performer, at: Instant(polish: "2028-05-20T12:00:00")) }
            }
            let minor = attorney(child.id, anna.person)
            await #expect(throws: Problem.self, "a child gives no power") {
                try await db.write { c in
                    var new = minor
                    new.proof = .init(kind: .document, text: "pismo")
                    _ = try Powers.request(c, new, by: anna.performer, at: Self.now)
                }
            }
            try await db.write { c in
                try people.correct(c, anna.person, PersonCorrection(diedOn: Self.today), source: "rejestr PESEL", by: chief, at: Self.now)
            }
            #expect(try await !may("2026-03-13T12:00:00"))
        }
    }

    @Test("A power that makes no sense is refused field by field") func problems() throws {
        let company = Principal.organisation(try Principal.Organisation(name: "A", nip: NIP("1234563201")!))
        func fields(_ kind: Power.Kind, _ principal: Principal, _ proof: Power.Proof, scope: Power.Scope = .everything, to: String = "2027-01-01") -> [String?] {
            NewPower(kind: kind, principal: principal, agent: PersonID(1), scope: scope, proof: proof, from: Self.today, to: Day(to)).problems.map(\.field)
        }
        let proof = Power.Proof(kind: .document, text: "pismo")
        #expect(fields(.attorney, .person(PersonID(1)), proof) == ["agent"])
        #expect(fields(.attorney, .person(PersonID(2)), proof, scope: .services([]), to: "2026-01-01") == ["to", "scope"])
        #expect(fields(.body, .person(PersonID(2)), proof) == ["principal"])
        #expect(fields(.parent, company, proof) == ["principal"])
        #expect(fields(.attorney, .person(PersonID(2)), Power.Proof(kind: .court, text: " ")) == ["proof"])
        #expect(throws: Problems.self) { try Principal.Organisation(name: " ", nip: NIP("1234563201")!) }
    }

    @Test("The citizen reads who looked, why and from which office, and no officer's name", arguments: Backend.available)
    func looks(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            let anna = try await house.citizen(at: Self.now), people = house.people
            try await db.write { c in
                for n in 1...5 { try people.look(c, anna.person, .power, by: clerk, why: "sprawa \(n)", at: Self.now.adding(seconds: Int64(n))) }
            }
            let first = try await db.read { c in try people.looks(c, at: anna.person, limit: 3) }
            #expect(first.map(\.why) == ["sprawa 5", "sprawa 4", "sprawa 3"])
            let rest = try await db.read { c in try people.looks(c, at: anna.person, limit: 3, before: first.last?.id) }
            #expect(rest.map(\.why) == ["sprawa 2", "sprawa 1"])
            #expect(first.allSatisfy { $0.office == gmina && $0.post == "inspektor" })
            #expect(!first.map { "\($0)" }.joined().contains("Nowak"))
            let other = try await house.citizen("Jan", "Nowak", nowak, userID: "jan", phone: "511222333", at: Self.now)
            #expect(try await db.read { c in try people.looks(c, at: other.person) }.isEmpty)
        }
    }
}
