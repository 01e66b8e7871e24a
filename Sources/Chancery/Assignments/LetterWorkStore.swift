public import Kernel
internal import Law
public import Store

extension LetterWork {
    static let columns: SQL = """
        letter_kind, letter_id, reference, counterpart, title, arrival_day, state, holder_unit, holder_officer, assignment_id, due, priority,
            version, changed_at, changed_by
        """

    static func decode(_ row: any SQLRow) throws -> LetterWork {
        let unit: UnitID? = try row.idOrNil("holder_unit")
        let officer: OfficerID? = try row.idOrNil("holder_officer")
        return LetterWork(
            letter: try row.letter(), reference: try row.text("reference"), counterpart: try row.text("counterpart"), title: try row.text("title"),
            arrivalDay: try row.parsed("arrival_day"), state: try row.symbol("state"), holder: unit.map { Holder(unit: $0, officer: officer) },
            assignment: try row.idOrNil("assignment_id"), due: DueDay.day(try row.text("due")),
            priority: AssignmentPriority(rawValue: Int(try row.int("priority"))) ?? .normal, version: try row.int("version"),
            changedAt: try row.instant("changed_at"), changedBy: try row.text("changed_by"))
    }

    public static func find(_ c: any SQLConnection, _ letter: LetterRef) throws -> LetterWork? {
        try c.first("SELECT \(sql: columns) FROM letter_work WHERE \(sql: letter.isThis)", decode)
    }

    /// Puts a letter that was just registered among those that wait to be assigned.
    public static func begin(
        _ c: any SQLConnection, _ letter: LetterRef, reference: String, counterpart: String, title: String, arrivalDay: Day, by performer: Performer,
        at now: Instant
    ) throws {
        try c.execute(
            """
            INSERT INTO letter_work (letter_kind, letter_id, reference, counterpart, title, arrival_day, state, due, priority, version,
                changed_at, changed_by)
            VALUES (\(letter.kind.rawValue), \(letter.id), \(reference), \(counterpart), \(title), \(arrivalDay), \(LetterWorkState.new.rawValue),
                \(DueDay.none), 0, 1, \(now), \(performer.name))
            """)
    }

    /// Follows a correction of the letter's metadata; the work itself does not change.
    public static func rename(_ c: any SQLConnection, _ letter: LetterRef, counterpart: String, title: String) throws {
        try c.execute("UPDATE letter_work SET counterpart = \(counterpart), title = \(title) WHERE \(sql: letter.isThis)")
    }

    /// The work on a letter of which the acting person saw `version`.
    ///
    /// - Throws: `Problem(.conflict)` that says who changed it and when, where somebody was faster.
    static func seen(_ c: any SQLConnection, _ letter: LetterRef, version: Int64) throws -> LetterWork {
        guard let work = try find(c, letter) else { throw Problem(.notFound, "Nie ma takiego pisma.") }
        guard work.version == version else { throw work.overtaken }
        return work
    }

    /// What a person reads whose act came second.
    var overtaken: Problem {
        Problem(
            .conflict, "Tym pismem zajął się już ktoś inny: \(changedBy), \(MomentWords.text(changedAt)). Stan pisma: \(state.polishName). Odśwież stronę.",
            cause: "letter_work \(letter) is at version \(version)")
    }

    /// Writes the new standing; the version counts on.
    func move(
        _ c: any SQLConnection, to state: LetterWorkState, holder: Holder?, assignment: AssignmentID?, due: Day?, priority: AssignmentPriority,
        by name: String, at now: Instant
    ) throws {
        let changed = try c.execute(
            """
            UPDATE letter_work SET state = \(state.rawValue), holder_unit = \(holder?.unit), holder_officer = \(holder?.officer),
                assignment_id = \(assignment), due = \(DueDay.text(due)), priority = \(priority.rawValue), version = version + 1,
                changed_at = \(now), changed_by = \(name)
            WHERE \(sql: letter.isThis) AND version = \(version)
            """)
        guard changed == 1 else { throw try LetterWork.find(c, letter)?.overtaken ?? Problem(.notFound, "Nie ma takiego pisma.") }
    }

    /// The work ends, or goes on in a case: whoever holds the letter keeps it, the lead's entry leaves his queue.
    func leaveQueue(_ c: any SQLConnection, to state: LetterWorkState, by name: String, at now: Instant) throws {
        try move(c, to: state, holder: holder, assignment: assignment, due: due, priority: priority, by: name, at: now)
        guard let assignment else { return }
        try c.execute(
            """
            UPDATE assignment_recipient SET is_open = 0, done_at = COALESCE(done_at, \(now))
            WHERE assignment_id = \(assignment) AND is_open = 1 AND is_lead = 1
            """)
    }

    /// Ends the work with a letter that needs no case and no file: read, or settled by word.
    public static func settle(
        _ c: any SQLConnection, _ letter: LetterRef, version: Int64, note: String, by officer: ActingOfficer, at now: Instant
    ) throws {
        let note = try FormText.required(note, field: "notatka", ask: "Napisz, jak załatwiono pismo", max: AssignmentRules.maximumText)
        let work = try seen(c, letter, version: version)
        try work.leaveQueue(c, to: try LetterWorkflow.next(work.state, .settle), by: officer.signedName, at: now)
        try Journal.append(c, JournalEntry(actor: officer.account, act: "załatwienie-bez-sprawy", object: work.object, after: note), at: now)
    }

    /// The number of the letter was cancelled in its register.
    static func cancel(_ c: any SQLConnection, _ letter: LetterRef, by performer: Performer, at now: Instant) throws {
        guard let work = try find(c, letter) else { return }
        try work.move(
            c, to: try LetterWorkflow.next(work.state, .cancel), holder: nil, assignment: nil, due: nil, priority: work.priority, by: performer.name, at: now)
        try c.execute("UPDATE assignment_recipient SET is_open = 0 WHERE \(sql: letter.isThis) AND is_open = 1")
    }
}
