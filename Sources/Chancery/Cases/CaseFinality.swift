public import Kernel
public import Law
public import Store

/// How far a decision is on the way to being final, from what the file knows of its parties. Source: KPA art. 16, 127a, 129; R4.6.
public struct CaseFinality: Sendable, Hashable {
    /// What is known about one party.
    public struct Party: Sendable, Hashable {
        public var party: CasePartyID
        /// Day the decision was delivered to the party, or to its attorney.
        public var delivered: Day?
        /// Day the authority got the waiver of appeal (art. 127a).
        public var waived: Day?
        /// Day an appeal was lodged.
        public var appealed: Day?
        /// How it was lodged, where that is known.
        public var appeal: FiledAppeal?
        public var outcome: AppealOutcome
        /// When an appeal that was taken back ended.
        public var outcomeDay: Day?

        public init(
            party: CasePartyID, delivered: Day? = nil, waived: Day? = nil, appealed: Day? = nil, appeal: FiledAppeal? = nil, outcome: AppealOutcome = .pending,
            outcomeDay: Day? = nil
        ) {
            self.party = party
            self.delivered = delivered
            self.waived = waived
            self.appealed = appealed
            self.appeal = appeal
            self.outcome = outcome
            self.outcomeDay = outcomeDay
        }

        /// An appeal that was lodged and has not ended.
        public var hasPendingAppeal: Bool { appealed != nil && outcome == .pending }

        private var state: PartyStanding.Appeal {
            guard let appealed else { return .none }
            return switch outcome {
            case .pending: .pending
            case .withoutEffect: .dismissed
            case .withdrawn: .withdrawn(on: outcomeDay ?? appealed)
            }
        }

        fileprivate var standing: PartyStanding {
            PartyStanding(
                party: party.description, deliveredOn: delivered, appeal: state,
                waivedOn: waived.flatMap { day in delivered.flatMap { day >= $0 ? day : nil } })
        }
    }

    /// How far a decision is.
    public enum Standing: Sendable, Hashable {
        /// Not delivered to everybody yet.
        case undelivered
        /// An appeal was lodged.
        case appealed
        /// Final from that day on; it may still be to come.
        case finalFrom(Day)
    }

    public let standing: Standing
    /// The day from which it is beyond the court too (prawomocna); `nil` until it has come.
    public let bindingOn: Day?
    public let kind: RulingKind
    private let closing: [CasePartyID: Day]
    private let ends: [CasePartyID: Day]
    private let timeliness: [CasePartyID: Timeliness]

    /// - Parameter kind: which remedy there is, and so how long a party has for it.
    public init(_ parties: [Party], of kind: RulingKind = .decision, today: Day, calendar: OfficialCalendar) throws(Problem) {
        let length = kind.remedyTerm(on: today)?.length ?? .days(14)
        let finality = try Finality.ofFirstInstance(parties.map(\.standing), today: today, appealTerm: length, calendar: calendar)
        var closing: [CasePartyID: Day] = [:], ends: [CasePartyID: Day] = [:], timeliness: [CasePartyID: Timeliness] = [:]
        for (known, party) in zip(parties, finality.parties) {
            closing[known.party] = party.closedOn
            ends[known.party] = party.appealEnds
            if let end = party.appealEnds, let filing = known.appeal?.filing { timeliness[known.party] = Timeliness.of(filing, termEnd: end) }
        }
        (self.kind, self.closing, self.ends, self.timeliness) = (kind, closing, ends, timeliness)
        // Only of decisions does the law say when they are beyond the court (KPA art. 16 § 3).
        bindingOn = kind == .decision ? finality.bindingOn : nil
        standing =
            if parties.contains(where: \.hasPendingAppeal) {
                .appealed
            } else if let last = closing.values.max(), closing.count == parties.count {
                .finalFrom(last)
            } else {
                .undelivered
            }
    }

    /// The first day on which the party has no appeal any more; `nil` while it is not known or an appeal was lodged.
    public func finalFrom(_ party: CasePartyID) -> Day? { closing[party] }
    /// The last day of the party's term; `nil` without a delivery.
    public func appealEnds(_ party: CasePartyID) -> Day? { ends[party] }
    /// Whether the party's appeal came in time; `nil` where there is none, or too little is known.
    public func timeliness(_ party: CasePartyID) -> Timeliness? { timeliness[party] }
    /// The day since which everybody is without a remedy, if it has come.
    public func isFinal(on day: Day) -> Day? { if case .finalFrom(let from) = standing, from <= day { from } else { nil } }
}

