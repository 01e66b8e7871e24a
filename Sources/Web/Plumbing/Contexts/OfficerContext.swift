public import Hummingbird
public import Identity
public import Kernel

/// A request of a person who works with letters and cases of one office. What of them, `Chancery` decides for each.
public struct OfficerContext: ChildRequestContext, PageContext {
    public var coreContext: CoreRequestContextStorage
    public let app: AppContext
    public let account: Account

    /// - Throws: `Problem` `.forbidden` for a person without `Permission.workInOffice`.
    public init(context: SignedInContext) throws {
        try context.require(.workInOffice)
        coreContext = context.coreContext
        app = context.app
        account = context.account
    }

    /// The office whose records the person sees; no address and no form can name another.
    public var office: OfficeID { account.office }
}
