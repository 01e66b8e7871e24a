public import Kernel
internal import Law
public import Store

/// A case that was just opened.
public struct OpenedCase: Sendable, Hashable {
    public var id: CaseID
    public var sign: CaseSign
    public var due: Day?

    public init(id: CaseID, sign: CaseSign, due: Day? = nil) {
        self.id = id
        self.sign = sign
        self.due = due
    }
}

/// Cases (sprawy): the acts that open them and change them. Each writes its journal and metryka entries in the same transaction.
///
/// Who may do what (roles, scope, class) is decided before; here stands what follows from the case itself.
public enum Cases {
    /// The kind under which cases stand in the full-text index.
    public static let searchKind = "case"

    /// Opens a case and gives it the next number of its list; from a letter, or ex officio (z urzędu).
    ///
    /// - Parameters:
    ///   - letter: the letter it begins with, and the version of its work that the acting person saw.
    ///   - isDayOff: the calendar of days off, for the end of the term.
    /// - Throws: `Problems` of the form; `Problem(.conflict)` that says who took the letter meanwhile.
    public static func open(
        _ c: any SQLConnection, _ opening: CaseOpening, from letter: (ref: LetterRef, version: Int64)? = nil, by officer: ActingOfficer, at now: Instant,
        isDayOff: (Day) -> Bool
    ) throws -> OpenedCase {
        try open(c, opening, from: letter, beginning: letter == nil ? "Wszczęto sprawę z urzędu" : "Wszczęto sprawę", by: officer, at: now, isDayOff: isDayOff)
    }

    /// - Parameter words: how the metryka names the beginning: of a part, of a continuation.
    static func open(
        _ c: any SQLConnection, _ opening: CaseOpening, from letter: (ref: LetterRef, version: Int64)?, beginning words: String, by officer: ActingOfficer,
        at now: Instant, isDayOff: (Day) -> Bool
    ) throws -> OpenedCase {
        var opening = opening
        opening.title = FormText.trimmed(opening.title)
        let today = PolishTime.day(of: now)
        let problems = CaseRules.problems(opening, today: today)
        guard problems.isEmpty else { throw Problems(problems) }
        let work = try letter.map { try LetterWork.seen(c, $0.ref, version: $0.version) }
        let workState = try work.map { try LetterWorkflow.next($0.state, .joinCase) }
        let base = try opening.subFile.map { try subFile(c, $0, for: opening, year: today.year) }

        let start = opening.startDay ?? work?.arrivalDay ?? today
        let isChosen = opening.term != nil || !opening.termBasis.isEmpty
        let settling =
            isChosen
            ? SettlingTerm(opening.term, basis: opening.termBasis)
            : SettlingTerm(opening.classification.defaultTerm, basis: opening.classification.termBasis)
        let term = settling.term
        let due = term.flatMap { CaseClock(start: start, term: $0).due(isDayOff: isDayOff) }
        let sign = try nextSign(c, unitCode: opening.unitCode, symbol: opening.classification.symbol, year: today.year, base: base?.sign.number)
        let id: CaseID = try insert(c, opening, sign: sign, base: base, origin: work?.letter, start: start, term: settling, due: due, by: officer, at: now)
        if let work, let workState {
            let beginning = Metryka.Act(
                act: words, document: work.identifier, key: "wszczecie", person: officer.signedName, post: officer.post, at: now)
            try Metryka.begin(c, case: id, try history(c, of: work) + [beginning])
            let content = CaseElementContent(.incomingLetter, title: work.title, letter: work.letter, reference: work.identifier)
            _ = try insert(c, work.letter.kind == .incoming ? content : content.asInternal, case: id, unit: opening.unit, position: 1, by: officer, at: now)
            try take(c, work, to: workState, into: id, by: officer, at: now)
        } else {
            try Metryka.enter(c, case: id, words, key: "wszczecie", by: officer, at: now)
        }
        try FullText.index(c, document: id.number, kind: searchKind, text: searchText(sign, opening.title, opening.description, work?.counterpart ?? ""))
        try Journal.append(
            c,
            JournalEntry(
                actor: officer.account, act: "wszczęcie-sprawy", object: CaseFile.object(id), after: "\(sign); \(work?.identifier ?? "z urzędu")"
            ), at: now)
        return OpenedCase(id: id, sign: sign, due: due)
    }

    /// Opens a sub-file (podteczka): it takes the next number of the main list, and cases in it are counted from 1.
    public static func openSubFile(
        _ c: any SQLConnection, unit: UnitID, unitCode: String, classification: CaseClass, title: String, by officer: ActingOfficer, at now: Instant
    ) throws -> SubFile {
        let today = PolishTime.day(of: now)
        var opening = CaseOpening(unit: unit, unitCode: unitCode, classification: classification, title: FormText.trimmed(title))
        opening.officerName = officer.signedName
        let problems = CaseRules.problems(opening, today: today)
        guard problems.isEmpty else { throw Problems(problems) }
        let sign = try nextSign(c, unitCode: unitCode, symbol: classification.symbol, year: today.year, base: nil)
        let id = try insert(c, opening, kind: "podteczka", sign: sign, base: nil, origin: nil, start: today, term: SettlingTerm(), due: nil, by: officer, at: now)
        try Journal.append(c, JournalEntry(actor: officer.account, act: "założenie-podteczki", object: CaseFile.object(id), after: "\(sign)"), at: now)
        return SubFile(id: id, sign: sign, unit: unit, title: opening.title)
    }

