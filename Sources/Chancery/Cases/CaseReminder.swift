public import Kernel
public import Store

/// What the clock of a case asks for as its end comes near (R4.2).
public enum CaseReminder: String, Sendable, CaseIterable {
    /// Seven days before: to the officer.
    case week = "7-dni"
    /// Five days before: a draft of the notice under KPA art. 36, for a second person to check.
    case delayNotice = "projekt-art-36"
    /// Three days before: to the officer and his superior.
    case threeDays = "3-dni"
    /// On the last day: to the superior.
    case lastDay = "ostatni-dzien"

    public var polishName: String {
        switch self {
        case .week: "termin za tydzień"
        case .delayNotice: "projekt zawiadomienia o zwłoce (art. 36 KPA) czeka w pismach"
        case .threeDays: "termin za trzy dni"
        case .lastDay: "ostatni dzień terminu"
        }
    }

    /// Days before the end at which it falls.
    public var daysBefore: Int {
        switch self {
        case .week: 7
        case .delayNotice: 5
        case .threeDays: 3
        case .lastDay: 0
        }
    }
    /// Whether the superior gets it as well.
    public var goesToSuperior: Bool { self == .threeDays || self == .lastDay }

    /// What is due today. A day missed (the server stood) is made up; of several reminders the most urgent is enough.
    ///
    /// - Parameter given: those already given for this end; a moved end starts anew.
    public static func due(caseDue: Day, today: Day, given: Set<CaseReminder>) -> [CaseReminder] {
        let left = caseDue.daysSince1970 - today.daysSince1970
        var out: [CaseReminder] = []
        let reminders: [CaseReminder] = [.lastDay, .threeDays, .week]
        if let urgent = reminders.first(where: { left <= $0.daysBefore }), !given.contains(urgent) { out.append(urgent) }
        // After the end a draft no longer helps: the notice must be given before.
        if left <= CaseReminder.delayNotice.daysBefore, left >= 0, !given.contains(.delayNotice) { out.append(.delayNotice) }
        return out
    }
}

/// A case whose reminders are due.
public struct DueReminder: Sendable, Hashable {
    public var file: CaseFile
    public var due: Day
    public var reminders: [CaseReminder]
}

/// A reminder as the person sees it.
public struct GivenReminder: Sendable, Hashable {
    public var file: CaseFile
    public var reminder: CaseReminder
    public var at: Instant
}

public enum CaseReminders {
    /// How long after its end a case is still looked at; a longer standstill of the server than this gives no more reminders.
    static let lookBack = 30

    /// Cases whose reminders are due today, by the day they end; a page at a time.
    ///
    /// - Returns: `next`, where the following page starts; `nil` on the last one.
    public static func pending(
        _ c: any SQLConnection, today: Day, after: (due: Day, id: CaseID)? = nil, limit: Int = 200
    ) throws -> (rows: [DueReminder], next: (due: Day, id: CaseID)?) {
        let from: SQL = after.map { "(due, id) > (\($0.due), \($0.id))" } ?? "due >= \(today.adding(days: -lookBack))"
        let files = try c.query(
            """
            SELECT \(sql: Cases.columns) FROM case_file
            WHERE \(sql: Cases.running) AND kind = 'sprawa' AND \(sql: from) AND due <= \(today.adding(days: CaseReminder.week.daysBefore))
            ORDER BY due \(sql: c.dialect.ascending), id \(sql: c.dialect.ascending) LIMIT \(limit)
            """, Cases.decode)
        var given: [CaseID: [(String, String)]] = [:]
        _ = try c.query("SELECT case_id, due, kind FROM case_reminder WHERE case_id IN (\(list: files.map(\.id)))") { row in
            given[try row.id("case_id"), default: []].append((try row.text("due"), try row.text("kind")))
        }
        let rows = files.compactMap { file -> DueReminder? in
            guard let due = file.due else { return nil }
            let known = Set((given[file.id] ?? []).filter { $0.0 == due.description }.compactMap { CaseReminder(rawValue: $0.1) })
            let reminders = CaseReminder.due(caseDue: due, today: today, given: known)
            return reminders.isEmpty ? nil : DueReminder(file: file, due: due, reminders: reminders)
        }
        let next = files.count == limit ? files.last.flatMap { file in file.due.map { (due: $0, id: file.id) } } : nil
        return (rows, next)
    }

    /// Reminders of running cases whose end has not moved since: those of the officer, and for the units he heads those that go to the superior.
    ///
    /// One for a case, the newest; by the day the case is due.
    public static func given(_ c: any SQLConnection, to officer: OfficerID, headOf units: [UnitID], since: Instant, limit: Int = 20) throws -> [GivenReminder] {
        // The reminders of a week lead (SQLite keeps the order of a CROSS JOIN); an officer's cases may be many more.
        let kinds = CaseReminder.allCases.filter(\.goesToSuperior).map(\.rawValue)
        let rows = try c.query(
            """
            SELECT \(sql: Cases.columns), reminder, reminded_at
            FROM (
                SELECT case_id AS reminded, due AS reminded_due, kind AS reminder, given_at AS reminded_at FROM case_reminder WHERE given_at >= \(since)
            ) AS r CROSS JOIN case_file
            WHERE id = reminded AND due = reminded_due AND \(sql: Cases.running) AND (officer_id = \(officer) OR (unit_id IN (\(list: units)) AND reminder IN (\(list: kinds))))
            ORDER BY due \(sql: c.dialect.ascending), id \(sql: c.dialect.ascending), reminded_at \(sql: c.dialect.descending)
            LIMIT \(limit * CaseReminder.allCases.count)
            """
        ) { row in GivenReminder(file: try Cases.decode(row), reminder: try row.symbol("reminder"), at: try row.instant("reminded_at")) }
        var seen: Set<CaseID> = []
        return Array(rows.filter { seen.insert($0.file.id).inserted }.prefix(limit))
    }

    /// Which of a case's reminders were given for its present end.
    public static func given(_ c: any SQLConnection, _ file: CaseFile) throws -> Set<CaseReminder> {
        Set(try c.query("SELECT kind FROM case_reminder WHERE case_id = \(file.id) AND due = \(DueDay.text(file.due))") { try $0.symbol("kind") })
    }

    /// Notes that a reminder was given.
    ///
    /// - Returns: `false` where it had been given before: then it must not be given again.
    public static func give(_ c: any SQLConnection, _ id: CaseID, due: Day, _ reminder: CaseReminder, at now: Instant) throws -> Bool {
        try c.execute(
            """
            INSERT INTO case_reminder (case_id, due, kind, given_at) VALUES (\(id), \(due), \(reminder.rawValue), \(now))
            ON CONFLICT (case_id, due, kind) DO NOTHING
            """) == 1
    }
}
