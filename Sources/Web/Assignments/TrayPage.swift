internal import Chancery
internal import Kernel
internal import Markup

/// One's own letters by the day they are due, and those of the unit that nobody has taken.
struct TrayPage: Sendable {
    var frame: DeskFrame
    var rows: [WorkQueue.Row]
    var isUnit: Bool
    var mine: Int
    var unclaimed: Int
    var nextLink: String?
    var banner: Banner?
    var today: Day

    static func banner(_ values: FormValues) -> Banner? {
        for (name, words) in [
            ("zwrocono", "Zwrócono pismo z powodem."), ("zalatwiono", "Załatwiono bez sprawy."), ("zapoznano", "Odnotowano. Pismo zeszło z listy."),
        ] where values.has(name) { return Banner(words) }
        return nil
    }

    func render() -> [UInt8] {
        frame.page(title: isUnit ? "Pisma komórki" : "Moje pisma") { h in
            WorkTop(
                "Skrzynka",
                views: [
                    WorkTop.View("Moje", AssignmentPlace.tray.link, count: mine, isCurrent: !isUnit),
                    WorkTop.View("Do wzięcia w komórce", AssignmentPlace.tray.link(["widok": "komorka"]), count: unclaimed, isCurrent: isUnit),
                ], viewsLabel: "Widoki skrzynki"
            ).write(&h)
            h.el("div", .cls("panes single")) { h in
                h.el("div", .cls("list")) { h in
                    if let banner { h.el("div", .cls("pad")) { h in banner.write(&h) } }
                    if rows.isEmpty {
                        return EmptyState(
                            isUnit ? "Nic do wzięcia" : "Nic nie czeka",
                            isUnit ? "Każde pismo komórki ma już prowadzącego." : "Nowe pisma pojawią się tu same. Dobrego dnia."
                        ).write(&h)
                    }
                    h.el("ul", .cls("items"), .attr("data-lista", "tak")) { h in for row in rows { TrayPage.item(&h, row, today: today) } }
                    Pager(next: nextLink, nextText: "Następne pisma").write(&h)
                }
            }
        }
    }

    static func item(_ h: inout HTML, _ row: WorkQueue.Row, today: Day, current: RegisterNumber? = nil) {
        let w = row.work
        h.el("li", .cls(row.order?.openedAt == nil ? "item new" : "item read")) { h in
            if let n = RegisterNumber(w.reference) {
                h.el("a", .href(Place.letter(year: n.year, number: n.number).link), .attr("aria-current", n == current ? "true" : nil), text: w.title)
            } else {
                h.el("span", text: w.title)
            }
            h.el("span", .cls("meta")) { h in AssignmentViews.due(&h, row.order?.due ?? w.due, today: today) }
            h.el("span", .cls("what")) { h in
                h.text("\(w.reference) · \(w.counterpart)")
                if let order = row.order {
                    h.text(" · \(order.author): \(order.disposition.isEmpty ? order.recipient.manner.polishName : order.disposition)")
                }
            }
            h.el("span", .cls("meta")) { h in
                if w.priority != .normal { h.el("span", .cls("tag err"), text: w.priority.polishName) }
                if let order = row.order, order.recipient.manner != .settle { h.el("span", .cls("tag"), text: order.recipient.manner.polishName) }
            }
        }
    }
}
