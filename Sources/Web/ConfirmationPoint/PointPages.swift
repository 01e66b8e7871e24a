internal import Identity
internal import Kernel
internal import Law
internal import Markup

/// A register or report of the point, over a period.
struct PointTablePage: Sendable {
    var frame: DeskFrame
    var standing: PointStanding
    var current: PointPlace.Pattern
    var action: String
    var table: ReportTable
    /// Links in the first column, by row; empty where a row leads nowhere.
    var links: [String?]
    var csvLink: String?
    var nextLink: String?
    var notes: [String]
    var form: FormPart

    func render() -> [UInt8] {
        frame.page(title: table.title, error: !form.errors.isEmpty) { h in
            WorkTop(
                table.title, actions: csvLink.map { [WorkTop.Action("Pobierz CSV", $0)] } ?? [], views: PointDesk.views(standing, current: current),
                viewsLabel: "Części punktu"
            ).write(&h)
            h.el("div", .cls("page wide")) { h in
                form.summary(&h, order: ["od", "do"])
                h.el("form", .cls("inline"), .attr("action", action), .label("Okres")) { h in
                    form.field(&h, "od", "Od dnia", width: "w10")
                    form.field(&h, "do", "Do dnia", width: "w10")
                    h.el("button", .cls("btn"), text: "Pokaż")
                }
                for note in notes { h.el("p", .cls("note warn"), text: PolishTypography.glued(note)) }
                if table.rows.isEmpty { return EmptyState("Nic w tym okresie", "Zmień dni albo wróć do okienka.").write(&h) }
                Grid(table.title, table.columns).write(&h, Array(table.rows.enumerated())) { h, row in
                    for (i, cell) in row.element.enumerated() {
                        if i == 0 {
                            h.el("th", .attr("scope", "row"), .cls("ref")) { h in
                                if row.offset < links.count, let link = links[row.offset] { h.el("a", .href(link), text: cell) } else { h.text(cell) }
                            }
                        } else {
                            h.el("td", .cls(cell.count > 24 ? "wide" : ""), text: cell)
                        }
                    }
                }
                Pager(next: nextLink).write(&h)
            }
        }
    }
}

/// The register of authorised persons, and a form for a new authorisation.
struct AuthorisationsPage: Sendable {
    var frame: DeskFrame
    var standing: PointStanding
    var all: [OperatorAuthorisation]
    var logins: [AccountID: String]
    var accounts: [(value: String, text: String)]
    var scopes: Set<String>
    var form: FormPart
    var key: String
    var banner: String?
    var today: Day

    static let order = ["konto", "imiona", "nazwisko", "pesel", "stanowisko", "numer", "od", "do", "zakres", "szkolenie", "niekaralnosc", "podpis-do"]
    static let renamed = [
        "account": "konto", "person": "pesel", "post": "stanowisko", "number": "numer", "to": "do", "scopes": "zakres", "trainedOn": "szkolenie",
        "givenNames": "imiona", "surname": "nazwisko",
    ]

    func render() -> [UInt8] {
        frame.page(title: "Upoważnienia", error: !form.errors.isEmpty) { h in
            WorkTop("Upoważnienia", views: PointDesk.views(standing, current: .authorisations), viewsLabel: "Części punktu").write(&h)
            h.el("div", .cls("page wide")) { h in
                if let banner { Banner(banner).write(&h) }
                form.summary(&h, order: Self.order)
                if all.isEmpty {
                    EmptyState("Nikt nie jest jeszcze upoważniony", "Administrator punktu wnioskuje, kierownik zatwierdza, a trzecia osoba pracuje.").write(&h)
                } else {
                    Grid("Osoby upoważnione", ["Nr", "Osoba", "Zakres", "Obowiązuje", "Stan", "Co zrobić"]).write(&h, all) { h, a in
                        h.el("th", .attr("scope", "row"), text: a.number)
                        h.el("td", .cls("wide"), text: "\(a.name), \(a.post) (\(logins[a.account] ?? "konto zamknięte"))")
                        h.el("td", .cls("wide"), text: a.scopes.map(\.polishName).sorted().joined(separator: ", "))
                        h.el("td") { h in
                            h.text("\(PolishTypography.short(a.from))–\(PolishTypography.short(a.to))")
                            h.void("br")
                            h.el("span", .cls("muted small"), text: "podpis do \(PolishTypography.short(a.signingUntil))")
                        }
                        h.el("td") { h in standingTag(&h, a.standing(on: today)) }
                        h.el("td") { h in acts(&h, a) }
                    }
                }
                if standing.roles.contains(.administrator) { request(&h) }
            }
        }
    }

