public import Kernel
internal import Law
public import Store

/// The register of requests to take cases back from the archive (rejestr wniosków o wycofanie).
///
/// Source: `ezd.md` § 1.12; the case is opened again by the archivist's consent, so that nobody takes it back alone.
extension Archive {
    public static func request(_ c: any SQLConnection, _ id: CaseID, reason: String, by officer: ActingOfficer, at now: Instant) throws -> ArchiveWithdrawal {
        let reason = try FormText.reason(reason)
        let kept = try lying(c, id)
        if let waiting = try withdrawals(c, "w.case_id = \(id) AND w.decided_at IS NULL", limit: 1).first {
            throw Problem(.conflict, "Wniosek \(waiting.name) o wycofanie tej sprawy już czeka na archiwistę.")
        }
        let year = PolishTime.day(of: now).year
        let number = try Counter.next(c, "wycofanie-z-archiwum", year: year)
        try c.execute(
            """
            INSERT INTO archive_withdrawal (year, number, case_id, reason, requested_at, requested_by, requested_by_name)
            VALUES (\(year), \(number), \(id), \(reason), \(now), \(officer.officer), \(officer.signedName))
            """)
        try Journal.append(
            c, JournalEntry(actor: officer.account, act: "wniosek-o-wycofanie", object: CaseFile.object(id), after: "W/\(number)/\(year)", reason: reason), at: now)
        guard let made = try withdrawals(c, "w.year = \(year) AND w.number = \(number)", limit: 1).first else {
            throw Problem(.internalFault, "Nie udało się zapisać wniosku o wycofanie sprawy \(kept.file.sign). Spróbuj ponownie.", cause: "no row")
        }
        return made
    }

    /// The archivist's answer; a consent opens the case again and names the request in its history.
    ///
    /// - Throws: `Problem(.conflict)` where it was answered before, `Problem(.forbidden)` for one's own request.
    public static func decide(
        _ c: any SQLConnection, _ id: ArchiveWithdrawalID, grants: Bool, note: String, by officer: ActingOfficer, at now: Instant
    ) throws -> ArchiveWithdrawal {
        guard let found = try withdrawals(c, "w.id = \(id)", limit: 1).first, let file = try Cases.find(c, found.sign) else {
            throw Problem(.notFound, "Nie ma takiego wniosku o wycofanie.")
        }
        let asked: OfficerID? = try c.first("SELECT requested_by FROM archive_withdrawal WHERE id = \(id)") { try $0.id("requested_by") }
        guard asked != officer.officer else { throw Problem(.forbidden, "O własnym wniosku rozstrzyga inny archiwista.") }
        let note = grants ? FormText.trimmed(note) : try FormText.required(note, field: "uwagi", ask: "Podaj powód odmowy")
        let changed = try c.execute(
            """
            UPDATE archive_withdrawal SET decided_at = \(now), decided_by = \(officer.signedName), is_granted = \(grants), note = \(note)
            WHERE id = \(id) AND decided_at IS NULL
            """)
        guard changed == 1 else { throw Problem(.conflict, "Wniosek \(found.name) rozstrzygnął(-ęła) już \(found.decidedBy).") }
        if grants {
            guard try !lying(c, file.id).isListed else { throw Problem(.conflict, "Sprawa jest na spisie do brakowania. Najpierw wyjmij ją ze spisu.") }
            try Cases.reopen(
                c, file.id, version: file.version, basis: "wycofanie z archiwum", reason: found.reason, archiveRequest: found.name, by: officer, at: now)
            try c.execute("UPDATE archive_standing SET is_present = 0 WHERE case_id = \(file.id)")
        } else {
            try Journal.append(
                c, JournalEntry(actor: officer.account, act: "odmowa-wycofania", object: CaseFile.object(file.id), after: found.name, reason: note), at: now)
        }
        return found
    }

    /// The register, newest first.
    public static func withdrawals(_ c: any SQLConnection, after: ArchiveWithdrawalID? = nil, limit: Int) throws -> [ArchiveWithdrawal] {
        try withdrawals(c, after.map { "w.id < \($0)" } ?? "w.id > 0", limit: limit)
    }

    public static func withdrawal(_ c: any SQLConnection, _ id: ArchiveWithdrawalID) throws -> ArchiveWithdrawal? {
        try withdrawals(c, "w.id = \(id)", limit: 1).first
    }

    /// Requests that wait for the archivist, up to a bound.
    public static func waitingWithdrawals(_ c: any SQLConnection, bound: Int = 100) throws -> Int {
        Int(
            try c.first("SELECT COUNT(*) AS n FROM (SELECT 1 FROM archive_withdrawal WHERE decided_at IS NULL LIMIT \(bound)) AS found") { try $0.int("n") } ?? 0)
    }

    private static func withdrawals(_ c: any SQLConnection, _ condition: SQL, limit: Int) throws -> [ArchiveWithdrawal] {
        try c.query(
            """
            SELECT w.id, w.year, w.number, f.sign, f.title, w.reason, w.requested_at, w.requested_by_name, w.decided_at, w.decided_by, w.is_granted, w.note
            FROM archive_withdrawal w JOIN case_file f ON f.id = w.case_id WHERE \(sql: condition) ORDER BY w.id \(sql: c.dialect.descending) LIMIT \(limit)
            """
        ) { row in
            ArchiveWithdrawal(
                id: try row.id("id"), year: Int(try row.int("year")), sequence: try row.int("number"), sign: try row.parsed("sign"), title: try row.text("title"),
                reason: try row.text("reason"), requestedAt: try row.instant("requested_at"), requestedBy: try row.text("requested_by_name"),
                decidedAt: try row.instantOrNil("decided_at"), decidedBy: try row.text("decided_by"), isGranted: try row.intOrNil("is_granted").map { $0 == 1 },
                note: try row.text("note"))
        }
    }
}
