public import Kernel

/// A day that the act on days off names, with the time for which the rule holds.
public struct StatutoryHoliday: Sendable, Hashable {
    public enum Date: Sendable, Hashable {
        /// The same date each year.
        case fixed(month: Int, day: Int)
        /// So many days after Easter Sunday.
        case easter(Int)
    }

    public var name: String
    public var date: Date
    /// The first year in which it is a day off; `nil` where the house needs no beginning.
    public var firstYear: Int?
    public var lastYear: Int?
    public var source: String

    public init(_ name: String, _ date: Date, firstYear: Int? = nil, lastYear: Int? = nil, source: String = StatutoryHoliday.act) {
        self.name = name
        self.date = date
        self.firstYear = firstYear
        self.lastYear = lastYear
        self.source = source
    }

    public static let act = "ustawa z 18.01.1951 o dniach wolnych od pracy, art. 1 (t.j. Dz.U. 2025 poz. 296)"

    /// The days off of the act as it stands, with the years in which days came to it.
    ///
    /// The house counts days from 2011 on; for the time before, the list is not meant.
    public static let all: [StatutoryHoliday] = [
        StatutoryHoliday("Nowy Rok", .fixed(month: 1, day: 1)),
        StatutoryHoliday("Trzech Króli", .fixed(month: 1, day: 6), firstYear: 2011),
        StatutoryHoliday("Wielkanoc (pierwszy dzień)", .easter(0)),
        StatutoryHoliday("Wielkanoc (drugi dzień)", .easter(1)),
        StatutoryHoliday("Święto Państwowe 1 Maja", .fixed(month: 5, day: 1)),
        StatutoryHoliday("Święto Narodowe Trzeciego Maja", .fixed(month: 5, day: 3), firstYear: 1990),
        StatutoryHoliday("Zielone Świątki", .easter(49)),
        StatutoryHoliday("Boże Ciało", .easter(60)),
        StatutoryHoliday("Wniebowzięcie NMP", .fixed(month: 8, day: 15)),
        StatutoryHoliday("Wszystkich Świętych", .fixed(month: 11, day: 1)),
        StatutoryHoliday("Narodowe Święto Niepodległości", .fixed(month: 11, day: 11), firstYear: 1989),
        StatutoryHoliday("Wigilia Bożego Narodzenia", .fixed(month: 12, day: 24), firstYear: 2025),
        StatutoryHoliday("Boże Narodzenie (pierwszy dzień)", .fixed(month: 12, day: 25)),
        StatutoryHoliday("Boże Narodzenie (drugi dzień)", .fixed(month: 12, day: 26)),
    ]
}

/// A day that an act of its own made a day off once.
public struct OneOffHoliday: Sendable, Hashable, Codable {
    public var day: Day
    public var name: String
    public var source: String

    public init(_ day: Day, _ name: String, source: String) {
        self.day = day
        self.name = name
        self.source = source
    }

    /// Those of the past; future ones are data that an administrator enters.
    public static let known: [OneOffHoliday] = [
        OneOffHoliday(
            // Day 2018-11-12, written as a count so that it cannot fail.
            Day(daysSince1970: 17_847), "Święto 100-lecia Niepodległości (jednorazowo)",
            source: "ustawa z 7.11.2018 o ustanowieniu Święta Narodowego z okazji Setnej Rocznicy Odzyskania Niepodległości")
    ]
}
