internal import Synchronization

/// How well commits are shared; for tests and the health page.
final class LaneStatistics: Sendable {
    private let counts = Mutex((commits: 0, units: 0))
    func note(units: Int) {
        counts.withLock {
            $0.commits += 1
            $0.units += units
        }
    }
    var current: (commits: Int, units: Int) { counts.withLock { $0 } }
}
