internal import Kernel
internal import Law

/// Days and hours as they stand in sentences for people.
enum PolishMoment {
    private static let months = [
        "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października", "listopada", "grudnia",
    ]

    /// For example `12 marca 2026 r.`
    static func text(_ day: Day) -> String { "\(day.day) \(months[day.month - 1]) \(day.year) r." }

    /// For example `12 marca 2026 r. o 14:05`.
    static func text(_ instant: Instant) -> String {
        let clock = PolishTime.clock(instant)
        return "\(text(PolishTime.day(of: instant))) o \(clock.hour):\(clock.minute < 10 ? "0" : "")\(clock.minute)"
    }
}
