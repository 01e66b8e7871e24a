import Identity
import Kernel
import Law
import Store
import StoreTesting

/// Invented people; numbers by formula.
let kowalska = PESEL("85071299928")!
let nowak = PESEL("50010100010")!
let lis = PESEL("03222800089")!

let clerk = Onlooker(performer: Performer(id: "konto:7", name: "Anna Nowak"), office: OfficeID("prusice")!, post: "inspektor")

extension Instant {
    /// Polish civil time, for example `2026-03-12T12:00:00`.
    init(polish text: String) { self = PolishTime.instant(text)! }
    func adding(days: Int64) -> Instant { adding(seconds: days * 86_400) }
}

extension Backend {
    /// The `platform` database with the tables of this room.
    func withIdentity(_ body: (any Database) async throws -> Void) async throws {
        try await withDatabase(migrations: StoreMigrations.all + IdentityMigrations.all + OneTimeKeyMigrations.all, body)
    }
}

extension Database {
    func acts() async throws -> [String] {
        try await read { c in try Journal.latest(c, limit: 200).map(\.entry.act) }.reversed()
    }
    /// The plan of a query, as one text.
    func plan(_ sql: SQL) async throws -> String {
        let isSQLite = dialect == .sqlite
        return try await read { c in
            // A small table is read whole whatever its indexes; the planner is asked for the other way.
            if !isSQLite { try c.execute("SET LOCAL enable_seqscan = off") }
            return try c.query("\(sql: isSQLite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ")\(sql: sql)") { try $0.text(isSQLite ? "detail" : "QUERY PLAN") }
        }.joined(separator: "\n")
    }
}

func person(_ given: String, _ surname: String, _ pesel: PESEL, mail: String = "", phone: String = "") throws -> NewPerson {
    try NewPerson(name: PersonName(given: given, surname: surname), pesel: pesel, contact: ContactData(mail: mail, phone: phone))
}
