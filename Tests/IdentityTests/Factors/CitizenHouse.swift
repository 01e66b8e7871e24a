import Identity
import Kernel
import Law
import Store
import Synchronization

/// Everything around citizens, with cheap passwords and known codes.
struct CitizenHouse {
    let db: any Database
    let keys = IdentityKeys.generate()
    let gateway = DemoCodeGateway()
    var people: People { People(keys: keys) }
    var accounts: CitizenAccounts { CitizenAccounts(passwords: PasswordHasher(cost: PasswordCost(logN: 4))) }
    var sessions: CitizenSessions { CitizenSessions(platform: db) }
    var challenges: AuthorisationChallenges {
        AuthorisationChallenges(
            keys: keys,
            randomDigits: { [counter] count in
                let n = counter.wrappingAdd(1, ordering: .relaxed).newValue
                let text = String(n)
                return String(repeating: "7", count: count - text.count) + text
            })
    }
    private let counter = Counting()
    var signIn: CitizenSignIn {
        CitizenSignIn(platform: db, passwords: PasswordHasher(cost: PasswordCost(logN: 4)), sessions: sessions, challenges: challenges)
    }

    init(_ db: any Database) { self.db = db }

    final class Counting: Sendable {
        private let value = Atomic(0)
        func wrappingAdd(_ n: Int, ordering: AtomicUpdateOrdering) -> (oldValue: Int, newValue: Int) { value.wrappingAdd(n, ordering: .relaxed) }
    }

    /// A person with an account and a confirmed telephone.
    func citizen(
        _ given: String = "Anna", _ surname: String = "Lis", _ pesel: PESEL = lis, userID: String = "anna.lis", phone: String = "600700800",
        at now: Instant = noon
    ) async throws -> CitizenAccount {
        let password = try await accounts.hash(phrase, avoiding: [])
        let account = try await db.write { c in
            let person = try people.add(c, try person(given, surname, pesel, mail: "\(userID)@poczta.example", phone: phone), by: chief, at: now)
            return try accounts.open(c, person.id, userID: userID, password: password, by: chief, at: now)
        }
        try await confirm(.phone(TelephoneNumber(phone)!), of: account, at: now)
        return account
    }

    func confirm(_ address: CodeAddress, of account: CitizenAccount, at now: Instant = noon) async throws {
        let authorisation = try await authorise(account, .confirmContact, address.fingerprint, to: address, at: now)
        let stepUp = try await stepUp(account, .setContact, address.description, at: now)
        try await db.write { c in
            try ContactFactors.add(c, account.owner, address, by: authorisation, stepUp: stepUp, performer: account.performer, at: now)
        }
    }

    /// By the telephone the account has; `nil` for an account without a factor.
    func stepUp(_ account: CitizenAccount, _ change: FactorChange, _ thing: String = "", at now: Instant = noon) async throws -> Authorisation? {
        let address = try await db.read { c in try ContactFactors.list(c, account.owner).first?.address }
        guard let address else { return nil }
        return try await authorise(account, .changeFactors, change.document(account.owner, thing), to: address, at: now)
    }

    /// Opens, shows, sends and enters the right code.
    func authorise(
        _ account: CitizenAccount, _ act: AuthorisedAct, _ document: ContentHash, to address: CodeAddress = .phone(TelephoneNumber("600700800")!),
        at now: Instant = noon
    ) async throws -> Authorisation {
        let challenges = challenges
        let (id, message) = try await db.write { c in
            let id = try challenges.open(c, account.owner, act, document: document, title: "Pismo", at: now)
            try challenges.shown(c, id, of: account.owner, at: now)
            return (id, try challenges.send(c, id, of: account.owner, to: address, at: now))
        }
        let code = code(try message.get())
        return try await db.write { c in
            try challenges.enter(c, id, of: account.owner, code: code, by: address.kind, act: act, document: document, at: now)
        }.get()
    }

    func code(_ message: CodeMessage) -> String { String(message.text.split(separator: " ").first { $0.first?.isNumber == true && $0.hasSuffix(".") }?.dropLast() ?? "") }
}
