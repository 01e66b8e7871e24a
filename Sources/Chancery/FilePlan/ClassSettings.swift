public import Kernel
public import Law
public import Store

/// What the office set for a class or for everything under it (part of the matrix R2.4).
public struct ClassSetting: Sendable, Hashable {
    /// The office's own term for settling a case; goes before the one of the kind.
    public var term: ClassTerm?
    /// What cases of the class are for the law, which then gives the term (KPA art. 35, 217, 237 and special acts).
    public var kind: StatutoryTermKind?
    /// Default access of new documents.
    public var access: Access?
    /// Cases run under the code of administrative procedure (KPA).
    public var isKPA: Bool
    /// A metryka is kept (KPA art. 66a and what other acts ask).
    public var needsMetryka: Bool

    public init(term: ClassTerm? = nil, kind: StatutoryTermKind? = nil, access: Access? = nil, isKPA: Bool = false, needsMetryka: Bool = false) {
        self.term = term
        self.kind = kind
        self.access = access
        self.isKPA = isKPA
        self.needsMetryka = needsMetryka
    }
}

/// Everything that opening a case needs to know about its class.
public struct ClassForCase: Sendable, Hashable {
    public var planClass: PlanClass
    public var mode: ClassMode
    public var setting: ClassSetting

    public init(planClass: PlanClass, mode: ClassMode, setting: ClassSetting) {
        self.planClass = planClass
        self.mode = mode
        self.setting = setting
    }
}

extension FilePlan {
    // MARK: mode

    /// Records a decision about how a class, or everything under it, is kept (R1.1). The history stays.
    ///
    /// - Throws: `Problems` when an exception has no reason or basis, or the decision is not later than the last one.
    public static func decide(_ c: any SQLConnection, _ symbol: ClassSymbol, _ decision: ModeDecision, by performer: Performer, at now: Instant) throws {
        var problems = decision.problems()
        let before = try modeHistory(c, of: symbol)
        if let last = before.first, decision.validFrom <= last.validFrom {
            problems.append(Problem(.invalidInput, "Nowa decyzja musi obowiązywać po \(last.validFrom), od którego obowiązuje poprzednia", field: "od"))
        }
        guard problems.isEmpty else { throw Problems(problems) }
        let was = try mode(c, of: symbol, on: decision.validFrom)
        try c.execute(
            """
            INSERT INTO file_plan_mode (symbol, valid_from, mode, reason, legal_basis, decided_on, recorded_by, recorded_at)
            VALUES (\(symbol), \(decision.validFrom), \(decision.mode.description), \(decision.reason?.rawValue), \(decision.legalBasis),
                \(decision.decidedOn), \(performer.name), \(now))
            """)
        try Journal.append(
            c,
            JournalEntry(
                actor: performer.id, act: "klasa-tryb", object: object(symbol), before: was.description,
                after: "\(decision.mode.description) od \(decision.validFrom)", reason: decision.legalBasis.isEmpty ? nil : decision.legalBasis), at: now)
    }

    /// Decisions about exactly this symbol, newest first.
    public static func modeHistory(_ c: any SQLConnection, of symbol: ClassSymbol) throws -> [ModeDecision] {
        try c.query(
            """
            SELECT mode, valid_from, reason, legal_basis, decided_on FROM file_plan_mode WHERE symbol = \(symbol)
            ORDER BY valid_from \(sql: c.dialect.descending)
            """
        ) { row in
            ModeDecision(
                try row.parsed("mode"), from: try row.parsed("valid_from"), reason: try row.textOrNil("reason").flatMap { ModeReason(rawValue: $0) },
                legalBasis: try row.text("legal_basis"), decidedOn: try row.parsed("decided_on"))
        }
    }

    /// How a class is kept on a day: by the decision about itself, else about the nearest class above, else EZD.
    public static func mode(_ c: any SQLConnection, of symbol: ClassSymbol, on day: Day) throws -> ClassMode {
        let found = try c.query(
            """
            SELECT mode FROM file_plan_mode WHERE symbol IN (\(list: symbol.ancestors + [symbol])) AND valid_from <= \(day)
            ORDER BY length(symbol) \(sql: c.dialect.descending), valid_from \(sql: c.dialect.descending) LIMIT 1
            """
        ) { try $0.parsed("mode", as: ClassMode.self) }
        return found.first ?? .electronic
    }

    // MARK: settings

    public static func set(_ c: any SQLConnection, _ symbol: ClassSymbol, _ setting: ClassSetting, by performer: Performer, at now: Instant) throws {
        try c.execute(
            """
            INSERT INTO file_plan_setting (symbol, term, term_kind, access, is_kpa, needs_metryka)
            VALUES (\(symbol), \(setting.term?.description), \(setting.kind?.rawValue), \(setting.access?.rawValue), \(setting.isKPA), \(setting.needsMetryka))
            ON CONFLICT (symbol) DO UPDATE SET term = excluded.term, term_kind = excluded.term_kind, access = excluded.access, is_kpa = excluded.is_kpa,
                needs_metryka = excluded.needs_metryka
            """)
        try Journal.append(
            c,
            JournalEntry(
                actor: performer.id, act: "klasa-ustawienia", object: object(symbol),
                after:
                    "termin \(setting.term?.description ?? "-"); rodzaj \(setting.kind?.rawValue ?? "-"); dostęp \(setting.access?.rawValue ?? "-"); KPA \(setting.isKPA ? "tak" : "nie"); metryka \(setting.needsMetryka ? "tak" : "nie")"
            ), at: now)
    }

