public import Kernel
internal import Law
public import Store

/// One change of a case's state, kept for good.
public struct CaseStateChange: Sendable, Hashable {
    public var position: Int64
    public var at: Instant
    public var event: CaseEvent
    public var before: CaseState
    public var after: CaseState
    /// The day the act gives: of settlement, suspension, final settlement.
    public var day: Day?
    public var basis: String
    public var reason: String
    public var by: String

    public init(
        position: Int64, at: Instant, event: CaseEvent, before: CaseState, after: CaseState, day: Day? = nil, basis: String, reason: String,
        by: String
    ) {
        self.position = position
        self.at = at
        self.event = event
        self.before = before
        self.after = after
        self.day = day
        self.basis = basis
        self.reason = reason
        self.by = by
    }
}

/// A change of state on its way into the history.
struct CaseChange {
    var event: CaseEvent
    var before: CaseState
    var after: CaseState
    var day: Day?
    var basis: String
    var reason: String

    init(_ event: CaseEvent, from before: CaseState, to after: CaseState, day: Day? = nil, basis: String = "", reason: String = "") {
        (self.event, self.before, self.after, self.day, self.basis, self.reason) = (event, before, after, day, basis, reason)
    }
}

extension Cases {
    /// Suspends the proceedings; the term stands from that day. Source: KPA art. 97–98, 35 § 5.
    public static func suspend(
        _ c: any SQLConnection, _ id: CaseID, version: Int64, from day: Day, basis: String, document: String = "", by officer: ActingOfficer, at now: Instant,
        isDayOff: (Day) -> Bool
    ) throws {
        let basis = try FormText.required(basis, field: "podstawa", ask: "Podaj podstawę prawną, na przykład art. 97 § 1 pkt 4 KPA")
        let file = try seen(c, id, version: version)
        try check(day, file, now, field: "dzien", name: "Dzień zawieszenia")
        try addExclusionRow(c, id, CaseExclusion(.suspension, from: day, basis: basis, document: document), by: officer, at: now)
        try change(c, file, .suspend, day: day, basis: basis, act: "Zawieszono postępowanie (\(basis))", document: document, by: officer, at: now)
        try recount(c, id, isDayOff: isDayOff)
    }

    /// Takes suspended proceedings up again; the day before is the last one not counted.
    public static func resume(
        _ c: any SQLConnection, _ id: CaseID, version: Int64, on day: Day, document: String = "", by officer: ActingOfficer, at now: Instant, isDayOff: (Day) -> Bool
    ) throws {
        let file = try seen(c, id, version: version)
        _ = try CaseWorkflow.next(file.state, .resume)
        try check(day, file, now, field: "dzien", name: "Dzień podjęcia")
        guard let suspension = try exclusions(c, id).first(where: { $0.kind == .suspension && $0.to == nil }) else {
            throw Problem(.internalFault, "Nie ma zapisu o zawieszeniu. Powiadom administratora.", cause: "suspended case without an open exclusion")
        }
        guard day >= suspension.from else {
            throw Problems([Problem(.invalidInput, "Postępowanie zawieszono \(MomentWords.text(suspension.from)). Podaj późniejszy dzień", field: "dzien")])
        }
        try c.execute(
            """
            UPDATE case_exclusion SET to_day = \(max(suspension.from, day.adding(days: -1)))
            WHERE case_id = \(id) AND kind = 'zawieszenie' AND to_day IS NULL
            """)
        try change(c, file, .resume, day: day, act: "Podjęto zawieszone postępowanie", document: document, by: officer, at: now)
        try recount(c, id, isDayOff: isDayOff)
    }

    /// The final letter was sent, or the case was settled by word (then a note is in the file).
    public static func settle(
        _ c: any SQLConnection, _ id: CaseID, version: Int64, on day: Day, document: String = "", by officer: ActingOfficer, at now: Instant
    ) throws {
        let file = try seen(c, id, version: version)
        try check(day, file, now, field: "dzien", name: "Dzień załatwienia")
        try change(c, file, .settle, day: day, act: "Załatwiono sprawę", document: document, set: ", settled_day = \(day)", by: officer, at: now)
    }

