public import Store

/// Databases as schemas of one PostgreSQL database, over one pool of connections.
public final class PostgresProvider: DatabaseProvider {
    private let pool: PostgresPool
    private let schemaPrefix: String

    /// - Parameter conninfo: as libpq takes it, for example `host=/run/postgresql dbname=eurzad`.
    /// - Parameter connections: threads and connections, at least 1.
    /// - Parameter statementTimeoutSeconds: a statement that takes longer is cancelled.
    /// - Parameter schemaPrefix: put before the name of every schema, where several installations share a database.
    public init(conninfo: String, connections: Int, statementTimeoutSeconds: Int = 60, schemaPrefix: String = "") {
        self.schemaPrefix = schemaPrefix
        let options = "-c statement_timeout=\(statementTimeoutSeconds)s -c idle_in_transaction_session_timeout=\(statementTimeoutSeconds)s"
        let isURI = conninfo.hasPrefix("postgres://") || conninfo.hasPrefix("postgresql://")
        // A URI names its own options.
        pool = PostgresPool(conninfo: isURI ? conninfo : "\(conninfo) options='\(options)'", connections: connections)
    }

    /// - Throws: `SQLError` `.connection` where the server does not answer.
    public func open(_ name: DatabaseName) async throws -> any Database {
        let schema = schema(name)
        _ = try await pool.transaction("BEGIN") { c in try c.execute("CREATE SCHEMA IF NOT EXISTS \(identifier: schema)") }
        return PostgresDatabase(pool: pool, schema: schema)
    }

    private func schema(_ name: DatabaseName) -> String { schemaPrefix + name.description.replacing("-", with: "_") }

    /// Removes a database with everything in it.
    public func drop(_ name: DatabaseName) async throws {
        let schema = schema(name)
        _ = try await pool.transaction("BEGIN") { c in try c.execute("DROP SCHEMA IF EXISTS \(identifier: schema) CASCADE") }
    }

    public func close() async throws { try await pool.close() }
}
