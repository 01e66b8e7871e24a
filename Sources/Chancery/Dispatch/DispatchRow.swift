public import Kernel
public import Store

/// The sending of one letter to one addressee, once.
public struct DispatchID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
    /// The name in the journal.
    public var object: String { "wysyłka:\(number)" }
}

/// A dispatch as it stands now.
public struct DispatchRow: Sendable, Hashable {
    public var id: DispatchID
    public var letter: OutgoingLetterID
    public var title: String
    /// The sign on the letter, or the identifier of a letter without a case.
    public var sign: String
    public var caseReference: CaseReference?
    /// Place among the letter's addressees, from 1.
    public var position: Int
    /// 1 for the first time; a letter that came back may be sent again.
    public var attempt: Int
    /// Not overtaken by a later attempt.
    public var isCurrent: Bool
    public var registerNumber: OutgoingRegisterNumber
    public var addressee: Addressee
    /// The file that goes out: the signed one, or the one printed; `nil` for an internal letter without a file.
    public var content: ContentHash?
    public var channel: DispatchChannel
    public var proposedChannel: DispatchChannel
    public var channelReason: String
    /// Why a person chose another way than the proposed one; empty where he did not.
    public var overrideReason: String
    public var state: DispatchState
    public var firstNotice: Day?
    public var secondNotice: Day?
    public var messageID: String?
    public var postingNumber: PostingNumber?
    /// Grosze; `nil` where it is not known.
    public var fee: Int64?
    public var createdAt: Instant
    public var sentAt: Instant?
    public var changedAt: Instant

    /// For the next page of lists ordered by the time of the last change.
    public var place: RegisterQuery.Position { RegisterQuery.Position(key: String(changedAt.milliseconds), id: id.number) }
}

/// When a party got a letter, for finality and the metryka (R4.6).
public struct PartyDelivery: Sendable, Hashable {
    public var dispatch: DispatchID
    public var letter: OutgoingLetterID
    public var title: String
    public var kinds: [String]
    public var sign: String
    public var addressee: Correspondent
    /// The party itself, also where a representative received.
    public var party: Correspondent
    public var isParty: Bool
    public var caseParty: CasePartyID?
    public var channel: DispatchChannel
    public var state: DispatchState
    /// `nil` while it is on its way or where it was not delivered.
    public var day: Day? { state.effectiveDay }
}

extension Dispatch {
    public static func find(_ c: any SQLConnection, _ id: DispatchID) throws -> DispatchRow? {
        try rows(c, where: "d.id = \(id)", order: "d.id \(sql: c.dialect.ascending)", limit: 1).first
    }

    /// Every sending of a letter, by addressee and attempt.
    public static func dispatches(_ c: any SQLConnection, of letter: OutgoingLetterID, limit: Int = 5_000) throws -> [DispatchRow] {
        try rows(
            c, where: "d.letter_id = \(letter)", order: "d.position \(sql: c.dialect.ascending), d.attempt \(sql: c.dialect.ascending)", limit: limit)
    }

    /// Letters that came back or could not be sent, what happened longest ago first; each waits for a person.
    public static func undelivered(_ c: any SQLConnection, after: RegisterQuery.Position? = nil, limit: Int = 50) throws -> [DispatchRow] {
        var condition: SQL = "d.phase = 3 AND d.is_current = 1"
        if let after, let key = Int64(after.key) { condition += " AND (d.changed_at, d.id) > (\(key), \(after.id))" }
        return try rows(c, where: condition, order: "d.changed_at \(sql: c.dialect.ascending), d.id \(sql: c.dialect.ascending)", limit: limit)
    }

    public static func undeliveredCount(_ c: any SQLConnection) throws -> Int {
        Int(
            try c.first(
                "SELECT COUNT(*) AS n FROM (SELECT 1 FROM dispatch WHERE phase = 3 AND is_current = 1 LIMIT \(OutgoingLetters.countLimit)) AS found"
            ) { try $0.int("n") } ?? 0)
    }

    /// What waits for one channel, oldest first: the queue of a connector that is down, or what goes into the posting book.
    public static func waiting(_ c: any SQLConnection, by channel: DispatchChannel, after: DispatchID? = nil, limit: Int = 100) throws -> [DispatchRow] {
        try rows(
            c, where: "d.state = 'oczekuje' AND d.channel = \(channel.rawValue) AND d.id > \(after?.number ?? 0)",
            order: "d.id \(sql: c.dialect.ascending)", limit: limit)
    }

