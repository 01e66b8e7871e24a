import Kernel
import Law
import Testing

@Suite struct TermTests {
    /// Event, amount, unit, raw end, end.
    static let vectors = """
        2026-07-01,14,D,2026-07-15,2026-07-15
        2026-07-04,14,D,2026-07-18,2026-07-20
        2026-07-05,14,D,2026-07-19,2026-07-20
        2026-12-10,14,D,2026-12-24,2026-12-28
        2024-12-10,14,D,2024-12-24,2024-12-24
        2025-12-10,14,D,2025-12-24,2025-12-29
        2026-05-21,14,D,2026-06-04,2026-06-05
        2026-04-22,2,W,2026-05-06,2026-05-06
        2026-03-30,7,D,2026-04-06,2026-04-07
        2026-01-31,1,M,2026-02-28,2026-03-02
        2026-01-15,1,M,2026-02-15,2026-02-16
        2026-06-30,2,M,2026-08-30,2026-08-31
        2024-02-29,1,Y,2025-02-28,2025-02-28
        2026-10-31,1,M,2026-11-30,2026-11-30
        2026-08-14,1,M,2026-09-14,2026-09-14
        2026-12-01,1,M,2027-01-01,2027-01-04
        2026-07-25,7,D,2026-08-01,2026-08-03
        2026-04-24,7,D,2026-05-01,2026-05-04
        2027-12-10,14,D,2027-12-24,2027-12-27
        2028-02-29,1,M,2028-03-29,2028-03-29
        2025-11-28,14,D,2025-12-12,2025-12-12
        """.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }

    @Test("Terms end where the vectors say", arguments: vectors)
    func known(_ v: [String]) throws {
        let unit: Term.Unit = try #require(["D": .day, "W": .week, "M": .month, "Y": .year][v[2]])
        let end = try TermRules.end(of: Term(try #require(Int(v[1])), unit), from: try day(v[0]))
        #expect(end.rawEnd.description == v[3])
        #expect(end.end.description == v[4])
        #expect(end.skipped.count == end.end.daysSince1970 - end.rawEnd.daysSince1970)
    }

    @Test("Each day passed over carries its reason") func skipped() throws {
        let end = try TermRules.end(of: .days(7), from: try day("2026-04-24"))
        #expect(
            end.skipped.map { "\($0.day) \($0.reason.polishName)" } == [
                "2026-05-01 Święto Państwowe 1 Maja", "2026-05-02 sobota", "2026-05-03 Święto Narodowe Trzeciego Maja",
            ])
        #expect(end.end == (try day("2026-05-04")))
        #expect(try TermRules.end(of: .days(14), from: try day("2026-04-30")).skipped.isEmpty)
    }

    @Test("A day without its number ends on the last of the month; a leap day on the last of February") func monthEnds() throws {
        #expect(try TermRules.rawEnd(of: .months(1), from: try day("2024-01-31")) == (try day("2024-02-29")))
        #expect(try TermRules.rawEnd(of: .months(13), from: try day("2026-12-31")) == (try day("2028-01-31")))
        #expect(try TermRules.rawEnd(of: .years(4), from: try day("2024-02-29")) == (try day("2028-02-29")))
        #expect(try TermRules.rawEnd(of: .years(3), from: try day("2024-02-29")) == (try day("2027-02-28")))
    }

    @Test("Terms that are not positive or leave the calendar are refused") func refused() throws {
        for count in [0, -1, Int.min, TermRules.longestCount + 1, Int.max] {
            for unit in Term.Unit.allCases {
                #expect(throws: Problem.self) { try TermRules.end(of: Term(count, unit), from: try day("2026-01-01")) }
            }
        }
        #expect(throws: Problem.self) { try TermRules.end(of: .years(9000), from: try day("2026-01-01")) }
        #expect(throws: Problem.self) { try TermRules.end(of: .days(1), from: try day("9999-12-31")) }
    }

    @Test("An end is a working day, the skipped days are not and lie without gap before it; later events never end earlier")
    func properties() throws {
        var random = SeededGenerator(seed: 57)
        let calendar = OfficialCalendar.statutory
        for _ in 0..<3000 {
            let event = Day(daysSince1970: Int.random(in: 15_000...30_000, using: &random))
            let unit = try #require(Term.Unit.allCases.randomElement(using: &random))
            let term = Term(Int.random(in: 1...60, using: &random), unit)
            let end = try TermRules.end(of: term, from: event)
            #expect(calendar.isWorkingDay(end.end))
            #expect(end.rawEnd > event && end.rawEnd <= end.end)
            #expect(end.skipped.map(\.day) == (end.rawEnd.daysSince1970..<end.end.daysSince1970).map(Day.init(daysSince1970:)))
            #expect(end.skipped.allSatisfy { calendar.dayOff($0.day) == $0.reason })
            #expect(try TermRules.end(of: term, from: event.adding(days: 1)).end >= end.end)
            #expect(try TermRules.end(of: Term(term.count + 1, unit), from: event).end >= end.end)
            if unit == .week { #expect(end.rawEnd.weekday == event.weekday) }
            if unit == .month || unit == .year {
                let last = Day.length(ofMonth: end.rawEnd.month, year: end.rawEnd.year)
                #expect(end.rawEnd.day == event.day || (event.day > last && end.rawEnd.day == last))
            }
        }
    }

    @Test("Every kind of term is in force with a source, and an office's own term goes before the house's") func statutory() throws {
        let today = try day("2026-03-12")
        for kind in StatutoryTermKind.allCases {
            let term = try #require(StatutoryTerm.inForce(kind, on: today), "\(kind)")
            #expect(!term.source.isEmpty)
            if let length = term.length { #expect(length.count > 0) }
        }
        #expect(StatutoryTerm.inForce(.complex, on: today)?.length == .months(2))
        #expect(StatutoryTerm.inForce(.immediate, on: today)?.length == nil)
        let own = StatutoryTerm(.certificate, .days(3), from: .receipt, source: "zarządzenie", validFrom: try day("2026-03-01"), validTo: try day("2026-03-31"))
        #expect(StatutoryTerm.inForce(.certificate, on: today, of: StatutoryTerm.all + [own])?.length == .days(3))
        #expect(StatutoryTerm.inForce(.certificate, on: try day("2026-04-01"), of: StatutoryTerm.all + [own])?.length == .days(7))
    }
}

@Suite struct TimelinessTests {
    func of(_ way: FilingWay, handedIn: String?, received: String, proof: Bool = true) throws -> Timeliness {
        Timeliness.of(
            Filing(way: way, handedIn: try handedIn.map(day), received: try day(received), hasProofOfReceipt: proof), termEnd: try day("2026-03-16"))
    }

    @Test("Posting, sending and handing in at the places of the act keep the term; other ways count on arrival", arguments: FilingWay.allCases)
    func ways(_ way: FilingWay) throws {
        guard case .kept = try of(way, handedIn: "2026-03-16", received: "2026-03-16") else { return #expect(Bool(false)) }
        let late = try of(way, handedIn: "2026-03-16", received: "2026-03-19")
        if way.countsWhenHandedIn {
            #expect({ if case .kept(let on, _) = late { on.description == "2026-03-16" } else { false } }())
        } else {
            #expect({ if case .late(_, 3, _) = late { true } else { false } }())
        }
        #expect({ if case .late = $0 { true } else { false } }(try of(way, handedIn: "2026-03-17", received: "2026-03-19")))
    }

    @Test("Without the proof of receipt the arrival counts; without the posting day a person has to look") func doubts() throws {
        #expect({ if case .late(_, 1, _) = $0 { true } else { false } }(try of(.electronicDelivery, handedIn: "2026-03-16", received: "2026-03-17", proof: false)))
        #expect({ if case .unknown = $0 { true } else { false } }(try of(.designatedOperator, handedIn: nil, received: "2026-03-17")))
        #expect({ if case .kept = $0 { true } else { false } }(try of(.designatedOperator, handedIn: nil, received: "2026-03-16")))
        #expect({ if case .unknown = $0 { true } else { false } }(try of(.prison, handedIn: "2026-03-20", received: "2026-03-19")))
    }
}
