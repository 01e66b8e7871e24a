internal import Law

/// How names are compared when duplicates are looked for.
enum ContactNames {
    /// Folded words without punctuation, in the order written: `kowalska anna`.
    static func folded(_ label: String) -> String { words(label).joined(separator: " ") }

    /// The same name with words in another order, other marks, another spelling of its legal form, has the same key.
    static func key(_ card: ContactCard) -> String {
        var words = words(card.label)
        if !card.isPerson { words = withoutLegalForm(words) }
        return words.sorted().joined(separator: " ")
    }

    /// Consonants of the key, each run once: near spellings mostly share it.
    static func skeleton(_ card: ContactCard) -> String {
        var out = ""
        for character in key(card) where !"aeiouy ".contains(character) && out.last != character { out.append(character) }
        return out
    }

    /// Beginnings at which people look for a name: at each word, and given names first for people.
    static func starts(_ card: ContactCard) -> [String] {
        let words = words(card.label).prefix(12)
        var out = words.indices.prefix(8).map { words[$0...].joined(separator: " ") }
        if case .person(let surname, let givenNames) = card.name, !givenNames.isEmpty { out.append(folded("\(givenNames) \(surname)")) }
        return out.map { String($0.prefix(100)) }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    static func words(_ text: String) -> [String] {
        PolishText.folded(text).split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    private static func withoutLegalForm(_ words: [String]) -> [String] {
        var text = " " + words.joined(separator: " ") + " "
        for form in legalForms { text = text.replacing(" \(form) ", with: " ") }
        let left = text.split(separator: " ").map(String.init)
        return left.isEmpty ? words : left
    }
    private static let legalForms = [
        "spolka z ograniczona odpowiedzialnoscia", "spolka komandytowo akcyjna", "spolka komandytowa", "spolka akcyjna", "spolka jawna", "spolka cywilna",
        "spolka partnerska", "sp z o o", "sp zoo", "s k a", "sp k", "sp j", "sp p", "s a", "s c", "sa", "sc",
    ]

    /// Two names that differ by a slip of the finger: one letter in short ones, two in long ones.
    static func areNear(_ a: String, _ b: String) -> Bool {
        let (x, y) = (Array(a.utf8.prefix(80)), Array(b.utf8.prefix(80)))
        let allowed = min(x.count, y.count) < 12 ? 1 : 2
        guard abs(x.count - y.count) <= allowed else { return false }
        return distance(x, y) <= allowed
    }

    /// Letters to change, add, leave out or swap with a neighbour.
    static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
        var before = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in 1...a.count {
            var row = [i] + [Int](repeating: 0, count: b.count)
            for j in 1...b.count {
                row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { row[j] = min(row[j], before[j - 2] + 1) }
            }
            before = last
            last = row
        }
        return last[b.count]
    }
}
