internal import Kernel

/// Dates as clerks type them: `12.03.2026`, `12.3`, `12032026`, `d`, `dziś`, `w`, `wczoraj`, `+14`, and `2026-03-12`.
///
/// Source: `docs/przewodnik-kancelarii.md`.
enum ClerkDate {
    /// - Returns: `nil` when the text is no date; a year that is not given is the one of `today`.
    static func day(_ text: String, today: Day) -> Day? {
        let t = text.lowercased()
        switch t {
        case "d", "dziś", "dzis", "dzisiaj": return today
        case "w", "wczoraj": return today.adding(days: -1)
        default: break
        }
        if t.hasPrefix("+") || t.hasPrefix("-"), let n = Int(t), abs(n) <= 3_660 { return today.adding(days: n) }
        if let iso = Day(t) { return iso }
        if t.utf8.count == 8, let n = Int(t), n > 0 { return Day(year: n % 10_000, month: n / 10_000 % 100, day: n / 1_000_000) }
        let parts = t.split(whereSeparator: { ". /-".contains($0) }).map(String.init)
        guard parts.count == 2 || parts.count == 3, let d = Int(parts[0]), let m = month(parts[1]) else { return nil }
        guard parts.count == 3 else { return Day(year: today.year, month: m, day: d) }
        guard let y = Int(parts[2].replacing("r", with: "")) else { return nil }
        return Day(year: y < 100 ? 2000 + y : y, month: m, day: d)
    }

    /// The same, and also only a month (`03.2026`, `marca 2026`) or only a year.
    static func partial(_ text: String, today: Day) -> PartialDate? {
        if text.utf8.count == 4, let year = PartialDate(text) { return year }
        if let iso = PartialDate(text) { return iso }
        let parts = text.lowercased().split(whereSeparator: { ". /".contains($0) }).map(String.init)
        if parts.count == 2, parts[1].utf8.count == 4, let m = month(parts[0]), let y = Int(parts[1]) {
            return PartialDate(Day(year: y, month: m, day: 1).map { String($0.description.prefix(7)) } ?? "")
        }
        return day(text, today: today).map(PartialDate.init)
    }

    private static let months = [
        "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października", "listopada", "grudnia",
    ]
    private static let nominative = [
        "styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec", "lipiec", "sierpień", "wrzesień", "październik", "listopad", "grudzień",
    ]

    private static func month(_ text: String) -> Int? {
        if let n = Int(text) { return (1...12).contains(n) ? n : nil }
        return (months.firstIndex(of: text) ?? nominative.firstIndex(of: text)).map { $0 + 1 }
    }
}
