internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// The administrator lets domain systems in and out, and says where they are told of events.
struct SystemsRoutes: Sendable {
    let desk: Desk
    let secrets: WebhookSecrets

    func register(on router: RouterGroup<AdministratorContext>) {
        typealias P = SystemsPlace.Pattern
        router.get(P.list.route) { request, context in try await list(request, context) }
        router.get(P.newToken.route) { request, context in try await tokenForm(request, context) }
        router.post(P.newToken.route) { request, context in try await makeToken(request, context) }
        router.get(P.revocation.route) { request, context in try await revocationForm(request, context) }
        router.post(P.revocation.route) { request, context in try await revoke(request, context) }
        router.get(P.newWebhook.route) { request, context in try await webhookForm(request, context) }
        router.post(P.newWebhook.route) { request, context in try await makeWebhook(request, context) }
        router.post(P.trial.route) { _, context in try await tryOut(context) }
        router.get(P.removal.route) { request, context in try await removalForm(request, context) }
        router.post(P.removal.route) { _, context in try await remove(context) }
    }

    private func frame(_ request: Request, _ context: AdministratorContext) async throws -> DeskFrame {
        try context.require(.manageSystems)
        return try await desk.frame(context, context.account, request, .tokens)
    }

    private func list(_ request: Request, _ context: AdministratorContext) async throws -> Response {
        let frame = try await frame(request, context)
        let office = try await desk.house.office(context.office)
        let id = context.office
        let tokens = try await desk.house.platform.read { try SystemTokens.list($0, office: id, limit: 200) }
        let (webhooks, dead) = try await office.database.read { c in
            (try Webhooks.list(c), try Jobs.deadLetters(c).filter { $0.kind == Webhooks.deliveryKind })
        }
        let values = try FormValues(query: request.uri.query)
        let banner: String? =
            switch values["zrobiono"] {
            case "odwolano": "Odwołano klucz. System nie wejdzie już z nim do urzędu."
            case "usunieto": "Usunięto adres powiadomień."
            case "proba": "Próba jest w drodze. Odśwież stronę za chwilę, żeby zobaczyć wynik."
            case "utworzono": "Ten formularz już wysłano. Sekretu nie pokażemy drugi raz: jeśli go nie masz, odwołaj klucz i utwórz nowy."
            default: nil
            }
        let page = SystemsPage(
            frame: frame, tokens: tokens, webhooks: webhooks, dead: dead, banner: banner, key: OneTimeKey().description, now: context.now)
        return Desk.html(page.render())
    }

    // MARK: tokens

    private func guardians(_ context: AdministratorContext) async throws -> [Officer] {
        let today = PolishTime.day(of: context.now)
        return try await desk.house.office(context.office).database.read { try Organisation.officers($0, on: today) }
    }

    private func tokenPage(_ request: Request, _ context: AdministratorContext, _ form: FormPart, _ scopes: Set<String>) async throws -> NewTokenPage {
        let people = try await guardians(context).map { ($0.id.description, $0.listName) }
        return NewTokenPage(frame: try await frame(request, context), guardians: people, form: form, scopes: scopes, key: OneTimeKey().description)
    }

    private func tokenForm(_ request: Request, _ context: AdministratorContext) async throws -> Response {
        Desk.html(try await tokenPage(request, context, FormPart(values: ["dni": "365"]), []).render())
    }

    private func makeToken(_ request: Request, _ context: AdministratorContext) async throws -> Response {
        try context.require(.manageSystems)
        let key = try context.oneTimeKey()
        let values = context.form
        let chosen = Set(values.all("zakresy"))
        do {
            let people = try await guardians(context)
            let officer = people.first { $0.id.description == values["opiekun"] }
            let new = NewSystemToken(
                office: context.office, name: values["nazwa"] ?? "", scopes: Set(chosen.compactMap(SystemScope.init(rawValue:))), guardian: officer?.id.number ?? 0,
                guardianName: officer?.name ?? "", days: values["dni"].flatMap { Int($0) } ?? 0)
            guard officer != nil else { throw Problems([Problem(.invalidInput, "Wybierz opiekuna", field: "opiekun")] + new.problems()) }
            let now = context.now, performer = context.performer, account = context.account.id
            let made = try await desk.house.platform.write { c -> (SystemToken, SystemSecret)? in
                guard case .fresh = try OneTimeKeys.claim(c, key: key, account: account, at: now) else { return nil }
                let made = try SystemTokens.issue(c, new, by: performer, at: now)
                try OneTimeKeys.settle(c, key: key, account: account, location: SystemsPlace.list.link)
                return made
            }
            guard let (token, secret) = made else { return .seeOther(SystemsPlace.list.link(["zrobiono": "utworzono"])) }
            let page = SecretPage(
                frame: try await frame(request, context), title: "Klucz systemu \(token.name)",
                words: "To jedyny raz, kiedy widać klucz. Przekaż go administratorowi systemu bezpieczną drogą. Kto go ma, działa w urzędzie jako \(token.name).",
                label: "Klucz", secret: secret.value)
            return Desk.html(page.render())
        } catch let problems as Problems {
            let form = FormPart(values: shown(values), errors: fieldErrors(problems.all, fallback: "nazwa"))
            return Desk.html(try await tokenPage(request, context, form, chosen).render(), status: .unprocessableContent)
        }
    }

    private func token(_ context: AdministratorContext) async throws -> SystemToken {
        try context.require(.manageSystems)
        let id = SystemTokenID(try context.number("id", as: Int64.self)), office = context.office
        guard let token = try await desk.house.platform.read({ try SystemTokens.list($0, office: office, before: SystemTokenID(id.number + 1), limit: 1) }).first,
            token.id == id
        else { throw Problem(.notFound, "Nie ma takiego klucza.") }
        return token
    }

