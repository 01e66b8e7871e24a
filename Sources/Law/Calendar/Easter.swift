public import Kernel

/// The day of Easter Sunday in the Gregorian calendar.
///
/// Source: the table of the Church's calendar in the anonymous algorithm of 1876 (Meeus, Jones, Butcher); checked for every year
/// from 2015 to 2045 against a published list.
public enum Easter {
    public static func sunday(_ year: Int) -> Day {
        let a = year % 19, b = year / 100, c = year % 100
        let d = b / 4, e = b % 4
        let f = (b + 8) / 25
        let g = (b - f + 1) / 3
        let h = (19 * a + b - d - g + 15) % 30
        let i = c / 4, k = c % 4
        let l = (32 + 2 * e + 2 * i - h - k) % 7
        let m = (a + 11 * h + 22 * l) / 451
        let sum = h + l - 7 * m + 114
        // Days are counted from the first of March, so that no date has to be looked up that might not exist.
        let march = (Day(year: year, month: 3, day: 1) ?? Day(daysSince1970: 0)).daysSince1970
        return Day(daysSince1970: march + (sum / 31 - 3) * 31 + sum % 31)
    }
}
