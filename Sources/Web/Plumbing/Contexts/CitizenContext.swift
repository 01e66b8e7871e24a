public import Hummingbird
public import Identity
internal import Kernel

/// A request of a citizen who is signed in to an account of his own. An officer's session does not open it, nor the other way round.
public struct CitizenContext: ChildRequestContext, PageContext {
    public var coreContext: CoreRequestContextStorage
    public let app: AppContext
    public let account: CitizenAccount

    /// - Throws: `Problem` `.unauthenticated`; `ProblemDoor` turns it into the way to the citizens' sign-in.
    public init(context: AppContext) throws {
        guard let account = context.citizen else {
            throw Problem(.unauthenticated, "Twoja sesja się skończyła, nic nie zapisano. Zaloguj się i zrób to jeszcze raz.")
        }
        coreContext = context.coreContext
        app = context
        self.account = account
    }
}
