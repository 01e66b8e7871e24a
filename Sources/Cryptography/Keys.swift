internal import CLibCrypto
internal import Kernel

/// What kind of key it is.
public enum KeyKind: Sendable, Hashable {
    case rsa(bits: Int)
    case p256, p384, p521
    /// A kind the house neither makes nor verifies.
    case other

    /// Bytes of one coordinate of an ECDSA signature.
    var coordinate: Int? {
        switch self {
        case .p256: 32
        case .p384: 48
        case .p521: 66
        case .rsa, .other: nil
        }
    }
}

private func kind(_ key: OpaquePointer) -> KeyKind {
    switch EVP_PKEY_get_base_id(key) {
    case EVP_PKEY_RSA: return .rsa(bits: Int(EVP_PKEY_get_bits(key)))
    case EVP_PKEY_EC:
        switch EVP_PKEY_get_bits(key) {
        case 256: return .p256
        case 384: return .p384
        case 521: return .p521
        default: return .other
        }
    default: return .other
    }
}

/// The library's digests, fetched once; fetching by name at each use costs more than a short hash.
///
/// `@unchecked` is safe: a fetched digest is never changed and never freed.
private final class FetchedDigests: @unchecked Sendable {
    let sha1 = EVP_MD_fetch(nil, "SHA1", nil), sha256 = EVP_MD_fetch(nil, "SHA256", nil)
    let sha384 = EVP_MD_fetch(nil, "SHA384", nil), sha512 = EVP_MD_fetch(nil, "SHA512", nil)
    static let shared = FetchedDigests()
}

extension DigestAlgorithm {
    var evp: OpaquePointer? {
        switch self {
        case .sha1: FetchedDigests.shared.sha1
        case .sha256: FetchedDigests.shared.sha256
        case .sha384: FetchedDigests.shared.sha384
        case .sha512: FetchedDigests.shared.sha512
        }
    }
}

/// A public key.
///
/// `@unchecked` is safe: the key is never changed after it is made, and libcrypto's reads of a key are thread safe.
public final class PublicKey: @unchecked Sendable {
    let pointer: OpaquePointer
    public let kind: KeyKind

    /// Takes over the reference.
    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
        kind = Cryptography.kind(pointer)
    }
    deinit { EVP_PKEY_free(pointer) }

    /// Reads DER of a SubjectPublicKeyInfo (RFC 5280 § 4.1); `nil` for anything else.
    public convenience init?(subjectPublicKeyInfo der: [UInt8]) {
        let key = der.withUnsafeBufferPointer { b -> OpaquePointer? in
            var p = b.baseAddress
            guard let key = d2i_PUBKEY(nil, &p, b.count) else { return nil }
            guard p == b.baseAddress.map({ $0 + b.count }) else {
                EVP_PKEY_free(key)
                return nil
            }
            return key
        }
        ERR_clear_error()
        guard let key else { return nil }
        self.init(owning: key)
    }

    /// An RSA key from its numbers, big-endian, as a JSON Web Key has them (RFC 7518 § 6.3.1).
    public convenience init?(rsaModulus n: [UInt8], exponent e: [UInt8]) {
        guard !n.isEmpty, !e.isEmpty else { return nil }
        func whole(_ bytes: [UInt8]) -> [UInt8] {
            let plain = Array(bytes.drop { $0 == 0 })
            return DER.tagged(0x02, (plain.first ?? 0x80) & 0x80 != 0 ? [0] + plain : plain)
        }
        let algorithm = DER.sequence(DER.oid([0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]), [0x05, 0x00])
        self.init(subjectPublicKeyInfo: DER.sequence(algorithm, DER.tagged(0x03, [0] + DER.sequence(whole(n), whole(e)))))
    }

    /// A P-256 key from the coordinates of its point, 32 bytes each (RFC 7518 § 6.2.1).
    public convenience init?(p256X x: [UInt8], y: [UInt8]) {
        guard x.count == 32, y.count == 32 else { return nil }
        let algorithm = DER.sequence(
            DER.oid([0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]), DER.oid([0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07]))
        self.init(subjectPublicKeyInfo: DER.sequence(algorithm, DER.tagged(0x03, [0, 4] + x + y)))
    }

    /// DER of the SubjectPublicKeyInfo (RFC 5280 § 4.1).
    public var subjectPublicKeyInfo: [UInt8] {
        var p: UnsafeMutablePointer<UInt8>?
        let n = i2d_PUBKEY(pointer, &p)
        defer { CRYPTO_free(p, "", 0) }
        guard n > 0, let p else { return [] }
        return [UInt8](UnsafeBufferPointer(start: p, count: Int(n)))
    }

    /// RSA with PKCS #1 v1.5, or ECDSA as raw r‖s (XML Signature); false for anything that does not fit.
    public func verify(_ signature: [UInt8], of message: [UInt8], digest: DigestAlgorithm) -> Bool {
        let wire: [UInt8]
        if let n = kind.coordinate {
            guard let der = derSignature(raw: signature, coordinate: n) else { return false }
            wire = der
        } else {
            guard case .rsa = kind else { return false }
            wire = signature
        }
        guard let context = EVP_MD_CTX_new() else { return false }
        defer {
            EVP_MD_CTX_free(context)
            ERR_clear_error()
        }
        guard EVP_DigestVerifyInit(context, nil, digest.evp, nil, pointer) == 1 else { return false }
        return EVP_DigestVerify(context, wire, wire.count, message, message.count) == 1
    }
}

