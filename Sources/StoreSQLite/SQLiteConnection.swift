internal import GRDB
internal import GRDBSQLite
internal import Glibc
internal import Kernel
internal import Store

/// Our view of one SQLite connection while a transaction is open on it.
///
/// Statements come from GRDB's cache and are stepped directly. As on PostgreSQL, a statement that failed poisons the
/// transaction: nothing more runs until the surrounding savepoint, or the whole transaction, has been undone.
final class SQLiteConnection: SQLConnection {
    private let db: GRDB.Database
    private let handle: OpaquePointer
    private(set) var failure: SQLError?
    private var depth = 0

    init(_ db: GRDB.Database) throws {
        self.db = db
        guard let handle = db.sqliteConnection else {
            throw SQLError(code: .connection, message: "the connection is closed", nativeCode: "")
        }
        self.handle = handle
    }

    var dialect: Dialect { .sqlite }

    func execute(_ sql: Store.SQL) throws(SQLError) -> Int {
        try guarded { () throws(SQLError) in
            let statement = try statement(for: sql)
            defer { reset(statement) }
            try bind(sql.values, to: statement)
            var code = sqlite3_step(statement.sqliteStatement)
            while code == SQLITE_ROW { code = sqlite3_step(statement.sqliteStatement) }
            guard code == SQLITE_DONE else { throw lastError() }
            return sqlite3_stmt_readonly(statement.sqliteStatement) != 0 ? 0 : Int(sqlite3_changes(handle))
        }
    }

    func query<T>(_ sql: Store.SQL, _ decode: (any SQLRow) throws -> T) throws -> [T] {
        let statement = try guarded { () throws(SQLError) in
            let statement = try self.statement(for: sql)
            do throws(SQLError) {
                try bind(sql.values, to: statement)
            } catch {
                reset(statement)
                throw error
            }
            return statement
        }
        defer { reset(statement) }
        var out: [T] = []
        var row: SQLiteRow?
        while true {
            let code = sqlite3_step(statement.sqliteStatement)
            if code == SQLITE_DONE { return out }
            guard code == SQLITE_ROW else {
                let error = lastError()
                failure = failure ?? error
                throw error
            }
            let current = row ?? SQLiteRow(statement.sqliteStatement)
            row = current
            out.append(try decode(current))
        }
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
            // Where SQLite itself has undone the whole transaction there is nothing left to go on with.
            guard isInTransaction else { throw error }
            failure = nil
            try control("ROLLBACK TO \(name)")
            try control("RELEASE \(name)")
            throw error
        }
    }

    // MARK: for the writer lane

    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Whether a deferred foreign key still points nowhere; COMMIT would fail for everybody.
    var hasUnresolvedForeignKeys: Bool {
        var current: Int32 = 0
        var high: Int32 = 0
        return sqlite3_db_status(handle, SQLITE_DBSTATUS_DEFERRED_FKS, &current, &high, 0) == SQLITE_OK && current != 0
    }

    /// Forgets the failure, after the work it belongs to has been undone.
    func heal() { failure = nil }

    /// Transaction control.
    func control(_ text: String) throws(SQLError) {
        let statement: GRDB.Statement
        do { statement = try db.cachedStatement(sql: text) } catch { throw SQLError(grdb: error) }
        defer { reset(statement) }
        guard sqlite3_step(statement.sqliteStatement) == SQLITE_DONE else { throw lastError() }
    }

    // MARK: statements

    private func guarded<T>(_ body: () throws(SQLError) -> T) throws(SQLError) -> T {
        if let failure {
            throw SQLError(code: failure.code, message: "an earlier statement failed: \(failure.message)", nativeCode: failure.nativeCode)
        }
        do throws(SQLError) {
            return try body()
        } catch {
            failure = error
            throw error
        }
    }

    private func statement(for sql: Store.SQL) throws(SQLError) -> GRDB.Statement {
        let text = sql.text
        do {
            // Lists of many values have as many texts as lengths; they would only crowd the cache.
            guard sql.values.count <= 64 else { return try db.makeStatement(sql: text) }
            let cached = try db.cachedStatement(sql: text)
            // A query inside the decoding of the same query needs a statement of its own.
            return sqlite3_stmt_busy(cached.sqliteStatement) == 0 ? cached : try db.makeStatement(sql: text)
        } catch { throw SQLError(grdb: error) }
    }

    private func bind(_ values: [SQLValue], to statement: GRDB.Statement) throws(SQLError) {
        let raw = statement.sqliteStatement
        guard Int(sqlite3_bind_parameter_count(raw)) == values.count else {
            throw SQLError(code: .other, message: "the statement takes another number of values", nativeCode: "")
        }
        for (i, value) in values.enumerated() {
            let index = Int32(i + 1)
            let code: Int32
            switch value {
            case .null: code = sqlite3_bind_null(raw, index)
            case .int(let v): code = sqlite3_bind_int64(raw, index, v)
            case .text(var v):
                code = v.withUTF8 { bytes in
                    guard let base = bytes.baseAddress else { return sqlite3_bind_text(raw, index, "", 0, copied) }
                    if memchr(base, 0, bytes.count) != nil { return SQLITE_MISMATCH }
                    return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                        sqlite3_bind_text(raw, index, $0, Int32(clamping: bytes.count), copied)
                    }
                }
            case .blob(let v):
                code = v.withUnsafeBytes { bytes in
                    guard let base = bytes.baseAddress, !bytes.isEmpty else { return sqlite3_bind_zeroblob(raw, index, 0) }
                    return sqlite3_bind_blob64(raw, index, base, UInt64(bytes.count), copied)
                }
            }
            if code == SQLITE_MISMATCH { throw SQLError(code: .other, message: "text with a NUL character", nativeCode: "") }
            guard code == SQLITE_OK else { throw lastError() }
        }
    }

    private func reset(_ statement: GRDB.Statement) {
        sqlite3_reset(statement.sqliteStatement)
        sqlite3_clear_bindings(statement.sqliteStatement)
    }

    private func lastError() -> SQLError {
        SQLError(sqlite: sqlite3_extended_errcode(handle), message: String(cString: sqlite3_errmsg(handle)))
    }

    /// SQLITE_TRANSIENT: SQLite copies the bytes before the call returns.
    private var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}

/// The row the statement stands on; one object serves all rows of a query.
final class SQLiteRow: SQLRow {
    private let statement: OpaquePointer
    private let columns: [String: Int32]

    init(_ statement: OpaquePointer) {
        self.statement = statement
        var columns: [String: Int32] = [:]
        for i in 0..<sqlite3_column_count(statement) {
            if let name = sqlite3_column_name(statement, i) { columns[String(cString: name)] = i }
        }
        self.columns = columns
    }

    func value(_ column: String) throws(SQLError) -> SQLValue {
        guard let i = columns[column] else { throw .decoding(column) }
        switch sqlite3_column_type(statement, i) {
        case SQLITE_NULL: return .null
        case SQLITE_INTEGER: return .int(sqlite3_column_int64(statement, i))
        case SQLITE_TEXT:
            guard let p = sqlite3_column_text(statement, i) else { return .text("") }
            let bytes = UnsafeBufferPointer(start: p, count: Int(sqlite3_column_bytes(statement, i)))
            return .text(String(decoding: bytes, as: UTF8.self))
        case SQLITE_BLOB:
            guard let p = sqlite3_column_blob(statement, i) else { return .blob([]) }
            return .blob([UInt8](UnsafeRawBufferPointer(start: p, count: Int(sqlite3_column_bytes(statement, i)))))
        default: throw .decoding(column)
        }
    }
}
