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
    /// Text pieces between the values; one more than `values`.
    private var pieces: [String]
    public private(set) var values: [SQLValue]

    public init(stringLiteral value: String) {
        pieces = [value]
        values = []
    }
    public init(stringInterpolation i: StringInterpolation) {
        pieces = i.pieces
        values = i.values
    }

    public var text: String {
        var out = pieces[0]
        for (i, piece) in pieces.dropFirst().enumerated() { out += "$\(i + 1)" + piece }
        return out
    }

    public static func + (a: SQL, b: SQL) -> SQL {
        var out = a
        out.pieces[out.pieces.count - 1] += b.pieces[0]
        out.pieces.append(contentsOf: b.pieces.dropFirst())
        out.values.append(contentsOf: b.values)
        return out
    }

    public static func += (a: inout SQL, b: SQL) { a = a + b }

    public struct StringInterpolation: StringInterpolationProtocol {
        var pieces: [String] = [""]
        var values: [SQLValue] = []
        public init(literalCapacity: Int, interpolationCount: Int) { values.reserveCapacity(interpolationCount) }
        public mutating func appendLiteral(_ s: String) { pieces[pieces.count - 1] += s }
        public mutating func appendInterpolation(_ v: some SQLBindable) {
            values.append(v.sqlValue)
            pieces.append("")
        }
        public mutating func appendInterpolation<T: SQLBindable>(_ v: T?) {
            values.append(v?.sqlValue ?? .null)
            pieces.append("")
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
        public mutating func appendInterpolation(sql: SQL) {
            pieces[pieces.count - 1] += sql.pieces[0]
            pieces.append(contentsOf: sql.pieces.dropFirst())
            values.append(contentsOf: sql.values)
        }
        /// The name of a table, column or schema that the program itself chose.
        public mutating func appendInterpolation(identifier s: String) {
            appendLiteral("\"" + s.replacing("\"", with: "\"\"") + "\"")
        }
    }
}
