public import Kernel
public import Store

/// A hand-over of cases as it was recorded, and what came of it.
public struct RecordedHandOver: Sendable, Hashable {
    public var id: CaseHandOverID
    public var handOver: CaseHandOver
    public var recordedBy: String
    public var recordedAt: Instant
    /// When the last case had been moved; `nil` while it waits.
    public var doneAt: Instant?
    /// How many cases were moved.
    public var cases: Int?
}

/// An officer with the post that stands first on a day.
public struct OfficerEntry: Sendable, Hashable {
    public var officer: Officer
    public var post: OfficerPost?
}

/// Lists for the pages by which the office is run.
extension Organisation {
    /// Hand-overs, newest first.
    public static func handOvers(_ c: any SQLConnection, limit: Int = 50) throws -> [RecordedHandOver] {
        try handOvers(c, where: "1 = 1", limit: limit)
    }

    public static func handOver(_ c: any SQLConnection, _ id: CaseHandOverID) throws -> RecordedHandOver? {
        try handOvers(c, where: "id = \(id)", limit: 1).first
    }

    /// All that take cases of one unit on one day: together they say where each case goes.
    public static func handOvers(_ c: any SQLConnection, from unit: UnitID, onDay day: Day) throws -> [CaseHandOver] {
        try handOvers(c, where: "from_unit_id = \(unit) AND on_day = \(day)", limit: 1_000).map(\.handOver)
    }

    private static func handOvers(_ c: any SQLConnection, where condition: SQL, limit: Int) throws -> [RecordedHandOver] {
        try c.query(
            """
            SELECT id, from_unit_id, to_unit_id, on_day, classes, reason, recorded_by, recorded_at, done_at, cases FROM case_hand_over
            WHERE \(sql: condition) ORDER BY id \(sql: c.dialect.descending) LIMIT \(limit)
            """
        ) { row in
            RecordedHandOver(
                id: try row.id("id"),
                handOver: CaseHandOver(
                    from: try row.id("from_unit_id"), to: try row.id("to_unit_id"), onDay: try row.parsed("on_day"), reason: try row.text("reason"),
                    classes: try row.text("classes").split(separator: " ").map(String.init)),
                recordedBy: try row.text("recorded_by"), recordedAt: try row.instant("recorded_at"), doneAt: try row.instantOrNil("done_at"),
                cases: try row.intOrNil("cases").map(Int.init))
        }
    }

    /// Everybody with the post of the day, in the Polish order of surnames.
    ///
    /// - Parameter all: also those who work no longer.
    public static func directory(_ c: any SQLConnection, on day: Day, all: Bool = false) throws -> [OfficerEntry] {
        let posts = try c.query(
            """
            SELECT id, officer_id, unit_id, title, is_head, valid_from, valid_to FROM officer_post
            WHERE valid_from <= \(day) AND (valid_to IS NULL OR valid_to >= \(day))
            ORDER BY is_head \(sql: c.dialect.descending), id \(sql: c.dialect.ascending)
            """
        ) { row in
            OfficerPost(
                id: try row.id("id"), officer: try row.id("officer_id"), unit: try row.id("unit_id"), title: try row.text("title"),
                isHead: try row.bool("is_head"), validFrom: try row.parsed("valid_from"), validTo: try row.parsedOrNil("valid_to"))
        }
        let first = Dictionary(posts.map { ($0.officer, $0) }, uniquingKeysWith: { first, _ in first })
        return try officers(c, on: all ? nil : day).map { OfficerEntry(officer: $0, post: first[$0.id]) }
    }

    /// One substitution.
    public static func substitution(_ c: any SQLConnection, _ id: SubstitutionID) throws -> Substitution? {
        try c.first("SELECT id, absent_id, substitute_id, valid_from, valid_to, reason FROM substitution WHERE id = \(id)", substitution)
    }
}
