public import Kernel
internal import Store

/// One message that the platform answered, for the operator's audit (epuap.md § 12.2 rule 10).
public struct LoggedMessage: Sendable {
    public var service: String
    public var operation: String
    public var system: Int64?
    public var podmiot: String
    /// The `kod` of the answer.
    public var result: Int
    public var messageHash: ContentHash
    public var size: Int

    /// Zero says that nothing waits, one that it is done (epuap.md § 5).
    var isRefusal: Bool { result > 1 }

    public init(service: String, operation: String, system: Int64?, podmiot: String, result: Int, messageHash: ContentHash, size: Int) {
        self.service = service
        self.operation = operation
        self.system = system
        self.podmiot = podmiot
        self.result = result
        self.messageHash = messageHash
        self.size = size
    }
}

extension Platform {
    /// A refusal of a registered system stands in the journal too; who is not known to us cannot make it grow.
    public func log(_ m: LoggedMessage, raw: [UInt8]) async throws {
        let now = time.now
        let staged = settings.keepsRawMessages ? try await blobs.stage(raw) : nil
        let blobs = self.blobs
        try await database.write { c in
            if let staged { _ = try blobs.record(c, staged, mediaType: "text/xml", at: now) }
            try c.execute(
                """
                INSERT INTO message_log (at, service, operation, system_id, podmiot_id, result, message_sha256, size)
                VALUES (\(now), \(m.service), \(m.operation), \(m.system), \(m.podmiot), \(m.result), \(m.messageHash), \(m.size))
                """)
            guard let system = m.system, m.isRefusal else { return }
            try Journal.append(
                c,
                JournalEntry(
                    actor: "system:\(system)", act: "odmowa", object: "usługa:\(m.service)/\(m.operation)",
                    after: "kod \(m.result), podmiot „\(m.podmiot)”, komunikat \(m.messageHash)"), at: now)
        }
    }
}
