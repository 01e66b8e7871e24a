public import Kernel
internal import Law
public import Store

/// Asks the population register about new applications and follows its changes.
///
/// Source: act on informatisation (t.j. Dz.U. 2024 poz. 307) art. 20ad: automatic check, automatic update, invalidation on death.
public struct RegisterWatch: Sendable {
    let platform: any Database
    let register: any PopulationRegister
    let keys: IdentityKeys
    let applications: ProfileApplications
    let profiles: TrustedProfiles
    let people: People

    public init(platform: any Database, register: any PopulationRegister, keys: IdentityKeys, rules: ProfileRules = .standard) {
        self.platform = platform
        self.register = register
        self.keys = keys
        applications = ProfileApplications(rules: rules)
        profiles = TrustedProfiles(keys: keys, rules: rules)
        people = People(keys: keys)
    }

    public struct Summary: Sendable, Hashable {
        public var checked = 0
        public var changed = 0
        /// Why the rest waits; `nil` when the register answered.
        public var problem: String?
    }

    /// One round. A register that does not answer stops it; everything else waits for the next.
    public func round(limit: Int = 50, at now: Instant) async throws -> Summary {
        var summary = Summary()
        do {
            try await check(limit: limit, &summary, at: now)
            try await follow(limit: limit, &summary, at: now)
            if try await platform.read(RegisterStanding.outage) != nil { try await platform.write { c in try RegisterStanding.answered(c, at: now) } }
        } catch let problem as Problem where problem.code == .unavailable {
            summary.problem = problem.message
            try await platform.write { c in try RegisterStanding.failed(c, problem, at: now) }
        }
        return summary
    }

    private func check(limit: Int, _ summary: inout Summary, at now: Instant) async throws {
        let waiting = try await platform.read { c in
            try applications.toCheck(c, limit: limit).compactMap { application in
                try application.applicant.map { (application.id, PopulationQuery(pesel: try keys.open($0.pesel), name: $0.name, birthday: $0.birthday)) }
            }
        }
        for (id, query) in waiting {
            let answer = try await register.check(query)
            try await platform.write { c in try applications.checked(c, id, answer, at: now) }
            summary.checked += 1
        }
    }

    private func follow(limit: Int, _ summary: inout Summary, at now: Instant) async throws {
        let seen = try await platform.read { c in try Self.position(c) }
        for change in try await register.changes(after: seen, limit: limit) {
            // The position moves in the transaction of the change itself, so nothing is done twice or missed.
            let done = try await platform.write { c in
                guard change.position > (try Self.position(c)) else { return false }
                try apply(c, change, at: now)
                try c.execute(
                    "INSERT INTO register_cursor (one, seen) VALUES (1, \(change.position)) ON CONFLICT (one) DO UPDATE SET seen = excluded.seen")
                return true
            }
            if done { summary.changed += 1 }
        }
    }

    private static func position(_ c: any SQLConnection) throws -> Int64 {
        try c.first("SELECT seen FROM register_cursor WHERE one = 1") { try $0.int("seen") } ?? 0
    }

    private func apply(_ c: any SQLConnection, _ change: PopulationChange, at now: Instant) throws {
        guard let person = try people.find(c, pesel: change.pesel) else { return }
        let source = "rejestr PESEL", by = ProfileApplications.register
        switch change.what {
        case .named(let name):
            let new = try people.correct(c, person.id, PersonCorrection(name: name), source: source, by: by, at: now)
            try profiles.update(c, person: new, by: by, at: now)
        case .renumbered(let pesel):
            if try people.find(c, pesel: pesel) != nil {
                // Two of our people would become one; a person has to look at it.
                try Journal.append(
                    c, JournalEntry(actor: by.id, act: "register-change-refused", object: person.object, after: "PESEL of another person"), at: now)
                return
            }
            let new = try people.correct(c, person.id, PersonCorrection(pesel: pesel), source: source, by: by, at: now)
            try profiles.update(c, person: new, by: by, at: now)
        case .restricted(let since):
            try PESELRestrictions.set(c, person.id, since: since)
            let act = since == nil ? "pesel-restriction-lifted" : "pesel-restricted"
            try Journal.append(c, JournalEntry(actor: by.id, act: act, object: person.object, after: since?.description), at: now)
        case .died(let day):
            try people.correct(c, person.id, PersonCorrection(diedOn: day), source: source, by: by, at: now)
            try profiles.endAll(c, try profiles.list(c, of: person.id), .death, by: by, at: now)
            for account in try CitizenAccountStore.list(c, of: person.id) where account.state.opens {
                try CitizenAccountStore.set(c, account.id, .disabled, at: now)
                try CitizenSessions.endAll(c, of: account.id, by: by, at: now)
                try PendingSignIn.endAll(c, account.owner)
                let entry = JournalEntry(actor: by.id, act: "citizen-account-disabled", object: account.owner.description, reason: "zgon")
                try Journal.append(c, entry, at: now)
            }
        }
    }
}
