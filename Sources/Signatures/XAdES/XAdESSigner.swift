public import Cryptography
public import Kernel
internal import XML

/// How a signature takes itself out of what it signs.
public enum XAdESShape: Sendable {
    /// XPath `not(ancestor-or-self::ds:Signature)`: signatures stand beside each other and none breaks another (epuap.md § 8.1).
    case trustedProfile
    /// `enveloped-signature`: only the own signature is left out, so signatures are nested in time.
    case enveloped
}

/// Signs documents with XAdES-BES.
///
/// What is signed of the signature itself is written in its canonical form at once, so a seal costs one parse, one
/// canonicalisation and one operation with the key. The bytes of the document around the new signature stay as they were.
/// Source: ETSI TS 101 903 § 4.4.1, epuap.md § 8.
public struct XAdESSigner: Sendable {
    public let identity: SigningIdentity
    public let shape: XAdESShape
    public let digest: DigestAlgorithm
    /// The parts that are the same in every signature of this signer.
    private let certificateParts: String
    private let keyInfo: String

    public init(identity: SigningIdentity, shape: XAdESShape = .trustedProfile, digest: DigestAlgorithm = .sha256) {
        self.identity = identity
        self.shape = shape
        self.digest = digest
        var w = XMLWriter(declaration: false)
        w.element("xades:SigningCertificate") { w in
            w.element("xades:Cert") { w in
                w.element("xades:CertDigest") { w in
                    w.element("ds:DigestMethod", ["xmlns:ds": Names.ds, "Algorithm": DigestAlgorithm.sha256.uri]) { _ in }
                    w.element("ds:DigestValue", ["xmlns:ds": Names.ds], text: Base64.encode(DigestAlgorithm.sha256.hash(identity.certificate.der)))
                }
                w.element("xades:IssuerSerial") { w in
                    w.element("ds:X509IssuerName", ["xmlns:ds": Names.ds], text: identity.certificate.issuer)
                    w.element("ds:X509SerialNumber", ["xmlns:ds": Names.ds], text: identity.certificate.serialDecimal)
                }
            }
        }
        certificateParts = String(decoding: w.bytes, as: UTF8.self)
        keyInfo =
            "<ds:KeyInfo><ds:X509Data>"
            + ([identity.certificate] + identity.chain).map { "<ds:X509Certificate>\(Base64.encode($0.der))</ds:X509Certificate>" }.joined()
            + "</ds:X509Data></ds:KeyInfo>"
    }

    /// Adds a signature as the last child of the document element.
    ///
    /// - Throws: `XMLError` when the document cannot be read, `Problem` when the key refuses.
    public func sign(_ document: [UInt8], at instant: Instant, role: ClaimedRole? = nil) throws -> [UInt8] {
        let tree = try XMLTree(parsing: document)
        let hidden = shape == .trustedProfile ? tree.root.descendants(named: "Signature", namespace: Names.ds) : []
        let documentDigest = digest.hash(try tree.canonical(.inclusive, hiding: hidden))
        let id = identifier()
        let properties = signedProperties(id, at: instant, role: role)
        let info = signedInfo(id, documentDigest: documentDigest, propertiesDigest: digest.hash(properties))
        let value = try identity.key.sign(Array(info.utf8), digest: digest)

        var out = XMLWriter(declaration: false)
        out.raw("<ds:Signature xmlns:ds=\"\(Names.ds)\" Id=\"Signature-\(id)\">")
        out.raw(info)
        out.raw("<ds:SignatureValue Id=\"SignatureValue-\(id)\">\(Base64.encode(value))</ds:SignatureValue>")
        out.raw(keyInfo)
        out.raw(
            "<ds:Object Id=\"QualifyingInfos-\(id)\"><xades:QualifyingProperties xmlns:xades=\"\(Names.xades)\" Id=\"QualifyingProps-\(id)\" Target=\"#Signature-\(id)\">"
        )
        out.raw(properties)
        out.raw("</xades:QualifyingProperties></ds:Object></ds:Signature>")
        return try insert(out.bytes, into: document, tree)
    }

    /// Random, in the form of a UUID.
    private func identifier() -> String {
        let hex = Array(Hex.encode(randomBytes(16)).utf8)
        var parts: [UInt8] = []
        for (i, c) in hex.enumerated() {
            if i == 8 || i == 12 || i == 16 || i == 20 { parts.append(UInt8(ascii: "-")) }
            parts.append(c)
        }
        return String(decoding: parts, as: UTF8.self)
    }

