public import Kernel
internal import Law
public import Store

/// What of the register is asked for: a view, filters, an order and a page.
public struct RegisterQuery: Sendable, Hashable {
    public enum View: String, Sendable, CaseIterable {
        case today = "dzis", week = "tydzien", attention = "sprawdz", all = "wszystkie", cancelled = "anulowane", notScanned = "bez-skanu"
    }
    public enum Order: String, Sendable, CaseIterable {
        case number = "rpw", arrival = "wplyw", sender = "nadawca", title = "temat"
    }

    public var view: View = .all
    public var channel: Channel?
    /// Where the work on the letter stands.
    public var state: LetterWorkState?
    public var from: Day?
    public var to: Day?
    /// Words of the sender, the subject or the text; a number opens by itself elsewhere.
    public var words = ""
    public var order: Order = .number
    public var descending = true
    /// Where the last page ended; `nil` for the first page.
    public var after: Position?
    public var limit = 50

    public init() {}

    /// Something beside the view was asked for.
    public var isNarrowed: Bool { channel != nil || state != nil || from != nil || to != nil || !words.isEmpty }

    /// The place of a row in an order: its sorting value and its id. Travels in addresses as `value~id`.
    public struct Position: Sendable, Hashable, LosslessStringConvertible {
        public var key: String
        public var id: Int64

        public init(key: String, id: Int64) {
            self.key = key
            self.id = id
        }
        public init?(_ text: String) {
            guard let tilde = text.lastIndex(of: "~"), let id = Int64(text[text.index(after: tilde)...]) else { return nil }
            self.init(key: String(text[..<tilde]), id: id)
        }
        public var description: String { "\(key)~\(id)" }
    }
}

/// One line of the register.
public struct RegisterRow: Sendable, Hashable {
    public var id: Int64
    public var number: RegisterNumber
    public var registeredAt: Instant
    public var arrivalDay: Day
    public var sender: String
    public var title: String
    public var channel: Channel
    public var foreignSign: String
    public var letterDate: PartialDate?
    public var attention: [Attention]
    public var cancelReason: String?
    /// Where the work on it stands; `nil` where none was ever begun.
    public var workState: LetterWorkState?
    /// For the next page.
    public var position: RegisterQuery.Position

    public init(
        id: Int64, number: RegisterNumber, registeredAt: Instant, arrivalDay: Day, sender: String, title: String, channel: Channel, foreignSign: String,
        letterDate: PartialDate?, attention: [Attention], cancelReason: String?, workState: LetterWorkState? = nil, position: RegisterQuery.Position
    ) {
        self.id = id
        self.number = number
        self.registeredAt = registeredAt
        self.arrivalDay = arrivalDay
        self.sender = sender
        self.title = title
        self.channel = channel
        self.foreignSign = foreignSign
        self.letterDate = letterDate
        self.attention = attention
        self.cancelReason = cancelReason
        self.workState = workState
        self.position = position
    }
}

public struct RegisterPage: Sendable {
    public var rows: [RegisterRow]
    /// Where the next page starts; `nil` on the last one.
    public var next: RegisterQuery.Position?
}

extension IncomingRegister {
    /// The most words the search gives to a list at a time.
    static let searchLimit = 2_000

    public static func page(_ c: any SQLConnection, _ q: RegisterQuery, today: Day) throws -> RegisterPage {
        guard var condition = try filter(c, q, today: today, order: q.order) else { return RegisterPage(rows: [], next: nil) }
        let key: SQL?
        switch q.order {
        // Within a few days the day first and the number after it: what the index of days has in order.
        case .number: key = q.view == .week ? "registered_day" : nil
        case .arrival: key = "arrival_day"
        case .sender: key = "sender_sort"
        case .title: key = "title_sort"
        }
        // Led by the letters of a state, the order is that of their own index.
        let number: SQL = isLedByState(q) ? "w.letter_id" : "id"
        if let after = q.after {
            if let key {
                condition += q.descending ? " AND (\(sql: key), id) < (\(after.key), \(after.id))" : " AND (\(sql: key), id) > (\(after.key), \(after.id))"
            } else {
                condition += q.descending ? " AND \(sql: number) < \(after.id)" : " AND \(sql: number) > \(after.id)"
            }
        }
        let direction = q.descending ? c.dialect.descending : c.dialect.ascending
        let order: SQL = key.map { "\(sql: $0) \(sql: direction), id \(sql: direction)" } ?? "\(sql: number) \(sql: direction)"
        var rows = try rows(c, from: source(q), where: condition, order: order, limit: q.limit + 1, key: key)
        let more = rows.count > q.limit
        if more { rows.removeLast() }
        return RegisterPage(rows: rows, next: more ? rows.last?.position : nil)
    }

