internal import Exchange
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Logging
internal import NIOCore
internal import SAML

/// The identity provider over HTTP: requests by POST, artifacts and logout over SOAP, metadata (epuap.md § 1.2, § 9).
struct ServiceLoginRoutes: Sendable {
    let provider: Federation.Provider
    let door: any CitizenDoor
    let transport: any SoapTransport
    let page: PassingPage.Drawing
    /// In bytes; an honest message is a hundredth of it.
    static let limit = 512 * 1024

    func register(on router: some RouterMethods<AppContext>) {
        for path in IdentityProvider.Path.signOn { router.post(RouterPath(path)) { request, context in try await begin(request, context) } }
        for path in IdentityProvider.Path.artifact { router.post(RouterPath(path)) { request, context in await resolve(request, context) } }
        for path in IdentityProvider.Path.logoutBySoap { router.post(RouterPath(path)) { request, context in await logoutBySoap(request, context) } }
        for path in IdentityProvider.Path.logoutByPost { router.post(RouterPath(path)) { request, context in try await logoutByPost(request, context) } }
        router.get(RouterPath(FederationPath.goOn + ":bilet")) { request, context in try await goOn(request, context) }
        router.post(RouterPath(FederationPath.giveUp + ":bilet")) { request, context in try await giveUp(context) }
        let metadata = provider.logins.provider.metadata
        router.get(RouterPath(FederationPath.metadata)) { _, _ in
            Response(status: .ok, headers: [.contentType: "application/samlmetadata+xml"], body: .init(byteBuffer: ByteBuffer(bytes: metadata)))
        }
    }

    // ── through the browser ──

    /// The browser comes from another site, so it carries no session here; it goes on by an address of ours, and then it does.
    private func begin(_ request: Request, _ context: AppContext) async throws -> Response {
        let form = try await Self.form(request)
        return try await telling {
            switch try await provider.logins.begin(field: form["SAMLRequest"] ?? "", relayState: form["RelayState"], at: context.now) {
            case .waiting(let ticket): return .seeOther(FederationPath.goOn + ticket.description)
            case .answer(let answer): return carry(answer)
            }
        }
    }

    private func goOn(_ request: Request, _ context: AppContext) async throws -> Response {
        let ticket = try ticket(context)
        let citizen = try await door.citizen(request, context)
        let step = try await telling { try await provider.logins.advance(ticket, citizen: citizen, at: context.now) }
        switch step {
        case .answer(let answer): return carry(answer)
        case .ask(let wish):
            guard let goOn = LocalPath(FederationPath.goOn + ticket.description), let giveUp = LocalPath(FederationPath.giveUp + ticket.description) else {
                throw Problem(.notFound, "Nie ma takiej strony.")
            }
            return try await door.ask(wish, goOn: goOn, giveUp: giveUp, request, context)
        }
    }

    private func giveUp(_ context: AppContext) async throws -> Response {
        let ticket = try ticket(context)
        return carry(try await telling { try await provider.logins.giveUp(ticket, at: context.now) })
    }

    private func carry(_ answer: ServiceLogins.Answer) -> Response {
        var fields = [(name: "SAMLart", value: answer.artifact.description)]
        if let state = answer.relayState { fields.append(("RelayState", state)) }
        return PassingPage(drawing: page, address: answer.consumer, fields: fields, destination: answer.service).response()
    }

    private func ticket(_ context: AppContext) throws(Problem) -> LoginTicket {
        guard let ticket = context.parameters.get("bilet").flatMap(LoginTicket.init) else { throw Problem(.notFound, "Nie ma takiej strony. Sprawdź adres.") }
        return ticket
    }

    private func logoutByPost(_ request: Request, _ context: AppContext) async throws -> Response {
        let form = try await Self.form(request)
        return try await telling {
            let message = try SAMLMessage(postField: form["SAMLRequest"] ?? "")
            let logout = try await provider.logins.logout(message, at: context.now)
            guard let address = provider.logins.returnAddress(logout) else { throw SAMLError(.consumerAddress, "SingleLogoutService") }
            let unheard = await tell(logout)
            let answer = try provider.logins.answer(logout, unheard: unheard, address: address, at: context.now)
            var fields = [(name: "SAMLResponse", value: Base64.encode(answer))]
            if let state = form["RelayState"], state.utf8.count <= 1024 { fields.append(("RelayState", state)) }
            return PassingPage(drawing: page, address: address, fields: fields, destination: "usługa, z której się wylogowujesz").response()
        }
    }

    // ── the back channel ──

    private func resolve(_ request: Request, _ context: AppContext) async -> Response {
        await bySoap(request, context) { try await provider.logins.resolve($0, at: context.now) }
    }

    private func logoutBySoap(_ request: Request, _ context: AppContext) async -> Response {
        await bySoap(request, context) { bytes in
            let logout = try await provider.logins.logout(SAMLMessage(soap: bytes), at: context.now)
            let unheard = await tell(logout)
            return SoapEnvelope.around(try provider.logins.answer(logout, unheard: unheard, at: context.now))
        }
    }

    /// Known clients send neither a content type nor a `SOAPAction`, so neither is asked for (epuap.md § 9.2).
    private func bySoap(_ request: Request, _ context: AppContext, _ act: ([UInt8]) async throws -> [UInt8]) async -> Response {
        var status = HTTPResponse.Status.ok
        var body: [UInt8]
        do {
            let buffer = try await request.body.collect(upTo: Self.limit)
            body = try await act(Array(buffer.readableBytesView))
        } catch {
            let problem = (error as? SAMLError)?.problem ?? Problem.from(error).problem
            let isOurs = problem.status.code >= 500
            context.logger.log(level: isOurs ? .error : .info, "saml message refused", metadata: ["cause": "\(problem.cause)"])
            body = SoapEnvelope.fault(problem.message, isOurs: isOurs)
            status = .internalServerError
        }
        return Response(status: status, headers: [.contentType: SoapEnvelope.contentType], body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }

    /// Tells the other services of the session.
    /// - Returns: how many did not hear.
    private func tell(_ logout: ServiceLogins.Logout) async -> Int {
        let logins = provider.logins
        let transport = transport
        return await withTaskGroup(of: Bool.self) { group in
            for notice in logout.notices {
                group.addTask {
                    let answer = try? await transport.post(
                        notice.address, contentType: SoapEnvelope.contentType, action: SoapEnvelope.action, body: notice.envelope)
                    return answer.map { logins.isHeard(notice, answer: $0.body) } ?? false
                }
            }
            var unheard = 0
            for await isHeard in group where !isHeard { unheard += 1 }
            return unheard
        }
    }

    /// Reads a form that came from another site: words only, no files.
    static func form(_ request: Request) async throws -> FormValues {
        guard request.mediaType == "application/x-www-form-urlencoded" else {
            throw Problem(.invalidInput, "Serwer nie czyta takiej treści.", cause: "media type")
        }
        let body = try await request.body.collect(upTo: 2 * limit)
        return try FormValues(urlEncoded: body.readableBytesView)
    }
}

/// Turns a refusal of the protocol into words for the person in front of the browser.
func telling<T>(_ act: () async throws -> T) async throws -> T {
    do { return try await act() } catch let error as SAMLError { throw error.problem }
}
