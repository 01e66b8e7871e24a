public import Kernel

/// What an assignment must fulfil. Source: chancery instruction, chapter on decrees; `ezd.md` § 1.5, invariant I8.
public enum AssignmentRules {
    /// An assignment can be taken back for this long, in milliseconds, unless the recipient has opened it.
    public static let undoPeriod: Int64 = 10 * 60 * 1000
    public static let maximumText = 2_000
    public static let maximumRecipients = 50

    /// Every problem of the form, each with its field.
    ///
    /// - Parameters:
    ///   - parent: the assignment that is passed on; `nil` for the first one.
    ///   - today: an assignment cannot ask for a day that has passed.
    public static func problems(_ order: AssignmentOrder, parent: Assignment?, today: Day) -> [Problem] {
        var out: [Problem] = []
        func add(_ field: String, _ message: String) { out.append(Problem(.invalidInput, message, field: field)) }

        if order.recipients.isEmpty { add("adresat", "Wskaż, komu dekretujesz pismo") }
        if order.recipients.count > maximumRecipients { add("adresat", "Wskaż najwyżej \(maximumRecipients) adresatów") }
        if Set(order.recipients.map(\.holder)).count < order.recipients.count { add("adresat", "Ten sam adresat jest wskazany dwa razy. Usuń powtórzenie") }
        if order.recipients.count > 1, order.recipients.count(where: \.isLead) != 1 { add("wiodacy", "Wskaż jednego prowadzącego spośród adresatów") }
        if order.disposition.count > maximumText { add("dyspozycja", "Skróć dyspozycję do \(maximumText) znaków") }
        if order.note.count > maximumText { add("notatka", "Skróć notatkę do \(maximumText) znaków") }
        if let term = order.term, term < today, order.origin != .taken, parent?.term != term { add("termin", "Termin nie może być wcześniejszy niż dziś") }
        if let limit = parent?.term, let term = order.term, term > limit {
            add("termin", "Przełożony wyznaczył termin \(limit). Możesz go skrócić, ale nie wydłużyć")
        }
        return out
    }

    /// The term that binds the recipient: his own, or the superior's where the assignment names none (I8).
    public static func effectiveTerm(_ order: AssignmentOrder, parent: Assignment?) -> Day? { order.term ?? parent?.term }

    /// The recipients with the lead marked.
    public static func withLead(_ recipients: [AssignmentRecipient]) -> [AssignmentRecipient] {
        guard recipients.count == 1, var only = recipients.first else { return recipients }
        only.isLead = true
        return [only]
    }

    /// Whether the acting officer may change what the author gave: the author, his substitute today, or the one he stood in for.
    public static func isAuthor(_ acting: ActingOfficer, of assignment: Assignment) -> Bool {
        let mine: Set<OfficerID> = Set([acting.officer] + (acting.inPlaceOf.map { [$0.officer] } ?? []))
        return mine.contains(assignment.author.officer) || assignment.author.inPlaceOf.map(mine.contains) == true
    }

    /// Why an assignment can no longer be taken back; `nil` while it can.
    public static func undoRefusal(_ assignment: Assignment, isPassedOn: Bool, at now: Instant) -> Problem? {
        if assignment.state != .valid { return Problem(.conflict, "Ta dekretacja już nie obowiązuje. Odśwież stronę.") }
        if isPassedOn { return Problem(.conflict, "Pismo przekazano dalej. Możesz wycofać dekretację, podając powód.") }
        if assignment.deliveries.contains(where: { $0.openedAt != nil }) {
            return Problem(.conflict, "Adresat otworzył już pismo. Możesz wycofać dekretację, podając powód.")
        }
        if now.milliseconds - assignment.givenAt.milliseconds > undoPeriod {
            return Problem(.conflict, "Minęło dziesięć minut. Możesz wycofać dekretację, podając powód.")
        }
        return nil
    }
}
