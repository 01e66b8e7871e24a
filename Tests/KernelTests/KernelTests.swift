import Kernel
import Testing

@Suite struct DayTests {
    @Test("Every day of four centuries survives a round trip and weekdays follow each other") func roundTrip() throws {
        var day = try #require(Day(year: 1800, month: 1, day: 1))
        var weekday = day.weekday
        #expect(weekday == 3)
        while day.year < 2200 {
            let c = day.components
            #expect(Day(year: c.year, month: c.month, day: c.day) == day)
            day = day.adding(days: 1)
            weekday = weekday % 7 + 1
            #expect(day.weekday == weekday)
        }
    }

    @Test("Days that do not exist are refused", arguments: ["2026-02-29", "2026-13-01", "2026-00-10", "26-01-01", "2026-1-1", "2026-04-31", "0000-01-01"])
    func impossible(_ text: String) { #expect(Day(text) == nil) }

    @Test("A partial date keeps what is known") func partial() {
        #expect(PartialDate("2026")?.earliest == Day("2026-01-01"))
        #expect(PartialDate("2026-03")?.earliest == Day("2026-03-01"))
        #expect(PartialDate("2026-03-12")?.day == Day("2026-03-12"))
        for bad in ["", "26", "2026-3", "2026-13", "2026-02-30", "abcd"] { #expect(PartialDate(bad) == nil) }
    }
}

@Suite struct InstantTests {
    @Test(
        "xs:dateTime with or without zone and with any number of fraction digits is read",
        arguments: [
            ("2025-03-28T12:00:00.0000000Z", "2025-03-28T12:00:00.000Z"),
            ("2025-03-28T12:00:00+01:00", "2025-03-28T11:00:00.000Z"),
            ("2025-03-28T12:00:00", "2025-03-28T12:00:00.000Z"),
            ("2025-03-28T12:00:00.1", "2025-03-28T12:00:00.100Z"),
            ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
            ("2025-03-28T24:00:00Z", "2025-03-29T00:00:00.000Z"),
        ])
    func reads(_ text: String, _ expected: String) { #expect(Instant(iso8601: text)?.description == expected) }

    @Test(
        "Times that are none are refused",
        arguments: ["2025-03-28", "2025-03-28T25:00:00Z", "2025-03-28T12:60:00Z", "2025-03-28T12:00:00+1", "2025-03-28T12:00:00.Z", "x"])
    func refuses(_ text: String) { #expect(Instant(iso8601: text) == nil) }
}

@Suite struct Base64Tests {
    @Test("White space is allowed, garbage is not") func decoding() {
        #expect(Base64.decode("WmHF\n gsSF\tY3puaWs=") == Array("Załącznik".utf8))
        #expect(Base64.decode("Wm*F") == nil)
        #expect(Base64.decode("WmH") == nil)
        #expect(Base64.decode("") == [])
    }
}
