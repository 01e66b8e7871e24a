public import Cryptography
internal import SAML

/// This house as an identity provider for services (dostawca tożsamości).
public struct IdentityProvider: Sendable {
    public var entityID: String
    /// As browsers and services reach the server, without a slash at the end.
    public var address: String
    /// Signs as Węzeł Krajowy does, by a key of P-256 (epuap.md § 9.2).
    public var ecdsa: SigningIdentity
    /// Signs as the older login does, by an RSA key (epuap.md § 9.1).
    public var rsa: SigningIdentity

    public init(entityID: String, address: String, ecdsa: SigningIdentity, rsa: SigningIdentity) {
        self.entityID = entityID
        self.address = address
        self.ecdsa = ecdsa
        self.rsa = rsa
    }

    /// The paths of the national node and of the older login (epuap.md § 1.2); every one speaks both shapes.
    public enum Path {
        public static let signOn = ["/login/SingleSignOnService", "/dt/SingleSignOnService"]
        public static let artifact = ["/login-services/idpArtifactResolutionService", "/dt-services/idpArtifactResolutionService"]
        public static let logoutBySoap = ["/login-services/singleLogoutService"]
        public static let logoutByPost = ["/dt/SingleLogoutService"]
    }

    func addresses(_ paths: [String]) -> [String] { paths.map { address + $0 } }

    /// The key of the kind that the service itself signs by: there are libraries that know but one.
    func signing(_ service: ServiceProvider) -> SigningIdentity {
        if case .rsa = service.metadata.signing.first?.publicKey.kind { rsa } else { ecdsa }
    }

    public var metadata: [UInt8] {
        var descriptor = EntityDescriptor(
            entityID: entityID, role: .identityProvider, signing: [ecdsa.certificate, rsa.certificate])
        descriptor.singleSignOn = addresses(Path.signOn).map { .init(.post, $0) }
        descriptor.artifactResolution = addresses(Path.artifact).enumerated().map { .init(.soap, $1, index: $0, isDefault: $0 == 0) }
        descriptor.singleLogout = addresses(Path.logoutBySoap).map { .init(.soap, $0) } + addresses(Path.logoutByPost).map { .init(.post, $0) }
        descriptor.nameFormats = [NameFormat.unspecified, NameFormat.transient]
        return descriptor.document
    }
}
