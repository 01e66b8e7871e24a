import Kernel
import Law
import Testing

@Suite struct DeliveryCascadeTests {
    static let address = DeliveryAddress("AE:PL-50419-15057-VDGUG-25")

    func propose(
        _ party: DeliveryRecipient, representative: DeliveryRecipient? = nil, _ office: DeliveryCircumstances = DeliveryCircumstances(), on text: String = "2026-03-12"
    ) throws -> DeliveryProposal {
        try DeliveryCascade.propose(to: party, representative: representative, in: office, on: try day(text))
    }

    @Test("The law's order: account, the office, e-Doręczenia, own people, hybrid, registered letter") func order() throws {
        let found = DeliveryRecipient.AddressSearch.found(try #require(Self.address), on: try day("2026-03-12"))
        let none = DeliveryRecipient.AddressSearch.none(on: try day("2026-03-12"))
        #expect(try propose(DeliveryRecipient(kind: .person, hasOfficeAccount: true, search: found)).channel == .officeAccount)
        #expect(try propose(DeliveryRecipient(kind: .person, isPresent: true, search: found)).channel == .handedOver)
        let electronic = try propose(DeliveryRecipient(kind: .person, search: found))
        #expect(electronic.channel == .electronic && electronic.address == Self.address && electronic.advice == nil)
        #expect(electronic.reason == "Adresat ma skrzynkę do e-Doręczeń, więc wysyłamy tam")
        #expect(try propose(DeliveryRecipient(kind: .person, search: none, givenAddress: Self.address)).channel == .electronic)
        #expect(try propose(DeliveryRecipient(kind: .person, search: none), DeliveryCircumstances(usesHybrid: true, hasMessengers: true)).channel == .messenger)
        #expect(try propose(DeliveryRecipient(kind: .person, search: none), DeliveryCircumstances(usesHybrid: true)).channel == .hybrid)
        let post = try propose(DeliveryRecipient(kind: .person, search: none))
        #expect(post.channel == .registeredPost)
        #expect(post.rejected.map(\.channel) == [.officeAccount, .handedOver, .electronic, .epuap, .messenger, .hybrid])
        #expect(post.rejected.allSatisfy { !$0.reason.isEmpty })
    }

    @Test("Who was not searched for is to be searched for first") func search() throws {
        #expect(try propose(DeliveryRecipient(kind: .company)).advice != nil)
        #expect(try propose(DeliveryRecipient(kind: .company, hasOfficeAccount: true)).advice == nil)
        #expect(try propose(DeliveryRecipient(kind: .company, search: .none(on: try day("2026-03-12")))).advice == nil)
    }

    @Test(
        "ePUAP serves everyone to the end of 2025, public bodies to the end of September 2029, then nobody",
        arguments: [
            ("2025-12-31", true, true), ("2026-01-01", false, true), ("2029-09-30", false, true), ("2029-10-01", false, false),
        ])
    func epuap(_ on: String, _ person: Bool, _ body: Bool) throws {
        let none = DeliveryRecipient.AddressSearch.none(on: try day(on))
        #expect((try propose(DeliveryRecipient(kind: .person, search: none, hasEpuapBox: true), on: on).channel == .epuap) == person)
        #expect((try propose(DeliveryRecipient(kind: .publicBody, search: none, hasEpuapBox: true), on: on).channel == .epuap) == body)
    }

    @Test("From October 2029 the hybrid service comes before the registered letter by law") func hybridDuty() throws {
        let none = DeliveryRecipient.AddressSearch.none(on: try day("2029-09-30"))
        #expect(try propose(DeliveryRecipient(kind: .person, search: none), on: "2029-09-30").channel == .registeredPost)
        #expect(try propose(DeliveryRecipient(kind: .person, search: none), on: "2029-10-01").channel == .hybrid)
        #expect(try propose(DeliveryRecipient(kind: .person, search: none), DeliveryCircumstances(isElectronic: false), on: "2029-10-01").channel == .registeredPost)
    }

    @Test("Urgent decisions go by the office's people, paper never goes electronically, a representative takes the letter") func exceptions() throws {
        let party = DeliveryRecipient(kind: .person, hasOfficeAccount: true, givenAddress: Self.address)
        #expect(try propose(party, DeliveryCircumstances(isUrgentByLaw: true)).channel == .messenger)
        #expect(try propose(party, DeliveryCircumstances(isElectronic: false)).channel == .registeredPost)
        let represented = try propose(DeliveryRecipient(kind: .person), representative: party)
        #expect(represented.channel == .officeAccount && represented.toRepresentative && represented.reason.contains("pełnomocnika"))
    }

    @Test("Without an address there is no proposal") func choice() throws {
        #expect(throws: Problem.self) { try propose(DeliveryRecipient(kind: .person, hasPostalAddress: false)) }
    }

    @Test("One rule is in force on every day") func dated() throws {
        for n in stride(from: 18_000, to: 24_000, by: 1) {
            let on = Day(daysSince1970: n)
            let holding = DeliveryCascadeRule.all.filter { $0.validFrom.map { $0 <= on } ?? true && $0.validTo.map { on <= $0 } ?? true }
            #expect(holding.count == 1)
        }
    }
}

@Suite struct PaperDeliveryTests {
    func effect(_ outcome: PaperOutcome, today: String, shift: FictionShift = .pastDaysOff) throws -> DeliveryEffect {
        try PaperDelivery.effect(of: outcome, today: try day(today), shift: shift)
    }
    func deposit(_ first: String, _ second: String?, collected: String? = nil) throws -> PaperOutcome {
        .deposited(Deposit(firstNotice: try day(first), secondNotice: try second.map(day), collectedOn: try collected.map(day)))
    }

