internal import Chancery
internal import Kernel
internal import Store

/// Wrong PINs of an officer: after some, signing stands for a while, so that a PIN cannot be found by trying.
enum PINTries {
    static let most = 5
    static let pauseMinutes: Int64 = 15

    static let migrations: [Migration] = [
        Migration("office-0002-signing-pin") { d in
            [
                """
                CREATE TABLE signing_pin (
                    officer_id \(sql: d.integer) NOT NULL PRIMARY KEY,
                    tries \(sql: d.integer) NOT NULL,
                    last_at \(sql: d.integer) NOT NULL
                )\(sql: d.strict)
                """
            ]
        }
    ]

    /// Counts a try.
    /// - Returns: how many are left if this one is wrong.
    /// - Throws: `Problems` while signing stands.
    static func count(_ c: any SQLConnection, _ officer: OfficerID, at now: Instant) throws -> Int {
        let known = try c.first("SELECT tries, last_at FROM signing_pin WHERE officer_id = \(officer) \(sql: c.dialect.forUpdate)") { row in
            (tries: Int(try row.int("tries")), last: try row.instant("last_at"))
        }
        var tries = known?.tries ?? 0
        if let known, known.tries >= most {
            let until = known.last.adding(seconds: pauseMinutes * 60)
            guard now >= until else {
                let minutes = (until.milliseconds - now.milliseconds) / 60_000 + 1
                throw Problems([Problem(.conflict, "Podpisywanie wstrzymano po \(most) błędnych PIN-ach. Spróbuj za \(minutes) min.", field: "pin")])
            }
            tries = 0
        }
        tries += 1
        try c.execute(
            """
            INSERT INTO signing_pin (officer_id, tries, last_at) VALUES (\(officer), \(tries), \(now))
            ON CONFLICT (officer_id) DO UPDATE SET tries = excluded.tries, last_at = excluded.last_at
            """)
        return most - tries
    }

    /// The last try was wrong too.
    static func noteSuspension(_ c: any SQLConnection, _ officer: OfficerID, account: String, at now: Instant) throws {
        try Journal.append(c, JournalEntry(actor: account, act: "podpisywanie-wstrzymane", object: Organisation.object(officer), reason: "PIN"), at: now)
    }

    static func forget(_ c: any SQLConnection, _ officer: OfficerID) throws { try c.execute("DELETE FROM signing_pin WHERE officer_id = \(officer)") }
}
