internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Store

/// The question by which an officer proves a change of the means of signing in: the password where there is no second factor, else a code.
struct ChangeProof: Sendable {
    var held: OfficerFactors.Held
    /// A code that was sent for this change.
    var asked: (challenge: ChallengeID, kind: FactorKind)?
    var change: FactorChange
    var thing = ""
    /// The page that asks; a sent code leads back to it.
    var page: OwnPlace

    static let challengeField = CodeQuestion.challengeField
    private var hasOwnCodes: Bool { !held.factors.isDisjoint(with: [.totp, .recoveryCode]) }
    private var sendable: [FactorKind] { CodeWays.order.filter { FactorKind.isSent($0) && held.factors.contains($0) } }

    /// Inside a form.
    /// - Parameter asksPassword: the form asks for the password anyway.
    func write(_ h: inout HTML, _ form: FormPart, asksPassword: Bool = false) {
        if held.factors.isEmpty {
            if !asksPassword { form.field(&h, SignInForm.passwordField, "Twoje obecne hasło", kind: "password", autocomplete: "current-password") }
            return
        }
        h.void("input", .type("hidden"), .name("zmiana"), .value(change.rawValue))
        h.void("input", .type("hidden"), .name("rzecz"), .value(thing))
        h.void("input", .type("hidden"), .name("strona"), .value(page.link))
        if let asked, let address = CodeWays.address(asked.kind, in: held.addresses) {
            h.void("input", .type("hidden"), .name(Self.challengeField), .value(asked.challenge.description))
            h.el("p", .cls("note"), .attr("role", "status"), text: PolishTypography.glued("Kod wysłano na \(address.masked). Jest ważny 5 minut."))
            CodeQuestion(kind: asked.kind, sentTo: address.masked, form: form).write(&h)
        } else if hasOwnCodes {
            form.field(
                &h, CodeQuestion.field, "Kod z aplikacji",
                hint: held.factors.contains(.recoveryCode) ? "6 cyfr z aplikacji albo jeden kod zapasowy" : "6 cyfr z aplikacji",
                autocomplete: "one-time-code")
        }
        for kind in sendable {
            let masked = CodeWays.address(kind, in: held.addresses)?.masked ?? ""
            h.el("p") { h in
                h.el("button", .cls("btn"), .attr("formaction", OwnPlace.send.link), .name("wyslij"), .value(kind.rawValue), text: "Wyślij kod na \(masked)")
            }
        }
    }

    /// What was typed.
    static func read(_ values: FormValues, held: Set<FactorKind>) -> OfficerFactors.Proof {
        guard !held.isEmpty else { return .password(values.typed(SignInForm.passwordField)) }
        let code = values.typed(CodeQuestion.field)
        if let challenge = values[challengeField].flatMap({ ChallengeID($0) }), let kind = values[CodeQuestion.kindField].flatMap(FactorKind.init(rawValue:)) {
            return .code(code, by: kind, challenge: challenge)
        }
        let isDigits = code.unicodeScalars.allSatisfy { $0.properties.isWhitespace || $0 == "-" || ("0"..."9").contains($0) }
        return .code(code, by: isDigits && held.contains(.totp) ? .totp : .recoveryCode, challenge: nil)
    }
}

/// An officer's own account: what one signs in by, where one is signed in.
struct OwnAccountPage: Sendable {
    var frame: DeskFrame
    var account: Account
    var held: OfficerFactors.Held
    var links: [AccountLink]
    /// From when the role needs a second factor.
    var grace: Day?
    var offersMail: Bool
    var sessions: [Session]
    var present: Int64
    /// Where the person was going when the reminder came.
    var goOn: String?
    var banner: String?
    var key: String

    func render() -> [UInt8] {
        frame.page(title: "Moje konto") { h in
            WorkTop("Moje konto").write(&h)
            h.el("div", .cls("page")) { h in
                if let banner { Banner(banner).write(&h) }
                if let grace {
                    h.el("div", .cls("note warn")) { h in
                        h.el(
                            "p",
                            text: PolishTypography.glued(
                                "Od \(PolishTypography.short(grace)) Twoje konto potrzebuje drugiego składnika logowania. Dodaj aplikację z kodami już teraz."))
                        if let goOn { h.el("p") { h in h.el("a", .href(goOn), text: "Zrobię to później, przejdź do pracy") } }
                    }
                }
                h.el("dl", .cls("rows")) { h in
                    Facts.row(&h, "Osoba", account.displayName)
                    Facts.row(&h, "Login", account.login)
                    Facts.row(&h, "Do czego", account.roles.map(\.polishName).sorted().joined(separator: ", "))
                }
                means(&h)
                places(&h)
            }
        }
    }

