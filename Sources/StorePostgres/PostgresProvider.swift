public import Store

/// Databases as schemas of one PostgreSQL database, over one pool of connections.
public final class PostgresProvider: DatabaseProvider {
    private let pool: PostgresPool

    /// - Parameter conninfo: as libpq takes it, for example `host=/run/postgresql dbname=eurzad`.
    /// - Parameter connections: threads and connections, at least 1.
    /// - Parameter statementTimeoutSeconds: a statement that takes longer is cancelled.
    public init(conninfo: String, connections: Int, statementTimeoutSeconds: Int = 60) {
        let options = "-c statement_timeout=\(statementTimeoutSeconds)s -c idle_in_transaction_session_timeout=\(statementTimeoutSeconds)s"
        let isURI = conninfo.hasPrefix("postgres://") || conninfo.hasPrefix("postgresql://")
        // A URI names its own options.
        pool = PostgresPool(conninfo: isURI ? conninfo : "\(conninfo) options='\(options)'", connections: connections)
    }

    /// - Throws: `SQLError` `.connection` where the server does not answer.
    public func open(_ name: DatabaseName) async throws -> any Database {
        try await open(schema: name.description.replacing("-", with: "_"))
    }

    /// Opens one schema by name, and makes it where it is missing.
    func open(schema: String) async throws -> PostgresDatabase {
        _ = try await pool.transaction("BEGIN") { c in try c.execute("CREATE SCHEMA IF NOT EXISTS \(identifier: schema)") }
        return PostgresDatabase(pool: pool, schema: schema)
    }

    /// Removes a database with everything in it.
    func drop(_ name: DatabaseName) async throws {
        let schema = name.description.replacing("-", with: "_")
        _ = try await pool.transaction("BEGIN") { c in try c.execute("DROP SCHEMA IF EXISTS \(identifier: schema) CASCADE") }
    }

    public func close() async throws { try await pool.close() }
}
