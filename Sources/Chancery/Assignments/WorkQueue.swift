public import Kernel
public import Store

/// A list of letters that wait for somebody.
public enum WorkQueue: Sendable, Hashable {
    /// Letters nobody was given yet, and those returned; oldest first.
    case toAssign
    /// Letters one officer was given, by the day they are due.
    case mine(OfficerID)
    /// Letters of a unit and of its officers, by the day they are due.
    case unit(UnitID)
    /// Letters of a unit that none of its officers has yet.
    case unclaimed(UnitID)

    /// Counting stops here.
    public static let countLimit = 1_000

    /// One line of a queue.
    public struct Row: Sendable, Hashable {
        public struct Order: Sendable, Hashable {
            public var assignment: AssignmentID
            public var recipient: AssignmentRecipient
            public var author: String
            public var disposition: String
            public var note: String
            public var givenAt: Instant
            public var openedAt: Instant?
            public var due: Day?

            public init(
                assignment: AssignmentID, recipient: AssignmentRecipient, author: String, disposition: String, note: String, givenAt: Instant,
                openedAt: Instant? = nil, due: Day? = nil
            ) {
                self.assignment = assignment
                self.recipient = recipient
                self.author = author
                self.disposition = disposition
                self.note = note
                self.givenAt = givenAt
                self.openedAt = openedAt
                self.due = due
            }
        }
        public var work: LetterWork
        /// `nil` in `toAssign`.
        public var order: Order?
        public var position: Position

        public init(work: LetterWork, order: Order? = nil, position: Position) {
            self.work = work
            self.order = order
            self.position = position
        }
    }

    /// The place of a row in its queue; travels in addresses.
    public struct Position: Sendable, Hashable, LosslessStringConvertible {
        var due: String
        var id: Int64
        /// Kind of the letter in `toAssign`, place among the recipients elsewhere.
        var tail: String

        public var description: String { "\(due)~\(id)~\(tail)" }
        init(due: String, id: Int64, tail: String) {
            self.due = due
            self.id = id
            self.tail = tail
        }
        public init?(_ text: String) {
            let parts = text.split(separator: "~", omittingEmptySubsequences: false)
            guard parts.count == 3, let id = Int64(parts[1]) else { return nil }
            self.init(due: String(parts[0]), id: id, tail: String(parts[2]))
        }
    }

    public struct Page: Sendable {
        public var rows: [Row]
        /// Where the next page starts; `nil` on the last one.
        public var next: Position?

        public init(rows: [Row], next: Position? = nil) {
            self.rows = rows
            self.next = next
        }
    }

    public func page(_ c: any SQLConnection, after: Position? = nil, limit: Int = 50) throws -> Page {
        var rows = try self == .toAssign ? waiting(c, after, limit + 1) : given(c, after, limit + 1)
        let more = rows.count > limit
        if more { rows.removeLast() }
        return Page(rows: rows, next: more ? rows.last?.position : nil)
    }

    /// At most `countLimit`.
    public func count(_ c: any SQLConnection) throws -> Int { try WorkQueue.bounded(c, source) }

    /// How many are past their day, at most `countLimit`.
    public func overdue(_ c: any SQLConnection, today: Day) throws -> Int {
        self == .toAssign ? 0 : try WorkQueue.bounded(c, source + " AND r.due < \(today)")
    }

    private static func bounded(_ c: any SQLConnection, _ source: SQL) throws -> Int {
        Int(try c.first("SELECT COUNT(*) AS n FROM (SELECT 1 FROM \(sql: source) LIMIT \(countLimit)) AS found") { try $0.int("n") } ?? 0)
    }

    private var source: SQL {
        switch self {
        case .toAssign: "letter_work w WHERE w.state IN ('nowe', 'zwrocone')"
        case .mine(let officer): "assignment_recipient r WHERE r.is_open = 1 AND r.officer_id = \(officer)"
        case .unit(let unit): "assignment_recipient r WHERE r.is_open = 1 AND r.unit_id = \(unit)"
        case .unclaimed(let unit): "assignment_recipient r WHERE r.is_open = 1 AND r.officer_id IS NULL AND r.unit_id = \(unit)"
        }
    }

