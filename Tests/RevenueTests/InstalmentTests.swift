import Kernel
import Revenue
import Testing

/// `2026-03-16 128, …`
func shown(_ plan: [Instalment]) -> String { plan.map { "\($0.due) \($0.amount.grosze / 100)" }.joined(separator: ", ") }

@Suite struct InstalmentTests {
    @Test("Four dates, each on a working day, the remainder in the first part") func quarterly() throws {
        #expect(
            try shown(Instalments.decision(Money(zlotys: 503), year: 2026)) == "2026-03-16 128, 2026-05-15 125, 2026-09-15 125, 2026-11-16 125")
        #expect(try shown(Instalments.decision(Money(zlotys: 101), year: 2027)) == "2027-03-15 26, 2027-05-17 25, 2027-09-15 25, 2027-11-15 25")
    }

    @Test("Up to 100 zł is one payment on the first date", arguments: [(0, ""), (1, "2026-03-16 1"), (100, "2026-03-16 100")])
    func small(_ zlotys: Int, _ plan: String) throws {
        #expect(try shown(Instalments.decision(Money(zlotys: Int64(zlotys)), year: 2026)) == plan)
    }

    @Test("No instalment is due before the fourteenth day after delivery") func lateDelivery() throws {
        #expect(
            try shown(Instalments.decision(Money(zlotys: 400), year: 2026, delivered: day("2026-05-08")))
                == "2026-05-22 100, 2026-05-22 100, 2026-09-15 100, 2026-11-16 100")
        // The fourteenth day is a Saturday.
        #expect(try shown(Instalments.decision(Money(zlotys: 90), year: 2026, delivered: day("2026-12-12"))) == "2026-12-28 90")
        #expect(try shown(Instalments.decision(Money(zlotys: 90), year: 2026, delivered: day("2026-01-05"))) == "2026-03-16 90")
    }

    @Test("An obligation from June leaves September and November") func partOfYear() throws {
        #expect(
            try shown(Instalments.decision(Money(zlotys: 301), year: 2026, span: MonthSpan(first: 6, last: 12))) == "2026-09-15 151, 2026-11-16 150")
        #expect(try shown(Instalments.decision(Money(zlotys: 301), year: 2026, span: MonthSpan(first: 12, last: 12))) == "2026-11-16 301")
        #expect(throws: Problem.self) { try Instalments.decision(Money(zlotys: 301), year: 2026, span: .none) }
    }

    @Test("Legal persons pay property tax every month, January by its end; agricultural tax on the four dates") func legalPersons() throws {
        let property = try Instalments.declaration(Money(zlotys: 12_345), .property, year: 2026)
        #expect(property.map(\.amount.grosze) == [1_037_00] + Array(repeating: 1_028_00, count: 11))
        #expect(property.prefix(3).map(\.due.description) == ["2026-02-02", "2026-02-16", "2026-03-16"])
        #expect(try Instalments.declaration(Money(zlotys: 1_200), .forest, year: 2026).map(\.due.description).prefix(2) == ["2026-01-15", "2026-02-16"])
        #expect(try Instalments.declaration(Money(zlotys: 1_200), .agricultural, year: 2026).map(\.due) == InstalmentDates.quarterly(2026))
        #expect(
            try shown(Instalments.declaration(Money(zlotys: 500), .property, year: 2026, span: MonthSpan(first: 11, last: 12)))
                == "2026-11-16 250, 2026-12-15 250")
    }

    @Test("What does not divide may go to the last part, as a setting") func remainder() throws {
        var settings = TaxSettings.standard
        settings.remainder = .last
        #expect(try Instalments.split(Money(zlotys: 503), into: 4, settings: settings).map(\.grosze) == [125_00, 125_00, 125_00, 128_00])
        #expect(try Instalments.split(Money(grosze: 100_01), into: 3, unit: Money(grosze: 1)).map(\.grosze) == [33_35, 33_33, 33_33])
        #expect(throws: Problem.self) { try Instalments.split(Money(zlotys: 1), into: 0) }
        #expect(throws: Problem.self) { try Instalments.split(Money(zlotys: -1), into: 2) }
    }

    @Test("An increase goes to the instalments that are left, or is paid apart as a setting") func increase() throws {
        let plan = try Instalments.decision(Money(zlotys: 400), year: 2026)
        let changed = try InstalmentChange.apply(to: plan, total: Money(zlotys: 501), delivered: day("2026-06-10"))
        #expect(shown(changed.instalments) == "2026-03-16 100, 2026-05-15 100, 2026-09-15 151, 2026-11-16 150")
        #expect(changed.difference == Money(zlotys: 101) && changed.reducedDue == .zero)
        var settings = TaxSettings.standard
        settings.increaseDue = .separately
        let apart = try InstalmentChange.apply(to: plan, total: Money(zlotys: 501), delivered: day("2026-06-10"), settings: settings)
        #expect(shown(apart.instalments) == "2026-03-16 100, 2026-05-15 100, 2026-06-24 101, 2026-09-15 100, 2026-11-16 100")
        let late = try InstalmentChange.apply(to: plan, total: Money(zlotys: 450), delivered: day("2026-12-01"))
        #expect(shown(late.instalments).hasSuffix("2026-11-16 100, 2026-12-15 50"))
    }

    @Test("A decrease lowers what is not due; beyond that what was due, as an overpayment where it was paid") func decrease() throws {
        let plan = try Instalments.decision(Money(zlotys: 400), year: 2026)
        let some = try InstalmentChange.apply(to: plan, total: Money(zlotys: 299), delivered: day("2026-06-10"))
        #expect(shown(some.instalments) == "2026-03-16 100, 2026-05-15 100, 2026-09-15 50, 2026-11-16 49")
        #expect(some.difference == Money(zlotys: -101))
        let all = try InstalmentChange.apply(to: plan, total: Money(zlotys: 150), delivered: day("2026-06-10"))
        #expect(shown(all.instalments) == "2026-03-16 100, 2026-05-15 50")
        #expect(all.reducedDue == Money(zlotys: 50))
        #expect(try InstalmentChange.apply(to: plan, total: .zero, delivered: day("2026-06-10")).instalments.isEmpty)
    }

    @Test("The joint obligation adds taxes rounded on their own; the ledger can split each instalment") func joint() throws {
        let parts: [LocalTax: Money] = [.property: Money(zlotys: 934), .agricultural: Money(zlotys: 585), .forest: Money(zlotys: 74)]
        let joint = try JointObligation(parts, year: 2026)
        #expect(shown(joint.instalments) == "2026-03-16 399, 2026-05-15 398, 2026-09-15 398, 2026-11-16 398")
        for (instalment, split) in zip(joint.instalments, joint.byTax) { #expect(split.values.sum == instalment.amount) }
        for (tax, amount) in parts { #expect(joint.byTax.compactMap { $0[tax] }.sum == amount) }
        #expect(throws: Problem.self) { try JointObligation([.transport: Money(zlotys: 1)], year: 2026) }
        #expect(throws: Problem.self) { try JointObligation([.forest: Money(grosze: 150)], year: 2026) }
    }
}
