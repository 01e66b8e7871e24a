extension StructuredText {
    /// The text without form, for messages, full-text search and comparison of versions.
    public var plainText: String { blocks.map { StructuredText.plain($0, indent: "") }.filter { !$0.isEmpty }.joined(separator: "\n\n") }

    /// The words of a run; an unfilled field shows as it was typed.
    public static func plain(_ inlines: [Inline]) -> String {
        inlines.map { inline in
            switch inline {
            case .text(let t): t
            case .strong(let inner), .emphasis(let inner): plain(inner)
            case .lineBreak: "\n"
            case .field(let name, _): "{{\(name)}}"
            }
        }.joined()
    }

    private static func plain(_ block: Block, indent: String) -> String {
        switch block {
        case .heading(_, let inlines), .paragraph(let inlines): plain(inlines)
        case .list(let items):
            items.map { item in
                let deeper = indent + "   "
                let own =
                    indent + (item.marker ?? "–") + " " + plain(item.content).split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n" + deeper)
                return ([own] + item.children.map { plain($0, indent: deeper) }).joined(separator: "\n")
            }.joined(separator: "\n")
        case .table(let table):
            ((table.header.map { [$0] } ?? []) + table.rows).map { $0.map(plain).joined(separator: "\t") }.joined(separator: "\n")
        case .pageBreak: ""
        }
    }
}