    /// Counted by unit, class, year and parent; spent only if the transaction is committed, never given again (R1.12).
    private static func nextSign(_ c: any SQLConnection, unitCode: String, symbol: String, year: Int, base: Int64?) throws -> CaseSign {
        let n = try Counter.next(c, "sprawa:\(unitCode):\(symbol)\(base.map { ":\($0)" } ?? "")", year: year)
        let sign =
            base.map { CaseSign(unitCode: unitCode, symbol: symbol, number: $0, subNumber: n, year: year) }
            ?? CaseSign(unitCode: unitCode, symbol: symbol, number: n, year: year)
        guard let sign else { throw Problem(.internalFault, "Nie udało się nadać znaku sprawy. Powiadom administratora.", cause: "no sign") }
        return sign
    }

    private static func subFile(_ c: any SQLConnection, _ id: CaseID, for opening: CaseOpening, year: Int) throws -> SubFile {
        guard let base = try subFile(c, id) else { throw Problem(.notFound, "Nie ma takiej podteczki.") }
        guard base.sign.unitCode == opening.unitCode, base.sign.symbol == opening.classification.symbol else {
            throw Problems([Problem(.invalidInput, "Podteczka \(base.sign) jest w innej klasie albo komórce. Wybierz inną", field: "podteczka")])
        }
        guard base.sign.year == year else {
            throw Problems([Problem(.invalidInput, "Podteczka \(base.sign) jest z \(base.sign.year) roku. Załóż podteczkę na ten rok", field: "podteczka")])
        }
        return base
    }

    public static func subFile(_ c: any SQLConnection, _ id: CaseID) throws -> SubFile? {
        try c.first("SELECT id, sign, unit_id, title FROM case_file WHERE id = \(id) AND kind = 'podteczka'") { row in
            SubFile(id: try row.id("id"), sign: try row.parsed("sign"), unit: try row.id("unit_id"), title: try row.text("title"))
        }
    }

    /// The sub-files of a list, in their order.
    public static func subFiles(_ c: any SQLConnection, unitCode: String, symbol: String, year: Int) throws -> [SubFile] {
        try c.query(
            """
            SELECT id, sign, unit_id, title FROM case_file
            WHERE unit_code = \(unitCode) AND symbol = \(symbol) AND year = \(year) AND parent_number = 0 AND kind = 'podteczka'
            ORDER BY number \(sql: c.dialect.ascending)
            """
        ) { row in
            SubFile(id: try row.id("id"), sign: try row.parsed("sign"), unit: try row.id("unit_id"), title: try row.text("title"))
        }
    }

    private static func insert(
        _ c: any SQLConnection, _ o: CaseOpening, kind: String = "sprawa", sign: CaseSign, base: SubFile?, origin: LetterRef?, start: Day, term: SettlingTerm, due: Day?,
        by officer: ActingOfficer, at now: Instant
    ) throws -> CaseID {
        let keeper = o.officer ?? officer.officer
        let keeperName = o.officer == nil ? officer.name : o.officerName
        let ids: [CaseID] = try c.query(
            """
            INSERT INTO case_file (kind, sign, sign_key, unit_id, unit_code, symbol, year, parent_id, parent_number, number, class_title, class_is_leaf,
                class_mode, category, title, description, remarks, access, state, locked, founder_id, founder_name, founder_post, officer_id, officer_name,
                origin_kind, origin_id, opened_at, start_day, term, term_basis, due, last_act_at, reopenings, version, changed_at, changed_by)
            VALUES (\(kind), \(sign.description), \(CaseSign.searchKey(sign.description)), \(o.unit), \(sign.unitCode), \(sign.symbol), \(sign.year),
                \(base?.id), \(base == nil ? 0 : sign.number), \(sign.subNumber ?? sign.number), \(o.classification.title), \(o.classification.isLeaf),
                \(o.classification.mode.rawValue), \(o.classification.category), \(o.title), \(o.description), '', \(o.access.rawValue),
                \(CaseState.new.rawValue), 0, \(officer.officer), \(officer.signedName), \(officer.post), \(keeper), \(keeperName),
                \(origin?.kind.rawValue), \(origin?.id), \(now), \(start), \(term.term?.description), \(term.basis), \(DueDay.text(due)), \(now), 0, 1, \(now),
                \(officer.signedName))
            RETURNING id
            """
        ) { try $0.id("id") }
        guard let id = ids.first else { throw Problem(.internalFault, "Nie udało się założyć sprawy. Spróbuj ponownie.", cause: "no id") }
        return id
    }

    static func searchText(_ sign: CaseSign, _ title: String, _ description: String, _ counterpart: String) -> String {
        [sign.description, title, description, counterpart].filter { !$0.isEmpty }.joined(separator: " ")
    }
}
