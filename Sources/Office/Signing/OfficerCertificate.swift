public import Chancery
public import Cryptography
internal import Foundation
public import Kernel
internal import Store

/// An officer's own certificate, whose key lies on this server locked with his PIN. For demonstrations and for offices without cards.
///
/// The key belongs to the person who acts, also when he acts in somebody's place. The PIN is checked by unlocking the key and kept nowhere.
public struct OfficerCertificate: LetterSigner {
    let office: OfficeHouse
    let layout: HouseLayout

    public init(_ office: OfficeHouse, layout: HouseLayout) {
        self.office = office
        self.layout = layout
    }

    public var name: String { "Certyfikat pracownika" }
    public var asksForPIN: Bool { true }

    /// What the page shows before it asks for the PIN; `nil` where the officer has no certificate here.
    public func validUntil(_ officer: OfficerID) -> Instant? {
        guard let pem = try? String(contentsOfFile: layout.officerCertificate(office.record.id, officer), encoding: .utf8) else { return nil }
        return (try? Certificate(pem: pem))?.notAfter
    }

    public func open(for officer: ActingOfficer, pin: String, at now: Instant) async throws -> any OpenSigner {
        guard !pin.isEmpty else { throw Problems([Problem(.invalidInput, "Wpisz PIN", field: "pin")]) }
        guard let bytes = FileManager.default.contents(atPath: layout.officerKey(office.record.id, officer.officer)) else {
            throw Problems([
                Problem(.conflict, "Nie masz w systemie certyfikatu do podpisu. Poproś administratora o jego dodanie albo użyj pieczęci urzędu.", field: "pin")
            ])
        }
        // Counted before it is tried, so that many tries at once do not pass the bound.
        let id = officer.officer
        let left = try await office.database.write { try PINTries.count($0, id, at: now) }
        guard let identity = try? SigningIdentity(pkcs12: Array(bytes), password: pin) else {
            if left == 0 { try await office.database.write { try PINTries.noteSuspension($0, id, account: officer.account, at: now) } }
            throw Problems([
                Problem(
                    .invalidInput,
                    left > 0 ? "PIN się nie zgadza. Zostało prób: \(left)" : "PIN się nie zgadza. Podpisywanie wstrzymano na \(PINTries.pauseMinutes) minut",
                    field: "pin")
            ])
        }
        try await office.database.write { try PINTries.forget($0, id) }
        return try LocalKey(identity: identity, signatory: officer.signedName, town: office.record.town).checked(at: now)
    }

    /// Makes an invented certificate for a demonstration.
    public static func makeForDemonstration(
        _ officer: ActingOfficer, of record: OfficeRecord, issuer: SigningIdentity, pin: String, layout: HouseLayout, at now: Instant
    ) throws {
        let key = try PrivateKey.generateRSA(bits: 2048)
        let parts = officer.name.split(separator: " ").map(String.init)
        let certificate = try CertificateIssuer.issue(
            subject: [
                ("CN", officer.name), ("GN", parts.first ?? ""), ("SN", parts.dropFirst().joined(separator: " ")), ("title", officer.post), ("O", record.name),
                ("C", "PL"),
            ], publicKey: key.publicKey, issuer: issuer, notBefore: now.adding(seconds: -3600), days: 730)
        let identity = SigningIdentity(key: key, certificate: certificate)
        let path = layout.officerKey(record.id, officer.officer)
        let locked = try identity.pkcs12(password: pin, name: officer.name)
        guard FileManager.default.createFile(atPath: path, contents: Data(locked), attributes: [.posixPermissions: 0o600]) else {
            throw Problem(.unavailable, "Nie można zapisać klucza w „\(path)”.")
        }
        try certificate.pem.write(toFile: layout.officerCertificate(record.id, officer.officer), atomically: true, encoding: .utf8)
    }
}
