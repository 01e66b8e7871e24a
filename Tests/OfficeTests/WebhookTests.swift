import Chancery
import Cryptography
import Kernel
import Office
import Store
import StoreTesting
import Synchronization
import Testing

@Suite struct WebhookTests {
    static let admin = Performer(id: "konto:1", name: "Administrator")
    static let secrets = WebhookSecrets(key: [UInt8](repeating: 7, count: 32))

    /// A system that listens in memory.
    final class Receiver: WebhookTransport {
        struct Message: Sendable {
            var headers: [String: String]
            var body: [UInt8]
            var text: String { String(decoding: body, as: UTF8.self) }
        }
        private let state = Mutex<(answers: [Int], messages: [Message])>(([], []))

        init(answers: [Int] = []) { state.withLock { $0.answers = answers } }
        var messages: [Message] { state.withLock { $0.messages } }

        func post(_ address: WebhookAddress, headers: [(name: String, value: String)], body: [UInt8]) async throws -> Int {
            state.withLock { state in
                state.messages.append(Message(headers: Dictionary(headers.map { ($0.name, $0.value) }) { first, _ in first }, body: body))
                return state.answers.isEmpty ? 200 : state.answers.removeFirst()
            }
        }
    }

    struct Forbidden: WebhookTransport {
        func post(_ address: WebhookAddress, headers: [(name: String, value: String)], body: [UInt8]) async throws -> Int { throw ForbiddenNetwork() }
    }

    private func listen(_ office: OfficeHouse, _ events: Set<WebhookEvent>, at now: Instant) async throws -> Webhook {
        let address = try WebhookAddress("https://system.example.pl/a")
        return try await office.database.write { try Webhooks.add($0, address: address, note: "", events: events, by: Self.admin, at: now) }
    }

    private func register(_ office: OfficeHouse, _ title: String, at now: Instant) async throws {
        let day = try #require(Day("2026-03-12"))
        try await office.database.write { c in
            let letter = LetterMetadata(senders: [Correspondent(.person(surname: "Wrona", givenNames: "Łucja"))], title: title)
            _ = try LetterIntake.register(c, Registration(metadata: letter, channel: .paper, arrivalDay: day), by: Self.admin, at: now)
        }
    }