    /// Counting stops here; a person reads "more than", and a page stays fast however long the register is.
    public static let countLimit = 10_000

    /// How many letters each view holds, at most `countLimit` in those that are counted row by row.
    public static func counts(_ c: any SQLConnection, today: Day) throws -> [RegisterQuery.View: Int] {
        var out: [RegisterQuery.View: Int] = [.all: try total(c)]
        for view in RegisterQuery.View.allCases where view != .all {
            var q = RegisterQuery()
            q.view = view
            out[view] = try count(c, q, today: today)
        }
        return out
    }

    /// Every letter of every year: numbers have no holes, so the last number of a year is its count.
    private static func total(_ c: any SQLConnection) throws -> Int {
        let first = try c.first("SELECT MIN(year) AS y FROM incoming_letter") { try $0.intOrNil("y") } ?? nil
        let last = try c.first("SELECT MAX(year) AS y FROM incoming_letter") { try $0.intOrNil("y") } ?? nil
        guard let first, let last else { return 0 }
        var sum: Int64 = 0
        for year in first...last {
            sum += try c.first("SELECT MAX(number) AS n FROM incoming_letter WHERE year = \(year)") { try $0.intOrNil("n") ?? 0 } ?? 0
        }
        return Int(sum)
    }

    /// How many letters a query finds, at most `countLimit`; all of them where nothing narrows the list.
    public static func count(_ c: any SQLConnection, _ q: RegisterQuery, today: Day) throws -> Int {
        if q.view == .all, q.channel == nil, q.state == nil, q.from == nil, q.to == nil, q.words.isEmpty { return try total(c) }
        guard let condition = try filter(c, q, today: today) else { return 0 }
        return Int(
            try c.first("SELECT COUNT(*) AS n FROM (SELECT 1 FROM \(sql: source(q)) WHERE \(sql: condition) LIMIT \(countLimit)) AS found") { try $0.int("n") } ?? 0)
    }

    /// Letters in a state are met in the order of their numbers by an index of their own, however few they are among all.
    private static func isLedByState(_ q: RegisterQuery) -> Bool { q.state != nil && q.view == .all && q.order == .number }

    private static func source(_ q: RegisterQuery) -> SQL {
        guard let state = q.state, isLedByState(q) else { return "incoming_letter" }
        return """
            (SELECT letter_id FROM letter_work WHERE letter_kind = \(LetterRef.Kind.incoming.rawValue) AND state = \(state.rawValue)) AS w
                CROSS JOIN incoming_letter
            """
    }

    /// The condition of a state: on the joined rows where the list is led by them, else on each row met.
    private static func condition(_ state: LetterWorkState, _ q: RegisterQuery) -> SQL {
        if isLedByState(q) { return " AND incoming_letter.id = w.letter_id" }
        return """
             AND EXISTS (SELECT 1 FROM letter_work w WHERE w.letter_kind = \(LetterRef.Kind.incoming.rawValue) AND w.letter_id = incoming_letter.id
                AND w.state = \(state.rawValue))
            """
    }

    /// Letters found by words, newest first.
    public static func search(_ c: any SQLConnection, _ words: String, limit: Int, before: Int64? = nil) throws -> [RegisterRow] {
        let ids = try FullText.search(c, kind: searchKind, query: words, limit: limit, before: before)
        guard !ids.isEmpty else { return [] }
        return try rows(c, where: "id IN (\(list: ids))", order: "id \(sql: c.dialect.descending)", limit: limit)
    }

