internal import Foundation

/// How Polish words are compared and put in order, the same on every engine and machine.
public enum PolishText {
    /// For search: lower case, without diacritics (`Łódź` → `lodz`), compatibility forms unified.
    public static func folded(_ text: String) -> String {
        var out = ""
        out.reserveCapacity(text.utf8.count)
        if text.utf8.allSatisfy({ $0 < 128 }) {
            return text.lowercased()
        }
        for scalar in text.decomposedStringWithCompatibilityMapping.lowercased().unicodeScalars {
            if scalar.properties.generalCategory == .nonspacingMark { continue }
            switch scalar {
            case "ł": out.unicodeScalars.append("l")
            case "đ", "ð": out.unicodeScalars.append("d")
            case "ø": out.unicodeScalars.append("o")
            case "ß": out += "ss"
            case "æ": out += "ae"
            case "œ": out += "oe"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    /// For ordering by bytes in the Polish alphabet: `a ą b c ć d e ę … z ź ż`; case and other accents do not count.
    ///
    /// Every letter becomes two characters, a base letter and a rank, so `łaska` stands between `las` and `mama`.
    public static func sortKey(_ text: String) -> String {
        var out = ""
        out.reserveCapacity(text.utf8.count * 2)
        for scalar in text.precomposedStringWithCanonicalMapping.lowercased().unicodeScalars {
            switch scalar {
            case "ą": out += "a1"
            case "ć": out += "c1"
            case "ę": out += "e1"
            case "ł": out += "l1"
            case "ń": out += "n1"
            case "ó": out += "o1"
            case "ś": out += "s1"
            case "ź": out += "z1"
            case "ż": out += "z2"
            default:
                let plain = folded(String(scalar))
                for s in plain.unicodeScalars {
                    out.unicodeScalars.append(s)
                    out += "0"
                }
            }
        }
        return out
    }
}
