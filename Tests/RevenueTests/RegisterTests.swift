import Kernel
import Revenue
import Store
import StoreTesting
import Testing

@Suite struct RegisterTests {
    @Test("A file is taken once: a second time it changes nothing", arguments: Backend.available) func twice(_ backend: Backend) async throws {
        try await backend.withOffice { db in
            let rows = try Office.farmer(1) + Office.farmer(2) + Office.company(1)
            let first = try await Office.take(db, rows)
            #expect(first.refusals.isEmpty && first.differences.count { $0.kind == .state } == 10 && first.differences.count { $0.kind == .account } == 3)
            let revision = try await db.read { try TaxRegister.revision($0) }
            let second = try await Office.take(db, rows)
            #expect(second.differences.isEmpty && second.unchanged == 13)
            #expect(try await db.read { try TaxRegister.revision($0) } == revision)
        }
    }

    @Test("Each line that cannot be taken is named with its reason, and then nothing is written") func refusals() async throws {
        try await Backend.sqlite.withOffice { db in
            let rows =
                try Office.share("G-1", Office.pesel(1), "Jan Łoś", "1/2") + Office.share("G-1", Office.pesel(2), "Ewa Łoś", "2/3")
                + Office.share("G-1", "12345678901", "Zły Numer") + Office.state("G-1", "budynek", "dom", "nieruchomosci", "zamek", "100")
                + Office.state("G-1", "dzialka", "działka za lasem", "rolny", "R", "1") + Office.state("G-1", "budynek", "dom", "nieruchomosci", "mieszk", "100")
                + Office.state("G-1", "budynek", "dom", "nieruchomosci", "mieszk", "90", from: "2019-01", to: "2021-05")
                + Office.state("G-1", "pojazd", "DW12345", "transport", "autobus_22", "1") + Office.state("G-1", "budynek", "dom", "nieruchomosci", "bud_dg", "-5")
            let seen = try await Office.preview(db, rows)
            #expect(seen.refusals.map(\.line) == [3, 4, 5, 6, 8, 9, 10])
            #expect(seen.refusals[0].message == "Udziały w koncie G-1 przekraczają razem całość od 2020-01-01: Jan Łoś, Ewa Łoś. Popraw udziały albo daty.")
            #expect(seen.refusals[1].message.contains("PESEL") && seen.refusals[2].message.contains("zamek") && seen.refusals[3].message.contains("działki"))
            #expect(seen.refusals[4].message.contains("zachodzi na stan od 2020-01") && seen.refusals[5].message.contains("nie obejmuje"))
            await #expect(throws: Problem.self) { try await Office.take(db, rows) }
            #expect(try await db.read { try TaxRegister.account($0, number: "G-1") } == nil)
        }
    }

    @Test("A change ends the state before and a correction takes its place; the preview tells both", arguments: Backend.available)
    func changes(_ backend: Backend) async throws {
        try await backend.withOffice { db in
            try await Office.take(db, Office.share("G-1", Office.pesel(1), "Jan Łoś") + Office.state("G-1", "budynek", "dom", "nieruchomosci", "mieszk", "100"))
            let changed = try await Office.take(db, Office.state("G-1", "budynek", "dom", "nieruchomosci", "mieszk", "120.5", from: "2026-04"))
            #expect(changed.differences.map(\.kind) == [.change] && changed.differences[0].before == "mieszk 100 m² od 2020-01")
            let corrected = try await Office.take(db, Office.state("G-1", "budynek", "dom", "nieruchomosci", "mieszk", "121", from: "2026-04"))
            #expect(corrected.differences.map(\.kind) == [.correction])
            let id = try await Office.account(db, "G-1")
            let object = try await db.read { c in
                try c.first("SELECT id FROM tax_object WHERE account_id = \(id)") { try $0.id("id", as: TaxObjectID.self) }
            }
            let states = try await db.read { try TaxRegister.states($0, of: #require(object)).map(\.state) }
            #expect(states.map(\.from.description) == ["2020-01", "2026-04"] && states.map { $0.to?.description } == ["2026-03", nil])
            #expect(states.map(\.matter.quantityText) == ["100 m²", "121 m²"])
        }
    }

    @Test("The schema itself refuses overlapping states and changes of history", arguments: Backend.available) func schema(_ backend: Backend) async throws {
        try await backend.withOffice { db in
            try await Office.take(db, Office.share("G-1", Office.pesel(1), "Jan Łoś") + Office.state("G-1", "budynek", "dom", "nieruchomosci", "mieszk", "100"))
            await #expect(throws: SQLError.self) {
                try await db.write { c in
                    try c.execute(
                        """
                        INSERT INTO tax_object_state (object_id, account_id, levy, line, detail, quantity, exempt_numerator, exempt_denominator, exempt_basis,
                        from_month, source, since) SELECT object_id, account_id, levy, line, detail, quantity, 0, 1, '', 202605, source, 9 FROM tax_object_state
                        """)
                }
            }
            for statement in [
                "UPDATE tax_object_state SET quantity = 1", "DELETE FROM tax_object_state", "UPDATE tax_share SET numerator = 1, denominator = 7",
                "DELETE FROM tax_share",
            ] {
                await #expect(throws: SQLError.self) { try await db.write { try $0.execute(SQL(stringLiteral: statement)) } }
            }
        }
    }

    @Test("Shares: one after another and joint ones are no more than the whole; the day and names of an excess are told") func shares() throws {
        let spouses = try AccountShare(Share("1/2"), jointly: "małżonkowie", from: day("2020-01-01"))
        let other = try AccountShare(Share("1/2"), from: day("2020-01-01"), to: day("2025-06-30")), later = try AccountShare(Share("1/2"), from: day("2025-07-01"))
        #expect(ShareRules.excess([("Jan", spouses), ("Ewa", spouses), ("Piotr", other), ("Anna", later)]) == nil)
        let early = try AccountShare(Share("1/3"), from: day("2025-06-01"))
        let excess = try #require(ShareRules.excess([("Jan", spouses), ("Ewa", spouses), ("Piotr", other), ("Anna", early)]))
        #expect(excess.day.description == "2025-06-01" && excess.names == ["Jan", "Ewa", "Piotr", "Anna"])
        var random = SeededGenerator(seed: 5)
        for _ in 0..<2_000 {
            // As many parts of one denominator as it has are the whole, one more is too much.
            let n = Int64.random(in: 1...40, using: &random)
            let part = try AccountShare(Share(1, of: n), from: day("2020-01-01"))
            let all = Array(repeating: ("A", part), count: Int(n))
            #expect(ShareRules.excess(all) == nil && ShareRules.excess(all + [("B", part)]) != nil)
        }
    }
}
