internal import Identity
internal import Markup

/// What every page of a citizen shows around its work: whose it is, the way round, and that the profile is not the state's.
struct CitizenFrame: Sendable {
    enum Section: Sendable { case home, profile, letters, taxes, looks, settings }

    /// Who is signed in; `nil` on pages for everybody.
    var person: String?
    var token: String
    var current: Section?
    var links: ResourceLinks

    private static let sections: [(section: Section, place: CitizenPlace, text: String)] = [
        (.home, .home, "Moje konto"), (.profile, .profile, "Profil zaufany"), (.letters, .letters, "Pisma"), (.taxes, .taxes, "Podatki"),
        (.looks, .looks, "Kto oglądał moje dane"), (.settings, .sessions, "Logowanie"),
    ]

    /// - Parameter aside: a column beside the text; help and ways on.
    func page(title: String, error: Bool = false, aside: ((inout HTML) -> Void)? = nil, _ body: (inout HTML) -> Void) -> [UInt8] {
        var h = HTML()
        Document.open(&h, title: "\(error ? "Błąd: " : "")\(title) – e-Urząd", links: links)
        h.el("body", .cls("citizen")) { h in
            h.el("a", .cls("skip"), .href("#tresc"), text: "Przejdź do treści")
            masthead(&h)
            h.el("main", .id("tresc"), .cls("wrap split"), .attr("tabindex", "-1")) { h in
                h.el("div", .cls("column")) { h in body(&h) }
                if let aside { h.el("aside", .cls("aside"), .label("Pomoc")) { h in aside(&h) } }
            }
        }
        Document.close(&h)
        return h.bytes
    }

    private func masthead(_ h: inout HTML) {
        h.el("header") { h in
            h.el("div", .cls("masthead")) { h in bar(&h) }
            h.el("div", .cls("shape")) { h in h.el("p", .cls("wrap"), text: TrustedProfiles.label) }
        }
    }

    private func bar(_ h: inout HTML) {
        h.el("div", .cls("wrap")) { h in
            h.el("a", .cls("office"), .href(CitizenPlace.home.link)) { h in
                crest(&h)
                h.el("span") { h in
                    h.el("span", .cls("office-name"), text: "e-Urząd")
                    h.el("span", .cls("office-sub"), text: "konto mieszkańca")
                }
            }
            h.el("nav", .cls("broad"), .label("Główna nawigacja")) { h in h.el("ul", .cls("toplinks")) { h in items(&h) } }
            h.el("details", .cls("menu-s")) { h in
                h.el("summary", text: "Menu")
                h.el("nav", .label("Menu")) { h in h.el("ul", .cls("plain-menu")) { h in items(&h) } }
            }
        }
    }

    private func items(_ h: inout HTML) {
        guard let person else {
            h.el("li") { h in h.el("a", .href(CitizenPlace.signIn.link), text: "Zaloguj się") }
            h.el("li") { h in h.el("a", .href(CitizenPlace.registration.link), text: "Załóż konto") }
            return
        }
        for s in Self.sections {
            h.el("li") { h in h.el("a", .href(s.place.link), .attr("aria-current", s.section == current ? "page" : nil), text: s.text) }
        }
        h.el("li") { h in h.el("span", .cls("who"), text: person) }
        h.el("li") { h in
            h.el("form", .attr("method", "post"), .attr("action", CitizenPlace.signOut.link)) { h in
                h.void("input", .type("hidden"), .name(FormField.token), .value(token))
                h.el("button", .cls("linkbtn"), text: "Wyloguj")
            }
        }
    }
}

/// A form of a citizen's page: token and key, fields, one button, a way back.
struct CitizenForm {
    var token: String
    var key: String
    var action: String
    var button: String
    var back: String?
    var backText = "Wróć"
    var isDangerous = false
    /// Another button of the page is the next step.
    var isSecond = false
    var hidden: [(name: String, value: String)] = []
    /// A form that waited for the sign-in, carried on.
    var kept: KeptForm?
    /// A file comes along.
    var isMultipart = false

    func write(_ h: inout HTML, fields: (inout HTML) -> Void = { _ in }) {
        h.el(
            "form", .attr("method", "post"), .attr("action", action), .attr("enctype", isMultipart ? "multipart/form-data" : nil), .flag("novalidate")
        ) { h in
            hiddenFields(&h, token: token, key: key)
            for f in hidden { h.void("input", .type("hidden"), .name(f.name), .value(f.value)) }
            for f in kept?.carriage ?? [] { h.void("input", .type("hidden"), .name(f.name), .value(f.value)) }
            fields(&h)
            h.el("p", .cls("actions")) { h in
                h.el("button", .cls(isDangerous ? "btn danger" : isSecond ? "btn" : "btn first"), text: button)
                if let back { h.el("a", .cls("btn bare"), .href(back), text: backText) }
            }
        }
    }
}

/// The question for a one-time code: by what, to where, and the field.
struct CodeQuestion: Sendable {
    /// How the person may answer now.
    var kind: FactorKind
    /// Where the code went, masked; empty for an app.
    var sentTo: String
    var form: FormPart

    static let field = "kod"
    static let kindField = "sposob"
    static let challengeField = "czynnosc"

    func write(_ h: inout HTML) {
        h.void("input", .type("hidden"), .name(Self.kindField), .value(kind.rawValue))
        h.el("div", .cls("code")) { h in
            form.field(
                &h, Self.field, Self.label(kind), hint: hint, kind: "text", autocomplete: "one-time-code", numeric: kind != .recoveryCode, focus: true)
        }
    }

    private var hint: String {
        switch kind {
        case .totp: "6 cyfr, które teraz pokazuje aplikacja"
        case .recoveryCode: "Jeden z kodów zapisanych na czarną godzinę"
        default: sentTo.isEmpty ? "6 cyfr z wiadomości" : "6 cyfr z wiadomości wysłanej na \(sentTo)"
        }
    }

    static func label(_ kind: FactorKind) -> String {
        switch kind {
        case .totp: "Kod z aplikacji"
        case .phoneCode: "Kod z SMS-a"
        case .mailCode: "Kod z e-maila"
        case .recoveryCode: "Kod zapasowy"
        default: "Kod"
        }
    }
}

/// What went wrong, in words for a citizen.
struct CitizenErrorPage: Sendable {
    var frame: CitizenFrame
    var heading: String
    var message: String
    var requestID: String

    func render() -> [UInt8] {
        frame.page(title: heading) { h in
            h.el("h1", text: heading)
            h.el("p", text: PolishTypography.glued(message))
            h.el("p", .cls("actions")) { h in h.el("a", .cls("btn first"), .href(CitizenPlace.home.link), text: "Przejdź do konta") }
            h.el("p", .cls("muted small"), text: "Numer zdarzenia: \(requestID). Podaj go, gdy poprosisz o pomoc.")
        }
    }
}
