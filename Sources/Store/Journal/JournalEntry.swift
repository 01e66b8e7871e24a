public import Kernel

/// One act to be remembered: who did what to which object, and what it changed.
public struct JournalEntry: Sendable, Hashable {
    /// Account or system, for example `user:12`; `system` where no person acted.
    public var actor: String
    /// For example `letter.registered`.
    public var act: String
    /// For example `letter:2026/17`.
    public var object: String
    /// The old and the new value, where the act changed one.
    public var before: String?
    public var after: String?
    /// Why, in the words of the person; the law asks for it where a number is cancelled or data are corrected.
    public var reason: String?

    public init(
        actor: String, act: String, object: String, before: String? = nil, after: String? = nil, reason: String? = nil
    ) {
        self.actor = actor
        self.act = act
        self.object = object
        self.before = before
        self.after = after
        self.reason = reason
    }
}

/// An entry as it stands in the journal.
public struct JournalRecord: Sendable, Hashable {
    public var seq: Int64
    public var at: Instant
    public var entry: JournalEntry
    /// SHA-256 over the hash before and the canonical form of this row.
    public var hash: [UInt8]
}
