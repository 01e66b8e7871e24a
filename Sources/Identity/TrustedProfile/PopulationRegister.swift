public import Kernel
public import Law
internal import Synchronization

/// What is asked of the register about one person.
public struct PopulationQuery: Sendable, Hashable, CustomStringConvertible {
    public var pesel: PESEL
    public var name: PersonName
    public var birthday: Day
    public init(pesel: PESEL, name: PersonName, birthday: Day) {
        self.pesel = pesel
        self.name = name
        self.birthday = birthday
    }
    public var description: String { "PopulationQuery" }
}

public enum PopulationAnswer: Sendable, Hashable {
    case agrees
    case differs
    case unknown
    case dead

    var word: String {
        switch self {
        case .agrees: "zgodne"
        case .differs: "niezgodne"
        case .unknown: "brak"
        case .dead: "zgon"
        }
    }
}

/// A change the register tells about.
public struct PopulationChange: Sendable, Hashable, CustomStringConvertible {
    public enum What: Sendable, Hashable {
        case named(PersonName)
        case renumbered(PESEL)
        case died(Day)
        /// The number was restricted on that day (zastrzeżenie numeru PESEL), or `nil`: the restriction was lifted.
        case restricted(since: Day?)
    }
    /// Grows; the next question begins after it.
    public var position: Int64
    public var pesel: PESEL
    public var what: What

    public init(position: Int64, pesel: PESEL, what: What) {
        self.position = position
        self.pesel = pesel
        self.what = what
    }

    public var description: String { "PopulationChange(\(position))" }
}

/// The population register (rejestr PESEL), by whatever way an office has to it.
public protocol PopulationRegister: Sendable {
    /// What pages say about the source, for example that it is a demonstration.
    var label: String { get }
    /// - Throws: `Problem` `.unavailable` where the register does not answer; then the application waits.
    func check(_ query: PopulationQuery) async throws -> PopulationAnswer
    /// Changes after a position, oldest first.
    func changes(after position: Int64, limit: Int) async throws -> [PopulationChange]
}

/// A register of invented people for demonstration and tests.
public final class DemoPopulationRegister: PopulationRegister {
    public let label = "Rejestr pokazowy. Nie jest rejestrem PESEL."

    private struct Row {
        var name: PersonName
        var diedOn: Day?
    }
    private struct State {
        var people: [PESEL: Row] = [:]
        var changes: [PopulationChange] = []
        var isDown = false
    }
    private let state = Mutex(State())

    public init() {}

    public func add(_ name: PersonName, _ pesel: PESEL) { state.withLock { $0.people[pesel] = Row(name: name) } }

    public func rename(_ pesel: PESEL, to name: PersonName) {
        state.withLock {
            $0.people[pesel]?.name = name
            $0.changes.append(PopulationChange(position: Int64($0.changes.count) + 1, pesel: pesel, what: .named(name)))
        }
    }

    public func renumber(_ old: PESEL, to new: PESEL) {
        state.withLock {
            $0.people[new] = $0.people.removeValue(forKey: old)
            $0.changes.append(PopulationChange(position: Int64($0.changes.count) + 1, pesel: old, what: .renumbered(new)))
        }
    }

    public func die(_ pesel: PESEL, on day: Day) {
        state.withLock {
            $0.people[pesel]?.diedOn = day
            $0.changes.append(PopulationChange(position: Int64($0.changes.count) + 1, pesel: pesel, what: .died(day)))
        }
    }

    /// - Parameter day: `nil` lifts the restriction.
    public func restrict(_ pesel: PESEL, since day: Day?) {
        state.withLock {
            $0.changes.append(PopulationChange(position: Int64($0.changes.count) + 1, pesel: pesel, what: .restricted(since: day)))
        }
    }

    /// For rehearsing an outage.
    public func setDown(_ isDown: Bool) { state.withLock { $0.isDown = isDown } }

    public func check(_ query: PopulationQuery) async throws -> PopulationAnswer {
        try state.withLock { state in
            guard !state.isDown else { throw Self.down }
            guard let row = state.people[query.pesel] else { return .unknown }
            guard row.diedOn == nil else { return .dead }
            return row.name.agrees(with: query.name) && query.pesel.birthday == query.birthday ? .agrees : .differs
        }
    }

    public func changes(after position: Int64, limit: Int) async throws -> [PopulationChange] {
        try state.withLock { state in
            guard !state.isDown else { throw Self.down }
            return Array(state.changes.drop { $0.position <= position }.prefix(limit))
        }
    }

    private static let down = Problem(.unavailable, "Rejestr PESEL nie odpowiada. Wnioski poczekają.", cause: "population register down")
}
