internal import Chancery
internal import Identity
internal import Kernel
internal import Markup
internal import Store

/// Who works in the office.
struct OfficersPage: Sendable {
    struct Line: Sendable {
        var officer: Officer
        var unit: String
        var title: String
        var isHead: Bool
        var login: String
        var state: String
        var stateTag: String
    }
    var frame: DeskFrame
    var lines: [Line]
    var words: String
    var showsAll: Bool
    var banner: Banner?

    func render() -> [UInt8] {
        frame.page(title: "Pracownicy") { h in
            WorkTop(
                "Pracownicy", actions: [WorkTop.Action("Przyjmij osobę", AdministrationPlace.newOfficer.link, key: "N", isFirst: true)],
                views: [
                    WorkTop.View("Pracują", AdministrationPlace.people.link, isCurrent: !showsAll),
                    WorkTop.View("Wszyscy, także dawni", AdministrationPlace.people.link(["widok": "wszyscy"]), isCurrent: showsAll),
                ], viewsLabel: "Widoki pracowników"
            ).write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                h.el("form", .cls("inline"), .attr("role", "search"), .attr("action", AdministrationPlace.people.link)) { h in
                    if showsAll { h.void("input", .type("hidden"), .name("widok"), .value("wszyscy")) }
                    FormPart(values: ["nazwisko": words]).field(&h, "nazwisko", "Nazwisko albo symbol komórki", kind: "search")
                    h.el("button", .cls("btn"), text: "Szukaj")
                }
                if lines.isEmpty {
                    return EmptyState(
                        words.isEmpty ? "Nie ma jeszcze pracowników" : "Nie znaleziono „\(words)”",
                        words.isEmpty ? "Przyjmij pierwszą osobę. Dostanie konto, stanowisko i role." : "Sprawdź pisownię albo pokaż także dawnych pracowników.",
                        action: words.isEmpty ? WorkTop.Action("Przyjmij osobę", AdministrationPlace.newOfficer.link, isFirst: true) : nil
                    ).write(&h)
                }
                Grid("Pracownicy", ["Nazwisko i imię", "Komórka", "Stanowisko", "Login", "Stan"], isWorkList: true).write(&h, lines) { h, line in
                    h.el("th", .attr("scope", "row")) { h in
                        h.el("a", .href(AdministrationPlace.officer(line.officer.id).link), text: line.officer.listName)
                    }
                    h.el("td", text: line.unit)
                    h.el("td", .cls("wide"), text: line.title + (line.isHead ? " (kieruje)" : ""))
                    h.el("td", text: line.login)
                    h.el("td") { h in h.el("span", .cls(line.stateTag), text: line.state) }
                }
            }
        }
    }
}

/// Taking a person on: everything in one form.
struct TakingOnPage: Sendable {
    var frame: DeskFrame
    var units: [OfficeUnit]
    var roles: Set<String>
    var accountRoles: Set<String>
    var form: FormPart
    var key: String

    static let order = ["imiona", "nazwisko", "komorka", "stanowisko", "kierownik", "od", "role", "zakres", "login", "haslo", "role-konta"]

    func render() -> [UInt8] {
        frame.page(title: "Przyjęcie osoby", error: !form.errors.isEmpty) { h in
            WorkTop("Przyjęcie osoby").write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: Self.order)
                ActForm(
                    frame: frame, action: AdministrationPlace.newOfficer.link, key: key, button: "Przyjmij i załóż konto", back: AdministrationPlace.people.link
                ).write(&h) { h in
                    h.el("h2", text: "Osoba i stanowisko")
                    form.field(&h, "imiona", "Imię", focus: true)
                    form.field(&h, "nazwisko", "Nazwisko")
                    form.select(&h, "komorka", "Komórka", options: [("", "wybierz")] + units.map { ($0.id.description, $0.label) })
                    form.field(&h, "stanowisko", "Stanowisko", hint: "Tak stanie pod pismami, na przykład inspektor")
                    form.check(&h, "kierownik", "Kieruje tą komórką")
                    form.field(&h, "od", "Pracuje od dnia", width: "w10")
                    h.el("h2", text: "Co robi")
                    RoleFields.checks(&h, form, chosen: roles)
                    h.el("h2", text: "Konto")
                    form.field(&h, "login", "Login", hint: "Litery bez polskich znaków, na przykład jan.kowalski")
                    form.field(
                        &h, "haslo", "Hasło na początek", hint: "Co najmniej 12 znaków. Osoba zmieni je po zalogowaniu", kind: "password", autocomplete: "new-password")
                    AccountFields.roles(&h, form, chosen: accountRoles)
                }
            }
        }
    }
}

/// Fields of roles that several pages share.
enum RoleFields {
    static func checks(_ h: inout HTML, _ form: FormPart, chosen: Set<String>) {
        form.checks(
            &h, "role", "Role", options: ChanceryRole.forOfficers.filter { !$0.needsEnd }.map { ($0.rawValue, $0.polishName) }, chosen: chosen,
            hint: "Zakres każdej ustalisz na stronie osoby. Na początek jest taki, jaki zwykle ma ta rola.", chips: false)
    }

    /// How far a role usually reaches; the page of the officer narrows or widens it.
    static func usualScope(_ role: ChanceryRole) -> RoleScope {
        switch role {
        case .caseOfficer, .cooperating, .subordinateUser, .party, .domainSystem: .own
        case .unitHead, .approver, .signer: .unit
        case .secretariat: .subtree
        default: .office
        }
    }
}

