/// The number of a row in one table, as a type of its own, so that a unit's number never passes for a case's.
public protocol RowID: Sendable, Hashable, Comparable, LosslessStringConvertible, SQLBindable, Codable {
    var number: Int64 { get }
    init(_ number: Int64)
}

extension RowID {
    public var description: String { String(number) }
    public var sqlValue: SQLValue { .int(number) }

    /// Positive decimal digits only, as they stand in an address.
    public init?(_ text: String) {
        guard let number = Int64(text), number > 0, String(number) == text else { return nil }
        self.init(number)
    }
    public static func < (a: Self, b: Self) -> Bool { a.number < b.number }
}

extension SQLRow {
    public func id<ID: RowID>(_ column: String, as type: ID.Type = ID.self) throws(SQLError) -> ID { ID(try int(column)) }
    public func idOrNil<ID: RowID>(_ column: String, as type: ID.Type = ID.self) throws(SQLError) -> ID? { try intOrNil(column).map { ID($0) } }
}
