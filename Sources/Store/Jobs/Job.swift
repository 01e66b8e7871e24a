public import Kernel

/// Work for later, claimed by a worker until its lease ends.
public struct Job: Sendable, Hashable {
    public var id: Int64
    public var kind: String
    public var payload: String
    /// This try included; also the token of the lease.
    public var attempts: Int
    public var worker: String
    public var leasedUntil: Instant
    public var createdAt: Instant
}

/// Work that was given up and waits for a person.
public struct DeadJob: Sendable, Hashable {
    public var id: Int64
    public var kind: String
    public var payload: String
    public var attempts: Int
    public var lastError: String
    public var endedAt: Instant
}

/// Where one piece of work stands, for the person who waits for it.
public struct JobStanding: Sendable, Hashable {
    public var state: JobCount.State
    /// Tries so far.
    public var attempts: Int
    /// Why the last try failed; empty where it did not.
    public var lastError: String
    public var nextRun: Instant
    public var createdAt: Instant
}

/// How much work there is of a kind.
public struct JobCount: Sendable, Hashable {
    public enum State: String, Sendable { case ready, done, dead }
    public var kind: String
    public var state: State
    public var count: Int64

    public init(kind: String, state: State, count: Int64) {
        self.kind = kind
        self.state = state
        self.count = count
    }
}

/// How long to wait before the next try, and when to give up.
public struct RetryPolicy: Sendable {
    public var attempts: Int
    public var firstPauseSeconds: Int
    public var longestPauseSeconds: Int

    public init(attempts: Int, firstPauseSeconds: Int, longestPauseSeconds: Int) {
        self.attempts = attempts
        self.firstPauseSeconds = firstPauseSeconds
        self.longestPauseSeconds = longestPauseSeconds
    }

    /// Twelve tries over about a day and a half: a neighbour's broken weekend night is survived.
    public static let standard = RetryPolicy(attempts: 12, firstPauseSeconds: 30, longestPauseSeconds: 6 * 3600)

    /// Twice as long each time, less up to a quarter by chance, so that many jobs do not come back at once.
    public func pauseMilliseconds(afterAttempt n: Int, chance: Double) -> Int64 {
        let doubled = Int64(firstPauseSeconds) * 1000 << Int64(max(0, min(n - 1, 20)))
        let full = min(doubled, Int64(longestPauseSeconds) * 1000)
        return full - Int64(Double(full) * 0.25 * min(max(chance, 0), 1))
    }
}
