internal import CLibCrypto
internal import Kernel

/// Hashes of RSA-OAEP (RFC 8017 § 7.1): of the label and of the mask.
public struct OAEP: Sendable, Hashable {
    public var digest: DigestAlgorithm
    public var mask: DigestAlgorithm

    public init(digest: DigestAlgorithm = .sha1, mask: DigestAlgorithm = .sha1) {
        self.digest = digest
        self.mask = mask
    }
}

extension PublicKey {
    /// Hides a short secret for the owner of an RSA key.
    public func encrypt(_ secret: [UInt8], _ padding: OAEP = OAEP()) throws -> [UInt8] {
        guard case .rsa = kind else { throw cryptographyProblem("Tym kluczem nie można szyfrować.") }
        return try transport(pointer, secret, padding, EVP_PKEY_encrypt_init, EVP_PKEY_encrypt)
    }

    /// A key of the curve P-256 from its uncompressed point (65 bytes); `nil` for anything that is no point of the curve.
    public convenience init?(p256Point point: [UInt8]) {
        guard point.count == 65, point[0] == 4 else { return nil }
        let spki = PublicKey.p256Head + point
        let key = spki.withUnsafeBufferPointer { b in
            var p = b.baseAddress
            return d2i_PUBKEY(nil, &p, b.count)
        }
        guard let key else {
            ERR_clear_error()
            return nil
        }
        self.init(owning: key)
    }

    /// The uncompressed point of a P-256 key, 65 bytes.
    public var p256Point: [UInt8]? {
        let spki = subjectPublicKeyInfo
        guard kind == .p256, spki.count == PublicKey.p256Head.count + 65, spki.starts(with: PublicKey.p256Head) else { return nil }
        return Array(spki.suffix(65))
    }

    /// SubjectPublicKeyInfo of P-256 up to the point (RFC 5480 § 2).
    private static let p256Head: [UInt8] = [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42,
        0x00,
    ]
}

extension PrivateKey {
    /// Opens what was hidden for this RSA key.
    public func decrypt(_ hidden: [UInt8], _ padding: OAEP = OAEP()) throws -> [UInt8] {
        guard case .rsa = kind else { throw cryptographyProblem("Tym kluczem nie można odszyfrować.") }
        return try transport(pointer, hidden, padding, EVP_PKEY_decrypt_init, EVP_PKEY_decrypt)
    }

    /// The secret that two keys of one curve share (ECDH, NIST SP 800-56A).
    public func agree(with other: PublicKey) throws -> [UInt8] {
        let failure = "Nie udało się uzgodnić klucza."
        guard kind == .p256, other.kind == .p256, let context = EVP_PKEY_CTX_new(pointer, nil) else { throw cryptographyProblem(failure) }
        defer { EVP_PKEY_CTX_free(context) }
        var length = 0
        guard EVP_PKEY_derive_init(context) == 1, EVP_PKEY_derive_set_peer(context, other.pointer) == 1, EVP_PKEY_derive(context, nil, &length) == 1
        else { throw cryptographyProblem(failure) }
        var out = [UInt8](repeating: 0, count: length)
        guard EVP_PKEY_derive(context, &out, &length) == 1 else { throw cryptographyProblem(failure) }
        return Array(out[..<length])
    }
}

/// The key derivation of NIST SP 800-56A § 5.8.1 (ConcatKDF of XML Encryption 1.1 § 5.4.1).
public enum ConcatKDF {
    public static func derive(secret: [UInt8], otherInfo: [UInt8], length: Int, digest: DigestAlgorithm = .sha256) -> [UInt8] {
        var out: [UInt8] = []
        var counter: UInt32 = 1
        while out.count < length {
            let round = (0..<4).reversed().map { UInt8(truncatingIfNeeded: counter >> (8 * UInt32($0))) }
            out += digest.hash(round + secret + otherInfo)
            counter += 1
        }
        return Array(out.prefix(length))
    }
}

private func transport(
    _ key: OpaquePointer, _ bytes: [UInt8], _ padding: OAEP, _ begin: (OpaquePointer?) -> Int32,
    _ run: (OpaquePointer?, UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<Int>?, UnsafePointer<UInt8>?, Int) -> Int32
) throws -> [UInt8] {
    let failure = "Zaszyfrowany klucz jest uszkodzony albo jest dla kogoś innego."
    guard let context = EVP_PKEY_CTX_new(key, nil) else { throw cryptographyProblem(failure) }
    defer { EVP_PKEY_CTX_free(context) }
    var length = Int(EVP_PKEY_get_size(key))
    var out = [UInt8](repeating: 0, count: length)
    guard begin(context) == 1, EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1,
        EVP_PKEY_CTX_set_rsa_oaep_md(context, padding.digest.evp) == 1, EVP_PKEY_CTX_set_rsa_mgf1_md(context, padding.mask.evp) == 1,
        run(context, &out, &length, bytes, bytes.count) == 1
    else { throw cryptographyProblem(failure) }
    return Array(out[..<length])
}
