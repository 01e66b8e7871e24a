public import Kernel
public import Store

/// What of a register is asked for: filters, an order and a page.
public struct OutgoingRegisterQuery: Sendable, Hashable {
    /// The five columns of the instruction, each of which sorts.
    public enum Order: String, Sendable, CaseIterable {
        case number = "lp", day = "data", addressee = "adresat", sign = "znak", manner = "sposob"
    }
    public var book: OutgoingBook
    public var channel: DispatchChannel?
    /// Days of handing over.
    public var from: Day?
    public var to: Day?
    /// Words of the letter: title, addressee, text.
    public var words = ""
    public var order: Order = .number
    public var descending = true
    /// Where the last page ended; `nil` for the first page.
    public var after: RegisterQuery.Position?
    public var limit = 50

    public init(_ book: OutgoingBook = .outgoing) { self.book = book }
}

/// One line of a register.
public struct OutgoingRegisterRow: Sendable, Hashable {
    public var id: Int64
    public var number: OutgoingRegisterNumber
    public var letter: OutgoingLetterID
    /// Data przekazania.
    public var handedDay: Day
    /// One addressee, or the name of a group.
    public var addressee: String
    public var sign: String
    public var channel: DispatchChannel
    public var title: String
    public var kinds: String
    /// The unit that sends; in the register of internal letters (komórka nadająca).
    public var sender: String
    public var registeredAt: Instant
    public var registeredBy: String
    public var cancelReason: String?
    /// For the next page.
    public var position: RegisterQuery.Position

    public init(
        id: Int64, number: OutgoingRegisterNumber, letter: OutgoingLetterID, handedDay: Day, addressee: String, sign: String, channel: DispatchChannel,
        title: String, kinds: String, sender: String, registeredAt: Instant, registeredBy: String, cancelReason: String?, position: RegisterQuery.Position
    ) {
        self.id = id
        self.number = number
        self.letter = letter
        self.handedDay = handedDay
        self.addressee = addressee
        self.sign = sign
        self.channel = channel
        self.title = title
        self.kinds = kinds
        self.sender = sender
        self.registeredAt = registeredAt
        self.registeredBy = registeredBy
        self.cancelReason = cancelReason
        self.position = position
    }
}

public struct OutgoingRegisterPage: Sendable {
    public var rows: [OutgoingRegisterRow]
    /// Where the next page starts; `nil` on the last one.
    public var next: RegisterQuery.Position?
}

extension OutgoingRegister {
    /// Counting stops here; a person reads "more than".
    public static let countLimit = IncomingRegister.countLimit

    public static func page(_ c: any SQLConnection, _ q: OutgoingRegisterQuery) throws -> OutgoingRegisterPage {
        guard var condition = try filter(c, q) else { return OutgoingRegisterPage(rows: [], next: nil) }
        let key: SQL? =
            switch q.order {
            case .number: nil
            case .day: "handed_day"
            case .addressee: "addressee_sort"
            case .sign: "sign_sort"
            case .manner: "manner_sort"
            }
        if let after = q.after {
            switch (key, q.descending) {
            case (nil, true): condition += " AND id < \(after.id)"
            case (nil, false): condition += " AND id > \(after.id)"
            case (let key?, true): condition += " AND (\(sql: key), id) < (\(after.key), \(after.id))"
            case (let key?, false): condition += " AND (\(sql: key), id) > (\(after.key), \(after.id))"
            }
        }
        let direction = q.descending ? c.dialect.descending : c.dialect.ascending
        let order: SQL = key.map { "\(sql: $0) \(sql: direction), id \(sql: direction)" } ?? "id \(sql: direction)"
        var rows = try rows(c, where: condition, order: order, limit: q.limit + 1, key: key)
        let more = rows.count > q.limit
        if more { rows.removeLast() }
        return OutgoingRegisterPage(rows: rows, next: more ? rows.last?.position : nil)
    }

    /// How many entries a query finds, at most `countLimit`.
    public static func count(_ c: any SQLConnection, _ q: OutgoingRegisterQuery) throws -> Int {
        guard let condition = try filter(c, q) else { return 0 }
        return Int(
            try c.first("SELECT COUNT(*) AS n FROM (SELECT 1 FROM outgoing_register WHERE \(sql: condition) LIMIT \(countLimit)) AS found") { try $0.int("n") }
                ?? 0)
    }

    /// The entries of a year in the order of their numbers, a page at a time, for exports and prints.
    ///
    /// - Parameter after: the id of the last entry of the page before; 0 for the first page.
    public static func records(
        _ c: any SQLConnection, _ book: OutgoingBook, year: Int, from: Day? = nil, to: Day? = nil, after: Int64 = 0, limit: Int
    ) throws -> [OutgoingRegisterRow] {
        var condition: SQL = "book = \(book.rawValue) AND year = \(year) AND id > \(after)"
        if let from { condition += " AND handed_day >= \(from)" }
        if let to { condition += " AND handed_day <= \(to)" }
        return try rows(c, where: condition, order: "id \(sql: c.dialect.ascending)", limit: limit, key: nil)
    }

    /// `nil` when nothing can match.
    private static func filter(_ c: any SQLConnection, _ q: OutgoingRegisterQuery) throws -> SQL? {
        var condition: SQL = "book = \(q.book.rawValue)"
        if let channel = q.channel { condition += " AND channel = \(channel.rawValue)" }
        if let from = q.from { condition += " AND handed_day >= \(from)" }
        if let to = q.to { condition += " AND handed_day <= \(to)" }
        if !q.words.isEmpty {
            let ids = try FullText.search(c, kind: OutgoingLetters.searchKind, query: q.words, limit: IncomingRegister.searchLimit, before: nil)
            guard !ids.isEmpty else { return nil }
            condition += " AND letter_id IN (\(list: ids))"
        }
        return condition
    }

    static func rows(_ c: any SQLConnection, where condition: SQL, order: SQL, limit: Int, key: SQL?) throws -> [OutgoingRegisterRow] {
        try c.query(
            """
            SELECT id, book, year, number, letter_id, handed_day, addressee_label, sign, channel, title, kinds, sender, registered_at, registered_by,
                cancel_reason, \(sql: key ?? "CAST(id AS TEXT)") AS position_key
            FROM outgoing_register WHERE \(sql: condition) ORDER BY \(sql: order) LIMIT \(limit)
            """
        ) { row in
            let id = try row.int("id")
            return OutgoingRegisterRow(
                id: id, number: OutgoingRegisterNumber(try row.symbol("book"), year: Int(try row.int("year")), number: try row.int("number")),
                letter: try row.id("letter_id"), handedDay: try row.parsed("handed_day"), addressee: try row.text("addressee_label"),
                sign: try row.text("sign"), channel: try row.symbol("channel"), title: try row.text("title"), kinds: try row.text("kinds"),
                sender: try row.text("sender"), registeredAt: try row.instant("registered_at"), registeredBy: try row.text("registered_by"),
                cancelReason: try row.textOrNil("cancel_reason"), position: RegisterQuery.Position(key: try row.text("position_key"), id: id))
        }
    }
}
