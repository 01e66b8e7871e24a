internal import Foundation

/// Where the house takes its time from; injected, so that tests repeat and a clock moved back is seen.
public struct TimeSource: Sendable {
    private let read: @Sendable () -> Instant
    public init(_ read: @escaping @Sendable () -> Instant) { self.read = read }
    public var now: Instant { read() }

    /// The machine's clock.
    public static let system = TimeSource {
        Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }
    public static func fixed(_ instant: Instant) -> TimeSource { TimeSource { instant } }
}