    private func standingTag(_ h: inout HTML, _ s: OperatorAuthorisation.Standing) {
        let (cls, text): (String, String) =
            switch s {
            case .waiting: ("tag warn", "czeka na zatwierdzenie")
            case .notYet: ("tag info", "jeszcze nie obowiązuje")
            case .active: ("tag ok", "obowiązuje")
            case .suspended: ("tag warn", "zawieszone")
            case .expired: ("tag", "wygasło")
            case .withdrawn: ("tag", "cofnięte")
            }
        h.el("span", .cls(cls), text: text)
    }

    private func acts(_ h: inout HTML, _ a: OperatorAuthorisation) {
        var offered: [(PointPlace.AuthorisationAct, String)] = []
        let isHead = standing.roles.contains(.head), keeps = isHead || standing.roles.contains(.administrator)
        switch a.state {
        case .requested:
            if isHead { offered += [(.approve, "Zatwierdź"), (.decline, "Odrzuć")] }
        case .approved:
            if keeps { offered += [(.renew, "Nowy podpis"), (.suspend, "Zawieś"), (.withdraw, "Cofnij")] }
        case .suspended:
            if isHead { offered.append((.resume, "Przywróć")) }
            if keeps { offered.append((.withdraw, "Cofnij")) }
        case .withdrawn, .declined: break
        }
        for (i, (act, text)) in offered.enumerated() {
            if i > 0 { h.text(" · ") }
            h.el("a", .href(PointPlace.authorisation(a.id, act).link)) { h in
                h.text(text)
                h.el("span", .cls("vh"), text: " upoważnienie \(a.number)")
            }
        }
        if offered.isEmpty { h.text("–") }
    }

    private func request(_ h: inout HTML) {
        h.el("h2", text: "Nowe upoważnienie")
        h.el("p", .cls("muted"), text: "Zatwierdzi je kierownik punktu. Nikt nie upoważnia siebie.")
        ActForm(frame: frame, action: PointPlace.authorisations.link, key: key, button: "Wnioskuj").write(&h) { h in
            form.select(&h, "konto", "Konto pracownika", options: accounts)
            form.field(&h, "imiona", "Imiona")
            form.field(&h, "nazwisko", "Nazwisko")
            form.field(&h, "pesel", "PESEL", hint: "Po nim poznajemy, że nikt nie obsługuje siebie", width: "w10", numeric: true)
            form.field(&h, "stanowisko", "Stanowisko", hint: "Stoi na każdym wydruku")
            form.field(&h, "numer", "Numer upoważnienia", width: "w10")
            form.field(&h, "od", "Od dnia", width: "w10")
            form.field(&h, "do", "Do dnia", width: "w10")
            form.checks(&h, "zakres", "Zakres", options: OperatorScope.allCases.map { ($0.rawValue, $0.polishName) }, chosen: scopes)
            form.field(&h, "szkolenie", "Dzień szkolenia", width: "w10")
            form.field(&h, "niekaralnosc", "Dzień oświadczenia o niekaralności", optional: true, width: "w10")
            form.field(&h, "podpis-do", "Podpis osoby ważny do", hint: "Jej profil zaufany albo certyfikat", width: "w10")
        }
    }
}

/// The point itself: what people read, its hours, its life, who has which role.
struct PointPage: Sendable {
    var frame: DeskFrame
    var standing: PointStanding
    var roles: [(account: AccountID, login: String, role: PointRole)]
    var accounts: [(value: String, text: String)]
    var form: FormPart
    var keys: (describe: String, state: String, role: String, revoke: String)
    var banner: String?

    static let order = ["adres", "pokoj", "godziny", "dojscie", "dostepnosc", "telefon", "stan", "zgoda-numer", "zgoda-dzien", "nastepca", "powod", "konto", "rola"]

    func render() -> [UInt8] {
        let p = standing.point
        return frame.page(title: p.name, error: !form.errors.isEmpty) { h in
            WorkTop(p.name, views: PointDesk.views(standing, current: .point), viewsLabel: "Części punktu").write(&h)
            h.el("div", .cls("page wide")) { h in
                if let banner { Banner(banner).write(&h) }
                form.summary(&h, order: Self.order)
                h.el("dl", .cls("rows")) { h in
                    for line in p.publicLines { Facts.row(&h, line.label, line.text) }
                    Facts.row(&h, "Stan", p.state.polishName)
                    Facts.row(&h, "Zgoda ministra", p.consent.map { "\($0.number) z \(PolishTypography.short($0.day))" } ?? "brak")
                }
                h.el("h2", text: "Role w punkcie")
                if roles.isEmpty { h.el("p", text: "Nikt nie ma jeszcze roli. Bez administratora i kierownika punkt nie upoważni nikogo.") }
                h.el("ul", .cls("people plain")) { h in
                    for r in roles {
                        h.el("li") { h in
                            h.text("\(r.login): \(r.role.polishName) ")
                            if standing.keepsUsers {
                                ActButton(
                                    frame: frame, action: PointPlace.revokeRole.link, key: keys.revoke, text: "Odbierz", about: "rolę \(r.role.polishName), \(r.login)",
                                    hidden: [("konto", "\(r.account)"), ("rola", r.role.rawValue)]
                                ).write(&h)
                            }
                        }
                    }
                }
                if standing.keepsUsers { grant(&h) }
                if standing.keepsPoint { describe(&h) }
                if standing.keepsUsers || standing.roles.contains(.head) { move(&h) }
            }
        }
    }

