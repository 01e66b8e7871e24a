public import Kernel
internal import Law
public import Store

/// Sending letters (wysyłka): from the confirmed list to the carrier, and what comes back.
///
/// The effects lie elsewhere: an electronic channel gets a job of the kind `jobKind` in the same transaction, and whoever does it tells
/// `submitted` or `failed`.
public enum Dispatch {
    /// Payload: the number of the dispatch. The idempotency key is `dispatch:<number>`.
    public static let jobKind = "dispatch.send"
    public static func jobKey(_ id: DispatchID) -> String { "dispatch:\(id)" }

    /// What is going to happen, for confirmation; changes nothing.
    public static func confirmation(_ c: any SQLConnection, _ orders: [DispatchOrder]) throws -> [ConfirmationRow] {
        try orders.flatMap { order -> [ConfirmationRow] in
            guard let letter = try OutgoingLetters.find(c, order.letter.id) else { throw OutgoingLetters.missing(order.letter.id) }
            let addressees = letter.version.content.addressees
            let wide = try letterObstacle(letter, order)
            let sentBefore = try currentPositions(c, letter.id)
            return order.addressees.map { one in
                let addressee = addressees.indices.contains(one.position - 1) ? addressees[one.position - 1] : nil
                let obstacle =
                    wide ?? addressee.map { self.obstacle(one, $0)?.words } ?? "Nie ma takiego adresata"
                return ConfirmationRow(
                    letter: letter.id, title: letter.version.content.metadata.title, sign: letter.sign ?? letter.caseReference?.sign ?? letter.identifier,
                    position: one.position, addressee: addressee?.correspondent.label ?? "", channel: one.channel, reason: one.proposal.reason,
                    overrideReason: one.overrideReason, obstacle: sentBefore.contains(one.position) ? "Do tego adresata już wysłano" : obstacle)
            }
        }
    }

    /// Sends a confirmed list; each letter by itself, so that one refused does not hold the others back.
    ///
    /// - Returns: the batch, and the result of each letter in the order of the list.
    public static func sendBatch(
        _ c: any SQLConnection, _ orders: [DispatchOrder], by officer: ActingOfficer, at now: Instant
    ) throws -> (batch: Int64, results: [BulkResult]) {
        let ids = try c.query(
            """
            INSERT INTO dispatch_batch (at, by_id, by_name, letters) VALUES (\(now), \(officer.account), \(officer.signedName), \(orders.count)) RETURNING id
            """
        ) { try $0.int("id") }
        guard let batch = ids.first else { throw Problem(.internalFault, "Nie udało się zapisać wysyłki. Spróbuj ponownie.", cause: "no id") }
        let results = try OutgoingLetters.each(c, orders, id: \.letter.id) { try send(c, $0, batch: batch, by: officer, at: now) }
        return (batch, results)
    }

    /// Sends one letter to the addressees of the order: register entries, dispatches and the jobs of electronic channels.
    ///
    /// - Throws: `Problem` `.conflict` for a letter that is not signed (I5) or was changed by somebody else, `Problems` for the form.
    @discardableResult
    public static func send(
        _ c: any SQLConnection, _ order: DispatchOrder, batch: Int64? = nil, by officer: ActingOfficer, at now: Instant
    ) throws -> [DispatchID] {
        let letter = try OutgoingLetters.current(c, order.letter.id, revision: order.letter.revision)
        if let obstacle = try letterObstacle(letter, order) { throw Problem(.conflict, obstacle) }
        let addressees = letter.version.content.addressees
        var problems: [Problem] = []
        let sentBefore = try currentPositions(c, letter.id)
        for one in order.addressees {
            guard addressees.indices.contains(one.position - 1) else { throw Problem(.notFound, "Pismo nie ma adresata numer \(one.position).") }
            guard !sentBefore.contains(one.position) else {
                throw Problem(.conflict, "Do adresata \(addressees[one.position - 1].correspondent.label) to pismo już wysłano.")
            }
            if let obstacle = obstacle(one, addressees[one.position - 1]) {
                problems.append(Problem(.invalidInput, "Adresat \(one.position): \(obstacle.words)", field: obstacle.field))
            }
        }
        guard problems.isEmpty else { throw Problems(problems) }
        let content = try contentHash(c, letter.id)
        let list = try OutgoingLetters.addresseeList(c, letter.id)
        var groups: [DispatchChannel: Int64] = [:]
        var out: [DispatchID] = []
        for one in order.addressees {
            let addressee = addressees[one.position - 1]
            let register: Int64
            if let known = groups[one.channel] {
                register = known
            } else {
                register = try OutgoingRegister.enter(
                    c, .outgoing, letter, addressee: order.groupName ?? addressee.correspondent.label, isGroup: order.groupName != nil, channel: one.channel,
                    by: officer, at: now)
                if order.groupName != nil { groups[one.channel] = register }
            }
            let id = try insert(
                c, letter, one, list: list, attempt: try nextAttempt(c, letter.id, one.position), register: register, content: content, batch: batch, by: officer,
                at: now)
            if one.channel.isElectronic { try Jobs.enqueue(c, kind: jobKind, payload: id.description, runAt: now, key: jobKey(id)) }
            out.append(id)
        }
        try OutgoingLetters.advance(
            c, letter, to: letter.state, set: ", unsent = unsent - \(order.addressees.count)", by: officer, at: now)
        try Journal.append(
            c,
            JournalEntry(
                actor: officer.account, act: "wysyłka-zlecona", object: letter.id.object,
                after: "adresatów \(order.addressees.count); \(Set(order.addressees.map(\.channel.rawValue)).sorted().joined(separator: ", "))",
                reason: order.addressees.first { !$0.overrideReason.isEmpty }?.overrideReason), at: now)
        return out
    }

