public import Cryptography
public import Kernel
internal import XML

/// The name of a person to a service (SAML 2.0 Core § 2.2.3).
public struct NameID: Sendable, Hashable {
    public var value: String
    public var format: String?

    public init(_ value: String, format: String? = NameFormat.unspecified) {
        self.value = value
        self.format = format
    }

    init(reading node: XMLNode) throws(SAMLError) {
        value = try node.value()
        format = node.attribute("Format")
    }

    func write(_ out: inout XMLWriter) { out.element("saml2:NameID", ["Format": format], text: value) }
}

/// What an identity provider says of a person (SAML 2.0 Core § 2.3.3).
public struct Assertion: Sendable, Hashable {
    /// To whom the assertion may be brought, and until when (bearer, SAML 2.0 Profiles § 3.3).
    public struct Confirmation: Sendable, Hashable {
        public var inResponseTo: MessageID?
        public var notOnOrAfter: Instant
        public var recipient: String

        public init(inResponseTo: MessageID?, notOnOrAfter: Instant, recipient: String) {
            self.inResponseTo = inResponseTo
            self.notOnOrAfter = notOnOrAfter
            self.recipient = recipient
        }
    }

    public struct Attribute: Sendable, Hashable {
        public var name: String
        public var friendlyName: String?
        public var values: [String]

        public init(name: String, friendlyName: String? = nil, values: [String]) {
            self.name = name
            self.friendlyName = friendlyName
            self.values = values
        }
    }

    public var id: MessageID
    public var issueInstant: Instant
    public var issuer: String
    public var subject: NameID
    public var confirmations: [Confirmation]
    public var notBefore: Instant?
    public var notOnOrAfter: Instant?
    public var audiences: [String]
    public var authnInstant: Instant
    public var sessionIndex: String?
    /// The level of assurance or the context of authentication.
    public var contextClass: String?
    /// Who authenticated the person in truth, behind a node.
    public var authorities: [String]
    public var attributes: [Attribute]

    public init(
        id: MessageID = MessageID(), issueInstant: Instant, issuer: String, subject: NameID, confirmation: Confirmation, notBefore: Instant,
        notOnOrAfter: Instant, audience: String, authnInstant: Instant, contextClass: String, authorities: [String] = [], attributes: [Attribute] = []
    ) {
        self.id = id
        self.issueInstant = issueInstant
        self.issuer = issuer
        self.subject = subject
        confirmations = [confirmation]
        self.notBefore = notBefore
        self.notOnOrAfter = notOnOrAfter
        audiences = [audience]
        self.authnInstant = authnInstant
        // The number of the assertion is the number of the session, the TGSID of old clients (epuap.md § 9.1).
        sessionIndex = id.description
        self.contextClass = contextClass
        self.authorities = authorities
        self.attributes = attributes
    }

    init(reading verified: VerifiedElement) throws(SAMLError) {
        let e = verified.node
        guard e.is("Assertion", Space.assertion) else { throw SAMLError(.unexpected, e.name) }
        try e.checkVersion()
        id = try e.identifier()
        issueInstant = try e.instant("IssueInstant")
        issuer = try e.need("Issuer", Space.assertion).value()
        let subject = try e.need("Subject", Space.assertion)
        self.subject = try NameID(reading: subject.need("NameID", Space.assertion))
        confirmations = []
        for node in subject.all("SubjectConfirmation", Space.assertion) {
            guard node.attribute("Method") == Self.bearer else { continue }
            let data = try node.need("SubjectConfirmationData", Space.assertion)
            // A bearer confirmation must not say from when (SAML 2.0 Profiles § 4.1.4.2).
            guard data.attribute("NotBefore") == nil else { throw SAMLError(.malformed, "SubjectConfirmationData/@NotBefore") }
            confirmations.append(
                Confirmation(
                    inResponseTo: try data.identifierOrNil("InResponseTo"), notOnOrAfter: try data.instant("NotOnOrAfter"),
                    recipient: try data.needAttribute("Recipient")))
        }
        let conditions = try e.need("Conditions", Space.assertion)
        notBefore = try conditions.instantOrNil("NotBefore")
        notOnOrAfter = try conditions.instantOrNil("NotOnOrAfter")
        audiences = []
        for condition in conditions.children {
            guard condition.namespace == Space.assertion else { throw SAMLError(.unsupported, "condition") }
            switch condition.name {
            case "AudienceRestriction":
                guard audiences.isEmpty else { throw SAMLError(.unsupported, "several audience restrictions") }
                for node in condition.all("Audience", Space.assertion) { audiences.append(try node.value()) }
            case "OneTimeUse", "ProxyRestriction": continue
            default: throw SAMLError(.unsupported, "condition")
            }
        }
        let authn = try e.need("AuthnStatement", Space.assertion)
        authnInstant = try authn.instant("AuthnInstant")
        sessionIndex = authn.attribute("SessionIndex")
        let context = try authn.need("AuthnContext", Space.assertion)
        contextClass = try context.one("AuthnContextClassRef", Space.assertion)?.value()
        authorities = []
        for node in context.all("AuthenticatingAuthority", Space.assertion) { authorities.append(try node.value()) }
        attributes = []
        for statement in e.all("AttributeStatement", Space.assertion) {
            for node in statement.all("Attribute", Space.assertion) { attributes.append(try Self.attribute(node)) }
        }
    }

