/// Reads one line's emphasis, escapes and merge fields. Linear: markers are paired once, a lonely one is text.
struct InlineParser {
    private let signs: ArraySlice<Character>
    private let line: Int
    /// Where the closing marker of each opening one (`**` or `*`) stands, and how long both are.
    private let pairs: [Int: Pair]
    /// Where each merge field that starts at an index ends.
    private let fields: [Int: Int]

    private struct Pair {
        var close: Int
        var length: Int
    }

    init(_ text: ArraySlice<Character>, line: Int) {
        signs = text
        self.line = line
        (pairs, fields) = InlineParser.match(text)
    }

    func inlines() -> [StructuredText.Inline] { read(signs.indices) }

    /// Signs that a `\` before them makes plain.
    private static let markup = Set<Character>("\\*|#{[-.)•")

    /// Emphasis within emphasis goes no deeper.
    private static let maximumDepth = 4

    /// Stars pair like brackets, bold with bold and italic with italic, properly nested or not at all.
    private static func match(_ signs: ArraySlice<Character>) -> (pairs: [Int: Pair], fields: [Int: Int]) {
        var open: [(at: Int, length: Int)] = []
        var pairs: [Int: Pair] = [:]
        var fields: [Int: Int] = [:]
        var i = signs.startIndex
        func sign(_ i: Int) -> Character? { signs.indices.contains(i) ? signs[i] : nil }
        while i < signs.endIndex {
            if signs[i] == "\\" {
                i += 2
                continue
            }
            if let end = fieldEnd(signs, i) {
                fields[i] = end
                i = end
                continue
            }
            guard signs[i] == "*" else {
                i += 1
                continue
            }
            let touchesBefore = sign(i - 1).map { !$0.isWhitespace } ?? false
            var length = sign(i + 1) == "*" ? 2 : 1
            // Of three stars that close, the inner one goes first.
            if length == 2, touchesBefore, open.last?.length == 1, sign(i + 2) == "*" { length = 1 }
            let touchesAfter = sign(i + length).map { !$0.isWhitespace } ?? false
            if touchesBefore, let last = open.lastIndex(where: { $0.length == length }), open[last].at + length < i {
                pairs[open[last].at] = Pair(close: i, length: length)
                open.removeSubrange(last...)
            } else if touchesAfter {
                if open.count == maximumDepth { open.removeFirst() }
                open.append((i, length))
            }
            i += length
        }
        return (pairs, fields)
    }

    private func read(_ range: Range<Int>) -> [StructuredText.Inline] {
        var out: [StructuredText.Inline] = []
        var text = ""
        func flush() {
            if !text.isEmpty { out.append(.text(text)) }
            text = ""
        }
        var i = range.lowerBound
        while i < range.upperBound {
            let c = signs[i]
            if c == "\\", i + 1 < range.upperBound {
                if !InlineParser.markup.contains(signs[i + 1]) { text.append(c) }
                text.append(signs[i + 1])
                i += 2
            } else if let end = fields[i], end <= range.upperBound {
                flush()
                let name = String(signs[(i + 2)..<(end - 2)].filter { $0 != " " })
                out.append(.field(name, StructuredText.Place(line: line, column: i + 1)))
                i = end
            } else if let pair = pairs[i] {
                flush()
                let inner = read((i + pair.length)..<pair.close)
                out.append(pair.length == 2 ? .strong(inner) : .emphasis(inner))
                i = pair.close + pair.length
            } else {
                text.append(c)
                i += 1
            }
        }
        flush()
        return out
    }

    /// The index after `}}` when a merge field starts here.
    private static func fieldEnd(_ signs: ArraySlice<Character>, _ start: Int) -> Int? {
        guard start + 4 < signs.endIndex, signs[start] == "{", signs[start + 1] == "{" else { return nil }
        var hasLetters = false
        for i in (start + 2)..<min(signs.endIndex, start + 80) {
            let c = signs[i]
            if c == "}" { return hasLetters && i + 1 < signs.endIndex && signs[i + 1] == "}" ? i + 2 : nil }
            guard c == " " || c.isLetter || c.isNumber || c == "." || c == "_" || c == "-" else { return nil }
            if c != " " { hasLetters = true }
        }
        return nil
    }
}
