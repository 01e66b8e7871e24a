internal import GRDBSQLite
internal import Glibc
internal import Synchronization

/// Writes a commit's part of the write-ahead log in one piece.
///
/// SQLite writes every page of a commit with two system calls, its frame header and the page; for a letter that is fifty of them, as long as the
/// sync itself on a fast disk. This layer stands between SQLite and its own file layer for the log alone: it keeps consecutive writes and passes
/// them on at once, at the latest with the frame that ends a commit, so that what another connection may be told of is always in the file. Reads,
/// syncs and everything else pass on what is kept first; an error of the late write is the answer to the call that caused it.
enum GatheredLog {
    /// More than this is passed on at once (a commit of many units).
    private static let most = 1 << 20
    /// SQLite's layer cuts the length of a write to 17 bits, and takes the rest for a full disk where nothing is left.
    private static let mostAtOnce = 0x1F000
    private static let frameHeader = 24

    /// What SQLite takes for its `sqlite3_file`; the file of the layer below follows in the same memory.
    private struct File {
        var base: sqlite3_file
        var inner: UnsafeMutablePointer<sqlite3_file>
        var buffer: UnsafeMutablePointer<UInt8>
        /// Where in the log the buffer begins.
        var start: Int64
        var count: Int
        /// The header written last ends a commit; its page follows.
        var endsCommit: Bool
        var syncs: Unmanaged<Counter>
    }

    private final class Counter: Sendable {
        let value = Atomic<Int>(0)
    }

    /// Of the logs that are open, by the path of the log.
    private static let counters = Mutex<[String: Counter]>([:])

    /// How often the log of a database was synced since it was opened; for tests.
    static func syncs(database path: String) -> Int {
        // SQLite names files by their one path.
        guard let real = realpath(path, nil) else { return 0 }
        defer { free(real) }
        return counters.withLock { $0[String(cString: real) + "-wal"]?.value.load(ordering: .relaxed) ?? 0 }
    }

    /// Puts the layer in for every connection opened afterwards; once a process.
    static func install() throws(SQLiteLayerError) {
        guard installed == SQLITE_OK else { throw SQLiteLayerError(code: installed) }
    }

    // SQLite's own layer and ours live as long as the process and are not changed after they have been registered.
    nonisolated(unsafe) private static var below: UnsafeMutablePointer<sqlite3_vfs>?
    nonisolated(unsafe) private static let methods: UnsafeMutablePointer<sqlite3_io_methods> = {
        let m = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        m.initialize(to: sqlite3_io_methods())
        m.pointee.iVersion = 1
        m.pointee.xClose = { GatheredLog.close($0) }
        m.pointee.xRead = { file, into, n, at in GatheredLog.flushed(file) { $0.pointee.pMethods.pointee.xRead($0, into, n, at) } }
        m.pointee.xWrite = { GatheredLog.write($0, $1, $2, $3) }
        m.pointee.xTruncate = { file, size in GatheredLog.flushed(file) { $0.pointee.pMethods.pointee.xTruncate($0, size) } }
        m.pointee.xSync = { GatheredLog.sync($0, $1) }
        m.pointee.xFileSize = { file, size in GatheredLog.flushed(file) { $0.pointee.pMethods.pointee.xFileSize($0, size) } }
        m.pointee.xLock = { file, level in GatheredLog.flushed(file) { $0.pointee.pMethods.pointee.xLock($0, level) } }
        m.pointee.xUnlock = { file, level in GatheredLog.flushed(file) { $0.pointee.pMethods.pointee.xUnlock($0, level) } }
        m.pointee.xCheckReservedLock = { file, out in GatheredLog.flushed(file) { $0.pointee.pMethods.pointee.xCheckReservedLock($0, out) } }
        m.pointee.xFileControl = { file, op, argument in GatheredLog.flushed(file) { $0.pointee.pMethods.pointee.xFileControl($0, op, argument) } }
        m.pointee.xSectorSize = { file in GatheredLog.inner(file).map { $0.pointee.pMethods.pointee.xSectorSize($0) } ?? 4096 }
        m.pointee.xDeviceCharacteristics = { file in GatheredLog.inner(file).map { $0.pointee.pMethods.pointee.xDeviceCharacteristics($0) } ?? 0 }
        return m
    }()

    private static let installed: Int32 = {
        guard let own = sqlite3_vfs_find(nil) else { return SQLITE_ERROR }
        below = own
        let layer = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        layer.initialize(to: own.pointee)
        layer.pointee.pNext = nil
        layer.pointee.zName = UnsafePointer(strdup("eurzad-gathered-log"))
        layer.pointee.szOsFile += Int32(MemoryLayout<File>.size.roundedUp(to: 16))
        layer.pointee.xOpen = { GatheredLog.open($0, $1, $2, $3, $4) }
        return sqlite3_vfs_register(layer, 1)
    }()

