public import Chancery
public import Kernel
public import Store

/// An officer leaves when nothing is left in his hands (rozliczenie konta; acceptance test 15).
public enum OfficerLeaving {
    /// What is still open, counted to a bound, with the first of each kind for the person who hands it over.
    public struct Holdings: Sendable {
        public var work: OpenWork
        public var letters: [LetterWork]
        public var cases: [CaseFile]
        public var drafts: [OutgoingLetterRow]
    }

    /// How many of each kind are listed.
    public static let shown = 50

    public static func holdings(_ c: any SQLConnection, of officer: OfficerID) throws -> Holdings {
        let letters = WorkQueue.mine(officer), cases = CaseQuery.mine(officer), drafts = LetterQueue.drafts(officer)
        return Holdings(
            work: OpenWork(letters: try letters.count(c), cases: try Cases.count(c, cases), drafts: try OutgoingLetters.count(c, drafts)),
            letters: try letters.page(c, limit: shown).rows.map(\.work), cases: try Cases.page(c, cases).rows,
            drafts: try OutgoingLetters.page(c, drafts, limit: shown).rows)
    }

    /// Ends posts, roles and substitutions with the last day.
    /// - Throws: `Problem` `.conflict` that says what is still open.
    public static func leave(_ c: any SQLConnection, _ officer: OfficerID, lastDay: Day, by performer: Performer, at now: Instant) throws {
        try Organisation.leave(c, officer, lastDay: lastDay, openWork: try holdings(c, of: officer).work, by: performer, at: now)
    }
}
