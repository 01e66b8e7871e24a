import Chancery
import Kernel
import Law
import Store
import StoreTesting
import Testing

@Suite struct RegisterNumberTests {
    @Test("Numbers are read as people and the system write them") func reading() {
        #expect(RegisterNumber("RPW/1482/2026") == RegisterNumber(year: 2026, number: 1482))
        #expect(RegisterNumber("rpw-2026-1482") == RegisterNumber(year: 2026, number: 1482))
        for bad in ["", "1482", "RPW/0/2026", "RPW/1/26", "RPW//2026", "RPW/1/2026/3", "ABC/1/2026", "RPW/-1/2026"] { #expect(RegisterNumber(bad) == nil) }
        let forbidden = Set(" \\/*?:=,;")
        #expect(!RegisterNumber(year: 2026, number: 7).identifier.contains { forbidden.contains($0) })
    }
}

@Suite struct RegistrationRulesTests {
    static let today = Day("2026-03-12")!

    private func fields(_ change: (inout LetterMetadata) -> Void, arrival: Day = today) -> [String] {
        var m = LetterMetadata(senders: [Correspondent(.person(surname: "Łoś", givenNames: "Jan"))], title: "Wniosek")
        change(&m)
        return RegistrationRules.problems(m, arrivalDay: arrival, today: Self.today).compactMap(\.field)
    }

    @Test("A complete letter has no problems, and an unknown sender is allowed") func complete() {
        #expect(fields { _ in }.isEmpty)
        #expect(fields { $0.senders = [Correspondent(.unknown)] }.isEmpty)
        #expect(fields { $0.letterDate = PartialDate("2026") }.isEmpty)
    }

    @Test("Each broken rule names its field") func broken() {
        #expect(fields { $0.title = "" } == ["temat"])
        #expect(fields { $0.senders = [] } == ["nadawca"])
        #expect(fields { $0.senders = [Correspondent(.institution(name: ""))] } == ["nazwa"])
        #expect(fields { $0.senders = [Correspondent(.person(surname: "", givenNames: "Jan"))] } == ["nazwisko"])
        #expect(fields { $0.senders[0].address.postCode = "55-1" } == ["kod"])
        #expect(
            fields {
                $0.senders[0].address.postCode = "SW1A 1AA"
                $0.senders[0].address.country = "Wielka Brytania"
            }.isEmpty)
        #expect(fields { $0.senders[0].emails = ["jan"] } == ["email"])
        #expect(fields { $0.letterDate = PartialDate("2026-03-13") } == ["zdnia"])
        #expect(fields({ _ in }, arrival: Self.today.adding(days: 1)) == ["wplyw"])
        #expect(fields { $0.attachmentCount = -1 } == ["zalaczniki"])
        #expect(fields { $0.title = String(repeating: "a", count: 1_001) } == ["temat"])
    }
}

@Suite struct IncomingRegisterTests {
    static let clerk = Performer(id: "konto:1", name: "Ewa Rybak")
    static let noon = Instant(iso8601: "2026-03-12T11:00:00Z")!
    static let migrations = StoreMigrations.all + ChanceryMigrations.all

    static func letter(_ surname: String = "Łoś", _ title: String = "Wniosek o odpis", key: String? = nil, sign: String = "") -> Registration {
        var m = LetterMetadata(senders: [Correspondent(.person(surname: surname, givenNames: "Jan"))], title: title)
        m.foreignSign = sign
        return Registration(metadata: m, channel: .paper, arrivalDay: PolishTime.day(of: noon), arrivalKey: key)
    }

