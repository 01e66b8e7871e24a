public import Cryptography
public import Kernel
internal import XML

/// A service asks for a person to be logged in (SAML 2.0 Core § 3.4.1; epuap.md § 9).
public struct AuthnRequest: Sendable, Hashable {
    public enum Comparison: String, Sendable, Hashable { case exact, minimum, maximum, better }

    /// What the assertion should say of how the person was authenticated.
    public struct Context: Sendable, Hashable {
        public var comparison: Comparison
        /// Addresses of levels of assurance or of authentication contexts.
        public var classes: [String]

        public init(_ comparison: Comparison, _ classes: [String]) {
            self.comparison = comparison
            self.classes = classes
        }
    }

    public var id: MessageID
    public var issueInstant: Instant
    public var issuer: String
    public var destination: String?
    /// Where the answer is to go; only a registered address counts.
    public var consumerAddress: String?
    public var consumerIndex: Int?
    public var binding: Binding?
    /// The person is to prove again who they are, whatever session there is.
    public var forcesAuthn: Bool
    /// The person must not be asked anything.
    public var isPassive: Bool
    public var providerName: String?
    public var nameFormat: String?
    public var context: Context?
    /// Full names of the attributes that the service wants.
    public var attributes: [String]

    public init(
        id: MessageID = MessageID(), issueInstant: Instant, issuer: String, destination: String?, consumerAddress: String?, binding: Binding? = .artifact,
        forcesAuthn: Bool = false, isPassive: Bool = false, providerName: String? = nil, nameFormat: String? = NameFormat.unspecified,
        context: Context? = nil, attributes: [String] = []
    ) {
        self.id = id
        self.issueInstant = issueInstant
        self.issuer = issuer
        self.destination = destination
        self.consumerAddress = consumerAddress
        consumerIndex = nil
        self.binding = binding
        self.forcesAuthn = forcesAuthn
        self.isPassive = isPassive
        self.providerName = providerName
        self.nameFormat = nameFormat
        self.context = context
        self.attributes = attributes
    }

    public init(reading verified: VerifiedElement) throws(SAMLError) {
        let e = verified.node
        guard e.is("AuthnRequest", Space.protocols) else { throw SAMLError(.unexpected, e.name) }
        try e.checkVersion()
        id = try e.identifier()
        issueInstant = try e.instant("IssueInstant")
        issuer = try e.need("Issuer", Space.assertion).value()
        destination = e.attribute("Destination")
        consumerAddress = e.attribute("AssertionConsumerServiceURL")
        consumerIndex = try e.index("AssertionConsumerServiceIndex")
        guard let binding = e.attribute("ProtocolBinding") else {
            self.binding = nil
            (forcesAuthn, isPassive) = (try e.flag("ForceAuthn"), try e.flag("IsPassive"))
            providerName = e.attribute("ProviderName")
            (nameFormat, context, attributes) = try Self.wishes(e)
            return
        }
        guard let known = Binding(rawValue: binding) else { throw SAMLError(.unsupported, "binding") }
        self.binding = known
        (forcesAuthn, isPassive) = (try e.flag("ForceAuthn"), try e.flag("IsPassive"))
        providerName = e.attribute("ProviderName")
        (nameFormat, context, attributes) = try Self.wishes(e)
    }

    private static func wishes(_ e: XMLNode) throws(SAMLError) -> (String?, Context?, [String]) {
        // A request about one named person, or with conditions of its own, is none that this house answers.
        guard try e.one("Subject", Space.assertion) == nil, try e.one("Conditions", Space.assertion) == nil else {
            throw SAMLError(.unsupported, "subject or conditions in a request")
        }
        var context: Context?
        if let wanted = try e.one("RequestedAuthnContext", Space.protocols) {
            guard let comparison = Comparison(rawValue: wanted.attribute("Comparison") ?? "exact") else { throw SAMLError(.malformed, "@Comparison") }
            var classes: [String] = []
            for node in wanted.all("AuthnContextClassRef", Space.assertion) { classes.append(try node.value()) }
            context = Context(comparison, classes)
        }
        var attributes: [String] = []
        if let list = try e.one("Extensions", Space.protocols)?.one("RequestedAttributes", Space.eidas) {
            for node in list.all("RequestedAttribute", Space.eidas).prefix(64) { attributes.append(try node.needAttribute("Name")) }
        }
        return (try e.one("NameIDPolicy", Space.protocols)?.attribute("Format"), context, attributes)
    }

    public func signed(by identity: SigningIdentity) throws -> [UInt8] { try signedBytes(by: identity) }
}

extension AuthnRequest: Writable {
    func write(signature: String) -> [UInt8] {
        var out = XMLWriter(declaration: false)
        let attributes: [(String, String?)] = [
            ("Destination", destination), ("AssertionConsumerServiceURL", consumerAddress), ("ProtocolBinding", binding?.rawValue),
            ("ForceAuthn", forcesAuthn ? "true" : "false"), ("IsPassive", isPassive ? "true" : "false"), ("ProviderName", providerName),
        ]
        out.message("AuthnRequest", id: id, at: issueInstant, issuer: issuer, signature: signature, attributes) { out in
            if !self.attributes.isEmpty { extensions(&out) }
            if let nameFormat { out.empty("saml2p:NameIDPolicy", ["AllowCreate": "true", "Format": nameFormat]) }
            if let context {
                out.element("saml2p:RequestedAuthnContext", ["Comparison": context.comparison.rawValue]) { out in
                    for name in context.classes { out.element("saml2:AuthnContextClassRef", text: name) }
                }
            }
        }
        return out.bytes
    }

    private func extensions(_ out: inout XMLWriter) {
        out.element("saml2p:Extensions") { out in
            out.element("eidas:SPType", ["xmlns:eidas": Space.eidas], text: "public")
            out.element("eidas:RequestedAttributes", ["xmlns:eidas": Space.eidas]) { out in
                for name in attributes {
                    out.empty(
                        "eidas:RequestedAttribute",
                        [
                            "FriendlyName": PersonAttribute(name: name)?.rawValue, "Name": name, "NameFormat": PersonAttribute.nameFormat,
                            "isRequired": "true",
                        ])
                }
            }
        }
    }
}

extension XMLNode {
    func index(_ name: String) throws(SAMLError) -> Int? {
        guard let text = attribute(name) else { return nil }
        guard let n = Int(text), (0...65_535).contains(n) else { throw SAMLError(.malformed, "@\(name)") }
        return n
    }
}
