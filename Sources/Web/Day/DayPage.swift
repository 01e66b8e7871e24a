internal import Chancery
internal import Kernel
internal import Markup

/// The start of the day: what waits, what is overdue, and the most pressing work first.
struct DayPage: Sendable {
    struct Count: Sendable {
        var text: String
        var link: String
        var count: Int
        var isHot = false
    }
    struct Item: Sendable {
        var title: String
        var link: String
        var what: String
        var due: Day?
        var kind: String
    }

    var frame: DeskFrame
    var greeting: String
    var counts: [Count]
    /// By day due, soonest first.
    var items: [Item]
    /// What the clocks of cases said lately (R4.2).
    var reminders: [GivenReminder] = []
    var today: Day

    func render() -> [UInt8] {
        frame.page(title: "Mój dzień") { h in
            WorkTop("Mój dzień").write(&h)
            h.el("div", .cls("page wide day-page")) { h in
                h.el("p", .cls("muted"), text: greeting)
                let waiting = counts.filter { $0.count > 0 }
                if waiting.isEmpty, items.isEmpty { return EmptyState("Nic nie czeka", "Dobrego dnia.").write(&h) }
                h.el("ul", .cls("tiles"), .attr("data-zywe", "tak")) { h in
                    for c in waiting {
                        h.el("li") { h in
                            h.el("a", .href(c.link), .cls(c.isHot ? "tile hot" : "tile")) { h in
                                h.el("strong", text: PolishTypography.number(c.count))
                                h.text(" ")
                                h.el("span", text: c.text)
                            }
                        }
                    }
                }
                writeReminders(&h)
                guard !items.isEmpty else { return }
                h.el("h2", text: "Najpilniejsze")
                h.el("ul", .cls("items"), .attr("data-lista", "tak")) { h in
                    for item in items {
                        h.el("li", .cls("item read")) { h in
                            h.el("a", .href(item.link), text: item.title)
                            h.el("span", .cls("meta")) { h in AssignmentViews.due(&h, item.due, today: today) }
                            h.el("span", .cls("what"), text: item.what)
                            h.el("span", .cls("meta"), text: item.kind)
                        }
                    }
                }
            }
        }
    }

    private func writeReminders(_ h: inout HTML) {
        guard !reminders.isEmpty else { return }
        h.el("h2", text: "Przypomnienia o terminach")
        h.el("ul", .cls("items")) { h in
            for r in reminders {
                h.el("li", .cls("item read")) { h in
                    h.el("a", .href(CasePlace.file(r.file.sign).link), text: r.file.title)
                    h.el("span", .cls("meta")) { h in AssignmentViews.due(&h, r.file.due, today: today) }
                    h.el("span", .cls("what"), text: "\(r.file.sign) · \(r.file.due.map { $0 < today } ?? false ? "termin minął" : r.reminder.polishName)")
                    h.el("span", .cls("meta"), text: r.file.officerName)
                }
            }
        }
    }
}
