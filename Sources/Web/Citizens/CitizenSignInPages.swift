internal import Identity
internal import Kernel
internal import Markup

/// The first step of a citizen's sign-in.
struct CitizenSignInPage: Sendable {
    var frame: CitizenFrame
    var form: SignInForm
    var key: String
    var offersNode = false
    /// A new password has just been set.
    var hasNewPassword = false

    func render() -> [UInt8] {
        let message = form.problem?.message
        return frame.page(title: "Logowanie", error: message != nil, aside: aside) { h in
            if let message {
                h.el("div", .cls("summary-err"), .attr("role", "alert"), .id("bledy")) { h in
                    h.el("h2", text: form.kept == nil || !form.login.isEmpty ? "Nie udało się zalogować" : "Zaloguj się jeszcze raz")
                    h.el("p", text: PolishTypography.glued(message))
                }
            } else if form.signedOut {
                h.el("div", .cls("banner ok"), .attr("role", "status")) { h in h.el("p", text: "Wylogowano. Do zobaczenia.") }
            } else if hasNewPassword {
                h.el("div", .cls("banner ok"), .attr("role", "status")) { h in h.el("p", text: "Hasło ustawione. Zaloguj się nim.") }
            }
            h.el("h1", text: "Zaloguj się")
            h.el("p", .cls("lead"), text: "Zaloguj się, żebyśmy wiedzieli, że to Ty.")
            CitizenForm(
                token: form.token, key: key, action: CitizenPlace.signIn.link, button: "Dalej", back: CitizenPlace.registration.link, backText: "Nie mam konta",
                hidden: form.returnTo.map { [(SignInForm.returnField, $0)] } ?? [], kept: form.kept
            ).write(&h) { h in
                let part = FormPart(values: [SignInForm.loginField: form.login])
                part.field(
                    &h, SignInForm.loginField, "Identyfikator", hint: "Możesz też wpisać potwierdzony e-mail albo numer telefonu", autocomplete: "username",
                    focus: form.login.isEmpty)
                part.field(&h, SignInForm.passwordField, "Hasło", kind: "password", autocomplete: "current-password", focus: !form.login.isEmpty)
            }
        }
    }

    private func aside(_ h: inout HTML) {
        if offersNode {
            h.el("section") { h in
                h.el("h2", text: "Masz profil zaufany albo e-dowód?")
                h.el("p") { h in
                    let link = FederationPath.node + (form.returnTo.map { "?\(SignInForm.returnField)=\(PercentCoding.encode($0))" } ?? "")
                    h.el("a", .href(link), text: "Zaloguj się przez login.gov.pl")
                }
            }
        }
        h.el("section") { h in
            h.el("h2", text: "Nie możesz się zalogować?")
            h.el("p") { h in h.el("a", .href(CitizenPlace.passwordReset.link), text: "Nie pamiętam hasła") }
            h.el("p", text: PolishTypography.glued("Po kilku złych próbach trzeba poczekać. W punkcie potwierdzającym sprawdzimy dokument i pomożemy."))
        }
    }
}

/// The second step: a code.
struct CitizenCodePage: Sendable {
    var frame: CitizenFrame
    var waiting: CitizenSignIn.Waiting
    var kind: FactorKind
    var form: FormPart
    /// A code has just left.
    var isSent: Bool
    var returnTo: String?
    var kept: KeptForm?
    var key: String

    func render() -> [UInt8] {
        frame.page(title: "Kod do logowania", error: !form.errors.isEmpty) { h in
            form.summary(&h, order: [CodeQuestion.field])
            h.el("h1", text: "Wpisz kod")
            if kind == .phoneCode || kind == .mailCode {
                let masked = CodeWays.address(kind, in: waiting.addresses)?.masked ?? ""
                if isSent {
                    h.el("div", .cls("banner"), .attr("role", "status")) { h in
                        h.el("p", text: PolishTypography.glued("Kod wysłano na \(masked). Jest ważny 5 minut."))
                    }
                }
            }
            CitizenForm(
                token: frame.token, key: key, action: CitizenPlace.signInCode.link, button: "Zaloguj", back: CitizenPlace.signIn.link, backText: "Zacznij od nowa",
                hidden: back, kept: kept
            ).write(&h) { h in
                CodeQuestion(kind: kind, sentTo: CodeWays.address(kind, in: waiting.addresses)?.masked ?? "", form: form).write(&h)
            }
            others(&h)
        }
    }

    private var back: [(name: String, value: String)] { returnTo.map { [(SignInForm.returnField, $0)] } ?? [] }

    private func others(_ h: inout HTML) {
        h.el("h2", text: "Inny sposób")
        h.el("ul", .cls("tasks")) { h in
            for way in CodeWays.order where waiting.factors.contains(way) {
                h.el("li") { h in
                    if let address = CodeWays.address(way, in: waiting.addresses) {
                        h.el("form", .cls("onebutton"), .attr("method", "post"), .attr("action", CitizenPlace.signInSend.link)) { h in
                            hiddenFields(&h, token: frame.token, key: key)
                            for f in back { h.void("input", .type("hidden"), .name(f.name), .value(f.value)) }
                            for f in kept?.carriage ?? [] { h.void("input", .type("hidden"), .name(f.name), .value(f.value)) }
                            h.void("input", .type("hidden"), .name(CodeQuestion.kindField), .value(way.rawValue))
                            h.el("button", .cls("linkbtn"), text: "Wyślij kod na \(address.masked)")
                        }
                    } else if way != kind {
                        h.el("form", .cls("onebutton"), .attr("method", "post"), .attr("action", CitizenPlace.signInSend.link)) { h in
                            hiddenFields(&h, token: frame.token, key: key)
                            for f in back { h.void("input", .type("hidden"), .name(f.name), .value(f.value)) }
                            for f in kept?.carriage ?? [] { h.void("input", .type("hidden"), .name(f.name), .value(f.value)) }
                            h.void("input", .type("hidden"), .name(CodeQuestion.kindField), .value(way.rawValue))
                            h.el("button", .cls("linkbtn"), text: "Wpiszę: \(way.polishName)")
                        }
                    } else {
                        h.el("span", text: "Teraz: \(way.polishName)")
                    }
                }
            }
        }
    }
}
