public import Kernel

/// How Polish text is set.
public enum PolishTypography {
    /// One-letter words stay with the word after them; numbers with their units.
    public static func glued(_ text: String) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count + 16)
        var wordStart = 0
        for c in text.utf8 {
            if c == UInt8(ascii: " ") {
                if staysWithNext(out[wordStart...]) { out += [0xC2, 0xA0] } else { out.append(c) }
                wordStart = out.count
            } else {
                out.append(c)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static let oneLetterWords = Set("aiouwzAIOUWZ".utf8)
    private static let shortForms = Set(["ul.", "Ul.", "nr", "Nr", "r.", "pok.", "art.", "Art.", "§", "dz."].map { Array($0.utf8) })

    private static func staysWithNext(_ word: ArraySlice<UInt8>) -> Bool {
        switch word.count {
        case 0: false
        case 1: oneLetterWords.contains(word[word.startIndex])
        case 2...4: shortForms.contains(Array(word))
        default: false
        }
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
