public import Kernel
public import Store

/// How many applications the points of one office carried out, day by day; for figures about its work.
public enum PointCounts {
    public static func carriedOut(_ c: any SQLConnection, _ office: OfficeID, _ days: ClosedRange<Day>) throws -> [(day: Day, count: Int64)] {
        try c.query(
            """
            SELECT a.acted_day AS day, count(*) AS n FROM confirmation_point p JOIN service_act a ON a.point = p.id
            WHERE p.office = \(office) AND a.acted_day >= \(days.lowerBound) AND a.acted_day <= \(days.upperBound)
                AND a.result = \(ServiceAct.Result.carriedOut.rawValue)
            GROUP BY a.acted_day
            """
        ) { (try $0.parsed("day"), try $0.int("n")) }
    }
}