    /// Canonical (exclusive) form of `xades:SignedProperties`.
    private func signedProperties(_ id: String, at instant: Instant, role: ClaimedRole?) -> [UInt8] {
        var w = XMLWriter(declaration: false)
        w.element("xades:SignedProperties", ["xmlns:xades": Names.xades, "Id": "SignedProps-\(id)"]) { w in
            w.element("xades:SignedSignatureProperties") { w in
                w.element("xades:SigningTime", text: instant.description)
                w.raw(certificateParts)
                w.element("xades:SignaturePolicyIdentifier") { w in w.element("xades:SignaturePolicyImplied") { _ in } }
                if let role {
                    w.element("xades:SignerRole") { w in
                        w.element("xades:ClaimedRoles") { w in w.element("xades:ClaimedRole") { w in role.write(into: &w) } }
                    }
                }
            }
        }
        return w.bytes
    }

    /// Canonical (exclusive) form of `ds:SignedInfo`.
    private func signedInfo(_ id: String, documentDigest: [UInt8], propertiesDigest: [UInt8]) -> String {
        let transform =
            switch shape {
            case .trustedProfile:
                "<ds:Transform Algorithm=\"\(Names.xpath)\"><ds:XPath>not(ancestor-or-self::ds:Signature)</ds:XPath></ds:Transform>"
            case .enveloped: "<ds:Transform Algorithm=\"\(Names.enveloped)\"></ds:Transform>"
            }
        let method = SignatureMethod(key: identity.key.kind, digest: digest)
        return """
            <ds:SignedInfo xmlns:ds="\(Names.ds)"><ds:CanonicalizationMethod Algorithm="\(C14N.exclusive.rawValue)"></ds:CanonicalizationMethod>\
            <ds:SignatureMethod Algorithm="\(method.uri)"></ds:SignatureMethod><ds:Reference URI=""><ds:Transforms>\(transform)</ds:Transforms>\
            <ds:DigestMethod Algorithm="\(digest.uri)"></ds:DigestMethod><ds:DigestValue>\(Base64.encode(documentDigest))</ds:DigestValue></ds:Reference>\
            <ds:Reference Type="\(Names.signedPropertiesType)" URI="#SignedProps-\(id)"><ds:Transforms>\
            <ds:Transform Algorithm="\(C14N.exclusive.rawValue)"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="\(digest.uri)"></ds:DigestMethod>\
            <ds:DigestValue>\(Base64.encode(propertiesDigest))</ds:DigestValue></ds:Reference></ds:SignedInfo>
            """
    }

    /// Puts the signature before the end tag of the document element, where that place is certain; otherwise writes the tree anew.
    private func insert(_ signature: [UInt8], into document: [UInt8], _ tree: XMLTree) throws -> [UInt8] {
        let endTag = Array("</\(tree.root.qualifiedName)".utf8)
        var end = document.count
        func isSpace(_ c: UInt8) -> Bool { c == 0x20 || c == 0x0A || c == 0x0D || c == 0x09 }
        while end > 0, isSpace(document[end - 1]) { end -= 1 }
        if end > endTag.count, document[end - 1] == UInt8(ascii: ">") {
            var start = end - 1
            while start > 0, isSpace(document[start - 1]) { start -= 1 }
            start -= endTag.count
            if start > 0, document[start..<(start + endTag.count)].elementsEqual(endTag), isUTF8(document) {
                return Array(document[..<start]) + signature + Array(document[start...])
            }
        }
        _ = try tree.root.append(fragment: String(decoding: signature, as: UTF8.self))
        return tree.serialised()
    }

    private func isUTF8(_ document: [UInt8]) -> Bool {
        guard document.starts(with: Array("<?xml".utf8)) else { return document.first == UInt8(ascii: "<") }
        let head = document.prefix(160)
        guard let close = head.firstIndex(of: UInt8(ascii: ">")) else { return false }
        let declaration = head[..<close].map { (65...90).contains($0) ? $0 | 0x20 : $0 }
        func contains(_ word: String) -> Bool {
            let w = Array(word.utf8)
            return declaration.indices.contains { $0 + w.count <= declaration.count && declaration[$0..<($0 + w.count)].elementsEqual(w) }
        }
        return !contains("encoding") || contains("\"utf-8\"") || contains("'utf-8'")
    }
}
