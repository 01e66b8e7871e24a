public import Kernel

/// A case: an event or state of affairs that the office considers (sprawa), with its file (akta sprawy).
///
/// Source: chancery instruction, metadata table D; `ezd.md` § 1.8.
public struct CaseFile: Sendable, Hashable {
    public var id: CaseID
    public var sign: CaseSign
    /// The unit that keeps the case (komórka merytoryczna).
    public var unit: UnitID
    public var className: String
    public var mode: CaseClass.Mode
    /// Archival category of the class in the year of opening; `nil` where unknown.
    public var category: String?
    public var title: String
    public var description: String
    /// Column "uwagi" of the list of cases.
    public var remarks: String
    public var access: Access
    public var state: CaseState
    /// Who opened it (zakładający), with post.
    public var founder: String
    public var founderPost: String
    public var founderID: OfficerID
    /// Case officer (prowadzący).
    public var officer: OfficerID?
    public var officerName: String
    /// The letter it began with; `nil` for a case begun ex officio.
    public var origin: LetterRef?
    public var openedAt: Instant
    /// Day of commencement (data wszczęcia), from which the term runs.
    public var startDay: Day
    public var term: CaseTerm?
    /// The legal basis of the term, for people; empty where nobody said.
    public var termBasis: String
    /// The new day named in a notice under KPA art. 36.
    public var extendedTo: Day?
    /// When that notice was given; only what is not counted after it moves the new day.
    public var extendedOn: Day?
    /// Last day for settling; `nil` where there is no term or its clock stands.
    public var due: Day?
    public var settledDay: Day?
    /// Day of final settlement (data ostatecznego załatwienia).
    public var closedDay: Day?
    /// When anything last happened in the case.
    public var lastActAt: Instant
    /// How often it was reopened.
    public var reopenings: Int
    /// Grows with each change of the case itself (not of its file); acts name the one they saw.
    public var version: Int64
    public var changedAt: Instant
    public var changedBy: String

    public init(
        id: CaseID, sign: CaseSign, unit: UnitID, className: String, mode: CaseClass.Mode, category: String? = nil, title: String,
        description: String, remarks: String, access: Access, state: CaseState, founder: String, founderPost: String, founderID: OfficerID,
        officer: OfficerID? = nil, officerName: String, origin: LetterRef? = nil, openedAt: Instant, startDay: Day, term: CaseTerm? = nil, termBasis: String = "",
        extendedTo: Day? = nil, extendedOn: Day? = nil, due: Day? = nil, settledDay: Day? = nil, closedDay: Day? = nil, lastActAt: Instant, reopenings: Int,
        version: Int64,
        changedAt: Instant, changedBy: String
    ) {
        self.id = id
        self.sign = sign
        self.unit = unit
        self.className = className
        self.mode = mode
        self.category = category
        self.title = title
        self.description = description
        self.remarks = remarks
        self.access = access
        self.state = state
        self.founder = founder
        self.founderPost = founderPost
        self.founderID = founderID
        self.officer = officer
        self.officerName = officerName
        self.origin = origin
        self.openedAt = openedAt
        self.startDay = startDay
        self.term = term
        self.termBasis = termBasis
        self.extendedTo = extendedTo
        self.extendedOn = extendedOn
        self.due = due
        self.settledDay = settledDay
        self.closedDay = closedDay
        self.lastActAt = lastActAt
        self.reopenings = reopenings
        self.version = version
        self.changedAt = changedAt
        self.changedBy = changedBy
    }

    /// The name of a case in the journal.
    public static func object(_ id: CaseID) -> String { "sprawa:\(id)" }
}

/// A sub-file (podteczka): a number of the main list under which cases are counted by themselves.
public struct SubFile: Sendable, Hashable {
    public var id: CaseID
    public var sign: CaseSign
    public var unit: UnitID
    public var title: String

    public init(id: CaseID, sign: CaseSign, unit: UnitID, title: String) {
        self.id = id
        self.sign = sign
        self.unit = unit
        self.title = title
    }
}

/// Everything needed to open a case.
public struct CaseOpening: Sendable, Hashable {
    public var unit: UnitID
    /// Code of the unit as it stands in signs this year.
    public var unitCode: String
    public var classification: CaseClass
    /// The sub-file to open it in; `nil` for the main list.
    public var subFile: CaseID?
    public var title: String
    public var description = ""
    public var access: Access = .notPublic
    /// Case officer; the one who opens it where absent.
    public var officer: OfficerID?
    public var officerName = ""
    /// Day of commencement; the day of arrival of the letter, or today, where absent.
    public var startDay: Day?
    /// Term for settling; that of the class where absent.
    public var term: CaseTerm?
    /// Its legal basis, for people. With a basis and no term the case has none by law (niezwłocznie).
    public var termBasis = ""

    public init(unit: UnitID, unitCode: String, classification: CaseClass, title: String) {
        self.unit = unit
        self.unitCode = unitCode
        self.classification = classification
        self.title = title
    }
}

/// What a case must fulfil before it gets a number.
public enum CaseRules {
    public static let maximumTitle = 1_000
    public static let maximumText = 20_000

    public static func problems(_ opening: CaseOpening, today: Day) -> [Problem] {
        var out: [Problem] = []
        if let refusal = opening.classification.refusal { out.append(refusal) }
        if !CaseSign.isUnitCode(opening.unitCode) {
            out.append(Problem(.invalidInput, "Kod komórki ma litery i cyfry bez polskich znaków, na przykład OR albo AB-C", field: "komorka"))
        }
        if opening.title.isEmpty { out.append(Problem(.invalidInput, "Wpisz tytuł sprawy", field: "tytul")) }
        if opening.title.count > maximumTitle { out.append(Problem(.invalidInput, "Skróć tytuł do \(maximumTitle) znaków", field: "tytul")) }
        if opening.description.count > maximumText { out.append(Problem(.invalidInput, "Skróć opis do \(maximumText) znaków", field: "opis")) }
        if let start = opening.startDay, start > today {
            out.append(Problem(.invalidInput, "Data wszczęcia nie może być późniejsza niż dziś", field: "wszczecie"))
        }
        return out
    }
}
