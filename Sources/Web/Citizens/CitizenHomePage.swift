internal import Identity
internal import Kernel
internal import Law
internal import Markup

/// A citizen's first page: what to do next, and how things stand.
struct CitizenHomePage: Sendable {
    var frame: CitizenFrame
    var personName: String
    /// No address has been confirmed yet.
    var needsAddresses: Bool
    var profile: TrustedProfile?
    var applications: [ProfileApplication]
    var toSign: Int
    var banner: String?
    var today: Day

    private var open: ProfileApplication? { applications.first { $0.state.isOpen } }

    func render() -> [UInt8] {
        frame.page(title: "Moje konto", aside: aside) { h in
            if let banner { h.el("div", .cls("banner ok"), .attr("role", "status")) { h in h.el("p", text: PolishTypography.glued(banner)) } }
            h.el("h1", text: "Moje konto")
            h.el("p", .cls("lead"), text: personName)
            next(&h)
            if !applications.isEmpty {
                h.el("h2", text: "Wnioski")
                h.el("ul", .cls("tasks")) { h in
                    for w in applications {
                        h.el("li") { h in
                            h.el("a", .cls("what"), .href(CitizenPlace.application(w.id).link), text: "\(w.number): \(w.kind.polishName)")
                            CitizenWords.tag(&h, w.state)
                        }
                    }
                }
            }
        }
    }

    /// One thing, whatever else there is.
    private func next(_ h: inout HTML) {
        h.el("section", .cls("state-panel"), .label("Co teraz")) { h in
            if needsAddresses {
                h.el("h2", text: "Potwierdź e-mail i telefon")
                h.el("p", text: PolishTypography.glued("Bez tego nie złożysz wniosku o profil i nie zalogujesz się kodem."))
                h.el("p") { h in h.el("a", .cls("btn first"), .href(CitizenPlace.addresses.link), text: "Wyślij kody") }
            } else if let profile {
                h.el("h2", text: "Masz profil zaufany")
                h.el("p", text: PolishTypography.glued("Jest ważny do \(PolishTypography.long(PolishTime.day(of: profile.validTo)))."))
                h.el("p", .cls("actions")) { h in
                    h.el("a", .cls("btn first"), .href(CitizenPlace.newLetter.link), text: "Napisz pismo do urzędu")
                    h.el("a", .cls("btn bare"), .href(CitizenPlace.profile.link), text: "Zobacz profil")
                }
                if toSign > 0 {
                    h.el("p") { h in
                        h.el(
                            "a", .href(CitizenPlace.letters.link),
                            text: "\(toSign) \(PolishTypography.form(toSign, "pismo czeka", "pisma czekają", "pism czeka")) na podpis")
                    }
                }
            } else if let open {
                h.el("h2", text: open.state == .ready ? "Przyjdź do punktu z dowodem" : "Wniosek w drodze")
                h.el("p", text: PolishTypography.glued(CitizenWords.next(open)))
                h.el("p") { h in h.el("a", .cls("btn first"), .href(CitizenPlace.application(open.id).link), text: "Zobacz wniosek \(open.number)") }
            } else {
                h.el("h2", text: "Złóż wniosek o profil zaufany")
                h.el("p", text: PolishTypography.glued("Profilem podpiszesz pismo do urzędu bez wychodzenia z domu."))
                h.el("p") { h in h.el("a", .cls("btn first"), .href(CitizenPlace.newApplication.link), text: "Zacznij") }
            }
        }
    }

    private func aside(_ h: inout HTML) {
        h.el("section") { h in
            h.el("h2", text: "Na tym koncie")
            h.el("ul") { h in
                for (text, place) in [
                    ("Profil zaufany", CitizenPlace.profile), ("Pisma", .letters), ("Pełnomocnictwa", .powers), ("Kto oglądał moje dane", .looks),
                    ("Sesje i sposoby logowania", .sessions),
                ] { h.el("li") { h in h.el("a", .href(place.link), text: text) } }
            }
        }
    }
}

/// Words for citizens about states.
enum CitizenWords {
    static func tag(_ h: inout HTML, _ state: ApplicationState) {
        let cls =
            switch state {
            case .carriedOut, .archived: "tag ok"
            case .refused, .rejectedData, .expired: "tag err"
            case .ready: "tag warn"
            default: "tag info"
            }
        h.el("span", .cls(cls), text: state.polishName)
    }

    static func next(_ w: ProfileApplication) -> String {
        switch w.state {
        case .draft, .submitted: "Sprawdzamy dane w rejestrze. Zwykle trwa to kilka minut."
        case .ready: "Zabierz dowód osobisty albo paszport. Punkt może załatwić wniosek do \(PolishTypography.long(w.lastDay))."
        case .inService, .documentChecked, .printed, .signed: "Wniosek jest teraz przy okienku."
        case .rejectedData: "Dane z wniosku różnią się od rejestru. Popraw dane i złóż nowy wniosek albo zapytaj w urzędzie."
        case .expired: "Minął termin, więc dane z wniosku usunięto. Możesz złożyć nowy."
        case .withdrawn: "Wniosek jest wycofany."
        case .refused: "Odmowa: \(w.reason?.polishName ?? "przyczynę poda punkt"). Możesz złożyć nowy wniosek."
        case .carriedOut, .archived: "Załatwione."
        }
    }
}
