import Kernel
import Law
import Revenue
import Store
import StoreTesting
import Testing

/// A small office with an empty register, and ways to fill it.
struct Office {
    static let migrations = StoreMigrations.all + RevenueMigrations.all
    static let clerk = Performer(id: "konto:1", name: "Ewa Rybak")
    static let noon = Instant(milliseconds: 1_790_000_000_000)

    static let header =
        "wiersz;konto;rodzaj_konta;osoba;identyfikator;nazwa;udzial;wspolnie;przedmiot_rodzaj;przedmiot;kw;podatek;pozycja;szczegol;ilosc;zwolnienie;podstawa;od;do;zrodlo\n"

    static func pesel(_ n: Int) throws -> String {
        let day = try #require(Day(year: 1960 + n / 10_000, month: 1 + n / 700 % 12, day: 1 + n / 28 % 25))
        return try #require(PESEL.synthetic(birthday: day, serial: n % 10_000)).description
    }

    static func share(
        _ account: String, _ identifier: String, _ name: String, _ share: String = "1", jointly: String = "", kind: String = "osoba-fizyczna",
        from: String = "2020-01-01",
        to: String = "", accountKind: String = "grunty"
    ) -> String { "udzial;\(account);\(accountKind);\(kind);\(identifier);\(name);\(share);\(jointly);;;;;;;;;;\(from);\(to);\n" }

    static func state(
        _ account: String, _ kind: String, _ mark: String, _ levy: String, _ line: String, _ quantity: String, detail: String = "", exempt: String = "",
        basis: String = "", from: String = "2020-01", to: String = "", accountKind: String = "grunty"
    ) -> String { "stan;\(account);\(accountKind);;;;;;\(kind);\(mark);;\(levy);\(line);\(detail);\(quantity);\(exempt);\(basis);\(from);\(to);IN-1\n" }

    /// An account with a house, a farm and a forest as in the published example: 934 + 585 + 74 złote in 2026.
    static func farmer(_ n: Int) throws -> String {
        let account = "G-\(n)"
        return share(account, try pesel(n), "Rolnik \(n)")
            + state(account, "budynek", "dom \(n)", "nieruchomosci", "mieszk", "\(100 + n % 40)")
            + state(account, "dzialka", "221101_1.0001.\(n)", "nieruchomosci", "grunt_poz", "700")
            + state(account, "dzialka", "221101_1.0002.\(n)", "rolny", "R", "3.0000", detail: "IIIa")
            + state(account, "dzialka", "221101_1.0003.\(n)", "lesny", "las", "1.2000")
    }

    static func company(_ n: Int) -> String {
        let account = "P-\(n)"
        return share(account, "5252248481", "Spółka", kind: "osoba-prawna") + state(account, "budynek", "hala", "nieruchomosci", "bud_dg", "500")
            + state(account, "budowla", "maszt", "nieruchomosci", "budowle", "100000.49")
    }

    @discardableResult
    static func take(_ db: any Database, _ rows: String) async throws -> RegisterImport {
        try await db.write { c in
            let taken = try RegisterImport(c, csv: Array((header + rows).utf8))
            try taken.apply(c, by: clerk, at: noon)
            return taken
        }
    }

    static func preview(_ db: any Database, _ rows: String) async throws -> RegisterImport {
        try await db.read { try RegisterImport($0, csv: Array((header + rows).utf8)) }
    }

    static func account(_ db: any Database, _ number: String) async throws -> TaxAccountID {
        try #require(try await db.read { try TaxRegister.account($0, number: number) }).id
    }

    static func standing(_ db: any Database, _ number: String, on text: String) async throws -> AccountStanding {
        let id = try await account(db, number), on = try day(text)
        return try await db.read { try Ledger.standing($0, of: id, on: on) }
    }

    static func isBalanced(_ db: any Database) async throws -> Bool {
        try await db.read { c in
            let all = try TurnoverStatement.of(c, from: TaxMonth(year: 1990, month: 1), through: TaxMonth(year: 2999, month: 12))
            return try all.isBalanced && TurnoverStatement.subledgerDifference(c) == .zero
        }
    }
}

extension Backend {
    func withOffice<T: Sendable>(_ body: (any Database) async throws -> T) async throws -> T { try await withDatabase(migrations: Office.migrations, body) }
}
