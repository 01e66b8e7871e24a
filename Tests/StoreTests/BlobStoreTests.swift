import Cryptography
import Foundation
import Kernel
import Store
import StoreTesting
import Testing

@Suite struct BlobStoreTests {
    private let big = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }

    private func path(_ directory: String, _ hash: ContentHash) -> String {
        let h = hash.description
        return "\(directory)/\(h.prefix(2))/\(h.dropFirst(2).prefix(2))/\(h)"
    }

    @Test(arguments: Backend.available, [0, 1, 20_000, 131_072, 131_073, 300_000])
    func `bytes come back as they went in`(_ backend: Backend, _ size: Int) async throws {
        let bytes = Array(big.prefix(size))
        try await withTemporaryDirectory { directory in
            try await backend.withDatabase { db in
                let blobs = BlobStore(directory: directory)
                let staged = try await blobs.stage(bytes)
                let hash = try await db.write { c in try blobs.record(c, staged, mediaType: "application/xml", at: noon) }
                #expect(hash == ContentHash(of: bytes))
                let back = try await blobs.bytes(db, hash)
                #expect(back == bytes)
                let again = try await blobs.stage(bytes)
                try await db.write { c in _ = try blobs.record(c, again, mediaType: "application/xml", at: noon) }
                let n = try await db.read { c in try c.first("SELECT count(*) AS n FROM blob") { try $0.int("n") } }
                #expect(n == 1)
                #expect(FileManager.default.fileExists(atPath: path(directory, hash)) == (size > 131_072))
                #expect((try? FileManager.default.contentsOfDirectory(atPath: directory + "/tmp"))?.isEmpty ?? true)
            }
        }
    }

    @Test func `a damaged, shortened or missing file is told by its hash`() async throws {
        let big = big
        try await withTemporaryDirectory { directory in
            try await Backend.sqlite.withDatabase { db in
                let blobs = BlobStore(directory: directory)
                let staged = try await blobs.stage(big)
                let hash = try await db.write { c in try blobs.record(c, staged, mediaType: "application/pdf", at: noon) }
                let file = path(directory, hash)
                for damage in [Data(big.dropLast()), Data([big[0] ^ 1] + big.dropFirst()), nil] {
                    if let damage { try damage.write(to: URL(fileURLWithPath: file)) } else { try FileManager.default.removeItem(atPath: file) }
                    let problem = await #expect(throws: Problem.self) { try await blobs.bytes(db, hash) }
                    #expect(problem?.message.contains(hash.description) == true)
                    let found = try await blobs.damaged(db)
                    #expect(found == [hash])
                }
            }
        }
    }

    @Test func `damage inside the database is told too`() async throws {
        try await withTemporaryDirectory { directory in
            try await Backend.sqlite.withDatabase { db in
                let blobs = BlobStore(directory: directory)
                let staged = try await blobs.stage([1, 2, 3])
                let hash = try await db.write { c in try blobs.record(c, staged, mediaType: "text/plain", at: noon) }
                try await db.write { c in
                    try c.execute("DROP TRIGGER blob_no_update")
                    try c.execute("UPDATE blob SET bytes = \([1, 2, 4] as [UInt8])")
                }
                await #expect(throws: Problem.self) { try await blobs.bytes(db, hash) }
            }
        }
    }

    @Test func `a stream is staged whole, and one too long leaves nothing`() async throws {
        let big = big
        try await withTemporaryDirectory { directory in
            let blobs = BlobStore(directory: directory)
            for size in [0, 10, 131_072, 300_000] {
                let bytes = Array(big.prefix(size))
                let stream = AsyncStream<[UInt8]> { c in
                    for start in stride(from: 0, to: bytes.count, by: 9_999) { c.yield(Array(bytes[start..<min(start + 9_999, bytes.count)])) }
                    c.finish()
                }
                let staged = try await blobs.stage(stream, limit: 300_000)
                #expect(staged.hash == ContentHash(of: bytes) && staged.size == size)
            }
            let endless = AsyncStream<[UInt8]> { c in
                for _ in 0..<40 { c.yield(big) }
                c.finish()
            }
            let problem = await #expect(throws: Problem.self) { try await blobs.stage(endless, limit: 1_000_000) }
            #expect(problem?.code == .tooLarge)
            let left = try FileManager.default.contentsOfDirectory(atPath: directory + "/tmp")
            #expect(left.isEmpty)
        }
    }

    @Test func `sweeping takes only what is old and unnamed`() async throws {
        let big = big
        try await withTemporaryDirectory { directory in
            try await Backend.sqlite.withDatabase { db in
                let blobs = BlobStore(directory: directory)
                var hashes: [ContentHash] = []
                for i in 0..<3 {
                    let staged = try await blobs.stage(big + [UInt8(i)])
                    hashes.append(staged.hash)
                    if i == 0 { try await db.write { c in _ = try blobs.record(c, staged, mediaType: "x/y", at: noon) } }
                }
                let now = TimeSource.system.now
                let none = try await blobs.sweep(db, now: now)
                #expect(none == 0)
                // Two days later, and the third is staged again: young.
                let old = Date(timeIntervalSinceNow: -2 * 86_400)
                for hash in hashes { try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: path(directory, hash)) }
                _ = try await blobs.stage(big + [2])
                let swept = try await blobs.sweep(db, now: now)
                #expect(swept == 1)
                #expect(hashes.map { FileManager.default.fileExists(atPath: path(directory, $0)) } == [true, false, true])
            }
        }
    }
}
