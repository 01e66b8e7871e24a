internal import Cryptography
public import Kernel
internal import Store

/// A document in the store behind a podmiot's pages (skład), as ZarzadzanieDokumentami sees it.
public struct ShelfDocument: Sendable {
    public enum Folder: String, Sendable, CaseIterable { case received = "RECEIVED", sent = "SENT", draft = "DRAFT", myFiles = "MYFILES" }
    public var id: Int64
    public var podmiot: String
    public var shelf: String
    public var folder: Folder
    public var name: String
    /// The details as the client gave them (`SzczegolyDokumentuTyp`), kept as they were.
    public var details: String
    public var createdAt: Instant
    public var content: [UInt8]

    public init(
        id: Int64 = 0, podmiot: String, shelf: String, folder: Folder, name: String, details: String, createdAt: Instant, content: [UInt8]
    ) {
        self.id = id
        self.podmiot = podmiot
        self.shelf = shelf
        self.folder = folder
        self.name = name
        self.details = details
        self.createdAt = createdAt
        self.content = content
    }
}

extension Platform {
    public func addToShelf(_ d: ShelfDocument, by caller: Caller) async throws -> Int64 {
        // A service provider may put a draft on a citizen's shelf; everything else stays with one's own podmioty (epuap.md § 4.6).
        if d.folder != .draft { try caller.require(d.podmiot) }
        _ = try await podmiot(d.podmiot)
        let now = time.now
        let id = try await identifiers.take()
        let staged = try await blobs.stage(d.content)
        let performer = caller.performer
        let blobs = self.blobs
        try await database.write { c in
            let hash = try blobs.record(c, staged, mediaType: "text/xml", at: now)
            try c.execute(
                """
                INSERT INTO shelf_document (id, podmiot_id, shelf, folder, name, details, hash, size, created_at)
                VALUES (\(id), \(d.podmiot), \(d.shelf), \(d.folder.rawValue), \(d.name), \(d.details), \(hash), \(d.content.count), \(now))
                """)
            try Journal.append(c, JournalEntry(actor: performer.id, act: "dokument-do-składu", object: "skład:\(id)", after: "\(hash)"), at: now)
        }
        return id
    }

    public func shelfDocument(_ id: Int64, by caller: Caller) async throws -> ShelfDocument? {
        let found = try await database.read { c in
            try c.first("SELECT * FROM shelf_document WHERE id = \(id) AND removed_at IS NULL") { (try Self.shelf($0), try $0.parsed("hash") as ContentHash) }
        }
        guard let (record, hash) = found else { return nil }
        var document = record
        try caller.require(document.podmiot)
        document.content = try await blobs.bytes(database, hash)
        return document
    }

    public func removeFromShelf(_ id: Int64, by caller: Caller) async throws -> Bool {
        guard
            let owner = try await database.read({ c in
                try c.first("SELECT podmiot_id FROM shelf_document WHERE id = \(id) AND removed_at IS NULL") { try $0.text("podmiot_id") }
            })
        else { return false }
        try caller.require(owner)
        let now = time.now
        let performer = caller.performer
        return try await database.write { c in
            let n = try c.execute("UPDATE shelf_document SET removed_at = \(now) WHERE id = \(id) AND removed_at IS NULL")
            if n == 1 { try Journal.append(c, JournalEntry(actor: performer.id, act: "usunięcie-ze-składu", object: "skład:\(id)"), at: now) }
            return n == 1
        }
    }

    /// What lies on a shelf, newest last, at most `limit` entries, without contents.
    public func shelf(_ name: String, podmiot: String, limit: Int = 1_000, by caller: Caller) async throws -> [ShelfDocument] {
        try caller.require(podmiot)
        return try await database.read { c in
            try c.query(
                """
                SELECT * FROM shelf_document WHERE podmiot_id = \(podmiot) AND shelf = \(name) AND removed_at IS NULL
                ORDER BY id \(sql: c.dialect.ascending) LIMIT \(limit)
                """, Self.shelf)
        }
    }

    private static func shelf(_ row: any SQLRow) throws -> ShelfDocument {
        ShelfDocument(
            id: try row.int("id"), podmiot: try row.text("podmiot_id"), shelf: try row.text("shelf"), folder: try row.symbol("folder"),
            name: try row.text("name"), details: try row.text("details"), createdAt: try row.instant("created_at"), content: [])
    }
}