    private func waiting(_ c: any SQLConnection, _ after: Position?, _ limit: Int) throws -> [Row] {
        let rest: SQL = after.map { " AND (letter_id, letter_kind) > (\($0.id), \($0.tail))" } ?? ""
        return try c.query(
            """
            SELECT \(sql: LetterWork.columns) FROM letter_work WHERE state IN ('nowe', 'zwrocone')\(sql: rest)
            ORDER BY letter_id \(sql: c.dialect.ascending), letter_kind \(sql: c.dialect.ascending) LIMIT \(limit)
            """
        ) { row in
            let work = try LetterWork.decode(row)
            return Row(work: work, order: nil, position: Position(due: "", id: work.letter.id, tail: work.letter.kind.rawValue))
        }
    }

    private func given(_ c: any SQLConnection, _ after: Position?, _ limit: Int) throws -> [Row] {
        let rest: SQL = after.map { " AND (r.due, r.assignment_id, r.position) > (\($0.due), \($0.id), \(Int64($0.tail) ?? 0))" } ?? ""
        let found = try c.query(
            """
            SELECT r.assignment_id, r.position, r.letter_kind, r.letter_id, r.unit_id, r.officer_id, r.label, r.manner, r.is_lead, r.due, r.opened_at,
                a.author_name, a.disposition, a.note, a.given_at
            FROM (SELECT * FROM \(sql: source)\(sql: rest)
                ORDER BY r.due \(sql: c.dialect.ascending), r.assignment_id \(sql: c.dialect.ascending), r.position \(sql: c.dialect.ascending)
                LIMIT \(limit)) AS r
            JOIN assignment a ON a.id = r.assignment_id
            ORDER BY r.due \(sql: c.dialect.ascending), r.assignment_id \(sql: c.dialect.ascending), r.position \(sql: c.dialect.ascending)
            """
        ) { row in
            let due = try row.text("due")
            let id: AssignmentID = try row.id("assignment_id")
            let recipient = AssignmentRecipient(
                Holder(unit: try row.id("unit_id"), officer: try row.idOrNil("officer_id")), label: try row.text("label"), manner: try row.symbol("manner"),
                isLead: try row.bool("is_lead"))
            let order = Row.Order(
                assignment: id, recipient: recipient, author: try row.text("author_name"), disposition: try row.text("disposition"), note: try row.text("note"),
                givenAt: try row.instant("given_at"), openedAt: try row.instantOrNil("opened_at"), due: DueDay.day(due))
            return (try row.letter(), order, Position(due: due, id: id.number, tail: String(try row.int("position"))))
        }
        return try found.compactMap { letter, order, position in
            try LetterWork.find(c, letter).map { Row(work: $0, order: order, position: position) }
        }
    }

    /// Letters that came before a day and are neither in a case nor settled (R1.5); oldest first.
    ///
    /// - Parameter units: only letters that these hold; all, also those that nobody was given, where absent.
    public static func unfinished(
        _ c: any SQLConnection, arrivedBefore day: Day, units: Set<UnitID>? = nil, after: (day: Day, letter: LetterRef)? = nil, limit: Int = 50
    ) throws -> [LetterWork] {
        let held: SQL = units.map { " AND holder_unit IN (\(list: $0.sorted { $0.number < $1.number }))" } ?? ""
        let rest: SQL = after.map { " AND (arrival_day, letter_id, letter_kind) > (\($0.day), \($0.letter.id), \($0.letter.kind.rawValue))" } ?? ""
        return try c.query(
            """
            SELECT \(sql: LetterWork.columns) FROM letter_work
            WHERE state IN ('nowe', 'zwrocone', 'zadekretowane') AND arrival_day < \(day)\(sql: held)\(sql: rest)
            ORDER BY arrival_day \(sql: c.dialect.ascending), letter_id \(sql: c.dialect.ascending), letter_kind \(sql: c.dialect.ascending) LIMIT \(limit)
            """, LetterWork.decode)
    }
}
