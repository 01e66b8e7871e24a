internal import Markup

/// One line of the side navigation.
struct NavigationItem: Sendable {
    var section: DeskFrame.Section
    var link: String
    var text: String
    /// How much waits there; 0 shows nothing.
    var count = 0
    /// The count stops at a bound; then it is shown as "more than".
    var isBounded = false
    /// Something is overdue or broken.
    var isHot = false

    init(_ section: DeskFrame.Section, _ link: String, _ text: String, count: Int = 0, isBounded: Bool = false, isHot: Bool = false) {
        self.section = section
        self.link = link
        self.text = text
        self.count = count
        self.isBounded = isBounded
        self.isHot = isHot
    }
}

/// A part of the side navigation with its heading.
struct NavigationGroup: Sendable {
    var heading: String
    var items: [NavigationItem]

    func write(_ h: inout HTML, current: DeskFrame.Section) {
        guard !items.isEmpty else { return }
        h.el("h2", text: heading)
        h.el("ul", .cls("nav-list")) { h in
            for item in items {
                h.el("li") { h in
                    h.el("a", .href(item.link), .attr("aria-current", item.section == current ? "page" : nil)) { h in
                        h.text(item.text)
                        if item.count > 0 {
                            h.text(" ")
                            h.el("span", .cls(item.isHot ? "n hot" : "n"), text: PolishTypography.number(item.count) + (item.isBounded ? "+" : ""))
                        }
                    }
                }
            }
        }
    }
}
