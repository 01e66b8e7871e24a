import AsyncHTTPClient
import Chancery
import Cryptography
import Exchange
import Foundation
import Kernel
import Law
import NIOCore
import NIOHTTP1
import Signatures
import Store
import StoreSQLite
import XML

/// The measurements of `make bench`: prints `name value` lines, which `scripts/bench` joins with bounds measured in the same run.
@main
struct Bench {
    static func main() async throws {
        let arguments = CommandLine.arguments
        switch arguments.dropFirst().first {
        case "seal": try seal()
        case "disk": try disk(arguments[2])
        case "register": try await register(arguments[2])
        case "fill": try await fill(arguments[2], count: Int(arguments[3]) ?? 100_000)
        case "prepare": try prepare(arguments[2], podmiot: arguments[3], count: Int(arguments[4]) ?? 2_000)
        case "tax": try TaxBench.run(Array(arguments.dropFirst(2)))
        case "nadaj": try await nadaj(arguments[2], directory: arguments[3])
        default: line("usage", "seal | disk DIR | register DIR | fill DIR COUNT | prepare DIR PODMIOT COUNT | tax [FILE] | nadaj URL DIR")
        }
    }

    static func line(_ name: String, _ value: String) { FileHandle.standardOutput.write(Data("\(name) \(value)\n".utf8)) }

    static func rate(_ name: String, seconds: Double = 2, _ body: () throws -> Void) rethrows {
        let clock = ContinuousClock()
        for _ in 0..<20 { try body() }
        let start = clock.now
        var n = 0
        while start.duration(to: clock.now) < .seconds(seconds) {
            for _ in 0..<20 { try body() }
            n += 20
        }
        let spent = start.duration(to: clock.now)
        let s = Double(spent.components.seconds) + Double(spent.components.attoseconds) / 1e18
        line(name, String(Int(Double(n) / s)))
    }

    static func identity(_ key: PrivateKey) throws -> SigningIdentity {
        SigningIdentity(
            key: key,
            certificate: try CertificateIssuer.selfSigned(
                subject: [("CN", "Pieczęć"), ("C", "PL")], key: key, notBefore: TimeSource.system.now.adding(seconds: -60), days: 10, isAuthority: false))
    }

    /// A receipt padded to 5 KB.
    static func receipt() -> [UInt8] {
        let party = ReceiptParty(name: "Urząd Gminy " + String(repeating: "Prusice ", count: 250), identifier: "ugprusice", identifierKind: "ePUAP-ID")
        let now = TimeSource.system.now
        return SubmissionReceipt(
            identifier: "ePUAP-UPP1", addressee: party, sender: party, deliveredAt: now, issuedAt: now, documentIdentifier: "DOK1", documentSHA256: ContentHash(of: [])
        ).write()
    }

    static func seal() throws {
        let rsa = try identity(.generateRSA()), p256 = try identity(.generateP256())
        let document = receipt()
        line("receipt-bytes", String(document.count))
        let now = TimeSource.system.now
        let a = XAdESSigner(identity: rsa), b = XAdESSigner(identity: p256)
        try rate("seal-rsa") { _ = try a.sign(document, at: now) }
        try rate("seal-p256") { _ = try b.sign(document, at: now) }
        let signed = try a.sign(document, at: now)
        let verifier = SignatureVerifier(trust: TrustStore())
        try rate("verify-rsa") { _ = try verifier.verify(signed, at: now) }
    }

    /// How often the disk makes 4 KB durable.
    static func disk(_ directory: String) throws {
        let path = directory + "/fdatasync.probe"
        let fd = open(path, O_RDWR | O_CREAT, 0o600)
        defer {
            close(fd)
            unlink(path)
        }
        var page = [UInt8](repeating: 1, count: 28_672)
        var offset: off_t = 0
        rate("fdatasync") {
            page[0] &+= 1
            pwrite(fd, page, page.count, offset)
            offset += off_t(page.count)
            if offset > 64 << 20 { offset = 0 }
            fdatasync(fd)
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
            arrivalKey: "bench|\(n)", searchText: "treść pisma \(words.randomElement(using: &random) ?? "") numer \(n)")
    }

