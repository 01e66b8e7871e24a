public import Kernel

/// An officer's account. It belongs to one office, so that the account alone says which records are within reach.
public struct Account: Sendable, Hashable {
    public let id: AccountID
    public let office: OfficeID
    /// What the person types to sign in; lower case, unique in the whole house, never given to another person.
    public let login: String
    /// Given name and surname.
    public let displayName: String
    /// The post the person holds (stanowisko), for example `inspektor`.
    public let post: String
    public let roles: Set<OfficeRole>
    /// A closed account stays for the history and opens nothing.
    public let isClosed: Bool

    public init(
        id: AccountID, office: OfficeID, login: String, displayName: String, post: String, roles: Set<OfficeRole>, isClosed: Bool = false
    ) {
        self.id = id
        self.office = office
        self.login = login
        self.displayName = displayName
        self.post = post
        self.roles = roles
        self.isClosed = isClosed
    }

    /// How the journal names the person.
    public var performer: Performer { Performer(id: "konto:\(id)", name: displayName) }

    public var permissions: Set<Permission> { isClosed ? [] : Permission.granted(to: roles) }

    public func may(_ permission: Permission) -> Bool { permissions.contains(permission) }
}
