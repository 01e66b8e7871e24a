public import Cryptography
internal import Chancery
internal import Exchange
internal import Foundation
public import Kernel
internal import Store

/// Makes a new office ready to work: record, database, account and box on the platform, key and registered system.
public enum OfficeFounding {
    public static let boxName = "SkrytkaESP"

    /// - Throws: `Problem(.conflict)` when the office exists.
    public static func found(_ record: OfficeRecord, in house: House, by performer: Performer) async throws {
        let now = house.time.now
        guard let box = BoxAddress("/\(record.podmiot)/\(boxName)") else {
            throw Problem(.invalidInput, "Identyfikator podmiotu „\(record.podmiot)” nie nadaje się na adres skrytki.")
        }
        let identity = try officeIdentity(record, layout: house.layout, at: now)
        let certificate = identity.certificate
        try await house.platform.write { c in
            try OfficeRegistry.add(c, record, by: performer, at: now)
            try PlatformDirectory.add(
                c,
                Podmiot(
                    id: record.podmiot, kind: .publicBody, name: record.name, street: record.street, postCode: record.postCode, town: record.town),
                by: performer, at: now)
            try PlatformDirectory.addBox(c, Box(address: box, podmiot: record.podmiot), by: performer, at: now)
            try PlatformDirectory.addSystem(
                c, name: "EZD \(record.name)", podmiot: record.podmiot, certificate: certificate, by: performer, at: now)
        }
        let office = try await house.office(record.id)
        try await office.database.write { c in _ = try LetterTemplates.installBuiltIn(c, by: performer, at: now) }
    }

    /// The key by which the office's system signs its messages; made at the first need, self-signed, kept with mode 0600.
    public static func officeIdentity(_ record: OfficeRecord, layout: HouseLayout, at now: Instant) throws -> SigningIdentity {
        let path = layout.officeKey(record.id)
        if FileManager.default.fileExists(atPath: path) { return try SigningIdentity(pemFile: path) }
        let key = try PrivateKey.generateRSA(bits: 2048)
        let certificate = try CertificateIssuer.selfSigned(
            subject: [("CN", "EZD \(record.name)"), ("O", record.name), ("C", "PL")], key: key, notBefore: now.adding(seconds: -3600), days: 730,
            isAuthority: false)
        let identity = SigningIdentity(key: key, certificate: certificate)
        try identity.writePEM(to: path)
        return identity
    }

    /// The certificate of the office's key, where it has one already; makes nothing.
    public static func officeCertificate(_ record: OfficeRecord, layout: HouseLayout) -> Certificate? {
        let path = layout.officeKey(record.id)
        return FileManager.default.fileExists(atPath: path) ? try? SigningIdentity(pemFile: path).certificate : nil
    }

    /// The seal of the platform; made at the first need.
    public static func platformSeal(layout: HouseLayout, at now: Instant) throws -> SigningIdentity {
        if FileManager.default.fileExists(atPath: layout.platformSeal) { return try SigningIdentity(pemFile: layout.platformSeal) }
        let key = try PrivateKey.generateRSA(bits: 2048)
        let certificate = try CertificateIssuer.selfSigned(
            subject: [("CN", "Pieczęć platformy regionalnej"), ("O", "Partnerstwo ośmiu gmin"), ("C", "PL")], key: key,
            notBefore: now.adding(seconds: -3600), days: 1825, isAuthority: false)
        let identity = SigningIdentity(key: key, certificate: certificate)
        try identity.writePEM(to: layout.platformSeal)
        return identity
    }
}