    /// The settlement did not hold: the letter came back or has to be written again.
    public static func unsettle(_ c: any SQLConnection, _ id: CaseID, version: Int64, reason: String, by officer: ActingOfficer, at now: Instant) throws {
        let reason = try FormText.reason(reason)
        let file = try seen(c, id, version: version)
        try change(c, file, .unsettle, reason: reason, act: "Cofnięto załatwienie sprawy: \(reason)", set: ", settled_day = NULL", by: officer, at: now)
    }

    /// Joins the case to another one, which goes on; the file stays readable in its place.
    public static func join(_ c: any SQLConnection, _ id: CaseID, version: Int64, into other: CaseID, reason: String, by officer: ActingOfficer, at now: Instant) throws {
        let reason = try FormText.reason(reason)
        let file = try seen(c, id, version: version)
        guard id != other else { throw Problem(.invalidInput, "Wskaż inną sprawę niż ta.") }
        let target = try writable(c, other)
        try relate(c, file, target, .joinedTo, by: officer, at: now)
        try change(c, file, .join, reason: reason, act: "Połączono ze sprawą \(target.sign)", by: officer, at: now)
        try Metryka.enter(c, case: other, "Przyłączono sprawę \(file.sign)", key: "polaczenie:\(id):\(file.version)", by: officer, at: now)
        try begin(c, other, by: officer, at: now)
    }

    /// Parts a case from the one it was joined to; it goes on by itself, and both files say so.
    public static func separate(_ c: any SQLConnection, _ id: CaseID, version: Int64, reason: String, by officer: ActingOfficer, at now: Instant) throws {
        let other = try relations(c, id).last { $0.kind == .joinedTo }
        let words = other.map { "Rozłączono sprawę od sprawy \($0.sign)" } ?? "Rozłączono sprawę"
        try unlock(c, id, version: version, .separate, reason: reason, act: words, set: "", by: officer, at: now)
        guard let other else { return }
        let file = try existing(c, id)
        try relate(c, file, try existing(c, other.other), .parted, by: officer, at: now)
        try Metryka.enter(c, case: other.other, "Odłączono sprawę \(file.sign)", key: "rozlaczenie:\(id):\(version)", by: officer, at: now)
        try touch(c, other.other, at: now)
    }

    /// Marks a case as opened by mistake; its number stays with the note (R1.12).
    public static func markMistaken(_ c: any SQLConnection, _ id: CaseID, version: Int64, reason: String, by officer: ActingOfficer, at now: Instant) throws {
        let reason = try FormText.reason(reason)
        let file = try seen(c, id, version: version)
        let letters = try c.query(
            "SELECT id FROM case_element WHERE case_id = \(id) AND letter_id IS NOT NULL AND removed_at IS NULL ORDER BY id \(sql: c.dialect.ascending)"
        ) {
            try $0.id("id", as: CaseElementID.self)
        }
        // The letters go back to work; a case that never was keeps none.
        for letter in letters { try remove(c, letter, reason: "sprawa założona omyłkowo", by: officer, at: now) }
        let note = file.remarks.isEmpty ? "założona omyłkowo: \(reason)" : "\(file.remarks); założona omyłkowo: \(reason)"
        try change(c, file, .markMistaken, reason: reason, act: "Sprawa założona omyłkowo: \(reason)", set: ", remarks = \(note)", by: officer, at: now)
    }

    /// Sends the case to the authority that is competent. Source: KPA art. 65.
    public static func forward(
        _ c: any SQLConnection, _ id: CaseID, version: Int64, to authority: String, on day: Day, document: String = "", by officer: ActingOfficer, at now: Instant
    ) throws {
        let authority = try FormText.required(authority, field: "organ", ask: "Podaj organ, któremu przekazujesz sprawę")
        let file = try seen(c, id, version: version)
        try check(day, file, now, field: "dzien", name: "Dzień przekazania")
        try change(
            c, file, .forward, day: day, basis: "art. 65 KPA", reason: authority, act: "Przekazano według właściwości: \(authority)", document: document,
            set: ", closed_day = \(day), remarks = \(file.remarks.isEmpty ? "przekazano: \(authority)" : "\(file.remarks); przekazano: \(authority)")", by: officer,
            at: now)
    }

