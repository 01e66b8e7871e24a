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
        if text.unicodeScalars.allSatisfy({ $0.isASCII || unmarked($0) != nil }) {
            for scalar in text.unicodeScalars { out.unicodeScalars.append(unmarked(scalar) ?? lowerCase(scalar)) }
            return out
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
        if text.unicodeScalars.allSatisfy({ $0.isASCII || unmarked($0) != nil }) {
            for scalar in text.unicodeScalars {
                out.unicodeScalars.append(unmarked(scalar) ?? lowerCase(scalar))
                out.unicodeScalars.append(rank(scalar))
            }
            return out
        }
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

    /// The plain small letter of a Polish letter with a mark (`Ą` → `a`); `nil` for every other character.
    public static func unmarked(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar {
        case "ą", "Ą": "a"
        case "ć", "Ć": "c"
        case "ę", "Ę": "e"
        case "ł", "Ł": "l"
        case "ń", "Ń": "n"
        case "ó", "Ó": "o"
        case "ś", "Ś": "s"
        case "ź", "Ź", "ż", "Ż": "z"
        default: nil
        }
    }

    /// The small form of a Polish letter with a mark (`Ą` → `ą`); any other character as it is.
    public static func smallMarked(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "Ą": "ą"
        case "Ć": "ć"
        case "Ę": "ę"
        case "Ł": "ł"
        case "Ń": "ń"
        case "Ó": "ó"
        case "Ś": "ś"
        case "Ź": "ź"
        case "Ż": "ż"
        default: scalar
        }
    }

    /// Words that stand in nearly every letter and say nothing of it, folded.
    public static let fillers: Set<String> = [
        "a", "aby", "albo", "ale", "bez", "by", "byc", "ci", "co", "czy", "dla", "do", "i", "ich", "im", "ja", "jak", "jako", "jego", "jej", "jest",
        "jestem", "ktora", "ktore", "ktory", "lub", "ma", "mnie", "moj", "moja", "na", "nad", "nie", "o", "od", "oraz", "po", "pod", "przed", "przez", "przy",
        "sa", "sie", "ta", "tak", "te", "tego", "tej", "ten", "to", "tym", "u", "w", "we", "z", "za", "ze", "zeby",
    ]

    /// Where a letter stands among those of the same plain letter.
    private static func rank(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "ż", "Ż": "2"
        default: scalar.isASCII ? "0" : "1"
        }
    }

    private static func lowerCase(_ ascii: Unicode.Scalar) -> Unicode.Scalar {
        (65...90).contains(ascii.value) ? Unicode.Scalar(UInt8(ascii.value + 32)) : ascii
    }
}
