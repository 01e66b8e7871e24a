public import Kernel
public import Store

/// Adding and changing accounts. Who may do it is decided before (`Permission.manageUsers`).
public struct Accounts: Sendable {
    let platform: any Database
    let passwords: PasswordHasher

    public init(platform: any Database, passwords: PasswordHasher) {
        self.platform = platform
        self.passwords = passwords
    }

    /// - Throws: `Problems` with one entry for each field to be mended; `Problem` `.conflict` for a login in use.
    public func add(_ new: NewAccount, password: String, by performer: Performer, at now: Instant) async throws -> Account {
        let problems = new.problems + [PasswordPolicy.problem(password, avoiding: [new.login, new.displayName])].compactMap(\.self)
        guard problems.isEmpty else { throw Problems(problems) }
        let tidy = new.tidy
        let hash = try await passwords.hash(password)
        return try await platform.write { c in
            let account = try AccountStore.insert(c, tidy, passwordHash: hash, by: performer, at: now)
            let rights = "\(account.office) \(account.login): \(AccountStore.text(account.roles))"
            try Journal.append(
                c, JournalEntry(actor: performer.id, act: "account-added", object: account.performer.id, before: nil, after: rights, reason: nil), at: now)
            return account
        }
    }

    public func find(_ id: AccountID) async throws -> Account? { try await platform.read { c in try AccountStore.find(c, id: id) } }

    public func find(login: String) async throws -> Account? {
        let login = Login.tidy(login)
        return try await platform.read { c in try AccountStore.find(c, login: login)?.account }
    }

    /// All accounts of an office, closed ones too, in Polish order of names.
    public func list(office: OfficeID) async throws -> [Account] { try await platform.read { c in try AccountStore.list(c, office: office) } }

    /// A new password; ends all sessions and pauses of the account.
    public func setPassword(_ id: AccountID, _ password: String, by performer: Performer, at now: Instant) async throws {
        guard let account = try await find(id) else { throw Self.unknown }
        if let problem = PasswordPolicy.problem(password, avoiding: [account.login, account.displayName]) { throw Problems([problem]) }
        let hash = try await passwords.hash(password)
        try await change(id, "password-changed", by: performer, at: now) { c, account in
            try AccountStore.setPassword(c, id, hash: hash, by: performer, at: now)
            try SessionStore.endAll(c, account: id)
            try PendingSignIn.endAll(c, .officer(id))
            try SignInFailureStore.clear(c, SignInFailureStore.subject(login: account.login))
            return nil
        }
    }

    public func setRoles(_ id: AccountID, _ roles: Set<OfficeRole>, by performer: Performer, reason: String? = nil, at now: Instant) async throws {
        guard !roles.isEmpty else { throw Problems([Problem(.invalidInput, "Zaznacz co najmniej jedną rolę.", field: "roles")]) }
        try await change(id, "roles-changed", by: performer, reason: reason, at: now) { c, account in
            try AccountStore.setRoles(c, id, roles)
            return (AccountStore.text(account.roles), AccountStore.text(roles))
        }
    }

    /// Closes the account for good and ends its sessions. Accounts are never deleted: the register names them.
    public func close(_ id: AccountID, by performer: Performer, reason: String? = nil, at now: Instant) async throws {
        try await change(id, "account-closed", by: performer, reason: reason, at: now) { c, _ in
            try AccountStore.close(c, id, at: now)
            try SessionStore.endAll(c, account: id)
            try PendingSignIn.endAll(c, .officer(id))
            return nil
        }
    }

    /// Ends the pause after wrong passwords and codes.
    public func unlock(_ id: AccountID, by performer: Performer, at now: Instant) async throws {
        try await change(id, "account-unlocked", by: performer, at: now) { c, account in
            try SignInFailureStore.clear(c, SignInFailureStore.subject(login: account.login))
            try SignInFailureStore.clear(c, AuthorisationChallenges.guesses(.officer(id)))
            return nil
        }
    }

    private static let unknown = Problem(.notFound, "Nie ma takiego konta. Sprawdź listę osób.")

    private func change(
        _ id: AccountID, _ act: String, by performer: Performer, reason: String? = nil, at now: Instant,
        _ body: @escaping @Sendable (any SQLConnection, Account) throws -> (before: String, after: String)?
    ) async throws {
        try await platform.write { c in
            guard let account = try AccountStore.find(c, id: id) else { throw Self.unknown }
            let difference = try body(c, account)
            try Journal.append(
                c,
                JournalEntry(
                    actor: performer.id, act: act, object: account.performer.id, before: difference?.before, after: difference?.after, reason: reason
                ),
                at: now
            )
        }
    }
}