    /// What holds for a class: its own setting, else that of the nearest class above.
    public static func setting(_ c: any SQLConnection, of symbol: ClassSymbol) throws -> ClassSetting {
        for one in (symbol.ancestors + [symbol]).reversed() { if let found = try ownSetting(c, one) { return found } }
        return ClassSetting()
    }

    /// What was set for exactly this symbol.
    public static func ownSetting(_ c: any SQLConnection, _ symbol: ClassSymbol) throws -> ClassSetting? {
        try c.first("SELECT term, term_kind, access, is_kpa, needs_metryka FROM file_plan_setting WHERE symbol = \(symbol)") { row in
            ClassSetting(
                term: try row.parsedOrNil("term"), kind: try row.textOrNil("term_kind").flatMap { StatutoryTermKind(rawValue: $0) },
                access: try row.textOrNil("access").flatMap { Access(rawValue: $0) }, isKPA: try row.bool("is_kpa"),
                needsMetryka: try row.bool("needs_metryka"))
        }
    }

    // MARK: who may start cases

    /// The whole plan, where a unit may start cases in every class.
    public static let everyClass = ""

    /// Sets which classes a unit may start cases in (R2.4): symbols of classes or of groups, or `everyClass`.
    public static func permit(_ c: any SQLConnection, _ unit: UnitID, _ symbols: Set<String>, by performer: Performer, at now: Instant) throws {
        guard symbols.allSatisfy({ $0.isEmpty || ClassSymbol($0) != nil }) else {
            throw Problems([Problem(.invalidInput, "Symbol klasy to same cyfry, na przykład 6131 albo 61", field: "klasy")])
        }
        let before = try permits(c, of: unit)
        try c.execute("DELETE FROM file_plan_permit WHERE unit_id = \(unit)")
        for symbol in symbols.sorted() { try c.execute("INSERT INTO file_plan_permit (unit_id, symbol) VALUES (\(unit), \(symbol))") }
        func list(_ symbols: Set<String>) -> String { symbols.sorted().map { $0.isEmpty ? "wszystkie" : $0 }.joined(separator: ", ") }
        try Journal.append(
            c, JournalEntry(actor: performer.id, act: "klasy-komorki", object: Organisation.object(unit), before: list(before), after: list(symbols)), at: now)
    }

    public static func permits(_ c: any SQLConnection, of unit: UnitID) throws -> Set<String> {
        Set(try c.query("SELECT symbol FROM file_plan_permit WHERE unit_id = \(unit)") { try $0.text("symbol") })
    }

    /// What every unit may start cases in.
    public static func allPermits(_ c: any SQLConnection) throws -> [UnitID: Set<String>] {
        let rows = try c.query("SELECT unit_id, symbol FROM file_plan_permit") { (try $0.id("unit_id", as: UnitID.self), try $0.text("symbol")) }
        return rows.reduce(into: [:]) { $0[$1.0, default: []].insert($1.1) }
    }

    /// Units that may start cases in a class, for the sentence that explains a refusal.
    public static func unitsPermitted(_ c: any SQLConnection, _ symbol: ClassSymbol) throws -> Set<UnitID> {
        let covering = [everyClass] + (symbol.ancestors + [symbol]).map(\.description)
        return Set(try c.query("SELECT unit_id FROM file_plan_permit WHERE symbol IN (\(list: covering))") { try $0.id("unit_id") })
    }

    /// The class for a new case of a unit, checked: it exists on the day, is a leaf, is not kept in another system, and the unit
    /// may start cases in it. Source: I3; `ezd.md` § 1.8 item 1.
    ///
    /// - Throws: `Problem` with what to do instead; its field is `klasa`.
    public static func forCase(_ c: any SQLConnection, _ symbol: ClassSymbol, unit: UnitID, on day: Day) throws -> ClassForCase {
        func refusal(_ message: String) -> Problem { Problem(.invalidInput, message, field: "klasa") }
        guard let planClass = try find(c, symbol, on: day) else { throw refusal("W wykazie akt nie ma klasy \(symbol). Wybierz klasę z listy.") }
        guard planClass.isLeaf else { throw refusal("Klasa \(symbol) dzieli się na klasy niższe. Wybierz jedną z nich.") }
        let mode = try mode(c, of: symbol, on: day)
        if case .dedicated(let system) = mode { throw refusal("Sprawy klasy \(symbol) prowadzi system \(system). Załóż sprawę tam.") }
        let units = try unitsPermitted(c, symbol)
        guard units.contains(unit) else {
            let tree = try Organisation.tree(c, on: day)
            let codes = tree.units.filter { units.contains($0.id) }.map(\.code.description)
            let who = codes.isEmpty ? "Poproś koordynatora, żeby dopisał ją komórce." : "Zakłada je: \(codes.joined(separator: ", "))."
            throw refusal("Komórka \(tree.code(of: unit)) nie zakłada spraw klasy \(symbol). \(who)")
        }
        return ClassForCase(planClass: planClass, mode: mode, setting: try setting(c, of: symbol))
    }
}