    /// The steps of the archive: taking over after two years, handing over, destruction. What allows them is the archive's to check.
    public static func archiveStep(
        _ c: any SQLConnection, _ id: CaseID, version: Int64, _ event: CaseEvent, basis: String, by officer: ActingOfficer, at now: Instant
    ) throws {
        let words: String
        switch event {
        case .archive: words = "Sprawa przeszła do archiwum zakładowego"
        case .handOver: words = "Przekazano do archiwum państwowego"
        case .destroy: words = "Wybrakowano"
        default: throw Problem(.internalFault, "Tej czynności nie wykonuje archiwum.", cause: "\(event) is no step of the archive")
        }
        let file = try seen(c, id, version: version)
        try change(c, file, event, basis: basis, act: words, by: officer, at: now)
    }

    /// Opens a closed case again (wznowienie); it is counted anew.
    ///
    /// - Parameters:
    ///   - basis: legal basis or cause: art. 145 KPA, a complaint taken up, a letter that came late.
    ///   - archiveRequest: number of the request by which it was withdrawn from the archive; needed where it lies there.
    ///   - due: the new last day for settling, where there is one.
    public static func reopen(
        _ c: any SQLConnection, _ id: CaseID, version: Int64, basis: String, reason: String, archiveRequest: String = "", due: Day? = nil,
        by officer: ActingOfficer, at now: Instant
    ) throws {
        let basis = try FormText.required(basis, field: "podstawa", ask: "Podaj podstawę wznowienia")
        let file = try seen(c, id, version: version)
        if file.state == .archived, FormText.trimmed(archiveRequest).isEmpty {
            throw Problems([Problem(.invalidInput, "Sprawa jest w archiwum. Podaj numer wniosku o wycofanie akt", field: "wniosek")])
        }
        let request = archiveRequest.isEmpty ? "" : "; wniosek \(archiveRequest)"
        try unlock(
            c, id, version: version, .reopen, basis: basis + request, reason: reason, act: "Wznowiono sprawę (\(basis))",
            set: """
                , settled_day = NULL, closed_day = NULL, extended_to = \(due), extended_on = \(due.map { _ in PolishTime.day(of: now) }),
                term = \(due.flatMap { _ in file.term?.description }), due = \(DueDay.text(due)), reopenings = reopenings + 1
                """, by: officer, at: now)
    }

    /// Changes something in the file of a locked case by a procedure that is written down (I6).
    ///
    /// - Parameter body: the change; every other act in it sees the file as open.
    public static func inProcedure<T>(
        _ c: any SQLConnection, _ id: CaseID, reason: String, by officer: ActingOfficer, at now: Instant, _ body: () throws -> T
    ) throws -> T {
        let reason = try FormText.reason(reason)
        let file = try existing(c, id)
        guard file.state.isLocked, file.state != .destroyed, file.state != .handedOver else {
            throw Problem(.conflict, "Procedura dotyczy tylko sprawy zakończonej, której akta są w urzędzie.")
        }
        return try duringProcedure(c, id, reason: reason, by: officer, at: now) {
            let result = try body()
            try Metryka.enter(c, case: id, "Zmieniono akta zakończonej sprawy: \(reason)", by: officer, at: now)
            try Journal.append(
                c, JournalEntry(actor: officer.account, act: "procedura-w-zakończonej-sprawie", object: CaseFile.object(id), reason: reason), at: now)
            return result
        }
    }

    /// Opens the lock of the schema for the body, and shuts it whatever happens.
    private static func duringProcedure<T>(
        _ c: any SQLConnection, _ id: CaseID, reason: String, by officer: ActingOfficer, at now: Instant, _ body: () throws -> T
    ) throws -> T {
        try c.savepoint {
            try c.execute(
                """
                INSERT INTO case_procedure (case_id, reason, by_name, account, started_at)
                VALUES (\(id), \(reason), \(officer.signedName), \(officer.account), \(now))
                """)
            let result = try body()
            try c.execute("UPDATE case_procedure SET ended_at = \(now) WHERE case_id = \(id) AND ended_at IS NULL")
            return result
        }
    }

