public import Cryptography
internal import Kernel
public import XML

/// Why an element is not taken as signed.
public enum EnvelopedSignatureError: String, Error, Sendable {
    /// The element carries no signature of its own.
    case missing
    case malformed
    case duplicateID = "duplicate-id"
    /// The signature is about another element than the one it stands in.
    case wrapping
    case digestMismatch = "digest-mismatch"
    case signatureValue = "signature-value"
    case unsupportedAlgorithm = "unsupported-algorithm"
    case weakAlgorithm = "weak-algorithm"
    case unsupportedTransform = "unsupported-transform"
}

/// Signatures that stand in the element they sign, as SAML uses them: one reference to the element's `ID`, the enveloped transform and
/// exclusive canonicalisation, nothing else.
///
/// Source: SAML 2.0 Core § 5.4; epuap.md § 9.
public enum EnvelopedSignature {
    /// The signature to be put into an element, as XML text.
    ///
    /// - Parameters:
    ///   - element: the element as a document, without the signature; declares every prefix it uses.
    ///   - id: the value of its attribute `ID`.
    public static func make(over element: [UInt8], id: String, identity: SigningIdentity) throws -> String {
        let tree = try XMLTree(parsing: element)
        let digest = DigestAlgorithm.sha256
        let method = SignatureMethod(key: identity.key.kind, digest: digest)
        let c14n = C14N.exclusive.rawValue
        let info =
            "<ds:SignedInfo xmlns:ds=\"\(Names.ds)\"><ds:CanonicalizationMethod Algorithm=\"\(c14n)\"></ds:CanonicalizationMethod>"
            + "<ds:SignatureMethod Algorithm=\"\(method.uri)\"></ds:SignatureMethod><ds:Reference URI=\"#\(id)\"><ds:Transforms>"
            + "<ds:Transform Algorithm=\"\(Names.enveloped)\"></ds:Transform><ds:Transform Algorithm=\"\(c14n)\"></ds:Transform></ds:Transforms>"
            + "<ds:DigestMethod Algorithm=\"\(digest.uri)\"></ds:DigestMethod>"
            + "<ds:DigestValue>\(Base64.encode(digest.hash(try tree.canonical(.exclusive))))</ds:DigestValue></ds:Reference></ds:SignedInfo>"
        let value = try identity.key.sign(Array(info.utf8), digest: digest)
        return "<ds:Signature xmlns:ds=\"\(Names.ds)\">\(info)<ds:SignatureValue>\(Base64.encode(value))</ds:SignatureValue><ds:KeyInfo><ds:X509Data>"
            + "<ds:X509Certificate>\(Base64.encode(identity.certificate.der))</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>"
    }

    /// Whether the element carries a signature of its own.
    public static func isPresent(in element: XMLNode) -> Bool { element.child("Signature", Names.ds) != nil }

    /// Checks the signature that stands in an element, as its child, and covers exactly this element.
    ///
    /// What the signature itself says about its key is not asked: only a key that was registered beforehand counts.
    ///
    /// - Parameter signers: who may have signed it.
    /// - Returns: who did.
    public static func verify(_ element: XMLNode, in tree: XMLTree, signers: [Certificate]) throws(EnvelopedSignatureError) -> Certificate {
        let signatures = element.children.filter { $0.is("Signature", Names.ds) }
        guard let signature = signatures.first else { throw .missing }
        guard signatures.count == 1, signature.children("SignedInfo").count == 1, signature.children("SignatureValue").count == 1,
            let info = signature.child("SignedInfo", Names.ds),
            let value = signature.child("SignatureValue", Names.ds).flatMap({ $0.plainText }).flatMap(Base64.decode)
        else { throw .malformed }
        let references = info.children.filter { $0.is("Reference", Names.ds) }
        guard references.count == 1, let reference = references.first else { throw .malformed }
        try checkTarget(reference, element, tree)
        let digest = try digest(reference)
        let prefixes = try transforms(reference)
        guard let c14n = info.child("CanonicalizationMethod", Names.ds), c14n.attribute("Algorithm") == C14N.exclusive.rawValue,
            let method = SignatureMethod(uri: info.child("SignatureMethod", Names.ds)?.attribute("Algorithm"))
        else { throw .unsupportedAlgorithm }
        guard method.digest != .sha1 else { throw .weakAlgorithm }
        guard let content = try? tree.canonical(.exclusive, of: element, hiding: [signature], inclusivePrefixes: prefixes),
            let signed = try? tree.canonical(.exclusive, of: info, inclusivePrefixes: SignatureVerifier.inclusivePrefixes(c14n)),
            let expected = reference.child("DigestValue", Names.ds).flatMap({ $0.plainText }).flatMap(Base64.decode)
        else { throw .malformed }
        guard constantTimeEqual(digest.hash(content), expected) else { throw .digestMismatch }
        let signer = signers.first { method.fits($0.publicKey.kind) && $0.publicKey.verify(value, of: signed, digest: method.digest) }
        guard let signer else { throw .signatureValue }
        return signer
    }

    /// The reference names this element by an identifier that nobody else has.
    private static func checkTarget(_ reference: XMLNode, _ element: XMLNode, _ tree: XMLTree) throws(EnvelopedSignatureError) {
        guard let id = element.attribute("ID"), !id.isEmpty else { throw .malformed }
        guard reference.attribute("URI") == "#\(id)" else { throw .wrapping }
        let found = tree.elements(id: id)
        guard found.count == 1 else { throw .duplicateID }
        guard found.first == element else { throw .wrapping }
    }

    private static func digest(_ reference: XMLNode) throws(EnvelopedSignatureError) -> DigestAlgorithm {
        guard let digest = DigestAlgorithm(uri: reference.child("DigestMethod", Names.ds)?.attribute("Algorithm")) else { throw .unsupportedAlgorithm }
        guard digest != .sha1 else { throw .weakAlgorithm }
        return digest
    }

    /// Exactly the two transforms of SAML Core § 5.4.4.
    private static func transforms(_ reference: XMLNode) throws(EnvelopedSignatureError) -> [String] {
        let holders = reference.children.filter { $0.is("Transforms", Names.ds) }
        guard holders.count == 1, let all = holders.first?.children, all.count == 2, all.allSatisfy({ $0.is("Transform", Names.ds) }),
            all[0].attribute("Algorithm") == Names.enveloped, all[1].attribute("Algorithm") == C14N.exclusive.rawValue
        else { throw .unsupportedTransform }
        return SignatureVerifier.inclusivePrefixes(all[1])
    }
}
