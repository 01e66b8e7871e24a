public import Kernel
internal import Synchronization

/// Counts requests of each address in memory: a second line before the counts of failures in the database.
///
/// A bucket of `burst` requests that fills again evenly within `perSeconds`. It forgets full buckets, and holds at most
/// `mostAddresses`, so that a flood of addresses costs no memory.
public final class RateLimiter: Sendable {
    private struct Bucket {
        /// Thousandths of a request.
        var level: Int64
        var at: Instant
    }

    private let buckets = Mutex<[String: Bucket]>([:])
    private let full: Int64
    private let perMillisecond: Double
    private let mostAddresses: Int

    public init(burst: Int, perSeconds: Int, mostAddresses: Int = 10_000) {
        full = Int64(burst) * 1000
        perMillisecond = Double(burst) / Double(perSeconds)
        self.mostAddresses = mostAddresses
    }

    /// - Returns: `nil` when the request may go on, else seconds to wait.
    public func take(_ address: String, at now: Instant) -> Int? {
        buckets.withLock { buckets in
            if buckets.count >= mostAddresses, buckets[address] == nil { makeRoom(&buckets, now) }
            var bucket = refilled(buckets[address] ?? Bucket(level: full, at: now), now)
            defer { buckets[address] = bucket }
            guard bucket.level >= 1000 else {
                return max(1, Int((Double(1000 - bucket.level) / perMillisecond / 1000).rounded(.up)))
            }
            bucket.level -= 1000
            return nil
        }
    }

    private func refilled(_ bucket: Bucket, _ now: Instant) -> Bucket {
        let passed = max(0, now.milliseconds - bucket.at.milliseconds)
        return Bucket(level: min(full, bucket.level + Int64((Double(min(passed, 86_400_000)) * perMillisecond).rounded(.down))), at: now)
    }

    private func makeRoom(_ buckets: inout [String: Bucket], _ now: Instant) {
        buckets = buckets.filter { refilled($0.value, now).level < full }
        if buckets.count >= mostAddresses {
            // All are in use: the oldest half goes, which at worst gives those addresses a fresh start.
            for (key, _) in buckets.sorted(by: { $0.value.at < $1.value.at }).prefix(mostAddresses / 2) { buckets[key] = nil }
        }
    }
}
