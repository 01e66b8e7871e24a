internal import Markup

/// What stands where a list would be: nothing yet, nothing found, or all done.
struct EmptyState: Sendable {
    var heading: String
    var words: String
    var action: WorkTop.Action?

    init(_ heading: String, _ words: String, action: WorkTop.Action? = nil) {
        self.heading = heading
        self.words = words
        self.action = action
    }

    func write(_ h: inout HTML) {
        h.el("div", .cls("empty pad")) { h in
            h.el("h2", text: heading)
            h.el("p", text: PolishTypography.glued(words))
            if let action { h.el("p") { h in action.write(&h) } }
        }
    }
}

/// Links to the start of a list and to what follows; lists page by key, so there is no number of pages.
struct Pager: Sendable {
    var first: String?
    var next: String?
    var label: String
    var nextText: String

    init(first: String? = nil, next: String?, label: String = "Strony listy", nextText: String = "Następne") {
        self.first = first
        self.next = next
        self.label = label
        self.nextText = nextText
    }

    func write(_ h: inout HTML) {
        guard first != nil || next != nil else { return }
        h.el("nav", .cls("pages pad"), .label(label)) { h in
            if let first { h.el("a", .href(first), text: "Początek listy") }
            if let next { h.el("a", .href(next), .attr("rel", "next"), text: nextText) }
        }
    }
}

/// A table of a list or report: caption for screen readers, headings, rows.
struct Grid: Sendable {
    var caption: String
    var headings: [String]
    /// Moved through with J and K.
    var isWorkList = false

    init(_ caption: String, _ headings: [String], isWorkList: Bool = false) {
        self.caption = caption
        self.headings = headings
        self.isWorkList = isWorkList
    }

    func write<Row>(_ h: inout HTML, _ rows: [Row], _ row: (inout HTML, Row) -> Void) {
        h.el("div", .cls("full"), .attr("role", "region"), .attr("tabindex", "0"), .label(caption)) { h in
            h.el("table", .cls("grid"), .attr("data-lista", isWorkList ? "tak" : nil)) { h in
                h.el("caption", .cls("vh"), text: caption)
                h.el("thead") { h in
                    h.el("tr") { h in for heading in headings { h.el("th", .attr("scope", "col"), text: heading) } }
                }
                h.el("tbody") { h in for r in rows { h.el("tr") { h in row(&h, r) } } }
            }
        }
    }
}

/// Label and value pairs of facts.
enum Facts {
    static func row(_ h: inout HTML, _ label: String, _ value: String) { row(&h, label) { $0.text(value) } }

    static func row(_ h: inout HTML, _ label: String, _ body: (inout HTML) -> Void) {
        h.el("div") { h in
            h.el("dt", text: label)
            h.el("dd", body: body)
        }
    }
}

/// The message at the head of a page after an act: what was done, and the way back where there is one.
struct Banner: Sendable {
    var text: String
    /// A link after the words, for example to the new letter.
    var link: WorkTop.Action?
    /// A form that undoes the act.
    var undo: (action: String, token: String, key: String)?

    init(_ text: String, link: WorkTop.Action? = nil, undo: (action: String, token: String, key: String)? = nil) {
        self.text = text
        self.link = link
        self.undo = undo
    }

    func write(_ h: inout HTML) {
        h.el("div", .cls("banner ok"), .attr("role", "status")) { h in
            h.el("p") { h in
                h.text(PolishTypography.glued(text))
                if let link {
                    h.text(" ")
                    h.el("a", .href(link.link), text: link.text)
                }
            }
            if let undo {
                h.el("form", .attr("method", "post"), .attr("action", undo.action)) { h in
                    hiddenFields(&h, token: undo.token, key: undo.key)
                    h.el("button", .cls("linkbtn"), .attr("data-klawisz", "u")) { h in
                        h.text("Cofnij ")
                        h.el("kbd", .attr("aria-hidden", "true"), text: "U")
                    }
                }
            }
        }
    }
}
