public import Kernel
internal import Law

/// A rule by which letters are assigned without a person (dekretacja automatyczna).
///
/// Allowed where the person entitled to assign set it by metadata. Source: chancery instruction, chapter on decrees; `ezd.md` § 1.5.
public struct AutomaticRule: Sendable, Hashable {
    public struct Owner: Sendable, Hashable {
        public var officer: OfficerID
        public var name: String
        public var post: String
        public var unit: UnitID
        public init(officer: OfficerID, name: String, post: String, unit: UnitID) {
            self.officer = officer
            self.name = name
            self.post = post
            self.unit = unit
        }
    }

    /// What a letter must be; parts that are empty ask nothing. At least one part must ask something.
    public struct Condition: Sendable, Hashable, Codable {
        public var channels: [Channel]
        /// Words of the sender's name; any of the entries, each with all its words.
        public var sender: [String]
        /// Words of the title; any of the entries, each with all its words, at their beginnings.
        public var title: [String]
        public var kinds: [String]
        /// Symbol of the class that the letter is supposed to belong to, or of a class above it.
        public var symbols: [String]

        public init(channels: [Channel] = [], sender: [String] = [], title: [String] = [], kinds: [String] = [], symbols: [String] = []) {
            self.channels = channels
            self.sender = sender
            self.title = title
            self.kinds = kinds
            self.symbols = symbols
        }

        public var asksNothing: Bool { channels.isEmpty && sender.isEmpty && title.isEmpty && kinds.isEmpty && symbols.isEmpty }

        public func holds(for f: LetterFacts) -> Bool {
            guard !asksNothing else { return false }
            if !channels.isEmpty, !(f.channel.map(channels.contains) ?? false) { return false }
            if !sender.isEmpty, !sender.contains(where: { Self.words(of: $0, areIn: f.sender) }) { return false }
            if !title.isEmpty, !title.contains(where: { Self.words(of: $0, areIn: f.title) }) { return false }
            let known = Set(f.kinds.map(PolishText.folded))
            if !kinds.isEmpty, !kinds.contains(where: { known.contains(PolishText.folded($0)) }) { return false }
            if !symbols.isEmpty, !symbols.contains(where: { f.symbol?.hasPrefix($0) ?? false }) { return false }
            return true
        }

        private static func words(of phrase: String, areIn text: String) -> Bool {
            func split(_ s: String) -> [Substring] { PolishText.folded(s).split(whereSeparator: { !$0.isLetter && !$0.isNumber }) }
            let asked = split(phrase), given = split(text)
            return !asked.isEmpty && asked.allSatisfy { word in given.contains { $0.hasPrefix(word) } }
        }
    }

    /// The number that stands in the trace.
    public var id: Int64
    /// Rules are tried in this order; the first that holds decides.
    public var position: Int
    public var name: String
    public var owner: Owner
    public var validFrom: Day
    public var validTo: Day?
    public var condition: Condition
    public var recipients: [AssignmentRecipient]
    public var disposition: String
    /// Length of the term in days from the day of arrival (KPA art. 57).
    public var termDays: Int?
    public var priority: AssignmentPriority

    public init(
        id: Int64 = 0, position: Int, name: String, owner: Owner, validFrom: Day, validTo: Day? = nil, condition: Condition, recipients: [AssignmentRecipient],
        disposition: String = "", termDays: Int? = nil, priority: AssignmentPriority = .normal
    ) {
        self.id = id
        self.position = position
        self.name = name
        self.owner = owner
        self.validFrom = validFrom
        self.validTo = validTo
        self.condition = condition
        self.recipients = recipients
        self.disposition = disposition
        self.termDays = termDays
        self.priority = priority
    }

    public func isValid(on day: Day) -> Bool { validFrom <= day && validTo.map { day <= $0 } ?? true }

    /// The first rule that decides about a letter.
    public static func deciding(_ rules: [AutomaticRule], _ facts: LetterFacts, on day: Day) -> AutomaticRule? {
        rules.sorted { ($0.position, $0.id) < ($1.position, $1.id) }.first { $0.isValid(on: day) && $0.condition.holds(for: facts) }
    }

    public func problems(today: Day) -> [Problem] {
        var out = AssignmentRules.problems(AssignmentOrder(recipients, disposition: disposition), parent: nil, today: today)
        if name.isEmpty || name.count > 200 { out.append(Problem(.invalidInput, "Nazwij regułę, najwyżej 200 znaków", field: "nazwa")) }
        if condition.asksNothing { out.append(Problem(.invalidInput, "Podaj, jakich pism dotyczy reguła", field: "warunek")) }
        if let to = validTo, to < validFrom { out.append(Problem(.invalidInput, "Koniec obowiązywania nie może być przed początkiem", field: "do")) }
        if let days = termDays, !(1...3650).contains(days) { out.append(Problem(.invalidInput, "Termin ma od 1 do 3650 dni", field: "termin")) }
        return out
    }
}
