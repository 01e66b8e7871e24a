import Chancery
import Kernel
import Law
import Testing

@Suite struct CaseSignTests {
    @Test("Signs of the grammar are read and written back", arguments: ["OR.1431.1.2026", "AB-C.6220.12.3.2025", "b99.0002.1.2024", "11d.1.7.2026", "WOO-II.271.5.2026"])
    func valid(_ text: String) throws {
        #expect(try #require(CaseSign(text)).description == text)
    }

    @Test(
        "Texts that only look like signs are refused",
        arguments: [
            "123.0050.1.2026", "OR.0050.0.2026", "OR.0050.1.26", "", "OR", "OR.0050.1", "OR.0050.1.2026.", ".0050.1.2026", "OR-.0050.1.2026", "-OR.0050.1.2026",
            "O R.0050.1.2026", "ÓR.0050.1.2026", "OR.00a0.1.2026", "OR..1.2026", "OR.12345678901.1.2026", "OR.0050.01.2026", "OR.0050.1.0.2026", "OR.0050.1.2.3.2026",
            "OR.0050.-1.2026", "OR.0050.+1.2026", "OR.0050.99999999999999999999.2026", "OR.0050.1.0026", "OR.0050.1.2026\n", "OR.0050.١.2026",
        ])
    func invalid(_ text: String) { #expect(CaseSign(text) == nil) }

    @Test("A case in a sub-file knows its sub-file, and lists are in order") func parts() throws {
        let sign = try #require(CaseSign("AB-C.6220.12.3.2025"))
        #expect(sign.unitCode == "AB-C" && sign.symbol == "6220" && sign.number == 12 && sign.subNumber == 3 && sign.year == 2025)
        #expect(sign.base?.description == "AB-C.6220.12.2025" && sign.base?.base == nil)
        let ordered = ["OR.1431.2.2026", "OR.1431.10.2026", "OR.1431.10.1.2026", "OR.1431.1.2027"].compactMap { CaseSign($0) }
        #expect(ordered == ordered.shuffled().sorted())
        #expect(CaseSign.searchKey("or 1431/1/2026") == CaseSign.searchKey("OR.1431.1.2026"))
        #expect(CaseSign(unitCode: "12", symbol: "1", number: 1, year: 2026) == nil && CaseSign(unitCode: "A", symbol: "1", number: 0, year: 2026) == nil)
    }

    @Test("The sign on a letter adds its number and the officer, read from the left") func letters() {
        for text in ["OR.1431.1.2026", "OR.1431.1.2026.5", "OR.1431.1.2026.JK", "OR.1431.1.2026.5.JK2", "AB-C.6220.12.3.2025.7", "AB-C.6220.12.3.2025.7.a"] {
            #expect(LetterSign(text)?.description == text)
        }
        let ambiguous = LetterSign("OR.1431.1.2026.2027")
        #expect(ambiguous?.caseSign.description == "OR.1431.1.2026" && ambiguous?.letter == 2027)
        #expect(LetterSign("OR.1431.12.3.2026")?.caseSign.subNumber == 3)
        for bad in ["OR.1431.1.2026.0", "OR.1431.1.2026.5.6", "OR.1431.1.2026.JK.5", "OR.1431.1.2026.J-K", "OR.1431.1.2026.5.JK.x", "OR.1431.1"] {
            #expect(LetterSign(bad) == nil)
        }
    }
}

@Suite struct CaseWorkflowTests {
    @Test("Every event leads where the table says, and nowhere else") func table() {
        let table: [CaseState: [CaseEvent: CaseState]] = [
            .new: [
                .begin: .inProgress, .suspend: .suspended, .settle: .settled, .close: .closed, .join: .joined, .continueElsewhere: .continued,
                .markMistaken: .mistaken, .forward: .forwarded,
            ],
            .inProgress: [
                .suspend: .suspended, .settle: .settled, .close: .closed, .join: .joined, .continueElsewhere: .continued, .markMistaken: .mistaken,
                .forward: .forwarded,
            ],
            .suspended: [.resume: .inProgress, .join: .joined, .continueElsewhere: .continued],
            .settled: [.unsettle: .inProgress, .close: .closed, .continueElsewhere: .continued],
            .closed: [.reopen: .inProgress, .archive: .archived],
            .joined: [.separate: .inProgress, .archive: .archived],
            .continued: [:],
            .mistaken: [:],
            .forwarded: [.reopen: .inProgress, .archive: .archived],
            .archived: [.reopen: .inProgress, .handOver: .handedOver, .destroy: .destroyed],
            .handedOver: [:],
            .destroyed: [:],
        ]
        for state in CaseState.allCases {
            for event in CaseEvent.allCases {
                #expect((try? CaseWorkflow.next(state, event)) == table[state]?[event], "\(state) \(event)")
            }
            #expect(Set(CaseWorkflow.allowed(from: state)) == Set(table[state]?.keys.map { $0 } ?? []))
        }
    }

