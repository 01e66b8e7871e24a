public import Kernel
public import Store

extension Assignments {
    /// To whom a letter goes back.
    public enum ReturnTarget: String, Sendable {
        /// The one who assigned it.
        case assigner = "dekretujacy"
        /// The chancery point, which distributes it anew.
        case point = "punkt-kancelaryjny"
    }

    /// Takes an assignment back within ten minutes, unless a recipient has opened it; nothing but the trace remains.
    public static func undo(_ c: any SQLConnection, _ id: AssignmentID, by officer: ActingOfficer, at now: Instant) throws {
        let assignment = try own(c, id, officer, actsForAuthor: false)
        let isPassedOn = try !descendants(c, of: id).isEmpty
        if let refusal = AssignmentRules.undoRefusal(assignment, isPassedOn: isPassedOn, at: now) { throw refusal }
        let work = try takeBack(c, assignment, as: .undone, reason: nil, by: officer, at: now)
        try Journal.append(c, JournalEntry(actor: officer.account, act: "dekretacja-cofnięcie", object: work.object, before: assignment.summary), at: now)
    }

    /// Withdraws an assignment, and whatever was passed on by it, with a reason.
    ///
    /// - Parameter actsForAuthor: the caller found that the person may act for the author (his superior, the coordinator).
    public static func withdraw(
        _ c: any SQLConnection, _ id: AssignmentID, reason: String, by officer: ActingOfficer, actsForAuthor: Bool = false, at now: Instant
    ) throws {
        let reason = try FormText.reason(reason)
        let assignment = try own(c, id, officer, actsForAuthor: actsForAuthor)
        let work = try takeBack(c, assignment, as: .withdrawn, reason: reason, by: officer, at: now)
        try Journal.append(
            c, JournalEntry(actor: officer.account, act: "dekretacja-wycofanie", object: work.object, before: assignment.summary, reason: reason), at: now)
    }

    /// Puts another assignment in the place of one's own; the first stays readable, what was passed on by it falls.
    @discardableResult
    public static func correct(
        _ c: any SQLConnection, _ id: AssignmentID, to order: AssignmentOrder, reason: String = "", by officer: ActingOfficer, at now: Instant
    ) throws -> AssignmentID {
        let assignment = try own(c, id, officer, actsForAuthor: false)
        let reason = FormText.trimmed(reason)
        let work = try takeBack(c, assignment, as: .corrected, reason: reason.isEmpty ? nil : reason, by: officer, at: now)
        var parent: Entitlement?
        if let parentID = assignment.parent, let above = try find(c, parentID),
            let delivery = above.deliveries.first(where: { $0.position == assignment.parentPosition })
        {
            parent = Entitlement(assignment: above, delivery: delivery, isMain: work.assignment == above.id && delivery.recipient.isLead)
        }
        return try give(c, order, of: work, under: parent, replaces: id, author: Assignment.Author(officer), account: officer.account, rule: nil, at: now)
    }

    /// Returns a wrongly assigned letter with a reason. A cooperating recipient returns only his own copy of the work.
    public static func giveBack(
        _ c: any SQLConnection, _ letter: LetterRef, version: Int64, reason: String, to target: ReturnTarget = .assigner, by officer: ActingOfficer,
        at now: Instant
    ) throws {
        let reason = try FormText.reason(reason)
        let work = try LetterWork.seen(c, letter, version: version)
        _ = try LetterWorkflow.next(work.state, .return)
        let held = try entitlement(c, work, officer)
        try c.execute(
            """
            UPDATE assignment_recipient SET is_open = 0, opened_at = COALESCE(opened_at, \(now)), returned_at = \(now), return_reason = \(reason)
            WHERE assignment_id = \(held.assignment.id) AND position = \(held.delivery.position)
            """)
        if held.isMain {
            try end(c, held.assignment.id, as: .returned, reason: reason, at: now)
            if held.assignment.parent == nil { try AssignmentHabits.forget(c, held.assignment) }
            if target == .assigner, let parent = held.assignment.parent {
                try reopen(c, parent, position: held.assignment.parentPosition, work: work, name: officer.signedName, at: now)
            } else {
                for above in try chain(c, work) where above.state == .valid { try end(c, above.id, as: .returned, reason: reason, at: now) }
                try work.move(c, to: .returned, holder: nil, assignment: nil, due: nil, priority: work.priority, by: officer.signedName, at: now)
            }
        } else {
            try work.move(
                c, to: work.state, holder: work.holder, assignment: work.assignment, due: work.due, priority: work.priority, by: officer.signedName, at: now)
        }
        try Journal.append(
            c, JournalEntry(actor: officer.account, act: "dekretacja-zwrot", object: work.object, before: held.delivery.recipient.label, reason: reason), at: now)
    }

