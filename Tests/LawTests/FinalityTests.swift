import Kernel
import Law
import Testing

@Suite struct FinalityTests {
    func standing(_ party: String, _ delivered: String?, appeal: PartyStanding.Appeal = .none, waived: String? = nil) throws -> PartyStanding {
        PartyStanding(party: party, deliveredOn: try delivered.map(day), appeal: appeal, waivedOn: try waived.map(day))
    }
    func finality(_ standings: [PartyStanding], today: String = "2027-01-01", court: Finality.CourtRule = .standard) throws -> Finality {
        try Finality.ofFirstInstance(standings, today: try day(today), court: court)
    }

    @Test("A decision is final on the day after the last party's term") func lastParty() throws {
        // The 14th day of B is Saturday 4 July, moved to Monday the 6th.
        let result = try finality([standing("A", "2026-06-15"), standing("B", "2026-06-20")])
        #expect(result.parties.map(\.appealEnds) == [try day("2026-06-29"), try day("2026-07-06")])
        #expect(result.parties.map(\.closedOn) == [try day("2026-06-30"), try day("2026-07-07")])
        #expect(result.finalOn == (try day("2026-07-07")))
        #expect(result.bindingOn == (try day("2026-08-07")))
        #expect(try finality([standing("A", "2026-06-15")], court: .atOnce).bindingOn == (try day("2026-06-30")))
    }

    @Test("Days still to come are not reported") func future() throws {
        let parties = [try standing("A", "2026-06-15")]
        #expect(try finality(parties, today: "2026-06-29").finalOn == nil)
        #expect(try finality(parties, today: "2026-06-30").finalOn == (try day("2026-06-30")))
        #expect(try finality(parties, today: "2026-06-30").bindingOn == nil)
        #expect(try finality(parties, today: "2026-06-29").parties[0].closedOn == (try day("2026-06-30")))
    }

    @Test("A party without a delivery or with an appeal keeps the decision open") func open() throws {
        #expect(try finality([standing("A", "2026-06-15"), standing("B", nil)]).finalOn == nil)
        let appealed = try finality([standing("A", "2026-06-15"), standing("B", "2026-06-15", appeal: .pending)])
        #expect(appealed.finalOn == nil)
        #expect(appealed.parties.map(\.reason) == ["upłynął termin odwołania", "wniesiono odwołanie"])
        #expect(try finality([]).finalOn == nil)
        #expect(try finality([standing("A", "2026-06-15", appeal: .dismissed)]).finalOn == (try day("2026-06-30")))
        #expect(try finality([standing("A", "2026-06-15", appeal: .withdrawn(on: try day("2026-08-10")))]).finalOn == (try day("2026-08-10")))
    }

    @Test("When all waived the decision is final and beyond the court on the day of the last waiver") func waiver() throws {
        let all = try finality([standing("A", "2026-06-15", waived: "2026-06-16"), standing("B", "2026-06-15", waived: "2026-06-18")])
        #expect(all.finalOn == (try day("2026-06-18")) && all.bindingOn == all.finalOn)
        let one = try finality([standing("A", "2026-06-15", waived: "2026-06-16"), standing("B", "2026-06-15")])
        #expect(one.finalOn == (try day("2026-06-30")) && one.bindingOn != one.finalOn)
        // A waiver after the term changes nothing.
        let late = try finality([standing("A", "2026-06-15", waived: "2026-07-15")])
        #expect(late.finalOn == (try day("2026-06-30")) && late.bindingOn != late.finalOn)
        #expect(throws: Problem.self) { try finality([standing("A", "2026-06-15", waived: "2026-06-14")]) }
    }

    @Test("A decision of the higher organ is final at once and beyond the court after the last complaint's time") func higher() throws {
        let parties = [try standing("A", "2026-06-15"), try standing("B", "2026-06-18")]
        func result(complained: Bool) throws -> Finality {
            try Finality.ofHigherInstance(issuedOn: try day("2026-06-10"), parties, complained: complained, today: try day("2027-01-01"))
        }
        #expect(try result(complained: false).finalOn == (try day("2026-06-10")))
        // 30 days from 18 June end on Saturday 18 July, moved to the 20th.
        #expect(try result(complained: false).bindingOn == (try day("2026-07-21")))
        #expect(try result(complained: true).bindingOn == nil)
    }
}
