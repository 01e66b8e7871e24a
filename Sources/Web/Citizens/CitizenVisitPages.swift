internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Store

/// A visit in words.
enum VisitWords {
    static func full(_ visit: Visit, _ point: ConfirmationPoint?) -> String {
        let place = [point?.name, point?.information.address, point.map { $0.information.room.isEmpty ? "" : "pokój \($0.information.room)" }]
            .compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ", ")
        let when = "\(PolishTypography.weekday(visit.day)) \(visit.day.components.year)\(visit.time.map { " o \($0)" } ?? "")"
        return "Wizyta nr \(visit.ticket): \(when). \(place)"
    }
}

/// Choosing a time at a confirmation point: the point, the day, the hour; the same page moves and cancels.
struct CitizenVisitPage: Sendable {
    struct DayOffer: Sendable {
        var day: Day
        var free: Int
    }

    var frame: CitizenFrame
    var application: ProfileApplication
    /// What is booked now, in words.
    var booked: String?
    var points: [ConfirmationPoint]
    var chosen: ConfirmationPoint?
    var days: [DayOffer]
    var day: Day?
    var slots: [Visits.Slot]
    var form: FormPart
    var keys: (book: String, cancel: String)

    private var title: String { booked == nil ? "Umów wizytę" : "Przełóż wizytę" }

    func render() -> [UInt8] {
        frame.page(title: title, error: !form.errors.isEmpty, aside: booked == nil ? nil : { h in self.cancel(&h) }) { h in
            form.summary(&h, order: ["godzina"])
            h.el("h1", text: title)
            h.el("p", text: PolishTypography.glued("Wniosek \(application.number). Punkt może go załatwić do \(PolishTypography.long(application.lastDay))."))
            if let booked { h.el("p", .cls("note"), text: PolishTypography.glued(booked)) }
            if points.isEmpty { h.el("p", .cls("note warn"), text: "Żaden punkt nie jest teraz otwarty.") }
            if points.count > 1 { places(&h) }
            if let chosen { times(&h, chosen) }
            h.el("p") { h in h.el("a", .cls("back"), .href(CitizenPlace.application(application.id).link), text: "Wróć do wniosku") }
        }
    }

    private func places(_ h: inout HTML) {
        h.el("h2", text: "Punkt")
        h.el("ul", .cls("tasks")) { h in
            for p in points {
                h.el("li") { h in
                    h.el(
                        "a", .cls("what"), .href(CitizenPlace.visit(application.id).link(["punkt": p.id.description])),
                        .attr("aria-current", p.id == chosen?.id ? "true" : nil), text: "\(p.name), \(p.information.address)")
                    if p.id == chosen?.id { h.el("span", .cls("tag ok"), text: "wybrany") }
                }
            }
        }
    }

    private func times(_ h: inout HTML, _ point: ConfirmationPoint) {
        h.el("h2", text: "Dzień")
        if days.isEmpty {
            h.el("p", .cls("note warn"), text: "Punkt nie ma wolnych godzin w tym terminie. Możesz przyjść bez umawiania.")
            return
        }
        h.el("ul", .cls("dayslots"), .label("Dni z wolnymi godzinami")) { h in
            for offer in days {
                h.el("li") { h in
                    h.el(
                        "a", .href(CitizenPlace.visit(application.id).link(["punkt": point.id.description, "dzien": offer.day.description])),
                        .attr("aria-current", offer.day == day ? "date" : nil),
                        text: PolishTypography.weekday(offer.day))
                }
            }
        }
        guard let day else { return }
        CitizenForm(
            token: frame.token, key: keys.book, action: CitizenPlace.visit(application.id).link, button: booked == nil ? "Umów" : "Przełóż",
            hidden: [("punkt", point.id.description), ("dzien", day.description)]
        ).write(&h) { h in
            form.radios(
                &h, "godzina", "Godzina, \(PolishTypography.weekday(day))",
                options: slots.filter { $0.free > 0 }.map { ("\($0.minute)", $0.text) })
        }
    }

    private func cancel(_ h: inout HTML) {
        h.el("section") { h in
            h.el("h2", text: "Nie możesz przyjść?")
            h.el("p", text: PolishTypography.glued("Odwołaj wizytę, żeby ktoś inny mógł przyjść. Wniosek dalej czeka."))
            CitizenForm(token: frame.token, key: keys.cancel, action: CitizenPlace.visitEnd(application.id).link, button: "Odwołaj wizytę", isDangerous: true).write(&h)
        }
    }
}
