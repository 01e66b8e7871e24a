internal import Cryptography
internal import Kernel

extension SignatureReport {
    /// Who signed by the certificate, and what the trust lists say of it at that time.
    mutating func describe(_ certificate: Certificate, _ others: [Certificate], trust: TrustStore, at instant: Instant) {
        signer.certificateSubject = certificate.subject
        signer.certificateIssuer = certificate.issuer
        signer.certificateSerial = certificate.serialDecimal
        signer.certificateSHA256 = certificate.sha256.description
        switch trust.chain(for: certificate, intermediates: others.filter { $0 != certificate }, at: instant) {
        case .trusted(let list, _): signer.trustedBy = list
        case .expired: problems.append(.certificateExpired)
        case .notYetValid: problems.append(.certificateNotYetValid)
        case .revoked: problems.append(.certificateRevoked)
        case .untrusted: problems.append(.untrusted)
        }
    }
}
