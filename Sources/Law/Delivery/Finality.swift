public import Kernel

/// What is known of one party when a decision's finality is asked for.
public struct PartyStanding: Sendable, Hashable {
    public enum Appeal: Sendable, Hashable {
        case none
        /// Filed and not yet settled.
        case pending
        /// Filed late or inadmissible, so found by the higher organ; has no effect.
        case dismissed
        /// Withdrawn; the order that ended the proceedings became known on the day.
        case withdrawn(on: Day)
    }

    /// Who it is; the caller's own mark.
    public var party: String
    /// The day of delivery; `nil` while it is not known.
    public var deliveredOn: Day?
    public var appeal: Appeal
    /// The day on which the organ received the statement of waiving the appeal. Art. 127a.
    public var waivedOn: Day?

    public init(party: String, deliveredOn: Day?, appeal: Appeal = .none, waivedOn: Day? = nil) {
        self.party = party
        self.deliveredOn = deliveredOn
        self.appeal = appeal
        self.waivedOn = waivedOn
    }
}

/// When a decision became final. Computed for each party and for all.
public struct Finality: Sendable, Hashable {
    public struct Party: Sendable, Hashable {
        public var party: String
        /// The last day for the party's appeal; `nil` without a delivery.
        public var appealEnds: Day?
        /// From this day the party has no appeal; `nil` when it still may have one.
        public var closedOn: Day?
        /// Why it is open, or how it was closed, in Polish.
        public var reason: String
    }

    public var parties: [Party]
    /// The day from which the decision is final (ostateczna); `nil` while a party stands open or the day is still to come.
    public var finalOn: Day?
    /// The day from which it is beyond the court too (prawomocna).
    public var bindingOn: Day?

    /// How the day of being beyond the court follows from the day of finality. A setting of the office.
    public enum CourtRule: Sendable, Hashable {
        /// So long after finality, the time for a complaint to the voivodeship administrative court.
        case after(Term)
        /// At once: a decision nobody appealed from cannot be complained of to the court.
        case atOnce

        public static let standard = CourtRule.after(.days(30))
    }

    /// The finality of a first-instance decision.
    ///
    /// A party is closed on the day after its term for appeal, or on the day its waiver reached the organ. The decision is final when
    /// the last party is closed; when all waived, it is beyond the court on that day too. Source: KPA art. 16 § 1 and 3, art. 127a,
    /// art. 129 § 2, art. 57 § 4.
    /// - Parameter today: days still to come are not reported as reached.
    public static func ofFirstInstance(
        _ standings: [PartyStanding], today: Day, appealTerm: Term = .days(14), court: CourtRule = .standard,
        calendar: OfficialCalendar = .statutory
    ) throws(Problem) -> Finality {
        var parties: [Party] = []
        for standing in standings { parties.append(try close(standing, appealTerm, calendar)) }
        let closed = parties.compactMap(\.closedOn)
        guard !parties.isEmpty, closed.count == parties.count, let finalOn = closed.max(), finalOn <= today else {
            return Finality(parties: parties, finalOn: nil, bindingOn: nil)
        }
        let allWaived = zip(standings, parties).allSatisfy { $0.waivedOn != nil && $0.waivedOn == $1.closedOn }
        return Finality(parties: parties, finalOn: finalOn, bindingOn: try binding(finalOn, allWaived ? .atOnce : court, today, calendar))
    }

    /// The finality of a decision of the higher organ: final when it was issued, beyond the court when the last party's time for a
    /// complaint has passed. Source: KPA art. 16; PPSA art. 53 § 1 (from memory).
    /// - Parameter complained: a complaint lies with the court.
    public static func ofHigherInstance(
        issuedOn: Day, _ standings: [PartyStanding], complained: Bool, today: Day, complaintTerm: Term = .days(30),
        calendar: OfficialCalendar = .statutory
    ) throws(Problem) -> Finality {
        var parties: [Party] = []
        for standing in standings {
            guard let delivered = standing.deliveredOn else {
                parties.append(Party(party: standing.party, appealEnds: nil, closedOn: nil, reason: "nie ma daty doręczenia"))
                continue
            }
            let end = try TermRules.end(of: complaintTerm, from: delivered, calendar: calendar).end
            parties.append(Party(party: standing.party, appealEnds: end, closedOn: end.adding(days: 1), reason: "upłynął termin skargi do sądu"))
        }
        let closed = parties.compactMap(\.closedOn)
        var binding: Day?
        if !complained, !parties.isEmpty, closed.count == parties.count, let last = closed.max(), last <= today { binding = last }
        return Finality(parties: parties, finalOn: issuedOn <= today ? issuedOn : nil, bindingOn: binding)
    }

    private static func close(_ s: PartyStanding, _ term: Term, _ calendar: OfficialCalendar) throws(Problem) -> Party {
        guard let delivered = s.deliveredOn else {
            return Party(party: s.party, appealEnds: nil, closedOn: nil, reason: "nie ma daty doręczenia")
        }
        let end = try TermRules.end(of: term, from: delivered, calendar: calendar).end
        func party(_ closedOn: Day?, _ reason: String) -> Party { Party(party: s.party, appealEnds: end, closedOn: closedOn, reason: reason) }
        switch s.appeal {
        case .pending: return party(nil, "wniesiono odwołanie")
        case .withdrawn(let day): return party(max(end.adding(days: 1), day), "odwołanie cofnięto")
        case .none, .dismissed: break
        }
        if let waived = s.waivedOn, waived <= end, s.appeal == .none {
            guard waived >= delivered else {
                throw Problem(.invalidInput, "Zrzeczenie się odwołania jest przed doręczeniem decyzji. Popraw daty.", field: "waivedOn")
            }
            return party(waived, "strona zrzekła się odwołania (art. 127a KPA)")
        }
        return party(end.adding(days: 1), s.appeal == .dismissed ? "odwołanie nie miało skutku" : "upłynął termin odwołania")
    }

    private static func binding(_ finalOn: Day, _ court: CourtRule, _ today: Day, _ calendar: OfficialCalendar) throws(Problem) -> Day? {
        let day: Day
        switch court {
        case .atOnce: day = finalOn
        case .after(let term): day = try TermRules.end(of: term, from: finalOn, calendar: calendar).end.adding(days: 1)
        }
        return day <= today ? day : nil
    }
}
