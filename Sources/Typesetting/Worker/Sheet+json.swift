internal import Cryptography
internal import Kernel

/// What the worker's template reads; its keys are those of `Resources/sheets.typ`. Lengths are tenths of millimetres and of points.
extension Sheet {
    func write(_ j: inout JSONText) {
        j.object { j in
            j.pair("title", title)
            j.array("page", [paper.width, paper.height, paper.margins.top, paper.margins.right, paper.margins.bottom, paper.margins.left]) {
                $0.value($1.tenths)
            }
            if let header { Self.line("header", header, &j) }
            if let footer { Self.line("footer", footer, &j) }
            j.array("body", body) { $1.write(&$0) }
        }
    }

    private static func line(_ name: StaticString, _ line: RunningLine, _ j: inout JSONText) {
        j.key(name)
        j.object { j in
            j.pair("left", LetterTypography.set(line.left))
            j.pair("right", LetterTypography.set(line.right))
            j.pair("numbers", line.numbersPages)
            j.pair("skip", line.skipsFirstPage)
        }
    }

    /// Every picture of the sheet, for sending once beside it.
    var pictures: [Picture] {
        func all(_ blocks: [Block]) -> [Picture] {
            blocks.flatMap { block -> [Picture] in
                switch block {
                case .picture(let p, _): [p]
                case .columns(let columns): columns.flatMap { all($0.body) }
                case .placed(_, _, _, _, let inner), .together(let inner), .boxed(let inner): all(inner)
                case .text, .lines, .heading, .space, .rule, .code, .table, .pageBreak: []
                }
            }
        }
        return all(body)
    }
}

extension Sheet.Picture {
    /// Under this name the worker keeps it.
    var fileName: String { "\(ContentHash(of: bytes)).\(kind.rawValue)" }
}

extension Sheet.Style {
    fileprivate func write(_ j: inout JSONText) {
        if let size { j.pair("size", size) }
        if isBold { j.pair("bold", true) }
        if isItalic { j.pair("italic", true) }
        if isJustified { j.pair("justify", true) }
        j.pair("align", alignment.key)
    }
}

extension StructuredText.Table.Alignment {
    fileprivate var key: String {
        switch self {
        case .left: "left"
        case .centre: "center"
        case .right: "right"
        }
    }
}

extension Sheet.Block {
    fileprivate func write(_ j: inout JSONText) {
        j.object { j in
            switch self {
            case .text(let text, let style):
                j.pair("k", "text")
                style.write(&j)
                j.array("blocks", LetterTypography.set(text).blocks) { $1.write(&$0) }
            case .lines(let lines, let style):
                j.pair("k", "lines")
                style.write(&j)
                j.array("lines", lines.filter { !$0.isEmpty }) { $0.value(LetterTypography.set($1)) }
            case .heading(let level, let text, let style):
                j.pair("k", "heading")
                j.pair("level", level)
                style.write(&j)
                j.pair("text", LetterTypography.set(text))
            case .space(let height):
                j.pair("k", "space")
                j.pair("height", height.tenths)
            case .rule: j.pair("k", "rule")
            case .columns(let columns):
                j.pair("k", "columns")
                j.array("shares", columns) { $0.value($1.share) }
                j.array("columns", columns) { j, c in j.array { j in for b in c.body { b.write(&j) } } }
            case .placed(let left, let top, let width, let height, let body):
                j.pair("k", "placed")
                j.array("box", [left, top, width, height]) { $0.value($1.tenths) }
                j.array("body", body) { $1.write(&$0) }
            case .together(let body):
                j.pair("k", "together")
                j.array("body", body) { $1.write(&$0) }
            case .boxed(let body):
                j.pair("k", "boxed")
                j.array("body", body) { $1.write(&$0) }
            case .picture(let picture, let width):
                j.pair("k", "picture")
                j.pair("file", picture.fileName)
                j.pair("alt", picture.description)
                j.pair("width", width.tenths)
            case .code(let text, let size, let description):
                j.pair("k", "code")
                j.pair("text", text)
                j.pair("alt", description)
                j.pair("width", size.tenths)
            case .table(let table):
                j.pair("k", "table")
                j.pair("size", table.size)
                j.array("shares", table.columns) { $0.value($1.share) }
                j.array("aligns", table.columns) { $0.value($1.alignment.key) }
                j.array("header", table.columns) { $0.value(LetterTypography.set($1.title)) }
                j.array("rows", table.rows) { j, row in
                    j.array { j in for i in table.columns.indices { j.value(i < row.count ? LetterTypography.set(row[i]) : "") } }
                }
                if let totals = table.totals {
                    j.array("totals", table.columns.indices) { $0.value($1 < totals.count ? LetterTypography.set(totals[$1]) : "") }
                }
            case .pageBreak: j.pair("k", "break")
            }
        }
    }
}

extension StructuredText.Block {
    fileprivate func write(_ j: inout JSONText) {
        j.object { j in
            switch self {
            case .heading(let level, let inlines):
                j.pair("k", "h")
                j.pair("level", level)
                Self.inlines("c", inlines, &j)
            case .paragraph(let inlines):
                j.pair("k", "p")
                Self.inlines("c", inlines, &j)
            case .list(let items):
                j.pair("k", "list")
                j.pair("typed", items.first?.marker != nil)
                j.array("items", items) { j, item in
                    j.object { j in
                        j.pair("m", item.marker ?? "–")
                        Self.inlines("c", item.content, &j)
                        j.array("sub", item.children) { $1.write(&$0) }
                    }
                }
            case .table(let table):
                j.pair("k", "table")
                j.array("aligns", table.alignments) { $0.value($1.key) }
                if let header = table.header { j.array("header", header) { j, cell in Self.inlines(cell, &j) } }
                j.array("rows", table.rows) { j, row in j.array { j in for cell in row { Self.inlines(cell, &j) } } }
            case .pageBreak: j.pair("k", "break")
            }
        }
    }

    private static func inlines(_ name: StaticString, _ inlines: [StructuredText.Inline], _ j: inout JSONText) {
        j.key(name)
        Self.inlines(inlines, &j)
    }

    /// Words are strings; a line break is a number; bold and italic are objects.
    private static func inlines(_ inlines: [StructuredText.Inline], _ j: inout JSONText) {
        j.array { j in
            for inline in inlines {
                switch inline {
                case .text(let t): j.value(t)
                case .field(let name, _): j.value("{{\(name)}}")
                case .lineBreak: j.value(0)
                case .strong(let inner): j.object { Self.inlines("b", inner, &$0) }
                case .emphasis(let inner): j.object { Self.inlines("i", inner, &$0) }
                }
            }
        }
    }
}
