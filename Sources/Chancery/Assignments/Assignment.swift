public import Kernel
public import Store

/// An assignment (dekretacja) of a letter.
public struct AssignmentID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// Who holds a letter: a unit, or an officer of a unit.
public struct Holder: Sendable, Hashable, Codable {
    public var unit: UnitID
    /// `nil` for the unit as such.
    public var officer: OfficerID?

    public init(unit: UnitID, officer: OfficerID? = nil) {
        self.unit = unit
        self.officer = officer
    }

    /// Whether the acting officer stands in for this holder: himself, the officer he replaces, or anybody of the unit that holds it.
    public func isHeld(by acting: ActingOfficer) -> Bool {
        guard let officer else { return unit == acting.unit }
        return officer == acting.officer || officer == acting.inPlaceOf?.officer
    }
}

/// What the recipient is asked to do (sposób załatwienia). Source: `ezd.md` § 1.5, from memory of practice.
public enum AssignmentManner: String, Sendable, CaseIterable, Codable {
    case settle = "do-zalatwienia"
    case information = "do-wiadomosci"
    case approval = "do-akceptacji"
    case signature = "do-podpisu"
    case talk = "prosze-o-rozmowe"
    case opinion = "do-zaopiniowania"

    public var polishName: String {
        switch self {
        case .settle: "do załatwienia"
        case .information: "do wiadomości"
        case .approval: "do akceptacji"
        case .signature: "do podpisu"
        case .talk: "proszę o rozmowę"
        case .opinion: "do zaopiniowania"
        }
    }
}

/// How urgent the work is.
public enum AssignmentPriority: Int, Sendable, CaseIterable, Codable {
    case normal = 0, urgent = 1, immediate = 2

    public var polishName: String {
        switch self {
        case .normal: "zwykłe"
        case .urgent: "pilne"
        case .immediate: "natychmiast"
        }
    }
}

/// By what means the assignment was given.
public enum AssignmentOrigin: String, Sendable, CaseIterable {
    case keyboard = "klawiatura"
    case mobile = "telefon"
    case voice = "glos"
    /// An automatic rule; `Assignment.rule` names it.
    case rule = "regula"
    /// No decree was needed: a regulation names the recipient and the point passed the letter on.
    case distribution = "rozdzial"
    /// The recipient took a letter of his unit for himself.
    case taken = "przejecie"
}

/// One of those to whom a letter is given.
public struct AssignmentRecipient: Sendable, Hashable, Codable {
    public var holder: Holder
    /// Name and post, or code and name of the unit, as they were that day.
    public var label: String
    public var manner: AssignmentManner
    /// The one who settles (wiodący, komórka merytoryczna); one in each assignment.
    public var isLead: Bool

    public init(_ holder: Holder, label: String, manner: AssignmentManner = .settle, isLead: Bool = false) {
        self.holder = holder
        self.label = label
        self.manner = manner
        self.isLead = isLead
    }
}

/// What the person who assigns decides; everything but who and when.
public struct AssignmentOrder: Sendable, Hashable {
    /// One or several; a single one is the lead whether marked or not.
    public var recipients: [AssignmentRecipient]
    /// Words of the order (dyspozycja): from the dictionary, or the person's own.
    public var disposition: String
    /// The last day for settling; `nil` where the superior set none.
    public var term: Day?
    public var priority: AssignmentPriority
    /// For the recipients' eyes only.
    public var note: String
    public var origin: AssignmentOrigin

    public init(
        _ recipients: [AssignmentRecipient], disposition: String = "", term: Day? = nil, priority: AssignmentPriority = .normal, note: String = "",
        origin: AssignmentOrigin = .keyboard
    ) {
        self.recipients = recipients
        self.disposition = disposition
        self.term = term
        self.priority = priority
        self.note = note
        self.origin = origin
    }
}

/// An assignment as it stands: its words never change, only what became of it.
public struct Assignment: Sendable, Hashable {
    public enum State: String, Sendable {
        case valid = "wazna"
        /// Undone within ten minutes, before anybody opened it.
        case undone = "cofnieta"
        case withdrawn = "wycofana"
        /// Replaced by another one of the same author.
        case corrected = "poprawiona"
        /// Returned by the lead recipient.
        case returned = "zwrocona"
    }
    public struct Author: Sendable, Hashable {
        public var officer: OfficerID
        /// With "w zastępstwie" where it applies.
        public var name: String
        public var post: String
        public var unit: UnitID
        /// The officer in whose place it was given.
        public var inPlaceOf: OfficerID?

        public init(officer: OfficerID, name: String, post: String, unit: UnitID, inPlaceOf: OfficerID? = nil) {
            self.officer = officer
            self.name = name
            self.post = post
            self.unit = unit
            self.inPlaceOf = inPlaceOf
        }
    }
    public struct Delivery: Sendable, Hashable {
        public var position: Int
        public var recipient: AssignmentRecipient
        /// Still in the recipient's queue.
        public var isOpen: Bool
        public var openedAt: Instant?
        public var doneAt: Instant?
        public var returnedAt: Instant?
        public var returnReason: String?

        public init(
            position: Int, recipient: AssignmentRecipient, isOpen: Bool, openedAt: Instant? = nil, doneAt: Instant? = nil,
            returnedAt: Instant? = nil, returnReason: String? = nil
        ) {
            self.position = position
            self.recipient = recipient
            self.isOpen = isOpen
            self.openedAt = openedAt
            self.doneAt = doneAt
            self.returnedAt = returnedAt
            self.returnReason = returnReason
        }
    }

    public var id: AssignmentID
    public var letter: LetterRef
    /// The assignment this one passes on.
    public var parent: AssignmentID?
    /// The delivery of the parent that was passed on.
    public var parentPosition: Int?
    /// The one this corrects.
    public var replaces: AssignmentID?
    public var author: Author
    public var disposition: String
    public var term: Day?
    public var priority: AssignmentPriority
    public var note: String
    public var origin: AssignmentOrigin
    /// The automatic rule by which it was given.
    public var rule: Int64?
    public var givenAt: Instant
    /// How the letter's work stood before.
    public var before: LetterWorkState
    public var state: State
    public var endedAt: Instant?
    public var endReason: String?
    public var deliveries: [Delivery]

    public init(
        id: AssignmentID, letter: LetterRef, parent: AssignmentID? = nil, parentPosition: Int? = nil, replaces: AssignmentID? = nil, author: Author, disposition: String,
        term: Day? = nil, priority: AssignmentPriority, note: String, origin: AssignmentOrigin, rule: Int64? = nil, givenAt: Instant, before: LetterWorkState = .new,
        state: State,
        endedAt: Instant? = nil, endReason: String? = nil, deliveries: [Delivery]
    ) {
        self.id = id
        self.letter = letter
        self.parent = parent
        self.parentPosition = parentPosition
        self.replaces = replaces
        self.author = author
        self.disposition = disposition
        self.term = term
        self.priority = priority
        self.note = note
        self.origin = origin
        self.rule = rule
        self.givenAt = givenAt
        self.before = before
        self.state = state
        self.endedAt = endedAt
        self.endReason = endReason
        self.deliveries = deliveries
    }

    public var lead: Delivery? { deliveries.first { $0.recipient.isLead } }
    /// The trace the instruction asks for on what a rule did.
    public var trace: String? { rule.map { "zadekretowano automatycznie regułą \($0)" } }
}
