import Chancery
import Kernel
import Law
import Testing

@Suite("Clock of a case") struct CaseClockTests {
    static func isDayOff(_ day: Day) -> Bool { !OfficialCalendar.statutory.isWorkingDay(day) }

    private func exclusion(_ from: String, _ to: String?) throws -> CaseExclusion {
        CaseExclusion(.partyDelay, from: try #require(Day(from)), to: try to.map { try #require(Day($0)) }, basis: "KPA art. 35 § 5")
    }

    private func due(_ exclusions: [(String, String?)], noticed: String? = nil, newDue: String? = nil, term: CaseTerm? = CaseTerm(14, .day)) throws -> String? {
        var clock = CaseClock(start: try #require(Day("2026-03-02")), term: term, exclusions: try exclusions.map { try exclusion($0.0, $0.1) })
        if let noticed, let newDue { clock.extension = .init(noticedOn: try #require(Day(noticed)), newDue: try #require(Day(newDue))) }
        return clock.due(isDayOff: Self.isDayOff)?.description
    }

    @Test("A pause moves the end by its length; days in two pauses count once") func pauses() throws {
        // 14 days from 2 March end on Monday the 16th.
        #expect(try due([]) == "2026-03-16")
        #expect(try due([("2026-03-05", "2026-03-08")]) == "2026-03-20")
        #expect(try due([("2026-03-05", "2026-03-08"), ("2026-03-07", "2026-03-09")]) == "2026-03-23")
        #expect(try due([("2026-03-05", "2026-03-08"), ("2026-03-06", "2026-03-07")]) == "2026-03-20")
        #expect(try due([("2026-02-20", "2026-03-04")]) == "2026-03-18")
        #expect(try due([("2026-02-20", "2026-03-02")]) == "2026-03-16")
        #expect(try due([("2026-03-17", "2026-04-17")]) == "2026-03-16")
        #expect(try due([("2026-03-16", "2026-03-16")]) == "2026-03-17")
        // Moved to the 20th by the first pause, the term meets the second.
        #expect(try due([("2026-03-05", "2026-03-08"), ("2026-03-19", "2026-03-19")]) == "2026-03-23")
    }

    @Test("While a pause lasts the clock stands; one that came after the end stops nothing") func standing() throws {
        #expect(try due([("2026-03-10", nil)]) == nil)
        #expect(try due([("2026-03-20", nil)]) == "2026-03-16")
        #expect(try due([("2026-03-20", "2026-03-30")]) == "2026-03-16")
        #expect(try due([], term: nil) == nil)
    }

    @Test("A notice of delay names the new day; only what is not counted after it moves that day") func extensions() throws {
        #expect(try due([("2026-03-05", "2026-03-08")], noticed: "2026-03-13", newDue: "2026-04-30") == "2026-04-30")
        #expect(try due([("2026-03-05", "2026-03-08"), ("2026-04-01", "2026-04-05")], noticed: "2026-03-13", newDue: "2026-04-30") == "2026-05-05")
        #expect(try due([("2026-03-10", "2026-03-20")], noticed: "2026-03-13", newDue: "2026-04-30") == "2026-05-07")
        // 30 May is a Saturday.
        #expect(try due([("2026-04-01", "2026-04-05")], noticed: "2026-04-29", newDue: "2026-05-30") == "2026-06-01")
        #expect(try due([("2026-05-01", nil)], noticed: "2026-04-29", newDue: "2026-05-30") == nil)
        #expect(try due([], noticed: "2026-04-29", newDue: "2026-05-29", term: nil) == "2026-05-29")
    }

    @Test("The clock agrees with counting day by day") func dayByDay() throws {
        var random = SeededGenerator(seed: 35)
        for _ in 0..<2000 {
            let start = Day(daysSince1970: Int.random(in: 20_000...22_000, using: &random))
            let length = Int.random(in: 1...70, using: &random)
            let exclusions = (0..<Int.random(in: 0...5, using: &random)).map { _ in
                let from = start.adding(days: Int.random(in: -10...90, using: &random))
                return CaseExclusion(.partyDelay, from: from, to: from.adding(days: Int.random(in: 0...20, using: &random)), basis: "")
            }
            func stands(_ d: Day) -> Bool { exclusions.contains { $0.from <= d && d <= $0.to ?? d } }
            var (d, left) = (start, length)
            while left > 0 {
                d = d.adding(days: 1)
                if !stands(d) { left -= 1 }
            }
            while Self.isDayOff(d) || stands(d) { d = d.adding(days: 1) }
            let clock = CaseClock(start: start, term: CaseTerm(length, .day), exclusions: exclusions.shuffled(using: &random))
            #expect(clock.due(isDayOff: Self.isDayOff) == d, "\(start) \(length) \(exclusions)")
        }
    }
}