    @Test("A letter that somebody took is delivered that day") func taken() throws {
        let on = try day("2026-03-12")
        for outcome in [
            PaperOutcome.personally(on: on), .atWorkplace(on: on), .atSeat(on: on), .householdMember(on: on), .neighbourOrCaretaker(on: on, noticeLeft: true),
        ] {
            let effect = try effect(outcome, today: "2026-03-20")
            #expect(effect.deliveredOn == on && !effect.isFiction)
        }
        #expect(try effect(.neighbourOrCaretaker(on: on, noticeLeft: false), today: "2026-03-20").deliveredOn == nil)
        let refused = try effect(.refused(on: on), today: "2026-03-20")
        #expect(refused.deliveredOn == on && refused.isFiction)
        #expect(try effect(.addresseeUnknown(movedWithoutNotice: true, attemptedOn: on), today: "2026-03-20").deliveredOn == on)
        #expect(try effect(.addresseeUnknown(movedWithoutNotice: false, attemptedOn: on), today: "2026-03-20").deliveredOn == nil)
    }

    @Test("A deposited letter counts as delivered with the fourteenth day") func deposit() throws {
        let outcome = try deposit("2026-03-16", "2026-03-24")
        guard case .waiting(let deemed, _, _) = try effect(outcome, today: "2026-03-30") else { return #expect(Bool(false)) }
        #expect(deemed == (try day("2026-03-30")))
        #expect(try effect(outcome, today: "2026-03-31") == .delivered(on: try day("2026-03-30"), isFiction: true, basis: "KPA art. 44 § 4", assumption: nil))
    }

    @Test("A fourteenth day that is a day off moves or stays by the setting, and the assumption is shown") func shift() throws {
        // 14 days from Saturday 18 April end on Saturday 2 May; the 3rd is a holiday.
        let outcome = try deposit("2026-04-18", "2026-04-27")
        guard case .delivered(let on, true, _, let assumption) = try effect(outcome, today: "2026-05-20") else { return #expect(Bool(false)) }
        #expect(on == (try day("2026-05-04")) && assumption != nil)
        guard case .delivered(let unmoved, true, _, let said) = try effect(outcome, today: "2026-05-20", shift: .none) else { return #expect(Bool(false)) }
        #expect(unmoved == (try day("2026-05-02")) && said != nil)
    }

    @Test("Notices decide whether there is a fiction at all") func notices() throws {
        #expect(try effect(deposit("2026-03-16", nil), today: "2026-04-10").deliveredOn == nil)
        #expect(try effect(deposit("2026-03-16", "2026-03-22"), today: "2026-04-10").deliveredOn == nil)
        #expect(try effect(deposit("2026-03-16", "2026-03-23"), today: "2026-04-10").deliveredOn == (try day("2026-03-30")))
        #expect(try effect(deposit("2026-03-16", "2026-03-30"), today: "2026-04-10").deliveredOn == (try day("2026-03-30")))
        #expect(try effect(deposit("2026-03-16", "2026-03-31"), today: "2026-04-10").deliveredOn == nil)
        #expect(throws: Problem.self) { try effect(deposit("2026-03-16", "2026-03-16"), today: "2026-04-10") }
        #expect(throws: Problem.self) { try effect(deposit("2026-03-16", nil, collected: "2026-03-15"), today: "2026-04-10") }
    }

    @Test("A letter taken from deposit is delivered when it was taken, unless the law had delivered it before") func collected() throws {
        let early = try effect(deposit("2026-03-16", nil, collected: "2026-03-18"), today: "2026-03-18")
        #expect(early.deliveredOn == (try day("2026-03-18")) && !early.isFiction)
        let late = try effect(deposit("2026-03-16", "2026-03-24", collected: "2026-04-02"), today: "2026-04-10")
        #expect(late.deliveredOn == (try day("2026-03-30")) && late.isFiction)
        let withoutFiction = try effect(deposit("2026-03-16", nil, collected: "2026-04-02"), today: "2026-04-10")
        #expect(withoutFiction.deliveredOn == (try day("2026-04-02")) && !withoutFiction.isFiction)
    }

    @Test("A public notice works after fourteen days") func publicNotice() throws {
        let outcome = PaperOutcome.publicNotice(publishedOn: try day("2026-03-02"))
        #expect(try effect(outcome, today: "2026-03-16").deliveredOn == nil)
        #expect(try effect(outcome, today: "2026-03-17").deliveredOn == (try day("2026-03-16")))
    }
}

@Suite struct ElectronicDeliveryTests {
    @Test("The day on the operator's proof wins over every other") func proof() throws {
        let proof = try day("2026-03-27")
        let taken = ElectronicDelivery(relation: .publicToOthers, availableOn: try day("2026-03-12"), collectedOn: try day("2026-03-20"), proofDay: proof)
        #expect(try taken.effect().deliveredOn == proof)
        #expect(try !taken.effect().isFiction)
        let fiction = ElectronicDelivery(relation: .publicToOthers, availableOn: try day("2026-03-12"), proofDay: proof)
        #expect(try fiction.effect().deliveredOn == proof && fiction.effect().isFiction)
        #expect(try ElectronicDelivery(relation: .toPublicBody, proofDay: proof, hasFailed: true).effect().deliveredOn == proof)
    }

    @Test("Without a proof a fiction is only forecast") func forecast() throws {
        // 14 days from 12 March end on Thursday the 26th.
        let waiting = ElectronicDelivery(relation: .publicToOthers, availableOn: try day("2026-03-12"))
        func deemed(_ delivery: ElectronicDelivery, _ forecast: ElectronicDeliveryRule.Forecast) throws -> Day? {
            guard case .waiting(let day, _, let assumption) = try delivery.effect(forecast: forecast) else { return nil }
            #expect((day == nil) == (assumption == nil))
            return day
        }
        #expect(try deemed(waiting, .lastDay) == (try day("2026-03-26")))
        #expect(try deemed(waiting, .dayAfter) == (try day("2026-03-27")))
        // The fourteenth day is Saturday 18 April.
        #expect(try deemed(ElectronicDelivery(relation: .publicToOthers, availableOn: try day("2026-04-04")), .lastDay) == (try day("2026-04-20")))
        #expect(try deemed(ElectronicDelivery(relation: .betweenOthers, availableOn: try day("2026-03-12")), .lastDay) == nil)
    }

    @Test("Collection delivers; a public body is reached on arrival; a failure is a failure") func others() throws {
        #expect(try ElectronicDelivery(relation: .publicToOthers, collectedOn: try day("2026-03-14")).effect().deliveredOn == (try day("2026-03-14")))
        #expect(try ElectronicDelivery(relation: .toPublicBody, availableOn: try day("2026-03-14")).effect().deliveredOn == (try day("2026-03-14")))
        guard case .failed = try ElectronicDelivery(relation: .publicToOthers, availableOn: try day("2026-03-14"), hasFailed: true).effect() else {
            return #expect(Bool(false))
        }
        #expect(throws: Problem.self) { try ElectronicDelivery(relation: .publicToOthers, availableOn: try day("2021-10-04")).effect() }
    }
}
