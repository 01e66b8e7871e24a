public import Kernel
public import Store

/// How one case stands to another; each relation is seen from both.
public struct CaseRelation: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        case related = "powiazana"
        /// Goes on with a case kept under another sign before (poprzedni znak, R1.13).
        case continues = "kontynuacja"
        case continuedBy = "kontynuowana-w"
        case joinedTo = "polaczona-z"
        case absorbed = "obejmuje"
        case splitFrom = "wydzielona-z"
        case splitInto = "wydzielono-do"
        /// Was joined once and parted again.
        case parted = "rozlaczona"
        /// An appeal, complaint or reminder against what the other case decided.
        case appeals = "odwolanie-od"
        case appealedBy = "zaskarzona-w"

        public var inverse: Kind {
            switch self {
            case .related: .related
            case .continues: .continuedBy
            case .continuedBy: .continues
            case .joinedTo: .absorbed
            case .absorbed: .joinedTo
            case .splitFrom: .splitInto
            case .splitInto: .splitFrom
            case .parted: .parted
            case .appeals: .appealedBy
            case .appealedBy: .appeals
            }
        }
        public var polishName: String {
            switch self {
            case .related: "powiązana"
            case .continues: "kontynuacja, poprzedni znak"
            case .continuedBy: "kontynuowana pod znakiem"
            case .joinedTo: "połączona ze sprawą"
            case .absorbed: "obejmuje sprawę"
            case .splitFrom: "wydzielona ze sprawy"
            case .splitInto: "wydzielono z niej sprawę"
            case .parted: "rozłączona ze sprawą"
            case .appeals: "odwołanie od rozstrzygnięcia w sprawie"
            case .appealedBy: "rozstrzygnięcie zaskarżono w sprawie"
            }
        }
    }
    public var other: CaseID
    public var sign: CaseSign
    public var title: String
    public var state: CaseState
    public var kind: Kind
    public var at: Instant
    public var by: String

    public init(other: CaseID, sign: CaseSign, title: String, state: CaseState, kind: Kind, at: Instant, by: String) {
        self.other = other
        self.sign = sign
        self.title = title
        self.state = state
        self.kind = kind
        self.at = at
        self.by = by
    }
}

extension Cases {
    /// Mentions two cases in each other.
    public static func relate(_ c: any SQLConnection, _ id: CaseID, _ kind: CaseRelation.Kind, to other: CaseID, by officer: ActingOfficer, at now: Instant) throws {
        guard id != other else { throw Problem(.invalidInput, "Wskaż inną sprawę niż ta.") }
        try relate(c, try existing(c, id), try existing(c, other), kind, by: officer, at: now)
    }

    static func relate(_ c: any SQLConnection, _ a: CaseFile, _ b: CaseFile, _ kind: CaseRelation.Kind, by officer: ActingOfficer, at now: Instant) throws {
        for (from, to, kind) in [(a, b, kind), (b, a, kind.inverse)] {
            let added = try c.execute(
                """
                INSERT INTO case_relation (case_id, other_id, kind, at, by_name) VALUES (\(from.id), \(to.id), \(kind.rawValue), \(now), \(officer.signedName))
                ON CONFLICT (case_id, other_id, kind) DO NOTHING
                """)
            guard added == 1 else { continue }
            try Journal.append(
                c, JournalEntry(actor: officer.account, act: "relacja-spraw", object: CaseFile.object(from.id), after: "\(kind.polishName) \(to.sign)"), at: now)
        }
    }

    public static func relations(_ c: any SQLConnection, _ id: CaseID) throws -> [CaseRelation] {
        try c.query(
            """
            SELECT r.other_id, r.kind, r.at, r.by_name, f.sign, f.title, f.state FROM case_relation r JOIN case_file f ON f.id = r.other_id
            WHERE r.case_id = \(id) ORDER BY r.at \(sql: c.dialect.ascending), r.other_id \(sql: c.dialect.ascending), r.kind \(sql: c.dialect.ascending)
            """
        ) { row in
            CaseRelation(
                other: try row.id("other_id"), sign: try row.parsed("sign"), title: try row.text("title"), state: try row.symbol("state"),
                kind: try row.symbol("kind"), at: try row.instant("at"), by: try row.text("by_name"))
        }
    }
}
