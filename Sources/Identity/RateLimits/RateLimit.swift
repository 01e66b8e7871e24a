public import Kernel

/// How often a thing may be done by one subject: so many times in a stretch of time, for several stretches at once.
public struct RateLimit: Sendable, Hashable {
    public struct Window: Sendable, Hashable {
        public var allowed: Int
        public var seconds: Int64
        public init(_ allowed: Int, inSeconds seconds: Int64) {
            self.allowed = allowed
            self.seconds = seconds
        }
    }

    public var windows: [Window]

    public init(_ windows: [Window]) { self.windows = windows }

    /// Doings counted since a window began.
    public struct Tally: Sendable, Hashable {
        public var startedAt: Instant
        public var count: Int
        public init(startedAt: Instant, count: Int) {
            self.startedAt = startedAt
            self.count = count
        }
    }

    /// Whole seconds to wait before the next time; 0 when it is free.
    ///
    /// - Parameter tallies: one for each window, `nil` where nothing was counted.
    public func wait(_ tallies: [Tally?], at now: Instant) -> Int64 {
        zip(windows, tallies).map { window, tally in
            guard let tally = current(tally, window, at: now), tally.count >= window.allowed else { return 0 }
            let left = window.seconds * 1000 - (now.milliseconds - tally.startedAt.milliseconds)
            return max(1, (left + 999) / 1000)
        }.max() ?? 0
    }

    /// The tallies with one doing more.
    public func counted(_ tallies: [Tally?], at now: Instant) -> [Tally] {
        zip(windows, tallies).map { window, tally in
            guard var tally = current(tally, window, at: now) else { return Tally(startedAt: now, count: 1) }
            tally.count += 1
            return tally
        }
    }

    /// `nil` when the window is over, or lies in the future (a clock set back must not lengthen a pause).
    private func current(_ tally: Tally?, _ window: Window, at now: Instant) -> Tally? {
        guard let tally, tally.startedAt <= now, now < tally.startedAt.adding(seconds: window.seconds) else { return nil }
        return tally
    }
}

extension Int64 {
    /// Seconds as a person reads them after „za”: `45 s`, `10 min`, `3 godziny`.
    var polishPause: String {
        switch self {
        case ..<60: "\(self) s"
        case ..<7200: "\((self + 59) / 60) min"
        default: Self.hours((self + 3599) / 3600)
        }
    }

    private static func hours(_ n: Int64) -> String {
        let isFew = (2...4).contains(n % 10) && !(12...14).contains(n % 100)
        return "\(n) \(n == 1 ? "godzinę" : isFew ? "godziny" : "godzin")"
    }
}
