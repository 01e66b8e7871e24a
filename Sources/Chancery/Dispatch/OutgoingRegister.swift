internal import Kernel
internal import Law
public import Store

/// One of the two registers of letters that the office sends.
public enum OutgoingBook: String, Sendable, CaseIterable {
    /// Register of outgoing letters (rejestr przesyłek wychodzących), one for the whole office.
    case outgoing = "wychodzace"
    /// Register of internal letters (rejestr pism wewnętrznych).
    case inside = "wewnetrzne"

    public var polishName: String {
        switch self {
        case .outgoing: "Rejestr przesyłek wychodzących"
        case .inside: "Rejestr pism wewnętrznych"
        }
    }
    var prefix: String {
        switch self {
        case .outgoing: "RPWy"
        case .inside: "RPWew"
        }
    }
    var counter: String {
        switch self {
        case .outgoing: "rpwy"
        case .inside: "rpwew"
        }
    }
}

/// The number of an entry: `RPWy/17/2026`, counted from 1 each year without holes.
public struct OutgoingRegisterNumber: Sendable, Hashable, LosslessStringConvertible {
    public let book: OutgoingBook
    public let year: Int
    public let number: Int64

    public init(_ book: OutgoingBook, year: Int, number: Int64) {
        self.book = book
        self.year = year
        self.number = number
    }
    public var description: String { "\(book.prefix)/\(number)/\(year)" }
    /// Without signs that identifiers may not have.
    public var identifier: String { "\(book.prefix)-\(year)-\(number)" }

    /// Reads both forms, in any case of letters.
    public init?(_ text: String) {
        let slashed = text.contains("/")
        let parts = text.split(separator: slashed ? "/" : "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let book = OutgoingBook.allCases.first(where: { $0.prefix.lowercased() == parts[0].lowercased() }),
            let a = Int64(parts[1]), let b = Int64(parts[2])
        else { return nil }
        let (number, year) = slashed ? (a, b) : (b, a)
        guard number > 0, (1900...9999).contains(year) else { return nil }
        self.init(book, year: Int(year), number: number)
    }
}

/// The registers of outgoing and of internal letters: a number for each sending, given in its transaction.
public enum OutgoingRegister {
    /// - Returns: the row of the entry.
    static func enter(
        _ c: any SQLConnection, _ book: OutgoingBook, _ letter: OutgoingLetter, addressee: String, isGroup: Bool, channel: DispatchChannel,
        by officer: ActingOfficer, at now: Instant
    ) throws -> Int64 {
        let today = PolishTime.day(of: now)
        let number = try Counter.next(c, book.counter, year: today.year)
        let sign = letter.sign ?? letter.caseReference?.sign ?? letter.identifier
        let content = letter.version.content.metadata
        let ids = try c.query(
            """
            INSERT INTO outgoing_register (book, year, number, letter_id, handed_day, is_group, addressee_label, addressee_sort, sign, sign_sort, channel,
                manner_sort, title, kinds, sender, registered_at, registered_by)
            VALUES (\(book.rawValue), \(today.year), \(number), \(letter.id), \(today), \(isGroup), \(addressee),
                \(PolishText.sortKey(String(addressee.prefix(80)))), \(sign), \(signSort(sign)), \(channel.rawValue),
                \(PolishText.sortKey(channel.polishName)), \(content.title), \(content.kinds.joined(separator: ", ")), \(letter.unitName), \(now),
                \(officer.signedName))
            RETURNING id
            """
        ) { try $0.int("id") }
        guard let id = ids.first else { throw Problem(.internalFault, "Nie udało się zapisać wpisu rejestru. Spróbuj ponownie.", cause: "no id") }
        return id
    }

    public static func find(_ c: any SQLConnection, _ number: OutgoingRegisterNumber) throws -> OutgoingRegisterRow? {
        try rows(
            c, where: "book = \(number.book.rawValue) AND year = \(number.year) AND number = \(number.number)", order: "id \(sql: c.dialect.ascending)",
            limit: 1, key: nil
        ).first
    }

    /// Entries of a letter, in their order.
    public static func entries(_ c: any SQLConnection, of letter: OutgoingLetterID, limit: Int = 2_000) throws -> [OutgoingRegisterRow] {
        try rows(c, where: "letter_id = \(letter)", order: "id \(sql: c.dialect.ascending)", limit: limit, key: nil)
    }

    static func number(_ c: any SQLConnection, _ id: Int64) throws -> OutgoingRegisterNumber? {
        try c.first("SELECT book, year, number FROM outgoing_register WHERE id = \(id)") {
            OutgoingRegisterNumber(try $0.symbol("book"), year: Int(try $0.int("year")), number: try $0.int("number"))
        }
    }

    /// The day on which the carrier really took the letter; the number stays.
    static func setHandedDay(_ c: any SQLConnection, ofDispatch id: DispatchID, _ day: Day) throws {
        try c.execute(
            """
            UPDATE outgoing_register SET handed_day = \(day) WHERE id = (SELECT register_id FROM dispatch WHERE id = \(id)) AND handed_day <> \(day)
            """)
    }

    /// The name under which a group of addressees stands; `nil` for an entry of one addressee.
    static func groupName(_ c: any SQLConnection, ofDispatch id: DispatchID) throws -> String? {
        try c.first(
            """
            SELECT addressee_label FROM outgoing_register WHERE id = (SELECT register_id FROM dispatch WHERE id = \(id)) AND is_group = 1
            """
        ) { try $0.text("addressee_label") }
    }

    /// The number stays visible with the reason and is never given again.
    static func cancel(_ c: any SQLConnection, ofDispatch id: DispatchID, reason: String, at now: Instant) throws {
        try c.execute(
            """
            UPDATE outgoing_register SET cancelled_at = \(now), cancel_reason = \(reason)
            WHERE id = (SELECT register_id FROM dispatch WHERE id = \(id)) AND cancelled_at IS NULL
            """)
    }

    /// Signs in the order of their numbers: `OR.1431.2.2026` before `OR.1431.10.2026`.
    static func signSort(_ sign: String) -> String {
        var out = ""
        var digits = ""
        func end() {
            guard !digits.isEmpty else { return }
            out += String(repeating: "0", count: max(0, 10 - digits.count)) + digits
            digits = ""
        }
        for c in PolishText.folded(sign) {
            if c.isASCII, c.isNumber {
                digits.append(c)
            } else {
                end()
                out.append(c)
            }
        }
        end()
        return out
    }
}
