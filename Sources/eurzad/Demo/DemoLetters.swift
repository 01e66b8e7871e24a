import Chancery
import Cryptography
import Foundation
import Kernel
import Law
import Office
import Store

/// What the demonstration needs to answer a letter: templates, keys to sign with, and a case of a citizen who has a box.
struct DemoLetters {
    /// PIN of every invented certificate.
    static let pin = "246810"
    /// Those who get a certificate.
    static let signers = ["wojt", "sekretarz", "kierownik"]

    var record: OfficeRecord
    var office: OfficeHouse
    var layout: HouseLayout
    var performer: Performer

    /// - Parameter officers: by the first part of their logins.
    func plant(_ officers: [String: OfficerID], signing issuer: SigningIdentity) async throws {
        let now = office.time.now
        let performer = performer
        try await office.database.write { c in _ = try LetterTemplates.installBuiltIn(c, by: performer, at: now) }
        try OfficeSeal.makeForDemonstration(record, issuer: issuer, layout: layout, at: now)
        for login in DemoLetters.signers {
            guard let acting = try await acting(officers[login]) else { continue }
            try OfficerCertificate.makeForDemonstration(acting, of: record, issuer: issuer, pin: DemoLetters.pin, layout: layout, at: now)
        }
        guard let inspector = try await acting(officers["inspektor"]) else { return }
        try await office.database.write { try openCase($0, by: inspector, at: now) }
    }

    private func acting(_ id: OfficerID?) async throws -> ActingOfficer? {
        let now = office.time.now
        return try await office.database.read { c in
            guard let id, let account = try Organisation.officer(c, id)?.account else { return nil }
            return try Organisation.acting(c, account: account, inPlaceOf: nil, at: now)
        }
    }

    /// A letter about a tree, else the first one, becomes a case, its sender the party.
    private func openCase(_ c: any SQLConnection, by officer: ActingOfficer, at now: Instant) throws {
        let today = PolishTime.day(of: now)
        let early = (1...8).map { RegisterNumber(year: today.year, number: $0) }
        let number = try early.first { try IncomingRegister.find(c, $0)?.metadata.title.contains("drzew") ?? false } ?? early[0]
        guard let letter = try IncomingRegister.find(c, number), let ref = try IncomingRegister.reference(c, number), let work = try LetterWork.find(c, ref),
            let sender = letter.metadata.senders.first, let card = ContactCard(sender), let unit = try Organisation.unit(c, officer.unit, on: today)
        else { return }
        let classification = CaseClass(symbol: "6131", title: "Zezwolenia na usunięcie drzew i krzewów", category: "B5", defaultTerm: CaseTerm(60, .day))
        let opening = CaseOpening(unit: unit.id, unitCode: unit.code.description, classification: classification, title: letter.metadata.title)
        let calendar = try WorkCalendar.load(c)
        let opened = try Cases.open(c, opening, from: (ref, work.version), by: officer, at: now) { !calendar.isWorkingDay($0) }
        let contact = try Contacts.create(c, card, by: officer.performer, at: now)
        try Cases.addParty(
            c, to: opened.id, contact: contact.number, role: .party, label: card.label,
            address: card.postalAddress?.lines.joined(separator: "\n") ?? "", by: officer, at: now)
    }

    /// An invented issuer of certificates and seals, trusted only by this demonstration.
    static func issuer(_ layout: HouseLayout, at now: Instant) throws -> SigningIdentity {
        let path = layout.keys + "/pokaz-podpisy.pem", trust = layout.trust + "/pokaz-podpisy.pem"
        if FileManager.default.fileExists(atPath: path) { return try SigningIdentity(pemFile: path) }
        let key = try PrivateKey.generateRSA()
        let certificate = try CertificateIssuer.selfSigned(
            subject: [("CN", "Zmyślony wystawca podpisów (pokaz)"), ("C", "PL")], key: key, notBefore: now.adding(seconds: -7200), days: 1825, isAuthority: true)
        let identity = SigningIdentity(key: key, certificate: certificate)
        try identity.writePEM(to: path)
        try certificate.pem.write(toFile: trust, atomically: true, encoding: .utf8)
        return identity
    }
}
