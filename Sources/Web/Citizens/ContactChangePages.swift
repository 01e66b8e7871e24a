internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Store

/// Changing the telephone or the e-mail of an account: the new address, then two codes.
struct ContactChangePage: Sendable {
    /// What waits for its codes.
    struct Asked: Sendable {
        var address: CodeAddress
        var confirming: ChallengeID
        var stepUp: ChallengeID
        var kind: FactorKind
    }

    var frame: CitizenFrame
    var kind: CitizenPlace.ContactKind
    var held: Set<FactorKind>
    var addresses: [CodeAddress]
    /// A valid profile will be replaced.
    var profile: String?
    var asked: Asked?
    var form: FormPart
    var keys: (send: String, act: String)

    static let order = ["adres", "sposob-kodu", "kod-nowy", CodeQuestion.field]
    static let renamed = ["address": "adres", "code": CodeQuestion.field, "mail": "adres", "phone": "adres"]

    private var title: String { kind == .phone ? "Zmień numer telefonu" : "Zmień adres e-mail" }
    private var label: String { kind == .phone ? "Nowy numer telefonu komórkowego" : "Nowy adres e-mail" }

    func render() -> [UInt8] {
        frame.page(title: title, error: !form.errors.isEmpty) { h in
            form.summary(&h, order: Self.order)
            h.el("h1", text: title)
            if let old = addresses.first(where: { ($0.kind == .phoneCode) == (kind == .phone) }) { h.el("p", text: "Teraz: \(old.masked)") }
            if let profile {
                h.el(
                    "p", .cls("note"), text: PolishTypography.glued("Profil \(profile) zastąpi nowy, z nowym adresem i tą samą datą ważności. Nie trzeba iść do punktu."))
            }
            if let asked { codes(&h, asked) }
            if asked != nil { h.el("h2", text: "Kod nie doszedł?") }
            ask(&h)
        }
    }

    private func ask(_ h: inout HTML) {
        let options = CodeWays.order.filter(held.contains).map { way in
            (value: way.rawValue, text: CodeWays.address(way, in: addresses).map { "\(way.polishName) na \($0.masked)" } ?? way.polishName)
        }
        var shown = form
        if asked != nil { shown.errors = [:] }
        if shown.values["sposob-kodu"] == nil { shown.values["sposob-kodu"] = asked?.kind.rawValue ?? options.first?.value }
        if shown.values["adres"] == nil, let asked { shown.values["adres"] = Self.typed(asked.address) }
        CitizenForm(
            token: frame.token, key: keys.send, action: CitizenPlace.contactChangeCodes(kind).link, button: asked == nil ? "Wyślij kody" : "Wyślij nowe kody",
            back: CitizenPlace.sessions.link, isSecond: asked != nil
        ).write(&h) { h in
            shown.field(
                &h, "adres", label, hint: "Wyślemy na niego kod", width: kind == .phone ? "w10" : "", kind: kind == .phone ? "tel" : "email",
                autocomplete: kind == .phone ? "tel" : "email", focus: asked == nil && form.errors.isEmpty)
            shown.radios(&h, "sposob-kodu", "Czym potwierdzisz, że to Ty?", options: options, chips: false)
        }
    }

    private func codes(_ h: inout HTML, _ asked: Asked) {
        let old = CodeWays.address(asked.kind, in: addresses)
        h.el("div", .cls("banner"), .attr("role", "status")) { h in
            let places = [asked.address.masked, old?.masked].compactMap(\.self).joined(separator: " i osobny na ")
            h.el("p", text: PolishTypography.glued("Kod wysłano na \(places). Kody są ważne 5 minut."))
        }
        CitizenForm(
            token: frame.token, key: keys.act, action: CitizenPlace.contactChange(kind).link, button: "Zmień",
            hidden: [
                ("nowy", asked.address.description), ("potwierdzenie", asked.confirming.description), (CodeQuestion.challengeField, asked.stepUp.description),
                (CodeQuestion.kindField, asked.kind.rawValue),
            ]
        ).write(&h) { h in
            h.el("div", .cls("code")) { h in
                form.field(
                    &h, "kod-nowy", kind == .phone ? "Kod z nowego numeru" : "Kod z nowego adresu", hint: "Wysłany na \(asked.address.masked)",
                    autocomplete: "one-time-code", numeric: true, focus: form.errors.isEmpty)
                form.field(
                    &h, CodeQuestion.field, old == nil ? CodeQuestion.label(asked.kind) : "Kod z dotychczasowego adresu",
                    hint: old.map { "Wysłany na \($0.masked)" }, autocomplete: "one-time-code", numeric: asked.kind != .recoveryCode)
            }
        }
    }

    static func typed(_ address: CodeAddress) -> String {
        switch address {
        case .mail(let mail): mail.description
        case .phone(let phone): phone.description
        }
    }
}
