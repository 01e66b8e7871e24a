internal import CLibCrypto

/// What a detached CMS signature turned out to be.
public struct CMSVerification: Sendable {
    /// The signature and the digest hold for the content.
    public var holds = false
    public var signer: Certificate?
    /// All certificates the signature carries.
    public var certificates: [Certificate] = []
    /// `nil`: one the house does not read.
    public var digest: DigestAlgorithm?
    /// Name of the signature algorithm, for the report.
    public var signatureAlgorithm: String?
    /// What the attribute signing-certificate(-v2) says about the signer's certificate; `nil`: no such attribute.
    public var namesSigner: Bool?

    /// - Parameters:
    ///   - der: a ContentInfo; zero bytes may follow it, as they do in PDF.
    ///   - content: the pieces of what is signed.
    /// - Returns: `nil` when it is not one detached signature by one signer.
    public static func check(_ der: [UInt8], of content: [ArraySlice<UInt8>]) -> CMSVerification? {
        defer { ERR_clear_error() }
        guard let (tag, body, rest) = DER.read(der[...]), tag == 0x30, rest.allSatisfy({ $0 == 0 }) else { return nil }
        let length = body.endIndex
        let parsed = der.withUnsafeBufferPointer { b in
            var p = b.baseAddress
            return d2i_CMS_ContentInfo(nil, &p, length)
        }
        guard let cms = parsed else { return nil }
        defer { CMS_ContentInfo_free(cms) }
        guard OBJ_obj2nid(CMS_get0_type(cms)) == NID_pkcs7_signed, OBJ_obj2nid(CMS_get0_eContentType(cms)) == NID_pkcs7_data, CMS_is_detached(cms) == 1,
            let infos = CMS_get0_SignerInfos(cms),
            OPENSSL_sk_num(infos) == 1, let raw = OPENSSL_sk_value(infos, 0)
        else { return nil }
        let info = OpaquePointer(raw)
        var out = CMSVerification()

        if let all = CMS_get1_certs(cms) {
            for i in 0..<OPENSSL_sk_num(all) {
                guard let x = OPENSSL_sk_value(all, i), let c = try? Certificate(owning: OpaquePointer(x)) else { continue }
                out.certificates.append(c)
            }
            OPENSSL_sk_free(all)
        }
        var digestAlgorithm: UnsafeMutablePointer<X509_ALGOR>?
        var signatureAlgorithm: UnsafeMutablePointer<X509_ALGOR>?
        CMS_set1_signers_certs(cms, nil, 0)
        var signer: OpaquePointer?
        CMS_SignerInfo_get0_algs(info, nil, &signer, &digestAlgorithm, &signatureAlgorithm)
        out.digest = digestAlgorithm.flatMap { DigestAlgorithm(identifier: UnsafePointer($0)) }
        if let signatureAlgorithm {
            var object: OpaquePointer?
            X509_ALGOR_get0(&object, nil, nil, signatureAlgorithm)
            out.signatureAlgorithm = OBJ_nid2sn(OBJ_obj2nid(object)).map { String(cString: $0) }
        }
        guard let signer else { return out }
        X509_up_ref(signer)
        out.signer = try? Certificate(owning: signer)
        if let certificate = out.signer { out.namesSigner = names(certificate, info) }

        guard let bio = BIO_new(BIO_s_mem()) else { return out }
        defer { BIO_free(bio) }
        for piece in content {
            let written = piece.withUnsafeBufferPointer { b in
                guard let count = Int32(exactly: b.count) else { return false }
                return count == 0 || BIO_write(bio, b.baseAddress, count) == count
            }
            guard written else { return out }
        }
        let flags = UInt32(CMS_BINARY) | UInt32(CMS_NO_SIGNER_CERT_VERIFY)
        out.holds = out.digest != nil && CMS_verify(cms, nil, nil, bio, nil, flags) == 1
        return out
    }

    /// Whether the signed attribute names the certificate. Source: RFC 5035 § 3 and 4.
    private static func names(_ certificate: Certificate, _ info: OpaquePointer) -> Bool? {
        for (nid, isFirstVersion) in [(NID_id_smime_aa_signingCertificateV2, false), (NID_id_smime_aa_signingCertificate, true)] {
            let at = CMS_signed_get_attr_by_NID(info, nid, -1)
            guard at >= 0, let attribute = CMS_signed_get_attr(info, at) else { continue }
            guard let raw = X509_ATTRIBUTE_get0_data(attribute, 0, V_ASN1_SEQUENCE, nil) else { return false }
            let string = raw.assumingMemoryBound(to: ASN1_STRING.self)
            let der = [UInt8](UnsafeBufferPointer(start: ASN1_STRING_get0_data(string), count: Int(ASN1_STRING_length(string))))
            // SigningCertificate(V2) ::= SEQUENCE { certs SEQUENCE OF ESSCertID(v2) … }; the first names the signer.
            guard let outer = DER.read(der[...]), outer.tag == 0x30, let certs = DER.read(outer.content), certs.tag == 0x30,
                let first = DER.read(certs.content), first.tag == 0x30, let field = DER.read(first.content)
            else { return false }
            var digest = isFirstVersion ? DigestAlgorithm.sha1 : .sha256
            var hash = field
            if !isFirstVersion, field.tag == 0x30 {
                guard let oid = DER.read(field.content), oid.tag == 0x06,
                    let named = DigestAlgorithm.allCases.first(where: { CMSObject.digest($0) == Array(oid.content) }), let next = DER.read(field.rest)
                else { return false }
                digest = named
                hash = next
            }
            return hash.tag == 0x04 && digest.hash(certificate.der) == Array(hash.content)
        }
        return nil
    }
}

extension DigestAlgorithm {
    fileprivate init?(identifier: UnsafePointer<X509_ALGOR>) {
        var object: OpaquePointer?
        X509_ALGOR_get0(&object, nil, nil, identifier)
        switch OBJ_obj2nid(object) {
        case NID_sha1: self = .sha1
        case NID_sha256: self = .sha256
        case NID_sha384: self = .sha384
        case NID_sha512: self = .sha512
        default: return nil
        }
    }
}
