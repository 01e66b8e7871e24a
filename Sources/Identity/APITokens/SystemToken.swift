public import Kernel
public import Store

/// The number of a token; never given again.
public struct SystemTokenID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// The right of one domain system to one office: what it may do, in whose care, until when.
///
/// A system acts under its own name and within the rights of the officer who answers for it (opiekun): scopes narrow these
/// rights and never widen them, so a system sees nothing that the officer does not.
public struct SystemToken: Sendable, Hashable {
    public var id: SystemTokenID
    public var office: OfficeID
    /// The system, as the journal names it.
    public var name: String
    public var prefix: String
    public var scopes: Set<SystemScope>
    /// The number of the officer in the office's own database.
    public var guardian: Int64
    /// As it was when the token was made.
    public var guardianName: String
    public var createdAt: Instant
    public var createdBy: String
    public var expiresAt: Instant
    /// To the hour.
    public var lastUsedAt: Instant?
    public var revokedAt: Instant?
    public var revokedBy: String
    public var revokeReason: String

    public enum State: String, Sendable {
        case valid = "ważny", expired = "wygasł", revoked = "odwołany"
    }

    public func state(at now: Instant) -> State { revokedAt != nil ? .revoked : expiresAt <= now ? .expired : .valid }

    /// How the journal names the system.
    public var performer: Performer { Performer(id: "system:\(name)/\(id)", name: name) }
}

/// What is needed to make a token.
public struct NewSystemToken: Sendable, Hashable {
    public static let longestName = 60
    public static let longestDays = 730

    public var office: OfficeID
    public var name: String
    public var scopes: Set<SystemScope>
    public var guardian: Int64
    public var guardianName: String
    /// From now; at most `longestDays`.
    public var days: Int

    public init(office: OfficeID, name: String, scopes: Set<SystemScope>, guardian: Int64, guardianName: String, days: Int) {
        self.office = office
        self.name = name
        self.scopes = scopes
        self.guardian = guardian
        self.guardianName = guardianName
        self.days = days
    }

    /// Every problem of the form, each with its field.
    public func problems() -> [Problem] {
        var out: [Problem] = []
        func add(_ field: String, _ message: String) { out.append(Problem(.invalidInput, message, field: field)) }
        if name.isEmpty { add("nazwa", "Wpisz nazwę systemu, na przykład „Podatki 2000”") }
        if name.count > Self.longestName { add("nazwa", "Skróć nazwę do \(Self.longestName) znaków") }
        if name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control || $0 == "/" }) {
            add("nazwa", "Nazwa nie może zawierać ukośnika ani znaków sterujących")
        }
        if scopes.isEmpty { add("zakresy", "Zaznacz, co system może robić") }
        if !(1...Self.longestDays).contains(days) { add("dni", "Klucz może być ważny od 1 do \(Self.longestDays) dni") }
        return out
    }
}
