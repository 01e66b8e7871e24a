@testable import Identity
import Kernel
import Law
import Store
import StoreTesting
import Testing

@Suite struct FirstOperatorTests {
    @Test("The first operator of a point is appointed once; three people; then four eyes", arguments: Backend.available) func first(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let citizens = CitizenHouse(db), door = Door(db: db), points = ConfirmationPoints(keys: citizens.keys), people = citizens.people
            let keeper = try await door.add("admin", roles: [.administrator])
            let clerk = try await door.add("operator", roles: [.reader]), other = try await door.add("operator2", roles: [.reader])
            let administrator = try await door.add("adm.punktu", roles: [.reader]), head = try await door.add("kierownik", roles: [.reader])
            let point = try await db.write { c in
                try points.add(
                    c, office: gmina, name: "Punkt", place: "Prusice",
                    information: .init(address: "Rynek 1", room: "", wayThere: "", accessibility: "", phone: ""), hours: PointHouse.hours, by: chief, at: noon)
            }
            let ewa = try await db.write { c in try people.add(c, try person("Ewa", "Mak", PointHouse.operatorPESEL), by: chief, at: noon).id }
            @Sendable func new(_ account: Account) -> NewOperatorAuthorisation {
                NewOperatorAuthorisation(
                    point: point, account: account.id, person: ewa, post: "inspektor", number: "1/2026", from: Day("2026-01-01")!, to: Day("2026-12-31")!,
                    scopes: [.confirm], noConvictionOn: nil, trainedOn: Day("2025-12-20"), signingUntil: Day("2027-01-01")!)
            }
            func appoint(_ account: Account, _ administrator: Account, _ head: Account) async throws {
                _ = try await db.write { c in
                    try FirstOperator(authorisation: new(account), administrator: administrator, head: head).appoint(c, points, keeper: keeper, by: chief, at: noon)
                }
            }
            for (account, administrator, head) in [(clerk, administrator, administrator), (clerk, clerk, head), (clerk, administrator, clerk), (clerk, keeper, head)] {
                await #expect(throws: Problem.self) { try await appoint(account, administrator, head) }
            }
            #expect(try await db.read { c in try points.authorisations(c, at: point) }.isEmpty)
            #expect(try await db.read { c in try PointRoles.list(c, at: point).count } == 0, "a refusal grants nothing")
            try await appoint(clerk, administrator, head)
            let kept = try await db.read { c in try points.authorisations(c, at: point) }
            #expect(kept.map(\.state) == [.approved] && kept[0].requestedBy == administrator.id && kept[0].approvedBy == head.id)
            let problem = await #expect(throws: Problem.self) { try await appoint(other, administrator, head) }
            #expect(problem?.cause == "not the first")
            #expect(try await db.acts().contains("first-operator-appointed"))
            // The usual way goes on from here.
            await #expect(throws: Problem.self) {
                try await db.write { c in try points.approve(c, try points.request(c, new(other), by: administrator, at: noon), by: administrator, at: noon) }
            }
        }
    }
}
