internal import Kernel
internal import Synchronization

/// Certificates that were parsed before, since every message and signature carries its own again.
///
/// Parsing costs more than the verification it serves; the cache is small and forgets everything when it is full.
public enum CertificateCache {
    static let capacity = 512
    private static let known = Mutex<[ContentHash: Certificate]>([:])

    /// - Throws: `Problem` when the bytes are no certificate; failures are not remembered.
    public static func certificate(der: [UInt8]) throws -> Certificate {
        let key = ContentHash(of: der)
        if let found = known.withLock({ $0[key] }) { return found }
        let certificate = try Certificate(der: der)
        known.withLock { cache in
            if cache.count >= capacity { cache.removeAll(keepingCapacity: true) }
            cache[key] = certificate
        }
        return certificate
    }
}
