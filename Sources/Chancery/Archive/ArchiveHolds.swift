public import Kernel
public import Store

extension Archive {
    /// Forbids the destruction of a completed case, in the archive or on its way there (R1.22).
    @discardableResult
    public static func hold(_ c: any SQLConnection, _ id: CaseID, reason: String, by officer: ActingOfficer, at now: Instant) throws -> ArchiveHoldID {
        let reason = try FormText.reason(reason)
        let file = try Cases.existing(c, id)
        guard file.state.isCompleted || file.state == .forwarded, file.state != .destroyed else {
            throw Problem(.conflict, "Wstrzymać brakowanie można tylko dla sprawy zakończonej.")
        }
        let ids: [ArchiveHoldID] = try c.query(
            "INSERT INTO archive_hold (case_id, reason, placed_at, placed_by) VALUES (\(id), \(reason), \(now), \(officer.signedName)) RETURNING id"
        ) { try $0.id("id") }
        guard let hold = ids.first else { throw Problem(.internalFault, "Nie udało się zapisać wstrzymania. Spróbuj ponownie.", cause: "no id") }
        try c.execute("UPDATE archive_standing SET is_held = 1 WHERE case_id = \(id)")
        try Journal.append(c, JournalEntry(actor: officer.account, act: "wstrzymanie-brakowania", object: CaseFile.object(id), reason: reason), at: now)
        return hold
    }

    /// - Throws: `Problem(.conflict)` where somebody lifted it before.
    public static func lift(_ c: any SQLConnection, _ hold: ArchiveHoldID, of id: CaseID, reason: String, by officer: ActingOfficer, at now: Instant) throws {
        let reason = try FormText.reason(reason)
        let changed = try c.execute(
            """
            UPDATE archive_hold SET lifted_at = \(now), lifted_by = \(officer.signedName), lift_reason = \(reason)
            WHERE id = \(hold) AND case_id = \(id) AND lifted_at IS NULL
            """)
        guard changed == 1 else { throw Problem(.conflict, "To wstrzymanie już zniesiono. Odśwież stronę.") }
        try c.execute("UPDATE archive_standing SET is_held = \(try isHeld(c, id)) WHERE case_id = \(id)")
        try Journal.append(c, JournalEntry(actor: officer.account, act: "zniesienie-wstrzymania", object: CaseFile.object(id), reason: reason), at: now)
    }

    /// Every hold of a case, oldest first.
    public static func holds(_ c: any SQLConnection, of id: CaseID) throws -> [ArchiveHold] {
        try c.query(
            """
            SELECT id, reason, placed_at, placed_by, lifted_at, lifted_by, lift_reason FROM archive_hold WHERE case_id = \(id)
            ORDER BY id \(sql: c.dialect.ascending)
            """
        ) { row in
            ArchiveHold(
                id: try row.id("id"), reason: try row.text("reason"), placedAt: try row.instant("placed_at"), placedBy: try row.text("placed_by"),
                liftedAt: try row.instantOrNil("lifted_at"), liftedBy: try row.text("lifted_by"), liftReason: try row.text("lift_reason"))
        }
    }

    static func isHeld(_ c: any SQLConnection, _ id: CaseID) throws -> Bool {
        try c.first("SELECT 1 AS n FROM archive_hold WHERE case_id = \(id) AND lifted_at IS NULL LIMIT 1") { try $0.int("n") } != nil
    }
}
