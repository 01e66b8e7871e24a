internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import NIOCore
internal import Office
internal import Store

/// An officer's own address for the codes that sign acts at the counter.
struct OwnCodeRoutes: Sendable {
    let point: PointDesk
    private var identity: RegionalIdentity { point.identity }

    func register(on router: RouterGroup<SignedInContext>) {
        typealias P = PointPlace.Pattern
        router.get(P.ownCode.route) { request, context in try await ownCode(request, context, FormPart()) }
        router.post(P.ownCodeSend.route) { request, context in try await sendOwnCode(request, context) }
        router.post(P.ownCode.route) { request, context in try await confirmOwnCode(request, context) }
    }

    private func ownCode(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let worker = try await point.worker(context) { $0.isOperator }
        let owner = FactorOwner.officer(worker.account.id), now = context.now, identity = identity
        let (addresses, pending) = try await identity.platform.read { c in
            (try ContactFactors.list(c, owner).map(\.address), try identity.challenges.pendingContacts(c, of: owner, at: now))
        }
        let page = OwnCodePage(
            frame: try await point.frame(context, request, worker), standing: worker.standing, addresses: addresses, pending: pending, form: form,
            keys: (OneTimeKey().description, OneTimeKey().description), banner: try FormValues(query: request.uri.query).has("zapisano") ? "Adres potwierdzony." : nil)
        return Desk.html(page.render(), status: form.status)
    }

    private func sendOwnCode(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.isOperator }
        _ = try context.oneTimeKey()
        let owner = FactorOwner.officer(worker.account.id), now = context.now, typed = context.form["adres"] ?? "", identity = identity
        guard let address = MailAddress(typed).map(CodeAddress.mail) ?? TelephoneNumber(typed).map(CodeAddress.phone) else {
            return try await ownCode(request, context, FormPart(values: ["adres": typed], errors: ["adres": "Wpisz numer telefonu albo adres e-mail"]))
        }
        do {
            let message = try await identity.platform.write { c -> Ruling<CodeMessage> in
                guard try FactorChange.held(c, owner).isEmpty else {
                    throw Problem(.forbidden, "Masz już potwierdzony adres. Zmianę zleć administratorowi.", cause: "has a factor already")
                }
                let id = try identity.challenges.open(c, confirming: address, of: owner, at: now)
                return try identity.challenges.send(c, id, of: owner, to: address, at: now)
            }.get()
            try await identity.deliver(message)
            return .seeOther(PointPlace.ownCode.link)
        } catch let problem as Problem where [.forbidden, .unavailable].contains(problem.code) {
            return try await ownCode(request, context, FormPart(values: ["adres": typed], errors: ["adres": problem.message]))
        }
    }

    private func confirmOwnCode(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.isOperator }
        let owner = FactorOwner.officer(worker.account.id), code = context.form.typed(CodeQuestion.field), identity = identity
        let performer = worker.account.performer
        return try await point.step(
            context, fallback: CodeQuestion.field, renamed: ["code": CodeQuestion.field], again: { try await ownCode(request, context, $0) }
        ) { c, now in
            guard let open = try identity.challenges.pendingContacts(c, of: owner, at: now).first(where: { $0.isSent && $0.isOpen }) else {
                throw Problem(.conflict, "Wyślij kod jeszcze raz.", field: CodeQuestion.field)
            }
            let ruling = try identity.challenges.enter(
                c, open.challenge, of: owner, code: code, by: open.address.kind, act: .confirmContact, document: open.address.fingerprint, at: now)
            return try ruling.map { authorisation in
                try ContactFactors.addFirst(c, owner, [(open.address, authorisation)], performer: performer, at: now)
                return PointPlace.ownCode.link(["zapisano": "1"])
            }
        }
    }
}
