import Kernel
import Law
import Testing

@Suite struct PolishTimeTests {
    @Test(
        "Poland is one hour ahead in winter and two in summer",
        arguments: [
            ("2026-01-15T12:00:00Z", "2026-01-15T13:00:00.000+01:00"),
            ("2026-07-15T12:00:00Z", "2026-07-15T14:00:00.000+02:00"),
            ("2026-03-29T00:59:59Z", "2026-03-29T01:59:59.000+01:00"),
            ("2026-03-29T01:00:00Z", "2026-03-29T03:00:00.000+02:00"),
            ("2026-10-25T00:59:59Z", "2026-10-25T02:59:59.000+02:00"),
            ("2026-10-25T01:00:00Z", "2026-10-25T02:00:00.000+01:00"),
            ("2025-12-31T23:30:00Z", "2026-01-01T00:30:00.000+01:00"),
        ])
    func offsets(_ utc: String, _ polish: String) throws {
        let instant = try #require(Instant(iso8601: utc))
        #expect(PolishTime.iso8601(instant) == polish)
        #expect(PolishTime.day(of: instant).description == String(polish.prefix(10)))
    }

    @Test("The start of a day is the first instant of that day, all year round")
    func starts() throws {
        let first = try #require(Day(year: 2026, month: 1, day: 1))
        for n in 0..<730 {
            let day = first.adding(days: n)
            let start = PolishTime.start(of: day)
            #expect(PolishTime.day(of: start) == day)
            #expect(PolishTime.day(of: Instant(milliseconds: start.milliseconds - 1)) == day.adding(days: -1))
            #expect(PolishTime.clock(start) == (0, 0))
        }
    }
}

@Suite struct PolishTextTests {
    @Test("Search folds every Polish letter") func folding() {
        #expect(PolishText.folded("Zażółć GĘŚLĄ jaźń Łódź") == "zazolc gesla jazn lodz")
        #expect(PolishText.folded("Ærø Straße") == "aero strasse")
    }

    @Test("Plain Polish text takes a short way to the same result") func shortWay() {
        var random = SeededGenerator(seed: 8)
        let letters = Array("aąbcćeęlłnńoósśzźżAĄĆĘŁŃÓŚŹŻXyq 0-9.,")
        for _ in 0..<500 {
            let text = String((0..<Int.random(in: 0...12, using: &random)).map { _ in letters.randomElement(using: &random)! })
            // The last letter is no Polish one and sends the whole text the long way.
            #expect(PolishText.folded(text + "é") == PolishText.folded(text) + "e")
            #expect(PolishText.sortKey(text + "é") == PolishText.sortKey(text) + "e0")
        }
    }

    @Test("Sort keys put words in the order of the Polish alphabet") func order() {
        let words = ["żaba", "las", "ćma", "cma", "łaska", "zebra", "źrebak", "Ala", "ąż", "mama", "Las"]
        #expect(
            words.sorted { (PolishText.sortKey($0), $0) < (PolishText.sortKey($1), $1) }
                == ["Ala", "ąż", "cma", "ćma", "Las", "las", "łaska", "mama", "zebra", "źrebak", "żaba"])
    }
}