    static func register(_ directory: String) async throws {
        let db = try await SQLiteProvider(directory: directory).open(.platform)
        try await Migrator(StoreMigrations.all + ChanceryMigrations.all).migrate(db, now: TimeSource.system.now)
        let blobs = BlobStore(directory: directory + "/blobs")
        let clerk = Performer(id: "konto:1", name: "Ewa Rybak")
        @Sendable func one(_ n: Int) async throws {
            var random = SeededGenerator(seed: UInt64(n))
            var bytes = [UInt8](repeating: 0, count: 20_000)
            for i in stride(from: 0, to: bytes.count, by: 8) { bytes[i] = UInt8.random(in: 0...255, using: &random) }
            let staged = try await blobs.stage(bytes)
            let r = registration(n, &random, document: staged.hash, size: bytes.count)
            let now = TimeSource.system.now
            try await db.write { c in
                _ = try blobs.record(c, staged, mediaType: "text/xml", at: now)
                _ = try IncomingRegister.register(c, r, by: clerk, at: now)
            }
        }
        let clock = ContinuousClock()
        for (name, writers) in [("register-1", 1), ("register-64", 64)] {
            let start = clock.now
            let base = writers * 1_000_000
            let done = try await withThrowingTaskGroup(of: Int.self) { group in
                for w in 0..<writers {
                    group.addTask {
                        var n = 0
                        while start.duration(to: clock.now) < .seconds(3) {
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
            let spent = start.duration(to: clock.now)
            line(name, String(Int(Double(done) / (Double(spent.components.seconds) + Double(spent.components.attoseconds) / 1e18))))
        }
        try await db.close()
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
        line("filled", String(n))
        try await db.close()
    }

    /// Signs the requests beforehand, so that the client's own RSA does not count.
    static func prepare(_ directory: String, podmiot: String, count: Int) throws {
        let identity = try identity(.generateRSA())
        try identity.certificate.pem.write(toFile: directory + "/client.crt", atomically: true, encoding: .utf8)
        let now = TimeSource.system.now
        var all: [UInt8] = []
        for n in 0..<count {
            var letter = Letter(template: .toOffice, title: "Pismo pomiarowe \(n)")
            letter.identifier = "bench-\(n)-\(now.milliseconds)"
            letter.paragraphs = ["Treść pisma pomiarowego, które sprawdza, ile platforma przyjmie na sekundę."]
            let body =
                "<ob:Dokument xmlns:ob=\"\(SoapNames.ob)\"><nazwaPliku>p.xml</nazwaPliku><typPliku>text/xml</typPliku><zawartosc>\(Base64.encode(letter.write()))</zawartosc></ob:Dokument>"
            let headers = [
                ("IdentyfikatorPodmiotu", podmiot), ("AdresSkrytki", "/ugprusice/SkrytkaESP"), ("AdresOdpowiedzi", "/\(podmiot)/domyslna"), ("CzyProbne", "false"),
                ("DaneDodatkowe", ""),
            ]
            .map { "<ob:\($0) xmlns:ob=\"\(SoapNames.ob)\">\($1)</ob:\($0)>" }.joined()
            let message = try WSSecurity.envelope(body: body, headers: headers, identity: identity, now: now, timestamp: false)
            withUnsafeBytes(of: UInt32(message.count).bigEndian) { all.append(contentsOf: $0) }
            all.append(contentsOf: message)
        }
        _ = FileManager.default.createFile(atPath: directory + "/requests.bin", contents: Data(all))
    }

    static func nadaj(_ url: String, directory: String) async throws {
        guard let data = FileManager.default.contents(atPath: directory + "/requests.bin") else { return line("nadaj", "no requests") }
        var requests: [ByteBuffer] = []
        var rest = [UInt8](data)[...]
        while rest.count >= 4 {
            let n = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(4)
            requests.append(ByteBuffer(bytes: rest.prefix(n)))
            rest = rest.dropFirst(n)
        }
        let clients = 16
        let clock = ContinuousClock()
        let all = requests
        let start = clock.now
        let failures = try await withThrowingTaskGroup(of: Int.self) { group in
            for c in 0..<clients {
                group.addTask {
                    var failed = 0
                    for i in stride(from: c, to: all.count, by: clients) {
                        var request = HTTPClientRequest(url: url)
                        request.method = .init(rawValue: "POST")
                        request.headers.replaceOrAdd(name: "content-type", value: "text/xml")
                        request.body = .bytes(all[i])
                        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
                        let body = try await response.body.collect(upTo: 1 << 22)
                        if response.status.code != 200 || body.readableBytes < 2_000 { failed += 1 }
                    }
                    return failed
                }
            }
            var sum = 0
            for try await n in group { sum += n }
            return sum
        }
        let spent = start.duration(to: clock.now)
        let s = Double(spent.components.seconds) + Double(spent.components.attoseconds) / 1e18
        line("nadaj-failures", String(failures))
        line("nadaj", String(Int(Double(requests.count) / s)))
    }
}