    /// Gives an internal letter, accepted for good, to the units: entered in the register of internal letters and delivered at once.
    ///
    /// - Returns: its number in the register.
    @discardableResult
    public static func distribute(
        _ c: any SQLConnection, _ at: LetterAt, by officer: ActingOfficer, at now: Instant
    ) throws -> OutgoingRegisterNumber {
        let letter = try OutgoingLetters.current(c, at.id, revision: at.revision)
        var workflow = OutgoingWorkflow(letter.state, kind: letter.kind)
        _ = try workflow.take(.distribute)
        _ = try workflow.take(.deliveryChanged(.delivered))
        let document = try OutgoingLetters.document(c, letter.id)
        try c.execute(
            """
            INSERT INTO outgoing_final (letter_id, version, basis, document_hash, at, by_name)
            VALUES (\(letter.id), \(letter.version.number), 'akceptacja', \(document?.hash), \(now), \(officer.signedName))
            """)
        let addressees = letter.version.content.addressees
        let register = try OutgoingRegister.enter(
            c, .inside, letter, addressee: OutgoingLetters.addresseeLabel(addressees), isGroup: addressees.count > 1, channel: .inside, by: officer, at: now)
        let list = try OutgoingLetters.addresseeList(c, letter.id)
        let proposal = ChannelProposal(channel: .inside, reason: "Pismo zostaje w urzędzie", alternatives: [])
        for index in addressees.indices {
            let id = try insert(
                c, letter, AddresseeOrder(position: index + 1, proposal: proposal), list: list, attempt: 1, register: register, content: document?.hash,
                batch: nil, by: officer, at: now)
            try keep(c, id, .delivered(PolishTime.day(of: now)), channel: .inside, sentAt: now, at: now)
        }
        try OutgoingLetters.advance(
            c, letter, to: workflow.state, set: ", final_version = \(letter.version.number)", by: officer, at: now)
        try Journal.append(c, JournalEntry(actor: officer.account, act: "pismo-wewnętrzne-przekazane", object: letter.id.object), at: now)
        try OutgoingLetters.enter(
            c, letter, "Przekazano pismo wewnętrzne: \(OutgoingLetters.addresseeLabel(addressees))", key: "wyslanie:\(letter.id)", by: officer, at: now)
        guard let number = try OutgoingRegister.number(c, register) else { throw SQLError.decoding("number") }
        return number
    }

    /// Takes back a dispatch that has not left, or one that failed, so that the addressee can be sent to another way.
    ///
    /// The entry of the register stays with the reason where nothing was ever sent under it.
    public static func cancel(_ c: any SQLConnection, _ id: DispatchID, reason: String, by officer: ActingOfficer, at now: Instant) throws {
        let reason = try FormText.required(reason, field: "powod", ask: "Podaj powód anulowania wysyłki")
        guard let row = try find(c, id) else { throw Problem(.notFound, "Nie ma takiej wysyłki.") }
        guard row.isCurrent else { throw Problem(.conflict, "Do tego adresata wysłano już pismo ponownie.") }
        var workflow = DispatchWorkflow(row.state, channel: row.channel, firstNotice: row.firstNotice, secondNotice: row.secondNotice)
        _ = try workflow.take(.cancelled(words: reason))
        try keep(c, id, workflow.state, channel: row.channel, sentAt: row.sentAt, at: now)
        try c.execute("UPDATE dispatch SET is_current = 0 WHERE id = \(id)")
        let others = try c.first(
            """
            SELECT 1 AS known FROM dispatch d WHERE d.register_id = (SELECT register_id FROM dispatch WHERE id = \(id))
                AND (d.sent_at IS NOT NULL OR d.is_current = 1) LIMIT 1
            """
        ) { try $0.int("known") }
        if others == nil { try OutgoingRegister.cancel(c, ofDispatch: id, reason: reason, at: now) }
        guard let head = try LetterHead.read(c, row.letter) else { throw OutgoingLetters.missing(row.letter) }
        // Back to the queue of sending, whatever became of the others.
        var letter = OutgoingWorkflow(head.state, kind: head.kind)
        _ = try letter.take(.sendAgain)
        try c.execute(
            """
            UPDATE outgoing_letter SET unsent = unsent + 1, state = \(letter.state.code), waiting_since = \(now), revision = revision + 1, changed_at = \(now),
                changed_by = \(officer.signedName) WHERE id = \(row.letter) AND revision = \(head.revision)
            """)
        try Journal.append(
            c, JournalEntry(actor: officer.account, act: "wysyłka-anulowana", object: id.object, before: row.state.polishName, reason: reason), at: now)
    }

