public import Kernel
public import Store

/// Unfinished cases of one unit go to another on a day; those who keep cases carry it out with cross-mentions.
///
/// Source: R1.13 (b): the case gets a sign of the new unit, and both files name the other sign.
public struct CaseHandOver: Sendable, Hashable {
    public var from: UnitID
    public var to: UnitID
    /// The first day on which the new unit keeps the cases.
    public var onDay: Day
    public var reason: String
    /// Symbol prefixes; empty for every class that no other hand-over of the same unit and day names.
    public var classes: [String]

    public init(from: UnitID, to: UnitID, onDay: Day, reason: String, classes: [String] = []) {
        self.from = from
        self.to = to
        self.onDay = onDay
        self.reason = reason
        self.classes = classes
    }

    /// Where a case goes: the hand-over with the longest matching prefix, or the one for all the rest.
    public static func destination(of symbol: String, in unit: UnitID, among all: [CaseHandOver]) -> UnitID? {
        var best: (length: Int, to: UnitID)?
        for one in all where one.from == unit {
            let length = one.classes.isEmpty ? 0 : one.classes.filter { symbol.hasPrefix($0) }.map(\.count).max()
            if let length, best.map({ length > $0.length }) ?? true { best = (length, one.to) }
        }
        return best?.to
    }
}

public struct CaseHandOverID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// A change of the structure on one day: units opened, changed and closed, and where people and unfinished cases go.
public struct Reorganisation: Sendable, Hashable {
    public struct NewUnit: Sendable, Hashable {
        public var code: String
        public var name: String
        public var parent: UnitID?
        public init(code: String, name: String, parent: UnitID? = nil) {
            self.code = code
            self.name = name
            self.parent = parent
        }
    }
    public struct Rename: Sendable, Hashable {
        public var unit: UnitID
        public var code: String
        public var name: String
        public var parent: UnitID?
        public init(unit: UnitID, code: String, name: String, parent: UnitID?) {
            self.unit = unit
            self.code = code
            self.name = name
            self.parent = parent
        }
    }
    public enum Destination: Sendable, Hashable {
        case existing(UnitID)
        /// A unit that this reorganisation opens, by its code.
        case opened(code: String)
    }
    /// Cases of an old unit that go to another.
    public struct Move: Sendable, Hashable {
        public var from: UnitID
        public var to: Destination
        /// Symbol prefixes; empty for all the rest.
        public var classes: [String]
        public init(from: UnitID, to: Destination, classes: [String] = []) {
            self.from = from
            self.to = to
            self.classes = classes
        }
    }
    public struct Transfer: Sendable, Hashable {
        public var post: PostID
        public var to: Destination
        public init(post: PostID, to: Destination) {
            self.post = post
            self.to = to
        }
    }

    /// The first day of the new structure.
    public var day: Day
    public var reason: String
    public var opened: [NewUnit] = []
    public var renamed: [Rename] = []
    public var closed: [UnitID] = []
    public var moves: [Move] = []
    /// People whose posts go on in another unit.
    public var transfers: [Transfer] = []

    public init(day: Day, reason: String) {
        self.day = day
        self.reason = reason
    }

    /// One unit becomes several; the first of `into` takes what no class prefix gives to another.
    public static func split(_ unit: UnitID, into new: [(unit: NewUnit, classes: [String])], on day: Day, reason: String) -> Reorganisation {
        var out = Reorganisation(day: day, reason: reason)
        out.opened = new.map(\.unit)
        out.closed = [unit]
        out.moves = new.enumerated().map { index, part in
            Move(from: unit, to: .opened(code: part.unit.code), classes: index == 0 ? [] : part.classes)
        }
        return out
    }

    /// Several units become one.
    public static func merge(_ units: [UnitID], into new: NewUnit, on day: Day, reason: String) -> Reorganisation {
        var out = Reorganisation(day: day, reason: reason)
        out.opened = [new]
        out.closed = units
        out.moves = units.map { Move(from: $0, to: .opened(code: new.code)) }
        return out
    }

