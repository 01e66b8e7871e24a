import Cryptography
import Foundation
import Identity
import Kernel
import Office
import SAML
import Web

extension Assembly {
    /// The logins that the administrator switched on; `nil` where there are none.
    ///
    static func federation(_ house: House, _ configuration: ServerConfiguration) throws -> Federation? {
        let settings = configuration.federation
        var federation = Federation(transport: HTTPTransport(timeoutSeconds: 10))
        if settings.isProvider {
            federation.provider = .init(logins: ServiceLogins(platform: house.platform, provider: try identityProvider(house, configuration)))
        }
        if let node = settings.node {
            federation.node = .init(logins: NodeLogins(platform: house.platform, service: try nodeService(house, configuration, node)))
        }
        return settings.isProvider || settings.node != nil ? federation : nil
    }

    /// This house as services see it; its keys are made at the first use.
    static func identityProvider(_ house: House, _ configuration: ServerConfiguration) throws -> IdentityProvider {
        IdentityProvider(
            entityID: configuration.publicAddress + "/login", address: configuration.publicAddress,
            ecdsa: try samlKey("login-ecdsa", "Logowanie e-Urząd (ECDSA)", house) { try .generateP256() },
            rsa: try samlKey("login-rsa", "Logowanie e-Urząd (RSA)", house) { try .generateRSA(bits: 3072) })
    }

    /// This house as the node sees it.
    static func nodeService(_ house: House, _ configuration: ServerConfiguration, _ settings: FederationSettings.Node) throws -> NodeService {
        guard let bytes = FileManager.default.contents(atPath: settings.metadata) else {
            throw Problem(.invalidInput, "Nie można odczytać metadanych węzła „\(settings.metadata)” (node.metadata).")
        }
        let node: EntityDescriptor
        do {
            node = try EntityDescriptor(parsing: [UInt8](bytes), role: .identityProvider)
        } catch {
            throw Problem(.invalidInput, "Metadane węzła „\(settings.metadata)” są uszkodzone (node.metadata).", cause: "\(error)")
        }
        let signing = try samlKey("wezel-podpis", "Usługa e-Urząd, podpis", house) { try .generateP256() }
        let decryption = try samlKey("wezel-szyfrowanie", "Usługa e-Urząd, szyfrowanie", house) { try .generateP256() }
        return try NodeService(
            entityID: settings.entityID, providerName: settings.providerName, signing: signing, decryption: [decryption],
            consumer: configuration.publicAddress + "/logowanie/wezel/powrot", node: node, level: settings.level,
            requiresEncryption: settings.requiresEncryption)
    }

    /// A key of the house, beside the others; the file belongs to the owner alone.
    private static func samlKey(_ name: String, _ subject: String, _ house: House, _ make: () throws -> PrivateKey) throws -> SigningIdentity {
        let path = "\(house.layout.keys)/\(name).pem"
        if FileManager.default.fileExists(atPath: path) { return try SigningIdentity(pemFile: path) }
        let key = try make()
        let certificate = try CertificateIssuer.selfSigned(
            subject: [("CN", subject), ("C", "PL")], key: key, notBefore: house.time.now.adding(seconds: -3600), days: 1095, isAuthority: false)
        let identity = SigningIdentity(key: key, certificate: certificate)
        try identity.writePEM(to: path)
        return identity
    }
}
