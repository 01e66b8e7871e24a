import Chancery
import Kernel
import Law
import Testing

@Suite struct OutgoingWorkflowTests {
    /// Takes events in turn; the last result.
    private func after(_ events: [OutgoingEvent], kind: OutgoingLetterKind = .outgoing) throws -> (OutgoingState, [OutgoingAction]) {
        var workflow = OutgoingWorkflow(kind: kind)
        var actions: [OutgoingAction] = []
        for event in events { actions = try workflow.take(event) }
        return (workflow.state, actions)
    }

    @Test("The way of a letter over two levels, event by event") func way() throws {
        var w = OutgoingWorkflow(kind: .outgoing)
        #expect(try w.take(.save) == [.keepVersion] && w.state == .draft)
        #expect(try w.take(.submit(levels: 2)) == [.ask(level: 1)] && w.state == .awaitingApproval(level: 1, of: 2))
        #expect(try w.take(.accept) == [.ask(level: 2)] && w.state == .awaitingApproval(level: 2, of: 2))
        #expect(try w.take(.sendBack(words: "popraw datę")) == [] && w.state == .returned(words: "popraw datę"))
        #expect(try w.take(.save) == [.keepVersion] && w.state == .returned(words: "popraw datę"))
        #expect(try w.take(.submit(levels: 2)) == [.ask(level: 1)])
        #expect(try w.take(.correctAndAccept) == [.keepVersion, .ask(level: 2)])
        #expect(try w.take(.accept) == [.giveSign, .askForSignature] && w.state == .approved)
        #expect(try w.take(.sign) == [.seal] && w.state == .signed)
        #expect(try w.take(.deliveryChanged(.delivered)) == [] && w.state == .signed)
        #expect(try w.take(.allHandedOver) == [] && w.state == .dispatched)
        #expect(try w.take(.deliveryChanged(.undelivered)) == [] && w.state == .undelivered)
        #expect(try w.take(.sendAgain) == [] && w.state == .signed)
        #expect(try w.take(.allHandedOver) == [] && w.take(.deliveryChanged(.delivered)) == [] && w.state == .delivered)
    }

    @Test("An internal letter is accepted and distributed, never signed") func inside() throws {
        #expect(try after([.submit(levels: 1), .accept], kind: .inside) == (.approved, [.giveSign]))
        #expect(try after([.submit(levels: 1), .accept, .distribute], kind: .inside) == (.dispatched, [.seal]))
        #expect(throws: Problem.self) { try after([.submit(levels: 1), .accept, .sign], kind: .inside) }
        #expect(throws: Problem.self) { try after([.submit(levels: 1), .accept, .distribute]) }
    }

    private static let states: [(OutgoingState, Set<String>)] = [
        (.draft, ["save", "submit", "cancel"]),
        (.returned(words: "x"), ["save", "submit", "cancel"]),
        (.awaitingApproval(level: 1, of: 1), ["recall", "accept", "correctAndAccept", "sendBack"]),
        (.approved, ["sendBack", "sign", "withdraw"]),
        (.signed, ["allHandedOver", "deliveryChanged", "withdraw", "sendAgain"]),
        (.dispatched, ["allHandedOver", "deliveryChanged", "sendAgain"]),
        (.delivered, ["allHandedOver", "deliveryChanged"]),
        (.undelivered, ["allHandedOver", "deliveryChanged", "sendAgain"]),
        (.withdrawn(reason: "x"), []),
        (.cancelled(reason: "x"), []),
    ]
    private static let events: [(String, OutgoingEvent)] = [
        ("save", .save), ("submit", .submit(levels: 1)), ("recall", .recall), ("accept", .accept), ("correctAndAccept", .correctAndAccept),
        ("sendBack", .sendBack(words: "x")), ("sign", .sign), ("distribute", .distribute), ("allHandedOver", .allHandedOver),
        ("deliveryChanged", .deliveryChanged(.delivered)), ("sendAgain", .sendAgain), ("withdraw", .withdraw(reason: "x")), ("cancel", .cancel(reason: "x")),
    ]

