public import Kernel
public import Store

/// What of the cases is asked for: filters, an order and a page.
public struct CaseQuery: Sendable, Hashable {
    public enum Order: Sendable, Hashable {
        /// As they were opened, newest first.
        case newest
        /// By the day they are due, soonest first; open cases only.
        case due
        /// By commencement, oldest first; open cases only (R1.16).
        case oldest
        /// By the last act, longest quiet first; open cases only (R1.16).
        case quiet
        /// As they stand in the lists of cases: by unit, class, year and number.
        case sign
    }

    public var unit: UnitID?
    public var symbol: String?
    public var year: Int?
    public var officer: OfficerID?
    public var state: CaseState?
    /// Only cases whose file is open, or only those whose file is locked.
    public var isLocked: Bool?
    /// Only cases due before this day whose term runs.
    public var dueBefore: Day?
    /// Only cases begun before this day.
    public var startedBefore: Day?
    /// Only cases in which nothing happened since.
    public var quietSince: Instant?
    public var order: Order = .newest
    public var after: Position?
    public var limit = 50

    public init() {}

    /// The place of a case in an order; travels in addresses as `value~id`.
    public struct Position: Sendable, Hashable, LosslessStringConvertible {
        var key: String
        var id: Int64
        public var description: String { "\(key)~\(id)" }
        init(key: String, id: Int64) {
            self.key = key
            self.id = id
        }
        public init?(_ text: String) {
            let parts = text.split(separator: "~", omittingEmptySubsequences: false)
            guard parts.count == 2, let id = Int64(parts[1]) else { return nil }
            self.init(key: String(parts[0]), id: id)
        }
    }

    /// Open cases of one officer, the soonest due first.
    public static func mine(_ officer: OfficerID) -> CaseQuery {
        var q = CaseQuery()
        (q.officer, q.order) = (officer, .due)
        return q
    }

    /// Cases past their day: inactivity or delay for the head to see (R4.3).
    public static func overdue(today: Day, unit: UnitID? = nil, officer: OfficerID? = nil) -> CaseQuery {
        var q = CaseQuery()
        (q.unit, q.officer, q.dueBefore, q.order) = (unit, officer, today, .due)
        return q
    }

    /// Open cases begun before a day (R1.16).
    public static func older(than day: Day, unit: UnitID? = nil) -> CaseQuery {
        var q = CaseQuery()
        (q.unit, q.startedBefore, q.order) = (unit, day, .oldest)
        return q
    }

    /// Open cases in which nothing happened since (R1.16: 30, 60 or 90 days).
    public static func quiet(since instant: Instant, unit: UnitID? = nil) -> CaseQuery {
        var q = CaseQuery()
        (q.unit, q.quietSince, q.order) = (unit, instant, .quiet)
        return q
    }
}

public struct CasePage: Sendable {
    public var rows: [CaseFile]
    /// Where the next page starts; `nil` on the last one.
    public var next: CaseQuery.Position?

    public init(rows: [CaseFile], next: CaseQuery.Position? = nil) {
        self.rows = rows
        self.next = next
    }
}

extension Cases {
    /// Counting stops here.
    public static let countLimit = 1_000

    /// - Parameter visibility: narrows the list to what a person may see, on the day; `nil` for jobs of the office itself.
    public static func page(_ c: any SQLConnection, _ q: CaseQuery, seenBy visibility: ListVisibility? = nil, on day: Day? = nil) throws -> CasePage {
        var condition = filter(q) + narrowed(visibility, day)
        let order: SQL
        switch q.order {
        case .newest:
            if let after = q.after { condition += " AND id < \(after.id)" }
            order = "id \(sql: c.dialect.descending)"
        case .due:
            if let after = q.after { condition += " AND (due, id) > (\(after.key), \(after.id))" }
            order = "due \(sql: c.dialect.ascending), id \(sql: c.dialect.ascending)"
        case .oldest:
            if let after = q.after { condition += " AND (start_day, id) > (\(after.key), \(after.id))" }
            order = "start_day \(sql: c.dialect.ascending), id \(sql: c.dialect.ascending)"
        case .quiet:
            if let after = q.after { condition += " AND (last_act_at, id) > (\(Int64(after.key) ?? 0), \(after.id))" }
            order = "last_act_at \(sql: c.dialect.ascending), id \(sql: c.dialect.ascending)"
        case .sign:
            if let after = q.after, let place = SignPlace(after.key) {
                condition += """
                     AND (unit_code, symbol, year, parent_number, number) > (\(place.unitCode), \(place.symbol), \(place.year), \(place.parent), \(place.number))
                    """
            }
            order = """
                unit_code \(sql: c.dialect.ascending), symbol \(sql: c.dialect.ascending), year \(sql: c.dialect.ascending),
                    parent_number \(sql: c.dialect.ascending), number \(sql: c.dialect.ascending)
                """
        }
        var rows = try c.query("SELECT \(sql: columns) FROM case_file WHERE \(sql: condition) ORDER BY \(sql: order) LIMIT \(q.limit + 1)", decode)
        let more = rows.count > q.limit
        if more { rows.removeLast() }
        return CasePage(rows: rows, next: more ? rows.last.map { position($0, q.order) } : nil)
    }

