public import Kernel

/// How far the work on a letter has come.
public enum LetterWorkState: String, Sendable, CaseIterable {
    case new = "nowe"
    case assigned = "zadekretowane"
    /// Returned as wrongly addressed; waits to be assigned again.
    case returned = "zwrocone"
    case inCase = "w-sprawie"
    /// Kept by class and year, creates no case file (R1.14).
    case noCase = "bez-sprawy"
    /// Read, or settled by word, with nothing to file.
    case settled = "zalatwione"
    /// The number in the register was cancelled.
    case cancelled = "anulowane"

    public var polishName: String {
        switch self {
        case .new: "nowe"
        case .assigned: "zadekretowane"
        case .returned: "zwrócone do dekretacji"
        case .inCase: "w sprawie"
        case .noCase: "nie tworzy akt sprawy"
        case .settled: "załatwione bez sprawy"
        case .cancelled: "numer anulowany"
        }
    }
    /// Somebody has to assign it.
    public var waitsForAssignment: Bool { self == .new || self == .returned }
    public var isOpen: Bool { waitsForAssignment || self == .assigned }
}

/// What can happen to the work on a letter.
public enum LetterWorkEvent: String, Sendable, CaseIterable {
    case assign, `return`, undo, joinCase, leaveCase, fileWithoutCase, settle, cancel
}

/// The way of a letter's work, event by event.
public enum LetterWorkflow {
    /// - Throws: `Problem` in the words of the person who tried.
    public static func next(_ state: LetterWorkState, _ event: LetterWorkEvent) throws(Problem) -> LetterWorkState {
        switch (state, event) {
        case (.new, .assign), (.returned, .assign), (.assigned, .assign): .assigned
        case (.assigned, .return): .returned
        case (.assigned, .undo): .new
        // A letter may join many cases; one that was filed by class may still be moved to a case (R1.14).
        case (.new, .joinCase), (.returned, .joinCase), (.assigned, .joinCase), (.inCase, .joinCase), (.noCase, .joinCase), (.settled, .joinCase): .inCase
        case (.inCase, .leaveCase): .assigned
        case (.new, .fileWithoutCase), (.assigned, .fileWithoutCase), (.returned, .fileWithoutCase), (.settled, .fileWithoutCase): .noCase
        case (.new, .settle), (.assigned, .settle), (.returned, .settle): .settled
        case (.new, .cancel), (.assigned, .cancel), (.returned, .cancel), (.settled, .cancel), (.noCase, .cancel): .cancelled
        default: throw refusal(state, event)
        }
    }

    private static func refusal(_ state: LetterWorkState, _ event: LetterWorkEvent) -> Problem {
        let message: String =
            switch state {
            case .cancelled: "Numer pisma anulowano. Z tym pismem nie można już nic zrobić."
            case .inCase where event == .cancel: "Pismo jest w aktach sprawy. Najpierw wyłącz je z akt."
            case .inCase: "Pismo jest już w aktach sprawy. Dalsze czynności wykonaj w sprawie."
            case .noCase: "Pismo jest odłożone jako nietworzące akt sprawy. Możesz je dołączyć do sprawy."
            case .settled: "Pismo jest załatwione. Możesz je dołączyć do sprawy."
            case .new, .returned, .assigned: "Pismo jest w stanie „\(state.polishName)”. Tego nie można teraz zrobić."
            }
        return Problem(.conflict, message, cause: "\(state) does not allow \(event)")
    }
}

/// Where a letter's work stands now.
public struct LetterWork: Sendable, Hashable {
    public var letter: LetterRef
    /// As people read it: `RPW/17/2026`.
    public var reference: String
    /// Sender, or the unit that wrote it.
    public var counterpart: String
    public var title: String
    public var arrivalDay: Day
    public var state: LetterWorkState
    /// Nobody holds a letter that waits for assignment.
    public var holder: Holder?
    /// The assignment in force.
    public var assignment: AssignmentID?
    public var due: Day?
    public var priority: AssignmentPriority
    /// Grows with each change; acts name the one they saw.
    public var version: Int64
    public var changedAt: Instant
    public var changedBy: String

    public init(
        letter: LetterRef, reference: String, counterpart: String, title: String, arrivalDay: Day, state: LetterWorkState = .new, holder: Holder? = nil,
        assignment: AssignmentID? = nil, due: Day? = nil, priority: AssignmentPriority = .normal, version: Int64 = 1, changedAt: Instant, changedBy: String
    ) {
        self.letter = letter
        self.reference = reference
        self.counterpart = counterpart
        self.title = title
        self.arrivalDay = arrivalDay
        self.state = state
        self.holder = holder
        self.assignment = assignment
        self.due = due
        self.priority = priority
        self.version = version
        self.changedAt = changedAt
        self.changedBy = changedBy
    }

    /// The name of the letter in the journal.
    public var object: String { RegisterNumber(reference).map(IncomingRegister.object) ?? "pismo:\(reference)" }
    /// The identifier the metryka shows.
    public var identifier: String { RegisterNumber(reference)?.identifier ?? reference }
}

/// Days that stand in columns sorted by day; "none" sorts last and is the same on both engines.
enum DueDay {
    static let none = "9999-12-31"
    static func text(_ day: Day?) -> String { day?.description ?? none }
    static func day(_ text: String) -> Day? { text == none ? nil : Day(text) }
}
