public import Kernel
public import Store

/// A unit of the office (komórka organizacyjna).
public struct UnitID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// A person who works in the office (pracownik); outlives posts and accounts, never used again for another person.
public struct OfficerID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// Who acts in the office: the person, in which post, and in whose place.
///
/// Source: R4.7 (person with post in the metryka); `ezd.md` § 1.10 ("w zastępstwie" stands on everything done).
public struct ActingOfficer: Sendable, Hashable {
    public struct Absent: Sendable, Hashable {
        public var officer: OfficerID
        public var name: String
        public init(officer: OfficerID, name: String) {
            self.officer = officer
            self.name = name
        }
    }

    public var officer: OfficerID
    /// Given names and surname.
    public var name: String
    /// Post (stanowisko), as it stands under letters.
    public var post: String
    public var unit: UnitID
    /// What the journal keeps, for example `konto:17`.
    public var account: String
    /// The officer whose duties are done (zastępowany); `nil` for one's own.
    public var inPlaceOf: Absent?

    public init(officer: OfficerID, name: String, post: String, unit: UnitID, account: String, inPlaceOf: Absent? = nil) {
        self.officer = officer
        self.name = name
        self.post = post
        self.unit = unit
        self.account = account
        self.inPlaceOf = inPlaceOf
    }

    /// The name as everything done shows it.
    public var signedName: String { inPlaceOf.map { "\(name) w zastępstwie: \($0.name)" } ?? name }
    public var performer: Performer { Performer(id: account, name: signedName) }
}
