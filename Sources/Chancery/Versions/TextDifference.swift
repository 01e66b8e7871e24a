/// What changed between two versions of a text, by words or by lines.
///
/// Source: E. W. Myers, An O(ND) Difference Algorithm and Its Variations, Algorithmica 1 (1986), greedy form: time and memory grow with the
/// size of the change and not of the text.
public struct TextDifference: Sendable, Hashable {
    public enum Kind: Sendable, Hashable { case same, removed, added }
    /// A run of text of one kind.
    public struct Piece: Sendable, Hashable {
        public var kind: Kind
        public var text: String
        public init(_ kind: Kind, _ text: String) {
            self.kind = kind
            self.text = text
        }
    }

    /// In reading order; what was removed stands before what took its place. Neighbours differ in kind.
    public var pieces: [Piece]

    /// The text before: everything but what was added.
    public var before: String { pieces.filter { $0.kind != .added }.map(\.text).joined() }
    /// The text after: everything but what was removed.
    public var after: String { pieces.filter { $0.kind != .removed }.map(\.text).joined() }
    public var isEmpty: Bool { !pieces.contains { $0.kind != .same } }

    /// By words, spaces and punctuation marks; for running text.
    public static func words(_ old: String, _ new: String) -> TextDifference { TextDifference(tokens(old), tokens(new)) }
    /// By whole lines.
    public static func lines(_ old: String, _ new: String) -> TextDifference { TextDifference(lineTokens(old), lineTokens(new)) }

    private init(_ old: [Substring], _ new: [Substring]) {
        var pieces: [Piece] = []
        func append(_ kind: Kind, _ tokens: some Sequence<Substring>) {
            let text = tokens.joined()
            guard !text.isEmpty else { return }
            if pieces.last?.kind == kind { pieces[pieces.count - 1].text += text } else { pieces.append(Piece(kind, text)) }
        }
        for edit in EditScript.between(old, new) {
            append(.same, old[edit.same])
            append(.removed, old[edit.removed])
            append(.added, new[edit.added])
        }
        self.pieces = pieces
    }

    /// Words as runs of letters and digits, spaces as runs, every other character for itself.
    static func tokens(_ text: String) -> [Substring] {
        enum Class { case word, space, mark }
        func kind(_ c: Character) -> Class { c.isLetter || c.isNumber ? .word : c.isWhitespace && !c.isNewline ? .space : .mark }
        var out: [Substring] = []
        var start = text.startIndex
        while start < text.endIndex {
            let first = kind(text[start])
            var end = text.index(after: start)
            if first != .mark { while end < text.endIndex, kind(text[end]) == first { end = text.index(after: end) } }
            out.append(text[start..<end])
            start = end
        }
        return out
    }

    /// Lines with their ends.
    static func lineTokens(_ text: String) -> [Substring] {
        var out: [Substring] = []
        var start = text.startIndex
        while start < text.endIndex {
            let end = text[start...].firstIndex(where: \.isNewline).map { text.index(after: $0) } ?? text.endIndex
            out.append(text[start..<end])
            start = end
        }
        return out
    }
}

/// Two versions side by side, line beside line, with the changed words marked.
public struct SideBySide: Sendable, Hashable {
    public struct Row: Sendable, Hashable {
        /// The line as it was; `nil` where the line is new.
        public var left: [TextDifference.Piece]?
        /// The line as it is; `nil` where the line is gone.
        public var right: [TextDifference.Piece]?
        public var isChanged: Bool
    }
    public var rows: [Row]

    public init(_ old: String, _ new: String) {
        let left = TextDifference.lineTokens(old), right = TextDifference.lineTokens(new)
        var rows: [Row] = []
        for edit in EditScript.between(left, right) {
            for line in left[edit.same] {
                let piece = [TextDifference.Piece(.same, Self.plain(line))]
                rows.append(Row(left: piece, right: piece, isChanged: false))
            }
            let paired = min(edit.removed.count, edit.added.count)
            for n in 0..<paired {
                let words = TextDifference.words(Self.plain(left[edit.removed.lowerBound + n]), Self.plain(right[edit.added.lowerBound + n]))
                rows.append(
                    Row(left: words.pieces.filter { $0.kind != .added }, right: words.pieces.filter { $0.kind != .removed }, isChanged: true))
            }
            for line in left[edit.removed].dropFirst(paired) {
                rows.append(Row(left: [TextDifference.Piece(.removed, Self.plain(line))], right: nil, isChanged: true))
            }
            for line in right[edit.added].dropFirst(paired) {
                rows.append(Row(left: nil, right: [TextDifference.Piece(.added, Self.plain(line))], isChanged: true))
            }
        }
        self.rows = rows
    }

    private static func plain(_ line: Substring) -> String { String(line.last?.isNewline == true ? line.dropLast() : line) }
}
