public import Cryptography
public import Kernel
internal import XML

/// A short word that stands for a message to be fetched from its maker: type 4 (SAML 2.0 Bindings § 3.6.4).
public struct Artifact: Sendable, Hashable, LosslessStringConvertible {
    public let endpoint: Int
    /// SHA-1 of the maker's name, as the standard wants; it protects nothing.
    public let source: [UInt8]
    public let handle: [UInt8]

    /// A fresh one that nobody can guess.
    public init(issuer: String, endpoint: Int = 0) {
        self.endpoint = endpoint
        source = Self.source(issuer)
        handle = randomBytes(20)
    }

    public init?(_ text: String) {
        guard text.utf8.count <= 64, let b = Base64.decode(text), b.count == 44, b[0] == 0, b[1] == 4 else { return nil }
        endpoint = Int(b[2]) << 8 | Int(b[3])
        source = Array(b[4..<24])
        handle = Array(b[24...])
    }

    public var description: String { Base64.encode([0, 4, UInt8(endpoint >> 8 & 0xFF), UInt8(endpoint & 0xFF)] + source + handle) }

    public func isOf(issuer: String) -> Bool { constantTimeEqual(source, Self.source(issuer)) }

    /// What a store keeps in its place, so that a copied table resolves nothing.
    public var fingerprint: ContentHash { ContentHash(of: Array(description.utf8)) }

    private static func source(_ issuer: String) -> [UInt8] { DigestAlgorithm.sha1.hash(Array(issuer.utf8)) }
}

/// A service asks for the message behind an artifact (SAML 2.0 Core § 3.5.1).
///
/// Known clients send a constant identifier and the time of another zone, so neither is judged (epuap.md § 9.2): the artifact itself is
/// used once and lives a minute.
public struct ArtifactResolve: Sendable, Hashable {
    public var id: MessageID
    public var issueInstant: Instant
    public var issuer: String
    public var destination: String?
    public var artifact: Artifact

    public init(id: MessageID = MessageID(), issueInstant: Instant, issuer: String, destination: String?, artifact: Artifact) {
        self.id = id
        self.issueInstant = issueInstant
        self.issuer = issuer
        self.destination = destination
        self.artifact = artifact
    }

    public init(reading verified: VerifiedElement) throws(SAMLError) {
        let e = verified.node
        guard e.is("ArtifactResolve", Space.protocols) else { throw SAMLError(.unexpected, e.name) }
        try e.checkVersion()
        id = try e.identifier()
        issueInstant = try e.instant("IssueInstant")
        issuer = try e.need("Issuer", Space.assertion).value()
        destination = e.attribute("Destination")
        guard let artifact = Artifact(try e.need("Artifact", Space.protocols).value()) else { throw SAMLError(.unknownArtifact) }
        self.artifact = artifact
    }

    public func signed(by identity: SigningIdentity) throws -> [UInt8] { try signedBytes(by: identity) }
}

extension ArtifactResolve: Writable {
    func write(signature: String) -> [UInt8] {
        var out = XMLWriter(declaration: false)
        out.message("ArtifactResolve", id: id, at: issueInstant, issuer: issuer, signature: signature, [("Destination", destination)]) { out in
            out.element("saml2p:Artifact", text: artifact.description)
        }
        return out.bytes
    }
}

/// The message behind an artifact (SAML 2.0 Core § 3.5.2).
public struct ArtifactResponse {
    public var id: MessageID
    public var inResponseTo: MessageID?
    public var issueInstant: Instant
    public var issuer: String
    public var status: Status
    /// `nil` where the artifact was not known, was used, or was somebody else's.
    public let response: Response?

    /// - Parameter signers: who may have signed the message inside, where it is signed itself.
    public init(reading verified: VerifiedElement, signers: [Certificate]) throws(SAMLError) {
        let e = verified.node
        guard e.is("ArtifactResponse", Space.protocols) else { throw SAMLError(.unexpected, e.name) }
        try e.checkVersion()
        id = try e.identifier()
        inResponseTo = try e.identifierOrNil("InResponseTo")
        issueInstant = try e.instant("IssueInstant")
        issuer = try e.need("Issuer", Space.assertion).value()
        status = try Status(reading: e)
        response = try e.one("Response", Space.protocols).map { (node) throws(SAMLError) in
            try Response(reading: verified.inside(node, signers: signers), signers: signers)
        }
    }
}

/// The answer with the message behind an artifact, to be written.
public struct NewArtifactResponse: Sendable {
    public var id: MessageID
    public var inResponseTo: MessageID
    public var issueInstant: Instant
    public var issuer: String
    /// The message as it was signed; `nil` where there is none to be had (SAML 2.0 Core § 3.5.3: still a success).
    public var message: [UInt8]?

    public init(id: MessageID = MessageID(), inResponseTo: MessageID, issueInstant: Instant, issuer: String, message: [UInt8]?) {
        self.id = id
        self.inResponseTo = inResponseTo
        self.issueInstant = issueInstant
        self.issuer = issuer
        self.message = message
    }

    public func signed(by identity: SigningIdentity) throws -> [UInt8] { try signedBytes(by: identity) }
}

extension NewArtifactResponse: Writable {
    func write(signature: String) -> [UInt8] {
        var out = XMLWriter(declaration: false)
        let attributes: [(String, String?)] = [("InResponseTo", inResponseTo.description)]
        out.message("ArtifactResponse", id: id, at: issueInstant, issuer: issuer, signature: signature, attributes) { out in
            Status.success.write(&out)
            if let message { out.raw(message) }
        }
        return out.bytes
    }
}
