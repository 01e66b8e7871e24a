public import Kernel
internal import Law
public import Store

/// A class found by words, by symbol, as recent or as a favourite.
public struct ClassHit: Sendable, Hashable {
    public var planClass: PlanClass
    /// Titles from the first order down, without the class itself.
    public var path: [String]
    /// Whether the unit asked about may start cases in it.
    public var isPermitted: Bool
}

extension FilePlan {
    /// Leaf classes by words of titles, synonyms, notes and citizens' speech, or by the beginning of a symbol; best first.
    ///
    /// The last word may be unfinished. Where no class has all words, those with most of them are found.
    /// - Parameter unit: classes in which the unit may start cases come before others of the same rank.
    public static func search(_ c: any SQLConnection, _ words: String, unit: UnitID? = nil, on day: Day, limit: Int = 20) throws -> [ClassHit] {
        guard let version = try version(c, on: day) else { return [] }
        let compact = words.filter { !$0.isWhitespace }
        if let symbol = ClassSymbol(compact) {
            let (low, high) = (symbol.description, symbol.description + ":")
            let found = try classes(c, where: "version_id = \(version) AND is_leaf = 1 AND symbol >= \(low) AND symbol < \(high)")
            return try hits(c, Array(found.prefix(limit)), version, unit: unit)
        }
        let stems = ClassWords.of(words).prefix(8)
        let last = PolishText.folded(words).split(whereSeparator: { !$0.isLetter }).last.map(String.init) ?? ""
        guard !stems.isEmpty || last.count >= 2 else { return [] }
        var terms = stems.map(\.stem)
        // While the last word is being typed, its beginning counts, not the stem of half a word.
        if terms.isEmpty { terms = [last] }
        var scores: [Int64: (words: Int, weight: Int)] = [:]
        for term in terms {
            var best: [Int64: Int] = [:]
            _ = try c.query(
                """
                SELECT class_id, word, weight FROM file_plan_word WHERE version_id = \(version) AND word >= \(term) AND word < \(term + "~")
                """
            ) { row in
                let id = try row.int("class_id")
                let weight = Int(try row.int("weight")) * (try row.text("word") == term ? 2 : 1)
                best[id] = max(best[id] ?? 0, weight)
            }
            for (id, weight) in best {
                let before = scores[id] ?? (0, 0)
                scores[id] = (before.words + 1, before.weight + weight)
            }
        }
        guard let most = scores.values.map(\.words).max() else { return [] }
        let ids = scores.filter { $0.value.words == most }.map(\.key)
        let found = try classes(c, where: "id IN (\(list: ids.sorted())) AND is_leaf = 1")
        let permitted = try unit.map { try permits(c, of: $0) }
        func isPermitted(_ symbol: ClassSymbol) -> Bool { permitted.map { covers($0, symbol) } ?? true }
        let ranked = found.sorted { a, b in
            let (x, y) = (scores[a.id.number]?.weight ?? 0, scores[b.id.number]?.weight ?? 0)
            if x != y { return x > y }
            let (p, q) = (isPermitted(a.symbol), isPermitted(b.symbol))
            return p == q ? a.symbol < b.symbol : p
        }
        return try hits(c, Array(ranked.prefix(limit)), version, unit: unit)
    }

    // MARK: recent and favourite

    /// The classes an officer used last, newest first.
    public static func recent(_ c: any SQLConnection, by officer: OfficerID, unit: UnitID? = nil, on day: Day, limit: Int = 5) throws -> [ClassHit] {
        let symbols = try c.query(
            "SELECT symbol FROM file_plan_use WHERE officer_id = \(officer) ORDER BY used_at \(sql: c.dialect.descending) LIMIT \(limit)"
        ) { try $0.parsed("symbol", as: ClassSymbol.self) }
        return try hits(c, symbols, on: day, unit: unit)
    }

    public static func favourites(_ c: any SQLConnection, of unit: UnitID, on day: Day) throws -> [ClassHit] {
        let symbols = try c.query(
            "SELECT symbol FROM file_plan_favourite WHERE unit_id = \(unit) ORDER BY symbol \(sql: c.dialect.ascending)"
        ) { try $0.parsed("symbol", as: ClassSymbol.self) }
        return try hits(c, symbols, on: day, unit: unit)
    }

