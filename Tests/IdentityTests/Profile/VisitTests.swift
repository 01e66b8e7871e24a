@testable import Identity
import Kernel
import Law
import Store
import StoreTesting
import Testing

@Suite struct VisitTests {
    private static let now = PointHouse.start
    private static let day = Day("2026-03-13")!

    @Test("One visit for an application, moved and cancelled; never after the term", arguments: Backend.available) func own(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db), now = Self.now, day = Self.day
            let anna = try await house.citizens.citizen(at: now)
            let id = try await house.ready(anna), points = house.points, place = house.point
            let point = try #require(try await db.read { c in try points.find(c, place) })
            let visits = try await db.read { c in try Visits.of(c, place) }
            func book(_ day: Day, _ minute: Int) async -> String? {
                do {
                    _ = try await db.write { c in try visits.book(c, point, on: day, minute: minute, application: id, by: chief, at: now) }
                    return nil
                } catch { return (error as? Problem)?.cause ?? "\(error)" }
            }
            #expect(await book(Day("2026-04-13")!, 480) == "after the term", "submitted on 12 March, 30 days")
            #expect(await book(day, 480) == nil)
            #expect(await book(day, 490) == "booked before")
            let first = try #require(try await db.read { c in try visits.openVisit(c, of: id) })
            // The only desk is taken by the visit itself: moving to another hour frees the old one in the same act.
            let moved = try await db.write { c in try visits.move(c, first.id, to: point, on: day, minute: 500, by: chief, at: now) }
            #expect(moved.minute == 500 && moved.time == "08:20")
            #expect(try await db.read { c in try visits.slots(c, point, on: day, at: now).first { $0.minute == 480 }?.free } == 1)
            await #expect(throws: Problem.self, "an hour that is not offered leaves the old visit") {
                try await db.write { c in _ = try visits.move(c, moved.id, to: point, on: day, minute: 3, by: chief, at: now) }
            }
            #expect(try await db.read { c in try visits.openVisit(c, of: id)?.minute } == 500)
            _ = try await house.carryOut(id, at: now)
            #expect(try await db.read { c in try visits.find(c, moved.id)?.state } == .served, "served without a word of the operator")
            #expect(try await db.acts().filter { $0.hasPrefix("visit-") } == ["visit-booked", "visit-cancelled", "visit-booked"])
        }
    }

    @Test("Many who ask for the same hour at once: as many get it as there are desks", arguments: Backend.available) func race(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db), points = house.points, place = house.point, now = Self.now
            try await db.write { c in try VisitPlan(slotMinutes: 30, desks: 2, horizonDays: 10).set(c, at: place, by: chief, at: now) }
            let point = try #require(try await db.read { c in try points.find(c, place) })
            let got = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<12 {
                    group.addTask {
                        do {
                            _ = try await db.write { c in
                                try Visits.of(c, place).book(c, point, on: Self.day, minute: 480, application: nil, by: chief, at: now)
                            }
                            return true
                        } catch { return false }
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(got == 2)
            let kept = try await db.read { c in try Visits().list(c, place, on: Self.day) }
            #expect(kept.count == 2 && Set(kept.map(\.desk)) == [1, 2])
        }
    }

    @Test("The plan is the office's, within bounds", arguments: Backend.available) func plan(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db), place = house.point
            #expect(try await db.read { c in try VisitPlan.of(c, place) } == .standard)
            #expect(VisitPlan(slotMinutes: 4, desks: 0, horizonDays: 91).problems.map(\.field) == ["slotMinutes", "desks", "horizonDays"])
            await #expect(throws: Problems.self) {
                try await db.write { c in try VisitPlan(slotMinutes: 121, desks: 1, horizonDays: 1).set(c, at: place, by: chief, at: noon) }
            }
            let plan = VisitPlan(slotMinutes: 15, desks: 3, horizonDays: 14)
            try await db.write { c in try plan.set(c, at: place, by: chief, at: noon) }
            #expect(try await db.read { c in try VisitPlan.of(c, place) } == plan)
            #expect(try await db.acts().contains("visit-plan-set"))
        }
    }

    @Test("A reminder is due the day before, once", arguments: Backend.available) func reminder(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await PointHouse(db), now = Self.now, points = house.points, place = house.point
            let anna = try await house.citizens.citizen(at: now)
            let id = try await house.ready(anna)
            let point = try #require(try await db.read { c in try points.find(c, place) })
            let day = Day("2026-03-16")!
            let visit = try await db.write { c in try Visits().book(c, point, on: day, minute: 600, application: id, by: chief, at: now) }
            func due(_ text: String) async throws -> [Int64] { try await db.read { c in try Visits().toRemind(c, at: Instant(polish: text)).map(\.visit.id) } }
            #expect(try await due("2026-03-14T23:00:00") == [])
            #expect(try await due("2026-03-15T08:00:00") == [visit.id])
            #expect(try await due("2026-03-16T09:59:00") == [visit.id], "still worth it")
            #expect(try await due("2026-03-16T10:00:00") == [])
            try await db.write { c in try Visits().reminded(c, visit.id, at: Instant(polish: "2026-03-15T08:00:00")) }
            #expect(try await due("2026-03-15T08:01:00") == [])
            #expect(try await db.write { c in try Visits().sweep(c, at: Instant(polish: "2026-03-16T10:16:00")) } == 1)
        }
    }
}
