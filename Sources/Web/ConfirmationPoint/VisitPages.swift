internal import Identity
internal import Kernel
internal import Law
internal import Markup

/// A visit on the day's list. Names are not on it: people are called by number, and a list left on a desk tells nothing about anybody.
struct VisitRow: Sendable {
    var visit: Visit
    var application: ProfileApplication?
}

/// The visits of a day at a point, and how the point gives out its time.
struct PointVisitsPage: Sendable {
    var frame: DeskFrame
    var standing: PointStanding
    var day: Day
    var isToday: Bool
    var rows: [VisitRow]
    var plan: VisitPlan
    var form: FormPart
    var keys: (act: String, plan: String)
    var banner: String?

    static let order = ["minut", "okienka", "dni"]

    func render() -> [UInt8] {
        frame.page(title: "Wizyty", error: !form.errors.isEmpty) { h in
            WorkTop("Wizyty, \(PolishTypography.weekday(day))", views: PointDesk.views(standing, current: .visits), viewsLabel: "Części punktu").write(&h)
            h.el("div", .cls("page wide")) { h in
                if let banner { Banner(banner).write(&h) }
                form.summary(&h, order: Self.order)
                h.el("p", .cls("actions")) { h in
                    h.el("a", .cls("btn bare"), .href(PointPlace.visits.link(["dzien": day.adding(days: -1).description])), text: "Poprzedni dzień")
                    if !isToday { h.el("a", .cls("btn bare"), .href(PointPlace.visits.link), text: "Dziś") }
                    h.el("a", .cls("btn bare"), .href(PointPlace.visits.link(["dzien": day.adding(days: 1).description])), text: "Następny dzień")
                    h.el("a", .cls("btn"), .href(PointPlace.visitList.link(["dzien": day.description])), text: "Lista do druku")
                }
                if rows.isEmpty {
                    EmptyState("Nikt się nie umówił", "Mieszkaniec umawia wizytę na swoim koncie, przy wniosku. Bez umawiania też można przyjść.").write(&h)
                } else {
                    Grid("Wizyty dnia", ["Godzina", "Nr", "Wniosek", "Rodzaj", "Stan", "Co zrobić"], isWorkList: true).write(&h, rows) { h, row in
                        let v = row.visit
                        h.el("th", .attr("scope", "row"), text: v.time ?? "–")
                        h.el("td", text: String(v.ticket))
                        h.el("td") { h in
                            if let w = row.application {
                                h.el("a", .cls("ref"), .href(PointPlace.application(w.id).link), text: w.number)
                            } else {
                                h.text("–")
                            }
                        }
                        h.el("td", .cls("wide"), text: row.application?.kind.polishName ?? "–")
                        h.el("td") { h in h.el("span", .cls(Self.tag(v.state)), text: v.state.polishName) }
                        h.el("td") { h in acts(&h, v) }
                    }
                }
                if standing.keepsPoint { planForm(&h) }
            }
        }
    }

    static func tag(_ state: Visit.State) -> String {
        switch state {
        case .waiting, .called: "tag warn"
        case .served: "tag ok"
        case .booked: "tag info"
        case .noShow, .cancelled: "tag"
        }
    }

    private func acts(_ h: inout HTML, _ v: Visit) {
        guard standing.isOperator else { return h.text("–") }
        let offered: [(PointPlace.VisitAct, String)] =
            switch v.state {
            case .booked: isToday ? [(.arrived, "Przyszła"), (.cancelled, "Odwołaj")] : [(.cancelled, "Odwołaj")]
            case .waiting: [(.called, "Wezwij")]
            case .called: [(.missed, "Nie przyszła")]
            case .served, .noShow, .cancelled: []
            }
        guard !offered.isEmpty else { return h.text("–") }
        for (act, text) in offered {
            ActButton(frame: frame, action: PointPlace.visit(v.id, act).link, key: keys.act, text: text, about: "wizyta nr \(v.ticket)").write(&h)
        }
    }

    private func planForm(_ h: inout HTML) {
        h.el("h2", text: "Jak umawiamy")
        h.el("p", .cls("muted"), text: PolishTypography.glued("Godziny bierzemy z godzin punktu: \(standing.point.hours.polishText). Umówione wizyty zostają."))
        ActForm(frame: frame, action: PointPlace.visitPlan.link, key: keys.plan, button: "Zapisz").write(&h) { h in
            var shown = form
            if form.errors.isEmpty {
                shown.values = ["minut": String(plan.slotMinutes), "okienka": String(plan.desks), "dni": String(plan.horizonDays)]
            }
            shown.field(&h, "minut", "Ile minut trwa wizyta", width: "w10", numeric: true)
            shown.field(&h, "okienka", "Ile okienek obsługuje naraz", width: "w10", numeric: true)
            shown.field(&h, "dni", "Na ile dni naprzód można się umówić", width: "w10", numeric: true)
        }
    }
}

/// The list of a day on paper.
struct VisitListPage: Sendable {
    var point: ConfirmationPoint
    var day: Day
    var rows: [VisitRow]
    var links: ResourceLinks

    func render() -> [UInt8] {
        var h = HTML()
        Document.open(&h, title: "Wizyty \(PolishTypography.short(day))", links: links)
        h.el("body", .cls("compact printed")) { h in
            h.el("main", .id("tresc"), .cls("page-a4")) { h in
                h.el("p", .cls("noprint actions")) { h in
                    h.el("a", .cls("btn"), .href(PointPlace.visits.link(["dzien": day.description])), text: "Wróć do wizyt")
                    h.el("span", .cls("muted"), text: "Wydrukuj klawiszami Ctrl P.")
                }
                h.el("h1", text: "Wizyty, \(PolishTypography.weekday(day)) \(day.components.year)")
                h.el("p", .cls("muted"), text: point.name)
                if rows.isEmpty { h.el("p", text: "Na ten dzień nikt się nie umówił.") }
                if !rows.isEmpty {
                    Grid("Wizyty dnia", ["Godzina", "Nr", "Wniosek", "Rodzaj", "Uwagi"]).write(&h, rows) { h, row in
                        h.el("th", .attr("scope", "row"), text: row.visit.time ?? "–")
                        h.el("td", text: String(row.visit.ticket))
                        h.el("td", text: row.application?.number ?? "–")
                        h.el("td", text: row.application?.kind.polishName ?? "–")
                        h.el("td", text: row.visit.state == .booked ? "" : row.visit.state.polishName)
                    }
                }
            }
        }
        Document.close(&h)
        return h.bytes
    }
}
