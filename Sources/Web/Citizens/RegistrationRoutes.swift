internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// Opening an account, and confirming its first addresses.
struct CitizenRegistrationRoutes: Sendable {
    let desk: CitizenDesk

    func register(on router: some RouterMethods<AppContext>, citizens: RouterGroup<CitizenContext>) {
        typealias P = CitizenPlace.Pattern
        router.get(P.registration.route) { request, context in try await form(context, FormPart()) }
        router.post(P.registration.route) { request, context in try await open(request, context) }
        citizens.get(P.addresses.route) { _, context in try await addresses(context, FormPart()) }
        citizens.post(P.addressCodes.route) { _, context in try await sendCodes(context) }
        citizens.post(P.addresses.route) { _, context in try await confirm(context) }
    }

    private func form(_ context: AppContext, _ form: FormPart) async throws -> Response {
        if context.citizen != nil { return .seeOther(CitizenPlace.home) }
        var session = context.session
        var token: SessionToken?
        if session == nil { (token, session) = try await desk.forms.openForm(address: context.address.description, at: context.now) }
        var frame = desk.frame(context)
        frame.token = session.map(FormToken.make) ?? ""
        var response = CitizenDesk.html(
            CitizenRegistrationPage(frame: frame, form: form, key: OneTimeKey().description).render(), status: form.status)
        if let token { desk.cookie.set(token, on: &response) }
        return response
    }

    private func open(_ request: Request, _ context: AppContext) async throws -> Response {
        let v = context.form
        let draft = RegistrationDraft(
            givenNames: v.typed("imiona"), surname: v.typed("nazwisko"), pesel: v.typed("pesel"), userID: v.typed("identyfikator"), mail: v.typed("mail"),
            phone: v.typed("telefon"), password: v.typed("haslo"))
        do {
            let opened = try await desk.identity.registration.open(
                draft, address: context.address.counted, agent: request.headers[.userAgent] ?? "", at: context.now)
            if let old = context.sessionToken { try await desk.identity.sessions.end(old, by: nil, at: context.now) }
            var response = Response.seeOther(CitizenPlace.addresses)
            desk.cookie.set(opened.token, on: &response)
            return response
        } catch {
            return try await desk.shownAgain(error, v, fallback: "identyfikator", renamed: CitizenRegistrationPage.renamed) { try await form(context, $0) }
        }
    }

    private func addresses(_ context: CitizenContext, _ form: FormPart) async throws -> Response {
        guard try await desk.factors(context).held.isEmpty else { return .seeOther(CitizenPlace.home) }
        let owner = context.account.owner, now = context.now, identity = desk.identity
        let pending = try await identity.platform.read { c in try identity.challenges.pendingContacts(c, of: owner, at: now) }
        var form = form
        for one in pending where form.errors.isEmpty || form.values["mail"] == nil {
            switch one.address {
            case .mail(let mail): form.values["mail"] = mail.description
            case .phone(let phone): form.values["telefon"] = phone.description
            }
        }
        let page = CitizenAddressesPage(
            frame: desk.frame(context), pending: pending, form: form, keys: (OneTimeKey().description, OneTimeKey().description))
        return CitizenDesk.html(page.render(), status: form.status)
    }

    private func read(_ values: FormValues) throws -> [CodeAddress] {
        let contact = try ContactData(mail: values.typed("mail"), phone: values.typed("telefon"))
        guard let mail = contact.mail, let phone = contact.phone else {
            throw Problems(
                [
                    contact.mail == nil ? Problem(.invalidInput, "Wpisz adres e-mail.", field: "mail") : nil,
                    contact.phone == nil ? Problem(.invalidInput, "Wpisz numer telefonu komórkowego.", field: "telefon") : nil,
                ].compactMap(\.self))
        }
        return [.mail(mail), .phone(phone)]
    }

    /// A new code for each address; an address already confirmed by its code is left alone.
    private func sendCodes(_ context: CitizenContext) async throws -> Response {
        let now = context.now, owner = context.account.owner, identity = desk.identity
        do {
            guard try await desk.factors(context).held.isEmpty else { return .seeOther(CitizenPlace.home) }
            for address in try read(context.form) {
                let ruling = try await identity.platform.write { c -> Ruling<CodeMessage>? in
                    let known = try identity.challenges.pendingContacts(c, of: owner, at: now).first { $0.address == address }
                    if known?.isAccepted == true { return nil }
                    let id = try known.flatMap { $0.isOpen ? $0.challenge : nil } ?? identity.challenges.open(c, confirming: address, of: owner, at: now)
                    return try identity.challenges.send(c, id, of: owner, to: address, at: now)
                }
                if let message = try ruling?.get() { try await identity.deliver(message) }
            }
            return .seeOther(CitizenPlace.addresses)
        } catch {
            return try await desk.shownAgain(error, context.form, fallback: "mail", renamed: ["phone": "telefon"]) { try await addresses(context, $0) }
        }
    }

    private func confirm(_ context: CitizenContext) async throws -> Response {
        let values = context.form, now = context.now, account = context.account, identity = desk.identity
        do {
            let pending = try await identity.platform.read { c in try identity.challenges.pendingContacts(c, of: account.owner, at: now) }
            guard !pending.isEmpty else { throw Problem(.conflict, "Wyślij kody jeszcze raz.", field: "mail", cause: "nothing to confirm") }
            var problems: [Problem] = []
            for one in pending where !one.isAccepted {
                let field = CitizenAddressesPage.field(one.address.kind), code = values.typed(field)
                let ruling = try await identity.platform.write { c in
                    try identity.challenges.enter(
                        c, one.challenge, of: account.owner, code: code, by: one.address.kind, act: .confirmContact, document: one.address.fingerprint, at: now)
                }
                if let problem = ruling.problem { problems.append(Problem(problem.code, problem.message, field: field, cause: problem.cause)) }
            }
            guard problems.isEmpty else { throw Problems(problems) }
            try await identity.platform.write { c in
                let confirmed = try pending.map { one in
                    guard let authorisation = try identity.challenges.accepted(c, one.challenge, of: account.owner) else {
                        throw Problem(.conflict, "Wyślij kody jeszcze raz.", field: "mail", cause: "not accepted")
                    }
                    return (address: one.address, authorisation: authorisation)
                }
                try ContactFactors.addFirst(c, account.owner, confirmed, performer: account.performer, at: now)
            }
            return .seeOther(CitizenPlace.home.link(["potwierdzono": "1"]))
        } catch {
            return try await desk.shownAgain(error, values, fallback: "kod-mail") { try await addresses(context, $0) }
        }
    }
}
