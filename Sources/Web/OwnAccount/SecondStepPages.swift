internal import Identity
internal import Kernel
internal import Markup

/// The second step of an officer's sign-in: a code.
struct SecondStepPage: Sendable {
    var token: String
    var factors: Set<FactorKind>
    var addresses: [CodeAddress]
    var kind: FactorKind
    var form: FormPart
    var isSent = false
    /// The person has asked an administrator for help.
    var isHelpAsked = false
    var returnTo: String?
    var kept: KeptForm?
    var links: ResourceLinks

    func render() -> [UInt8] {
        LonelyPage(title: "\(form.errors.isEmpty ? "" : "Błąd: ")Drugi składnik logowania", links: links, isCard: true).render { h in
            form.summary(&h, order: [CodeQuestion.field, "powod"])
            if isHelpAsked {
                h.el("div", .cls("banner ok"), .attr("role", "status")) { h in
                    h.el("p", text: PolishTypography.glued("Prośba czeka na administratora. Zgłoś się do niego: sprawdzi, że to Ty, i wtedy zalogujesz się na nowo."))
                }
            } else if isSent {
                h.el("div", .cls("banner"), .attr("role", "status")) { h in
                    h.el("p", text: PolishTypography.glued("Kod wysłano na \(masked(kind)). Jest ważny 5 minut."))
                }
            }
            h.el("h1", text: "Wpisz kod")
            h.el("form", .attr("method", "post"), .attr("action", OwnPlace.code.link), .flag("novalidate")) { h in
                hidden(&h)
                CodeQuestion(kind: kind, sentTo: masked(kind), form: form).write(&h)
                h.el("button", .cls("btn first"), text: "Zaloguj")
            }
            others(&h)
            h.el("details") { h in
                h.el("summary", text: "Nie mam już telefonu ani kodów")
                h.el("p", .cls("small"), text: PolishTypography.glued("Administrator sprawdzi, że to Ty, i wyzeruje drugi składnik. Do tego czasu konto jest zamknięte."))
                h.el("form", .attr("method", "post"), .attr("action", OwnPlace.codeHelp.link), .flag("novalidate")) { h in
                    hidden(&h)
                    form.field(&h, "powod", "Co się stało")
                    h.el("button", .cls("btn"), text: "Poproś administratora")
                }
            }
            h.el("p") { h in h.el("a", .href(Place.signIn.link), text: "Zacznij od nowa") }
        }
    }

    private func masked(_ kind: FactorKind) -> String { CodeWays.address(kind, in: addresses)?.masked ?? "" }

    private func hidden(_ h: inout HTML) {
        h.void("input", .type("hidden"), .name(FormField.token), .value(token))
        if let returnTo { h.void("input", .type("hidden"), .name(SignInForm.returnField), .value(returnTo)) }
        for field in kept?.carriage ?? [] { h.void("input", .type("hidden"), .name(field.name), .value(field.value)) }
    }

    private func others(_ h: inout HTML) {
        let ways = CodeWays.order.filter { factors.contains($0) && ($0 != kind || CodeWays.address($0, in: addresses) != nil) }
        guard !ways.isEmpty else { return }
        h.el("h2", text: "Inny sposób")
        for way in ways {
            h.el("form", .cls("onebutton"), .attr("method", "post"), .attr("action", OwnPlace.codeSend.link)) { h in
                hidden(&h)
                h.void("input", .type("hidden"), .name(CodeQuestion.kindField), .value(way.rawValue))
                let address = CodeWays.address(way, in: addresses)
                h.el("button", .cls("btn bare"), text: address.map { "Wyślij kod na \($0.masked)" } ?? "Wpiszę: \(way.polishName)")
            }
        }
    }
}

/// The role needs a second factor and the person has none: an app is added now.
struct FirstAppPage: Sendable {
    var token: String
    /// What the app has to be told; `nil` before the person asks for it.
    var secret: AppSecret?
    var form: FormPart
    var returnTo: String?
    var kept: KeptForm?
    var links: ResourceLinks

