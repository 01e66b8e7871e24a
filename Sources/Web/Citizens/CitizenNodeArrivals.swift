internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Office
internal import Store

/// People who come from Węzeł Krajowy sign in to the accounts they have here.
struct CitizenNodeArrivals: NodeArrivals {
    let identity: RegionalIdentity
    let cookie: SessionCookie

    func arrived(_ person: NodePerson, returnTo: LocalPath?, _ request: Request, _ context: AppContext) async throws -> Response {
        let profiles = identity.profiles, now = context.now
        let (token, _) = try await identity.signIn.arrive(
            person, people: identity.people, isIdentified: { try profiles.valid($0, of: $1, at: now) != nil }, address: context.address.counted,
            agent: request.headers[.userAgent] ?? "", at: context.now)
        // The session of before, of whomever, ends with this one.
        if let old = cookie.token(in: request) { try await identity.sessions.end(old, by: nil, at: context.now) }
        var response = Response.seeOther(returnTo?.description ?? CitizenPlace.home.link)
        cookie.set(token, on: &response)
        return response
    }
}
