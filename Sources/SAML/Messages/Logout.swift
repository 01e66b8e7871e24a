public import Cryptography
public import Kernel
internal import XML

/// One side tells the other that a session is over (SAML 2.0 Core § 3.7.1).
public struct LogoutRequest: Sendable, Hashable {
    public var id: MessageID
    public var issueInstant: Instant
    public var issuer: String
    public var destination: String?
    public var notOnOrAfter: Instant?
    public var subject: NameID
    /// None means every session of the person with this service.
    public var sessionIndexes: [String]

    public init(
        id: MessageID = MessageID(), issueInstant: Instant, issuer: String, destination: String?, notOnOrAfter: Instant? = nil, subject: NameID,
        sessionIndexes: [String]
    ) {
        self.id = id
        self.issueInstant = issueInstant
        self.issuer = issuer
        self.destination = destination
        self.notOnOrAfter = notOnOrAfter
        self.subject = subject
        self.sessionIndexes = sessionIndexes
    }

    public init(reading verified: VerifiedElement) throws(SAMLError) {
        let e = verified.node
        guard e.is("LogoutRequest", Space.protocols) else { throw SAMLError(.unexpected, e.name) }
        try e.checkVersion()
        id = try e.identifier()
        issueInstant = try e.instant("IssueInstant")
        issuer = try e.need("Issuer", Space.assertion).value()
        destination = e.attribute("Destination")
        notOnOrAfter = try e.instantOrNil("NotOnOrAfter")
        subject = try NameID(reading: e.need("NameID", Space.assertion))
        sessionIndexes = []
        for node in e.all("SessionIndex", Space.protocols).prefix(32) { sessionIndexes.append(try node.value()) }
    }

    public func signed(by identity: SigningIdentity) throws -> [UInt8] { try signedBytes(by: identity) }
}

extension LogoutRequest: Writable {
    func write(signature: String) -> [UInt8] {
        var out = XMLWriter(declaration: false)
        let attributes: [(String, String?)] = [("Destination", destination), ("NotOnOrAfter", notOnOrAfter?.wholeSeconds)]
        out.message("LogoutRequest", id: id, at: issueInstant, issuer: issuer, signature: signature, attributes) { out in
            subject.write(&out)
            for index in sessionIndexes { out.element("saml2p:SessionIndex", text: index) }
        }
        return out.bytes
    }
}

/// How a logout went (SAML 2.0 Core § 3.7.2).
public struct LogoutResponse: Sendable, Hashable {
    public var id: MessageID
    public var inResponseTo: MessageID?
    public var issueInstant: Instant
    public var issuer: String
    public var destination: String?
    public var status: Status

    public init(
        id: MessageID = MessageID(), inResponseTo: MessageID?, issueInstant: Instant, issuer: String, destination: String?, status: Status
    ) {
        self.id = id
        self.inResponseTo = inResponseTo
        self.issueInstant = issueInstant
        self.issuer = issuer
        self.destination = destination
        self.status = status
    }

    public init(reading verified: VerifiedElement) throws(SAMLError) {
        let e = verified.node
        guard e.is("LogoutResponse", Space.protocols) else { throw SAMLError(.unexpected, e.name) }
        try e.checkVersion()
        id = try e.identifier()
        inResponseTo = try e.identifierOrNil("InResponseTo")
        issueInstant = try e.instant("IssueInstant")
        issuer = try e.need("Issuer", Space.assertion).value()
        destination = e.attribute("Destination")
        status = try Status(reading: e)
    }

    public func signed(by identity: SigningIdentity) throws -> [UInt8] { try signedBytes(by: identity) }
}

extension LogoutResponse: Writable {
    func write(signature: String) -> [UInt8] {
        var out = XMLWriter(declaration: false)
        let attributes: [(String, String?)] = [("InResponseTo", inResponseTo?.description), ("Destination", destination)]
        out.message("LogoutResponse", id: id, at: issueInstant, issuer: issuer, signature: signature, attributes) { out in status.write(&out) }
        return out.bytes
    }
}