    /// Deliveries of every letter of a case, the current attempt of each addressee, in the order of sending.
    public static func deliveries(_ c: any SQLConnection, case id: CaseID, limit: Int = 10_000) throws -> [PartyDelivery] {
        try deliveries(c, try rows(c, where: "d.case_id = \(id) AND d.is_current = 1", order: "d.id \(sql: c.dialect.ascending)", limit: limit))
    }

    /// The delivery of one sending, while no later attempt overtook it.
    public static func delivery(_ c: any SQLConnection, _ id: DispatchID) throws -> PartyDelivery? {
        try deliveries(c, try rows(c, where: "d.id = \(id) AND d.is_current = 1", order: "d.id \(sql: c.dialect.ascending)", limit: 1)).first
    }

    private static func deliveries(_ c: any SQLConnection, _ rows: [DispatchRow]) throws -> [PartyDelivery] {
        var kinds: [OutgoingLetterID: [String]] = [:]
        for letter in Set(rows.map(\.letter)) {
            kinds[letter] = try c.first(
                """
                SELECT v.metadata FROM outgoing_version v JOIN outgoing_final f ON f.letter_id = v.letter_id AND f.version = v.version
                WHERE v.letter_id = \(letter)
                """
            ) { (try OutgoingLetters.decoded(try $0.text("metadata")) as OutgoingMetadata).kinds }
        }
        return rows.map { row in
            PartyDelivery(
                dispatch: row.id, letter: row.letter, title: row.title, kinds: kinds[row.letter] ?? [], sign: row.sign,
                addressee: row.addressee.correspondent, party: row.addressee.party, isParty: row.addressee.isParty,
                caseParty: row.addressee.caseParty, channel: row.channel, state: row.state)
        }
    }

    static func rows(_ c: any SQLConnection, where condition: SQL, order: SQL, limit: Int) throws -> [DispatchRow] {
        try c.query(
            """
            SELECT d.id, d.letter_id, d.position, d.attempt, d.is_current, d.content_hash, d.channel, d.proposed_channel, d.channel_reason, d.override_reason,
                d.state, d.state_day, d.state_words, d.first_notice, d.second_notice, d.message_id, d.posting_number, d.fee, d.created_at, d.sent_at,
                d.changed_at, l.title, l.sign, l.case_id, l.case_sign, r.book, r.year, r.number, a.content
            FROM dispatch d JOIN outgoing_letter l ON l.id = d.letter_id JOIN outgoing_register r ON r.id = d.register_id
                JOIN outgoing_addressee a ON a.letter_id = d.letter_id AND a.list = d.list AND a.position = d.position
            WHERE \(sql: condition) ORDER BY \(sql: order) LIMIT \(limit)
            """
        ) { row in
            let letter: OutgoingLetterID = try row.id("letter_id")
            let file = try row.idOrNil("case_id", as: CaseID.self).map { CaseReference(id: $0, sign: try row.textOrNil("case_sign") ?? "") }
            return DispatchRow(
                id: try row.id("id"), letter: letter, title: try row.text("title"),
                sign: try row.textOrNil("sign") ?? file?.sign ?? letter.identifier, caseReference: file, position: Int(try row.int("position")),
                attempt: Int(try row.int("attempt")), isCurrent: try row.bool("is_current"),
                registerNumber: OutgoingRegisterNumber(try row.symbol("book"), year: Int(try row.int("year")), number: try row.int("number")),
                addressee: try OutgoingLetters.decoded(try row.text("content")), content: try row.parsedOrNil("content_hash"),
                channel: try row.symbol("channel"), proposedChannel: try row.symbol("proposed_channel"), channelReason: try row.text("channel_reason"),
                overrideReason: try row.text("override_reason"), state: try state(row), firstNotice: try row.parsedOrNil("first_notice"),
                secondNotice: try row.parsedOrNil("second_notice"), messageID: try row.textOrNil("message_id"),
                postingNumber: try row.parsedOrNil("posting_number"), fee: try row.intOrNil("fee"), createdAt: try row.instant("created_at"),
                sentAt: try row.instantOrNil("sent_at"), changedAt: try row.instant("changed_at"))
        }
    }

    static func state(_ row: any SQLRow) throws -> DispatchState {
        let state = DispatchState(
            code: try row.text("state"), day: try row.parsedOrNil("state_day"), words: try row.text("state_words"),
            first: try row.parsedOrNil("first_notice"), second: try row.parsedOrNil("second_notice"))
        guard let state else { throw SQLError.decoding("state") }
        return state
    }
}