    /// Notes that a recipient opened the letter; from now on its assignment cannot be undone.
    ///
    /// - Returns: whether this was the first time.
    @discardableResult
    public static func open(_ c: any SQLConnection, _ letter: LetterRef, by officer: ActingOfficer, at now: Instant) throws -> Bool {
        let changed = try c.execute(
            "UPDATE assignment_recipient SET opened_at = \(now) WHERE \(sql: letter.isThis) AND is_open = 1 AND opened_at IS NULL AND \(sql: held(by: officer))")
        guard changed > 0, let work = try LetterWork.find(c, letter) else { return false }
        try Journal.append(c, JournalEntry(actor: officer.account, act: "dekretacja-otwarcie", object: work.object), at: now)
        return true
    }

    /// A cooperating recipient has done his part: read, given his opinion, talked.
    public static func finish(_ c: any SQLConnection, _ letter: LetterRef, by officer: ActingOfficer, at now: Instant) throws {
        guard let work = try LetterWork.find(c, letter) else { throw Problem(.notFound, "Nie ma takiego pisma.") }
        let changed = try c.execute(
            """
            UPDATE assignment_recipient SET is_open = 0, opened_at = COALESCE(opened_at, \(now)), done_at = \(now)
            WHERE \(sql: letter.isThis) AND is_open = 1 AND \(sql: held(by: officer)) AND NOT (is_lead = 1 AND assignment_id = \(work.assignment?.number ?? 0))
            """)
        guard changed > 0 else {
            throw Problem(.conflict, "Nie masz tu nic do zakończenia. Jeśli prowadzisz pismo, załóż sprawę albo załatw je bez sprawy.")
        }
        try Journal.append(c, JournalEntry(actor: officer.account, act: "dekretacja-wykonanie", object: work.object), at: now)
    }

    private static func held(by officer: ActingOfficer) -> SQL {
        let officers = [officer.officer] + (officer.inPlaceOf.map { [$0.officer] } ?? [])
        return "(officer_id IN (\(list: officers)) OR (officer_id IS NULL AND unit_id = \(officer.unit)))"
    }

    /// - Throws: where it is not the acting person's, or no longer counts.
    private static func own(_ c: any SQLConnection, _ id: AssignmentID, _ officer: ActingOfficer, actsForAuthor: Bool) throws -> Assignment {
        guard let assignment = try find(c, id) else { throw Problem(.notFound, "Nie ma takiej dekretacji.") }
        guard actsForAuthor || AssignmentRules.isAuthor(officer, of: assignment) else {
            throw Problem(.forbidden, "Tę dekretację zmienić może tylko jej autor: \(assignment.author.name). Błędnie przydzielone pismo zwróć z powodem.")
        }
        guard assignment.state == .valid else { throw Problem(.conflict, "Ta dekretacja już nie obowiązuje. Odśwież stronę.") }
        return assignment
    }

    /// Ends the assignment and all that hangs on it; the letter goes back to where it was before.
    private static func takeBack(
        _ c: any SQLConnection, _ assignment: Assignment, as state: Assignment.State, reason: String?, by officer: ActingOfficer, at now: Instant
    ) throws -> LetterWork {
        guard let work = try LetterWork.find(c, assignment.letter) else { throw Problem(.notFound, "Nie ma takiego pisma.") }
        let below = try descendants(c, of: assignment.id)
        let isMain = work.assignment.map { $0 == assignment.id || below.contains($0) } ?? false
        if isMain { _ = try LetterWorkflow.next(work.state, .undo) }
        for id in below.reversed() { try end(c, id, as: .withdrawn, reason: reason, at: now) }
        try end(c, assignment.id, as: state, reason: reason, at: now)
        if assignment.parent == nil { try AssignmentHabits.forget(c, assignment) }
        if let parent = assignment.parent {
            if isMain {
                try reopen(c, parent, position: assignment.parentPosition, work: work, name: officer.signedName, at: now)
            } else {
                try reopenDelivery(c, parent, position: assignment.parentPosition)
            }
        } else if isMain {
            try work.move(c, to: assignment.before, holder: nil, assignment: nil, due: nil, priority: .normal, by: officer.signedName, at: now)
        }
        return try LetterWork.find(c, assignment.letter) ?? work
    }

    /// The letter goes back to the recipient of the assignment above.
    private static func reopen(_ c: any SQLConnection, _ parent: AssignmentID, position: Int?, work: LetterWork, name: String, at now: Instant) throws {
        guard let above = try find(c, parent), let delivery = above.deliveries.first(where: { $0.position == position }) else {
            throw Problem(.internalFault, "Nie udało się cofnąć dekretacji. Powiadom administratora.", cause: "assignment \(parent) has no delivery \(position ?? 0)")
        }
        try reopenDelivery(c, parent, position: position)
        try work.move(
            c, to: .assigned, holder: delivery.recipient.holder, assignment: parent, due: above.term, priority: above.priority, by: name, at: now)
    }

    private static func reopenDelivery(_ c: any SQLConnection, _ id: AssignmentID, position: Int?) throws {
        try c.execute("UPDATE assignment_recipient SET is_open = 1, done_at = NULL WHERE assignment_id = \(id) AND position = \(position ?? 0)")
    }
}

extension Assignment {
    /// For the journal.
    var summary: String {
        deliveries.map(\.recipient.label).joined(separator: "; ") + (term.map { "; termin \($0)" } ?? "")
    }
}
