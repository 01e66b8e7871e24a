internal import Kernel
internal import Markup
internal import Office
internal import Programme

/// Charts as drawings inside the page. Each stands beside the same numbers in a table, and so is hidden from screen readers.
enum ProgrammeCharts {
    /// A value on the scale of the chart as a percentage of its width, with one digit.
    private static func place(_ tenths: Int64, of most: Int64) -> String {
        let thousandths = max(0, min(1000, tenths * 1000 / max(1, most)))
        return "\(thousandths / 10).\(thousandths % 10)%"
    }

    /// Before and now of each office, sorted by value; an office without data has a hollow mark at the edge and says so.
    static func dumbbells(_ h: inout HTML, _ board: ProgrammeBoard, _ indicator: Indicator) {
        let target = board.targets[indicator]?.tenths
        let rows = board.offices.map { o in (office: o, now: board.readings.reading(o.id, indicator), was: board.baseline(o.id, indicator)) }
            .sorted { ($0.now.tenths ?? -1, $1.office.name) > ($1.now.tenths ?? -1, $0.office.name) }
        let most: Int64 =
            indicator.unit == .percent ? 1000 : max(10, rows.compactMap(\.now.tenths).max() ?? 0, rows.compactMap { $0.was?.tenths }.max() ?? 0, target ?? 0)
        h.el("ol", .cls("dumb")) { h in
            for row in rows {
                h.el("li") { h in
                    h.el("span", .cls("name"), text: shortName(row.office))
                    h.el("svg", .attr("aria-hidden", "true"), .attr("focusable", "false")) { h in
                        line(&h, "c-grid", "0%", "0%", 0, 22)
                        line(&h, "c-grid", "100%", "100%", 0, 22)
                        if let target { line(&h, "c-goal", place(target, of: most), place(target, of: most), 2, 20) }
                        if let now = row.now.tenths {
                            if let was = row.was?.tenths {
                                line(&h, "c-line", place(was, of: most), place(now, of: most), 11, 11)
                                circle(&h, "c-was", place(was, of: most), "4.5")
                            }
                            circle(&h, "c-now", place(now, of: most), "6.5")
                        } else {
                            circle(&h, "c-none", "0%", "5")
                        }
                    }
                    h.el("span", .cls("val")) { h in
                        h.el("b", text: ProgrammeWords.value(row.now, indicator.unit))
                        let counts = ProgrammeWords.counts(row.now, indicator.unit)
                        if !counts.isEmpty {
                            h.text(" ")
                            h.el("span", text: counts)
                        }
                    }
                }
            }
        }
    }

    /// `Wołów` for `Gmina Wołów`; the table beside has the whole name.
    private static func shortName(_ office: OfficeRecord) -> String {
        office.name.hasPrefix("Gmina ") ? String(office.name.dropFirst("Gmina ".count)) : office.name
    }

    private static func line(_ h: inout HTML, _ cls: String, _ x1: String, _ x2: String, _ y1: Int, _ y2: Int) {
        h.el("line", .cls(cls), .attr("x1", x1), .attr("x2", x2), .attr("y1", String(y1)), .attr("y2", String(y2)), text: "")
    }

    private static func circle(_ h: inout HTML, _ cls: String, _ x: String, _ r: String) {
        h.el("circle", .cls(cls), .attr("cx", x), .attr("cy", "11"), .attr("r", r), text: "")
    }

    /// A bar under a number, with the aim as a mark.
    static func meter(_ h: inout HTML, _ tenths: Int64?, most: Int64, target: Int64?) {
        h.el("svg", .cls("meter"), .attr("viewBox", "0 0 1000 6"), .attr("preserveAspectRatio", "none"), .attr("aria-hidden", "true"), .attr("focusable", "false")) { h in
            h.el("rect", .cls("t"), .attr("width", "1000"), .attr("height", "6"), text: "")
            if let tenths {
                h.el("rect", .cls("f"), .attr("width", String(max(0, min(1000, tenths * 1000 / max(1, most))))), .attr("height", "6"), text: "")
            }
            if let target {
                h.el("rect", .cls("g"), .attr("x", String(min(994, target * 1000 / max(1, most)))), .attr("width", "6"), .attr("height", "6"), text: "")
            }
        }
    }

    /// Quarter by quarter; a quarter without data breaks the line.
    static func sparks(_ h: inout HTML, _ board: ProgrammeBoard, _ indicator: Indicator) {
        let quarters = board.history
        let most: Int64 =
            indicator.unit == .percent ? 1000 : max(10, quarters.flatMap { q in board.offices.compactMap { q.reading($0.id, indicator).tenths } }.max() ?? 10)
        h.el("div", .cls("spark")) { h in
            for office in board.offices {
                let values = quarters.map { $0.reading(office.id, indicator).tenths }
                h.el("div") { h in
                    h.el("h3") { h in
                        h.text(shortName(office) + " ")
                        let known = values.compactMap(\.self)
                        let words =
                            known.isEmpty
                            ? "brak danych"
                            : known.count == 1
                                ? ProgrammeWords.number(known[0], indicator.unit)
                                : "\(ProgrammeWords.number(known[0], indicator.unit)) → \(ProgrammeWords.number(known[known.count - 1], indicator.unit))"
                        h.el("span", text: words + (indicator.unit == .percent && !known.isEmpty ? "%" : ""))
                    }
                    h.el("svg", .attr("viewBox", "0 0 1000 460"), .attr("preserveAspectRatio", "none"), .attr("aria-hidden", "true"), .attr("focusable", "false")) { h in
                        h.el("path", .cls("sp-base"), .attr("d", "M0 450H1000"), text: "")
                        if let target = board.targets[indicator]?.tenths {
                            h.el("path", .cls("sp-goal"), .attr("d", "M0 \(450 - min(440, target * 440 / most))H1000"), text: "")
                        }
                        h.el("path", .cls("sp-line"), .attr("d", path(values, most: most)), text: "")
                    }
                }
            }
        }
    }

    private static func path(_ values: [Int64?], most: Int64) -> String {
        var d = ""
        var isDown = false
        let step = values.count > 1 ? 1000 / (values.count - 1) : 1000
        for (n, value) in values.enumerated() {
            guard let value else {
                isDown = false
                continue
            }
            let x = n * step, y = 450 - min(440, value * 440 / most)
            // A single point is a short stroke, so that it is seen.
            d += isDown ? "L\(x) \(y)" : "M\(x) \(y)h8M\(x) \(y)"
            isDown = true
        }
        return d.isEmpty ? "M0 0" : d
    }
}
