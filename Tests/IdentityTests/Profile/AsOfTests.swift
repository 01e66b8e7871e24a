@testable import Identity
import Kernel
import Law
import Store
import StoreTesting
import Testing

/// Random lives of a person's profiles against a model that only keeps stretches of validity.
@Suite struct AsOfTests {
    private struct Stretch {
        var designation: String
        var from: Instant
        var to: Instant
        var phone: String
    }

    @Test("What was valid when is what a model of stretches says", arguments: Backend.available, [1, 2, 3] as [UInt64])
    func property(_ backend: Backend, _ seed: UInt64) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            let anna = try await house.citizen(at: Instant(polish: "2020-01-01T00:00:00"))
            let profiles = TrustedProfiles(keys: house.keys)
            let person = try #require(try await db.read { c in try PersonStore.find(c, anna.person) })
            var generator = SeededGenerator(seed: seed)
            var now = Instant(polish: "2020-02-29T12:00:00")
            var model: [Stretch] = []
            for step in 0..<25 {
                now = now.adding(seconds: Int64.random(in: 1...40_000_000, using: &generator))
                let (at, phone) = (now, "+48600700\(100 + step)")
                let current = try await db.read { c in try profiles.find(c, pesel: lis, at: at) }
                #expect(current?.designation == model.last.flatMap { $0.to > at ? $0.designation : nil })
                guard let current else {
                    let contact = ContactData(phone: TelephoneNumber(phone))
                    let new = try await db.write { c in
                        try profiles.issue(
                            c, account: anna, person: person, contact: contact, factors: [.password, .phoneCode],
                            confirmation: .init(method: .point, at: at), by: chief, at: at)
                    }
                    model.append(Stretch(designation: new.designation, from: at, to: new.validTo, phone: phone))
                    continue
                }
                switch Int.random(in: 0..<4, using: &generator) {
                case 0:
                    let extended = try await db.write { c in try profiles.extend(c, current.id, way: .itself, by: chief, at: at) }
                    model[model.count - 1].to = extended.validTo
                case 1:
                    let contact = ContactData(phone: TelephoneNumber(phone))
                    let new = try await db.write { c in
                        try profiles.replace(c, current.id, contact: contact, confirmation: .init(method: .replacement, at: at), by: chief, at: at)
                    }
                    model[model.count - 1].to = at
                    model.append(Stretch(designation: new.designation, from: at, to: new.validTo, phone: phone))
                case 2:
                    try await db.write { c in try profiles.invalidate(c, current.id, .holder, by: chief, at: at) }
                    model[model.count - 1].to = at
                default:
                    try await db.write { c in _ = try profiles.expire(c, at: at) }
                }
            }
            #expect(model.count > 2)
            let moments = model.flatMap { [$0.from.milliseconds - 1, $0.from.milliseconds, $0.to.milliseconds - 1, $0.to.milliseconds] }
            for moment in moments.map(Instant.init(milliseconds:)) {
                let found = try await db.read { c in try profiles.valid(c, of: anna.person, at: moment) }
                let expected = model.first { $0.from <= moment && moment < $0.to }
                #expect(found?.designation == expected?.designation, "\(moment)")
                #expect(found?.contact.phone?.description == expected?.phone, "\(moment)")
                for stretch in model {
                    let valid = try await db.read { c in try profiles.valid(c, designation: stretch.designation, at: moment) }
                    #expect((valid != nil) == (stretch.from <= moment && moment < stretch.to), "\(stretch.designation) \(moment)")
                }
            }
        }
    }
}
