public import Kernel
internal import Law
public import Store

public struct ArchiveHoldID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

public struct ArchiveWithdrawalID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// The office's archive (archiwum zakładowe): what came to it, what is kept, why and how long.
///
/// Source: `ezd.md` § 1.12–1.13; R1.20–R1.24. Nothing is destroyed here: lists of disposal end with the consent of the state archive (I9).
public enum Archive {
    static let performer = Performer(id: "system:archiwum", name: "Archiwum zakładowe")

    /// Takes over what is due: cases completed more than two full years ago. A case whose file plan has no category comes too (R1.23).
    ///
    /// - Returns: how many came; fewer than `limit` means that none is left.
    @discardableResult
    public static func takeOver(_ c: any SQLConnection, limit: Int = 200, at now: Instant) throws -> Int {
        let today = PolishTime.day(of: now)
        guard let before = ArchiveRules.completedBefore(today) else { return 0 }
        let due = try completed(c, before: before, after: nil, limit: limit)
        for file in due {
            guard let completed = file.closedDay else { continue }
            let officer = ActingOfficer(officer: file.officer ?? file.founderID, name: performer.name, post: "program", unit: file.unit, account: performer.id)
            try Cases.archiveStep(
                c, file.id, version: file.version, .archive, basis: "dwa lata od 1 stycznia po roku zakończenia (\(completed.year))", by: officer, at: now)
            let earlier = try standing(c, file.id)
            // A category the archivist gave stays when the case comes a second time (R1.21, R1.24).
            let category = try changes(c, file.id).last.flatMap { ArchivalCategory($0.after) } ?? file.category.flatMap { ArchivalCategory($0) }
            let from = DueDay.text(ArchiveRules.disposableFrom(category, completed: completed))
            if earlier == nil {
                try c.execute(
                    """
                    INSERT INTO archive_standing (case_id, taken_at, taken_day, completed_day, category, disposable_from, is_present, is_held, is_listed)
                    VALUES (\(file.id), \(now), \(today), \(completed), \(category?.description), \(from), 1, \(try isHeld(c, file.id)), 0)
                    """)
            } else {
                try c.execute(
                    """
                    UPDATE archive_standing SET taken_at = \(now), taken_day = \(today), completed_day = \(completed), category = \(category?.description),
                        disposable_from = \(from), is_present = 1, is_held = \(try isHeld(c, file.id)), is_listed = 0 WHERE case_id = \(file.id)
                    """)
            }
        }
        return due.count
    }

    public static func hasDue(_ c: any SQLConnection, at now: Instant) throws -> Bool {
        guard let before = ArchiveRules.completedBefore(PolishTime.day(of: now)) else { return false }
        return try !completed(c, before: before, after: nil, limit: 1).isEmpty
    }

    /// What the archive will take over, the longest completed first; those who put cases in order see it before the day comes (R1.20).
    public static func completed(
        _ c: any SQLConnection, before day: Day, officer: OfficerID? = nil, unit: UnitID? = nil, after: CompletedPosition?, limit: Int
    ) throws -> [CaseFile] {
        var condition: SQL = "state IN ('zakonczona', 'przekazana-wg-wlasciwosci') AND closed_day < \(day)"
        if let officer { condition += " AND officer_id = \(officer)" }
        if let unit { condition += " AND unit_id = \(unit)" }
        if let after { condition += " AND (closed_day, id) > (\(after.day), \(after.id))" }
        return try c.query(
            """
            SELECT \(sql: Cases.columns) FROM case_file WHERE \(sql: condition)
            ORDER BY closed_day \(sql: c.dialect.ascending), id \(sql: c.dialect.ascending) LIMIT \(limit)
            """, Cases.decode)
    }

    /// Where the list of completed cases goes on.
    public struct CompletedPosition: Sendable, Hashable, LosslessStringConvertible {
        var day: Day
        var id: Int64
        public init?(of file: CaseFile) {
            guard let day = file.closedDay else { return nil }
            (self.day, id) = (day, file.id.number)
        }
        public init?(_ text: String) {
            let parts = text.split(separator: "~")
            guard parts.count == 2, let day = Day(String(parts[0])), let id = Int64(parts[1]) else { return nil }
            (self.day, self.id) = (day, id)
        }
        public var description: String { "\(day)~\(id)" }
    }

    // MARK: what lies there

    /// What lies in the archive, the newest case first.
    public static func present(_ c: any SQLConnection, unit: UnitID? = nil, symbol: String? = nil, after: CaseID? = nil, limit: Int) throws -> [ArchiveStanding] {
        var condition: SQL = "is_present = 1"
        if let unit { condition += " AND unit_id = \(unit)" }
        if let symbol { condition += " AND symbol = \(symbol)" }
        if let after { condition += " AND case_id < \(after)" }
        return try standings(c, condition, order: "case_id \(sql: c.dialect.descending)", limit: limit)
    }

