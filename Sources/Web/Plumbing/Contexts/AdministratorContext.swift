public import Hummingbird
public import Identity
public import Kernel

/// A request of a person who keeps accounts or queues of one office.
public struct AdministratorContext: ChildRequestContext, PageContext {
    public var coreContext: CoreRequestContextStorage
    public let app: AppContext
    public let account: Account

    public init(context: SignedInContext) throws {
        if !context.account.may(.manageUsers) { try context.require(.manageJobs) }
        coreContext = context.coreContext
        app = context.app
        account = context.account
    }

    public var office: OfficeID { account.office }
    public var performer: Performer { account.performer }

    public func require(_ permission: Permission) throws { try account.require(permission) }
}
