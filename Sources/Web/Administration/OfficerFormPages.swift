internal import Chancery
internal import Kernel
internal import Markup
internal import Store

/// A new post of an officer.
struct PostFormPage: Sendable {
    var frame: DeskFrame
    var officer: Officer
    var current: [String]
    var units: [OfficeUnit]
    var form: FormPart
    var key: String

    func render() -> [UInt8] {
        frame.page(title: "Nowe stanowisko", error: !form.errors.isEmpty) { h in
            WorkTop("Nowe stanowisko: \(officer.name)").write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: ["komorka", "stanowisko", "kierownik", "od"])
                BeforeAfter.write(&h, [("Stanowiska", current.isEmpty ? "brak" : current.joined(separator: "; "))])
                h.el("h2", text: "Dochodzi")
                ActForm(
                    frame: frame, action: AdministrationPlace.newPost(officer.id).link, key: key, button: "Zapisz stanowisko",
                    back: AdministrationPlace.officer(officer.id).link
                ).write(&h) { h in
                    form.select(&h, "komorka", "Komórka", options: [("", "wybierz")] + units.map { ($0.id.description, $0.label) })
                    form.field(&h, "stanowisko", "Stanowisko", hint: "Tak stanie pod pismami")
                    form.check(&h, "kierownik", "Kieruje tą komórką")
                    form.field(&h, "od", "Od dnia", width: "w10")
                }
            }
        }
    }
}

/// A question about the last day, with a reason where something is taken away.
struct LastDayPage: Sendable {
    var frame: DeskFrame
    var title: String
    var facts: [(label: String, value: String)]
    var words: [String]
    var action: String
    var button: String
    var back: String
    var asksReason: Bool
    var form: FormPart
    var key: String

    func render() -> [UInt8] {
        frame.page(title: title, error: !form.errors.isEmpty) { h in
            WorkTop(title).write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: ["do", "powod"])
                BeforeAfter.write(&h, facts)
                for w in words { h.el("p", text: PolishTypography.glued(w)) }
                ActForm(frame: frame, action: action, key: key, button: button, back: back, isDangerous: true).write(&h) { h in
                    form.field(&h, "do", "Ostatni dzień", width: "w10")
                    if asksReason { form.area(&h, "powod", "Powód", rows: 2) }
                }
            }
        }
    }
}

/// A role with its scope, classes, access and dates.
struct RoleFormPage: Sendable {
    var frame: DeskFrame
    var officer: Officer
    var current: [String]
    var units: [OfficeUnit]
    var form: FormPart
    var key: String

    static let order = ["rola", "zakres", "komorka", "klasy", "dostep", "poufne", "od", "do"]

    func render() -> [UInt8] {
        frame.page(title: "Nowa rola", error: !form.errors.isEmpty) { h in
            WorkTop("Nowa rola: \(officer.name)").write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: Self.order)
                BeforeAfter.write(&h, [("Role", current.isEmpty ? "brak" : current.joined(separator: "; "))])
                h.el("h2", text: "Dochodzi")
                ActForm(
                    frame: frame, action: AdministrationPlace.newRole(officer.id).link, key: key, button: "Nadaj rolę", back: AdministrationPlace.officer(officer.id).link
                ).write(&h) { h in
                    form.select(&h, "rola", "Rola", options: [("", "wybierz")] + ChanceryRole.forOfficers.map { ($0.rawValue, $0.polishName) })
                    form.select(&h, "zakres", "Zakres", options: [("", "wybierz")] + RoleScope.allCases.map { ($0.rawValue, $0.polishName) })
                    form.select(
                        &h, "komorka", "Komórka", options: [("", "bez komórki")] + units.map { ($0.id.description, $0.label) },
                        hint: "Potrzebna, gdy zakresem jest komórka")
                    form.field(&h, "klasy", "Tylko klasy", hint: "Puste: wszystkie. Na przykład: 61, 7226", optional: true)
                    form.select(
                        &h, "dostep", "Najwyżej do dokumentów", options: Access.allCases.reversed().map { ($0.rawValue, $0.polishName) })
                    form.check(&h, "poufne", "Widzi także akta poufne")
                    form.field(&h, "od", "Od dnia", width: "w10")
                    form.field(&h, "do", "Do dnia", hint: "Puste: bezterminowo. Kontroler musi mieć datę końca", optional: true, width: "w10")
                }
            }
        }
    }
}

