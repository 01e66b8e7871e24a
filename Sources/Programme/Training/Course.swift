/// The seven roles for which there is a course.
public enum CourseRole: String, Sendable, CaseIterable {
    case chanceryPoint = "kancelaria"
    case caseOfficer = "prowadzacy"
    case head = "kierownik"
    case administrator = "administrator"
    case taxClerk = "podatki"
    case pointOperator = "punkt"
    case archivist = "archiwista"
}

/// A course of one role: lessons that end in an exercise, and a test.
public struct Course: Sendable, Hashable {
    public struct Lesson: Sendable, Hashable {
        /// From 1.
        public var number: Int
        public var title: String
        /// Markdown for people.
        public var text: String
        public var exercise: Exercise?
    }

    public struct Question: Sendable, Hashable {
        public var words: String
        public var answers: [String]
        /// Place of the right answer, from 0.
        public var right: Int
    }

    public var role: CourseRole
    public var title: String
    /// Why the course cannot be passed yet, in words for people; `nil` where it can.
    public var obstacle: String?
    public var lessons: [Lesson]
    public var questions: [Question]

    public var exercises: [Exercise] { lessons.compactMap(\.exercise) }
    public func exercise(_ id: String) -> Exercise? { exercises.first { $0.id == id } }

    /// Of a hundred questions so many have to be right. A proposal until the programme's office decides.
    public static let passingPercent = 80
    /// How long a certificate is valid, in years. Likewise a proposal.
    public static let validYears = 2

    public func passes(right: Int) -> Bool { !questions.isEmpty && right * 100 >= questions.count * Self.passingPercent }
}

/// Something to do in the real screens of the training office, judged by what the journal then holds.
public struct Exercise: Sendable, Hashable {
    /// An act in the journal; `*` at the end stands for anything.
    public struct Trace: Sendable, Hashable {
        public var act: String
        /// Has to stand in what the entry says.
        public var words: String?

        public init(act: String, words: String? = nil) {
            self.act = act
            self.words = words
        }

        public func matches(_ entry: Done) -> Bool {
            let isAct = act.hasSuffix("*") ? entry.act.hasPrefix(act.dropLast()) : entry.act == act
            return isAct && (words.map { entry.after.contains($0) } ?? true)
        }
    }
    /// What the trainee did, as the journal has it.
    public struct Done: Sendable, Hashable {
        public var act: String
        public var after: String

        public init(act: String, after: String) {
            self.act = act
            self.after = after
        }
    }
    public struct Mistake: Sendable, Hashable {
        public var trace: Trace
        public var words: String
    }

    public var id: String
    public var title: String
    public var task: String
    /// Each has to be found; of several that are told apart by `|` in the course any one.
    public var checks: [[Trace]]
    public var hints: [String]
    public var mistakes: [Mistake]

    public enum Outcome: Sendable, Hashable {
        case done
        /// So many of the checks are missing; in words what to do or what went wrong.
        case notYet(missing: Int, words: [String])
    }

    /// - Parameter done: the trainee's own entries since he began, oldest first.
    public func judge(_ done: [Done]) -> Outcome {
        let missing = checks.filter { check in !done.contains { entry in check.contains { $0.matches(entry) } } }.count
        guard missing > 0 else { return .done }
        let wrong = mistakes.filter { m in done.contains { m.trace.matches($0) } }.map(\.words)
        if !wrong.isEmpty { return .notYet(missing: missing, words: wrong) }
        return .notYet(missing: missing, words: done.isEmpty ? ["W dzienniku urzędu szkoleniowego nie ma jeszcze Twojej czynności."] + hints.prefix(1) : hints)
    }
}
