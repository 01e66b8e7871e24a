/// What an officer writes in a letter: paragraphs, headings, lists, tables; a value, not markup.
///
/// Text typed in the browser becomes this by ``init(parsing:)``, which takes any text whatever and loses none of it. Merge fields stand
/// in it as ``Inline/field(_:_:)`` until ``filled(with:)`` puts words there; those words are never read as markup.
public struct StructuredText: Sendable, Hashable {
    public var blocks: [Block]

    public init(blocks: [Block] = []) { self.blocks = blocks }

    /// A piece of a text that stands on its own lines.
    public indirect enum Block: Sendable, Hashable {
        /// - Parameter level: 1, 2 or 3.
        case heading(level: Int, [Inline])
        case paragraph([Inline])
        case list([ListItem])
        case table(Table)
        case pageBreak
    }

    /// A piece of a line.
    public indirect enum Inline: Sendable, Hashable {
        case text(String)
        case strong([Inline])
        case emphasis([Inline])
        case lineBreak
        /// A merge field that nobody has filled.
        case field(String, Place)
    }

    /// One point of a list.
    public struct ListItem: Sendable, Hashable {
        /// As it was typed (`1.`, `2)`, `a)`); points of law are quoted by number, so nothing is numbered anew. `nil`: a dash.
        public var marker: String?
        public var content: [Inline]
        /// Lists within this point.
        public var children: [Block]

        public init(marker: String? = nil, content: [Inline], children: [Block] = []) {
            self.marker = marker
            self.content = content
            self.children = children
        }
    }

    /// Rows of cells; every row has as many as the longest.
    public struct Table: Sendable, Hashable {
        public enum Alignment: Sendable, Hashable { case left, centre, right }
        public var header: [[Inline]]?
        public var rows: [[[Inline]]]
        public var alignments: [Alignment]

        public init(header: [[Inline]]? = nil, rows: [[[Inline]]], alignments: [Alignment] = []) {
            let width = max(header?.count ?? 0, rows.map(\.count).max() ?? 0)
            func full(_ row: [[Inline]]) -> [[Inline]] { row + Array(repeating: [], count: width - row.count) }
            self.header = header.map(full)
            self.rows = rows.map(full)
            self.alignments = Array(alignments.prefix(width)) + Array(repeating: .left, count: max(0, width - alignments.count))
        }

        public var width: Int { alignments.count }
    }

    /// Where something stands in the typed text, counted from 1.
    public struct Place: Sendable, Hashable {
        public var line: Int
        public var column: Int

        public init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
    }

    /// One paragraph of plain words, for texts the program itself composes.
    public static func plain(_ text: String) -> StructuredText { StructuredText(blocks: [.paragraph([.text(text)])]) }
}

extension StructuredText {
    /// Applies a change to every run of inlines, wherever it stands.
    func mapInlines(_ change: ([Inline]) -> [Inline]) -> StructuredText {
        func block(_ b: Block) -> Block {
            switch b {
            case .heading(let level, let inlines): .heading(level: level, change(inlines))
            case .paragraph(let inlines): .paragraph(change(inlines))
            case .list(let items):
                .list(items.map { ListItem(marker: $0.marker, content: change($0.content), children: $0.children.map(block)) })
            case .table(let t): .table(Table(header: t.header.map { $0.map(change) }, rows: t.rows.map { $0.map(change) }, alignments: t.alignments))
            case .pageBreak: .pageBreak
            }
        }
        return StructuredText(blocks: blocks.map(block))
    }
}