    private var isInDirectory: Bool { links.contains { $0.provider == AccountLinks.directory } }

    private func means(_ h: inout HTML) {
        h.el("h2", text: "Czym się logujesz")
        h.el("dl", .cls("rows")) { h in
            Facts.row(&h, "Hasło") { h in
                if isInDirectory { h.text("z katalogu kont urzędu") } else { h.el("a", .href(OwnPlace.password.link), text: "Zmień hasło") }
            }
            for app in held.apps {
                Facts.row(&h, "Aplikacja") { h in
                    h.text("„\(app.label)”, od \(PolishTypography.short(PolishTime.day(of: app.createdAt))) ")
                    h.el("a", .href(OwnPlace.removeApp(app.id).link)) { h in
                        h.text("Usuń")
                        h.el("span", .cls("vh"), text: " aplikację \(app.label)")
                    }
                }
            }
            if !held.apps.isEmpty {
                Facts.row(&h, "Kody zapasowe") { h in
                    if held.recoveryCodes < 3 { h.el("span", .cls("tag warn"), text: "zostało \(held.recoveryCodes)") } else { h.text("zostało \(held.recoveryCodes)") }
                    h.text(" ")
                    h.el("a", .href(OwnPlace.recoveryCodes.link), text: "Zrób nowe")
                }
            }
            for address in held.addresses { Facts.row(&h, address.kind.polishName, address.masked) }
            for link in links where link.provider != AccountLinks.directory { Facts.row(&h, "Konto OpenID", "połączone, \(link.provider)") }
        }
        if held.apps.isEmpty {
            h.el("p", text: PolishTypography.glued("Aplikacja na telefonie pokazuje nowy kod co pół minuty. Kto zna samo hasło, nie wejdzie na Twoje konto."))
        }
        h.el("p", .cls("actions")) { h in
            if held.apps.count < TOTPFactors.most {
                h.el(
                    "a", .cls(held.apps.isEmpty ? "btn first" : "btn"), .href(OwnPlace.ownApp.link),
                    text: held.apps.isEmpty ? "Dodaj aplikację z kodami" : "Dodaj następną aplikację")
            }
            if offersMail { h.el("a", .cls("btn"), .href(OwnPlace.mail.link), text: held.factors.contains(.mailCode) ? "Zmień adres kodów" : "Kody e-mailem") }
        }
    }

    private func places(_ h: inout HTML) {
        h.el("h2", text: "Gdzie jesteś zalogowany")
        Grid("Sesje", ["Od kiedy", "Jak", "Skąd", "Koniec"], isWorkList: false).write(&h, sessions) { h, s in
            h.el("th", .attr("scope", "row"), text: Moment.full(s.createdAt))
            h.el("td", text: Self.way(s.factors))
            h.el("td", .cls("wide"), text: "\(s.address)\(s.agent.isEmpty ? "" : ", \(s.agent.prefix(60))")")
            h.el("td") { h in
                if s.id == present {
                    h.el("span", .cls("tag ok"), text: "ta przeglądarka")
                } else {
                    ActButton(frame: frame, action: OwnPlace.endSession(s.id).link, key: key, text: "Zakończ", about: "sesję z \(Moment.full(s.createdAt))").write(&h)
                }
            }
        }
        if sessions.count > 1 {
            ActButton(frame: frame, action: OwnPlace.endOtherSessions.link, key: key, text: "Zakończ wszystkie inne", cls: "btn danger").write(&h)
        }
    }

    /// By what a session was opened: what vouched for the person first, then the second factor.
    static func way(_ factors: Set<FactorKind>) -> String {
        let names = FactorKind.allCases.filter(factors.contains)
        let first = names.filter { $0.isFirst }, second = names.filter { !$0.isFirst }
        let words = (first + second).map(\.polishName)
        return words.isEmpty ? "nie zapisano" : words.joined(separator: " + ")
    }
}

/// A change of the means of signing in that asks for nothing but a proof: an app to come, an app to go, new recovery codes.
struct ChangePage: Sendable {
    var frame: DeskFrame
    var title: String
    var words: [String]
    var action: String
    var button: String
    var isDangerous = false
    /// Further fields before the proof.
    var asksLabel = false
    var proof: ChangeProof
    var form: FormPart
    var key: String

