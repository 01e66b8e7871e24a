public import Law
internal import Synchronization

/// Puts into the full-text index what the journal says has changed, after the fact.
///
/// A registration writes nothing for the search; the number of the last journal entry whose object is indexed stands in `full_text_progress`, and
/// the journal has no holes, so nothing is passed over, on either engine and with any number of nodes. The server follows all the time, and
/// a search catches up first, so that a letter is found as soon as its number is given.
public final class FullTextIndexer: Sendable {
    /// What a search was told about the index it is going to read.
    public enum State: Sendable, Hashable {
        /// Everything that was written before the question is in the index.
        case complete
        /// So many entries of the journal wait (after an import, or when the index is being made anew).
        case behind(Int64)

        /// Entries that wait; 0 when complete.
        public var behind: Int64 {
            switch self {
            case .complete: 0
            case .behind(let n): n
            }
        }
    }

    /// Entries of the journal taken at a time.
    static let batch: Int64 = 200
    /// Words written in one transaction.
    static let wordsOfWrite = 4_000
    /// How many entries a search waits for; more are left to the server's own pace (a second or two of a reader's time).
    public static let patience: Int64 = 2_000

    private let db: any Database
    private let sources: [any FullTextSource]
    private let turns = Turns()
    private let inflection: PolishInflection
    private let isSettled = Mutex(false)

    public init(_ db: any Database, sources: [any FullTextSource], inflection: PolishInflection = .shared) {
        self.db = db
        self.sources = sources
        self.inflection = inflection
    }

    /// How many entries of the journal are not in the index yet.
    public func behind() async throws -> Int64 {
        try await db.read { c in
            let head = try c.first("SELECT seq FROM journal_head WHERE one = 1") { try $0.int("seq") } ?? 0
            return max(0, head - (try Self.progress(c)))
        }
    }

    /// Before a search: brings the index up to date, unless that would take long.
    public func catchUp(patience: Int64 = FullTextIndexer.patience) async throws -> State {
        try await settle()
        let waiting = try await behind()
        if waiting == 0 { return .complete }
        if waiting > patience { return .behind(waiting) }
        try await followToTheEnd()
        return .complete
    }

    /// Follows until what stood in the journal at the call is indexed.
    public func followToTheEnd() async throws {
        try await settle()
        let end = try await db.read { c in try c.first("SELECT seq FROM journal_head WHERE one = 1") { try $0.int("seq") } ?? 0 }
        while try await db.read(Self.progress) < end {
            try Task.checkCancellation()
            // One at a time in a process; two would only do the same work twice.
            try await turns.take { try await self.step() }
        }
    }

    /// Once a process: an index made with other roots (a dictionary was installed, say) is made anew, and serves meanwhile as it is.
    private func settle() async throws {
        if isSettled.withLock({ $0 }) { return }
        let wanted = "\(Words.version) \(inflection.version)"
        let current = try await db.read { c in try c.first("SELECT version FROM full_text_progress WHERE one = 1") { try $0.text("version") } }
        if current != wanted {
            try await db.write { c in try c.execute("UPDATE full_text_progress SET seq = 0, version = \(wanted) WHERE one = 1 AND version <> \(wanted)") }
        }
        isSettled.withLock { $0 = true }
    }

    private func step() async throws {
        let (from, objects, to) = try await db.read { c in
            let from = try Self.progress(c)
            let rows = try c.query(
                "SELECT seq, object FROM journal WHERE seq > \(from) AND seq <= \(from + Self.batch) ORDER BY seq \(sql: c.dialect.ascending)"
            ) { (try $0.int("seq"), try $0.text("object")) }
            return (from, Set(rows.map(\.1)), rows.last?.0 ?? from)
        }
        guard to > from else { return }
        var entries: [Entry] = []
        for source in sources {
            let own = objects.filter { $0.hasPrefix(source.objectPrefix) }.sorted()
            guard !own.isEmpty else { continue }
            for document in try await source.documents(db, objects: own) {
                entries.append(Entry(kind: source.kind, document: document.id, words: Words.ofDocument(document.text, inflection: inflection)))
            }
        }
        repeat {
            // Long documents are written a few at a time: whoever registers a letter meanwhile waits for one part only.
            var part: [Entry] = []
            var words = 0
            while let next = entries.last, part.isEmpty || words + next.words.count <= Self.wordsOfWrite {
                part.append(next)
                words += next.words.count
                entries.removeLast()
            }
            guard try await write(part, from: from, to: entries.isEmpty ? to : nil) else { break }
        } while !entries.isEmpty
    }

    private struct Entry: Sendable {
        var kind: String
        var document: Int64
        var words: [String]
    }

    /// - Parameter to: where the journal is indexed up to afterwards; `nil` when more of the same batch follows.
    /// - Returns: `false` when another node was faster; it may have read newer text.
    private func write(_ entries: [Entry], from: Int64, to: Int64?) async throws -> Bool {
        try await db.write { c in
            let now = try c.first("SELECT seq FROM full_text_progress WHERE one = 1 \(sql: c.dialect.forUpdate)") { try $0.int("seq") }
            guard now == from else { return false }
            for entry in entries { try FullText.index(c, document: entry.document, kind: entry.kind, words: entry.words) }
            if let to { try c.execute("UPDATE full_text_progress SET seq = \(to) WHERE one = 1") }
            return true
        }
    }

    @Sendable private static func progress(_ c: any SQLConnection) throws -> Int64 {
        try c.first("SELECT seq FROM full_text_progress WHERE one = 1") { try $0.int("seq") } ?? 0
    }

    static var table: Migration {
        Migration("store-0006-full-text-progress") { d in
            [
                """
                CREATE TABLE full_text_progress (
                    one \(sql: d.integer) NOT NULL PRIMARY KEY CHECK (one = 1), seq \(sql: d.integer) NOT NULL, version TEXT NOT NULL
                )\(sql: d.strict)
                """,
                "INSERT INTO full_text_progress (one, seq, version) VALUES (1, 0, '')",
            ]
        }
    }
}

/// Lets one in at a time, in the order of coming.
private actor Turns {
    private var last: Task<Void, any Error>?

    func take(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let before = last
        let task = Task {
            _ = await before?.result
            try await body()
        }
        last = task
        try await task.value
    }
}
