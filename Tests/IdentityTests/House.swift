import Identity
import Kernel
import Store
import StoreSQLite
import Foundation

let noon = Instant(milliseconds: 1_773_316_800_000)
let chief = Performer(id: "system:test", name: "test")
let gmina = OfficeID("prusice")!
/// A right password of the tests.
let phrase = "zielony rower nad stawem"

/// The shared database of the platform with its tables, fresh for each test.
func withPlatform(_ body: (any Database) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("identity-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let db = try await SQLiteProvider(directory: folder).open(.platform)
    _ = try await Migrator(StoreMigrations.all + IdentityMigrations.all + OneTimeKeyMigrations.all).migrate(db, now: noon)
    do {
        try await body(db)
        try await db.close()
    } catch {
        try? await db.close()
        throw error
    }
}

/// Everything signing in needs, with cheap passwords.
struct Door {
    let db: any Database
    let hasher = PasswordHasher(cost: PasswordCost(logN: 4))
    var sessions: Sessions { Sessions(platform: db) }
    var accounts: Accounts { Accounts(platform: db, passwords: hasher) }
    var signIn: SignIn { SignIn(platform: db, passwords: hasher, sessions: sessions) }

    func add(_ login: String = "anna.nowak", roles: Set<OfficeRole> = [.chanceryPoint]) async throws -> Account {
        let new = NewAccount(office: gmina, login: login, displayName: "Anna Nowak", post: "referent", roles: roles)
        return try await accounts.add(new, password: phrase, by: chief, at: noon)
    }

    func attempt(_ login: String = "anna.nowak", _ password: String = phrase, from address: String = "192.0.2.1", at now: Instant = noon) async throws
        -> SignInOutcome
    {
        try await signIn.attempt(login: login, password: password, address: address, at: now)
    }

    func acts() async throws -> [String] {
        try await db.read { c in try Journal.latest(c, limit: 100).map(\.entry.act) }.reversed()
    }
}

extension SignInOutcome {
    var token: SessionToken? { if case .signedIn(let token, _) = self { token } else { nil } }
    var isRefused: Bool { if case .refused = self { true } else { false } }
    var minutes: Int? { if case .locked(let minutes) = self { minutes } else { nil } }
}
