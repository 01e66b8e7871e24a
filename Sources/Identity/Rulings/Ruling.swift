public import Kernel
internal import Store

/// What an act came to whose refusals must be remembered.
///
/// A thrown problem undoes the transaction, and the journal entry about the refusal with it. So an act that has to leave a trace when it
/// is refused gives the refusal as a value; the caller commits, then asks `get()`.
public enum Ruling<Value: Sendable>: Sendable {
    case done(Value)
    case refused(Problem)

    /// - Throws: the problem of a refusal.
    public func get() throws -> Value {
        switch self {
        case .done(let value): value
        case .refused(let problem): throw problem
        }
    }

    /// The problem of a refusal, or `nil`.
    public var problem: Problem? {
        switch self {
        case .done: nil
        case .refused(let problem): problem
        }
    }
}

extension Ruling {
    /// Runs an act; where it throws a `Problem`, undoes what it did and keeps an entry about the refusal instead.
    ///
    /// - Parameters:
    ///   - act: the word of the act; the entry's word is this with `-refused`.
    ///   - object: what the act was about, as the journal names it.
    static func keeping(
        _ c: any SQLConnection, _ act: String, object: String, by performer: Performer, at now: Instant,
        _ body: () throws -> Value
    ) throws -> Ruling {
        do {
            return .done(try c.savepoint(body))
        } catch let problem as Problem {
            let why = problem.cause.isEmpty ? problem.code.description : problem.cause
            try Journal.append(c, JournalEntry(actor: performer.id, act: "\(act)-refused", object: object, after: why), at: now)
            return .refused(problem)
        }
    }
}
