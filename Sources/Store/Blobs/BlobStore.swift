internal import Cryptography
public import Kernel

/// Documents of one database, kept for good under the SHA-256 of their bytes.
///
/// Small ones lie in the table `blob`, larger ones as files `ab/cd/<sha256>`. The order is write, then reference: `stage` puts the
/// bytes on disk, `record` names them in the transaction of the document. What nobody recorded is swept after a day.
public struct BlobStore: Sendable {
    private let files: BlobFiles
    private let inlineLimit: Int

    /// - Parameter directory: of this database alone; made when first needed.
    /// - Parameter inlineLimit: the largest size, in bytes, that goes into the database.
    public init(directory: String, inlineLimit: Int = 128 * 1024) {
        files = BlobFiles(directory: directory)
        self.inlineLimit = inlineLimit
    }

    /// - Throws: `Problem` `.unavailable` where the disk is full or does not answer.
    public func stage(_ bytes: [UInt8]) async throws -> StagedBlob {
        if bytes.count <= inlineLimit {
            return StagedBlob(hash: ContentHash(of: bytes), size: bytes.count, inline: bytes)
        }
        return try await BlockingThreads.run { [files] in
            var writer = try files.begin()
            try writer.write(bytes)
            return StagedBlob(hash: try writer.commit(), size: bytes.count, inline: nil)
        }
    }

    /// Stages a stream without holding it in memory.
    /// - Throws: `Problem` `.tooLarge` beyond the limit (bytes), and what the stream throws; nothing stays behind.
    public func stage<S: AsyncSequence & Sendable>(_ chunks: S, limit: Int) async throws -> StagedBlob where S.Element == [UInt8] {
        var start: [UInt8] = []
        var upload: BlobUpload?
        var size = 0
        do {
            for try await chunk in chunks {
                size += chunk.count
                guard size <= limit else {
                    throw Problem(.tooLarge, "Plik jest za duży. Dozwolony rozmiar to \(limit / 1024 / 1024) MB.", cause: "more than \(limit) bytes")
                }
                if let upload {
                    try await BlockingThreads.run { try upload.write(chunk) }
                } else {
                    start.append(contentsOf: chunk)
                    guard size > inlineLimit else { continue }
                    let first = start
                    start = []
                    upload = try await BlockingThreads.run { [files] in
                        let upload = BlobUpload(try files.begin())
                        try upload.write(first)
                        return upload
                    }
                }
            }
            guard let upload else { return StagedBlob(hash: ContentHash(of: start), size: size, inline: start) }
            let hash = try await BlockingThreads.run { try upload.commit() }
            return StagedBlob(hash: hash, size: size, inline: nil)
        } catch {
            upload?.abandon()
            throw error
        }
    }

    /// Names staged bytes in the database; the same bytes twice are one blob.
    public func record(_ c: any SQLConnection, _ staged: StagedBlob, mediaType: String, at: Instant) throws -> ContentHash {
        try c.execute(
            """
            INSERT INTO blob (hash, size, media_type, bytes, created_at)
            VALUES (\(staged.hash), \(staged.size), \(mediaType), \(staged.inline), \(at)) ON CONFLICT (hash) DO NOTHING
            """
        )
        return staged.hash
    }

    /// The bytes, compared with their name on the way.
    /// - Throws: `Problem` `.notFound` where there are none, `.internalFault` where they are damaged.
    public func bytes(_ db: any Database, _ hash: ContentHash) async throws -> [UInt8] {
        let row = try await db.read { c in
            try c.first("SELECT size, bytes FROM blob WHERE hash = \(hash)") { (try $0.int("size"), try $0.bytesOrNil("bytes")) }
        }
        guard let row else {
            throw Problem(.notFound, "Nie ma takiego pliku.", cause: "blob \(hash) is not recorded")
        }
        let bytes: [UInt8]
        if let inline = row.1 {
            bytes = inline
        } else {
            bytes = try await BlockingThreads.run { [files] in try files.read(hash, size: Int(row.0)) }
        }
        guard bytes.count == Int(row.0), ContentHash(of: bytes) == hash else { throw BlobFiles.damaged(hash) }
        return bytes
    }

    /// Size in bytes and media type, without reading the bytes.
    public func facts(_ c: any SQLConnection, _ hash: ContentHash) throws -> (size: Int, mediaType: String)? {
        try c.first("SELECT size, media_type FROM blob WHERE hash = \(hash)") { (Int(try $0.int("size")), try $0.text("media_type")) }
    }

    /// Every blob whose bytes are missing or differ from their name, in the order of hashes.
    public func damaged(_ db: any Database, page: Int = 100) async throws -> [ContentHash] {
        var out: [ContentHash] = []
        var last = ""
        while true {
            let from = last
            let hashes = try await db.read { c in
                try c.query("SELECT hash FROM blob WHERE hash > \(from) ORDER BY hash \(sql: c.dialect.ascending) LIMIT \(page)") {
                    try $0.parsed("hash", as: ContentHash.self)
                }
            }
            guard let end = hashes.last else { return out }
            for hash in hashes {
                do { _ = try await bytes(db, hash) } catch let problem as Problem where problem.code == .internalFault { out.append(hash) }
            }
            last = end.description
        }
    }

    /// Removes files that nothing in the database names and that are older than a day, and what interrupted uploads left.
    /// - Returns: how many files were removed.
    @discardableResult
    public func sweep(_ db: any Database, now: Instant) async throws -> Int {
        let olderThan = now.adding(seconds: -86_400)
        let candidates = try await BlockingThreads.run { [files] in try files.candidates(olderThan: olderThan) }
        var unreferenced: [ContentHash] = []
        for start in stride(from: 0, to: candidates.count, by: 200) {
            let part = Array(candidates[start..<min(start + 200, candidates.count)])
            let named = try await db.read { c in
                Set(
                    try c.query("SELECT hash FROM blob WHERE bytes IS NULL AND hash IN (\(list: part))") {
                        try $0.parsed("hash", as: ContentHash.self)
                    })
            }
            unreferenced += part.filter { !named.contains($0) }
        }
        let doomed = unreferenced
        return try await BlockingThreads.run { [files] in try files.remove(doomed, olderThan: olderThan) }
    }
}
