public import Kernel

/// How Polish text is set.
public enum PolishTypography {
    /// One-letter words stay with the word after them; numbers with their units.
    public static func glued(_ text: String) -> String {
        var out = ""
        var word = ""
        for c in text {
            if c == " " {
                out += word
                let isShort = word.count == 1 && "aiouwzAIOUWZ".contains(word)
                out += isShort || ["ul.", "nr", "r.", "pok.", "art.", "§"].contains(word.lowercased()) ? "\u{A0}" : " "
                word = ""
            } else {
                word.append(c)
            }
        }
        return out + word
    }

    /// The form of a noun that goes with a number: 1 pismo, 2 pisma, 5 pism, 12 pism, 22 pisma.
    public static func form(_ n: Int, _ one: String, _ few: String, _ many: String) -> String {
        if n == 1 { return one }
        return (2...4).contains(n % 10) && !(12...14).contains(n % 100) ? few : many
    }

    /// `1 482`, with narrow no-break spaces.
    public static func number(_ n: Int) -> String {
        let digits = String(abs(n))
        var out = ""
        for (i, c) in digits.enumerated() {
            if i > 0, (digits.count - i) % 3 == 0 { out += "\u{202F}" }
            out.append(c)
        }
        return n < 0 ? "\u{2212}" + out : out
    }

    /// `12.03.2026`, as clerks read dates.
    public static func short(_ day: Day) -> String {
        let c = day.components
        return "\(two(c.day)).\(two(c.month)).\(c.year)"
    }

    private static let months = [
        "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października", "listopada", "grudnia",
    ]
    private static let weekdays = ["poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela"]

    /// `12 marca 2026`.
    public static func long(_ day: Day) -> String {
        let c = day.components
        return "\(c.day)\u{A0}\(months[c.month - 1])\u{A0}\(c.year)"
    }

    /// `czwartek 12 marca`.
    public static func weekday(_ day: Day) -> String {
        let c = day.components
        return "\(weekdays[day.weekday - 1]) \(c.day)\u{A0}\(months[c.month - 1])"
    }

    /// A partial date as clerks read it: `12.03.2026`, `03.2026`, `2026`.
    public static func short(_ date: PartialDate) -> String { date.description.split(separator: "-").reversed().joined(separator: ".") }

    /// `240 kB`, `1,2 MB`, `74 MB`.
    public static func size(_ bytes: Int) -> String {
        if bytes < 1000 { return "\(bytes)\u{A0}B" }
        if bytes < 999_500 { return "\((bytes + 500) / 1000)\u{A0}kB" }
        let tenths = (bytes + 50_000) / 100_000
        return tenths < 100 ? "\(tenths / 10),\(tenths % 10)\u{A0}MB" : "\((bytes + 500_000) / 1_000_000)\u{A0}MB"
    }

    public static func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
}
