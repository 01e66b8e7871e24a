public import Kernel

/// A value that can be bound to a statement or read from a row.
public enum SQLValue: Sendable, Hashable {
    case null
    case int(Int64)
    case text(String)
    case blob([UInt8])
}

public protocol SQLBindable { var sqlValue: SQLValue { get } }
extension Int: SQLBindable { public var sqlValue: SQLValue { .int(Int64(self)) } }
extension Int64: SQLBindable { public var sqlValue: SQLValue { .int(self) } }
extension String: SQLBindable { public var sqlValue: SQLValue { .text(self) } }
extension Bool: SQLBindable { public var sqlValue: SQLValue { .int(self ? 1 : 0) } }
extension Array: SQLBindable where Element == UInt8 { public var sqlValue: SQLValue { .blob(self) } }
extension Instant: SQLBindable { public var sqlValue: SQLValue { .int(milliseconds) } }
extension Day: SQLBindable { public var sqlValue: SQLValue { .text(description) } }
extension PartialDate: SQLBindable { public var sqlValue: SQLValue { .text(description) } }
extension OfficeID: SQLBindable { public var sqlValue: SQLValue { .text(description) } }
extension ContentHash: SQLBindable { public var sqlValue: SQLValue { .text(description) } }
extension SQLValue: SQLBindable { public var sqlValue: SQLValue { self } }

/// SQL text with its bound values.
///
/// Interpolating a value binds it; it never enters the text. `$1…$n` serve both engines, each value once and in order.
/// Pieces join with `+`, so that a filter can be built from parts.
public struct SQL: Sendable, ExpressibleByStringInterpolation {
    /// What the engine gets.
    public private(set) var text: String
    public private(set) var values: [SQLValue]
    /// Where each placeholder starts in `text`, in UTF-8 code units; needed only when pieces join and numbers move.
    private var holes: [Int]

    public init(stringLiteral value: String) {
        text = value
        values = []
        holes = []
    }
    public init(stringInterpolation i: StringInterpolation) { self = i.sql }

    fileprivate mutating func bind(_ value: SQLValue) {
        values.append(value)
        holes.append(text.utf8.count)
        text += "$"
        text += String(values.count)
    }

    fileprivate mutating func append(literal: String) { text += literal }

    fileprivate mutating func append(_ other: SQL) {
        if other.values.isEmpty {
            text += other.text
        } else {
            var start = other.text.utf8.startIndex
            for (i, value) in other.values.enumerated() {
                let hole = other.text.utf8.index(other.text.utf8.startIndex, offsetBy: other.holes[i])
                text += other.text[start..<hole]
                bind(value)
                start = other.text.utf8.index(hole, offsetBy: 1 + String(i + 1).utf8.count)
            }
            text += other.text[start...]
        }
    }

    public static func + (a: SQL, b: SQL) -> SQL {
        var out = a
        out.append(b)
        return out
    }

    public static func += (a: inout SQL, b: SQL) { a.append(b) }

    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var sql: SQL = ""
        public init(literalCapacity: Int, interpolationCount: Int) {
            sql.text.reserveCapacity(literalCapacity + 3 * interpolationCount)
            sql.values.reserveCapacity(interpolationCount)
            sql.holes.reserveCapacity(interpolationCount)
        }
        public mutating func appendLiteral(_ s: String) { sql.append(literal: s) }
        public mutating func appendInterpolation(_ v: some SQLBindable) {
            sql.bind(v.sqlValue)
        }
        public mutating func appendInterpolation<T: SQLBindable>(_ v: T?) {
            sql.bind(v?.sqlValue ?? .null)
        }
        /// A list for `IN (…)`; an empty list matches nothing.
        public mutating func appendInterpolation(list: [some SQLBindable]) {
            guard !list.isEmpty else { return appendLiteral("NULL") }
            for (i, v) in list.enumerated() {
                if i > 0 { appendLiteral(", ") }
                appendInterpolation(v)
            }
        }
        /// Another piece of SQL with its values.
        public mutating func appendInterpolation(sql piece: SQL) { sql.append(piece) }
        /// The name of a table, column or schema that the program itself chose.
        public mutating func appendInterpolation(identifier s: String) {
            appendLiteral("\"" + s.replacing("\"", with: "\"\"") + "\"")
        }
    }
}
