public import Kernel
internal import Law
public import Signatures
internal import XML

/// What verifySignedDocument answers: VerifyResult, a document without a name space (epuap.md § 4.8).
///
/// The official list of codes is not public; ours stand in `docs/law.md`.
public enum VerifyResult {
    private static let ds = "http://www.w3.org/2000/09/xmldsig#"

    /// - Parameter document: the one that was judged; claimed roles are given as they stand in it.
    public static func write(_ report: VerificationReport, of document: [UInt8], at now: Instant) -> String {
        let roles = roles(document)
        var w = XMLWriter(declaration: false)
        w.element("VerifyResult") { w in
            w.element("ValidDocumentSignature", ["znaczenie": meaning(report.verdict)], text: report.verdict == .valid ? "true" : "false")
            w.element("SignatureType", text: report.signatures.isEmpty ? "brak" : "XAdES")
            w.element("GenerationTime", text: PolishTime.iso8601(now))
            for (i, s) in report.signatures.enumerated() { status(&w, s, role: roles.count == report.signatures.count ? roles[i] : nil) }
        }
        return String(decoding: w.bytes, as: UTF8.self)
    }

    private static func status(_ w: inout XMLWriter, _ s: SignatureReport, role: XMLNode?) {
        w.element("StatusInfo") { w in
            let words = s.problems.map(\.polishName).joined(separator: ", ")
            w.element("ValidSignature", ["znaczenie": s.valid ? "podpis zgadza się z treścią" : "podpis nie zgadza się z treścią"], text: s.valid ? "true" : "false")
            let verdict = VerificationReport.Verdict.of([s])
            w.element("VerifyStatus", ["znaczenie": words.isEmpty ? meaning(verdict) : words], text: verdict == .valid ? "0" : verdict == .invalid ? "1" : "2")
            let (code, meaning) = certificate(s)
            w.element("VerifySignerCert", ["znaczenie": meaning], text: String(code))
            w.element("VerifySignerCertUsage", ["znaczenie": "przeznaczenia nie oceniano", "kwalifikowany": "false"], text: "0")
            w.element("SignatureCertIssuer", text: s.signer.certificateIssuer ?? "")
            w.element("SignatureCertSerial", text: s.signer.certificateSerial ?? "")
            w.element("SignatureCertSubject", text: s.signer.certificateSubject ?? "")
            w.element("SigningTime", text: s.signedAt ?? "")
            for shape in ["ZP", "EP"] {
                let isHere = s.signer.role.map { $0.shape == (shape == "ZP" ? "PodpisZP" : "EPSignature") } ?? false
                if shape == "EP", !isHere { continue }
                w.element(shape, ["czy_obecny": isHere ? "true" : "false"]) { w in
                    if isHere, let role { w.raw(alone(role)) }
                }
            }
        }
    }

    private static func meaning(_ verdict: VerificationReport.Verdict) -> String {
        switch verdict {
        case .valid: "podpis prawidłowy"
        case .invalid: "podpis nieprawidłowy"
        case .indeterminate: "nie można ustalić, czy podpis jest prawidłowy"
        case .unsigned: "dokument nie jest podpisany"
        }
    }

    private static func certificate(_ s: SignatureReport) -> (Int, String) {
        if s.problems.contains(.certificateRevoked) { return (4, SignatureProblem.certificateRevoked.polishName) }
        if s.problems.contains(.certificateExpired) { return (2, SignatureProblem.certificateExpired.polishName) }
        if s.problems.contains(.certificateNotYetValid) { return (3, SignatureProblem.certificateNotYetValid.polishName) }
        guard let list = s.signer.trustedBy else { return (1, SignatureProblem.untrusted.polishName) }
        return (0, "zaufany: \(list)")
    }

    /// The claimed role of each signature, in the order of the document.
    private static func roles(_ document: [UInt8]) -> [XMLNode?] {
        guard let tree = try? XMLTree(parsing: document) else { return [] }
        return tree.root.descendants(named: "Signature", namespace: ds).map { $0.first("ClaimedRole") }
    }

    private static func alone(_ node: XMLNode) -> String {
        let text = String(decoding: node.serialisedAlone(), as: UTF8.self)
        guard text.hasPrefix("<?xml"), let end = text.firstRange(of: "?>") else { return text.trimmed }
        return String(text[end.upperBound...]).trimmed
    }
}
