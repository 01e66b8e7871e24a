import Foundation
import Kernel
import Revenue
import Testing

/// Worked examples: inputs and the figures they must come to.
@Suite struct CasesTests {
    static let here = URL(filePath: #filePath).deletingLastPathComponent()
    static let fixture = here.appending(path: "Fixtures/cases.json")
    static let shared = here.deletingLastPathComponent().deletingLastPathComponent().appending(path: "../shared/data/taxes/cases.json").standardized
    static let hasShared = FileManager.default.fileExists(atPath: shared.path())

    static func cases(_ file: URL) throws -> [[String: JSONValue]] {
        var document = try JSONValue(json: Data(contentsOf: file))
        if case .object(let object) = document { document = try #require(object["cases"]) }
        guard case .array(let cases) = document else { return [] }
        return cases.compactMap { if case .object(let fields) = $0 { fields } else { nil } }
    }

    static func check(_ file: URL) throws -> Int {
        let cases = try cases(file)
        let answer = try TaxCalculator().cases(.array(cases.map(JSONValue.object)))
        #expect(answer.failures == 0)
        for (expected, entry) in zip(cases, answer.entries) {
            guard case .object(let got) = entry else { continue }
            #expect(got["id"] == expected["id"])
            #expect(got["result"] == expected["expect"], "\(expected["id"]?.json ?? ""): \(got["result"]?.json ?? entry.json)")
        }
        return cases.count
    }

    @Test("Every worked example comes to its figures") func examples() throws { #expect(try Self.check(Self.fixture) == 94) }

    @Test("The examples of the shared tables come to their figures", .enabled(if: hasShared)) func sharedExamples() throws {
        #expect(try Self.check(Self.shared) >= 94)
    }

    static func entry(_ text: String) throws -> [String: JSONValue] {
        let answer = try TaxCalculator().cases(JSONValue(json: Data("[\(text)]".utf8)))
        guard case .object(let fields)? = answer.entries.first else { return [:] }
        return fields
    }

    static func error(_ text: String) throws -> [String: JSONValue] {
        guard case .object(let error)? = try entry(text)["error"] else { return [:] }
        return error
    }

    @Test("A bad case names its field and the others are counted") func others() throws {
        let answer = try TaxCalculator().cases(
            JSONValue(
                json: Data(
                    #"[{"id":1,"fn":"nie_ma","input":{}},{"id":"dobry","fn":"split","input":{"total":"7","n":2}},{"id":"zly","fn":"split","input":{"n":2}},5]"#.utf8)))
        #expect(answer.failures == 3)
        let entries = answer.entries.map(\.json)
        #expect(entries[0].contains(#""field":"fn""#) && entries[0].contains(#""id":1"#))
        #expect(entries[1] == #"{"id":"dobry","result":["4","3"]}"#)
        #expect(entries[2].contains(#""field":"total""#))
        #expect(entries[3].contains("error"))
    }

    @Test(
        "Bad input is a problem with the place of its field",
        arguments: [
            (#""property_tax","input":{"lines":[{"kind":"mieszk","base":"-1","year":2026}]}"#, "lines[0].base"),
            (#""property_tax","input":{"lines":[{"kind":"mieszk","base":"1","year":2026},{"kind":"zamek","base":"1","year":2026}]}"#, "lines[1].kind"),
            (#""property_tax","input":{"lines":[{"kind":"mieszk","base":"1.0001","year":2026}]}"#, "lines[0].base"),
            (#""property_tax","input":{"lines":[{"kind":"mieszk","base":"1","year":2019}]}"#, "lines[0].year"),
            (#""property_tax","input":{"lines":[{"kind":"mieszk","base":"1"}]}"#, "lines[0].rate"),
            (#""property_tax","input":{"lines":[{"kind":"mieszk","base":"1","rate":"1.255"}]}"#, "lines[0].rate"),
            (#""property_tax","input":{"lines":[{"kind":"mieszk","base":"1","rate":"1","months":13}]}"#, "lines[0].months"),
            (#""property_tax","input":{"lines":[{"kind":"mieszk","base":"1","rate":"1","moths":3}]}"#, "lines[0].moths"),
            (#""property_tax","input":{"lines":[{"kind":"mieszk","base":"99999999999999","rate":"1"}]}"#, "lines[0].base"),
            (#""property_tax","input":{"lines":[{"kind":"mieszk","base":"999999999999999999999","rate":"1"}]}"#, "lines[0].base"),
            (#""property_tax","input":{"lines":[{"kind":"budowle","base":"1","rate":"1.5"}]}"#, "lines[0].rate"),
            (#""property_tax","input":{"lines":7}"#, "lines"),
            (#""usable_area","input":{"rooms":[["2.5","10"],["2.5"]]}"#, "rooms[1]"),
            (#""usable_area","input":{"rooms":[["wysoko","10"]]}"#, "rooms[0].height"),
            (#""farm_tax","input":{"plots":[{"use":"Q","ha":"1"}],"district":1,"year":2026}"#, "plots[0].use"),
            (#""farm_tax","input":{"plots":[],"district":5,"year":2026}"#, "district"),
            (#""farm_tax","input":{"plots":[],"district":1,"year":2026,"rye":"70"}"#, "rye"),
            (#""farm_tax","input":{"plots":[{"use":"R","cls":"VII","ha":"1"}],"district":1,"year":2026}"#, "plots[0].cls"),
            (#""forest_tax","input":{"ha":"1","year":2026,"wood":"300"}"#, "wood"),
            (#""forest_tax","input":{"ha":"1","year":2030}"#, "year"),
            (#""joint","input":{"parts":{"rolny":"1.50"}}"#, "rolny"),
            (#""joint","input":{"parts":{"psy":"1"}}"#, "parts.psy"),
            (#""interest","input":{"principal":"1","due":"2025-02-30","paid":"2025-04-01"}"#, "due"),
            (#""interest","input":{"principal":"1","due":"1999-01-01","paid":"2025-04-01"}"#, "due"),
            (#""interest","input":{"principal":"1","due":"2025-01-01","paid":"2025-04-01","share":"1.5"}"#, "share"),
            (#""interest","input":{"principal":"-1","due":"2025-01-01","paid":"2025-04-01"}"#, "principal"),
            (#""allocate","input":{"payment":"1","paid":"2025-01-01","items":[{"id":"a","tax":"t","due":"2025-01-01","amount":"x"}]}"#, "items[0].amount"),
            (#""waste_fee","input":{"method":"osoba","quantity":"2.5","rate":"1"}"#, "quantity"),
            (#""waste_fee","input":{"method":"osoba","quantity":"2","rate":"1","multiplier":"5"}"#, "multiplier"),
            (#""waste_fee","input":{"method":"woda","quantity":"2","rate":"1","discount":"1","discount_per":"person"}"#, "discount_per"),
            (#""alcohol","input":{"kind":"D","sales_prev":"1"}"#, "kind"),
            (#""obligation_months","input":{"start":"2026-05-04","end":"2026-03-28","year":2026}"#, "end"),
            (#""instalments","input":{"total":"-5","year":2026}"#, "total"),
            (#""split","input":{"total":"5","n":0}"#, "n"),
            (#""account","input":{"events":[["przypis","1"],["dar","2"]]}"#, "events[1].kind"),
            (#""nrb","input":{"bank8":"1020555","client16":"1111000000123456"}"#, "bank8"),
        ])
    func bad(_ text: String, _ field: String) throws {
        #expect(try Self.error(#"{"id":"x","fn":"# + text + "}")["field"] == .string(field))
    }

    @Test("Numbers of JSON are read digit by digit, never as floating point") func exactNumbers() throws {
        let written = ["0.1", "1259.09", "12345678901.23", "0.30", "1e2", "-5", "100000000000000.005"]
        guard case .array(let read) = try JSONValue(json: Data("[\(written.joined(separator: ","))]".utf8)) else { return }
        #expect(read == ["0.1", "1259.09", "12345678901.23", "0.3", "100", "-5", "100000000000000.005"].compactMap { ExactDecimal($0).map(JSONValue.number) })
        let answer = try Self.entry(#"{"id":"x","fn":"property_tax","input":{"lines":[{"kind":"mieszk","base":20.73,"rate":7.73}]}}"#)
        #expect(answer["result"]?.json == #"{"lines":["160.24"],"sum":"160.24","tax":"160"}"#)
    }

    @Test("A number nobody can keep spoils only its case") func hugeNumbers() throws {
        let answer = try TaxCalculator().cases(
            JSONValue(json: Data(#"[{"id":1,"fn":"split","input":{"total":1e300,"n":2}},{"id":2,"fn":"split","input":{"total":2,"n":2}}]"#.utf8)))
        #expect(answer.failures == 1)
        #expect(answer.entries.last?.json == #"{"id":2,"result":["1","1"]}"#)
    }

    @Test("What is no list of cases is refused") func noList() {
        #expect(throws: Problem.self) { try TaxCalculator().cases(JSONValue(json: Data("nie json".utf8))) }
        #expect(throws: Problem.self) { try TaxCalculator().cases("tekst") }
    }

    @Test("An explained answer names its provisions and the settings it used") func explained() throws {
        let answer = try TaxCalculator().cases(
            JSONValue(json: Data(#"[{"id":1,"fn":"transport","input":{"rate":"1259.09","months":8}}]"#.utf8)), explained: true)
        #expect(answer.json.contains("UPOL art. 8–11") && answer.json.contains("Reszta z podziału na raty: pierwsza-rata"))
    }
}