    @Test("From a locked state only an opening event leads out, and each refusal is a Polish sentence") func locks() {
        for state in CaseState.allCases where state.isLocked {
            for event in CaseEvent.allCases {
                if let next = try? CaseWorkflow.next(state, event), !next.isLocked { #expect(event == .reopen || event == .separate) }
            }
        }
        do {
            _ = try CaseWorkflow.next(.suspended, .close)
            Issue.record("a suspended case was closed")
        } catch { #expect(error.message == "Sprawa jest zawieszona. Najpierw podejmij postępowanie.") }
    }
}

@Suite struct CaseTermTests {
    static let holidays: Set<String> = [
        "2024-12-25", "2025-12-24", "2025-12-25", "2025-12-26", "2026-01-01", "2026-01-06", "2026-04-06", "2026-05-01", "2026-06-04", "2026-11-11", "2026-12-24",
        "2026-12-25", "2027-01-01", "2027-12-24",
    ]
    static func isDayOff(_ day: Day) -> Bool { day.weekday >= 6 || holidays.contains(day.description) }

    @Test(
        "Terms end where the code of administrative procedure says",
        arguments: [
            ("2026-07-01", 14, "d", "2026-07-15", "2026-07-15"), ("2026-07-04", 14, "d", "2026-07-18", "2026-07-20"), ("2026-07-05", 14, "d", "2026-07-19", "2026-07-20"),
            ("2026-12-10", 14, "d", "2026-12-24", "2026-12-28"), ("2024-12-10", 14, "d", "2024-12-24", "2024-12-24"), ("2025-12-10", 14, "d", "2025-12-24", "2025-12-29"),
            ("2026-05-21", 14, "d", "2026-06-04", "2026-06-05"), ("2026-04-22", 2, "w", "2026-05-06", "2026-05-06"), ("2026-03-30", 7, "d", "2026-04-06", "2026-04-07"),
            ("2026-01-31", 1, "m", "2026-02-28", "2026-03-02"), ("2026-01-15", 1, "m", "2026-02-15", "2026-02-16"), ("2026-06-30", 2, "m", "2026-08-30", "2026-08-31"),
            ("2024-02-29", 1, "y", "2025-02-28", "2025-02-28"), ("2026-10-31", 1, "m", "2026-11-30", "2026-11-30"), ("2026-12-01", 1, "m", "2027-01-01", "2027-01-04"),
            ("2026-04-24", 7, "d", "2026-05-01", "2026-05-04"), ("2027-12-10", 14, "d", "2027-12-24", "2027-12-27"), ("2028-02-29", 1, "m", "2028-03-29", "2028-03-29"),
        ])
    func vectors(_ v: (String, Int, String, String, String)) throws {
        let term = try #require(CaseTerm("\(v.1)\(v.2)")), event = try #require(Day(v.0))
        #expect(term.description == "\(v.1)\(v.2)")
        #expect(term.rawEnd(from: event).description == v.3)
        #expect(term.end(from: event, isDayOff: Self.isDayOff).description == v.4)
    }

    @Test("A term is written as it is read, and nothing else is one") func reading() {
        for bad in ["", "d", "0d", "-1d", "01d", "1x", "1 d", "10001d", "d1"] { #expect(CaseTerm(bad) == nil) }
    }

    private func due(_ exclusions: [(String, String?)]) -> String? {
        let clock = CaseClock(
            start: Day("2026-03-02")!, term: CaseTerm(1, .month)!,
            exclusions: exclusions.map { CaseExclusion(.partyDelay, from: Day($0.0)!, to: $0.1.map { Day($0)! }, basis: "art. 35 § 5") })
        return clock.due(isDayOff: Self.isDayOff)?.description
    }

    @Test("Each excluded day within the term moves its end by one, none twice, none outside it") func exclusions() {
        #expect(due([]) == "2026-04-02")
        #expect(due([("2026-03-10", "2026-03-10")]) == "2026-04-03")
        // Ten days from the 2nd of April: Sunday the 12th, so Monday.
        #expect(due([("2026-03-10", "2026-03-19")]) == "2026-04-13")
        #expect(due([("2026-03-10", "2026-03-19"), ("2026-03-15", "2026-03-19")]) == "2026-04-13")
        #expect(due([("2026-03-15", "2026-03-19"), ("2026-03-10", "2026-03-16")]) == "2026-04-13")
        #expect(due([("2026-04-03", "2026-04-30")]) == "2026-04-02")
        // The first exclusion carries the term into the second.
        #expect(due([("2026-03-10", "2026-03-13"), ("2026-04-06", "2026-04-07")]) == "2026-04-08")
        #expect(due([("2026-02-20", "2026-03-02")]) == "2026-04-02")
        #expect(due([("2026-02-20", "2026-03-03")]) == "2026-04-03")
        #expect(due([("2026-03-20", nil)]) == nil)
        #expect(due([("2026-04-20", nil)]) == "2026-04-02")
    }

    @Test("The light is green above seven days, amber to the last day, red after it") func light() {
        let due = Day("2026-03-20")!
        #expect([-8, -7, 0, 1].map { CaseLight.of(due: due, today: due.adding(days: $0)) } == [.green, .amber, .amber, .red])
    }

    @Test("Reminders fall at seven, five, three and no days, each once; a missed day is made up") func reminders() {
        let due = Day("2026-03-20")!
        func today(_ left: Int, _ given: Set<CaseReminder> = []) -> [CaseReminder] { CaseReminder.due(caseDue: due, today: due.adding(days: -left), given: given) }
        #expect(today(8).isEmpty)
        #expect(today(7) == [.week] && today(6, [.week]).isEmpty && today(6) == [.week])
        #expect(today(5, [.week]) == [.delayNotice] && today(4, [.week, .delayNotice]).isEmpty)
        #expect(today(3, [.week, .delayNotice]) == [.threeDays] && today(3, [.week]) == [.threeDays, .delayNotice])
        #expect(today(0, [.week, .delayNotice, .threeDays]) == [.lastDay])
        // The server stood for two weeks: the gravest reminder, and no draft that would come too late.
        #expect(today(-4) == [.lastDay] && today(-4, [.lastDay]).isEmpty)
        #expect(CaseReminder.allCases.filter(\.goesToSuperior) == [.threeDays, .lastDay])
    }

    @Test("A decision is final when the last party's time for appeal has passed, or all have waived") func finality() throws {
        typealias P = CaseFinality.Party
        func day(_ s: String) -> Day { Day(s)! }
        func standing(_ parties: [P]) throws -> CaseFinality.Standing {
            let found = try CaseFinality(parties, today: day("2026-08-01"), calendar: .statutory)
            return found.standing
        }
        let (a, b) = (CasePartyID(1), CasePartyID(2))
        // 1 July + 14 days is Wednesday the 15th; 4 July + 14 is a Saturday, so the term ends on Monday the 20th.
        #expect(try standing([P(party: a, delivered: day("2026-07-01"))]) == .finalFrom(day("2026-07-16")))
        #expect(try standing([P(party: a, delivered: day("2026-07-01")), P(party: b, delivered: day("2026-07-04"))]) == .finalFrom(day("2026-07-21")))
        #expect(try standing([P(party: a, delivered: day("2026-07-01")), P(party: b)]) == .undelivered)
        #expect(try standing([]) == .undelivered)
        #expect(try standing([P(party: a, delivered: day("2026-07-01"), waived: day("2026-07-03"))]) == .finalFrom(day("2026-07-03")))
        #expect(
            try standing([P(party: a, delivered: day("2026-07-01"), waived: day("2026-07-03")), P(party: b, delivered: day("2026-07-01"))])
                == .finalFrom(day("2026-07-16")))
        #expect(try standing([P(party: a, delivered: day("2026-07-01"), appealed: day("2026-07-10")), P(party: b, delivered: day("2026-07-01"))]) == .appealed)
    }
}

@Suite struct RulingTests {
    typealias P = CaseFinality.Party
    private let party = CasePartyID(1)
    private func day(_ s: String) -> Day { Day(s)! }
    private func finality(_ p: P, of kind: RulingKind, today: String = "2026-08-01") throws -> CaseFinality {
        try CaseFinality([p], of: kind, today: day(today), calendar: .statutory)
    }

    @Test("An order is final after seven days, a decision after fourteen; only a decision goes on to be beyond the court") func orders() throws {
        let p = P(party: party, delivered: day("2026-07-01"))
        #expect(try finality(p, of: .order).standing == .finalFrom(day("2026-07-09")))
        #expect(try finality(p, of: .order).appealEnds(party) == day("2026-07-08"))
        #expect(try finality(p, of: .decision).standing == .finalFrom(day("2026-07-16")))
        #expect(try finality(p, of: .order, today: "2027-01-01").bindingOn == nil)
        #expect(try finality(p, of: .decision, today: "2027-01-01").bindingOn != nil)
        #expect(try finality(p, of: .order, today: "2026-07-08").isFinal(on: day("2026-07-08")) == nil)
        #expect(try finality(p, of: .order).isFinal(on: day("2026-07-09")) == day("2026-07-09"))
    }

    @Test("An appeal is judged by the day that counts: posting with the designated operator keeps the term, a courier's does not") func timeliness() throws {
        func judged(_ way: FilingWay, handedIn: String?, received: String, proof: Bool = true) throws -> Timeliness? {
            let filing = Filing(way: way, handedIn: handedIn.map(day), received: day(received), hasProofOfReceipt: proof)
            let p = P(party: party, delivered: day("2026-07-01"), appealed: day(received), appeal: FiledAppeal(filing))
            let found = try finality(p, of: .decision)
            #expect(found.standing == .appealed)
            return found.timeliness(party)
        }
        guard case .kept(let on, let reason)? = try judged(.designatedOperator, handedIn: "2026-07-15", received: "2026-07-20") else { throw Wrong() }
        #expect(on == day("2026-07-15") && reason.contains("art. 57 § 5"))
        guard case .late(_, let days, _)? = try judged(.otherOperator, handedIn: "2026-07-15", received: "2026-07-20") else { throw Wrong() }
        #expect(days == 5)
        guard case .unknown? = try judged(.designatedOperator, handedIn: nil, received: "2026-07-20") else { throw Wrong() }
        guard case .late? = try judged(.electronicService, handedIn: "2026-07-15", received: "2026-07-20", proof: false) else { throw Wrong() }
    }
    private struct Wrong: Error {}

    @Test("An appeal that had no effect leaves the term as it was; one taken back closes the party when that is known") func ended() throws {
        var p = P(party: party, delivered: day("2026-07-01"), appealed: day("2026-07-20"), outcome: .withoutEffect)
        #expect(try finality(p, of: .decision).standing == .finalFrom(day("2026-07-16")))
        (p.appealed, p.outcome, p.outcomeDay) = (day("2026-07-10"), .withdrawn, day("2026-07-28"))
        #expect(try finality(p, of: .decision).standing == .finalFrom(day("2026-07-28")))
        p.outcome = .pending
        #expect(try finality(p, of: .decision).standing == .appealed)
    }
}

@Suite struct SettlingTermTests {
    private let today = Day("2026-03-12")!

    @Test("The kind of a case gives its term and the basis; a term without a length says so; what is from memory asks to be checked") func kinds() {
        func term(_ kind: StatutoryTermKind) -> SettlingTerm { SettlingTerm(kind, on: today) }
        #expect(term(.certificate) == SettlingTerm(CaseTerm(7, .day), basis: "KPA art. 217 § 3"))
        #expect(term(.investigation) == SettlingTerm(CaseTerm(1, .month), basis: "KPA art. 35 § 3"))
        #expect(term(.immediate) == SettlingTerm(nil, basis: "niezwłocznie, KPA art. 35 § 2"))
        #expect(term(.petition).term == CaseTerm(3, .month) && term(.petition).basis.hasSuffix("sprawdź przepis"))
        #expect(term(.buildingPermit).term == CaseTerm(65, .day))
        #expect(StatutoryTermKind.ofCases.contains(.complaint) && !StatutoryTermKind.ofCases.contains(.appeal))
    }

    @Test("The office's own length goes before that of the law") func own() {
        var setting = ClassSetting(term: ClassTerm(3, .day), kind: .certificate)
        #expect(setting.settling(on: today) == SettlingTerm(CaseTerm(3, .day), basis: "termin ustalony dla klasy"))
        setting.term = nil
        #expect(setting.settling(on: today).term == CaseTerm(7, .day))
        #expect(ClassSetting().settling(on: today) == SettlingTerm())
    }
}

@Suite struct MetadataGapTests {
    @Test("What table A requires and a letter lacks; nothing is asked of a sender who is not known") func gaps() {
        var m = LetterMetadata(senders: [Correspondent(.person(surname: "Łoś", givenNames: "Jan"))], title: "Wniosek")
        #expect(MetadataGap.of(m, channel: .paper) == [.town, .country, .letterDate])
        #expect(MetadataGap.of(m, channel: .epuap) == [.town, .country, .letterDate, .format])
        m.senders[0].address = PostalAddress(town: "Prusice", country: "Polska")
        (m.letterDate, m.formats) = (PartialDate(Day("2026-03-01")!), ["text/xml"])
        #expect(MetadataGap.of(m, channel: .epuap).isEmpty)
        m.senders = [Correspondent(.unknown)]
        #expect(MetadataGap.of(m, channel: .paper) == [.sender])
    }
}

@Suite struct CaseClockInExcludedTime {
    @Test("A term that a day off moved into excluded time ends after it") func moved() throws {
        // Counted to Saturday 14 March, so moved to Monday; from Sunday to Tuesday nothing is counted.
        let term = try #require(CaseTerm(14, .day))
        let pause = CaseExclusion(.partyDelay, from: Day("2026-03-15")!, to: Day("2026-03-17")!, basis: "art. 35 § 5")
        let due = CaseClock(start: Day("2026-02-28")!, term: term, exclusions: [pause]).due { $0.weekday > 5 }
        #expect(due == Day("2026-03-18"))
    }

    @Test("A term longer than any of the law is no term") func bounds() {
        #expect(CaseTerm(100, .year) != nil && CaseTerm(101, .year) == nil)
        #expect(CaseTerm(1_200, .month) != nil && CaseTerm(1_201, .month) == nil)
        #expect(CaseTerm("10000d") != nil && CaseTerm("10001d") == nil)
    }
}

@Suite struct CaseAccessTests {
    typealias D = OfficeDesk
    private func share(_ unit: UnitID, officer: OfficerID? = nil, element: Int64? = nil, mayAdd: Bool = false, until: Day? = nil, revoked: Bool = false) -> CaseShare {
        CaseShare(
            id: 1, unit: unit, officer: officer, element: element.map { CaseElementID($0) }, mayAdd: mayAdd, until: until, grantedAt: D.noon, grantedBy: "x",
            revokedAt: revoked ? D.noon : nil)
    }
    private func sight(_ shares: [CaseShare], _ acting: ActingOfficer = D.iga, _ rights: OfficerRights = D.cooperating) -> CaseSight {
        CaseSight.of(D.file, shares: shares, acting: acting, rights: rights)
    }
    private func access(_ shares: [CaseShare]) -> CaseSight { sight(shares) }

    @Test("The keeping unit sees all; others what was shared with them, as long as it lasts") func extent() {
        let head = sight([], D.head, D.rights(D.head, .unitHead, heads: true))
        #expect(head.extent == .everything && head.mayAdd)
        #expect(access([]).extent == .nothing && !access([]).mayAdd)
        #expect(access([share(D.estates)]).extent == .everything && !access([share(D.estates)]).mayAdd)
        let parts = access([share(D.estates, element: 5), share(D.estates, element: 7, mayAdd: true)])
        #expect(parts.extent == .elements([CaseElementID(5), CaseElementID(7)]) && parts.mayAdd)
        #expect(access([share(D.office)]).extent == .nothing)
        #expect(access([share(D.estates, officer: D.adam.officer)]).extent == .nothing)
        #expect(access([share(D.estates, officer: D.iga.officer)]).extent == .everything)
        #expect(access([share(D.estates, revoked: true)]).extent == .nothing)
        #expect(access([share(D.estates, until: D.today.adding(days: -1))]).extent == .nothing)
        #expect(access([share(D.estates, until: D.today)]).extent == .everything)
    }
}