    private static func attribute(_ node: XMLNode) throws(SAMLError) -> Attribute {
        var values: [String] = []
        for value in node.all("AttributeValue", Space.assertion) {
            guard let text = value.plainText else { throw SAMLError(.malformed, "AttributeValue holds more than text") }
            values.append(text.trimmedXMLSpace)
        }
        return Attribute(name: try node.needAttribute("Name"), friendlyName: node.attribute("FriendlyName"), values: values)
    }

    static let bearer = "urn:oasis:names:tc:SAML:2.0:cm:bearer"

    /// The only value of an attribute, by its full name; `nil` where there is none.
    /// - Throws: where there are several, or the attribute stands twice.
    public func value(_ name: String) throws(SAMLError) -> String? {
        let found = attributes.filter { $0.name == name }
        guard let attribute = found.first else { return nil }
        guard found.count == 1, attribute.values.count == 1, !attribute.values[0].isEmpty else { throw SAMLError(.noPerson, "attribute with several values") }
        return attribute.values[0]
    }

    public func signed(by identity: SigningIdentity) throws -> [UInt8] { try signedBytes(by: identity) }
    /// Without a signature of its own, for an answer that is signed around it.
    public var unsigned: [UInt8] { write(signature: "") }
}

extension Assertion: Writable {
    func write(signature: String) -> [UInt8] {
        var out = XMLWriter(declaration: false)
        out.element(
            "saml2:Assertion",
            [
                "xmlns:saml2": Space.assertion, "xmlns:naturalperson": Space.naturalPerson, "xmlns:xsi": Space.xsi, "ID": id.description,
                "Version": "2.0", "IssueInstant": issueInstant.wholeSeconds,
            ]
        ) { out in
            out.element("saml2:Issuer", text: issuer)
            out.raw(signature)
            out.element("saml2:Subject") { out in
                subject.write(&out)
                for confirmation in confirmations {
                    out.element("saml2:SubjectConfirmation", ["Method": Self.bearer]) { out in
                        out.empty(
                            "saml2:SubjectConfirmationData",
                            [
                                "InResponseTo": confirmation.inResponseTo?.description, "NotOnOrAfter": confirmation.notOnOrAfter.wholeSeconds,
                                "Recipient": confirmation.recipient,
                            ])
                    }
                }
            }
            out.element("saml2:Conditions", ["NotBefore": notBefore?.wholeSeconds, "NotOnOrAfter": notOnOrAfter?.wholeSeconds]) { out in
                out.element("saml2:AudienceRestriction") { out in for audience in audiences { out.element("saml2:Audience", text: audience) } }
            }
            out.element("saml2:AuthnStatement", ["AuthnInstant": authnInstant.wholeSeconds, "SessionIndex": sessionIndex]) { out in
                out.element("saml2:AuthnContext") { out in
                    if let contextClass { out.element("saml2:AuthnContextClassRef", text: contextClass) }
                    for authority in authorities { out.element("saml2:AuthenticatingAuthority", text: authority) }
                }
            }
            if !attributes.isEmpty { out.element("saml2:AttributeStatement") { out in for a in attributes { write(a, &out) } } }
        }
        return out.bytes
    }

    private func write(_ attribute: Attribute, _ out: inout XMLWriter) {
        let known = PersonAttribute(name: attribute.name)
        out.element(
            "saml2:Attribute", ["FriendlyName": attribute.friendlyName ?? known?.rawValue, "Name": attribute.name, "NameFormat": PersonAttribute.nameFormat]
        ) { out in
            for value in attribute.values { out.element("saml2:AttributeValue", ["xsi:type": known?.type], text: value) }
        }
    }
}
