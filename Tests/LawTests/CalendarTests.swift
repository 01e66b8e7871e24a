import Kernel
import Law
import Testing

@Suite struct CalendarTests {
    /// The days off of each year but ordinary Sundays, `year MM-DD …`.
    static let years = """
        2015 01-01 01-06 04-05 04-06 05-01 05-03 05-24 06-04 08-15 11-01 11-11 12-25 12-26
        2016 01-01 01-06 03-27 03-28 05-01 05-03 05-15 05-26 08-15 11-01 11-11 12-25 12-26
        2017 01-01 01-06 04-16 04-17 05-01 05-03 06-04 06-15 08-15 11-01 11-11 12-25 12-26
        2018 01-01 01-06 04-01 04-02 05-01 05-03 05-20 05-31 08-15 11-01 11-11 11-12 12-25 12-26
        2019 01-01 01-06 04-21 04-22 05-01 05-03 06-09 06-20 08-15 11-01 11-11 12-25 12-26
        2020 01-01 01-06 04-12 04-13 05-01 05-03 05-31 06-11 08-15 11-01 11-11 12-25 12-26
        2021 01-01 01-06 04-04 04-05 05-01 05-03 05-23 06-03 08-15 11-01 11-11 12-25 12-26
        2022 01-01 01-06 04-17 04-18 05-01 05-03 06-05 06-16 08-15 11-01 11-11 12-25 12-26
        2023 01-01 01-06 04-09 04-10 05-01 05-03 05-28 06-08 08-15 11-01 11-11 12-25 12-26
        2024 01-01 01-06 03-31 04-01 05-01 05-03 05-19 05-30 08-15 11-01 11-11 12-25 12-26
        2025 01-01 01-06 04-20 04-21 05-01 05-03 06-08 06-19 08-15 11-01 11-11 12-24 12-25 12-26
        2026 01-01 01-06 04-05 04-06 05-01 05-03 05-24 06-04 08-15 11-01 11-11 12-24 12-25 12-26
        2027 01-01 01-06 03-28 03-29 05-01 05-03 05-16 05-27 08-15 11-01 11-11 12-24 12-25 12-26
        2028 01-01 01-06 04-16 04-17 05-01 05-03 06-04 06-15 08-15 11-01 11-11 12-24 12-25 12-26
        2029 01-01 01-06 04-01 04-02 05-01 05-03 05-20 05-31 08-15 11-01 11-11 12-24 12-25 12-26
        2030 01-01 01-06 04-21 04-22 05-01 05-03 06-09 06-20 08-15 11-01 11-11 12-24 12-25 12-26
        2031 01-01 01-06 04-13 04-14 05-01 05-03 06-01 06-12 08-15 11-01 11-11 12-24 12-25 12-26
        2032 01-01 01-06 03-28 03-29 05-01 05-03 05-16 05-27 08-15 11-01 11-11 12-24 12-25 12-26
        2033 01-01 01-06 04-17 04-18 05-01 05-03 06-05 06-16 08-15 11-01 11-11 12-24 12-25 12-26
        2034 01-01 01-06 04-09 04-10 05-01 05-03 05-28 06-08 08-15 11-01 11-11 12-24 12-25 12-26
        2035 01-01 01-06 03-25 03-26 05-01 05-03 05-13 05-24 08-15 11-01 11-11 12-24 12-25 12-26
        2036 01-01 01-06 04-13 04-14 05-01 05-03 06-01 06-12 08-15 11-01 11-11 12-24 12-25 12-26
        2037 01-01 01-06 04-05 04-06 05-01 05-03 05-24 06-04 08-15 11-01 11-11 12-24 12-25 12-26
        2038 01-01 01-06 04-25 04-26 05-01 05-03 06-13 06-24 08-15 11-01 11-11 12-24 12-25 12-26
        2039 01-01 01-06 04-10 04-11 05-01 05-03 05-29 06-09 08-15 11-01 11-11 12-24 12-25 12-26
        2040 01-01 01-06 04-01 04-02 05-01 05-03 05-20 05-31 08-15 11-01 11-11 12-24 12-25 12-26
        2041 01-01 01-06 04-21 04-22 05-01 05-03 06-09 06-20 08-15 11-01 11-11 12-24 12-25 12-26
        2042 01-01 01-06 04-06 04-07 05-01 05-03 05-25 06-05 08-15 11-01 11-11 12-24 12-25 12-26
        2043 01-01 01-06 03-29 03-30 05-01 05-03 05-17 05-28 08-15 11-01 11-11 12-24 12-25 12-26
        2044 01-01 01-06 04-17 04-18 05-01 05-03 06-05 06-16 08-15 11-01 11-11 12-24 12-25 12-26
        2045 01-01 01-06 04-09 04-10 05-01 05-03 05-28 06-08 08-15 11-01 11-11 12-24 12-25 12-26
        """.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }

    @Test("The days off from 2015 to 2045 are those of the published list", arguments: years)
    func published(_ line: [String]) throws {
        let year = try #require(line.first.flatMap(Int.init))
        #expect(OfficialCalendar.statutory.holidays(of: year).map(\.day.description) == line.dropFirst().map { "\(year)-\($0)" })
    }

    @Test("Days off carry their names") func names() throws {
        let names = OfficialCalendar.statutory.holidays(of: 2026).map(\.name)
        #expect(
            names == [
                "Nowy Rok", "Trzech Króli", "Wielkanoc (pierwszy dzień)", "Wielkanoc (drugi dzień)", "Święto Państwowe 1 Maja",
                "Święto Narodowe Trzeciego Maja", "Zielone Świątki", "Boże Ciało", "Wniebowzięcie NMP", "Wszystkich Świętych",
                "Narodowe Święto Niepodległości", "Wigilia Bożego Narodzenia", "Boże Narodzenie (pierwszy dzień)", "Boże Narodzenie (drugi dzień)",
            ])
        #expect(OfficialCalendar.statutory.dayOff(try day("2018-11-12"))?.polishName == "Święto 100-lecia Niepodległości (jednorazowo)")
        #expect(OfficialCalendar.statutory.isWorkingDay(try day("2019-11-12")))
        #expect(OfficialCalendar.statutory.isWorkingDay(try day("2024-12-24")))
        #expect(OfficialCalendar.statutory.dayOff(try day("2025-12-24")) == .holiday("Wigilia Bożego Narodzenia"))
        #expect(OfficialCalendar.statutory.dayOff(try day("2026-03-14")) == .saturday)
        #expect(OfficialCalendar.statutory.dayOff(try day("2026-03-15")) == .sunday)
        #expect(OfficialCalendar.statutory.isWorkingDay(try day("2010-01-06")))
    }

    @Test("Easter is always a Sunday from 22 March to 25 April") func easter() throws {
        for year in 1583...9998 {
            let sunday = Easter.sunday(year)
            #expect(sunday.weekday == 7 && sunday.year == year)
            #expect((322...425).contains(sunday.month * 100 + sunday.day))
        }
        #expect(Easter.sunday(1954) == (try day("1954-04-18")))
        #expect(Easter.sunday(1981) == (try day("1981-04-19")))
        #expect(Easter.sunday(2000) == (try day("2000-04-23")))
        #expect(Easter.sunday(2038) == (try day("2038-04-25")))
        #expect(Easter.sunday(2285) == (try day("2285-03-22")))
    }

    @Test("An administrator's day off and a new rule of the act move ends") func additions() throws {
        let once = try day("2027-11-12")
        let calendar = OfficialCalendar.statutory(and: [OneOffHoliday(once, "Dzień wolny", source: "ustawa")])
        #expect(calendar.dayOff(once) == .holiday("Dzień wolny"))
        #expect(calendar.dayOff(try day("2018-11-12")) != nil)
        #expect(OfficialCalendar.statutory.isWorkingDay(once))
        let rules = StatutoryHoliday.all + [StatutoryHoliday("Nowe święto", .fixed(month: 3, day: 3), firstYear: 2030, lastYear: 2031, source: "ustawa")]
        let changed = OfficialCalendar(holidays: rules)
        #expect(try [2029, 2030, 2031, 2032].map { changed.holiday(try day("\($0)-03-03")) != nil } == [false, true, true, false])
    }

    @Test("Working days between two days, both ways") func workingDays() throws {
        let calendar = OfficialCalendar.statutory
        // Thursday 30 April to Monday 4 May 2026: 1 May and the weekend are off.
        #expect(calendar.workingDays(after: try day("2026-04-30"), through: try day("2026-05-04")) == 1)
        #expect(calendar.workingDays(after: try day("2026-05-04"), through: try day("2026-04-30")) == -1)
        #expect(calendar.workingDays(after: try day("2026-05-04"), through: try day("2026-05-04")) == 0)
        #expect(calendar.workingDay(onOrAfter: try day("2026-05-01")) == (try day("2026-05-04")))
        var random = SeededGenerator(seed: 11)
        for _ in 0..<300 {
            let a = Day(daysSince1970: Int.random(in: 16_000...28_000, using: &random))
            let b = a.adding(days: Int.random(in: 0...200, using: &random))
            let c = b.adding(days: Int.random(in: 0...200, using: &random))
            #expect(calendar.workingDays(after: a, through: b) + calendar.workingDays(after: b, through: c) == calendar.workingDays(after: a, through: c))
        }
    }
}

/// A day of a vector.
func day(_ text: String) throws -> Day { try #require(Day(text)) }