    /// Every problem of the plan, each with its field.
    public func problems(_ tree: UnitTree, today: Day) -> [Problem] {
        var out: [Problem] = []
        func add(_ field: String, _ message: String) { out.append(Problem(.invalidInput, message, field: field)) }
        if reason.isEmpty { add("powod", "Podaj podstawę zmiany, na przykład numer zarządzenia") }
        if reason.count > 500 { add("powod", "Skróć podstawę do 500 znaków") }
        if opened.isEmpty, renamed.isEmpty, closed.isEmpty, moves.isEmpty { add("", "Plan nie zawiera żadnej zmiany") }
        var codes: Set<String> = []
        for unit in opened where !codes.insert(unit.code.lowercased()).inserted { add("symbol", "Symbol \(unit.code) jest w planie dwa razy") }
        for unit in opened {
            out += UnitRules.problems(code: unit.code, name: unit.name)
            if let parent = unit.parent, closed.contains(parent) {
                add("nadrzedna", "Komórka \(unit.code) nie może podlegać komórce \(tree.code(of: parent)), którą plan zamyka")
            }
        }
        for id in closed + moves.map(\.from) + renamed.map(\.unit) where tree[id] == nil {
            add("komorka", "Komórki \(tree.code(of: id)) nie ma w dniu \(today). Odśwież plan")
        }
        for move in moves {
            switch move.to {
            case .existing(let id):
                if id == move.from { add("dokad", "Sprawy komórki \(tree.code(of: id)) nie mogą przejść do niej samej") }
                if tree[id] == nil || closed.contains(id) { add("dokad", "Komórka \(tree.code(of: id)) nie przejmie spraw, bo jej nie będzie") }
            case .opened(let code): if !codes.contains(code.lowercased()) { add("dokad", "Plan nie tworzy komórki \(code)") }
            }
        }
        for id in closed where !moves.contains(where: { $0.from == id && $0.classes.isEmpty }) {
            add("dokad", "Wskaż, kto przejmie niezakończone sprawy komórki \(tree.code(of: id))")
        }
        return out
    }

    /// What will happen, sentence by sentence, for the person who is to confirm it.
    ///
    /// - Parameter openCases: unfinished cases of the units, by unit and class symbol.
    public func preview(_ tree: UnitTree, openCases: [UnitID: [String: Int]]) -> [String] {
        let last = day.adding(days: -1)
        var out = opened.map { "Od \(day) powstaje komórka \($0.code) – \($0.name)." }
        out += renamed.map { "Od \(day) komórka \(tree.code(of: $0.unit)) to \($0.code) – \($0.name)." }
        out += closed.map { "Ostatni dzień komórki \(tree.code(of: $0)) to \(last)." }
        for move in moves {
            let rivals = moves.filter { $0.from == move.from }
            let count = (openCases[move.from] ?? [:]).filter { owner(of: $0.key, among: rivals) == move }.map(\.value).reduce(0, +)
            let which = move.classes.isEmpty ? "pozostałe klasy" : "klasy \(move.classes.joined(separator: ", "))"
            let everything = rivals.count == 1 && move.classes.isEmpty
            out.append("\(tree.code(of: move.from)) → \(name(move.to, tree))\(everything ? "" : " (\(which))"): niezakończone sprawy: \(count).")
        }
        return out
    }

    private func owner(of symbol: String, among moves: [Move]) -> Move? {
        var best: (length: Int, move: Move)?
        for move in moves {
            let length = move.classes.isEmpty ? 0 : move.classes.filter { symbol.hasPrefix($0) }.map(\.count).max()
            if let length, best.map({ length > $0.length }) ?? true { best = (length, move) }
        }
        return best?.move
    }

    private func name(_ destination: Destination, _ tree: UnitTree) -> String {
        switch destination {
        case .existing(let id): tree.code(of: id)
        case .opened(let code): code
        }
    }
}

