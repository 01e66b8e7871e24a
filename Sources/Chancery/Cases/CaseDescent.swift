public import Kernel
public import Store

/// What goes along from one case to another that comes of it.
public struct CaseLegacy: Sendable, Hashable {
    /// Elements that lie in both files from now on.
    public var elements: [CaseElementID]
    /// Whether the parties in force become parties of the new case.
    public var takesParties: Bool

    public init(elements: [CaseElementID] = [], takesParties: Bool = false) {
        self.elements = elements
        self.takesParties = takesParties
    }
}

extension Cases {
    /// Opens a case for a part of another one (rozdzielenie); both files name the other sign.
    ///
    /// - Parameter version: of the case that is split, as the acting person saw it.
    public static func split(
        _ c: any SQLConnection, from id: CaseID, version: Int64, _ opening: CaseOpening, taking legacy: CaseLegacy, by officer: ActingOfficer, at now: Instant,
        isDayOff: (Day) -> Bool
    ) throws -> OpenedCase {
        let source = try seen(c, id, version: version)
        _ = try writable(c, id)
        var opening = opening
        if opening.startDay == nil { opening.startDay = source.startDay }
        let words = "Wydzielono ze sprawy \(source.sign)"
        let opened = try open(c, opening, from: nil, beginning: words, by: officer, at: now, isDayOff: isDayOff)
        try pass(c, legacy, from: id, to: opened.id, unit: opening.unit)
        try relate(c, try existing(c, opened.id), source, .splitFrom, by: officer, at: now)
        try begin(c, id, by: officer, at: now)
        try Metryka.enter(c, case: id, "Wydzielono sprawę \(opened.sign)", key: "wydzielenie:\(opened.id)", by: officer, at: now)
        return opened
    }

    /// Begins a finally completed case anew under a new sign; the former one stays closed, and both files name the other sign (R1.13 a).
    ///
    /// - Parameters:
    ///   - letter: what it begins anew with, where a letter came, and the version of its work that the acting person saw.
    ///   - reason: why it begins anew, for the former file.
    /// - Throws: `Problem(.conflict)` for a case that still goes on, or that goes on under another sign already.
    public static func startAnew(
        _ c: any SQLConnection, _ id: CaseID, version: Int64, in opening: CaseOpening, from letter: (ref: LetterRef, version: Int64)? = nil,
        taking legacy: CaseLegacy, reason: String, by officer: ActingOfficer, at now: Instant, isDayOff: (Day) -> Bool
    ) throws -> OpenedCase {
        let reason = try FormText.reason(reason)
        let former = try seen(c, id, version: version)
        try former.requireCompleted()
        if let goesOn = try relations(c, id).first(where: { $0.kind == .continuedBy && $0.state != .mistaken }) {
            throw Problem(.conflict, "Sprawę \(former.sign) wszczęto już na nowo pod znakiem \(goesOn.sign). Dalsze czynności wykonaj tam.")
        }
        let words = "Wszczęto na nowo sprawę zakończoną pod znakiem \(former.sign)"
        let opened = try open(c, opening, from: letter, beginning: words, by: officer, at: now, isDayOff: isDayOff)
        try pass(c, legacy, from: id, to: opened.id, unit: opening.unit)
        try relate(c, try existing(c, opened.id), former, .continues, by: officer, at: now)
        try Metryka.enter(c, case: id, "Sprawę wszczęto na nowo pod znakiem \(opened.sign): \(reason)", key: "kontynuacja:\(opened.id)", by: officer, at: now)
        try Journal.append(
            c, JournalEntry(actor: officer.account, act: "kontynuacja-sprawy", object: CaseFile.object(id), after: "\(opened.sign)", reason: reason), at: now)
        return opened
    }

    private static func pass(_ c: any SQLConnection, _ legacy: CaseLegacy, from id: CaseID, to target: CaseID, unit: UnitID) throws {
        try copyElements(c, from: id, to: target, unit: unit, only: legacy.elements)
        if legacy.takesParties { try copyParties(c, from: id, to: target) }
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
        let words = "Przejęto sprawę prowadzoną pod znakiem \(file.sign)"
        let opened = try open(c, opening, from: nil, beginning: words, by: officer, at: now) { _ in false }
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

    /// The case in which this one is carried on after a reorganisation; itself where it is not. A case that ended and began anew is another case.
    public static func successor(_ c: any SQLConnection, of id: CaseID) throws -> CaseID {
        var id = id
        // A case is carried on once in a reorganisation; no office has more of them than this.
        for _ in 0..<50 {
            let next = try c.first(
                """
                SELECT r.other_id FROM case_file f JOIN case_relation r ON r.case_id = f.id AND r.kind = \(CaseRelation.Kind.continuedBy.rawValue)
                WHERE f.id = \(id) AND f.state = \(CaseState.continued.rawValue) ORDER BY r.at \(sql: c.dialect.descending) LIMIT 1
                """
            ) { try $0.id("other_id", as: CaseID.self) }
            guard let next else { break }
            id = next
        }
        return id
    }

    /// - Parameter chosen: those that go along, counted anew from the next free place; `nil` for the whole file, in its places.
    private static func copyElements(_ c: any SQLConnection, from id: CaseID, to target: CaseID, unit: UnitID, only chosen: [CaseElementID]?) throws {
        var (choice, place): (SQL, SQL) = ("", "position")
        if let chosen {
            guard !chosen.isEmpty else { return }
            let taken = try c.first("SELECT COALESCE(MAX(position), 0) AS n FROM case_element WHERE case_id = \(target)") { try $0.int("n") } ?? 0
            choice = """
                 AND e.id IN (\(list: chosen)) AND NOT EXISTS (
                    SELECT 1 FROM case_element n WHERE n.case_id = \(target) AND n.letter_id = e.letter_id AND n.letter_kind = e.letter_kind)
                """
            place = "\(taken) + ROW_NUMBER() OVER (ORDER BY position \(sql: c.dialect.ascending))"
        }
        try c.execute(
            """
            INSERT INTO case_element (case_id, case_unit, cooperating, position, kind, letter_kind, letter_id, reference, title, date, access, text, hash,
                file_name, media_type, size, added_at, added_by, added_by_name, added_by_post, added_by_unit)
            SELECT \(target), \(unit), 0, \(sql: place), kind, letter_kind, letter_id, reference, title, date, access, text, hash, file_name, media_type, size,
                added_at, added_by, added_by_name, added_by_post, added_by_unit
            FROM case_element e WHERE e.case_id = \(id) AND e.removed_at IS NULL\(sql: choice)
            """)
    }
}

extension CaseFile {
    /// - Throws: `Problem`, where the case has not ended: then it keeps its sign (R1.13).
    public func requireCompleted() throws(Problem) {
        guard state.isCompleted else {
            throw Problem(
                .conflict, "Sprawa \(sign) jest w stanie „\(state.polishName)”. Nowy znak dostaje tylko sprawa ostatecznie zakończona, która zaczyna się na nowo.",
                cause: "\(state) is not completed")
        }
    }
}
