import Cryptography
import Identity
import Kernel
import Law
import SAML
import Store

/// This house and a node, a service and their keys; all in one database.
struct FederationHouse {
    static let nodeKey = try! identity("Nasz węzeł", .generateP256()), olderKey = try! identity("Nasz dawny", .generateRSA())
    static let serviceKey = try! identity("Usługa", .generateP256()), rsaServiceKey = try! identity("Usługa RSA", .generateRSA())
    static let stranger = try! identity("Obcy", .generateP256())

    static func identity(_ name: String, _ key: PrivateKey) throws -> SigningIdentity {
        SigningIdentity(
            key: key,
            certificate: try CertificateIssuer.selfSigned(
                subject: [("CN", name)], key: key, notBefore: noon.adding(seconds: -86_400), days: 3650, isAuthority: false))
    }

    let db: any Database
    let citizens: CitizenHouse
    let service: ServiceProvider
    let key: SigningIdentity
    var logins: ServiceLogins {
        ServiceLogins(
            platform: db,
            provider: IdentityProvider(
                entityID: "https://pz.example", address: "https://pz.example", ecdsa: Self.nodeKey, rsa: Self.olderKey))
    }

    static func metadata(_ name: String, _ key: SigningIdentity, encrypts: Bool = true, consumer: String? = nil) -> [UInt8] {
        var descriptor = EntityDescriptor(
            entityID: name, role: .serviceProvider, signing: [key.certificate], encryption: encrypts ? [key.certificate] : [])
        descriptor.consumers = [.init(.artifact, consumer ?? name + "/acs", index: 0, isDefault: true), .init(.artifact, name + "/acs2", index: 7)]
        descriptor.singleLogout = [.init(.soap, name + "/slo")]
        return descriptor.document
    }

    init(_ db: any Database, shape: ServiceShape = .node, key: SigningIdentity = serviceKey, providerName: String? = nil) async throws {
        self.db = db
        self.key = key
        citizens = CitizenHouse(db)
        service = try await Self.register(db, "https://ezd.example", key, shape: shape, providerName: providerName)
    }

    static func register(
        _ db: any Database, _ name: String, _ key: SigningIdentity, shape: ServiceShape = .node, providerName: String? = nil
    ) async throws -> ServiceProvider {
        let new = NewServiceProvider(
            name: "EZD gminy", providerName: providerName, shape: shape, level: shape == .node ? .substantial : .low,
            attributes: shape == .node ? Set(PersonAttribute.allCases) : [], metadata: metadata(name, key))
        return try await db.write { try ServiceProviders.register($0, new, by: chief, at: noon) }
    }

    func request(_ change: (inout AuthnRequest) -> Void = { _ in }, by signer: SigningIdentity? = nil) throws -> (AuthnRequest, String) {
        var request = AuthnRequest(
            issueInstant: noon, issuer: service.entityID, destination: "https://pz.example/login/SingleSignOnService", consumerAddress: "https://ezd.example/acs",
            context: .init(.minimum, ["http://eidas.europa.eu/LoA/substantial"]), attributes: PersonAttribute.allCases.map(\.name))
        change(&request)
        return (request, Base64.encode(try request.signed(by: signer ?? key)))
    }

    func proven(_ account: CitizenAccount, level: AssuranceLevel = .substantial, at instant: Instant = noon, session: Int64 = 41) throws -> ProvenCitizen {
        ProvenCitizen(
            account: account.id, person: account.person, userID: account.userID, session: session, level: level, provedAt: instant,
            name: try PersonName(given: "Anna", surname: "Lis"), birthday: lis.birthday!, pesel: lis)
    }

    func resolve(_ artifact: Artifact, by signer: SigningIdentity? = nil, as issuer: String? = nil, at now: Instant = noon) async throws -> ArtifactResponse {
        let resolve = ArtifactResolve(issueInstant: now, issuer: issuer ?? service.entityID, destination: nil, artifact: artifact)
        let answer = try await logins.resolve(SoapEnvelope.around(try resolve.signed(by: signer ?? key)), at: now)
        let signers = [Self.nodeKey.certificate, Self.olderKey.certificate]
        return try ArtifactResponse(reading: SAMLMessage(soap: answer).verified(by: signers), signers: signers)
    }

    /// The whole way of one login.
    func login(_ citizen: ProvenCitizen, at now: Instant = noon, _ change: (inout AuthnRequest) -> Void = { _ in }) async throws -> Assertion {
        let (_, field) = try request { r in
            r.issueInstant = now
            change(&r)
        }
        guard case .waiting(let ticket) = try await logins.begin(field: field, relayState: "stan", at: now),
            case .answer(let answer) = try await logins.advance(ticket, citizen: citizen, at: now)
        else { throw SAMLError(.unexpected) }
        guard let response = try await resolve(answer.artifact, at: now).response else { throw SAMLError(.unknownArtifact) }
        return try response.assertion(
            keys: [key.key], signers: [Self.nodeKey.certificate, Self.olderKey.certificate], mustBeEncrypted: true)
    }
}

func samlRefusal(_ body: () async throws -> Void) async -> SAMLError.Code? {
    do {
        try await body()
        return nil
    } catch let error as SAMLError { return error.code } catch { return nil }
}
