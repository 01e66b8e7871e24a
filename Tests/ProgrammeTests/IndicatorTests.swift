import Kernel
import Programme
import Testing

@Suite struct QuarterTests {
    @Test(
        "A quarter holds its days and knows its neighbours",
        arguments: [
            ("2026-1", "2026-01-01", "2026-03-31"), ("2026-4", "2026-10-01", "2026-12-31"), ("2024-2", "2024-04-01", "2024-06-30"),
        ])
    func days(_ text: String, _ first: String, _ last: String) throws {
        let quarter = try #require(Quarter(text))
        #expect(quarter.firstDay.description == first)
        #expect(quarter.lastDay.description == last)
        #expect(Quarter(of: quarter.firstDay) == quarter && Quarter(of: quarter.lastDay) == quarter)
        #expect(quarter.next.previous == quarter && quarter.next.firstDay == quarter.lastDay.adding(days: 1))
    }

    @Test("Nothing else is a quarter", arguments: ["", "2026", "2026-0", "2026-5", "26-1", "2026-01", "2026-1-1", "abcd-1"])
    func refused(_ text: String) { #expect(Quarter(text) == nil) }
}

@Suite struct IndicatorTests {
    @Test(
        "A share is rounded half up to a tenth of a per cent",
        arguments: [
            (1, 3, 333), (2, 3, 667), (1, 16, 63), (0, 5, 0), (5, 5, 1000), (312, 1204, 259),
        ] as [(Int64, Int64, Int64)])
    func share(_ n: Int64, _ d: Int64, _ tenths: Int64) { #expect(IndicatorReading.share(n, of: d).tenths == tenths) }

    @Test("What was not counted is missing; what was counted and had nothing to divide by is not zero") func absence() {
        #expect(IndicatorReading.share(nil, of: 4) == .missing)
        #expect(IndicatorReading.share(0, of: 0).absence == .nothingToCount)
        #expect(Indicator.services.reading([:]).absence == .missing)
        #expect(Indicator.services.reading([.servicesOffered: [:]]).tenths == 0)
        #expect(Indicator.electronicLetters.reading([.incoming: [0: 4], .incomingElectronic: [0: 2]]).absence == .missing)
    }

    @Test("The median of counts is that of the single values") func median() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<200 {
            let values = (0..<Int.random(in: 1...30, using: &random)).map { _ in Int64.random(in: 0...20, using: &random) }.sorted()
            let buckets = values.reduce(into: [Int64: Int64]()) { $0[$1, default: 0] += 1 }
            let expected = (values[(values.count - 1) / 2] + values[values.count / 2]) * 5
            #expect(IndicatorReading.median(buckets).tenths == expected)
        }
    }

    @Test("Marks have a mean, services count from level 3") func others() {
        #expect(Indicator.satisfaction.reading([.satisfaction: [5: 2, 4: 1]]).tenths == 47)
        #expect(Indicator.services.reading([.servicesOffered: [1: 4, 2: 1, 3: 2, 5: 3]]).tenths == 50)
    }

    @Test("The partnership is the sum of those who have data") func total() {
        let a: Tally = [.incoming: [0: 10], .incomingElectronic: [0: 5]], b: Tally = [.incoming: [0: 30], .incomingElectronic: [0: 3]]
        let r = Figures.total(.electronicIncoming, of: [a, [:], b])
        #expect(r.numerator == 8 && r.denominator == 40 && r.tenths == 200)
        #expect(Figures.total(.portal, of: [a, b]) == .missing)
    }

    @Test("Every indicator says what it is") func definitions() {
        for i in Indicator.allCases {
            #expect(!i.definition.isEmpty && !i.formula.isEmpty && !i.source.isEmpty && !i.owner.isEmpty && !i.shortName.isEmpty)
        }
    }

    @Test("A typed figure becomes a reading or says what is wrong") func typed() throws {
        #expect(try OutsideFigure.reading(.electronicLetters, value: "", numerator: "312", denominator: "1 204").get().tenths == 259)
        #expect(try OutsideFigure.reading(.settling, value: "14,5", numerator: "", denominator: "").get().tenths == 145)
        for (n, d) in [("5", "4"), ("", "4"), ("3", "0"), ("x", "1"), ("-1", "2")] {
            #expect(throws: Problems.self) { try OutsideFigure.reading(.portal, value: "", numerator: n, denominator: d).get() }
        }
        for value in ["", "1,55", "a", "1,", "1,2,3"] {
            #expect(throws: Problems.self) { try OutsideFigure.reading(.satisfaction, value: value, numerator: "", denominator: "").get() }
        }
    }
}
