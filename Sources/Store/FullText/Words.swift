internal import Law

/// How text becomes words for the index, the same on both engines.
///
/// Words are folded (`Łódź` → `lodz`). Numbers with separators, like `RPW/12/2026` and `OR.1431.1.2026`, are kept in parts
/// and as every tail of the whole (`rpw_12_2026`, `12_2026`, `2026`), so that any run of parts is found as a prefix.
enum Words {
    static let longest = 64
    static let most = 50_000
    private static let partsOfOne = 8

    /// Each word once, in the order of appearance.
    static func ofDocument(_ text: String) -> [String] {
        var out: [String] = []
        var known: Set<String> = []
        func add(_ word: String) {
            if known.insert(word).inserted { out.append(word) }
        }
        for parts in groups(text) {
            for i in parts.indices {
                add(parts[i])
                if i + 1 < parts.count { add(joined(parts[i..<min(i + partsOfOne, parts.count)])) }
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
        var word: [UInt8] = []
        var length = 0
        var separators = 0
        func endWord() {
            guard length > 0 else { return }
            group.append(String(decoding: word, as: UTF8.self))
            word.removeAll(keepingCapacity: true)
            length = 0
        }
        for scalar in folded(text).unicodeScalars {
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
            if length <= longest { word.append(contentsOf: UTF8.encode(letter) ?? UTF8.encodedReplacementCharacter) }
        }
        endWord()
        if !group.isEmpty { groups.append(group) }
        return groups
    }

    /// Most text is Latin letters with Polish marks, which `lowered` folds one by one; anything else goes the long way.
    private static func folded(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy { $0.isASCII || polish($0) != nil || isPunctuation($0) }
        return isPlain ? text : PolishText.folded(text)
    }

    /// The folded letter or the digit; `nil` for what parts words.
    private static func lowered(_ s: Unicode.Scalar) -> Unicode.Scalar? {
        switch s.value {
        case 0x30...0x39, 0x61...0x7A: return s
        case 0x41...0x5A: return Unicode.Scalar(UInt8(s.value + 32))
        case 0..<0x80: return nil
        default:
            if let plain = polish(s) { return plain }
            if isPunctuation(s) { return nil }
            return s.properties.isAlphabetic || s.properties.numericType != nil ? s : nil
        }
    }

    private static func polish(_ s: Unicode.Scalar) -> Unicode.Scalar? {
        switch s {
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
