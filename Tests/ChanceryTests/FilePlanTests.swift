import Chancery
import Foundation
import Kernel
import Law
import Store
import StoreTesting
import Testing

@Suite struct ArchivalCategoryTests {
    /// Completed, category, where counting starts, first day on which destruction is possible. Source: `retention_test_vectors.csv`.
    static let vectors: [(String, String, String?, Retention)] = [
        ("2021-03-15", "B5", "2022-01-01", .destructible(from: Day("2027-01-01")!)),
        ("2021-12-31", "B5", "2022-01-01", .destructible(from: Day("2027-01-01")!)),
        ("2022-01-01", "B5", "2023-01-01", .destructible(from: Day("2028-01-01")!)),
        ("2020-06-01", "BE10", "2021-01-01", .destructibleAfterOpinion(from: Day("2031-01-01")!)),
        ("2024-05-05", "Bc", nil, .afterUse),
        ("2015-04-04", "A", "2016-01-01", .keptForEver),
        ("2019-07-07", "B50", "2020-01-01", .destructible(from: Day("2070-01-01")!)),
        // Completed on 15 March 2021, reopened, completed again: counted from the second completion.
        ("2023-11-02", "B5", "2024-01-01", .destructible(from: Day("2029-01-01")!)),
        ("2021-03-15", "B*", nil, .bySpecialAct),
    ]

    @Test("Retention is counted in full calendar years after completion", arguments: vectors.indices) func retention(_ index: Int) throws {
        let (completed, text, start, expected) = Self.vectors[index]
        let category = try #require(ArchivalCategory(text)), day = try #require(Day(completed))
        #expect(category.countingStarts(completed: day)?.description == start)
        #expect(category.retention(completed: day) == expected)
        #expect(category.description == text)
    }

    @Test("Only categories that exist are read") func reading() {
        #expect(ArchivalCategory(" be 10 ") == .yearsThenExpert(10) && ArchivalCategory("bc") == .brief)
        for bad in ["", "B", "BE", "C5", "B0", "B-5", "B101", "A5", "B5E", "BE 1 0 x"] { #expect(ArchivalCategory(bad) == nil, "\(bad)") }
    }
}

@Suite struct FilePlanImportTests {
    private func plan(_ csv: String) throws -> FilePlanImport { try FilePlanImport(csv: Array(csv.utf8)) }
    private let good = """
        symbol,hasło,kategoria,uwagi
        6,Środowisko,,
        61,Przyroda,,
        613,"Drzewa, krzewy",B5,"uwaga ""w cudzysłowie""
        i w dwóch wierszach"
        614,Zwierzęta,BE10,
        62,Odpady,B5,
        """

    @Test("A plan is read with quotes, line breaks, other separators, and a mark at the start") func reading() throws {
        let read = try plan(good)
        #expect(read.issues.isEmpty && read.entries.map(\.symbol.description) == ["6", "61", "613", "614", "62"])
        #expect(read.entries[2].title == "Drzewa, krzewy" && read.entries[2].notes == "uwaga \"w cudzysłowie\"\ni w dwóch wierszach")
        #expect(read.entries[3].category == .yearsThenExpert(10))
        let semicolons = try plan("\u{FEFF}Hasło;Symbol;Kategoria;Synonimy;Tryb;Termin\r\nA;0;;;;\r\nB;00;A;x, y;PAPIER;30 dni\r\nC;01;B5;;Dedykowany: Źródło;\r\n")
        #expect(semicolons.issues.isEmpty && semicolons.entries.map(\.title) == ["A", "B", "C"] && semicolons.entries[1].synonyms == ["x", "y"])
        let b = try #require(ClassSymbol("00")), c = try #require(ClassSymbol("01"))
        #expect(semicolons.modes == [b: .paper, c: .dedicated(system: "Źródło")] && semicolons.terms == [b: ClassTerm(30, .day)])
        #expect(try plan("symbol\ttitle\n0\tA\n").entries.count == 1)
    }

