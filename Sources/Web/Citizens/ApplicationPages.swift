internal import Identity
internal import Kernel
internal import Markup

/// Applying to a confirmation point: for a profile, its extension, its end.
struct ProfileApplicationPage: Sendable {
    var frame: CitizenFrame
    var kinds: [ApplicationKind]
    var person: Person
    var mail: String
    var phone: String
    /// Second factors the account has.
    var factors: [FactorKind]
    var chosen: Set<String>
    var declared: Set<String>
    var form: FormPart
    var key: String

    func render() -> [UInt8] {
        frame.page(title: "Wniosek o profil zaufany", error: !form.errors.isEmpty, aside: aside) { h in
            form.summary(&h, order: ["rodzaj", "mail", "telefon", "czynniki", "oswiadczenia"])
            h.el("h1", text: "Wniosek o profil zaufany")
            h.el("dl", .cls("rows")) { h in
                Facts.row(&h, "Imię (imiona)", person.name.givenNames)
                Facts.row(&h, "Nazwisko", person.name.surname)
                Facts.row(&h, "PESEL", SealedPESEL.mask)
                Facts.row(&h, "E-mail", mail)
                Facts.row(&h, "Telefon", phone)
            }
            CitizenForm(token: frame.token, key: key, action: CitizenPlace.newApplication.link, button: "Złóż wniosek", back: CitizenPlace.home.link).write(&h) { h in
                form.radios(&h, "rodzaj", "O co wnosisz?", options: kinds.map { ($0.rawValue, $0.polishName) }, chips: false)
                form.checks(
                    &h, "czynniki", "Czym będziesz potwierdzać czynności, oprócz hasła?", options: factors.map { ($0.rawValue, $0.polishName) }, chosen: chosen,
                    chips: false)
                form.checks(
                    &h, "oswiadczenia", "Oświadczam, że", options: Declaration.allCases.map { ($0.rawValue, $0.polishText) }, chosen: declared,
                    hint: "Zaznacz wszystkie", chips: false)
            }
        }
    }

    private func aside(_ h: inout HTML) {
        h.el("section") { h in
            h.el("h2", text: "Dane się nie zgadzają?")
            h.el("p", text: PolishTypography.glued("Imiona, nazwisko i PESEL muszą być takie jak w dowodzie, razem z drugim imieniem. Inaczej punkt odmówi."))
        }
    }
}

/// One application: how it stands, where to go with it.
struct ProfileApplicationStatePage: Sendable {
    var frame: CitizenFrame
    var application: ProfileApplication
    /// Lines of points that are open, for example address and hours.
    var points: [[(label: String, text: String)]]
    var registerLabel: String
    var banner: String?
    var key: String
    /// The booked time in words, for example „12.03.2026 o 9:30, Rynek 1”.
    var visit: String?

    func render() -> [UInt8] {
        let w = application
        return frame.page(title: "Wniosek \(w.number)", aside: { h in self.places(&h) }) { h in
            if let banner { h.el("div", .cls("banner ok"), .attr("role", "status")) { h in h.el("p", text: PolishTypography.glued(banner)) } }
            h.el("h1", text: "Wniosek \(w.number)")
            h.el("section", .cls(w.state == .carriedOut || w.state == .archived && w.reason == nil ? "done-panel" : "state-panel"), .label("Stan wniosku")) { h in
                h.el("p") { h in CitizenWords.tag(&h, w.state) }
                h.el("p", .cls("big"), text: PolishTypography.glued(CitizenWords.next(w)))
            }
            h.el("dl", .cls("rows")) { h in
                Facts.row(&h, "Numer wniosku") { h in h.el("span", .cls("ref"), text: w.number) }
                Facts.row(&h, "Rodzaj", w.kind.polishName)
                Facts.row(&h, "Złożony", Moment.full(w.submittedAt))
                Facts.row(&h, "Punkt może załatwić do", PolishTypography.long(w.lastDay))
                if let reason = w.reason { Facts.row(&h, "Przyczyna", "\(reason.polishName) (\(reason.source))") }
            }
            if w.state == .submitted { h.el("p", .cls("muted small"), text: registerLabel) }
            if w.state == .ready {
                h.el("h2", text: "Wizyta")
                h.el("p", text: PolishTypography.glued(visit ?? "Możesz przyjść bez umawiania w godzinach punktu albo wybrać godzinę i nie czekać."))
                h.el("p") { h in
                    h.el("a", .cls("btn first"), .href(CitizenPlace.visit(w.id).link), text: visit == nil ? "Umów wizytę" : "Przełóż albo odwołaj wizytę")
                }
                h.el("h2", text: "Co zabrać")
                h.el("ol", .cls("numbered")) { h in
                    for step in [
                        "Dowód osobisty, paszport albo inny dokument ze zdjęciem, ważny w dniu wizyty.", "Numer wniosku: \(w.number).",
                        "Telefon, na który przychodzą kody.",
                    ] { h.el("li") { h in h.el("span", text: PolishTypography.glued(step)) } }
                }
            }
            if w.state == .ready || w.state == .submitted {
                h.el("h2", text: "Zmiana zdania")
                CitizenForm(token: frame.token, key: key, action: CitizenPlace.withdrawal(w.id).link, button: "Wycofaj wniosek", isDangerous: true).write(&h)
            }
        }
    }

    private func places(_ h: inout HTML) {
        h.el("section") { h in
            h.el("h2", text: "Punkty potwierdzające")
            if points.isEmpty { h.el("p", text: "Żaden punkt nie jest teraz otwarty.") }
            for point in points {
                h.el("div") { h in
                    for line in point { h.el("p", text: line.label == "Punkt" ? line.text : PolishTypography.glued("\(line.label): \(line.text)")) }
                }
            }
        }
    }
}
