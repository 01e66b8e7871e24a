public import Kernel
public import Store

/// Citizens' accounts: opening, passwords, closing, and the end of unused ones.
public struct CitizenAccounts: Sendable {
    let passwords: PasswordHasher
    public let rules: AccountState.Rules

    public init(passwords: PasswordHasher, rules: AccountState.Rules = .standard) {
        self.passwords = passwords
        self.rules = rules
    }

    /// The slow part of a new password, before the transaction.
    /// - Parameter words: what the person and the house are called; a password made of them is refused.
    public func hash(_ password: String, avoiding words: [String]) async throws -> PasswordText {
        if let problem = PasswordPolicy.problem(password, avoiding: words) { throw Problems([problem]) }
        return PasswordText(kept: try await passwords.hash(password))
    }

    /// A password ready to be kept.
    public struct PasswordText: Sendable {
        let kept: String
    }

    /// Opens an account. A user id is given once for ever: one whose account was deleted is refused too.
    public func open(
        _ c: any SQLConnection, _ person: PersonID, userID typed: String, password: PasswordText, by performer: Performer, at now: Instant
    ) throws -> CitizenAccount {
        guard let userID = UserID(typed) else {
            throw Problem(
                .invalidInput, "Identyfikator ma od 3 do 64 znaków: litery bez polskich znaków, cyfry, kropkę, łącznik lub podkreślenie.", field: "userID")
        }
        guard try CitizenAccountStore.id(c, userID) == nil else {
            throw Problem(.conflict, "Ten identyfikator jest zajęty. Wybierz inny.", field: "userID", cause: "user id given before")
        }
        guard try PersonStore.find(c, person) != nil else { throw Problem(.notFound, "Nie ma takiej osoby.") }
        let account = try CitizenAccountStore.insert(c, person, userID, passwordHash: password.kept, at: now)
        try note(c, account.id, "citizen-account-opened", after: Person.object(person), by: performer, at: now)
        return account
    }

    public func find(_ c: any SQLConnection, _ id: CitizenAccountID) throws -> CitizenAccount? { try CitizenAccountStore.find(c, id) }

    public func list(_ c: any SQLConnection, of person: PersonID) throws -> [CitizenAccount] { try CitizenAccountStore.list(c, of: person) }

    /// A new password; ends every session of the account. The caller has authorised it by a second factor.
    public func setPassword(
        _ c: any SQLConnection, _ id: CitizenAccountID, _ password: PasswordText, by performer: Performer, at now: Instant
    ) throws {
        try CitizenAccountStore.setPassword(c, id, hash: password.kept, at: now)
        try SessionStore.endAll(c, citizen: id)
        try PendingSignIn.endAll(c, .citizen(id))
        try note(c, id, "password-changed", by: performer, at: now)
    }

    /// Shuts the account and ends its sessions at once.
    public func disable(_ c: any SQLConnection, _ id: CitizenAccountID, by performer: Performer, reason: String, at now: Instant) throws {
        guard let account = try CitizenAccountStore.find(c, id), account.state.opens else { return }
        try CitizenAccountStore.set(c, id, .disabled, at: now)
        try SessionStore.endAll(c, citizen: id)
        try PendingSignIn.endAll(c, .citizen(id))
        try note(c, id, "citizen-account-disabled", reason: reason, by: performer, at: now)
    }

    /// Opens a shut account again.
    public func enable(_ c: any SQLConnection, _ id: CitizenAccountID, by performer: Performer, reason: String, at now: Instant) throws {
        guard let account = try CitizenAccountStore.find(c, id), account.state == .disabled else {
            throw Problem(.conflict, "To konto nie jest zablokowane.")
        }
        try CitizenAccountStore.set(c, id, .active, at: now)
        try note(c, id, "citizen-account-enabled", reason: reason, by: performer, at: now)
    }

    /// Deletes the account for good: nothing opens it, its addresses are forgotten, its id stays taken.
    ///
    /// Profiles of the account have to be ended by the caller (`TrustedProfiles.end(…, .accountDeleted)`).
    public func delete(_ c: any SQLConnection, _ id: CitizenAccountID, by performer: Performer, reason: String, at now: Instant) throws {
        guard let account = try CitizenAccountStore.find(c, id), account.state != .deleted else { return }
        try CitizenAccountStore.set(c, id, .deleted, at: now)
        try CitizenAccountStore.setPassword(c, id, hash: "", at: now)
        try SessionStore.endAll(c, citizen: id)
        try PendingSignIn.endAll(c, .citizen(id))
        try ContactFactors.removeAll(c, account.owner, at: now)
        try note(c, id, "citizen-account-deleted", reason: reason, by: performer, at: now)
    }

    /// Accounts that something has to be done about, a page at a time, with what.
    public func duties(
        _ c: any SQLConnection, _ duty: AccountState.Duty, after last: CitizenAccountID? = nil, limit: Int = 100, at now: Instant
    ) throws -> [CitizenAccount] {
        let pause = now.adding(seconds: -rules.noticeDays * 86_400)
        return switch duty {
        case .firstNotice:
            try CitizenAccountStore.waiting(c, state: "active", before: now.adding(years: -rules.unusedYears), after: last, limit: limit)
        case .secondNotice: try CitizenAccountStore.waiting(c, state: "noticed", before: pause, after: last, limit: limit)
        case .deletion: try CitizenAccountStore.waiting(c, state: "noticed-twice", before: pause, after: last, limit: limit)
        }
    }

    /// Notes that a notice went out.
    public func noticed(_ c: any SQLConnection, _ id: CitizenAccountID, _ duty: AccountState.Duty, at now: Instant) throws {
        guard let account = try CitizenAccountStore.find(c, id),
            account.state.duty(usedAt: account.usedAt, isHeld: false, rules: rules, at: now) == duty, duty != .deletion
        else { throw Problem(.conflict, "Dla tego konta nie ma teraz powiadomienia.", cause: "no such duty") }
        try CitizenAccountStore.set(c, id, duty == .firstNotice ? .noticed(at: now) : .noticedTwice(at: now), at: now)
        try note(c, id, "disuse-noticed", after: duty == .firstNotice ? "1" : "2", by: Self.system, at: now)
    }

    static let system = Performer(id: "system:konta", name: "przegląd kont")

    private func note(
        _ c: any SQLConnection, _ id: CitizenAccountID, _ act: String, after: String? = nil, reason: String? = nil, by performer: Performer, at now: Instant
    ) throws {
        let object = FactorOwner.citizen(id).description
        try Journal.append(c, JournalEntry(actor: performer.id, act: act, object: object, after: after, reason: reason), at: now)
    }
}
