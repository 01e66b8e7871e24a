public import Kernel

/// What of the journal is asked for; parts that are empty ask nothing.
public struct JournalQuery: Sendable, Hashable {
    /// As the entry has it, for example `konto:17`.
    public var actor: String?
    /// For example `pismo:RPW-17-2026`.
    public var object: String?
    /// The first moment, and the first one no longer wanted.
    public var from: Instant?
    public var to: Instant?
    /// The number of the last entry of the page before.
    public var before: Int64?
    public var limit = 50

    public init() {}
}

extension Journal {
    /// Entries of some acts on some objects, newest first.
    ///
    /// - Parameter before: the number of the last entry of the page before.
    public static func entries(_ c: any SQLConnection, objects: [String], acts: [String], limit: Int, before: Int64? = nil) throws -> [JournalRecord] {
        guard !objects.isEmpty, !acts.isEmpty else { return [] }
        return try c.query(
            """
            SELECT seq, at, actor, act, object, before, after, reason, hash FROM journal
            WHERE object IN (\(list: objects)) AND act IN (\(list: acts)) AND seq < \(before ?? .max) ORDER BY seq \(sql: c.dialect.descending) LIMIT \(limit)
            """, record)
    }

    /// Entries by who acted, on what and when, newest first.
    ///
    /// Numbers grow with time, so that days become a span of numbers; the moments themselves are compared as well.
    public static func search(_ c: any SQLConnection, _ q: JournalQuery) throws -> [JournalRecord] {
        var condition: SQL = "seq < \(q.before ?? .max)"
        if let from = q.from {
            guard
                let first = try c.first(
                    "SELECT min(seq) AS seq FROM (SELECT seq FROM journal WHERE at >= \(from) ORDER BY at \(sql: c.dialect.ascending), seq \(sql: c.dialect.ascending) LIMIT 100) AS found",
                    { try $0.intOrNil("seq") }) ?? nil
            else { return [] }
            condition += " AND seq >= \(first) AND at >= \(from)"
        }
        if let to = q.to {
            guard
                let last = try c.first(
                    "SELECT max(seq) AS seq FROM (SELECT seq FROM journal WHERE at < \(to) ORDER BY at \(sql: c.dialect.descending), seq \(sql: c.dialect.descending) LIMIT 100) AS found",
                    { try $0.intOrNil("seq") }) ?? nil
            else { return [] }
            condition += " AND seq <= \(last) AND at < \(to)"
        }
        if let actor = q.actor { condition += " AND actor = \(actor)" }
        if let object = q.object { condition += " AND object = \(object)" }
        return try c.query(
            """
            SELECT seq, at, actor, act, object, before, after, reason, hash FROM journal WHERE \(sql: condition)
            ORDER BY seq \(sql: c.dialect.descending) LIMIT \(q.limit)
            """, record)
    }
}
