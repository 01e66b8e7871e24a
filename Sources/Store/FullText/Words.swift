internal import Law

/// How text becomes words for the index, the same on both engines.
///
/// Words are folded (`Łódź` → `lodz`). Numbers with separators, like `RPW/12/2026` and `OR.1431.1.2026`, are kept in parts
/// and as every tail of the whole (`rpw_12_2026`, `12_2026`, `2026`), so that any run of parts is found as a prefix.
enum Words {
    static let longest = 64
    static let most = 50_000
    private static let partsOfOne = 8

    static func ofDocument(_ text: String) -> Set<String> {
        var out: Set<String> = []
        for parts in groups(text) {
            for i in parts.indices {
                out.insert(parts[i])
                if i + 1 < parts.count { out.insert(joined(parts[i..<min(i + partsOfOne, parts.count)])) }
            }
            if out.count >= most { break }
        }
        return out
    }

    /// What a person looks for: every term must be there.
    struct Term: Hashable {
        /// Letters, digits and `_` only.
        var word: String
        /// A number ends where it ends; a word may go on.
        var matchesLonger: Bool
    }

    static func ofQuery(_ text: String) -> [Term] {
        var out: [Term] = []
        for parts in groups(text).prefix(16) {
            let word = joined(parts.prefix(partsOfOne))
            let endsWithNumber = parts.prefix(partsOfOne).last?.utf8.allSatisfy { (48...57).contains($0) } ?? false
            let term = Term(word: word, matchesLonger: !endsWithNumber)
            if !out.contains(term) { out.append(term) }
        }
        return out
    }

    private static func joined(_ parts: ArraySlice<String>) -> String { parts.joined(separator: "_") }

    /// Runs of letters and digits; those that only one of `/ . - _ @ : +` parts stand in one group.
    private static func groups(_ text: String) -> [[String]] {
        var groups: [[String]] = []
        var group: [String] = []
        var word = String.UnicodeScalarView()
        var separators = 0
        func endWord() {
            if !word.isEmpty { group.append(String(word.prefix(longest))) }
            word = .init()
        }
        for scalar in PolishText.folded(text).unicodeScalars {
            if isWordScalar(scalar) {
                if word.isEmpty, separators != 1, !group.isEmpty {
                    groups.append(group)
                    group = []
                }
                separators = 0
                word.append(scalar)
            } else {
                endWord()
                separators += isJoining(scalar) ? 1 : 2
            }
        }
        endWord()
        if !group.isEmpty { groups.append(group) }
        return groups
    }

    private static func isWordScalar(_ s: Unicode.Scalar) -> Bool {
        if s.isASCII { return (48...57).contains(s.value) || (97...122).contains(s.value) }
        return s.properties.isAlphabetic || s.properties.numericType != nil
    }

    private static func isJoining(_ s: Unicode.Scalar) -> Bool {
        switch s {
        case "/", ".", "-", "_", "@", ":", "+", "\u{2010}", "\u{2011}", "\u{2013}": true
        default: false
        }
    }
}
