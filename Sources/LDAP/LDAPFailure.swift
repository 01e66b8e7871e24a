/// A directory that did not do what was asked; carries codes and no values.
public struct LDAPFailure: Error, Sendable, CustomStringConvertible {
    public enum Step: String, Sendable { case settings, connection, tls, searcher, search, bind }

    public let step: Step
    /// The result code of the protocol or of the library; negative ones are the library's.
    public let code: Int32
    public let words: String

    public var description: String { "ldap \(step.rawValue) \(code) \(words)" }
}
