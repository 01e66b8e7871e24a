import Cryptography
import Exchange
import Foundation
import Kernel
import Law
import Signatures
import Store
import StoreTesting
import Synchronization
import Testing
import XML

@Suite struct PlatformTrafficTests {
    private static let start = Instant(iso8601: "2026-03-02T13:00:00Z")!

    @Test("A body reads its own messages and documents, newest first, by system, box, refusal and day; never those of another", arguments: Backend.available)
    func ownTraffic(_ backend: Backend) async throws {
        try await PlatformBench.with(backend, from: Self.start) { bench in
            func message(_ podmiot: String, _ result: Int, system: Int64? = nil) -> LoggedMessage {
                LoggedMessage(
                    service: "pull", operation: "oczekujaceDokumenty", system: system, podmiot: podmiot, result: result, messageHash: ContentHash(of: []), size: 10)
            }
            for n in 0..<5 {
                try await bench.platform.log(message("urzad", n == 3 ? 17 : n % 2), raw: [])
                try await bench.platform.log(message("jan", 0), raw: [])
            }
            for (title, box, by) in [("Pierwsze", PlatformBench.esp, bench.citizen), ("Drugie", PlatformBench.esp, bench.citizen)] {
                _ = try await bench.platform.submit(
                    Submission(podmiot: "jan", box: box, replyBox: "/jan/domyslna", fileName: "\(title).xml", content: PlatformBench.letter(title)), by: by)
            }
            try await bench.database.read { c in
                var q = TrafficQuery(podmiot: "urzad")
                q.limit = 3
                let first = try PlatformTraffic.messages(c, q)
                q.before = first.last?.id
                let rest = try PlatformTraffic.messages(c, q)
                #expect(first.count == 3 && rest.count == 2)
                #expect((first + rest).map(\.result) == [0, 17, 0, 1, 0])
                (q.before, q.onlyRefusals) = (nil, true)
                #expect(try PlatformTraffic.messages(c, q).map(\.result) == [17])
                (q.onlyRefusals, q.from) = (false, Self.start.adding(seconds: 86_400))
                #expect(try PlatformTraffic.messages(c, q).isEmpty && PlatformTraffic.documents(c, q).isEmpty)
                (q.from, q.system) = (nil, "nieznany")
                #expect(try PlatformTraffic.messages(c, q).isEmpty)
                #expect(try PlatformTraffic.documents(c, q).map(\.fileName) == ["Drugie.xml", "Pierwsze.xml"])
                q.box = "/jan/domyslna"
                #expect(try PlatformTraffic.documents(c, q).isEmpty, "a box of somebody else")
                q.box = "/urzad/SkrytkaESP"
                #expect(try PlatformTraffic.documents(c, q).allSatisfy { $0.sender == "jan" && $0.takenAt == nil })
                #expect(try PlatformTraffic.documents(c, TrafficQuery(podmiot: "jan")).isEmpty)
            }
        }
    }
}

@Suite struct DeliveryWorkflowTests {
    static let rule = CollectionRule.all[0]
    static let noticed = Instant(iso8601: "2026-03-02T13:00:00Z")!
    static let deadline = Instant(iso8601: "2026-03-10T13:00:00Z")!

    private func due(_ state: DeliveryState, _ now: String, rule: CollectionRule? = rule) -> DeliveryWorkflow.Step? {
        DeliveryWorkflow.due(state, noticedAt: Self.noticed, deadline: Self.deadline, rule: rule, now: Instant(iso8601: now)!).step
    }

