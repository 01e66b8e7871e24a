internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// Accounts: the list, one account, adding, roles, password, pause, closing.
struct AccountRoutes: Sendable {
    let desk: Desk
    /// Other houses that accounts can be linked to: the provider's name and the words.
    var providers: [(value: String, text: String)] = []

    func register(on router: RouterGroup<SignedInContext>) {
        typealias P = AdministrationPlace.Pattern
        router.get(P.accounts.route) { request, context in try await list(request, context, FormPart(), roles: []) }
        router.post(P.accounts.route) { request, context in try await add(request, context) }
        router.get(P.account.route) { request, context in try await account(request, context, FormPart()) }
        router.post(P.accountRoles.route) { request, context in try await setRoles(request, context) }
        router.post(P.accountPassword.route) { request, context in try await setPassword(request, context) }
        router.post(P.accountUnlock.route) { request, context in
            let (keeper, account) = try await find(request, context)
            try await desk.accounts.unlock(account.id, by: keeper.performer, at: context.now)
            return Response.seeOther(AdministrationPlace.account(account.id).link(["odblokowano": "tak"]))
        }
        router.get(P.accountClosing.route) { request, context in try await closingForm(request, context, FormPart()) }
        router.post(P.accountClosing.route) { request, context in try await close(request, context) }
    }

    /// An account of the keeper's own office; others do not exist here.
    func find(_ request: Request, _ context: SignedInContext) async throws -> (OfficeKeeper, Account) {
        let keeper = try await desk.keeper(request, context, .accounts)
        let id = AccountID(try context.number("id"))
        guard let account = try await desk.accounts.find(id), account.office == keeper.account.office else {
            throw Problem(.notFound, "Nie ma takiego konta. Sprawdź listę kont.")
        }
        return (keeper, account)
    }