    /// How the case came to be what it is.
    public static func stateChanges(_ c: any SQLConnection, _ id: CaseID) throws -> [CaseStateChange] {
        try c.query(
            """
            SELECT position, at, event, state_before, state_after, day, basis, reason, by_name FROM case_state_change
            WHERE case_id = \(id) ORDER BY position \(sql: c.dialect.ascending)
            """
        ) { row in
            CaseStateChange(
                position: try row.int("position"), at: try row.instant("at"), event: try row.symbol("event"), before: try row.symbol("state_before"),
                after: try row.symbol("state_after"), day: try row.parsedOrNil("day"), basis: try row.text("basis"), reason: try row.text("reason"),
                by: try row.text("by_name"))
        }
    }

    // MARK: what the acts share

    static func change(
        _ c: any SQLConnection, _ file: CaseFile, _ event: CaseEvent, day: Day? = nil, basis: String = "", reason: String = "", act: String,
        document: String = "", set more: SQL = "", by officer: ActingOfficer, at now: Instant
    ) throws {
        let next = try CaseWorkflow.next(file.state, event)
        try update(c, file, set: "state = \(next.rawValue), locked = \(next.isLocked)\(sql: more)", by: officer.signedName, at: now)
        try record(c, file.id, CaseChange(event, from: file.state, to: next, day: day, basis: basis, reason: reason), by: officer, at: now)
        try Metryka.enter(
            c, case: file.id, act, document: document.isEmpty ? nil : document, key: "\(event.rawValue):\(file.version)", by: officer, at: now)
    }

    /// Keeps a change of state for good, in the case's own history and in the journal.
    static func record(_ c: any SQLConnection, _ id: CaseID, _ change: CaseChange, by officer: ActingOfficer, at now: Instant) throws {
        try c.execute(
            """
            INSERT INTO case_state_change (case_id, position, at, event, state_before, state_after, day, basis, reason, officer_id, by_name)
            SELECT \(id), COALESCE(MAX(position), 0) + 1, \(now), \(change.event.rawValue), \(change.before.rawValue), \(change.after.rawValue),
                \(change.day), \(change.basis), \(change.reason), \(officer.officer), \(officer.signedName)
            FROM case_state_change WHERE case_id = \(id)
            """)
        try Journal.append(
            c,
            JournalEntry(
                actor: officer.account, act: change.event.rawValue, object: CaseFile.object(id), before: change.before.rawValue,
                after: change.after.rawValue + (change.day.map { "; \($0)" } ?? "") + (change.basis.isEmpty ? "" : "; \(change.basis)"),
                reason: change.reason.isEmpty ? nil : change.reason
            ), at: now)
    }

    /// A locked case becomes an open one, inside a procedure, so that the schema lets it.
    private static func unlock(
        _ c: any SQLConnection, _ id: CaseID, version: Int64, _ event: CaseEvent, basis: String = "", reason: String, act: String, set more: SQL,
        by officer: ActingOfficer, at now: Instant
    ) throws {
        let reason = try FormText.reason(reason)
        let file = try seen(c, id, version: version)
        _ = try CaseWorkflow.next(file.state, event)
        try duringProcedure(c, id, reason: reason, by: officer, at: now) {
            try change(c, file, event, basis: basis, reason: reason, act: act, set: more, by: officer, at: now)
        }
    }

    /// A day of an act lies between the commencement and today.
    static func check(_ day: Day, _ file: CaseFile, _ now: Instant, field: String, name: String) throws {
        if day > PolishTime.day(of: now) { throw Problems([Problem(.invalidInput, "\(name) nie może być późniejszy niż dziś", field: field)]) }
        if day < file.startDay {
            throw Problems([Problem(.invalidInput, "\(name) nie może być wcześniejszy niż wszczęcie sprawy (\(MomentWords.text(file.startDay)))", field: field)])
        }
    }
}