    @Test("What happens is told in the transaction in which it happens, once, and only to those who listen", arguments: Backend.available)
    func outbox(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let receiver = Receiver()
            let runner = JobRunner(WebhookDelivery(transport: receiver, secrets: Self.secrets).handlers, worker: "a")
            try await register(office, "Przed", at: clock.now)
            #expect(try await runner.run(office) == 0, "nobody listens, so nothing waits")
            let hook = try await listen(office, [.letterRegistered], at: clock.now)
            try await register(office, "Po", at: clock.now)
            // An act that fails takes its event with it.
            let now = clock.now, day = try #require(Day("2026-03-12"))
            await #expect(throws: Problem.self) {
                try await office.database.write { c in
                    let letter = LetterMetadata(senders: [Correspondent(.unknown)], title: "Cofnięte")
                    _ = try LetterIntake.register(c, Registration(metadata: letter, channel: .paper, arrivalDay: day), by: Self.admin, at: now)
                    throw Problem(.conflict, "nie")
                }
            }
            while try await runner.run(office) > 0 {}
            let message = try #require(receiver.messages.first)
            #expect(receiver.messages.count == 1)
            #expect(message.text.contains(#""type":"letter.registered""#) && message.text.contains(#""href":"/api/v1/letters/2026/2""#))
            #expect(!message.text.contains("Wrona"), "a message tells nothing of a citizen")
            let secret = Self.secrets.secret(office: office.record.id, salt: hook.salt)
            let seconds = clock.now.milliseconds / 1000
            let good = Hex.encode(HMAC.sha256(key: Array(secret.utf8), Array("\(seconds).".utf8) + message.body))
            #expect(message.headers["X-Eurzad-Signature"] == "t=\(seconds),v1=\(good)")
            #expect(try await office.database.read { try Webhooks.list($0) }.first?.lastSuccessAt == clock.now)
            #expect(!"\(try await office.database.read { try Webhooks.list($0) })".contains(secret))
        }
    }

    @Test("A system that is down is tried again with growing pauses and then waits for a person", arguments: Backend.available)
    func retries(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let receiver = Receiver(answers: [500, 301] + [Int](repeating: 503, count: 20))
            let runner = JobRunner(WebhookDelivery(transport: receiver, secrets: Self.secrets).handlers, worker: "a")
            let hook = try await listen(office, [.letterRegistered], at: clock.now)
            try await register(office, "Pismo", at: clock.now)
            while try await runner.run(office) > 0 {}
            #expect(receiver.messages.count == 1)
            #expect(try await office.database.read { try Webhooks.find($0, hook.id) }?.lastFailure == "System odpowiedział kodem 500.")
            for _ in 0..<12 {
                clock.now = clock.now.adding(seconds: 7 * 3600)
                while try await runner.run(office) > 0 {}
            }
            #expect(receiver.messages.count == 10)
            #expect(Set(receiver.messages.compactMap { $0.headers["X-Eurzad-Delivery"] }).count == 1, "one message has one name")
            #expect(Set(receiver.messages.compactMap { $0.headers["X-Eurzad-Signature"] }).count == 10, "each try has its own time")
            let dead = try await office.database.read { try Jobs.deadLetters($0) }
            #expect(dead.map(\.kind) == [Webhooks.deliveryKind])
            #expect(try await office.database.read { try Webhooks.find($0, hook.id) }?.failures == 10)
        }
    }

    @Test("A forbidden network is not tried twice, and a removed address gets nothing", arguments: Backend.available)
    func ends(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let runner = JobRunner(WebhookDelivery(transport: Forbidden(), secrets: Self.secrets).handlers, worker: "a")
            let hook = try await listen(office, [.letterRegistered], at: clock.now)
            try await register(office, "Pismo", at: clock.now)
            while try await runner.run(office) > 0 {}
            #expect(try await office.database.read { try Jobs.deadLetters($0) }.count == 1)
            let receiver = Receiver(), now = clock.now
            try await register(office, "Drugie", at: clock.now)
            try await office.database.write { try Webhooks.remove($0, hook.id, by: Self.admin, at: now) }
            let other = JobRunner(WebhookDelivery(transport: receiver, secrets: Self.secrets).handlers, worker: "b")
            while try await other.run(office) > 0 {}
            #expect(receiver.messages.isEmpty)
        }
    }

    @Test(
        "Only https goes out, and http on the machine itself",
        arguments: [
            ("https://system.example.pl/a?b=c", true), ("http://127.0.0.1:8080/a", true), ("http://localhost/", true), ("http://[::1]:9/", true),
            ("http://system.example.pl/", false), ("http://127.0.0.1.example.pl/", false), ("ftp://127.0.0.1/", false), ("https://a:b@system.example.pl/", false),
            ("https://", false), ("//system.example.pl/", false), ("https://system.example.pl/#a", false), ("https://system.example.pl/ą", false), ("", false),
            ("file:///etc/passwd", false),
        ])
    func addresses(_ text: String, _ isRight: Bool) { #expect(((try? WebhookAddress(text)) != nil) == isRight) }

    @Test(
        "Networks that messages may not reach are known by number",
        arguments: [
            ("10.1.2.3", true), ("172.16.0.1", true), ("172.32.0.1", false), ("192.168.1.1", true), ("169.254.169.254", true), ("100.64.0.1", true), ("0.0.0.0", true),
            ("224.0.0.1", true), ("255.255.255.255", true), ("8.8.8.8", false), ("::ffff:10.0.0.1", true), ("64:ff9b::a00:1", true), ("fe80::1", true), ("fc00::1", true),
            ("2001:db8::1", true), ("2002:a00:1::", true), ("2a00:1450:4001::1", false), ("::", true),
        ])
    func networks(_ text: String, _ isPrivate: Bool) throws {
        let address = try #require(NetworkAddress(text))
        #expect(address.isPrivate == isPrivate)
        #expect(WebhookPolicy(allowsLoopback: false, allowsPrivate: false).allows(address) == !isPrivate)
    }

    @Test("Loopback is a setting of its own", arguments: ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
    func loopback(_ text: String) throws {
        let address = try #require(NetworkAddress(text))
        #expect(WebhookPolicy(allowsLoopback: true, allowsPrivate: false).allows(address))
        #expect(!WebhookPolicy(allowsLoopback: false, allowsPrivate: true).allows(address))
    }
}
