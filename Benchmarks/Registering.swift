import Chancery
import Cryptography
import Foundation
import Kernel
import Law
import Store
import StoreSQLite

/// Letters given their numbers, beside what the disk allows.
enum Registering {
    /// How often the disk makes a little durable, and as many bytes as a registration writes.
    static func disk(_ directory: String) throws {
        let path = directory + "/fdatasync.probe"
        let fd = open(path, O_RDWR | O_CREAT, 0o600)
        defer {
            close(fd)
            unlink(path)
        }
        for (name, size) in [("fdatasync", 28_672), ("fdatasync-95K", 94_760)] {
            var page = [UInt8](repeating: 1, count: size)
            var offset: off_t = 0
            Measure.rate(name, seconds: 1) {
                page[0] &+= 1
                pwrite(fd, page, page.count, offset)
                offset += off_t(page.count)
                if offset > 64 << 20 { offset = 0 }
                fdatasync(fd)
            }
        }
    }

    static func registration(_ n: Int, _ random: inout SeededGenerator, document: ContentHash, size: Int) -> Registration {
        let names = ["Wrona", "Sowa", "Gołąb", "Mazur", "Lis", "Zając", "Łoś", "Bąk", "Żuraw", "Ćwik", "Dąb", "Kowal"]
        let words = ["chodnik", "drzewo", "podatek", "lampa", "droga", "zaświadczenie", "skarga", "odpady", "działka", "dodatek", "plan", "budowa"]
        var m = LetterMetadata(
            senders: [
                Correspondent(
                    .person(surname: (names.randomElement(using: &random) ?? "") + "-\(n % 977)", givenNames: "Jan"),
                    address: PostalAddress(postCode: "55-110", town: "Prusice", street: "Polna", building: "\(n % 98)", country: "Polska"))
            ],
            title: "Wniosek: \(words.randomElement(using: &random) ?? "") \(words.randomElement(using: &random) ?? "") nr \(n)")
        m.foreignSign = "AB.\(n % 1000).2026"
        m.letterDate = PartialDate("2026-01-05")
        return Registration(
            metadata: m, channel: .epuap, arrivalDay: Day(daysSince1970: 20_500 + n % 20),
            files: [LetterFile(role: .document, name: "pismo.xml", mediaType: "text/xml", size: size, hash: document)],
            arrivalKey: "bench|\(n)")
    }

    /// Registers as fast as the disk and the processor let, with one writer and with 64.
    static func register(_ directory: String, writers only: Int? = nil, seconds: Int = 3) async throws {
        let db = try await SQLiteProvider(directory: directory).open(.platform)
        try await Migrator(StoreMigrations.all + ChanceryMigrations.all).migrate(db, now: TimeSource.system.now)
        let blobs = BlobStore(directory: directory + "/blobs")
        let clerk = Performer(id: "konto:1", name: "Ewa Rybak")
        let document = page(20_000)
        @Sendable func one(_ n: Int) async throws {
            var random = SeededGenerator(seed: UInt64(n))
            var bytes = document
            withUnsafeBytes(of: n) { bytes.replaceSubrange(0..<8, with: $0) }
            let staged = try await blobs.stage(bytes)
            let r = registration(n, &random, document: staged.hash, size: bytes.count)
            let now = TimeSource.system.now
            try await db.write { c in
                _ = try blobs.record(c, staged, mediaType: "text/xml", at: now)
                _ = try IncomingRegister.register(c, r, by: clerk, at: now)
            }
        }
        let clock = ContinuousClock()
        for writers in only.map({ [$0] }) ?? [1, 64] {
            let start = clock.now
            let base = writers * 1_000_000
            let done = try await withThrowingTaskGroup(of: Int.self) { group in
                for w in 0..<writers {
                    group.addTask {
                        var n = 0
                        while start.duration(to: clock.now) < .seconds(seconds) {
                            try await one(base + w * 10_000 + n)
                            n += 1
                        }
                        return n
                    }
                }
                var sum = 0
                for try await n in group { sum += n }
                return sum
            }
            Measure.line("register-\(writers)", String(Int(Double(done) / Measure.seconds(start.duration(to: clock.now)))))
        }
        try await db.close()
    }

    /// Bytes that no compression shortens.
    private static func page(_ size: Int) -> [UInt8] {
        var random = SeededGenerator(seed: 20)
        return (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    /// Fills an office's register with letters, many to a transaction.
    static func fill(_ directory: String, count: Int) async throws {
        guard let officeID = OfficeID("prusice") else { return }
        let db = try await SQLiteProvider(directory: directory + "/databases").open(.office(officeID))
        let clerk = Performer(id: "konto:1", name: "Ewa Rybak")
        let now = TimeSource.system.now
        var n = 0
        while n < count {
            let from = n, to = min(n + 500, count)
            try await db.write { c in
                var random = SeededGenerator(seed: UInt64(from))
                for k in from..<to {
                    var r = registration(k, &random, document: ContentHash(of: []), size: 0)
                    r.files = []
                    r.arrivalDay = PolishTime.day(of: now).adding(days: -(k % 20))
                    _ = try IncomingRegister.register(c, r, by: clerk, at: now)
                }
            }
            n = to
        }
        Measure.line("filled", String(n))
        try await db.close()
    }
}
