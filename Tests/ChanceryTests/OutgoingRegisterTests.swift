import Chancery
import Kernel
import Store
import StoreTesting
import Testing
import XML

@Suite struct OutgoingRegisterTests {
    typealias F = OutgoingFixture

    @Test("Numbers run from one each year without holes, under concurrency and failure", arguments: Backend.available) func numbers(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: F.migrations) { db in
            struct Refused: Error {}
            var letters: [LetterAt] = []
            for n in 0..<12 { letters.append(try await F.ready(db, F.draft(F.content(title: "Nr \(n)")))) }
            let ready = letters
            await withTaskGroup(of: Void.self) { group in
                for (n, letter) in ready.enumerated() {
                    group.addTask {
                        _ = try? await db.write { c in
                            _ = try Dispatch.send(c, F.order(letter, [.ordinary]), by: F.author, at: F.noon)
                            if n % 3 == 0 { throw Refused() }
                        }
                    }
                }
            }
            let numbers = try await db.read { try OutgoingRegister.records($0, .outgoing, year: 2026, limit: 100).map(\.number.number) }
            #expect(numbers == Array(1...8))
            let newYear = Instant(iso8601: "2026-12-31T23:30:00Z")!
            let first = try await db.write { c in try Dispatch.find(c, try Dispatch.send(c, F.order(ready[0], [.ordinary]), by: F.author, at: newYear)[0]) }
            #expect(first?.registerNumber == OutgoingRegisterNumber(.outgoing, year: 2027, number: 1))
        }
    }

    /// Letters with differing columns, some of them equal.
    private func fill(_ db: any Database) async throws {
        let names = ["Łoś", "Bąk", "Żuraw", "Ala", "Łoś", "Zając", "Lis", "Ćma", "Bąk", "Cebula", "Ósma"]
        for (n, name) in names.enumerated() {
            let file = CaseReference(id: CaseID(Int64(n % 4 + 1)), sign: "OR.1431.\([2, 10, 1, 100][n % 4]).2026")
            let letter = try await F.ready(db, F.draft(F.content([F.addressee(name)], title: n % 2 == 0 ? "Zawiadomienie" : "Decyzja \(n)"), file: file))
            let channel: DispatchChannel = [.ordinary, .eDelivery, .registered][n % 3]
            let at = F.noon.adding(seconds: Int64(n % 5) * 86_400)
            try await db.write { _ = try Dispatch.send($0, F.order(letter, [channel]), by: F.author, at: at) }
        }
    }

    @Test("The register sorts by each of its five columns, in Polish order and by the numbers of signs, page by page", arguments: Backend.available)
    func sorts(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: F.migrations) { db in
            try await fill(db)
            for order in OutgoingRegisterQuery.Order.allCases {
                for descending in [true, false] {
                    var q = OutgoingRegisterQuery()
                    (q.order, q.descending, q.limit) = (order, descending, 3)
                    var rows: [OutgoingRegisterRow] = []
                    while true {
                        let asked = q
                        let page = try await db.read { try OutgoingRegister.page($0, asked) }
                        rows += page.rows
                        guard let next = page.next else { break }
                        q.after = RegisterQuery.Position(next.description)
                    }
                    #expect(rows.count == 11 && Set(rows.map(\.id)).count == 11, "\(order) \(descending)")
                    let keys = rows.map { order == .number ? String(1_000 + $0.id) : $0.position.key }
                    let ascending = keys.sorted()
                    let expected = descending ? Array(ascending.reversed()) : ascending
                    #expect(keys == expected, "\(order) \(descending)")
                }
            }
            func column(_ order: OutgoingRegisterQuery.Order, _ value: @escaping @Sendable (OutgoingRegisterRow) -> String) async throws -> [String] {
                var q = OutgoingRegisterQuery()
                (q.order, q.descending) = (order, false)
                let asked = q
                return try await db.read { try OutgoingRegister.page($0, asked).rows.map(value) }
            }
            let people = try await column(.addressee, \.addressee)
            #expect(people.map { $0.split(separator: " ")[0] } == ["Ala", "Bąk", "Bąk", "Cebula", "Ćma", "Lis", "Łoś", "Łoś", "Ósma", "Zając", "Żuraw"])
            let signs = try await column(.sign, \.sign)
            #expect(signs.first == "OR.1431.1.2026.1" && signs.last == "OR.1431.100.2026.2" && signs[4].hasPrefix("OR.1431.2."))
            let days = try await column(.day) { $0.handedDay.description }
            #expect(days == days.sorted() && days.first == "2026-03-12" && days.last == "2026-03-16")
            let manners = try await column(.manner) { $0.channel.polishName }
            #expect(manners.first == "e-Doręczenia" && manners.last == "list zwykły")
        }
    }

    @Test("Filters narrow, words find, counts are those of the rows", arguments: Backend.available) func filters(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: F.migrations) { db in
            try await fill(db)
            func count(_ change: (inout OutgoingRegisterQuery) -> Void) async throws -> Int {
                var q = OutgoingRegisterQuery()
                change(&q)
                let asked = q
                let (rows, n) = try await db.read { (try OutgoingRegister.page($0, asked).rows.count, try OutgoingRegister.count($0, asked)) }
                #expect(rows == n)
                return n
            }
            #expect(try await count { _ in } == 11)
            #expect(try await count { $0.channel = .eDelivery } == 4)
            #expect(try await count { $0.from = Day("2026-03-16") } == 2)
            #expect(try await count { $0.to = Day("2026-03-12") } == 3)
            #expect(try await count { $0.words = "zuraw" } == 1)
            #expect(try await count { $0.words = "niematakiego" } == 0)
            #expect(try await count { $0.book = .inside } == 0)
            #expect(try await count { $0.words = "'; DROP TABLE dispatch; --" } == 0)
        }
    }

    private let row = OutgoingRegisterRow(
        id: 1, number: OutgoingRegisterNumber(.outgoing, year: 2026, number: 17), letter: OutgoingLetterID(5), handedDay: F.today,
        addressee: "=HYPERLINK(\"http://x\") & <Syn>", sign: "OR.1431.1.2026.3", channel: .registeredWithSlip, title: "a; \"b\"", kinds: "decyzja",
        sender: "Referat", registeredAt: F.noon, registeredBy: "Ewa Rybak", cancelReason: nil, position: .init(key: "1", id: 1))

    @Test("CSV cells are quoted and never become formulas; XML is well-formed and escaped") func exports() throws {
        let header = OutgoingRegisterExport.csvHeader(.outgoing)
        #expect(header.starts(with: [0xEF, 0xBB, 0xBF]))
        let titles = String(decoding: header.dropFirst(3), as: UTF8.self)
        #expect(titles.hasPrefix("\"Lp.\";\"Data przekazania\";\"Adresat\";\"Znak\";\"Sposób przekazania\""))
        let line = String(decoding: OutgoingRegisterExport.csv(row), as: UTF8.self)
        #expect(line.hasPrefix("\"RPWy/17/2026\";\"2026-03-12\";\"'=HYPERLINK(\"\"http://x\"\") & <Syn>\";") && line.hasSuffix("\r\n"))
        #expect(line.split(separator: ";").count == titles.split(separator: ";").count + 1)
        let xml =
            OutgoingRegisterExport.xmlHeader(.outgoing, office: "Urząd <A> & B", year: 2026, at: F.noon) + OutgoingRegisterExport.xml(row)
            + OutgoingRegisterExport.xmlFooter()
        #expect(throws: Never.self) { _ = try XMLTree(parsing: xml) }
        let text = String(decoding: xml, as: UTF8.self)
        #expect(text.contains("<urzad>Urząd &lt;A&gt; &amp; B</urzad>") && text.contains("<sposob kod=\"polecony-zpo\">"))
    }

    @Test("A print has all or the selected columns and the date on every page") func printing() {
        let all = OutgoingRegisterPrint(.outgoing, office: "Urząd Gminy Prusice", rows: [row], at: F.noon)
        #expect(all.columns == ["Lp.", "Data przekazania", "Adresat", "Znak", "Sposób przekazania"] && all.rows[0][0] == "RPWy/17/2026")
        #expect(all.pageLine == "Urząd Gminy Prusice · Rejestr przesyłek wychodzących · wydruk z 12.03.2026 r." && all.printedOn == F.today)
        let some = OutgoingRegisterPrint(.outgoing, office: "X", columns: [.sign, .title], rows: [row], at: F.noon)
        #expect(some.columns == ["Znak", "Tytuł"] && some.rows == [["OR.1431.1.2026.3", "a; \"b\""]])
        #expect(OutgoingRegisterColumn.official(.inside).map { $0.title(in: .inside) }.prefix(4) == ["Lp.", "Data", "Komórka nadająca", "Komórka lub osoba odbierająca"])
    }
}