    private func grant(_ h: inout HTML) {
        ActForm(frame: frame, action: PointPlace.grantRole.link, key: keys.role, button: "Nadaj rolę").write(&h) { h in
            form.select(&h, "konto", "Konto", options: accounts)
            form.select(&h, "rola", "Rola", options: PointRole.allCases.map { ($0.rawValue, $0.polishName) })
        }
    }

    private func describe(_ h: inout HTML) {
        h.el("h2", text: "Informacje dla mieszkańców")
        ActForm(frame: frame, action: PointPlace.point.link, key: keys.describe, button: "Zapisz").write(&h) { h in
            form.field(&h, "adres", "Adres")
            form.field(&h, "pokoj", "Pokój", width: "w10")
            form.field(&h, "godziny", "Godziny", hint: "1 08:00-16:00; 2 08:00-16:00 (1 to poniedziałek)")
            form.field(&h, "dojscie", "Dojście", optional: true)
            form.field(&h, "dostepnosc", "Dostępność", optional: true)
            form.field(&h, "telefon", "Telefon", width: "w10")
        }
    }

    private func move(_ h: inout HTML) {
        let next = PointState.allCases.filter(standing.point.state.mayBecome)
        guard !next.isEmpty else { return }
        h.el("h2", text: "Stan punktu")
        ActForm(frame: frame, action: PointPlace.pointState.link, key: keys.state, button: "Zmień stan").write(&h) { h in
            form.select(&h, "stan", "Nowy stan", options: next.map { ($0.rawValue, $0.polishName) })
            if next.contains(.consented) {
                form.field(&h, "zgoda-numer", "Numer zgody ministra", width: "w20")
                form.field(&h, "zgoda-dzien", "Dzień zgody", width: "w10")
            }
            if next.contains(.ended) { form.field(&h, "nastepca", "Kto przejmuje archiwum", hint: "Gdy punkt kończy działanie", optional: true) }
            form.field(&h, "powod", "Powód")
        }
    }
}

/// An office without a point: the form that founds one.
struct NewPointPage: Sendable {
    var frame: DeskFrame
    var form: FormPart
    var key: String

    func render() -> [UInt8] {
        frame.page(title: "Punkt potwierdzający", error: !form.errors.isEmpty) { h in
            WorkTop("Punkt potwierdzający").write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: ["nazwa", "miejsce", "adres", "godziny"])
                h.el("p", text: PolishTypography.glued("Gmina prowadzi punkt za zgodą ministra. Tu zapiszesz wniosek o zgodę, a potem samą zgodę."))
                ActForm(frame: frame, action: PointPlace.newPoint.link, key: key, button: "Dodaj punkt").write(&h) { h in
                    form.field(&h, "nazwa", "Nazwa punktu", hint: "Stoi na wydrukach")
                    form.field(&h, "miejsce", "Miejscowość", hint: "Miejsce na wydrukach")
                    form.field(&h, "adres", "Adres")
                    form.field(&h, "godziny", "Godziny", hint: "1 08:00-16:00; 2 08:00-16:00 (1 to poniedziałek)")
                }
            }
        }
    }
}

/// The paper of the point: what has to be put away, what lies where, what may be destroyed.
struct PaperPage: Sendable {
    var frame: DeskFrame
    var standing: PointStanding
    /// Finished acts whose paper is missing.
    var missing: [PointReports.Entry]
    var papers: [(paper: PaperArchive.Paper, number: String)]
    var nextLink: String?
    var form: FormPart
    var key: String
    var banner: String?
    var today: Day

