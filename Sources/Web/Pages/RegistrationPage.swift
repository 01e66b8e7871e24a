internal import Chancery
internal import Markup

/// The form by which a letter is registered by hand, or its data corrected.
struct LetterFormPage: Sendable {
    enum Purpose: Sendable {
        case registration
        case correction(RegisterNumber, arrival: String, registered: String)
    }
    var frame: DeskFrame
    var purpose: Purpose
    var form: FormPart
    var key: String
    /// Letters that look the same, shown before registering all the same.
    var duplicates: [RegisterRow] = []
    /// What was just registered.
    var registered: RegisterNumber?
    /// The scan beside the form.
    var scan: ScanAtHand?
    /// Known senders to choose from.
    var choice: SenderChoice?
    /// The field where the cursor waits; without it the first one.
    var focus: String?

    private static let senderFields = [
        "rodzaj-nadawcy", "nazwisko", "imiona", "nazwa", "ulica", "budynek", "lokal", "kod", "miejscowosc", "skrytka-pocztowa", "kraj", "email",
    ]
    static func order(senders: Int) -> [String] { (1...senders).flatMap { n in senderFields.map { $0 + LetterForm.suffix(n) } } + letterFields }
    private static let letterFields = [
        "nadawca", "temat", "zdnia", "wplyw", "nadano", "jak", "numer-nadania", "zalaczniki", "znak", "rodzaj", "dostep", "uwagi", "skan-zakres", "skan-powod",
        "skan-objetosc", "plik", "powod",
    ]
    static let manners = ["list zwykły", "list polecony", "list polecony ZPO", "osobiście", "kurier", "e-mail", "faks"]
    static let kinds = ["pismo", "wniosek", "skarga", "odwołanie", "faktura", "umowa", "opinia", "zaświadczenie", "zawiadomienie"]

    private var isCorrection: Bool { if case .correction = purpose { true } else { false } }

