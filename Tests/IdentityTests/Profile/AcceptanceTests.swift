import Cryptography
@testable import Identity
import Kernel
import Law
import Store
import StoreTesting
import Testing

/// T1–T14 of the specification of Trusted Profiles. T12 and T13 stand with the challenges, T14 with the accounts.
@Suite struct AcceptanceTests {
    @Test("T1 submitted on day 0, served on day 30 at 23:59, gone on day 31", arguments: Backend.available) func term(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db)
            let anna = try await house.citizens.citizen(at: PointHouse.start)
            let id = try await house.ready(anna)
            let applications = house.applications, desk = house.desk, clerk = house.clerk
            let lastMinute = Instant(polish: "2026-04-11T23:59:00")
            #expect(try await db.write { c in try applications.expire(c, at: lastMinute) } == 0)
            _ = try await db.write { c in try desk.claim(c, id, by: clerk, at: lastMinute) }.get()
            let late = Instant(polish: "2026-04-12T00:30:00")
            #expect(try await db.write { c in try applications.expire(c, at: late) } == 0, "at the counter it is the operator's")
            #expect(try await db.write { c in try desk.releaseLapsed(c, at: late) } == 1)
            let refused = try await db.write { c in try desk.claim(c, id, by: clerk, at: late) }
            #expect(refused.problem?.cause == "term passed")
            #expect(try await db.write { c in try applications.expire(c, at: late) } == 1)
            let stone = try #require(try await db.read { c in try applications.find(c, id) })
            #expect(stone.state == .expired && stone.reason == .termPassed && stone.applicant == nil && !stone.number.isEmpty)
            let left = try await db.read { c throws in
                try c.query("SELECT given_names, surname, pesel_box, pesel_hash, mail, phone, user_id FROM profile_application") { row in
                    try ["given_names", "surname", "pesel_box", "pesel_hash", "mail", "phone", "user_id"].allSatisfy { try row.value($0) == .null }
                }
            }
            #expect(left == [true])
            #expect(try await db.write { c in try desk.claim(c, id, by: clerk, at: late) }.problem?.code == .notFound)
        }
    }

    @Test("T1 the term was 14 days before 17 June 2021") func oldTerm() {
        let rules = ProfileRules.standard
        #expect(rules.lastDay(submittedOn: Day("2021-06-16")!) == Day("2021-06-30")!)
        #expect(rules.lastDay(submittedOn: Day("2021-06-17")!) == Day("2021-07-17")!)
        #expect(rules.lastDay(submittedOn: Day("2015-01-01")!) == Day("2015-01-15")!)
    }

    @Test("T2 born in 2003, a passport without PESEL: the birth date matches by its century") func century() throws {
        func passport(_ birthday: String) throws -> DocumentReading {
            DocumentReading(
                kind: .passport, validUntil: nil, name: try PersonName(given: "Anna", surname: "Lis"),
                identity: .withoutPESEL(birthday: Day(birthday)!, country: "DEU", number: "C01X00T47"), looksGenuine: true, isThePerson: true)
        }
        let name = try PersonName(given: "Anna", surname: "Lis"), today = Day("2026-03-12")!
        #expect(DocumentFinding.compare(try passport("2003-02-28"), name: name, pesel: lis, on: today).agrees)
        #expect(DocumentFinding.compare(try passport("1903-02-28"), name: name, pesel: lis, on: today).reasons == [.birthdayDiffers])
    }

    @Test("T3 two given names on the card, one in the application: R3", arguments: Backend.available) func names(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db)
            let anna = try await house.citizens.citizen(at: PointHouse.start)
            let id = try await house.ready(anna)
            let desk = house.desk, clerk = house.clerk, now = PointHouse.start
            let card = try PointHouse.card("Anna Maria")
            let finding = try await db.write { c in
                _ = try desk.claim(c, id, by: clerk, at: now).get()
                return try desk.check(c, id, caseSign: "OR.1", document: card, by: clerk, at: now)
            }.get()
            #expect(finding.differing == [.givenNames] && finding.reasons == [.nameDiffers])
            #expect(try await house.state(id) == .inService)
            #expect(try await db.write { c in try desk.print(c, id, by: clerk, at: now) }.problem?.code == .conflict, "no step is skipped")
            let print = try await db.write { c in try desk.refuse(c, id, .nameDiffers, caseSign: "", by: clerk, at: now) }.get()
            #expect(print.annotations.contains { $0.label == "Przyczyna" && $0.text.hasPrefix("R3") })
        }
    }

    @Test("T4 a contact change makes a new profile; the old one is replaced and its signatures still verify", arguments: Backend.available)
    func contact(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db)
            let anna = try await house.citizens.citizen(at: PointHouse.start)
            let old = try await house.carryOut(try await house.ready(anna))
            let later = Instant(polish: "2026-05-14T10:00:00")
            let change = try await house.ready(anna, .changeContact, contact: ContactData(mail: "nowa@poczta.example", phone: "511222333"), at: later)
            let new = try await house.carryOut(change, .changeContact, at: later)
            #expect(new.designation != old.designation && new.account == old.account && new.validTo == old.validTo)
            let profiles = house.profiles
            try await db.read { c throws in
                #expect(try profiles.find(c, old.id)?.state == .replaced(by: new.id))
                let signedAt = Instant(polish: "2026-04-01T08:00:00")
                #expect(try profiles.valid(c, designation: old.designation, at: signedAt)?.contact.phone?.description == "+48600700800")
                #expect(try profiles.valid(c, designation: old.designation, at: later) == nil)
                #expect(try profiles.valid(c, of: anna.person, at: signedAt)?.designation == old.designation)
                #expect(try profiles.valid(c, of: anna.person, at: later)?.designation == new.designation)
                #expect(try profiles.find(c, pesel: lis, at: later)?.id == new.id)
            }
        }
    }

    @Test("T5 a surname from the register: the same profile, nothing invalidated", arguments: Backend.available) func surname(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db)
            let anna = try await house.citizens.citizen(at: PointHouse.start)
            let profile = try await house.carryOut(try await house.ready(anna))
            let now = PointHouse.start.adding(days: 10)
            house.register.rename(lis, to: try PersonName(given: "Anna", surname: "Wilk"))
            #expect(try await house.watch.round(at: now).changed == 1)
            #expect(try await house.watch.round(at: now.adding(seconds: 60)).changed == 0, "nothing is done twice")
            let profiles = house.profiles
            try await db.read { c throws in
                let after = try profiles.find(c, profile.id)
                #expect(after?.state == .active && after?.designation == profile.designation && after?.name.surname == "Wilk")
                #expect(try profiles.history(c, of: profile.id).map(\.kind) == [.issued, .updated])
                #expect(try profiles.valid(c, of: anna.person, at: now.adding(seconds: -1))?.name.surname == "Lis")
                #expect(try profiles.valid(c, of: anna.person, at: now)?.name.surname == "Wilk")
            }
            house.register.renumber(lis, to: kowalska)
            #expect(try await house.watch.round(at: now.adding(days: 1)).changed == 1)
            try await db.read { c throws in
                #expect(try profiles.find(c, pesel: kowalska, at: now.adding(days: 1))?.designation == profile.designation)
                #expect(try profiles.find(c, pesel: lis, at: now.adding(days: 1)) == nil)
            }
        }
    }

    @Test("T6 death from the register invalidates and ends the sessions", arguments: Backend.available) func death(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db)
            let anna = try await house.citizens.citizen(at: PointHouse.start)
            let profile = try await house.carryOut(try await house.ready(anna))
            let now = PointHouse.start.adding(days: 10)
            guard case .signedIn(let token, _) = try await house.citizens.signIn.begin("anna.lis", password: phrase, level: .low, address: "a", at: now) else {
                Issue.record("not signed in")
                return
            }
            house.register.die(lis, on: Day("2026-03-20")!)
            _ = try await house.watch.round(at: now)
            let profiles = house.profiles
            #expect(try await db.read { c in try profiles.find(c, profile.id)?.state } == .invalidated(.death))
            #expect(try await house.citizens.sessions.find(token, at: now) == nil)
            #expect(try await house.citizens.signIn.begin("anna.lis", password: phrase, level: .low, address: "a", at: now).message != nil)
            #expect(try await db.acts().contains("sessions-ended"))
        }
    }

    @Test("T7 an operator with his own PESEL is stopped, and it is in the journal", arguments: Backend.available) func own(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db)
            let accounts = house.citizens.accounts, people = house.citizens.people, desk = house.desk, clerk = house.clerk
            let password = try await accounts.hash(phrase, avoiding: [])
            let mine = try await db.write { c in
                let person = try #require(try people.find(c, pesel: PointHouse.operatorPESEL))
                return try accounts.open(c, person.id, userID: "ewa.mak", password: password, by: chief, at: PointHouse.start)
            }
            let id = try await house.ready(mine)
            let refused = try await db.write { c in try desk.claim(c, id, by: clerk, at: PointHouse.start) }
            #expect(refused.problem?.message == "Nie możesz obsłużyć własnego wniosku. Poproś inną osobę.")
            let entry = try await db.read { c in try Journal.entries(c, object: "wniosek-pz:\(id)").first?.entry }
            #expect(entry?.act == "profile-claim-refused" && entry?.after == "own-profile" && entry?.actor == clerk.account.performer.id)
            #expect(try await house.state(id) == .ready)
            let point = house.point, day = Day("2026-03-12")!
            let events = try await db.read { c in try PointEvents.list(c, point, from: day, to: day) }
            #expect(events.map(\.cause) == ["own-profile"] && events[0].application == id)
            #expect(try await db.read { c in try PointEvents.list(c, point, from: day.adding(days: 1), to: day.adding(days: 2)) }.isEmpty)
        }
    }

    @Test("T8 an authorisation that ended yesterday stops the operator, in the middle of a visit too", arguments: Backend.available)
    func ended(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db, to: Day("2026-03-12")!)
            let anna = try await house.citizens.citizen(at: PointHouse.start)
            let id = try await house.ready(anna)
            let desk = house.desk, clerk = house.clerk
            let evening = Instant(polish: "2026-03-12T23:50:00"), night = Instant(polish: "2026-03-13T00:05:00")
            _ = try await db.write { c in try desk.claim(c, id, by: clerk, at: evening) }.get()
            let card = try PointHouse.card()
            let refused = try await db.write { c in try desk.check(c, id, caseSign: "OR.1", document: card, by: clerk, at: night) }
            #expect(refused.problem?.cause == "no-authorisation")
            #expect(try await db.acts().last == "profile-document-refused")
        }
    }

    @Test("T8 withdrawal, suspension, a missing scope, an expired signature and a closed point stop at once", arguments: Backend.available)
    func stopped(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db, scopes: [.confirm])
            let anna = try await house.citizens.citizen(at: PointHouse.start)
            let id = try await house.ready(anna)
            let desk = house.desk, clerk = house.clerk, points = house.points, now = PointHouse.start
            let (right, head, administrator, point) = (house.authorisation, house.head, house.administrator, house.point)
            func cause() async throws -> String? { try await db.write { c in try desk.claim(c, id, by: clerk, at: now) }.problem?.cause }
            try await db.write { c in try points.suspend(c, right, reason: "kontrola", by: administrator, at: now) }
            #expect(try await cause() == "no-authorisation")
            try await db.write { c in try points.resume(c, right, by: head, at: now) }
            try await db.write { c in try points.renewSigning(c, right, until: Day("2026-03-11")!, by: administrator, at: now) }
            #expect(try await cause() == "signing-means-expired")
            try await db.write { c in try points.renewSigning(c, right, until: Day("2028-03-11")!, by: administrator, at: now) }
            try await db.write { c in try points.move(c, point, to: .closedForNow, reason: "remont", by: chief, at: now) }
            #expect(try await cause() == "point closed")
            try await db.write { c in try points.move(c, point, to: .open, reason: "koniec remontu", by: chief, at: now) }
            #expect(try await cause() == nil)
            try await db.write { c in try desk.release(c, id, by: clerk, at: now) }
            _ = try await house.carryOut(id)
            let invalidation = try await house.ready(anna, .invalidate, at: now)
            #expect(try await db.write { c in try desk.claim(c, invalidation, by: clerk, at: now) }.problem?.cause == "scope")
            try await db.write { c in try points.withdraw(c, right, reason: "zmiana stanowiska", by: administrator, at: now) }
            #expect(try await db.write { c in try desk.claim(c, invalidation, by: clerk, at: now) }.problem?.cause == "no-authorisation")
        }
    }

    @Test("T9 the print of a refusal shows the reason, the hour and the minute", arguments: Backend.available) func refusal(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db)
            let anna = try await house.citizens.citizen(at: PointHouse.start)
            let id = try await house.ready(anna)
            let desk = house.desk, clerk = house.clerk
            let print = try await db.write { c in
                _ = try desk.claim(c, id, by: clerk, at: PointHouse.start).get()
                return try desk.refuse(
                    c, id, .documentInvalid, caseSign: "OR.5032.7.2026", notes: "dowód do 2025", by: clerk, at: Instant(polish: "2026-03-12T09:07:00"))
            }.get()
            #expect(print.annotations.contains(.init(label: "Przyczyna", text: "R1: dokument jest nieważny (§ 12 rozporządzenia w sprawie profilu zaufanego)")))
            #expect(print.annotations.contains(.init(label: "Data i godzina", text: "12.03.2026, 09:07")))
            #expect(print.annotations.contains(.init(label: "Znak sprawy", text: "OR.5032.7.2026")))
            #expect(print.annotations.contains(.init(label: "Stanowisko", text: "inspektor")))
            #expect(print.label.contains("Nie jest profilem zaufanym z systemu ministra"))
            #expect(!print.annotations.contains { $0.text.contains(PointHouse.operatorPESEL.description) })
            #expect(try await house.state(id) == .refused)
            let jan = try await house.citizens.citizen("Jan", "Nowak", nowak, userID: "jan", phone: "511222333", at: PointHouse.start)
            let other = try await house.ready(jan)
            let refused = try await db.write { c in try desk.refuse(c, other, .termPassed, caseSign: "x", by: clerk, at: PointHouse.start) }
            #expect(refused.problem?.field == "reason", "A2 is the system's")
        }
    }

    @Test("T10 with the PESEL on the document there is no place for its number", arguments: Backend.available) func number(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db)
            let anna = try await house.citizens.citizen(at: PointHouse.start)
            let id = try await house.ready(anna)
            let desk = house.desk, clerk = house.clerk, now = PointHouse.start
            _ = try await house.toTheEnd(id, document: try PointHouse.card())
            let with = try await db.write { c in try desk.print(c, id, by: clerk, at: now) }.get()
            #expect(!with.annotations.contains { $0.label == "Numer dokumentu" })
            await #expect(throws: SQLError.self, "the schema too") {
                try await db.write { c in try c.execute("UPDATE service_act SET document_number = 'ABS123456'") }
            }
            try await db.write { c in try desk.release(c, id, by: clerk, at: now) }
            let passport = DocumentReading(
                kind: .foreignIdentityCard, validUntil: nil, name: try PersonName(given: "Anna", surname: "Lis"),
                identity: .withoutPESEL(birthday: Day("2003-02-28")!, country: "DEU", number: "C01X00T47"), looksGenuine: true, isThePerson: true)
            _ = try await house.toTheEnd(id, document: passport)
            let without = try await db.write { c in try desk.print(c, id, by: clerk, at: now) }.get()
            #expect(without.annotations.contains(.init(label: "Numer dokumentu", text: "C01X00T47")))
        }
    }

    @Test("T11 paper cannot be destroyed before twenty years", arguments: Backend.available) func paper(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db)
            let anna = try await house.citizens.citizen(at: PointHouse.start)
            let id = try await house.ready(anna)
            _ = try await house.carryOut(id)
            let desk = house.desk, archive = PaperArchive(), point = house.point, archivist = house.archivist
            let act = try #require(try await db.read { c in try desk.acts(c, of: id).first })
            let paper = try await db.write { c in try archive.put(c, act.id, box: "3", folder: "12", position: "7", by: archivist, at: PointHouse.start) }
            #expect(try await house.state(id) == .archived)
            #expect(try await db.read { c in try archive.find(c, paper)?.retainUntil } == Day("2046-03-12")!)
            func destroy(_ day: String) async throws -> Ruling<Day> {
                try await db.write { c in try archive.destroy(c, paper, protocol: "P/1", by: archivist, at: Instant(polish: "\(day)T12:00:00")) }
            }
            #expect(try await destroy("2046-03-12").problem?.message == "Dokument trzeba trzymać do 2046-03-12. Nie można go jeszcze zniszczyć.")
            #expect(try await db.acts().last == "paper-destruction-refused")
            #expect(try await db.read { c in try archive.overdue(c, at: point, on: Day("2046-03-12")!) }.isEmpty)
            try await db.write { c in try archive.lend(c, paper, to: "Prokuratura Rejonowa, Ds. 1", by: archivist, at: PointHouse.start) }
            #expect(try await destroy("2046-03-13").problem?.cause == "lent")
            try await db.write { c in try archive.takeBack(c, paper, by: archivist, at: PointHouse.start) }
            #expect(try await db.read { c in try archive.overdue(c, at: point, on: Day("2046-03-13")!) }.map(\.id) == [paper])
            #expect(try await destroy("2046-03-13").get() == Day("2046-03-13")!)
            #expect(try await destroy("2046-03-14").problem?.cause == "destroyed before")
        }
    }
}
