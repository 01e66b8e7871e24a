internal import Cryptography
public import Kernel
internal import Store

/// A document at the head of a box's queue, with the facts a receiver gets about its sender.
public struct WaitingDocument: Sendable {
    public var id: Int64
    public var box: BoxAddress
    public var sender: Podmiot?
    public var senderUser: String
    public var senderSystem: String
    public var submittedAt: Instant
    public var replyBox: String
    public var extra: [UInt8]
    public var fileName: String
    public var mediaType: String
    public var content: [UInt8]
}

extension Platform {
    public func waitingCount(_ address: BoxAddress, podmiot: String, by caller: Caller) async throws -> Int {
        try await requireBox(address, podmiot: podmiot, caller)
        return Int(
            try await database.read { c in
                try c.first("SELECT COUNT(*) AS n FROM box_document WHERE box = \(address.description) AND taken_at IS NULL") { try $0.int("n") } ?? 0
            })
    }

    /// The head of the queue, which stays there until its receipt is confirmed; `nil` when nothing waits.
    public func next(_ address: BoxAddress, podmiot: String, by caller: Caller) async throws -> WaitingDocument? {
        try await requireBox(address, podmiot: podmiot, caller)
        typealias Head = (document: WaitingDocument, hash: ContentHash)
        let head = try await database.read { c -> Head? in
            let found = try c.first(
                """
                SELECT * FROM box_document WHERE box = \(address.description) AND taken_at IS NULL ORDER BY id \(sql: c.dialect.ascending) LIMIT 1
                """
            ) { row -> (Head, String) in
                let document = WaitingDocument(
                    id: try row.int("id"), box: address, sender: nil, senderUser: try row.text("sender_user"),
                    senderSystem: try row.text("sender_system"), submittedAt: try row.instant("submitted_at"), replyBox: try row.text("reply_box"),
                    extra: try row.bytes("extra"), fileName: try row.text("file_name"), mediaType: try row.text("media_type"), content: [])
                return ((document, try row.parsed("hash")), try row.text("sender_podmiot"))
            }
            guard let (found, sender) = found else { return nil }
            var head = found
            head.document.sender = try PlatformDirectory.podmiot(c, sender)
            return head
        }
        guard var head else { return nil }
        head.document.content = try await blobs.bytes(database, head.hash)
        return head.document
    }

    /// Takes the head out of the queue once the receiver has shown, by digest, what it stored.
    ///
    /// - Parameter digest: SHA-1 (20 bytes) or SHA-256 (32 bytes) of the document (epuap.md § 4.2).
    public func confirm(_ address: BoxAddress, podmiot: String, digest: [UInt8], by caller: Caller) async throws {
        try await requireBox(address, podmiot: podmiot, caller)
        let hex = Hex.encode(digest)
        let now = time.now
        let performer = caller.performer
        enum Outcome: Sendable { case taken, takenBefore, empty, mismatch }
        let outcome = try await database.write { c -> Outcome in
            let head = try c.first(
                "SELECT id, hash, sha1 FROM box_document WHERE box = \(address.description) AND taken_at IS NULL ORDER BY id \(sql: c.dialect.ascending) LIMIT 1"
            ) { (try $0.int("id"), try $0.text("hash"), try $0.text("sha1")) }
            if let (id, sha256, sha1) = head, hex == (digest.count == 20 ? sha1 : sha256) {
                try c.execute("UPDATE box_document SET taken_at = \(now) WHERE id = \(id)")
                try Journal.append(c, JournalEntry(actor: performer.id, act: "odebranie", object: "dokument:\(id)", after: hex), at: now)
                return .taken
            }
            // The answer to an earlier confirmation may have been lost on the way; confirming twice is no fault.
            let last = try c.first(
                """
                SELECT hash, sha1 FROM box_document WHERE box = \(address.description) AND taken_at IS NOT NULL
                ORDER BY taken_at \(sql: c.dialect.descending), id \(sql: c.dialect.descending) LIMIT 1
                """
            ) { (try $0.text("hash"), try $0.text("sha1")) }
            if let (sha256, sha1) = last, hex == (digest.count == 20 ? sha1 : sha256) { return .takenBefore }
            return head == nil ? .empty : .mismatch
        }
        switch outcome {
        case .taken, .takenBefore: return
        case .empty: throw Problem(.nothingWaiting, "W skrytce \(address) nic nie czeka na odebranie.")
        case .mismatch:
            throw Problem(.digestMismatch, "Skrót nie zgadza się z czekającym dokumentem. Pobierz dokument jeszcze raz i policz skrót z jego bajtów.")
        }
    }

    private func requireBox(_ address: BoxAddress, podmiot: String, _ caller: Caller) async throws {
        try caller.require(podmiot)
        let (box, _) = try await box(address)
        guard box.podmiot == podmiot else {
            throw Problem(.podmiotNotAllowed, "Skrytka \(address) nie należy do podmiotu „\(podmiot)”.")
        }
    }

    /// Puts a document that the platform itself made, or releases, into a box. For use inside a transaction.
    static func place(
        _ c: any SQLConnection, id: Int64, in box: String, from podmiot: String, replyBox: String, name: String, mediaType: String,
        hash: ContentHash, sha1: String, size: Int, extra: [UInt8] = [], at now: Instant
    ) throws {
        try c.execute(
            """
            INSERT INTO box_document (id, box, submission_key, sender_podmiot, sender_user, sender_system, reply_box, submitted_at, file_name,
                media_type, hash, sha1, size, extra)
            VALUES (\(id), \(box), NULL, \(podmiot), '', 'platforma', \(replyBox), \(now), \(name), \(mediaType), \(hash), \(sha1), \(size),
                \(extra))
            """)
    }
}
