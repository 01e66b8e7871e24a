public import Cryptography
internal import Kernel
internal import Signatures
internal import XML

/// A message of the protocol as it came in: nothing of it is believed yet but the name of who says to have sent it.
///
/// Only `verified(by:)` leads on to its content, and what is read then is the very element whose signature was checked.
public struct SAMLMessage {
    public enum Kind: String, Sendable, Hashable {
        case authnRequest = "AuthnRequest"
        case response = "Response"
        case artifactResolve = "ArtifactResolve"
        case artifactResponse = "ArtifactResponse"
        case logoutRequest = "LogoutRequest"
        case logoutResponse = "LogoutResponse"
    }

    /// 512 KiB, 64 levels, 20,000 nodes: far above any honest message.
    static let limits = XMLLimits(maxBytes: 512 * 1024, maxDepth: 64, maxNodes: 20_000)

    public let kind: Kind
    /// Who says to have sent it; to be looked up, not to be trusted.
    public let issuer: String
    let element: XMLNode
    let tree: XMLTree

    /// A message by itself.
    public init(parsing bytes: [UInt8]) throws(SAMLError) {
        let tree = try Self.parse(bytes)
        try self.init(tree.root, tree)
    }

    /// A message in the body of a SOAP 1.1 envelope (SAML 2.0 Bindings § 3.2).
    public init(soap bytes: [UInt8]) throws(SAMLError) {
        let tree = try Self.parse(bytes)
        guard tree.root.is("Envelope", Space.soap) else { throw SAMLError(.malformed, "no SOAP envelope") }
        let body = try tree.root.need("Body", Space.soap)
        guard body.children.count == 1 else { throw SAMLError(.malformed, "SOAP body") }
        try self.init(body.children[0], tree)
    }

    /// A message as the value of the form field `SAMLRequest` or `SAMLResponse` (SAML 2.0 Bindings § 3.5).
    public init(postField value: String) throws(SAMLError) {
        guard value.utf8.count <= 700 * 1024 else { throw SAMLError(.tooLarge) }
        guard let bytes = Base64.decode(value), !bytes.isEmpty else { throw SAMLError(.malformed, "base64") }
        try self.init(parsing: bytes)
    }

    private init(_ element: XMLNode, _ tree: XMLTree) throws(SAMLError) {
        guard element.namespace == Space.protocols, let kind = Kind(rawValue: element.name) else { throw SAMLError(.unexpected, "kind of message") }
        self.kind = kind
        self.element = element
        self.tree = tree
        issuer = try element.need("Issuer", Space.assertion).value()
    }

    static func parse(_ bytes: [UInt8]) throws(SAMLError) -> XMLTree {
        let tree: XMLTree
        do {
            tree = try XMLTree(parsing: bytes, limits: limits)
        } catch {
            switch error.code {
            case .doctypeForbidden: throw SAMLError(.doctype)
            case .tooLarge, .tooDeep: throw SAMLError(.tooLarge)
            default: throw SAMLError(.malformed, "XML")
            }
        }
        var seen: Set<String> = []
        for element in tree.root.descendants(where: { _ in true }) {
            for attribute in element.attributes where attribute.name.lowercased() == "id" && attribute.namespace != Space.xsi {
                guard seen.insert(attribute.value).inserted else { throw SAMLError(.duplicateID) }
            }
        }
        return tree
    }

    /// Checks the signature of the message.
    ///
    /// - Parameter signers: the certificates that the issuer registered.
    public func verified(by signers: [Certificate]) throws(SAMLError) -> VerifiedElement {
        try VerifiedElement.check(element, tree, signers)
    }
}

/// An element whose signature was checked. The readers of this room take nothing else.
public struct VerifiedElement {
    let node: XMLNode
    let tree: XMLTree
    public let signer: Certificate

    static func check(_ element: XMLNode, _ tree: XMLTree, _ signers: [Certificate]) throws(SAMLError) -> VerifiedElement {
        do {
            return VerifiedElement(node: element, tree: tree, signer: try EnvelopedSignature.verify(element, in: tree, signers: signers))
        } catch {
            switch error {
            case .missing: throw SAMLError(.unsigned, element.name)
            case .wrapping: throw SAMLError(.wrapping, element.name)
            case .duplicateID: throw SAMLError(.duplicateID, element.name)
            case .weakAlgorithm: throw SAMLError(.weakAlgorithm, element.name)
            case .malformed, .digestMismatch, .signatureValue, .unsupportedAlgorithm, .unsupportedTransform:
                throw SAMLError(.signature, "\(element.name): \(error.rawValue)")
            }
        }
    }

    /// An element inside, covered by the signature around it; where it has one of its own, that one has to hold too.
    func inside(_ child: XMLNode, signers: [Certificate]) throws(SAMLError) -> VerifiedElement {
        guard EnvelopedSignature.isPresent(in: child) else { return VerifiedElement(node: child, tree: tree, signer: signer) }
        return try VerifiedElement.check(child, tree, signers)
    }
}
