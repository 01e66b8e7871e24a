internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// Addresses by which administrators keep the rule of signing in.
enum SignInRulePlace: Address, Hashable {
    case rule, reset(Int64), decline(Int64), askReset(AccountID), link(AccountID), unlink(AccountID)

    var link: String {
        switch self {
        case .rule: Pattern.rule.rawValue
        case .reset(let id): "/admin/logowanie/prosby/\(id)/wyzeruj"
        case .decline(let id): "/admin/logowanie/prosby/\(id)/odmow"
        case .askReset(let id): "/admin/konta/\(id)/wyzerowanie"
        case .link(let id): "/admin/konta/\(id)/polacz"
        case .unlink(let id): "/admin/konta/\(id)/odlacz"
        }
    }

    enum Pattern: String, CaseIterable {
        case rule = "/admin/logowanie"
        case reset = "/admin/logowanie/prosby/{id}/wyzeruj"
        case decline = "/admin/logowanie/prosby/{id}/odmow"
        case askReset = "/admin/konta/{id}/wyzerowanie"
        case link = "/admin/konta/{id}/polacz"
        case unlink = "/admin/konta/{id}/odlacz"

        var route: RouterPath { RouterPath(rawValue) }
    }
}

/// The rule of signing in, requests for help, and links of accounts to other houses.
struct SignInRuleRoutes: Sendable {
    let desk: Desk
    let accounts: AccountRoutes

    private var platform: any Database { desk.house.platform }

    func register(on router: RouterGroup<SignedInContext>) {
        typealias P = SignInRulePlace.Pattern
        router.get(P.rule.route) { request, context in try await show(request, context, nil) }
        router.post(P.rule.route) { request, context in try await save(request, context) }
        router.post(P.reset.route) { request, context in try await reset(request, context) }
        router.post(P.decline.route) { request, context in
            let keeper = try await desk.keeper(request, context, .accounts), id: Int64 = try context.number("id")
            let reason = context.form["powod"] ?? "", now = context.now
            try await platform.write { c in try FactorResets.decline(c, id, by: keeper.account, reason: reason, at: now) }
            return Response.seeOther(SignInRulePlace.rule.link(["odmowa": "1"]))
        }
        router.post(P.askReset.route) { request, context in try await askReset(request, context) }
        router.post(P.link.route) { request, context in try await link(request, context) }
        router.post(P.unlink.route) { request, context in
            let (keeper, account) = try await accounts.find(request, context)
            guard account.id != keeper.account.id else { throw Self.oneself }
            guard let id = context.form["polaczenie"].flatMap({ Int64($0) }) else { throw Problem(.invalidInput, "Wybierz połączenie z listy.") }
            let now = context.now
            try await platform.write { c in try AccountLinks.end(c, id, of: account.id, by: keeper.performer, at: now) }
            return Response.seeOther(AdministrationPlace.account(account.id).link(["odlaczono": "1"]))
        }
    }

    private static let oneself = Problem(.forbidden, "Własnego konta nikt sam nie łączy. Poproś innego administratora.")

