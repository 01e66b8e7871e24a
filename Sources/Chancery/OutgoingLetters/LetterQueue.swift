public import Kernel
public import Store

/// Letters that wait for somebody.
public enum LetterQueue: Sendable, Hashable {
    /// An author's drafts and what came back to him.
    case drafts(OfficerID)
    /// What the approver is asked to accept, in any of his roles.
    case approval([Approver])
    case signing([Approver])
    /// Signed letters that have not gone to every addressee; of one unit, or of the whole office.
    case dispatch(UnitID?)
    /// Internal letters accepted for good that have not been given to the units.
    case distribution(UnitID?)
    /// Sent letters that some addressee did not get.
    case undelivered(UnitID?)
}

/// One line of a queue.
public struct OutgoingLetterRow: Sendable, Hashable {
    public var id: OutgoingLetterID
    public var kind: OutgoingLetterKind
    public var state: OutgoingState
    public var revision: Int64
    public var title: String
    public var addressees: String
    public var caseReference: CaseReference?
    public var sign: String?
    public var author: String
    public var unitName: String
    public var version: Int
    public var waitingSince: Instant
    /// For the next page.
    public var position: RegisterQuery.Position { RegisterQuery.Position(key: String(waitingSince.milliseconds), id: id.number) }
}

extension OutgoingLetters {
    /// Counting stops here; a person reads "more than".
    public static let countLimit = 1_000

    /// A page of a queue, what waits longest first.
    ///
    /// - Parameter after: the position of the last row of the page before.
    public static func page(
        _ c: any SQLConnection, _ queue: LetterQueue, after: RegisterQuery.Position? = nil, limit: Int = 50
    ) throws -> (rows: [OutgoingLetterRow], next: RegisterQuery.Position?) {
        var condition = condition(queue)
        if let after, let key = Int64(after.key) { condition += " AND (waiting_since, id) > (\(key), \(after.id))" }
        var rows = try rows(
            c, where: condition, order: "waiting_since \(sql: c.dialect.ascending), id \(sql: c.dialect.ascending)", limit: limit + 1)
        let more = rows.count > limit
        if more { rows.removeLast() }
        return (rows, more ? rows.last?.position : nil)
    }

    /// How many letters wait, at most `countLimit`.
    public static func count(_ c: any SQLConnection, _ queue: LetterQueue) throws -> Int {
        Int(
            try c.first("SELECT COUNT(*) AS n FROM (SELECT 1 FROM outgoing_letter WHERE \(sql: condition(queue)) LIMIT \(countLimit)) AS found") {
                try $0.int("n")
            } ?? 0)
    }

    /// The letters of a case, newest first.
    public static func letters(_ c: any SQLConnection, case id: CaseID, before: OutgoingLetterID? = nil, limit: Int = 200) throws -> [OutgoingLetterRow] {
        try rows(
            c, where: "case_id = \(id) AND id < \(before?.number ?? .max)", order: "id \(sql: c.dialect.descending)", limit: limit)
    }

    /// Letters that stand in the way of closing a case: drafts without a decision and letters not sent (R1.15).
    public static func unfinished(_ c: any SQLConnection, case id: CaseID, limit: Int = 200) throws -> [OutgoingLetterRow] {
        try rows(
            c, where: "case_id = \(id) AND state NOT IN ('wyslane', 'doreczone', 'niedoreczone', 'wycofane', 'anulowane')",
            order: "id \(sql: c.dialect.ascending)", limit: limit)
    }

    /// Answers to a registered letter, for example to `RPW-2026-17`.
    public static func answers(_ c: any SQLConnection, to identifier: String) throws -> [OutgoingLetterRow] {
        guard !identifier.isEmpty else { return [] }
        return try rows(c, where: "reply_to = \(identifier)", order: "id \(sql: c.dialect.ascending)", limit: 100)
    }

    /// Letters found by words, newest first.
    public static func search(_ c: any SQLConnection, _ words: String, limit: Int, before: Int64? = nil) throws -> [OutgoingLetterRow] {
        let ids = try FullText.search(c, kind: searchKind, query: words, limit: limit, before: before)
        guard !ids.isEmpty else { return [] }
        return try rows(c, where: "id IN (\(list: ids))", order: "id \(sql: c.dialect.descending)", limit: limit)
    }

    private static func condition(_ queue: LetterQueue) -> SQL {
        func of(_ unit: UnitID?) -> SQL { unit.map { " AND unit_id = \($0)" } ?? "" }
        switch queue {
        case .drafts(let officer): return "author_id = \(officer) AND state IN ('projekt', 'zwrocone')"
        case .approval(let asked): return "state = 'do-akceptacji' AND waiting_for IN (\(list: asked))"
        case .signing(let asked): return "state = 'zaakceptowane' AND waiting_for IN (\(list: asked))"
        case .dispatch(let unit): return "unsent > 0" + of(unit)
        case .distribution(let unit): return "state = 'zaakceptowane' AND kind = 'wewnetrzne'" + of(unit)
        case .undelivered(let unit): return "state = 'niedoreczone'" + of(unit)
        }
    }

    private static func rows(_ c: any SQLConnection, where condition: SQL, order: SQL, limit: Int) throws -> [OutgoingLetterRow] {
        try c.query(
            """
            SELECT id, kind, state, state_words, approval_level, approval_levels, revision, title, addressee_label, case_id, case_sign, sign, author_name,
                unit_name, current_version, waiting_since
            FROM outgoing_letter WHERE \(sql: condition) ORDER BY \(sql: order) LIMIT \(limit)
            """
        ) { row in
            OutgoingLetterRow(
                id: try row.id("id"), kind: try row.symbol("kind"), state: try state(row), revision: try row.int("revision"), title: try row.text("title"),
                addressees: try row.text("addressee_label"),
                caseReference: try row.idOrNil("case_id", as: CaseID.self).map { CaseReference(id: $0, sign: try row.textOrNil("case_sign") ?? "") },
                sign: try row.textOrNil("sign"), author: try row.text("author_name"), unitName: try row.text("unit_name"),
                version: Int(try row.int("current_version")), waitingSince: try row.instant("waiting_since"))
        }
    }
}
