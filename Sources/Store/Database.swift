public import Kernel

public enum Dialect: Sendable { case sqlite, postgres }

/// One database: the shared one of the platform, or that of one office.
public protocol Database: Sendable {
    var dialect: Dialect { get }

    /// Runs the body in a read-only transaction that sees one state of the data.
    func read<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T

    /// Runs the body in a transaction, as if alone; returns when it is on disk.
    ///
    /// The body may be run more than once, so it holds no effect on anything but the connection.
    @discardableResult
    func write<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T

    func close() async throws
}

/// A connection inside a transaction. Not Sendable: it never leaves the closure it was lent to.
public protocol SQLConnection {
    var dialect: Dialect { get }

    /// - Returns: the number of rows changed.
    @discardableResult
    func execute(_ sql: SQL) throws(SQLError) -> Int

    func query<T>(_ sql: SQL, _ decode: (any SQLRow) throws -> T) throws -> [T]

    /// Runs the body so that, if it throws, only what it did is undone and the transaction goes on.
    func savepoint<T>(_ body: () throws -> T) throws -> T
}

extension SQLConnection {
    /// The first row, or `nil`.
    public func first<T>(_ sql: SQL, _ decode: (any SQLRow) throws -> T) throws -> T? { try query(sql, decode).first }
}

/// One row, valid only inside the decoding closure.
public protocol SQLRow {
    func value(_ column: String) throws(SQLError) -> SQLValue
}

extension SQLRow {
    public func int(_ column: String) throws(SQLError) -> Int64 {
        guard case .int(let v) = try value(column) else { throw .decoding(column) }
        return v
    }
    public func intOrNil(_ column: String) throws(SQLError) -> Int64? {
        switch try value(column) {
        case .int(let v): v
        case .null: nil
        default: throw .decoding(column)
        }
    }
    public func text(_ column: String) throws(SQLError) -> String {
        guard case .text(let v) = try value(column) else { throw .decoding(column) }
        return v
    }
    public func textOrNil(_ column: String) throws(SQLError) -> String? {
        switch try value(column) {
        case .text(let v): v
        case .null: nil
        default: throw .decoding(column)
        }
    }
    public func bytes(_ column: String) throws(SQLError) -> [UInt8] {
        guard case .blob(let v) = try value(column) else { throw .decoding(column) }
        return v
    }
    public func bytesOrNil(_ column: String) throws(SQLError) -> [UInt8]? {
        switch try value(column) {
        case .blob(let v): v
        case .null: nil
        default: throw .decoding(column)
        }
    }
    public func bool(_ column: String) throws(SQLError) -> Bool { try int(column) != 0 }
    public func instant(_ column: String) throws(SQLError) -> Instant { Instant(milliseconds: try int(column)) }
    public func instantOrNil(_ column: String) throws(SQLError) -> Instant? { try intOrNil(column).map { Instant(milliseconds: $0) } }
    /// A value of a type that reads itself from text: `Day`, `PartialDate`, `OfficeID`, `ContentHash`, …
    public func parsed<T: LosslessStringConvertible>(_ column: String, as type: T.Type = T.self) throws(SQLError) -> T {
        guard let v = T(try text(column)) else { throw .decoding(column) }
        return v
    }
    public func parsedOrNil<T: LosslessStringConvertible>(_ column: String, as type: T.Type = T.self) throws(SQLError) -> T? {
        guard let s = try textOrNil(column) else { return nil }
        guard let v = T(s) else { throw .decoding(column) }
        return v
    }
    /// A value of an enumeration kept by its raw text.
    public func symbol<T: RawRepresentable<String>>(_ column: String, as type: T.Type = T.self) throws(SQLError) -> T {
        guard let v = T(rawValue: try text(column)) else { throw .decoding(column) }
        return v
    }
}

/// What a database refused, without the data that it refused.
public struct SQLError: Error, Sendable, CustomStringConvertible {
    public enum Code: Sendable, Hashable {
        case uniqueViolation, foreignKeyViolation, checkViolation
        /// Another transaction stood in the way; the body may be run again.
        case busy
        case cancelled
        /// The server or the file cannot be reached.
        case connection
        case diskFull
        /// A column is missing or holds another type than the code expects.
        case decoding
        case other
    }
    public var code: Code
    /// English, for the log; names columns and constraints, never values.
    public var message: String
    /// SQLSTATE, or SQLite's extended result code.
    public var nativeCode: String

    public init(code: Code, message: String, nativeCode: String) {
        self.code = code
        self.message = message
        self.nativeCode = nativeCode
    }
    public static func decoding(_ column: String) -> SQLError {
        SQLError(code: .decoding, message: "column \(column) is missing or of another type", nativeCode: "")
    }
    public var description: String { "SQLError(\(code) \(nativeCode)): \(message)" }
}

/// The name of a database of the house.
public enum DatabaseName: Sendable, Hashable, CustomStringConvertible {
    /// Offices, mailboxes of the platform, accounts and sessions.
    case platform
    case office(OfficeID)

    /// File name without ending, and PostgreSQL schema with `-` turned to `_`.
    public var description: String {
        switch self {
        case .platform: "platform"
        case .office(let id): "office-\(id)"
        }
    }
}

/// Opens databases; the one place that knows the engine.
public protocol DatabaseProvider: Sendable {
    /// Opens (and creates, where it is new) a database without migrating it.
    func open(_ name: DatabaseName) async throws -> any Database
}
