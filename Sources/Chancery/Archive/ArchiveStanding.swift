public import Kernel

/// A case in the archive: since when, with which category, from when it may be proposed for destruction.
public struct ArchiveStanding: Sendable, Hashable {
    public var file: CaseFile
    public var takenDay: Day
    /// The day of completion from which the category counts; a case taken up again counts from its last one (R1.24).
    public var completedDay: Day
    /// The category in force: that of the file plan of the year of opening, or what the archivist made of it (R1.21).
    public var category: ArchivalCategory?
    public var disposableFrom: Day?
    /// A hold forbids destruction (R1.22).
    public var isHeld: Bool
    /// Stands on a list of disposal.
    public var isListed: Bool

    public var needsExpertise: Bool { if case .yearsThenExpert = category { true } else { false } }
}

/// One change of a case's category by the archivist (R1.21).
public struct CategoryChange: Sendable, Hashable {
    public var before: String
    public var after: String
    public var reason: String
    public var by: String
    public var at: Instant
}

/// Forbids the destruction of a case while a court, a control or a loan needs it (wstrzymanie brakowania, R1.22).
public struct ArchiveHold: Sendable, Hashable {
    public var id: ArchiveHoldID
    public var reason: String
    public var placedAt: Instant
    public var placedBy: String
    public var liftedAt: Instant?
    public var liftedBy: String
    public var liftReason: String
}

/// A request to take a case back from the archive (wniosek o wycofanie), by which it is opened again.
public struct ArchiveWithdrawal: Sendable, Hashable {
    public var id: ArchiveWithdrawalID
    public var year: Int
    public var sequence: Int64
    public var sign: CaseSign
    public var title: String
    public var reason: String
    public var requestedAt: Instant
    public var requestedBy: String
    public var decidedAt: Instant?
    public var decidedBy: String
    public var isGranted: Bool?
    public var note: String

    /// `W/3/2026`.
    public var name: String { "W/\(sequence)/\(year)" }
}
