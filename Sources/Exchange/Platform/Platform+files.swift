internal import Cryptography
internal import Kernel
internal import Store

/// A file of the repository for large attachments (FileRepo).
public struct RepositoryFile: Sendable {
    public var id: Int64
    public var podmiot: String
    public var name: String
    public var mediaType: String
    public var encoding: String
    public var content: [UInt8]
}

extension Platform {
    /// The largest file the repository takes.
    public static let maximumRepositoryFile = 512 * 1024 * 1024

    public func upload(podmiot: String, name: String, mediaType: String, encoding: String, content: [UInt8], by caller: Caller) async throws -> Int64 {
        try caller.require(podmiot)
        guard !content.isEmpty else { throw Problem(.invalidInput, "Plik jest pusty. Dodaj plik z treścią.") }
        guard content.count <= Platform.maximumRepositoryFile else { throw Problem(.tooLarge, "Plik jest większy niż 512 MB.") }
        let now = time.now
        let id = try await identifiers.take()
        let staged = try await blobs.stage(content)
        let performer = caller.performer
        let blobs = self.blobs
        let size = content.count
        try await database.write { c in
            let hash = try blobs.record(c, staged, mediaType: mediaType, at: now)
            try c.execute(
                """
                INSERT INTO repository_file (id, podmiot_id, name, media_type, encoding, hash, size, stored_at)
                VALUES (\(id), \(podmiot), \(name), \(mediaType), \(encoding), \(hash), \(size), \(now))
                """)
            try Journal.append(c, JournalEntry(actor: performer.id, act: "plik-do-repozytorium", object: "plik:\(id)", after: "\(hash)"), at: now)
        }
        return id
    }

    /// A file by its id or by its whole download address (epuap.md § 4.5).
    public func download(_ identifier: String, podmiot: String, by caller: Caller) async throws -> RepositoryFile {
        try caller.require(podmiot)
        return try await repositoryFile(identifier)
    }

    /// For the browser's download address, where knowing the number is what one has; offered only when the operator turns it on.
    public func repositoryFile(_ identifier: String) async throws -> RepositoryFile {
        let text = identifier.split(separator: "=").last.map(String.init) ?? identifier
        let unknown = Problem(.unknownDocument, "Nie ma pliku o tym numerze w repozytorium.")
        guard let id = Int64(text) else { throw unknown }
        let found = try await database.read { c in
            try c.first("SELECT * FROM repository_file WHERE id = \(id)") { row -> (RepositoryFile, ContentHash) in
                (
                    RepositoryFile(
                        id: id, podmiot: try row.text("podmiot_id"), name: try row.text("name"), mediaType: try row.text("media_type"),
                        encoding: try row.text("encoding"), content: []),
                    try row.parsed("hash")
                )
            }
        }
        guard let (record, hash) = found else { throw unknown }
        var file = record
        file.content = try await blobs.bytes(database, hash)
        return file
    }
}
