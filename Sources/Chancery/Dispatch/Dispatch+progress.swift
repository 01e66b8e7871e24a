public import Kernel
internal import Law
public import Store

/// What of a letter is needed to move it on; read without its addressees, so that a mass mailing stays linear.
struct LetterHead {
    var id: OutgoingLetterID
    var kind: OutgoingLetterKind
    var state: OutgoingState
    var revision: Int64
    var unsent: Int64
    var caseID: CaseID?

    static func read(_ c: any SQLConnection, _ id: OutgoingLetterID) throws -> LetterHead? {
        try c.first(
            "SELECT kind, state, state_words, approval_level, approval_levels, revision, unsent, case_id FROM outgoing_letter WHERE id = \(id) \(sql: c.dialect.forUpdate)"
        ) { row in
            LetterHead(
                id: id, kind: try row.symbol("kind"), state: try OutgoingLetters.state(row), revision: try row.int("revision"), unsent: try row.int("unsent"),
                caseID: try row.idOrNil("case_id"))
        }
    }
}

extension Dispatch {
    /// The carrier has the letter: an electronic message was accepted, a courier took it.
    ///
    /// - Parameter messageID: the platform's number of the message, by which evidence finds its way back.
    public static func submitted(
        _ c: any SQLConnection, _ id: DispatchID, messageID: String? = nil, by performer: Performer, at now: Instant
    ) throws {
        let row = try required(c, id)
        if let messageID { try c.execute("UPDATE dispatch SET message_id = \(messageID) WHERE id = \(id)") }
        try apply(c, row, .submitted, rule: DepositRule(), by: performer, at: now)
    }

    /// The channel gave the letter up; it waits among the undelivered ones with these words.
    public static func failed(_ c: any SQLConnection, _ id: DispatchID, words: String, by performer: Performer, at now: Instant) throws {
        try apply(c, try required(c, id), .failed(words: String(words.prefix(500))), rule: DepositRule(), by: performer, at: now)
    }

    /// Handed over outside the posting book: an employee took them, a notice was put up.
    public static func handOver(_ c: any SQLConnection, _ ids: [DispatchID], by officer: ActingOfficer, at now: Instant) throws {
        for id in ids {
            let row = try required(c, id)
            guard row.channel == .courier || row.channel == .publicNotice || row.channel == .inPerson else {
                throw Problem(.conflict, "Pismo do \(row.addressee.correspondent.label) idzie inaczej: \(row.channel.polishName).")
            }
            try apply(c, row, .submitted, rule: DepositRule(), by: officer.performer, at: now)
        }
    }

    static func required(_ c: any SQLConnection, _ id: DispatchID) throws -> DispatchRow {
        guard let row = try find(c, id) else { throw Problem(.notFound, "Nie ma takiej wysyłki.", cause: "dispatch \(id)") }
        return row
    }

    /// Takes an event: the dispatch, its register entry, the metryka and the letter as a whole.
    ///
    /// - Returns: whether anything changed.
    @discardableResult
    static func apply(
        _ c: any SQLConnection, _ row: DispatchRow, _ event: DispatchEvent, rule: DepositRule, by performer: Performer, at now: Instant
    ) throws -> Bool {
        var workflow = DispatchWorkflow(row.state, channel: row.channel, firstNotice: row.firstNotice, secondNotice: row.secondNotice, rule: rule)
        guard try workflow.take(event) else { return false }
        let left = row.sentAt == nil && workflow.state != .waiting && !isFailure(workflow.state)
        try keep(
            c, row.id, workflow.state, channel: row.channel, firstNotice: workflow.firstNotice, secondNotice: workflow.secondNotice, sentAt: left ? now : nil,
            at: now)
        try Journal.append(
            c,
            JournalEntry(
                actor: performer.id, act: "wysyłka-stan", object: row.id.object, before: row.state.code, after: workflow.state.code), at: now)
        if left {
            // What was handed over by people left on the day it was taken, which may be told later.
            let today = PolishTime.day(of: now), isByHand = row.channel == .inPerson || row.channel == .courier
            try OutgoingRegister.setHandedDay(c, ofDispatch: row.id, isByHand ? min(today, workflow.state.effectiveDay ?? today) : today)
            try enterSending(c, row, at: now)
        }
        if workflow.state.effectiveDay != nil, workflow.state.effectiveDay != row.state.effectiveDay, let file = row.caseReference {
            try Metryka.enter(
                c, case: file.id, "\(deliveryAct(workflow.state)): \(row.addressee.correspondent.label)", document: row.letter.identifier,
                key: row.state.effectiveDay == nil ? "doreczenie:\(row.id)" : nil, person: performer.name, post: "", at: now)
        }
        if workflow.state.needsAttention, !row.state.needsAttention, let file = row.caseReference {
            try Metryka.enter(
                c, case: file.id, "Pisma nie doręczono: \(row.addressee.correspondent.label)", document: row.letter.identifier,
                key: "niedoreczenie:\(row.id)", person: performer.name, post: "", at: now)
        }
        try refresh(c, row.letter, byName: performer.name, at: now)
        return true
    }

