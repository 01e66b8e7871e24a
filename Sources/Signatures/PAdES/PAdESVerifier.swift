public import Cryptography
public import Kernel
internal import PDF

/// Checks every signature of a PDF and says what each is worth (weryfikacja podpisów PDF).
///
/// A signature counts for the whole document only when it covers every byte of the file but its own value, or when nothing but further
/// signatures and their validation data was appended after it. Nothing outside the document is ever fetched.
/// Source: ISO 32000-1 § 12.8, ETSI EN 319 142-1.
public struct PAdESVerifier: Sendable {
    public let trust: TrustStore
    public init(trust: TrustStore) { self.trust = trust }

    public static let maximumSignatures = 100

    /// - Parameter instant: when the certificates are judged; without a time stamp that is now.
    /// - Throws: `Problem` only when the document cannot be read.
    public func verify(_ document: [UInt8], at instant: Instant) throws -> VerificationReport {
        do {
            let file = try PDFFile(document)
            let found = try PAdESField.all(of: file)
            guard found.count <= PAdESVerifier.maximumSignatures else { throw PDFError(.tooLarge, "more than 100 signatures") }
            let reports = found.map { report($0, in: file, at: instant) }
            return VerificationReport(verdict: .of(reports), signatures: reports, documentSHA256: ContentHash(of: document).description)
        } catch let error as PDFError {
            throw PAdESPreparation.problem(error)
        }
    }

    private func report(_ field: PAdESField, in file: PDFFile, at instant: Instant) -> SignatureReport {
        var report = SignatureReport(
            valid: false, coversWholeDocument: false, problems: [], signer: SignerReport(), signedAt: field.signedAt, signatureAlgorithm: nil,
            digestAlgorithms: [], covers: [])
        func note(_ p: SignatureProblem) { if !report.problems.contains(p) { report.problems.append(p) } }
        guard let coverage = field.coverage(in: file.bytes) else {
            note(.malformed)
            return report
        }
        if !field.isKnownForm { note(.unsupportedAlgorithm) }
        let end = coverage.end
        if end == file.bytes.count {
            report.covers.append("cały plik")
            report.coversWholeDocument = true
        } else {
            report.covers.append("wersja dokumentu: pierwsze \(end) z \(file.bytes.count) bajtów")
            switch PAdESRevision.changes(after: end, in: file) {
            case .onlySignatures: report.coversWholeDocument = true
            case .content: note(.changedAfterSigning)
            }
        }
        guard let found = CMSVerification.check(coverage.contents, of: coverage.pieces.map { file.bytes[$0] }) else {
            note(.malformed)
            return report
        }
        report.signatureAlgorithm = found.signatureAlgorithm
        report.digestAlgorithms = found.digest.map { [$0.rawValue] } ?? []
        if found.digest == nil { note(.unsupportedAlgorithm) }
        if found.digest == .sha1 { note(.weakAlgorithm) }
        if let signer = found.signer {
            report.describe(signer, found.certificates, trust: trust, at: instant)
            switch found.namesSigner {
            case true: break
            case false: note(.signingCertificateMismatch)
            default: note(.unprotectedCertificate)
            }
            if !found.holds { note(.signatureValue) }
        } else {
            note(.noCertificate)
        }
        report.valid = !report.problems.contains(where: \.invalidates)
        return report
    }
}
