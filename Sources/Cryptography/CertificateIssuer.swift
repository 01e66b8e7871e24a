internal import CLibCrypto
public import Kernel

/// Makes certificates for demonstrations, tests and an office's own systems; not a certification authority.
public enum CertificateIssuer {
    public enum Usage: Sendable { case signing, authority }

    public static func selfSigned(
        subject: [(String, String)], key: PrivateKey, notBefore: Instant, days: Int, isAuthority: Bool
    ) throws -> Certificate {
        try make(
            subject: subject, publicKey: key.publicKey, issuer: nil, key: key, serial: nil, notBefore: notBefore, days: days,
            usage: isAuthority ? .authority : .signing)
    }

    /// - Parameters:
    ///   - subject: short names (`CN`, `O`, `C`, `serialNumber`) with values in UTF-8.
    ///   - serial: big-endian; random when `nil`.
    public static func issue(
        subject: [(String, String)], publicKey: PublicKey, issuer: SigningIdentity, serial: [UInt8]? = nil, notBefore: Instant, days: Int,
        usage: Usage = .signing
    ) throws -> Certificate {
        try make(
            subject: subject, publicKey: publicKey, issuer: issuer.certificate, key: issuer.key, serial: serial, notBefore: notBefore, days: days,
            usage: usage)
    }

    private static func make(
        subject: [(String, String)], publicKey: PublicKey, issuer: Certificate?, key: PrivateKey, serial: [UInt8]?, notBefore: Instant,
        days: Int, usage: Usage
    ) throws -> Certificate {
        let failure = "Nie udało się wystawić certyfikatu."
        guard let x = X509_new() else { throw cryptographyProblem(failure) }
        var isHandedOver = false
        defer { if !isHandedOver { X509_free(x) } }
        X509_set_version(x, 2)
        // The first bit is zero, so that the number is positive.
        let bytes = serial ?? ([randomBytes(1)[0] & 0x7F | 1] + randomBytes(15))
        let number = BN_bin2bn(bytes, Int32(bytes.count), nil)
        defer { BN_free(number) }
        BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x))
        let start = Int(notBefore.milliseconds / 1000)
        ASN1_TIME_set(X509_getm_notBefore(x), start)
        ASN1_TIME_set(X509_getm_notAfter(x), start + days * 86_400)
        guard X509_set_pubkey(x, publicKey.pointer) == 1, let name = X509_NAME_new() else { throw cryptographyProblem(failure) }
        defer { X509_NAME_free(name) }
        for (field, value) in subject {
            let utf8 = Array(value.utf8)
            guard X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, utf8, Int32(utf8.count), -1, 0) == 1 else {
                throw cryptographyProblem("Nie udało się zapisać pola „\(field)” w certyfikacie.")
            }
        }
        X509_set_subject_name(x, name)
        X509_set_issuer_name(x, issuer.map { X509_get_subject_name($0.pointer) } ?? name)

        var context = X509V3_CTX()
        X509V3_set_ctx(&context, issuer?.pointer ?? x, x, nil, nil, 0)
        let extensions: [(Int32, String)] = [
            (NID_basic_constraints, usage == .authority ? "critical,CA:TRUE" : "critical,CA:FALSE"),
            (NID_key_usage, usage == .authority ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature,nonRepudiation"),
            (NID_subject_key_identifier, "hash"),
            (NID_authority_key_identifier, "keyid:always"),
        ]
        for (nid, value) in extensions {
            guard let e = X509V3_EXT_conf_nid(nil, &context, nid, value) else { throw cryptographyProblem(failure) }
            X509_add_ext(x, e, -1)
            X509_EXTENSION_free(e)
        }
        guard X509_sign(x, key.pointer, EVP_sha256()) > 0 else { throw cryptographyProblem(failure) }
        isHandedOver = true
        return try Certificate(owning: x)
    }
}
