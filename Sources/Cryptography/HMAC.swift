internal import CLibCrypto
internal import Kernel

/// Keyed hashes (RFC 2104).
public enum HMAC {
    public static func sha256(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: 32)
        var n: UInt32 = 0
        // Fails only when memory is exhausted.
        _ = CLibCrypto.HMAC(EVP_sha256(), key, Int32(key.count), message, message.count, &out, &n)
        return out
    }

    /// Under another hash; SHA-1 only where a standard still asks for it (RFC 6238).
    public static func digest(_ algorithm: DigestAlgorithm, key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: 64)
        var n: UInt32 = 0
        // Fails only when memory is exhausted.
        _ = CLibCrypto.HMAC(algorithm.evp, key, Int32(key.count), message, message.count, &out, &n)
        return Array(out[0..<Int(n)])
    }
}

/// The password hash of RFC 7914.
public enum Scrypt {
    /// - Parameters:
    ///   - n: cost, a power of two.
    ///   - r: block size.
    ///   - p: parallelism.
    public static func derive(password: [UInt8], salt: [UInt8], n: Int, r: Int, p: Int, length: Int) throws -> [UInt8] {
        var out = [UInt8](repeating: 0, count: length)
        let memory = UInt64(128 * n * r) + UInt64(128 * r * p) + 1_048_576
        let status = password.withUnsafeBytes { raw in
            EVP_PBE_scrypt(
                raw.baseAddress?.assumingMemoryBound(to: CChar.self), password.count, salt, salt.count, UInt64(n), UInt64(r), UInt64(p), memory,
                &out, length)
        }
        guard status == 1 else { throw cryptographyProblem("Nie udało się policzyć skrótu hasła.") }
        return out
    }
}
