internal import GRDB
internal import GRDBSQLite
internal import NIOPosix
internal import Synchronization

/// Moves the write-ahead log into the database file, off the path of commits.
///
/// SQLite's own checkpoint would run inside the commit that happens to cross a limit. Here a commit stays one fsync: when
/// the log has grown, a second connection copies it (PASSIVE) beside the writers, and the writer only finishes the
/// few pages that came meanwhile, so that the next commit starts the log anew in place.
final class WALKeeper: Sendable {
    private struct State {
        var isCopying = false
        var hasCopied = false
        var frames: Int32 = 0
    }
    private let state = Mutex(State())
    private let path: String
    private let threads: NIOThreadPool

    /// Frames (pages) in the log after which it is copied.
    static let limit: Int32 = 4000
    /// Frames after which the writer waits for the copying itself.
    static let emergency: Int32 = 64_000

    init(path: String, threads: NIOThreadPool) {
        self.path = path
        self.threads = threads
    }

    /// SQLite tells the length of the log after each commit.
    func watch(_ db: GRDB.Database) {
        sqlite3_wal_hook(
            db.sqliteConnection,
            { context, _, _, frames in
                // `WALKeeper` lives as long as the database that owns the connection.
                if let context { Unmanaged<WALKeeper>.fromOpaque(context).takeUnretainedValue().note(frames) }
                return SQLITE_OK
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
    }

    private func note(_ frames: Int32) { state.withLock { $0.frames = frames } }

    /// On the writer's thread, after everybody has had the answer.
    func afterCommit(_ db: GRDB.Database) {
        enum Step { case nothing, copy, finish }
        let step = state.withLock { s -> Step in
            if s.hasCopied || s.frames > Self.emergency {
                s.hasCopied = false
                return .finish
            }
            guard s.frames > Self.limit, !s.isCopying else { return .nothing }
            s.isCopying = true
            return .copy
        }
        switch step {
        case .nothing: break
        case .copy: copyBeside()
        case .finish: checkpoint(db.sqliteConnection)
        }
    }

    /// Nobody waits to write.
    func whenQuiet() {}

    private func copyBeside() {
        threads.submit { [self] threadState in
            var handle: OpaquePointer?
            if case .active = threadState,
                sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil) == SQLITE_OK
            {
                checkpoint(handle)
            }
            sqlite3_close_v2(handle)
            state.withLock {
                $0.isCopying = false
                $0.hasCopied = true
            }
        }
    }

    private func checkpoint(_ handle: OpaquePointer?) {
        _ = sqlite3_wal_checkpoint_v2(handle, "main", SQLITE_CHECKPOINT_PASSIVE, nil, nil)
    }
}
