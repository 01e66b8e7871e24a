public import Hummingbird
public import Identity
internal import Kernel

/// A request of a person who is signed in. Whoever is not gets the sign-in page and comes back afterwards.
public struct SignedInContext: ChildRequestContext, PageContext {
    public var coreContext: CoreRequestContextStorage
    public let app: AppContext
    public let account: Account

    /// - Throws: `Problem` `.unauthenticated`; `ProblemDoor` turns it into the way to `/logowanie?powrot=…`.
    public init(context: AppContext) throws {
        guard let account = context.account else {
            throw Problem(.unauthenticated, "Twoja sesja się skończyła, nic nie zapisano. Zaloguj się i zrób to jeszcze raz.")
        }
        coreContext = context.coreContext
        app = context
        self.account = account
    }

    /// - Throws: `Problem` `.forbidden` when no role of the person gives the permission.
    public func require(_ permission: Permission) throws { try account.require(permission) }
}

extension Account {
    func require(_ permission: Permission) throws {
        guard may(permission) else {
            throw Problem(
                .forbidden, "Twoja rola na to nie pozwala. Jeśli to Twoje zadanie, poproś administratora o dostęp.",
                cause: "konto:\(id) lacks \(permission.rawValue)"
            )
        }
    }
}
