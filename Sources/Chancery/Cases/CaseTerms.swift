public import Kernel
internal import Law
public import Store

extension Cases {
    /// What is not counted into the term, in order of entry.
    public static func exclusions(_ c: any SQLConnection, _ id: CaseID) throws -> [CaseExclusion] {
        try c.query(
            """
            SELECT kind, from_day, to_day, basis, document FROM case_exclusion WHERE case_id = \(id) ORDER BY position \(sql: c.dialect.ascending)
            """
        ) { row in
            CaseExclusion(
                try row.symbol("kind"), from: try row.parsed("from_day"), to: try row.parsedOrNil("to_day"), basis: try row.text("basis"),
                document: try row.text("document"))
        }
    }

    /// Gives the case another term, counted from its commencement.
    ///
    /// - Parameter basis: of the term, for people; empty where it is the person's own.
    public static func setTerm(
        _ c: any SQLConnection, _ id: CaseID, version: Int64, _ term: CaseTerm?, basis: String = "", reason: String, by officer: ActingOfficer,
        at now: Instant, isDayOff: (Day) -> Bool
    ) throws {
        let reason = try FormText.reason(reason)
        let file = try seen(c, id, version: version)
        if file.state.isLocked { throw file.lockedProblem }
        try update(c, file, set: "term = \(term?.description), term_basis = \(basis)", by: officer.signedName, at: now)
        let due = try recount(c, id, isDayOff: isDayOff)
        try Journal.append(
            c,
            JournalEntry(
                actor: officer.account, act: "termin-sprawy", object: CaseFile.object(id), before: file.due?.description,
                after: [due?.description ?? "", basis].filter { !$0.isEmpty }.joined(separator: "; "), reason: reason),
            at: now)
    }

    /// The party was told why the case is late and what the new day is. Source: KPA art. 36.
    public static func extend(
        _ c: any SQLConnection, _ id: CaseID, version: Int64, to day: Day, cause: String, document: String = "", by officer: ActingOfficer, at now: Instant,
        isDayOff: (Day) -> Bool
    ) throws {
        let cause = try FormText.required(cause, field: "przyczyna", ask: "Podaj przyczynę zwłoki")
        let file = try seen(c, id, version: version)
        guard file.state.isRunning else { throw Problem(.conflict, "Sprawa jest w stanie „\(file.state.polishName)”, jej termin nie biegnie.") }
        guard day > PolishTime.day(of: now), day > file.due ?? day.adding(days: -1) else {
            throw Problems([Problem(.invalidInput, "Nowy termin musi być późniejszy niż dzisiejszy i niż dotychczasowy", field: "termin")])
        }
        try update(c, file, set: "extended_to = \(day), extended_on = \(PolishTime.day(of: now))", by: officer.signedName, at: now)
        let due = try recount(c, id, isDayOff: isDayOff)
        try Metryka.enter(
            c, case: id, "Zawiadomiono o niezałatwieniu w terminie (art. 36 KPA), nowy termin \(MomentWords.text(day))",
            document: document.isEmpty ? nil : document, key: "art36:\(file.version)", by: officer, at: now)
        try Journal.append(
            c,
            JournalEntry(
                actor: officer.account, act: "przedłużenie-terminu", object: CaseFile.object(id), before: file.due?.description, after: due?.description,
                reason: cause), at: now)
    }

    /// Notes days that are not counted (KPA art. 35 § 5); suspension has its own act.
    public static func exclude(
        _ c: any SQLConnection, _ id: CaseID, _ exclusion: CaseExclusion, by officer: ActingOfficer, at now: Instant, isDayOff: (Day) -> Bool
    ) throws {
        let basis = try FormText.required(exclusion.basis, field: "podstawa", ask: "Podaj podstawę, na przykład art. 35 § 5 KPA")
        guard exclusion.kind != .suspension else { throw Problem(.invalidInput, "Zawieszenie wpisz przez „Zawieś postępowanie”.") }
        let file = try writable(c, id)
        if let to = exclusion.to, to < exclusion.from {
            throw Problems([Problem(.invalidInput, "Koniec nie może być wcześniejszy niż początek", field: "do")])
        }
        try check(exclusion.from, file, now, field: "od", name: "Początek okresu")
        var entry = exclusion
        entry.basis = basis
        try addExclusionRow(c, id, entry, by: officer, at: now)
        let due = try recount(c, id, isDayOff: isDayOff)
        try touch(c, id, at: now)
        try Journal.append(
            c,
            JournalEntry(
                actor: officer.account, act: "okres-niewliczany", object: CaseFile.object(id), before: file.due?.description,
                after: "\(entry.kind.rawValue) \(entry.from)–\(entry.to?.description ?? "trwa"); termin \(due?.description ?? "stoi")", reason: basis), at: now)
    }

    /// Ends a time that is not counted and still goes on.
    public static func endExclusion(
        _ c: any SQLConnection, _ id: CaseID, _ kind: CaseExclusion.Kind, lastDay: Day, by officer: ActingOfficer, at now: Instant, isDayOff: (Day) -> Bool
    ) throws {
        guard kind != .suspension else { throw Problem(.invalidInput, "Zawieszenie kończy „Podejmij postępowanie”.") }
        let file = try writable(c, id)
        let changed = try c.execute(
            """
            UPDATE case_exclusion SET to_day = \(lastDay)
            WHERE case_id = \(id) AND kind = \(kind.rawValue) AND to_day IS NULL AND from_day <= \(lastDay)
            """)
        guard changed > 0 else { throw Problem(.conflict, "Nie ma trwającego okresu, który zaczął się przed \(MomentWords.text(lastDay)).") }
        let due = try recount(c, id, isDayOff: isDayOff)
        try touch(c, id, at: now)
        try Journal.append(
            c,
            JournalEntry(
                actor: officer.account, act: "okres-niewliczany-koniec", object: CaseFile.object(id), before: file.due?.description,
                after: "\(kind.rawValue) do \(lastDay); termin \(due?.description ?? "stoi")"), at: now)
    }

    /// Counts the last day anew from what the case has.
    @discardableResult
    static func recount(_ c: any SQLConnection, _ id: CaseID, isDayOff: (Day) -> Bool) throws -> Day? {
        let file = try existing(c, id)
        let excluded = try exclusions(c, id)
        let due = CaseClock(
            start: file.startDay, term: file.term, exclusions: excluded, extension: file.extendedTo.map { .init(noticedOn: file.extendedOn ?? $0, newDue: $0) }
        ).due(isDayOff: isDayOff)
        try c.execute("UPDATE case_file SET due = \(DueDay.text(due)) WHERE id = \(id)")
        return due
    }

    static func addExclusionRow(_ c: any SQLConnection, _ id: CaseID, _ e: CaseExclusion, by officer: ActingOfficer, at now: Instant) throws {
        try c.execute(
            """
            INSERT INTO case_exclusion (case_id, position, kind, from_day, to_day, basis, document, added_at, added_by)
            SELECT \(id), COALESCE(MAX(position), 0) + 1, \(e.kind.rawValue), \(e.from), \(e.to), \(e.basis), \(e.document), \(now), \(officer.signedName)
            FROM case_exclusion WHERE case_id = \(id)
            """)
    }
}
