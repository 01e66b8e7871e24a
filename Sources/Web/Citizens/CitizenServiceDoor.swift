internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Markup
internal import Office
internal import Store

/// The citizens' own sign-in as the door of services that log their people in here.
struct CitizenServiceDoor: CitizenDoor {
    let identity: RegionalIdentity
    let cookie: SessionCookie
    let links: ResourceLinks

    /// The citizen whose cookie came; the area of services looks no session up by itself.
    func citizen(_ request: Request, _ context: AppContext) async throws -> ProvenCitizen? {
        guard let found = try await found(request, context) else { return nil }
        // Anyone can open an account with anybody's PESEL: services are told only of people who were identified.
        let profiles = identity.profiles, now = context.now
        guard try await identity.platform.read({ try profiles.valid($0, of: found.account.id, at: now) }) != nil else { return nil }
        return try await identity.sessions.proven(found, people: identity.people)
    }

    private func found(_ request: Request, _ context: AppContext) async throws -> CitizenSessions.Found? {
        guard let token = cookie.token(in: request) else { return nil }
        return try await identity.sessions.find(token, at: context.now)
    }

    func ask(
        _ wish: ServiceLogins.SignInWish, goOn: LocalPath, giveUp: LocalPath, _ request: Request, _ context: AppContext
    ) async throws -> Response {
        let citizen = try await citizen(request, context)
        let isSignedIn = try await found(request, context) != nil
        let page = ServiceDoorPage(
            service: wish.service, giveUp: giveUp.description, links: links,
            // A login at a lower level would lead back here without end, so it is said what is missing.
            signIn: citizen.map { $0.level < wish.level } ?? isSignedIn
                ? nil
                : CitizenPlace.signIn.link([SignInForm.returnField: goOn.description, CitizenSignInRoutes.anew: citizen == nil ? nil : "1"]),
            isAnew: citizen != nil)
        return CitizenDesk.html(page.render())
    }
}

/// Who asks for a login, before the person gives a password anywhere.
struct ServiceDoorPage: Sendable {
    var service: String
    var giveUp: String
    var links: ResourceLinks
    /// Where to sign in; `nil` where the person's way of signing in is worth too little for the service.
    var signIn: String?
    /// Signed in already, but the service wants a proof made now.
    var isAnew = false

    func render() -> [UInt8] {
        LonelyPage(title: "Logowanie do usługi", links: links, isCard: true).render { h in
            h.el("h1", text: "Logowanie do usługi")
            h.el("p") { h in
                h.text("Prosi o nie: ")
                h.el("strong", text: service)
            }
            if let signIn {
                if isAnew { h.el("p", text: PolishTypography.glued("Usługa chce, żebyś potwierdził tożsamość teraz, choć jesteś zalogowany.")) }
                h.el(
                    "p",
                    text: PolishTypography.glued(
                        "Po zalogowaniu usługa dostanie te Twoje dane, do których jest zarejestrowana. Jakie to były, zobaczysz na swoim koncie."))
                h.el("p", .cls("actions")) { h in h.el("a", .cls("btn first"), .href(signIn), text: "Zaloguj się") }
            } else {
                h.el(
                    "p", .attr("role", "alert"),
                    text: PolishTypography.glued("Usługa wymaga potwierdzonego profilu i logowania z kodem. Na Twoim koncie czegoś z tego brakuje."))
                h.el("p", .cls("actions")) { h in h.el("a", .cls("btn first"), .href(CitizenPlace.home.link), text: "Zobacz swoje konto") }
            }
            h.el("form", .attr("method", "post"), .attr("action", giveUp)) { h in h.el("button", .cls("linkbtn"), text: "Zrezygnuj i wróć do usługi") }
        }
    }
}