    func render() -> [UInt8] {
        let title: String
        let action: String
        switch purpose {
        case .registration:
            title = "Nowe pismo"
            action = Place.registration.link
        case .correction(let n, _, _):
            title = "Popraw dane \(n)"
            action = Place.correction(year: n.year, number: n.number).link
        }
        return frame.page(title: title, error: !form.errors.isEmpty) { h in
            h.el("div", .cls("worktop")) { h in
                h.el("div", .cls("row")) { h in
                    h.el("h1", .cls("wtitle"), text: title)
                    if !isCorrection {
                        h.el("p", .cls("muted small"), text: "dostanie następny wolny numer rejestru")
                        h.el("div", .cls("push actions")) { h in WorkTop.Action("Skany", Place.scans.link, key: "S").write(&h) }
                    }
                }
            }
            h.el(
                "form", .cls(scan == nil ? "entry" : "entry with-scan"), .attr("method", "post"), .attr("action", action), .flag("novalidate"),
                .attr("enctype", isCorrection ? nil : "multipart/form-data"), .attr("data-zapis", "tak"), .label("Dane pisma")
            ) { h in
                h.el("div", .cls("entry-body")) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    // Enter in a field presses the first button of a form: it must be the one that saves.
                    h.el("button", .cls("vh"), .attr("tabindex", "-1"), .attr("aria-hidden", "true"), text: "Zapisz")
                    if !duplicates.isEmpty { h.void("input", .type("hidden"), .name("mimo-to"), .value("tak")) }
                    if let n = registered { confirm(&h, n) }
                    form.summary(&h, order: LetterFormPage.order(senders: senders))
                    if let scan { scan.write(&h) }
                    if !duplicates.isEmpty { warnOfDuplicates(&h) }
                    if case .correction(_, let arrival, let registered) = purpose {
                        h.el("div", .cls("note small")) { h in
                            h.el(
                                "p",
                                text:
                                    "Numer, data wpływu (\(arrival)) i\u{A0}czas rejestracji (\(registered)) nie zmieniają się nigdy. Są dowodem, kiedy pismo wpłynęło."
                            )
                        }
                    }
                    h.el("div", .cls("entry-cols")) { h in
                        h.el("div", .id("nadawca")) { h in
                            h.void("input", .type("hidden"), .name(LetterForm.countField), .value(String(senders)))
                            for n in 1...senders { sender(&h, n) }
                            if senders < RegistrationRules.mostSenders {
                                h.el("p") { h in
                                    h.el("button", .cls("btn"), .name(LetterForm.addButton), .value("tak"), text: "Dodaj nadawcę")
                                }
                            }
                            if isCorrection {
                                form.area(&h, "powod", "Powód poprawki", hint: "Zostanie w\u{A0}historii pisma razem ze starą wartością", rows: 2)
                            } else {
                                scan(&h)
                            }
                        }
                        h.el("section", .attr("aria-labelledby", "n-pismo")) { h in letter(&h) }
                    }
                }
                foot(&h)
            }
        }
    }

    private func confirm(_ h: inout HTML, _ n: RegisterNumber) {
        h.el("div", .cls("banner ok"), .attr("role", "status")) { h in
            h.el("p") { h in
                h.el("strong") { h in
                    h.text("Zarejestrowano ")
                    h.el("a", .cls("ref"), .href(Place.letter(year: n.year, number: n.number).link), text: n.description)
                }
                h.text(" · ")
                h.el("a", .href(Place.label(year: n.year, number: n.number).link), text: "Drukuj etykietę")
                h.text(" · ")
                h.el("a", .href(Place.confirmation(year: n.year, number: n.number).link), text: "Drukuj potwierdzenie")
            }
        }
    }

    /// Said at each field that holds what a machine read and nobody changed yet.
    private func readHint(_ field: String) -> String? {
        guard let read = scan?.proposed[field], !read.isEmpty, form.value(field) == read else { return nil }
        return "Odczytano ze skanu. Sprawdź"
    }

    private func foot(_ h: inout HTML) {
        h.el("p", .cls("entry-foot")) { h in
            h.el("button", .cls("btn first")) { h in
                h.text(isCorrection ? "Zapisz poprawki " : duplicates.isEmpty ? "Zarejestruj i weź następne " : "Zarejestruj mimo to ")
                h.el("kbd", .attr("aria-hidden", "true"), text: "Ctrl Enter")
            }
            if case .correction(let n, _, _) = purpose {
                h.el("a", .cls("btn bare"), .href(Place.letter(year: n.year, number: n.number).link), text: "Wróć bez zmian")
            }
        }
    }

    private func warnOfDuplicates(_ h: inout HTML) {
        h.el("div", .cls("note warn"), .attr("role", "alert")) { h in
            h.el("h2", text: duplicates.count == 1 ? "Podobne pismo już jest w rejestrze" : "Podobne pisma już są w rejestrze")
            h.el("ul") { h in
                for d in duplicates {
                    h.el("li") { h in
                        h.el("a", .cls("ref"), .href(Place.letter(year: d.number.year, number: d.number.number).link), text: d.number.description)
                        h.text(", wpływ \(PolishTypography.short(d.arrivalDay)), \(d.sender): \(d.title)")
                    }
                }
            }
            h.el("p", text: "To samo pismo? Nie rejestruj go drugi raz. Inne? Wybierz „Zarejestruj mimo to”.")
        }
    }

    /// How many senders the form shows.
    private var senders: Int { min(max(Int(form.value(LetterForm.countField)) ?? 1, 1), RegistrationRules.mostSenders) }

    private func sender(_ h: inout HTML, _ number: Int) {
        h.el("section", .cls("sender"), .attr("aria-labelledby", "n-nadawca" + LetterForm.suffix(number))) { h in senderFields(&h, number) }
    }

    private func senderFields(_ h: inout HTML, _ number: Int) {
        let s = LetterForm.suffix(number)
        h.el("h2", .id("n-nadawca" + s), text: number == 1 ? "Nadawca" : "Nadawca \(number)")
        if !isCorrection { known(&h, number) }
        form.radios(
            &h, "rodzaj-nadawcy" + s, "Kto napisał", options: [("osoba", "osoba"), ("instytucja", "firma lub urząd"), ("nieustalony", "nie da się ustalić")])
        h.el("div", .cls("form-grid")) { h in
            form.field(&h, "nazwisko" + s, "Nazwisko", box: "c3 of-person")
            form.field(&h, "imiona" + s, "Imiona", box: "c3 of-person")
            form.field(&h, "nazwa" + s, "Nazwa firmy lub urzędu", box: "of-body")
        }
        h.el("fieldset") { h in
            h.el("legend", .cls("legend")) { h in
                h.text("Adres ")
                h.el("span", .cls("opt"), text: "(tyle, ile jest na\u{A0}piśmie)")
            }
            h.el("div", .cls("form-grid")) { h in
                form.field(&h, "ulica" + s, "Ulica")
                form.field(&h, "budynek" + s, "Budynek", box: "c2")
                form.field(&h, "lokal" + s, "Lokal", box: "c2")
                form.field(&h, "kod" + s, "Kod pocztowy", width: "num", numeric: true, box: "c2")
                form.field(&h, "miejscowosc" + s, "Miejscowość", box: "c4")
                form.field(&h, "skrytka-pocztowa" + s, "Skrytka poczt.", box: "c2")
                form.field(&h, "kraj" + s, "Kraj", box: "c3")
                form.field(&h, "email" + s, "E-mail", box: "c3")
            }
        }
    }

    /// A few letters instead of a name and an address.
    private func known(_ h: inout HTML, _ number: Int) {
        let s = LetterForm.suffix(number), id = LetterForm.searchField + s
        let isFirst = number == senders && form.errors.isEmpty && duplicates.isEmpty && focus == nil && choice == nil
        h.el("div", .cls("known"), .attr("data-nadawcy", Place.knownSenders.link), .attr("data-koncowka", s)) { h in
            form.field(&h, id, "Znany nadawca", hint: "Początek nazwiska albo nazwy, potem Enter. Nowego wpisz niżej", focus: isFirst)
            h.el("button", .cls("btn"), .name(LetterForm.searchButton), .value(String(number)), text: "Wypełnij")
            if let choice, choice.sender == number {
                h.el("fieldset", .cls("field")) { h in
                    h.el("legend", .cls("legend"), text: "Który to nadawca?")
                    for (i, one) in choice.found.enumerated() {
                        h.el(
                            "button", .cls("btn"), .name(LetterForm.chooseButton), .value("\(number):\(one.id)"), .flag("autofocus", i == 0),
                            text: [one.card.label, ContactWords.address(one.card.postalAddress ?? PostalAddress())].filter { !$0.isEmpty }.joined(separator: ", "))
                    }
                }
            }
        }
    }

    private func scan(_ h: inout HTML) {
        h.el("div", .cls("upload")) { h in
            h.el("label", .cls("label"), .attr("for", "plik")) { h in
                h.text("Skan pisma ")
                h.el("span", .cls("opt"), text: "(nieobowiązkowe)")
            }
            h.el("span", .cls("hint"), .id("plik-h"), text: "PDF, JPG, PNG lub TIFF, do\u{A0}60\u{A0}MB")
            let error = form.errors["plik"]
            if let error { h.el("span", .cls("error"), .id("plik-e"), text: error) }
            h.void(
                "input", .type("file"), .id("plik"), .name("plik"), .attr("accept", ".pdf,.jpg,.jpeg,.png,.tif,.tiff"),
                .attr("aria-describedby", error == nil ? "plik-h" : "plik-h plik-e"))
        }
    }

    private func letter(_ h: inout HTML) {
        h.el("h2", .id("n-pismo"), text: "Pismo")
        form.field(&h, "temat", "Temat", hint: readHint("temat"), focus: focus == "temat")
        h.el("div", .cls("form-grid")) { h in
            form.field(&h, "zdnia", "Data na piśmie", hint: readHint("zdnia") ?? "Może być sam miesiąc albo rok", width: "num", box: "c3")
            if isCorrection {
                form.field(&h, "nadano", "Data nadania", width: "num", box: "c3")
            } else {
                form.field(&h, "wplyw", "Data wpływu", hint: "Skrót: d to dziś, w to wczoraj", width: "num", box: "c3")
            }
            form.select(&h, "sposob", "Sposób dostarczenia", options: [("", "nie określono")] + options(LetterFormPage.manners, current: "sposob"), box: "c3")
            form.field(&h, "numer-nadania", "Numer nadania", width: "ref", box: "c3")
            if !isCorrection { form.field(&h, "nadano", "Data nadania", width: "num", box: "c3") }
            form.field(&h, "zalaczniki", "Liczba załączników", hint: readHint("zalaczniki"), width: "num", numeric: true, box: "c3")
            form.field(&h, "znak", "Znak nadawcy", hint: readHint("znak"), width: "ref", box: "c3")
            form.select(&h, "rodzaj", "Rodzaj dokumentu", options: [("", "nie określono")] + options(LetterFormPage.kinds, current: "rodzaj"), box: "c3")
            form.select(&h, "dostep", "Dostęp", options: Access.allCases.map { ($0.rawValue, $0.polishName) }, box: isCorrection ? "c3" : "")
        }
        form.area(&h, "uwagi", "Uwagi", hint: "Na przykład: zeskanowano tylko pierwszą stronę z\u{A0}500", rows: 2)
        form.select(
            &h, "skan-zakres", "Odwzorowanie",
            options: [("", isCorrection ? "nie dotyczy" : "całe, gdy jest skan")] + ScanCoverage.Extent.allCases.map { ($0.rawValue, $0.polishName) },
            hint: isCorrection ? nil : "Zmień, gdy zeskanowano tylko część")
        h.el("div", .cls("form-grid")) { h in
            form.field(&h, "skan-powod", "Dlaczego nie całe", optional: true, box: "c3")
            form.field(&h, "skan-objetosc", "Czego brakuje w skanie", optional: true, box: "c3")
        }
    }

    /// The dictionary, and the present value where it is not in it.
    private func options(_ words: [String], current: String) -> [(value: String, text: String)] {
        let value = form.value(current)
        return (words + (value.isEmpty || words.contains(value) ? [] : [value])).map { ($0, $0) }
    }
}