/// Another name; what was signed before keeps the old one.
struct OfficerNamePage: Sendable {
    var frame: DeskFrame
    var officer: Officer
    var form: FormPart
    var key: String

    func render() -> [UInt8] {
        frame.page(title: "Zmiana nazwiska", error: !form.errors.isEmpty) { h in
            WorkTop("Zmiana nazwiska").write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: ["imiona", "nazwisko"])
                BeforeAfter.write(&h, [("Imię i nazwisko", officer.name)])
                h.el("h2", text: "Ma być")
                h.el("p", .cls("muted"), text: "Pod tym, co już podpisano, zostaje dawne nazwisko.")
                ActForm(
                    frame: frame, action: AdministrationPlace.officerName(officer.id).link, key: key, button: "Zapisz nazwisko",
                    back: AdministrationPlace.officer(officer.id).link
                ).write(&h) { h in
                    form.field(&h, "imiona", "Imię")
                    form.field(&h, "nazwisko", "Nazwisko")
                }
            }
        }
    }
}

/// Which account belongs to the officer.
struct OfficerAccountPage: Sendable {
    var frame: DeskFrame
    var officer: Officer
    var before: String
    /// Accounts that no officer has.
    var free: [(value: String, text: String)]
    var form: FormPart
    var key: String

    func render() -> [UInt8] {
        frame.page(title: "Konto pracownika", error: !form.errors.isEmpty) { h in
            WorkTop("Konto: \(officer.name)").write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: ["konto"])
                BeforeAfter.write(&h, [("Konto", before)])
                h.el("h2", text: "Ma być")
                h.el("p") { h in
                    h.text("Na liście są konta, których nikt nie ma. ")
                    h.el("a", .href(AdministrationPlace.accounts.link), text: "Załóż nowe konto")
                }
                ActForm(
                    frame: frame, action: AdministrationPlace.officerAccount(officer.id).link, key: key, button: "Zapisz konto",
                    back: AdministrationPlace.officer(officer.id).link
                ).write(&h) { h in
                    form.select(&h, "konto", "Konto", options: [("", "bez konta")] + free)
                }
            }
        }
    }
}

/// An officer leaves: what is still in his hands, and the last day.
struct LeavingPage: Sendable {
    struct Item: Sendable {
        var kind: String
        var reference: String
        var title: String
        var link: String?
    }
    var frame: DeskFrame
    var officer: Officer
    var summary: String
    var items: [Item]
    var isFree: Bool
    var form: FormPart
    var key: String

    func render() -> [UInt8] {
        frame.page(title: "Odejście z urzędu", error: !form.errors.isEmpty) { h in
            WorkTop("Odejście: \(officer.name)").write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: ["do", "powod"])
                if isFree {
                    h.el("p", .cls("note ok"), text: "Nic nie zostało w toku. Można zakończyć pracę.")
                } else {
                    h.el("div", .cls("note warn")) { h in
                        h.el("h2", text: "Zostało do przekazania: \(summary)")
                        h.el("p", text: PolishTypography.glued("Najpierw przekaż to innym osobom. Potem wróć na tę stronę."))
                    }
                    Grid("Praca do przekazania", ["Co", "Numer", "Tytuł"]).write(&h, items) { h, item in
                        h.el("td", text: item.kind)
                        h.el("th", .attr("scope", "row"), .cls("ref")) { h in
                            if let link = item.link { h.el("a", .href(link), text: item.reference) } else { h.text(item.reference) }
                        }
                        h.el("td", .cls("wide"), text: item.title)
                    }
                }
                h.el(
                    "p",
                    text: PolishTypography.glued(
                        "Z ostatnim dniem skończą się stanowiska, role i zastępstwa. Konto zamknie się od razu, jeśli ostatni dzień to dziś albo wcześniej. Osoba zostaje w historii."
                    ))
                ActForm(
                    frame: frame, action: AdministrationPlace.leaving(officer.id).link, key: key, button: "Zapisz odejście",
                    back: AdministrationPlace.officer(officer.id).link, isDangerous: true
                ).write(&h) { h in
                    form.field(&h, "do", "Ostatni dzień", width: "w10")
                    form.area(&h, "powod", "Powód", hint: "Na przykład: rozwiązanie umowy", rows: 2)
                }
            }
        }
    }
}
