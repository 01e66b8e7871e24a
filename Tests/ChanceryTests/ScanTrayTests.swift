import Cryptography
import Kernel
import Law
import Store
import StoreTesting
import Testing

@testable import Chancery

@Suite("Scans that wait") struct ScanTrayTests {
    static let migrations = StoreMigrations.all + ChanceryMigrations.all
    private let clerk = Performer(id: "konto:1", name: "Klara Kancelaria")
    private let noon = Instant(milliseconds: 1_790_000_000_000)

    private func add(_ c: any SQLConnection, _ name: String) throws -> ScanID? {
        try ScanTray.add(c, name: name, mediaType: "application/pdf", size: 9, hash: ContentHash(of: Array(name.utf8)), by: clerk, at: noon)
    }

    @Test("The oldest comes first, each is registered once, and the same file waits once", arguments: Backend.available) func once(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            try await db.write { c in
                let a = try #require(try add(c, "a.pdf")), b = try #require(try add(c, "b.pdf"))
                #expect(try add(c, "a.pdf") == nil && ScanTray.count(c) == 2)
                try ScanTray.note(c, a, text: "Wniosek", preview: ContentHash(of: [1]))
                #expect(try ScanTray.waiting(c, limit: 1).first?.text == "Wniosek" && ScanTray.waiting(c, after: a, limit: 5).map(\.id) == [b])
                try ScanTray.take(c, a, for: RegisterNumber(year: 2026, number: 7))
                #expect(try ScanTray.find(c, a) == nil && ScanTray.waiting(c, limit: 5).map(\.id) == [b])
                // What was read does not outlive the wait, and reading that comes late changes nothing.
                try ScanTray.note(c, a, text: "Wniosek", preview: nil)
                #expect(try c.first("SELECT text FROM scan WHERE id = \(a)") { try $0.textOrNil("text") } == .some(nil))
                // The file may come again later: somebody scanned it a second time.
                #expect(try add(c, "a.pdf") != nil)
            }
            let again = await #expect(throws: Problem.self) { try await db.write { try ScanTray.take($0, ScanID(1), for: RegisterNumber(year: 2026, number: 8)) } }
            #expect(again?.code == .conflict && again?.message.contains("RPW/7/2026") == true)
        }
    }

    @Test("Putting aside needs a reason and stands in the journal", arguments: Backend.available) func aside(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            let id = try #require(try await db.write { try add($0, "pusta.pdf") })
            await #expect(throws: Problems.self) { try await db.write { try ScanTray.discard($0, id, reason: "  ", by: clerk, at: noon) } }
            try await db.write { c in
                try ScanTray.discard(c, id, reason: "pusta strona", by: clerk, at: noon)
                let entries = try Journal.entries(c, object: "skan:\(id)", limit: 10)
                #expect(Set(entries.map(\.entry.act)) == ["skan-dodanie", "skan-odrzucenie"] && entries.contains { $0.entry.reason == "pusta strona" })
            }
            let late = await #expect(throws: Problem.self) { try await db.write { try ScanTray.discard($0, id, reason: "raz jeszcze", by: clerk, at: noon) } }
            #expect(late?.code == .conflict)
        }
    }

    @Test("A name read on paper finds the one who bears it, in either order, and nobody with a longer name", arguments: Backend.available)
    func named(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            try await db.write { c in
                for (surname, given) in [("Kowalik", "Jan"), ("Kowalik", "Jan Maria"), ("Nowak-Kowalik", "Jan")] {
                    _ = try Contacts.create(c, ContactCard(.person(surname: surname, givenNames: given)), by: clerk, at: noon)
                }
                _ = try Contacts.create(c, ContactCard(.institution("Zakład Usług Komunalnych")), by: clerk, at: noon)
                #expect(try Contacts.named(c, ["JAN KOWALIK"]).map(\.card.label) == ["Kowalik Jan"])
                #expect(try Contacts.named(c, ["Kowalik Jan", "Zakład usług komunalnych"]).count == 2)
                #expect(try Contacts.named(c, ["Kowalik", "Jan", ""]).isEmpty)
            }
        }
    }

    @Test("Letters on paper that are not wholly scanned stand in a list of their own until they are (R1.7)", arguments: Backend.available)
    func coverage(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            let today = PolishTime.day(of: noon)
            @Sendable func register(_ c: any SQLConnection, _ title: String, _ channel: Channel = .paper, scanned: Bool = false, scan: ScanCoverage? = nil) throws {
                var m = LetterMetadata(senders: [Correspondent(.unknown)], title: title)
                m.scan = scan
                let file = LetterFile(role: .scan, name: "skan.pdf", mediaType: "application/pdf", size: 1, hash: nil)
                _ = try IncomingRegister.register(
                    c, Registration(metadata: m, channel: channel, arrivalDay: today, files: scanned ? [file] : []), by: clerk, at: noon)
            }
            try await db.write { c in
                try register(c, "całe", scanned: true)
                try register(c, "bez skanu")
                try register(c, "elektroniczne", .epuap)
                try register(c, "mapa", scanned: true, scan: ScanCoverage(.partial, reason: "format A1", volume: "12 arkuszy"))
            }
            var q = RegisterQuery()
            (q.view, q.descending) = (.notScanned, false)
            let query = q
            func listed() async throws -> [String] { try await db.read { try IncomingRegister.page($0, query, today: today).rows.map(\.title) } }
            #expect(try await listed() == ["bez skanu", "mapa"])
            let saved = try await db.read { try IncomingRegister.records($0, year: today.year, from: nil, to: nil, notScanned: true, after: 0, limit: 10) }
            #expect(saved.map { $0.metadata.scan?.text } == ["bez skanu; nie zeskanowano przy rejestracji", "tylko część; format A1; objętość: 12 arkuszy"])
            #expect(String(decoding: RegisterExport.csv(saved[1]), as: UTF8.self).contains("format A1") && RegisterQuery.View.allCases.count == 6)
            // Scanned later: the correction keeps the old value and the letter leaves the list.
            let number = saved[0].row.number
            var scanned = saved[0].metadata
            scanned.scan = ScanCoverage(.full)
            let corrected = scanned
            let fields = try await db.write { try IncomingRegister.correct($0, number, to: corrected, reason: "zeskanowano", by: clerk, at: noon) }
            #expect(fields == [.scan])
            #expect(try await listed() == ["mapa"])
        }
        let vague = LetterMetadata(senders: [Correspondent(.unknown)], title: "Mapa")
        for (coverage, fields) in [(ScanCoverage(.partial), ["skan-powod", "skan-objetosc"]), (ScanCoverage(.none), ["skan-powod"]), (ScanCoverage(.full), [])] {
            var m = vague
            m.scan = coverage
            let day = PolishTime.day(of: noon)
            #expect(RegistrationRules.problems(m, arrivalDay: day, today: day).compactMap(\.field) == fields)
        }
    }
}