    private static func open(
        _ layer: UnsafeMutablePointer<sqlite3_vfs>?, _ name: UnsafePointer<CChar>?, _ out: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32,
        _ outFlags: UnsafeMutablePointer<Int32>?
    ) -> Int32 {
        guard let below, let out else { return SQLITE_MISUSE }
        guard flags & SQLITE_OPEN_WAL != 0 else { return below.pointee.xOpen(below, name, out, flags, outFlags) }
        let raw = UnsafeMutableRawPointer(out)
        let inner = (raw + MemoryLayout<File>.size.roundedUp(to: 16)).bindMemory(to: sqlite3_file.self, capacity: 1)
        // SQLite asks for a close even of a file that did not open, unless there are no methods.
        inner.pointee.pMethods = nil
        let code = below.pointee.xOpen(below, name, inner, flags, outFlags)
        guard code == SQLITE_OK else {
            _ = inner.pointee.pMethods?.pointee.xClose(inner)
            out.pointee.pMethods = nil
            return code
        }
        let counter = Counter()
        if let name { counters.withLock { $0[String(cString: name)] = $0[String(cString: name)] ?? counter } }
        let shared = name.flatMap { name in counters.withLock { $0[String(cString: name)] } } ?? counter
        raw.bindMemory(to: File.self, capacity: 1).initialize(
            to: File(
                base: sqlite3_file(pMethods: methods), inner: inner, buffer: .allocate(capacity: most), start: 0, count: 0, endsCommit: false,
                syncs: .passRetained(shared)))
        return SQLITE_OK
    }

    private static func file(_ file: UnsafeMutablePointer<sqlite3_file>?) -> UnsafeMutablePointer<File>? {
        file.map { UnsafeMutableRawPointer($0).assumingMemoryBound(to: File.self) }
    }

    private static func inner(_ file: UnsafeMutablePointer<sqlite3_file>?) -> UnsafeMutablePointer<sqlite3_file>? { Self.file(file)?.pointee.inner }

    private static func close(_ out: UnsafeMutablePointer<sqlite3_file>?) -> Int32 {
        guard let file = file(out) else { return SQLITE_MISUSE }
        // What belongs to no commit is nobody's.
        let code = file.pointee.inner.pointee.pMethods.pointee.xClose(file.pointee.inner)
        file.pointee.buffer.deallocate()
        file.pointee.syncs.release()
        return code
    }

    private static func write(_ out: UnsafeMutablePointer<sqlite3_file>?, _ from: UnsafeRawPointer?, _ n: Int32, _ at: sqlite3_int64) -> Int32 {
        guard let file = file(out), let from, n > 0 else { return SQLITE_MISUSE }
        let count = Int(n)
        if file.pointee.count > 0, at != file.pointee.start + Int64(file.pointee.count) || file.pointee.count + count > most {
            let code = flush(file)
            guard code == SQLITE_OK else { return code }
        }
        guard count <= most else { return file.pointee.inner.pointee.pMethods.pointee.xWrite(file.pointee.inner, from, n, at) }
        if file.pointee.count == 0 { file.pointee.start = at }
        memcpy(file.pointee.buffer + file.pointee.count, from, count)
        file.pointee.count += count
        if count == frameHeader {
            // Bytes 4 to 7 of a frame header: the size of the database after a commit, 0 in every other frame.
            file.pointee.endsCommit = from.loadUnaligned(fromByteOffset: 4, as: UInt32.self) != 0
            return SQLITE_OK
        }
        // A page below the header of an ordinary frame waits; all else (the log's own header, the end of a commit) goes on.
        let waits = !file.pointee.endsCommit && count >= 512
        file.pointee.endsCommit = false
        return waits ? SQLITE_OK : flush(file)
    }

    private static func flush(_ file: UnsafeMutablePointer<File>) -> Int32 {
        let n = file.pointee.count
        file.pointee.count = 0
        let inner = file.pointee.inner
        var done = 0
        while done < n {
            let part = min(n - done, mostAtOnce)
            let code = inner.pointee.pMethods.pointee.xWrite(inner, file.pointee.buffer + done, Int32(part), file.pointee.start + Int64(done))
            guard code == SQLITE_OK else { return code }
            done += part
        }
        return SQLITE_OK
    }

    private static func flushed(
        _ out: UnsafeMutablePointer<sqlite3_file>?, _ body: (UnsafeMutablePointer<sqlite3_file>) -> Int32
    ) -> Int32 {
        guard let file = file(out) else { return SQLITE_MISUSE }
        let code = flush(file)
        return code == SQLITE_OK ? body(file.pointee.inner) : code
    }

    private static func sync(_ out: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32) -> Int32 {
        guard let file = file(out) else { return SQLITE_MISUSE }
        file.pointee.syncs.takeUnretainedValue().value.add(1, ordering: .relaxed)
        return flushed(out) { $0.pointee.pMethods.pointee.xSync($0, flags) }
    }
}

struct SQLiteLayerError: Error { var code: Int32 }

extension Int {
    fileprivate func roundedUp(to step: Int) -> Int { (self + step - 1) / step * step }
}