    @Test("The legacy rule: second notice after seven days, delivered after fourteen; the day of the notice does not count") func legacy() {
        #expect(due(.waiting, "2026-03-09T22:59:59Z") == nil)
        #expect(due(.waiting, "2026-03-09T23:00:00Z") == .placeSecondNotice)
        #expect(due(.noticedAgain, "2026-03-16T22:59:59Z") == nil)
        #expect(due(.noticedAgain, "2026-03-16T23:00:00Z") == .close(.deemedDelivered))
        #expect(due(.waiting, "2026-03-30T00:00:00Z") == .close(.deemedDelivered))
        for closed in [DeliveryState.collected, .deemedDelivered, .lapsed] { #expect(due(closed, "2027-01-01T00:00:00Z") == nil) }
    }

    @Test("Without a rule the sender's deadline ends the waiting and nothing is deemed") func noRule() {
        #expect(due(.waiting, "2026-03-10T12:59:59Z", rule: nil) == nil)
        #expect(due(.waiting, "2026-03-10T13:00:00Z", rule: nil) == .close(.lapsed))
    }

    @Test("The rule in force on the day of sending counts") func versions() throws {
        let until = try #require(Day("2021-10-04"))
        let old = CollectionRule(validFrom: try #require(Day("2010-06-17")), validTo: until, secondNoticeAfter: 7, deemedDeliveredAfter: 14, source: "a")
        let new = CollectionRule(validFrom: until.adding(days: 1), validTo: nil, secondNoticeAfter: nil, deemedDeliveredAfter: nil, source: "b")
        #expect(CollectionRule.inForce([old, new], on: until)?.source == "a")
        #expect(CollectionRule.inForce([old, new], on: until.adding(days: 1))?.source == "b")
        #expect(CollectionRule.inForce([old], on: until.adding(days: 1)) == nil)
        #expect(CollectionRule.all[0].validFrom.description == "2010-06-17" && CollectionRule.all[0].validTo == Day("2025-12-31"))
        // Since 2026 nothing is deemed delivered that nobody collected.
        #expect(try CollectionRule.inForce(on: #require(Day("2025-12-31"))) != nil && CollectionRule.inForce(on: #require(Day("2026-01-01"))) == nil)
    }
}

/// A platform on a database of its own, with a clock that tests move.
final class PlatformBench: Sendable {
    let platform: Platform
    let database: any Database
    let office: Platform.Caller
    let citizen: Platform.Caller

    static let seal = try! {
        let key = try PrivateKey.generateP256()
        return SigningIdentity(
            key: key,
            certificate: try CertificateIssuer.selfSigned(
                subject: [("CN", "Pieczęć")], key: key, notBefore: Instant(iso8601: "2026-01-01T00:00:00Z")!, days: 3650, isAuthority: false))
    }()

    init(_ database: any Database, directory: String, start: Instant) async throws {
        self.database = database
        let performer = Performer(id: "test", name: "test")
        try await database.write { c in
            try PlatformDirectory.add(c, Podmiot(id: "urzad", kind: .publicBody, name: "Urząd"), by: performer, at: start)
            try PlatformDirectory.add(c, Podmiot(id: "jan", kind: .naturalPerson, name: "Kowal", givenNames: "Jan", pesel: "44051401359"), by: performer, at: start)
            for (podmiot, name) in [("urzad", "SkrytkaESP"), ("jan", "domyslna")] {
                try PlatformDirectory.addBox(c, Box(address: BoxAddress("/\(podmiot)/\(name)")!, podmiot: podmiot), by: performer, at: start)
            }
        }
        let hash = PlatformBench.seal.certificate.sha256
        office = Platform.Caller(
            system: RegisteredSystem(id: 1, name: "urzad", certificateHash: hash, allowsSHA1: false, requiresTimestamp: false, podmioty: ["urzad"]))
        citizen = Platform.Caller(
            system: RegisteredSystem(id: 2, name: "jan", certificateHash: hash, allowsSHA1: false, requiresTimestamp: false, podmioty: ["jan"]))
        let time = SharedClock(start)
        self.time = time
        platform = Platform(
            database: database, blobs: BlobStore(directory: directory + "/blobs"), seal: PlatformBench.seal, trust: TrustStore(),
            time: TimeSource { time.now }, settings: PlatformSettings())
    }

    let time: SharedClock

    final class SharedClock: Sendable {
        private let value: Mutex<Instant>
        init(_ start: Instant) { value = Mutex(start) }
        var now: Instant { value.withLock { $0 } }
        func move(days: Int) { value.withLock { $0 = $0.adding(seconds: Int64(days) * 86_400) } }
    }

    static func with(_ backend: Backend, from start: Instant = Instant(iso8601: "2026-03-02T13:00:00Z")!, _ body: (PlatformBench) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            try await backend.withDatabase(migrations: StoreMigrations.all + ExchangeMigrations.platform) { db in
                try await body(PlatformBench(db, directory: directory, start: start))
            }
        }
    }

    static func letter(_ title: String) -> [UInt8] { Letter(template: .toOffice, title: title).write() }
    static let esp = BoxAddress("/urzad/SkrytkaESP")!
    static let home = BoxAddress("/jan/domyslna")!
}

@Suite struct PlatformTests {
    @Test("The same document sent many times at once is one document with one receipt", arguments: Backend.available)
    func idempotent(_ backend: Backend) async throws {
        try await PlatformBench.with(backend) { bench in
            let platform = bench.platform, citizen = bench.citizen
            let content = PlatformBench.letter("Raz")
            let receipts = try await withThrowingTaskGroup(of: SubmissionAnswer.self) { group in
                for _ in 0..<12 {
                    group.addTask {
                        try await platform.submit(
                            Submission(podmiot: "jan", box: PlatformBench.esp, replyBox: "/jan/domyslna", fileName: "p.xml", content: content), by: citizen)
                    }
                }
                var all: [SubmissionAnswer] = []
                for try await answer in group { all.append(answer) }
                return all
            }
            #expect(Set(receipts.map(\.receipt)).count == 1 && Set(receipts.map(\.document)).count == 1 && Set(receipts.map(\.receiptXML)).count == 1)
            #expect(try await platform.waitingCount(PlatformBench.esp, podmiot: "urzad", by: bench.office) == 1)
            let receipt = try SubmissionReceipt.read(XMLTree(parsing: try #require(receipts[0].receiptXML)))
            #expect(receipt.documentSHA256 == ContentHash(of: content) && receipt.sender.name == "Jan Kowal")
        }
    }

    @Test("A trial leaves nothing, and strangers' boxes and names are refused", arguments: Backend.available) func refusals(_ backend: Backend) async throws {
        try await PlatformBench.with(backend) { bench in
            func submit(_ podmiot: String, _ box: BoxAddress, _ content: [UInt8], trial: Bool = false) async throws -> SubmissionAnswer {
                try await bench.platform.submit(
                    Submission(podmiot: podmiot, box: box, replyBox: "", isTrial: trial, fileName: "p.xml", content: content), by: bench.citizen)
            }
            #expect(try await submit("jan", PlatformBench.esp, PlatformBench.letter("x"), trial: true).receiptXML == nil)
            for (podmiot, box, content, code) in [
                ("urzad", PlatformBench.esp, PlatformBench.letter("x"), Problem.Code.podmiotNotAllowed),
                ("jan", BoxAddress("/nie/ma")!, PlatformBench.letter("x"), .unknownBox), ("jan", PlatformBench.esp, Array("<a>".utf8), .malformedDocument),
            ] {
                do {
                    _ = try await submit(podmiot, box, content)
                    Issue.record("not refused: \(code)")
                } catch let problem as Problem { #expect(problem.code == code) }
            }
            #expect(try await bench.platform.waitingCount(PlatformBench.esp, podmiot: "urzad", by: bench.office) == 0)
        }
    }

    @Test("By the rule of its time a delivery nobody collects gets a second notice and is deemed delivered", arguments: Backend.available)
    func fiction(_ backend: Backend) async throws {
        try await PlatformBench.with(backend, from: Instant(iso8601: "2025-12-31T13:00:00Z")!) { bench in
            let signed = try XAdESSigner(identity: PlatformBench.seal).sign(Letter(template: .fromOffice, title: "Decyzja").write(), at: bench.time.now)
            let order = DeliveryOrder(
                podmiot: "urzad", box: PlatformBench.home, replyBox: PlatformBench.esp, deadline: bench.time.now.adding(seconds: 30 * 86_400), isTrial: false,
                documentIdentifier: "DEC/1", caseSign: "OR.1.2026", fileName: "d.xml", mediaType: "text/xml", content: signed)
            let number = try await bench.platform.deliver(order, by: bench.office).order
            func state() async throws -> DeliveryState? { try await bench.platform.delivery(number)?.state }
            func waiting() async throws -> Int { try await bench.platform.waitingCount(PlatformBench.home, podmiot: "jan", by: bench.citizen) }
            #expect(try await state() == .waiting)
            #expect(try await waiting() == 1)
            #expect(try await bench.platform.advanceDeliveries() == 0)
            bench.time.move(days: 8)
            #expect(try await bench.platform.advanceDeliveries() == 1)
            #expect(try await state() == .noticedAgain)
            #expect(try await waiting() == 2)
            bench.time.move(days: 7)
            #expect(try await bench.platform.advanceDeliveries() == 1)
            #expect(try await state() == .deemedDelivered)
            #expect(try await bench.platform.advanceDeliveries() == 0)

            // Who comes late gets the document, and the day of the delivery stays.
            let closed = try #require(try await bench.platform.delivery(number)?.closedAt)
            bench.time.move(days: 3)
            let notice = try #require(try await bench.platform.next(PlatformBench.home, podmiot: "jan", by: bench.citizen)).content
            let receipt = try XAdESSigner(identity: PlatformBench.seal).sign(notice, at: bench.time.now)
            let before = try await waiting()
            for _ in 1...2 { try await bench.platform.collect(podmiot: "jan", signedReceipt: receipt, isTrial: false, by: bench.citizen) }
            #expect(try await waiting() == before + 1)
            #expect(try await bench.platform.waitingCount(PlatformBench.esp, podmiot: "urzad", by: bench.office) == 1)
            let late = try #require(try await bench.platform.delivery(number))
            #expect(late.state == .deemedDelivered && late.closedAt == closed)
            #expect(try await Journal.verify(bench.database).isIntact)
        }
    }

    @Test("A refusal of a registered system stands in the journal, one of a stranger only in the log of messages", arguments: Backend.available)
    func refusalsInTheJournal(_ backend: Backend) async throws {
        try await PlatformBench.with(backend) { bench in
            for (system, result) in [(2, 3), (2, 1), (2, 0), (nil, 4)] as [(Int64?, Int)] {
                try await bench.platform.log(
                    LoggedMessage(service: "skrytka", operation: "nadaj", system: system, podmiot: "jan", result: result, messageHash: ContentHash(of: [1]), size: 1),
                    raw: [1])
            }
            let (refused, logged) = try await bench.database.read { c in
                (
                    try c.query("SELECT actor, object, after FROM journal WHERE act = 'odmowa'") { [try $0.text("actor"), try $0.text("object"), try $0.text("after")] },
                    try c.first("SELECT COUNT(*) AS n FROM message_log") { try $0.int("n") }
                )
            }
            #expect(refused == [["system:2", "usługa:skrytka/nadaj", "kod 3, podmiot „jan”, komunikat \(ContentHash(of: [1]))"]] && logged == 4)
        }
    }

    @Test("Numbers from reserved blocks never repeat", arguments: Backend.available) func blocks(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: StoreMigrations.all + ExchangeMigrations.platform) { db in
            let a = IdentifierBlocks(database: db, blockSize: 7), b = IdentifierBlocks(database: db, blockSize: 7)
            let taken = try await withThrowingTaskGroup(of: Int64.self) { group in
                for n in 0..<200 { group.addTask { try await (n % 2 == 0 ? a : b).take() } }
                var all: [Int64] = []
                for try await n in group { all.append(n) }
                return all
            }
            #expect(Set(taken).count == 200 && taken.allSatisfy { $0 > 0 && $0 <= Int64(Int32.max) })
        }
    }
}
