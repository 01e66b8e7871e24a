public import Kernel

/// Why nothing ends on a day.
public enum DayOffReason: Sendable, Hashable {
    /// A day off by statute (dzień ustawowo wolny od pracy), with its name.
    case holiday(String)
    case sunday
    /// No day off by statute, but terms do not end on it either.
    case saturday

    public var polishName: String {
        switch self {
        case .holiday(let name): name
        case .sunday: "niedziela"
        case .saturday: "sobota"
        }
    }
}

/// The days on which no term ends: Saturdays, Sundays and the days off of the act.
///
/// Source: act of 18 January 1951 on days off, art. 1; KPA art. 57 § 4 for Saturdays.
public struct OfficialCalendar: Sendable {
    private let fixed: [Int: [StatutoryHoliday]]
    private let movable: [StatutoryHoliday]
    private let oneOff: [Day: String]

    /// - Parameter oneOff: days that acts made days off once, those of the past and those that an administrator entered.
    public init(holidays: [StatutoryHoliday] = StatutoryHoliday.all, oneOff: [OneOffHoliday] = OneOffHoliday.known) {
        var fixed: [Int: [StatutoryHoliday]] = [:]
        var movable: [StatutoryHoliday] = []
        for holiday in holidays {
            switch holiday.date {
            case .fixed(let month, let day): fixed[month * 100 + day, default: []].append(holiday)
            case .easter: movable.append(holiday)
            }
        }
        self.fixed = fixed
        self.movable = movable
        self.oneOff = Dictionary(oneOff.map { ($0.day, $0.name) }, uniquingKeysWith: { first, _ in first })
    }

    /// The calendar of the act, without days that an administrator entered.
    public static let statutory = OfficialCalendar()

    /// The calendar with further one-off days.
    public static func statutory(and oneOff: [OneOffHoliday]) -> OfficialCalendar { OfficialCalendar(oneOff: OneOffHoliday.known + oneOff) }

    /// The name of a statutory day off other than an ordinary Sunday.
    public func holiday(_ day: Day) -> String? {
        let c = day.components
        func holds(_ h: StatutoryHoliday) -> Bool { c.year >= h.firstYear ?? .min && c.year <= h.lastYear ?? .max }
        if let name = fixed[c.month * 100 + c.day]?.first(where: holds)?.name { return name }
        if !movable.isEmpty {
            let distance = day.daysSince1970 - Easter.sunday(c.year).daysSince1970
            if let found = movable.first(where: { $0.date == .easter(distance) && holds($0) }) { return found.name }
        }
        return oneOff[day]
    }

    /// Why no term ends on the day; `nil` on a working day.
    public func dayOff(_ day: Day) -> DayOffReason? {
        if let name = holiday(day) { return .holiday(name) }
        return switch day.weekday {
        case 7: .sunday
        case 6: .saturday
        default: nil
        }
    }

    public func isWorkingDay(_ day: Day) -> Bool { dayOff(day) == nil }

    /// The named days off of a year in order, without ordinary Sundays.
    public func holidays(of year: Int) -> [(day: Day, name: String)] {
        guard let first = Day(year: year, month: 1, day: 1) else { return [] }
        return (0..<(Day.isLeap(year) ? 366 : 365)).compactMap { n in
            let day = first.adding(days: n)
            return holiday(day).map { (day, $0) }
        }
    }

    /// The day itself or the first working day after it.
    public func workingDay(onOrAfter day: Day) -> Day {
        var day = day
        while !isWorkingDay(day) { day = day.adding(days: 1) }
        return day
    }

    /// How many working days lie after `day` up to and with `last`; negative when `last` is earlier, then counted back from `day`.
    public func workingDays(after day: Day, through last: Day) -> Int {
        func count(_ from: Int, _ to: Int) -> Int { from >= to ? 0 : ((from + 1)...to).reduce(0) { $0 + (isWorkingDay(Day(daysSince1970: $1)) ? 1 : 0) } }
        return last >= day ? count(day.daysSince1970, last.daysSince1970) : -count(last.daysSince1970, day.daysSince1970)
    }
}
