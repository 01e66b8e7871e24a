public import Chancery
public import Kernel
internal import Law
public import Store

/// A class offered for a new case, with everything a person should know before choosing it.
public struct ClassChoice: Sendable, Hashable {
    public enum Source: Sendable, Hashable { case suggestion, recent, favourite, unitFavourite, found }
    public var source: Source
    public var symbol: ClassSymbol
    public var title: String
    /// Titles from the first order down to the class above.
    public var path: [String]
    /// Percent; of suggestions only.
    public var certainty: Int?
    public var reason: String
    /// Whether the unit may start cases in it.
    public var isPermitted: Bool
    public var mode: ClassMode
    public var term: CaseTerm?
    /// The legal basis of the term, for people.
    public var termBasis: String
    /// The last day for settling, if the case were opened today.
    public var due: Day?

    public init(
        source: Source, symbol: ClassSymbol, title: String, path: [String] = [], certainty: Int? = nil, reason: String = "", isPermitted: Bool = true,
        mode: ClassMode = .electronic, term: CaseTerm? = nil, termBasis: String = "", due: Day? = nil
    ) {
        self.source = source
        self.symbol = symbol
        self.title = title
        self.path = path
        self.certainty = certainty
        self.reason = reason
        self.isPermitted = isPermitted
        self.mode = mode
        self.term = term
        self.termBasis = termBasis
        self.due = due
    }
}

/// The classes that are offered when a case is opened, or a letter filed without one.
public enum ClassChoices {
    /// Below this a suggestion is shown and not chosen. Source: `ux.md` (f), guard against careless accepting.
    public static let preselectedFrom = 70

    /// Suggestions first, then the officer's recent classes, his favourites and the unit's, each class once.
    public static func offered(
        _ c: any SQLConnection, title: String, sender: Correspondent?, unit: UnitID, officer: OfficerID, start: Day, on day: Day
    ) throws -> [ClassChoice] {
        let counting = try Counting(c, start: start, on: day)
        var known: Set<ClassSymbol> = []
        var out: [ClassChoice] = []
        func add(_ hit: ClassHit, _ source: ClassChoice.Source, certainty: Int? = nil, reason: String = "") throws {
            // Another unit's class is offered only as a suggestion: it tells that the letter may belong elsewhere.
            guard hit.isPermitted || source == .suggestion, known.insert(hit.planClass.symbol).inserted else { return }
            out.append(try counting.choice(c, hit, source, certainty: certainty, reason: reason))
        }
        for s in try FilePlan.suggest(c, text: title, sender: sender, unit: unit, on: day) { try add(s.hit, .suggestion, certainty: s.certainty, reason: s.reason) }
        for hit in try FilePlan.recent(c, by: officer, unit: unit, on: day) { try add(hit, .recent) }
        for hit in try FilePlan.favourites(c, by: officer, unit: unit, on: day) { try add(hit, .favourite) }
        for hit in try FilePlan.favourites(c, of: unit, on: day) { try add(hit, .unitFavourite) }
        return out
    }

    /// Classes found by what a person typed: a symbol, its beginning, or words.
    public static func found(_ c: any SQLConnection, _ words: String, unit: UnitID, start: Day, on day: Day, limit: Int = 20) throws -> [ClassChoice] {
        let counting = try Counting(c, start: start, on: day)
        return try FilePlan.search(c, words, unit: unit, on: day, limit: limit).map { try counting.choice(c, $0, .found) }
    }

    /// A class for a case of a unit, as the cases want it.
    ///
    /// - Throws: `Problem` of the field `klasa`, with the units that may start cases in the class.
    public static func forCase(_ c: any SQLConnection, _ symbol: ClassSymbol, unit: UnitID, on day: Day) throws -> CaseClass {
        caseClass(try FilePlan.forCase(c, symbol, unit: unit, on: day), on: day)
    }

    /// A class under which documents are kept without a case; the unit needs no permit to start cases in it.
    public static func forFiling(_ c: any SQLConnection, _ symbol: ClassSymbol, on day: Day) throws -> CaseClass {
        guard let found = try FilePlan.find(c, symbol, on: day) else {
            throw Problem(.invalidInput, "W wykazie akt nie ma klasy \(symbol). Wybierz klasę z listy.", field: "klasa")
        }
        return caseClass(
            ClassForCase(planClass: found, mode: try FilePlan.mode(c, of: symbol, on: day), setting: try FilePlan.setting(c, of: symbol)), isLeaf: found.isLeaf,
            on: day)
    }

    private static func caseClass(_ found: ClassForCase, isLeaf: Bool = true, on day: Day) -> CaseClass {
        let mode: CaseClass.Mode =
            switch found.mode {
            case .electronic: .electronic
            case .paper: .paper
            case .dedicated: .dedicated
            }
        let settling = found.setting.settling(on: day)
        return CaseClass(
            symbol: found.planClass.symbol.description, title: found.planClass.title, isLeaf: isLeaf, mode: mode, category: found.planClass.category?.description,
            defaultTerm: settling.term,
            termBasis: settling.basis)
    }

    /// What every choice on a page needs once.
    private struct Counting {
        var calendar: OfficialCalendar
        var start: Day
        var day: Day

        init(_ c: any SQLConnection, start: Day, on day: Day) throws {
            calendar = try WorkCalendar.load(c)
            self.start = start
            self.day = day
        }

        func choice(_ c: any SQLConnection, _ hit: ClassHit, _ source: ClassChoice.Source, certainty: Int? = nil, reason: String = "") throws -> ClassChoice {
            let symbol = hit.planClass.symbol
            let settling = try FilePlan.setting(c, of: symbol).settling(on: start)
            return ClassChoice(
                source: source, symbol: symbol, title: hit.planClass.title, path: hit.path, certainty: certainty, reason: reason, isPermitted: hit.isPermitted,
                mode: try FilePlan.mode(c, of: symbol, on: day), term: settling.term,
                termBasis: settling.basis, due: settling.term.flatMap { CaseClock(start: start, term: $0).due { !calendar.isWorkingDay($0) } })
        }
    }
}
