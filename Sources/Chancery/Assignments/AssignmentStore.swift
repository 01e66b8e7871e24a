internal import Kernel
public import Store

extension Assignments {
    private static let columns: SQL = """
        id, letter_kind, letter_id, parent_id, parent_position, replaces_id, author_id, author_name, author_post, author_unit, in_place_of, disposition, term,
            priority, note, origin, rule_id, given_at, before_state, state, ended_at, end_reason
        """

    public static func find(_ c: any SQLConnection, _ id: AssignmentID) throws -> Assignment? { try load(c, where: "id = \(id)").first }

    /// Everything that was ever ordered about a letter, oldest first: what counts and what was taken back.
    public static func history(_ c: any SQLConnection, _ letter: LetterRef) throws -> [Assignment] { try load(c, where: letter.isThis) }

    /// The orders that bind whoever holds the letter now, the superior's first.
    public static func chain(_ c: any SQLConnection, _ work: LetterWork) throws -> [Assignment] {
        guard let current = work.assignment else { return [] }
        let known = Dictionary(uniqueKeysWithValues: try history(c, work.letter).map { ($0.id, $0) })
        var out: [Assignment] = []
        var next: AssignmentID? = current
        while let id = next, let assignment = known[id] {
            out.append(assignment)
            next = assignment.parent
        }
        return out.reversed()
    }

    private static func load(_ c: any SQLConnection, where condition: SQL) throws -> [Assignment] {
        var found = try c.query("SELECT \(sql: columns) FROM assignment WHERE \(sql: condition) ORDER BY id \(sql: c.dialect.ascending)") { row in
            Assignment(
                id: try row.id("id"), letter: try row.letter(), parent: try row.idOrNil("parent_id"), parentPosition: try row.intOrNil("parent_position").map(Int.init),
                replaces: try row.idOrNil("replaces_id"),
                author: Assignment.Author(
                    officer: try row.id("author_id"), name: try row.text("author_name"), post: try row.text("author_post"), unit: try row.id("author_unit"),
                    inPlaceOf: try row.idOrNil("in_place_of")),
                disposition: try row.text("disposition"), term: DueDay.day(try row.text("term")),
                priority: AssignmentPriority(rawValue: Int(try row.int("priority"))) ?? .normal, note: try row.text("note"), origin: try row.symbol("origin"),
                rule: try row.intOrNil("rule_id"), givenAt: try row.instant("given_at"), before: try row.symbol("before_state"), state: try row.symbol("state"),
                endedAt: try row.instantOrNil("ended_at"), endReason: try row.textOrNil("end_reason"), deliveries: [])
        }
        guard !found.isEmpty else { return [] }
        var deliveries: [AssignmentID: [Assignment.Delivery]] = [:]
        _ = try c.query(
            """
            SELECT assignment_id, position, unit_id, officer_id, label, manner, is_lead, is_open, opened_at, done_at, returned_at, return_reason
            FROM assignment_recipient WHERE assignment_id IN (\(list: found.map(\.id)))
            ORDER BY assignment_id \(sql: c.dialect.ascending), position \(sql: c.dialect.ascending)
            """
        ) { row in
            let recipient = AssignmentRecipient(
                Holder(unit: try row.id("unit_id"), officer: try row.idOrNil("officer_id")), label: try row.text("label"), manner: try row.symbol("manner"),
                isLead: try row.bool("is_lead"))
            deliveries[try row.id("assignment_id"), default: []].append(
                Assignment.Delivery(
                    position: Int(try row.int("position")), recipient: recipient, isOpen: try row.bool("is_open"), openedAt: try row.instantOrNil("opened_at"),
                    doneAt: try row.instantOrNil("done_at"), returnedAt: try row.instantOrNil("returned_at"), returnReason: try row.textOrNil("return_reason")))
        }
        for i in found.indices { found[i].deliveries = deliveries[found[i].id] ?? [] }
        return found
    }

    static func insert(
        _ c: any SQLConnection, _ order: AssignmentOrder, of work: LetterWork, under parent: Entitlement?, replaces: AssignmentID?, author: Assignment.Author,
        rule: Int64?, at now: Instant
    ) throws -> AssignmentID {
        let term = AssignmentRules.effectiveTerm(order, parent: parent?.assignment)
        let origin = rule != nil ? .rule : order.origin == .rule ? .keyboard : order.origin
        let before = work.state.waitsForAssignment ? work.state : .assigned
        let ids: [AssignmentID] = try c.query(
            """
            INSERT INTO assignment (letter_kind, letter_id, parent_id, parent_term, parent_position, replaces_id, author_id, author_name, author_post,
                author_unit, in_place_of, disposition, term, priority, note, origin, rule_id, given_at, before_state, state)
            VALUES (\(work.letter.kind.rawValue), \(work.letter.id), \(parent?.assignment.id), \(parent.map { DueDay.text($0.assignment.term) }),
                \(parent?.delivery.position), \(replaces), \(author.officer), \(author.name), \(author.post), \(author.unit), \(author.inPlaceOf),
                \(order.disposition), \(DueDay.text(term)), \(order.priority.rawValue), \(order.note), \(origin.rawValue), \(rule), \(now),
                \(before.rawValue), \(Assignment.State.valid.rawValue))
            RETURNING id
            """
        ) { try $0.id("id") }
        guard let id = ids.first else { throw Problem(.internalFault, "Nie udało się zapisać dekretacji. Spróbuj ponownie.", cause: "no id") }
        for (index, r) in AssignmentRules.withLead(order.recipients).enumerated() {
            try c.execute(
                """
                INSERT INTO assignment_recipient (assignment_id, position, letter_kind, letter_id, unit_id, officer_id, label, manner, is_lead, due, is_open)
                VALUES (\(id), \(index + 1), \(work.letter.kind.rawValue), \(work.letter.id), \(r.holder.unit), \(r.holder.officer), \(r.label),
                    \(r.manner.rawValue), \(r.isLead), \(DueDay.text(term)), 1)
                """)
        }
        return id
    }

    /// Marks an assignment as no longer in force and takes it out of every queue.
    static func end(_ c: any SQLConnection, _ id: AssignmentID, as state: Assignment.State, reason: String?, at now: Instant) throws {
        try c.execute("UPDATE assignment SET state = \(state.rawValue), ended_at = \(now), end_reason = \(reason) WHERE id = \(id) AND state = 'wazna'")
        try c.execute("UPDATE assignment_recipient SET is_open = 0 WHERE assignment_id = \(id) AND is_open = 1")
    }

    /// The assignments in force that pass this one on, and those that pass them on.
    static func descendants(_ c: any SQLConnection, of id: AssignmentID) throws -> [AssignmentID] {
        var out: [AssignmentID] = []
        var level = [id]
        while !level.isEmpty {
            level = try c.query("SELECT id FROM assignment WHERE parent_id IN (\(list: level)) AND state = 'wazna'") { try $0.id("id") }
            out += level
        }
        return out
    }
}
