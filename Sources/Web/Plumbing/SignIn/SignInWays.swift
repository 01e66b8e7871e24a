/// How officers may sign in besides the form of login and password; the sign-in page offers what is here.
public struct SignInWays: Sendable, Hashable {
    /// The name of the directory whose password the form takes too; `nil` where there is none.
    public var directory: String?
    /// What the button of the OpenID provider says; `nil` for none.
    public var openID: String?

    public init(directory: String? = nil, openID: String? = nil) {
        self.directory = directory
        self.openID = openID
    }
}
