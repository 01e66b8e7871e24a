internal import GRDB
internal import GRDBSQLite
internal import NIOPosix
internal import Synchronization

/// Moves the write-ahead log into the database file, off the path of commits.
///
/// SQLite's own checkpoint would run inside the commit that happens to cross a limit. Here a commit stays one fsync: when
/// the log has grown, a second connection copies it (PASSIVE) beside the writers, again while much has come meanwhile, and the writer only
/// finishes the last few pages, so that the next commit starts the log anew in place. A quiet database is copied after two seconds.
final class WALKeeper: Sendable {
    private struct State {
        /// Frames (pages) in the log now.
        var frames: Int32 = 0
        /// Frames that stand in the database file already.
        var copied: Int32 = 0
        var isCopying = false
        var rounds = 0
        var isFinishing = false
        var commits: UInt64 = 0
        var isWatchingForQuiet = false
        var isClosed = false
    }
    private let state = Mutex(State())
    private let path: String
    private let threads: NIOThreadPool

    /// The log is copied when it has this many frames (16 MB).
    private static let limit: Int32 = 4000
    /// What the writer may copy itself.
    private static let remainder: Int32 = 800
    private static let rounds = 4
    private static let quiet = Duration.seconds(2)

    init(path: String, threads: NIOThreadPool) {
        self.path = path
        self.threads = threads
    }

    /// SQLite tells the length of the log after each commit.
    func watch(_ db: GRDB.Database) {
        sqlite3_wal_hook(
            db.sqliteConnection,
            { context, _, _, frames in
                // The keeper lives as long as the database that owns the connection.
                if let context { Unmanaged<WALKeeper>.fromOpaque(context).takeUnretainedValue().note(frames) }
                return SQLITE_OK
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
    }

    private func note(_ frames: Int32) {
        state.withLock { s in
            // Shorter than before: SQLite has started the log anew.
            if frames < s.frames { s.copied = 0 }
            s.frames = frames
            s.commits += 1
        }
    }

    /// On the writer's thread, after everybody has had the answer.
    func afterCommit(_ db: GRDB.Database) {
        enum Step { case nothing, copy, finish }
        let step = state.withLock { s -> Step in
            if s.isFinishing {
                s.isFinishing = false
                return .finish
            }
            guard s.frames - s.copied > Self.limit, !s.isCopying, !s.isClosed else { return .nothing }
            s.isCopying = true
            s.rounds = 0
            return .copy
        }
        switch step {
        case .nothing: break
        case .copy: copyBeside()
        case .finish:
            let copied = checkpoint(db.sqliteConnection)
            state.withLock { $0.copied = copied }
        }
    }

    /// Nobody waits to write.
    func whenQuiet() {
        let seen = state.withLock { s -> UInt64? in
            guard s.frames > s.copied, !s.isWatchingForQuiet, !s.isClosed else { return nil }
            s.isWatchingForQuiet = true
            return s.commits
        }
        guard let seen else { return }
        Task { await copyOnceQuiet(since: seen) }
    }

    private func copyOnceQuiet(since first: UInt64) async {
        var seen = first
        while true {
            try? await Task.sleep(for: Self.quiet)
            enum Step { case wait, stop, copy }
            let step = state.withLock { s -> Step in
                defer { seen = s.commits }
                guard s.commits == seen || s.isClosed else { return .wait }
                s.isWatchingForQuiet = false
                if s.isCopying || s.isClosed { return .stop }
                s.isCopying = true
                s.rounds = Self.rounds
                return .copy
            }
            switch step {
            case .wait: continue
            case .stop: return
            case .copy: return copyBeside()
            }
        }
    }

    /// Starts nothing more and waits for the copying that runs.
    func close() async {
        while state.withLock({ s in
            s.isClosed = true
            return s.isCopying
        }) {
            try? await Task.sleep(for: .milliseconds(2))
        }
    }

    private func copyBeside() {
        threads.submit { [self] threadState in
            var handle: OpaquePointer?
            var copied: Int32 = 0
            if case .active = threadState,
                sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil) == SQLITE_OK
            {
                copied = checkpoint(handle)
            }
            sqlite3_close_v2(handle)
            let goesOn = state.withLock { s -> Bool in
                s.copied = copied
                s.rounds += 1
                if s.frames - s.copied > Self.remainder, s.rounds < Self.rounds, !s.isClosed { return true }
                s.isCopying = false
                s.isFinishing = s.frames > Self.limit
                return false
            }
            if goesOn { copyBeside() }
        }
    }

    /// - Returns: how many frames of the log stand in the database file now.
    private func checkpoint(_ handle: OpaquePointer?) -> Int32 {
        var log: Int32 = 0
        var copied: Int32 = 0
        _ = sqlite3_wal_checkpoint_v2(handle, "main", SQLITE_CHECKPOINT_PASSIVE, &log, &copied)
        return max(copied, 0)
    }
}