    func render() -> [UInt8] {
        LonelyPage(title: "\(form.errors.isEmpty ? "" : "Błąd: ")Dodaj aplikację z kodami", links: links, isCard: true).render { h in
            form.summary(&h, order: [CodeQuestion.field])
            h.el("h1", text: "Dodaj aplikację z kodami")
            if let secret {
                secret.write(&h)
                h.el("form", .attr("method", "post"), .attr("action", OwnPlace.app.link), .flag("novalidate")) { h in
                    hidden(&h)
                    h.void("input", .type("hidden"), .name("aplikacja"), .value(String(secret.app)))
                    CodeQuestion(kind: .totp, sentTo: "", form: form).write(&h)
                    h.el("button", .cls("btn first"), text: "Dodaj i zaloguj")
                }
            } else {
                h.el(
                    "p",
                    text: PolishTypography.glued(
                        "Urząd wymaga od Twojej roli drugiego składnika. Zainstaluj na telefonie aplikację z kodami, na przykład FreeOTP. Działa też bez zasięgu."))
                h.el("form", .attr("method", "post"), .attr("action", OwnPlace.appKey.link)) { h in
                    hidden(&h)
                    h.el("button", .cls("btn first"), text: "Mam aplikację, pokaż klucz")
                }
            }
            h.el("p") { h in h.el("a", .href(Place.signIn.link), text: "Zacznij od nowa") }
        }
    }

    private func hidden(_ h: inout HTML) {
        h.void("input", .type("hidden"), .name(FormField.token), .value(token))
        if let returnTo { h.void("input", .type("hidden"), .name(SignInForm.returnField), .value(returnTo)) }
        for field in kept?.carriage ?? [] { h.void("input", .type("hidden"), .name(field.name), .value(field.value)) }
    }
}

/// What an app has to be told; shown once.
struct AppSecret: Sendable {
    var app: Int64
    var text: String
    /// For the app on this telephone; `nil` where the secret was shown before.
    var uri: String?

    func write(_ h: inout HTML) {
        guard let uri else {
            h.el("p", text: PolishTypography.glued(text))
            return
        }
        h.el("p", text: PolishTypography.glued("Zeskanuj obrazek aplikacją albo wpisz w niej klucz. Zobaczysz go tylko teraz."))
        QRDrawing.write(&h, uri, label: "Kod QR z kluczem dla aplikacji")
        h.el("p", .cls("secretkey"), text: text)
        h.el("p") { h in h.el("a", .href(uri), text: "Otwórz w aplikacji na tym telefonie") }
    }

    /// Shown again after a mistake: the secret itself is not kept in the page.
    static func again(_ app: Int64) -> AppSecret { AppSecret(app: app, text: "Klucz jest już w aplikacji. Wpisz kod, który teraz pokazuje.", uri: nil) }
}

/// The recovery codes, right after they were made; never again.
struct RecoveryCodesList {
    static func write(_ h: inout HTML, _ codes: [String]) {
        h.el(
            "p",
            text: PolishTypography.glued(
                "Każdy kod działa raz, gdy nie masz telefonu. Wydrukuj tę stronę albo zapisz kody i trzymaj je z dala od komputera. Nie zobaczysz ich drugi raz."))
        h.el("ol", .cls("codes")) { h in for code in codes { h.el("li") { h in h.el("code", text: code) } } }
    }
}

/// The way on after the first app was added at signing in.
struct FirstCodesPage: Sendable {
    var codes: [String]
    var next: String
    var links: ResourceLinks

    func render() -> [UInt8] {
        LonelyPage(title: "Kody zapasowe", links: links, isCard: true).render { h in
            h.el("div", .cls("banner ok"), .attr("role", "status")) { h in h.el("p", text: "Aplikacja dodana. Zalogowano.") }
            h.el("h1", text: "Kody zapasowe")
            RecoveryCodesList.write(&h, codes)
            h.el("p", .cls("actions")) { h in h.el("a", .cls("btn first"), .href(next), text: "Mam kody, przejdź dalej") }
        }
    }
}