extension Cases {
    /// Records what is known about the delivery of a decision to one party; what is `nil` stays as it was.
    ///
    /// Deliveries and appeals come after the settlement, so a closed case takes them as well; the journal keeps each.
    public static func recordFinality(
        _ c: any SQLConnection, _ id: CaseID, decision: String, kind: RulingKind? = nil, _ p: CaseFinality.Party, by officer: ActingOfficer, at now: Instant
    ) throws {
        try recordFinality(c, id, decision: decision, kind: kind, p, by: officer.performer, at: now)
    }

    /// The same, told by evidence that came back by itself.
    public static func recordFinality(
        _ c: any SQLConnection, _ id: CaseID, decision: String, kind: RulingKind? = nil, _ p: CaseFinality.Party, by performer: Performer, at now: Instant
    ) throws {
        guard try parties(c, id).contains(where: { $0.id == p.party }) else { throw Problem(.notFound, "Nie ma takiej strony w sprawie.") }
        if let delivered = p.delivered, let later = [p.waived, p.appealed].compactMap(\.self).min(), later < delivered {
            throw Problems([Problem(.invalidInput, "Odwołanie i zrzeczenie nie mogą być wcześniejsze niż doręczenie", field: "dzien")])
        }
        try c.execute(
            """
            INSERT INTO case_finality (case_id, decision, party_id, delivered_day, waived_day, appealed_day, recorded_at, recorded_by)
            VALUES (\(id), \(decision), \(p.party), \(p.delivered), \(p.waived), \(p.appealed), \(now), \(performer.name))
            ON CONFLICT (case_id, decision, party_id) DO UPDATE SET delivered_day = COALESCE(excluded.delivered_day, case_finality.delivered_day),
                waived_day = COALESCE(excluded.waived_day, case_finality.waived_day),
                appealed_day = COALESCE(excluded.appealed_day, case_finality.appealed_day), recorded_at = excluded.recorded_at,
                recorded_by = excluded.recorded_by
            """)
        if let kind { try setRuling(c, id, decision: decision, kind) }
        let days = [("doręczono", p.delivered), ("zrzeczenie", p.waived), ("odwołanie", p.appealed)].compactMap { name, day in day.map { "\(name) \($0)" } }
        try Journal.append(
            c,
            JournalEntry(
                actor: performer.id, act: "ostateczność", object: CaseFile.object(id), after: "\(decision); strona \(p.party); \(days.joined(separator: ", "))"),
            at: now)
    }

    /// What is known about a decision, for each party to whom it goes.
    public static func finality(_ c: any SQLConnection, _ id: CaseID, decision: String) throws -> [CaseFinality.Party] {
        let known = try c.query(
            """
            SELECT party_id, delivered_day, waived_day, appealed_day, appeal_way, appeal_handed_in, appeal_received, appeal_has_proof, appeal_letter, appeal_outcome,
                appeal_outcome_day
            FROM case_finality WHERE case_id = \(id) AND decision = \(decision)
            """
        ) { row in
            CaseFinality.Party(
                party: try row.id("party_id"), delivered: try row.parsedOrNil("delivered_day"), waived: try row.parsedOrNil("waived_day"),
                appealed: try row.parsedOrNil("appealed_day"), appeal: try appeal(row), outcome: try row.symbol("appeal_outcome"),
                outcomeDay: try row.parsedOrNil("appeal_outcome_day"))
        }
        return try parties(c, id).filter { $0.removal == nil && ($0.role == .party || $0.role == .participant) }.map { p in
            known.first { $0.party == p.id } ?? CaseFinality.Party(party: p.id)
        }
    }
}

extension Cases {
    private static func appeal(_ row: any SQLRow) throws -> FiledAppeal? {
        guard let way = try row.textOrNil("appeal_way").flatMap({ FilingWay(rawValue: $0) }), let received: Day = try row.parsedOrNil("appeal_received") else {
            return nil
        }
        return FiledAppeal(
            Filing(way: way, handedIn: try row.parsedOrNil("appeal_handed_in"), received: received, hasProofOfReceipt: try row.bool("appeal_has_proof")),
            letter: try row.text("appeal_letter"))
    }

    /// The decisions about whose delivery something is known, in the order of their names.
    public static func decisions(_ c: any SQLConnection, _ id: CaseID) throws -> [String] {
        try c.query("SELECT DISTINCT decision FROM case_finality WHERE case_id = \(id) ORDER BY decision \(sql: c.dialect.ascending)") { try $0.text("decision") }
    }
}
