internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Store

/// The citizen's profile: state, validity, history, and what may be done with it.
struct ProfilePage: Sendable {
    struct Kept: Sendable {
        var profile: TrustedProfile
        var history: [ProfileEvent]
    }
    var frame: CitizenFrame
    /// Newest first.
    var profiles: [Kept]
    var banner: String?
    var now: Instant

    func render() -> [UInt8] {
        frame.page(title: "Profil zaufany", aside: profiles.first?.profile.isValid(at: now) == true ? { h in self.acts(&h) } : nil) { h in
            if let banner { h.el("div", .cls("banner ok"), .attr("role", "status")) { h in h.el("p", text: PolishTypography.glued(banner)) } }
            h.el("h1", text: "Profil zaufany")
            if profiles.isEmpty {
                h.el("p", text: PolishTypography.glued("Nie masz jeszcze profilu. Złóż wniosek i przyjdź z dowodem do punktu potwierdzającego."))
                h.el("p") { h in h.el("a", .cls("btn first"), .href(CitizenPlace.newApplication.link), text: "Złóż wniosek") }
                return
            }
            for (i, kept) in profiles.enumerated() { write(&h, kept, isNewest: i == 0) }
        }
    }

    private func write(_ h: inout HTML, _ kept: Kept, isNewest: Bool) {
        let p = kept.profile, isValid = p.isValid(at: now)
        if !isNewest { h.el("h2", text: "Poprzedni profil \(p.designation)") }
        h.el("section", .cls("state-panel"), .label("Stan profilu \(p.designation)")) { h in
            h.el("p") { h in
                let expired = p.state == .active && !isValid
                h.el("span", .cls(isValid ? "tag ok" : "tag"), text: expired ? ProfileState.expired.polishName : p.state.polishName)
            }
            h.el("p", .cls("big"), text: "\(isValid ? "Ważny do" : "Koniec ważności:") \(PolishTypography.long(PolishTime.day(of: p.validTo)))")
        }
        h.el("dl", .cls("rows")) { h in
            Facts.row(&h, "Identyfikator profilu") { h in h.el("span", .cls("ref"), text: p.designation) }
            Facts.row(&h, "Identyfikator użytkownika", p.userID.description)
            Facts.row(&h, "Imię (imiona)", p.name.givenNames)
            Facts.row(&h, "Nazwisko", p.name.surname)
            Facts.row(&h, "Data urodzenia", PolishTypography.short(p.birthday))
            Facts.row(&h, "PESEL", SealedPESEL.mask)
            Facts.row(&h, "E-mail", p.contact.mail?.description ?? "–")
            Facts.row(&h, "Telefon", p.contact.phone?.description ?? "–")
            Facts.row(&h, "Sposoby potwierdzania", p.factors.map(\.polishName).sorted().joined(separator: ", "))
            Facts.row(&h, "Potwierdzono", "\(Moment.full(p.confirmation.at)), \(Self.method(p.confirmation))")
        }
        h.el("h2", text: isNewest ? "Historia" : "Historia poprzedniego profilu")
        h.el("ol", .cls("timeline")) { h in
            for e in kept.history.reversed() {
                h.el("li") { h in
                    h.text(Self.words(e))
                    h.void("br")
                    h.el("span", .cls("muted"), text: "\(Moment.full(e.at)), ważny do \(PolishTypography.short(PolishTime.day(of: e.validTo)))")
                }
            }
        }
    }

    private func acts(_ h: inout HTML) {
        h.el("section") { h in
            h.el("h2", text: "Co możesz zrobić")
            h.el("ul") { h in
                for (text, link) in [
                    ("Przedłuż ważność", CitizenPlace.profileAct(.extend).link), ("Unieważnij profil", CitizenPlace.profileAct(.invalidate).link),
                    ("Napisz pismo do urzędu", CitizenPlace.newLetter.link),
                ] { h.el("li") { h in h.el("a", .href(link), text: text) } }
            }
            h.el("p", text: PolishTypography.glued("Tracisz kontrolę nad kontem? Unieważnij profil od razu."))
        }
    }

    static func method(_ c: TrustedProfile.Confirmation) -> String {
        switch c.method {
        case .point: "punkt: \(c.point ?? ""), \(c.operatorName ?? "")"
        case .qualifiedSignature: "podpis kwalifikowany"
        case .bank: "bank"
        case .personalProfile: "profil osobisty"
        case .replacement: "zmiana danych"
        }
    }

    static func words(_ e: ProfileEvent) -> String {
        switch e.kind {
        case .issued: "Profil utworzony"
        case .extended: e.way == ExtensionWay.point.rawValue ? "Przedłużony w punkcie" : "Przedłużony na koncie"
        case .updated: "Dane zaktualizowane z rejestru PESEL"
        case .expired: "Stracił ważność"
        case .invalidated: "Unieważniony: \(InvalidationReason(rawValue: e.way)?.polishName ?? e.way)"
        case .replaced: "Zastąpiony nowym po zmianie danych"
        }
    }
}

