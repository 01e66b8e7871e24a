/// Name spaces of SAML 2.0 and of what it stands on.
enum Space {
    static let protocols = "urn:oasis:names:tc:SAML:2.0:protocol"
    static let assertion = "urn:oasis:names:tc:SAML:2.0:assertion"
    static let metadata = "urn:oasis:names:tc:SAML:2.0:metadata"
    static let ds = "http://www.w3.org/2000/09/xmldsig#"
    static let ds11 = "http://www.w3.org/2009/xmldsig11#"
    static let xenc = "http://www.w3.org/2001/04/xmlenc#"
    static let xenc11 = "http://www.w3.org/2009/xmlenc11#"
    static let soap = "http://schemas.xmlsoap.org/soap/envelope/"
    static let xsi = "http://www.w3.org/2001/XMLSchema-instance"
    static let eidas = "http://eidas.europa.eu/saml-extensions"
    static let naturalPerson = "http://eidas.europa.eu/attributes/naturalperson"
}

/// A way a message travels (SAML 2.0 Bindings § 3).
public enum Binding: String, Sendable, Hashable, CaseIterable {
    case post = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
    case artifact = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact"
    case soap = "urn:oasis:names:tc:SAML:2.0:bindings:SOAP"
    case redirect = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
}

/// Forms of a name identifier (SAML 2.0 Core § 8.3).
public enum NameFormat {
    public static let unspecified = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"
    public static let persistent = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
    public static let transient = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
}

/// An attribute of a person as the national node names it (eIDAS SAML attribute profile § 2.2; epuap.md § 9.2).
public enum PersonAttribute: String, Sendable, Hashable, CaseIterable {
    case familyName = "FamilyName"
    case firstName = "FirstName"
    case dateOfBirth = "DateOfBirth"
    case personIdentifier = "PersonIdentifier"

    /// The full name; some clients look for it, others for the type of the value.
    public var name: String { "\(Space.naturalPerson)/\(localName)" }
    /// The type of the value; known clients find values by these very words, prefix included.
    public var type: String { "naturalperson:\(localName)Type" }
    public static let nameFormat = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri"

    private var localName: String {
        switch self {
        case .familyName: "CurrentFamilyName"
        case .firstName: "CurrentGivenName"
        case .dateOfBirth: "DateOfBirth"
        case .personIdentifier: "PersonIdentifier"
        }
    }

    public init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}
