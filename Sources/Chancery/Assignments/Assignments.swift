public import Kernel
internal import Law
public import Store

/// Assigning letters (dekretacja): the acts that give a letter to somebody and take it back.
///
/// Whether a person may assign at all is decided before (roles and permissions); here stands what follows from the letter
/// itself. Source: chancery instruction, chapter on decrees; `ezd.md` § 1.5.
public enum Assignments {
    /// A recipient's right to pass a letter on, return it or finish it: his open delivery of an assignment in force.
    struct Entitlement {
        var assignment: Assignment
        var delivery: Assignment.Delivery
        /// Whether the letter itself goes where this delivery goes; a cooperating recipient acts beside it.
        var isMain: Bool
    }

    /// Gives a letter to its recipients: the first time, or passes on what the acting person was given.
    ///
    /// - Parameter version: of the letter's work, as the acting person saw it.
    /// - Throws: `Problems` of the form; `Problem(.conflict)` that says who was faster; `Problem(.forbidden)` where somebody else holds the letter.
    @discardableResult
    public static func assign(
        _ c: any SQLConnection, _ letter: LetterRef, version: Int64, _ order: AssignmentOrder, by officer: ActingOfficer, at now: Instant
    ) throws -> AssignmentID {
        let work = try LetterWork.seen(c, letter, version: version)
        _ = try LetterWorkflow.next(work.state, .assign)
        let parent = work.state == .assigned ? try entitlement(c, work, officer) : nil
        return try give(c, order, of: work, under: parent, replaces: nil, author: Assignment.Author(officer), account: officer.account, rule: nil, at: now)
    }

    /// Takes for oneself a letter that one's unit was given.
    @discardableResult
    public static func take(_ c: any SQLConnection, _ letter: LetterRef, version: Int64, by officer: ActingOfficer, at now: Instant) throws -> AssignmentID {
        let work = try LetterWork.seen(c, letter, version: version)
        _ = try LetterWorkflow.next(work.state, .assign)
        guard work.state == .assigned else { throw Problem(.conflict, "Pisma nikomu jeszcze nie przydzielono. Najpierw trzeba je zadekretować.") }
        let parent = try entitlement(c, work, officer)
        guard parent.delivery.recipient.holder.officer == nil else { throw Problem(.conflict, "Pismo jest już u Ciebie. Możesz założyć sprawę.") }
        let me = AssignmentRecipient(
            Holder(unit: officer.unit, officer: officer.officer), label: "\(officer.name), \(officer.post)", manner: parent.delivery.recipient.manner, isLead: true)
        let order = AssignmentOrder([me], priority: parent.assignment.priority, origin: .taken)
        return try give(c, order, of: work, under: parent, replaces: nil, author: Assignment.Author(officer), account: officer.account, rule: nil, at: now)
    }

    /// The delivery by which the acting officer holds the letter; his own before his unit's, the lead's before a cooperating one.
    static func entitlement(_ c: any SQLConnection, _ work: LetterWork, _ officer: ActingOfficer) throws -> Entitlement {
        var best: (rank: Int, Entitlement)?
        for assignment in try history(c, work.letter) where assignment.state == .valid {
            for d in assignment.deliveries where d.isOpen && d.recipient.holder.isHeld(by: officer) {
                let isMain = assignment.id == work.assignment && d.recipient.isLead
                let rank = (isMain ? 2 : 0) + (d.recipient.holder.officer == nil ? 0 : 1)
                if best.map({ rank > $0.rank }) ?? true { best = (rank, Entitlement(assignment: assignment, delivery: d, isMain: isMain)) }
            }
        }
        guard let best else {
            let lead = try work.assignment.flatMap { try find(c, $0)?.lead?.recipient.label }
            throw Problem(.forbidden, "Pismo jest teraz u kogoś innego\(lead.map { ": \($0)" } ?? ""). Dalej może je dekretować tylko adresat.")
        }
        return best.1
    }

    static func give(
        _ c: any SQLConnection, _ order: AssignmentOrder, of work: LetterWork, under parent: Entitlement?, replaces: AssignmentID?, author: Assignment.Author,
        account: String, rule: Int64?, at now: Instant
    ) throws -> AssignmentID {
        var order = order
        order.disposition = FormText.trimmed(order.disposition)
        order.note = FormText.trimmed(order.note)
        let today = PolishTime.day(of: now)
        let problems = AssignmentRules.problems(order, parent: parent?.assignment, today: today)
        guard problems.isEmpty else { throw Problems(problems) }
        order.recipients = AssignmentRules.withLead(order.recipients)
        guard let lead = order.recipients.first(where: \.isLead) else { throw Problem(.internalFault, "Nie wskazano prowadzącego.", cause: "no lead") }

        let id = try insert(c, order, of: work, under: parent, replaces: replaces, author: author, rule: rule, at: now)
        if let parent {
            try c.execute(
                """
                UPDATE assignment_recipient SET is_open = 0, opened_at = COALESCE(opened_at, \(now)), done_at = \(now)
                WHERE assignment_id = \(parent.assignment.id) AND position = \(parent.delivery.position)
                """)
        }
        let term = AssignmentRules.effectiveTerm(order, parent: parent?.assignment)
        if parent?.isMain ?? true {
            try work.move(
                c, to: .assigned, holder: lead.holder, assignment: id, due: term, priority: order.priority, by: author.name, at: now)
        } else {
            try work.move(
                c, to: work.state, holder: work.holder, assignment: work.assignment, due: work.due, priority: work.priority, by: author.name, at: now)
        }
        if rule == nil, order.origin != .taken {
            try AssignmentHabits.learn(c, letter: work.letter, scope: parent?.delivery.recipient.holder.unit, lead: lead, order, today: today)
        }
        try Journal.append(
            c,
            JournalEntry(
                actor: account, act: parent == nil ? "dekretacja" : "dekretacja-dalej", object: work.object,
                after: order.recipients.map { "\($0.label) (\($0.manner.polishName)\($0.isLead ? ", prowadzi" : ""))" }.joined(separator: "; ")
                    + (term.map { "; termin \($0)" } ?? "") + (rule.map { "; zadekretowano automatycznie regułą \($0)" } ?? ""),
                reason: order.disposition.isEmpty ? nil : order.disposition
            ), at: now)
        return id
    }
}

extension Assignment.Author {
    init(_ officer: ActingOfficer) {
        self.init(officer: officer.officer, name: officer.signedName, post: officer.post, unit: officer.unit, inPlaceOf: officer.inPlaceOf?.officer)
    }
}
