internal import Chancery
internal import Markup

/// The electronic assignment copied on paper, for letters of classes kept on paper (R1.4).
struct ReplacementPage: Sendable {
    var officeName: String
    var paper: ReplacementAssignment
    var links: ResourceLinks

    func render() -> [UInt8] {
        var h = HTML()
        Document.open(&h, title: "Dekretacja zastępcza \(paper.reference) – \(officeName)", links: links)
        h.el("body", .cls("printed")) { h in
            h.el("main", .cls("page-a4")) { h in
                h.el("p", .cls("actions noprint")) { h in
                    if let n = RegisterNumber(paper.reference) {
                        h.el("a", .cls("btn"), .href(Place.letter(year: n.year, number: n.number).link), text: "Wróć do pisma")
                    }
                    h.el("span", .cls("muted"), text: "Wydrukuj przeglądarką: Ctrl P.")
                }
                h.el("p", text: officeName)
                for (i, line) in paper.lines.enumerated() { if i == 0 { h.el("h1", text: line) } else { h.el("p", text: line) } }
            }
        }
        Document.close(&h)
        return h.bytes
    }
}
