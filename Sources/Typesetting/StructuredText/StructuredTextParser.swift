extension StructuredText {
    /// Reads what an officer typed; total: any text gives a value and no word is lost.
    ///
    /// - `# `, `## `, `### `: headings; a blank line ends a paragraph, a single line end stays a line end;
    /// - `- ` or `* `: a point; `1. `, `1) `, `a) `: a numbered point, its number printed as typed; two blanks deeper: a list within;
    /// - `| a | b |`: a row of a table; a row of dashes (`|---|--:|`) makes the row above it a header and aligns columns;
    /// - `[nowa strona]` alone on a line: a page break;
    /// - `**bold**`, `*italic*`; `\` before a sign takes its meaning away; `{{sprawa.znak}}`: a merge field.
    ///
    /// What does not follow these forms is text as it stands.
    public init(parsing source: String) {
        var parser = BlockParser(source)
        self.init(blocks: parser.blocks())
    }

    /// The line that breaks the page.
    public static let pageBreakLine = "[nowa strona]"
    /// Lists within lists go no deeper; further indentation is ignored.
    static let maximumDepth = 4
}

/// Reads lines into blocks. A line is an array of signs, whose index is the column.
private struct BlockParser {
    typealias Signs = ArraySlice<Character>
    struct Line {
        var number: Int
        /// Blanks before the text; a tab counts as two.
        var indent: Int
        var text: Signs
    }
    private let lines: [Line]
    private var next = 0

    init(_ source: String) {
        lines = source.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().map { i, raw in
            var text = Array(raw)[...]
            let indent = text.prefix(while: isBlank).reduce(0) { $0 + ($1 == "\t" ? 2 : 1) }
            text = trimmed(text)
            return Line(number: i + 1, indent: indent, text: text)
        }
    }

    mutating func blocks() -> [StructuredText.Block] {
        var out: [StructuredText.Block] = []
        while next < lines.count {
            let line = lines[next]
            if line.text.isEmpty {
                next += 1
            } else if isPageBreak(line.text) {
                out.append(.pageBreak)
                next += 1
            } else if let (level, text) = heading(line.text) {
                out.append(.heading(level: level, inlines(text, line)))
                next += 1
            } else if marker(line.text) != nil {
                out.append(.list(list(indent: line.indent, depth: 1)))
            } else if isRow(line.text) {
                out.append(table())
            } else {
                out.append(paragraph())
            }
        }
        return out
    }

    private func startsBlock(_ text: Signs) -> Bool {
        text.isEmpty || isPageBreak(text) || heading(text) != nil || marker(text) != nil || isRow(text)
    }

    private func isPageBreak(_ text: Signs) -> Bool { text.elementsEqual(StructuredText.pageBreakLine) }

    private func heading(_ text: Signs) -> (level: Int, text: Signs)? {
        let level = text.prefix { $0 == "#" }.count
        guard (1...3).contains(level) else { return nil }
        let rest = text.dropFirst(level)
        guard let blank = rest.first, isBlank(blank) else { return nil }
        return (level, trimmed(rest))
    }

    /// The marker of a point (`nil` inside for a dash) and the text after it.
    private func marker(_ text: Signs) -> (marker: String?, rest: Signs)? {
        if let c = text.first, "-*•".contains(c), text.dropFirst().first == " " { return (nil, trimmed(text.dropFirst(2))) }
        let digits = text.prefix(5).prefix { $0.isASCII && $0.isNumber }
        let sign: Signs
        if (1...4).contains(digits.count) {
            sign = digits
        } else if let c = text.first, c.isASCII, c.isLowercase {
            sign = text.prefix(1)
        } else {
            return nil
        }
        let rest = text.dropFirst(sign.count)
        guard let end = rest.first, end == ")" || (end == "." && !digits.isEmpty), rest.dropFirst().first == " " else { return nil }
        return (String(sign) + String(end), trimmed(rest.dropFirst(2)))
    }

    private mutating func list(indent: Int, depth: Int) -> [StructuredText.ListItem] {
        var items: [StructuredText.ListItem] = []
        while next < lines.count {
            let line = lines[next]
            if let (sign, rest) = marker(line.text) {
                if line.indent >= indent + 2, depth < StructuredText.maximumDepth, !items.isEmpty {
                    items[items.count - 1].children.append(.list(list(indent: line.indent, depth: depth + 1)))
                    continue
                }
                if line.indent < indent, depth > 1 { return items }
                // A dash after numbers, or numbers after dashes, on the same step is another list.
                if let first = items.first, (first.marker == nil) != (sign == nil) { return items }
                next += 1
                items.append(StructuredText.ListItem(marker: sign, content: inlines(rest, line)))
            } else if !items.isEmpty, !startsBlock(line.text), items[items.count - 1].children.isEmpty {
                // A line that goes on with the point above it.
                next += 1
                items[items.count - 1].content += [.lineBreak] + inlines(line.text, line)
            } else {
                return items
            }
        }
        return items
    }

    private func isRow(_ text: Signs) -> Bool {
        text.count >= 3 && text.first == "|" && text.last == "|" && text.dropLast().last != "\\"
    }

    private mutating func table() -> StructuredText.Block {
        var header: [[StructuredText.Inline]]?
        var rows: [[[StructuredText.Inline]]] = []
        var alignments: [StructuredText.Table.Alignment] = []
        while next < lines.count, isRow(lines[next].text) {
            let cells = cells(lines[next].text)
            if rows.count == 1, header == nil, let found = alignment(cells) {
                header = rows.removeFirst()
                alignments = found
            } else {
                rows.append(cells.map { inlines($0, lines[next]) })
            }
            next += 1
        }
        return .table(StructuredText.Table(header: header, rows: rows, alignments: alignments))
    }

    private func cells(_ row: Signs) -> [Signs] {
        let inner = row.dropFirst().dropLast()
        var cells: [Signs] = []
        var start = inner.startIndex
        var isEscaped = false
        for i in inner.indices {
            if inner[i] == "|", !isEscaped {
                cells.append(inner[start..<i])
                start = i + 1
            }
            isEscaped = inner[i] == "\\" && !isEscaped
        }
        cells.append(inner[start...])
        return cells.map(trimmed)
    }

    private func alignment(_ cells: [Signs]) -> [StructuredText.Table.Alignment]? {
        var out: [StructuredText.Table.Alignment] = []
        for cell in cells {
            let left = cell.first == ":", right = cell.count > 1 && cell.last == ":"
            let dashes = cell.dropFirst(left ? 1 : 0).dropLast(right ? 1 : 0)
            guard !dashes.isEmpty, dashes.allSatisfy({ $0 == "-" }) else { return nil }
            out.append(right ? (left ? .centre : .right) : .left)
        }
        return out
    }

    private mutating func paragraph() -> StructuredText.Block {
        var out = inlines(lines[next].text, lines[next])
        next += 1
        while next < lines.count, !startsBlock(lines[next].text) {
            out += [.lineBreak] + inlines(lines[next].text, lines[next])
            next += 1
        }
        return .paragraph(out)
    }

    private func inlines(_ text: Signs, _ line: Line) -> [StructuredText.Inline] {
        InlineParser(text, line: line.number).inlines()
    }
}

private func isBlank(_ c: Character) -> Bool { c == " " || c == "\t" }

private func trimmed(_ text: ArraySlice<Character>) -> ArraySlice<Character> {
    var text = text.drop(while: isBlank)
    while let c = text.last, isBlank(c) { text = text.dropLast() }
    return text
}