    @Test("Every event in every state is either allowed or refused without a change", arguments: states.indices) func table(_ index: Int) throws {
        let (state, allowed) = Self.states[index]
        for (name, event) in Self.events {
            var workflow = OutgoingWorkflow(state, kind: .outgoing)
            if allowed.contains(name) {
                #expect(throws: Never.self, "\(name) in \(state.code)") { _ = try workflow.take(event) }
            } else {
                let problem = #expect(throws: Problem.self, "\(name) in \(state.code)") { try workflow.take(event) }
                #expect(problem?.code == .conflict && workflow.state == state)
            }
        }
    }

    @Test("Words are asked for where somebody has to read them") func words() {
        for event in [OutgoingEvent.cancel(reason: ""), .submit(levels: 0), .submit(levels: 7)] {
            var workflow = OutgoingWorkflow(kind: .outgoing)
            #expect(throws: Problem.self) { try workflow.take(event) }
            #expect(workflow.state == .draft)
        }
        var waiting = OutgoingWorkflow(.approved, kind: .outgoing)
        #expect(throws: Problem.self) { try waiting.take(.sendBack(words: "")) }
        #expect(throws: Problem.self) { try waiting.take(.withdraw(reason: "")) }
    }
}

@Suite struct DispatchWorkflowTests {
    private func day(_ n: Int) -> Day { Day(year: 2026, month: 3, day: n) ?? Day(daysSince1970: 0) }
    private func state(_ events: [DispatchEvent], by channel: DispatchChannel = .registeredWithSlip, rule: DepositRule = DepositRule(shift: .none)) throws
        -> DispatchState
    {
        var workflow = DispatchWorkflow(channel: channel, rule: rule)
        for event in events { _ = try workflow.take(event) }
        return workflow.state
    }

