internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// A citizen's own change of telephone or e-mail.
struct ContactChangeRoutes: Sendable {
    let desk: CitizenDesk

    func register(on router: RouterGroup<CitizenContext>) {
        typealias P = CitizenPlace.Pattern
        router.get(P.contactChange.route) { request, context in try await form(context, FormPart(), values: try FormValues(query: request.uri.query)) }
        router.post(P.contactChangeCodes.route) { _, context in try await ask(context) }
        router.post(P.contactChange.route) { _, context in try await change(context) }
    }

    private static func kind(_ context: CitizenContext) throws -> CitizenPlace.ContactKind {
        guard let kind = context.parameters.get("co").flatMap(CitizenPlace.ContactKind.init(rawValue:)) else {
            throw Problem(.notFound, "Nie ma takiej strony. Sprawdź adres.")
        }
        return kind
    }

    /// What the form or the address says is under way.
    private static func asked(_ values: FormValues) -> ContactChangePage.Asked? {
        guard let address = values["nowy"].flatMap({ CodeAddress($0) }), let confirming = values["potwierdzenie"].flatMap({ ChallengeID($0) }),
            let stepUp = values[CodeQuestion.challengeField].flatMap({ ChallengeID($0) }),
            let kind = values[CodeQuestion.kindField].flatMap(FactorKind.init(rawValue:))
        else { return nil }
        return ContactChangePage.Asked(address: address, confirming: confirming, stepUp: stepUp, kind: kind)
    }

    /// The address that waits is read from its own challenge, so that it need not stand in the address of the page.
    private func form(_ context: CitizenContext, _ form: FormPart, values: FormValues) async throws -> Response {
        let kind = try Self.kind(context), identity = desk.identity, account = context.account, now = context.now
        let (held, addresses) = try await desk.factors(context)
        guard !held.isEmpty else { return .seeOther(CitizenPlace.addresses) }
        var asked = Self.asked(values)
        if asked == nil, let confirming = values["potwierdzenie"].flatMap({ ChallengeID($0) }),
            let stepUp = values[CodeQuestion.challengeField].flatMap({ ChallengeID($0) }),
            let way = values[CodeQuestion.kindField].flatMap(FactorKind.init(rawValue:))
        {
            let pending = try await identity.platform.read { c in try identity.challenges.pendingContacts(c, of: account.owner, at: now) }
            if let one = pending.first(where: { $0.challenge == confirming }) {
                asked = ContactChangePage.Asked(address: one.address, confirming: confirming, stepUp: stepUp, kind: way)
            }
        }
        let profile = try await identity.platform.read { c in try identity.profiles.valid(c, of: account.id, at: now)?.designation }
        let page = ContactChangePage(
            frame: desk.frame(context, .settings), kind: kind, held: held, addresses: addresses, profile: profile, asked: asked, form: form,
            keys: (OneTimeKey().description, OneTimeKey().description))
        return CitizenDesk.html(page.render(), status: form.status)
    }

    private func ask(_ context: CitizenContext) async throws -> Response {
        let kind = try Self.kind(context), identity = desk.identity, account = context.account, now = context.now, values = context.form
        do {
            let typed = values.typed("adres")
            let contact = try ContactData(mail: kind == .mail ? typed : "", phone: kind == .phone ? typed : "")
            guard let address = contact.mail.map(CodeAddress.mail) ?? contact.phone.map(CodeAddress.phone) else {
                throw Problem(.invalidInput, kind == .phone ? "Wpisz nowy numer telefonu." : "Wpisz nowy adres e-mail.", field: "adres")
            }
            guard let way = CodeWays.preferred(try await desk.factors(context).held, asked: values["sposob-kodu"]) else {
                throw Problem(.forbidden, "Najpierw potwierdź telefon albo dodaj aplikację.", field: "adres", cause: "no second factor")
            }
            let asked = try await identity.platform.write { c in try identity.contactChanges.ask(c, account, to: address, by: way, at: now) }.get()
            for message in asked.messages { try await identity.deliver(message) }
            return .seeOther(
                CitizenPlace.contactChange(kind).link([
                    "potwierdzenie": asked.confirming.description, CodeQuestion.challengeField: asked.stepUp.description, CodeQuestion.kindField: way.rawValue,
                ]))
        } catch {
            return try await desk.shownAgain(error, values, fallback: "adres", renamed: ContactChangePage.renamed) {
                try await form(context, $0, values: FormValues())
            }
        }
    }

    private func change(_ context: CitizenContext) async throws -> Response {
        _ = try Self.kind(context)
        let identity = desk.identity, account = context.account, now = context.now, values = context.form
        do {
            guard let asked = Self.asked(values) else { throw Problem(.invalidInput, "Najpierw poproś o kody.", field: "adres") }
            var problems: [Problem] = []
            for (field, challenge, kind, act, document) in [
                ("kod-nowy", asked.confirming, asked.address.kind, AuthorisedAct.confirmContact, asked.address.fingerprint),
                (CodeQuestion.field, asked.stepUp, asked.kind, .changeFactors, ContactChanges.document(account, asked.address)),
            ] {
                let code = values.typed(field)
                let problem = try await identity.platform.write { c -> Problem? in
                    // A code right once stays right, so that a mistake in the other field costs nothing.
                    if try identity.challenges.accepted(c, challenge, of: account.owner) != nil { return nil }
                    return try identity.challenges.enter(c, challenge, of: account.owner, code: code, by: kind, act: act, document: document, at: now).problem
                }
                if let problem { problems.append(Problem(problem.code, problem.message, field: field, cause: problem.cause)) }
            }
            guard problems.isEmpty else { throw Problems(problems) }
            let notices = try await identity.platform.write { c in
                guard let confirmed = try identity.challenges.accepted(c, asked.confirming, of: account.owner),
                    let stepUp = try identity.challenges.accepted(c, asked.stepUp, of: account.owner)
                else { throw Problem(.conflict, "Te kody już wykorzystano. Poproś o nowe.", field: "adres", cause: "not accepted") }
                return try identity.contactChanges.carryOut(c, account, to: asked.address, confirmed: confirmed, stepUp: stepUp, at: now)
            }
            try await identity.notify(notices, about: account.owner.description, at: now)
            return .seeOther(CitizenPlace.sessions.link(["zmieniono": "1"]))
        } catch {
            return try await desk.shownAgain(error, values, fallback: "adres", renamed: ContactChangePage.renamed) { again in
                var again = again
                again.values["kod-nowy"] = ""
                return try await form(context, again, values: values)
            }
        }
    }
}
