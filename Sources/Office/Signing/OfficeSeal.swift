public import Chancery
public import Cryptography
internal import Foundation
public import Kernel

/// The office's seal (pieczęć elektroniczna), a key of its own that signs without a PIN; the one who puts it must have the right to sign.
public struct OfficeSeal: LetterSigner {
    let record: OfficeRecord
    let layout: HouseLayout

    public init(_ record: OfficeRecord, layout: HouseLayout) {
        self.record = record
        self.layout = layout
    }

    public var name: String { "Pieczęć urzędu" }
    public var asksForPIN: Bool { false }
    public var isThere: Bool { FileManager.default.fileExists(atPath: layout.officeSeal(record.id)) }

    public func open(for officer: ActingOfficer, pin: String, at now: Instant) async throws -> any OpenSigner {
        guard isThere else {
            throw Problem(.conflict, "Urząd nie ma pieczęci elektronicznej. Poproś administratora, żeby umieścił jej klucz na serwerze.", field: "podpis")
        }
        let identity = try SigningIdentity(pemFile: layout.officeSeal(record.id))
        return try LocalKey(identity: identity, signatory: record.name, town: record.town).checked(at: now)
    }

    /// Makes an invented seal for a demonstration; a real one is bought from a trust service and laid at the same path.
    public static func makeForDemonstration(_ record: OfficeRecord, issuer: SigningIdentity, layout: HouseLayout, at now: Instant) throws {
        let key = try PrivateKey.generateRSA(bits: 2048)
        let certificate = try CertificateIssuer.issue(
            subject: [("CN", "Pieczęć – \(record.name)"), ("O", record.name), ("C", "PL")], publicKey: key.publicKey, issuer: issuer,
            notBefore: now.adding(seconds: -3600), days: 730)
        try SigningIdentity(key: key, certificate: certificate, chain: [issuer.certificate]).writePEM(to: layout.officeSeal(record.id))
    }
}

extension HouseLayout {
    /// The key of an office's seal: PEM with the certificate, mode 0600.
    public func officeSeal(_ id: OfficeID) -> String { keys + "/seal-\(id).pem" }
    /// An officer's key, locked with his PIN (PKCS#12, mode 0600).
    public func officerKey(_ office: OfficeID, _ officer: OfficerID) -> String { keys + "/signer-\(office)-\(officer).p12" }
    /// The certificate that belongs to it, for everybody to read.
    public func officerCertificate(_ office: OfficeID, _ officer: OfficerID) -> String { keys + "/signer-\(office)-\(officer).pem" }
}
