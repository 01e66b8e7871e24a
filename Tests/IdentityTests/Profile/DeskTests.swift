import Cryptography
@testable import Identity
import Kernel
import Law
import Store
import StoreTesting
import Testing

@Suite struct DeskTests {
    @Test("The whole visit: a profile with all its content, sealed, without the operator's PESEL", arguments: Backend.available)
    func visit(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db)
            let anna = try await house.citizens.citizen(at: PointHouse.start)
            let id = try await house.ready(anna)
            let profile = try await house.carryOut(id)
            #expect(profile.name.description == "Anna Lis" && profile.birthday == Day("2003-02-28")! && profile.userID.description == "anna.lis")
            #expect(profile.validTo == Instant(polish: "2029-03-12T09:00:00") && profile.factors == [.password, .phoneCode])
            #expect(profile.confirmation.point == "Punkt potwierdzający w Prusicach" && profile.confirmation.operatorName == "Ewa Mak")
            #expect(profile.confirmation.seal != nil && profile.state == .active && profile.isValid(at: PointHouse.start))
            #expect(!profile.isValid(at: profile.validTo))
            #expect(try await house.state(id) == .carriedOut)
            let journal = try await db.read { c in try Journal.latest(c, limit: 500).map { "\($0.entry)" }.joined() }
            #expect(!journal.contains(lis.description) && !journal.contains(PointHouse.operatorPESEL.description))
            let looks = try await db.read { c in try house.citizens.people.looks(c, at: anna.person) }
            #expect(Set(looks.map(\.what)) == [.application, .pesel])
        }
    }

    @Test("Whatever is missing stops the confirmation", arguments: Backend.available) func guards(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db)
            let anna = try await house.citizens.citizen(at: PointHouse.start)
            let id = try await house.ready(anna)
            let desk = house.desk, clerk = house.clerk, now = PointHouse.start
            let print = try await house.toTheEnd(id, document: try PointHouse.card())
            let right = try await house.stepUp(.confirmProfile, print)
            let wrongAct = try await house.stepUp(.extendProfile, print)
            let wrongPrint = try await house.stepUp(.confirmProfile, ContentHash(of: [1]))
            func out(_ a: Authorisation, _ s: OperatorSignature, at now: Instant = PointHouse.start) async throws -> String? {
                try await db.write { c in try desk.carryOut(c, id, authorisation: a, signature: s, by: clerk, at: now) }.problem?.cause
            }
            #expect(try await out(right, house.signature(print, isValid: false)) == "signature invalid")
            #expect(try await out(right, house.signature(ContentHash(of: [2]))) == "signature invalid")
            #expect(try await out(right, house.signature(print, by: nowak)) == "foreign signature")
            #expect(try await out(wrongAct, house.signature(print)) == "another-act")
            #expect(try await out(wrongPrint, house.signature(print)) == "another-act")
            #expect(try await out(right, house.signature(print), at: now.adding(seconds: 1800)) == "lock ran out")
            #expect(try await db.acts().filter { $0 == "profile-carry-out-refused" }.count == 6)
            #expect(try await house.state(id) == .signed, "a refusal changes nothing")
            #expect(try await out(right, house.signature(print)) == nil)
            #expect(try await out(right, house.signature(print)) == "not claimed")
        }
    }

    @Test("An application is held by one operator, for half an hour", arguments: Backend.available) func claims(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db)
            let anna = try await house.citizens.citizen(at: PointHouse.start)
            let id = try await house.ready(anna)
            let desk = house.desk, clerk = house.clerk, points = house.points, people = house.citizens.people, now = PointHouse.start
            let other = try await Door(db: db).add("operator2", roles: [.reader])
            let (administrator, head, point) = (house.administrator, house.head, house.point)
            try await db.write { c in
                let person = try people.add(c, try person("Jan", "Bór", kowalska), by: chief, at: noon)
                let right = try points.request(
                    c,
                    NewOperatorAuthorisation(
                        point: point, account: other.id, person: person.id, post: "referent", number: "2/2026", from: Day("2026-01-01")!, to: Day("2026-12-31")!,
                        scopes: [.confirm], noConvictionOn: nil, trainedOn: Day("2025-12-20"), signingUntil: Day("2027-01-01")!),
                    by: administrator, at: noon)
                try points.approve(c, right, by: head, at: noon)
            }
            let second = ConfirmationDesk.Clerk(account: other, point: point)
            let first = try await db.write { c in try desk.claim(c, id, by: clerk, at: now) }.get()
            #expect(try await db.write { c in try desk.claim(c, id, by: clerk, at: now.adding(seconds: 60)) }.get().id == first.id, "opened again, the same act")
            #expect(try await db.write { c in try desk.claim(c, id, by: second, at: now.adding(seconds: 60)) }.problem?.cause == "claimed")
            let taken = try await db.write { c in try desk.claim(c, id, by: second, at: now.adding(seconds: 1800)) }.get()
            #expect(taken.id != first.id && taken.operatorName == "Jan Bór")
            let card = try PointHouse.card()
            #expect(
                try await db.write { c in try desk.check(c, id, caseSign: "A", document: card, by: clerk, at: now.adding(seconds: 1801)) }.problem?.cause
                    == "not claimed")
            let acts = try await db.read { c in try desk.acts(c, of: id) }
            #expect(acts.map(\.result) == [nil, .abandoned])
        }
    }

    @Test("Two who carry out at once make one profile", arguments: Backend.available) func atOnce(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db)
            let anna = try await house.citizens.citizen(at: PointHouse.start)
            let id = try await house.ready(anna)
            let print = try await house.toTheEnd(id, document: try PointHouse.card())
            let authorisation = try await house.stepUp(.confirmProfile, print)
            let desk = house.desk, clerk = house.clerk, signature = house.signature(print)
            @Sendable func out() async throws -> Bool {
                try await db.write { c in try desk.carryOut(c, id, authorisation: authorisation, signature: signature, by: clerk, at: PointHouse.start) }.problem
                    == nil
            }
            async let first = out(), second = out()
            #expect(try await [first, second].filter { $0 }.count == 1)
            let count = try await db.read { c in try c.first("SELECT count(*) AS n FROM trusted_profile") { try $0.int("n") } }
            #expect(count == 1)
        }
    }

    @Test("Applications are found by number, user id and PESEL, and each find is noted", arguments: Backend.available)
    func search(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db)
            let anna = try await house.citizens.citizen(at: PointHouse.start)
            let id = try await house.ready(anna)
            let desk = house.desk, clerk = house.clerk, people = house.citizens.people
            for key in [ConfirmationDesk.SearchKey.number("pz/2026/1 "), .userID("anna.lis"), .pesel(lis.description)] {
                let found = try await db.write { c in try desk.search(c, key, by: clerk, at: PointHouse.start) }.get()
                #expect(found.map(\.id) == [id])
            }
            for key in [ConfirmationDesk.SearchKey.number("PZ/2026/9"), .userID("nikt"), .pesel(nowak.description)] {
                #expect(try await db.write { c in try desk.search(c, key, by: clerk, at: PointHouse.start) }.get().isEmpty)
            }
            #expect(try await db.write { c in try desk.search(c, .pesel("1"), by: clerk, at: PointHouse.start) }.problem?.field == "pesel")
            let looks = try await db.read { c in try people.looks(c, at: anna.person) }
            #expect(looks.map(\.what) == [.found, .application, .application])
        }
    }

    @Test("Extension, invalidation, and a register that says no", arguments: Backend.available) func others(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db)
            let anna = try await house.citizens.citizen(at: PointHouse.start)
            let profile = try await house.carryOut(try await house.ready(anna))
            let applications = house.applications, again = house.draft(.confirm, anna)
            await #expect(throws: Problem.self, "a valid profile stands in the way") {
                try await db.write { c in _ = try applications.submit(c, again, by: anna.performer, at: PointHouse.start) }
            }
            let later = Instant(polish: "2028-03-13T10:00:00")
            _ = try await house.authorise(until: Day("2032-12-31")!)
            let extended = try await house.carryOut(try await house.ready(anna, .extend, at: later), .extend, at: later)
            #expect(extended.id == profile.id && extended.validTo == Instant(polish: "2031-03-13T10:00:00"))
            let invalidated = try await house.carryOut(try await house.ready(anna, .invalidate, at: later), .invalidate, at: later)
            #expect(invalidated.state == .invalidated(.point))
            let profiles = house.profiles
            try await db.read { c throws in
                #expect(try profiles.history(c, of: profile.id).map(\.kind) == [.issued, .extended, .invalidated])
                #expect(try profiles.valid(c, of: anna.person, at: later.adding(seconds: -1))?.designation == profile.designation)
                #expect(try profiles.valid(c, of: anna.person, at: later) == nil)
            }
            await #expect(throws: Problem.self, "no revival") {
                try await db.write { c in try profiles.extend(c, profile.id, way: .itself, by: anna.performer, at: later) }
            }
            let jan = try await house.citizens.citizen("Jan", "Nowak", nowak, userID: "jan", phone: "511222333", at: later)
            let draft = house.draft(.confirm, jan, contact: try ContactData(mail: "jan@poczta.example", phone: "511222333"))
            let id = try await db.write { c in try applications.submit(c, draft, by: jan.performer, at: later).id }
            house.register.setDown(true)
            #expect(try await house.watch.round(at: later).problem == "Rejestr PESEL nie odpowiada. Wnioski poczekają.")
            #expect(try await house.state(id) == .submitted)
            #expect(try await house.watch.round(at: later.adding(seconds: 5)).problem != nil)
            #expect(try await db.read(RegisterStanding.outage)?.since == later, "the beginning is kept, not the last question")
            #expect(try await db.acts().filter { $0.hasPrefix("register-") } == ["register-unavailable"])
            house.register.setDown(false)
            house.register.add(try PersonName(given: "Jan", surname: "Inny"), nowak)
            _ = try await house.watch.round(at: later)
            let rejected = try await db.read { c in try applications.find(c, id) }
            #expect(rejected?.state == .rejectedData && rejected?.reason == .registerDiffers)
            #expect(try await db.read(RegisterStanding.outage) == nil)
            #expect(try await db.acts().filter { $0.hasPrefix("register-") } == ["register-unavailable", "register-available"])
        }
    }

    @Test("A restricted PESEL is flagged and ends nothing", arguments: Backend.available) func restricted(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db), now = PointHouse.start
            let anna = try await house.citizens.citizen(at: now)
            let profile = try await house.carryOut(try await house.ready(anna))
            house.register.restrict(lis, since: Day("2026-03-13")!)
            #expect(try await house.watch.round(at: now).changed == 1)
            #expect(try await db.read { c in try PESELRestrictions.since(c, anna.person) } == Day("2026-03-13"))
            let profiles = house.profiles
            #expect(try await db.read { c in try profiles.valid(c, of: anna.id, at: now)?.id } == profile.id)
            house.register.restrict(lis, since: nil)
            _ = try await house.watch.round(at: now)
            #expect(try await db.read { c in try PESELRestrictions.since(c, anna.person) } == nil)
            #expect(try await db.acts().filter { $0.hasPrefix("pesel-") } == ["pesel-restricted", "pesel-restriction-lifted"])
        }
    }

    @Test("One person has one active profile, whatever the code", arguments: Backend.available) func one(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db)
            let anna = try await house.citizens.citizen(at: PointHouse.start)
            _ = try await house.carryOut(try await house.ready(anna))
            let error = await #expect(throws: SQLError.self) {
                try await db.write { c in
                    try c.execute(
                        """
                        INSERT INTO trusted_profile (designation, account, user_id, person, given_names, surname, birthday, pesel_box, pesel_hash, factors, method,
                            confirmed_at, valid_from, valid_to, state)
                        SELECT 'PZ2', account, user_id, person, given_names, surname, birthday, pesel_box, pesel_hash, factors, method, confirmed_at, valid_from,
                            valid_to, state FROM trusted_profile
                        """)
                }
            }
            #expect(error?.code == .uniqueViolation)
            await #expect(throws: SQLError.self, "history is append-only") {
                try await db.write { c in try c.execute("UPDATE trusted_profile_event SET kind = 'wydany'") }
            }
        }
    }

    @Test("The holder invalidates, extends and changes by the second factor, each for this profile only", arguments: Backend.available)
    func holder(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db)
            let anna = try await house.citizens.citizen(at: PointHouse.start)
            let profile = try await house.carryOut(try await house.ready(anna))
            let profiles = house.profiles, now = PointHouse.start.adding(days: 100)
            let extend = try await house.citizens.authorise(anna, .extendProfile, profile.fingerprint, at: now)
            await #expect(throws: Problem.self) { try await db.write { c in try profiles.invalidate(c, profile.id, by: extend, of: anna, at: now) } }
            try await db.write { c in try profiles.extend(c, profile.id, by: extend, of: anna, at: now) }
            let after = try #require(try await db.read { c in try profiles.find(c, profile.id) })
            #expect(after.validTo > profile.validTo)
            let change = try await house.citizens.authorise(anna, .changeProfileContact, after.fingerprint, at: now)
            let contact = try ContactData(mail: "nowa@poczta.example", phone: "600700800")
            let new = try await db.write { c in try profiles.changeContact(c, profile.id, to: contact, by: change, of: anna, at: now) }
            #expect(new.confirmation.method == .replacement)
            let end = try await house.citizens.authorise(anna, .invalidateProfile, new.fingerprint, at: now)
            try await db.write { c in try profiles.invalidate(c, new.id, by: end, of: anna, at: now) }
            #expect(try await db.read { c in try profiles.find(c, pesel: lis, at: now) } == nil)
            #expect(try await db.read { c in try profiles.find(c, pesel: lis, .mostRecent, at: now)?.id } == new.id)
        }
    }

    @Test("The end is told of twice, and comes by itself", arguments: Backend.available) func end(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db)
            let anna = try await house.citizens.citizen(at: PointHouse.start)
            let profile = try await house.carryOut(try await house.ready(anna))
            let profiles = house.profiles
            func due(_ text: String) async throws -> [Int] { try await db.read { c in try profiles.toNotice(c, at: Instant(polish: text)).map(\.days) } }
            #expect(try await due("2029-02-09T09:00:00").isEmpty)
            #expect(try await due("2029-02-11T09:00:00") == [30])
            try await db.write { c in try profiles.noticed(c, profile.id, days: 30, at: Instant(polish: "2029-02-11T09:00:00")) }
            #expect(try await due("2029-02-12T09:00:00").isEmpty)
            #expect(try await due("2029-03-06T09:00:00") == [7])
            #expect(try await db.write { c in try profiles.expire(c, at: Instant(polish: "2029-03-12T08:59:59")) } == 0)
            #expect(try await db.write { c in try profiles.expire(c, at: Instant(polish: "2029-03-12T09:00:00")) } == 1)
            #expect(try await db.read { c in try profiles.find(c, profile.id)?.state } == .expired)
            let accounts = house.citizens.accounts
            try await db.write { c in
                try profiles.accountDeleted(c, anna.id, by: chief, at: Instant(polish: "2029-03-13T09:00:00"))
                try accounts.delete(c, anna.id, by: chief, reason: "na wniosek", at: Instant(polish: "2029-03-13T09:00:00"))
            }
            #expect(try await db.read { c in try profiles.find(c, profile.id)?.state } == .expired)
        }
    }

    @Test("Factors that are chosen have to be there", arguments: Backend.available) func chosen(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db)
            let anna = try await house.citizens.citizen(at: PointHouse.start)
            let applications = house.applications
            var draft = house.draft(.confirm, anna, contact: try ContactData(mail: "anna@poczta.example", phone: "511222333"))
            draft.factors = [.password, .phoneCode, .totp, .mailCode]
            let wanting = draft
            let error = await #expect(throws: Problems.self) {
                try await db.write { c in _ = try applications.submit(c, wanting, by: anna.performer, at: PointHouse.start) }
            }
            #expect(error?.all.map(\.field) == ["factors", "mail", "phone"])
        }
    }

    @Test("What a form lacks is told field by field", arguments: Backend.available) func form(_ backend: Backend) async throws {
        let draft = ApplicationDraft(kind: .confirm, account: CitizenAccountID(1), contact: ContactData(), factors: [.password], declarations: [.dataTrue])
        #expect(draft.problems.map(\.field) == ["mail", "phone", "factors", "declarations"])
        #expect(ApplicationDraft(kind: .invalidate, account: CitizenAccountID(1), contact: ContactData(), factors: [], declarations: [.dataTrue]).problems.isEmpty)
        try await backend.withIdentity { db in
            let house = try await PointHouse(db)
            let child = try #require(PESEL.synthetic(birthday: Day("2014-01-01")!, serial: 12))
            let account = try await house.citizens.citizen("Kuba", "Lis", child, userID: "kuba", at: PointHouse.start)
            let applications = house.applications, draft = house.draft(.confirm, account)
            let error = await #expect(throws: Problem.self) {
                try await db.write { c in _ = try applications.submit(c, draft, by: account.performer, at: PointHouse.start) }
            }
            #expect(error?.message == "Profil zaufany może mieć osoba, która skończyła 13 lat.")
        }
    }
}

extension PointHouse {
    /// A second, longer authorisation of the same operator.
    func authorise(until day: Day) async throws -> OperatorAuthorisationID {
        let points = points, people = citizens.people, (administrator, head, point, account) = (administrator, head, point, clerk.account)
        return try await db.write { c in
            guard let person = try people.find(c, pesel: Self.operatorPESEL) else { throw Problem(.notFound, "") }
            let id = try points.request(
                c,
                NewOperatorAuthorisation(
                    point: point, account: account.id, person: person.id, post: "inspektor", number: "9/2028", from: Day("2028-01-01")!, to: day,
                    scopes: Set(OperatorScope.allCases), noConvictionOn: Day("2027-12-20"), trainedOn: Day("2027-12-20"), signingUntil: day),
                by: administrator, at: noon)
            try points.approve(c, id, by: head, at: noon)
            return id
        }
    }
}
