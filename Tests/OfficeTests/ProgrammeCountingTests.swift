import Chancery
import Kernel
import Law
import Office
import Programme
import Store
import StoreTesting
import Testing

@Suite struct ProgrammeCountingTests {
    @Test("Counting day by day and counting all at once agree, and the half-year's own sums with both", arguments: Backend.available)
    func agreement(_ backend: Backend) async throws {
        try await TrainingHouse.with(backend) { house, office in
            let staff = try await TrainingHouse.staff(office)
            let days = Day("2026-04-01")!...Day("2026-06-30")!
            let lived = try await HalfYear(office, staff: staff, days: days, seed: 3, electronic: (30, 60)).live()
            #expect(lived.letters > 40 && lived.settled > 10)
            let counting = ProgrammeCounting(house)
            var day = days.lowerBound
            while day <= days.upperBound {
                try await counting.count(office, day...day)
                day = day.adding(days: 1)
            }
            let byDay = try #require(try await office.database.read { try DailyCounts.tally($0, Quarter("2026-2")!) }).tally
            let differences = try await counting.count(office, days)
            #expect(differences.isEmpty)
            let atOnce = try #require(try await office.database.read { try DailyCounts.tally($0, Quarter("2026-2")!) }).tally
            #expect(byDay == atOnce)
            // A count of its own, from the rows themselves.
            let (letters, cancelled, settled) = try await office.database.read { c in
                (
                    try c.first("SELECT count(*) AS n FROM incoming_letter", { try $0.int("n") }) ?? 0,
                    try c.first("SELECT count(*) AS n FROM incoming_letter WHERE cancelled_at IS NOT NULL", { try $0.int("n") }) ?? 0,
                    try c.first("SELECT count(*) AS n FROM case_file WHERE state = 'zalatwiona'", { try $0.int("n") }) ?? 0
                )
            }
            #expect(letters == Int64(lived.letters) && atOnce.sum(.incoming) == letters - cancelled && cancelled > 0)
            #expect(atOnce.sum(.settled) == settled && settled == Int64(lived.settled))
            #expect((atOnce.sum(.deliveriesCollected) ?? 0) < (atOnce.sum(.deliveriesEnded) ?? 0))
            #expect(atOnce[.servicesOffered] == nil, "what nobody counts is missing")
        }
    }

    @Test("A number cancelled after the count is found by the recount and told") func recount() async throws {
        try await TrainingHouse.with(.sqlite) { house, office in
            let staff = try await TrainingHouse.staff(office)
            let today = PolishTime.day(of: office.time.now)
            _ = try await HalfYear(office, staff: staff, days: today.adding(days: -30)...today.adding(days: -1), seed: 5, electronic: (50, 50)).live()
            let counting = ProgrammeCounting(house)
            let first = try await counting.recount(office)
            #expect(first.isEmpty)
            let now = office.time.now
            try await office.database.write { c in
                let number = try c.first(
                    "SELECT year, number FROM incoming_letter WHERE cancelled_at IS NULL ORDER BY id \(sql: c.dialect.ascending) LIMIT 1",
                    { RegisterNumber(year: Int(try $0.int("year")), number: try $0.int("number")) })
                try IncomingRegister.cancel(c, try #require(number), reason: "Pomyłka", by: staff.clerk, at: now)
            }
            let again = try await counting.recount(office)
            #expect(again.contains { $0.measure == .incoming && $0.after == $0.before - 1 })
            let id = office.record.id, quarter = Quarter(of: today.adding(days: -30))
            let gathered = try await house.platform.read { try Figures.of($0, quarter) }[id]
            let own = try await office.database.read { try DailyCounts.tally($0, quarter) }
            #expect(gathered?.tally == own?.tally)
        }
    }

    @Test("Readings of a closed quarter stand beside what a count says today") func closing() async throws {
        try await TrainingHouse.with(.sqlite) { house, office in
            let id = office.record.id, quarter = Quarter("2026-2")!, by = Performer(id: "konto:1", name: "Ewa"), now = office.time.now
            let result = try await house.platform.write { c -> (ProgrammeReadings, ProgrammeReadings) in
                func put(_ electronic: Int64) throws {
                    let tally: Tally = [.incoming: [0: 10], .incomingElectronic: [0: electronic]]
                    try Figures.put(c, id, quarter, .init(tally: tally, from: quarter.firstDay, to: quarter.lastDay, at: now))
                }
                try put(4)
                try Snapshots.close(c, quarter, try ProgrammeReadings.load(c, quarter, offices: [id]).items, today: quarter.lastDay.adding(days: 9), by: by, at: now)
                try put(5)
                let drifted = try ProgrammeReadings.load(c, quarter, offices: [id])
                _ = try Snapshots.correct(c, quarter, drifted.items, reason: "Poprawiono sposób wpływu", by: by, at: now)
                return (drifted, try ProgrammeReadings.load(c, quarter, offices: [id]))
            }
            let (drifted, corrected) = result
            #expect(drifted.reading(id, .electronicIncoming).tenths == 400 && drifted.cell(id, .electronicIncoming).today?.tenths == 500 && drifted.hasDrifted)
            #expect(corrected.reading(id, .electronicIncoming).tenths == 500 && !corrected.hasDrifted)
            #expect(corrected.cell(id, .electronicIncoming).earlier.map(\.reading.tenths) == [400])
            #expect(corrected.reading(nil, .electronicIncoming).tenths == 500)
            #expect(corrected.missing(.services) == [id])
        }
    }
}