    /// At most `countLimit`.
    public static func count(_ c: any SQLConnection, _ q: CaseQuery, seenBy visibility: ListVisibility? = nil, on day: Day? = nil) throws -> Int {
        let condition = filter(q) + narrowed(visibility, day)
        return Int(try c.first("SELECT COUNT(*) AS n FROM (SELECT 1 FROM case_file WHERE \(sql: condition) LIMIT \(countLimit)) AS found") { try $0.int("n") } ?? 0)
    }

    private static func narrowed(_ visibility: ListVisibility?, _ day: Day?) -> SQL {
        guard let visibility, let day else { return "" }
        return " AND \(sql: visibility.condition(visibilityColumns(on: day)))"
    }

    /// The place of a case in the order of signs.
    private struct SignPlace {
        var unitCode: String
        var symbol: String
        var year: Int64
        var parent: Int64
        var number: Int64

        init(_ sign: CaseSign) {
            (unitCode, symbol, year) = (sign.unitCode, sign.symbol, Int64(sign.year))
            (parent, number) = (sign.subNumber == nil ? 0 : sign.number, sign.subNumber ?? sign.number)
        }
        /// As it travels in addresses: the sign itself.
        init?(_ text: String) {
            guard let sign = CaseSign(text) else { return nil }
            self.init(sign)
        }
    }

    /// The sub-files (podteczki) of a unit's lists in a year, newest first.
    public static func subFiles(_ c: any SQLConnection, unit: UnitID, year: Int, limit: Int = 100) throws -> [SubFile] {
        try c.query(
            """
            SELECT id, sign, unit_id, title FROM case_file WHERE kind = 'podteczka' AND unit_id = \(unit) AND year = \(year)
            ORDER BY id \(sql: c.dialect.descending) LIMIT \(limit)
            """
        ) { row in
            SubFile(id: try row.id("id"), sign: try row.parsed("sign"), unit: try row.id("unit_id"), title: try row.text("title"))
        }
    }

    /// Cases found by words, newest first; the caller shows only those the person may see.
    public static func search(_ c: any SQLConnection, _ words: String, limit: Int = 50, before: CaseID? = nil) throws -> [CaseFile] {
        let ids = try FullText.search(c, kind: searchKind, query: words, limit: limit, before: before?.number)
        guard !ids.isEmpty else { return [] }
        return try c.query(
            "SELECT \(sql: columns) FROM case_file WHERE id IN (\(list: ids)) ORDER BY id \(sql: c.dialect.descending)", decode)
    }

    private static func position(_ file: CaseFile, _ order: CaseQuery.Order) -> CaseQuery.Position {
        let key =
            switch order {
            case .newest: ""
            case .due: DueDay.text(file.due)
            case .oldest: file.startDay.description
            case .quiet: String(file.lastActAt.milliseconds)
            case .sign: file.sign.description
            }
        return CaseQuery.Position(key: key, id: file.id.number)
    }

    /// New or in progress. Said by what it is not, so that the engines walk the order by day and not each state.
    static let running: SQL = "locked = 0 AND state NOT IN ('zawieszona', 'zalatwiona')"

    private static func filter(_ q: CaseQuery) -> SQL {
        var out: SQL = "kind = 'sprawa'"
        if q.order != .newest, q.order != .sign { out += " AND locked = 0" }
        if let isLocked = q.isLocked { out += " AND locked = \(isLocked)" }
        if let unit = q.unit { out += " AND unit_id = \(unit)" }
        if let symbol = q.symbol { out += " AND symbol = \(symbol)" }
        if let year = q.year { out += " AND year = \(year)" }
        if let officer = q.officer { out += " AND officer_id = \(officer)" }
        // Written out and not bound, so that the planner knows a rare state from a common one.
        if let state = q.state { out += SQL(stringLiteral: " AND state = '\(state.rawValue)'") }
        if let day = q.dueBefore { out += " AND due < \(day) AND \(sql: running)" }
        if let day = q.startedBefore { out += " AND start_day < \(day)" }
        if let instant = q.quietSince { out += " AND last_act_at < \(instant)" }
        return out
    }
}
