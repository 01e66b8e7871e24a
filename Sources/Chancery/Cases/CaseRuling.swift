public import Kernel
public import Law
public import Store

/// What a ruling (rozstrzygnięcie) is, as far as the remedy against it depends on it.
public enum RulingKind: String, Sendable, CaseIterable {
    /// Decyzja: appealed from within fourteen days (KPA art. 129 § 2).
    case decision = "decyzja"
    /// Postanowienie, where the code gives a complaint (zażalenie): seven days (KPA art. 141 § 2, with art. 144 for all else).
    case order = "postanowienie"

    public var polishName: String { rawValue }
    /// The remedy a party has.
    public var remedy: String { self == .decision ? "odwołanie" : "zażalenie" }
    public var remedyOf: String { self == .decision ? "odwołania" : "zażalenia" }
    /// The word for what nobody can appeal from any more.
    public var finalWord: String { self == .decision ? "ostateczna" : "ostateczne" }

    /// The term of the remedy, as it is in force on the day of delivery.
    public func remedyTerm(on day: Day) -> StatutoryTerm? { StatutoryTerm.inForce(self == .decision ? .appeal : .orderAppeal, on: day) }
}

/// What became of an appeal or complaint.
public enum AppealOutcome: String, Sendable, CaseIterable {
    case pending = "w-toku"
    /// Late or inadmissible, so found by the higher organ (KPA art. 134).
    case withoutEffect = "bez-skutku"
    /// Taken back (KPA art. 137).
    case withdrawn = "cofniete"

    public func polishName(_ kind: RulingKind) -> String {
        switch self {
        case .pending: "czeka na rozpatrzenie"
        case .withoutEffect: "bez skutku: po terminie albo niedopuszczalne (art. 134 KPA)"
        case .withdrawn: kind == .decision ? "odwołanie cofnięto (art. 137 KPA)" : "zażalenie cofnięto (art. 137 i 144 KPA)"
        }
    }
}

/// An appeal as it came in: enough to judge whether it came in time.
public struct FiledAppeal: Sendable, Hashable {
    public var filing: Filing
    /// The number of the letter in the register; empty where it is not known.
    public var letter: String

    public init(_ filing: Filing, letter: String = "") {
        self.filing = filing
        self.letter = letter
    }

    /// The day it was made, for the list of parties; which day counts is said by `Timeliness`.
    var day: Day { filing.handedIn ?? filing.received }
}

/// A ruling of a case, with what is known of its delivery to each party and how far it is on the way to being final.
public struct RulingStanding: Sendable, Hashable {
    public var name: String
    public var parties: [CaseFinality.Party]
    public var finality: CaseFinality

    public init(name: String, parties: [CaseFinality.Party], finality: CaseFinality) {
        self.name = name
        self.parties = parties
        self.finality = finality
    }

    public var kind: RulingKind { finality.kind }
}

extension FilingWay {
    /// How a letter of the register came, as far as its channel tells; on paper only a person knows which operator carried it.
    public init?(_ channel: Channel) {
        switch channel {
        case .epuap, .portal: self = .electronicService
        case .eDelivery: self = .electronicDelivery
        case .inPerson: self = .inPerson
        case .email: self = .otherOperator
        case .paper: return nil
        }
    }
}

extension Cases {
    /// What a ruling is; a decision where nobody said.
    public static func ruling(_ c: any SQLConnection, _ id: CaseID, decision: String) throws -> RulingKind {
        try c.first("SELECT kind FROM case_ruling WHERE case_id = \(id) AND name = \(decision)") { try $0.symbol("kind") } ?? .decision
    }

    /// Every ruling about whose delivery something is known.
    public static func rulings(_ c: any SQLConnection, _ id: CaseID, today: Day, calendar: OfficialCalendar) throws -> [RulingStanding] {
        try decisions(c, id).map { name in
            let parties = try finality(c, id, decision: name)
            return RulingStanding(
                name: name, parties: parties, finality: try CaseFinality(parties, of: try ruling(c, id, decision: name), today: today, calendar: calendar))
        }
    }

    static func setRuling(_ c: any SQLConnection, _ id: CaseID, decision: String, _ kind: RulingKind) throws {
        try c.execute(
            """
            INSERT INTO case_ruling (case_id, name, kind) VALUES (\(id), \(decision), \(kind.rawValue))
            ON CONFLICT (case_id, name) DO UPDATE SET kind = excluded.kind
            """)
    }

    /// Records an appeal of one party, with the facts on which its timeliness rests (KPA art. 57 § 5, art. 129).
    public static func recordAppeal(
        _ c: any SQLConnection, _ id: CaseID, decision: String, party: CasePartyID, _ appeal: FiledAppeal, by officer: ActingOfficer, at now: Instant
    ) throws {
        let f = appeal.filing
        if let handedIn = f.handedIn, handedIn > f.received {
            throw Problems([Problem(.invalidInput, "Nadanie nie może być późniejsze niż wpływ do urzędu", field: "nadano")])
        }
        try recordFinality(c, id, decision: decision, CaseFinality.Party(party: party, appealed: appeal.day), by: officer, at: now)
        try c.execute(
            """
            UPDATE case_finality SET appealed_day = \(appeal.day), appeal_way = \(f.way.rawValue), appeal_handed_in = \(f.handedIn), appeal_received = \(f.received),
                appeal_has_proof = \(f.hasProofOfReceipt), appeal_letter = \(appeal.letter), appeal_outcome = \(AppealOutcome.pending.rawValue), appeal_outcome_day = NULL
            WHERE case_id = \(id) AND decision = \(decision) AND party_id = \(party)
            """)
    }

    /// What became of the appeal.
    ///
    /// - Parameter day: on which the order that ended the appeal became known; needed for one taken back.
    public static func endAppeal(
        _ c: any SQLConnection, _ id: CaseID, decision: String, party: CasePartyID, _ outcome: AppealOutcome, on day: Day?, by officer: ActingOfficer, at now: Instant
    ) throws {
        if outcome == .withdrawn, day == nil { throw Problems([Problem(.invalidInput, "Wpisz dzień, w którym skończyło się postępowanie odwoławcze", field: "dzien")]) }
        let changed = try c.execute(
            """
            UPDATE case_finality SET appeal_outcome = \(outcome.rawValue), appeal_outcome_day = \(day), recorded_at = \(now), recorded_by = \(officer.performer.name)
            WHERE case_id = \(id) AND decision = \(decision) AND party_id = \(party) AND appealed_day IS NOT NULL
            """)
        guard changed == 1 else { throw Problem(.conflict, "Ta strona nie wniosła odwołania. Zapisz je najpierw.") }
        try Journal.append(
            c,
            JournalEntry(
                actor: officer.account, act: "wynik-odwołania", object: CaseFile.object(id),
                after: "\(decision); strona \(party); \(outcome.rawValue)\(day.map { " \($0)" } ?? "")"), at: now)
    }
}
