internal import CLibPQ
internal import Store

/// One libpq connection, with its prepared statements.
///
/// Used by one thread at a time: `PostgresPool` lends it to a worker and takes it back, which is what makes it Sendable.
final class PostgresConnection: SQLConnection, @unchecked Sendable {
    private let conn: OpaquePointer
    private var prepared = PreparedStatements()
    private var depth = 0
    private(set) var failure: SQLError?

    init(conninfo: String) throws(SQLError) {
        guard let conn = PQconnectdb(conninfo) else { throw .lost("out of memory") }
        guard PQstatus(conn) == CONNECTION_OK else {
            PQfinish(conn)
            // The server's own words may hold names and addresses of the configuration.
            throw SQLError(code: .connection, message: "no connection to the PostgreSQL server", nativeCode: "08001")
        }
        self.conn = conn
        // Notices must not go to stderr.
        PQsetNoticeProcessor(conn, { _, _ in }, nil)
    }

    deinit { PQfinish(conn) }

    var dialect: Dialect { .postgres }
    var isHealthy: Bool { PQstatus(conn) == CONNECTION_OK }
    var isInTransaction: Bool { PQtransactionStatus(conn) != PQTRANS_IDLE }

    func execute(_ sql: SQL) throws(SQLError) -> Int {
        let result = try run(sql)
        defer { PQclear(result) }
        guard PQnfields(result) == 0 || !sql.isRead, let count = PQcmdTuples(result) else { return 0 }
        return Int(String(cString: count)) ?? 0
    }

    func query<T>(_ sql: SQL, _ decode: (any SQLRow) throws -> T) throws -> [T] {
        let result = try run(sql)
        defer { PQclear(result) }
        let n = PQntuples(result)
        guard n > 0 else { return [] }
        let row = PostgresRow(result)
        var out: [T] = []
        out.reserveCapacity(Int(n))
        for i in 0..<n {
            row.row = i
            out.append(try decode(row))
        }
        return out
    }

    func savepoint<T>(_ body: () throws -> T) throws -> T {
        depth += 1
        defer { depth -= 1 }
        let name = "inner_\(depth)"
        try control("SAVEPOINT \(name)")
        do {
            let result = try body()
            if let failure { throw failure }
            try control("RELEASE \(name)")
            return result
        } catch {
            // A lost race loses the whole transaction: it must be run again from its start.
            if let failure, failure.code == .busy || failure.code == .connection { throw failure }
            try control("ROLLBACK TO \(name); RELEASE \(name)")
            failure = nil
            throw error
        }
    }

    // MARK: for the pool

    /// Statements without values, in one round trip.
    func control(_ text: String) throws(SQLError) {
        PQclear(try check(PQexec(conn, text)))
    }

    /// Forgets the failure, when a new transaction begins.
    func heal() { failure = nil }

    /// Forgets every plan, after the shape of a table has changed under them.
    func forgetPlans() throws(SQLError) {
        try control("DEALLOCATE ALL")
        prepared = PreparedStatements()
    }

    // MARK: statements

    private func run(_ sql: SQL) throws(SQLError) -> OpaquePointer {
        if let failure {
            throw SQLError(code: failure.code, message: "an earlier statement failed: \(failure.message)", nativeCode: failure.nativeCode)
        }
        do throws(SQLError) {
            let parameters = try Parameters(sql.values)
            let text = sql.text
            guard sql.isWorthPreparing else {
                return try check(parameters.withPointers { PQexecParams(conn, text, parameters.count, nil, $0, $1, $2, 1) })
            }
            let name = try prepare(text)
            return try check(parameters.withPointers { PQexecPrepared(conn, name, parameters.count, $0, $1, $2, 1) })
        } catch {
            failure = error
            throw error
        }
    }

    private func prepare(_ text: String) throws(SQLError) -> String {
        if let name = prepared.name(of: text) { return name }
        if let old = prepared.removeOldest() { try control("DEALLOCATE \(old)") }
        let name = prepared.newName()
        PQclear(try check(PQprepare(conn, name, text, 0, nil)))
        prepared.add(text, name)
        return name
    }

    private func check(_ result: OpaquePointer?) throws(SQLError) -> OpaquePointer {
        guard let result else { throw .lost("the connection to the server was lost") }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return result
        default:
            defer { PQclear(result) }
            if !isHealthy { throw .lost("the connection to the server was lost") }
            throw SQLError(result: result)
        }
    }
}

extension SQL {
    private var start: String { String(text.drop(while: \.isWhitespace).prefix(6)).uppercased() }
    var isRead: Bool { start == "SELECT" }
    /// Statements about data; those about the schema run once. Lists of many values have as many texts as lengths.
    var isWorthPreparing: Bool { values.count <= 64 && (["SELECT", "INSERT", "UPDATE", "DELETE"].contains(start) || start.hasPrefix("WITH")) }
}
