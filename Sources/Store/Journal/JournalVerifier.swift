internal import Kernel

/// What reading the whole chain found.
public enum JournalVerdict: Sendable, Hashable {
    public enum Fault: String, Sendable {
        /// The row's content is not what was hashed, or the chain before it was written anew.
        case changed
        /// The row is not there.
        case removed
        /// The row stands after the end of the chain.
        case inserted
        /// The chain's end is not the one remembered.
        case head
    }
    /// - head: the last hash in hexadecimal, to be kept outside as a witness.
    case intact(rows: Int64, head: String)
    /// The first row that does not hold.
    case broken(seq: Int64, Fault)
}

extension JournalVerdict {
    public var isIntact: Bool {
        if case .intact = self { true } else { false }
    }
    /// One Polish sentence.
    public var message: String {
        switch self {
        case .intact(let rows, let head): "Dziennik jest nienaruszony: wpisów \(rows), ostatni skrót \(head)."
        case .broken(let seq, .changed): "Wpis nr \(seq) dziennika został zmieniony."
        case .broken(let seq, .removed): "Wpis nr \(seq) został usunięty z dziennika."
        case .broken(let seq, .inserted): "Wpis nr \(seq) został dopisany do dziennika poza programem."
        case .broken(let seq, .head): "Koniec dziennika (wpis nr \(seq)) nie zgadza się z zapamiętanym skrótem."
        }
    }
}

extension Journal {
    /// Reads the whole journal page by page and names the first row that does not hold.
    public static func verify(_ db: any Database, page: Int = 1000) async throws -> JournalVerdict {
        var hash = JournalChain.start
        var seq: Int64 = 0
        // What is appended while we read is not our business: the end is fixed first.
        let head = try await db.read { c in
            try c.first("SELECT seq, hash FROM journal_head WHERE one = 1") { (try $0.int("seq"), try $0.bytes("hash")) }
        }
        guard let head else { return .broken(seq: 0, .head) }
        while seq < head.0 {
            let from = seq
            let rows = try await db.read { c in
                try c.query(
                    """
                    SELECT seq, at, actor, act, object, before, after, reason, hash FROM journal
                    WHERE seq > \(from) AND seq <= \(head.0) ORDER BY seq \(sql: c.dialect.ascending) LIMIT \(page)
                    """,
                    record
                )
            }
            if rows.isEmpty { return .broken(seq: seq + 1, .removed) }
            for row in rows {
                guard row.seq == seq + 1 else { return .broken(seq: seq + 1, .removed) }
                seq = row.seq
                guard JournalChain.hash(after: hash, seq: row.seq, at: row.at, row.entry) == row.hash else {
                    return .broken(seq: seq, .changed)
                }
                hash = row.hash
            }
        }
        guard hash == head.1 else { return .broken(seq: seq, .head) }
        let stray = try await db.read { c in
            // One state of the data: the end may have moved on since.
            try c.first(
                """
                SELECT min(seq) AS seq FROM journal WHERE seq > (SELECT seq FROM journal_head WHERE one = 1)
                """
            ) { try $0.intOrNil("seq") } ?? nil
        }
        if let stray { return .broken(seq: stray, .inserted) }
        return .intact(rows: seq, head: Hex.encode(hash))
    }
}