/// Extending or ending the own profile: what it means, and the code for it.
struct ProfileActPage: Sendable {
    var frame: CitizenFrame
    var act: CitizenPlace.ProfileAct
    var profile: TrustedProfile
    /// Until when it would be valid, for an extension.
    var until: Day?
    var ways: CodeAsking
    var form: FormPart

    private var title: String { act == .extend ? "Przedłuż profil zaufany" : "Unieważnij profil zaufany" }

    func render() -> [UInt8] {
        frame.page(title: title, error: !form.errors.isEmpty) { h in
            form.summary(&h, order: [CodeQuestion.field])
            h.el("h1", text: title)
            switch act {
            case .extend:
                h.el("p", text: PolishTypography.glued("Profil \(profile.designation) będzie ważny do \(until.map(PolishTypography.long) ?? "")."))
            case .invalidate:
                h.el("div", .cls("note warn")) { h in
                    h.el(
                        "p",
                        text: PolishTypography.glued("Profil \(profile.designation) od razu straci ważność. Nie da się tego cofnąć: nowy profil potwierdzisz w punkcie."))
                }
            }
            ways.write(
                &h, frame: frame, form: form, send: CitizenPlace.profileCode(act).link, act: CitizenPlace.profileAct(act).link,
                button: act == .extend ? "Przedłuż" : "Unieważnij", back: CitizenPlace.profile.link, isDangerous: act == .invalidate)
        }
    }
}

/// Asking for a code for one act: first by what, then the code. The number of the challenge travels in the form.
struct CodeAsking: Sendable {
    var held: Set<FactorKind>
    var addresses: [CodeAddress]
    /// What has been asked for already.
    var asked: (challenge: ChallengeID, kind: FactorKind)?
    var keys: (send: String, act: String)
    /// More fields that travel with the asking and with the code.
    var hidden: [(name: String, value: String)] = []

    func write(
        _ h: inout HTML, frame: CitizenFrame, form: FormPart, send: String, act: String, button: String, back: String? = nil, isDangerous: Bool = false
    ) {
        if let asked {
            if let address = CodeWays.address(asked.kind, in: addresses) {
                h.el("div", .cls("banner"), .attr("role", "status")) { h in
                    h.el("p", text: PolishTypography.glued("Kod wysłano na \(address.masked). Jest ważny 5 minut."))
                }
            }
            CitizenForm(
                token: frame.token, key: keys.act, action: act, button: button, back: back, isDangerous: isDangerous,
                hidden: [(CodeQuestion.challengeField, asked.challenge.description)] + hidden
            ).write(&h) { h in
                CodeQuestion(kind: asked.kind, sentTo: CodeWays.address(asked.kind, in: addresses)?.masked ?? "", form: form).write(&h)
            }
            h.el("h2", text: "Kod nie doszedł?")
        }
        let options = CodeWays.order.filter(held.contains).map { kind in
            (value: kind.rawValue, text: CodeWays.address(kind, in: addresses).map { "\(kind.polishName) na \($0.masked)" } ?? kind.polishName)
        }
        guard !options.isEmpty else {
            h.el("p", .cls("note warn"), text: "Najpierw potwierdź telefon albo dodaj aplikację.")
            return
        }
        var choice = form
        choice.errors = [:]
        choice.values["sposob-kodu"] = asked?.kind.rawValue ?? options[0].value
        CitizenForm(
            token: frame.token, key: keys.send, action: send, button: asked == nil ? "Poproś o kod" : "Poproś o nowy kod", back: asked == nil ? back : nil,
            isSecond: asked != nil, hidden: hidden
        ).write(&h) { h in
            choice.radios(&h, "sposob-kodu", "Czym potwierdzisz?", options: options, chips: false)
        }
    }
}

/// Who looked at the citizen's data: office, post, what and why.
struct LooksPage: Sendable {
    var frame: CitizenFrame
    var looks: [PersonLook]
    var offices: [String: String]
    /// Without a confirmed profile nobody is shown what belongs to a person.
    var isProved: Bool
    var nextLink: String?

    func render() -> [UInt8] {
        frame.page(title: "Kto oglądał moje dane") { h in
            h.el("h1", text: "Kto oglądał moje dane")
            guard isProved else {
                h.el("p", text: PolishTypography.glued("Tę listę zobaczysz, gdy punkt potwierdzi Twój profil. Do tego czasu nie wiemy, czy konto należy do tej osoby."))
                return
            }
            h.el("p", .cls("lead"), text: PolishTypography.glued("Każde wyszukanie i odczyt Twoich danych w urzędzie zostawia ślad."))
            if looks.isEmpty { h.el("p", text: "Nikt jeszcze nie oglądał Twoich danych.") }
            h.el("ol", .cls("timeline")) { h in
                for look in looks {
                    h.el("li") { h in
                        h.text(look.what.polishName.prefix(1).uppercased() + look.what.polishName.dropFirst())
                        if !look.why.isEmpty { h.text(": \(look.why)") }
                        h.void("br")
                        let who = [look.office.map { offices[$0.description] ?? $0.description }, look.post].compactMap(\.self).filter { !$0.isEmpty }
                        h.el("span", .cls("muted"), text: "\(Moment.full(look.at)), \(who.isEmpty ? "system" : who.joined(separator: ", "))")
                    }
                }
            }
            Pager(next: nextLink, label: "Strony listy", nextText: "Starsze").write(&h)
        }
    }
}

