public import Kernel

/// Whole months of one year, from the first to the last, or none.
///
/// Obligations are counted in whole months. Source: UPOL art. 6 ust. 5, UPR art. 6a ust. 4, UPL art. 5.
public struct MonthSpan: Sendable, Hashable {
    /// 1…12; above `last` when there is no month.
    public let first: Int
    public let last: Int

    public static let wholeYear = MonthSpan(unchecked: 1, 12)
    public static let none = MonthSpan(unchecked: 1, 0)

    public init(first: Int, last: Int, field: String = "months") throws(Problem) {
        guard (1...12).contains(first), (first...12).contains(last) else {
            throw Problem(.invalidInput, "Miesiące muszą być od 1 do 12, pierwszy nie później niż ostatni.", field: field)
        }
        self.init(unchecked: first, last)
    }

    init(unchecked first: Int, _ last: Int) {
        self.first = first
        self.last = last
    }

    public var count: Int { max(0, last - first + 1) }
    public var isEmpty: Bool { last < first }

    public func intersection(_ other: MonthSpan) -> MonthSpan {
        let a = max(first, other.first), b = min(last, other.last)
        return a > b ? .none : MonthSpan(unchecked: a, b)
    }
}
