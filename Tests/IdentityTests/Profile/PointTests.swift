@testable import Identity
import Kernel
import Law
import Store
import StoreTesting
import Testing

@Suite struct PointTests {
    @Test("Rights are granted by four eyes, and nobody grants to himself", arguments: Backend.available) func fourEyes(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db)
            let points = house.points, people = house.citizens.people, (administrator, head, point) = (house.administrator, house.head, house.point)
            let account = try await Door(db: db).add("nowy", roles: [.reader])
            let jan = try await db.write { c in try people.add(c, try person("Jan", "Bór", kowalska), by: chief, at: noon) }
            @Sendable func new(_ account: AccountID) -> NewOperatorAuthorisation {
                NewOperatorAuthorisation(
                    point: point, account: account, person: jan.id, post: "referent", number: "2/2026", from: Day("2026-01-01")!, to: Day("2026-12-31")!,
                    scopes: [.confirm], noConvictionOn: nil, trainedOn: Day("2025-12-20"), signingUntil: Day("2027-01-01")!)
            }
            let forOneself = await refusal(db) { c in _ = try points.request(c, new(administrator.id), by: administrator, at: noon) }
            #expect(forOneself == "four eyes: self")
            let keeper = try #require(try await Door(db: db).accounts.find(login: "admin"))
            let forAdministrator = await refusal(db) { c in _ = try points.request(c, new(keeper.id), by: administrator, at: noon) }
            #expect(forAdministrator == "administrator as operator")
            let byHead = await refusal(db) { c in _ = try points.request(c, new(account.id), by: head, at: noon) }
            #expect(byHead == "point role")
            let bothRoles = await refusal(db) { c in try PointRoles.grant(c, .head, to: administrator.id, at: point, by: keeper, at: noon) }
            #expect(bothRoles == "roles exclude each other")
            let roleForOneself = await refusal(db) { c in try PointRoles.grant(c, .head, to: keeper.id, at: point, by: keeper, at: noon) }
            #expect(roleForOneself == "four eyes: self")
            let byStranger = await refusal(db) { c in try PointRoles.grant(c, .auditor, to: account.id, at: point, by: head, at: noon) }
            #expect(byStranger == "not a keeper of users")
            let id = try await db.write { c in try points.request(c, new(account.id), by: administrator, at: noon) }
            let byRequester = await refusal(db) { c in try points.approve(c, id, by: administrator, at: noon) }
            #expect(byRequester == "four eyes")
            let bySubject = await refusal(db) { c in try points.approve(c, id, by: account, at: noon) }
            #expect(bySubject == "four eyes")
            await #expect(throws: SQLError.self, "the schema too") {
                try await db.write { c in try c.execute("UPDATE operator_authorisation SET approved_by = requested_by") }
            }
            try await db.write { c in try points.approve(c, id, by: head, at: noon) }
            let twice = await refusal(db) { c in try points.approve(c, id, by: head, at: noon) }
            #expect(twice == "authorisation state")
            try await db.write { c in try points.suspend(c, id, reason: "urlop", by: administrator, at: noon) }
            let resumedByOneself = await refusal(db) { c in try points.resume(c, id, by: account, at: noon) }
            #expect(resumedByOneself == "four eyes: self")
            let all = try await db.read { c in try points.authorisations(c, at: point) }
            #expect(all.first?.standing(on: Day("2026-03-12")!) == .suspended)
            let table = PointReports.table(all, on: Day("2026-03-12")!)
            #expect(table.rows.count == 2 && table.rows[0][6] == "zawieszone" && !table.csv.contains(kowalska.description))
            let ending = try await db.read { c in try points.endingSoon(c, at: point, on: Day("2027-12-20")!) }
            #expect(ending.map(\.what) == ["upoważnienie", "środek podpisu"] && ending.allSatisfy { $0.days == 11 })
        }
    }

    @Test("An authorisation is worth what its days say") func standing() {
        let a = OperatorAuthorisation(
            id: OperatorAuthorisationID(1), point: PointID(1), account: AccountID(1), pesel: SealedPESEL(box: [], hash: PESELHash(mac: [])),
            name: PersonName(kept: "A", "B"), post: "", number: "", from: Day("2026-03-01")!, to: Day("2026-03-31")!, scopes: [.confirm], noConvictionOn: nil,
            trainedOn: nil, signingUntil: Day("2030-01-01")!, requestedBy: AccountID(2), approvedBy: AccountID(3), state: .approved)
        #expect(["2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01"].map { a.standing(on: Day($0)!) } == [.notYet, .active, .active, .expired])
    }

    @Test("The public page says where, when and how", arguments: Backend.available) func information(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db)
            let points = house.points, id = house.point
            let lines = try #require(try await db.read { c in try points.find(c, id) }).publicLines
            #expect(lines.map(\.label) == ["Punkt", "Adres", "Pokój", "Godziny", "Dojście", "Dostępność", "Telefon", "Opłata"])
            #expect(lines[3].text.hasPrefix("poniedziałek 08:00–16:00"))
            await #expect(throws: Problem.self, "an archive needs a keeper") {
                try await db.write { c in try points.move(c, id, to: .ended, reason: "likwidacja", by: chief, at: noon) }
            }
            try await db.write { c in try points.move(c, id, to: .ended, successor: "Gmina Oborniki Śląskie", reason: "likwidacja", by: chief, at: noon) }
        }
    }

    @Test("Appointments and tickets: no time twice, the booked go at their time", arguments: Backend.available) func queue(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db)
            let visits = Visits(slotMinutes: 30, desks: 2), points = house.points, id = house.point, clerk = house.clerk.account.id
            let point = try #require(try await db.read { c in try points.find(c, id) })
            let day = Day("2026-03-13")!, today = Day("2026-03-12")!, now = Instant(polish: "2026-03-12T09:10:00")
            #expect(try await db.read { c in try visits.slots(c, point, on: day, at: now) }.first == .init(minute: 480, free: 2))
            #expect(try await db.read { c in try visits.slots(c, point, on: today, at: now) }.first?.text == "09:30")
            #expect(try await db.read { c in try visits.slots(c, point, on: Day("2026-04-06")!, at: now) }.isEmpty, "Easter Monday")
            #expect(try await db.read { c in try visits.slots(c, point, on: today.adding(days: -1), at: now) }.isEmpty)
            #expect(try await db.read { c in try visits.slots(c, point, on: today.adding(days: 31), at: now) }.isEmpty)
            let a = try await db.write { c in try visits.book(c, point, on: today, minute: 570, application: nil, by: chief, at: now) }
            _ = try await db.write { c in try visits.book(c, point, on: today, minute: 570, application: nil, by: chief, at: now) }
            await #expect(throws: Problem.self) {
                try await db.write { c in _ = try visits.book(c, point, on: today, minute: 570, application: nil, by: chief, at: now) }
            }
            await #expect(throws: Problem.self) {
                try await db.write { c in _ = try visits.book(c, point, on: today, minute: 575, application: nil, by: chief, at: now) }
            }
            let ticket = try await db.write { c in try visits.ticket(c, point, application: nil, by: chief, at: now) }
            #expect([a.ticket, ticket.ticket] == [1, 3])
            try await db.write { c in try visits.arrived(c, a.id, at: now.adding(seconds: 60)) }
            let early = Instant(polish: "2026-03-12T09:20:00"), onTime = Instant(polish: "2026-03-12T09:30:00")
            let later = try await db.write { c in try visits.ticket(c, point, application: nil, by: chief, at: now.adding(seconds: 30)) }
            #expect(try await db.write { c in try visits.next(c, id, by: clerk, at: early)?.id } == ticket.id, "before the time, who came first")
            #expect(try await db.write { c in try visits.next(c, id, by: clerk, at: onTime)?.id } == a.id, "at the time, the booked one")
            #expect(try await db.write { c in try visits.next(c, id, by: clerk, at: onTime)?.id } == later.id)
            #expect(try await db.write { c in try visits.next(c, id, by: clerk, at: onTime) } == nil)
            try await db.write { c in
                try visits.served(c, a.id, at: onTime)
                try visits.didNotCome(c, ticket.id, at: onTime)
            }
            #expect(try await db.write { c in try visits.sweep(c, id, at: Instant(polish: "2026-03-12T09:45:00")) } == 0)
            #expect(try await db.write { c in try visits.sweep(c, id, at: Instant(polish: "2026-03-12T09:46:00")) } == 1)
        }
    }

    @Test("Registers and reports count what was done", arguments: Backend.available) func reports(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db)
            let anna = try await house.citizens.citizen(at: PointHouse.start),
                jan = try await house.citizens.citizen("Jan", "Nowak", nowak, userID: "jan", phone: "511222333", at: PointHouse.start)
            let first = try await house.ready(anna)
            _ = try await house.carryOut(first)
            let second = try await house.ready(jan)
            let desk = house.desk, clerk = house.clerk, reports = PointReports(), points = house.points, id = house.point, archive = PaperArchive(),
                archivist = house.archivist
            let evening = Instant(polish: "2026-03-12T20:00:00")
            _ = try await db.write { c in
                _ = try desk.claim(c, second, by: clerk, at: evening).get()
                return try desk.refuse(c, second, .peselDiffers, caseSign: "OR.2", by: clerk, at: evening.adding(seconds: 120))
            }.get()
            let day = Day("2026-03-12")!
            let rows = try await db.read { c in try reports.register(c, id, from: day, to: day) }
            #expect(rows.map(\.result) == [.carriedOut, .refused])
            try await db.write { c in _ = try archive.put(c, rows[0].act, box: "1", folder: "1", position: "1", by: archivist, at: evening) }
            let point = try #require(try await db.read { c in try points.find(c, id) })
            let summary = try await db.read { c in try reports.summary(c, point, from: day, to: day) }
            #expect(summary.done == [.confirm: 1] && summary.refused == [.peselDiffers: 1] && summary.byOperator == ["Ewa Mak": 2])
            #expect(summary.meanSeconds == 60 && summary.outOfHours == [rows[1].number] && summary.withoutPaper == [rows[1].number])
            let csv = PointReports.table(rows).csv
            #expect(csv.contains("OR.2") && csv.contains("R4") && !csv.contains(lis.description) && !csv.contains(nowak.description))
            let a = try await db.read { c in try reports.sample(c, id, from: day, to: day, count: 1, seed: 7) }
            #expect(a.count == 1)
            #expect(try await db.read { c in try reports.sample(c, id, from: day, to: day, count: 1, seed: 7) } == a)
            let applications = house.applications
            #expect(try await db.read { c in try applications.endingSoon(c, withinDays: 7, at: evening) }.isEmpty)
        }
    }

    /// PostgreSQL's planner looks at the rows, and an empty table tells it nothing.
    @Test("Finding a person's active profile uses its index") func plans() async throws {
        try await Backend.sqlite.withIdentity { db in
            let plan = try await db.plan(ProfileStore.searchActive(IdentityKeys.generate().hash(lis)))
            #expect(plan.contains("trusted_profile_active") || plan.contains("trusted_profile_by_pesel"), "\(plan)")
        }
    }
}

/// Why an act was refused; `done` where it was not.
private func refusal(_ db: any Database, _ body: @escaping @Sendable (any SQLConnection) throws -> Void) async -> String? {
    do {
        try await db.write(body)
        return "done"
    } catch {
        return (error as? Problem)?.cause
    }
}