/// Sessions, addresses and apps of an account.
struct CitizenSessionsPage: Sendable {
    var frame: CitizenFrame
    var sessions: [Session]
    var present: Int64
    var held: Set<FactorKind>
    var addresses: [CodeAddress]
    var apps: [TOTPFactors.App]
    var banner: String?
    var key: String
    var now: Instant

    func render() -> [UInt8] {
        frame.page(title: "Logowanie") { h in
            if let banner { h.el("div", .cls("banner ok"), .attr("role", "status")) { h in h.el("p", text: PolishTypography.glued(banner)) } }
            h.el("h1", text: "Logowanie")
            h.el("h2", text: "Czym się logujesz")
            h.el("ul", .cls("tasks")) { h in
                h.el("li") { h in h.el("span", .cls("what"), text: "hasło") }
                for a in addresses { h.el("li") { h in h.el("span", .cls("what"), text: "\(a.kind.polishName) na \(a.masked)") } }
                for app in apps {
                    h.el("li") { h in h.el("span", .cls("what"), text: "aplikacja „\(app.label)”, dodana \(PolishTypography.short(PolishTime.day(of: app.createdAt)))") }
                }
            }
            h.el("p", .cls("actions")) { h in
                if addresses.isEmpty {
                    h.el("a", .cls("btn first"), .href(CitizenPlace.addresses.link), text: "Potwierdź e-mail i telefon")
                } else {
                    h.el("a", .cls("btn"), .href(CitizenPlace.app.link), text: "Dodaj aplikację z kodami")
                    h.el("a", .cls("btn"), .href(CitizenPlace.contactChange(.phone).link), text: "Zmień telefon")
                    h.el("a", .cls("btn"), .href(CitizenPlace.contactChange(.mail).link), text: "Zmień e-mail")
                }
            }
            h.el("h2", text: "Gdzie jesteś zalogowany")
            h.el("ul", .cls("tasks")) { h in
                for s in sessions {
                    h.el("li") { h in
                        h.el("span", .cls("what"), text: "\(Moment.full(s.createdAt)), adres \(s.address)\(s.agent.isEmpty ? "" : ", \(s.agent.prefix(60))")")
                        if s.id == present {
                            h.el("span", .cls("tag ok"), text: "ta przeglądarka")
                        } else {
                            h.el("form", .cls("onebutton"), .attr("method", "post"), .attr("action", CitizenPlace.endSession(s.id).link)) { h in
                                hiddenFields(&h, token: frame.token, key: key)
                                h.el("button", .cls("linkbtn")) { h in
                                    h.text("Zakończ")
                                    h.el("span", .cls("vh"), text: " sesję z \(Moment.full(s.createdAt))")
                                }
                            }
                        }
                    }
                }
            }
            if sessions.count > 1 {
                CitizenForm(token: frame.token, key: key, action: CitizenPlace.endOtherSessions.link, button: "Zakończ wszystkie inne", isDangerous: true).write(&h)
            }
        }
    }
}

/// Adding an authenticator app: a code first, then the secret, then the app's first code.
struct CitizenAppPage: Sendable {
    var frame: CitizenFrame
    var ways: CodeAsking
    /// What the app has to be told; shown once.
    var secret: (app: Int64, text: String, uri: String?)?
    var form: FormPart

    func render() -> [UInt8] {
        frame.page(title: "Aplikacja z kodami", error: !form.errors.isEmpty) { h in
            form.summary(&h, order: [CodeQuestion.field])
            h.el("h1", text: "Aplikacja z kodami")
            guard let secret else {
                h.el(
                    "p", .cls("lead"),
                    text: PolishTypography.glued("Aplikacja na telefonie pokazuje nowy kod co pół minuty. Działa też bez zasięgu. Najpierw potwierdź, że to Ty."))
                ways.write(
                    &h, frame: frame, form: form, send: CitizenPlace.appCode.link, act: CitizenPlace.appSecret.link, button: "Dalej", back: CitizenPlace.sessions.link)
                return
            }
            h.el("p", text: PolishTypography.glued("Wpisz ten klucz w aplikacji. Zobaczysz go tylko teraz."))
            h.el("p", .cls("secretkey"), text: secret.text)
            if let uri = secret.uri { h.el("p") { h in h.el("a", .href(uri), text: "Otwórz w aplikacji na tym telefonie") } }
            CitizenForm(
                token: frame.token, key: ways.keys.act, action: CitizenPlace.app.link, button: "Dodaj aplikację", back: CitizenPlace.sessions.link,
                hidden: [("aplikacja", String(secret.app))]
            ).write(&h) { h in
                CodeQuestion(kind: .totp, sentTo: "", form: form).write(&h)
            }
        }
    }
}
