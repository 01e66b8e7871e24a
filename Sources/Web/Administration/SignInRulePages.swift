internal import Identity
internal import Kernel
internal import Law
internal import Markup

/// What the office asks of its officers at signing in, and who waits for help.
struct SignInRulePage: Sendable {
    struct Request: Sendable {
        var reset: FactorReset
        var person: Account
        var askedBy: String
        /// Why this administrator may not carry it out.
        var refusal: String?
        var key: String
    }

    var frame: DeskFrame
    var requests: [Request]
    /// Accounts whose role will need, or needs, a factor that they do not have.
    var without: [Account]
    var form: FormPart
    var key: String
    var banner: Banner?

    static func field(_ role: OfficeRole) -> String { "od-\(role.rawValue)" }
    static var order: [String] { OfficeRole.allCases.map(field) + ["sprawdzenie"] }

    func render() -> [UInt8] {
        frame.page(title: "Logowanie pracowników", error: !form.errors.isEmpty) { h in
            WorkTop("Logowanie pracowników").write(&h)
            h.el("div", .cls("page")) { h in
                banner?.write(&h)
                form.summary(&h, order: Self.order)
                if !requests.isEmpty { pleas(&h) }
                h.el("h2", text: "Kto potrzebuje drugiego składnika")
                h.el(
                    "p",
                    text: PolishTypography.glued(
                        "Od podanego dnia osoba z tą rolą loguje się hasłem i kodem. Kto do tego dnia nie doda aplikacji, doda ją przy logowaniu. Puste pole: wystarczy hasło."
                    ))
                ActForm(frame: frame, action: SignInRulePlace.rule.link, key: key, button: "Zapisz").write(&h) { h in
                    for role in [OfficeRole.administrator] + OfficeRole.allCases.filter({ $0 != .administrator }) {
                        form.field(
                            &h, Self.field(role), role.polishName.prefix(1).uppercased() + role.polishName.dropFirst(), hint: "Od którego dnia, na przykład 1.04.2026",
                            optional: true, width: "w10")
                    }
                    form.check(&h, "kody", "Dopuść kody wysyłane e-mailem i SMS-em (nie dla administratorów)")
                }
                h.el("h2", text: "Kto jeszcze nie ma drugiego składnika")
                if without.isEmpty {
                    h.el("p", text: "Wszyscy, od których się go wymaga, już go mają.")
                } else {
                    h.el("ul", .cls("tasks")) { h in
                        for a in without {
                            h.el("li") { h in h.el("a", .href(AdministrationPlace.account(a.id).link), text: "\(a.displayName) (\(a.login))") }
                        }
                    }
                }
            }
        }
    }

    private func pleas(_ h: inout HTML) {
        h.el("h2", text: "Prośby o wyzerowanie drugiego składnika")
        for r in requests {
            h.el("section", .cls("note")) { h in
                h.el("h3", text: r.person.displayName)
                h.el("dl", .cls("rows")) { h in
                    Facts.row(&h, "Login", r.person.login)
                    Facts.row(&h, "Prosi", "\(r.askedBy), \(Moment.full(r.reset.requestedAt))")
                    Facts.row(&h, "Powód", r.reset.reason)
                }
                if let refusal = r.refusal { h.el("p", .cls("muted"), text: PolishTypography.glued(refusal)) }
                let id = "sprawdzenie-\(r.reset.id)"
                if r.refusal == nil {
                    ActForm(frame: frame, action: SignInRulePlace.reset(r.reset.id).link, key: r.key, button: "Wyzeruj drugi składnik", isDangerous: true).write(&h) {
                        h in
                        form.field(&h, id, "Jak sprawdziłeś, że to ta osoba", hint: "Na przykład: osobiście, znam ją z widzenia")
                    }
                }
                ActButton(
                    frame: frame, action: SignInRulePlace.decline(r.reset.id).link, key: r.key, text: "Odmów", about: "prośbie: \(r.person.displayName)",
                    hidden: [("powod", "odmowa administratora")], cls: "btn"
                ).write(&h)
            }
        }
    }
}

/// Second factors and links of one account, for its administrator.
struct AccountSignInPart: Sendable {
    var frame: DeskFrame
    var account: Account
    var factors: Set<FactorKind>
    var reset: FactorReset?
    var links: [AccountLink]
    /// What may be linked: the value of the form and the words.
    var providers: [(value: String, text: String)]
    var form: FormPart
    var keys: (reset: String, link: String)
    var isOneself: Bool

    func write(_ h: inout HTML) {
        h.el("h2", text: "Drugi składnik logowania")
        h.el("p", text: factors.isEmpty ? "Osoba loguje się samym hasłem." : factors.map(\.polishName).sorted().joined(separator: ", "))
        if reset != nil {
            h.el("p") { h in
                h.text("Prośba o wyzerowanie czeka: ")
                h.el("a", .href(SignInRulePlace.rule.link), text: "Logowanie pracowników")
            }
        } else if !factors.isEmpty, !isOneself {
            h.el("p", .cls("muted"), text: PolishTypography.glued("Gdy osoba zgubiła telefon i kody, poproś o wyzerowanie. Wykona je drugi administrator."))
            ActForm(frame: frame, action: SignInRulePlace.askReset(account.id).link, key: keys.reset, button: "Poproś o wyzerowanie").write(&h) { h in
                form.field(&h, "powod-wyzerowania", "Co się stało i jak sprawdziłeś tożsamość")
            }
        }
        if providers.isEmpty, links.isEmpty { return }
        h.el("h2", text: "Logowanie z zewnątrz")
        for link in links {
            h.el("p") { h in
                h.text(PolishTypography.glued(link.provider == AccountLinks.directory ? "Katalog kont (LDAP): \(link.name)" : "OpenID, \(link.provider): \(link.name)"))
                h.text(" ")
                ActButton(
                    frame: frame, action: SignInRulePlace.unlink(account.id).link, key: keys.link, text: "Odłącz", about: link.name,
                    hidden: [("polaczenie", String(link.id))]
                ).write(&h)
            }
        }
        let free = providers.filter { p in !links.contains { $0.provider == p.value } }
        guard !free.isEmpty else { return }
        ActForm(frame: frame, action: SignInRulePlace.link(account.id).link, key: keys.link, button: "Połącz konto").write(&h) { h in
            form.select(&h, "dostawca", "Z czym", options: free)
            form.field(&h, "zewnetrzny", "Kim jest tam ta osoba", hint: "W katalogu: login. W OpenID: identyfikator „sub”, który osoba zobaczy przy próbie logowania")
        }
    }
}
