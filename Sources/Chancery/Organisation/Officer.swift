public import Kernel
public import Store

/// A person who works in the office (pracownik).
public struct Officer: Sendable, Hashable {
    public var id: OfficerID
    public var givenNames: String
    public var surname: String
    /// What the journal keeps, for example `konto:17`; `nil` until an account is given.
    public var account: String?
    public var activeFrom: Day
    /// The last day of work; `nil` while there is no end.
    public var activeTo: Day?

    public init(id: OfficerID, givenNames: String, surname: String, account: String?, activeFrom: Day, activeTo: Day? = nil) {
        self.id = id
        self.givenNames = givenNames
        self.surname = surname
        self.account = account
        self.activeFrom = activeFrom
        self.activeTo = activeTo
    }

    public var name: String { givenNames.isEmpty ? surname : "\(givenNames) \(surname)" }
    /// As lists show it: surname first.
    public var listName: String { givenNames.isEmpty ? surname : "\(surname) \(givenNames)" }
    public func isActive(on day: Day) -> Bool { activeFrom <= day && activeTo.map { day <= $0 } ?? true }
}

public struct PostID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// A post held in a unit (stanowisko).
public struct OfficerPost: Sendable, Hashable {
    public var id: PostID
    public var officer: OfficerID
    public var unit: UnitID
    /// As it stands under letters: `Inspektor`.
    public var title: String
    /// Head of the unit (kierownik komórki).
    public var isHead: Bool
    public var validFrom: Day
    public var validTo: Day?

    public init(id: PostID, officer: OfficerID, unit: UnitID, title: String, isHead: Bool = false, validFrom: Day, validTo: Day? = nil) {
        self.id = id
        self.officer = officer
        self.unit = unit
        self.title = title
        self.isHead = isHead
        self.validFrom = validFrom
        self.validTo = validTo
    }
}

public struct SubstitutionID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// Somebody does the duties of somebody absent, from one day to another (zastępstwo).
public struct Substitution: Sendable, Hashable {
    public var id: SubstitutionID
    public var absent: OfficerID
    public var substitute: OfficerID
    public var from: Day
    /// The last day.
    public var to: Day
    public var reason: String

    public init(id: SubstitutionID, absent: OfficerID, substitute: OfficerID, from: Day, to: Day, reason: String = "") {
        self.id = id
        self.absent = absent
        self.substitute = substitute
        self.from = from
        self.to = to
        self.reason = reason
    }
}

/// What an officer still holds; he leaves when it is handed over (rozliczenie konta).
///
/// Counted by those who keep letters, cases and drafts. Source: acceptance test 15 of `ezd.md` § 10.
public struct OpenWork: Sendable, Hashable {
    public var letters: Int
    public var cases: Int
    public var drafts: Int

    public init(letters: Int, cases: Int, drafts: Int) {
        self.letters = letters
        self.cases = cases
        self.drafts = drafts
    }
    public static let none = OpenWork(letters: 0, cases: 0, drafts: 0)
    public var isEmpty: Bool { self == .none }

    /// For example `sprawy: 3, pisma: 1`.
    public var description: String {
        [("sprawy", cases), ("pisma", letters), ("projekty", drafts)].filter { $0.1 > 0 }.map { "\($0.0): \($0.1)" }.joined(separator: ", ")
    }
}
