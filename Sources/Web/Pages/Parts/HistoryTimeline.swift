internal import Kernel
internal import Markup

/// What happened, newest first: the act, what was changed and why, when and by whom.
struct HistoryTimeline: Sendable {
    struct Line: Sendable {
        var what: String
        var at: Instant
        var who: String
        var before: String?
        var after: String?
        var reason: String?
    }
    var lines: [Line]
    var today: Day

    func write(_ h: inout HTML) {
        h.el("h2", text: "Historia")
        h.el("ol", .cls("timeline")) { h in
            for line in lines {
                h.el("li") { h in
                    h.text(line.what)
                    if line.before != nil || line.after != nil {
                        h.void("br")
                        if let before = line.before, !before.isEmpty {
                            h.el("span", .cls("old"), text: before)
                            h.text(" → ")
                        }
                        h.text(line.after.map { $0.isEmpty ? "(puste)" : $0 } ?? "")
                    }
                    if let reason = line.reason, !reason.isEmpty {
                        h.void("br")
                        h.text("Powód: \(reason)")
                    }
                    h.void("br")
                    h.el("span", .cls("muted"), text: "\(Moment.text(line.at, today: today)), \(line.who)")
                }
            }
        }
    }
}
