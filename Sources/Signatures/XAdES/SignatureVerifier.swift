public import Cryptography
public import Kernel
public import XML

/// Checks every signature of a document and says what each is worth.
///
/// Nothing outside the document is ever fetched. Ids are resolved here and must be unique; a reference counts only for what it
/// provably covers. Source: XML Signature § 3.2, ETSI TS 101 903, epuap.md § 8.
public struct SignatureVerifier: Sendable {
    public let trust: TrustStore
    public init(trust: TrustStore) { self.trust = trust }

    /// The most signatures a document may carry.
    public static let maximumSignatures = 100

    /// - Parameter instant: when the certificates are judged; without a time stamp that is now.
    /// - Throws: `XMLError` only when the document cannot be read.
    public func verify(_ document: [UInt8], at instant: Instant) throws(XMLError) -> VerificationReport {
        let tree = try XMLTree(parsing: document)
        let all = tree.root.descendants(named: "Signature", namespace: Names.ds)
        guard all.count <= SignatureVerifier.maximumSignatures else { throw XMLError(.tooLarge, "more than 100 signatures") }
        let reports = all.map { verify($0, in: tree, all: all, at: instant) }
        return VerificationReport(
            verdict: .of(reports), signatures: reports, documentSHA256: ContentHash(of: document).description)
    }

    private func verify(_ signature: XMLNode, in tree: XMLTree, all: [XMLNode], at instant: Instant) -> SignatureReport {
        var report = SignatureReport(
            valid: false, coversWholeDocument: false, problems: [], signer: SignerReport(), signedAt: nil, signatureAlgorithm: nil,
            digestAlgorithms: [], covers: [])
        func note(_ p: SignatureProblem) { if !report.problems.contains(p) { report.problems.append(p) } }

        guard let info = signature.child("SignedInfo", Names.ds), let value = signature.child("SignatureValue", Names.ds).flatMap({ Base64.decode($0.text) }),
            signature.children("SignedInfo").count == 1
        else {
            note(.malformed)
            return report
        }
        if let id = signature.attribute("Id"), tree.elements(id: id).count > 1 { note(.duplicateID) }

        // References.
        let references = info.children.filter { $0.is("Reference", Names.ds) }
        if references.isEmpty || references.count > 64 { note(.malformed) }
        var properties: XMLNode?
        var coversDocument = false
        for reference in references.prefix(64) {
            let outcome = SignatureVerifier.resolve(reference, of: signature, in: tree, allSignatures: all)
            outcome.problems.forEach(note)
            if let digest = outcome.digest, !report.digestAlgorithms.contains(digest.rawValue) { report.digestAlgorithms.append(digest.rawValue) }
            let holds = !outcome.problems.contains(where: \.invalidates)
            switch outcome.target {
            case .document, .root:
                report.covers.append("dokument")
                if holds { coversDocument = true }
            case .signedProperties(let node):
                report.covers.append("właściwości podpisu")
                if holds { properties = node }
            case .element(let node): report.covers.append(node.qualifiedName)
            case .unknown: break
            }
        }
        report.coversWholeDocument = coversDocument
        if !coversDocument, !report.problems.contains(where: \.invalidates) { note(.partialCoverage) }

        // The key and the value.
        let method = SignatureMethod(uri: info.child("SignatureMethod", Names.ds)?.attribute("Algorithm"))
        report.signatureAlgorithm = info.child("SignatureMethod", Names.ds)?.attribute("Algorithm")
        if method == nil { note(.unsupportedAlgorithm) }
        if method?.digest == .sha1 { note(.weakAlgorithm) }
        let certificates = SignatureVerifier.certificates(signature)
        let declared = properties.flatMap(SignatureVerifier.declaredCertificate)
        let signer = certificates.first { c in declared?.matches(c) ?? false } ?? certificates.first
        if let declared, let signer, !declared.matches(signer) { note(.signingCertificateMismatch) }
        if properties == nil, !references.isEmpty, !report.problems.contains(where: \.invalidates) { note(.noSignedProperties) }

        let c14n = info.child("CanonicalizationMethod", Names.ds)
        if let signer, let method {
            report.describe(signer, certificates, trust: trust, at: instant)
            if !method.fits(signer.publicKey.kind) {
                note(.signatureValue)
            } else if let form = c14n.flatMap({ C14N(rawValue: $0.attribute("Algorithm") ?? "") }),
                let bytes = try? tree.canonical(form, of: info, inclusivePrefixes: c14n.map(SignatureVerifier.inclusivePrefixes) ?? [])
            {
                if !signer.publicKey.verify(value, of: bytes, digest: method.digest) { note(.signatureValue) }
            } else {
                note(.unsupportedAlgorithm)
            }
        } else if signer == nil {
            note(.noCertificate)
        }

        // What the properties say counts only when they are signed.
        let shown = properties ?? signature.first("SignedProperties")
        report.signedAt = shown?.first("SigningTime")?.text
        report.signer.role = shown?.first("ClaimedRole").flatMap(ClaimedRole.read)
        report.valid = !report.problems.contains(where: \.invalidates)
        return report
    }

    private static func certificates(_ signature: XMLNode) -> [Certificate] {
        guard let info = signature.child("KeyInfo", Names.ds) else { return [] }
        return info.descendants(named: "X509Certificate", namespace: Names.ds).prefix(16).compactMap { node in
            Base64.decode(node.text).flatMap { try? CertificateCache.certificate(der: $0) }
        }
    }

    /// The certificate that the signed properties name by digest.
    struct DeclaredCertificate {
        var algorithm: DigestAlgorithm
        var digest: [UInt8]
        func matches(_ c: Certificate) -> Bool { constantTimeEqual(algorithm.hash(c.der), digest) }
    }

    private static func declaredCertificate(_ properties: XMLNode) -> DeclaredCertificate? {
        guard let signed = properties.child("SignedSignatureProperties"),
            let cert = (signed.child("SigningCertificate") ?? signed.child("SigningCertificateV2"))?.child("Cert")?.child("CertDigest"),
            let algorithm = DigestAlgorithm(uri: cert.child("DigestMethod", Names.ds)?.attribute("Algorithm")),
            let digest = cert.child("DigestValue", Names.ds).flatMap({ Base64.decode($0.text) })
        else { return nil }
        return DeclaredCertificate(algorithm: algorithm, digest: digest)
    }
}
