public import Exchange
public import Hummingbird
public import Identity
internal import Kernel

/// Logins that cross to another house: services that log their people in here, and this house at Węzeł Krajowy.
///
/// Both are switched on by giving their parts. What they ask of the rest of the house stands in two ports.
public struct Federation: Sendable {
    public struct Provider: Sendable {
        public var logins: ServiceLogins
        /// `nil` for the citizens' own sign-in of this house.
        public var door: (any CitizenDoor)?

        public init(logins: ServiceLogins, door: (any CitizenDoor)? = nil) {
            self.logins = logins
            self.door = door
        }
    }

    public struct Node: Sendable {
        public var logins: NodeLogins
        /// `nil` for the citizens' own accounts of this house.
        public var arrivals: (any NodeArrivals)?

        public init(logins: NodeLogins, arrivals: (any NodeArrivals)? = nil) {
            self.logins = logins
            self.arrivals = arrivals
        }
    }

    public var provider: Provider?
    public var node: Node?
    /// Reaches services and the node on the back channel.
    public var transport: any SoapTransport

    public init(provider: Provider? = nil, node: Node? = nil, transport: any SoapTransport) {
        self.provider = provider
        self.node = node
        self.transport = transport
    }

    /// - Parameter page: draws the page that hands something over to another server.
    func register(
        on router: some RouterMethods<AppContext>, cookiesAreSecure: Bool, page: PassingPage.Drawing, door: (any CitizenDoor)? = nil,
        arrivals: (any NodeArrivals)? = nil
    ) {
        if let provider, let door = provider.door ?? door {
            ServiceLoginRoutes(provider: provider, door: door, transport: transport, page: page).register(on: router)
        }
        if let node, let arrivals = node.arrivals ?? arrivals {
            NodeLoginRoutes(node: node, arrivals: arrivals, transport: transport, page: page, cookiesAreSecure: cookiesAreSecure).register(on: router)
        }
    }
}

/// Who is signed in, and how somebody signs in: what the login for services asks of the citizens' pages.
public protocol CitizenDoor: Sendable {
    /// The citizen signed in in the browser that sent the request; `nil` where there is none.
    func citizen(_ request: Request, _ context: AppContext) async throws -> ProvenCitizen?

    /// The way to prove who one is, at least at the level of the wish and, where it must be fresh, anew.
    ///
    /// After that the browser has to go to `goOn`. The page should name the service, and may offer a form that posts to `giveUp`.
    func ask(_ wish: ServiceLogins.SignInWish, goOn: LocalPath, giveUp: LocalPath, _ request: Request, _ context: AppContext) async throws -> Response
}

/// What becomes of a person for whom the node vouches.
public protocol NodeArrivals: Sendable {
    /// Opens a session for the person, or says why not.
    ///
    /// - Parameter returnTo: where the person wanted to go before.
    func arrived(_ person: NodePerson, returnTo: LocalPath?, _ request: Request, _ context: AppContext) async throws -> Response
}

/// Addresses of logins that cross to another house.
enum FederationPath {
    static let goOn = "/login/dalej/"
    static let giveUp = "/login/rezygnacja/"
    static let metadata = "/login/metadane"
    static let node = "/logowanie/wezel"
    static let nodeReturn = "/logowanie/wezel/powrot"
    static let nodeMetadata = "/logowanie/wezel/metadane"

    /// Whether services talk to the house here, without a browser.
    static func isBackChannel(_ path: String) -> Bool {
        IdentityProvider.Path.artifact.contains(path) || IdentityProvider.Path.logoutBySoap.contains(path)
    }

    /// Whether other sites send forms here on purpose; such a form carries a proof of its own, and no token of ours.
    static func isHandOver(_ path: String) -> Bool {
        path.hasPrefix("/login/") || path == node || path.hasPrefix(node + "/") || path.hasPrefix(OpenIDRoutes.leave) || IdentityProvider.Path.signOn.contains(path)
            || IdentityProvider.Path.logoutByPost.contains(path)
    }
}
