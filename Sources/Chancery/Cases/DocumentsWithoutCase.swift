public import Kernel
internal import Law
public import Store

/// A document that creates no case file (dokumentacja nietworząca akt sprawy), kept by class and year.
///
/// Source: chancery instruction, chapter on such documents; R1.14.
public struct DocumentWithoutCase: Sendable, Hashable {
    public var id: Int64
    public var letter: LetterRef
    public var reference: String
    public var title: String
    public var counterpart: String
    public var symbol: String
    public var className: String
    public var category: String?
    public var year: Int
    public var unit: UnitID
    public var filedAt: Instant
    public var filedBy: String
    /// The case it was moved to later.
    public var movedTo: CaseID?

    public init(
        id: Int64, letter: LetterRef, reference: String, title: String, counterpart: String, symbol: String, className: String,
        category: String? = nil, year: Int, unit: UnitID, filedAt: Instant, filedBy: String, movedTo: CaseID? = nil
    ) {
        self.id = id
        self.letter = letter
        self.reference = reference
        self.title = title
        self.counterpart = counterpart
        self.symbol = symbol
        self.className = className
        self.category = category
        self.year = year
        self.unit = unit
        self.filedAt = filedAt
        self.filedBy = filedBy
        self.movedTo = movedTo
    }
}

public enum DocumentsWithoutCase {
    /// Keeps a letter by its class alone.
    public static func file(
        _ c: any SQLConnection, _ letter: LetterRef, version: Int64, in classification: CaseClass, by officer: ActingOfficer, at now: Instant
    ) throws {
        if let refusal = classification.filingRefusal { throw Problems([refusal]) }
        let work = try LetterWork.seen(c, letter, version: version)
        let next = try LetterWorkflow.next(work.state, .fileWithoutCase)
        try c.execute(
            """
            INSERT INTO document_without_case (letter_kind, letter_id, reference, title, counterpart, symbol, class_title, class_is_leaf, category, year,
                unit_id, filed_at, filed_by)
            VALUES (\(letter.kind.rawValue), \(letter.id), \(work.reference), \(work.title), \(work.counterpart), \(classification.symbol),
                \(classification.title), \(classification.isLeaf), \(classification.category), \(PolishTime.day(of: now).year), \(officer.unit), \(now),
                \(officer.signedName))
            """)
        try work.leaveQueue(c, to: next, by: officer.signedName, at: now)
        try Journal.append(
            c, JournalEntry(actor: officer.account, act: "nie-tworzy-akt-sprawy", object: work.object, after: "klasa \(classification.symbol)"), at: now)
    }

    /// The trace of a letter that turned out to belong to a case.
    static func move(_ c: any SQLConnection, _ work: LetterWork, to id: CaseID, by officer: ActingOfficer, at now: Instant) throws {
        try c.execute(
            """
            UPDATE document_without_case SET moved_case_id = \(id), moved_at = \(now), moved_by = \(officer.signedName)
            WHERE \(sql: work.letter.isThis) AND moved_case_id IS NULL
            """)
        try Journal.append(
            c, JournalEntry(actor: officer.account, act: "przeniesienie-do-sprawy", object: work.object, after: CaseFile.object(id)), at: now)
    }

    /// The documents of a class and year that are kept without a case, in the order of filing.
    public static func list(
        _ c: any SQLConnection, symbol: String, year: Int, unit: UnitID? = nil, after id: Int64 = 0, limit: Int = 50
    ) throws -> [DocumentWithoutCase] {
        let scope: SQL = unit.map { " AND unit_id = \($0)" } ?? ""
        return try load(
            c, "symbol = \(symbol) AND year = \(year)\(sql: scope) AND moved_case_id IS NULL AND id > \(id) ORDER BY id \(sql: c.dialect.ascending) LIMIT \(limit)")
    }

    /// Where a letter is or was kept without a case.
    public static func entries(_ c: any SQLConnection, of letter: LetterRef) throws -> [DocumentWithoutCase] {
        try load(c, "\(sql: letter.isThis) ORDER BY id \(sql: c.dialect.ascending)")
    }

    private static func load(_ c: any SQLConnection, _ condition: SQL) throws -> [DocumentWithoutCase] {
        try c.query(
            """
            SELECT id, letter_kind, letter_id, reference, title, counterpart, symbol, class_title, category, year, unit_id, filed_at, filed_by, moved_case_id
            FROM document_without_case WHERE \(sql: condition)
            """
        ) { row in
            DocumentWithoutCase(
                id: try row.int("id"), letter: try row.letter(), reference: try row.text("reference"), title: try row.text("title"),
                counterpart: try row.text("counterpart"), symbol: try row.text("symbol"), className: try row.text("class_title"),
                category: try row.textOrNil("category"), year: Int(try row.int("year")), unit: try row.id("unit_id"), filedAt: try row.instant("filed_at"),
                filedBy: try row.text("filed_by"), movedTo: try row.idOrNil("moved_case_id"))
        }
    }
}
