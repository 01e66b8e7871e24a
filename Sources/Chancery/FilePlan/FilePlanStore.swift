public import Kernel
public import Store

/// Reading the file plan.
extension FilePlan {
    // MARK: versions

    /// Newest first.
    public static func versions(_ c: any SQLConnection) throws -> [PlanVersion] {
        try c.query(
            """
            SELECT id, name, valid_from, basis, is_demonstration, applied_by, applied_at, class_count FROM file_plan_version
            ORDER BY valid_from \(sql: c.dialect.descending)
            """
        ) { row in
            PlanVersion(
                id: try row.id("id"), name: try row.text("name"), validFrom: try row.parsed("valid_from"), basis: try row.text("basis"),
                isDemonstration: try row.bool("is_demonstration"), appliedBy: try row.text("applied_by"), appliedAt: try row.instant("applied_at"),
                classCount: Int(try row.int("class_count")))
        }
    }

    /// The version in force on a day.
    public static func version(_ c: any SQLConnection, on day: Day) throws -> PlanVersionID? {
        try c.first(
            "SELECT id FROM file_plan_version WHERE valid_from <= \(day) ORDER BY valid_from \(sql: c.dialect.descending) LIMIT 1"
        ) { try $0.id("id") }
    }

    /// What an import would change against the version in force last.
    public static func preview(_ c: any SQLConnection, _ plan: FilePlanImport) throws -> FilePlanDifference {
        FilePlanDifference(from: try versions(c).first.map { try entries(c, $0.id) } ?? [], to: plan.entries)
    }

    static func entries(_ c: any SQLConnection, _ version: PlanVersionID) throws -> [PlanEntry] { try classes(c, version).map(\.entry) }

    // MARK: classes

    /// Every class of a version, in the order of the plan.
    public static func classes(_ c: any SQLConnection, _ version: PlanVersionID) throws -> [PlanClass] {
        try classes(c, where: "version_id = \(version)")
    }

    /// The classes right under one; those of the first order for `nil`.
    public static func children(_ c: any SQLConnection, _ version: PlanVersionID, of parent: ClassSymbol?) throws -> [PlanClass] {
        let level = (parent?.level ?? 0) + 1
        guard let parent else { return try classes(c, where: "version_id = \(version) AND length(symbol) = \(level)") }
        let (low, high) = (parent.description, parent.description + ":")
        return try classes(c, where: "version_id = \(version) AND symbol > \(low) AND symbol < \(high) AND length(symbol) = \(level)")
    }

    /// Leaf classes without a category, at most `limit`: their files can never be destroyed or handed over (R1.23).
    public static func withoutCategory(_ c: any SQLConnection, _ version: PlanVersionID, limit: Int = 20) throws -> [PlanClass] {
        let found = try classes(c, where: "version_id = \(version) AND is_leaf = 1 AND category IS NULL")
        return Array(found.prefix(limit))
    }

    public static func find(_ c: any SQLConnection, _ id: PlanClassID) throws -> PlanClass? { try classes(c, where: "id = \(id)").first }

    /// A class by its symbol, as the plan has it on a day.
    public static func find(_ c: any SQLConnection, _ symbol: ClassSymbol, on day: Day) throws -> PlanClass? {
        guard let version = try version(c, on: day) else { return nil }
        return try classes(c, where: "version_id = \(version) AND symbol = \(symbol)").first
    }

    /// Titles from the first order down to the class above, by symbol.
    public static func paths(_ c: any SQLConnection, _ version: PlanVersionID, of symbols: [ClassSymbol]) throws -> [ClassSymbol: [String]] {
        let wanted = Set(symbols.flatMap(\.ancestors))
        let titles = try c.query("SELECT symbol, title FROM file_plan_class WHERE version_id = \(version) AND symbol IN (\(list: wanted.sorted()))") {
            (try $0.parsed("symbol", as: ClassSymbol.self), try $0.text("title"))
        }
        let known = Dictionary(titles, uniquingKeysWith: { first, _ in first })
        return Dictionary(symbols.map { ($0, $0.ancestors.compactMap { known[$0] }) }, uniquingKeysWith: { first, _ in first })
    }

    static func classes(_ c: any SQLConnection, where condition: SQL) throws -> [PlanClass] {
        try c.query(
            """
            SELECT id, version_id, symbol, title, category, notes, synonyms, is_leaf FROM file_plan_class WHERE \(sql: condition)
            ORDER BY symbol \(sql: c.dialect.ascending)
            """
        ) { row in
            PlanClass(
                id: try row.id("id"), version: try row.id("version_id"),
                entry: PlanEntry(
                    try row.parsed("symbol"), try row.text("title"), category: try row.parsedOrNil("category"), notes: try row.text("notes"),
                    synonyms: try row.text("synonyms").split(separator: "; ").map(String.init)),
                isLeaf: try row.bool("is_leaf"))
        }
    }
}
