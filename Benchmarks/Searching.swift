import Foundation
import Kernel
import Law
import Store
import StoreSQLite

/// Full-text search over generated letters, in steps of ten up to a million.
enum Searching {
    /// Words as letters of an office use them: a few often, most of them seldom; each in one of its forms.
    private struct Language {
        private var random = SeededGenerator(seed: 4)
        private let common: [[String]]
        private let rare: [String]

        init() {
            common = [
                "wniosek wniosku wnioskiem wnioski", "umowa umowy umowę umową", "opłata opłaty opłatę opłat", "gmina gminy gminie gminę",
                "podatek podatku podatki",
                "droga drogi drodze drogę", "decyzja decyzji decyzję decyzje", "działka działki działce działkę", "nieruchomość nieruchomości nieruchomością",
                "pismo pisma pismem piśmie", "sprawa sprawy sprawie sprawę", "urząd urzędu urzędzie urzędem", "zaświadczenie zaświadczenia zaświadczeniu",
                "proszę prosimy proszono", "wydać wydano wydanie wydania", "budowa budowy budowie budowę", "mieszkaniec mieszkańca mieszkańców", "ulica ulicy ulicę",
                "burmistrz burmistrza burmistrzowi", "podstawa podstawie podstawę", "ustawa ustawy ustawie", "dzień dnia dniu dni", "rok roku latach",
                "numer numeru numerem",
                "skarga skargi skardze", "odwołanie odwołania odwołaniu", "drzewo drzewa drzew", "chodnik chodnika chodniku", "oświetlenie oświetlenia",
                "odpady odpadów odpadami",
            ].map { $0.split(separator: " ").map(String.init) }
            var made = SeededGenerator(seed: 9)
            let first = ["ba", "ko", "tra", "mi", "no", "pie", "ro", "szu", "wa", "zie", "lu", "gry", "da", "pro", "ste", "cho"]
            let last = ["nek", "la", "rowski", "wicz", "ta", "czyk", "min", "sza", "gor", "dek", "niec", "bor", "sław", "mir", "ska", "pol"]
            rare = (0..<40_000).map { n in
                (first.randomElement(using: &made) ?? "") + (first.randomElement(using: &made) ?? "") + (last.randomElement(using: &made) ?? "") + (n % 3 == 0 ? "a" : "")
                    + (n % 7 == 0 ? "mi" : "")
            }
        }

        /// About 120 words: half of them common ones, with a few fillers, a number and a name.
        mutating func letter(_ n: Int) -> String {
            var words = ["RPW/\(n)/2026", "OR.\(n % 900).\(n % 37).2026"]
            for _ in 0..<120 {
                switch Int.random(in: 0..<10, using: &random) {
                case 0..<5:
                    // The first words of the list are met more often.
                    let i = min(Int.random(in: 0..<common.count, using: &random), Int.random(in: 0..<common.count, using: &random))
                    words.append(common[i].randomElement(using: &random) ?? "")
                case 5..<7: words.append(["o", "na", "w", "z", "do", "i"].randomElement(using: &random) ?? "")
                default:
                    let i = Int(Double(rare.count) * pow(Double.random(in: 0..<1, using: &random), 3))
                    words.append(rare[min(i, rare.count - 1)])
                }
            }
            return words.joined(separator: " ")
        }

        mutating func rareWord() -> String { rare.randomElement(using: &random) ?? "" }
    }

    private static let kind = "letter"

    static func run(_ directory: String, counts: [Int]) async throws {
        let db = try await SQLiteProvider(directory: directory).open(.platform)
        try await Migrator(StoreMigrations.all).migrate(db, now: TimeSource.system.now)
        Measure.line("dictionary", PolishInflection.shared.version)
        var language = Language()
        try await longLetters(db, &language)
        var n = 0
        let clock = ContinuousClock()
        for count in counts {
            let start = clock.now
            let before = n
            while n < count {
                let texts = (0..<min(200, count - n)).map { (Int64(n + $0 + 1), language.letter(n + $0 + 1)) }
                try await db.write { c in for (id, text) in texts { try FullText.index(c, document: id, kind: kind, text: text) } }
                n += texts.count
            }
            Measure.line("indexed-\(count)", "\(Int(Double(n - before) / Measure.seconds(start.duration(to: clock.now)))) letters/s")
            try await questions(db, count, &language)
        }
        try await db.close()
    }

    /// What a letter of 20 KB of text costs the index.
    private static func longLetters(_ db: any Database, _ language: inout Language) async throws {
        var texts: [String] = []
        for n in 0..<50 {
            var text = ""
            while text.utf8.count < 20_000 { text += language.letter(n) + " " }
            texts.append(text)
        }
        let long = texts
        let clock = ContinuousClock()
        let start = clock.now
        try await db.write { c in for (i, text) in long.enumerated() { try FullText.index(c, document: Int64(i), kind: "long", text: text) } }
        Measure.line("index-20-KB", String(format: "%.1f ms", Measure.seconds(start.duration(to: clock.now)) * 1000 / 50))
    }

    private static func questions(_ db: any Database, _ count: Int, _ language: inout Language) async throws {
        let rare = (0..<40).map { _ in language.rareWord() }
        let classes: [(String, [String])] = [
            ("two-frequent", ["umowa opłata", "wniosku decyzja", "podatek droga", "odpady drzewa", "skarga chodnik", "gminie działkę"]),
            ("three-frequent", ["odpady drzewa chodnik", "umowa opłata skarga", "oświetlenie ulicy drzewo"]),
            ("one-frequent", ["wniosek", "umowy", "odpadami"]),
            ("prefix", ["wni", "umo", "dec", "prow", "zie", "ko", "bara"]),
            ("two-prefixes", ["wni umo", "dec opł", "pro sta", "roko wni", "nie zaś"]),
            ("fillers", ["wniosek o wydanie", "umowa na budowę", "odwołanie od decyzji"]),
            ("number", (0..<20).map { "RPW/\(1 + count / 21 * $0)/2026" }),
            ("part-number", ["OR.77", "2026", "OR.5.3"]),
            ("rare", rare),
            ("rare-frequent", rare.prefix(20).map { "\($0) wniosek" }),
            ("two-rare", zip(rare, rare.dropFirst()).prefix(20).map { "\($0) \($1)" }),
            ("absent", ["niematakiego", "niematakiego wniosek", "umowa opłata niematakiego"]),
        ]
        let clock = ContinuousClock()
        var all: [Double] = []
        for (name, queries) in classes {
            var spent: [Double] = []
            for _ in 0..<max(2, 60 / queries.count) {
                for query in queries {
                    let start = clock.now
                    _ = try await db.read { c in try FullText.search(c, kind: kind, query: query, limit: 51) }
                    spent.append(Measure.seconds(start.duration(to: clock.now)) * 1000)
                }
            }
            all += spent
            Measure.line("search-\(count)-\(name)", words(spent))
        }
        Measure.line("search-\(count)-all", words(all))
    }

    private static func words(_ spent: [Double]) -> String {
        let sorted = spent.sorted()
        func at(_ share: Double) -> String { String(format: "%.1f", sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]) }
        return "p50 \(at(0.5)) p95 \(at(0.95)) max \(at(1)) ms"
    }
}
