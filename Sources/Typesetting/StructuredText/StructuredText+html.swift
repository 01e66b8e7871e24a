public import Markup

extension StructuredText {
    /// Writes the text into a page, for the preview beside the editor and for reading.
    ///
    /// - Parameter topLevel: the level of `#` on that page (2: `h2`), so that its headings keep their order.
    public func write(into h: inout HTML, topLevel: Int = 2) {
        for block in LetterTypography.set(self).blocks { StructuredText.write(block, into: &h, topLevel: topLevel) }
    }

    private static func write(_ block: Block, into h: inout HTML, topLevel: Int) {
        switch block {
        case .heading(let level, let inlines):
            switch topLevel + level - 1 {
            case ...2: h.el("h2") { write(inlines, into: &$0) }
            case 3: h.el("h3") { write(inlines, into: &$0) }
            case 4: h.el("h4") { write(inlines, into: &$0) }
            default: h.el("h5") { write(inlines, into: &$0) }
            }
        case .paragraph(let inlines): h.el("p") { write(inlines, into: &$0) }
        case .list(let items) where items.first?.marker == nil: h.el("ul") { write(items, into: &$0, topLevel: topLevel) }
        // The typed number stands in the text, since the browser would count by itself.
        case .list(let items): h.el("ol", .cls("numbered-as-typed"), .attr("role", "list")) { write(items, into: &$0, topLevel: topLevel) }
        case .table(let table): write(table, into: &h)
        case .pageBreak: h.el("div", .cls("page-break"), .attr("role", "separator"), .label("nowa strona")) { _ in }
        }
    }

    private static func write(_ items: [ListItem], into h: inout HTML, topLevel: Int) {
        for item in items {
            h.el("li") { h in
                if let marker = item.marker {
                    h.el("span", .cls("marker"), text: marker)
                    h.text(" ")
                }
                write(item.content, into: &h)
                for child in item.children { write(child, into: &h, topLevel: topLevel) }
            }
        }
    }

    private static func write(_ table: Table, into h: inout HTML) {
        func cls(_ i: Int) -> String? {
            switch table.alignments[i] {
            case .left: nil
            case .centre: "centre"
            case .right: "right"
            }
        }
        h.el("table", .cls("typed-table")) { h in
            if let header = table.header {
                h.el("thead") { h in
                    h.el("tr") { h in
                        for (i, cell) in header.enumerated() { h.el("th", .attr("scope", "col"), .attr("class", cls(i))) { write(cell, into: &$0) } }
                    }
                }
            }
            h.el("tbody") { h in
                for row in table.rows {
                    h.el("tr") { h in
                        for (i, cell) in row.enumerated() { h.el("td", .attr("class", cls(i))) { write(cell, into: &$0) } }
                    }
                }
            }
        }
    }

    private static func write(_ inlines: [Inline], into h: inout HTML) {
        for inline in inlines {
            switch inline {
            case .text(let t): h.text(t)
            case .strong(let inner): h.el("strong") { write(inner, into: &$0) }
            case .emphasis(let inner): h.el("em") { write(inner, into: &$0) }
            case .lineBreak: h.void("br")
            case .field(let name, _): h.el("mark", .cls("merge-field"), text: "{{\(name)}}")
            }
        }
    }
}