    private func list(_ request: Request, _ context: SignedInContext, _ form: FormPart, roles: Set<String>) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .accounts)
        let accounts = try await desk.accounts.list(office: keeper.account.office)
        let officers = try await keeper.office.database.read { try Organisation.officers($0) }
        let byAccount = Dictionary(officers.compactMap { o in o.account.map { ($0, o.name) } }, uniquingKeysWith: { first, _ in first })
        let query = try FormValues(query: request.uri.query)
        let page = AccountsPage(
            frame: try await desk.frame(context, keeper, request, .accounts),
            lines: accounts.map { AccountsPage.Line(account: $0, officer: byAccount[$0.performer.id] ?? "") }, roles: roles, form: form, key: OneTimeKey().description,
            banner: query["dodano"].map { Banner("Założono konto „\($0)”.") } ?? query["zamknieto"].map { Banner("Zamknięto konto „\($0)”.") })
        return Desk.html(page.render(), status: form.status)
    }

    private func add(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .accounts)
        let values = context.form
        let chosen = values.all("role-konta")
        do {
            let account = try await desk.accounts.add(
                NewAccount(
                    office: keeper.account.office, login: values["login"] ?? "", displayName: values["imie-nazwisko"] ?? "", post: values["stanowisko"] ?? "",
                    roles: Set(chosen.compactMap(OfficeRole.init(rawValue:)))), password: values.typed("haslo"), by: keeper.performer, at: context.now)
            return .seeOther(AdministrationPlace.accounts.link(["dodano": account.login]))
        } catch let problems as Problems {
            return try await list(request, context, Self.shownAgain(values, problems.all), roles: Set(chosen))
        } catch let problem as Problem where problem.code == .conflict {
            return try await list(request, context, Self.shownAgain(values, [problem]), roles: Set(chosen))
        }
    }

    private static func shownAgain(_ values: FormValues, _ problems: [Problem]) -> FormPart {
        let renamed = ["displayName": "imie-nazwisko", "password": "haslo", "post": "stanowisko", "roles": "role-konta"]
        var form = FormPart(values, problems.map { p in Problem(p.code, p.message, field: p.field.map { renamed[$0] ?? $0 }) }, fallback: "login")
        form.values["haslo"] = ""
        return form
    }

    func account(_ request: Request, _ context: SignedInContext, _ form: FormPart, chosen: Set<String>? = nil) async throws -> Response {
        let (keeper, account) = try await find(request, context)
        let name = account.performer.id
        let officer = try await keeper.office.database.read { try Organisation.officer($0, account: name) }
        let query = try FormValues(query: request.uri.query)
        let words = [
            ("zapisano", "Zapisano role konta."), ("haslo", "Ustawiono nowe hasło."), ("odblokowano", "Zakończono przerwę. Osoba może się zalogować."),
            ("polaczono", "Połączono konto."), ("odlaczono", "Odłączono konto. Sesje tej osoby są zakończone."),
        ]
        .first { query.has($0.0) }?.1
        let now = context.now, isOneself = account.id == keeper.account.id
        let (factors, reset, links) = try await desk.house.platform.read { c in
            (
                try FactorChange.held(c, .officer(account.id)), try FactorResets.open(c, of: account.office, at: now).first { $0.account == account.id },
                try AccountLinks.list(c, of: account.id)
            )
        }
        let frame = try await desk.frame(context, keeper, request, .accounts)
        let signIn = AccountSignInPart(
            frame: frame, account: account, factors: factors, reset: reset, links: links, providers: providers, form: form,
            keys: (OneTimeKey().description, OneTimeKey().description), isOneself: isOneself)
        let page = AccountPage(
            frame: frame, account: account,
            officer: officer.map { ($0.name, AdministrationPlace.officer($0.id).link) }, chosen: chosen ?? Set(account.roles.map(\.rawValue)), form: form,
            keys: AccountPage.Keys(roles: OneTimeKey().description, password: OneTimeKey().description, unlock: OneTimeKey().description),
            isOneself: isOneself, signIn: signIn, banner: words.map { Banner($0) })
        return Desk.html(page.render(), status: form.status)
    }

    private func requireOther(_ account: Account, _ keeper: OfficeKeeper) throws {
        guard account.id != keeper.account.id else { throw Problem(.forbidden, "Nikt nie zmienia ról własnego konta. Poproś innego administratora.") }
    }

    private func setRoles(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let (keeper, account) = try await find(request, context)
        try requireOther(account, keeper)
        let chosen = context.form.all("role-konta"), roles = Set(chosen.compactMap(OfficeRole.init(rawValue:)))
        var reading = FormReading(context.form, today: PolishTime.day(of: context.now))
        if roles.isEmpty { reading.add("role-konta", "Zaznacz co najmniej jedną rolę") }
        let takesAway = !account.roles.isSubset(of: roles)
        let reason = takesAway ? reading.required("powod", "Podaj powód, bo zabierasz rolę") : reading.text("powod")
        guard reading.problems.isEmpty else {
            return try await self.account(request, context, FormPart(context.form, reading.problems, fallback: "role-konta"), chosen: Set(chosen))
        }
        try await desk.accounts.setRoles(account.id, roles, by: keeper.performer, reason: reason.isEmpty ? nil : reason, at: context.now)
        return .seeOther(AdministrationPlace.account(account.id).link(["zapisano": "tak"]))
    }

    private func setPassword(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let (keeper, account) = try await find(request, context)
        do {
            try await desk.accounts.setPassword(account.id, context.form.typed("haslo"), by: keeper.performer, at: context.now)
            return .seeOther(AdministrationPlace.account(account.id).link(["haslo": "tak"]))
        } catch let problems as Problems {
            return try await self.account(
                request, context, FormPart(errors: fieldErrors(problems.all.map { Problem($0.code, $0.message, field: "haslo") }, fallback: "haslo")))
        }
    }

    private func closingForm(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let (keeper, account) = try await find(request, context)
        try requireOther(account, keeper)
        let page = ReasonPage(
            frame: try await desk.frame(context, keeper, request, .accounts), title: "Zamknąć konto \(account.login)?",
            words: ["\(account.displayName) od razu straci dostęp. Konta nie da się otworzyć ponownie.", "Login nie będzie dany nikomu innemu."],
            action: AdministrationPlace.accountClosing(account.id).link, button: "Zamknij konto", back: AdministrationPlace.account(account.id).link, form: form,
            key: OneTimeKey().description)
        return Desk.html(page.render(), status: form.status)
    }

    private func close(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let (keeper, account) = try await find(request, context)
        try requireOther(account, keeper)
        guard let reason = context.form["powod"] else { return try await closingForm(request, context, FormPart(errors: ["powod": "Podaj powód"])) }
        try await desk.accounts.close(account.id, by: keeper.performer, reason: reason, at: context.now)
        return .seeOther(AdministrationPlace.accounts.link(["zamknieto": account.login]))
    }
}