extension Organisation {
    /// Carries a reorganisation out in the caller's transaction: structure, posts and the list of hand-overs.
    ///
    /// The cases themselves are moved by those who keep them, from `pendingHandOvers`, before the same transaction ends or on
    /// the day itself.
    /// - Returns: the hand-overs recorded.
    @discardableResult
    public static func apply(
        _ c: any SQLConnection, _ plan: Reorganisation, by performer: Performer, today: Day, at now: Instant
    ) throws -> [CaseHandOver] {
        let before = try tree(c, on: plan.day.adding(days: -1))
        let problems = plan.problems(before, today: today)
        guard problems.isEmpty else { throw Problems(problems) }
        var byCode: [String: UnitID] = [:]
        for unit in plan.opened {
            byCode[unit.code.lowercased()] = try openUnit(c, code: unit.code, name: unit.name, parent: unit.parent, from: plan.day, by: performer, at: now)
        }
        func resolve(_ destination: Reorganisation.Destination) throws -> UnitID {
            switch destination {
            case .existing(let id): return id
            case .opened(let code):
                guard let id = byCode[code.lowercased()] else { throw missingUnit }
                return id
            }
        }
        for change in plan.renamed {
            try changeUnit(c, change.unit, code: change.code, name: change.name, parent: change.parent, from: plan.day, by: performer, at: now)
        }
        for transfer in plan.transfers {
            let post = try c.first("SELECT officer_id, title, is_head FROM officer_post WHERE id = \(transfer.post)") {
                (try $0.id("officer_id", as: OfficerID.self), try $0.text("title"), try $0.bool("is_head"))
            }
            guard let post else { throw Problem(.notFound, "Nie ma takiego stanowiska.") }
            try endPost(c, transfer.post, lastDay: plan.day.adding(days: -1), by: performer, at: now)
            try appoint(c, post.0, to: try resolve(transfer.to), title: post.1, isHead: post.2, from: plan.day, by: performer, at: now)
        }
        // Deepest first, so that a whole branch can be closed at once.
        let depth = { (id: UnitID) in before.units.filter { before.subtree(of: $0.id).contains(id) }.count }
        for id in plan.closed.sorted(by: { (depth($0), $0) > (depth($1), $1) }) {
            try closeUnit(c, id, lastDay: plan.day.adding(days: -1), reason: plan.reason, by: performer, at: now)
        }
        let handOvers = try plan.moves.map { move in
            CaseHandOver(from: move.from, to: try resolve(move.to), onDay: plan.day, reason: plan.reason, classes: move.classes)
        }
        for handOver in handOvers { try record(c, handOver, by: performer, at: now) }
        return handOvers
    }

    /// Records that cases of one unit go to another, without a change of the structure.
    public static func record(_ c: any SQLConnection, _ handOver: CaseHandOver, by performer: Performer, at now: Instant) throws {
        try c.execute(
            """
            INSERT INTO case_hand_over (from_unit_id, to_unit_id, on_day, classes, reason, recorded_by, recorded_at)
            VALUES (\(handOver.from), \(handOver.to), \(handOver.onDay), \(handOver.classes.joined(separator: " ")), \(handOver.reason),
                \(performer.name), \(now))
            """)
        try Journal.append(
            c,
            JournalEntry(
                actor: performer.id, act: "przekazanie-spraw", object: object(handOver.from), after: "\(object(handOver.to)) od \(handOver.onDay)",
                reason: handOver.reason), at: now)
    }

    /// Hand-overs whose day has come and whose cases have not been moved.
    public static func pendingHandOvers(_ c: any SQLConnection, on day: Day) throws -> [(id: CaseHandOverID, handOver: CaseHandOver)] {
        try c.query(
            """
            SELECT id, from_unit_id, to_unit_id, on_day, classes, reason FROM case_hand_over WHERE done_at IS NULL AND on_day <= \(day)
            ORDER BY on_day \(sql: c.dialect.ascending), id \(sql: c.dialect.ascending)
            """
        ) { row in
            (
                try row.id("id"),
                CaseHandOver(
                    from: try row.id("from_unit_id"), to: try row.id("to_unit_id"), onDay: try row.parsed("on_day"), reason: try row.text("reason"),
                    classes: try row.text("classes").split(separator: " ").map(String.init))
            )
        }
    }

    /// The cases of a hand-over were moved.
    public static func finish(_ c: any SQLConnection, _ id: CaseHandOverID, cases: Int, at now: Instant) throws {
        let changed = try c.execute("UPDATE case_hand_over SET done_at = \(now), cases = \(cases) WHERE id = \(id) AND done_at IS NULL")
        guard changed == 1 else { throw Problem(.conflict, "Te sprawy już przekazano.") }
    }
}
