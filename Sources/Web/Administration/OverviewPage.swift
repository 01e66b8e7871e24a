internal import Kernel
internal import Markup
internal import Office

/// The front page of whoever runs the office: the worst problem first, or that all is well.
struct OverviewPage: Sendable {
    struct Line: Sendable {
        var weight: Shortcoming.Weight
        var words: String
        var link: String?
    }
    struct Fact: Sendable {
        var name: String
        var words: String
        var isWell: Bool
    }
    var frame: DeskFrame
    var lines: [Line]
    var facts: [Fact]
    var links: [WorkTop.View]

    func render() -> [UInt8] {
        frame.page(title: "Stan urzędu") { h in
            WorkTop("Stan urzędu").write(&h)
            h.el("div", .cls("page")) { h in
                if lines.isEmpty {
                    h.el("div", .cls("note ok"), .attr("role", "status")) { h in
                        h.el("h2", text: "Wszystko działa")
                        h.el("p", text: PolishTypography.glued("Nie ma nic do naprawienia."))
                    }
                } else {
                    worst(&h)
                }
                if lines.count > 1 {
                    h.el("h2", text: "Dalej")
                    h.el("ul", .cls("shortcomings")) { h in for line in lines.dropFirst() { h.el("li") { h in self.line(&h, line) } } }
                }
                h.el("h2", text: "Części systemu")
                h.el("dl", .cls("rows")) { h in
                    for fact in facts {
                        Facts.row(&h, fact.name) { h in
                            h.el("span", .cls(fact.isWell ? "tag ok" : "tag err"), text: fact.isWell ? "działa" : "uwaga")
                            h.text(" \(fact.words)")
                        }
                    }
                }
                h.el("h2", text: "Co tu prowadzisz")
                h.el("ul", .cls("doors")) { h in for view in links { h.el("li") { h in h.el("a", .href(view.link), text: view.text) } } }
            }
        }
    }

    private func worst(_ h: inout HTML) {
        guard let first = lines.first else { return }
        h.el("div", .cls(first.weight == .failure ? "banner err" : "banner warn"), .attr("role", "status")) { h in
            h.el("h2", text: first.weight == .failure ? "Najpierw to" : "Czegoś brakuje")
            h.el("p", text: PolishTypography.glued(first.words))
            if let link = first.link { h.el("p") { h in h.el("a", .cls("btn first"), .href(link), text: "Przejdź tam") } }
        }
    }

    private func line(_ h: inout HTML, _ line: Line) {
        let tag: (String, String) =
            switch line.weight {
            case .failure: ("tag err", "nie działa")
            case .gap: ("tag warn", "brak")
            case .hint: ("tag", "do przejrzenia")
            }
        h.el("span", .cls(tag.0), text: tag.1)
        h.text(" ")
        if let link = line.link { h.el("a", .href(link), text: line.words) } else { h.text(line.words) }
    }
}
