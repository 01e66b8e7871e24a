internal import Identity
internal import Kernel
internal import Markup

/// Accounts of the office, and a form for one that belongs to no officer (a reader, an administrator).
struct AccountsPage: Sendable {
    struct Line: Sendable {
        var account: Account
        /// The officer whose account it is; empty where nobody's.
        var officer: String
    }
    var frame: DeskFrame
    var lines: [Line]
    var roles: Set<String>
    var form: FormPart
    var key: String
    var banner: Banner?

    static let order = ["imie-nazwisko", "login", "stanowisko", "role-konta", "haslo"]

    func render() -> [UInt8] {
        frame.page(title: "Konta", error: !form.errors.isEmpty) { h in
            WorkTop("Konta").write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                form.summary(&h, order: Self.order)
                Grid("Konta", ["Login", "Imię i nazwisko", "Pracownik", "Do czego", "Stan"], isWorkList: true).write(&h, lines) { h, line in
                    let a = line.account
                    h.el("th", .attr("scope", "row")) { h in h.el("a", .href(AdministrationPlace.account(a.id).link), text: a.login) }
                    h.el("td", .cls("wide"), text: a.displayName)
                    h.el("td", text: line.officer.isEmpty ? "–" : line.officer)
                    h.el("td", .cls("wide"), text: a.roles.map(\.polishName).sorted().joined(separator: ", "))
                    h.el("td") { h in h.el("span", .cls(a.isClosed ? "tag" : "tag ok"), text: a.isClosed ? "zamknięte" : "czynne") }
                }
                h.el("h2", text: "Nowe konto bez stanowiska")
                h.el("p") { h in
                    h.text(PolishTypography.glued("Dla osoby, która pracuje z pismami, "))
                    h.el("a", .href(AdministrationPlace.newOfficer.link), text: "przyjmij ją na stanowisko")
                    h.text(".")
                }
                ActForm(frame: frame, action: AdministrationPlace.accounts.link, key: key, button: "Załóż konto").write(&h) { h in
                    form.field(&h, "imie-nazwisko", "Imię i nazwisko")
                    form.field(&h, "login", "Login")
                    form.field(&h, "stanowisko", "Stanowisko", optional: true)
                    AccountFields.roles(&h, form, chosen: roles)
                    form.field(&h, "haslo", "Hasło na początek", hint: "Co najmniej 12 znaków", kind: "password", autocomplete: "new-password")
                }
            }
        }
    }
}

/// One account: what it opens, its password, its end.
struct AccountPage: Sendable {
    struct Keys: Sendable {
        var roles: String
        var password: String
        var unlock: String
    }
    var frame: DeskFrame
    var account: Account
    var officer: (name: String, link: String)?
    var chosen: Set<String>
    var form: FormPart
    var keys: Keys
    var isOneself: Bool
    var signIn: AccountSignInPart
    var banner: Banner?

    func render() -> [UInt8] {
        frame.page(title: "Konto \(account.login)", error: !form.errors.isEmpty) { h in
            WorkTop(
                "Konto \(account.login)",
                actions: account.isClosed || isOneself ? [] : [WorkTop.Action("Zamknij konto", AdministrationPlace.accountClosing(account.id).link)]
            ).write(&h)
            h.el("div", .cls("page")) { h in
                banner?.write(&h)
                form.summary(&h, order: ["role-konta", "powod", "haslo", "powod-wyzerowania", "dostawca", "zewnetrzny"])
                h.el("p") { h in h.el("a", .cls("back"), .href(AdministrationPlace.accounts.link), text: "Konta") }
                h.el("dl", .cls("rows")) { h in
                    Facts.row(&h, "Osoba", account.displayName)
                    Facts.row(&h, "Stanowisko", account.post.isEmpty ? "–" : account.post)
                    Facts.row(&h, "Pracownik") { h in
                        if let officer { h.el("a", .href(officer.link), text: officer.name) } else { h.text("nie jest kontem pracownika") }
                    }
                    Facts.row(&h, "Do czego", account.roles.map(\.polishName).sorted().joined(separator: ", "))
                    Facts.row(&h, "Stan", account.isClosed ? "zamknięte" : "czynne")
                }
                if account.isClosed { return }
                if isOneself {
                    h.el("p", .cls("muted"), text: "To Twoje konto. Role zmieni i konto zamknie inny administrator.")
                } else {
                    h.el("h2", text: "Do czego ma być")
                    ActForm(frame: frame, action: AdministrationPlace.accountRoles(account.id).link, key: keys.roles, button: "Zapisz role konta").write(&h) { h in
                        AccountFields.roles(&h, form, chosen: chosen)
                        form.area(&h, "powod", "Powód zmiany", rows: 2)
                    }
                }
                h.el("h2", text: "Nowe hasło")
                h.el("p", .cls("muted"), text: "Nowe hasło kończy wszystkie sesje tej osoby i przerwę po błędnych próbach.")
                ActForm(frame: frame, action: AdministrationPlace.accountPassword(account.id).link, key: keys.password, button: "Ustaw hasło").write(&h) { h in
                    form.field(&h, "haslo", "Nowe hasło", hint: "Co najmniej 12 znaków", kind: "password", autocomplete: "new-password")
                }
                signIn.write(&h)
                h.el("h2", text: "Po błędnych próbach")
                ActButton(
                    frame: frame, action: AdministrationPlace.accountUnlock(account.id).link, key: keys.unlock, text: "Zakończ przerwę w logowaniu", cls: "btn"
                ).write(&h)
            }
        }
    }
}
