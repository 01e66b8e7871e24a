public import Store

/// Passes everything on to a connection and keeps how the engine would go about each statement.
public final class QueryPlans: SQLConnection {
    private let inner: any SQLConnection
    /// One line a step of a plan, in the words of the engine.
    public private(set) var steps: [String] = []

    /// On PostgreSQL a table of a few rows is read whole whatever indexes it has, unless that is made expensive.
    public init(_ inner: any SQLConnection) throws {
        self.inner = inner
        if inner.dialect == .postgres { try inner.execute("SET LOCAL enable_seqscan = off") }
    }

    public var dialect: Dialect { inner.dialect }

    /// The steps that read a whole table.
    public func scans(of table: String) -> [String] {
        switch dialect {
        // "SCAN t USING INDEX i" walks an index in its order and stops at the limit; "SCAN t" alone reads everything.
        case .sqlite: steps.filter { $0 == "SCAN \(table)" || $0.hasPrefix("SCAN \(table) ") && !$0.contains("INDEX") }
        case .postgres: steps.filter { $0.contains("Seq Scan on \(table)") }
        }
    }

    public func forget() { steps = [] }

    @discardableResult
    public func execute(_ sql: SQL) throws(SQLError) -> Int {
        do { try explain(sql) } catch let error as SQLError { throw error } catch { throw SQLError.decoding("plan") }
        return try inner.execute(sql)
    }

    public func query<T>(_ sql: SQL, _ decode: (any SQLRow) throws -> T) throws -> [T] {
        try explain(sql)
        return try inner.query(sql, decode)
    }

    public func savepoint<T>(_ body: () throws -> T) throws -> T { try inner.savepoint(body) }

    private func explain(_ sql: SQL) throws {
        switch dialect {
        case .sqlite: steps += try inner.query("EXPLAIN QUERY PLAN \(sql: sql)") { try $0.text("detail") }
        case .postgres: steps += try inner.query("EXPLAIN \(sql: sql)") { try $0.text("QUERY PLAN") }
        }
    }
}
