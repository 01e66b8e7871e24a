import Foundation
import Identity
import Kernel
import Law
import Store
import StoreSQLite

/// Signing in with a code, beside what one password costs, and looking a person up by PESEL among many profiles.
enum PeopleBench {
    private static let phrase = "zielony rower nad stawem"

    static func run(_ directory: String, count: Int) async throws {
        let db = try await SQLiteProvider(directory: directory).open(.platform)
        _ = try await Migrator(StoreMigrations.all + IdentityMigrations.all + OneTimeKeyMigrations.all).migrate(db, now: TimeSource.system.now)
        let keys = IdentityKeys.generate()
        try await fill(db, keys, count)
        try await lookUp(db, keys, count)
        try await signIn(db, keys)
        try await db.close()
    }

    /// A valid number for each n below a million: the day changes every ten thousand.
    private static func pesel(_ n: Int) -> PESEL? {
        let day = Day(daysSince1970: n / 10_000).components
        func padded(_ value: Int, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: width - text.count) + text
        }
        let digits = padded(day.year % 100, 2) + padded(day.month, 2) + padded(day.day, 2) + padded(n % 10_000, 4)
        let sum = zip(digits.utf8, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]).reduce(0) { $0 + Int($1.0 - 48) * $1.1 }
        return PESEL(digits + String((10 - sum % 10) % 10))
    }

    /// Rows as a profile leaves them; the sealed number itself is not opened by what is measured.
    private static func fill(_ db: any Database, _ keys: IdentityKeys, _ count: Int) async throws {
        let now = TimeSource.system.now, end = now.adding(seconds: 3 * 365 * 86_400), box = [UInt8](repeating: 7, count: 39)
        for start in stride(from: 0, to: count, by: 5_000) {
            try await db.write { c in
                for n in start..<min(start + 5_000, count) {
                    guard let number = pesel(n) else { continue }
                    let hash = keys.hash(number), id = Int64(n + 1)
                    try c.execute(
                        """
                        INSERT INTO person (id, given_names, surname, sort_key, birthday, pesel_box, pesel_hash, created_at)
                        VALUES (\(id), 'Anna', 'Lis', 'lis anna', \(number.birthday), \(box), \(hash), \(now))
                        """
                    )
                    try c.execute(
                        """
                        INSERT INTO citizen_account (id, person, user_id, user_id_folded, password_hash, password_at, created_at, used_at, state, state_at)
                        VALUES (\(id), \(id), \("osoba.\(n)"), \("osoba.\(n)"), '', \(now), \(now), \(now), 'active', \(now))
                        """
                    )
                    try c.execute(
                        """
                        INSERT INTO trusted_profile (designation, account, user_id, person, given_names, surname, birthday, pesel_box, pesel_hash, factors,
                            method, confirmed_at, valid_from, valid_to, state)
                        VALUES (\("PZ\(n)"), \(id), \("osoba.\(n)"), \(id), 'Anna', 'Lis', \(number.birthday), \(box), \(hash), 'haslo', 'punkt', \(now), \(now),
                            \(end), 'active')
                        """
                    )
                }
            }
        }
    }

    private static func lookUp(_ db: any Database, _ keys: IdentityKeys, _ count: Int) async throws {
        let profiles = TrustedProfiles(keys: keys), now = TimeSource.system.now, clock = ContinuousClock()
        var random = SeededGenerator(seed: 7), times: [Double] = [], found = 0
        for _ in 0..<2_000 {
            guard let number = pesel(Int.random(in: 0..<count, using: &random)) else { continue }
            let start = clock.now
            if try await db.read({ c in try profiles.find(c, pesel: number, at: now) }) != nil { found += 1 }
            times.append(Measure.seconds(start.duration(to: clock.now)) * 1000)
        }
        Measure.line("pesel-found", String(found))
        tell("pesel", times)
    }

    private static func signIn(_ db: any Database, _ keys: IdentityKeys) async throws {
        let hasher = PasswordHasher(), clock = ContinuousClock()
        let accounts = CitizenAccounts(passwords: hasher), people = People(keys: keys), chief = Performer(id: "system:pomiar", name: "pomiar")
        let challenges = AuthorisationChallenges(
            keys: keys, rules: CodeRules(sends: RateLimit([.init(1_000_000, inSeconds: 600)])), randomDigits: { String(repeating: "7", count: $0) })
        let door = CitizenSignIn(platform: db, passwords: hasher, sessions: CitizenSessions(platform: db), challenges: challenges)
        let password = try await accounts.hash(phrase, avoiding: []), now = TimeSource.system.now
        try await db.write { c in
            guard let number = PESEL("03222800089") else { return }
            let person = try people.add(c, try NewPerson(name: try PersonName(given: "Anna", surname: "Lis"), pesel: number), by: chief, at: now)
            let account = try accounts.open(c, person.id, userID: "pomiar.logowania", password: password, by: chief, at: now)
            try c.execute(
                "INSERT INTO contact_factor (owner, kind, address, verified_at) VALUES (\(account.owner.description), \(FactorKind.phoneCode.rawValue), 'phone:+48600700800', \(now))"
            )
        }
        @Sendable func once(_ address: String) async throws {
            guard case .secondFactor(let token, _) = try await door.begin("pomiar.logowania", password: phrase, address: address, at: TimeSource.system.now) else {
                throw Problem(.internalFault, "Logowanie pomiaru się nie udało.")
            }
            _ = try await door.send(token, by: .phoneCode, at: TimeSource.system.now)
            _ = try await door.finish(token, code: "777777", by: .phoneCode, at: TimeSource.system.now)
        }
        let kept = try await hasher.hash(phrase)
        var floor: [Double] = [], times: [Double] = []
        for _ in 0..<40 {
            let start = clock.now
            _ = try await hasher.verify(phrase, against: kept)
            floor.append(Measure.seconds(start.duration(to: clock.now)) * 1000)
        }
        for _ in 0..<40 {
            let start = clock.now
            try await once("192.0.2.1")
            times.append(Measure.seconds(start.duration(to: clock.now)) * 1000)
        }
        tell("password", floor)
        tell("login", times)
        let start = clock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<8 { group.addTask { for _ in 0..<10 { try await once("192.0.2.\(lane + 10)") } } }
            try await group.waitForAll()
        }
        Measure.line("logins", String(format: "%.1f", 80 / Measure.seconds(start.duration(to: clock.now))))
    }

    private static func tell(_ name: String, _ times: [Double]) {
        let sorted = times.sorted()
        guard !sorted.isEmpty else { return }
        Measure.line("\(name)-p50", String(format: "%.2f", sorted[sorted.count / 2]))
        Measure.line("\(name)-p95", String(format: "%.2f", sorted[min(sorted.count - 1, sorted.count * 95 / 100)]))
    }
}
