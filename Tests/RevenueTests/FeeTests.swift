import Kernel
import Revenue
import Testing

@Suite struct FeeTests {
    static func waste(
        _ method: WasteMethod, _ quantity: String, _ rate: String, multiplier: Int64 = 100, discount: CompostDiscount = .none, limit: Money? = nil,
        months: Int = 1, settings: TaxSettings = .standard
    ) throws -> WasteFee.Assessment {
        WasteFee.assess(
            try WasteFee.Input(
                method, quantity: decimal(quantity), rate: money(rate), multiplier: multiplier, discount: discount, limit: limit, months: months),
            settings: settings)
    }

    @Test(
        "All four methods count by the month",
        arguments: [
            (WasteMethod.persons, "4", "34.00", "136.00"), (.water, "14.3", "11.20", "160.16"), (.area, "62.50", "1.35", "84.38"),
            (.household, "1", "95.00", "95.00"),
        ])
    func methods(_ method: WasteMethod, _ quantity: String, _ rate: String, _ month: String) throws {
        #expect(try Self.waste(method, quantity, rate).month.description == month)
    }

    @Test("The discount for compost is per person or per household, never below nothing") func discount() throws {
        #expect(try Self.waste(.persons, "4", "34", discount: .perHousehold(money("2"))).month.description == "134.00")
        #expect(try Self.waste(.persons, "4", "34", discount: .perPerson(money("2.40"))).month.description == "126.40")
        #expect(try Self.waste(.persons, "1", "2", discount: .perHousehold(money("5"))).month == .zero)
        #expect(throws: Problem.self) { try Self.waste(.area, "4", "34", discount: .perPerson(money("2.40"))) }
    }

    @Test("Unsorted waste costs two to four times") func unsorted() throws {
        #expect(try Self.waste(.persons, "3", "29.50", multiplier: 400).month.description == "354.00")
        #expect(throws: Problem.self) { try Self.waste(.persons, "3", "29.50", multiplier: 401) }
        #expect(throws: Problem.self) { try Self.waste(.persons, "3", "29.50", multiplier: 150) }
    }