enum AccountFields {
    static func roles(_ h: inout HTML, _ form: FormPart, chosen: Set<String>) {
        form.checks(
            &h, "role-konta", "Do czego jest konto", options: OfficeRole.allCases.map { ($0.rawValue, $0.polishName) }, chosen: chosen,
            hint: "Kto pracuje z pismami i sprawami, ma rolę „pracownik”.", chips: false)
    }
}

/// One officer: posts, roles, account, substitutions, and what may be done.
struct OfficerPage: Sendable {
    struct Post: Sendable {
        var post: OfficerPost
        var unit: String
        var isCurrent: Bool
    }
    struct Role: Sendable {
        var id: RoleGrantID
        var role: ChanceryRole
        var text: String
        var isInForce: Bool
    }
    var frame: DeskFrame
    var officer: Officer
    var account: Account?
    var posts: [Post]
    var roles: [Role]
    var substitutions: [String]
    var isActive: Bool
    var mayAccounts: Bool
    var isOneself: Bool
    var banner: Banner?

    func render() -> [UInt8] {
        let id = officer.id
        return frame.page(title: officer.name) { h in
            WorkTop(
                officer.name,
                actions: isActive
                    ? [
                        WorkTop.Action("Co widzi i dlaczego", AdministrationPlace.rights.link(["osoba": id.description])),
                        WorkTop.Action("Odejście", AdministrationPlace.leaving(id).link),
                    ] : []
            ).write(&h)
            h.el("div", .cls("page")) { h in
                banner?.write(&h)
                h.el("p") { h in h.el("a", .cls("back"), .href(AdministrationPlace.people.link), text: "Pracownicy") }
                h.el("dl", .cls("rows")) { h in
                    Facts.row(&h, "Pracuje", Span.text(officer.activeFrom, officer.activeTo))
                    Facts.row(&h, "Nazwisko") { h in
                        h.text("\(officer.name) ")
                        h.el("a", .href(AdministrationPlace.officerName(id).link), text: "Zmień nazwisko")
                    }
                    Facts.row(&h, "Konto") { h in
                        if let account {
                            h.text("\(account.login), \(account.isClosed ? "zamknięte" : "czynne") ")
                            if mayAccounts { h.el("a", .href(AdministrationPlace.account(account.id).link), text: "Konto i hasło") }
                            h.text(" ")
                        } else {
                            h.text("nie ma konta ")
                        }
                        if mayAccounts, isActive {
                            h.el("a", .href(AdministrationPlace.officerAccount(id).link), text: account == nil ? "Przypisz konto" : "Zmień konto")
                        }
                    }
                    for line in substitutions { Facts.row(&h, "Zastępstwo", line) }
                }
                section(&h, "Stanowiska", isActive ? ("Dodaj stanowisko", AdministrationPlace.newPost(id).link) : nil)
                if posts.isEmpty {
                    h.el("p", .cls("muted"), text: "Nie ma stanowiska. Bez niego osoba nie może pracować.")
                } else {
                    Grid("Stanowiska", ["Komórka", "Stanowisko", "Kiedy", "Zakończ"]).write(&h, posts) { h, one in
                        h.el("th", .attr("scope", "row"), text: one.unit)
                        h.el("td", .cls("wide"), text: one.post.title + (one.post.isHead ? " (kieruje)" : ""))
                        h.el("td", text: Span.text(one.post.validFrom, one.post.validTo))
                        h.el("td") { h in
                            if one.isCurrent, one.post.validTo == nil {
                                h.el("a", .href(AdministrationPlace.endPost(id, one.post.id).link)) { h in
                                    h.text("Zakończ")
                                    h.el("span", .cls("vh"), text: " stanowisko \(one.post.title) w \(one.unit)")
                                }
                            }
                        }
                    }
                }
                section(&h, "Role", isActive && !isOneself ? ("Nadaj rolę", AdministrationPlace.newRole(id).link) : nil)
                if isOneself { h.el("p", .cls("muted"), text: "To Twoje konto. Własne role zmienia inny administrator.") }
                if roles.isEmpty {
                    h.el("p", .cls("muted"), text: "Nie ma żadnej roli. Osoba nie widzi pism ani spraw.")
                } else {
                    Grid("Role", ["Rola", "Zakres, klasy, dostęp i czas", "Stan", "Odbierz"]).write(&h, roles) { h, one in
                        h.el("th", .attr("scope", "row"), text: one.role.polishName)
                        h.el("td", .cls("wide"), text: one.text)
                        h.el("td") { h in h.el("span", .cls(one.isInForce ? "tag ok" : "tag"), text: one.isInForce ? "działa" : "nie działa") }
                        h.el("td") { h in
                            if one.isInForce, !isOneself {
                                h.el("a", .href(AdministrationPlace.revokeRole(id, one.id).link)) { h in
                                    h.text("Odbierz")
                                    h.el("span", .cls("vh"), text: " rolę \(one.role.polishName)")
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private func section(_ h: inout HTML, _ title: String, _ action: (text: String, link: String)?) {
        h.el("div", .cls("row headrow")) { h in
            h.el("h2", text: title)
            if let action { h.el("a", .cls("btn"), .href(action.link), text: action.text) }
        }
    }
}