    @Test("Every mistake names its line, the class and the reason") func mistakes() throws {
        let read = try plan(
            """
            symbol,hasło,kategoria
            6,Środowisko,
            61,Przyroda,B5
            613,Drzewa,B5
            6131,Wycinka,X5
            6131,Wycinka drugi raz,B5
            72,Drogi,B5
            6a,Błąd,B5
            62,,
            """)
        #expect(
            read.errors.map(\.description) == [
                "Wiersz 5, klasa 6131: nieznana kategoria „X5”. Wpisz A, B5, BE10, Bc albo B*",
                "Wiersz 6, klasa 6131: ten symbol jest już w wierszu 5", "Wiersz 7, klasa 72: nie ma klasy nadrzędnej 7",
                "Wiersz 8, klasa 6a: symbol klasy to od 1 do 10 cyfr. Arkusz mógł obciąć zera na początku", "Wiersz 9, klasa 62: brakuje hasła",
            ])
        #expect(
            read.warnings.map(\.description) == [
                "Wiersz 3, klasa 61: ma klasy podrzędne, więc jej kategoria nic nie znaczy",
                "Wiersz 3, klasa 61: ma tylko jedną klasę podrzędną, a powinna mieć od 2 do 10",
                "Wiersz 4, klasa 613: ma klasy podrzędne, więc jej kategoria nic nie znaczy",
                "Wiersz 4, klasa 613: ma tylko jedną klasę podrzędną, a powinna mieć od 2 do 10", "Wiersz 5, klasa 6131: klasa końcowa nie ma kategorii",
                "Wiersz 9, klasa 62: klasa końcowa nie ma kategorii",
            ])
    }

    @Test("A file that is no plan is refused with what to do") func refused() {
        let bad: [[UInt8]] = [
            [], Array("a,b\n1,2\n".utf8), Array("symbol,hasło\n".utf8), [0x73, 0xFF, 0xFE], Array("symbol,hasło\n0,\"otwarty\n".utf8),
            Array(("symbol,hasło\n0," + String(repeating: "a", count: 9_000)).utf8), [UInt8](repeating: 44, count: 9 * 1024 * 1024),
            Array((String(repeating: "x,", count: 100) + "symbol,hasło\n").utf8),
            Array(("symbol,hasło\n" + (0..<20_001).map { "\($0),a" }.joined(separator: "\n")).utf8),
        ]
        for bytes in bad {
            let problem = #expect(throws: Problem.self) { try FilePlanImport(csv: bytes) }
            #expect(problem?.field == "plik")
        }
    }

    @Test("Bytes without sense never stop the reader") func noise() {
        var random = SeededGenerator(seed: 3)
        let alphabet = Array("symbol,hasło;\"\n\r\t0123\u{1F332}".utf8)
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0..<120, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            _ = try? FilePlanImport(csv: Array("symbol,hasło\n".utf8) + bytes)
        }
    }

    @Test("The difference names what is added, renamed, changed, divided and closed") func difference() throws {
        let before = try plan(good).entries
        let after = try plan(
            """
            symbol,hasło,kategoria,uwagi
            6,Środowisko,,
            61,Przyroda,,
            613,Drzewa i krzewy,,
            6131,Usuwanie,B5,
            6132,Sadzenie,B5,
            614,Zwierzęta,B10,nowe uwagi
            """
        ).entries
        let d = FilePlanDifference(from: before, to: after)
        #expect(d.added.map(\.symbol.description) == ["6131", "6132"] && d.closed.map(\.symbol.description) == ["62"])
        #expect(d.renamed.map { "\($0.symbol): \($0.before) → \($0.after)" } == ["613: Drzewa, krzewy → Drzewa i krzewy"])
        #expect(d.categoryChanged.map { "\($0.symbol): \($0.before) → \($0.after)" } == ["613: B5 → brak", "614: BE10 → B10"])
        #expect(d.divided.map(\.description) == ["613"] && d.reworded.map(\.description) == ["613", "614"])
        #expect(FilePlanDifference(from: before, to: before).isEmpty)
    }

    static let shared = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "shared/data/ezd/jrwa_mc_2024_all_classes.csv")

    @Test("A whole plan of a ministry is read", .enabled(if: FileManager.default.fileExists(atPath: shared.path()))) func ministry() throws {
        let read = try FilePlanImport(csv: Array(Data(contentsOf: Self.shared)))
        #expect(read.entries.count == 592 && read.errors.isEmpty, "\(read.errors.prefix(3))")
    }
}

