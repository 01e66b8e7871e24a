internal import Cryptography
internal import Kernel
internal import Law
internal import Markup
internal import Signatures

/// A key that lies open in this process for as long as one consent lasts.
struct LocalKey: OpenSigner {
    var identity: SigningIdentity
    /// Who signs, as the PDF tells it.
    var signatory: String
    var town: String

    var certificateSummary: String {
        let c = identity.certificate
        func name(_ text: String) -> String {
            text.split(separator: ",").map { $0.trimmingPrefix { $0 == " " } }.first { $0.hasPrefix("CN=") }.map { String($0.dropFirst(3)) } ?? text
        }
        let until = PolishTypography.short(PolishTime.day(of: c.notAfter))
        return "\(name(c.subject)); wystawca: \(name(c.issuer)); numer \(c.serialDecimal); ważny do \(until)"
    }

    func sign(_ document: DocumentToSign, at now: Instant) async throws -> [UInt8] {
        switch document.form {
        case .xml: return try XAdESSigner(identity: identity).sign(document.bytes, at: now)
        case .pdf:
            return try PAdESSigner(identity: identity).sign(
                document.bytes, statement: PAdESStatement(name: signatory, reason: "Podpisanie pisma", location: town), at: now)
        }
    }

    /// - Throws: `Problem` where the certificate does not hold now.
    func checked(at now: Instant) throws -> LocalKey {
        let c = identity.certificate
        guard c.notBefore <= now, now < c.notAfter else {
            let until = PolishTypography.short(PolishTime.day(of: c.notAfter))
            throw Problem(.conflict, "Certyfikat stracił ważność \(until). Zamów nowy u administratora; pismo zaczeka na podpis.", field: "pin")
        }
        return self
    }
}
