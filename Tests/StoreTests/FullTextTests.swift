import Store
import StoreTesting
import Testing

@Suite struct FullTextTests {
    private let letters: [(Int64, String)] = [
        (1, "Wniosek o wydanie zaświadczenia, Łódź, RPW/12/2026"),
        (2, "Odwołanie od decyzji OR.1431.1.2026 — Żółta Góra"),
        (3, "Zażółć gęślą jaźń; Kowalska-Nowak, RPW/120/2026"),
        (4, "Skarga na bezczynność jan.kowalski@example.pl"),
        (5, "Łódzka spółka wodna, RPW/12/2027"),
    ]

    private func expectFound(_ db: any Database, _ query: String, _ ids: [Int64], before: Int64? = nil, limit: Int = 10) async throws {
        let found = try await db.read { c in try FullText.search(c, kind: "letter", query: query, limit: limit, before: before) }
        #expect(found == ids, "\(query)")
    }

    @Test(arguments: Backend.available) func `words are found whatever their diacritics, case and ending`(_ backend: Backend) async throws {
        let letters = letters
        try await backend.withDatabase { db in
            try await db.write { c in for (id, text) in letters { try FullText.index(c, document: id, kind: "letter", text: text) } }
            try await expectFound(db, "lodz", [5, 1])
            try await expectFound(db, "Łódź", [5, 1])
            try await expectFound(db, "ŁÓDZKA", [5])
            try await expectFound(db, "zażółć jaźń", [3])
            try await expectFound(db, "zazolc jazn brak", [])
            try await expectFound(db, "zolt gor", [2])
            try await expectFound(db, "Kowalska-Nowak", [3])
            try await expectFound(db, "kowalska-now", [3])
            try await expectFound(db, "nowak", [3])
            try await expectFound(db, "kowalsk", [4, 3])
            try await expectFound(db, "jan.kowalski@example.pl", [4])
            try await expectFound(db, "example", [4])
        }
    }

    @Test(arguments: Backend.available) func `numbers are found whole and in parts, and never by half of a part`(_ backend: Backend) async throws {
        let letters = letters
        try await backend.withDatabase { db in
            try await db.write { c in for (id, text) in letters { try FullText.index(c, document: id, kind: "letter", text: text) } }
            try await expectFound(db, "RPW/12/2026", [1])
            try await expectFound(db, "rpw/12", [5, 1])
            try await expectFound(db, "12/2026", [1])
            try await expectFound(db, "12", [5, 1])
            try await expectFound(db, "rpw 12", [5, 1])
            try await expectFound(db, "120", [3])
            try await expectFound(db, "OR.1431.1.2026", [2])
            try await expectFound(db, "OR.1431", [2])
            try await expectFound(db, "1431", [2])
            try await expectFound(db, "RPW/1/2026", [])
        }
    }

    @Test(arguments: Backend.available) func `nothing a person types reaches the query language`(_ backend: Backend) async throws {
        let letters = letters
        try await backend.withDatabase { db in
            try await db.write { c in for (id, text) in letters { try FullText.index(c, document: id, kind: "letter", text: text) } }
            let inputs = [
                "\"", "'", "*", "(", "lodz\"", "lodz' | 'x", "a OR b", "NEAR(a b)", "words:lodz", "-lodz", "^lodz", "lodz:*", "lodz & !x", "\\",
                "'; DROP TABLE full_text; --", "{}", "\u{0}", "😀", "   ", "", "____", "a\u{0}b", String(repeating: "ą/", count: 5000),
            ]
            for input in inputs {
                let found = try await db.read { c in try FullText.search(c, kind: "letter", query: input, limit: 10, before: nil) }
                #expect(found.allSatisfy { (1...5).contains($0) })
            }
            try await expectFound(db, "lodz\"", [5, 1])
            try await expectFound(db, "", [])
            try await expectFound(db, "***", [])
        }
    }

    @Test(arguments: Backend.available) func `pages go on by key, newest first`(_ backend: Backend) async throws {
        try await backend.withDatabase { db in
            try await db.write { c in for id in 1...25 { try FullText.index(c, document: Int64(id), kind: "letter", text: "pismo nr \(id)") } }
            try await expectFound(db, "pismo", [25, 24, 23], limit: 3)
            try await expectFound(db, "pismo", [22, 21, 20], before: 23, limit: 3)
            try await expectFound(db, "pismo", [1], before: 2, limit: 3)
        }
    }

