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

    /// Opens a case for a part of another one; the chosen elements lie in both files.
    public static func split(
        _ c: any SQLConnection, from id: CaseID, _ opening: CaseOpening, elements: [CaseElementID], by officer: ActingOfficer, at now: Instant,
        isDayOff: (Day) -> Bool
    ) throws -> OpenedCase {
        let source = try writable(c, id)
        var opening = opening
        if opening.startDay == nil { opening.startDay = source.startDay }
        let opened = try open(c, opening, by: officer, at: now, isDayOff: isDayOff)
        try copyElements(c, from: id, to: opened.id, unit: opening.unit, only: elements)
        try relate(c, try existing(c, opened.id), source, .splitFrom, by: officer, at: now)
        try Metryka.enter(c, case: opened.id, "Wydzielono ze sprawy \(source.sign)", key: "wydzielenie:\(id)", by: officer, at: now)
        try Metryka.enter(c, case: id, "Wydzielono sprawę \(opened.sign)", key: "wydzielenie:\(opened.id)", by: officer, at: now)
        try touch(c, id, at: now)
        return opened
    }

    /// Registers an unfinished case anew in the unit that takes it over after a reorganisation, with mentions in both (R1.13 b).
    ///
    /// File, parties, exclusions, shares, commencement, term and unsigned letters go along; the old sign stays and is found.
    public static func continueElsewhere(
        _ c: any SQLConnection, _ id: CaseID, version: Int64, in opening: CaseOpening, reason: String, by officer: ActingOfficer, at now: Instant
    ) throws -> OpenedCase {
        let reason = try FormText.reason(reason)
        let file = try seen(c, id, version: version)
        _ = try CaseWorkflow.next(file.state, .continueElsewhere)
        var opening = opening
        opening.startDay = file.startDay
        (opening.term, opening.termBasis) = (file.term, file.termBasis)
        opening.classification.defaultTerm = nil
        opening.subFile = nil
        let opened = try open(c, opening, by: officer, at: now) { _ in false }
        try copyElements(c, from: id, to: opened.id, unit: opening.unit, only: nil)
        try copyParties(c, from: id, to: opened.id)
        try c.execute(
            """
            INSERT INTO case_exclusion (case_id, position, kind, from_day, to_day, basis, document, added_at, added_by)
            SELECT \(opened.id), position, kind, from_day, to_day, basis, document, added_at, added_by FROM case_exclusion WHERE case_id = \(id)
            """)
        try copyShares(c, from: id, to: opened.id, of: opening.unit)
        try copyFinality(c, from: id, to: opened.id)
        // What is not signed yet goes along; a signed letter keeps the sign it bears.
        try c.execute(
            """
            UPDATE outgoing_letter SET case_id = \(opened.id), case_sign = \(opened.sign.description), unit_id = \(opening.unit), revision = revision + 1,
                changed_at = \(now), changed_by = \(officer.signedName)
            WHERE case_id = \(id) AND final_version IS NULL AND state NOT IN ('wycofane', 'anulowane')
            """)
        let state = [CaseState.new, .suspended, .settled].first { $0 == file.state } ?? .inProgress
        try c.execute(
            """
            UPDATE case_file SET state = \(state.rawValue), due = \(DueDay.text(file.due)), extended_to = \(file.extendedTo),
                extended_on = \(file.extendedOn), settled_day = \(file.settledDay), origin_kind = \(file.origin?.kind.rawValue),
                origin_id = \(file.origin?.id) WHERE id = \(opened.id)
            """)
        let new = try existing(c, opened.id)
        try relate(c, new, file, .continues, by: officer, at: now)
        try Metryka.enter(c, case: opened.id, "Przejęto sprawę prowadzoną pod znakiem \(file.sign)", key: "poprzedni-znak", by: officer, at: now)
        try change(c, file, .continueElsewhere, reason: reason, act: "Sprawa prowadzona dalej pod znakiem \(opened.sign)", by: officer, at: now)
        return OpenedCase(id: opened.id, sign: opened.sign, due: file.due)
    }

    /// Access given to others and in force; elements are known by their place in the file.
    private static func copyShares(_ c: any SQLConnection, from id: CaseID, to target: CaseID, of unit: UnitID) throws {
        try c.execute(
            """
            INSERT INTO case_share (case_id, unit_id, officer_id, element_id, may_add, until_day, granted_at, granted_by)
            SELECT \(target), s.unit_id, s.officer_id, new.id, s.may_add, s.until_day, s.granted_at, s.granted_by
            FROM case_share s LEFT JOIN case_element old ON old.id = s.element_id
                LEFT JOIN case_element new ON new.case_id = \(target) AND new.position = old.position
            WHERE s.case_id = \(id) AND s.revoked_at IS NULL AND s.unit_id <> \(unit) AND (s.element_id IS NULL OR new.id IS NOT NULL)
            """)
    }

    private static func copyFinality(_ c: any SQLConnection, from id: CaseID, to target: CaseID) throws {
        try c.execute(
            """
            INSERT INTO case_finality (case_id, decision, party_id, delivered_day, waived_day, appealed_day, appeal_way, appeal_handed_in, appeal_received,
                appeal_has_proof, appeal_letter, appeal_outcome, appeal_outcome_day, recorded_at, recorded_by)
            SELECT \(target), f.decision, MIN(new.id), f.delivered_day, f.waived_day, f.appealed_day, f.appeal_way, f.appeal_handed_in, f.appeal_received,
                f.appeal_has_proof, f.appeal_letter, f.appeal_outcome, f.appeal_outcome_day, f.recorded_at, f.recorded_by
            FROM case_finality f JOIN case_party old ON old.id = f.party_id
                JOIN case_party new ON new.case_id = \(target) AND new.contact_id = old.contact_id AND new.role = old.role
            WHERE f.case_id = \(id)
            GROUP BY f.decision, f.party_id, f.delivered_day, f.waived_day, f.appealed_day, f.appeal_way, f.appeal_handed_in, f.appeal_received,
                f.appeal_has_proof, f.appeal_letter, f.appeal_outcome, f.appeal_outcome_day, f.recorded_at, f.recorded_by
            """)
        try c.execute("INSERT INTO case_ruling (case_id, name, kind) SELECT \(target), name, kind FROM case_ruling WHERE case_id = \(id)")
    }

    /// The case in which this one is carried on after a reorganisation; itself where it is not.
    public static func successor(_ c: any SQLConnection, of id: CaseID) throws -> CaseID {
        var id = id
        // A case is carried on once in a reorganisation; no office has more of them than this.
        for _ in 0..<50 {
            let next = try c.first(
                "SELECT other_id FROM case_relation WHERE case_id = \(id) AND kind = \(CaseRelation.Kind.continuedBy.rawValue)"
            ) { try $0.id("other_id", as: CaseID.self) }
            guard let next else { break }
            id = next
        }
        return id
    }

    private static func copyElements(_ c: any SQLConnection, from id: CaseID, to target: CaseID, unit: UnitID, only chosen: [CaseElementID]?) throws {
        let choice: SQL = chosen.map { " AND id IN (\(list: $0))" } ?? ""
        try c.execute(
            """
            INSERT INTO case_element (case_id, case_unit, cooperating, position, kind, letter_kind, letter_id, reference, title, date, access, text, hash,
                file_name, media_type, size, added_at, added_by, added_by_name, added_by_post, added_by_unit)
            SELECT \(target), \(unit), 0, position, kind, letter_kind, letter_id, reference, title, date, access, text, hash, file_name, media_type, size,
                added_at, added_by, added_by_name, added_by_post, added_by_unit
            FROM case_element WHERE case_id = \(id) AND removed_at IS NULL\(sql: choice)
            """)
    }
}