    @Test("Numbers run from one each year without holes, under concurrency and failure", arguments: Backend.available)
    func numbers(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            struct Refused: Error {}
            await withTaskGroup(of: Void.self) { group in
                for n in 0..<60 {
                    group.addTask {
                        _ = try? await db.write { c in
                            _ = try IncomingRegister.register(c, Self.letter("Nr \(n)"), by: Self.clerk, at: Self.noon)
                            if n % 3 == 0 { throw Refused() }
                        }
                    }
                }
            }
            let numbers = try await db.read { c in
                try IncomingRegister.records(c, year: 2026, from: nil, to: nil, after: 0, limit: 100).map(\.row.number.number)
            }
            #expect(numbers == Array(1...40))
            let newYear = Instant(iso8601: "2026-12-31T23:30:00Z")!
            let first = try await db.write { try IncomingRegister.register($0, Self.letter(), by: Self.clerk, at: newYear).number }
            #expect(first == RegisterNumber(year: 2027, number: 1))
            #expect(try await Journal.verify(db).isIntact)
        }
    }

    @Test("The same arrival is registered once", arguments: Backend.available) func idempotent(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            let first = try await db.write { try IncomingRegister.register($0, Self.letter(key: "a|b"), by: .connector, at: Self.noon) }
            let second = try await db.write { try IncomingRegister.register($0, Self.letter(key: "a|b"), by: .connector, at: Self.noon) }
            #expect(first == .registered(RegisterNumber(year: 2026, number: 1)) && second == .known(RegisterNumber(year: 2026, number: 1)))
            #expect(try await db.write { try IncomingRegister.register($0, Self.letter(key: "a|c"), by: .connector, at: Self.noon) }.number.number == 2)
        }
    }

    @Test("A clock that went back stops the registration and gives no number", arguments: Backend.available) func clock(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            try await db.write { _ = try IncomingRegister.register($0, Self.letter(), by: Self.clerk, at: Self.noon) }
            // A step of a few seconds is a correction of the clock, not a fault.
            try await db.write { _ = try IncomingRegister.register($0, Self.letter("B"), by: Self.clerk, at: Self.noon.adding(seconds: -20)) }
            await #expect(throws: Problem.self) {
                try await db.write { _ = try IncomingRegister.register($0, Self.letter("C"), by: Self.clerk, at: Self.noon.adding(seconds: -3600)) }
            }
            let next = try await db.write { try IncomingRegister.register($0, Self.letter("D"), by: Self.clerk, at: Self.noon).number.number }
            #expect(next == 3)
        }
    }

    @Test("A correction keeps the old value, who, when and why", arguments: Backend.available) func corrections(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            let number = try await db.write { try IncomingRegister.register($0, Self.letter(), by: Self.clerk, at: Self.noon).number }
            var changed = Self.letter("Łoś", "Wniosek o odpis aktu").metadata
            changed.foreignSign = "AB.1"
            let scan = try #require(try await db.read { try IncomingRegister.find($0, number) }).metadata.scan
            #expect(scan?.extent.rawValue == "brak")
            let correction = changed
            changed.scan = scan
            let wanted = changed
            let later = Self.noon.adding(seconds: 60)
            let fields = try await db.write { try IncomingRegister.correct($0, number, to: correction, reason: "literówka", by: Self.clerk, at: later) }
            #expect(Set(fields) == [.title, .foreignSign])
            let letter = try #require(try await db.read { try IncomingRegister.find($0, number) })
            // A correction that says nothing of the scan leaves it as it was.
            #expect(letter.metadata == wanted && letter.registeredAt == Self.noon)
            let title = try #require(letter.corrections.first { $0.field == .title })
            #expect(
                title.before == "Wniosek o odpis" && title.after == "Wniosek o odpis aktu" && title.reason == "literówka" && title.by == "Ewa Rybak" && title.at == later)
            await #expect(throws: Problems.self) {
                try await db.write { _ = try IncomingRegister.correct($0, number, to: Self.letter().metadata, reason: "  ", by: Self.clerk, at: later) }
            }
            let none = try await db.write { try IncomingRegister.correct($0, number, to: wanted, reason: "nic", by: Self.clerk, at: later) }
            #expect(none.isEmpty)
            _ = try await FullTextIndexer(db, sources: [LetterSearchTests.source]).catchUp()
            #expect(try await db.read { try IncomingRegister.search($0, "aktu", limit: 10) }.map(\.number) == [number])
        }
    }

    @Test("A cancelled number stays with its reason and is never given again", arguments: Backend.available) func cancelling(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            let number = try await db.write { try IncomingRegister.register($0, Self.letter(), by: Self.clerk, at: Self.noon).number }
            await #expect(throws: Problems.self) { try await db.write { try IncomingRegister.cancel($0, number, reason: "", by: Self.clerk, at: Self.noon) } }
            try await db.write { try IncomingRegister.cancel($0, number, reason: "dwa razy", by: Self.clerk, at: Self.noon) }
            let letter = try #require(try await db.read { try IncomingRegister.find($0, number) })
            #expect(letter.cancellation?.reason == "dwa razy")
            await #expect(throws: Problem.self) { try await db.write { try IncomingRegister.cancel($0, number, reason: "znowu", by: Self.clerk, at: Self.noon) } }
            await #expect(throws: Problem.self) {
                try await db.write { _ = try IncomingRegister.correct($0, number, to: Self.letter("X").metadata, reason: "po", by: Self.clerk, at: Self.noon) }
            }
            let next = try await db.write { try IncomingRegister.register($0, Self.letter(), by: Self.clerk, at: Self.noon).number }
            #expect(next.number == number.number + 1)
        }
    }

    @Test("Similar letters are found by sender and sign, or by date and title", arguments: Backend.available) func duplicates(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            try await db.write { c in
                _ = try IncomingRegister.register(c, Self.letter("Łoś", "A", sign: "OR. 12"), by: Self.clerk, at: Self.noon)
                var dated = Self.letter("Bąk", "Skarga")
                dated.metadata.letterDate = PartialDate("2026-03-01")
                _ = try IncomingRegister.register(c, dated, by: Self.clerk, at: Self.noon)
                var unknown = Self.letter(sign: "Z.1")
                unknown.metadata.senders = [Correspondent(.unknown)]
                _ = try IncomingRegister.register(c, unknown, by: Self.clerk, at: Self.noon)
            }
            func found(_ surname: String, _ title: String, sign: String = "", date: String? = nil) async throws -> Int {
                var m = Self.letter(surname, title, sign: sign).metadata
                m.letterDate = date.flatMap { PartialDate($0) }
                let wanted = m
                return try await db.read { try IncomingRegister.duplicates($0, of: wanted) }.count
            }
            #expect(try await found("ŁOŚ", "inny tytuł", sign: "or.12") == 1)
            #expect(try await found("Łoś", "A") == 0)
            #expect(try await found("Bąk", "skarga", date: "2026-03-01") == 1)
            #expect(try await found("Bąk", "skarga", date: "2026-03-02") == 0)
            #expect(try await found("Wilk", "A", sign: "OR.12") == 0)
        }
    }

    @Test("Pages by key show every letter once in every order and direction", arguments: Backend.available) func paging(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            var random = SeededGenerator(seed: 5)
            let names = (0..<37).map { _ in ["Łoś", "Bąk", "Żuraw", "Ala", "Zając", "Lis"].randomElement(using: &random) ?? "" }
            try await db.write { c in
                for (n, name) in names.enumerated() {
                    var r = Self.letter(name, "Sprawa \(n % 5)")
                    r.arrivalDay = PolishTime.day(of: Self.noon).adding(days: -(n % 4))
                    _ = try IncomingRegister.register(c, r, by: Self.clerk, at: Self.noon)
                }
            }
            for order in RegisterQuery.Order.allCases {
                for descending in [true, false] {
                    var q = RegisterQuery()
                    (q.order, q.descending, q.limit) = (order, descending, 7)
                    var seen: [Int64] = []
                    var keys: [String] = []
                    while true {
                        let asked = q
                        let page = try await db.read { try IncomingRegister.page($0, asked, today: Day("2026-03-12")!) }
                        seen += page.rows.map(\.id)
                        keys += page.rows.map { order == .number ? String(format: $0.id) : $0.position.key }
                        guard let next = page.next else { break }
                        q.after = RegisterQuery.Position(next.description)
                    }
                    #expect(seen.count == 37 && Set(seen).count == 37, "\(order) \(descending)")
                    #expect(keys == keys.sorted(by: descending ? (>) : (<)), "\(order) \(descending)")
                }
            }
        }
    }

    @Test("Filters and views narrow the list", arguments: Backend.available) func filters(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            try await db.write { c in
                var a = Self.letter("Łoś", "Naprawa chodnika w Łodzi")
                a.attention = [.signatureInvalid]
                _ = try IncomingRegister.register(c, a, by: Self.clerk, at: Self.noon)
                var b = Self.letter("Bąk", "Skarga")
                (b.channel, b.arrivalDay) = (.epuap, PolishTime.day(of: Self.noon).adding(days: -3))
                _ = try IncomingRegister.register(c, b, by: Self.clerk, at: Self.noon)
            }
            _ = try await FullTextIndexer(db, sources: [LetterSearchTests.source]).catchUp()
            func count(_ change: (inout RegisterQuery) -> Void) async throws -> Int {
                var q = RegisterQuery()
                change(&q)
                let asked = q
                let (page, n) = try await db.read {
                    (try IncomingRegister.page($0, asked, today: Day("2026-03-12")!), try IncomingRegister.count($0, asked, today: Day("2026-03-12")!))
                }
                #expect(page.rows.count == n)
                return n
            }
            #expect(try await count { $0.words = "lodzi chodn" } == 1)
            #expect(try await count { $0.words = "niematakiego" } == 0)
            #expect(try await count { $0.channel = .epuap } == 1)
            #expect(try await count { $0.view = .attention } == 1)
            #expect(try await count { $0.view = .today } == 2)
            #expect(try await count { $0.from = Day("2026-03-10") } == 1)
            #expect(try await count { $0.to = Day("2026-03-10") } == 1)
            #expect(try await count { $0.words = "'; DROP TABLE incoming_letter; -- \" * NEAR(" } == 0)
        }
    }
}

private extension String {
    init(format n: Int64) {
        let digits = String(n)
        self = String(repeating: "0", count: 12 - digits.count) + digits
    }
}

@Suite struct RegisterExportTests {
    @Test("CSV cells are quoted and never become formulas") func csv() throws {
        var m = LetterMetadata(senders: [Correspondent(.institution(name: "=HYPERLINK(\"http://x\")"))], title: "a \"b\"; c\nd")
        m.remarks = ["@SUM(A1)"]
        let row = RegisterRow(
            id: 1, number: RegisterNumber(year: 2026, number: 1), registeredAt: IncomingRegisterTests.noon, arrivalDay: try #require(Day("2026-03-12")), sender: "x",
            title: m.title, channel: .paper, foreignSign: "", letterDate: nil, attention: [], cancelReason: nil, position: .init(key: "1", id: 1))
        let line = String(decoding: RegisterExport.csv(RegisterRecord(row: row, metadata: m, registeredBy: "Ewa")), as: UTF8.self)
        #expect(line.contains("\"'=HYPERLINK(\"\"http://x\"\")\"") && line.contains("\"a \"\"b\"\"; c\nd\"") && line.contains("\"'@SUM(A1)\""))
        #expect(line.hasSuffix("\r\n"))
    }
}