    private func revocationPage(_ request: Request, _ context: AdministratorContext, _ token: SystemToken, _ form: FormPart) async throws -> SystemEndPage {
        SystemEndPage(
            frame: try await frame(request, context), title: "Odwołaj klucz \(token.prefix)",
            words: "System „\(token.name)” od razu straci dostęp do urzędu. Odwołanego klucza nie da się przywrócić.", action: SystemsPlace.revocation(token.id).link,
            button: "Odwołaj klucz", asksReason: true, form: form, key: OneTimeKey().description)
    }

    private func revocationForm(_ request: Request, _ context: AdministratorContext) async throws -> Response {
        let token = try await token(context)
        return Desk.html(try await revocationPage(request, context, token, FormPart()).render())
    }

    private func revoke(_ request: Request, _ context: AdministratorContext) async throws -> Response {
        let token = try await token(context)
        let key = try context.oneTimeKey()
        let reason = context.form["powod"] ?? ""
        let now = context.now, performer = context.performer, account = context.account.id
        do {
            return .seeOther(
                try await desk.house.platform.write { c in
                    try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                        try SystemTokens.revoke(c, token.id, office: token.office, reason: reason, by: performer, at: now)
                        return SystemsPlace.list.link(["zrobiono": "odwolano"])
                    }
                })
        } catch let problems as Problems {
            let form = FormPart(values: ["powod": reason], errors: fieldErrors(problems.all, fallback: "powod"))
            return Desk.html(try await revocationPage(request, context, token, form).render(), status: .unprocessableContent)
        }
    }

    // MARK: webhooks

    private func webhookForm(_ request: Request, _ context: AdministratorContext) async throws -> Response {
        let page = NewWebhookPage(frame: try await frame(request, context), form: FormPart(), events: [], key: OneTimeKey().description)
        return Desk.html(page.render())
    }

    private func makeWebhook(_ request: Request, _ context: AdministratorContext) async throws -> Response {
        try context.require(.manageSystems)
        let key = try context.oneTimeKey()
        let values = context.form
        let chosen = Set(values.all("zdarzenia"))
        do {
            let address: WebhookAddress
            do { address = try WebhookAddress(values["adres"] ?? "") } catch { throw Problems([error]) }
            let office = try await desk.house.office(context.office)
            let now = context.now, performer = context.performer, account = context.account.id
            let note = values["opis"] ?? "", events = Set(chosen.compactMap(WebhookEvent.init(rawValue:)))
            let made = try await office.database.write { c -> Webhook? in
                guard case .fresh = try OneTimeKeys.claim(c, key: key, account: account, at: now) else { return nil }
                let made = try Webhooks.add(c, address: address, note: note, events: events, by: performer, at: now)
                try OneTimeKeys.settle(c, key: key, account: account, location: SystemsPlace.list.link)
                return made
            }
            guard let made else { return .seeOther(SystemsPlace.list.link(["zrobiono": "utworzono"])) }
            let page = SecretPage(
                frame: try await frame(request, context), title: "Sekret powiadomień",
                words: "To jedyny raz, kiedy widać sekret. System sprawdza nim podpis każdego powiadomienia.", label: "Sekret",
                secret: secrets.secret(office: context.office, salt: made.salt))
            return Desk.html(page.render())
        } catch let problems as Problems {
            let form = FormPart(values: shown(values), errors: fieldErrors(problems.all, fallback: "adres"))
            let page = NewWebhookPage(frame: try await frame(request, context), form: form, events: chosen, key: OneTimeKey().description)
            return Desk.html(page.render(), status: .unprocessableContent)
        }
    }

    private func tryOut(_ context: AdministratorContext) async throws -> Response {
        try await act(context, done: "proba") { c, id, performer, now in try Webhooks.test(c, id, by: performer, at: now) }
    }

    private func removalForm(_ request: Request, _ context: AdministratorContext) async throws -> Response {
        try context.require(.manageSystems)
        let id = WebhookID(try context.number("id", as: Int64.self))
        guard let hook = try await desk.house.office(context.office).database.read({ try Webhooks.find($0, id) }) else {
            throw Problem(.notFound, "Tego adresu już nie ma.")
        }
        let page = SystemEndPage(
            frame: try await frame(request, context), title: "Usuń adres powiadomień",
            words: "Na adres \(hook.address) nie wyślemy już nic, także tego, co czeka w kolejce.", action: SystemsPlace.removal(id).link, button: "Usuń adres",
            asksReason: false, form: FormPart(), key: OneTimeKey().description)
        return Desk.html(page.render())
    }

    private func remove(_ context: AdministratorContext) async throws -> Response {
        try await act(context, done: "usunieto") { c, id, performer, now in try Webhooks.remove(c, id, by: performer, at: now) }
    }

    private func act(
        _ context: AdministratorContext, done: String, _ body: @escaping @Sendable (any SQLConnection, WebhookID, Performer, Instant) throws -> Void
    ) async throws -> Response {
        try context.require(.manageSystems)
        let key = try context.oneTimeKey()
        let id = WebhookID(try context.number("id", as: Int64.self))
        let office = try await desk.house.office(context.office)
        let now = context.now, performer = context.performer, account = context.account.id
        return .seeOther(
            try await office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    try body(c, id, performer, now)
                    return SystemsPlace.list.link(["zrobiono": done])
                }
            })
    }

    private func shown(_ values: FormValues) -> [String: String] { values.byName }
}