    private func show(_ request: Request, _ context: SignedInContext, _ typed: FormPart?) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .accounts), office = keeper.account.office, now = context.now, day = PolishTime.day(of: now)
        let all = try await desk.accounts.list(office: office)
        let names = Dictionary(all.map { ($0.performer.id, $0.displayName) }, uniquingKeysWith: { first, _ in first })
        let byID = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let (rule, requests, without) = try await platform.read { c in
            let rule = try OfficeSignInRule.of(office, c)
            let requests = try FactorResets.open(c, of: office, at: now).compactMap { reset -> SignInRulePage.Request? in
                guard let person = byID[reset.account] else { return nil }
                return SignInRulePage.Request(
                    reset: reset, person: person, askedBy: names[reset.requestedBy] ?? reset.requestedBy,
                    refusal: try FactorResets.refusal(c, reset, by: keeper.account), key: OneTimeKey().description)
            }
            let policy = rule.policy(on: day)
            let without = try all.filter { account in
                guard !account.isClosed, !account.roles.isDisjoint(with: rule.demandedFrom.keys) else { return false }
                return try FactorChange.held(c, .officer(account.id)).isDisjoint(with: policy.requirement(for: account.roles).second)
            }
            return (rule, requests, without)
        }
        var form =
            typed
            ?? FormPart(
                values: Dictionary(uniqueKeysWithValues: rule.demandedFrom.map { (SignInRulePage.field($0.key), PolishTypography.short($0.value)) }))
        if typed == nil { form.values["kody"] = rule.allowsSentCodes ? "tak" : "" }
        let query = try FormValues(query: request.uri.query)
        let banner = [
            ("zapisano", "Zapisano zasady logowania."), ("wyzerowano", "Wyzerowano drugi składnik. Osoba zaloguje się hasłem."), ("odmowa", "Odmówiono prośbie."),
        ].first { query.has($0.0) }.map { Banner($0.1) }
        let page = SignInRulePage(
            frame: try await desk.frame(context, keeper, request, .signInRule), requests: requests, without: without, form: form, key: OneTimeKey().description,
            banner: banner)
        return Desk.html(page.render(), status: form.status)
    }

    private func save(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .accounts), now = context.now
        _ = try context.oneTimeKey()
        var reading = FormReading(context.form, today: PolishTime.day(of: now))
        var rule = OfficeSignInRule(allowsSentCodes: reading.isTicked("kody"))
        for role in OfficeRole.allCases { rule.demandedFrom[role] = reading.day(SignInRulePage.field(role)) }
        do {
            try reading.finish()
            let saved = rule
            try await platform.write { c in try saved.save(c, for: keeper.account.office, by: keeper.performer, at: now) }
            return .seeOther(SignInRulePlace.rule.link(["zapisano": "1"]))
        } catch let problems as Problems {
            let placed = problems.all.map { Problem($0.code, $0.message, field: $0.field.map { $0.hasPrefix("from-") ? "od-\($0.dropFirst(5))" : $0 }) }
            return try await show(request, context, FormPart(context.form, placed, fallback: SignInRulePage.field(.administrator)))
        }
    }

    private func reset(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .accounts), id: Int64 = try context.number("id"), now = context.now
        let field = "sprawdzenie-\(id)"
        guard let check = context.form[field] else {
            return try await show(request, context, FormPart(context.form, [Problem(.invalidInput, "Napisz, jak sprawdziłeś tożsamość", field: field)], fallback: field))
        }
        _ = try await platform.write { c in try FactorResets.carryOut(c, id, by: keeper.account, check: check, at: now) }.get()
        return .seeOther(SignInRulePlace.rule.link(["wyzerowano": "1"]))
    }

    private func askReset(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let (keeper, account) = try await accounts.find(request, context), now = context.now, reason = context.form["powod-wyzerowania"] ?? ""
        guard account.id != keeper.account.id else { throw Problem(.forbidden, "Nikt nie zeruje własnego składnika. Poproś innego administratora.") }
        do {
            try await platform.write { c in try FactorResets.ask(c, for: account, by: keeper.performer, reason: reason, at: now) }
            return .seeOther(SignInRulePlace.rule.link)
        } catch let problem as Problem where problem.code == .invalidInput || problem.code == .conflict {
            return try await accounts.account(
                request, context, FormPart(context.form, [Problem(problem.code, problem.message, field: "powod-wyzerowania")], fallback: "powod-wyzerowania"))
        }
    }

    private func link(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let (keeper, account) = try await accounts.find(request, context), now = context.now
        guard account.id != keeper.account.id else { throw Self.oneself }
        let name = context.form["zewnetrzny"] ?? ""
        do {
            guard let provider = context.form["dostawca"], accounts.providers.contains(where: { $0.value == provider }) else {
                throw Problem(.invalidInput, "Wybierz z listy.", field: "dostawca")
            }
            let isDirectory = provider == AccountLinks.directory
            try await platform.write { c in
                // A login of the directory is typed in small letters at the sign-in; a `sub` is compared as it is.
                try AccountLinks.add(
                    c, account.id, provider: provider, name: isDirectory ? name.lowercased() : name, subject: isDirectory ? nil : name.trimmingWhiteSpace,
                    by: keeper.performer,
                    at: now)
            }
            return .seeOther(AdministrationPlace.account(account.id).link(["polaczono": "1"]))
        } catch let problem as Problem where problem.code == .invalidInput || problem.code == .conflict {
            let field = problem.field == "dostawca" ? "dostawca" : "zewnetrzny"
            return try await accounts.account(request, context, FormPart(context.form, [Problem(problem.code, problem.message, field: field)], fallback: field))
        }
    }
}