@Suite struct DemonstrationPlanTests {
    @Test("The plan for showing is whole, marked in every class, and holds the classes seen in real signs") func whole() throws {
        let plan = try DemonstrationPlan.plan()
        #expect(plan.issues.isEmpty, "\(plan.issues.map(\.description))")
        #expect((110...170).contains(plan.entries.count), "\(plan.entries.count)")
        #expect(plan.entries.allSatisfy { $0.notes.hasPrefix(DemonstrationPlan.mark) })
        let known = Set(plan.entries.map(\.symbol.description))
        for symbol in [
            "0", "00", "000", "0000", "0001", "0002", "0003", "0004", "0005", "0050", "1431", "271", "2110", "6131", "6220", "6341", "6621", "6730", "6740", "6840",
            "7145", "5410", "5430",
        ] {
            #expect(known.contains(symbol), "\(symbol)")
        }
    }
}

@Suite struct FilePlanTests {
    static let clerk = OrganisationTests.admin
    static let noon = OrganisationTests.noon
    static let today = OrganisationTests.today
    static let start = OrganisationTests.start
    static let migrations = OrganisationTests.migrations

    /// The demonstration plan in force, with one unit and one officer.
    static func house(_ backend: Backend, _ body: (any Database, UnitID, OfficerID) async throws -> Void) async throws {
        try await backend.withDatabase(migrations: migrations) { db in
            let (unit, officer) = try await db.write { c in
                _ = try FilePlan.apply(
                    c, try DemonstrationPlan.plan(), name: DemonstrationPlan.name, from: start, basis: DemonstrationPlan.basis, isDemonstration: true, by: clerk,
                    at: noon)
                let unit = try OrganisationTests.open(c, "OR")
                return (unit, try OrganisationTests.officer(c, "Anna", "Kowalska", account: "konto:2", unit: unit))
            }
            try await body(db, unit, officer)
        }
    }
    static func symbol(_ text: String) throws -> ClassSymbol { try #require(ClassSymbol(text)) }

    @Test("Versions follow one another by day, and a class stays as its version had it", arguments: Backend.available) func versions(_ backend: Backend) async throws {
        try await Self.house(backend) { db, _, _ in
            let trees = try Self.symbol("6131"), july = try #require(Day("2026-07-01"))
            let old = try #require(try await db.read { try FilePlan.find($0, trees, on: Self.today) })
            #expect(old.isLeaf && old.category == .years(5) && old.entry.notes.hasPrefix("przykład"))
            let changed = PlanEntry(trees, "Wycinka", category: .years(10)), added = PlanEntry(try Self.symbol("6133"), "Parki", category: .years(5))
            let studnie = try Self.symbol("6342")
            try await db.write {
                try FilePlan.amend($0, changed: [changed, added], closed: [studnie], from: july, basis: "zgoda AP nr 7", by: Self.clerk, at: Self.noon)
            }
            let after = try await db.read { c in
                (try FilePlan.find(c, trees, on: july), try FilePlan.find(c, added.symbol, on: Self.today), try FilePlan.find(c, studnie, on: july))
            }
            #expect(after.0?.title == "Wycinka" && after.0?.category == .years(10) && after.1 == nil && after.2 == nil)
            #expect(try await db.read { try FilePlan.find($0, old.id) } == old)
            #expect(try await db.read { try FilePlan.find($0, trees, on: Self.start.adding(days: -1)) } == nil)
            let all = try await db.read { try FilePlan.versions($0) }
            #expect(all.map(\.validFrom) == [july, Self.start] && all[0].basis == "zgoda AP nr 7" && all[0].isDemonstration)
            // Not before the last version, not without a basis, not a hole in the plan.
            await #expect(throws: Problems.self) {
                try await db.write { try FilePlan.amend($0, changed: [changed], from: july, basis: "x", by: Self.clerk, at: Self.noon) }
            }
            await #expect(throws: Problems.self) {
                try await db.write { try FilePlan.amend($0, changed: [changed], from: july.adding(days: 1), basis: " ", by: Self.clerk, at: Self.noon) }
            }
            let parent = try Self.symbol("613")
            await #expect(throws: Problems.self) {
                try await db.write { try FilePlan.amend($0, changed: [], closed: [parent], from: july.adding(days: 1), basis: "x", by: Self.clerk, at: Self.noon) }
            }
            #expect(try await Journal.verify(db).isIntact)
        }
    }

    @Test("The tree is walked level by level with its path", arguments: Backend.available) func tree(_ backend: Backend) async throws {
        try await Self.house(backend) { db, _, _ in
            let version = try #require(try await db.read { try FilePlan.version($0, on: Self.today) })
            let parent = try Self.symbol("613"), leaf = try Self.symbol("6131")
            let (top, below, path) = try await db.read { c in
                (
                    try FilePlan.children(c, version, of: nil), try FilePlan.children(c, version, of: parent), try FilePlan.paths(c, version, of: [leaf])
                )
            }
            #expect(top.map(\.symbol.description) == ["0", "1", "2", "3", "4", "5", "6", "7", "8"])
            #expect(below.map(\.symbol.description) == ["6131", "6132"] && below.allSatisfy(\.isLeaf))
            #expect(path[leaf] == ["Środowisko, budownictwo i nieruchomości", "Przyroda i zwierzęta", "Drzewa i zieleń"])
        }
    }

    static let words: [(String, String)] = [
        ("wycinka drzewa", "6131"), ("wycinkę drzew", "6131"), ("chcę wyciąć suche drzewo", "6131"), ("odpis aktu urodzenia", "5350"), ("odpisy aktów", "5350"),
        ("dowód osobisty", "5342"), ("zgubiłem dowód osobisty", "5342"), ("warunki zabudowy", "6730"), ("warunków zabudowy", "6730"), ("ulga w podatku", "3123"),
        ("umorzenie podatku", "3123"), ("odpady", "6232"), ("wywóz śmieci", "6232"), ("dziura w drodze", "7221"), ("zajęcie pasa drogowego", "7230"),
        ("zajecie pasa", "7230"), ("zezwolenie na alkohol", "7340"), ("informacja publiczna", "1431"), ("przetarg", "271"), ("numer domu", "6624"),
        ("zameldow", "5344"), ("613", "6131"), ("7145", "7145"), ("bezpański pies", "6140"), ("dodatek mieszkaniowy", "715"), ("stypendium", "4424"),
    ]

    @Test("Classes are found by titles, synonyms, citizens' words, other endings and symbols", arguments: Backend.available) func search(_ backend: Backend) async throws
    {
        try await Self.house(backend) { db, unit, _ in
            for (words, expected) in Self.words {
                let hits = try await db.read { try FilePlan.search($0, words, on: Self.today, limit: 3) }
                #expect(hits.first?.planClass.symbol.description == expected, "\(words): \(hits.map(\.planClass.label))")
            }
            let hits = try await db.read { try FilePlan.search($0, "drzewa", unit: unit, on: Self.today) }
            #expect(hits.allSatisfy { $0.planClass.isLeaf && !$0.isPermitted } && hits.first?.path.count == 3)
            for nothing in ["", " ", "qqqq", "'; SELECT qqqq; -- %_", "6999"] {
                #expect(try await db.read { try FilePlan.search($0, nothing, on: Self.today) }.isEmpty, "\(nothing)")
            }
        }
    }

    @Test("Away from EZD only with a reason and a basis; the history stays (R1.1, R1.2)", arguments: Backend.available) func modes(_ backend: Backend) async throws {
        try await Self.house(backend) { db, _, _ in
            let group = try Self.symbol("27"), leaf = try Self.symbol("271"), later = Self.today.adding(days: 30)
            #expect(try await db.read { try FilePlan.mode($0, of: leaf, on: Self.today) } == .electronic)
            let bare = ModeDecision(.paper, from: Self.today, reason: nil, legalBasis: "", decidedOn: Self.today)
            let refused = await #expect(throws: Problems.self) { try await db.write { try FilePlan.decide($0, leaf, bare, by: Self.clerk, at: Self.noon) } }
            #expect(refused?.all.map(\.field) == ["powod", "podstawa"])
            let paper = ModeDecision(.paper, from: Self.today, reason: .law, legalBasis: "zarządzenie 5/2026", decidedOn: Self.today)
            try await db.write { try FilePlan.decide($0, group, paper, by: Self.clerk, at: Self.noon) }
            let back = ModeDecision(.electronic, from: later, reason: nil, legalBasis: "", decidedOn: Self.today)
            try await db.write { try FilePlan.decide($0, leaf, back, by: Self.clerk, at: Self.noon) }
            let found = try await db.read { c in
                (try FilePlan.mode(c, of: leaf, on: Self.today), try FilePlan.mode(c, of: leaf, on: later), try FilePlan.mode(c, of: group, on: later))
            }
            #expect(found == (.paper, .electronic, .paper))
            #expect(try await db.read { try FilePlan.modeHistory($0, of: group) } == [paper])
            await #expect(throws: Problems.self) { try await db.write { try FilePlan.decide($0, leaf, back, by: Self.clerk, at: Self.noon) } }
            // The engine refuses an exception without a basis as well.
            await #expect(throws: SQLError.self) {
                try await db.write {
                    try $0.execute("UPDATE file_plan_mode SET legal_basis = '' WHERE mode = 'PAPIER'")
                }
            }
            let wrong = ModeDecision(.dedicated(system: "X"), from: later, reason: .law, legalBasis: "x", decidedOn: later.adding(days: 1))
            #expect(wrong.problems().map(\.field) == ["powod", "decyzja"])
        }
    }

    @Test("A case is started only in a leaf, not of another system, by a unit that may (I3, R2.4)", arguments: Backend.available) func forCase(_ backend: Backend)
        async throws
    {
        try await Self.house(backend) { db, unit, _ in
            let group = try Self.symbol("613"), leaf = try Self.symbol("6131"), tenders = try Self.symbol("271"), none = try Self.symbol("999")
            func refusal(_ symbol: ClassSymbol) async throws -> String {
                do {
                    _ = try await db.read { try FilePlan.forCase($0, symbol, unit: unit, on: Self.today) }
                    return ""
                } catch let problem as Problem { return problem.message }
            }
            #expect(try await refusal(none) == "W wykazie akt nie ma klasy 999. Wybierz klasę z listy.")
            #expect(try await refusal(group) == "Klasa 613 dzieli się na klasy niższe. Wybierz jedną z nich.")
            #expect(try await refusal(leaf) == "Komórka OR nie zakłada spraw klasy 6131. Poproś koordynatora, żeby dopisał ją komórce.")
            let gk = try await db.write { c in
                let gk = try OrganisationTests.open(c, "GK")
                try FilePlan.permit(c, gk, ["61"], by: Self.clerk, at: Self.noon)
                return gk
            }
            #expect(try await refusal(leaf) == "Komórka OR nie zakłada spraw klasy 6131. Zakłada je: GK.")
            let setting = ClassSetting(term: ClassTerm(1, .month), access: .notPublic, isKPA: true, needsMetryka: true)
            try await db.write { c in
                try FilePlan.permit(c, unit, [FilePlan.everyClass], by: Self.clerk, at: Self.noon)
                try FilePlan.set(c, group, setting, by: Self.clerk, at: Self.noon)
                try FilePlan.decide(
                    c, tenders, ModeDecision(.dedicated(system: "e-Zamówienia"), from: Self.today, reason: .dedicatedSystem, legalBasis: "x", decidedOn: Self.today),
                    by: Self.clerk, at: Self.noon)
            }
            #expect(try await refusal(tenders) == "Sprawy klasy 271 prowadzi system e-Zamówienia. Załóż sprawę tam.")
            let given = try await db.read { try FilePlan.forCase($0, leaf, unit: unit, on: Self.today) }
            #expect(given.mode == .electronic && given.planClass.symbol == leaf)
            // The demonstration plan gives the leaf a term of its own, which goes before the group's.
            #expect(given.setting == ClassSetting(kind: .investigation))
            let other = try Self.symbol("6132")
            #expect(try await db.read { try FilePlan.setting($0, of: other) } == setting)
            #expect(try await db.read { try FilePlan.unitsPermitted($0, leaf) } == [unit, gk])
            await #expect(throws: Problems.self) { try await db.write { try FilePlan.permit($0, unit, ["6x"], by: Self.clerk, at: Self.noon) } }
        }
    }

    @Test("The last five classes of an officer and the favourites of a unit", arguments: Backend.available) func recent(_ backend: Backend) async throws {
        try await Self.house(backend) { db, unit, officer in
            let symbols = try ["6131", "5350", "271", "7230", "3123", "6730", "6131"].map(Self.symbol)
            try await db.write { c in
                for (n, symbol) in symbols.enumerated() {
                    try FilePlan.learn(c, symbol, title: "Pismo", by: officer, at: Self.noon.adding(seconds: Int64(n)))
                }
                try FilePlan.setFavourite(c, symbols[1], of: unit, true)
                try FilePlan.setFavourite(c, symbols[1], of: unit, true)
                try FilePlan.setFavourite(c, symbols[0], of: unit, true)
                try FilePlan.setFavourite(c, symbols[0], of: unit, false)
            }
            let (recent, favourites) = try await db.read { c in
                (try FilePlan.recent(c, by: officer, on: Self.today), try FilePlan.favourites(c, of: unit, on: Self.today))
            }
            #expect(recent.map(\.planClass.symbol.description) == ["6131", "6730", "3123", "7230", "271"])
            #expect(favourites.map(\.planClass.symbol.description) == ["5350"])
        }
    }

    @Test("An officer keeps classes of his own at hand: leaves of the plan, each once, not without end", arguments: Backend.available)
    func ownFavourites(_ backend: Backend) async throws {
        try await Self.house(backend) { db, unit, officer in
            let (first, second, group) = (try Self.symbol("6131"), try Self.symbol("5350"), try Self.symbol("61"))
            func set(_ symbol: ClassSymbol, _ isFavourite: Bool) async throws {
                try await db.write { try FilePlan.setFavourite($0, symbol, by: officer, isFavourite, on: Self.today) }
            }
            func kept() async throws -> [String] {
                try await db.read { try FilePlan.favourites($0, by: officer, unit: unit, on: Self.today).map(\.planClass.symbol.description) }
            }
            try await set(first, true)
            try await set(first, true)
            try await set(second, true)
            #expect(try await kept() == ["5350", "6131"])
            // Those of the unit are others.
            #expect(try await db.read { try FilePlan.favourites($0, of: unit, on: Self.today) }.isEmpty)
            await #expect(throws: Problem.self) { try await set(group, true) }
            await #expect(throws: Problem.self) { try await set(try Self.symbol("9999"), true) }
            try await set(second, false)
            try await set(second, false)
            #expect(try await kept() == ["6131"])
            let leaves = try await db.read { c in
                try FilePlan.version(c, on: Self.today).map { try FilePlan.classes(c, $0) }?.filter { $0.isLeaf && $0.symbol != first }.map(\.symbol) ?? []
            }
            #expect(leaves.count >= FilePlan.mostFavourites)
            for symbol in leaves.prefix(FilePlan.mostFavourites - 1) { try await set(symbol, true) }
            await #expect(throws: Problem.self) { try await set(leaves[FilePlan.mostFavourites - 1], true) }
            // One that is there already is no further one.
            try await set(first, true)
            #expect(try await kept().count == FilePlan.mostFavourites)
        }
    }

    @Test("Without a history the plan's words propose, and say so", arguments: Backend.available) func suggestionFromWords(_ backend: Backend) async throws {
        try await Self.house(backend) { db, _, _ in
            for (text, expected) in [
                ("Wniosek o zezwolenie na usunięcie drzewa (dąb), dz. 214/3", "6131"), ("Wniosek o odpis skrócony aktu urodzenia", "5350"),
                ("Wniosek o zajęcie pasa drogowego w ul. Polnej", "7230"), ("Wniosek o wydanie zaświadczenia o niezaleganiu", "3127"),
                ("Deklaracja o wysokości opłaty za gospodarowanie odpadami komunalnymi", "6232"), ("Wniosek o dodatek mieszkaniowy, uzupełnienie", "715"),
                ("Wniosek o wypis z planu miejscowego", "6727"), ("Wniosek o ustalenie warunków zabudowy dla działki 12", "6730"),
                ("Prośba o umorzenie zaległości w podatku od nieruchomości", "3123"),
            ] {
                let found = try await db.read { try FilePlan.suggest($0, text: text, on: Self.today) }
                #expect(found.first?.hit.planClass.symbol.description == expected, "\(text): \(found.map { "\($0.hit.planClass.label) \($0.certainty) \($0.reason)" })")
                #expect(found.first.map { (1...90).contains($0.certainty) && $0.reason.hasPrefix("w opisie klasy są słowa:") } ?? false)
            }
            #expect(try await db.read { try FilePlan.suggest($0, text: "12/2026 !!!", on: Self.today) }.isEmpty)
        }
    }

    @Test("What similar letters got decides more and more, with its reason", arguments: Backend.available) func suggestionFromHistory(_ backend: Backend) async throws {
        try await Self.house(backend) { db, _, officer in
            let fence = try Self.symbol("6743"), road = try Self.symbol("7221")
            let before = try await db.read { try FilePlan.suggest($0, text: "Pergola przy ul. Leśnej", on: Self.today) }
            #expect(!before.contains { $0.hit.planClass.symbol == fence })
            try await db.write { c in
                for n in 0..<15 { try FilePlan.learn(c, n == 7 ? road : fence, title: "Pergola nr \(n) w ogrodzie", by: officer, at: Self.noon) }
            }
            let after = try #require(try await db.read { try FilePlan.suggest($0, text: "Pergolę przy ul. Leśnej", on: Self.today) }.first)
            #expect(after.hit.planClass.symbol == fence && after.reason == "14 z 15 pism ze słowem „pergolę” tam trafiło")
            #expect((60...99).contains(after.certainty), "\(after.certainty)")
        }
    }

    @Test("An institution's letters are remembered by its key; of a person nothing is kept", arguments: Backend.available) func senders(_ backend: Backend) async throws {
        try await Self.house(backend) { db, _, officer in
            let office = Correspondent(.institution(name: "Zakład Gazowniczy"), identifiers: CorrespondentIdentifiers(nip: "5252248481"))
            let person = Correspondent(.person(surname: "Brzęczyszczykiewicz", givenNames: "Grzegorz"), identifiers: CorrespondentIdentifiers(pesel: "02070803628"))
            let road = try Self.symbol("7230")
            try await db.write { c in
                for _ in 0..<4 { try FilePlan.learn(c, road, title: "Zgłoszenie", sender: office, by: officer, at: Self.noon) }
                try FilePlan.learn(c, road, title: "Grzegorz Brzęczyszczykiewicz – 02070803628, dz. 12/4", sender: person, by: officer, at: Self.noon)
            }
            let found = try #require(try await db.read { try FilePlan.suggest($0, text: "Pismo", sender: office, on: Self.today) }.first)
            #expect(found.hit.planClass.symbol == road && found.reason.hasPrefix("4 z 4 pism tego nadawcy tam trafiło"))
            let words = try await db.read { c in try c.query("SELECT word FROM file_plan_habit") { try $0.text("word") } }
            #expect(words.sorted() == ["@nip:5252248481", "zglosz"])
        }
    }

    @Test("A file's ways of keeping become decisions with the import's basis", arguments: Backend.available) func importedModes(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            let plan = try FilePlanImport(csv: Array("symbol,hasło,kategoria,tryb\n0,A,,\n00,B,A,PAPIER\n01,C,B5,EZD\n".utf8))
            try await db.write { _ = try FilePlan.apply($0, plan, name: "Plan", from: Self.today, basis: "zarządzenie 9", by: Self.clerk, at: Self.noon) }
            let paper = try Self.symbol("00"), plain = try Self.symbol("01")
            #expect(try await db.read { try FilePlan.modeHistory($0, of: paper) }.map(\.legalBasis) == ["zarządzenie 9"])
            #expect(try await db.read { try FilePlan.modeHistory($0, of: plain) }.isEmpty)
            let broken = try FilePlanImport(csv: Array("symbol,hasło\n00,B\n".utf8))
            await #expect(throws: Problems.self) {
                try await db.write { _ = try FilePlan.apply($0, broken, name: "Plan", from: Self.today.adding(days: 1), basis: "x", by: Self.clerk, at: Self.noon) }
            }
        }
    }
}
