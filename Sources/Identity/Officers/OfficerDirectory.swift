/// The directory of the office (katalog kont, LDAP): asks it whether a password is right.
public protocol OfficerDirectory: Sendable {
    /// - Parameter login: as it stands in the directory; never empty, nor the password.
    /// - Returns: the person, or `nil` where there is none or the password is wrong.
    /// - Throws: `Problem` `.unavailable` where the directory does not answer; no password in any text.
    func prove(login: String, password: String) async throws -> DirectoryPerson?
}

/// A person as the directory knows one.
public struct DirectoryPerson: Sendable, Hashable, CustomStringConvertible {
    /// The mark of the entry that no rename changes (`entryUUID`, `objectGUID`).
    public var id: String
    public var displayName: String
    public var post: String
    /// Names (DN) of the groups the person belongs to.
    public var groups: Set<String>

    public init(id: String, displayName: String, post: String = "", groups: Set<String> = []) {
        self.id = id
        self.displayName = displayName
        self.post = post
        self.groups = groups
    }

    /// Nothing of the person, so that no log tells it.
    public var description: String { "DirectoryPerson" }
}
