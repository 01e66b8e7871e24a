public import Kernel
public import Store

/// When a decision becomes final (ostateczna) for each party and for all. Source: KPA art. 16, 127a, 129; R4.6.
public struct CaseFinality: Sendable, Hashable {
    /// Time for an appeal (art. 129 § 2); a dated setting of the law.
    public static let appealDays = 14

    /// What is known about one party.
    public struct Party: Sendable, Hashable {
        public var party: CasePartyID
        /// Day the decision was delivered to the party, or to its attorney.
        public var delivered: Day?
        /// Day the authority got the waiver of appeal (art. 127a).
        public var waived: Day?
        /// Day an appeal was lodged in time.
        public var appealed: Day?

        public init(party: CasePartyID, delivered: Day? = nil, waived: Day? = nil, appealed: Day? = nil) {
            self.party = party
            self.delivered = delivered
            self.waived = waived
            self.appealed = appealed
        }

        /// The first day on which the decision is final for this party; `nil` while it is not known or an appeal was lodged.
        public func finalFrom(isDayOff: (Day) -> Bool) -> Day? {
            guard appealed == nil, let delivered else { return nil }
            let afterTerm = CaseTerm(CaseFinality.appealDays, .day).map { $0.end(from: delivered, isDayOff: isDayOff).adding(days: 1) }
            guard let waived, waived >= delivered else { return afterTerm }
            return afterTerm.map { min($0, waived) }
        }
    }

    /// How far a decision is.
    public enum Standing: Sendable, Hashable {
        /// Not delivered to everybody yet.
        case undelivered
        /// An appeal was lodged.
        case appealed
        /// Final from that day on.
        case finalFrom(Day)
    }

    public static func standing(_ parties: [Party], isDayOff: (Day) -> Bool) -> Standing {
        if parties.contains(where: { $0.appealed != nil }) { return .appealed }
        let days = parties.map { $0.finalFrom(isDayOff: isDayOff) }
        guard !days.isEmpty, let last = days.compactMap(\.self).max(), !days.contains(nil) else { return .undelivered }
        return .finalFrom(last)
    }
}

extension Cases {
    /// Records what is known about the delivery of a decision to one party; what is `nil` stays as it was.
    ///
    /// Deliveries and appeals come after the settlement, so a closed case takes them as well; the journal keeps each.
    public static func recordFinality(
        _ c: any SQLConnection, _ id: CaseID, decision: String, _ p: CaseFinality.Party, by officer: ActingOfficer, at now: Instant
    ) throws {
        guard try parties(c, id).contains(where: { $0.id == p.party }) else { throw Problem(.notFound, "Nie ma takiej strony w sprawie.") }
        if let delivered = p.delivered, let later = [p.waived, p.appealed].compactMap(\.self).min(), later < delivered {
            throw Problems([Problem(.invalidInput, "Odwołanie i zrzeczenie nie mogą być wcześniejsze niż doręczenie", field: "dzien")])
        }
        try c.execute(
            """
            INSERT INTO case_finality (case_id, decision, party_id, delivered_day, waived_day, appealed_day, recorded_at, recorded_by)
            VALUES (\(id), \(decision), \(p.party), \(p.delivered), \(p.waived), \(p.appealed), \(now), \(officer.signedName))
            ON CONFLICT (case_id, decision, party_id) DO UPDATE SET delivered_day = COALESCE(excluded.delivered_day, case_finality.delivered_day),
                waived_day = COALESCE(excluded.waived_day, case_finality.waived_day),
                appealed_day = COALESCE(excluded.appealed_day, case_finality.appealed_day), recorded_at = excluded.recorded_at,
                recorded_by = excluded.recorded_by
            """)
        let days = [("doręczono", p.delivered), ("zrzeczenie", p.waived), ("odwołanie", p.appealed)].compactMap { name, day in day.map { "\(name) \($0)" } }
        try Journal.append(
            c,
            JournalEntry(
                actor: officer.account, act: "ostateczność", object: CaseFile.object(id), after: "\(decision); strona \(p.party); \(days.joined(separator: ", "))"),
            at: now)
    }

    /// What is known about a decision, for each party to whom it goes.
    public static func finality(_ c: any SQLConnection, _ id: CaseID, decision: String) throws -> [CaseFinality.Party] {
        let known = try c.query(
            "SELECT party_id, delivered_day, waived_day, appealed_day FROM case_finality WHERE case_id = \(id) AND decision = \(decision)"
        ) { row in
            CaseFinality.Party(
                party: try row.id("party_id"), delivered: try row.parsedOrNil("delivered_day"), waived: try row.parsedOrNil("waived_day"),
                appealed: try row.parsedOrNil("appealed_day"))
        }
        return try parties(c, id).filter { $0.removal == nil && ($0.role == .party || $0.role == .participant) }.map { p in
            known.first { $0.party == p.id } ?? CaseFinality.Party(party: p.id)
        }
    }
}

extension Cases {
    /// The decisions about whose delivery something is known, in the order of their names.
    public static func decisions(_ c: any SQLConnection, _ id: CaseID) throws -> [String] {
        try c.query("SELECT DISTINCT decision FROM case_finality WHERE case_id = \(id) ORDER BY decision \(sql: c.dialect.ascending)") { try $0.text("decision") }
    }
}
