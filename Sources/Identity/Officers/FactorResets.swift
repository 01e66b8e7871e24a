public import Kernel
public import Store

/// Taking away the second factors of an officer who lost them (wyzerowanie drugiego składnika): one asks, another checks and does it.
///
/// The officer asks after the password was right, or an administrator asks; a second person, an administrator of the same office, carries
/// it out. Nobody gains an account alone: the administrator who set the present password does not carry out what was asked with it.
/// Source: ASVS 5.0, 2.3.x, 6.4.3–6.4.4.
public struct FactorReset: Sendable, Hashable {
    public var id: Int64
    public var account: AccountID
    public var office: OfficeID
    public var requestedBy: String
    public var reason: String
    public var requestedAt: Instant
    public var endsAt: Instant

    /// The officer asked, not an administrator.
    public var isOwn: Bool { requestedBy == FactorOwner.officer(account).description }
}

public enum FactorResets {
    /// A request that nobody carried out is void after three days, in seconds.
    static let lastsSeconds: Int64 = 3 * 86_400

    /// - Throws: `Problem` `.conflict` where somebody has asked already.
    public static func ask(_ c: any SQLConnection, for account: Account, by performer: Performer, reason typed: String, at now: Instant) throws {
        let reason = typed.trimmedSpace
        guard !reason.isEmpty else { throw Problem(.invalidInput, "Napisz, co się stało.", field: "reason") }
        guard try !FactorChange.held(c, .officer(account.id)).isEmpty else {
            throw Problem(.conflict, "To konto nie ma drugiego składnika.", cause: "no factor")
        }
        try c.execute("UPDATE factor_reset SET closed_at = \(now), is_done = 0 WHERE account = \(account.id) AND closed_at IS NULL AND ends_at <= \(now)")
        let inserted = try c.execute(
            """
            INSERT INTO factor_reset (account, office, requested_by, reason, requested_at, ends_at)
            VALUES (\(account.id), \(account.office), \(performer.id), \(String(reason.prefix(500))), \(now), \(now.adding(seconds: lastsSeconds)))
            ON CONFLICT DO NOTHING
            """)
        guard inserted == 1 else { throw Problem(.conflict, "Prośba już czeka na administratora.", cause: "asked before") }
        try Journal.append(
            c, JournalEntry(actor: performer.id, act: "factors-reset-asked", object: account.performer.id, reason: String(reason.prefix(500))), at: now)
    }

    /// The requests of an office that wait.
    public static func open(_ c: any SQLConnection, of office: OfficeID, at now: Instant) throws -> [FactorReset] {
        try c.query(
            """
            SELECT id, account, office, requested_by, reason, requested_at, ends_at FROM factor_reset
            WHERE office = \(office) AND closed_at IS NULL AND ends_at > \(now) ORDER BY id \(sql: c.dialect.ascending)
            """
        ) {
            FactorReset(
                id: try $0.int("id"), account: AccountID(try $0.int("account")), office: try $0.parsed("office"), requestedBy: try $0.text("requested_by"),
                reason: try $0.text("reason"), requestedAt: try $0.instant("requested_at"), endsAt: try $0.instant("ends_at"))
        }
    }

    /// Why this administrator may not carry the request out; `nil` where he may.
    public static func refusal(_ c: any SQLConnection, _ reset: FactorReset, by administrator: Account) throws -> String? {
        guard administrator.may(.manageUsers), administrator.office == reset.office else { return "Konta prowadzi administrator tego urzędu." }
        if administrator.id == reset.account { return "Nikt nie zeruje własnego składnika. Poproś innego administratora." }
        if administrator.performer.id == reset.requestedBy { return "To Twoja prośba. Wykona ją inny administrator." }
        if reset.isOwn, try AccountStore.passwordBy(c, reset.account) == administrator.performer.id {
            return "Hasło tej osoby ustawiłeś sam, więc prośbę wykona inny administrator."
        }
        return nil
    }

    /// Carries the request out; sessions of the account end and the next sign-in begins anew.
    ///
    /// - Parameter check: how the person's identity was checked.
    public static func carryOut(_ c: any SQLConnection, _ id: Int64, by administrator: Account, check: String, at now: Instant) throws -> Ruling<FactorReset> {
        let reset = try find(c, id, administrator, at: now)
        if let words = try refusal(c, reset, by: administrator) {
            try Journal.append(
                c, JournalEntry(actor: administrator.performer.id, act: "factors-reset-refused", object: "konto:\(reset.account)", after: "czworo oczu"), at: now)
            return .refused(Problem(.forbidden, words, cause: "four eyes"))
        }
        try FactorChange.reset(c, .officer(reset.account), by: administrator.performer, reason: check, at: now)
        try SignInFailureStore.clear(c, AuthorisationChallenges.guesses(.officer(reset.account)))
        try close(c, id, isDone: true, by: administrator, at: now)
        return .done(reset)
    }

    public static func decline(_ c: any SQLConnection, _ id: Int64, by administrator: Account, reason: String, at now: Instant) throws {
        let reset = try find(c, id, administrator, at: now)
        guard administrator.may(.manageUsers), administrator.office == reset.office else { throw Problem(.forbidden, "Konta prowadzi administrator tego urzędu.") }
        guard !reason.trimmedSpace.isEmpty else { throw Problem(.invalidInput, "Podaj powód odmowy.", field: "reason") }
        try close(c, id, isDone: false, by: administrator, at: now)
        try Journal.append(
            c, JournalEntry(actor: administrator.performer.id, act: "factors-reset-declined", object: "konto:\(reset.account)", reason: reason.trimmedSpace), at: now)
    }

    private static func find(_ c: any SQLConnection, _ id: Int64, _ administrator: Account, at now: Instant) throws -> FactorReset {
        guard let reset = try open(c, of: administrator.office, at: now).first(where: { $0.id == id }) else {
            throw Problem(.notFound, "Tej prośby już nie ma. Odśwież stronę.")
        }
        return reset
    }

    private static func close(_ c: any SQLConnection, _ id: Int64, isDone: Bool, by administrator: Account, at now: Instant) throws {
        try c.execute("UPDATE factor_reset SET closed_at = \(now), closed_by = \(administrator.performer.id), is_done = \(isDone) WHERE id = \(id) AND closed_at IS NULL")
    }
}
