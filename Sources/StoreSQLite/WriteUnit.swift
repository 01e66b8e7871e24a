internal import Store
internal import Synchronization

/// One `write { … }` that waits for its turn in the lane.
protocol WriteUnit: AnyObject, Sendable {
    /// Takes the unit out of reach of cancellation; `false` when it was cancelled while it waited.
    func start() -> Bool
    /// Runs the body and keeps its result until `finish`.
    func run(_ connection: SQLiteConnection) throws
    /// Answers the waiting task: with the kept result, or with the error.
    func finish(_ error: (any Error)?)
}

final class TypedWriteUnit<T: Sendable>: WriteUnit {
    private enum Phase {
        /// Made, the task does not wait yet.
        case created
        case waiting(CheckedContinuation<T, any Error>)
        case started(CheckedContinuation<T, any Error>, T?)
        case ended
    }
    private let phase = Mutex(Phase.created)
    private let body: @Sendable (any SQLConnection) throws -> T

    init(_ body: @escaping @Sendable (any SQLConnection) throws -> T) { self.body = body }

    /// - Returns: `false` when the task had been cancelled already; it has its answer then.
    func wait(_ continuation: CheckedContinuation<T, any Error>) -> Bool {
        let accepted = phase.withLock { phase in
            guard case .created = phase else { return false }
            phase = .waiting(continuation)
            return true
        }
        if !accepted { continuation.resume(throwing: CancellationError()) }
        return accepted
    }

    func cancel() {
        let continuation = phase.withLock { phase -> CheckedContinuation<T, any Error>? in
            switch phase {
            case .created:
                phase = .ended
                return nil
            case .waiting(let continuation):
                phase = .ended
                return continuation
            case .started, .ended: return nil
            }
        }
        continuation?.resume(throwing: CancellationError())
    }

    func start() -> Bool {
        phase.withLock { phase in
            switch phase {
            case .waiting(let continuation):
                phase = .started(continuation, nil)
                return true
            case .started: return true
            case .created, .ended: return false
            }
        }
    }

    func run(_ connection: SQLiteConnection) throws {
        let result = try body(connection)
        phase.withLock { phase in
            if case .started(let continuation, _) = phase { phase = .started(continuation, result) }
        }
    }

    func finish(_ error: (any Error)?) {
        let (continuation, result) = phase.withLock { phase -> (CheckedContinuation<T, any Error>?, T?) in
            switch phase {
            case .started(let continuation, let result):
                phase = .ended
                return (continuation, result)
            case .waiting(let continuation):
                phase = .ended
                return (continuation, nil)
            case .created, .ended: return (nil, nil)
            }
        }
        if let result, error == nil {
            continuation?.resume(returning: result)
        } else {
            continuation?.resume(throwing: error ?? CancellationError())
        }
    }
}
