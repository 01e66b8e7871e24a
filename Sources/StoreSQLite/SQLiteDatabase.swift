internal import Foundation
internal import GRDB
internal import NIOPosix
public import Store

/// One SQLite file: many readers beside one writer lane.
public final class SQLiteDatabase: Store.Database {
    private let pool: DatabasePool
    private let lane: WriterLane
    private let readers: Gate
    private let wal: WALKeeper
    private let threads: NIOThreadPool

    /// One pool of fixed width for all files of the process; GRDB's own queues would take a thread for each busy file.
    private static let sharedThreads: NIOThreadPool = {
        let threads = NIOThreadPool(numberOfThreads: max(8, min(32, 2 * ProcessInfo.processInfo.activeProcessorCount)))
        threads.start()
        return threads
    }()
    private static let readersPerFile = 4

    /// Opens the file, and creates it where it is missing. Blocks; call it from `SQLiteProvider`.
    init(path: String) throws {
        threads = Self.sharedThreads
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = Self.readersPerFile
        configuration.prepareDatabase { db in
            for pragma in Self.pragmas { try db.execute(sql: "PRAGMA \(pragma)") }
        }
        wal = WALKeeper(path: path, threads: Self.sharedThreads)
        do {
            try GatheredLog.install()
            pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { [wal] db in
                // GRDB itself turns WAL databases to NORMAL, which loses acknowledged commits when the power fails.
                try db.execute(sql: "PRAGMA synchronous = FULL")
                guard try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2 else {
                    throw SQLError(code: .connection, message: "SQLite does not sync its commits", nativeCode: "")
                }
                // The pages of the indexes stay; the bytes of documents, written once, would push them out.
                try db.execute(sql: "PRAGMA cache_size = -32000")
                wal.watch(db)
            }
        } catch { throw SQLError(grdb: error) }
        lane = WriterLane(pool: pool, threads: Self.sharedThreads, wal: wal)
        readers = Gate(width: Self.readersPerFile)
    }

    private static let pragmas = [
        "synchronous = FULL",
        "foreign_keys = ON",
        // A row replaced by a newer one fires its delete triggers too, which guard the journal.
        "recursive_triggers = ON",
        // Commits never checkpoint by themselves; see WALKeeper.
        "wal_autocheckpoint = 0",
        "journal_size_limit = 67108864",
        "temp_store = MEMORY",
        "cache_size = -8000",
        "mmap_size = 268435456",
    ]

    public var dialect: Dialect { .sqlite }

    public func read<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
        try await readers.enter()
        defer { readers.leave() }
        return try await threads.runIfActive { [pool] in
            do {
                return try pool.read { db in
                    let connection = try SQLiteConnection(db)
                    let result = try body(connection)
                    if let failure = connection.failure { throw failure }
                    return result
                }
            } catch let error as DatabaseError { throw SQLError(grdb: error) }
        }
    }

    @discardableResult
    public func write<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
        try await lane.write(body)
    }

    public func close() async throws {
        await lane.close()
        await wal.close()
        try await threads.runIfActive { [pool] in
            do { try pool.close() } catch { throw SQLError(grdb: error) }
        }
    }

    /// Commits made and units of work they carried, since the file was opened.
    public var commitStatistics: (commits: Int, units: Int) { lane.statistics.current }

    static func onThread<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await sharedThreads.runIfActive { try body() }
    }
}
