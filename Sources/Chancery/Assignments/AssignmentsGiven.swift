public import Store

extension Assignments {
    /// What one officer assigned, newest first.
    /// - Parameter before: the last one of the page before.
    public static func given(_ c: any SQLConnection, by officer: OfficerID, before: AssignmentID? = nil, limit: Int = 50) throws -> [Assignment] {
        let ids = try c.query(
            """
            SELECT id FROM assignment WHERE author_id = \(officer) AND id < \(before?.number ?? .max)
            ORDER BY id \(sql: c.dialect.descending) LIMIT \(limit)
            """
        ) { try $0.id("id", as: AssignmentID.self) }
        return try ids.compactMap { try find(c, $0) }
    }
}

enum AssignmentAuthorMigrations {
    static let all: [Migration] = [
        Migration("chancery-0043-assignments-by-author") { _ in ["CREATE INDEX assignment_author ON assignment (author_id, id)"] }
    ]
}