    @Test(arguments: Backend.available) func `kinds do not mix, new words replace old ones, and removed ones are gone`(_ backend: Backend) async throws {
        try await backend.withDatabase { db in
            try await db.write { c in
                try FullText.index(c, document: 1, kind: "letter", text: "podatek rolny")
                try FullText.index(c, document: 1, kind: "case", text: "podatek leśny")
                try FullText.index(c, document: 1, kind: "letter", text: "podatek od nieruchomości")
            }
            try await expectFound(db, "rolny", [])
            try await expectFound(db, "lesny", [])
            try await expectFound(db, "podatek nieruchomosci", [1])
            let cases = try await db.read { c in try FullText.search(c, kind: "case", query: "leśny", limit: 5, before: nil) }
            #expect(cases == [1])
            try await db.write { c in try FullText.remove(c, document: 1, kind: "letter") }
            try await expectFound(db, "podatek", [])
        }
    }

    @Test(arguments: Backend.available) func `a word finds its other forms, and its beginning still finds it`(_ backend: Backend) async throws {
        try await backend.withDatabase { db in
            try await db.write { c in
                try FullText.index(c, document: 1, kind: "letter", text: "Dotyczy umowy najmu i opłat za drzewa w Prusicach")
                try FullText.index(c, document: 2, kind: "letter", text: "UMOWAMI radnych, opłatę wniósł Kowalskiego syn; 12 umów")
                try FullText.index(c, document: 3, kind: "letter", text: "umysł, opłatek, radca, Prusak")
            }
            try await expectFound(db, "umowa", [2, 1])
            try await expectFound(db, "umowie", [2, 1])
            try await expectFound(db, "umowe", [2, 1])
            try await expectFound(db, "opłata", [2, 1])
            try await expectFound(db, "drzewo", [1])
            try await expectFound(db, "Prusice umowa", [1])
            try await expectFound(db, "radny", [2])
            try await expectFound(db, "Kowalski", [2])
            try await expectFound(db, "umo", [2, 1])
            try await expectFound(db, "umys", [3])
            try await expectFound(db, "opła", [3, 2, 1])
        }
    }

    @Test(arguments: Backend.available) func `words that say nothing count only alone, and short words end where they end`(_ backend: Backend) async throws {
        try await backend.withDatabase { db in
            try await db.write { c in
                try FullText.index(c, document: 1, kind: "letter", text: "Wniosek o wydanie")
                try FullText.index(c, document: 2, kind: "letter", text: "Wniosek: wydanie, ul. Polna, os. Zacisze")
            }
            try await expectFound(db, "wniosek o wydanie", [2, 1])
            try await expectFound(db, "o", [1])
            try await expectFound(db, "ul", [2])
            try await expectFound(db, "po", [])
            try await expectFound(db, "wy", [])
        }
    }

    @Test(arguments: Backend.available) func `beginnings of any length find their words, however many begin alike`(_ backend: Backend) async throws {
        try await backend.withDatabase { db in
            try await db.write { c in
                // 400 words begin with `przedz`, more than are asked for one by one.
                for id in 1...400 { try FullText.index(c, document: Int64(id), kind: "letter", text: "przedz\(letters(id)) stałe") }
                try FullText.index(c, document: 500, kind: "letter", text: "zaświadczeniami Wrona-Kowalska")
                try FullText.index(c, document: 500, kind: "case", text: "zaświadczanie")
            }
            let all = (1...400).reversed().map { Int64($0) }
            for beginning in ["prz", "prze", "przed", "przedz", "przedz stał"] { try await expectFound(db, beginning, all, limit: 1000) }
            for beginning in ["zaś", "zasw", "zaswi", "zaswia", "zaswiadczeniam", "zaświadczeniami", "wrona-kow", "wrona-kowalsk", "kowals"] {
                try await expectFound(db, beginning, [500])
            }
            try await expectFound(db, "zaswiadczeniamx", [])
            let cases = try await db.read { c in try FullText.search(c, kind: "case", query: "zaswiadcz", limit: 5) }
            #expect(cases == [500])
        }
    }

    /// A number in letters, so that every word is another one.
    private func letters(_ n: Int) -> String { String(String(n).map { Character(UnicodeScalar(UInt8(97 + ($0.wholeNumberValue ?? 0)))) }) }
}
