public import Kernel

/// What the server remembers of one browser.
public struct Session: Sendable, Hashable {
    public let id: Int64
    /// `nil` for the short session of the sign-in form.
    public let account: AccountID?
    /// Key of this session's form tokens; never leaves the server.
    let formKey: [UInt8]
    public let createdAt: Instant
    public let seenAt: Instant
    /// The session ends when nothing was heard for so long.
    public let idleSeconds: Int64
    /// The session ends then, whatever is done.
    public let endsAt: Instant
    /// Where the session was begun, shown to its owner.
    public let address: String
    /// The browser's name for itself, shortened; shown to its owner.
    public let agent: String

    public func isAlive(at now: Instant) -> Bool { now < endsAt && now < seenAt.adding(seconds: idleSeconds) }
}
