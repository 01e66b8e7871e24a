internal import Foundation
public import Kernel
internal import Law
public import Store

/// The file plan (jednolity rzeczowy wykaz akt, JRWA): its versions, and the acts that change it.
///
/// A version is never edited: each change, an import as well as one class added by the office, makes the next version, in force
/// from its day. Settings (mode, term, permits) hang on symbols and go on from version to version.
public enum FilePlan {
    /// Puts a version in force from a day.
    ///
    /// - Parameters:
    ///   - basis: act or order, with the consent of the state archive where the office adds classes (R2.2).
    ///   - modes: ways of keeping that the file names; those that differ from today's become decisions with `basis`.
    /// - Throws: `Problems` when the plan has errors, the day is not later than that of the last version, or a basis is missing.
    @discardableResult
    public static func apply(
        _ c: any SQLConnection, _ plan: FilePlanImport, name: String, from day: Day, basis: String, isDemonstration: Bool = false, by performer: Performer,
        at now: Instant
    ) throws -> PlanVersionID {
        guard plan.errors.isEmpty else {
            throw Problems(plan.errors.prefix(20).map { Problem(.invalidInput, $0.description, field: "plik") })
        }
        let id = try insert(c, plan.entries, name: name, from: day, basis: basis, isDemonstration: isDemonstration, by: performer, at: now)
        for (symbol, mode) in plan.modes.sorted(by: { $0.key < $1.key }) where try self.mode(c, of: symbol, on: day) != mode {
            let reason: ModeReason? = mode.isException ? (mode == .paper ? .important : .dedicatedSystem) : nil
            let decision = ModeDecision(mode, from: day, reason: reason, legalBasis: basis, decidedOn: min(day, PolishTime.day(of: now)))
            try decide(c, symbol, decision, by: performer, at: now)
        }
        for symbol in Set(plan.terms.keys).union(plan.kinds.keys).sorted() {
            var setting = try ownSetting(c, symbol) ?? ClassSetting()
            (setting.term, setting.kind) = (plan.terms[symbol], plan.kinds[symbol])
            try set(c, symbol, setting, by: performer, at: now)
        }
        return id
    }

    /// Adds, renames or closes single classes from a day, as a new version made from the one in force then.
    ///
    /// - Parameters:
    ///   - changed: classes to add, or to put in place of those with the same symbol.
    ///   - closed: classes to leave out; their cases stay with the old version.
    @discardableResult
    public static func amend(
        _ c: any SQLConnection, changed: [PlanEntry], closed: Set<ClassSymbol> = [], from day: Day, basis: String, by performer: Performer, at now: Instant
    ) throws -> PlanVersionID {
        guard let version = try versions(c).first else { throw missingPlan }
        var bySymbol = Dictionary(try entries(c, version.id).map { ($0.symbol, $0) }, uniquingKeysWith: { first, _ in first })
        for symbol in closed where bySymbol.removeValue(forKey: symbol) == nil {
            throw Problems([Problem(.invalidInput, "W wykazie nie ma klasy \(symbol)", field: "symbol")])
        }
        for entry in changed { bySymbol[entry.symbol] = entry }
        let entries = bySymbol.values.sorted { $0.symbol < $1.symbol }
        let errors = FilePlanImport.structure(entries, [:]).filter { $0.weight == .error }
        guard errors.isEmpty else {
            throw Problems(errors.map { Problem(.invalidInput, "Klasa \($0.symbol): \($0.message)", field: "symbol") })
        }
        return try insert(
            c, entries, name: version.name, from: day, basis: basis, isDemonstration: version.isDemonstration, by: performer, at: now)
    }

    private static func insert(
        _ c: any SQLConnection, _ entries: [PlanEntry], name: String, from day: Day, basis: String, isDemonstration: Bool, by performer: Performer,
        at now: Instant
    ) throws -> PlanVersionID {
        let last = try versions(c).first
        let name = name.trimmingCharacters(in: .whitespacesAndNewlines), basis = basis.trimmingCharacters(in: .whitespacesAndNewlines)
        var problems: [Problem] = []
        func add(_ field: String, _ message: String) { problems.append(Problem(.invalidInput, message, field: field)) }
        if name.isEmpty || name.count > 200 { add("nazwa", "Nazwij wykaz, najwyżej 200 znaków") }
        if basis.isEmpty { add("podstawa", "Podaj podstawę: przepis, numer zarządzenia albo zgodę archiwum państwowego") }
        if basis.count > 500 { add("podstawa", "Skróć podstawę do 500 znaków") }
        if entries.isEmpty { add("plik", "Wykaz nie zawiera żadnej klasy") }
        if let last, day <= last.validFrom { add("od", "Nowa wersja musi obowiązywać po \(last.validFrom), od którego obowiązuje poprzednia") }
        guard problems.isEmpty else { throw Problems(problems) }
        let before = try last.map { try self.entries(c, $0.id) } ?? []
        let ids = try c.query(
            """
            INSERT INTO file_plan_version (name, valid_from, basis, is_demonstration, applied_by, applied_at, class_count)
            VALUES (\(name), \(day), \(basis), \(isDemonstration), \(performer.name), \(now), \(entries.count)) RETURNING id
            """
        ) { try $0.id("id", as: PlanVersionID.self) }
        guard let version = ids.first else { throw Problem(.internalFault, "Nie udało się zapisać wykazu. Spróbuj ponownie.", cause: "no id of version") }
        let parents = Set(entries.compactMap(\.symbol.parent))
        for entry in entries { try insert(c, entry, version: version, isLeaf: !parents.contains(entry.symbol)) }
        let difference = FilePlanDifference(from: before, to: entries)
        try Journal.append(
            c,
            JournalEntry(
                actor: performer.id, act: "wykaz-akt-wersja", object: object(version),
                after:
                    "\(name) od \(day): klas \(entries.count), dodano \(difference.added.count), zmieniono hasło \(difference.renamed.count), kategorię \(difference.categoryChanged.count), zamknięto \(difference.closed.count)",
                reason: basis), at: now)
        return version
    }

    private static func insert(_ c: any SQLConnection, _ entry: PlanEntry, version: PlanVersionID, isLeaf: Bool) throws {
        let ids = try c.query(
            """
            INSERT INTO file_plan_class (version_id, symbol, title, category, notes, synonyms, is_leaf)
            VALUES (\(version), \(entry.symbol), \(entry.title), \(isLeaf ? entry.category?.description : nil), \(entry.notes),
                \(entry.synonyms.joined(separator: "; ")), \(isLeaf)) RETURNING id
            """
        ) { try $0.id("id", as: PlanClassID.self) }
        guard let id = ids.first else { throw Problem(.internalFault, "Nie udało się zapisać wykazu. Spróbuj ponownie.", cause: "no id of class") }
        let words = ClassWords.weights(of: entry).sorted { $0.key < $1.key }
        guard !words.isEmpty else { return }
        var rows: SQL = ""
        for (index, word) in words.enumerated() {
            rows += index == 0 ? "" : ", "
            rows += "(\(version), \(word.key), \(id), \(word.value))"
        }
        try c.execute("INSERT INTO file_plan_word (version_id, word, class_id, weight) VALUES \(sql: rows)")
    }

    static var missingPlan: Problem { Problem(.conflict, "Urząd nie ma jeszcze wykazu akt. Wczytaj go w ustawieniach.") }

    /// Names of versions and classes in the journal.
    static func object(_ version: PlanVersionID) -> String { "wykaz-akt:\(version)" }
    static func object(_ symbol: ClassSymbol) -> String { "klasa:\(symbol)" }
}
