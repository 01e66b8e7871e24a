public import Kernel

/// The append-only record of everything that happened in a database.
///
/// Written in the transaction of the act itself. The engine refuses `UPDATE` and `DELETE`; the chain of hashes shows
/// what was done behind its back.
public enum Journal {
    /// - Returns: the number of the entry.
    @discardableResult
    public static func append(_ c: any SQLConnection, _ entry: JournalEntry, at: Instant) throws -> Int64 {
        let head = try c.first("SELECT seq, hash FROM journal_head WHERE one = 1 \(sql: c.dialect.forUpdate)") { (try $0.int("seq"), try $0.bytes("hash")) }
        guard let head else {
            throw Problem(.internalFault, "Dziennik zdarzeń jest uszkodzony. Powiadom administratora.", cause: "journal_head is empty")
        }
        let seq = head.0 + 1
        let hash = JournalChain.hash(after: head.1, seq: seq, at: at, entry)
        try c.execute(
            """
            INSERT INTO journal (seq, at, actor, act, object, before, after, reason, hash) VALUES
            (\(seq), \(at), \(entry.actor), \(entry.act), \(entry.object), \(entry.before), \(entry.after), \(entry.reason), \(hash))
            """
        )
        try c.execute("UPDATE journal_head SET seq = \(seq), hash = \(hash) WHERE one = 1")
        return seq
    }

    /// What happened to an object, newest first.
    /// - Parameter before: the number of the last entry of the page before, for the next page.
    public static func entries(
        _ c: any SQLConnection, object: String, limit: Int = 100, before: Int64? = nil
    ) throws -> [JournalRecord] {
        try c.query(
            """
            SELECT seq, at, actor, act, object, before, after, reason, hash FROM journal
            WHERE object = \(object) AND seq < \(before ?? .max) ORDER BY seq \(sql: c.dialect.descending) LIMIT \(limit)
            """,
            record
        )
    }

    /// Everything that happened, newest first.
    public static func latest(_ c: any SQLConnection, limit: Int = 100, before: Int64? = nil) throws -> [JournalRecord] {
        try c.query(
            """
            SELECT seq, at, actor, act, object, before, after, reason, hash FROM journal
            WHERE seq < \(before ?? .max) ORDER BY seq \(sql: c.dialect.descending) LIMIT \(limit)
            """,
            record
        )
    }

    static func record(_ row: any SQLRow) throws -> JournalRecord {
        JournalRecord(
            seq: try row.int("seq"),
            at: try row.instant("at"),
            entry: JournalEntry(
                actor: try row.text("actor"),
                act: try row.text("act"),
                object: try row.text("object"),
                before: try row.textOrNil("before"),
                after: try row.textOrNil("after"),
                reason: try row.textOrNil("reason")
            ),
            hash: try row.bytes("hash")
        )
    }
}
