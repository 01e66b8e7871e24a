public import Chancery
public import Kernel
internal import Law
public import Store

/// A reorganisation from the plan to the queue that moves the cases.
public enum ReorganisationFlow {
    /// What the plan would do, with counts, and everything that is wrong with it.
    public struct Preview: Sendable {
        public var sentences: [String]
        /// What a person should know before going on, without being stopped.
        public var warnings: [String]
        public var problems: [Problem]
    }

    public static func preview(_ c: any SQLConnection, _ plan: Reorganisation, at now: Instant) throws -> Preview {
        let today = PolishTime.day(of: now)
        let tree = try Organisation.tree(c, on: plan.day.adding(days: -1))
        let open = try Cases.unfinished(c, of: Array(Set(plan.moves.map(\.from) + plan.closed)))
        var warnings: [String] = []
        for id in plan.closed {
            let staff = try Organisation.staff(c, of: id, on: plan.day.adding(days: -1))
            let staying = staff.filter { one in !plan.transfers.contains { $0.post == one.post.id } }
            if !staying.isEmpty {
                warnings.append("W komórce \(tree.code(of: id)) skończą się stanowiska: \(staying.map(\.officer.name).joined(separator: ", ")).")
            }
            let letters = try WorkQueue.unit(id).count(c)
            if letters > 0 { warnings.append("Komórka \(tree.code(of: id)) ma pisma w toku: \(letters). Przekaż je nową dekretacją.") }
        }
        return Preview(sentences: plan.preview(tree, openCases: open), warnings: warnings, problems: plan.problems(tree, today: today))
    }

    /// Changes the structure and puts the moving of the cases in the queue, all in the caller's transaction.
    public static func apply(_ c: any SQLConnection, _ plan: Reorganisation, by performer: Performer, at now: Instant) throws {
        try Organisation.apply(c, plan, by: performer, today: PolishTime.day(of: now), at: now)
        try copyPermits(c, plan, by: performer, at: now)
        try CaseHandOvers.enqueue(c, at: now)
    }

    /// Cases of one unit go to another without a change of the structure.
    public static func handOver(_ c: any SQLConnection, _ move: CaseHandOver, by performer: Performer, at now: Instant) throws {
        let tree = try Organisation.tree(c, on: move.onDay)
        var problems: [Problem] = []
        func add(_ field: String, _ message: String) { problems.append(Problem(.invalidInput, message, field: field)) }
        if move.reason.isEmpty { add("powod", "Podaj podstawę zmiany, na przykład numer zarządzenia") }
        if move.from == move.to { add("dokad", "Wybierz inną komórkę niż ta, która oddaje sprawy") }
        if tree[move.to] == nil { add("dokad", "Tej komórki nie ma w dniu \(move.onDay). Wybierz inną") }
        if move.onDay < PolishTime.day(of: now) { add("od", "Podaj dzień dzisiejszy albo późniejszy") }
        guard problems.isEmpty else { throw Problems(problems) }
        try Organisation.record(c, move, by: performer, at: now)
        try CaseHandOvers.enqueue(c, at: now)
    }

    /// A unit that takes over the work of another may start the same cases.
    private static func copyPermits(_ c: any SQLConnection, _ plan: Reorganisation, by performer: Performer, at now: Instant) throws {
        let tree = try Organisation.tree(c, on: plan.day)
        var wanted: [UnitID: Set<String>] = [:]
        for move in plan.moves {
            let target: UnitID? =
                switch move.to {
                case .existing(let id): id
                case .opened(let code): UnitCode(code).flatMap { tree.unit($0)?.id }
                }
            guard let target else { continue }
            let permits = try FilePlan.permits(c, of: move.from)
            wanted[target, default: []].formUnion(move.classes.isEmpty ? permits : Set(move.classes))
        }
        for (unit, symbols) in wanted.sorted(by: { $0.key < $1.key }) {
            let own = try FilePlan.permits(c, of: unit)
            if !symbols.isSubset(of: own) { try FilePlan.permit(c, unit, own.union(symbols), by: performer, at: now) }
        }
    }
}
