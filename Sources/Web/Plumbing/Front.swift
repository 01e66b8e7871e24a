public import Hummingbird
public import Identity
public import Kernel

/// The front of the house: a router with every door in its order.
///
/// Order matters: what is first here sees the request first and the answer last. So the log counts everything, the headers
/// stand on errors too, and no handler runs before limits, session and form token were looked at.
public struct Front: Sendable {
    public var time: TimeSource
    public var sessions: Sessions
    public var cookie: SessionCookie
    public var areas: Areas
    public var limits: BodyLimits
    public var trustedProxies: Set<String>
    public var problems: ProblemRenderers
    public var keptForms: KeptFormPages
    /// Sessions of citizens; without them nobody is signed in to the citizens' area.
    public var citizens: CitizenSessions?
    public var citizenCookie: SessionCookie

    /// - Parameter cookieSecure: whether browsers reach the server by https; `false` only for a trial run on loopback.
    public init(
        time: TimeSource, sessions: Sessions, cookieSecure: Bool, areas: Areas, limits: BodyLimits = .standard,
        trustedProxies: Set<String> = [], problems: ProblemRenderers, keptForms: KeptFormPages, citizens: CitizenSessions? = nil
    ) {
        self.citizens = citizens
        citizenCookie = SessionCookie(secure: cookieSecure, word: "obywatel")
        self.time = time
        self.sessions = sessions
        cookie = SessionCookie(secure: cookieSecure)
        self.areas = areas
        self.limits = limits
        self.trustedProxies = trustedProxies
        self.problems = problems
        self.keptForms = keptForms
    }

    /// A router to add routes to: `router.get(…)` for everyone, `router.group(context: SignedInContext.self)` for the signed in,
    /// and inside it `.group(context: ClerkContext.self)` for the register.
    public func makeRouter() -> Router<AppContext> {
        let router = Router(context: AppContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: Arrival(time: time, trustedProxies: trustedProxies))
        router.add(middleware: RequestLog())
        router.add(middleware: SecurityHeaders(https: cookie.secure))
        router.add(middleware: ProblemDoor(areas: areas, renderers: problems))
        router.add(middleware: UnsavedFormDoor(areas: areas, limits: limits, page: keptForms.unsaved))
        router.add(middleware: BodyDoor(areas: areas, limits: limits))
        router.add(middleware: SessionDoor(sessions: sessions, cookie: cookie, areas: areas))
        if let citizens { router.add(middleware: CitizenSessionDoor(citizens: citizens, forms: sessions, cookie: citizenCookie, areas: areas)) }
        router.add(middleware: KeptFormDoor(sessions: sessions, cookie: cookie, citizenCookie: citizenCookie, areas: areas, pages: keptForms))
        router.add(middleware: FormGuard(areas: areas, limits: limits))
        return router
    }
}
