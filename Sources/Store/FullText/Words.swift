internal import Foundation
internal import Law

/// How text becomes words for the index, the same on both engines.
///
/// Words are folded (`Łódź` → `lodz`), and stand beside their roots (`umowami` → `_umowa`), so that a query finds every form. Numbers with separators, like `RPW/12/2026` and `OR.1431.1.2026`, are kept in parts
/// and as every tail of the whole (`rpw_12_2026`, `12_2026`, `2026`), so that any run of parts is found as a prefix.
enum Words {
    /// Changes when the same text would give other words.
    static let version = "words-2"
    static let longest = 64
    static let most = 50_000
    private static let partsOfOne = 8

    /// Each word once, in the order of appearance, and behind `_` what it has in common with its other forms where that differs.
    static func ofDocument(_ text: String, inflection: PolishInflection = .shared) -> [String] {
        var out: [String] = []
        var known: Set<String> = []
        func add(_ word: String) {
            if known.insert(word).inserted { out.append(word) }
        }
        for parts in groups(text) {
            for i in parts.indices {
                let part = parts[i]
                if !known.contains(part.folded) {
                    add(part.folded)
                    if part.isInflected { for root in inflection.roots(of: part.spelt) where root != part.folded { add(rootMark + root) } }
                } else if part.isInflected, part.spelt != part.folded {
                    // `sąd` and `sad` fold to one word and have roots of their own.
                    for root in inflection.roots(of: part.spelt) where root != part.folded { add(rootMark + root) }
                }
                if i + 1 < parts.count { add(joined(parts[i..<min(i + partsOfOne, parts.count)])) }
            }
            if out.count >= most { break }
        }
        return out
    }

    /// What a person looks for: every term must be there, in one of its ways.
    struct Term: Hashable {
        /// Letters, digits and `_` only.
        var word: String
        /// A number ends where it ends, and a word of one or two letters too; a longer word may go on.
        var matchesLonger: Bool
        /// What the word has in common with its other forms.
        var roots: [String] = []

        /// Words of the index of which one is enough, those that may go on marked.
        var alternatives: [(word: String, isPrefix: Bool)] {
            var out = [(word, matchesLonger)]
            // A number may go on with its next part: `12` finds `12_2026`.
            if !matchesLonger { out.append((word + "_", true)) }
            for root in roots {
                if !(matchesLonger && root.hasPrefix(word)) { out.append((root, false)) }
                out.append((Words.rootMark + root, false))
            }
            return out
        }
    }

    static func ofQuery(_ text: String, inflection: PolishInflection = .shared) -> [Term] {
        var out: [Term] = []
        var fillers: [Term] = []
        for parts in groups(text).prefix(16) {
            let taken = parts.prefix(partsOfOne)
            let word = joined(taken)
            guard let last = taken.last else { continue }
            var term = Term(word: word, matchesLonger: last.isInflected && (taken.count > 1 || last.length > 2))
            if taken.count == 1, last.isInflected { term.roots = inflection.roots(ofTyped: last.spelt) }
            if taken.count == 1, PolishText.fillers.contains(word) {
                fillers.append(term)
            } else if !out.contains(term) {
                out.append(term)
            }
        }
        // `wniosek o wydanie`: nobody looks for the `o`.
        return out.isEmpty ? Array(fillers.prefix(1)) : out
    }

    static let rootMark = "_"

    /// A run of letters and digits.
    private struct Part {
        var folded = ""
        /// Small letters, marks kept.
        var spelt = ""
        var length = 0
        /// A word, not a number or a mixture.
        var isInflected = false
    }

    private static func joined(_ parts: ArraySlice<Part>) -> String { parts.map(\.folded).joined(separator: "_") }

    /// Runs of letters and digits; those that only one of `/ . - _ @ : +` parts stand in one group.
    private static func groups(_ text: String) -> [[Part]] {
        var groups: [[Part]] = []
        var group: [Part] = []
        var folded: [UInt8] = []
        var spelt: [UInt8] = []
        var length = 0
        var hasDigit = false
        var hasLetter = false
        var separators = 0
        func endWord() {
            guard length > 0 else { return }
            var part = Part(folded: String(decoding: folded, as: UTF8.self), length: length, isInflected: hasLetter && !hasDigit)
            part.spelt = folded == spelt ? part.folded : String(decoding: spelt, as: UTF8.self)
            group.append(part)
            folded.removeAll(keepingCapacity: true)
            spelt.removeAll(keepingCapacity: true)
            (length, hasDigit, hasLetter) = (0, false, false)
        }
        for scalar in normalised(text).unicodeScalars {
            guard let letter = lowered(scalar) else {
                endWord()
                separators += isJoining(scalar) ? 1 : 2
                continue
            }
            if length == 0, separators != 1, !group.isEmpty {
                groups.append(group)
                group = []
            }
            separators = 0
            length += 1
            guard length <= longest else { continue }
            if (48...57).contains(letter.plain.value) { hasDigit = true } else { hasLetter = true }
            folded.append(contentsOf: UTF8.encode(letter.plain) ?? UTF8.encodedReplacementCharacter)
            spelt.append(contentsOf: UTF8.encode(letter.spelt) ?? UTF8.encodedReplacementCharacter)
        }
        endWord()
        if !group.isEmpty { groups.append(group) }
        return groups
    }

    /// Most text is Latin letters with Polish marks, which `lowered` folds one by one; of anything else only the Polish letters keep their marks.
    private static func normalised(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy { $0.isASCII || PolishText.unmarked($0) != nil || isPunctuation($0) }
        if isPlain { return text }
        var out = ""
        for scalar in text.precomposedStringWithCompatibilityMapping.unicodeScalars {
            if scalar.isASCII || PolishText.unmarked(scalar) != nil || isPunctuation(scalar) {
                out.unicodeScalars.append(scalar)
            } else {
                out += PolishText.folded(String(scalar))
            }
        }
        return out
    }

    /// The small letter, plain and as it is spelt, or the digit; `nil` for what parts words.
    private static func lowered(_ s: Unicode.Scalar) -> (plain: Unicode.Scalar, spelt: Unicode.Scalar)? {
        switch s.value {
        case 0x30...0x39, 0x61...0x7A: return (s, s)
        case 0x41...0x5A:
            let small = Unicode.Scalar(UInt8(s.value + 32))
            return (small, small)
        case 0..<0x80: return nil
        default:
            if let plain = PolishText.unmarked(s) { return (plain, PolishText.smallMarked(s)) }
            if isPunctuation(s) { return nil }
            return s.properties.isAlphabetic || s.properties.numericType != nil ? (s, s) : nil
        }
    }

    /// No-break space, general punctuation without the ones that fold to letters or digits, and Polish quotation marks.
    private static func isPunctuation(_ s: Unicode.Scalar) -> Bool {
        s.value == 0xA0 || s.value == 0xAB || s.value == 0xBB || s.value == 0xA7 || (0x2010...0x2027).contains(s.value)
    }

    private static func isJoining(_ s: Unicode.Scalar) -> Bool {
        switch s {
        case "/", ".", "-", "_", "@", ":", "+", "\u{2010}", "\u{2011}", "\u{2013}": true
        default: false
        }
    }
}
