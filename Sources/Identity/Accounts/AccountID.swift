public import Store

/// The number of an account; given once and never again, also after the account is closed.
public struct AccountID: Sendable, Hashable, CustomStringConvertible, SQLBindable {
    public let number: Int64

    public init(_ number: Int64) { self.number = number }

    public var description: String { String(number) }
    public var sqlValue: SQLValue { .int(number) }
}