    /// What may be proposed for destruction on a day: the time is over, nothing holds it, no list has it. The longest due first.
    public static func disposable(_ c: any SQLConnection, on day: Day, limit: Int) throws -> [ArchiveStanding] {
        try standings(
            c, "is_present = 1 AND is_held = 0 AND is_listed = 0 AND disposable_from < '9999-12-31' AND disposable_from <= \(day)",
            order: "disposable_from \(sql: c.dialect.ascending), case_id \(sql: c.dialect.ascending)", limit: limit)
    }

    public static func standing(_ c: any SQLConnection, _ id: CaseID) throws -> ArchiveStanding? {
        try standings(c, "case_id = \(id)", order: "case_id \(sql: c.dialect.ascending)", limit: 1).first
    }

    /// - Throws: `Problem(.conflict)` where the case does not lie in the archive.
    static func lying(_ c: any SQLConnection, _ id: CaseID) throws -> ArchiveStanding {
        guard let found = try standing(c, id), found.file.state == .archived else {
            throw Problem(.conflict, "Ta sprawa nie leży w archiwum zakładowym.")
        }
        return found
    }

    private static func standings(_ c: any SQLConnection, _ condition: SQL, order: SQL, limit: Int) throws -> [ArchiveStanding] {
        try c.query(
            """
            SELECT \(sql: Cases.columns), taken_day, completed_day, kept_category, disposable_from, is_held, is_listed
            FROM (SELECT case_id, taken_day, completed_day, category AS kept_category, disposable_from, is_held, is_listed, is_present FROM archive_standing) AS kept
            JOIN case_file ON case_file.id = kept.case_id WHERE \(sql: condition) ORDER BY \(sql: order) LIMIT \(limit)
            """
        ) { row in
            ArchiveStanding(
                file: try Cases.decode(row), takenDay: try row.parsed("taken_day"), completedDay: try row.parsed("completed_day"),
                category: try row.textOrNil("kept_category").flatMap { ArchivalCategory($0) }, disposableFrom: DueDay.day(try row.text("disposable_from")),
                isHeld: try row.int("is_held") == 1, isListed: try row.int("is_listed") == 1)
        }
    }

    // MARK: category

    /// The archivist gives a longer time, or keeps the case for ever (R1.21).
    ///
    /// - Throws: `Problems` of the form; a shorter time is refused.
    public static func changeCategory(
        _ c: any SQLConnection, _ id: CaseID, to text: String, reason: String, by officer: ActingOfficer, at now: Instant
    ) throws {
        let kept = try lying(c, id)
        guard let category = ArchivalCategory(text) else {
            throw Problems([Problem(.invalidInput, "Wpisz kategorię, na przykład A, B25, BE10", field: "kategoria")])
        }
        guard ArchiveRules.mayChange(from: kept.category, to: category) else {
            throw Problems([Problem(.invalidInput, "Okres można tylko wydłużyć. Teraz kategoria to \(kept.category?.description ?? "brak")", field: "kategoria")])
        }
        let reason = try FormText.reason(reason)
        guard !kept.isListed else { throw Problem(.conflict, "Sprawa jest na spisie do brakowania. Najpierw wyjmij ją ze spisu.") }
        try c.execute(
            """
            INSERT INTO archive_category_change (case_id, position, category_before, category_after, reason, by_name, at)
            SELECT \(id), COALESCE(MAX(position), 0) + 1, \(kept.category?.description), \(category.description), \(reason), \(officer.signedName), \(now)
            FROM archive_category_change WHERE case_id = \(id)
            """)
        try c.execute(
            """
            UPDATE archive_standing SET category = \(category.description),
                disposable_from = \(DueDay.text(ArchiveRules.disposableFrom(category, completed: kept.completedDay))) WHERE case_id = \(id)
            """)
        try Journal.append(
            c,
            JournalEntry(
                actor: officer.account, act: "zmiana-kategorii-archiwalnej", object: CaseFile.object(id), before: kept.category?.description,
                after: category.description, reason: reason), at: now)
    }

    /// How the category came to be what it is, oldest first.
    public static func changes(_ c: any SQLConnection, _ id: CaseID) throws -> [CategoryChange] {
        try c.query(
            """
            SELECT category_before, category_after, reason, by_name, at FROM archive_category_change WHERE case_id = \(id)
            ORDER BY position \(sql: c.dialect.ascending)
            """
        ) { row in
            CategoryChange(
                before: try row.textOrNil("category_before") ?? "", after: try row.text("category_after"), reason: try row.text("reason"), by: try row.text("by_name"),
                at: try row.instant("at"))
        }
    }
}
