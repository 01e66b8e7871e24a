internal import Markup

/// A page outside the desk: the name of the product over one thing to read or to do.
struct LonelyPage: Sendable {
    var title: String
    var links: ResourceLinks
    var isCard = false
    var scripts = false

    func render(_ body: (inout HTML) -> Void) -> [UInt8] {
        var h = HTML()
        Document.open(&h, title: "\(title) – e-Urząd", links: links, scripts: scripts)
        h.el("body", .cls("compact")) { h in
            h.el("a", .cls("skip"), .href("#tresc"), text: "Przejdź do treści")
            h.el("main", .id("tresc"), .cls(isCard ? "signin card" : "signin"), .attr("tabindex", "-1")) { h in
                h.el("p", .cls("office")) { h in
                    crest(&h)
                    h.el("span", text: "e-Urząd")
                }
                body(&h)
            }
        }
        Document.close(&h)
        return h.bytes
    }
}