/// A private key; never printed, kept in files of mode 0600.
///
/// `@unchecked` is safe: the key is never changed after it is made, and libcrypto's signing with a shared key is thread safe.
public final class PrivateKey: @unchecked Sendable {
    let pointer: OpaquePointer
    public let kind: KeyKind

    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
        kind = Cryptography.kind(pointer)
    }
    deinit { EVP_PKEY_free(pointer) }

    public static func generateRSA(bits: Int = 2048) throws -> PrivateKey {
        guard let context = EVP_PKEY_CTX_new_from_name(nil, "RSA", nil) else { throw cryptographyProblem("Nie udało się utworzyć klucza.") }
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard EVP_PKEY_keygen_init(context) == 1, EVP_PKEY_CTX_set_rsa_keygen_bits(context, Int32(bits)) == 1,
            EVP_PKEY_generate(context, &key) == 1, let key
        else { throw cryptographyProblem("Nie udało się utworzyć klucza RSA.") }
        return PrivateKey(owning: key)
    }

    public static func generateP256() throws -> PrivateKey {
        guard let context = EVP_PKEY_CTX_new_from_name(nil, "EC", nil) else { throw cryptographyProblem("Nie udało się utworzyć klucza.") }
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard EVP_PKEY_keygen_init(context) == 1, EVP_PKEY_CTX_set_group_name(context, "P-256") == 1,
            EVP_PKEY_generate(context, &key) == 1, let key
        else { throw cryptographyProblem("Nie udało się utworzyć klucza P-256.") }
        return PrivateKey(owning: key)
    }

    public convenience init(pem: String) throws {
        let bytes = Array(pem.utf8)
        let key = withMemoryBIO(bytes) { PEM_read_bio_PrivateKey($0, nil, { _, _, _, _ in 0 }, nil) }
        guard let key else { throw cryptographyProblem("Plik nie zawiera klucza prywatnego PEM bez hasła.") }
        self.init(owning: key)
    }

    /// PKCS #8, unencrypted.
    public var pem: String {
        guard let bio = BIO_new(BIO_s_mem()) else { return "" }
        defer { BIO_free(bio) }
        guard PEM_write_bio_PKCS8PrivateKey(bio, pointer, nil, nil, 0, nil, nil) == 1 else { return "" }
        return String(decoding: contents(bio), as: UTF8.self)
    }

    public var publicKey: PublicKey {
        let spki = PublicKeyBytes.of(pointer)
        // The bytes came from a key a moment ago, so they are a key.
        return spki.withUnsafeBufferPointer { b in
            var p = b.baseAddress
            return PublicKey(owning: d2i_PUBKEY(nil, &p, b.count)!)
        }
    }

    /// RSA with PKCS #1 v1.5, or ECDSA as raw r‖s (XML Signature).
    public func sign(_ message: [UInt8], digest: DigestAlgorithm = .sha256) throws -> [UInt8] {
        guard let context = EVP_MD_CTX_new() else { throw cryptographyProblem("Nie udało się podpisać.") }
        defer { EVP_MD_CTX_free(context) }
        var length = Int(EVP_PKEY_get_size(pointer))
        var out = [UInt8](repeating: 0, count: length)
        guard EVP_DigestSignInit(context, nil, digest.evp, nil, pointer) == 1,
            EVP_DigestSign(context, &out, &length, message, message.count) == 1
        else { throw cryptographyProblem("Nie udało się podpisać.") }
        out.removeSubrange(length...)
        guard let n = kind.coordinate else { return out }
        guard let raw = rawSignature(der: out, coordinate: n) else { throw cryptographyProblem("Nie udało się podpisać.") }
        return raw
    }
}

