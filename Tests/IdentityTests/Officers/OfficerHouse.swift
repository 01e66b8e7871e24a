import Cryptography
@testable import Identity
import Kernel
import Law
import Store
import Synchronization

/// Officers of one office with cheap passwords, their sign-in by the office's rule, and apps whose codes the test knows.
struct OfficerHouse {
    let db: any Database
    let keys = IdentityKeys.generate()
    var directory: DirectoryDoor?
    let hasher = PasswordHasher(cost: PasswordCost(logN: 4))

    var sessions: Sessions { Sessions(platform: db) }
    var accounts: Accounts { Accounts(platform: db, passwords: hasher) }
    var challenges: AuthorisationChallenges { AuthorisationChallenges(keys: keys, randomDigits: { String(repeating: "7", count: $0) }) }
    var first: SignIn { SignIn(platform: db, passwords: hasher, sessions: sessions, directory: directory) }
    var signIn: OfficerSignIn { OfficerSignIn(first: first, challenges: challenges) }
    var factors: OfficerFactors { OfficerFactors(first: first, challenges: challenges) }

    func add(_ login: String, _ roles: Set<OfficeRole> = [.officer], by performer: Performer = chief) async throws -> Account {
        try await accounts.add(NewAccount(office: gmina, login: login, displayName: "Osoba Próbna", roles: roles), password: phrase, by: performer, at: noon)
    }

    func begin(_ login: String, _ password: String = phrase, at now: Instant = noon) async throws -> OfficerSignIn.Outcome {
        try await signIn.begin(login: login, password: password, address: "192.0.2.1", at: now)
    }

    static func code(_ secret: TOTPSecret, at now: Instant) -> String { TOTP.standard.code(secret.bytes, step: TOTP.standard.step(at: now)) }

    /// An app with its secret, and the recovery codes that came with it.
    func addApp(_ account: Account, at now: Instant = noon) async throws -> (secret: TOTPSecret, id: Int64, codes: [String]) {
        let (id, secret) = try await factors.beginApp(account, label: "telefon", proof: .password(phrase), address: "192.0.2.1", at: now)
        return (secret, id, try await factors.confirmApp(account, id, code: Self.code(secret, at: now), at: now))
    }

    func rule(_ demanded: [OfficeRole: Day], sentCodes: Bool = false, at now: Instant = noon) async throws {
        let rule = OfficeSignInRule(demandedFrom: demanded, allowsSentCodes: sentCodes)
        try await db.write { c in try rule.save(c, for: gmina, by: chief, at: now) }
    }

    func acts() async throws -> [String] { try await db.read { c in try Journal.latest(c, limit: 200).map(\.entry.act) }.reversed() }
}

extension OfficerSignIn.Outcome {
    var token: SessionToken? { if case .signedIn(let token, _) = self { token } else { nil } }
    var pending: SessionToken? {
        switch self {
        case .secondFactor(let token, _), .addApp(let token): token
        default: nil
        }
    }
    var kinds: Set<FactorKind>? { if case .secondFactor(_, let kinds) = self { kinds } else { nil } }
    var asksForApp: Bool { if case .addApp = self { true } else { false } }
    var isRefused: Bool { if case .refused = self { true } else { false } }
}
