internal import Markup

/// The head of a page of the desk: its title, the acts that start there, and its views.
struct WorkTop: Sendable {
    /// A link that does something; the key is printed on it and presses it.
    struct Action: Sendable {
        var text: String
        var link: String
        var key: String?
        var isFirst = false

        init(_ text: String, _ link: String, key: String? = nil, isFirst: Bool = false) {
            self.text = text
            self.link = link
            self.key = key
            self.isFirst = isFirst
        }

        func write(_ h: inout HTML) {
            h.el("a", .cls(isFirst ? "btn first" : "btn"), .href(link), .attr("data-klawisz", key?.lowercased())) { h in
                h.text(text)
                if let key {
                    h.text(" ")
                    h.el("kbd", .attr("aria-hidden", "true"), text: key)
                }
            }
        }
    }

    struct View: Sendable {
        var text: String
        var link: String
        var count: Int?
        var isCurrent: Bool

        init(_ text: String, _ link: String, count: Int? = nil, isCurrent: Bool = false) {
            self.text = text
            self.link = link
            self.count = count
            self.isCurrent = isCurrent
        }
    }

    var title: String
    var actions: [Action] = []
    var views: [View] = []
    var viewsLabel = "Widoki"
    /// False where the heading of the page stands elsewhere (a document beside a list).
    var isHeading = true

    init(_ title: String, actions: [Action] = [], views: [View] = [], viewsLabel: String = "Widoki", isHeading: Bool = true) {
        self.title = title
        self.actions = actions
        self.views = views
        self.viewsLabel = viewsLabel
        self.isHeading = isHeading
    }

    func write(_ h: inout HTML) {
        h.el("div", .cls("worktop")) { h in
            h.el("div", .cls("row")) { h in
                if isHeading { h.el("h1", .cls("wtitle"), text: title) } else { h.el("p", .cls("wtitle"), text: title) }
                if !actions.isEmpty { h.el("div", .cls("push actions")) { h in for action in actions { action.write(&h) } } }
            }
            if !views.isEmpty {
                h.el("nav", .cls("views"), .label(viewsLabel)) { h in
                    for view in views {
                        h.el("a", .href(view.link), .attr("aria-current", view.isCurrent ? "page" : nil)) { h in
                            h.text(view.text)
                            if let count = view.count {
                                h.text(" ")
                                h.el("span", .cls("n"), text: PolishTypography.number(count))
                            }
                        }
                    }
                }
            }
        }
    }
}
