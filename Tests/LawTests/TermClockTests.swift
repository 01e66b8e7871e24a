import Kernel
import Law
import Testing

@Suite struct TermClockTests {
    func pause(_ from: String, _ through: String?) throws -> ClockPause {
        ClockPause(from: try day(from), through: try through.map(day), basis: "KPA art. 98 § 1", document: "postanowienie")
    }

    @Test("Without pauses the clock ends as the term does and counts days and working days") func plain() throws {
        let clock = TermClock(start: try day("2026-03-02"), term: .months(1))
        let reading = try clock.reading(today: try day("2026-03-12"))
        #expect(reading.due == (try day("2026-04-02")))
        #expect(reading.daysLeft == 21)
        #expect(reading.workingDaysLeft == 15)
        #expect(reading.light == .green && reading.pause == nil && !reading.isOverdue)
        #expect(reading.draftNoticeOn == (try day("2026-03-28")))
        #expect(
            reading.reminders == [
                TermClock.Reminder(day: try day("2026-03-26"), recipients: [.officer]),
                TermClock.Reminder(day: try day("2026-03-30"), recipients: [.officer, .superior]),
                TermClock.Reminder(day: try day("2026-04-02"), recipients: [.officer, .superior]),
            ])
    }

    @Test(
        "The light is green above seven days, amber to the last day, red after it",
        arguments: [("2026-03-25", 8, "zielone"), ("2026-03-26", 7, "żółte"), ("2026-03-30", 3, "żółte"), ("2026-04-02", 0, "żółte"), ("2026-04-03", -1, "czerwone")])
    func lights(_ today: String, _ left: Int, _ light: String) throws {
        let reading = try TermClock(start: try day("2026-03-02"), term: .months(1)).reading(today: try day(today))
        #expect(reading.daysLeft == left)
        #expect(reading.light.rawValue == light)
    }

    @Test("A pause moves the end by its length; days in two pauses count once") func pauses() throws {
        // 14 days from 2 March end on Monday the 16th.
        func due(_ pauses: [ClockPause]) throws -> String {
            try TermClock(start: try day("2026-03-02"), term: .days(14), pauses: pauses).reading(today: try day("2026-03-03")).due.description
        }
        #expect(try due([]) == "2026-03-16")
        #expect(try due([pause("2026-03-05", "2026-03-08")]) == "2026-03-20")
        #expect(try due([pause("2026-03-05", "2026-03-08"), pause("2026-03-07", "2026-03-09")]) == "2026-03-23")
        #expect(try due([pause("2026-03-05", "2026-03-08"), pause("2026-03-06", "2026-03-07")]) == "2026-03-20")
        #expect(try due([pause("2026-02-20", "2026-03-04")]) == "2026-03-18")
        #expect(try due([pause("2026-02-20", "2026-03-02")]) == "2026-03-16")
        #expect(try due([pause("2026-03-17", "2026-04-17")]) == "2026-03-16")
        #expect(try due([pause("2026-03-16", "2026-03-16")]) == "2026-03-17")
        // Moved to the 20th by the first pause, the term meets the second.
        #expect(try due([pause("2026-03-05", "2026-03-08"), pause("2026-03-19", "2026-03-19")]) == "2026-03-23")
    }

    @Test("While a pause lasts the clock stands and nobody is reminded") func standing() throws {
        let clock = TermClock(start: try day("2026-03-02"), term: .days(14), pauses: [try pause("2026-03-10", nil)])
        #expect(try clock.reading(today: try day("2026-03-09")).light == .amber)
        let reading = try clock.reading(today: try day("2026-05-11"))
        #expect(reading.light == .stopped && reading.pause == clock.pauses[0] && !reading.isOverdue)
        #expect(reading.reminders.isEmpty && reading.draftNoticeOn == nil)
        // Seven days were left on the 10th; if the pause ended today they would end on Monday the 18th.
        #expect(reading.due == (try day("2026-05-18")))
        let closed = TermClock(start: clock.start, term: clock.term, pauses: [try pause("2026-03-10", "2026-05-11")])
        #expect(try closed.reading(today: try day("2026-05-11")).light == .stopped)
        #expect(try closed.reading(today: try day("2026-05-12")).light == .amber)
    }

    @Test("A pause that came too late does not hide that the term had passed") func late() throws {
        let open = TermClock(start: try day("2026-03-02"), term: .days(14), pauses: [try pause("2026-03-20", nil)])
        #expect(try open.reading(today: try day("2026-03-25")).light == .red)
        let closed = TermClock(start: try day("2026-03-02"), term: .days(14), pauses: [try pause("2026-03-20", "2026-03-30")])
        #expect(try closed.reading(today: try day("2026-03-25")).isOverdue)
    }

    @Test("A notice of delay names the new day; pauses after the notice move it") func extensions() throws {
        let notice = ClockExtension(noticedOn: try day("2026-03-13"), newDue: try day("2026-04-30"))
        var clock = TermClock(start: try day("2026-03-02"), term: .days(14), pauses: [try pause("2026-03-05", "2026-03-08")], extensions: [notice])
        #expect(try clock.reading(today: try day("2026-03-20")).due == notice.newDue)
        clock.pauses.append(try pause("2026-04-01", "2026-04-05"))
        #expect(try clock.reading(today: try day("2026-03-20")).due == (try day("2026-05-05")))
        clock.extensions.insert(ClockExtension(noticedOn: try day("2026-04-29"), newDue: try day("2026-05-30")), at: 0)
        #expect(try clock.reading(today: try day("2026-04-30")).due == (try day("2026-06-01")))
    }

    @Test("A pause that ends before it begins is refused") func refused() throws {
        let clock = TermClock(start: try day("2026-03-02"), term: .days(14), pauses: [try pause("2026-03-10", "2026-03-09")])
        #expect(throws: Problem.self) { try clock.reading(today: try day("2026-03-20")) }
    }

    @Test("The clock agrees with counting day by day") func dayByDay() throws {
        var random = SeededGenerator(seed: 35)
        let calendar = OfficialCalendar.statutory
        for _ in 0..<2000 {
            let start = Day(daysSince1970: Int.random(in: 20_000...22_000, using: &random))
            let length = Int.random(in: 1...70, using: &random)
            let pauses = (0..<Int.random(in: 0...5, using: &random)).map { _ in
                let from = start.adding(days: Int.random(in: -10...90, using: &random))
                return ClockPause(from: from, through: from.adding(days: Int.random(in: 0...20, using: &random)), basis: "")
            }
            func stands(_ d: Day) -> Bool { pauses.contains { $0.from <= d && d <= $0.through ?? d } }
            var (d, left) = (start, length)
            while left > 0 {
                d = d.adding(days: 1)
                if !stands(d) { left -= 1 }
            }
            while !calendar.isWorkingDay(d) || stands(d) { d = d.adding(days: 1) }
            let clock = TermClock(start: start, term: .days(length), pauses: pauses.shuffled(using: &random))
            #expect(try clock.reading(today: start).due == d, "\(start) \(length) \(pauses)")
        }
    }
}
