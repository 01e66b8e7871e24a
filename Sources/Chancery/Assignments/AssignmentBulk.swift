public import Kernel
public import Store

/// What became of one letter of a bulk act.
public struct BulkOutcome: Sendable {
    public var letter: LetterRef
    public var result: Result<AssignmentID, Problems>
}

extension Assignments {
    /// Gives many letters the same order; each succeeds or fails by itself.
    ///
    /// - Parameters:
    ///   - letters: each with the version the acting person saw.
    ///   - checking: throws where the person may not assign that letter.
    public static func assign(
        _ c: any SQLConnection, all letters: [(letter: LetterRef, version: Int64)], _ order: AssignmentOrder, by officer: ActingOfficer, at now: Instant,
        checking: (LetterRef) throws -> Void
    ) throws -> [BulkOutcome] {
        try letters.map { item in
            do {
                try checking(item.letter)
                let id = try c.savepoint { try assign(c, item.letter, version: item.version, order, by: officer, at: now) }
                return BulkOutcome(letter: item.letter, result: .success(id))
            } catch let problem as Problem {
                return BulkOutcome(letter: item.letter, result: .failure(Problems([problem])))
            } catch let problems as Problems {
                return BulkOutcome(letter: item.letter, result: .failure(problems))
            }
        }
    }
}
