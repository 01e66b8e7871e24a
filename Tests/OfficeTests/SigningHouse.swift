import Cryptography
import Exchange
import Foundation
@testable import Identity
import Kernel
import Law
@testable import Office
import Signatures
import Store
import StoreTesting
import Testing

/// A platform of identities with one citizen, a demonstration's way for codes, and a seal of its own.
struct SigningHouse {
    static let now = Instant(milliseconds: 1_773_316_800_000)
    static let performer = Performer(id: "system:test", name: "test")

    var identity: RegionalIdentity
    var outbox: DemoCodeGateway
    var account: CitizenAccount
    var seal: SigningIdentity
    let phone = CodeAddress.phone(TelephoneNumber("600700800")!)
    var signing: TrustedSigning { TrustedSigning(identity) }

    func code() -> String { Self.code(outbox.messages().first?.text ?? "") }

    static func code(_ message: String) -> String { message.split { !$0.isNumber }.map(String.init).first { $0.count == 6 } ?? "" }

    func letter(_ text: String) -> [UInt8] {
        var letter = Letter(template: .toOffice, title: "Wniosek")
        letter.paragraphs = [text]
        return letter.write()
    }

    /// Opens an account with confirmed addresses.
    func open(_ given: String, _ surname: String, _ pesel: String, userID: String, phone: String) async throws -> CitizenAccount {
        let now = Self.now, identity = identity
        let account = try await identity.registration.open(
            RegistrationDraft(
                givenNames: given, surname: surname, pesel: pesel, userID: userID, mail: "\(userID)@poczta.example", phone: phone,
                password: "zielony rower nad stawem"), address: "a", at: now
        ).account
        try await identity.platform.write { c in
            for one in try identity.challenges.pendingContacts(c, of: account.owner, at: now) {
                let text = try identity.challenges.send(c, one.challenge, of: account.owner, to: one.address, at: now).get().text
                let authorisation = try identity.challenges.enter(
                    c, one.challenge, of: account.owner, code: Self.code(text), by: one.address.kind, act: .confirmContact, document: one.address.fingerprint, at: now
                ).get()
                try c.execute(
                    """
                    INSERT INTO contact_factor (owner, kind, address, verified_at)
                    VALUES (\(account.owner.description), \(one.address.kind.rawValue), \(one.address.description), \(now))
                    """)
                try authorisation.spend(c, for: .confirmContact, document: one.address.fingerprint, at: now)
            }
        }
        return account
    }

    func confirm(_ account: CitizenAccount, _ given: String, _ surname: String, _ pesel: String, phone: String) async throws {
        let now = Self.now, identity = identity
        try await identity.platform.write { c in
            _ = try identity.profiles.confirm(
                c,
                by: CertificateEvidence(
                    name: try PersonName(given: given, surname: surname), pesel: PESEL(pesel)!, signature: ContentHash(of: [1]), isTrusted: true), of: account,
                contact: ContactData(mail: MailAddress("\(account.userID)@poczta.example"), phone: TelephoneNumber(phone)), factors: [.password, .phoneCode], at: now)
        }
    }
}

/// A house with Anna, who has a confirmed telephone and a valid profile.
func withSigningHouse(_ backend: Backend, _ body: (SigningHouse) async throws -> Void) async throws {
    try await backend.withDatabase(migrations: House.platformMigrations) { db in
        try await withTemporaryDirectory { folder in
            let now = SigningHouse.now, key = try PrivateKey.generateRSA()
            let seal = SigningIdentity(
                key: key,
                certificate: try CertificateIssuer.selfSigned(
                    subject: [("CN", "Pieczęć próbna"), ("C", "PL")], key: key, notBefore: now.adding(seconds: -3600), days: 3650, isAuthority: false))
            let outbox = DemoCodeGateway()
            let identity = RegionalIdentity(
                platform: db, blobs: BlobStore(directory: folder), seal: seal, time: TimeSource { now },
                settings: IdentitySettings(
                    codes: CodeRules(sends: RateLimit([.init(20, inSeconds: 600)])), passwords: PasswordHasher(cost: PasswordCost(logN: 4)), gateway: outbox))
            let nobody = CitizenAccount(
                id: CitizenAccountID(1), person: PersonID(1), userID: UserID("nikt")!, state: .active, createdAt: now, usedAt: now)
            var house = SigningHouse(identity: identity, outbox: outbox, account: nobody, seal: seal)
            house.account = try await house.open("Anna", "Lis", "03222800089", userID: "anna.lis", phone: "600700800")
            try await house.confirm(house.account, "Anna", "Lis", "03222800089", phone: "600700800")
            try await body(house)
        }
    }
}
