internal import Cryptography
public import Kernel

/// What a round of migrating did.
public struct MigrationSummary: Sendable, Hashable {
    /// Ids applied now, in order.
    public var applied: [String]
    /// Ids that had been applied before.
    public var present: [String]
}

/// Brings a database forward to what the program knows, one transaction for each migration.
public struct Migrator: Sendable {
    public var migrations: [Migration]

    public init(_ migrations: [Migration]) { self.migrations = migrations }

    /// - Throws: `Problem` where an applied migration was edited later, where the database is newer than the program, or where the
    ///   program's own list is wrong; `SQLError` where a statement fails.
    @discardableResult
    public func migrate(_ db: any Database, now: Instant) async throws -> MigrationSummary {
        try checkList()
        let dialect = db.dialect
        let fingerprints = migrations.map { ($0, Self.fingerprint($0.statements(dialect))) }
        let present = try await prepare(db)
        try check(present, against: fingerprints)
        var summary = MigrationSummary(applied: [], present: present.map(\.id))
        let known = Set(summary.present)
        for (migration, hash) in fingerprints where !known.contains(migration.id) {
            let wasApplied = try await db.write { c in
                try Self.lock(c)
                // Another process may have been faster.
                let recorded = try Self.recorded(c)
                if recorded.contains(where: { $0.id == migration.id }) { return false }
                for statement in migration.statements(c.dialect) { try c.execute(statement) }
                try c.execute(
                    """
                    INSERT INTO schema_migration (id, position, sha256, applied_at)
                    VALUES (\(migration.id), \(recorded.count + 1), \(hash), \(now))
                    """
                )
                return true
            }
            if wasApplied { summary.applied.append(migration.id) } else { summary.present.append(migration.id) }
        }
        return summary
    }

    /// The migrations that `migrate` would apply, after the same checks; changes nothing but the list's own table.
    public func pending(_ db: any Database) async throws -> [String] {
        try checkList()
        let dialect = db.dialect
        let present = try await prepare(db)
        try check(present, against: migrations.map { ($0, Self.fingerprint($0.statements(dialect))) })
        let known = Set(present.map(\.id))
        return migrations.map(\.id).filter { !known.contains($0) }
    }

    private struct Recorded: Sendable {
        var id: String
        var sha256: String
    }

    private func checkList() throws {
        guard Set(migrations.map(\.id)).count == migrations.count else {
            throw Problem(.internalFault, "Program zawiera dwie migracje o tej samej nazwie. Powiadom dostawcę.", cause: "duplicate migration id")
        }
    }

    /// - Returns: what was applied, in order.
    private func prepare(_ db: any Database) async throws -> [Recorded] {
        if let recorded = try? await db.read(Self.recorded) { return recorded }
        do {
            return try await db.write { c in
                try c.execute(
                    """
                    CREATE TABLE IF NOT EXISTS schema_migration (
                        id TEXT NOT NULL PRIMARY KEY, position \(sql: c.dialect.integer) NOT NULL UNIQUE,
                        sha256 TEXT NOT NULL, applied_at \(sql: c.dialect.integer) NOT NULL
                    )\(sql: c.dialect.strict)
                    """
                )
                return try Self.recorded(c)
            }
        } catch {
            // PostgreSQL refuses the slower of two that make the same table at once, even with IF NOT EXISTS.
            if let recorded = try? await db.read(Self.recorded) { return recorded }
            throw error
        }
    }

    private func check(_ present: [Recorded], against known: [(Migration, String)]) throws {
        let hashes = Dictionary(known.map { ($0.0.id, $0.1) }, uniquingKeysWith: { first, _ in first })
        for row in present {
            guard let hash = hashes[row.id] else {
                throw Problem(
                    .conflict,
                    "Baza danych pochodzi z nowszej wersji programu (zmiana „\(row.id)”). Zainstaluj nowszą wersję e-Urzędu.",
                    cause: "unknown migration \(row.id)"
                )
            }
            guard hash == row.sha256 else {
                throw Problem(
                    .conflict,
                    "Zmiana schematu „\(row.id)” różni się od tej, którą wykonano w bazie. Zainstaluj oryginalną wersję e-Urzędu.",
                    cause: "migration \(row.id) was edited after it had been applied"
                )
            }
        }
    }

    private static func recorded(_ c: any SQLConnection) throws -> [Recorded] {
        try c.query("SELECT id, sha256 FROM schema_migration ORDER BY position \(sql: c.dialect.ascending)") {
            Recorded(id: try $0.text("id"), sha256: try $0.text("sha256"))
        }
    }

    /// Two processes never migrate one database at once.
    ///
    /// On PostgreSQL a table lock and not an advisory one: under SERIALIZABLE, `SELECT pg_advisory_xact_lock` would fix what the transaction
    /// sees before it has waited; `LOCK TABLE` waits first.
    private static func lock(_ c: any SQLConnection) throws {
        switch c.dialect {
        case .sqlite: break
        case .postgres: try c.execute("LOCK TABLE schema_migration IN EXCLUSIVE MODE")
        }
    }

    /// SHA-256 over the statements, each with its length, and their values.
    static func fingerprint(_ statements: [SQL]) -> String {
        var bytes: [UInt8] = []
        func append(_ field: some Collection<UInt8>) {
            withUnsafeBytes(of: Int64(field.count).bigEndian) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: field)
        }
        for statement in statements {
            append(statement.text.utf8)
            for value in statement.values {
                switch value {
                case .null: append("n".utf8)
                case .int(let v): append("i\(v)".utf8)
                case .text(let v): append("t\(v)".utf8)
                case .blob(let v): append([UInt8(ascii: "b")] + v)
                }
            }
        }
        return ContentHash(of: bytes).description
    }
}
