internal import Kernel
internal import Law

extension Day {
    /// The same day so many years later; 29 February becomes 28 February. Source: Civil Code art. 112.
    func adding(years: Int) -> Day {
        let c = components
        return Day(year: c.year + years, month: c.month, day: c.day) ?? Day(year: c.year + years, month: c.month, day: 28) ?? self
    }
}

extension Instant {
    /// The same Polish civil time so many years later.
    func adding(years: Int) -> Instant {
        let day = PolishTime.day(of: self)
        let later = PolishTime.start(of: day.adding(years: years))
        return Instant(milliseconds: later.milliseconds + milliseconds - PolishTime.start(of: day).milliseconds)
    }
}
