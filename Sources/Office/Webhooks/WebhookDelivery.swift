internal import Foundation
internal import Kernel
internal import Store

/// Sends one message; the one place of webhooks that touches the network.
///
/// Follows no redirect, and asks `WebhookPolicy` about the address a name leads to before it connects.
public protocol WebhookTransport: Sendable {
    /// - Returns: the status of the answer.
    /// - Throws: `ForbiddenNetwork`, or `Problem` where nobody answers.
    func post(_ address: WebhookAddress, headers: [(name: String, value: String)], body: [UInt8]) async throws -> Int
}

/// The work of telling systems: one job turns an event into messages, another sends each of them.
public struct WebhookDelivery: Sendable {
    let transport: any WebhookTransport
    let secrets: WebhookSecrets
    /// Ten tries over about ten hours; then the message waits for a person.
    static let policy = RetryPolicy(attempts: 10, firstPauseSeconds: 4, longestPauseSeconds: 6 * 3600)

    /// After so many failures in a row a system is left alone for a while, and its messages wait.
    static let patience: Int64 = 3
    static let restSeconds: Int64 = 60

    public init(transport: any WebhookTransport, secrets: WebhookSecrets) {
        self.transport = transport
        self.secrets = secrets
    }

    public var handlers: [JobHandler] {
        [
            JobHandler(kind: Webhooks.eventKind) { job, office in try await spread(job, office) },
            JobHandler(kind: Webhooks.deliveryKind, policy: Self.policy) { job, office in try await deliver(job, office) },
        ]
    }

    /// A message for each system that listens.
    private func spread(_ job: Job, _ office: OfficeHouse) async throws -> JobHandler.Result {
        guard let seq = Int64(job.payload) else { throw HopelessJob("payload is no number") }
        // A training office tells nobody outside.
        guard !office.record.isTraining else { return { _ in } }
        let found = try await office.database.read { c -> (JournalRecord, [WebhookID])? in
            guard let record = try entry(c, seq) else { return nil }
            return (record, try Webhooks.listening(c, to: record.entry.act))
        }
        guard let (_, hooks) = found else { throw HopelessJob("no such entry of the journal") }
        let now = office.time.now
        return { c in
            for hook in hooks {
                try Jobs.enqueue(c, kind: Webhooks.deliveryKind, payload: "\(hook) \(seq)", runAt: now, key: "webhook.deliver:\(hook):\(seq)")
            }
        }
    }

    private func deliver(_ job: Job, _ office: OfficeHouse) async throws -> JobHandler.Result {
        let parts = job.payload.split(separator: " ").compactMap { Int64($0) }
        guard parts.count == 2 else { throw HopelessJob("payload is not two numbers") }
        let id = WebhookID(parts[0]), seq = parts[1]
        guard !office.record.isTraining else { throw HopelessJob("a training office tells nobody outside") }
        let (hook, record) = try await office.database.read { c in (try Webhooks.find(c, id), seq == 0 ? nil : try entry(c, seq)) }
        // Taken out meanwhile.
        guard let hook else { return { _ in } }
        // One that does not answer must not hold up the messages of others.
        if seq != 0, hook.failures >= Self.patience, let at = hook.lastFailureAt, office.time.now < at.adding(seconds: Self.restSeconds) {
            throw Problem(.unavailable, "System nie odbiera. Spróbujemy ponownie.", cause: "webhook rests")
        }
        guard seq == 0 || record != nil else { throw HopelessJob("no such entry of the journal") }
        let message = WebhookMessage(
            office: office.record.id, event: record.flatMap { WebhookEvent.of(act: $0.entry.act) }, seq: seq == 0 ? -job.id : seq,
            at: record?.at ?? job.createdAt, object: record?.entry.object ?? Webhooks.object(id), actor: record?.entry.actor ?? "")
        let body = Array(message.json.utf8)
        let now = office.time.now
        let secret = secrets.secret(office: office.record.id, salt: hook.salt)
        let headers = [
            ("Content-Type", "application/json"), ("User-Agent", "eurzad"), ("X-Eurzad-Event", message.type), ("X-Eurzad-Delivery", message.id),
            (WebhookSignature.header, WebhookSignature.value(secret: secret, at: now, body: body)),
        ]
        do {
            let status = try await transport.post(try WebhookAddress(hook.address), headers: headers.map { (name: $0.0, value: $0.1) }, body: body)
            guard (200..<300).contains(status) else {
                throw Problem(.unavailable, "System odpowiedział kodem \(status).", cause: "webhook status \(status)")
            }
        } catch {
            let words = error is ForbiddenNetwork ? "Adres prowadzi do sieci, do której nie wolno wysyłać." : ConnectorRound.words(error)
            try await office.database.write { try Webhooks.failed($0, id, words: words, at: now) }
            throw error is ForbiddenNetwork ? HopelessJob(words) : error
        }
        return { try Webhooks.succeeded($0, id, at: now) }
    }

    private func entry(_ c: any SQLConnection, _ seq: Int64) throws -> JournalRecord? {
        try Journal.latest(c, limit: 1, before: seq + 1).first { $0.seq == seq }
    }
}
