internal import Foundation

/// Everything that was found out about the signatures of one document.
public struct VerificationReport: Sendable, Hashable, Codable {
    public enum Verdict: String, Sendable, Codable {
        case valid, invalid
        /// The cryptography holds, but trust or coverage stays open.
        case indeterminate
        case unsigned

        /// One signature that does not hold makes the document invalid; one that leaves something open leaves the whole open.
        public static func of(_ reports: [SignatureReport]) -> Verdict {
            if reports.isEmpty { return .unsigned }
            if reports.contains(where: { !$0.valid }) { return .invalid }
            if reports.contains(where: { r in !r.coversWholeDocument || r.problems.contains(where: \.leavesOpen) }) { return .indeterminate }
            return .valid
        }
    }
    public var verdict: Verdict
    /// In the order of the document.
    public var signatures: [SignatureReport]
    /// Hexadecimal SHA-256 of the document's bytes.
    public var documentSHA256: String

    public var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }

    public init?(json: String) {
        guard let report = try? JSONDecoder().decode(VerificationReport.self, from: Data(json.utf8)) else { return nil }
        self = report
    }

    init(verdict: Verdict, signatures: [SignatureReport], documentSHA256: String) {
        self.verdict = verdict
        self.signatures = signatures
        self.documentSHA256 = documentSHA256
    }
}

/// What was found out about one signature.
public struct SignatureReport: Sendable, Hashable, Codable {
    /// The cryptography holds for what the signature covers.
    public var valid: Bool
    public var coversWholeDocument: Bool
    public var problems: [SignatureProblem]
    public var signer: SignerReport
    /// As the signature says (xs:dateTime); a claim of the signer.
    public var signedAt: String?
    public var signatureAlgorithm: String?
    public var digestAlgorithms: [String]
    /// What the references point to: `dokument`, `właściwości podpisu`, or an element's name.
    public var covers: [String]
}

/// Who signed, by certificate and by claimed role.
public struct SignerReport: Sendable, Hashable, Codable {
    public var certificateSubject: String?
    public var certificateIssuer: String?
    public var certificateSerial: String?
    public var certificateSHA256: String?
    /// Name of the trust list that leads to the certificate.
    public var trustedBy: String?
    public var role: RoleReport?

    /// The person for people to read: from the role, else from the certificate.
    public var displayName: String {
        if let role, let surname = role.surname { return [role.givenName, surname].compactMap(\.self).joined(separator: " ") }
        return certificateSubject ?? "nieznany"
    }
}

/// The claimed role of a Trusted Profile signature.
public struct RoleReport: Sendable, Hashable, Codable {
    /// `PodpisZP` or `EPSignature`.
    public var shape: String
    public var givenName: String?
    public var surname: String?
    public var pesel: String?
    public var accountID: String?
}

extension VerificationReport {
    /// The report for people.
    public var polishProse: String {
        var lines: [String] = []
        switch verdict {
        case .valid: lines.append("Podpis ważny.")
        case .invalid: lines.append("Podpis nieważny.")
        case .indeterminate: lines.append("Nie można ustalić, czy podpis jest ważny.")
        case .unsigned: lines.append("Dokument nie jest podpisany.")
        }
        for (i, s) in signatures.enumerated() {
            let name = s.signer.displayName
            lines.append(
                "\(i + 1). \(name): \(s.valid ? "podpis zgadza się z treścią" : "podpis nie zgadza się")\(s.coversWholeDocument ? ", obejmuje cały dokument" : "")."
            )
            if let role = s.signer.role { lines.append("   Podpis zaufany (\(role.shape))\(role.pesel.map { ", PESEL \($0)" } ?? "").") }
            if let subject = s.signer.certificateSubject { lines.append("   Certyfikat: \(subject), wystawca: \(s.signer.certificateIssuer ?? "").") }
            if let list = s.signer.trustedBy { lines.append("   Zaufanie: lista „\(list)”.") }
            if let at = s.signedAt { lines.append("   Czas według podpisu: \(at).") }
            for p in s.problems { lines.append("   Uwaga: \(p.polishName).") }
        }
        return lines.joined(separator: "\n")
    }
}