    func render() -> [UInt8] {
        frame.page(title: "Archiwum papieru", error: !form.errors.isEmpty) { h in
            WorkTop("Archiwum papieru", views: PointDesk.views(standing, current: .archive), viewsLabel: "Części punktu").write(&h)
            h.el("div", .cls("page wide")) { h in
                if let banner { Banner(banner).write(&h) }
                form.summary(&h, order: ["czynnosc", "pudlo", "teczka", "pozycja"])
                if standing.roles.contains(.archivist), !missing.isEmpty {
                    h.el("h2", text: "Do odłożenia")
                    ActForm(frame: frame, action: PointPlace.archive.link, key: key, button: "Odłóż do archiwum").write(&h) { h in
                        form.select(
                            &h, "czynnosc", "Wydruk",
                            options: missing.map { ("\($0.act)", "\($0.number), \(Moment.full($0.actedAt)), \($0.result == .carriedOut ? "wykonano" : "odmowa")") })
                        form.field(&h, "pudlo", "Pudło", width: "w10")
                        form.field(&h, "teczka", "Teczka", optional: true, width: "w10")
                        form.field(&h, "pozycja", "Pozycja", optional: true, width: "w10")
                    }
                } else if missing.isEmpty {
                    h.el("p", text: "Każda czynność ma swój papier w archiwum.")
                }
                if !papers.isEmpty {
                    h.el("h2", text: "W archiwum")
                    Grid("Papier w archiwum", ["Nr", "Wniosek", "Gdzie", "Trzymać do", "Stan", "Co zrobić"]).write(&h, papers) { h, row in
                        let p = row.paper
                        h.el("th", .attr("scope", "row"), text: String(p.id))
                        h.el("td", .cls("ref"), text: row.number)
                        h.el("td", text: [p.box, p.folder, p.position].filter { !$0.isEmpty }.joined(separator: " / "))
                        h.el("td", text: PolishTypography.short(p.retainUntil))
                        h.el(
                            "td",
                            text: p.destroyedOn.map { "zniszczono \(PolishTypography.short($0))" } ?? p.lentTo.map { "wypożyczony: \($0)" } ?? "na miejscu")
                        h.el("td") { h in acts(&h, p) }
                    }
                    Pager(next: nextLink).write(&h)
                }
            }
        }
    }

    private func acts(_ h: inout HTML, _ p: PaperArchive.Paper) {
        guard standing.roles.contains(.archivist), p.destroyedOn == nil else { return h.text("–") }
        let offered: [(PointPlace.PaperAct, String)] =
            p.lentTo != nil ? [(.takeBack, "Odbierz")] : [(.lend, "Wypożycz")] + (today > p.retainUntil ? [(.destroy, "Zniszcz")] : [])
        for (i, (act, text)) in offered.enumerated() {
            if i > 0 { h.text(" · ") }
            h.el("a", .href(PointPlace.paper(p.id, act).link)) { h in
                h.text(text)
                h.el("span", .cls("vh"), text: " papier \(p.id)")
            }
        }
    }
}

/// The officer's own second factor, by which he signs what he did at the counter.
struct OwnCodePage: Sendable {
    var frame: DeskFrame
    var standing: PointStanding
    var addresses: [CodeAddress]
    var pending: [AuthorisationChallenges.PendingContact]
    var form: FormPart
    var keys: (send: String, confirm: String)
    var banner: String?

    func render() -> [UInt8] {
        frame.page(title: "Moje kody", error: !form.errors.isEmpty) { h in
            WorkTop("Moje kody", views: PointDesk.views(standing, current: .ownCode), viewsLabel: "Części punktu").write(&h)
            h.el("div", .cls("page")) { h in
                if let banner { Banner(banner).write(&h) }
                form.summary(&h, order: ["adres", CodeQuestion.field])
                h.el("p", text: PolishTypography.glued("Kodem potwierdzasz każdą czynność przy okienku. Kod przychodzi na telefon albo e-mail służbowy."))
                if !addresses.isEmpty {
                    h.el("dl", .cls("rows")) { h in for a in addresses { Facts.row(&h, a.kind.polishName, a.masked) } }
                    h.el("p", .cls("muted"), text: "Zmianę adresu zleć administratorowi urzędu: po sprawdzeniu tożsamości usunie stary.")
                    return
                }
                if let open = pending.first(where: { $0.isSent && $0.isOpen }) {
                    ActForm(frame: frame, action: PointPlace.ownCode.link, key: keys.confirm, button: "Potwierdź").write(&h) { h in
                        CodeQuestion(kind: open.address.kind, sentTo: open.address.masked, form: form).write(&h)
                    }
                }
                ActForm(frame: frame, action: PointPlace.ownCodeSend.link, key: keys.send, button: "Wyślij kod").write(&h) { h in
                    form.field(&h, "adres", "Telefon albo e-mail służbowy")
                }
            }
        }
    }
}
