internal import GRDB
internal import NIOPosix
internal import Store
internal import Synchronization

/// The queue of writers of one database, and the place of group commit.
///
/// A waiting writer holds no thread. One thread at a time takes every unit that waits, runs each in a savepoint of its
/// own, and commits them with one fsync; only then does anybody get an answer. A unit that throws is undone alone.
final class WriterLane: Sendable {
    private struct State {
        var waiting: [any WriteUnit] = []
        var isRunning = false
        var isClosed = false
        var whenIdle: [CheckedContinuation<Void, Never>] = []
    }
    private let state = Mutex(State())
    private let pool: DatabasePool
    private let threads: NIOThreadPool
    private let wal: WALKeeper
    let statistics = LaneStatistics()

    static let unitsPerCommit = 256
    static let gathering = Duration.milliseconds(20)

    init(pool: DatabasePool, threads: NIOThreadPool, wal: WALKeeper) {
        self.pool = pool
        self.threads = threads
        self.wal = wal
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
        let unit = TypedWriteUnit(body)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if unit.wait(continuation) { submit(unit) }
            }
        } onCancel: {
            unit.cancel()
        }
    }

    /// Refuses what comes later and waits for what came before.
    func close() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { s in
                s.isClosed = true
                if s.isRunning { s.whenIdle.append(continuation) }
                return !s.isRunning
            }
            if isIdle { continuation.resume() }
        }
    }

    private func submit(_ unit: any WriteUnit) {
        enum Turn { case refuse, wait, run }
        let turn = state.withLock { s -> Turn in
            if s.isClosed { return .refuse }
            s.waiting.append(unit)
            if s.isRunning { return .wait }
            s.isRunning = true
            return .run
        }
        switch turn {
        case .refuse: unit.finish(SQLError(code: .connection, message: "the database is closed", nativeCode: ""))
        case .wait: break
        case .run: dispatch()
        }
    }

    private func dispatch() {
        threads.submit { [self] state in
            guard case .active = state else { return abandon() }
            drain()
        }
    }

    private func take(_ limit: Int) -> [any WriteUnit] {
        state.withLock { s in
            let batch = Array(s.waiting.prefix(limit))
            s.waiting.removeFirst(batch.count)
            return batch
        }
    }

    private func putBack(_ units: [any WriteUnit]) {
        guard !units.isEmpty else { return }
        state.withLock { $0.waiting.insert(contentsOf: units, at: 0) }
    }

    private func abandon() {
        let (units, idle) = state.withLock { s in
            defer { (s.waiting, s.isRunning, s.whenIdle) = ([], false, []) }
            return (s.waiting, s.whenIdle)
        }
        for unit in units { unit.finish(SQLError(code: .connection, message: "the thread pool has stopped", nativeCode: "")) }
        for continuation in idle { continuation.resume() }
    }

    private func drain() {
        for _ in 0..<64 {
            do {
                try pool.writeWithoutTransaction { db in
                    try group(SQLiteConnection(db))
                    wal.afterCommit(db)
                }
            } catch {
                // Only a closed or unusable connection comes here; the units that wait learn it.
                for unit in take(.max) { unit.finish(SQLError(grdb: error)) }
            }
            let (isDone, idle) = state.withLock { s -> (Bool, [CheckedContinuation<Void, Never>]) in
                guard s.waiting.isEmpty else { return (false, []) }
                s.isRunning = false
                defer { s.whenIdle = [] }
                return (true, s.whenIdle)
            }
            if isDone {
                for continuation in idle { continuation.resume() }
                return wal.whenQuiet()
            }
        }
        // The other databases of the process get the thread now and then.
        dispatch()
    }

    /// Runs what waits in one transaction and answers everybody.
    private func group(_ connection: SQLiteConnection) throws {
        let clock = ContinuousClock()
        let deadline = clock.now + Self.gathering
        var done: [any WriteUnit] = []
        var count = 0
        gathering: while count < Self.unitsPerCommit, count == 0 || clock.now < deadline {
            let batch = take(Self.unitsPerCommit - count)
            if batch.isEmpty { break }
            for (i, unit) in batch.enumerated() where unit.start() {
                count += 1
                do {
                    if !connection.isInTransaction { try connection.control("BEGIN IMMEDIATE") }
                } catch {
                    unit.finish(error)
                    continue
                }
                if run(unit, connection, isAlone: done.isEmpty) {
                    done.append(unit)
                } else if !done.isEmpty, !connection.isInTransaction {
                    // SQLite undid the whole transaction (a full disk, say): those before run again.
                    putBack(done + batch[(i + 1)...])
                    return
                }
            }
        }
        guard connection.isInTransaction else { return }
        guard !done.isEmpty else { return try connection.control("ROLLBACK") }
        do {
            try connection.control("COMMIT")
        } catch {
            if connection.isInTransaction { try? connection.control("ROLLBACK") }
            for unit in done { unit.finish(error) }
            return
        }
        statistics.note(units: done.count)
        for unit in done { unit.finish(nil) }
    }

    /// - Parameter isAlone: nothing else is in the transaction yet, so undoing it undoes this unit only.
    /// - Returns: whether the unit's work stands in the transaction; if not, the unit has had its answer.
    private func run(_ unit: any WriteUnit, _ connection: SQLiteConnection, isAlone: Bool) -> Bool {
        connection.heal()
        do {
            if !isAlone { try connection.control("SAVEPOINT unit") }
            try unit.run(connection)
            if let failure = connection.failure { throw failure }
            if connection.hasUnresolvedForeignKeys {
                throw SQLError(code: .foreignKeyViolation, message: "a deferred foreign key points nowhere", nativeCode: "787")
            }
            if !isAlone { try connection.control("RELEASE unit") }
            return true
        } catch {
            connection.heal()
            if connection.isInTransaction {
                do {
                    if isAlone {
                        try connection.control("ROLLBACK")
                    } else {
                        try connection.control("ROLLBACK TO unit")
                        try connection.control("RELEASE unit")
                    }
                } catch {
                    // Half of a unit must never be committed: give up the transaction.
                    try? connection.control("ROLLBACK")
                }
            }
            unit.finish(error)
            return false
        }
    }
}
