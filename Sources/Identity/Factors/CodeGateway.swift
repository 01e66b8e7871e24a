public import Kernel
internal import Synchronization

/// A message with a one-time code, on its way to a person.
public struct CodeMessage: Sendable, Hashable, CustomStringConvertible {
    public var to: CodeAddress
    /// Holds the code; never to be logged.
    public var text: String
    public var madeAt: Instant

    public init(to: CodeAddress, text: String, madeAt: Instant) {
        self.to = to
        self.text = text
        self.madeAt = madeAt
    }

    public var description: String { "CodeMessage(\(to.masked))" }
}

/// Carries codes to people: by SMS, by e-mail, or to a page of the demonstration.
///
/// Called after the transaction that made the code was kept, never inside it.
public protocol CodeGateway: Sendable {
    /// - Throws: `Problem` `.unavailable` where the message cannot be handed over now.
    func send(_ message: CodeMessage) async throws
}

/// Keeps messages in memory for a page of the operator; for training and demonstration, where nothing is sent.
public final class DemoCodeGateway: CodeGateway {
    private let kept = Mutex<[CodeMessage]>([])
    private let most: Int

    public init(keeping most: Int = 200) { self.most = most }

    public func send(_ message: CodeMessage) async throws {
        kept.withLock { messages in
            messages.append(message)
            if messages.count > most { messages.removeFirst(messages.count - most) }
        }
    }

    /// Newest first.
    public func messages() -> [CodeMessage] { kept.withLock { $0.reversed() } }
}
