internal import Kernel

/// Numbers without holes: one row for each name and year, locked in the transaction of what is numbered.
public enum Counter {
    /// The next number, from 1. It is spent only if the transaction is committed.
    public static func next(_ c: any SQLConnection, _ name: String, year: Int) throws -> Int64 {
        let rows = try c.query(
            """
            INSERT INTO counter (name, year, value) VALUES (\(name), \(year), 1)
            ON CONFLICT (name, year) DO UPDATE SET value = counter.value + 1 RETURNING value
            """
        ) { try $0.int("value") }
        guard let value = rows.first else { throw SQLError.decoding("value") }
        return value
    }

    /// The number given last, 0 where none was.
    public static func current(_ c: any SQLConnection, _ name: String, year: Int) throws -> Int64 {
        try c.first("SELECT value FROM counter WHERE name = \(name) AND year = \(year)") { try $0.int("value") } ?? 0
    }

    /// Goes on from a number given outside (a register kept on paper, an imported one); never backwards.
    /// - Throws: `Problem` where the counter has passed that number already.
    public static func advance(_ c: any SQLConnection, _ name: String, year: Int, to value: Int64) throws {
        let rows = try c.query(
            """
            INSERT INTO counter (name, year, value) VALUES (\(name), \(year), \(value))
            ON CONFLICT (name, year) DO UPDATE SET value = excluded.value WHERE counter.value <= excluded.value RETURNING value
            """
        ) { try $0.int("value") }
        guard !rows.isEmpty else {
            throw Problem(.conflict, "Numer jest mniejszy od już nadanego. Podaj większy numer.", cause: "counter \(name)/\(year) is past \(value)")
        }
    }
}
