internal import CLibCrypto
public import Kernel

/// An X.509 certificate (RFC 5280).
///
/// `@unchecked` is safe: the parsed certificate is only read after its extensions were cached at creation.
public final class Certificate: @unchecked Sendable, Hashable {
    let pointer: OpaquePointer
    public let der: [UInt8]
    public let sha256: ContentHash
    /// RFC 2253 order, UTF-8.
    public let subject: String
    public let issuer: String
    /// Short or long names of attributes with their values, in the order of the certificate.
    public let subjectAttributes: [(name: String, value: String)]
    public let serialDecimal: String
    public let notBefore: Instant
    public let notAfter: Instant
    public let publicKey: PublicKey
    /// Subject key identifier, where the certificate has one.
    public let subjectKeyIdentifier: [UInt8]?

    /// Takes over the reference.
    init(owning x: OpaquePointer) throws {
        pointer = x
        // Fills the cache of extensions, so that later reads from several threads change nothing.
        _ = X509_check_purpose(x, -1, 0)
        var p: UnsafeMutablePointer<UInt8>?
        let n = i2d_X509(x, &p)
        guard n > 0, let p, let key = X509_get_pubkey(x), let subjectName = X509_get_subject_name(x), let issuerName = X509_get_issuer_name(x),
            let from = Certificate.instant(X509_get0_notBefore(x)), let to = Certificate.instant(X509_get0_notAfter(x))
        else {
            X509_free(x)
            throw cryptographyProblem("Certyfikatu nie da się odczytać.")
        }
        der = [UInt8](UnsafeBufferPointer(start: p, count: Int(n)))
        CRYPTO_free(p, "", 0)
        sha256 = ContentHash(of: der)
        publicKey = PublicKey(owning: key)
        subject = Certificate.text(subjectName)
        issuer = Certificate.text(issuerName)
        subjectAttributes = Certificate.attributes(subjectName)
        notBefore = from
        notAfter = to
        let number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(x), nil)
        defer { BN_free(number) }
        let decimal = BN_bn2dec(number)
        serialDecimal = decimal.map { String(cString: $0) } ?? ""
        CRYPTO_free(decimal, "", 0)
        if let ski = X509_get0_subject_key_id(x) {
            subjectKeyIdentifier = [UInt8](UnsafeBufferPointer(start: ASN1_STRING_get0_data(ski), count: Int(ASN1_STRING_length(ski))))
        } else {
            subjectKeyIdentifier = nil
        }
    }

    public convenience init(der: [UInt8]) throws {
        let x = der.withUnsafeBufferPointer { b in
            var p = b.baseAddress
            return d2i_X509(nil, &p, b.count)
        }
        guard let x else { throw cryptographyProblem("To nie jest certyfikat X.509.") }
        try self.init(owning: x)
    }

    public convenience init(pem: String) throws {
        guard let x = withMemoryBIO(Array(pem.utf8), { PEM_read_bio_X509($0, nil, nil, nil) }) else {
            throw cryptographyProblem("Plik nie zawiera certyfikatu PEM.")
        }
        try self.init(owning: x)
    }

    deinit { X509_free(pointer) }

    /// Every certificate of a PEM text, in order.
    public static func all(pem: String) throws -> [Certificate] {
        guard let bio = BIO_new(BIO_s_mem()) else { throw cryptographyProblem("Nie udało się odczytać certyfikatów.") }
        defer { BIO_free(bio) }
        let bytes = Array(pem.utf8)
        BIO_write(bio, bytes, Int32(bytes.count))
        var out: [Certificate] = []
        while let x = PEM_read_bio_X509(bio, nil, nil, nil) { out.append(try Certificate(owning: x)) }
        ERR_clear_error()
        guard !out.isEmpty else { throw cryptographyProblem("Plik nie zawiera certyfikatu PEM.") }
        return out
    }

    public var pem: String {
        guard let bio = BIO_new(BIO_s_mem()) else { return "" }
        defer { BIO_free(bio) }
        guard PEM_write_bio_X509(bio, pointer) == 1 else { return "" }
        return String(decoding: contents(bio), as: UTF8.self)
    }

    public var isSelfIssued: Bool { subject == issuer }

    public static func == (a: Certificate, b: Certificate) -> Bool { a.sha256 == b.sha256 }
    public func hash(into hasher: inout Hasher) { hasher.combine(sha256) }

    private static func instant(_ t: UnsafePointer<ASN1_TIME>?) -> Instant? {
        var c = tm()
        guard let t, ASN1_TIME_to_tm(t, &c) == 1 else { return nil }
        guard let day = Day(year: Int(c.tm_year) + 1900, month: Int(c.tm_mon) + 1, day: Int(c.tm_mday)) else { return nil }
        let seconds = Int64(day.daysSince1970) * 86_400 + Int64(c.tm_hour) * 3_600 + Int64(c.tm_min) * 60 + Int64(c.tm_sec)
        return Instant(milliseconds: seconds * 1000)
    }

    private static func text(_ name: OpaquePointer) -> String {
        guard let bio = BIO_new(BIO_s_mem()) else { return "" }
        defer { BIO_free(bio) }
        let flags = UInt(CCRYPTO_NAME_RFC2253_UTF8)
        X509_NAME_print_ex(bio, name, 0, flags)
        return String(decoding: contents(bio), as: UTF8.self)
    }

    private static func attributes(_ name: OpaquePointer) -> [(name: String, value: String)] {
        (0..<X509_NAME_entry_count(name)).compactMap { i in
            guard let entry = X509_NAME_get_entry(name, i) else { return nil }
            let nid = OBJ_obj2nid(X509_NAME_ENTRY_get_object(entry))
            var utf8: UnsafeMutablePointer<UInt8>?
            let n = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(entry))
            defer { CRYPTO_free(utf8, "", 0) }
            guard n >= 0, let utf8, let short = OBJ_nid2sn(nid) else { return nil }
            return (String(cString: short), String(decoding: UnsafeBufferPointer(start: utf8, count: Int(n)), as: UTF8.self))
        }
    }
}
