internal import CLibCrypto
public import Kernel

/// Certificates that are trusted by themselves, under the name of the list they come from.
public struct TrustList: Sendable {
    public var name: String
    public var anchors: [Certificate]

    public init(name: String, anchors: [Certificate]) {
        self.name = name
        self.anchors = anchors
    }
}

/// What a certificate's chain came to.
public enum ChainResult: Sendable {
    /// - Parameter path: from the certificate to the anchor.
    case trusted(list: String, path: [Certificate])
    case expired
    case notYetValid
    case revoked
    /// No anchor leads to it; the reason is English, for the report's details.
    case untrusted(reason: String)
}

/// Whom the house trusts.
public struct TrustStore: Sendable {
    public var lists: [TrustList]
    public init(lists: [TrustList] = []) { self.lists = lists }

    /// Builds a path to an anchor as it was at an instant (RFC 5280 § 6).
    public func chain(for certificate: Certificate, intermediates: [Certificate], at instant: Instant) -> ChainResult {
        if instant > certificate.notAfter { return .expired }
        if instant < certificate.notBefore { return .notYetValid }
        var reason = "no trust lists"
        for list in lists {
            switch path(certificate, intermediates, list.anchors, instant) {
            case .found(let path): return .trusted(list: list.name, path: path)
            case .refused(let why): reason = why
            }
        }
        return .untrusted(reason: reason)
    }

    private enum Path { case found([Certificate]), refused(String) }

    private func path(_ certificate: Certificate, _ intermediates: [Certificate], _ anchors: [Certificate], _ instant: Instant) -> Path {
        guard let store = X509_STORE_new(), let context = X509_STORE_CTX_new(), let pool = OPENSSL_sk_new_null() else { return .refused("out of memory") }
        defer {
            OPENSSL_sk_free(pool)
            X509_STORE_CTX_free(context)
            X509_STORE_free(store)
            ERR_clear_error()
        }
        for anchor in anchors { X509_STORE_add_cert(store, anchor.pointer) }
        for i in intermediates { OPENSSL_sk_push(pool, UnsafeRawPointer(i.pointer)) }
        guard X509_STORE_CTX_init(context, store, certificate.pointer, pool) == 1, let parameters = X509_STORE_CTX_get0_param(context) else {
            return .refused("out of memory")
        }
        X509_VERIFY_PARAM_set_time(parameters, time_t(instant.milliseconds / 1000))
        X509_VERIFY_PARAM_set_flags(parameters, UInt(X509_V_FLAG_PARTIAL_CHAIN) | UInt(X509_V_FLAG_X509_STRICT))
        X509_VERIFY_PARAM_set_depth(parameters, 8)
        // Qualified certificates carry critical statements that libcrypto does not know; their meaning is read elsewhere.
        X509_VERIFY_PARAM_set_flags(parameters, UInt(X509_V_FLAG_IGNORE_CRITICAL))
        guard X509_verify_cert(context) == 1 else {
            let code = X509_STORE_CTX_get_error(context)
            return .refused(X509_verify_cert_error_string(Int(code)).map { String(cString: $0) } ?? "code \(code)")
        }
        var out: [Certificate] = []
        let chain = X509_STORE_CTX_get0_chain(context)
        for i in 0..<OPENSSL_sk_num(chain) {
            guard let raw = OPENSSL_sk_value(chain, i) else { continue }
            let x = OpaquePointer(raw)
            X509_up_ref(x)
            if let c = try? Certificate(owning: x) { out.append(c) }
        }
        return .found(out)
    }
}