/// The question before a number is cancelled.
struct CancellationPage: Sendable {
    var frame: DeskFrame
    var number: RegisterNumber
    var title: String
    var form: FormPart
    var key: String

    func render() -> [UInt8] {
        frame.page(title: "Anuluj numer \(number)", error: !form.errors.isEmpty) { h in
            h.el("div", .cls("worktop")) { h in h.el("h1", .cls("wtitle"), text: "Anulować numer \(number)?") }
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: ["powod"])
                h.el("p") { h in
                    h.text("Pismo: ")
                    h.el("strong", text: PolishTypography.glued(title))
                }
                h.el("p", text: "Numer zostanie w rejestrze przekreślony, z powodem. Nikt nie dostanie go drugi raz. Tego nie da się cofnąć.")
                let n = number
                h.el(
                    "form", .attr("method", "post"), .attr("action", Place.cancellation(year: n.year, number: n.number).link), .flag("novalidate"),
                    .attr("data-zapis", "tak")
                ) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    form.field(&h, "powod", "Powód", hint: "Na przykład: zarejestrowano dwa razy, właściwy numer RPW/12/2026")
                    h.el("p", .cls("actions")) { h in
                        h.el("button", .cls("btn danger"), text: "Anuluj numer")
                        h.el("a", .cls("btn"), .href(Place.letter(year: n.year, number: n.number).link), text: "Wróć do pisma")
                    }
                }
            }
        }
    }
}
