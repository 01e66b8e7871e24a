public import Kernel

/// What the server remembers of one browser.
public struct Session: Sendable, Hashable {
    public let id: Int64
    /// `nil` for the short session of the sign-in form.
    public let account: AccountID?
    /// The citizen's account; never together with `account`.
    public let citizen: CitizenAccountID?
    /// By what the person signed in.
    public let factors: Set<FactorKind>
    /// When the person last proved to be the one; for services that ask for a fresh proof.
    public let authenticatedAt: Instant?
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

    /// When the session ends if nothing more is heard.
    public var expiresAt: Instant { min(endsAt, seenAt.adding(seconds: idleSeconds)) }

    /// Whether a page should warn that the session is about to end.
    public func isToWarn(at now: Instant, _ rules: SessionRules) -> Bool { isAlive(at: now) && now >= expiresAt.adding(seconds: -rules.warnSeconds) }

    /// How sure the house is of the person.
    public var level: AssuranceLevel? { AssuranceLevel.given(by: factors) }

    /// Whether the proof is at most so old; substantial and above ask for it (SPID and eIDAS practice: no session stands for a new proof).
    public func isFresh(withinSeconds seconds: Int64, at now: Instant) -> Bool {
        guard let authenticatedAt, authenticatedAt <= now else { return false }
        return now < authenticatedAt.adding(seconds: seconds)
    }

    public func isAlive(at now: Instant) -> Bool { now < endsAt && now < seenAt.adding(seconds: idleSeconds) }
}
