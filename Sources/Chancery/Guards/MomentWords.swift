internal import Kernel
internal import Law

/// Days and moments as they stand in sentences to people.
enum MomentWords {
    /// `12.03.2026 r. o 14:41`
    static func text(_ instant: Instant) -> String {
        let clock = PolishTime.clock(instant)
        return "\(text(PolishTime.day(of: instant))) o \(clock.hour):\(two(clock.minute))"
    }

    /// `12.03.2026 r.`
    static func text(_ day: Day) -> String {
        let c = day.components
        return "\(two(c.day)).\(two(c.month)).\(c.year) r."
    }

    private static func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
}
