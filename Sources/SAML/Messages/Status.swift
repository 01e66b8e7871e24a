internal import XML

/// How a request went (SAML 2.0 Core § 3.2.2.2).
public struct Status: Sendable, Hashable {
    public enum Top: String, Sendable, Hashable {
        case success = "urn:oasis:names:tc:SAML:2.0:status:Success"
        /// The fault is with who asked.
        case requester = "urn:oasis:names:tc:SAML:2.0:status:Requester"
        case responder = "urn:oasis:names:tc:SAML:2.0:status:Responder"
        case versionMismatch = "urn:oasis:names:tc:SAML:2.0:status:VersionMismatch"
    }

    public enum Second: String, Sendable, Hashable {
        case authnFailed = "urn:oasis:names:tc:SAML:2.0:status:AuthnFailed"
        case requestDenied = "urn:oasis:names:tc:SAML:2.0:status:RequestDenied"
        case unknownPrincipal = "urn:oasis:names:tc:SAML:2.0:status:UnknownPrincipal"
        case noPassive = "urn:oasis:names:tc:SAML:2.0:status:NoPassive"
        case noAuthnContext = "urn:oasis:names:tc:SAML:2.0:status:NoAuthnContext"
        case partialLogout = "urn:oasis:names:tc:SAML:2.0:status:PartialLogout"
        case requestUnsupported = "urn:oasis:names:tc:SAML:2.0:status:RequestUnsupported"
    }

    public var top: Top
    /// `nil` where there is none, and where it is none that this house knows.
    public var second: Second?

    public init(_ top: Top, _ second: Second? = nil) {
        self.top = top
        self.second = second
    }

    public static let success = Status(.success)
    public var isSuccess: Bool { top == .success }

    init(reading holder: XMLNode) throws(SAMLError) {
        let code = try holder.need("Status", Space.protocols).need("StatusCode", Space.protocols)
        guard let top = Top(rawValue: try code.needAttribute("Value")) else { throw SAMLError(.malformed, "StatusCode") }
        self.top = top
        second = try code.one("StatusCode", Space.protocols)?.attribute("Value").flatMap(Second.init)
    }

    func write(_ out: inout XMLWriter) {
        out.element("saml2p:Status") { out in
            out.element("saml2p:StatusCode", ["Value": top.rawValue]) { out in
                if let second { out.empty("saml2p:StatusCode", ["Value": second.rawValue]) }
            }
        }
    }
}
