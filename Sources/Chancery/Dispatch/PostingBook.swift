public import Kernel
internal import Law
public import Store

/// A posting book handed to the post office with the letters of a day (książka nadawcza).
public struct PostingBook: Sendable, Hashable {
    public struct ID: RowID {
        public let number: Int64
        public init(_ number: Int64) { self.number = number }
    }
    public var id: ID
    public var year: Int
    /// Counted from 1 each year without holes.
    public var number: Int64
    public var handedDay: Day
    public var closedAt: Instant
    public var closedBy: String
}

/// One line of a posting book.
public struct PostingBookRow: Sendable, Hashable {
    /// From 1 in each book.
    public var position: Int
    public var dispatch: DispatchID
    public var addressee: String
    public var addressLines: [String]
    public var service: DispatchChannel
    public var postingNumber: PostingNumber?
    public var sign: String
    /// Grosze.
    public var fee: Int64?
}

extension Dispatch {
    /// Puts the number of the sticker on a letter, before or after the book is closed.
    ///
    /// - Throws: `Problem` where the number's control digit is wrong, or another letter of the last year has it.
    public static func setPostingNumber(_ c: any SQLConnection, _ id: DispatchID, _ text: String, fee: Int64? = nil, by officer: ActingOfficer, at now: Instant) throws {
        guard let number = PostingNumber(text) else {
            throw Problems([Problem(.invalidInput, "Numer nadania to od 4 do 40 cyfr i liter, na przykład RR123456785PL", field: "numer-nadania")])
        }
        guard !number.isRefused else {
            throw Problems([Problem(.invalidInput, "Numer nadania ma błędną cyfrę kontrolną. Porównaj go z naklejką", field: "numer-nadania")])
        }
        if let fee, fee < 0 { throw Problems([Problem(.invalidInput, "Opłata nie może być ujemna", field: "oplata")]) }
        let row = try required(c, id)
        guard row.channel.hasPostingNumber else {
            throw Problem(.conflict, "Numer nadania mają tylko listy polecone. To pismo idzie inaczej: \(row.channel.polishName).")
        }
        let other = try c.first(
            """
            SELECT id FROM dispatch WHERE posting_number = \(number.description) AND id <> \(id) AND created_at > \(now.adding(seconds: -365 * 86_400))
            ORDER BY id \(sql: c.dialect.descending) LIMIT 1
            """
        ) { try $0.id("id", as: DispatchID.self) }
        if let other {
            let taken = try required(c, other)
            throw Problems([
                Problem(.conflict, "Ten numer ma już list do \(taken.addressee.correspondent.label) (\(taken.registerNumber))", field: "numer-nadania")
            ])
        }
        try c.execute("UPDATE dispatch SET posting_number = \(number.description), fee = COALESCE(\(fee), fee) WHERE id = \(id)")
        try Journal.append(
            c,
            JournalEntry(
                actor: officer.account, act: "numer-nadania", object: id.object, before: row.postingNumber?.description, after: number.description), at: now)
    }

    /// Closes a posting book over waiting letters and hands them over: each of them is sent.
    ///
    /// - Parameter day: of handing over; a book may be closed the day after.
    /// - Throws: `Problem` `.conflict` that names the letter which is not waiting for the post.
    public static func closePostingBook(
        _ c: any SQLConnection, _ dispatches: [DispatchID], handedDay day: Day, by officer: ActingOfficer, at now: Instant
    ) throws -> PostingBook {
        let today = PolishTime.day(of: now)
        guard !dispatches.isEmpty else { throw Problem(.invalidInput, "Zaznacz listy, które idą na pocztę.") }
        guard Set(dispatches).count == dispatches.count else { throw Problem(.invalidInput, "Ten sam list jest na liście dwa razy.") }
        guard day <= today, day >= today.adding(days: -31) else {
            throw Problems([Problem(.invalidInput, "Data nadania to dziś albo najwyżej 31 dni wstecz", field: "data")])
        }
        let number = try Counter.next(c, "ksiazka-nadawcza", year: day.year)
        let ids = try c.query(
            """
            INSERT INTO posting_book (year, number, handed_day, closed_at, closed_by)
            VALUES (\(day.year), \(number), \(day), \(now), \(officer.signedName)) RETURNING id
            """
        ) { try $0.id("id", as: PostingBook.ID.self) }
        guard let id = ids.first else { throw Problem(.internalFault, "Nie udało się zapisać książki. Spróbuj ponownie.", cause: "no id") }
        for (index, dispatch) in dispatches.enumerated() {
            let row = try required(c, dispatch)
            guard row.channel.isPostal, row.state == .waiting, row.isCurrent else {
                throw Problem(.conflict, "List do \(row.addressee.correspondent.label) nie czeka na pocztę: \(row.state.polishName). Odśwież listę.")
            }
            try c.execute("UPDATE dispatch SET book_id = \(id), book_position = \(index + 1) WHERE id = \(dispatch)")
            try apply(c, row, .submitted, rule: DepositRule(), by: officer.performer, at: now)
            try OutgoingRegister.setHandedDay(c, ofDispatch: dispatch, day)
        }
        try Journal.append(
            c,
            JournalEntry(actor: officer.account, act: "książka-nadawcza", object: "książka-nadawcza:\(number)/\(day.year)", after: "listów \(dispatches.count)"),
            at: now)
        return PostingBook(id: id, year: day.year, number: number, handedDay: day, closedAt: now, closedBy: officer.signedName)
    }

    /// Books, newest first.
    public static func postingBooks(_ c: any SQLConnection, before: PostingBook.ID? = nil, limit: Int = 50) throws -> [PostingBook] {
        try c.query(
            """
            SELECT id, year, number, handed_day, closed_at, closed_by FROM posting_book WHERE id < \(before?.number ?? .max)
            ORDER BY id \(sql: c.dialect.descending) LIMIT \(limit)
            """
        ) { row in
            PostingBook(
                id: try row.id("id"), year: Int(try row.int("year")), number: try row.int("number"), handedDay: try row.parsed("handed_day"),
                closedAt: try row.instant("closed_at"), closedBy: try row.text("closed_by"))
        }
    }

    /// The lines of a book, as they are printed and signed for.
    public static func postingBookRows(_ c: any SQLConnection, _ book: PostingBook.ID) throws -> [PostingBookRow] {
        let rows = try rows(c, where: "d.book_id = \(book)", order: "d.book_position \(sql: c.dialect.ascending)", limit: 10_000)
        return rows.enumerated().map { index, row in postingRow(index + 1, row) }
    }

    /// What would stand in the next book, from what waits for the post.
    public static func postingBookPreview(_ c: any SQLConnection, limit: Int = 1_000) throws -> [PostingBookRow] {
        let waiting = try DispatchChannel.allCases.filter(\.isPostal).flatMap { try self.waiting(c, by: $0, limit: limit) }
        return waiting.sorted { $0.id < $1.id }.prefix(limit).enumerated().map { index, row in postingRow(index + 1, row) }
    }

    private static func postingRow(_ position: Int, _ row: DispatchRow) -> PostingBookRow {
        PostingBookRow(
            position: position, dispatch: row.id, addressee: row.addressee.correspondent.label,
            addressLines: row.addressee.correspondent.address.lines, service: row.channel, postingNumber: row.postingNumber, sign: row.sign, fee: row.fee)
    }
}
