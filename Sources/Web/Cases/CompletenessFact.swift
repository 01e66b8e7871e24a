internal import Chancery
internal import Markup

/// The indicator "kompletność metadanych" among the facts of a case (R1.10): which letters lack what, each one click away.
struct CompletenessFact: Sendable {
    /// Letters named; the rest is counted.
    static let most = 5
    var file: CaseFile
    var completeness: CaseCompleteness

    func write(_ h: inout HTML) {
        Facts.row(&h, "Kompletność metadanych") { h in
            guard completeness.letters > 0 else { return h.text("brak pism wpływających") }
            let lacking = completeness.shortages
            if lacking.isEmpty { return h.el("span", .cls("tag ok"), text: "komplet") }
            h.el("span", .cls("tag warn"), text: "braki: \(lacking.count) z \(completeness.letters) pism")
            h.el("ul", .cls("plain small")) { h in
                for s in lacking.prefix(CompletenessFact.most) {
                    h.el("li") { h in
                        h.el("a", .href(CasePlace.element(file.sign, position: s.position).link), text: s.number.description)
                        h.text(" – \(s.gaps.map(\.polishName).joined(separator: ", "))")
                    }
                }
                if lacking.count > CompletenessFact.most { h.el("li", .cls("muted"), text: "i \(lacking.count - CompletenessFact.most) dalszych") }
            }
        }
    }
}
