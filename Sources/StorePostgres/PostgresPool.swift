internal import CLibPQ
internal import Glibc
internal import NIOPosix
internal import Store
internal import Synchronization

/// N threads, N connections, shared by all schemas: the thread pool's queue is the connection pool's queue.
final class PostgresPool: Sendable {
    private let threads: NIOThreadPool
    private let idle = Mutex<[PostgresConnection]>([])
    private let conninfo: String

    /// How often a body is run again.
    ///
    /// A unique index may be the first to notice a race: SERIALIZABLE then reports 23505 and not 40001. With a fresh view the body either sees
    /// the other's row or fails for good.
    private static func retries(_ code: SQLError.Code?) -> Int {
        switch code {
        case .busy: 60
        case .uniqueViolation: 3
        default: 0
        }
    }

    init(conninfo: String, connections: Int) {
        self.conninfo = conninfo
        threads = NIOThreadPool(numberOfThreads: max(1, connections))
        threads.start()
    }

    func transaction<T: Sendable>(
        _ begin: String, _ body: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> T {
        try Task.checkCancellation()
        return try await threads.runIfActive { [self] in try blocking(begin, body) }
    }

    func close() async throws {
        try await threads.shutdownGracefully()
        idle.withLock { $0.removeAll() }
    }

    private func blocking<T>(_ begin: String, _ body: (any SQLConnection) throws -> T) throws -> T {
        var attempt = 0
        var mayReconnect = true
        while true {
            let connection = try idle.withLock { $0.popLast() } ?? PostgresConnection(conninfo: conninfo)
            connection.heal()
            do {
                try connection.control(begin)
            } catch {
                // The server may have been restarted since: one fresh connection, all others of that age dropped.
                guard !connection.isHealthy, mayReconnect else {
                    giveBack(connection)
                    throw error
                }
                mayReconnect = false
                idle.withLock { $0.removeAll() }
                continue
            }
            do {
                let result = try body(connection)
                if let failure = connection.failure { throw failure }
                try connection.control("COMMIT")
                giveBack(connection)
                return result
            } catch {
                // What counts is what the server said, also where the body has wrapped or replaced it.
                let cause = connection.failure ?? (error as? SQLError)
                let isUsable = connection.isHealthy && (!connection.isInTransaction || (try? connection.control("ROLLBACK")) != nil)
                guard isUsable else { throw connection.failure ?? error }
                attempt += 1
                if cause?.nativeCode == "0A000", attempt < 3, (try? connection.forgetPlans()) != nil {
                    giveBack(connection)
                    continue
                }
                giveBack(connection)
                guard attempt < Self.retries(cause?.code) else { throw error }
                usleep(UInt32.random(in: 0...UInt32(min(attempt, 16) * 500)))
            }
        }
    }

    private func giveBack(_ connection: PostgresConnection) {
        guard connection.isHealthy else { return }
        idle.withLock { $0.append(connection) }
    }
}
