public import Hummingbird
public import Identity
public import Kernel

/// A request of a person who may read the register of one office: the only way to that office's records.
public struct ClerkContext: ChildRequestContext, PageContext {
    public var coreContext: CoreRequestContextStorage
    public let app: AppContext
    public let account: Account

    /// - Throws: `Problem` `.forbidden` for a person without `Permission.readRegister`.
    public init(context: SignedInContext) throws {
        try context.require(.readRegister)
        coreContext = context.coreContext
        app = context.app
        account = context.account
    }

    /// The office whose records the person sees; no address and no form can name another.
    public var office: OfficeID { account.office }
    public var performer: Performer { account.performer }

    public func require(_ permission: Permission) throws { try account.require(permission) }
}
