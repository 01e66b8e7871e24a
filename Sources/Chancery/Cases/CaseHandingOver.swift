public import Kernel
public import Store

/// What a reorganisation needs to know of the cases it moves.
extension Cases {
    /// Unfinished cases of units, by unit and class symbol.
    public static func unfinished(_ c: any SQLConnection, of units: [UnitID]) throws -> [UnitID: [String: Int]] {
        guard !units.isEmpty else { return [:] }
        let rows = try c.query(
            "SELECT unit_id, symbol, COUNT(*) AS n FROM case_file WHERE unit_id IN (\(list: units)) AND locked = 0 AND kind = 'sprawa' GROUP BY unit_id, symbol"
        ) { (try $0.id("unit_id", as: UnitID.self), try $0.text("symbol"), Int(try $0.int("n"))) }
        return rows.reduce(into: [:]) { $0[$1.0, default: [:]][$1.1] = $1.2 }
    }

    /// How many cases of one unit have gone on in another since a moment.
    public static func continued(_ c: any SQLConnection, from: UnitID, to: UnitID, since: Instant) throws -> Int {
        Int(
            try c.first(
                """
                SELECT COUNT(*) AS n FROM case_file AS f JOIN case_relation AS r ON r.case_id = f.id AND r.kind = 'kontynuowana-w'
                JOIN case_file AS g ON g.id = r.other_id
                WHERE f.unit_id = \(from) AND f.state = 'kontynuowana' AND g.unit_id = \(to) AND r.at >= \(since)
                """
            ) { try $0.int("n") } ?? 0)
    }
}
