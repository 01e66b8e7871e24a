internal import Markup

/// How the words of a Polish letter are set: quotation marks, dashes, and blanks where a line must not break.
public enum LetterTypography {
    /// Sets one run of words.
    ///
    /// One-letter words stay with the next word; numbers with their units, months and `r.`; abbreviations that introduce a number or a
    /// name (`art.`, `ust.`, `ul.`) with it; initials with the surname. `"…"` becomes `„…”`, `...` becomes `…`, a hyphen between blanks
    /// becomes a dash.
    public static func set(_ text: String) -> String {
        var quotes = QuoteState()
        return set(text, &quotes)
    }

    /// Sets every run of a text; quotation marks pair across bold and italic.
    public static func set(_ text: StructuredText) -> StructuredText {
        text.mapInlines { inlines in
            var quotes = QuoteState()
            return set(inlines, &quotes)
        }
    }

    struct QuoteState {
        var isOpen = false
        var previous: Character = " "
    }

    private static func set(_ inlines: [StructuredText.Inline], _ quotes: inout QuoteState) -> [StructuredText.Inline] {
        inlines.map { inline in
            switch inline {
            case .text(let t): return .text(set(t, &quotes))
            case .strong(let inner): return .strong(set(inner, &quotes))
            case .emphasis(let inner): return .emphasis(set(inner, &quotes))
            case .lineBreak:
                quotes.previous = " "
                return inline
            case .field: return inline
            }
        }
    }

    private static func set(_ text: String, _ quotes: inout QuoteState) -> String {
        glued(signs(text, &quotes))
    }

    private static func signs(_ text: String, _ quotes: inout QuoteState) -> String {
        var out = ""
        out.reserveCapacity(text.utf8.count + 16)
        var rest = Substring(text)
        while let c = rest.first {
            let before = quotes.previous
            if c == "\"" {
                let opens = !quotes.isOpen && (before.isWhitespace || "([{–-/".contains(before))
                out.append(opens ? "„" : "”")
                quotes.isOpen = opens
                rest = rest.dropFirst()
            } else if c == ".", rest.hasPrefix("..."), !rest.hasPrefix("...."), before != "." {
                out.append("…")
                rest = rest.dropFirst(3)
            } else if c == "-", before == " ", rest.hasPrefix("- ") {
                out.append("–")
                rest = rest.dropFirst()
            } else {
                out.append(c)
                rest = rest.dropFirst()
            }
            quotes.previous = c
        }
        return out
    }

    private static let introducing: Set<String> = [
        "ul.", "al.", "pl.", "os.", "nr", "art.", "ust.", "pkt", "lit.", "poz.", "§", "§§", "str.", "s.", "tel.", "dz.", "obr.", "dr", "prof.", "mgr",
        "inż.", "p.", "r.", "rozdz.", "zał.", "pok.", "Dz.", "ok.", "godz.", "im.", "św.",
    ]
    private static let following: Set<String> = [
        "zł", "gr", "r.", "m", "m²", "m³", "ha", "a", "km", "cm", "mm", "kg", "g", "t", "l", "%", "‰", "°C", "proc.", "tys.", "mln", "mld", "szt.", "egz.",
        "min", "s", "h", "godz.", "dni", "dzień", "kWh", "kW", "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia",
        "września", "października", "listopada", "grudnia", "lat", "lata", "rok", "roku", "ust.", "pkt", "lit.", "§",
    ]

    private static func glued(_ text: String) -> String {
        let words = PolishTypography.glued(text).split(separator: " ", omittingEmptySubsequences: false)
        guard words.count > 1 else { return PolishTypography.glued(text) }
        var out = String(words[0])
        for i in 1..<words.count {
            // What was glued before counts by its last word.
            let left = words[i - 1].split(separator: "\u{A0}", omittingEmptySubsequences: false).last ?? ""
            let right = words[i].split(separator: "\u{A0}", omittingEmptySubsequences: false).first ?? ""
            out += stays(left.drop { "([„".contains($0) }, right) ? "\u{A0}" : " "
            out += words[i]
        }
        return out
    }

    private static func stays(_ left: Substring, _ right: Substring) -> Bool {
        guard !left.isEmpty, !right.isEmpty else { return false }
        let word = String(left)
        if introducing.contains(word.lowercased()) || introducing.contains(word) { return word != "r." || right.first?.isNumber == true }
        if left.count == 2, left.last == ".", left.first?.isUppercase == true, right.first?.isUppercase == true { return true }
        if left.last?.isNumber == true {
            var unit = right
            while let c = unit.last, ",;:)!?”".contains(c) { unit = unit.dropLast() }
            if following.contains(String(unit)) { return true }
            if unit.last == ".", following.contains(String(unit.dropLast())) { return true }
            // Groups of thousands: 12 500.
            return left.count <= 3 && left.allSatisfy(\.isNumber) && unit.prefix(3).count == 3 && unit.prefix(3).allSatisfy(\.isNumber)
                && (unit.count == 3 || unit.dropFirst(3).first == ",")
        }
        return right == "–" && !left.isEmpty
    }
}