    // MARK: - shared by the acts

    /// The file that goes out: the signed one, or for a letter signed by hand the one that was printed.
    private static func contentHash(_ c: any SQLConnection, _ letter: OutgoingLetterID) throws -> ContentHash? {
        try c.first("SELECT signed_hash, document_hash FROM outgoing_signature WHERE letter_id = \(letter)") { row in
            try row.parsedOrNil("signed_hash", as: ContentHash.self) ?? row.parsed("document_hash")
        }
    }

    private static func letterObstacle(_ letter: OutgoingLetter, _ order: DispatchOrder) throws -> String? {
        if letter.kind != .outgoing { return "Pismo wewnętrzne przekazuje się komórkom, nie wysyła." }
        guard letter.state == .signed, letter.finalVersion != nil else {
            return "Wysłać można tylko pismo podpisane. Pismo ma teraz stan: \(letter.state.polishName)."
        }
        if order.addressees.isEmpty { return "Wskaż, do kogo wysłać." }
        if Set(order.addressees.map(\.position)).count != order.addressees.count { return "Ten sam adresat jest na liście dwa razy." }
        return nil
    }

    /// - Returns: the words with the field of the form they belong to: the way of the addressee, `kanal-2`, or the reason.
    private static func obstacle(_ order: AddresseeOrder, _ addressee: Addressee) -> (words: String, field: String)? {
        let way = "kanal-\(order.position)"
        if order.channel == .inside { return ("Ten sposób służy tylko pismom wewnętrznym", way) }
        if let missing = ChannelProposal.obstacle(order.channel, for: addressee) { return (missing, way) }
        if order.channel != order.proposal.channel, FormText.trimmed(order.overrideReason).isEmpty {
            return ("Podaj powód wyboru innego sposobu niż \(order.proposal.channel.polishName)", "powod")
        }
        return order.overrideReason.count > 500 ? ("Skróć powód do 500 znaków", "powod") : nil
    }

    private static func currentPositions(_ c: any SQLConnection, _ letter: OutgoingLetterID) throws -> Set<Int> {
        Set(try c.query("SELECT position FROM dispatch WHERE letter_id = \(letter) AND is_current = 1") { Int(try $0.int("position")) })
    }

    private static func nextAttempt(_ c: any SQLConnection, _ letter: OutgoingLetterID, _ position: Int) throws -> Int {
        Int(
            try c.first("SELECT COALESCE(MAX(attempt), 0) + 1 AS n FROM dispatch WHERE letter_id = \(letter) AND position = \(position)") {
                try $0.int("n")
            } ?? 1)
    }

    private static func insert(
        _ c: any SQLConnection, _ letter: OutgoingLetter, _ order: AddresseeOrder, list: Int, attempt: Int, register: Int64, content: ContentHash?,
        batch: Int64?, by officer: ActingOfficer, at now: Instant
    ) throws -> DispatchID {
        let ids = try c.query(
            """
            INSERT INTO dispatch (letter_id, case_id, list, position, attempt, is_current, register_id, batch_id, content_hash, channel, proposed_channel,
                channel_reason, override_reason, state, state_words, phase, ordered_by, ordered_post, created_at, changed_at)
            VALUES (\(letter.id), \(letter.caseReference?.id), \(list), \(order.position), \(attempt), 1, \(register), \(batch), \(content),
                \(order.channel.rawValue), \(order.proposal.channel.rawValue), \(order.proposal.reason), \(FormText.trimmed(order.overrideReason)),
                \(DispatchState.waiting.code), '', \(DispatchState.Phase.waiting.rawValue), \(officer.signedName), \(officer.post), \(now), \(now))
            RETURNING id
            """
        ) { try $0.id("id", as: DispatchID.self) }
        guard let id = ids.first else { throw Problem(.internalFault, "Nie udało się zapisać wysyłki. Spróbuj ponownie.", cause: "no id") }
        return id
    }

    static func keep(
        _ c: any SQLConnection, _ id: DispatchID, _ state: DispatchState, channel: DispatchChannel, firstNotice: Day? = nil, secondNotice: Day? = nil,
        sentAt: Instant?, at now: Instant
    ) throws {
        try c.execute(
            """
            UPDATE dispatch SET state = \(state.code), state_day = \(state.day), state_words = \(state.words), phase = \(state.phase(by: channel).rawValue),
                first_notice = COALESCE(\(firstNotice), first_notice), second_notice = COALESCE(\(secondNotice), second_notice),
                sent_at = COALESCE(sent_at, \(sentAt)), changed_at = \(now) WHERE id = \(id)
            """)
    }
}