    public static func setFavourite(_ c: any SQLConnection, _ symbol: ClassSymbol, of unit: UnitID, _ isFavourite: Bool) throws {
        if isFavourite {
            try c.execute("INSERT INTO file_plan_favourite (unit_id, symbol) VALUES (\(unit), \(symbol)) ON CONFLICT (unit_id, symbol) DO NOTHING")
        } else {
            try c.execute("DELETE FROM file_plan_favourite WHERE unit_id = \(unit) AND symbol = \(symbol)")
        }
    }

    /// The classes an officer keeps at hand, by symbol.
    public static func favourites(_ c: any SQLConnection, by officer: OfficerID, unit: UnitID? = nil, on day: Day) throws -> [ClassHit] {
        let symbols = try c.query(
            "SELECT symbol FROM file_plan_own_favourite WHERE officer_id = \(officer) ORDER BY symbol \(sql: c.dialect.ascending)"
        ) { try $0.parsed("symbol", as: ClassSymbol.self) }
        return try hits(c, symbols, on: day, unit: unit)
    }

    /// More than this is no choice but a second plan.
    public static let mostFavourites = 30

    /// Puts a class among those an officer keeps at hand, or takes it off.
    ///
    /// - Throws: `Problem`, where there are too many already, or the plan has no such class for cases.
    public static func setFavourite(_ c: any SQLConnection, _ symbol: ClassSymbol, by officer: OfficerID, _ isFavourite: Bool, on day: Day) throws {
        guard isFavourite else {
            try c.execute("DELETE FROM file_plan_own_favourite WHERE officer_id = \(officer) AND symbol = \(symbol)")
            return
        }
        guard let found = try find(c, symbol, on: day), found.isLeaf else {
            throw Problem(.invalidInput, "Ulubioną może być tylko klasa końcowa wykazu akt. Klasy \(symbol) nie da się wybrać do sprawy.")
        }
        let others = try c.first("SELECT COUNT(*) AS n FROM file_plan_own_favourite WHERE officer_id = \(officer) AND symbol <> \(symbol)") { try $0.int("n") }
        guard (others ?? 0) < mostFavourites else {
            throw Problem(.conflict, "Masz już \(mostFavourites) ulubionych klas. Usuń jedną z nich, zanim dodasz następną.")
        }
        try c.execute("INSERT INTO file_plan_own_favourite (officer_id, symbol) VALUES (\(officer), \(symbol)) ON CONFLICT (officer_id, symbol) DO NOTHING")
    }

    // MARK: helpers

    /// Whether symbols of classes and groups reach a class.
    public static func covers(_ permits: Set<String>, _ symbol: ClassSymbol) -> Bool {
        permits.contains(everyClass) || permits.contains(symbol.description) || symbol.ancestors.contains { permits.contains($0.description) }
    }

    /// Those of the symbols that are leaf classes on the day, in the order given.
    private static func hits(_ c: any SQLConnection, _ symbols: [ClassSymbol], on day: Day, unit: UnitID?) throws -> [ClassHit] {
        guard !symbols.isEmpty, let version = try version(c, on: day) else { return [] }
        let found = try classes(c, where: "version_id = \(version) AND is_leaf = 1 AND symbol IN (\(list: symbols))")
        return try hits(c, symbols.compactMap { symbol in found.first { $0.symbol == symbol } }, version, unit: unit)
    }

    static func hits(_ c: any SQLConnection, _ classes: [PlanClass], _ version: PlanVersionID, unit: UnitID?) throws -> [ClassHit] {
        let paths = try paths(c, version, of: classes.map(\.symbol))
        let permitted = try unit.map { try permits(c, of: $0) }
        return classes.map { one in
            ClassHit(planClass: one, path: paths[one.symbol] ?? [], isPermitted: permitted.map { covers($0, one.symbol) } ?? true)
        }
    }
}
