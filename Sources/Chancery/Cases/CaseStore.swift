internal import Kernel
public import Store

extension Cases {
    static let columns: SQL = """
        id, sign, unit_id, class_title, class_mode, category, title, description, remarks, access, state, founder_id, founder_name, founder_post, officer_id,
            officer_name, origin_kind, origin_id, opened_at, start_day, term, term_basis, extended_to, extended_on, due, settled_day, closed_day, last_act_at, reopenings, version,
            changed_at, changed_by
        """

    static func decode(_ row: any SQLRow) throws -> CaseFile {
        let originKind: LetterRef.Kind? = try row.textOrNil("origin_kind").flatMap { LetterRef.Kind(rawValue: $0) }
        let originID = try row.intOrNil("origin_id")
        return CaseFile(
            id: try row.id("id"), sign: try row.parsed("sign"), unit: try row.id("unit_id"), className: try row.text("class_title"),
            mode: try row.symbol("class_mode"), category: try row.textOrNil("category"), title: try row.text("title"), description: try row.text("description"),
            remarks: try row.text("remarks"), access: try row.symbol("access"), state: try row.symbol("state"), founder: try row.text("founder_name"),
            founderPost: try row.text("founder_post"), founderID: try row.id("founder_id"), officer: try row.idOrNil("officer_id"),
            officerName: try row.text("officer_name"), origin: originKind.flatMap { kind in originID.map { LetterRef(kind, $0) } },
            openedAt: try row.instant("opened_at"), startDay: try row.parsed("start_day"), term: try row.parsedOrNil("term"), termBasis: try row.text("term_basis"),
            extendedTo: try row.parsedOrNil("extended_to"), extendedOn: try row.parsedOrNil("extended_on"), due: DueDay.day(try row.text("due")),
            settledDay: try row.parsedOrNil("settled_day"),
            closedDay: try row.parsedOrNil("closed_day"), lastActAt: try row.instant("last_act_at"), reopenings: Int(try row.int("reopenings")),
            version: try row.int("version"), changedAt: try row.instant("changed_at"), changedBy: try row.text("changed_by"))
    }

    public static func find(_ c: any SQLConnection, _ id: CaseID) throws -> CaseFile? {
        try c.first("SELECT \(sql: columns) FROM case_file WHERE id = \(id) AND kind = 'sprawa'", decode)
    }

    public static func find(_ c: any SQLConnection, _ sign: CaseSign) throws -> CaseFile? {
        try c.first("SELECT \(sql: columns) FROM case_file WHERE sign = \(sign.description) AND kind = 'sprawa'", decode)
    }

    /// Cases whose sign is meant by what a person typed, with or without separators and capitals.
    public static func find(_ c: any SQLConnection, typed text: String, limit: Int = 10) throws -> [CaseFile] {
        let key = CaseSign.searchKey(text)
        guard !key.isEmpty else { return [] }
        return try c.query(
            """
            SELECT \(sql: columns) FROM case_file WHERE sign_key = \(key) AND kind = 'sprawa' ORDER BY id \(sql: c.dialect.descending) LIMIT \(limit)
            """, decode)
    }

    static func existing(_ c: any SQLConnection, _ id: CaseID) throws -> CaseFile {
        guard let found = try find(c, id) else { throw Problem(.notFound, "Nie ma takiej sprawy.") }
        return found
    }

    /// The case of which the acting person saw `version`.
    ///
    /// - Throws: `Problem(.conflict)` that says who changed it and when, where somebody was faster.
    static func seen(_ c: any SQLConnection, _ id: CaseID, version: Int64) throws -> CaseFile {
        let found = try existing(c, id)
        guard found.version == version else { throw found.overtaken }
        return found
    }

    /// The case, if its file may be changed now.
    static func writable(_ c: any SQLConnection, _ id: CaseID) throws -> CaseFile {
        let found = try existing(c, id)
        if found.state.isLocked, try !hasProcedure(c, id) { throw found.lockedProblem }
        return found
    }

    private static func hasProcedure(_ c: any SQLConnection, _ id: CaseID) throws -> Bool {
        try c.first("SELECT 1 AS one FROM case_procedure WHERE case_id = \(id) AND ended_at IS NULL", { try $0.int("one") }) != nil
    }

    /// Something was noted in the case: it is no longer quiet.
    static func touch(_ c: any SQLConnection, _ id: CaseID, at now: Instant) throws {
        try c.execute("UPDATE case_file SET last_act_at = \(now) WHERE id = \(id)")
    }

    /// Somebody works on the case: a letter is written, an element is added. A new case is in progress from then on, and says so once.
    ///
    /// The version of the case stays: whoever looks at it now is not in anybody's way.
    static func begin(_ c: any SQLConnection, _ id: CaseID, by officer: ActingOfficer, at now: Instant) throws {
        let begun = try c.execute(
            """
            UPDATE case_file SET last_act_at = \(now), state = \(CaseState.inProgress.rawValue) WHERE id = \(id) AND state = \(CaseState.new.rawValue)
            """)
        guard begun == 1 else { return try touch(c, id, at: now) }
        try record(c, id, CaseChange(.begin, from: .new, to: .inProgress), by: officer, at: now)
        try Metryka.enter(c, case: id, "Podjęto czynności w sprawie", key: CaseEvent.begin.rawValue, by: officer, at: now)
    }

    /// Changes columns of a case that the acting person saw, and counts its version on.
    static func update(_ c: any SQLConnection, _ file: CaseFile, set columns: SQL, by name: String, at now: Instant) throws {
        let changed = try c.execute(
            """
            UPDATE case_file SET \(sql: columns), version = version + 1, last_act_at = \(now), changed_at = \(now), changed_by = \(name)
            WHERE id = \(file.id) AND version = \(file.version)
            """)
        guard changed == 1 else { throw try existing(c, file.id).overtaken }
    }
}

extension CaseFile {
    var overtaken: Problem {
        Problem(
            .conflict, "Sprawę \(sign) zmienił(a) właśnie ktoś inny: \(changedBy), \(MomentWords.text(changedAt)). Stan: \(state.polishName). Odśwież stronę.",
            cause: "case \(id) is at version \(version)")
    }
    var lockedProblem: Problem {
        Problem(.conflict, "Sprawa \(sign) jest w stanie „\(state.polishName)”, jej akt nie można zmieniać. Wznów sprawę albo wykonaj opisaną procedurę.")
    }
}
