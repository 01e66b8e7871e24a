import Kernel
import Revenue
import Testing

@Suite struct SelfAssessmentTests {
    @Test("Natural persons inform and get a decision, others declare and pay; one company makes all co-owners declare") func forms() {
        #expect(SelfAssessment.form(.property, .naturalPerson) == "IN-1")
        #expect(SelfAssessment.form(.property, .ofCoOwners([.naturalPerson, .legalPerson])) == "DN-1")
        #expect(SelfAssessment.form(.agricultural, .ofCoOwners([.naturalPerson, .naturalPerson])) == "IR-1")
        #expect(SelfAssessment.form(.transport, .naturalPerson) == "DT-1")
        #expect(Taxpayer.naturalPerson.isAssessedByDecision && !Taxpayer.legalPerson.isAssessedByDecision)
    }

    @Test("Declarations have yearly dates; an information is due 14 days after an event only") func dates() throws {
        #expect(SelfAssessment.filingEnd(.property, .legalPerson, year: 2027) == (try day("2027-02-01")))
        #expect(SelfAssessment.filingEnd(.agricultural, .legalPerson, year: 2027) == (try day("2027-01-15")))
        #expect(SelfAssessment.filingEnd(.transport, .naturalPerson, year: 2027) == (try day("2027-02-15")))
        #expect(SelfAssessment.filingEnd(.property, .naturalPerson, year: 2027) == nil)
        #expect(SelfAssessment.filingEnd(.property, .naturalPerson, year: 2026, event: try day("2026-03-10")) == (try day("2026-03-24")))
        #expect(SelfAssessment.filingEnd(.property, .legalPerson, year: 2026, event: try day("2026-03-14")) == (try day("2026-03-30")))
    }

    @Test("The same account is paid otherwise by a person and by a company") func samePropertyTwoTaxpayers() throws {
        let tax = PropertyTax.tax(try [item(.businessBuildings, "100"), item(.businessLand, "1000")])
        #expect(tax == Money(zlotys: 5_003))
        #expect(try Instalments.decision(tax, year: 2026).count == 4)
        let company = try Instalments.declaration(tax, .property, year: 2026)
        #expect(company.count == 12 && company.map(\.amount).sum == tax)
    }

    @Test("A declaration is compared line by line and in total") func comparison() throws {
        let counted = try PropertyTax.assess([item(.residential, "60"), item(.otherLand, "400")])
        #expect(try SelfAssessment.differences(declared: counted.lines, total: counted.tax, from: counted).isEmpty)
        let found = try SelfAssessment.differences(declared: [counted.lines[0], money("300.00")], total: Money(zlotys: 375), from: counted)
        #expect(found.map(\.line) == [1, nil])
        #expect(found.map(\.counted) == [try money("308.00"), Money(zlotys: 383)])
        #expect(throws: Problem.self) { try SelfAssessment.differences(declared: [], total: .zero, from: counted) }
    }

    @Test("A person's tax not above the cost of a letter is not assessed; a company's is") func small() throws {
        let letter = SelfAssessment.letterCosts[2016]
        #expect(SelfAssessment.isTooSmall(Money(zlotys: 6), .naturalPerson, letterCost: letter))
        #expect(!SelfAssessment.isTooSmall(Money(zlotys: 7), .naturalPerson, letterCost: letter))
        #expect(!SelfAssessment.isTooSmall(Money(zlotys: 6), .legalPerson, letterCost: letter))
        #expect(!SelfAssessment.isTooSmall(Money(zlotys: 6), .naturalPerson, letterCost: nil))
    }
}
