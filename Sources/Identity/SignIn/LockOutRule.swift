public import Kernel

/// How wrong tries slow down the next ones: after the allowed number the pause is 1, 2, 4 … up to 60 minutes. It always ends.
public struct LockOutRule: Sendable, Hashable {
    /// Wrong tries before the first pause.
    public var allowed: Int
    public var firstMinutes: Int
    public var longestMinutes: Int
    /// After so long without a wrong try the count begins anew, in seconds.
    public var forgetAfterSeconds: Int64

    public init(allowed: Int, firstMinutes: Int = 1, longestMinutes: Int = 60, forgetAfterSeconds: Int64 = 86_400) {
        self.allowed = allowed
        self.firstMinutes = firstMinutes
        self.longestMinutes = longestMinutes
        self.forgetAfterSeconds = forgetAfterSeconds
    }

    public static let account = LockOutRule(allowed: 5)
    /// A whole office often stands behind one address, so an address may err more often than a person.
    public static let address = LockOutRule(allowed: 20, forgetAfterSeconds: 7200)

    /// A citizen at one address: from a quarter of an hour to a day.
    public static let citizen = LockOutRule(allowed: 5, firstMinutes: 15, longestMinutes: 1440, forgetAfterSeconds: 172_800)
    /// Wrong one-time codes of one account.
    public static let codes = LockOutRule(allowed: 10, firstMinutes: 15, longestMinutes: 1440, forgetAfterSeconds: 172_800)

    /// Minutes to wait after so many wrong tries.
    public func pauseMinutes(after failures: Int) -> Int {
        guard failures >= allowed else { return 0 }
        let doublings = failures - allowed
        return doublings >= 12 ? longestMinutes : min(longestMinutes, firstMinutes << doublings)
    }

    /// Milliseconds of pause left; 0 when the next try is free.
    public func left(_ tally: FailureTally, at now: Instant) -> Int64 {
        let pause = Int64(pauseMinutes(after: tally.failures)) * 60_000
        return max(0, min(pause, pause - (now.milliseconds - tally.lastAt.milliseconds)))
    }
}

/// Wrong tries counted for one account or address.
public struct FailureTally: Sendable, Hashable {
    public var failures: Int
    public var lastAt: Instant

    public init(failures: Int, lastAt: Instant) {
        self.failures = failures
        self.lastAt = lastAt
    }

    /// The tally as it counts now: empty when forgotten, and never from the future (a clock set back must not lengthen a pause).
    func current(_ rule: LockOutRule, at now: Instant) -> FailureTally {
        if now.milliseconds - lastAt.milliseconds >= rule.forgetAfterSeconds * 1000 { return FailureTally(failures: 0, lastAt: now) }
        return FailureTally(failures: failures, lastAt: min(lastAt, now))
    }
}
