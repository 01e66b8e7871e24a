public import Store

/// A case (sprawa); people know it by its sign (znak sprawy).
public struct CaseID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}