    @Test("An electronic delivery waits for the operator's proof, whose day counts; a fiction is never of our making") func electronicDelivery() throws {
        // Notice D.1 on 2 March: it waits, and the forecast is the 16th.
        var way = DispatchWorkflow(channel: .eDelivery, rule: DepositRule())
        for event in [DispatchEvent.submitted, .noticed(day(2))] { #expect(try way.take(event)) }
        #expect(way.state == .noticed(first: day(2), second: nil))
        #expect(throws: Problem.self) { try way.take(.uncollected(day(20))) }
        #expect(way.state == .noticed(first: day(2), second: nil))
        // Proof BP.OP without E.1.
        #expect(try way.take(.deemed(day(17), .electronic)))
        #expect(way.state == .deemedDelivered(day(17), .electronic))
    }

    @Test("The fiction of ePUAP ended with 2025; of what was noticed before, it still tells") func oldFiction() throws {
        var late = DispatchWorkflow(.sent, channel: .epuapDelivery)
        #expect(try late.take(.noticed(day(2))))
        #expect(throws: Problem.self) { try late.take(.deemed(day(16), .legacyPlatform)) }
        var early = DispatchWorkflow(.sent, channel: .epuapDelivery)
        #expect(try early.take(.noticed(Day("2025-12-31")!)))
        #expect(try early.take(.deemed(Day("2026-01-14")!, .legacyPlatform)))
        #expect(early.state == .deemedDelivered(Day("2026-01-14")!, .legacyPlatform))
    }

    @Test("A letter in deposit counts as delivered on the fourteenth day from the first notice") func deposit() throws {
        let way: [DispatchEvent] = [.submitted, .noticed(day(2)), .noticedAgain(day(10)), .uncollected(day(20))]
        #expect(try state(way) == .deemedDelivered(day(16), .deposit))
        // The fourteenth day is a Saturday: the office has set whether it moves.
        let saturday: [DispatchEvent] = [.submitted, .noticed(day(7)), .noticedAgain(day(14)), .uncollected(day(23))]
        #expect(try state(saturday) == .deemedDelivered(day(21), .deposit))
        #expect(try state(saturday, rule: DepositRule()) == .deemedDelivered(day(23), .deposit))
        // Without a second notice, or back too early, it is no delivery and waits for a person.
        #expect(try state([.submitted, .noticed(day(2)), .uncollected(day(20))]).needsAttention)
        #expect(try state([.submitted, .noticed(day(2)), .noticedAgain(day(10)), .uncollected(day(12))]).needsAttention)
        #expect(throws: Problem.self) { try state([.submitted, .uncollected(day(20))]) }
        #expect(throws: Problem.self) { try state([.submitted, .noticed(day(5)), .noticedAgain(day(4))]) }
        #expect(try state([.submitted, .uncollected(day(20))], by: .ordinary) == .returned(day(20), words: "nie odebrano w terminie"))
    }

    @Test("Evidence may come late, twice or out of order; the earliest delivery counts") func order() throws {
        #expect(try state([.delivered(day(5)), .submitted]) == .delivered(day(5)))
        #expect(try state([.submitted, .delivered(day(5)), .delivered(day(9))]) == .delivered(day(5)))
        #expect(try state([.submitted, .noticed(day(2)), .noticedAgain(day(10)), .uncollected(day(20)), .delivered(day(8))]) == .delivered(day(8)))
        #expect(try state([.submitted, .noticed(day(2)), .noticedAgain(day(10)), .uncollected(day(20)), .delivered(day(25))]) == .deemedDelivered(day(16), .deposit))
        #expect(try state([.submitted, .refused(day(4)), .returned(day(8), words: "zwrot")]) == .refused(day(4)))
        #expect(try state([.submitted, .returned(day(8), words: "adresat się wyprowadził"), .delivered(day(7))]) == .delivered(day(7)))
        #expect(try state([.failed(words: "brak skrytki"), .submitted]) == .sent)
        #expect(try state([.submitted, .delivered(day(5)), .failed(words: "x")]) == .delivered(day(5)))
        #expect(try state([.submitted, .deemed(day(18), .electronic), .delivered(day(20))], by: .eDelivery) == .deemedDelivered(day(18), .electronic))
    }

    @Test("Refusal is delivery, a return is not, and what has left cannot be taken back") func endings() throws {
        #expect(DispatchState.refused(day(4)).effectiveDay == day(4))
        #expect(DispatchState.returned(day(4), words: "").effectiveDay == nil && DispatchState.returned(day(4), words: "").needsAttention)
        #expect(throws: Problem.self) { try state([.submitted, .cancelled(words: "x")]) }
        #expect(try state([.cancelled(words: "x")]) == .cancelled(words: "x"))
        #expect(throws: Problem.self) { try state([.cancelled(words: "x"), .delivered(day(4))]) }
        var workflow = DispatchWorkflow(channel: .epuapDelivery)
        #expect(try workflow.take(.submitted) && !workflow.take(.submitted))
    }
}

@Suite struct ChannelProposalTests {
    private static let address = DeliveryAddress("AE:PL-50419-15057-VDGUG-25")

    private func proposal(_ day: String = "2026-03-12", _ change: (inout ChannelFacts) -> Void) -> ChannelProposal? {
        var facts = ChannelFacts(DeliveryRecipient(kind: .person, hasPostalAddress: false))
        change(&facts)
        return Day(day).flatMap { ChannelProposal.cascade(facts, on: $0) }
    }

