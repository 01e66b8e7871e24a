internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel

/// The way of officers to an OpenID provider and back.
struct OpenIDRoutes: Sendable {
    let logins: OpenIDLogins
    let signIn: OfficerSignIn
    let steps: SecondStepRoutes
    let cookiesAreSecure: Bool
    /// Every start keeps a line, so one address may not make many.
    let limiter = RateLimiter(burst: 60, perSeconds: 60)

    static let leave = "/logowanie/openid"
    static let back = "/logowanie/openid/powrot"

    func register(on router: some RouterMethods<AppContext>) {
        router.get(RouterPath(Self.leave)) { request, context in try await leave(request, context) }
        router.get(RouterPath(Self.back)) { request, context in try await arrive(request, context) }
    }

    private func leave(_ request: Request, _ context: AppContext) async throws -> Response {
        if let seconds = limiter.take(context.address.counted, at: context.now) {
            throw Problem(.unavailable, "Za dużo prób logowania z tego miejsca. Spróbuj za \(seconds) s.", cause: "rate limit")
        }
        let wanted = SignInRoutes.wanted(try FormValues(query: request.uri.query))
        let departure = try await logins.begin(returnTo: wanted, at: context.now)
        var response = Response.seeOther(departure.address)
        set(departure.browser.description, maxAge: nil, &response)
        return response
    }

    private func arrive(_ request: Request, _ context: AppContext) async throws -> Response {
        let query = try FormValues(query: request.uri.query)
        let arrival = OpenIDLogins.Arrival(
            code: query["code"], state: query["state"], issuer: query["iss"], error: query["error"],
            browser: request.cookies[cookieName].flatMap { LoginTicket($0.value) })
        let person = try await logins.accept(arrival, at: context.now)
        let outcome = try await signIn.arrive(
            person, address: context.address.counted, agent: request.headers[.userAgent] ?? "", previous: context.sessionToken, at: context.now)
        let wanted = person.returnTo.flatMap { LocalPath($0) }.flatMap { KeptForm.isSignIn($0) ? nil : $0.description }
        var response = try await steps.follow(outcome, returnTo: wanted, kept: nil, context) ?? Response.seeOther(Place.signIn.link)
        set("", maxAge: 0, &response)
        return response
    }

    private var cookieName: String { cookiesAreSecure ? "__Host-openid" : "openid" }

    /// The provider sends the browser back by an address, which carries cookies of this kind along.
    private func set(_ value: String, maxAge: Int?, _ response: inout Response) {
        response.setCookie(Cookie(name: cookieName, value: value, maxAge: maxAge, path: "/", secure: cookiesAreSecure, httpOnly: true, sameSite: .lax))
    }
}
