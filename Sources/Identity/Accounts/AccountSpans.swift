public import Kernel
internal import Law
public import Store

/// From when to when the officers of an office had accounts; for figures about its people.
public enum AccountSpans {
    /// - Returns: accounts that work with letters and cases, with their first day and, where they are closed, their last.
    public static func officers(_ c: any SQLConnection, _ office: OfficeID) throws -> [(account: Int64, from: Day, to: Day?)] {
        try c.query("SELECT id, roles, created_at, closed_at FROM account WHERE office = \(office)") { row in
            guard Permission.granted(to: AccountStore.roles(try row.text("roles"))).contains(.workInOffice) else { return nil }
            return (try row.int("id"), PolishTime.day(of: try row.instant("created_at")), try row.instantOrNil("closed_at").map { PolishTime.day(of: $0) })
        }.compactMap(\.self)
    }
}
