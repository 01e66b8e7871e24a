public import Kernel
public import Store

/// One letter of a list, at the revision the person saw.
public struct LetterAt: Sendable, Hashable {
    public var id: OutgoingLetterID
    public var revision: Int64
    public init(_ id: OutgoingLetterID, revision: Int64) {
        self.id = id
        self.revision = revision
    }
}

/// What became of one letter of a list.
public struct BulkResult: Sendable {
    public var letter: OutgoingLetterID
    /// `nil` where it was done.
    public var problem: Problem?
    public var isDone: Bool { problem == nil }

    public init(letter: OutgoingLetterID, problem: Problem? = nil) {
        self.letter = letter
        self.problem = problem
    }
}

extension OutgoingLetters {
    /// The most letters of one list.
    public static let bulkLimit = 500

    /// Accepts each letter by itself: one that is refused does not hold the others back.
    public static func acceptAll(_ c: any SQLConnection, _ letters: [LetterAt], by approver: ApprovingOfficer, at now: Instant) throws -> [BulkResult] {
        try each(c, letters, id: \.id) { try accept(c, $0.id, revision: $0.revision, by: approver, at: now) }
    }

    /// Records each signature by itself; the signatures were made before, all with one consent.
    public static func signAll(
        _ c: any SQLConnection, _ letters: [(letter: LetterAt, signed: SignedContent)], by signer: ApprovingOfficer, at now: Instant
    ) throws -> [BulkResult] {
        try each(c, letters, id: \.letter.id) { try sign(c, $0.letter.id, revision: $0.letter.revision, $0.signed, by: signer, at: now) }
    }

    /// What is going to be signed: each document with its hash, for the one question before signing them all.
    public static func signingRequests(_ c: any SQLConnection, _ letters: [OutgoingLetterID]) throws -> [SigningRequest] {
        try letters.prefix(bulkLimit).compactMap { try signingRequest(c, $0) }
    }

    static func each<Item>(
        _ c: any SQLConnection, _ items: [Item], id: (Item) -> OutgoingLetterID, _ act: (Item) throws -> Void
    ) throws -> [BulkResult] {
        guard items.count <= bulkLimit else { throw Problem(.tooLarge, "Zaznacz najwyżej \(bulkLimit) pism naraz.") }
        return try items.map { item in
            do {
                try c.savepoint { try act(item) }
                return BulkResult(letter: id(item), problem: nil)
            } catch let problem as Problem {
                return BulkResult(letter: id(item), problem: problem)
            } catch let problems as Problems {
                let first = problems.all.first ?? Problem(.invalidInput, "Popraw pismo.")
                return BulkResult(letter: id(item), problem: first)
            }
        }
    }
}
