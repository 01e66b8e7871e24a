public import Store

/// One schema of a PostgreSQL database.
public final class PostgresDatabase: Database {
    private let pool: PostgresPool
    private let beginWrite: String
    private let beginRead: String

    init(pool: PostgresPool, schema: String) {
        self.pool = pool
        let path = "SET LOCAL search_path TO \"\(schema)\""
        // Never a session's own SET: it would outlive the lease and show the next office this one's tables.
        beginWrite = "BEGIN ISOLATION LEVEL SERIALIZABLE; \(path)"
        beginRead = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; \(path)"
    }

    public var dialect: Dialect { .postgres }

    public func read<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
        try await pool.transaction(beginRead, body)
    }

    @discardableResult
    public func write<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
        try await pool.transaction(beginWrite, body)
    }

    /// The connections belong to the provider; they are closed by it.
    public func close() async throws {}
}
