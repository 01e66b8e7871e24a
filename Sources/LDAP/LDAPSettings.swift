/// How a directory is reached and read.
public struct LDAPSettings: Sendable, CustomStringConvertible {
    public enum Protection: String, Sendable, CaseIterable {
        /// TLS from the first byte, `ldaps://`.
        case ldaps
        /// TLS after the first exchange (StartTLS, RFC 4511 § 4.14).
        case startTLS = "starttls"
        /// None; only for a server on this machine.
        case none
    }

    public var host: String
    public var port: Int
    public var protection: Protection
    /// PEM with the authorities of the server's certificate; `nil` for those of the system.
    public var authorities: String?
    /// The account that searches; `nil` searches without a name.
    public var searcher: (dn: String, password: String)?
    public var base: String
    /// With the place `{login}`.
    public var filter: LDAPFilter
    public var idAttribute: String
    public var nameAttribute: String
    public var postAttribute: String
    /// Where groups lie; `nil` reads `memberOf` of the person.
    public var groupBase: String?
    /// With the place `{dn}`.
    public var groupFilter: LDAPFilter
    public var timeoutSeconds: Int

    public init(
        host: String, port: Int, protection: Protection, authorities: String? = nil, searcher: (dn: String, password: String)? = nil, base: String, filter: LDAPFilter,
        idAttribute: String = "entryUUID", nameAttribute: String = "cn", postAttribute: String = "title", groupBase: String? = nil, groupFilter: LDAPFilter,
        timeoutSeconds: Int = 5
    ) {
        self.host = host
        self.port = port
        self.protection = protection
        self.authorities = authorities
        self.searcher = searcher
        self.base = base
        self.filter = filter
        self.idAttribute = idAttribute
        self.nameAttribute = nameAttribute
        self.postAttribute = postAttribute
        self.groupBase = groupBase
        self.groupFilter = groupFilter
        self.timeoutSeconds = timeoutSeconds
    }

    /// Without any password.
    public var description: String { "LDAPSettings(\(address))" }

    var address: String {
        let name = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
        return "\(protection == .ldaps ? "ldaps" : "ldap")://\(name):\(port)"
    }

    /// Whether a name stays on this machine, so that a password may travel without TLS.
    public static func isLoopback(_ host: String) -> Bool { ["127.0.0.1", "localhost", "::1", "[::1]"].contains(host) }
}
