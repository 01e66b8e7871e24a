internal import Identity
internal import Markup

/// A new account of a citizen.
struct CitizenRegistrationPage: Sendable {
    var frame: CitizenFrame
    var form: FormPart
    var key: String

    static let order = ["imiona", "nazwisko", "pesel", "mail", "telefon", "identyfikator", "haslo"]
    static let renamed = [
        "givenNames": "imiona", "surname": "nazwisko", "phone": "telefon", "userID": "identyfikator", "password": "haslo",
    ]

    func render() -> [UInt8] {
        frame.page(title: "Załóż konto", error: !form.errors.isEmpty, aside: aside) { h in
            form.summary(&h, order: Self.order)
            h.el("h1", text: "Załóż konto")
            h.el("p", .cls("lead"), text: PolishTypography.glued("Zajmie 3 minuty. Przygotuj dowód osobisty i telefon. Potem złożysz wniosek o profil zaufany."))
            CitizenForm(
                token: frame.token, key: key, action: CitizenPlace.registration.link, button: "Załóż konto", back: CitizenPlace.signIn.link, backText: "Mam już konto"
            ).write(&h) { h in
                form.field(&h, "imiona", "Imię lub imiona", hint: "Wszystkie, tak jak w dowodzie", autocomplete: "given-name", focus: form.errors.isEmpty)
                form.field(&h, "nazwisko", "Nazwisko", autocomplete: "family-name")
                form.field(&h, "pesel", "PESEL", width: "w10", numeric: true)
                form.field(&h, "mail", "E-mail", hint: "Wyślemy na niego kod", kind: "email", autocomplete: "email")
                form.field(&h, "telefon", "Telefon komórkowy", hint: "Wyślemy na niego kod", width: "w10", kind: "tel", autocomplete: "tel")
                form.field(
                    &h, "identyfikator", "Identyfikator", hint: "Tym się zalogujesz. Litery bez polskich znaków, cyfry, kropka, łącznik. Nie można go potem zmienić.",
                    autocomplete: "username")
                form.field(
                    &h, "haslo", "Hasło", hint: "Co najmniej 12 znaków. Może być zdaniem, na przykład z kilku słów.", kind: "password", autocomplete: "new-password")
            }
        }
    }

    private func aside(_ h: inout HTML) {
        h.el("section") { h in
            h.el("h2", text: "Co dalej")
            h.el("ol", .cls("numbered")) { h in
                for step in ["Potwierdzisz e-mail i telefon.", "Złożysz wniosek o profil.", "Przyjdziesz z dowodem do punktu w urzędzie gminy."] {
                    h.el("li") { h in h.el("span", text: PolishTypography.glued(step)) }
                }
            }
        }
    }
}

/// Two codes for the two addresses of a new account.
struct CitizenAddressesPage: Sendable {
    var frame: CitizenFrame
    /// The mail, then the telephone.
    var pending: [AuthorisationChallenges.PendingContact]
    var form: FormPart
    var keys: (send: String, confirm: String)

    static func field(_ kind: FactorKind) -> String { kind == .mailCode ? "kod-mail" : "kod-telefon" }

    private var isSent: Bool { !pending.isEmpty && pending.allSatisfy { $0.isAccepted || ($0.isSent && $0.isOpen) } }

    func render() -> [UInt8] {
        frame.page(title: "Potwierdź e-mail i telefon", error: !form.errors.isEmpty) { h in
            form.summary(&h, order: ["kod-mail", "kod-telefon", "mail", "telefon"])
            h.el("h1", text: "Potwierdź e-mail i telefon")
            if isSent { codes(&h) } else { h.el("p", text: PolishTypography.glued("Na każdy adres wyślemy osobny kod. Kody są ważne 5 minut.")) }
            if isSent { h.el("h2", text: "Kod nie doszedł?") }
            CitizenForm(
                token: frame.token, key: keys.send, action: CitizenPlace.addressCodes.link, button: isSent ? "Wyślij nowe kody" : "Wyślij kody",
                back: CitizenPlace.home.link, backText: "Zrobię to później", isSecond: isSent
            ).write(&h) { h in
                form.field(&h, "mail", "E-mail", kind: "email", autocomplete: "email")
                form.field(&h, "telefon", "Telefon komórkowy", width: "w10", kind: "tel", autocomplete: "tel")
            }
        }
    }

    private func codes(_ h: inout HTML) {
        h.el("div", .cls("banner"), .attr("role", "status")) { h in
            h.el("p", text: PolishTypography.glued("Kody wysłano na \(pending.map(\.address.masked).joined(separator: " i na "))."))
        }
        CitizenForm(token: frame.token, key: keys.confirm, action: CitizenPlace.addresses.link, button: "Potwierdź").write(&h) { h in
            h.el("div", .cls("code")) { h in
                for (i, one) in pending.enumerated() {
                    let label = one.address.kind == .mailCode ? "Kod z e-maila" : "Kod z SMS-a"
                    if one.isAccepted {
                        h.el("p", .cls("field")) { h in
                            h.el("span", .cls("tag ok"), text: "zgadza się")
                            h.text(" \(label): \(one.address.masked)")
                        }
                    } else {
                        form.field(&h, Self.field(one.address.kind), label, autocomplete: "one-time-code", numeric: true, focus: i == 0)
                    }
                }
            }
        }
    }
}
