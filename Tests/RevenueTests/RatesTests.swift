import Kernel
import Revenue
import Testing

@Suite struct RatesTests {
    @Test("Every ceiling is the one of the year before times the price index, rounded up") func indexation() throws {
        var steps = 0
        for (before, after) in zip(PropertyCeilings.all, PropertyCeilings.all.dropFirst()) {
            let index = try #require(CeilingIndexation.indices[after.year])
            for line in PropertyLine.allCases where line != .structures {
                #expect(try CeilingIndexation.next(Money(grosze: before[line].hundredths), index: index).grosze == after[line].hundredths, "\(line) \(after.year)")
                steps += 1
            }
        }
        #expect(steps == 36)
    }

    @Test("An exact product is not rounded up") func exact() throws {
        #expect(try CeilingIndexation.next(Money(zlotys: 1), index: 1_150).description == "1.15")
        #expect(throws: Problem.self) { try CeilingIndexation.next(Money(zlotys: 1), index: 1) }
    }

    @Test("Years are 2023 to 2027; another is a problem") func years() throws {
        #expect(PropertyCeilings.all.map(\.year) == [2023, 2024, 2025, 2026, 2027])
        #expect(throws: Problem.self) { try PropertyCeilings.of(2028) }
        #expect(try PropertyCeilings.of(2027)[.residential].hundredths == 129)
        #expect(try PropertyCeilings.of(2027)[.structures].hundredths == 200)
    }

    static func rate(_ line: PropertyLine, _ text: String, _ year: Int, subCode: String = "") throws -> CouncilRate {
        CouncilRate(year: year, line: line, subCode: subCode, rate: try PropertyRate(decimal(text), for: line), resolution: "I/1/\(year - 1)")
    }

    /// Rates that twenty cities adopted for 2026 (reports SP-1, CC0) and one for 2027: dwellings, other land, business buildings.
    static let cities: [(String, Int, String, String, String)] = [
        ("Warszawa", 2026, "1.25", "0.77", "35.53"), ("Gdynia", 2026, "1.20", "0.77", "35.53"), ("Radom", 2026, "1.00", "0.73", "32.70"),
        ("Rzeszów", 2026, "1.24", "0.64", "35.36"), ("Sosnowiec", 2026, "0.75", "0.77", "35.53"), ("Kielce", 2026, "1.19", "0.73", "34.00"),
        ("Białystok", 2027, "1.29", "0.80", "36.49"),
    ]

    @Test("Rates that cities adopted stay under the ceilings", arguments: cities)
    func cityRates(_ city: String, _ year: Int, _ dwellings: String, _ land: String, _ business: String) throws {
        let rates = try [Self.rate(.residential, dwellings, year), Self.rate(.otherLand, land, year), Self.rate(.businessBuildings, business, year)]
        #expect(RateCheck.problems(rates).isEmpty, "\(city)")
    }

    @Test("A rate one grosz above the ceiling is refused with its line", arguments: PropertyCeilings.all.map(\.year), PropertyLine.allCases)
    func aboveCeiling(_ year: Int, _ line: PropertyLine) throws {
        let ceiling = try PropertyCeilings.of(year)[line]
        func council(_ hundredths: Int64) throws -> CouncilRate {
            CouncilRate(year: year, line: line, rate: try PropertyRate(hundredths: hundredths, for: line), resolution: "x")
        }
        #expect(RateCheck.problem(try council(ceiling.hundredths)) == nil)
        #expect(RateCheck.problem(try council(ceiling.hundredths + 1))?.field == line.rawValue)
        #expect(throws: Problems.self) { try RateBook([council(ceiling.hundredths + 1)]) }
    }

    @Test("Next year's rate of 2026 is above the ceiling of 2025") func dated() throws {
        #expect(RateCheck.problem(try Self.rate(.residential, "1.25", 2025)) != nil)
        #expect(RateCheck.problem(try Self.rate(.residential, "1.25", 2026)) == nil)
    }

    @Test("When the council adopts nothing, last year's rate goes on; a part of a line has its own") func fallback() throws {
        let book = try RateBook([
            Self.rate(.residential, "1.10", 2025), Self.rate(.residential, "0.90", 2026, subCode: "strych"), Self.rate(.otherLand, "0.70", 2026),
        ])
        #expect(try book.rate(.residential, year: 2027).rate.hundredths == 110)
        #expect(try book.rate(.residential, subCode: "strych", year: 2026).rate.hundredths == 90)
        #expect(try book.rate(.residential, subCode: "strych", year: 2025).rate.hundredths == 110)
        #expect(throws: Problem.self) { try book.rate(.otherLand, year: 2025) }
        #expect(throws: Problems.self) { try RateBook([Self.rate(.otherLand, "0.70", 2026), Self.rate(.otherLand, "0.71", 2026)]) }
    }

    @Test("The effect of a lower rate is the difference to the ceiling") func loss() throws {
        #expect(try RateCheck.loss(item(.residential, "100", rate: "1.00"), year: 2026).description == "25.00")
        #expect(try RateCheck.loss(item(.residential, "100"), year: 2026) == .zero)
    }

    @Test("Transport rates stay between the minimum and the ceiling") func transport() {
        #expect(TransportCeilings.problem(Money(grosze: 1_259_09), .lorryTo5500, year: 2026) == nil)
        #expect(TransportCeilings.problem(Money(grosze: 1_259_10), .lorryTo5500, year: 2026)?.field == "ciezarowy_3.5_5.5")
        #expect(TransportCeilings.problem(Money(zlotys: 100), .lorryFrom12000, year: 2026, minimum: Money(zlotys: 123)) != nil)
        #expect(TransportCeilings.problem(Money(zlotys: 100), .lorryTo5500, year: 2026, minimum: Money(zlotys: 123)) == nil)
        #expect(TransportCeilings.problem(Money(zlotys: 100), .lorryTo5500, year: 2020) != nil)
    }
}
