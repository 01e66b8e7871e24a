/// The text of a letter as the office writes it: plain text in which a few signs give the structure.
///
/// Blank lines part paragraphs, a single line end stays one (`\n` in the run). `# ` begins a heading, `- ` an
/// item, `1. ` a numbered item, `> ` a line set to the right, `---` a rule; `**…**` is bold, `*…*` italic. A backslash takes the meaning from
/// the sign after it. Every text is valid; unknown signs are just text.
public struct StructuredText: Sendable, Hashable {
    public struct Run: Sendable, Hashable {
        public var text: String
        public var isBold: Bool
        public var isItalic: Bool
        public init(_ text: String, bold: Bool = false, italic: Bool = false) {
            self.text = text
            isBold = bold
            isItalic = italic
        }
    }
    public enum Block: Sendable, Hashable {
        /// - level: 1 or 2.
        case heading(level: Int, [Run])
        case paragraph([Run])
        /// Set to the right: date, signature.
        case right([Run])
        case list(ordered: Bool, [[Run]])
        case rule
    }
    public var blocks: [Block]

    public init(_ source: String) {
        blocks = []
        var paragraph: [Substring] = []
        var items: [[Run]] = []
        var ordered = false
        func endParagraph() {
            guard !paragraph.isEmpty else { return }
            blocks.append(.paragraph(Self.runs(paragraph.joined(separator: "\n"))))
            paragraph = []
        }
        func endList() {
            guard !items.isEmpty else { return }
            blocks.append(.list(ordered: ordered, items))
            items = []
        }
        for raw in source.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let line = Self.trimmed(raw)
            if let (isOrdered, text) = Self.item(line) {
                endParagraph()
                if isOrdered != ordered { endList() }
                ordered = isOrdered
                items.append(Self.runs(text))
                continue
            }
            if !line.isEmpty, !items.isEmpty, raw.first?.isWhitespace == true {
                // An indented line goes on with the item above.
                items[items.count - 1] += [Run(" ")] + Self.runs(String(line))
                continue
            }
            endList()
            if line.isEmpty {
                endParagraph()
            } else if line.hasPrefix("## ") {
                endParagraph()
                blocks.append(.heading(level: 2, Self.runs(String(line.dropFirst(3)))))
            } else if line.hasPrefix("# ") {
                endParagraph()
                blocks.append(.heading(level: 1, Self.runs(String(line.dropFirst(2)))))
            } else if line.hasPrefix("> ") {
                endParagraph()
                blocks.append(.right(Self.runs(String(line.dropFirst(2)))))
            } else if line == "---" {
                endParagraph()
                blocks.append(.rule)
            } else {
                paragraph.append(line)
            }
        }
        endParagraph()
        endList()
    }

    /// Without any signs: for the search and for channels that know only plain text.
    public var plain: String {
        func text(_ runs: [Run]) -> String { runs.map(\.text).joined() }
        return blocks.map { block in
            switch block {
            case .heading(_, let runs), .paragraph(let runs), .right(let runs): text(runs)
            case .list(let ordered, let items):
                items.enumerated().map { (ordered ? "\($0 + 1). " : "– ") + text($1) }.joined(separator: "\n")
            case .rule: ""
            }
        }.joined(separator: "\n\n")
    }

    /// The text with every sign of structure disarmed; for what comes from outside (a name, a title).
    public static func escaped(_ text: String) -> String {
        var out = ""
        for c in text {
            if c == "*" || c == "\\" || c == "#" || c == ">" || c == "{" || c == "}" { out.append("\\") }
            out.append(c)
        }
        // A line that would begin an item or a rule.
        let lines = out.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
            item(trimmed(line)) != nil || trimmed(line) == "---" ? "\\" + line : String(line)
        }
        return lines.joined(separator: "\n")
    }

    private static func trimmed(_ line: Substring) -> Substring {
        var line = line
        while line.first?.isWhitespace == true { line = line.dropFirst() }
        while line.last?.isWhitespace == true { line = line.dropLast() }
        return line
    }

    private static func item(_ line: Substring) -> (ordered: Bool, String)? {
        if line.hasPrefix("- ") || line.hasPrefix("– ") { return (false, String(line.dropFirst(2))) }
        let digits = line.prefix { $0.isASCII && $0.isNumber }
        guard (1...3).contains(digits.count), line.dropFirst(digits.count).hasPrefix(". ") else { return nil }
        return (true, String(line.dropFirst(digits.count + 2)))
    }

    /// `2 * 3` is arithmetic: italic begins right before a word and ends right after one.
    private static func opensItalic(_ rest: Substring) -> Bool {
        guard let first = rest.first, !first.isWhitespace else { return false }
        return zip(rest, rest.dropFirst()).contains { !$0.0.isWhitespace && $0.1 == "*" }
    }

    private static func runs(_ text: String) -> [Run] {
        var out: [Run] = []
        var current = ""
        var bold = false, italic = false
        func end() {
            if !current.isEmpty { out.append(Run(current, bold: bold, italic: italic)) }
            current = ""
        }
        var i = text.startIndex
        while i < text.endIndex {
            let c = text[i]
            let next = text.index(after: i)
            if c == "\\", next < text.endIndex {
                current.append(text[next])
                i = text.index(after: next)
            } else if c == "*", next < text.endIndex, text[next] == "*" {
                let after = text.index(after: next)
                if bold || text[after...].contains("**") {
                    end()
                    bold.toggle()
                } else {
                    current += "**"
                }
                i = after
            } else if c == "*", italic ? current.last?.isWhitespace != true : opensItalic(text[next...]) {
                end()
                italic.toggle()
                i = next
            } else {
                current.append(c)
                i = next
            }
        }
        end()
        return out
    }
}
