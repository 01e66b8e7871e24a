public import Kernel
public import Store

/// A month of a year: obligations and states of objects are kept by whole months (UPOL art. 6 ust. 1 and 4).
public struct TaxMonth: Sendable, Hashable, Comparable {
    /// The year × 100 and the month: 202703.
    public let number: Int

    /// - Throws: `Problem` outside the years 1990–2999 or the months 1–12.
    public init(year: Int, month: Int, field: String = "month") throws(Problem) {
        guard (1990...2999).contains(year), (1...12).contains(month) else {
            throw Problem(.invalidInput, "Miesiąc podaj jako RRRR-MM, na przykład 2027-03, od roku 1990.", field: field)
        }
        number = year * 100 + month
    }

    init?(number: Int) {
        guard (1990...2999).contains(number / 100), (1...12).contains(number % 100) else { return nil }
        self.number = number
    }

    private init(unchecked number: Int) { self.number = number }

    /// The month of a day; days outside the years 1990–2999 go to the nearer end.
    public init(of day: Day) {
        let c = day.components
        number = min(max(c.year, 1990), 2999) * 100 + c.month
    }

    public var year: Int { number / 100 }
    public var month: Int { number % 100 }
    public var previous: TaxMonth { TaxMonth(unchecked: month == 1 ? (year - 1) * 100 + 12 : number - 1) }
    public var next: TaxMonth { TaxMonth(unchecked: month == 12 ? (year + 1) * 100 + 1 : number + 1) }
    public var lastDay: Day { Day(year: year, month: month, day: Day.length(ofMonth: month, year: year)) ?? Day(daysSince1970: 0) }
    public var firstDay: Day { Day(year: year, month: month, day: 1) ?? Day(daysSince1970: 0) }

    public static func < (a: TaxMonth, b: TaxMonth) -> Bool { a.number < b.number }
}

extension TaxMonth: LosslessStringConvertible {
    /// `2027-03`.
    public var description: String { "\(year)-\(month < 10 ? "0" : "")\(month)" }

    public init?(_ text: String) {
        guard text.utf8.count == 7, let day = Day(text + "-01"), (1990...2999).contains(day.year) else { return nil }
        self.init(of: day)
    }
}

extension TaxMonth: SQLBindable { public var sqlValue: SQLValue { .int(Int64(number)) } }

extension MonthSpan {
    /// The months of a year that fall into an interval of months.
    /// - Parameter to: `nil` while it goes on.
    public init(from: TaxMonth, to: TaxMonth?, in year: Int) {
        let first = from.year < year ? 1 : from.year > year ? 13 : from.month
        let last = to.map { $0.year > year ? 12 : $0.year < year ? 0 : $0.month } ?? 12
        self = first > last ? .none : MonthSpan(unchecked: first, last)
    }
}

extension SQLRow {
    func taxMonth(_ column: String) throws(SQLError) -> TaxMonth {
        guard let month = TaxMonth(number: Int(try int(column))) else { throw .decoding(column) }
        return month
    }
    func taxMonthOrNil(_ column: String) throws(SQLError) -> TaxMonth? {
        guard let number = try intOrNil(column) else { return nil }
        guard let month = TaxMonth(number: Int(number)) else { throw .decoding(column) }
        return month
    }
}
