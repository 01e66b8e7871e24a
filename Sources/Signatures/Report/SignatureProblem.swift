/// One thing that speaks against a signature; the raw value stands in the JSON report.
public enum SignatureProblem: String, Sendable, Codable, CaseIterable {
    // What makes a signature invalid.
    case malformed
    case digestMismatch = "digest-mismatch"
    case propertiesDigestMismatch = "signed-properties-digest-mismatch"
    case signatureValue = "signature-value"
    case duplicateID = "duplicate-id"
    case danglingReference = "dangling-reference"
    case foreignReference = "foreign-reference"
    case wrapping
    case noCertificate = "no-certificate"
    case signingCertificateMismatch = "signing-certificate-mismatch"
    case unsupportedAlgorithm = "unsupported-algorithm"
    case unsupportedTransform = "unsupported-transform"
    /// Content was appended to a PDF after this signature.
    case changedAfterSigning = "changed-after-signing"
    // What leaves it open.
    case partialCoverage = "partial-coverage"
    case untrusted
    case certificateExpired = "certificate-expired"
    case certificateNotYetValid = "certificate-not-yet-valid"
    case certificateRevoked = "certificate-revoked"
    // What a person should know.
    case weakAlgorithm = "weak-algorithm"
    case noSignedProperties = "no-signed-properties"
    /// No signed attribute says which certificate is meant.
    case unprotectedCertificate = "unprotected-certificate"

    public var invalidates: Bool {
        switch self {
        case .malformed, .digestMismatch, .propertiesDigestMismatch, .signatureValue, .duplicateID, .danglingReference, .foreignReference, .wrapping,
            .noCertificate, .signingCertificateMismatch, .unsupportedAlgorithm, .unsupportedTransform, .changedAfterSigning:
            true
        case .partialCoverage, .untrusted, .certificateExpired, .certificateNotYetValid, .certificateRevoked, .weakAlgorithm, .noSignedProperties,
            .unprotectedCertificate:
            false
        }
    }

    public var leavesOpen: Bool {
        switch self {
        case .partialCoverage, .untrusted, .certificateExpired, .certificateNotYetValid, .certificateRevoked: true
        default: false
        }
    }

    public var polishName: String {
        switch self {
        case .malformed: "podpis jest uszkodzony"
        case .digestMismatch: "treść zmieniono po podpisaniu"
        case .propertiesDigestMismatch: "właściwości podpisu zmieniono po podpisaniu"
        case .signatureValue: "wartość podpisu nie zgadza się z kluczem"
        case .duplicateID: "ten sam identyfikator mają dwa elementy"
        case .danglingReference: "podpis wskazuje element, którego nie ma"
        case .foreignReference: "podpis wskazuje treść spoza dokumentu"
        case .wrapping: "podpisany element przestawiono w inne miejsce"
        case .noCertificate: "brak certyfikatu"
        case .signingCertificateMismatch: "certyfikat jest inny niż wskazany w podpisie"
        case .unsupportedAlgorithm: "nieobsługiwany algorytm"
        case .unsupportedTransform: "nieobsługiwane przekształcenie"
        case .changedAfterSigning: "po podpisaniu zmieniono albo dodano treść"
        case .partialCoverage: "podpis obejmuje tylko część dokumentu"
        case .untrusted: "nie wiadomo, czy wystawcy certyfikatu można ufać"
        case .certificateExpired: "certyfikat stracił ważność"
        case .certificateNotYetValid: "certyfikat nie jest jeszcze ważny"
        case .certificateRevoked: "certyfikat unieważniono"
        case .weakAlgorithm: "słaby algorytm (SHA-1)"
        case .noSignedProperties: "podpis bez właściwości XAdES"
        case .unprotectedCertificate: "podpis nie wskazuje certyfikatu"
        }
    }
}
