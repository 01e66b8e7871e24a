internal import CLibCrypto
internal import Kernel

/// Detached CMS signatures as PAdES wants them: signed attributes content-type, message-digest and signing-certificate-v2, no more.
///
/// Source: RFC 5652, RFC 5035, ETSI EN 319 122-1 § 5, EN 319 142-1 § 6.3 (no signing-time attribute: the PDF says the time).
public struct CMSSignature: Sendable {
    private let certificate: Certificate
    private let chain: [Certificate]
    private let digest: DigestAlgorithm
    /// DER of the attributes as a SET: what the key signs. A card or a signing service may sign it elsewhere.
    public let signedAttributes: [UInt8]

    /// - Parameters:
    ///   - contentDigest: of what is signed, by `digest`.
    ///   - chain: further certificates to put in.
    public init(contentDigest: [UInt8], digest: DigestAlgorithm = .sha256, certificate: Certificate, chain: [Certificate] = []) throws {
        guard digest != .sha1 else { throw Problem(.invalidInput, "SHA-1 nie wolno już używać do podpisów. Wybierz SHA-256.") }
        self.certificate = certificate
        self.chain = chain
        self.digest = digest
        func attribute(_ oid: [UInt8], _ value: [UInt8]) -> [UInt8] { DER.sequence(DER.oid(oid), DER.set([value])) }
        let hash = digest.hash(certificate.der)
        // SHA-256 is the default of ESSCertIDv2 and is left out.
        let certID = digest == .sha256 ? DER.sequence(DER.octets(hash)) : DER.sequence(CMSSignature.digestIdentifier(digest), DER.octets(hash))
        signedAttributes = DER.set([
            attribute(CMSObject.contentType, DER.oid(CMSObject.data)), attribute(CMSObject.messageDigest, DER.octets(contentDigest)),
            attribute(CMSObject.signingCertificateV2, DER.sequence(DER.sequence(certID))),
        ])
    }

    /// Signs with a key at hand.
    public static func detached(contentDigest: [UInt8], digest: DigestAlgorithm = .sha256, identity: SigningIdentity) throws -> [UInt8] {
        let unsigned = try CMSSignature(contentDigest: contentDigest, digest: digest, certificate: identity.certificate, chain: identity.chain)
        return try unsigned.assembled(signature: identity.key.sign(unsigned.signedAttributes, digest: digest))
    }

    /// The ContentInfo in DER.
    ///
    /// - Parameter signature: over ``signedAttributes``; RSA PKCS #1 v1.5, or ECDSA as raw r‖s.
    public func assembled(signature: [UInt8]) throws -> [UInt8] {
        let algorithm: [UInt8]
        let value: [UInt8]
        switch certificate.publicKey.kind {
        case .rsa:
            algorithm = DER.sequence(DER.oid(CMSObject.rsa(digest)), DER.null)
            value = signature
        case .p256, .p384, .p521:
            guard let n = certificate.publicKey.kind.coordinate, let der = derSignature(raw: signature, coordinate: n) else {
                throw Problem(.invalidInput, "Podpis ma zły kształt.", cause: "ECDSA r, s")
            }
            algorithm = DER.sequence(DER.oid(CMSObject.ecdsa(digest)))
            value = der
        case .other: throw Problem(.invalidInput, "Tym rodzajem klucza nie można podpisać PDF. Użyj klucza RSA albo ECDSA.")
        }
        var attributes = signedAttributes
        attributes[0] = 0xA0
        let signer = DER.sequence(
            DER.integer(1), DER.sequence(certificate.issuerDER, certificate.serialDER), CMSSignature.digestIdentifier(digest), attributes, algorithm,
            DER.octets(value))
        let certificates = DER.set(([certificate] + chain).map(\.der), tag: 0xA0)
        let data = DER.sequence(
            DER.integer(1), DER.set([CMSSignature.digestIdentifier(digest)]), DER.sequence(DER.oid(CMSObject.data)), certificates, DER.set([signer]))
        return DER.sequence(DER.oid(CMSObject.signedData), DER.tagged(0xA0, data))
    }

    private static func digestIdentifier(_ digest: DigestAlgorithm) -> [UInt8] { DER.sequence(DER.oid(CMSObject.digest(digest))) }
}

/// Encoded arcs of the object identifiers that CMS names.
enum CMSObject {
    private static let pkcs: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01]
    static let data = pkcs + [0x07, 0x01]
    static let signedData = pkcs + [0x07, 0x02]
    static let contentType = pkcs + [0x09, 0x03]
    static let messageDigest = pkcs + [0x09, 0x04]
    static let signingCertificateV2 = pkcs + [0x09, 0x10, 0x02, 0x2F]

    static func digest(_ d: DigestAlgorithm) -> [UInt8] {
        switch d {
        case .sha1: [0x2B, 0x0E, 0x03, 0x02, 0x1A]
        case .sha256: [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01]
        case .sha384: [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02]
        case .sha512: [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03]
        }
    }
    static func rsa(_ d: DigestAlgorithm) -> [UInt8] {
        switch d {
        case .sha1: pkcs + [0x01, 0x05]
        case .sha256: pkcs + [0x01, 0x0B]
        case .sha384: pkcs + [0x01, 0x0C]
        case .sha512: pkcs + [0x01, 0x0D]
        }
    }
    static func ecdsa(_ d: DigestAlgorithm) -> [UInt8] {
        switch d {
        case .sha1: [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x01]
        case .sha256: [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02]
        case .sha384: [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x03]
        case .sha512: [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x04]
        }
    }
}

extension Certificate {
    fileprivate var issuerDER: [UInt8] {
        var p: UnsafeMutablePointer<UInt8>?
        let n = i2d_X509_NAME(X509_get_issuer_name(pointer), &p)
        defer { CRYPTO_free(p, "", 0) }
        guard n > 0, let p else { return [] }
        return [UInt8](UnsafeBufferPointer(start: p, count: Int(n)))
    }
    fileprivate var serialDER: [UInt8] {
        var p: UnsafeMutablePointer<UInt8>?
        let n = i2d_ASN1_INTEGER(X509_get0_serialNumber(pointer), &p)
        defer { CRYPTO_free(p, "", 0) }
        guard n > 0, let p else { return [] }
        return [UInt8](UnsafeBufferPointer(start: p, count: Int(n)))
    }
}