    @Test("The law's cascade becomes a channel with its reason; what is no delivery goes a simpler way") func cascade() {
        #expect(proposal { _ in } == nil)
        #expect(proposal { $0.isInside = true }?.channel == .inside)
        let all = proposal {
            $0.recipient = DeliveryRecipient(kind: .person, hasOfficeAccount: true, givenAddress: Self.address)
            $0.office = DeliveryCircumstances(usesHybrid: true, hasMessengers: true)
        }
        #expect(all?.channel == .account && all?.alternatives.map(\.channel) == [.eDelivery, .hybrid, .courier, .registeredWithSlip, .inPerson])
        let electronic = proposal { $0.recipient.givenAddress = Self.address }
        #expect(electronic?.channel == .eDelivery && electronic?.reason == "Adresat ma skrzynkę do e-Doręczeń, więc wysyłamy tam (art. 39 KPA)")
        #expect(proposal { $0.recipient.hasPostalAddress = true }?.channel == .registeredWithSlip)
        #expect(proposal { $0.recipient.hasPostalAddress = true }?.advice != nil)
        #expect(proposal { $0.recipient = DeliveryRecipient(kind: .publicBody, hasEpuapBox: true) }?.channel == .epuapBox)
        #expect(proposal("2029-10-01") { $0.recipient = DeliveryRecipient(kind: .publicBody, hasEpuapBox: true) }?.channel == .hybrid)
        #expect(proposal { $0.recipient = DeliveryRecipient(kind: .person, hasEpuapBox: true) }?.channel == .registeredWithSlip)
        #expect(
            proposal {
                $0.recipient = DeliveryRecipient(kind: .person, hasEpuapBox: true)
                $0.isLegacyPlatformCase = true
            }?.channel == .epuapDelivery)
        #expect(
            proposal {
                $0.recipient = DeliveryRecipient(kind: .person, givenAddress: Self.address)
                $0.office.isElectronic = false
            }?.channel == .registeredWithSlip)
        func simple(_ need: ChannelFacts.Need, email: Bool) -> DispatchChannel? {
            proposal {
                $0.recipient.hasPostalAddress = true
                ($0.need, $0.hasEmail) = (need, email)
            }?.channel
        }
        #expect(simple(.trace, email: false) == .registered && simple(.none, email: false) == .ordinary && simple(.none, email: true) == .email)
        #expect(proposal { ($0.need, $0.hasEmail) = (.none, true) }?.channel == .email)
        #expect(proposal { $0.hasEmail = true } == nil)
        #expect(proposal { $0.isManyParties = true }?.channel == .publicNotice)
        #expect(proposal { $0.recipient.isPresent = true }?.channel == .inPerson)
    }

    @Test("What an addressee lacks for a channel is said in words") func obstacles() {
        var a = Addressee(Correspondent(.person(surname: "Łoś", givenNames: "Jan"), address: PostalAddress(town: "Prusice")))
        a.electronicAddress = "AE:PL-1"
        for channel in [DispatchChannel.eDelivery, .epuapBox, .epuapDelivery, .registeredWithSlip, .email, .inside] {
            #expect(ChannelProposal.obstacle(channel, for: a) != nil)
        }
        a.electronicAddress = Self.address?.description
        a.correspondent.address.building = "1"
        #expect(ChannelProposal.obstacle(.eDelivery, for: a) == nil && ChannelProposal.obstacle(.registered, for: a) == nil)
    }
}

@Suite struct PostingNumberTests {
    @Test("Numbers are read as they stand on stickers, with their control digit") func numbers() {
        // The example of the standard S10.
        #expect(PostingNumber("RR 473124829 GB")?.check == .correct && PostingNumber("RR473124828GB")?.check == .wrong)
        // The control digit of a serial shipping container code, counted by hand: 139 and 1 make 140.
        #expect(PostingNumber("(00) 559007734217474601")?.check == .correct && PostingNumber("00559007734217474602")?.check == .wrong)
        #expect(PostingNumber("00559007734217474602")?.warning != nil && PostingNumber("RR473124828GB")?.warning == nil)
        #expect(PostingNumber("rr473124829gb")?.description == "RR473124829GB")
        #expect(PostingNumber("12345")?.check == .unknownForm)
        for bad in ["", "12", "RR/1234", "ąąąąą", String(repeating: "1", count: 41)] { #expect(PostingNumber(bad) == nil) }
    }

    @Test("Register numbers are read in both forms") func registerNumbers() {
        #expect(OutgoingRegisterNumber("rpwy/17/2026") == OutgoingRegisterNumber(.outgoing, year: 2026, number: 17))
        #expect(OutgoingRegisterNumber("RPWew-2026-3") == OutgoingRegisterNumber(.inside, year: 2026, number: 3))
        #expect(OutgoingRegisterNumber(.outgoing, year: 2026, number: 17).description == "RPWy/17/2026")
        for bad in ["RPW/1/2026", "RPWy/0/2026", "RPWy//2026", "RPWy/1/26", "RPWy-17-2026"] { #expect(OutgoingRegisterNumber(bad) == nil) }
        #expect(OutgoingLetterID(identifier: "pismo-7") == OutgoingLetterID(7) && OutgoingLetterID(identifier: "PISMO-0") == nil)
    }
}
