internal import Exchange
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Logging
internal import NIOCore
internal import SAML

/// The way to Węzeł Krajowy and back (epuap.md § 9.2).
struct NodeLoginRoutes: Sendable {
    let node: Federation.Node
    let arrivals: any NodeArrivals
    let transport: any SoapTransport
    let page: PassingPage.Drawing
    let cookiesAreSecure: Bool
    /// Every start keeps a line, so one address may not make many.
    let limiter = RateLimiter(burst: 60, perSeconds: 60)

    func register(on router: some RouterMethods<AppContext>) {
        router.get(RouterPath(FederationPath.node)) { request, context in try await leave(request, context) }
        router.post(RouterPath(FederationPath.nodeReturn)) { request, context in
            try await arrive(try await ServiceLoginRoutes.form(request), request, context)
        }
        router.get(RouterPath(FederationPath.nodeReturn)) { request, context in
            try await arrive(try FormValues(query: request.uri.query), request, context)
        }
        let metadata = node.logins.service.metadata
        router.get(RouterPath(FederationPath.nodeMetadata)) { _, _ in
            Response(status: .ok, headers: [.contentType: "application/samlmetadata+xml"], body: .init(byteBuffer: ByteBuffer(bytes: metadata)))
        }
    }

    private func leave(_ request: Request, _ context: AppContext) async throws -> Response {
        if let seconds = limiter.take(context.address.counted, at: context.now) {
            throw Problem(.unavailable, "Za dużo prób logowania z tego miejsca. Spróbuj za \(seconds) s.", cause: "rate limit")
        }
        let wanted = try FormValues(query: request.uri.query)["powrot"].flatMap { LocalPath($0) }
        let departure = try await node.logins.begin(returnTo: wanted?.description, at: context.now)
        var response = PassingPage(
            drawing: page, address: departure.address, fields: [("SAMLRequest", departure.request), ("RelayState", departure.relayState)],
            destination: "login.gov.pl"
        ).response()
        set(departure.browser.description, maxAge: nil, &response)
        return response
    }

    private func arrive(_ form: FormValues, _ request: Request, _ context: AppContext) async throws -> Response {
        let browser = request.cookies[cookieName].flatMap { LoginTicket($0.value) }
        let transport = transport
        let (person, returnTo) = try await telling {
            try await node.logins.accept(artifact: form["SAMLart"], relayState: form["RelayState"], browser: browser, at: context.now) { address, envelope in
                let answer = try await transport.post(address, contentType: SoapEnvelope.contentType, action: SoapEnvelope.action, body: envelope)
                return answer.body
            }
        }
        var response = try await arrivals.arrived(person, returnTo: returnTo.flatMap { LocalPath($0) }, request, context)
        set("", maxAge: 0, &response)
        return response
    }

    private var cookieName: String { cookiesAreSecure ? "__Host-wezel" : "wezel" }

    /// The node sends the browser back by POST, so the cookie has to come along from another site; it is worth nothing but this one login.
    private func set(_ value: String, maxAge: Int?, _ response: inout Response) {
        response.setCookie(
            Cookie(
                name: cookieName, value: value, maxAge: maxAge, path: "/", secure: cookiesAreSecure, httpOnly: true,
                sameSite: cookiesAreSecure ? Cookie.SameSite.none : .lax))
    }
}
