internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Markup
internal import NIOCore
internal import Office
internal import Store

/// Signing for other systems: who asks, the documents, the code, and the way back.
struct CitizenSigningRoutes: Sendable {
    let desk: CitizenDesk
    let signing: SigningService

    func register(on router: some RouterMethods<AppContext>, citizens: RouterGroup<CitizenContext>) {
        typealias P = CitizenPlace.Pattern
        router.get(P.signing.route) { request, context in try await arrive(request, context) }
        citizens.post(P.signingCode.route) { _, context in try await ask(context) }
        citizens.post(P.signingSign.route) { _, context in try await sign(context) }
        citizens.post(P.signingRefusal.route) { _, context in try await refuse(context) }
        citizens.get(P.signingSource.route) { _, context in try await source(context) }
        citizens.get(P.signingDocument.route) { _, context in try await document(context) }
        citizens.get(P.signingSigned.route) { _, context in try await signed(context) }
    }

    private func ticket(_ context: some RequestContext) throws(Problem) -> SigningTicket {
        guard let ticket = context.parameters.get("bilet").flatMap(SigningTicket.init) else { throw Problem(.notFound, "Nie ma takiej strony. Sprawdź adres.") }
        return ticket
    }

    /// Browsers hold the policy against the redirect that follows a form; the act ends at a registered address of the system, which may send
    /// the person on to any of its hosts.
    private func page(_ bytes: [UInt8], _ act: SigningAct, status: HTTPResponse.Status = .ok) -> Response {
        var response = CitizenDesk.html(bytes, status: status)
        let origins = Set([act.returns.success, act.returns.failure].map(PassingPage.origin)).sorted().joined(separator: " ")
        response.headers[.contentSecurityPolicy] = SecurityHeaders.contentPolicy.replacing(
            "form-action 'self'", with: "form-action 'self' https: \(origins)")
        return response
    }

    // ── reading ──

    /// Before a fresh sign-in the page tells who asks, and nothing of the documents.
    private func arrive(_ request: Request, _ context: AppContext) async throws -> Response {
        let ticket = try ticket(context)
        guard context.citizen != nil else { return try await door(ticket, context, isAnew: false) }
        let citizen = try CitizenContext(context: context)
        do {
            return try await act(ticket, citizen, FormPart(), values: try FormValues(query: request.uri.query))
        } catch let problem as Problem where problem.cause == SigningAct.Refusal.proofTooOld.rawValue {
            return try await door(ticket, context, isAnew: true)
        }
    }

    private func door(_ ticket: SigningTicket, _ context: AppContext, isAnew: Bool) async throws -> Response {
        guard let act = try await signing.asker(ticket) else {
            throw Problem(.notFound, "Nie ma takiej czynności podpisu. Wróć do usługi i zacznij jeszcze raz.")
        }
        let refusal: SigningAct.Refusal? =
            switch act.state {
            case .signed: .alreadySigned
            case .declined: .alreadyDeclined
            case .waiting: context.now < act.endsAt ? nil : .expired
            }
        let here = CitizenPlace.signing(ticket).link
        let page = SigningDoorPage(
            frame: desk.frame(context), system: act.systemName, ended: refusal?.message,
            signIn: CitizenPlace.signIn.link([SignInForm.returnField: here, CitizenSignInRoutes.anew: isAnew ? "1" : nil]), isAnew: isAnew,
            back: act.returns.failure)
        return CitizenDesk.html(page.render())
    }

    private func act(_ ticket: SigningTicket, _ context: CitizenContext, _ form: FormPart, values: FormValues) async throws -> Response {
        let account = context.account
        let before = try await signing.own(ticket, of: account)
        if before.state != .waiting || context.now >= before.endsAt {
            let page = SigningEndedPage(frame: desk.frame(context, .letters), ticket: ticket, act: before, isKept: context.now < before.keptUntil)
            return CitizenDesk.html(page.render())
        }
        let showing = try await signing.show(ticket, to: account, provedAt: context.session?.authenticatedAt, at: context.now)
        let (held, addresses) = try await desk.factors(context)
        let page = SigningActPage(
            frame: desk.frame(context, .letters), ticket: ticket, showing: showing, held: held, addresses: addresses,
            asked: values[CodeQuestion.kindField].flatMap(FactorKind.init(rawValue:)), form: form,
            keys: (OneTimeKey().description, OneTimeKey().description, OneTimeKey().description))
        return self.page(page.render(), showing.act, status: form.status)
    }

