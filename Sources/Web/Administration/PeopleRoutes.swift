internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// The officers: the list, taking a person on, one officer.
struct PeopleRoutes: Sendable {
    let desk: Desk

    func register(on router: RouterGroup<SignedInContext>) {
        typealias P = AdministrationPlace.Pattern
        router.get(P.people.route) { request, context in try await list(request, context) }
        router.get(P.newOfficer.route) { request, context in
            try await takingOnForm(
                request, context, FormPart(values: ["od": PolishTypography.short(PolishTime.day(of: context.now))]), roles: [ChanceryRole.caseOfficer.rawValue],
                accountRoles: [OfficeRole.officer.rawValue])
        }
        router.post(P.newOfficer.route) { request, context in try await takeOn(request, context) }
        router.get(P.officer.route) { request, context in try await officer(request, context) }
        OfficerRoutes(desk: desk).register(on: router)
    }

    private func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .structure)
        let query = try FormValues(query: request.uri.query)
        let words = query["nazwisko"] ?? "", all = query["widok"] == "wszyscy", today = PolishTime.day(of: context.now)
        let accounts = Dictionary(
            try await desk.accounts.list(office: keeper.account.office).map { ($0.performer.id, $0) }, uniquingKeysWith: { first, _ in first })
        let lines = try await keeper.office.database.read { c in
            let tree = try Organisation.tree(c, on: today)
            let folded = PolishText.folded(words)
            return try Organisation.directory(c, on: today, all: all).compactMap { entry -> OfficersPage.Line? in
                let unit = entry.post.map { tree.code(of: $0.unit) } ?? ""
                guard folded.isEmpty || PolishText.folded(entry.officer.listName).contains(folded) || unit.lowercased() == folded else { return nil }
                let account = entry.officer.account.flatMap { accounts[$0] }
                let (state, tag) =
                    !entry.officer.isActive(on: today)
                    ? (entry.officer.activeFrom > today ? "zacznie \(PolishTypography.short(entry.officer.activeFrom))" : "nie pracuje", "tag")
                    : entry.post == nil ? ("bez stanowiska", "tag warn") : account.map { $0.isClosed } ?? true ? ("bez konta", "tag warn") : ("pracuje", "tag ok")
                return OfficersPage.Line(
                    officer: entry.officer, unit: unit, title: entry.post?.title ?? "", isHead: entry.post?.isHead ?? false, login: account?.login ?? "",
                    state: state, stateTag: tag)
            }
        }
        let page = OfficersPage(frame: try await desk.frame(context, keeper, request, .people), lines: lines, words: words, showsAll: all)
        return Desk.html(page.render())
    }

    private func takingOnForm(
        _ request: Request, _ context: SignedInContext, _ form: FormPart, roles: Set<String>, accountRoles: Set<String>
    ) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .accounts)
        let today = PolishTime.day(of: context.now)
        let units = try await keeper.office.database.read { try Organisation.tree($0, on: today).units }
        let page = TakingOnPage(
            frame: try await desk.frame(context, keeper, request, .people), units: units, roles: roles, accountRoles: accountRoles, form: form,
            key: OneTimeKey().description)
        return Desk.html(page.render(), status: form.status)
    }

    private func takeOn(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .accounts)
        let values = context.form, key = try context.oneTimeKey()
        let roles = values.all("role").compactMap(ChanceryRole.init(rawValue:)).filter(\.isForOfficers)
        let accountRoles = Set(values.all("role-konta").compactMap(OfficeRole.init(rawValue:)))
        do {
            var reading = FormReading(values, today: PolishTime.day(of: context.now))
            let day = reading.day("od", ask: "Podaj dzień, od którego osoba pracuje")
            let unit = reading.choice("komorka", "Wybierz komórkę") { UnitID($0) }
            if accountRoles.isEmpty { reading.add("role-konta", "Zaznacz, do czego jest konto") }
            try reading.finish()
            guard let day, let unit else { throw Problems(reading.problems) }
            let taking = TakingOn(
                givenNames: reading.text("imiona"), surname: reading.text("nazwisko"), login: reading.text("login"), password: values.typed("haslo"),
                accountRoles: accountRoles, unit: unit, post: reading.text("stanowisko"), isHead: reading.isTicked("kierownik"),
                roles: roles.map { TakingOn.Role($0, RoleFields.usualScope($0)) }, from: day)
            let location = try await taking.carryOut(
                in: keeper.office, accounts: desk.accounts, key: key, administrator: keeper.account, by: keeper.performer, at: context.now
            ) { AdministrationPlace.officer($0).link(["przyjeto": "tak"]) }
            return .seeOther(location)
        } catch let problems as Problems {
            return try await again(request, context, problems.all)
        } catch let problem as Problem where problem.code == .conflict {
            return try await again(request, context, [problem])
        }
    }

    private func again(_ request: Request, _ context: SignedInContext, _ problems: [Problem]) async throws -> Response {
        let renamed = ["password": "haslo", "roles": "role-konta", "displayName": "nazwisko", "post": "stanowisko"]
        let shown = problems.map { Problem($0.code, $0.message, field: $0.field.map { renamed[$0] ?? $0 }) }
        var form = FormPart(context.form, shown, fallback: "login")
        form.values["haslo"] = ""
        return try await takingOnForm(
            request, context, form, roles: Set(context.form.all("role")), accountRoles: Set(context.form.all("role-konta")))
    }

    private func officer(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .structure)
        let id = OfficerID(try context.number("id")), today = PolishTime.day(of: context.now)
        let query = try FormValues(query: request.uri.query)
        let accounts = try await desk.accounts.list(office: keeper.account.office)
        let frame = try await desk.frame(context, keeper, request, .people)
        let words = [
            ("przyjeto", "Przyjęto osobę. Konto działa od razu."), ("zapisano", "Zapisano zmianę."), ("nadano", "Nadano rolę."), ("odebrano", "Odebrano rolę."),
            ("odszedl", "Zapisano odejście."),
        ].first { query.has($0.0) }?.1
        let page = try await keeper.office.database.read { c in
            guard let officer = try Organisation.officer(c, id) else { throw Problem(.notFound, "Nie ma takiego pracownika.") }
            let rights = try Organisation.rights(c, of: id, on: today)
            func name(_ unit: UnitID) throws -> String { try Organisation.history(c, unit: unit).first?.label ?? "nr \(unit)" }
            let explained = PermissionExplanation(rights).sources
            let byGrant = Dictionary(
                zip(rights.grants, explained).compactMap { grant, source in grant.id.map { ($0, source) } }, uniquingKeysWith: { first, _ in first })
            let roles = try Organisation.grants(c, of: id).compactMap { grant in
                grant.id.map { gid in
                    OfficerPage.Role(
                        id: gid, role: grant.role, text: OfficerWords.details(byGrant[gid]?.text) ?? Span.text(grant.validFrom, grant.validTo),
                        isInForce: grant.isValid(on: today) || grant.validFrom > today)
                }
            }
            let substitutions = try Organisation.substitutions(c, notOverOn: today).filter { $0.absent == id || $0.substitute == id }.map { s in
                let other = try Organisation.officer(c, s.absent == id ? s.substitute : s.absent)?.name ?? ""
                return "\(s.absent == id ? "zastępuje go \(other)" : "zastępuje: \(other)"), \(Span.text(s.from, s.to))"
            }
            return OfficerPage(
                frame: frame, officer: officer, account: accounts.first { $0.performer.id == officer.account },
                posts: try Organisation.posts(c, of: id).map {
                    OfficerPage.Post(post: $0, unit: try name($0.unit), isCurrent: $0.validTo.map { today <= $0 } ?? true)
                }, roles: roles.filter(\.isInForce) + roles.filter { !$0.isInForce }, substitutions: substitutions,
                isActive: officer.activeTo.map { today <= $0 } ?? true, mayAccounts: keeper.may(.accounts), isOneself: officer.account == keeper.account.performer.id,
                banner: words.map { Banner($0) })
        }
        return Desk.html(page.render())
    }
}

enum OfficerWords {
    /// What stands after the name of the role in an explanation, with days as clerks read them.
    static func details(_ text: String?) -> String? {
        guard let text, let colon = text.firstIndex(of: ":") else { return nil }
        return ReorganisationRoutes.readable(String(text[text.index(after: colon)...]).trimmingWhiteSpace)
    }
}