    func render() -> [UInt8] {
        frame.page(title: title, error: !form.errors.isEmpty) { h in
            WorkTop(title).write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: ["nazwa", SignInForm.passwordField, CodeQuestion.field])
                for line in words { h.el("p", text: PolishTypography.glued(line)) }
                ActForm(frame: frame, action: action, key: key, button: button, back: OwnPlace.account.link, isDangerous: isDangerous).write(&h) { h in
                    if asksLabel { form.field(&h, "nazwa", "Nazwa telefonu", hint: "Po niej poznasz aplikację na liście, na przykład „telefon służbowy”") }
                    proof.write(&h, form)
                }
            }
        }
    }
}

/// The secret of a new app, and its first code.
struct OwnAppPage: Sendable {
    var frame: DeskFrame
    var secret: AppSecret
    var form: FormPart
    var key: String

    func render() -> [UInt8] {
        frame.page(title: "Dodaj aplikację", error: !form.errors.isEmpty) { h in
            WorkTop("Dodaj aplikację").write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: [CodeQuestion.field])
                secret.write(&h)
                ActForm(frame: frame, action: OwnPlace.ownApp.link, key: key, button: "Dodaj aplikację", back: OwnPlace.account.link).write(&h) { h in
                    h.void("input", .type("hidden"), .name("aplikacja"), .value(String(secret.app)))
                    CodeQuestion(kind: .totp, sentTo: "", form: form).write(&h)
                }
            }
        }
    }
}

/// New recovery codes, for the only time.
struct OwnCodesPage: Sendable {
    var frame: DeskFrame
    var codes: [String]
    var banner: String

    func render() -> [UInt8] {
        frame.page(title: "Kody zapasowe") { h in
            WorkTop("Kody zapasowe").write(&h)
            h.el("div", .cls("page")) { h in
                Banner(banner).write(&h)
                h.el("p", text: "Login: \(frame.personName)")
                RecoveryCodesList.write(&h, codes)
                h.el("p", .cls("actions")) { h in h.el("a", .cls("btn first"), .href(OwnPlace.account.link), text: "Mam kody") }
            }
        }
    }
}

/// A new password of one's own.
struct OwnPasswordPage: Sendable {
    var frame: DeskFrame
    var proof: ChangeProof
    var form: FormPart
    var key: String

    func render() -> [UInt8] {
        frame.page(title: "Zmień hasło", error: !form.errors.isEmpty) { h in
            WorkTop("Zmień hasło").write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: [SignInForm.passwordField, "nowe-haslo", CodeQuestion.field])
                h.el("p", text: "Zmiana hasła kończy wszystkie inne sesje. Hasło nie wygasa, zmień je, gdy mógł je poznać ktoś inny.")
                ActForm(frame: frame, action: OwnPlace.password.link, key: key, button: "Zmień hasło", back: OwnPlace.account.link).write(&h) { h in
                    form.field(&h, SignInForm.passwordField, "Twoje obecne hasło", kind: "password", autocomplete: "current-password")
                    form.field(&h, "nowe-haslo", "Nowe hasło", hint: "Co najmniej 12 znaków, może być zdaniem", kind: "password", autocomplete: "new-password")
                    proof.write(&h, form, asksPassword: true)
                }
            }
        }
    }
}

/// The address that takes codes.
struct OwnMailPage: Sendable {
    var frame: DeskFrame
    var held: OfficerFactors.Held
    var proof: ChangeProof?
    var form: FormPart
    var keys: (send: String, confirm: String)

    func render() -> [UInt8] {
        let open = held.pending.first { $0.isSent && ($0.isOpen || $0.isAccepted) }
        return frame.page(title: "Kody e-mailem", error: !form.errors.isEmpty) { h in
            WorkTop("Kody e-mailem").write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: ["adres", "kod-adresu", SignInForm.passwordField, CodeQuestion.field])
                h.el("p", text: PolishTypography.glued("Gdy nie masz pod ręką aplikacji, kod do logowania może przyjść na Twój adres służbowy."))
                if let open, let proof {
                    h.el("h2", text: "Potwierdź adres")
                    ActForm(frame: frame, action: OwnPlace.mail.link, key: keys.confirm, button: "Potwierdź adres", back: OwnPlace.account.link).write(&h) { h in
                        if !open.isAccepted {
                            form.field(&h, "kod-adresu", "Kod z wiadomości", hint: "6 cyfr z wiadomości wysłanej na \(open.address.masked)", numeric: true)
                        }
                        proof.write(&h, form)
                    }
                    h.el("h2", text: "Inny adres")
                }
                ActForm(frame: frame, action: OwnPlace.mailSend.link, key: keys.send, button: "Wyślij kod").write(&h) { h in
                    form.field(&h, "adres", "E-mail służbowy", kind: "email", autocomplete: "email")
                }
            }
        }
    }
}