    @Test("The limit of the water method holds at once; whole złote are a setting") func limit() throws {
        let caps = try WasteCaps(income: #require(WasteCaps.incomes[2024]))
        let result = try Self.waste(.water, "30", "11.20", limit: caps.waterLimit, months: 3)
        #expect(result.month.description == "247.03" && result.isLimited && result.total.description == "741.09")
        var settings = TaxSettings.standard
        settings.wasteRounding = .wholeZlotys
        #expect(try Self.waste(.area, "62.50", "1.35", settings: settings).month == Money(zlotys: 84))
    }

    @Test("Caps are rounded down and a rate above one is refused") func caps() throws {
        let caps = try WasteCaps(income: money("2249.79"))
        #expect([caps.person, caps.cubicMetre, caps.squareMetre, caps.household, caps.waterLimit].map(\.description) == ["44.99", "15.74", "1.79", "125.98", "175.48"])
        #expect(caps.problem(try money("44.99"), .persons) == nil)
        #expect(caps.problem(try money("45.00"), .persons)?.field == "osoba")
    }

    @Test("Alcohol: the basic fee up to the limit, above it a part of all sales, in parts of a year by days or months") func alcohol() throws {
        #expect(try AlcoholFee.assess(.a, salesBefore: money("37500")).fee == Money(zlotys: 525))
        #expect(try AlcoholFee.assess(.a, salesBefore: money("37500.01")).fee == Money(zlotys: 525))
        #expect(try AlcoholFee.assess(.b, salesBefore: money("50000")).fee == Money(zlotys: 700))
        #expect(try AlcoholFee.assess(.c, salesBefore: money("77000.00")).fee == Money(zlotys: 2_100))
        let sale = try AlcoholFee.assess(.c, salesBefore: money("77123.45"))
        #expect(sale.fee.description == "2082.33" && sale.thirds.sum == sale.fee)
        let july = try day("2026-07-01")...day("2026-12-31")
        #expect(try AlcoholFee.assess(.a, salesBefore: nil, valid: july).fee.description == "264.66")
        var settings = TaxSettings.standard
        settings.licencePeriod = .months
        #expect(try AlcoholFee.assess(.a, salesBefore: nil, valid: july, settings: settings).fee.description == "262.50")
        #expect(throws: Problem.self) { try AlcoholFee.assess(.a, salesBefore: nil, valid: day("2026-07-01")...day("2027-01-01")) }
        #expect(AlcoholFee.dates(2026).map(\.description) == ["2026-01-31", "2026-05-31", "2026-09-30"])
    }

    @Test("Usufruct is not rounded to złote; a fee more than doubled grows in three steps") func usufruct() throws {
        #expect(try PerpetualUsufruct.fee(price: money("412350"), tenths: 30).description == "12370.50")
        #expect(try PerpetualUsufruct.fee(price: money("1234.56"), tenths: 3).description == "3.70")
        #expect(PerpetualUsufruct.raised(from: Money(zlotys: 100), to: Money(zlotys: 501)).map(\.description) == ["200.00", "350.50", "501.00"])
        #expect(PerpetualUsufruct.raised(from: Money(zlotys: 100), to: Money(zlotys: 200)).map(\.description) == ["200.00", "200.00", "200.00"])
        #expect(throws: Problem.self) { try PerpetualUsufruct.fee(price: money("1"), tenths: 0) }
    }

    @Test("The dog fee is to the grosz and under its ceiling") func dogs() throws {
        #expect(try DogFee.fee(rate: money("60.45"), dogs: 2, year: 2026).description == "120.90")
        #expect(try #require(throws: Problem.self) { try DogFee.fee(rate: money("186.30"), dogs: 1, year: 2026) }.field == "rate")
        #expect(throws: Problem.self) { try DogFee.fee(rate: money("1"), dogs: 1, year: 2030) }
        // The chain of the ceilings holds.
        #expect(try CeilingIndexation.next(money("173.57"), index: 1_027) == DogFee.ceilings[2025])
        #expect(try CeilingIndexation.next(money("178.26"), index: 1_045) == DogFee.ceilings[2026])
    }

    @Test("Stamp duty is a fixed amount an act, free on a ground") func stampDuty() throws {
        #expect(try StampDuty.powerOfAttorney.duty() == Money(zlotys: 17))
        #expect(try StampDuty.certifiedCopy.duty(7) == Money(zlotys: 35))
        #expect(try StampDuty.powerOfAttorney.duty(exemption: "małżonek") == .zero)
        #expect(try StampDuty.buildingPermit(squareMetres: 1_000) == Money(zlotys: 539))
        #expect(throws: Problem.self) { try StampDuty.otherDecision.duty(0) }
    }

    @Test("Transport: months by twelfths, halves in whole złote, dates by the day the obligation arose") func transport() throws {
        let truck = try TransportTax.assess(rate: money("1259.09"), months: 8)
        #expect(truck.tax == Money(zlotys: 839) && truck.halves == [Money(zlotys: 420), Money(zlotys: 419)])
        #expect(try shown(TransportTax.instalments(of: truck, year: 2026)) == "2026-02-16 420, 2026-09-15 419")
        #expect(try shown(TransportTax.instalments(of: truck, year: 2026, arose: day("2026-05-01"))) == "2026-05-15 420, 2026-09-15 419")
        #expect(try shown(TransportTax.instalments(of: truck, year: 2026, arose: day("2026-09-01"))) == "2026-09-15 839")
        #expect(try shown(TransportTax.instalments(of: truck, year: 2026, arose: day("2026-02-01"))) == "2026-02-16 420, 2026-09-15 419")
        #expect(throws: Problem.self) { try TransportTax.assess(rate: money("1"), months: 13) }
    }
}