    private func shownAgain(_ error: any Error, _ ticket: SigningTicket, _ context: CitizenContext, values: FormValues) async throws -> Response {
        try await desk.shownAgain(error, context.form, fallback: CodeQuestion.field, renamed: ["code": CodeQuestion.field]) {
            try await act(ticket, context, $0, values: values)
        }
    }

    // ── signing ──

    private func ask(_ context: CitizenContext) async throws -> Response {
        let ticket = try ticket(context)
        do {
            let (held, addresses) = try await desk.factors(context)
            guard let kind = CodeWays.preferred(held, asked: context.form["sposob-kodu"]) else {
                throw Problem(.forbidden, "Najpierw potwierdź telefon albo dodaj aplikację.", field: CodeQuestion.field, cause: "no second factor")
            }
            if let address = CodeWays.address(kind, in: addresses) {
                try await signing.send(ticket, to: address, of: context.account, at: context.now)
            }
            return .seeOther(CitizenPlace.signing(ticket).link([CodeQuestion.kindField: kind.rawValue]))
        } catch {
            return try await shownAgain(error, ticket, context, values: FormValues())
        }
    }

    private func sign(_ context: CitizenContext) async throws -> Response {
        let ticket = try ticket(context)
        do {
            guard let kind = context.form[CodeQuestion.kindField].flatMap(FactorKind.init(rawValue:)) else {
                throw Problem(.invalidInput, "Najpierw poproś o kod.", field: CodeQuestion.field)
            }
            guard let shown = context.form[SigningActPage.bindingField].flatMap({ ContentHash($0) }) else {
                throw SigningAct.Refusal.documentChanged.problem
            }
            let act = try await signing.sign(
                ticket, shown: shown, code: context.form.typed(CodeQuestion.field), by: kind, of: context.account, provedAt: context.session?.authenticatedAt,
                at: context.now)
            return .seeOther(act.returns.success)
        } catch {
            return try await shownAgain(error, ticket, context, values: context.form)
        }
    }

    private func refuse(_ context: CitizenContext) async throws -> Response {
        let ticket = try ticket(context)
        do {
            return .seeOther(try await signing.decline(ticket, by: context.account, at: context.now).returns.failure)
        } catch let problem as Problem where problem.code == .conflict {
            // Signed or declined before: the page tells which.
            return .seeOther(CitizenPlace.signing(ticket))
        }
    }

    // ── files ──

    /// The bytes to be signed; after a sign-in that is too old the way leads through the page of the act.
    private func given(_ context: CitizenContext, _ headers: HTTPFields) async throws -> Response {
        let ticket = try ticket(context), number: Int = try context.number("nr")
        do {
            let showing = try await signing.show(ticket, to: context.account, provedAt: context.session?.authenticatedAt, at: context.now)
            guard showing.documents.indices.contains(number - 1) else { throw Problem(.notFound, "Nie ma takiego dokumentu. Sprawdź adres.") }
            return Self.file(showing.documents[number - 1].content, headers)
        } catch let problem as Problem where problem.cause == SigningAct.Refusal.proofTooOld.rawValue {
            return .seeOther(CitizenPlace.signing(ticket))
        }
    }

    /// The bytes as they are, to be read in the browser.
    private func source(_ context: CitizenContext) async throws -> Response { try await given(context, [.contentType: "text/plain; charset=utf-8"]) }

    private func document(_ context: CitizenContext) async throws -> Response {
        try await given(context, [.contentType: "text/xml; charset=utf-8", .contentDisposition: "attachment; filename=\"dokument.xml\""])
    }

    private func signed(_ context: CitizenContext) async throws -> Response {
        let bytes = try await signing.signedContent(try ticket(context), try context.number("nr"), of: context.account)
        return Self.file(bytes, [.contentType: "text/xml; charset=utf-8", .contentDisposition: "attachment; filename=\"dokument-podpisany.xml\""])
    }

    private static func file(_ bytes: [UInt8], _ headers: HTTPFields) -> Response {
        var headers = headers
        headers[.contentSecurityPolicy] = "default-src 'none'; sandbox"
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
