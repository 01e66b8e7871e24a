public import Cryptography
internal import Kernel
internal import Signatures
internal import XML

/// What a party of SAML says of itself: its name, keys and addresses (SAML 2.0 Metadata § 2.3).
///
/// Metadata come from the administrator, who got them from the party; the file itself is never fetched.
public struct EntityDescriptor: Sendable {
    public enum Role: Sendable, Hashable { case identityProvider, serviceProvider }

    public struct Endpoint: Sendable, Hashable {
        public var binding: Binding
        public var location: String
        public var responseLocation: String?
        public var index: Int?
        public var isDefault: Bool

        public init(_ binding: Binding, _ location: String, responseLocation: String? = nil, index: Int? = nil, isDefault: Bool = false) {
            self.binding = binding
            self.location = location
            self.responseLocation = responseLocation
            self.index = index
            self.isDefault = isDefault
        }
    }

    public var entityID: String
    public var role: Role
    public var signing: [Certificate]
    public var encryption: [Certificate]
    public var singleSignOn: [Endpoint] = []
    public var consumers: [Endpoint] = []
    public var artifactResolution: [Endpoint] = []
    public var singleLogout: [Endpoint] = []
    public var nameFormats: [String] = []

    public init(entityID: String, role: Role, signing: [Certificate], encryption: [Certificate] = []) {
        self.entityID = entityID
        self.role = role
        self.signing = signing
        self.encryption = encryption
    }

    /// - Parameter role: which of the party's roles to read.
    public init(parsing bytes: [UInt8], role: Role) throws(SAMLError) {
        let tree = try SAMLMessage.parse(bytes)
        let root = tree.root
        guard root.is("EntityDescriptor", Space.metadata) else { throw SAMLError(.unexpected, "no EntityDescriptor") }
        entityID = try root.needAttribute("entityID")
        guard entityID.utf8.count <= 1024 else { throw SAMLError(.malformed, "@entityID") }
        self.role = role
        let descriptor = try root.need(role == .identityProvider ? "IDPSSODescriptor" : "SPSSODescriptor", Space.metadata)
        (signing, encryption) = ([], [])
        for key in descriptor.all("KeyDescriptor", Space.metadata) {
            var certificates: [Certificate] = []
            for node in key.descendants(named: "X509Certificate", namespace: Space.ds) {
                guard let der = node.plainText.flatMap(Base64.decode), let certificate = try? Certificate(der: der) else {
                    throw SAMLError(.malformed, "X509Certificate")
                }
                certificates.append(certificate)
            }
            switch key.attribute("use") {
            case "signing": signing += certificates
            case "encryption": encryption += certificates
            case nil:
                signing += certificates
                encryption += certificates
            default: throw SAMLError(.malformed, "KeyDescriptor/@use")
            }
        }
        singleSignOn = try Self.endpoints(descriptor, "SingleSignOnService")
        consumers = try Self.endpoints(descriptor, "AssertionConsumerService")
        artifactResolution = try Self.endpoints(descriptor, "ArtifactResolutionService")
        singleLogout = try Self.endpoints(descriptor, "SingleLogoutService")
        for node in descriptor.all("NameIDFormat", Space.metadata) { nameFormats.append(try node.value()) }
    }

    private static func endpoints(_ descriptor: XMLNode, _ name: String) throws(SAMLError) -> [Endpoint] {
        var out: [Endpoint] = []
        for node in descriptor.all(name, Space.metadata) {
            // Bindings that this house does not speak are passed over.
            guard let binding = Binding(rawValue: try node.needAttribute("Binding")) else { continue }
            out.append(
                Endpoint(
                    binding, try node.needAttribute("Location"), responseLocation: node.attribute("ResponseLocation"), index: try node.index("index"),
                    isDefault: try node.flag("isDefault")))
        }
        return out
    }

    /// As a document, unsigned: it is fetched over a channel that proves itself, and compared by a person.
    public var document: [UInt8] {
        var out = XMLWriter()
        out.element("md:EntityDescriptor", ["xmlns:md": Space.metadata, "entityID": entityID]) { out in
            let name = role == .identityProvider ? "md:IDPSSODescriptor" : "md:SPSSODescriptor"
            out.element(
                name,
                [
                    "protocolSupportEnumeration": Space.protocols, "WantAuthnRequestsSigned": role == .identityProvider ? "true" : nil,
                    "AuthnRequestsSigned": role == .serviceProvider ? "true" : nil,
                    "WantAssertionsSigned": role == .serviceProvider ? "false" : nil,
                ]
            ) { out in
                for certificate in signing { key("signing", certificate, &out) }
                for certificate in encryption { key("encryption", certificate, &out) }
                for (i, e) in artifactResolution.enumerated() { endpoint("ArtifactResolutionService", e, index: e.index ?? i, &out) }
                for e in singleLogout { endpoint("SingleLogoutService", e, index: nil, &out) }
                for format in nameFormats { out.element("md:NameIDFormat", text: format) }
                for e in singleSignOn { endpoint("SingleSignOnService", e, index: nil, &out) }
                for (i, e) in consumers.enumerated() { endpoint("AssertionConsumerService", e, index: e.index ?? i, &out) }
            }
        }
        return out.bytes
    }

    private func key(_ use: String, _ certificate: Certificate, _ out: inout XMLWriter) {
        out.element("md:KeyDescriptor", ["use": use]) { out in
            out.element("ds:KeyInfo", ["xmlns:ds": Space.ds]) { out in
                out.element("ds:X509Data") { out in out.element("ds:X509Certificate") { $0.base64(certificate.der) } }
            }
        }
    }

    private func endpoint(_ name: String, _ e: Endpoint, index: Int?, _ out: inout XMLWriter) {
        out.empty(
            "md:\(name)",
            [
                "Binding": e.binding.rawValue, "Location": e.location, "ResponseLocation": e.responseLocation,
                "index": index.map(String.init), "isDefault": index != nil && e.isDefault ? "true" : nil,
            ])
    }

    /// The first address of a kind.
    public static func location(_ endpoints: [Endpoint], _ binding: Binding) -> String? { endpoints.first { $0.binding == binding }?.location }
}