private enum PublicKeyBytes {
    static func of(_ key: OpaquePointer) -> [UInt8] {
        var p: UnsafeMutablePointer<UInt8>?
        let n = i2d_PUBKEY(key, &p)
        defer { CRYPTO_free(p, "", 0) }
        guard n > 0, let p else { return [] }
        return [UInt8](UnsafeBufferPointer(start: p, count: Int(n)))
    }
}

func withMemoryBIO<T>(_ bytes: [UInt8], _ body: (OpaquePointer?) -> T?) -> T? {
    bytes.withUnsafeBytes { raw in
        guard let bio = BIO_new_mem_buf(raw.baseAddress, Int32(raw.count)) else { return nil }
        defer { BIO_free(bio) }
        return body(bio)
    }
}

func contents(_ bio: OpaquePointer) -> [UInt8] {
    var out: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
        let n = BIO_read(bio, &chunk, Int32(chunk.count))
        guard n > 0 else { return out }
        out.append(contentsOf: chunk[0..<Int(n)])
    }
}

/// DER of ECDSA-Sig-Value from r‖s.
func derSignature(raw: [UInt8], coordinate n: Int) -> [UInt8]? {
    guard raw.count == 2 * n, let sig = ECDSA_SIG_new() else { return nil }
    defer { ECDSA_SIG_free(sig) }
    let r = raw.withUnsafeBufferPointer { BN_bin2bn($0.baseAddress, Int32(n), nil) }
    let s = raw.withUnsafeBufferPointer { BN_bin2bn($0.baseAddress.map { $0 + n }, Int32(n), nil) }
    guard ECDSA_SIG_set0(sig, r, s) == 1 else { return nil }
    var p: UnsafeMutablePointer<UInt8>?
    let length = i2d_ECDSA_SIG(sig, &p)
    defer { CRYPTO_free(p, "", 0) }
    guard length > 0, let p else { return nil }
    return [UInt8](UnsafeBufferPointer(start: p, count: Int(length)))
}

private func rawSignature(der: [UInt8], coordinate n: Int) -> [UInt8]? {
    let sig = der.withUnsafeBufferPointer { b in
        var p = b.baseAddress
        return d2i_ECDSA_SIG(nil, &p, b.count)
    }
    guard let sig else { return nil }
    defer { ECDSA_SIG_free(sig) }
    var out = [UInt8](repeating: 0, count: 2 * n)
    let done = out.withUnsafeMutableBufferPointer { b in
        BN_bn2binpad(ECDSA_SIG_get0_r(sig), b.baseAddress, Int32(n)) == n
            && BN_bn2binpad(ECDSA_SIG_get0_s(sig), b.baseAddress.map { $0 + n }, Int32(n)) == n
    }
    return done ? out : nil
}
