import Kernel
import Revenue
import Testing

func decimal(_ text: String) throws -> ExactDecimal { try #require(ExactDecimal(text)) }
func money(_ text: String) throws -> Money { try #require(Money(text)) }
func day(_ text: String) throws -> Day { try #require(Day(text)) }

/// An item at the ceiling of a year.
func item(_ line: PropertyLine, _ base: String, months: Int = 12, year: Int = 2026, rate: String? = nil, exempt: Share = .none) throws -> PropertyItem {
    let rate = try rate.map { try PropertyRate(decimal($0), for: line) } ?? PropertyCeilings.of(year)[line]
    return try PropertyItem(line, PropertyBase(decimal(base), for: line), rate: rate, months: months, exempt: exempt)
}

@Suite struct PropertyTaxTests {
    @Test("Each line is rounded to the grosz, the tax to the złoty once") func rounding() throws {
        let result = try PropertyTax.assess([item(.otherBuildings, "20.73", rate: "7.73"), item(.otherLand, "5.15", rate: "0.46")])
        #expect(result.lines.map(\.description) == ["160.24", "2.37"])
        #expect(result.sum.description == "162.61")
        #expect(result.tax == Money(zlotys: 163))
    }

    @Test("Rounding only the total is a setting, and the sheet says which holds") func roundingSetting() throws {
        // Three times 0.335: to the grosz 0.34 each.
        let items = try (0..<3).map { _ in try item(.otherLand, "33.5", rate: "0.01") }
        var settings = TaxSettings.standard
        #expect(try PropertyTax.assess(items).sum.description == "1.02")
        settings.lineRounding = .none
        let result = try PropertyTax.assess(items, settings: settings)
        #expect(result.sum.description == "1.01")
        #expect(result.sheet.text.contains { $0.contains("tylko-suma") })
        #expect(try PropertyTax.assess(items).sheet.text.contains { $0.contains("kazda-pozycja-do-grosza") && $0.contains("art. 63") })
    }

    @Test("The rounding setting can move the tax by a złoty") func settingMatters() throws {
        let items = try (0..<3).map { _ in try item(.otherLand, "16.5", rate: "0.01") } + [item(.residential, "1", rate: "0.99")]
        var settings = TaxSettings.standard
        #expect(PropertyTax.tax(items) == Money(zlotys: 2))
        settings.lineRounding = .none
        #expect(PropertyTax.tax(items, settings: settings) == Money(zlotys: 1))
    }

    @Test("A structure's value is rounded to whole złote first") func structures() throws {
        #expect(try item(.structures, "100000.49").amount == Money(zlotys: 2_000))
        #expect(try item(.structures, "100000.50").amount.description == "2000.02")
    }

    @Test("Waters are taxed by the hectare") func waters() throws { #expect(try item(.waters, "2.45").amount.description == "17.52") }

    @Test("Part of a year counts by twelfths", arguments: [(0, "0.00"), (1, "6.25"), (7, "43.75"), (12, "75.00")])
    func months(_ months: Int, _ amount: String) throws {
        #expect(try item(.residential, "60", months: months).amount.description == amount)
    }

    @Test("The largest inputs are counted without overflow") func largest() throws {
        #expect(try item(.otherLand, "700000000", rate: "1000").amount == Money(zlotys: 700_000_000_000))
        #expect(try item(.structures, "100000000000", rate: "1").amount == Money(zlotys: 100_000_000_000))
        #expect(try item(.waters, "70000", rate: "1000").amount == Money(zlotys: 70_000_000))
        let third = try Share(1, of: 3)
        #expect(try item(.otherLand, "700000000", rate: "1000", exempt: third).amount.description == "466666666666.67")
    }

    @Test("A base that does not fit its line is refused") func wrongBase() throws {
        let area = PropertyBase.area(try Area(thousandths: 1_000))
        let problem = #expect(throws: Problem.self) { try PropertyItem(.structures, area, rate: PropertyCeilings.of(2026)[.structures]) }
        #expect(problem?.field == "base")
        #expect(throws: Problem.self) { try PropertyItem(.waters, area, rate: PropertyCeilings.of(2026)[.waters]) }
        #expect(throws: Problem.self) { try PropertyItem(.structures, .value(Money(grosze: -1)), rate: PropertyCeilings.of(2026)[.structures]) }
    }

    @Test("The half height counts half with both its ends") func heights() throws {
        func part(_ centimetres: Int) throws -> RoomPart { try RoomPart(height: centimetres, area: Area(squareMetres: decimal("10.01"))) }
        #expect(try Area.usable([part(139)]).description == "0")
        #expect(try Area.usable([part(140)]).description == "5.005")
        #expect(try Area.usable([part(220)]).description == "5.005")
        #expect(try Area.usable([part(221)]).description == "10.01")
        #expect(throws: Problem.self) { try Area.usable([RoomPart(height: 200, area: Area(thousandths: 1))]) }
    }

    @Test("An exemption for some months cuts the year; the exempt part is declared and its tax forgone") func exemption() throws {
        let base = PropertyBase.area(try Area(squareMetres: decimal("100")))
        let state = PropertyState(
            .businessBuildings, base, rate: try PropertyCeilings.of(2026)[.businessBuildings],
            exemptions: [PropertyExemption(code: "R-1", basis: "uchwała rady", share: .half, span: try MonthSpan(first: 4, last: 9), isPublicAid: true)])
        let items = try PropertyTimeline.items(of: [state])
        #expect(items.map(\.months) == [3, 6, 3])
        #expect(items.map(\.exempt) == [.none, .half, .none])
        #expect(items[1].amount.description == "888.25")
        #expect(items[1].forgone.description == "888.25")
        #expect(PropertyTax.tax(items) == Money(zlotys: 2_665))
    }

    @Test("Exemptions together cannot free more than the whole") func tooManyExemptions() throws {
        let base = PropertyBase.area(try Area(squareMetres: decimal("100")))
        func state(_ shares: [Share]) throws -> PropertyState {
            PropertyState(
                .otherLand, base, rate: try PropertyCeilings.of(2026)[.otherLand],
                exemptions: shares.map { PropertyExemption(code: "x", basis: "y", share: $0) })
        }
        #expect(try PropertyTimeline.items(of: [state([.half, Share(1, of: 3)])]).map(\.exempt) == [Share(5, of: 6)])
        #expect(throws: Problem.self) { try PropertyTimeline.items(of: [state([.half, Share(2, of: 3)])]) }
        #expect(throws: Problem.self) { try Share(3, of: 2) }
        #expect(throws: Problem.self) { try Share(1, of: 0) }
    }

    @Test("A change of use from August is two lines of seven and five months") func change() throws {
        let area = PropertyBase.area(try Area(squareMetres: decimal("40")))
        let ceilings = try PropertyCeilings.of(2026)
        let items = try PropertyTimeline.items(of: [
            PropertyState(.residential, area, rate: ceilings[.residential], span: MonthSpan(first: 1, last: 7)),
            PropertyState(.businessBuildings, area, rate: ceilings[.businessBuildings], span: MonthSpan(first: 8, last: 12)),
        ])
        #expect(items.map(\.amount.description) == ["29.17", "592.17"])
    }

    @Test("Segments that differ only in months become one") func merging() throws {
        let items = try [item(.residential, "60", months: 5), item(.otherLand, "10"), item(.residential, "60", months: 7), item(.residential, "61", months: 1)]
        #expect(PropertyTax.merged(items) == [try item(.residential, "60"), try item(.otherLand, "10"), try item(.residential, "61", months: 1)])
        #expect(PropertyTax.merged([items[1], items[1]]).count == 2)
    }

    @Test("Co-owners owe the whole each; of a flat's land only the share counts") func coOwners() throws {
        #expect(CoOwnership.owed(Money(zlotys: 93), by: 2) == [Money(zlotys: 93), Money(zlotys: 93)])
        #expect(try CoOwnership.commonPart(of: Area(squareMetres: decimal("1248")), share: Share("554/22160")).description == "31.2")
        #expect(try CoOwnership.commonPart(of: Area(squareMetres: decimal("0.01")), share: .half).description == "0.01")
    }

    @Test("A building counts from January after it was finished or used earlier") func newBuilding() throws {
        #expect(try Obligation.newBuilding(finished: day("2026-05-20")) == day("2027-01-01"))
        #expect(try Obligation.newBuilding(finished: day("2027-05-20"), usedFrom: day("2026-12-31")) == day("2027-01-01"))
        #expect(throws: Problem.self) { try Obligation.newBuilding(finished: nil) }
    }

    @Test(
        "Months run from the one after the event to the one of the end",
        arguments: [
            ("2026-03-10", "", 4, 12), ("", "2026-01-31", 1, 1), ("2025-12-31", "", 1, 12), ("2026-05-04", "2026-05-28", 1, 0),
            ("2026-12-01", "", 1, 0), ("", "2025-12-31", 1, 0), ("2027-01-01", "", 1, 0), ("2026-02-28", "2026-11-01", 3, 11),
        ])
    func obligation(_ start: String, _ end: String, _ first: Int, _ last: Int) throws {
        let span = try Obligation.months(from: Day(start), to: Day(end), in: 2026)
        #expect(span.first == first && span.last == last)
    }
}
