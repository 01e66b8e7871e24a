import Kernel
import Revenue
import Testing

@Suite struct InterestTests {
    static func interest(_ principal: String, _ due: String, _ paid: String, share: Share = .whole, settings: TaxSettings = .standard) throws -> LateInterest.Result {
        try LateInterest.on(money(principal), due: day(due), paid: day(paid), share: share, settings: settings)
    }

    @Test("Every step of the table is a day, in order") func table() throws {
        let steps = InterestRates.statutory.steps
        #expect(steps.count == 46)
        #expect(steps.first?.from == Day("2006-03-01") && steps.last?.from == Day("2026-03-05"))
        #expect(try InterestRates(steps, checkedThrough: InterestRates.statutory.checkedThrough) == .statutory)
    }

    @Test("Periods of several rates are counted apart and the sum rounded once") func periods() throws {
        let result = try Self.interest("5000", "2025-03-17", "2026-01-15")
        #expect(result.days == 304 && result.segments.count == 7)
        #expect(result.raw == 531_9178 && result.charged == Money(zlotys: 532))
    }

    @Test("Nothing is charged up to the threshold, compared before rounding unless set otherwise") func threshold() throws {
        #expect(try Self.interest("721", "2025-03-17", "2025-04-16").charged == .zero)
        var settings = TaxSettings.standard
        settings.thresholdBase = .rounded
        #expect(try Self.interest("721", "2025-03-17", "2025-04-16", settings: settings).charged == Money(zlotys: 9))
        #expect(try Self.interest("1000", "2025-03-17", "2025-04-08").charged == Money(zlotys: 9))
        #expect(try Self.interest("1000", "2025-03-17", "2025-04-07").charged == .zero)
    }

    @Test("Until February 2014 the threshold was 6.60") func datedThreshold() throws {
        #expect(try Self.interest("1000", "2013-08-15", "2013-09-10").charged == Money(zlotys: 7))
        #expect(try Self.interest("1000", "2014-03-15", "2014-04-10").charged == .zero)
        #expect(InterestThreshold.amount(on: try day("2014-01-31")).description == "6.60")
    }

    @Test("Paid on the due day or before bears nothing; the next day counts one") func days() throws {
        #expect(try Self.interest("1000", "2025-03-17", "2025-03-17").segments.isEmpty)
        #expect(try Self.interest("1000", "2025-03-17", "2025-03-01").charged == .zero)
        #expect(try Self.interest("100000", "2025-03-17", "2025-03-18").days == 1)
    }

    @Test("A leap year has 365 days for interest too") func leapYear() throws {
        #expect(try Self.interest("36500", "2024-02-28", "2024-02-29").raw == 14_5000)
    }

    @Test("A correction paid in time bears half") func reduced() throws {
        #expect(try Self.interest("5000", "2025-03-17", "2025-06-30", share: .half).raw == 100_5822)
    }

    @Test("Beyond the checked day the last rate is taken and the sheet says so") func beyondTable() throws {
        let result = try Self.interest("1000", "2026-08-01", "2026-11-20")
        #expect(result.isBeyondCheckedRates)
        #expect(result.sheet.text.contains { $0.contains("do sprawdzenia") })
        #expect(!(try Self.interest("1000", "2026-06-01", "2026-08-22").isBeyondCheckedRates))
        let longer = try InterestRates.statutory.adding(.init(from: day("2026-09-01"), tenths: 100), checkedThrough: day("2026-12-31"))
        #expect(try LateInterest.on(money("1000"), due: day("2026-08-01"), paid: day("2026-11-20"), rates: longer).segments.count == 2)
        #expect(throws: Problem.self) { try longer.adding(.init(from: day("2026-09-01"), tenths: 90), checkedThrough: day("2026-12-31")) }
    }

    @Test("The rate follows the lombard rate and is 8 % at least", arguments: [(625, 1450), (325, 850), (300, 800), (225, 800), (0, 800)])
    func lombard(_ lombard: Int, _ rate: Int) throws { #expect(try LombardRule.rate(lombard: lombard) == rate) }

    @Test("The largest arrear over decades does not overflow") func largest() throws {
        let result = try LateInterest.on(.largest, due: day("2006-12-31"), paid: day("9998-12-31"))
        #expect(result.charged > .largest)
    }

    @Test("A prolongation fee takes half of the rate of the day of the decision") func prolongation() throws {
        let fee = try ProlongationFee.on(money("2400"), from: day("2026-04-01"), to: day("2026-09-30"))
        #expect(fee.days == 182 && fee.rate == 525 && fee.raw == 62_8274 && fee.fee == Money(zlotys: 63))
        #expect(throws: Problem.self) { try ProlongationFee.on(money("2400"), from: day("2026-04-01"), to: day("2026-09-30"), share: .whole) }
        #expect(throws: Problem.self) { try ProlongationFee.on(money("2400"), from: day("2026-04-01"), to: day("2026-03-30")) }
    }
}
