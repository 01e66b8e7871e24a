internal import Kernel
internal import Markup

/// Days off of a year, and those entered for a single year.
struct CalendarPage: Sendable {
    struct Line: Sendable {
        var day: Day
        var name: String
        var source: String
        /// For the link that takes it back; `nil` for days off by the act.
        var isEntered: Bool
    }
    var frame: DeskFrame
    var year: Int
    var lines: [Line]
    var form: FormPart
    var key: String
    var banner: Banner?

    func render() -> [UInt8] {
        frame.page(title: "Dni wolne \(year)", error: !form.errors.isEmpty) { h in
            WorkTop(
                "Dni wolne \(year)",
                views: (year - 1...year + 1).map { WorkTop.View(String($0), AdministrationPlace.calendar.link(["rok": String($0)]), isCurrent: $0 == year) },
                viewsLabel: "Lata"
            ).write(&h)
            h.el("div", .cls("page")) { h in
                banner?.write(&h)
                form.summary(&h, order: ["dzien", "nazwa", "zrodlo"])
                h.el("p", .cls("muted"), text: "Termin, który kończy się w sobotę albo w dzień wolny, przechodzi na następny dzień roboczy.")
                Grid("Dni wolne od pracy", ["Dzień", "Nazwa", "Skąd", "Usuń"]).write(&h, lines) { h, line in
                    h.el("th", .attr("scope", "row"), text: PolishTypography.weekday(line.day))
                    h.el("td", text: line.name)
                    h.el("td", .cls("wide"), text: line.source)
                    h.el("td") { h in
                        if line.isEntered {
                            h.el("a", .href(AdministrationPlace.withdrawDay.link(["dzien": line.day.description]))) { h in
                                h.text("Usuń")
                                h.el("span", .cls("vh"), text: " \(PolishTypography.short(line.day))")
                            }
                        }
                    }
                }
                h.el("h2", text: "Dodatkowy dzień wolny")
                h.el("p", text: PolishTypography.glued("Wpisz dzień, który ustawa uczyniła wolnym tylko w jednym roku."))
                ActForm(frame: frame, action: AdministrationPlace.calendar.link, key: key, button: "Wpisz dzień wolny").write(&h) { h in
                    form.field(&h, "dzien", "Dzień", width: "w10")
                    form.field(&h, "nazwa", "Nazwa")
                    form.field(&h, "zrodlo", "Ustawa", hint: "Na przykład: ustawa z 7.11.2018, Dz.U. poz. 2117")
                }
            }
        }
    }
}
