public import Cryptography
public import Kernel
internal import XML

/// The answer to a request for login (SAML 2.0 Core § 3.3.3).
public struct Response {
    public var id: MessageID
    public var inResponseTo: MessageID?
    public var issueInstant: Instant
    public var issuer: String
    public var destination: String?
    public var status: Status
    /// The assertions in it; more than one is refused when they are opened.
    let content: [VerifiedElement]

    init(reading verified: VerifiedElement, signers: [Certificate]) throws(SAMLError) {
        let e = verified.node
        guard e.is("Response", Space.protocols) else { throw SAMLError(.unexpected, e.name) }
        try e.checkVersion()
        id = try e.identifier()
        inResponseTo = try e.identifierOrNil("InResponseTo")
        issueInstant = try e.instant("IssueInstant")
        issuer = try e.need("Issuer", Space.assertion).value()
        destination = e.attribute("Destination")
        status = try Status(reading: e)
        var content: [VerifiedElement] = []
        for node in e.children where node.is("Assertion", Space.assertion) || node.is("EncryptedAssertion", Space.assertion) {
            content.append(try verified.inside(node, signers: signers))
        }
        self.content = content
    }

    /// A response that came by itself, signed.
    public init(reading verified: VerifiedElement) throws(SAMLError) { try self.init(reading: verified, signers: [verified.signer]) }

    /// The assertion in the clear.
    ///
    /// The answer around it was checked before, so that nobody can try changed ciphertexts on the key.
    ///
    /// - Parameters:
    ///   - keys: private keys that may open it.
    ///   - signers: who may have signed it, where it is signed itself.
    ///   - mustBeEncrypted: whether an assertion in the clear is refused.
    public func assertion(keys: [PrivateKey], signers: [Certificate], mustBeEncrypted: Bool) throws(SAMLError) -> Assertion {
        guard let only = content.first, content.count == 1 else { throw SAMLError(.noAssertion) }
        guard only.node.is("EncryptedAssertion", Space.assertion) else {
            guard !mustBeEncrypted else { throw SAMLError(.notEncrypted) }
            return try Assertion(reading: only)
        }
        let plain = try EncryptedElement(reading: only.node).open(keys)
        let tree = try SAMLMessage.parse(plain)
        // The text came out of an element that the signature around it covers.
        let inner = VerifiedElement(node: tree.root, tree: tree, signer: only.signer)
        return try Assertion(reading: inner.inside(tree.root, signers: signers))
    }
}

/// An answer to be written.
public struct NewResponse: Sendable {
    public var id: MessageID
    public var inResponseTo: MessageID?
    public var issueInstant: Instant
    public var issuer: String
    public var destination: String
    public var status: Status
    /// An assertion or an encrypted assertion, as XML.
    public var assertion: [UInt8]?

    public init(
        id: MessageID = MessageID(), inResponseTo: MessageID?, issueInstant: Instant, issuer: String, destination: String, status: Status,
        assertion: [UInt8]? = nil
    ) {
        self.id = id
        self.inResponseTo = inResponseTo
        self.issueInstant = issueInstant
        self.issuer = issuer
        self.destination = destination
        self.status = status
        self.assertion = assertion
    }

    public func signed(by identity: SigningIdentity) throws -> [UInt8] { try signedBytes(by: identity) }
}

extension NewResponse: Writable {
    func write(signature: String) -> [UInt8] {
        var out = XMLWriter(declaration: false)
        let attributes: [(String, String?)] = [("InResponseTo", inResponseTo?.description), ("Destination", destination)]
        out.message("Response", id: id, at: issueInstant, issuer: issuer, signature: signature, attributes) { out in
            status.write(&out)
            if let assertion { out.raw(assertion) }
        }
        return out.bytes
    }
}
