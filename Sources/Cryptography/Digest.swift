internal import CLibCrypto
public import Kernel

/// The hash functions the house reads and writes.
public enum DigestAlgorithm: String, Sendable, Hashable, CaseIterable {
    /// Read only, in old documents and legacy acknowledgements; always reported as weak.
    case sha1
    case sha256, sha384, sha512

    public func hash(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var running = RunningDigest(self)
        running.update(bytes)
        return running.finish()
    }
}

/// A hash over bytes that arrive in pieces.
public struct RunningDigest: ~Copyable {
    private let context: OpaquePointer

    public init(_ algorithm: DigestAlgorithm) {
        // Both calls fail only when memory is exhausted or the library lacks the algorithm.
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, algorithm.evp, nil) == 1 else {
            preconditionFailure("libcrypto cannot hash")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    public mutating func update(_ bytes: some Collection<UInt8>) {
        let done: Void? = bytes.withContiguousStorageIfAvailable { _ = EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
        if done == nil { Array(bytes).withUnsafeBufferPointer { _ = EVP_DigestUpdate(context, $0.baseAddress, $0.count) } }
    }

    public mutating func finish() -> [UInt8] {
        var out = [UInt8](repeating: 0, count: 64)
        var n: UInt32 = 0
        _ = EVP_DigestFinal_ex(context, &out, &n)
        return Array(out[0..<Int(n)])
    }
}

extension ContentHash {
    /// The SHA-256 of the bytes.
    public init(of bytes: some Collection<UInt8>) {
        // A SHA-256 always has 32 bytes.
        self.init(digest: DigestAlgorithm.sha256.hash(bytes))!
    }
}

/// Compares without telling by time where two values differ.
public func constantTimeEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    a.count == b.count && CRYPTO_memcmp(a, b, a.count) == 0
}

/// Bytes nobody can guess.
public func randomBytes(_ count: Int) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: count)
    // A server without randomness must not go on.
    precondition(RAND_bytes(&out, Int32(count)) == 1, "no randomness")
    return out
}