    private static func isFailure(_ state: DispatchState) -> Bool {
        if case .failed = state { true } else { false }
    }

    private static func deliveryAct(_ state: DispatchState) -> String {
        switch state {
        case .refused(let day): "Odmówiono przyjęcia pisma \(MomentWords.text(day))"
        case .deemedDelivered(let day, _): "Uznano pismo za doręczone \(MomentWords.text(day))"
        default: "Doręczono pismo\(state.effectiveDay.map { " \(MomentWords.text($0))" } ?? "")"
        }
    }

    /// One act for each addressee; a mass mailing is one act as a whole.
    private static func enterSending(_ c: any SQLConnection, _ row: DispatchRow, at now: Instant) throws {
        guard let file = row.caseReference else { return }
        let ordered = try c.first("SELECT ordered_by, ordered_post FROM dispatch WHERE id = \(row.id)") { r in
            (try r.text("ordered_by"), try r.text("ordered_post"))
        }
        let group = try OutgoingRegister.groupName(c, ofDispatch: row.id)
        let act = "Wysłano pismo: \(group ?? row.addressee.correspondent.label) (\(row.channel.polishName))"
        try Metryka.enter(
            c, case: file.id, act, document: row.letter.identifier,
            key: group == nil ? "wyslanie:\(row.id)" : "wyslanie:\(row.letter):\(row.registerNumber.identifier)", person: ordered?.0 ?? "",
            post: ordered?.1 ?? "", at: now)
    }

    /// Brings the letter to what its dispatches come to; by index only, however many addressees there are.
    static func refresh(_ c: any SQLConnection, _ id: OutgoingLetterID, byName: String, at now: Instant) throws {
        guard let head = try LetterHead.read(c, id) else { throw OutgoingLetters.missing(id) }
        func any(_ phase: DispatchState.Phase) throws -> Bool {
            try c.first("SELECT 1 AS known FROM dispatch WHERE letter_id = \(id) AND phase = \(phase.rawValue) AND is_current = 1 LIMIT 1") {
                try $0.int("known")
            } != nil
        }
        var workflow = OutgoingWorkflow(head.state, kind: head.kind)
        if head.state == .signed {
            guard head.unsent == 0 else { return }
            guard try !any(.waiting) else { return }
            _ = try workflow.take(.allHandedOver)
        }
        let summary: DeliverySummary =
            if try any(.attention) {
                .undelivered
            } else if try any(.onTheWay) || any(.waiting) || !any(.settled) {
                .onTheWay
            } else {
                .delivered
            }
        _ = try workflow.take(.deliveryChanged(summary))
        guard workflow.state != head.state else { return }
        try c.execute(
            """
            UPDATE outgoing_letter SET state = \(workflow.state.code), waiting_since = \(now), revision = revision + 1, changed_at = \(now),
                changed_by = \(byName) WHERE id = \(id)
            """)
    }
}
