internal import Foundation
public import Kernel
public import Store

/// The tokens of domain systems, in the `platform` database: the acts that make, use and revoke them.
public enum SystemTokens {
    /// Makes a token; its secret is told this once and cannot be had again.
    ///
    /// - Throws: `Problems` of the form.
    public static func issue(
        _ c: any SQLConnection, _ new: NewSystemToken, by performer: Performer, at now: Instant
    ) throws -> (token: SystemToken, secret: SystemSecret) {
        var new = new
        new.name = new.name.trimmingCharacters(in: .whitespacesAndNewlines)
        let problems = new.problems()
        guard problems.isEmpty else { throw Problems(problems) }
        let secret = SystemSecret()
        let expires = now.adding(seconds: Int64(new.days) * 86_400)
        let scopes = new.scopes.map(\.rawValue).sorted().joined(separator: " ")
        let token = try c.first(
            """
            INSERT INTO api_token (office, name, prefix, secret_sha256, scopes, guardian, guardian_name, created_at, created_by, expires_at)
            VALUES (\(new.office), \(new.name), \(secret.prefix), \(secret.fingerprint), \(scopes), \(new.guardian), \(new.guardianName), \(now),
                \(performer.name), \(expires))
            RETURNING *
            """, decode)
        guard let token else { throw Problem(.internalFault, "Nie udało się utworzyć klucza. Spróbuj ponownie.", cause: "no row") }
        try Journal.append(
            c,
            JournalEntry(
                actor: performer.id, act: "klucz-systemu-nowy", object: object(token.id),
                after: "\(token.office); \(token.name); \(token.prefix); \(scopes); opiekun \(token.guardianName); do \(expires)"), at: now)
        return (token, secret)
    }

    /// Ends a token at once.
    public static func revoke(
        _ c: any SQLConnection, _ id: SystemTokenID, office: OfficeID, reason: String, by performer: Performer, at now: Instant
    ) throws {
        let reason = reason.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !reason.isEmpty else { throw Problems([Problem(.invalidInput, "Podaj powód odwołania", field: "powod")]) }
        guard reason.count <= 500 else { throw Problems([Problem(.invalidInput, "Skróć powód do 500 znaków", field: "powod")]) }
        let changed = try c.execute(
            """
            UPDATE api_token SET revoked_at = \(now), revoked_by = \(performer.name), revoke_reason = \(reason)
            WHERE id = \(id) AND office = \(office) AND revoked_at IS NULL
            """)
        guard changed == 1 else { throw Problem(.conflict, "Tego klucza nie ma albo już go odwołano. Odśwież listę.") }
        try Journal.append(c, JournalEntry(actor: performer.id, act: "klucz-systemu-odwołanie", object: object(id), reason: reason), at: now)
    }

    /// The token a secret belongs to, whatever its state; `nil` for a secret that is none of ours.
    public static func find(_ c: any SQLConnection, _ secret: SystemSecret) throws -> SystemToken? {
        let found = try c.first("SELECT * FROM api_token WHERE prefix = \(secret.prefix)") { (try decode($0), try $0.text("secret_sha256")) }
        guard let found, secret.matches(found.1) else { return nil }
        return found.0
    }

    /// How old a note of use may be before it is written anew, in milliseconds: a busy system costs one write an hour.
    static let coarseness: Int64 = 3_600_000

    public static func isUseWorthNoting(_ token: SystemToken, at now: Instant) -> Bool {
        token.lastUsedAt.map { now.milliseconds - $0.milliseconds >= coarseness } ?? true
    }

    /// Notes that the token was used, to the hour.
    public static func noteUse(_ c: any SQLConnection, _ token: SystemToken, at now: Instant) throws {
        let hour = Instant(milliseconds: now.milliseconds - now.milliseconds % coarseness)
        try c.execute("UPDATE api_token SET last_used_at = \(hour) WHERE id = \(token.id) AND (last_used_at IS NULL OR last_used_at < \(hour))")
    }

    /// The tokens of an office, newest first; those that ended as well.
    public static func list(_ c: any SQLConnection, office: OfficeID, before: SystemTokenID? = nil, limit: Int = 100) throws -> [SystemToken] {
        try c.query(
            """
            SELECT * FROM api_token WHERE office = \(office) AND id < \(before?.number ?? .max)
            ORDER BY id \(sql: c.dialect.descending) LIMIT \(limit)
            """, decode)
    }

    /// The name of a token in the journal.
    public static func object(_ id: SystemTokenID) -> String { "klucz-systemu:\(id)" }

    private static func decode(_ row: any SQLRow) throws -> SystemToken {
        SystemToken(
            id: try row.id("id"), office: try row.parsed("office"), name: try row.text("name"), prefix: try row.text("prefix"),
            scopes: Set(try row.text("scopes").split(separator: " ").compactMap { SystemScope(rawValue: String($0)) }),
            guardian: try row.int("guardian"), guardianName: try row.text("guardian_name"), createdAt: try row.instant("created_at"),
            createdBy: try row.text("created_by"), expiresAt: try row.instant("expires_at"), lastUsedAt: try row.instantOrNil("last_used_at"),
            revokedAt: try row.instantOrNil("revoked_at"), revokedBy: try row.textOrNil("revoked_by") ?? "",
            revokeReason: try row.textOrNil("revoke_reason") ?? "")
    }
}

extension SystemTokens {
    /// The table of the `platform` database.
    public static let migrations: [Migration] = [
        Migration("identity-0010-api-tokens") { d in
            let id: SQL = d == .sqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT" : d.identity
            return [
                """
                CREATE TABLE api_token (
                    id \(sql: id),
                    office TEXT NOT NULL,
                    name TEXT NOT NULL,
                    prefix TEXT NOT NULL UNIQUE,
                    secret_sha256 TEXT NOT NULL,
                    scopes TEXT NOT NULL,
                    guardian \(sql: d.integer) NOT NULL,
                    guardian_name TEXT NOT NULL,
                    created_at \(sql: d.integer) NOT NULL,
                    created_by TEXT NOT NULL,
                    expires_at \(sql: d.integer) NOT NULL,
                    last_used_at \(sql: d.integer),
                    revoked_at \(sql: d.integer),
                    revoked_by TEXT,
                    revoke_reason TEXT
                )\(sql: d.strict)
                """,
                "CREATE INDEX api_token_of_office ON api_token (office, id)",
            ]
        }
    ]
}