    /// Written as the index has it.
    static let notScanned: SQL = "scan_extent IN ('czesciowe', 'brak')"

    /// A view of fewer letters is picked out first and sorted; a larger one is met soon enough on the way through an order.
    private static let smallView = 5_000

    /// - Parameter order: what the rows will be sorted by; `nil` where they are only counted.
    /// - Returns: `nil` when nothing can match.
    private static func filter(_ c: any SQLConnection, _ q: RegisterQuery, today: Day, order: RegisterQuery.Order? = nil) throws -> SQL? {
        var condition: SQL
        switch q.view {
        case .today: condition = "registered_day = \(today)"
        case .week: condition = "registered_day >= \(today.adding(days: 1 - today.weekday))"
        case .attention: condition = "attention <> '' AND cancelled_at IS NULL"
        case .all: condition = "id > 0"
        case .cancelled: condition = "cancelled_at IS NOT NULL"
        case .notScanned: condition = notScanned
        }
        if let order, order != .number, q.view != .all {
            let few = smallView
            let size = try c.first("SELECT COUNT(*) AS n FROM (SELECT 1 FROM incoming_letter WHERE \(sql: condition) LIMIT \(few)) AS found") { try $0.int("n") }
            if let size, size < few { condition = "id IN (SELECT id FROM incoming_letter WHERE \(sql: condition))" }
        }
        if let state = q.state {
            let few = smallView
            let inState: SQL = "FROM letter_work WHERE letter_kind = \(LetterRef.Kind.incoming.rawValue) AND state = \(state.rawValue)"
            if q.view == .all, q.order != .number,
                let size = try c.first("SELECT COUNT(*) AS n FROM (SELECT 1 \(sql: inState) LIMIT \(few)) AS found", { try $0.int("n") }), size < few
            {
                condition += " AND id IN (SELECT letter_id \(sql: inState))"
            } else {
                condition += Self.condition(state, q)
            }
        }
        if let channel = q.channel { condition += " AND channel = \(channel.rawValue)" }
        if let from = q.from { condition += " AND arrival_day >= \(from)" }
        if let to = q.to { condition += " AND arrival_day <= \(to)" }
        if !q.words.isEmpty {
            let ids = try FullText.search(c, kind: searchKind, query: q.words, limit: searchLimit, before: nil)
            guard !ids.isEmpty else { return nil }
            condition += " AND id IN (\(list: ids))"
        }
        return condition
    }

    static func rows(
        _ c: any SQLConnection, from source: SQL = "incoming_letter", where condition: SQL, order: SQL, limit: Int, key: SQL? = nil
    ) throws -> [RegisterRow] {
        try c.query(
            """
            SELECT id, year, number, registered_at, arrival_day, sender_label, title, channel, foreign_sign, letter_date, attention,
                cancel_reason, \(sql: key ?? "CAST(id AS TEXT)") AS position_key, (
                    SELECT l.state FROM letter_work l WHERE l.letter_kind = 'wplywajaca' AND l.letter_id = incoming_letter.id) AS work_state
            FROM \(sql: source) WHERE \(sql: condition) ORDER BY \(sql: order) LIMIT \(limit)
            """
        ) { row in
            let id = try row.int("id")
            return RegisterRow(
                id: id, number: RegisterNumber(year: Int(try row.int("year")), number: try row.int("number")),
                registeredAt: try row.instant("registered_at"), arrivalDay: try row.parsed("arrival_day"), sender: try row.text("sender_label"),
                title: try row.text("title"), channel: try row.symbol("channel"), foreignSign: try row.text("foreign_sign"),
                letterDate: try row.parsedOrNil("letter_date"), attention: attention(try row.text("attention")),
                cancelReason: try row.textOrNil("cancel_reason"), workState: try row.textOrNil("work_state").flatMap { LetterWorkState(rawValue: $0) },
                position: RegisterQuery.Position(key: try row.text("position_key"), id: id))
        }
    }
}
