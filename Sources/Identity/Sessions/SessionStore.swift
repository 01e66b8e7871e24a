internal import Kernel
internal import Store

/// The SQL of sessions; the `platform` database.
enum SessionStore {
    static func decode(_ row: any SQLRow) throws -> Session {
        Session(
            id: try row.int("session_id"), account: try row.intOrNil("session_account").map(AccountID.init), citizen: try row.idOrNil("session_citizen"),
            factors: factors(try row.textOrNil("session_factors") ?? ""), authenticatedAt: try row.instantOrNil("authenticated_at"), formKey: try row.bytes("form_key"),
            createdAt: try row.instant("session_created_at"), seenAt: try row.instant("seen_at"), idleSeconds: try row.int("idle_seconds"),
            endsAt: try row.instant("ends_at"), address: try row.text("address"), agent: try row.text("agent")
        )
    }

    private static let columns: SQL = """
        s.id AS session_id, s.account AS session_account, s.form_key, s.created_at AS session_created_at, s.seen_at, s.idle_seconds,
        s.ends_at, s.address, s.agent, s.citizen AS session_citizen, s.factors AS session_factors, s.authenticated_at
        """

    static func factors(_ text: String) -> Set<FactorKind> { Set(text.split(separator: ",").compactMap { FactorKind(rawValue: String($0)) }) }
    static func text(_ factors: Set<FactorKind>) -> String { factors.map(\.rawValue).sorted().joined(separator: ",") }

    static func insert(
        _ c: any SQLConnection, token: SessionToken, account: AccountID?, formKey: [UInt8], idleSeconds: Int64, lastsSeconds: Int64,
        address: String, agent: String, citizen: CitizenAccountID? = nil, factors: Set<FactorKind> = [], at now: Instant
    ) throws -> Session {
        let authenticatedAt = factors.isEmpty ? nil : now
        let ends = now.adding(seconds: lastsSeconds)
        let id = try c.first(
            """
            INSERT INTO session (token_sha256, account, form_key, created_at, seen_at, idle_seconds, ends_at, address, agent, citizen, factors, authenticated_at)
            VALUES (\(token.fingerprint), \(account), \(formKey), \(now), \(now), \(idleSeconds), \(ends), \(address), \(agent),
                \(citizen), \(text(factors)), \(authenticatedAt))
            RETURNING id
            """
        ) { try $0.int("id") }
        guard let id else { throw Problem(.internalFault, "Nie udało się rozpocząć sesji. Spróbuj jeszcze raz.", cause: "INSERT returned no id") }
        return Session(
            id: id, account: account, citizen: citizen, factors: factors, authenticatedAt: authenticatedAt, formKey: formKey, createdAt: now, seenAt: now,
            idleSeconds: idleSeconds, endsAt: ends,
            address: address, agent: agent
        )
    }

    /// The session with its account, alive or not.
    static func find(_ c: any SQLConnection, token: SessionToken) throws -> (Session, Account?)? {
        try c.first(
            """
            SELECT \(sql: columns), \(sql: AccountStore.columns)
            FROM session s LEFT JOIN account a ON a.id = s.account
            WHERE s.token_sha256 = \(token.fingerprint)
            """
        ) { row in
            let session = try decode(row)
            return (session, session.account == nil ? nil : try AccountStore.decode(row))
        }
    }

    static func touch(_ c: any SQLConnection, _ id: Int64, at now: Instant) throws {
        try c.execute("UPDATE session SET seen_at = \(now) WHERE id = \(id)")
    }

    /// The same as a unit of its own. Where nothing can be written, the person still reads: the session then only ends a little earlier.
    static func touch(_ platform: any Database, _ id: Int64, at now: Instant) async throws {
        do {
            try await platform.write { c in try touch(c, id, at: now) }
        } catch let error as SQLError where [.diskFull, .busy, .connection].contains(error.code) {}
    }

    static func list(_ c: any SQLConnection, account: AccountID) throws -> [Session] {
        try c.query(
            "SELECT \(sql: columns) FROM session s WHERE s.account = \(account) ORDER BY s.seen_at \(sql: c.dialect.descending), s.id \(sql: c.dialect.descending)",
            decode)
    }

    @discardableResult
    static func end(_ c: any SQLConnection, token: SessionToken) throws -> Bool {
        try c.execute("DELETE FROM session WHERE token_sha256 = \(token.fingerprint)") > 0
    }

    @discardableResult
    static func end(_ c: any SQLConnection, id: Int64, account: AccountID) throws -> Bool {
        try c.execute("DELETE FROM session WHERE id = \(id) AND account = \(account)") > 0
    }

    @discardableResult
    static func endAll(_ c: any SQLConnection, account: AccountID) throws -> Int {
        try c.execute("DELETE FROM session WHERE account = \(account)")
    }

    @discardableResult
    static func endAll(_ c: any SQLConnection, account: AccountID, except session: Int64) throws -> Int {
        try c.execute("DELETE FROM session WHERE account = \(account) AND id <> \(session)")
    }

    /// Any session by its number, alive or not.
    static func find(_ c: any SQLConnection, id: Int64) throws -> Session? {
        try c.first("SELECT \(sql: columns) FROM session s WHERE s.id = \(id)", decode)
    }

    // ── citizens ──

    static func findCitizen(_ c: any SQLConnection, token: SessionToken) throws -> (Session, CitizenAccount)? {
        try c.first(
            """
            SELECT \(sql: columns), \(sql: CitizenAccountStore.columns)
            FROM session s JOIN citizen_account k ON k.id = s.citizen
            WHERE s.token_sha256 = \(token.fingerprint)
            """
        ) { (try decode($0), try CitizenAccountStore.decode($0)) }
    }

    static func list(_ c: any SQLConnection, citizen: CitizenAccountID) throws -> [Session] {
        try c.query(
            "SELECT \(sql: columns) FROM session s WHERE s.citizen = \(citizen) ORDER BY s.seen_at \(sql: c.dialect.descending), s.id \(sql: c.dialect.descending)",
            decode)
    }

    @discardableResult
    static func end(_ c: any SQLConnection, id: Int64, citizen: CitizenAccountID) throws -> Bool {
        try c.execute("DELETE FROM session WHERE id = \(id) AND citizen = \(citizen)") > 0
    }

    @discardableResult
    static func endAll(_ c: any SQLConnection, citizen: CitizenAccountID) throws -> Int {
        try c.execute("DELETE FROM session WHERE citizen = \(citizen)")
    }

    /// A fresh proof within a session.
    static func proved(_ c: any SQLConnection, _ id: Int64, factors: Set<FactorKind>, at now: Instant) throws {
        try c.execute("UPDATE session SET factors = \(text(factors)), authenticated_at = \(now) WHERE id = \(id)")
    }

    static func sweep(_ c: any SQLConnection, at now: Instant) throws -> Int {
        try c.execute("DELETE FROM session WHERE ends_at <= \(now) OR seen_at + idle_seconds * 1000 <= \(now)")
    }
}
