import Kernel
import Programme
import Store
import StoreTesting
import Testing

@Suite struct FiguresTests {
    static let now = Instant(iso8601: "2026-10-05T10:00:00Z")!
    static let performer = Performer(id: "konto:1", name: "Ewa Rybak")
    static let quarter = Quarter("2026-3")!
    static let office = OfficeID("prusice")!
    static func day(_ text: String) -> Day { Day(text)! }

    @Test("Counting again gives the same, and tells what differs from before", arguments: Backend.available)
    func replacing(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: StoreMigrations.all + ProgrammeMigrations.office) { db in
            let days = Self.day("2026-07-01")...Self.day("2026-07-03")
            let counts = [
                DailyCount(.incoming, on: Self.day("2026-07-01"), value: 3), DailyCount(.settled, on: Self.day("2026-07-02"), bucket: 14, value: 1),
                DailyCount(.servicesOffered, on: Self.day("2026-07-01"), bucket: 3, value: 7),
                DailyCount(.servicesOffered, on: Self.day("2026-07-03"), bucket: 3, value: 9),
            ]
            let measures: [Measure] = [.incoming, .settled, .servicesOffered]
            let first = try await db.write { try DailyCounts.replace($0, days, counts, measures: measures, at: Self.now) }
            #expect(first.isEmpty)
            let again = try await db.write { try DailyCounts.replace($0, days, counts, measures: measures, at: Self.now) }
            #expect(again.isEmpty)
            let found = try #require(try await db.read { try DailyCounts.tally($0, Self.quarter) })
            #expect(found.tally == [.incoming: [0: 3], .settled: [14: 1], .servicesOffered: [3: 9]], "a stock counts its last day")
            let changed = try await db.write { c in
                let d = try DailyCounts.replace(c, days, Array(counts.dropFirst()), measures: measures, at: Self.now)
                try DailyCounts.note(c, d, at: Self.now)
                return d
            }
            #expect(
                changed.map(\.day) == [Self.day("2026-07-01")] && changed.map(\.measure) == [.incoming] && changed.map(\.before) == [3] && changed.map(\.after) == [0])
            let noted = try await db.read { try DailyCounts.differences($0) }
            #expect(noted == changed)
        }
    }

    @Test("A closed quarter changes only by a correction with a reason, and both stay", arguments: Backend.available)
    func snapshots(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: StoreMigrations.all + ProgrammeMigrations.platform) { db in
            let before = Snapshots.Item(Self.office, .electronicIncoming, .share(5, of: 10)), after = Snapshots.Item(Self.office, .electronicIncoming, .share(4, of: 9))
            let today = Self.day("2026-10-05")
            await #expect(throws: Problem.self) {
                try await db.write { try Snapshots.close($0, Self.quarter, [before], today: Self.quarter.lastDay, by: Self.performer, at: Self.now) }
            }
            try await db.write { try Snapshots.close($0, Self.quarter, [before], today: today, by: Self.performer, at: Self.now) }
            await #expect(throws: Problem.self) {
                try await db.write { try Snapshots.close($0, Self.quarter, [after], today: today, by: Self.performer, at: Self.now) }
            }
            for reason in ["", "  "] {
                await #expect(throws: Problem.self) {
                    try await db.write { _ = try Snapshots.correct($0, Self.quarter, [after], reason: reason, by: Self.performer, at: Self.now) }
                }
            }
            await #expect(throws: Problem.self) {
                try await db.write { _ = try Snapshots.correct($0, Self.quarter, [before], reason: "bez zmian", by: Self.performer, at: Self.now) }
            }
            let changed = try await db.write { try Snapshots.correct($0, Self.quarter, [after], reason: "Anulowano numer", by: Self.performer, at: Self.now) }
            #expect(changed == 1)
            let all = try await db.read { try Snapshots.all($0, Self.quarter) }
            #expect(all.map(\.version) == [1, 2] && all.map(\.reason) == ["", "Anulowano numer"])
            #expect(Snapshots.newest(all)[Snapshots.Key(Self.office, .electronicIncoming)]?.reading == after.reading)
            await #expect(throws: SQLError.self) { try await db.write { _ = try $0.execute("UPDATE programme_snapshot SET tenths = 1000") } }
            await #expect(throws: SQLError.self) { try await db.write { _ = try $0.execute("DELETE FROM programme_snapshot") } }
        }
    }

    @Test("Figures are laid down in place of those before, and missing measures stay missing", arguments: Backend.available)
    func figures(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: StoreMigrations.all + ProgrammeMigrations.platform) { db in
            func put(_ tally: Tally) async throws {
                try await db.write {
                    try Figures.put($0, Self.office, Self.quarter, .init(tally: tally, from: Self.quarter.firstDay, to: Self.quarter.lastDay, at: Self.now))
                }
            }
            try await put([.incoming: [0: 3], .settled: [4: 1, 5: 2]])
            try await put([.incoming: [:], .settled: [6: 1]])
            let found = try await db.read { try Figures.of($0, Self.quarter) }
            #expect(found[Self.office]?.tally == [.incoming: [:], .settled: [6: 1]])
            let quarters = try await db.read { try Figures.quarters($0) }
            #expect(quarters == [Self.quarter])
        }
    }

    @Test("The newest aim and leader count", arguments: Backend.available)
    func targets(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: StoreMigrations.all + ProgrammeMigrations.platform) { db in
            try await db.write { c in
                try Targets.setLead(c, Self.office, by: Self.performer, at: Self.now)
                try Targets.set(c, Target(.portal, baseline: Self.quarter, tenths: 500), reason: "umowa", by: Self.performer, at: Self.now)
                try Targets.set(c, Target(.portal, baseline: Self.quarter, tenths: 700), reason: "aneks", by: Self.performer, at: Self.now)
            }
            let (lead, targets) = try await db.read { (try Targets.lead($0), try Targets.all($0)) }
            #expect(lead == Self.office && targets[.portal]?.tenths == 700)
        }
    }
}
